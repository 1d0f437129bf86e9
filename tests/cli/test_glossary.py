from types import ModuleType

import pytest
from click.testing import CliRunner

from analysis import arms, tables, trade
from analysis.cli import docs, glossary
from analysis.errors import AnalysisError


def test_generated_documents_are_what_docstrings_tables_and_declarations_give():
    for path, text in docs.render():
        assert path.read_text(encoding="utf-8") == text, "run: python -m analysis docs"


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
    share.__module__, room.share = "room", share
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


def test_a_stale_document_is_named_and_only_rewritten_when_asked(tmp_path, monkeypatch):
    monkeypatch.setattr(docs, "ROOT", tmp_path)
    path = tmp_path / "docs" / "page.md"
    monkeypatch.setattr(docs, "render", lambda: [(path, "new")])
    done = CliRunner().invoke(docs.write_docs, ["--check"])
    assert isinstance(done.exception, AnalysisError) and "docs/page.md" in str(done.exception)
    assert not path.exists()
    assert CliRunner().invoke(docs.write_docs).output == "docs/page.md: written\n"
    assert path.read_text() == "new"
    assert CliRunner().invoke(docs.write_docs, ["--check"]).output == "docs/: unchanged\n"


def test_a_room_without_public_names_is_refused():
    with pytest.raises(AnalysisError, match="has no public names"):
        glossary.measures(ModuleType("bare"))
