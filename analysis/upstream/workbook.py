"""Worksheets of both kinds of Excel files, refused if any part is damaged."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import xlrd

from analysis.errors import SourceError, unknown

_LEGACY_WORKBOOK = b"\xd0\xcf\x11\xe0"


def read_sheet(path: Path, sheet: str) -> list[tuple[Any, ...]]:
    """Return every row of one worksheet, cells as stored.

    Parameters
    ----------
    path : pathlib.Path
        An ``.xlsx`` file or one of the older ``.xls`` kind, told apart by its first bytes.
    sheet : str
        Name of the worksheet.

    Returns
    -------
    list of tuple
        The rows from the first, line 1 of the sheet being item 0; all of one width, blank cells
        being None.

    Raises
    ------
    SourceError
        If the file is absent, damaged or not a workbook, or has no sheet of that name.
    """
    path = Path(path)
    if not path.is_file():
        raise SourceError(path, "there is no such file")
    rows = _read_sheets(path, sheet)[sheet]
    width = max(map(len, rows), default=0)
    return [(*row, *[None] * (width - len(row))) for row in rows]


def sheet_names(path: Path) -> list[str]:
    """Return the names of a workbook's worksheets.

    Parameters
    ----------
    path : pathlib.Path
        The workbook.

    Returns
    -------
    list of str
        In the order of the workbook.

    Raises
    ------
    SourceError
        If the file is absent, damaged or not a workbook.
    """
    if not Path(path).is_file():
        raise SourceError(path, "there is no such file")
    return list(_read_sheets(Path(path), None))


def _read_sheets(path: Path, sheet: str | None) -> dict[str, list[tuple[Any, ...]]]:
    """Return the names of all sheets, with the rows of the one asked for."""
    legacy = path.read_bytes()[:4] == _LEGACY_WORKBOOK
    try:
        sheets = _read_xls(path, sheet) if legacy else _read_xlsx(path, sheet)
    # The libraries raise whatever a damaged file makes them run into.
    except Exception as error:
        kind = ".xls" if legacy else ".xlsx"
        raise SourceError(
            path, f"is not a readable {kind} workbook ({error}); download it again"
        ) from error
    if sheet is not None and sheet not in sheets:
        raise SourceError(path, unknown("worksheet", [sheet], sheets))
    return sheets


def _read_xlsx(path: Path, sheet: str | None) -> dict[str, list[tuple[Any, ...]]]:
    with zipfile.ZipFile(path) as parts:
        # openpyxl stops reading a part before its check sum is compared.
        damaged = parts.testzip()
    if damaged:
        raise ValueError(f"part {damaged} is damaged")
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        sheets: dict[str, list[tuple[Any, ...]]] = {name: [] for name in book.sheetnames}
        if sheet in sheets:
            # A size that the file claims wrongly would cut the table.
            book[sheet].reset_dimensions()
            sheets[str(sheet)] = list(book[sheet].iter_rows(values_only=True))
        return sheets
    finally:
        book.close()


def _read_xls(path: Path, sheet: str | None) -> dict[str, list[tuple[Any, ...]]]:
    book = xlrd.open_workbook(path, logfile=io.StringIO())
    sheets: dict[str, list[tuple[Any, ...]]] = {name: [] for name in book.sheet_names()}
    if sheet in sheets:
        table = book.sheet_by_name(sheet)
        for number in range(table.nrows):
            values = table.row_values(number)
            sheets[str(sheet)].append(tuple(None if cell == "" else cell for cell in values))
    return sheets
