"""Read the register and the deliveries: CSV exports with a row per record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import SourceError
from analysis.sources.sipri.exports import DELIVERIES, REGISTER, RENAMED, Export, Kind, open_export
from analysis.sources.sipri.fields import (
    AGAIN,
    HALF_A_CENT,
    Faults,
    choice,
    comment,
    or_blank,
    read_column,
    state,
    text,
    tiv,
    typed,
    whole,
    year,
    years,
)

STATUSES = {
    "New": "new",
    "Second hand": "second_hand",
    "Second hand but modernized": "second_hand_modernized",
}
FLAGS: dict[Kind, dict[str, bool | None]] = {
    "register": {"": False, "?": True},
    "deliveries": {"": None, "No": False, "Yes": True},
}

PRINTED = {name: printed for printed, name in (*REGISTER, *DELIVERIES)}

# SIPRI's series begin in 1950; the oldest order in them is of 1940.
FIRST_ORDER, FIRST_DELIVERY = 1900, 1950


def read_register(path: str | Path) -> pd.DataFrame:
    r"""Read a trade register: one row per deal.

    Exports of 2024 are Latin-1, those of 2026 UTF-8; both are recognised. Rows that a line
    break inside a comment tore apart are joined again.

    Parameters
    ----------
    path : str or pathlib.Path
        CSV export of the trade register.

    Returns
    -------
    pandas.DataFrame
        In the order of the file, with columns ``recipient``, ``supplier``, ``order_year``,
        ``is_order_year_estimated``, ``number_ordered`` (missing: not known),
        ``is_number_ordered_estimated``, ``designation``, ``description``,
        ``number_delivered``, ``is_number_delivered_estimated``, ``delivery_years`` (as
        printed, separated by ``"; "``; empty if nothing was delivered), ``status`` (``new``,
        ``second_hand``, ``second_hand_modernized``), ``comments``, ``tiv_unit_million``,
        ``tiv_ordered_million``, ``tiv_delivered_million`` and ``vintage``.

    Raises
    ------
    SourceError
        If the file is of another kind, cut, holds fields that cannot be read, names that are
        not known, or values that cannot be: all are listed with their lines. A file cut off
        exactly between two deals looks like a shorter one.

    Notes
    -----
    The preamble says that a blank in the last column means no delivery and ``0`` a small one.
    The 2024 export does not keep to it: deals without deliveries hold ``0``. Test
    ``number_delivered``, not the TIV; exports of 2026 leave it blank if nothing came.

    The register lists years of delivery, not numbers per year: it gives no annual series.

    Armed groups and organisations are recipients too (``Contras (Nicaragua)*``); their codes in
    ``common/state_names`` are not those of states, and no state's deliveries include them.
    """
    table = _read(Path(path), "register")
    _check_products(table, "number_ordered", "tiv_ordered_million")
    _check_products(table, "number_delivered", "tiv_delivered_million")
    counts, when = table.columns["number_delivered"], table.columns["delivery_years"]
    for line, count, listed in zip(table.lines, counts, when, strict=True):
        if bool(count) != bool(listed):
            problem = "years of delivery without a number delivered, or a number without years"
            table.faults.add(line, "Year(s) of delivery", problem)
    return _frame(table)


def read_deliveries(path: str | Path) -> pd.DataFrame:
    """Read deliveries in long form: one row per deal and year of delivery.

    Parameters
    ----------
    path : str or pathlib.Path
        CSV export of that form. A ``;`` closing the lines, and CRLF, are accepted.

    Returns
    -------
    pandas.DataFrame
        In the order of the file, with columns ``deal_id`` (of SIPRI's database; unique with
        ``year``), ``supplier``, ``recipient``, ``designation``, ``description``,
        ``category``, ``order_year``, ``is_order_year_estimated``, ``number_delivered``,
        ``is_number_delivered_estimated``, ``year`` (of delivery), ``is_year_estimated``,
        ``status``, ``tiv_unit_new_million`` (a new unit), ``tiv_unit_million`` (reduced for
        second-hand status, rounded), ``tiv_million`` (delivered that year),
        ``is_local_production`` and ``vintage``. Flags are missing where not stated.

    Raises
    ------
    SourceError
        If the file is of another kind, cut, holds fields that cannot be read, names that are
        not known, values that cannot be, or a deal twice in one year: all are listed with
        their lines. A file cut off exactly between two rows looks like a shorter one.
    """
    table = _read(Path(path), "deliveries")
    _check_products(table, "number_delivered", "tiv_million")
    first: dict[tuple[int, int], int] = {}
    keys = zip(table.columns["deal_id"], table.columns["year"], strict=True)
    for line, (deal, when) in zip(table.lines, keys, strict=True):
        if first.setdefault((deal, when), line) != line:
            table.faults.add(
                line,
                "SIPRI AT Database ID",
                f"a deal twice in one year: {deal} in {when}, first in line {first[deal, when]}",
            )
    return _frame(table)


@dataclass(frozen=True)
class _Table:
    """The columns of an export by our names, the line of each row, and what is wrong."""

    columns: dict[str, list[Any]]
    types: dict[str, str]
    lines: list[int]
    faults: Faults
    vintage: str


def _read(path: Path, kind: Kind) -> _Table:
    """Read a CSV export of the kind into columns of values."""
    export, printed = open_export(path, kind)
    header, *rows = printed[export.header_line - 1 :]
    is_stray = header.rstrip("\r").endswith(";")
    places = _places(path, header.rstrip("\r").removesuffix(";").split(","), kind, export)
    numbered = list(_records(path, rows, export.header_line + 1, len(places), is_stray))
    if not numbered:
        raise SourceError(
            path.name, f"holds no rows: the file is cut; {AGAIN}", line=export.header_line
        )
    lines = [line for line, _ in numbered]
    # One split of the whole is several times faster than one a record.
    cells = ",".join(record for _, record in numbered).split(",")
    width = len(places)
    faults = Faults(path)
    columns, types = {}, {}
    for name, (place, heading) in places.items():
        meaning, types[name] = _field(name, kind, export)
        columns[name] = read_column(cells[place::width], lines, heading, meaning, faults)
    faults.raise_any()
    return _Table(columns, types, lines, faults, export.vintage)


def _frame(table: _Table) -> pd.DataFrame:
    """Return the typed frame, or raise what is wrong."""
    table.faults.raise_any()
    columns = {name: typed(values, table.types[name]) for name, values in table.columns.items()}
    return pd.DataFrame(columns).assign(vintage=table.vintage)


def _places(
    path: Path, header: list[str], kind: Kind, export: Export
) -> dict[str, tuple[int, str]]:
    """Return each column's place and heading. A heading of one space flags the one before."""
    given = [RENAMED.get(heading, heading) for heading in header]
    places: dict[str, tuple[int, str]] = {}
    place = -1
    for heading, name in REGISTER if kind == "register" else DELIVERIES:
        place = place + 1 if heading == " " else given.index(heading)
        if place >= len(given) or given[place] != heading:
            raise SourceError(
                path.name,
                f"the flags named ' ' should follow the column they belong to; {AGAIN}",
                line=export.header_line,
                column=given[place - 1],
            )
        shown = header[place] if heading != " " else f"flag after {header[place - 1]}"
        places[name] = place, shown
    return places


def _field(name: str, kind: Kind, export: Export) -> tuple[Callable[[str], Any], str]:
    """Return how a column is read, and its type."""
    first, last = export.years or (FIRST_DELIVERY, export.last_year)
    last = min(last, export.last_year)
    if name.startswith("is_"):
        return choice(FLAGS[kind]), "boolean"
    if name == "tiv_million" or name == "tiv_unit_new_million":
        return tiv, "Float64"
    if name.startswith("tiv_"):
        return or_blank(tiv), "Float64"
    if name == "number_delivered" and kind == "deliveries":
        return whole, "Int64"
    if name.startswith("number_"):
        return or_blank(whole), "Int64"
    return {
        "deal_id": (whole, "Int64"),
        "order_year": (year(FIRST_ORDER, export.last_year), "Int64"),
        "year": (year(first, last), "Int64"),
        "delivery_years": (years(first, last), "string"),
        "status": (choice(STATUSES), "string"),
        "supplier": (state, "string"),
        "recipient": (state, "string"),
        "comments": (comment, "string"),
    }.get(name, (text, "string"))


def _records(
    path: Path, rows: list[str], first: int, width: int, is_stray: bool
) -> Iterator[tuple[int, str]]:
    """Yield each record's line and text. SIPRI quotes nothing: a comma always separates."""
    lines = enumerate(rows, start=first)
    for number, line in lines:
        if not line.strip(";\r "):
            continue
        # A carriage return in an unfinished record is a line break within a comment.
        while line.endswith("\r") and line.count(",") < width - 1:
            following = next(lines, None)
            if following is None:
                break
            line = line.removesuffix("\r") + following[1]
        line = line.removesuffix("\r")
        if is_stray:
            if not line.endswith(";"):
                raise SourceError(
                    path.name,
                    f"is not closed by ';' as the others are: it is cut; {AGAIN}",
                    line=number,
                )
            line = line.removesuffix(";")
        if line.count(",") != width - 1:
            raise SourceError(
                path.name,
                f"has {line.count(',') + 1} fields where {width} are expected: the file is cut or "
                f"was changed by another program; {AGAIN}",
                line=number,
            )
        yield number, line


def _check_products(table: _Table, number: str, total: str) -> None:
    """Note totals that are not number times TIV per unit, within the rounding of both.

    The rule holds in every row of every vintage seen.
    """
    columns = (table.columns[name] for name in (number, "tiv_unit_million", total))
    for line, count, unit, product in zip(table.lines, *columns, strict=True):
        if None in (count, unit, product):
            continue
        if abs(count * unit - product) > (count + 1) * HALF_A_CENT:
            problem = f"{product:g} is not {count} times {unit:g}, the TIV per unit"
            table.faults.add(line, PRINTED[total], problem)
