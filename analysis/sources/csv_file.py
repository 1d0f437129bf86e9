"""Open the publishers' CSV files on votes: gzip or plain, one clear error for what is wrong."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np
import pandas as pd
from isal import igzip_lib, igzip_threaded  # three times as fast as the standard library

from analysis.errors import SourceError

# isal raises an error of its own where zlib raises zlib.error.
UNPACKING_ERRORS: tuple[type[Exception], ...] = (
    OSError,
    EOFError,
    cast(type[Exception], igzip_lib.IsalError),
)

_LONGEST_HEADER = 1 << 16


def listing(problems: Sequence[str], most: int = 100) -> str:
    """Join problems into one sentence, all of them unless a whole file is wrong.

    Parameters
    ----------
    problems : sequence of str
        One problem each, with its line.
    most : int
        How many to spell out.

    Returns
    -------
    str
        The problems, and how many more there are.

    Examples
    --------
    >>> listing(["line 2: 'Z'", "line 5: 'Q'", "line 9: '?'"], most=2)
    "line 2: 'Z'; line 5: 'Q'; and 1 more"
    """
    more = len(problems) - most
    return "; ".join(problems[:most]) + (f"; and {more} more" if more > 0 else "")


def open_packed(path: Path) -> BinaryIO:
    """Open a file, gzip or plain by its first bytes, whatever its name.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    binary file
        Its unpacked content.

    Raises
    ------
    SourceError
        If there is no such file.
    """
    try:
        with path.open("rb") as file:
            is_gzip = file.read(2) == b"\x1f\x8b"
        if not is_gzip:
            return path.open("rb")
        # A thread unpacks while the caller reads what is unpacked already.
        return cast(BinaryIO, igzip_threaded.open(path, "rb", threads=1))
    except OSError as error:
        raise SourceError(path.name, f"cannot be opened: {error.strerror or error}") from error


def broken(name: str, error: Exception) -> SourceError:
    """Return the error for a file that cannot be unpacked.

    Parameters
    ----------
    name : str
        Name of the file.
    error : Exception
        One of :data:`UNPACKING_ERRORS`.

    Returns
    -------
    SourceError
        What to raise.
    """
    return SourceError(
        name, f"cannot be unpacked to its end ({error}); it is cut off or damaged: fetch it again"
    )


def read_header(file: BinaryIO, name: str, required: Sequence[str], advice: str) -> list[str]:
    """Read the first line; say what the file seems to be if it is not that of the right table.

    Parameters
    ----------
    file : binary file
        At its beginning.
    name : str
        Name of the file for messages.
    required : sequence of str
        Columns that must be there.
    advice : str
        Where to get the right file.

    Returns
    -------
    list of str
        Names of the columns.

    Raises
    ------
    SourceError
        If a column is missing or stands twice, or the file is damaged.
    """
    try:
        line = file.readline(_LONGEST_HEADER)
    except UNPACKING_ERRORS as error:
        raise broken(name, error) from error
    try:
        header = next(csv.reader([line.decode("utf-8-sig")], strict=True), [])
    except (UnicodeDecodeError, csv.Error):
        header = []
    if missing := [column for column in required if column not in header]:
        raise SourceError(
            name, f"{_what(line, header)}; it has no column {', '.join(missing)}; {advice}", line=1
        )
    if repeated := sorted({column for column in header if header.count(column) > 1}):
        raise SourceError(name, f"has two columns {', '.join(repeated)}", line=1)
    if not line.endswith(b"\n"):
        raise SourceError(name, "ends within its first line; fetch it again", line=1)
    return header


def _what(line: bytes, header: list[str]) -> str:
    """Return a sentence on what a file with this first line seems to be."""
    start = line.lstrip(b"\xef\xbb\xbf \t\r\n")
    columns = set(header)
    for is_it, sentence in (
        (not start, "is empty"),
        (start[:2] == b"PK", "seems to be a zip archive or Excel workbook, not CSV"),
        (start[:3] in (b"BZh", b"RDX", b"RDA"), "seems to be an R file (see unvotes, voeten)"),
        (line[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in line[:200], "is not UTF-8 (UTF-16?)"),
        (start[:1] == b"<", "seems to be a web page, not data: the server sent a page instead"),
        (start[:1] in (b"{", b"["), "seems to be JSON, not CSV"),
        ({"rcid", "ccode"} <= columns, "seems to be Voeten's votes (see voeten)"),
        (len([c for c in header if re.fullmatch("[A-Z]{3}", c)]) > 20, "has a column a state"),
        ({"ms_code", "ms_vote", "date"} <= columns, "seems to be the bulk CSV with other columns"),
        ({"ms_code", "first", "last"} <= columns, "seems to be the list of names of states"),
        ({"resolution", "total_yes"} <= columns, "seems to be the list of resolutions"),
        (line.count(b";") > 5, "has its fields parted by semicolons; save it with commas"),
        (b"\r" in line.rstrip(b"\r\n"), "has line ends of carriage returns alone"),
        (not header, "is not UTF-8 text with commas"),
    ):
        if is_it:
            return sentence
    return f"is another table: its columns are {', '.join(header)[:200]}"


def refuse(
    name: str,
    found: Iterable[tuple[int, str]],
    problem: str,
    column: str | None = None,
    unit: str = "line",
) -> None:
    """Raise one error for all lines found, if any.

    Parameters
    ----------
    name : str
        Name of the file.
    found : iterable of (int, str)
        Lines and what stands there.
    problem : str
        What is wrong with them.
    column : str, optional
        Their column. None if there is no single one.
    unit : str
        ``line``, or ``row`` of a file that has no lines.

    Raises
    ------
    SourceError
        If anything was found.
    """
    lines = [(int(line), text) for line, text in found]
    if lines:
        said = listing([f"{unit} {line}: {text}" for line, text in lines])
        only = lines[0][0] if len(lines) == 1 and unit == "line" else None
        said = lines[0][1] if only else said
        raise SourceError(name, f"{problem}: {said}", line=only, column=column)


def refuse_where(
    name: str,
    is_wrong: pd.Series,
    column: pd.Series,
    lines: Sequence[int] | np.ndarray,
    problem: str,
    unit: str = "line",
) -> None:
    """Raise one error for all cells of a column that are wrong, if any.

    Parameters
    ----------
    name : str
        Name of the file.
    is_wrong : Series of bool
        Which cells are wrong.
    column : Series
        The cells.
    lines : sequence of int
        Line of each.
    problem : str
        What is wrong with them.
    unit : str
        As in :func:`refuse`.

    Raises
    ------
    SourceError
        If a cell is wrong.
    """
    at = np.flatnonzero(is_wrong)
    found = zip(np.asarray(lines)[at].tolist(), map(repr, column.iloc[at].tolist()), strict=True)
    refuse(name, found, problem, str(column.name), unit)


def not_utf8(name: str, error: UnicodeDecodeError, line: int) -> SourceError:
    """Return the error for text that is not UTF-8.

    Parameters
    ----------
    name : str
        Name of the file.
    error : UnicodeDecodeError
        What Python says.
    line : int
        Where.

    Returns
    -------
    SourceError
        What to raise.
    """
    return SourceError(name, f"is not UTF-8 ({error.reason}); save the file as UTF-8", line=line)


def check_width(name: str, row: Sequence[str], width: int, line: int) -> None:
    """Refuse a row with another number of fields than the header.

    Parameters
    ----------
    name : str
        Name of the file.
    row : sequence of str
        The fields.
    width : int
        How many the header has.
    line : int
        Where the row stands.

    Raises
    ------
    SourceError
        If there are more or fewer.
    """
    if len(row) != width:
        problem = f"has {len(row)} fields, the header {width}; the file is damaged or cut off here"
        raise SourceError(name, problem, line=line)


def read_rows(path: Path, required: Sequence[str], advice: str) -> tuple[pd.DataFrame, list[int]]:
    """Read a CSV whole as text, gzip-compressed or plain.

    Parameters
    ----------
    path : Path
        The file, in UTF-8.
    required : sequence of str
        Columns that must be there.
    advice : str
        Where to get the right file.

    Returns
    -------
    pandas.DataFrame
        All columns as strings, empty where the cell is.
    list of int
        The line on which each row ends.

    Raises
    ------
    SourceError
        If the file is another one, cut off, damaged, or not UTF-8.
    """
    with open_packed(path) as file:
        header = read_header(file, path.name, required, advice)
        try:
            content = file.read()
        except UNPACKING_ERRORS as error:
            raise broken(path.name, error) from error
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 2
        raise not_utf8(path.name, error, line) from error
    rows, lines = [], []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            if row:
                check_width(path.name, row, len(header), reader.line_num + 1)
                rows.append(row)
                lines.append(reader.line_num + 1)
    except csv.Error as error:
        raise SourceError(path.name, f"is not CSV: {error}", line=reader.line_num + 1) from error
    if not rows:
        raise SourceError(path.name, "has a header but no rows; fetch it again")
    if not text.endswith("\n"):
        raise SourceError(path.name, "ends within a line; fetch it again", line=lines[-1])
    return pd.DataFrame(rows, columns=header, dtype="str"), lines
