"""Read SIPRI's TIV tables: the arms exports of one supplier, by recipient and year."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from analysis.errors import SourceError
from analysis.sources.sipri.exports import Export, open_export
from analysis.sources.sipri.fields import AGAIN, Faults, or_blank, read_column, state, typed

# What follows the years. Since 2026 the span of the years is a column too.
TAIL_2022 = ["Total"]
TAIL_2026 = ["{first}-{last}", "Percentage", "Sum total years", "Percentage of total"]


def read_tiv_table(path: str | Path) -> pd.DataFrame:
    """Read a TIV table of one supplier's exports: one row per recipient and year.

    Both forms are read: that of 2022, with a row of empty fields above the totals, and that of
    2026, with percentages, ordered by size and with ``0`` followed by a space.

    Parameters
    ----------
    path : str or pathlib.Path
        CSV export of a TIV table.

    Returns
    -------
    pandas.DataFrame
        In the order of the file, every recipient with every year: ``supplier``, ``recipient``,
        ``year``, ``tiv_million`` (rounded to millions as printed; missing: no deliveries
        identified), ``is_below_half`` (printed ``0``, which stands for more than zero and less
        than 0.5 million; missing where the TIV is) and ``vintage``.

    Raises
    ------
    SourceError
        If the file is of another kind, cut, holds fields that cannot be read, names that are
        not known or that occur twice, or totals that its parts do not add up to: all are
        listed with their lines.

    Notes
    -----
    The file prints whole millions, and its totals are rounded after the sum. A total may
    differ from the sum of *n* printed parts by (*n* + 1)/2, not by more. The totals themselves
    are not returned.
    """
    path = Path(path)
    export, lines = open_export(path, "tiv_table")
    is_2022 = lines[export.header_line - 1].startswith(",")
    header, *rows = _rows(path, lines, export.header_line)
    years = _years(path, export, header[1])
    total_name = "Total" if is_2022 else f"Total imports from {export.suppliers}"
    *recipients, (total_line, total) = rows
    if is_2022 and recipients and not any(recipients[-1][1]):
        recipients.pop()  # the separator, one field longer than the header
    if not recipients or total[0] != total_name:
        raise SourceError(
            path.name,
            f"should close with recipients and the row {total_name!r}: the file is cut; {AGAIN}",
            line=total_line,
        )
    body = [*recipients, (total_line, total)]
    for line, fields in body:
        if len(fields) != len(header[1]):
            raise SourceError(
                path.name,
                f"has {len(fields)} fields where {len(header[1])} are expected: the file is cut "
                f"or was changed by another program; {AGAIN}",
                line=line,
            )
    faults = Faults(path)
    columns = list(zip(*(fields for _, fields in body), strict=True))
    at = [line for line, _ in body]
    names = read_column(columns[0][:-1], at[:-1], "Recipient", state, faults)
    _check_unique(names, at, faults)
    suppliers = read_column(
        [export.suppliers], [1 if is_2022 else at[-1]], "supplier", state, faults
    )
    grid = [
        read_column(column, at, heading, or_blank(_million), faults)
        for heading, column in zip(header[1][1:], columns[1:], strict=True)
        if not heading.startswith("Percentage")
    ]
    faults.raise_any()
    values, sums = grid[: len(years)], grid[len(years) :]
    _check_totals(values, sums, years, at, faults)
    if not is_2022:
        _check_shares(header[1], columns, sums[0], at, faults)
    faults.raise_any()
    cells = [column[row] for row in range(len(names)) for column in values]
    small = [None if cell is None else cell == 0 for cell in cells]
    return pd.DataFrame(
        {
            "supplier": typed(suppliers * len(cells), "string"),
            "recipient": typed([name for name in names for _ in years], "string"),
            "year": typed(years * len(names), "Int64"),
            "tiv_million": typed(cells, "Float64"),
            "is_below_half": typed(small, "boolean"),
        }
    ).assign(vintage=export.vintage)


def _rows(path: Path, lines: list[str], header_line: int) -> list[tuple[int, list[str]]]:
    """Return the fields of the header and of each line below it that is not empty."""
    rows = []
    for number, line in enumerate(lines[header_line - 1 :], start=header_line):
        if not line.strip("\r"):
            continue
        try:
            (fields,) = csv.reader([line.removesuffix("\r")], strict=True)
        except (csv.Error, ValueError):
            raise SourceError(path.name, f"is not a line of CSV; {AGAIN}", line=number) from None
        rows.append((number, fields))
    return rows


def _years(path: Path, export: Export, header: list[str]) -> list[int]:
    """Return the years of a header, after checking that it is one of the two known."""
    years = [int(heading) for heading in header if re.fullmatch("[0-9]{4}", heading)]
    first, last = (years[0], years[-1]) if years else (0, 0)
    tails = {
        "": TAIL_2022,
        "Recipient": [name.format(first=first, last=last) for name in TAIL_2026],
    }
    expected = [header[0], *map(str, range(first, last + 1)), *tails.get(header[0], [])]
    if not years or header != expected or export.years not in (None, (first, last)):
        wrong = next(
            (given for given, name in zip(header, expected, strict=False) if given != name),
            header[-1],
        )
        raise SourceError(
            path.name,
            "has another header than a SIPRI TIV table: the years in order, then "
            f"{', '.join(TAIL_2022)} or {', '.join(TAIL_2026[1:])}; {AGAIN}",
            line=export.header_line,
            column=wrong,
        )
    if last > export.last_year:
        raise SourceError(
            path.name,
            f"has years after {export.last_year}, in which it was generated; {AGAIN}",
            line=export.header_line,
            column=str(last),
        )
    return years


def _million(cell: str) -> float:
    """Return whole millions. The form of 2026 prints a space after a zero."""
    if not re.fullmatch("[0-9]{1,6}|0 ", cell):
        raise ValueError("is not a TIV in whole millions")
    return float(cell)


def _check_unique(names: Sequence[str | None], at: list[int], faults: Faults) -> None:
    first: dict[str, int] = {}
    for line, name in zip(at, names, strict=False):
        if name is not None and first.setdefault(name, line) != line:
            faults.add(line, "Recipient", f"{name!r} stands twice, first in line {first[name]}")


def _check_totals(
    values: list[list[float | None]],
    sums: list[list[float | None]],
    years: list[int],
    at: list[int],
    faults: Faults,
) -> None:
    """Note totals of years and of recipients that their parts do not add up to."""
    for year, column in zip(years, values, strict=True):
        _check_total(column[-1], column[:-1], at[-1], str(year), faults)
    for total in sums:
        for row, line in enumerate(at):
            _check_total(total[row], [column[row] for column in values], line, "Total", faults)
        _check_total(total[-1], total[:-1], at[-1], "Total", faults)


def _check_total(
    total: float | None, cells: Sequence[float | None], line: int, column: str, faults: Faults
) -> None:
    parts = [cell for cell in cells if cell is not None]
    if total is None or not parts:
        wrong = total is not None or bool(parts)
    else:
        wrong = abs(total - sum(parts)) > (len(parts) + 1) / 2
    if wrong:
        printed = "blank" if total is None else f"{total:g}"
        faults.add(
            line,
            column,
            f"the total is {printed}, but its {len(parts)} parts add up to {sum(parts):g}",
        )


def _check_shares(
    header: list[str],
    columns: list[tuple[str, ...]],
    sums: list[float | None],
    at: list[int],
    faults: Faults,
) -> None:
    """Note percentages that do not follow from the totals, within the rounding of both."""
    whole = sums[-1] or 0
    for heading, column in zip(header, columns, strict=True):
        if not heading.startswith("Percentage"):
            continue
        # The last row leaves its last percentage blank.
        cells = column[:-1] if column[-1] == "" and heading == header[-1] else column
        for line, cell, part in zip(at, cells, sums, strict=False):
            shown = re.fullmatch(r"([0-9]{1,3}(\.[0-9])?)%", cell)
            if shown is None:
                faults.add(line, heading, f"{cell!r} is not a percentage")
                continue
            share = 100 * (part or 0) / whole if whole else 0.0
            half = 0.05 if shown[2] else 0.5
            if abs(float(shown[1]) - share) > half + (100 / whole if whole else 100):
                faults.add(line, heading, f"{cell!r} is not the share in the total, {share:.1f}%")
