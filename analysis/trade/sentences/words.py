"""Words and numbers that all findings share."""

from __future__ import annotations

import numpy as np
import pandas as pd

WHOSE = {
    "counterpart": "Russia's figures",
    "states": "the states' own figures",
    "reconciled": "the reconciled figures",
}
OTHER_SIDE = {"counterpart": "states", "states": "counterpart", "reconciled": "counterpart"}
FLOW = {"exports": "exports to Russia", "imports": "imports from Russia"}
ONLY_RUSSIA = "Russia's only"
ONLY_STATE = "the state's own only"

#: The last column of the printed tables, which holds a few months only.
PART_YEAR = 2004


def highest(frame: pd.DataFrame, column: str) -> pd.Series:
    """Return the first row with the largest value."""
    return frame.iloc[int(np.argmax(frame[column].to_numpy(dtype="float64")))]


def lowest(frame: pd.DataFrame, column: str) -> pd.Series:
    """Return the first row with the smallest value."""
    return frame.iloc[int(np.argmin(frame[column].to_numpy(dtype="float64")))]


def million(usd: float, unit: str = "") -> str:
    """Write a value in millions, small ones with decimals; a dash if it is missing."""
    if pd.isna(usd):
        return "–"
    million = usd / 1e6
    text = f"{million:,.0f}" if million >= 10 else f"{million:.1f}" if million >= 1 else ""
    text = text or f"{million:.1g}"
    return text + (f" million {unit}" if unit else "")


def percent(share: float, digits: int = 0) -> str:
    """Write a share in per cent."""
    return f"{100 * share:.{digits}f} %"


def count_states(n: float) -> str:
    """Write a number of states."""
    return f"{int(n)} state" + ("s" if int(n) != 1 else "")


def join_words(words: list[str]) -> str:
    """Join words with commas and a last "and"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def spans(years: pd.Series) -> str:
    """Write years as spans: 1996–1998, 2001."""
    numbers = sorted(int(year) for year in years)
    spans: list[list[int]] = []
    for year in numbers:
        if spans and year == spans[-1][1] + 1:
            spans[-1][1] = year
        else:
            spans.append([year, year])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in spans)
