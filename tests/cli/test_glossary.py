from types import ModuleType

import pytest

from analysis import arms, tables, trade
from analysis.errors import AnalysisError
from analysis.reproduce import glossary


def test_the_stored_glossary_is_what_the_docstrings_and_schemas_give():
    stored = glossary.GLOSSARY.read_text(encoding="utf-8")
    assert stored == glossary.render(), "run: python -m analysis glossary"


def test_a_measure_stands_with_its_definition_reference_and_place():
    term = next(term for term in glossary.measures(trade) if term.name == "Herfindahl")
    assert term.source == "analysis.trade.herfindahl"
    assert "Herfindahl–Hirschman index" in term.definition
    assert "Hirschman (1964)" in term.references


def test_markup_of_docstrings_becomes_markdown():
    def share() -> None:
        """Return a share, see :func:`analysis.trade.herfindahl`.

        .. math:: s = x / X

        As ``SIPRI`` does [1]_, with::

            a = b

        References
        ----------
        .. [1] A. Author (2000), Title.
        """

    room = ModuleType("room")
    room.share, room.__all__ = share, ["share"]
    (term,) = glossary.measures(room)
    assert term.definition == (
        "Return a share, see `analysis.trade.herfindahl`.\n\n    s = x / X\n\n"
        "As `SIPRI` does [1], with:\n\n    a = b"
    )
    assert term.references == "[1] A. Author (2000), Title."


def test_tools_without_a_reference_are_no_terms():
    names = {term.source for term in glossary.measures(arms)}
    assert "analysis.arms.windows" not in names
    assert "analysis.arms.trailing_mean" in names


def test_every_column_of_every_table_is_there():
    listed = {(theme, row[0]) for theme, rows in glossary.columns().items() for row in rows}
    for name in tables.tables():
        for field in tables.resource(name)["schema"]["fields"]:
            assert (name.split("/")[0], field["name"]) in listed


def test_writing_tells_whether_anything_changed(tmp_path):
    path = tmp_path / "docs" / "glossary.md"
    assert glossary.write(path)
    assert not glossary.write(path)
    assert [file.name for file in path.parent.iterdir()] == ["glossary.md"]


def test_a_room_without_public_names_is_refused():
    with pytest.raises(AnalysisError, match="lists no public names"):
        glossary.measures(ModuleType("bare"))
