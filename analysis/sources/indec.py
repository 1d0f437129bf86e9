"""INDEC (Argentina): exports by destination, a line a destination, in USD.

Three files belong together: by year, by month (from 2018) and totals by region. Destinations
include remainders of regions and overlap, so that their sum is no total.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from analysis.errors import SourceError
from analysis.sources.cells import IMPOSSIBLE_USD, find_columns, read_value, read_year
from analysis.sources.series import read_lines, read_text, refuse_repeated

FIRST_YEAR, LAST_YEAR = 1980, 2099

#: A year below this share of both its neighbours is an isolated dip.
DIP = 0.25


def read_exports(path: Path) -> pd.DataFrame:
    """Read Argentina's exports by destination and mark the years that look like lost digits.

    The file shows four years of Russia (2003, 2006, 2008, 2010) at about a tenth of the years
    around them. They are found here by that alone: a value below a quarter of both neighbours.
    The first and last year have one neighbour and cannot be judged so; the last ones can be
    compared with their months (:func:`compare_months`).

    Parameters
    ----------
    path : pathlib.Path
        ``exportaciones_anual_Pais.csv``; USD.

    Returns
    -------
    pandas.DataFrame
        Columns ``destination, year, value_usd, is_isolated_dip``. Destinations are named as the
        file has them and include remainders of regions, so their sum is not a total. Blank and
        zero cells have no row: a zero stands for "not listed apart" (Russia before 1992).

    Raises
    ------
    SourceError
        If the file has no column ``Pais``, no years, a cell is not a possible number or a
        destination stands twice.
    """
    wide = _read(Path(path), "Pais", _year)
    frame = wide[wide["value_usd"] > 0].reset_index(drop=True)
    frame = frame.rename(columns={"name": "destination", "period": "year"})
    frame = frame.astype({"year": "int64"})
    dips = frame.sort_values(["destination", "year"]).groupby("destination")["value_usd"]
    lower = pd.concat([dips.shift(1), dips.shift(-1)], axis=1).min(axis=1, skipna=False)
    frame = frame.assign(is_isolated_dip=frame["value_usd"] < DIP * lower.reindex(frame.index))
    frame.attrs["vintage"] = f"INDEC, {frame['year'].min()}-{frame['year'].max()}"
    return frame


def _read(path: Path, first: str, period: Callable[[str, Path], int]) -> pd.DataFrame:
    """Return ``name, period, value_usd`` of a table with one line a name, a column a period."""
    lines = read_lines(path, read_text(path))
    at = find_columns(lines[0], [first], path, 1)[first]
    columns = {n: (cell, period(cell, path)) for n, cell in enumerate(lines[0]) if n != at}
    periods = [number for _, number in columns.values()]
    if not periods:
        raise SourceError(path, "has no column headed by a year", line=1)
    if periods != list(range(periods[0], periods[0] + len(periods))):
        problem = "the columns of years or months are not one after another"
        raise SourceError(path, problem, line=1)
    found = []
    names = []
    for line, row in enumerate(lines[1:], start=2):
        name = row[at].strip()
        # Names are letters, spaces and the 28 of the European Union.
        if not re.fullmatch(r"[^\W\d_][^\W_]*( [^\W_]+)*", name):
            raise SourceError(path, f"is not a name: {name!r}", line=line, column=first)
        names.append(name)
        for position, (label, number) in columns.items():
            usd = read_value(row[position], path, line, label)
            if usd is not None and usd > IMPOSSIBLE_USD:
                raise SourceError(path, f"is impossible: {usd}", line=line, column=label)
            if usd is not None:
                found.append((name, number, usd))
    lines_of_names = pd.DataFrame({first: names}, index=pd.RangeIndex(2, len(names) + 2))
    refuse_repeated(lines_of_names, [first], str(path))
    kinds = {"name": "str", "period": "int64", "value_usd": "float64"}
    return pd.DataFrame(found, columns=list(kinds)).astype(kinds)


def _year(cell: str, path: Path) -> int:
    if not cell.strip().isdigit():
        raise SourceError(path, f"has a column that is not headed by a year: {cell!r}", line=1)
    return read_year(cell, path, 1, cell, FIRST_YEAR, LAST_YEAR)
