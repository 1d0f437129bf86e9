"""Contracts of arguments: what passes, what is refused, and that every offender is named."""

import numpy as np
import pandas as pd
import pytest

from analysis.contracts import (
    BY_YEAR,
    ECONOMY,
    LABEL,
    STATES,
    YEARS,
    ByYear,
    Frame,
    Number,
    Numbers,
    OneOf,
    Years,
    check_coverage,
    takes,
)
from analysis.errors import MeasureError

FLOWS = Frame("iso3", "year", "flow", "value_usd", key=3, present=("value_usd",))
ROW = {"iso3": "ARG", "year": 2000, "flow": "exports", "value_usd": 3.0}


def frame(*rows):
    return pd.DataFrame([ROW | row for row in rows] or [ROW])


def test_what_is_whole_passes():
    assert FLOWS.problems(frame()) == []
    assert FLOWS.problems(frame().head(0)) == []
    assert FLOWS.problems(frame({}, {"year": 2001}, {"flow": "imports"})) == []


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"iso3": "BRX"}], "unknown iso3 'BRX'"),
        ([{"iso3": None}], "iso3 is missing"),
        ([{"year": 2000.5}], "2000.5"),
        ([{"year": "2000"}], "whole numbers"),
        ([{"year": None}, {"year": 2001}], "year is missing"),
        ([{"flow": "export"}], "did you mean 'exports'"),
        ([{"value_usd": -1.0}], "value_usd is negative at iso3 ARG, year 2000, flow exports"),
        ([{"value_usd": float("inf")}], "value_usd is infinite"),
        ([{"value_usd": None}, {"year": 2001}], "value_usd is missing at iso3 ARG, year 2000"),
        ([{"value_usd": "3"}], "value_usd must hold numbers"),
        ([{}, {"value_usd": 5.0}], "more than one row for iso3 ARG, year 2000, flow exports"),
    ],
)
def test_a_damaged_frame_is_refused_with_its_offender(rows, words):
    (problem,) = FLOWS.problems(frame(*rows))
    assert words in problem


def test_a_frame_without_a_column_says_which_it_has():
    (problem,) = FLOWS.problems(frame().drop(columns="flow"))
    assert problem == "has no column flow; it has iso3, year, value_usd"
    assert FLOWS.problems([ROW]) == ["must be a DataFrame, not list"]


@pytest.mark.parametrize("value", [3, 0.0, [0, 1.5], np.array([1.0, 2.0]), pd.Series([1, 2])])
def test_numbers_pass_alone_and_in_lists(value):
    assert Numbers(at_least=0, at_most=3).problems(value) == []


@pytest.mark.parametrize(
    "value", [-1, 4, float("nan"), float("inf"), "1", ["1"], [1.0, None], True, [1.0, 9.0]]
)
def test_numbers_refuse_what_is_outside_or_none(value):
    assert Numbers(at_least=0, at_most=3).problems(value)


def test_numbers_may_lack_values_where_a_measure_says_so():
    assert Numbers(at_least=0, may_lack=True).problems([1.0, np.nan]) == []
    assert Numbers(at_least=0, may_lack=True).problems(np.nan) == []
    assert Numbers(at_least=0, may_lack=True).problems([np.nan, -1.0])


def test_a_series_by_year_has_whole_years_each_once():
    series = pd.Series([1.0, np.nan], index=[2000, 2001])
    assert BY_YEAR.problems(series) == []
    assert BY_YEAR.problems(series.head(0)) == ["is empty"]
    assert ByYear(at_least=0).problems(series.head(0)) == []
    for damaged in (
        series.set_axis(pd.to_datetime(["2000-01-01", "2001-01-01"])),
        series.set_axis([2000.2, 2000.9]),
        series.set_axis(["2000", "2001"]),
        series.set_axis([2000, 2000]),
        series.replace(1.0, np.inf),
        series.astype(str),
        series.tolist(),
        series.to_frame(),
    ):
        assert BY_YEAR.problems(damaged)


def test_codes_names_and_years():
    assert ECONOMY.problems("WLD") == ECONOMY.problems("ARG") == []
    assert "unknown state 'WRLD'" in ECONOMY.problems("WRLD")[0]
    assert LABEL.problems("BLX") == []
    assert LABEL.problems(" ")
    assert LABEL.problems(3)
    assert STATES.problems(["ARG", "BRA"]) == []
    assert "must be a list of codes" in STATES.problems("ARG")[0]
    assert "names ARG more than once" in STATES.problems(["ARG", "ARG"])[0]
    assert YEARS.problems(range(2000, 2003)) == []
    assert YEARS.problems([]) == ["is empty"]
    assert Years(0).problems([]) == []
    assert YEARS.problems([2000, 2000]) == ["holds 2000 twice"]


@takes(share=Number(at_least=0, at_most=1), kind=OneOf(("one", "other")), states=STATES)
def measure(share, kind="one", states=None):
    return share, kind, states


def test_every_offender_of_every_argument_is_named():
    assert measure(0.5) == (0.5, "one", None)
    assert measure(0.5, states=None) == (0.5, "one", None)
    with pytest.raises(MeasureError) as caught:
        measure(2, kind="onee", states=["XXX"])
    for words in ("measure: share = 2 must be a number from 0 to 1", "did you mean 'one'", "'XXX'"):
        assert words in str(caught.value)
    with pytest.raises(TypeError, match="has no parameter states"):
        takes(states=STATES)(lambda x: x)


def test_a_window_that_is_not_covered_is_refused():
    check_coverage("deliveries", range(2000, 2005), [2000, 2004])
    with pytest.raises(MeasureError, match="do not cover 2005, 2006"):
        check_coverage("deliveries", range(2000, 2005), [2004, 2005, 2006])
    with pytest.raises(MeasureError, match="they cover no year"):
        check_coverage("deliveries", [], [2000])
