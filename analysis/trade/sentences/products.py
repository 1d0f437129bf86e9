"""What is traded: product groups, specialisation, how well both sides' structures fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.contracts import FLOWS
from analysis.notebook.words import count, join_words, million, percent, whose
from analysis.trade.products import OTHER
from analysis.trade.reading import Reading
from analysis.trade.sentences.words import highest

#: States that are named one by one; more are counted.
_NAMED = 6


def on_structure(
    shares: pd.DataFrame, labels: Mapping[str, str], states: Sequence[str], reading: Reading
) -> str:
    """Say which products make up either flow in the first and the last year.

    Parameters
    ----------
    shares : pandas.DataFrame
        From :func:`analysis.trade.structure`.
    labels : mapping of str to str
        From :func:`analysis.trade.label_products`.
    states : sequence of str
        States on record.
    reading : Reading
        For the words.

    Returns
    -------
    str
        One paragraph.
    """
    if shares.empty:
        return "No product structure is on record for these states and years."
    parts = []
    for flow in FLOWS:
        rows = shares[(shares["flow"] == flow) & (shares["product"] != OTHER)]
        for year in sorted({rows["year"].min(), rows["year"].max()}) if len(rows) else []:
            top = rows[rows["year"] == year].nlargest(3, "share").to_dict("records")
            listed = [f"{labels[row['product']]} {percent(row['share'])}" for row in top]
            parts.append(f"{reading.flow(flow)} {year}: {', '.join(listed)}")
    named = join_words([reading.names[iso3] for iso3 in states])
    who = named if len(states) <= _NAMED else count(len(states), "state")
    return f"Largest product groups ({who}): {'; '.join(parts)}."


def on_advantages(table: pd.DataFrame, reading: Reading) -> str:
    """Say in which product groups the partner and the states specialise.

    Parameters
    ----------
    table : pandas.DataFrame
        Median over the years: ``iso3, product, rsca``, with the partner.
    reading : Reading
        For the words.

    Returns
    -------
    str
        One paragraph.
    """
    is_partner = table["iso3"] == reading.partner
    strong = table[is_partner & (table["rsca"] > 0)].sort_values("rsca", ascending=False)
    states = table[~is_partner]
    if strong.empty or states.empty:
        return "No product groups on record for these states and years."
    has_one = states[states["rsca"] > 0].groupby("product")["iso3"].nunique()
    n_states = states["iso3"].nunique()
    own = join_words(strong["product"].str.lower().tolist())
    text = f"In the median of these years {reading.the_partner} has a revealed advantage in {own}; "
    common = has_one.sort_values(ascending=False, kind="stable").head(3)
    both = [each for each in strong["product"] if has_one.get(each, 0) > n_states / 2]
    if n_states == 1:
        listed = has_one.index.str.lower().tolist()
        name = reading.names[str(states["iso3"].iloc[0])]
        text += f"{name} has one in {join_words(listed) or 'none'}. "
        return text + (
            f"Both have one in {join_words(both).lower()}." if both else "None is common."
        )
    listed = [f"{str(product).lower()} ({n})" for product, n in common.items()]
    of = f"of {count(n_states, 'state')}, the largest numbers have one in {join_words(listed)}"
    text += f"{of}." if listed else "no state has one in any."
    own = whose(reading.partner)
    if both:
        return text + f" More than half of the states share {own} in {join_words(both).lower()}."
    return text + f" In none of {own} groups do more than half of the states have one too."


def on_fit(complementarity: pd.DataFrame, two_way: pd.DataFrame, reading: Reading) -> str:
    """Say how well structures fit and how much trade goes both ways.

    Parameters
    ----------
    complementarity : pandas.DataFrame
        From :func:`analysis.trade.complementarities`.
    two_way : pandas.DataFrame
        Rows of ``trade/two_way`` by HS chapter.
    reading : Reading
        For the words.

    Returns
    -------
    str
        One paragraph.
    """
    parts = []
    for flow in FLOWS:
        rows = complementarity[complementarity["flow"] == flow]["complementarity"]
        if len(rows):
            low, middle, high = (rows.quantile(each) for each in (0.25, 0.5, 0.75))
            parts.append(f"{reading.flow(flow)} {middle:.0f} (quartiles {low:.0f} and {high:.0f})")
    said = [f"Median complementarity: {'; '.join(parts)}."] if parts else []
    if len(two_way):
        most = highest(two_way, "grubel_lloyd")
        one_way = ": everywhere most of what is exchanged goes one way"
        said.append(
            f"Two-way trade within HS chapters is {percent(two_way['grubel_lloyd'].median(), 1)} "
            f"in the median state and year, at most {percent(most['grubel_lloyd'])} "
            f"({reading.names[str(most['iso3'])]} {int(most['year'])})"
            f"{one_way if most['grubel_lloyd'] < 0.5 else ''}."
        )
    return " ".join(said) or "No product groups are on record for these states and years."


def on_bounds(bounds: pd.DataFrame, reading: Reading) -> str:
    """Say what the product tables say of the region's part in all that the partner sells.

    Parameters
    ----------
    bounds : pandas.DataFrame
        From :func:`analysis.trade.product_bounds`.
    reading : Reading
        For the words.

    Returns
    -------
    str
        One paragraph.
    """
    parts = []
    for row in bounds.dropna(subset=["share"]).to_dict("records"):
        alone = [f"{reading.names[row['iso3']]} alone"] if row["n_states"] == 1 else []
        notes = [*alone, *(["CIF"] if row["is_cif"] else [])]
        parts.append(
            f"{row['product']} {row['year']}{' (' + ', '.join(notes) + ')' if notes else ''}: "
            f"{million(row['part_usd'])} of {million(row['whole_usd'])} million USD, "
            f"{percent(row['share'])}"
        )
    own = whose(reading.partner)
    found = (
        f"The region's part in {own} exports, as far as product tables reach (numerator and "
        f"denominator as in the table above): {'; '.join(parts)}."
        if parts
        else f"No product group has both a part and a whole of {own} exports on record."
    )
    return (
        f"{found} No table here has products of four or six digits from all that sell to "
        f"{reading.the_partner}, so that a share stated for the region in {own} imports of a "
        "single product cannot be tested with it."
    )
