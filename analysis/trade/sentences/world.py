"""Shares, intensities, products, ranges and the sensitivity of headlines."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.trade.sentences.words import (
    FLOW,
    highest,
    join_words,
    lowest,
    million,
    percent,
    spans,
)


def on_range(ranges: pd.DataFrame, exceptions: pd.DataFrame, unit: str) -> str:
    """Say how wide the readings of turnover lie apart, and where most.

    Parameters
    ----------
    ranges : pandas.DataFrame
        From :func:`analysis.trade.range_by_year`.
    exceptions : pandas.DataFrame
        From :func:`analysis.trade.exceptions_in`.
    unit : str
        What the values are in.

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
    text = (
        f"The readings of one year's turnover lie {percent(known['width'].median())} apart in the "
        f"median of {len(known)} years, least in {int(closest['year'])} "
        f"({percent(closest['width'])}) and most in {int(widest['year'])} "
        f"({percent(widest['width'])}: {million(widest['low_usd'])} by {widest['low_reading']}, "
        f"{million(widest['high_usd'])} million {unit} by {widest['high_reading']}). The highest "
        f"year, **{int(peak['year'])}, is between {million(peak['low_usd'])} and "
        f"{million(peak['high_usd'])} million {unit}**."
    )
    bare = ranges.loc[ranges["n_readings"] == 0, "year"]
    if len(bare):
        text += f" No reading is comparable in {spans(bare)}."
    if len(exceptions):
        text += f" {len(exceptions)} named exceptions touch these states and years (see the table)."
    return text


def on_shares(shares: pd.DataFrame, comparable: pd.Series) -> str:
    """Say what the trade weighs for either side.

    Parameters
    ----------
    shares : pandas.DataFrame
        From :func:`analysis.trade.share_of_world_trade`, several readings under one another.
    comparable : pandas.Series
        Whether each year (the label) may be joined to a trend.

    Returns
    -------
    str
        One paragraph.
    """
    usable = shares[shares["year"].map(comparable).fillna(False).astype(bool)]
    columns = ["share_of_russia_turnover", "share_of_states_turnover"]
    usable = usable.dropna(subset=columns)
    if usable.empty:
        return "No comparable year has both a flow and totals to set it against."
    low, high = usable.groupby("year")[columns].min(), usable.groupby("year")[columns].max()
    first, last = int(usable["year"].min()), int(usable["year"].max())

    def between(year: int, column: str) -> str:
        bounds = low[column].to_dict()[year], high[column].to_dict()[year]
        return f"{100 * bounds[0]:.1f}–{100 * bounds[1]:.1f} %"

    parts = []
    for column, words in zip(
        columns, ("of Russia's trade with the world", "of the states' trade"), strict=True
    ):
        years = [first] if first == last else [first, last]
        parts.append(words + " " + ", ".join(f"{between(y, column)} in {y}" for y in years))
    return (
        "These states and Russia trade with each other (range over reporters and sources of the "
        f"totals) {'; and '.join(parts)}. A share is free of the price level and of growth that "
        "all trade has in common, so that it answers another question than the level does."
    )


def on_intensities(means: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Say where trade is more or less than the partners' weight in the world suggests.

    Parameters
    ----------
    means : pandas.DataFrame
        From :func:`analysis.trade.mean_intensities`.
    names : mapping of str to str
        ISO3 code to name.

    Returns
    -------
    str
        One paragraph.
    """
    if means.empty:
        return "No intensity: a flow, or a total with the world, is missing."
    parts = []
    for flow, label in FLOW.items():
        rows = means[means["flow"] == flow]
        if rows.empty:
            continue
        above = rows[rows["low"] > 1].sort_values("intensity", ascending=False)
        listed = [
            f"{names[row['iso3']]} ({row['low']:.1f}–{row['high']:.1f})"
            for row in above.head(5).to_dict("records")
        ]
        said = join_words(listed) if listed else "no state"
        parts.append(f"in {label}, above 1 by every reading for {said} of {len(rows)} on record")
    return (
        f"Trade intensity is {'; '.join(parts)}. It allows for the size of both economies' trade, "
        "not for distance, language or history: the gravity section does."
    )


def on_structure(
    shares: pd.DataFrame, label: Mapping[str, str], states: list[str], names: Mapping[str, str]
) -> str:
    """Say which products make up either flow in the first and the last year.

    Parameters
    ----------
    shares : pandas.DataFrame
        From :func:`analysis.trade.structure`.
    label : mapping of str to str
        Product to its name.
    states : list of str
        States on record.
    names : mapping of str to str
        ISO3 code to name.

    Returns
    -------
    str
        One paragraph.
    """
    if shares.empty:
        return "No product structure is on record for these states and years."
    parts = []
    for flow, words in FLOW.items():
        rows = shares[(shares["flow"] == flow) & (shares["product"] != "other")]
        for year in sorted({rows["year"].min(), rows["year"].max()}) if len(rows) else []:
            top = rows[rows["year"] == year].nlargest(3, "share")
            listed = ", ".join(
                f"{label.get(row['product'], row['product'])} {percent(row['share'])}"
                for row in top.to_dict("records")
            )
            parts.append(f"{words} {year}: {listed}")
    who = (
        join_words([names[iso3] for iso3 in states])
        if len(states) <= 6
        else f"{len(states)} states"
    )
    return f"Largest product groups ({who}): {'; '.join(parts)}."


def on_advantages(table: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Say in which product groups Russia and the states specialise.

    Parameters
    ----------
    table : pandas.DataFrame
        Median over the years: ``iso3, product, rsca``.
    names : mapping of str to str
        ISO3 code to name, with ``RUS``.

    Returns
    -------
    str
        One paragraph.
    """
    russia = table[(table["iso3"] == "RUS") & (table["rsca"] > 0)]
    states = table[table["iso3"] != "RUS"]
    if russia.empty or states.empty:
        return "No product groups on record for these states and years."
    strong = russia.sort_values("rsca", ascending=False)["product"].str.lower().tolist()
    counts = states[states["rsca"] > 0].groupby("product")["iso3"].nunique()
    n_states = states["iso3"].nunique()
    both = [product for product in russia["product"] if counts.get(product, 0) > n_states / 2]
    common = counts.sort_values(ascending=False, kind="stable").head(3)
    listed = [f"{str(product).lower()} ({count})" for product, count in common.items()]
    text = (
        f"In the median of these years Russia has a revealed advantage in {join_words(strong)}; "
        f"most of {n_states} states have one in {join_words(listed)}."
    )
    if both:
        return text + f" More than half of the states share Russia's in {join_words(both).lower()}."
    return text + " In none of Russia's groups do more than half of the states have one too."


def on_fit(complementarity: pd.DataFrame, two_way: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Say how well structures fit and how much trade goes both ways.

    Parameters
    ----------
    complementarity : pandas.DataFrame
        From :func:`analysis.trade.complementarities`.
    two_way : pandas.DataFrame
        Rows of ``trade/two_way`` by HS chapter.
    names : mapping of str to str
        ISO3 code to name.

    Returns
    -------
    str
        One paragraph.
    """
    parts = []
    for flow, words in FLOW.items():
        rows = complementarity[complementarity["flow"] == flow]["complementarity"]
        if len(rows):
            parts.append(f"{words} {rows.median():.0f} (quartiles {rows.quantile(0.25):.0f} and "
                         f"{rows.quantile(0.75):.0f})")  # fmt: skip
    text = f"Median complementarity: {'; '.join(parts)}." if parts else ""
    if len(two_way):
        most = highest(two_way, "grubel_lloyd")
        text += (
            f" Two-way trade within HS chapters is {percent(two_way['grubel_lloyd'].median(), 1)} "
            f"in the median state and year, at most {percent(most['grubel_lloyd'])} "
            f"({names[str(most['iso3'])]} {int(most['year'])}): different goods are exchanged, "
            "hardly ever the same."
        )
    return text.strip() or "No product groups are on record for these states and years."


def on_bounds(bounds: pd.DataFrame) -> str:
    """Say what the product tables say of claimed shares.

    Parameters
    ----------
    bounds : pandas.DataFrame
        From :func:`analysis.trade.claimed.product_bounds`.

    Returns
    -------
    str
        One paragraph.
    """
    parts = [
        f"{row['product']} {row['year']}: {million(row['part_usd'])} of "
        f"{million(row['whole_usd'])} million USD, {percent(row['share'])}"
        for row in bounds.dropna(subset=["share"]).to_dict("records")
    ]
    return (
        "The region's part in Russia's exports, as far as product tables reach (numerator and "
        f"denominator as in the table above): {'; '.join(parts)}. No table here has products of "
        "four or six digits for all of Russia's suppliers in 2012, so that shares stated for "
        "bananas, soya, beef, sugar or flowers cannot be tested with it."
    )


def on_sensitivity(frame: pd.DataFrame) -> str:
    """Say how far each headline moves with the choices made.

    Parameters
    ----------
    frame : pandas.DataFrame
        From :func:`analysis.trade.sensitivity`.

    Returns
    -------
    str
        One paragraph.
    """
    known = frame.dropna(subset=["value"])
    if known.empty:
        return "No comparable year: no headline whose sensitivity could be stated."
    parts = []
    for headline, rows in known.groupby("headline", sort=False):
        low, high = lowest(rows, "value"), highest(rows, "value")
        digits = 0 if "million" in str(headline) or str(headline)[-4:] == "year" else 1
        digits = 3 if "index" in str(headline) else digits
        width = f",.{digits}f"
        if headline == "peak year":
            years = spans(rows["value"].drop_duplicates())
            parts.append(f"the peak falls in {years}")
        else:
            parts.append(
                f"{headline}: {format(low['value'], width)} ({low['reading']}) to "
                f"{format(high['value'], width)} ({high['reading']})"
            )
    return "Over all readings, " + "; ".join(parts) + "."


def on_reliability(reliability: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Say whose reports agree most and least with their partners'.

    Parameters
    ----------
    reliability : pandas.DataFrame
        ``trade/mirror_reliability`` of the states chosen and Russia.
    names : mapping of str to str
        ISO3 code to name, with ``RUS``.

    Returns
    -------
    str
        One paragraph.
    """
    parts = []
    for side in ("exporter", "importer"):
        rows = reliability[reliability["side"] == side].sort_values(["deviation", "iso3"])
        russia = rows[rows["iso3"] == "RUS"]
        if len(rows) < 3 or russia.empty:
            continue
        place = int((rows["deviation"] < russia["deviation"].item()).sum()) + 1
        best, worst = rows.iloc[0], rows.iloc[-1]
        error = 1.96 * russia["standard_error"].item()
        parts.append(
            f"as {side}, {names[str(best['iso3'])]} agrees best ({best['deviation']:.2f}) and "
            f"{names[str(worst['iso3'])]} least ({worst['deviation']:.2f}); Russia is number "
            f"{place} of {len(rows)} ({russia['deviation'].item():.2f} ± {error:.2f})"
        )
    if not parts:
        return "Too few states to compare the agreement of their reports with their partners'."
    return (
        "Expected absolute log ratio of both reports with the mean partner (0.1 is about 10 %): "
        f"{'; '.join(parts)}. It measures agreement, not truth: goods that pass through third "
        "countries make both sides differ though both count rightly."
    )
