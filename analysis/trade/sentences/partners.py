"""Partners, their concentration, and whose figures exist."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.trade.sentences.words import (
    ONLY_RUSSIA,
    ONLY_STATE,
    highest,
    join_words,
    lowest,
    million,
    percent,
    spans,
)


def on_concentration(concentration: pd.DataFrame, k: int) -> str:
    """Say when turnover was most and least concentrated, and what the largest partners hold.

    Parameters
    ----------
    concentration : pandas.DataFrame
        From :func:`analysis.trade.concentration`.
    k : int
        Partners in the share.

    Returns
    -------
    str
        One paragraph.
    """
    usable = concentration[concentration["is_comparable"]].dropna(subset=["hhi"])
    if usable.empty:
        return "No year has enough states on record to measure concentration."
    if usable["n_states"].max() == 1:
        return "With one partner alone the index and the share are 1 by definition."
    high, low = highest(usable, "hhi"), lowest(usable, "hhi")
    shares = usable["top_share"]
    largest = f"{k} largest partners" if k > 1 else "largest partner"
    if len(usable) == 1:
        return (
            f"In {int(high['year'])} the index was **{high['hhi']:.3f}**, as if trade were spread "
            f"evenly over {1 / high['hhi']:.1f} partners; the {largest} held "
            f"{percent(shares.max(), 1)} of the turnover on record."
        )
    return (
        f"The index was highest in {int(high['year'])} (**{high['hhi']:.3f}**, as if trade were "
        f"spread evenly over {1 / high['hhi']:.1f} partners) and lowest in {int(low['year'])} "
        f"(**{low['hhi']:.3f}**, {1 / low['hhi']:.1f} partners). The {largest} held "
        f"from {percent(shares.min(), 1)} to {percent(shares.max(), 1)} of the turnover on "
        "record in any comparable year."
    )


def on_partners(ranking: pd.DataFrame, names: Mapping[str, str], unit: str) -> str:
    """Say who the largest partners are and what they hold together.

    Parameters
    ----------
    ranking : pandas.DataFrame
        From :func:`analysis.trade.rank_partners`.
    names : mapping of str to str
        ISO3 code to name.
    unit : str
        What the values are in.

    Returns
    -------
    str
        One paragraph.
    """
    if ranking.empty:
        return "No year has enough states on record to rank partners."
    if len(ranking) == 1:
        only = ranking.iloc[0]
        return (
            f"{names[str(only['iso3'])]} alone is chosen; its exports to Russia were "
            f"{million(only['exports_usd'])} million and its imports from Russia "
            f"{million(only['imports_usd'])} million {unit} a year in the mean of "
            f"{only['n_years']} comparable years."
        )
    top = ranking.head(4)
    listed = ", ".join(
        f"{names[row['iso3']]} ({percent(row['share'], 1)})" for row in top.to_dict("records")
    )
    sells = top["exports_usd"] > top["imports_usd"]
    sellers = [names[iso3] for iso3 in top.loc[sells, "iso3"]]
    text = f"Largest partners over the comparable years of the span: {listed}"
    if len(ranking) > 4:
        text += f"; together {percent(top['share'].sum(), 1)} of the turnover on record"
    text += ". "
    return text + (
        f"Of these, {join_words(sellers)} sold more to Russia than bought from it."
        if sellers
        else "None of these sold more to Russia than it bought from it."
    )


def on_coverage(classes: pd.DataFrame) -> str:
    """Say how much of the states and years has figures, and from whom.

    Parameters
    ----------
    classes : pandas.DataFrame
        From :func:`analysis.trade.classify_coverage`.

    Returns
    -------
    str
        One paragraph.
    """
    share = classes["who"].value_counts(normalize=True)
    none = classes[classes["who"] == "no figures"]
    empty = none.groupby("year")["iso3"].nunique().reindex(sorted(classes["year"].unique()))
    states = classes["iso3"].nunique()
    bare = [year for year, count in empty.items() if count == states]
    text = (
        f"Of {len(classes)} state-years, {percent(share.get('both sides', 0.0))} have figures "
        f"from both sides, {percent(share.get(ONLY_RUSSIA, 0.0))} from Russia alone, "
        f"{percent(share.get(ONLY_STATE, 0.0))} from the state alone, and "
        f"{percent(share.get('no figures', 0.0))} none."
    )
    if bare:
        text += f" No state has any in {spans(pd.Series(bare))}."
    return text
