"""Read CSV files of plain series, and say where one is cut or wrong."""

from __future__ import annotations

import csv
import itertools
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from analysis.errors import SourceError
from analysis.sources.cells import find_columns

_YEAR = re.compile(r"([12]\d{3})(-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))?", re.ASCII)
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d{1,2})?", re.ASCII)
_CODE = re.compile(r"[A-Z][A-Z0-9]{2}")
_LINE_END = re.compile(r"\r\n|\n|\r")
CUT = "has no line end: the file is cut; download it again"
_NAMED = 5  # faults of one kind that a message names by line


def read_text(path: Path, encoding: str = "utf-8-sig") -> str:
    """Return a file's text.

    Parameters
    ----------
    path : Path
        The file.
    encoding : str
        How it is encoded; by default UTF-8 with or without a byte order mark.

    Returns
    -------
    str
        The text, line ends as they stand.

    Raises
    ------
    SourceError
        If there is no such file, or it is not text of that encoding.
    """
    path = Path(path)
    if not path.is_file():
        raise SourceError(path.name, f"there is no such file in {path.parent}")
    content = path.read_bytes()
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        name = encoding.removesuffix("-sig").upper()
        problem = f"is not {name} text ({error.reason}); download it again, do not convert it"
        raise SourceError(path.name, problem, line=line) from error
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        raise SourceError(path.name, "holds a zero byte; download it again", line=line)
    return text


def read_lines(path: Path, text: str) -> list[list[str]]:
    """Take the lines of a CSV text apart; a cell never runs over a line end.

    Parameters
    ----------
    path : Path
        The file, for messages.
    text : str
        Its text.

    Returns
    -------
    list of list of str
        The cells of each line, header first, all lines with as many cells as the header.

    Raises
    ------
    SourceError
        If a line has another number of cells or a quotation mark that is not closed, or there
        is no line below the header.
    """
    lines = _LINE_END.split(text)
    if lines[-1] == "":
        lines.pop()
    rows: list[list[str]] = []
    for number, line in enumerate(lines, start=1):
        try:
            row = next(csv.reader([line], strict=True), [])
        except csv.Error as error:
            raise SourceError(path.name, f"is not a line of CSV: {error}", line=number) from error
        if rows and len(row) != len(rows[0]):
            problem = f"has {len(row)} cells instead of {len(rows[0])}; the file may be cut"
            raise SourceError(path.name, problem, line=number)
        rows.append(row)
    if len(rows) < 2:
        raise SourceError(path.name, "has no rows after its header; download it again", line=1)
    return rows


def read_table(
    path: Path, text: str, names: Iterable[str]
) -> tuple[list[list[str]], dict[str, int]]:
    """Take apart a CSV text that ends with a line end, and find the columns that are needed.

    Parameters
    ----------
    path : Path
        The file, for messages.
    text : str
        Its text.
    names : iterable of str
        The columns that are needed.

    Returns
    -------
    lines : list of list of str
        As :func:`read_lines` returns them.
    places : dict of str to int
        Column name to position.

    Raises
    ------
    SourceError
        As :func:`read_lines`, or if the file is cut or a column is missing or stands twice.
    """
    rows = read_lines(path, text)
    at = find_columns(rows[0], names, path, 1)
    if not is_closed(text):
        raise SourceError(path, CUT, line=len(rows))
    return rows, at


def split_closed(path: Path, text: str) -> list[str]:
    """Return the lines of a text that is no CSV, which must end with a line end.

    Parameters
    ----------
    path : Path
        The file, for the message.
    text : str
        Its text.

    Returns
    -------
    list of str
        The lines without their ends.

    Raises
    ------
    SourceError
        If the file is cut.
    """
    *lines, rest = _LINE_END.split(text)
    if rest:
        raise SourceError(path, CUT, line=len(lines) + 1)
    return lines


def is_closed(text: str) -> bool:
    r"""Return whether a text ends with a line end, as one that is not cut mostly does.

    Parameters
    ----------
    text : str
        The text.

    Returns
    -------
    bool
        False also where lines end with ``\r\n`` and the last with ``\r`` alone.

    Examples
    --------
    >>> is_closed("a,b\n1,2\n"), is_closed("a,b\n1,")
    (True, False)
    """
    return text.endswith("\n" if "\n" in text else "\r")


def read_series(
    path: Path, columns: Mapping[str, str], *, last: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Read the named columns of a CSV file with a header line.

    Parameters
    ----------
    path : Path
        The file: UTF-8, commas.
    columns : mapping of str to str
        Name in the file → kind of its cells: ``text``, ``code`` (three capitals or digits, the
        first a capital), ``year`` (a year, or a date whose year is taken), ``date`` (as text,
        ``YYYY-MM-DD``), ``number``, ``positive`` (a number above zero).
    last : mapping of str to str, optional
        Cells that the last row of a whole file has, for publishers that write no line end after
        it; its year must then be the file's last, too. Without it a file that does not end
        with a line end is cut.

    Returns
    -------
    DataFrame
        The columns under their own names, the index being the line in the file; text as
        ``str``, years as ``int64``, numbers as ``float64``; a row whose number is blank is kept
        as missing. ``attrs["vintage"]`` is the span of years, such as ``1960-2023``.

    Raises
    ------
    SourceError
        If the file is absent, cut, lacks a column, has a cell of another kind, or lacks a year
        between its first and its last. All wrong cells are named at once.
    """
    path = Path(path)
    text = read_text(path)
    rows = read_lines(path, text)
    positions = find_columns(rows[0], columns, path.name, 1)
    found: dict[str, list[str | int | float]] = {name: [] for name in columns}
    wrong: list[tuple[int, str, str]] = []
    for line, row in enumerate(rows[1:], start=2):
        for name, kind in columns.items():
            cell = row[positions[name]]
            try:
                found[name].append(_READERS[kind](cell))
            except ValueError:
                wrong.append((line, name, f"is not a {_KINDS.get(kind, kind)}: {cell!r}"))
    if wrong:
        line, name, problem = wrong[0]
        if len(wrong) > 1:
            others = [f"line {a} {b!r} {c}" for a, b, c in wrong[1:_NAMED]]
            problem += f"; {len(wrong)} cells are wrong, among them {', '.join(others)}"
        raise SourceError(path.name, problem, line=line, column=name)
    lines = pd.RangeIndex(2, len(rows) + 1, name="line")
    table = pd.DataFrame(found, index=lines)
    years = _years(table, columns)
    _check_years(path, years)
    if not is_closed(text):
        final = table.iloc[-1]
        ends = last is not None and all(final[name] == cell for name, cell in last.items())
        if not ends or years.iloc[-1] != years.max():
            raise SourceError(path.name, CUT, line=len(rows))
    table.attrs["vintage"] = f"{years.min()}-{years.max()}"
    return table


def refuse_repeated(
    table: pd.DataFrame, keys: Sequence[str], file: str, unit: str = "line"
) -> None:
    """Refuse a table in which a key stands twice.

    Parameters
    ----------
    table : DataFrame
        Its index counts the lines of the file.
    keys : sequence of str
        The columns that together may occur once.
    file : str
        The file's name, for the message.
    unit : str
        ``line``, or ``row`` of a file that has no lines.

    Raises
    ------
    SourceError
        If a key occurs more than once; the lines are named.
    """
    twice = table.loc[table.duplicated(list(keys)), list(keys)]
    if len(twice):
        named = ", ".join(
            f"{' '.join(map(str, key))} ({unit} {line})"
            for line, *key in twice[:_NAMED].itertuples()
        )
        problem = f"{len(twice)} row(s) repeat an earlier one: {named}; download it again"
        raise SourceError(file, problem, line=int(twice.index[0]), column=keys[0])


def _text(cell: str) -> str:
    return cell


def _code(cell: str) -> str:
    if not _CODE.fullmatch(cell):
        raise ValueError
    return cell


def _year(cell: str) -> int:
    match = _YEAR.fullmatch(cell)
    if match is None:
        raise ValueError
    return int(match[1])


def _date(cell: str) -> str:
    match = _YEAR.fullmatch(cell)
    if match is None or match[2] is None:
        raise ValueError
    return cell


def _number(cell: str) -> float:
    if not cell:
        return math.nan
    if not _NUMBER.fullmatch(cell):
        raise ValueError
    return float(cell)


def _positive(cell: str) -> float:
    value = _number(cell)
    if value <= 0:
        raise ValueError
    return value


_READERS: dict[str, Callable[[str], str | int | float]] = {
    "text": _text,
    "code": _code,
    "year": _year,
    "date": _date,
    "number": _number,
    "positive": _positive,
}
_KINDS = {"code": "code of three capital letters", "positive": "number above zero"}


def _years(table: pd.DataFrame, columns: Mapping[str, str]) -> pd.Series:
    for name, kind in columns.items():
        if kind == "year":
            return table[name]
        if kind == "date":
            return table[name].str[:4].astype("int64")
    raise ValueError("a series needs a column of years or dates")


def _check_years(path: Path, years: pd.Series) -> None:
    """Refuse a gap: a mistyped year stands apart from the others, a cut file lacks some."""
    present = sorted(set(years.tolist()))
    for before, after in itertools.pairwise(present):
        if after != before + 1:
            # The side with fewer rows is the odd one.
            late = years > before
            odd = years[late] if late.sum() <= (~late).sum() else years[~late]
            raise SourceError(
                path.name,
                f"has no row of {before + 1}"
                + (f" to {after - 1}" if after > before + 2 else "")
                + f" but one of {odd.iloc[0]}; a year is wrong or rows are missing",
                line=int(odd.index[0]),
            )
