"""Turnover, flows and growth."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.contracts import FLOWS
from analysis.notebook.words import capitalize, count, million, percent, spans
from analysis.trade.reading import Reading
from analysis.trade.sentences.words import highest, lowest
from analysis.trade.series import FLOW_COLUMNS


def on_turnover(totals: Mapping[str, pd.DataFrame], reading: Reading) -> str:
    """Say where turnover peaked, what the other side reported then, and how it ended.

    Parameters
    ----------
    totals : mapping of str to pandas.DataFrame
        Side → the result of :func:`analysis.trade.yearly_totals`.
    reading : Reading
        Its side comes first.

    Returns
    -------
    str
        One paragraph.
    """
    chosen = totals[reading.side]
    usable = chosen[chosen["is_comparable"] & chosen["turnover_usd"].notna()]
    if usable.empty:
        most = reading.count(chosen["n_states"].max())
        return (
            f"In {reading.figures()} no year of this span has both flows, at least half of the "
            f"chosen states and the large ones among them (at most {most} on record), so that no "
            "level or trend can be stated."
        )
    peak = highest(usable, "turnover_usd")
    first, last = usable.iloc[0], usable.iloc[-1]
    year = int(peak["year"])
    text = (
        f"By {reading.figures()}, turnover was highest in **{year}: "
        f"{million(peak['turnover_usd'], reading.unit)}** ({million(peak['exports_usd'])} to "
        f"{reading.the_partner}, {million(peak['imports_usd'])} from {reading.the_partner}; "
        f"{reading.count(peak['n_states'])})"
    )
    other = totals[reading.other_side].set_index("year").reindex([year]).iloc[0]
    if pd.notna(other["turnover_usd"]):
        difference = other["turnover_usd"] / peak["turnover_usd"] - 1
        text += (
            f"; {reading.figures(reading.other_side)} for that year add up to "
            f"{million(other['turnover_usd'])} ({100 * difference:+.0f} %, "
            f"{reading.count(other['n_states'])})"
        )
    text += "."
    if len(usable) > 1:
        text += (
            f" The first comparable year, {int(first['year'])}, has "
            f"{million(first['turnover_usd'])} ({reading.count(first['n_states'])}), the last, "
            f"{int(last['year'])}, "
            f"{million(last['turnover_usd'])} ({reading.count(last['n_states'])})."
        )
    few = chosen[~chosen["is_comparable"]]
    if len(few):
        text += (
            f" {len(few)} of {count(len(chosen), 'year')} ({spans(few['year'])}) lack one of the "
            "flows, half of the states or a large partner: what is on record there is no turnover "
            "of the group and enters no trend."
        )
    return text


def on_stated(stated: pd.DataFrame, totals: pd.DataFrame, reading: Reading) -> str:
    """Set what others state as turnover against the sum of the chosen side's figures.

    Parameters
    ----------
    stated : pandas.DataFrame
        From :func:`analysis.trade.stated_turnover`.
    totals : pandas.DataFrame
        From :func:`analysis.trade.yearly_totals`.
    reading : Reading
        For the unit and the partner.

    Returns
    -------
    str
        One paragraph.
    """
    if stated.empty:
        return (
            f"No whole-year turnover with {reading.the_partner} is stated elsewhere for these "
            "states and years."
        )
    parts = []
    for row in stated.to_dict("records"):
        part = f"{row['year']}: {million(row['value_usd'])} ({row['who']})"
        rows = totals[(totals["year"] == row["year"]) & totals["is_comparable"]]
        if len(rows):
            summed, n_states = rows.iloc[0][["turnover_usd", "n_states"]]
            part += f" against {million(summed)} from {reading.count(n_states)}"
        parts.append(part)
    return (
        f"Stated elsewhere as turnover, in million {reading.unit}, and the sum above where a year "
        f"has one that is comparable: {'; '.join(parts)}. These are rival "
        "readings whose definitions differ or are not given; no sum or growth rate uses them."
    )


def on_flows(totals: pd.DataFrame, reading: Reading) -> str:
    """Say which way the goods went: years and size of the surplus or deficit with the partner.

    Parameters
    ----------
    totals : pandas.DataFrame
        From :func:`analysis.trade.yearly_totals`.
    reading : Reading
        For the partner.

    Returns
    -------
    str
        One paragraph.
    """
    columns = list(FLOW_COLUMNS)
    usable = totals[totals["is_comparable"]].dropna(subset=columns)
    if usable.empty:
        return "No comparable year has both flows, so that no balance can be stated."
    usable = usable.assign(share=usable[columns[0]] / usable[columns].sum(axis=1))
    exports, imports = (reading.flow(flow) for flow in FLOWS)
    if len(usable) == 1:
        only = usable.iloc[0]
        return f"In {int(only['year'])} {exports} were {percent(only['share'])} of turnover."
    surplus = usable[usable[columns[0]] > usable[columns[1]]]
    most, least = highest(usable, "share"), lowest(usable, "share")
    return (
        f"{capitalize(exports)} exceed {imports} in {len(surplus)} of {len(usable)} "
        f"comparable years. They were the largest part of turnover in {int(most['year'])} "
        f"({percent(most['share'])}) and the smallest in {int(least['year'])} "
        f"({percent(least['share'])})."
    )


def on_growth(growth: pd.DataFrame) -> str:
    """Say how fast turnover grew in the whole span and in the period of fastest fall or rise.

    Parameters
    ----------
    growth : pandas.DataFrame
        From :func:`analysis.trade.growth_table`, the whole span first.

    Returns
    -------
    str
        One paragraph.
    """
    known = growth.dropna(subset=["cagr"])
    if known.empty:
        return "Growth needs two comparable years; this selection has fewer."
    whole = known.iloc[0]
    text = (
        f"From {int(whole['first_year'])} to {int(whole['last_year'])} turnover changed by "
        f"**{100 * whole['cagr']:+.1f} % a year** (compound)"
    )
    rest = known.iloc[1:]
    if len(rest) > 1:
        best, worst = highest(rest, "cagr"), lowest(rest, "cagr")
        text += (
            f"; of the other periods it was fastest in {int(best['first_year'])}–"
            f"{int(best['last_year'])} ({100 * best['cagr']:+.1f} % a year) and slowest in "
            f"{int(worst['first_year'])}–{int(worst['last_year'])} ({100 * worst['cagr']:+.1f} %)"
        )
    return (
        text + ". A compound rate depends on its end years alone, so that a single odd year "
        "(see the mirror gaps) moves it."
    )
