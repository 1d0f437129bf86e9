"""Read SIPRI's workbook of military expenditure."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd

from analysis.errors import SourceError, unknown
from analysis.sources.sipri.fields import Faults, read_column, state, typed

HEADER_LINE = 6
UNAVAILABLE, NOT_EXISTING = ("...", ". ."), "xxx"
AGAIN = "download the workbook again from sipri.org/databases/milex"

# Sheet, the measure it holds, and the most that a figure can be.
SHEETS = (
    (r"Constant \((?P<base>\d{4})\) US\$", "constant_usd_million", 1e7),
    (r"Current US\$", "current_usd_million", 1e7),
    (r"Share of GDP", "share_of_gdp_fraction", 2.0),
)

# State and year; a figure, None where it is unavailable, or NOT_EXISTING.
Cells = dict[tuple[str, int], float | str | None]


def read_milex(path: str | Path) -> pd.DataFrame:
    """Read military expenditure: one row per state and year.

    Parameters
    ----------
    path : str or pathlib.Path
        The workbook ``SIPRI-Milex-data-….xlsx``. Three of its sheets are read: expenditure in
        constant and in current dollars, and as a share of gross domestic product.

    Returns
    -------
    pandas.DataFrame
        By state in the order of the file, then year: ``state`` (as printed), ``year``,
        ``is_existing`` (False where SIPRI prints ``xxx``: no such state in that year),
        ``constant_usd_million``, ``constant_base_year``, ``current_usd_million``,
        ``share_of_gdp_fraction`` (0.02 is 2 %), ``is_zero_doubtful`` and ``vintage`` (the span
        that the workbook names, such as ``1948-2023``). Figures are missing where SIPRI
        prints ``...`` and where there was no such state.

    Raises
    ------
    SourceError
        If the file is damaged or another workbook, holds cells that cannot be read or states
        that are not known (all are listed with their lines), or if its sheets differ in states,
        years or in when a state existed.

    Notes
    -----
    The sheet in current dollars prints ``0`` for some years of old currencies and of unknown
    exchange rates, for example Cuba 1978-91 and Russia 1987-90, where the other sheets have no
    figure or a larger one. The zeros stay, and ``is_zero_doubtful`` marks them; a state without
    armed forces has zeros in both sheets.

    The colours that mark estimates are not read. Figures of Venezuela in constant dollars are
    not usable: 2 to 17 million in 2018-23.
    """
    path = Path(path)
    rows = _sheets(path)
    tables: dict[str, Cells] = {}
    spans = set()
    for title, measure, most in SHEETS:
        name = next((name for name in rows if re.fullmatch(title, name)), None)
        if name is None:
            wanted = title.replace("\\", "").replace("(?P<base>d{4})", "YEAR")
            raise SourceError(path.name, f"{unknown('worksheet', [wanted], rows)}; {AGAIN}")
        tables[measure], span = _measure(path, name, rows[name], most)
        spans.add(span)
    base = int(_base_year(rows))
    first, *others = tables.values()
    if len(spans) > 1 or any(list(other) != list(first) for other in others):
        raise SourceError(
            path.name, f"the sheets differ in states or years; {AGAIN}", line=HEADER_LINE
        )
    for other in others:
        for key, cell in other.items():
            if (cell == NOT_EXISTING) != (first[key] == NOT_EXISTING):
                raise SourceError(
                    path.name,
                    f"{key[0]} exists in {key[1]} in one sheet and does not in another; {AGAIN}",
                    column=str(key[1]),
                )
    figures = {
        measure: [None if cell == NOT_EXISTING else cell for cell in cells.values()]
        for measure, cells in tables.items()
    }
    constant, current = figures["constant_usd_million"], figures["current_usd_million"]
    doubtful = [now == 0 and real != 0 for now, real in zip(current, constant, strict=True)]
    return pd.DataFrame(
        {
            "state": typed([name for name, _ in first], "string"),
            "year": typed([when for _, when in first], "Int64"),
            "is_existing": typed([cell != NOT_EXISTING for cell in first.values()], "boolean"),
            "constant_usd_million": typed(constant, "Float64"),
            "constant_base_year": typed([base] * len(first), "Int64"),
            "current_usd_million": typed(current, "Float64"),
            "share_of_gdp_fraction": typed(figures["share_of_gdp_fraction"], "Float64"),
            "is_zero_doubtful": typed(doubtful, "boolean"),
        }
    ).assign(vintage=spans.pop())


def _sheets(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of the sheets that are read, after checking every part of the archive."""
    if not path.is_file():
        raise SourceError(path, "cannot be read: there is no such file")
    try:
        with zipfile.ZipFile(path) as archive:
            damaged = archive.testzip()
            if damaged is not None:
                raise zipfile.BadZipFile(f"{damaged} is damaged")
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        try:
            return {
                name: list(book[name].iter_rows(values_only=True))
                if any(re.fullmatch(title, name) for title, _, _ in SHEETS)
                else []
                for name in book.sheetnames
            }
        finally:
            book.close()
    # zipfile, the XML parser and openpyxl each raise their own, down to KeyError and TypeError.
    except Exception as error:
        raise SourceError(
            path.name, f"is not a whole .xlsx workbook ({error or type(error).__name__}); {AGAIN}"
        ) from error


def _measure(path: Path, sheet: str, rows: list[tuple[Any, ...]], most: float) -> tuple[Cells, str]:
    """Return the cells of a sheet by state and year, and the span its title names."""
    title = str(rows[0][0]) if rows and rows[0] else ""
    said = re.match(r"Military expenditure .*?, (\d{4}-\d{4}) ", title)
    header = rows[HEADER_LINE - 1] if len(rows) >= HEADER_LINE else ()
    years = {cell: at for at, cell in enumerate(header) if isinstance(cell, int)}
    span = f"{min(years)}-{max(years)}" if years else ""
    expected = list(range(min(years), max(years) + 1)) if years else []
    if said is None or said[1] != span or list(years) != expected or header[0] != "Country":
        raise SourceError(
            f"{path.name}, sheet {sheet!r}",
            f"should be titled 'Military expenditure …, FIRST-LAST' and have 'Country' and these "
            f"years in line {HEADER_LINE}; found {title!r} and {span or 'no years'}; {AGAIN}",
            line=HEADER_LINE,
        )
    faults = Faults(Path(f"{path.name}, sheet {sheet!r}"), AGAIN)
    # Rows without a single figure are headings of regions.
    body = [
        (line, row)
        for line, row in enumerate(rows[HEADER_LINE:], start=HEADER_LINE + 1)
        if any(cell not in (None, "") for cell in row[min(years.values()) :])
    ]
    lines = [line for line, _ in body]
    printed = [str(row[0] or "") for _, row in body]
    names = read_column(printed, lines, "Country", state, faults)
    for at, name in enumerate(names):
        if name is not None and name in names[:at]:
            faults.add(lines[at], "Country", f"{name!r} stands twice")
    cells: Cells = {}
    for name, (line, row) in zip(names, body, strict=True):
        for year, at in years.items():
            try:
                cells[name, year] = _figure(row[at] if at < len(row) else None, most)
            except ValueError as error:
                faults.add(line, str(year), str(error))
    faults.raise_any()
    if not cells:
        raise SourceError(f"{path.name}, sheet {sheet!r}", f"holds no states; {AGAIN}")
    return cells, span


def _figure(cell: object, most: float) -> float | str | None:
    """Return a cell's figure, None if it is unavailable, or the mark of no such state."""
    if isinstance(cell, str) and cell.strip() in UNAVAILABLE:
        return None
    if isinstance(cell, str) and cell.strip() == NOT_EXISTING:
        return NOT_EXISTING
    if isinstance(cell, bool) or not isinstance(cell, int | float) or not 0 <= cell <= most:
        raise ValueError(f"{cell!r} is not a figure from 0 to {most:g}, '...' or 'xxx'")
    return float(cell)


def _base_year(rows: dict[str, list[tuple[Any, ...]]]) -> str:
    """Return the year of the prices of the sheet in constant dollars."""
    found = (re.fullmatch(SHEETS[0][0], name) for name in rows)
    return next(match["base"] for match in found if match)
