"""The glossary: terms, definitions and references, drawn from docstrings and table schemas.

Nothing is defined here. A measure is defined in its docstring, a quantity in the schema of the
tables that hold it; the glossary gathers both so that they cannot drift apart.
"""

from __future__ import annotations

import importlib
import inspect
import os
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from docstring_parser import DocstringStyle, parse

from analysis import tables
from analysis.errors import AnalysisError
from analysis.paths import ROOT

GLOSSARY = ROOT / "docs" / "glossary.md"

MEASURES = {
    "trade": "Trade",
    "trade.breaks": "Trade: breaks",
    "trade.gravity": "Trade: gravity",
    "arms": "Arms transfers",
    "voting": "UN voting",
    "voting.ideal_points": "Ideal points",
    "debt": "Debt",
    "synthesis": "Panels and specifications",
}
"""Rooms of measures, in the order of the glossary, with their headings."""

AS_WRITTEN = {
    word.lower(): word
    for word in (
        *("Chow", "Cohen", "Grubel", "Lloyd", "Perron", "Poisson", "Scott", "Zettelmeyer"),
        *("CIRR", "F", "PPML"),
    )
}
"""Names and abbreviations, which functions write in small letters."""

PREAMBLE = """\
# Glossary

Generated from the docstrings of `analysis/` and the schemas of `data/` by
`python -m analysis glossary`; change those, not this page. The first part defines the measures,
with their formulas and references; the second the columns of the tables, with their units.
"""


class Term(NamedTuple):
    """A measure as the glossary shows it."""

    name: str
    source: str
    """Where it is defined, for example ``analysis.voting.scott_pi``."""
    definition: str
    references: str


def measures(room: ModuleType) -> list[Term]:
    """Gather the public measures of a room whose docstrings name a reference.

    Parameters
    ----------
    room : module
        A package of measures, for example :mod:`analysis.voting`, that lists its public names.

    Returns
    -------
    list of Term
        In alphabetical order. Public names without a reference are tools, not terms.

    Raises
    ------
    AnalysisError
        If the room does not list its public names.
    """
    if not hasattr(room, "__all__"):
        raise AnalysisError(f"{room.__name__} lists no public names: give it __all__")
    found = []
    for name in sorted(room.__all__, key=str.lower):
        thing = getattr(room, name)
        if not inspect.isroutine(thing) and not inspect.isclass(thing):
            continue
        docstring = parse(inspect.getdoc(thing) or "", DocstringStyle.NUMPYDOC)
        references = "\n\n".join(
            _markdown(meta.description or "")
            for meta in docstring.meta
            if meta.args[0] == "references"
        )
        if references:
            source = f"{room.__name__}.{name}"
            found.append(Term(_title(name), source, _definition(docstring), references))
    return found


def columns() -> dict[str, list[tuple[str, str, str, str]]]:
    """Gather the columns of all tables by theme.

    Returns
    -------
    dict of str to list of tuple
        For each theme: column, unit, description and the tables that hold it so, in alphabetical
        order. A column that means different things in different tables stands there twice.
    """
    holders: dict[str, dict[tuple[str, str, str], list[str]]] = {}
    for name in tables.tables():
        theme, table = name.split("/")
        for field in tables.resource(name)["schema"]["fields"]:
            key = (field["name"], field.get("unit", ""), field.get("description", ""))
            holders.setdefault(theme, {}).setdefault(key, []).append(table)
    return {
        theme: [(*key, ", ".join(tables)) for key, tables in sorted(found.items())]
        for theme, found in sorted(holders.items())
    }


def render() -> str:
    """Write out the whole glossary.

    Returns
    -------
    str
        Markdown; the same for the same docstrings and schemas.
    """
    return "\n".join([PREAMBLE, *_measure_lines(), *_column_lines()]) + "\n"


def write(path: Path = GLOSSARY) -> bool:
    """Write the glossary, at once and only if it changed.

    Parameters
    ----------
    path : pathlib.Path, optional
        The file.

    Returns
    -------
    bool
        Whether the file changed.
    """
    text = render()
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_text(text, encoding="utf-8")
    os.replace(temporary, path)
    return True


def _measure_lines() -> Iterator[str]:
    for room, heading in MEASURES.items():
        terms = measures(importlib.import_module(f"analysis.{room}"))
        yield f"## {heading}\n"
        for term in terms:
            yield f"### {term.name}\n\n{term.definition}\n\n*Reference.* {term.references}\n"
            yield f"`{term.source}`\n"


def _column_lines() -> Iterator[str]:
    yield "## Columns of the tables\n"
    for theme, rows in columns().items():
        yield f"### data/{theme}\n"
        yield "| column | unit | meaning | tables |\n|---|---|---|---|"
        for row in rows:
            yield "| " + " | ".join(_cell(text) for text in (f"`{row[0]}`", *row[1:])) + " |"
        yield ""


def _definition(docstring: Any) -> str:
    parts = [docstring.short_description, docstring.long_description]
    return "\n\n".join(_markdown(part) for part in parts if part)


def _markdown(text: str) -> str:
    """Turn the little markup of docstrings into Markdown."""
    text = re.sub(r":\w+:`~?([^`]+)`", r"`\1`", text)
    text = re.sub(r"^\.\. math:: *(.+)$", r"    \1", text, flags=re.MULTILINE)
    text = re.sub(r"::$", ":", text, flags=re.MULTILINE)
    text = re.sub(r"^\.\. \[(\d+)\] *", r"[\1] ", text, flags=re.MULTILINE)
    text = re.sub(r" \[(\d+)\]_", r" [\1]", text)
    return text.replace("``", "`").strip("\n").rstrip()


def _title(name: str) -> str:
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ").split()
    words = [AS_WRITTEN.get(word.lower(), word) for word in words]
    return " ".join([words[0][0].upper() + words[0][1:], *words[1:]])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
