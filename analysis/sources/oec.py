"""OEC (Observatory of Economic Complexity): bilateral totals of one year, in USD.

The file states neither who reported a value nor how it is valued, and lists only part of the
pairs: an absent pair is not zero, and a sum over the listed pairs is not a total.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from analysis.errors import SourceError
from analysis.sources.cells import IMPOSSIBLE_USD, read_value, refuse_unknown_codes
from analysis.sources.series import read_table, read_text


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
        If the file is cut, a column is missing, a code is unknown, a value is not a possible
        number or a pair stands twice.
    """
    path = Path(path)
    names = ["exporter_id", "importer_id", "value"]
    lines, at = read_table(path, read_text(path), names)
    found: dict[tuple[str, str], float] = {}
    places: dict[str, object] = {}
    for line, row in enumerate(lines[1:], start=2):
        pair = (row[at["exporter_id"]].strip().upper(), row[at["importer_id"]].strip().upper())
        for name, code in zip(names, pair, strict=False):
            if not re.fullmatch("[A-Z]{3}", code):
                problem = f"is not a three-letter code: {code!r}"
                raise SourceError(path, problem, line=line, column=name)
            places.setdefault(code, line)
        value = read_value(row[at["value"]], path, line, "value")
        if value is None or value > IMPOSSIBLE_USD:
            raise SourceError(path, f"is blank or impossible: {value}", line=line, column="value")
        if pair in found:
            raise SourceError(path, f"{pair[0]}–{pair[1]} stands here a second time", line=line)
        found[pair] = value
    refuse_unknown_codes(places, path, "exporter_id or importer_id")
    rows = [(exporter, importer, year, value) for (exporter, importer), value in found.items()]
    frame = pd.DataFrame(rows, columns=["exporter", "importer", "year", "value_usd"])
    frame.attrs["vintage"] = f"OEC, {year}, {len(frame)} pairs"
    return frame
