"""Turnover, flows and growth."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.trade.sentences.words import (
    OTHER_SIDE,
    WHOSE,
    count_states,
    highest,
    lowest,
    million,
    percent,
    spans,
)


def on_turnover(totals: Mapping[str, pd.DataFrame], reporter: str, unit: str) -> str:
    """Say where turnover peaked, what the other side reported then, and how it ended.

    Parameters
    ----------
    totals : mapping of str to pandas.DataFrame
        ``RUS`` and ``partner`` → the result of :func:`analysis.trade.yearly_totals`.
    reporter : {"RUS", "partner"}
        Whose figures come first.
    unit : str
        What the values are in, for example ``"USD"``.

    Returns
    -------
    str
        One paragraph.
    """
    chosen = totals[reporter]
    usable = chosen[chosen["is_comparable"] & chosen["turnover_usd"].notna()]
    if usable.empty:
        return (
            f"In {WHOSE[reporter]} no year of this span has both flows, at least half of the "
            f"chosen states and the large ones among them (at most "
            f"{count_states(chosen['n_states'].max())} are on record), so that no level or "
            "trend can be stated."
        )
    peak = highest(usable, "turnover_usd")
    first, last = usable.iloc[0], usable.iloc[-1]
    year = int(peak["year"])
    text = (
        f"By {WHOSE[reporter]}, turnover was highest in **{year}: "
        f"{million(peak['turnover_usd'], unit)}** ({million(peak['exports_usd'])} to "
        f"Russia, {million(peak['imports_usd'])} from Russia; "
        f"{count_states(peak['n_states'])})"
    )
    other = totals[OTHER_SIDE[reporter]].set_index("year").reindex([year]).iloc[0]
    if pd.notna(other["turnover_usd"]):
        difference = other["turnover_usd"] / peak["turnover_usd"] - 1
        text += (
            f"; {WHOSE[OTHER_SIDE[reporter]]} for that year add up to "
            f"{million(other['turnover_usd'])} ({100 * difference:+.0f} %, "
            f"{count_states(other['n_states'])})"
        )
    text += "."
    if len(usable) > 1:
        text += (
            f" The first comparable year, {int(first['year'])}, has "
            f"{million(first['turnover_usd'])} ({count_states(first['n_states'])}), the last, "
            f"{int(last['year'])}, "
            f"{million(last['turnover_usd'])} ({count_states(last['n_states'])})."
        )
    few = chosen[~chosen["is_comparable"]]
    if len(few):
        text += (
            f" {len(few)} of {len(chosen)} years ({spans(few['year'])}) lack one of the flows, "
            "half of the states or a large partner: what is on record there is no turnover of the "
            "group and enters no trend."
        )
    return text


def on_stated(stated: pd.DataFrame, totals: pd.DataFrame, unit: str) -> str:
    """Set what others state as turnover against the sum of the chosen reporter's figures.

    Parameters
    ----------
    stated : pandas.DataFrame
        From :func:`analysis.trade.stated_turnover`, of the years shown.
    totals : pandas.DataFrame
        From :func:`analysis.trade.yearly_totals`.
    unit : str
        What the values are in.

    Returns
    -------
    str
        One paragraph.
    """
    if stated.empty:
        return "No whole-year turnover is stated elsewhere for these states and years."
    parts = []
    for row in stated.to_dict("records"):
        part = f"{row['year']}: {million(row['value_usd'])} ({row['who']})"
        rows = totals[(totals["year"] == row["year"]) & totals["is_comparable"]]
        if len(rows):
            summed, n_states = rows.iloc[0][["turnover_usd", "n_states"]]
            part += f" against {million(summed)} from {count_states(n_states)}"
        parts.append(part)
    return (
        f"Stated elsewhere as turnover, in million {unit}, and the sum above where a year has one "
        f"that is comparable: {'; '.join(parts)}. These are rival "
        "readings whose definitions differ or are not given; no sum or growth rate uses them."
    )


def on_flows(totals: pd.DataFrame) -> str:
    """Say which way the goods went: years and size of the surplus or deficit with Russia.

    Parameters
    ----------
    totals : pandas.DataFrame
        From :func:`analysis.trade.yearly_totals`.

    Returns
    -------
    str
        One paragraph.
    """
    flows = ["exports_usd", "imports_usd"]
    usable = totals[totals["is_comparable"]].dropna(subset=flows)
    if usable.empty:
        return "No comparable year has both flows, so that no balance can be stated."
    usable = usable.assign(share=usable[flows[0]] / usable[flows].sum(axis=1))
    if len(usable) == 1:
        only = usable.iloc[0]
        return (
            f"In {int(only['year'])} exports to Russia were {percent(only['share'])} of turnover."
        )
    surplus = usable[usable[flows[0]] > usable[flows[1]]]
    most, least = highest(usable, "share"), lowest(usable, "share")
    return (
        f"Exports to Russia exceed imports from Russia in {len(surplus)} of {len(usable)} "
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
