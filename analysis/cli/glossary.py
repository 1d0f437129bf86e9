"""The glossary: terms, definitions and references, drawn from docstrings and table schemas.

Nothing is defined here. A measure is defined in its docstring, a quantity in the schema of the
tables that hold it; the glossary gathers both so that they cannot drift apart.
"""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any, NamedTuple

from docstring_parser import DocstringStyle, parse

from analysis import tables
from analysis.errors import AnalysisError

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
`python -m analysis docs`; change those, not this page. The first part defines the measures,
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
        A package of measures, for example :mod:`analysis.voting`.

    Returns
    -------
    list of Term
        In alphabetical order. Public names without a reference are tools, not terms.

    Raises
    ------
    AnalysisError
        If the room has no public name of its own.
    """
    public = {
        name: thing
        for name, thing in vars(room).items()
        if not name.startswith("_")
        and (inspect.isroutine(thing) or inspect.isclass(thing))
        and thing.__module__.startswith(room.__name__)
    }
    if not public:
        raise AnalysisError(f"{room.__name__} has no public names: import them in its __init__")
    found = []
    for name, thing in sorted(public.items(), key=lambda item: item[0].lower()):
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
