"""Amounts in words, and tables under headings that people read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd


def million(amount: float, currency: str = "") -> str:
    """Write an amount in millions with up to six digits that count.

    Examples
    --------
    >>> million(3.52e9, "USD"), million(277490.24)
    ('3,520 million USD', '0.27749 million')
    """
    return f"{amount / 1e6:,.6g} million" + (f" {currency}" if currency else "")


def billion(amount: float, digits: int = 1) -> str:
    """Write an amount in billions.

    Examples
    --------
    >>> billion(24.78e9), billion(24.78e9, 2)
    ('24.8 billion', '24.78 billion')
    """
    return f"{amount / 1e9:.{digits}f} billion"


def as_words(name: object) -> str:
    """Write a name of the data as words.

    Examples
    --------
    >>> as_words("source_read")
    'source read'
    """
    return str(name).replace("_", " ")


def lay_out(
    frame: pd.DataFrame,
    headings: Mapping[str, str],
    *,
    millions: Iterable[str] = (),
    billions: Iterable[str] = (),
) -> pd.DataFrame:
    """Return some columns under headings, large amounts in millions or billions.

    Parameters
    ----------
    frame : pandas.DataFrame
        The rows.
    headings : mapping of str to str
        Column → heading, in the order shown.
    millions, billions : iterable of str
        Columns to be divided.

    Returns
    -------
    pandas.DataFrame
        The table.

    Examples
    --------
    >>> lay_out(pd.DataFrame({"usd": [2e6]}), {"usd": "million"}, millions=["usd"])
       million
    0      2.0
    """
    table = frame[list(headings)].copy()
    for columns, unit in ((millions, 1e6), (billions, 1e9)):
        for column in columns:
            table[column] = table[column] / unit
    return table.rename(columns=headings)
