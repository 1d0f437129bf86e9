"""What the balance says."""

from __future__ import annotations

import pandas as pd

from analysis.notebook.words import capitalize, count
from analysis.trade.reading import Reading


def on_balance(balance: pd.DataFrame, reading: Reading) -> str:
    """Say when the states sold most and bought most for what they traded.

    Parameters
    ----------
    balance : pandas.DataFrame
        From :func:`analysis.trade.normalise_balance`.
    reading : Reading
        For the states, the partner and the length of a period.

    Returns
    -------
    str
        One paragraph.
    """
    known = balance.dropna(subset="normalised_balance")
    length = count(reading.balance_years, "year")
    if known.empty:
        return f"No comparable period of {length} is on record, so that there is no balance."
    by_year = known.set_index("year")["normalised_balance"]
    surplus = int((by_year > 0).sum())
    return (
        f"{capitalize(reading.the_areas)} sold more to {reading.the_partner} than they bought in "
        f"{surplus} of {count(len(known), 'period')} of {length}. The balance was between "
        f"**{by_year.min():+.2f}** of turnover (to {by_year.idxmin()}) and "
        f"**{by_year.max():+.2f}** (to {by_year.idxmax()})."
    )
