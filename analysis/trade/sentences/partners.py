"""The states as partners, their concentration, and whose figures exist."""

from __future__ import annotations

import pandas as pd

from analysis.notebook.words import count, join_words, million, percent, spans
from analysis.trade.reading import Reading
from analysis.trade.sentences.words import highest, lowest

#: Partners that a sentence names at most.
_NAMED = 4


def on_concentration(concentration: pd.DataFrame, k: int) -> str:
    """Say when turnover was most and least concentrated, and what the largest partners hold.

    Parameters
    ----------
    concentration : pandas.DataFrame
        From :func:`analysis.trade.measure_concentration`.
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


def on_partners(ranking: pd.DataFrame, reading: Reading) -> str:
    """Say who the largest partners are and what they hold together.

    Parameters
    ----------
    ranking : pandas.DataFrame
        From :func:`analysis.trade.rank_partners`.
    reading : Reading
        For the names, the partner and the unit.

    Returns
    -------
    str
        One paragraph.
    """
    names, exports, imports = reading.names, reading.flow("exports"), reading.flow("imports")
    if ranking.empty:
        return "No year has enough states on record to rank partners."
    if len(ranking) == 1:
        only = ranking.iloc[0]
        return (
            f"{names[str(only['iso3'])]} alone is on record; its {exports} were "
            f"{million(only['exports_usd'])} million and its {imports} "
            f"{million(only['imports_usd'])} million {reading.unit} a year in the mean of "
            f"{count(only['n_years'], 'comparable year')}."
        )
    top = ranking.head(_NAMED)
    listed = ", ".join(
        f"{names[row['iso3']]} ({percent(row['share'], 1)})" for row in top.to_dict("records")
    )
    sells = top["exports_usd"] > top["imports_usd"]
    sellers = [names[iso3] for iso3 in top.loc[sells, "iso3"]]
    text = f"Largest partners over the comparable years of the span: {listed}"
    if len(ranking) > _NAMED:
        text += f"; together {percent(top['share'].sum(), 1)} of the turnover on record"
    text += ". "
    partner = reading.the_partner
    return text + (
        f"Of these, {join_words(sellers)} sold more to {partner} than bought from it."
        if sellers
        else f"None of these sold more to {partner} than it bought from it."
    )


def on_coverage(classes: pd.DataFrame, reading: Reading) -> str:
    """Say how much of the states and years has figures, and from whom.

    Parameters
    ----------
    classes : pandas.DataFrame
        From :func:`analysis.trade.classify_coverage`.
    reading : Reading
        For the partner.

    Returns
    -------
    str
        One paragraph.
    """
    if classes.empty:
        return reading.says_nothing("figures of these states and years")
    share = classes["who"].value_counts(normalize=True)
    states = classes["iso3"].nunique()
    none = classes[classes["who"] == "none"].groupby("year")["iso3"].nunique()
    bare = none[none == states].index
    text = (
        f"Of {count(len(classes), 'state-year')}, {percent(share.get('both', 0.0))} have figures "
        f"from both sides, {percent(share.get('counterpart', 0.0))} from {reading.the_partner} "
        f"alone, {percent(share.get('states', 0.0))} from the state alone, and "
        f"{percent(share.get('none', 0.0))} none."
    )
    return text + (f" No state has any in {spans(bare)}." if len(bare) else "")
