"""The printed tables."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.notebook.words import join_words, million, percent, spans
from analysis.trade.printed import NO_ERROR
from analysis.trade.reading import Reading

#: A printed flow is close to the reported one within this, and far off beyond this factor.
_CLOSE, _FAR = 0.10, 2.0


def on_balances(balances: pd.DataFrame, reading: Reading) -> str:
    """Say how many printed balances are wrong, which, and how.

    Parameters
    ----------
    balances : pandas.DataFrame
        From :func:`analysis.trade.balances`.
    reading : Reading
        For the names.

    Returns
    -------
    str
        One paragraph and a list.
    """
    names = reading.names
    wrong = balances[~balances["verdict"].isin(NO_ERROR)]
    right, missing = (int((balances["verdict"] == verdict).sum()) for verdict in NO_ERROR)
    lines = [
        f"Of {len(balances)} cells of the table of balances, {right} equal exports minus imports, "
        f"{missing} are empty because a flow is missing too, and **{len(wrong)} are wrong**:",
        "",
    ]
    for cell in wrong.to_dict("records"):
        where = f"{names[cell['iso3']]} {cell['year']}"
        printed = f"{cell['printed_thousand_usd']:,}"
        why = (
            f" ({printed}); the other flow is missing, so the balance is undefined."
            if pd.isna(cell["recomputed_thousand_usd"])
            else f"; printed {printed}, exports minus imports are "
            f"{cell['recomputed_thousand_usd']:,} "
            f"(difference {cell['difference_thousand_usd']:+,})."
        )
        lines.append(f"- **{where}**: {cell['verdict']}{why}")
    return "\n".join(lines)


def on_part_year(compared: pd.DataFrame, part_years: Sequence[int], reading: Reading) -> str:
    """Say how far the printed flows are from the states' own reports, year by year.

    Parameters
    ----------
    compared : pandas.DataFrame
        From :func:`analysis.trade.compare_printed`.
    part_years : sequence of int
        Years of which the printed tables hold some months only
        (:func:`analysis.trade.part_years`).
    reading : Reading
        For the names and the partner.

    Returns
    -------
    str
        One paragraph.
    """
    if compared.empty:
        return "No state reported a whole year of the flows that are printed."
    part = compared["year"].isin(part_years)
    sums = compared[part].groupby("flow")[["printed_usd", "reported_usd"]].sum()
    shares = [
        f"{percent(row['printed_usd'] / row['reported_usd'])} of the {reading.flow(flow)}"
        for flow, row in zip(sums.index.astype(str), sums.to_dict("records"), strict=True)
    ]
    before = compared[~part]
    close = int(((before["ratio"] - 1).abs() <= _CLOSE).sum())
    odd = before[(before["ratio"] < 1 / _FAR) | (before["ratio"] > _FAR)]
    text = (
        f"In {spans(before['year'])}, {close} of {len(before)} printed flows lie within "
        f"{percent(_CLOSE)} of what the state itself reported."
    )
    if shares:
        text += (
            f" In {spans(part_years)} the printed flows hold {join_words(shares)} of the same "
            "states: the column is **part of a year and enters no series below**."
        )
    if len(odd):
        states = sorted({reading.names[iso3] for iso3 in odd["iso3"]})
        cells = "; ".join(
            f"{reading.flow(row['flow'])} {row['year']} {million(row['printed_usd'])} against "
            f"{million(row['reported_usd'])}"
            for row in odd.to_dict("records")
        )
        text += f" Off by more than a factor of two (million USD): {join_words(states)} ({cells})."
    return text
