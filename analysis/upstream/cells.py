"""Cells of the publishers' tables: columns by name, numbers, and where reading failed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from analysis.errors import SourceError, unknown


def read_sheet(path: Path, sheet: str) -> list[tuple[Any, ...]]:
    """Return every row of one worksheet, cells as stored.

    Parameters
    ----------
    path : pathlib.Path
        An ``.xlsx`` file.
    sheet : str
        Name of the worksheet.

    Returns
    -------
    list of tuple
        The rows from the first, line 1 of the sheet being item 0.

    Raises
    ------
    SourceError
        If the file is absent or not a workbook, or has no sheet of that name.
    """
    if not Path(path).is_file():
        raise SourceError(path, "there is no such file")
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception as error:
        raise SourceError(path, f"is not a readable .xlsx workbook ({error})") from error
    try:
        if sheet not in book.sheetnames:
            raise SourceError(path, unknown("worksheet", [sheet], book.sheetnames))
        return list(book[sheet].iter_rows(values_only=True))
    finally:
        book.close()


def find_columns(
    header: Sequence[object], names: Iterable[str], file: object, line: int
) -> dict[str, int]:
    """Return the position of each named column.

    Parameters
    ----------
    header : sequence
        The cells of the header line.
    names : iterable of str
        The columns that are needed.
    file, line : object, int
        Where the header stands, for the message.

    Returns
    -------
    dict of str to int
        Column name to position.

    Raises
    ------
    SourceError
        If a column is missing; all missing ones are named at once.

    Examples
    --------
    >>> find_columns(["year", "value"], ["value"], "a.csv", 1)
    {'value': 1}
    """
    names = list(names)
    given = [str(cell).strip() if cell is not None else "" for cell in header]
    missing = [name for name in names if name not in given]
    if missing:
        raise SourceError(
            file,
            f"column(s) {', '.join(map(repr, missing))} missing; found: "
            f"{', '.join(repr(name) for name in given if name)}",
            line=line,
        )
    return {name: given.index(name) for name in names}


def read_number(cell: object, file: object, line: int, column: object) -> float | None:
    """Return a cell as a number, None if it is blank.

    Parameters
    ----------
    cell : object
        A number, a number stored as text, or blank.
    file, line, column : object, int, object
        Where the cell stands, for the message.

    Returns
    -------
    float or None
        The number; None for a blank cell, which is not zero.

    Raises
    ------
    SourceError
        If the cell holds something else.

    Examples
    --------
    >>> read_number("421942832.3", "dots.xlsx", 11, 1996)
    421942832.3
    >>> read_number("  ", "dots.xlsx", 11, 1997) is None
    True
    """
    text = "" if cell is None else str(cell).strip()
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if value != value or value in (float("inf"), float("-inf")):
        raise SourceError(file, f"is not a number: {text!r}", line=line, column=str(column))
    return value
