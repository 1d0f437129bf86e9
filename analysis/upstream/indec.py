"""INDEC (Argentina): exports by destination, a line a destination and a column a year, in USD."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

from analysis.errors import SourceError
from analysis.upstream.cells import find_columns, read_number

#: A year below this share of both its neighbours is an isolated dip.
DIP = 0.25


def read_exports(path: Path) -> pd.DataFrame:
    """Read Argentina's exports by destination and mark the years that look like lost digits.

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
        If the file has no column ``Pais``, no years, or a cell is not a number of zero or more.
    """
    path = Path(path)
    if not path.is_file():
        raise SourceError(path, "there is no such file")
    with path.open(encoding="utf-8", newline="") as stream:
        lines = list(csv.reader(stream))
    header = lines[0] if lines else []
    at = find_columns(header, ["Pais"], path, 1)
    years = {i: int(cell) for i, cell in enumerate(header) if cell.strip().isdigit()}
    if not years:
        raise SourceError(path, "has no column headed by a year", line=1)
    found = []
    for line, row in enumerate(lines[1:], start=2):
        if len(row) != len(header):
            raise SourceError(path, f"has {len(row)} cells instead of {len(header)}", line=line)
        for position, year in years.items():
            usd = read_number(row[position], path, line, year)
            if usd is not None and usd < 0:
                raise SourceError(path, f"is negative: {usd}", line=line, column=str(year))
            if usd:
                found.append((row[at["Pais"]].strip(), year, usd))
    frame = pd.DataFrame(found, columns=["destination", "year", "value_usd"])
    dips = frame.sort_values(["destination", "year"]).groupby("destination")["value_usd"]
    lower = pd.concat([dips.shift(1), dips.shift(-1)], axis=1).min(axis=1, skipna=False)
    return frame.assign(is_isolated_dip=frame["value_usd"] < DIP * lower.reindex(frame.index))
