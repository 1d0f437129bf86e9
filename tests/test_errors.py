"""Errors say what was wrong, where, and what would have been right."""

import pytest

from analysis import errors


def test_every_error_is_an_analysis_error():
    for each in ("ParameterError", "CatalogError", "CountryError", "MeasureError", "SourceError"):
        assert issubclass(getattr(errors, each), errors.AnalysisError)


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ({}, "a.csv: is cut"),
        ({"line": 3}, "a.csv, line 3: is cut"),
        ({"line": 3, "column": "year"}, "a.csv, line 3, column 'year': is cut"),
        ({"column": "year"}, "a.csv, column 'year': is cut"),
    ],
)
def test_source_error_names_the_place_it_knows(place, expected):
    assert str(errors.SourceError("a.csv", "is cut", **place)) == expected


def test_nearest_ignores_case_and_keeps_the_allowed_spelling():
    assert errors.nearest("alba", ["ALBA", "ALADI"]) == "ALBA"


def test_unknown_lists_every_name():
    message = errors.unknown("state", ["ARQ", "QQQ"], ["ARG", "BRA"])
    assert message == "unknown state 'ARQ' (did you mean 'ARG'?), 'QQQ'; allowed: ARG, BRA"
