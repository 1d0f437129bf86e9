"""BACI (CEPII): turnover of each pair of economies in one year, without direction."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from analysis.errors import SourceError
from analysis.sources.cells import IMPOSSIBLE_USD, read_value
from analysis.sources.series import read_text, split_closed


def read_turnover(path: Path, year: int) -> pd.DataFrame:
    """Read lines of two codes and a value; each pair stands once, in either order.

    Parameters
    ----------
    path : pathlib.Path
        ``baci_total.txt``: no header, parted by spaces; thousand USD.
    year : int
        The year, which the file does not state.

    Returns
    -------
    pandas.DataFrame
        Columns ``code_a, code_b, year, turnover_usd``: BACI's codes (those of Comtrade, not M49),
        the lower one first; exports plus imports.

    Raises
    ------
    SourceError
        If the file is cut, a line is not of that form, a value impossible or a pair there twice.
    """
    path = Path(path)
    found: dict[tuple[int, int], float] = {}
    for line, content in enumerate(split_closed(path, read_text(path)), start=1):
        match = re.fullmatch(r"(\d{1,3}) (\d{1,3}) (\d+(?:\.\d+)?)", content, re.ASCII)
        if match is None:
            problem = f"is not two codes of economies and a value: {content!r:.80}"
            raise SourceError(path, problem, line=line)
        one, other = int(match[1]), int(match[2])
        pair = (min(one, other), max(one, other))
        if one == other or pair in found:
            problem = f"{one}-{other} is one economy, or a pair that stands above"
            raise SourceError(path, problem, line=line)
        value = read_value(match[3], path, line, "value", unit=1000)
        if value is None or value > 2 * IMPOSSIBLE_USD:
            raise SourceError(path, f"is impossible: {value}", line=line, column="value")
        found[pair] = value
    if not found:
        raise SourceError(path, "holds nothing; download it again", line=1)
    rows = [(*pair, year, value) for pair, value in found.items()]
    frame = pd.DataFrame(rows, columns=["code_a", "code_b", "year", "turnover_usd"])
    frame.attrs["vintage"] = f"BACI, {year}, {len(frame)} pairs"
    return frame
