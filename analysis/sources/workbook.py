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
        being None, to the last row that is not blank.

    Raises
    ------
    SourceError
        If the file is absent, damaged or not a workbook, or has no sheet of that name.
    """
    sheets = read_sheets(path, sheet)
    if sheet not in sheets:
        raise SourceError(path, unknown("worksheet", [sheet], sheets))
    return sheets[sheet]


def read_sheets(path: Path, only: str | None = None) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of every worksheet.

    Parameters
    ----------
    path : pathlib.Path
        As in :func:`read_sheet`.
    only : str, optional
        The one sheet to read; the others are named without rows. None reads all.

    Returns
    -------
    dict of str to list of tuple
        Name of each sheet → its rows, in the order of the workbook.

    Raises
    ------
    SourceError
        If the file is absent, damaged or not a workbook.
    """
    path = Path(path)
    if not path.is_file():
        raise SourceError(path, "there is no such file")
    with path.open("rb") as stream:
        legacy = stream.read(4) == _LEGACY_WORKBOOK
    try:
        sheets = _read_xls(path, only) if legacy else _read_xlsx(path, only)
    # The libraries raise whatever a damaged file makes them run into.
    except Exception as error:
        kind = ".xls" if legacy else ".xlsx"
        raise SourceError(
            path, f"is not a readable {kind} workbook ({error}); download it again"
        ) from error
    for name, rows in sheets.items():
        while rows and all(cell is None for cell in rows[-1]):
            rows.pop()
        width = max(map(len, rows), default=0)
        sheets[name] = [(*row, *[None] * (width - len(row))) for row in rows]
    return sheets


def _read_xlsx(path: Path, only: str | None) -> dict[str, list[tuple[Any, ...]]]:
    with zipfile.ZipFile(path) as parts:
        # openpyxl stops reading a part before its check sum is compared.
        damaged = parts.testzip()
    if damaged:
        raise ValueError(f"part {damaged} is damaged")
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        sheets: dict[str, list[tuple[Any, ...]]] = {}
        for name in book.sheetnames:
            sheets[name] = []
            if only in (None, name):
                # A size that the file claims wrongly would cut the table.
                book[name].reset_dimensions()
                sheets[name] = list(book[name].iter_rows(values_only=True))
        return sheets
    finally:
        book.close()


def _read_xls(path: Path, only: str | None) -> dict[str, list[tuple[Any, ...]]]:
    book = xlrd.open_workbook(path, logfile=io.StringIO())
    sheets: dict[str, list[tuple[Any, ...]]] = {}
    for name in book.sheet_names():
        table = book.sheet_by_name(name)
        numbers = range(table.nrows if only in (None, name) else 0)
        sheets[name] = [
            tuple(None if cell == "" else cell for cell in table.row_values(number))
            for number in numbers
        ]
    return sheets
