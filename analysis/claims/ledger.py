"""The ledger: claims as rows, of the catalogue or of a reader's own file, each cell checked."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

import pandas as pd

from analysis.claims.values import ALL_UNITS, Value, parse, show
from analysis.errors import (
    AnalysisError,
    MeasureError,
    ParameterError,
    SourceError,
    nearest,
    unknown,
)

COMPARATORS: Mapping[str, str] = {
    "eq": "equal",
    "approx": "about equal",
    "count": "a count, exactly equal",
    "gt": "more than",
    "at_least": "at least",
    "lt": "at most",
    "list": "these and perhaps others",
    "rank": "in this place or order",
}

_COMPARATOR_WORDS = {
    "gt": "more than ",
    "at_least": "at least ",
    "lt": "at most ",
    "approx": "about ",
}

Theme = Literal["trade", "arms", "voting", "debt", "diplomacy", "macro", "people"]
THEMES: tuple[str, ...] = get_args(Theme)

#: What may be wrong with the print itself, before any number is compared.
PRINTED_TWICE = "printed twice with different values"
PRINT_FAULTS = ("base missing", "words missing", "number garbled", PRINTED_TWICE)

REQUIRED = ("claim_id", "theme", "statement", "indicator", "value", "unit", "comparator")
_PARTIES, _YEARS = ("subject", "counterpart"), ("year_start", "year_end")
COLUMNS = (*REQUIRED, "text", "lines", *_PARTIES, "item", *_YEARS, "print_fault", "note")

#: A message names this many faults; the rest are counted.
SHOWN = 20


@dataclass(frozen=True)
class Claim:
    """One claim of a text.

    Parameters
    ----------
    claim_id : str
        Name, unique in the ledger.
    text : str
        Key of the source text in ``claims/texts``.
    lines : str
        Where in the text.
    theme : str
        One of :data:`THEMES`.
    statement : str
        What is claimed, in the project's words.
    subjects, counterparts : tuple of str
        Codes of states, of the region or of ``claims/parties``: who, and with whom. A flow, a
        visit or a view goes from the subject to the counterpart.
    indicator : str
        What is claimed of them; ``claims/indicators`` binds it to a method or to a reason.
    item : str
        What the indicator is about, for example a product, a resolution or a type of aircraft.
    first_year, last_year : int or None
        The claim's period.
    value : Value
        What is claimed.
    comparator : str
        One of :data:`COMPARATORS`.
    print_fault : str
        One of :data:`PRINT_FAULTS`, or empty.
    note : str
        How the row reads the text.
    file : str
        File that holds the row.
    line : int
        Its line, counted from 1.
    """

    claim_id: str
    text: str
    lines: str
    theme: str
    statement: str
    subjects: tuple[str, ...]
    counterparts: tuple[str, ...]
    indicator: str
    item: str
    first_year: int | None
    last_year: int | None
    value: Value
    comparator: str
    print_fault: str = ""
    note: str = ""
    file: str = ""
    line: int = 0

    @property
    def parties(self) -> tuple[str, ...]:
        """Subjects, then counterparts."""
        return (*self.subjects, *self.counterparts)

    @property
    def shown(self) -> str:
        """What it states in words, its comparator included.

        Examples
        --------
        >>> from analysis.claims.values import parse
        >>> value = parse("90", "percent")
        >>> Claim("x", "", "", "trade", "", (), (), "i", "", 2014, 2015, value, "gt").shown
        'more than 90 %'
        """
        before = "" if self.value.unit == "sign" else _COMPARATOR_WORDS.get(self.comparator, "")
        return before + show(self.value)

    def at(self, column: str) -> str:
        """Say in brackets where a cell of the claim stands; nothing if no file is known."""
        return f" ({self.file}, line {self.line}, column {column!r})" if self.file else ""

    @property
    def years(self) -> range:
        """The years of the period; empty if the claim names none."""
        if self.first_year is None or self.last_year is None:
            return range(0)
        return range(self.first_year, self.last_year + 1)

    @property
    def period(self) -> str:
        """The period in words."""
        if self.first_year is None:
            return "" if self.last_year is None else f"to {self.last_year}"
        if self.first_year == self.last_year:
            return str(self.first_year)
        return f"{self.first_year}–{self.last_year}"


def from_frame(
    frame: pd.DataFrame, indicators: Iterable[str], parties: Collection[str], file: str
) -> list[Claim]:
    """Return the claims of a table, each cell checked.

    Parameters
    ----------
    frame : pandas.DataFrame
        The columns of :data:`COLUMNS`; missing values are empty.
    indicators : iterable of str
        The indicators that are known.
    parties : collection of str
        The codes that a claim may name.
    file : str
        Name used in messages; the row with label 0 is line 2.

    Returns
    -------
    list of Claim
        In the order of the rows.

    Raises
    ------
    SourceError
        If cells are wrong; the message has file, line and column of each, and the nearest valid
        name.
    """
    known = list(indicators)
    claims: list[Claim] = []
    problems: list[SourceError] = []
    seen: dict[str, int] = {}
    places = [int(label) + 2 for label in frame.index]
    for place, row in zip(places, frame.astype("object").to_dict("records"), strict=True):
        cells = {name: _cell(row.get(name)) for name in COLUMNS}
        found = list(_faults(cells, known, parties, seen, place))
        problems += [SourceError(file, what, line=place, column=column) for column, what in found]
        seen.setdefault(cells["claim_id"], place)
        if not found:
            claims.append(_claim(cells, file, place))
    if len(problems) == 1:
        raise problems[0]
    if problems:
        more = [f"… and {len(problems) - SHOWN} more"] if len(problems) > SHOWN else []
        lines = [str(problem) for problem in problems[:SHOWN]]
        raise AnalysisError("\n".join([f"{len(problems)} faults in {file}:", *lines, *more]))
    return claims


def from_text(
    text: str, indicators: Iterable[str], parties: Collection[str], file: str
) -> list[Claim]:
    """Return the claims of a CSV file.

    Parameters
    ----------
    text : str
        What the file holds, with a header. Columns that are not in :data:`REQUIRED` may be left
        out.
    indicators, parties, file
        As :func:`from_frame` takes them.

    Returns
    -------
    list of Claim
        In the order of the rows.

    Raises
    ------
    SourceError
        If the text is no such table; with the line.
    """
    reader = csv.reader(io.StringIO(text))
    # A row begins in the line after the one where the reader stands before it.
    starts = iter(lambda: reader.line_num + 1, None)
    rows = list(zip(starts, reader, strict=False))
    if not rows:
        raise SourceError(file, "is empty; the first line names the columns")
    header = [name.strip() for name in rows[0][1]]
    if strange := [name for name in header if name not in COLUMNS]:
        raise SourceError(file, unknown("column", strange, COLUMNS), line=1)
    if missing := [name for name in REQUIRED if name not in header]:
        raise SourceError(file, f"lacks the column(s) {', '.join(missing)}", line=1)
    filled = [(line, row) for line, row in rows[1:] if any(row)]
    for line, row in filled:
        if len(row) != len(header):
            problem = f"has {len(row)} cells where the header has {len(header)}"
            raise SourceError(file, problem + "; put cells with commas in quotes", line=line)
    # Labels count from the line below the header, as those of a table that was loaded do.
    labels = pd.Index([line - 2 for line, _ in filled])
    frame = pd.DataFrame([row for _, row in filled], labels, header, dtype="object")
    return from_frame(frame, indicators, parties, file)


def find(claims: Iterable[Claim], claim_id: str) -> Claim:
    """Return the claim of that name.

    Parameters
    ----------
    claims : iterable of Claim
        Where to look.
    claim_id : str
        Its name.

    Returns
    -------
    Claim
        The claim.

    Raises
    ------
    AnalysisError
        If there is none; the message has the nearest names.
    """
    by_name = {claim.claim_id: claim for claim in claims}
    if claim_id in by_name:
        return by_name[claim_id]
    match = nearest(claim_id, by_name) or ""
    hint = f"; did you mean {match!r}?" if match else ""
    stem = match.rpartition("-")[0]
    near = [name for name in by_name if match and name.rpartition("-")[0] == stem]
    others = [name for name in near if name != match][:5]
    more = f" Others like it: {', '.join(others)}." if others else ""
    raise AnalysisError(
        f"no claim {claim_id!r} among {len(by_name)}{hint}{more} All of them: "
        "python -m analysis claims report"
    )


def _cell(value: Any) -> str:
    return "" if pd.isna(value) else str(value).strip()


def _faults(
    cells: Mapping[str, str],
    indicators: list[str],
    parties: Collection[str],
    seen: Mapping[str, int],
    place: int,
) -> Iterable[tuple[str, str]]:
    """Return column and fault of every wrong cell of a row."""
    for name in REQUIRED:
        if not cells[name]:
            yield name, "is empty"
    if not all(cells[name] for name in REQUIRED):
        return
    if cells["claim_id"] in seen:
        yield "claim_id", f"{cells['claim_id']!r} stands in line {seen[cells['claim_id']]} too"
    allowed = {"theme": THEMES, "unit": ALL_UNITS, "comparator": COMPARATORS}
    for name, names in {**allowed, "print_fault": ("", *PRINT_FAULTS)}.items():
        if cells[name] not in names:
            yield name, unknown(name.removeprefix("print_"), [cells[name]], filter(None, names))
    if cells["indicator"] not in indicators:
        match = nearest(cells["indicator"], indicators)
        hint = f" (did you mean {match!r}?)" if match else ""
        yield (
            "indicator",
            f"unknown indicator {cells['indicator']!r}{hint}; the {len(indicators)} known ones, "
            "and how each is tested, are in claims/indicators",
        )
    if cells["unit"] in ALL_UNITS:
        try:
            parse(cells["value"], cells["unit"])
        except MeasureError as error:
            yield "value", str(error)
    for name in _PARTIES:
        strange = [code for code in _parties(cells[name]) if code not in parties]
        if strange:
            match = nearest(strange[0], parties)
            hint = f" (did you mean {match!r}?)" if match else ""
            yield name, f"unknown code {', '.join(map(repr, strange))}{hint}; see common/states"
    for name in _YEARS:
        if cells[name] and not re.fullmatch(r"\d{4}", cells[name]):
            yield name, f"{cells[name]!r} is not a year"
            return
    if cells["year_start"] and cells["year_end"] and cells["year_start"] > cells["year_end"]:
        yield "year_end", f"{cells['year_end']} is before year_start {cells['year_start']}"


def _parties(cell: str) -> tuple[str, ...]:
    return tuple(code.strip() for code in cell.split(";")) if cell else ()


def _claim(cells: Mapping[str, str], file: str, line: int) -> Claim:
    first, last = (int(cells[name]) if cells[name] else None for name in _YEARS)
    as_written = {*COLUMNS} - {*_PARTIES, *_YEARS, "value", "unit"}
    return Claim(
        **{name: cells[name] for name in as_written},
        subjects=_parties(cells["subject"]),
        counterparts=_parties(cells["counterpart"]),
        first_year=first,
        last_year=last,
        value=parse(cells["value"], cells["unit"]),
        file=file,
        line=line,
    )


def select(claims: Iterable[Claim], texts: Iterable[str], themes: Iterable[str]) -> list[Claim]:
    """Return the claims of some texts and themes.

    Parameters
    ----------
    claims : iterable of Claim
        Where to choose from.
    texts : iterable of str
        Keys of texts, or ``all``.
    themes : iterable of str
        Themes.

    Returns
    -------
    list of Claim
        In their order.

    Raises
    ------
    ParameterError
        If a text has no claim.
    """
    claims, texts, themes = list(claims), list(texts), set(themes)
    known = list(dict.fromkeys(claim.text for claim in claims))
    if strange := [text for text in texts if text not in ("all", *known)]:
        raise ParameterError(unknown("text", strange, ["all", *known]))
    wanted = set(known) if "all" in texts else set(texts)
    return [claim for claim in claims if claim.text in wanted and claim.theme in themes]
