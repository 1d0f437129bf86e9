"""OEC (Observatory of Economic Complexity): bilateral totals of one year, in USD.

The file states neither who reported a value nor how it is valued, and lists only part of the
pairs: an absent pair is not zero, and a sum over the listed pairs is not a total.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pandas as pd

from analysis.errors import SourceError
from analysis.upstream.cells import find_columns, read_number


def read_bilateral(path: Path, year: int) -> pd.DataFrame:
    """Read one year's bilateral totals.

    Parameters
    ----------
    path : pathlib.Path
        ``bilateral_value_clean_23_withid.csv``.
    year : int
        The year, which the file itself does not state.

    Returns
    -------
    pandas.DataFrame
        Columns ``exporter, importer, year, value_usd`` (ISO3 in capitals).

    Raises
    ------
    SourceError
        If a column is missing, a code is not three letters, a value is not a non-negative number
        or a pair stands twice.
    """
    path = Path(path)
    if not path.is_file():
        raise SourceError(path, "there is no such file")
    with path.open(encoding="utf-8", newline="") as stream:
        lines = list(csv.reader(stream))
    names = ["exporter_id", "importer_id", "value"]
    at = find_columns(lines[0] if lines else [], names, path, 1)
    found: dict[tuple[str, str], float] = {}
    for line, row in enumerate(lines[1:], start=2):
        pair = (row[at["exporter_id"]].strip().upper(), row[at["importer_id"]].strip().upper())
        for name, code in zip(names, pair, strict=False):
            if not re.fullmatch("[A-Z]{3}", code):
                problem = f"is not a three-letter code: {code!r}"
                raise SourceError(path, problem, line=line, column=name)
        value = read_number(row[at["value"]], path, line, "value")
        if value is None or value < 0:
            raise SourceError(path, "is blank or negative", line=line, column="value")
        if pair in found:
            raise SourceError(path, f"{pair[0]}–{pair[1]} stands here a second time", line=line)
        found[pair] = value
    rows = [(exporter, importer, year, value) for (exporter, importer), value in found.items()]
    return pd.DataFrame(rows, columns=["exporter", "importer", "year", "value_usd"])
