"""Read CSV files of plain series, and say where one is cut or wrong."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from analysis.errors import SourceError
from analysis.upstream.cells import find_columns, read_number

_YEAR = re.compile(r"(\d{4})(-\d{2}-\d{2})?")


def read_series(path: Path, columns: Mapping[str, str]) -> pd.DataFrame:
    """Read the named columns of a CSV file with a header line.

    Parameters
    ----------
    path : Path
        The file: UTF-8, commas.
    columns : mapping of str to str
        Name in the file → kind of its cells: ``text``, ``year`` (a year, or a date whose year is
        taken), ``date`` (as text, ``YYYY-MM-DD``), ``number``.

    Returns
    -------
    DataFrame
        The columns under their own names; text as ``str``, years as ``int64``, numbers as
        ``float64``; a row whose number is blank is kept as missing.

    Raises
    ------
    SourceError
        If the file is absent, cut, lacks a column, or has a cell of another kind.
    """
    path = Path(path)
    if not path.is_file():
        raise SourceError(path.name, f"there is no such file in {path.parent}")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(path.name, f"is not UTF-8 text ({error.reason})") from error
    reader = csv.reader(text.splitlines())
    header = next(reader, [])
    positions = find_columns(header, columns, path.name, 1)
    found: dict[str, list[str | int | float | None]] = {name: [] for name in columns}
    for row in reader:
        if len(row) != len(header):
            problem = f"has {len(row)} cells instead of {len(header)}; the file may be cut"
            raise SourceError(path.name, problem, line=reader.line_num)
        for name, kind in columns.items():
            cell = row[positions[name]]
            found[name].append(_read_cell(cell, kind, path.name, reader.line_num, name))
    if reader.line_num < 2:
        raise SourceError(path.name, "has no rows after its header; download it again")
    types = {"text": "str", "date": "str", "year": "int64", "number": "float64"}
    return pd.DataFrame(found).astype({name: types[kind] for name, kind in columns.items()})


def _read_cell(cell: str, kind: str, file: str, line: int, column: str) -> str | int | float | None:
    if kind == "number":
        return read_number(cell, file, line, column)
    if kind == "text":
        return cell
    match = _YEAR.fullmatch(cell)
    if match is None or (kind == "date" and match[2] is None):
        raise SourceError(file, f"is not a {kind}: {cell!r}", line=line, column=column)
    return int(match[1]) if kind == "year" else cell
