"""Words and numbers that the sentences of all questions share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from analysis import countries


def million(usd: float, unit: str = "") -> str:
    """Write a value in millions, small ones with decimals; a dash if it is missing."""
    if pd.isna(usd):
        return "–"
    million = usd / 1e6
    text = f"{million:,.0f}" if million >= 10 else f"{million:.1f}" if million >= 1 else ""
    text = text or f"{million:.1g}"
    return text + (f" million {unit}" if unit else "")


def percent(share: float, digits: int = 0) -> str:
    """Write a share in per cent; a dash if it is missing."""
    return "–" if pd.isna(share) else f"{100 * share:.{digits}f} %"


def count(n: float, noun: str, plural: str | None = None) -> str:
    """Write a number of things: 0 states, 1 state, 2 states.

    Parameters
    ----------
    n : float
        How many; a whole number.
    noun : str
        What one is called.
    plural : str, optional
        What several are called. None adds an s.

    Returns
    -------
    str
        The number, with commas from a thousand, and the word that fits it.

    Examples
    --------
    >>> count(1, "state"), count(0, "territory", "territories")
    ('1 state', '0 territories')
    """
    return f"{int(n):,} {noun if int(n) == 1 else plural or noun + 's'}"


def join_words(words: Sequence[str], last: str = "and") -> str:
    """Join words with commas and a last "and"; nothing for none.

    Examples
    --------
    >>> join_words(["a"]), join_words(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    words = list(words)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def spans(years: Iterable[float]) -> str:
    """Write years as spans.

    Examples
    --------
    >>> spans([1998, 1996, 1997, 2001])
    '1996–1998, 2001'
    """
    found: list[list[int]] = []
    for year in sorted({int(year) for year in years}):
        if found and year == found[-1][1] + 1:
            found[-1][1] = year
        else:
            found.append([year, year])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in found)


def possessive(name: str) -> str:
    """Write whose: Russia's, the United States'.

    Examples
    --------
    >>> possessive("the USSR"), possessive("the United States")
    ("the USSR's", "the United States'")
    """
    return name + ("'" if name.endswith("s") else "'s")


def call(iso3: str) -> str:
    """Return what a sentence calls a state, with its article.

    Examples
    --------
    >>> call("SUN"), call("BRA")
    ('the USSR', 'Brazil')
    """
    return countries.short_name(iso3, article=True)


def whose(iso3: str) -> str:
    """Return the possessive of what a sentence calls a state.

    Examples
    --------
    >>> whose("RUS")
    "Russia's"
    """
    return possessive(call(iso3))


def capitalize(text: str) -> str:
    """Begin a sentence: the first letter large, the rest as it is."""
    return text[:1].upper() + text[1:]
