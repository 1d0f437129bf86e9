"""What the trade weighs: shares of either side's trade with the world, and intensities."""

from __future__ import annotations

import pandas as pd

from analysis.notebook.words import capitalize, count, join_words, whose
from analysis.trade.reading import Reading

#: States that a sentence lists at most.
_LISTED = 5


def on_shares(shares: pd.DataFrame, comparable: pd.Series, reading: Reading) -> str:
    """Say what the trade weighs for either side.

    Parameters
    ----------
    shares : pandas.DataFrame
        From :func:`analysis.trade.share_of_world_trade`, several readings under one another.
    comparable : pandas.Series
        Whether each year (the label) may be joined to a trend.
    reading : Reading
        For the words.

    Returns
    -------
    str
        One paragraph.
    """
    owner = "the state's" if len(reading.areas) == 1 else "the states'"
    columns = {
        "share_of_partner_turnover": f"{whose(reading.partner)} trade with the world",
        "share_of_states_turnover": f"{owner} trade with the world",
    }
    usable = shares[shares["year"].map(comparable).fillna(False).astype(bool)]
    parts = []
    for column, words in columns.items():
        by_year = usable.dropna(subset=[column]).groupby("year")[column]
        low, high = 100 * by_year.min(), 100 * by_year.max()
        ends = sorted({int(low.index.min()), int(low.index.max())}) if len(low) else []
        # A share too small for one digit after the point is given with one that counts.
        width = ".1f" if len(high) and high.loc[ends].min() >= 0.05 else ".1g"
        numbers = [f"{low.loc[y]:{width}}–{high.loc[y]:{width}} % of {{}} in {y}" for y in ends]
        parts.append(
            " and ".join(numbers).format(words, "it") or f"an unknown share of {words} (no totals)"
        )
    if usable[list(columns)].isna().all(axis=None):
        return "No comparable year has both a flow and totals to set it against."
    return (
        f"The trade of {reading.the_areas} with {reading.the_partner} is {'; '.join(parts)} "
        "(range over reporters and sources of the totals). A share is free of the price level and "
        "of growth that all trade has in common, so that it answers another question than the "
        "level does."
    )


def on_intensities(means: pd.DataFrame, reading: Reading) -> str:
    """Say where trade is more or less than the partners' weight in the world suggests.

    Parameters
    ----------
    means : pandas.DataFrame
        From :func:`analysis.trade.mean_intensities`.
    reading : Reading
        For the words.

    Returns
    -------
    str
        One paragraph. A range is that of readings over the same years.
    """
    known = means.dropna(subset=["intensity"])
    if known.empty:
        return "No intensity: a flow, or a total with the world, is missing."
    parts = []
    for flow, rows in known.groupby("flow"):
        above = rows[rows["low"] > 1].sort_values("intensity", ascending=False)
        listed = [
            f"{reading.names[row['iso3']]} ({row['low']:.1f}–{row['high']:.1f} over "
            f"{count(row['n_years'], 'year')})"
            for row in above.head(_LISTED).to_dict("records")
        ]
        more = f" and {len(above) - _LISTED} more" if len(above) > _LISTED else ""
        said = (", ".join(listed) + more if more else join_words(listed)) or "no state"
        parts.append(
            f"in {reading.flow(str(flow))}, above 1 by every reading for {said} of {len(rows)} on "
            "record"
        )
    text = f"Trade intensity is {'; '.join(parts)}"
    apart = len(means) - len(known)
    if apart:
        flows = count(apart, "flow has", "flows have")
        text += f"; {flows} reports without a year in common, and no range"
    return (
        f"{capitalize(text)}. It allows for the size of both economies' trade, not for distance, "
        "language or history: the gravity section does."
    )
