"""The printed tables."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.trade.printed import NO_ERROR
from analysis.trade.sentences.words import FLOW, PART_YEAR, join_words, million, percent


def on_balances(balances: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Say how many printed balances are wrong, which, and how.

    Parameters
    ----------
    balances : pandas.DataFrame
        From :func:`analysis.trade.balances`.
    names : mapping of str to str
        ISO3 code to name.

    Returns
    -------
    str
        One paragraph and a list.
    """
    wrong = balances[~balances["verdict"].isin(NO_ERROR)]
    right = int((balances["verdict"] == "right").sum())
    missing = int((balances["verdict"] == "missing").sum())
    lines = [
        f"Of {len(balances)} cells of the table of balances, {right} equal exports minus imports, "
        f"{missing} are empty because a flow is missing too, and **{len(wrong)} are wrong**:",
        "",
    ]
    for cell in wrong.to_dict("records"):
        where = f"{names[cell['iso3']]} {cell['year']}"
        printed = f"{cell['printed_thousand_usd']:,}"
        if pd.isna(cell["recomputed_thousand_usd"]):
            lines.append(
                f"- **{where}**: {cell['verdict']} ({printed}); the other flow is missing, so the "
                "balance is undefined."
            )
        else:
            lines.append(
                f"- **{where}**: {cell['verdict']}; printed {printed}, exports minus imports are "
                f"{cell['recomputed_thousand_usd']:,} (difference "
                f"{cell['difference_thousand_usd']:+,})."
            )
    return "\n".join(lines)


def on_part_year(compared: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Say how far the printed flows are from the states' own reports, year by year.

    Parameters
    ----------
    compared : pandas.DataFrame
        From :func:`analysis.trade.compare_printed`.
    names : mapping of str to str
        ISO3 code to name.

    Returns
    -------
    str
        One paragraph.
    """
    part = compared["year"] == PART_YEAR
    sums = compared[part].groupby("flow")[["printed_usd", "reported_usd"]].sum()
    shares = [
        f"{percent(row['printed_usd'] / row['reported_usd'])} of the {FLOW[flow]}"
        for flow, row in zip(sums.index.astype(str), sums.to_dict("records"), strict=True)
    ]
    before = compared[~part]
    close = int(((before["ratio"] - 1).abs() <= 0.10).sum())
    odd = before[(before["ratio"] < 0.5) | (before["ratio"] > 2)]
    text = (
        f"Up to {PART_YEAR - 1}, {close} of {len(before)} printed flows lie within 10 % of what "
        f"the state itself reported. In {PART_YEAR} the printed flows hold "
        f"{join_words(shares)} of "
        f"the same states: the column is **part of a year and enters no series below**."
    )
    if len(odd):
        states = sorted({names[iso3] for iso3 in odd["iso3"]})
        cells = "; ".join(
            f"{FLOW[row['flow']]} {row['year']} {million(row['printed_usd'])} against "
            f"{million(row['reported_usd'])}"
            for row in odd.to_dict("records")
        )
        text += f" Off by more than a factor of two (million USD): {join_words(states)} ({cells})."
    return text
