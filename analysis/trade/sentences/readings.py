"""How far the readings of one trade lie apart."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.notebook.words import count, million, percent, spans
from analysis.trade.reading import Reading
from analysis.trade.sentences.words import highest, lowest

#: Digits after the point of each headline's value.
_DIGITS = {"growth": 1, "hhi": 3, "top_share": 1}


def on_range(ranges: pd.DataFrame, exceptions: pd.DataFrame, reading: Reading) -> str:
    """Say how wide the readings of turnover lie apart, and where most.

    Parameters
    ----------
    ranges : pandas.DataFrame
        From :func:`analysis.trade.range_by_year`.
    exceptions : pandas.DataFrame
        From :func:`analysis.trade.exceptions_in`.
    reading : Reading
        For the unit.

    Returns
    -------
    str
        One paragraph.
    """
    known = ranges[ranges["n_readings"] > 1]
    if known.empty:
        return "No year has two comparable readings of this selection's turnover."
    known = known.assign(width=known["high_usd"] / known["low_usd"] - 1)
    widest, closest = highest(known, "width"), lowest(known, "width")
    peak = highest(known, "high_usd")
    most = (
        f"{percent(widest['width'])}: {million(widest['low_usd'])} by {widest['low_reading']}, "
        f"{million(widest['high_usd'])} million {reading.unit} by {widest['high_reading']}"
    )
    text = (
        f"The readings of one year's turnover lie {percent(known['width'].median())} apart in the "
        f"median of {len(known)} years, least in {int(closest['year'])} "
        f"({percent(closest['width'])}) and most in {int(widest['year'])} ({most})."
        if len(known) > 1
        else f"The readings of the turnover of {int(widest['year'])} lie apart by {most}."
    )
    text += (
        f" The highest year, **{int(peak['year'])}, is between {million(peak['low_usd'])} and "
        f"{million(peak['high_usd'])} million {reading.unit}**."
    )
    bare = ranges.loc[ranges["n_readings"] == 0, "year"]
    if len(bare):
        text += f" No reading is comparable in {spans(bare)}."
    if len(exceptions):
        they = count(len(exceptions), "named exception touches", "named exceptions touch")
        text += f" {they} these states and years (see the table)."
    return text


def on_choices(frame: pd.DataFrame) -> str:
    """Say how far each headline moves with the choices made.

    Parameters
    ----------
    frame : pandas.DataFrame
        From :func:`analysis.trade.vary_choices`.

    Returns
    -------
    str
        One paragraph.
    """
    known = frame.dropna(subset=["value"])
    if known.empty:
        return "No comparable year: no headline whose dependence on choices could be stated."
    parts = []
    for (measure, headline), rows in known.groupby(["measure", "headline"], sort=False):
        if measure == "peak_year":
            parts.append(f"the peak falls in {spans(rows['value'])}")
            continue
        low, high = lowest(rows, "value"), highest(rows, "value")
        first, last = (
            f"{row['value']:.{_DIGITS[measure]}f}" if measure in _DIGITS
            else million(1e6 * row["value"])
            for row in (low, high)
        )  # fmt: skip
        parts.append(f"{headline}: {first} ({low['reading']}) to {last} ({high['reading']})")
    return "Over all readings, " + "; ".join(parts) + "."


def on_recent(totals: pd.DataFrame, first_year: int, reading: Reading) -> str:
    """Say where the long series ends and what there is after it.

    Parameters
    ----------
    totals : pandas.DataFrame
        From :func:`analysis.trade.yearly_totals`, of the whole region and all years on record.
    first_year : int
        From :func:`analysis.trade.first_recent_year`.
    reading : Reading
        For the partner.

    Returns
    -------
    str
        One paragraph.
    """
    end = first_year + 1
    after = totals[(totals["year"] > end) & (totals["n_states"] > 0)]
    text = f"The long series of the region's trade with {reading.the_partner} ends in {end}."
    if after.empty:
        return f"{text} The table holds nothing after it."
    whole = after.loc[after["is_comparable"], "year"]
    some = after.loc[~after["is_comparable"], "year"]
    if len(whole):
        text += f" {spans(whole)} is comparable with it."
    if len(some):
        text += f" In {spans(some)} single states alone have figures."
    return text


def on_band(readings: Mapping[str, Reading], reading: Reading) -> str:
    """Say which readings the range is over.

    Parameters
    ----------
    readings : mapping of str to Reading
        From :func:`analysis.trade.list_readings`, those that the range is over.
    reading : Reading
        For the unit and the states.

    Returns
    -------
    str
        One paragraph.
    """
    if len(readings) < 2:
        return f"One reading is on record, {'; '.join(readings)}, so that there is no band."
    return (
        f"The band holds {count(len(readings), 'reading')} of the turnover of {reading.the_states} "
        f"in {reading.unit}: {'; '.join(readings)}. It is a range over these choices, not a "
        "confidence interval, and not over all that could be made."
    )
