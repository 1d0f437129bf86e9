"""What is traded: structure, revealed advantage, complementarity and two-way trade."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analysis.errors import MeasureError
from analysis.trade.intensity import symmetric
from analysis.trade.series import FLOWS

#: What a structure calls the products that are not listed one by one.
OTHER = "other"


def revealed_advantage(share: float, world_share: float) -> float:
    """Return Balassa's index of revealed comparative advantage, (xᵢₖ / Xᵢ) / (x_wk / X_w).

    Parameters
    ----------
    share : float
        Share of the product in the state's exports, 0 to 1.
    world_share : float
        Its share in the world's exports, 0 to 1.

    Returns
    -------
    float
        Above 1 where the state exports more of it than the world does; NaN if the world exports
        none or a share is missing.

    Raises
    ------
    MeasureError
        If a share lies outside 0 to 1.

    References
    ----------
    B. Balassa (1965), Trade liberalisation and "revealed" comparative advantage, Manchester School
    33(2), 99-123. https://doi.org/10.1111/j.1467-9957.1965.tb00050.x

    Examples
    --------
    >>> revealed_advantage(0.3, 0.1)
    3.0
    """
    for value in (share, world_share):
        if value < 0 or value > 1:
            raise MeasureError(f"a share lies between 0 and 1, not at {value}")
    # Rounded where binary fractions would show 2.9999999999999996 for 3.
    return round(share / world_share, 12) if world_share > 0 else float("nan")


def advantages(
    structures: pd.DataFrame, states: Sequence[str], years: Sequence[int]
) -> pd.DataFrame:
    """Return the revealed comparative advantage of states by product group and year.

    Parameters
    ----------
    structures : pandas.DataFrame
        Rows of ``trade/world_structure`` of one classification and of exports: ``iso3, year,
        product, share``, with the world as ``WLD``.
    states : sequence of str
        ISO3 codes; may hold ``RUS``.
    years : sequence of int
        Years.

    Returns
    -------
    pandas.DataFrame
        ``iso3, year, product, rca, rsca``; rsca is the symmetric form, (RCA − 1) / (RCA + 1).

    References
    ----------
    Balassa (1965), as in :func:`revealed_advantage`; symmetric form: B. Dalum, K. Laursen and
    G. Villumsen (1998), Structural change in OECD export specialisation patterns, International
    Review of Applied Economics 12(3), 423-443. https://doi.org/10.1080/02692179800000017
    """
    rows = structures[structures["year"].isin(list(years))]
    world = rows[rows["iso3"] == "WLD"].set_index(["year", "product"])["share"]
    own = rows[rows["iso3"].isin(states)].reset_index(drop=True)
    world_share = world.reindex(pd.MultiIndex.from_frame(own[["year", "product"]])).to_numpy()
    rca = pd.Series(
        [revealed_advantage(*pair) for pair in zip(own["share"], world_share, strict=True)],
        dtype="float64",
    )
    frame = own[["iso3", "year", "product"]].assign(rca=rca, rsca=rca.map(symmetric))
    return frame.dropna(subset=["rca"]).reset_index(drop=True)


def complementarity(export_shares: ArrayLike, import_shares: ArrayLike) -> float:
    """Return Michaely's index 100 · (1 − ½ Σₖ |mⱼₖ / Mⱼ − xᵢₖ / Xᵢ|).

    Parameters
    ----------
    export_shares, import_shares : sequence of float
        Shares of the same products in the exports of i and the imports of j; each sums to one.

    Returns
    -------
    float
        0 if i exports nothing that j imports, 100 if the two structures are equal. The coarser the
        product groups, the higher it is.

    Raises
    ------
    MeasureError
        If the lists differ in length or do not sum to one.

    References
    ----------
    M. Michaely (1996), Trade preferential agreements in Latin America: an ex-ante assessment,
    World Bank Policy Research Working Paper 1583.

    Examples
    --------
    >>> complementarity([0.5, 0.5], [0.25, 0.75])
    75.0
    """
    exports, imports = (
        np.asarray(each, dtype="float64") for each in (export_shares, import_shares)
    )
    if exports.shape != imports.shape:
        raise MeasureError("both structures must list the same products")
    for each in (exports, imports):
        if not np.isclose(each.sum(), 1.0, atol=0.005):
            raise MeasureError(f"shares must sum to one, not to {each.sum():.3f}")
    return float(100 * (1 - np.abs(exports - imports).sum() / 2))


def complementarities(
    structures: pd.DataFrame, states: Sequence[str], years: Sequence[int]
) -> pd.DataFrame:
    """Return the complementarity of each state and Russia, both ways, by year.

    Parameters
    ----------
    structures : pandas.DataFrame
        Rows of ``trade/world_structure`` of one classification that has both flows: ``iso3, year,
        flow, product, share``.
    states : sequence of str
        ISO3 codes.
    years : sequence of int
        Years.

    Returns
    -------
    pandas.DataFrame
        ``iso3, year, flow, complementarity``: of the state's exports with Russia's imports
        (``exports``) and of Russia's exports with the state's imports. Structures that
        do not sum to one (a group unreported) are rescaled to the groups that are.
    """
    rows = structures[structures["year"].isin(list(years))]
    wide = rows.pivot(index=["iso3", "year", "flow"], columns="product", values="share").fillna(0.0)
    wide = wide.div(wide.sum(axis=1), axis=0)
    lists = dict(zip(wide.index, wide.to_numpy(), strict=True))
    found = []
    for iso3 in sorted(set(states)):
        for year in sorted(set(years)):
            pairs = {
                FLOWS[0]: ((iso3, year, "exports_to_world"), ("RUS", year, "imports_from_world")),
                FLOWS[1]: (("RUS", year, "exports_to_world"), (iso3, year, "imports_from_world")),
            }
            for flow, (seller, buyer) in pairs.items():
                if seller in lists and buyer in lists:
                    index = complementarity(lists[seller], lists[buyer])
                    found.append((iso3, year, flow, index))
    return pd.DataFrame(found, columns=["iso3", "year", "flow", "complementarity"])


def grubel_lloyd(exports: ArrayLike, imports: ArrayLike) -> float:
    """Return the Grubel–Lloyd index of two-way trade, 1 − Σ|Xₖ − Mₖ| / Σ(Xₖ + Mₖ).

    Parameters
    ----------
    exports, imports : sequence of float
        Value of each product sold and bought, same unit; zero where there is none.

    Returns
    -------
    float
        0 if no product goes both ways, 1 if all go both ways evenly; NaN if nothing is traded. It
        is weighted by trade and not corrected for an unbalanced total, and coarse groups raise it.

    Raises
    ------
    MeasureError
        If the lists differ in length or hold a negative value.

    References
    ----------
    H. G. Grubel and P. J. Lloyd (1975), Intra-industry trade, London: Macmillan.

    Examples
    --------
    >>> grubel_lloyd([10, 0], [5, 5])
    0.5
    """
    x, m = (np.asarray(each, dtype="float64") for each in (exports, imports))
    if x.shape != m.shape:
        raise MeasureError("exports and imports must list the same products")
    if (x < 0).any() or (m < 0).any():
        raise MeasureError("two-way trade is not defined for negative values")
    total = float((x + m).sum())
    return 1 - float(np.abs(x - m).sum()) / total if total > 0 else float("nan")


def two_way_trade(values: pd.DataFrame, *, unknown: Sequence[str] = ()) -> pd.DataFrame:
    """Return the Grubel–Lloyd index of each state and year.

    Parameters
    ----------
    values : pandas.DataFrame
        One classification, every product: ``iso3, year, flow, product, value_usd``.
    unknown : sequence of str, optional
        Products that are none, such as the confidential chapter 99: what goes both ways in it is
        not known to be alike, so that it is left out.

    Returns
    -------
    pandas.DataFrame
        ``iso3, year, grubel_lloyd, n_products`` (traded in either direction). A state and year
        without both flows on record has no row: unknown is not one-way.
    """
    values = values[~values["product"].isin(unknown)]
    wide = values.pivot(index=["iso3", "year", "product"], columns="flow", values="value_usd")
    wide = wide.reindex(columns=list(FLOWS)).astype("float64")
    rows = []
    for (iso3, year), group in wide.groupby(["iso3", "year"]):
        if group.notna().any().all():
            x, m = (group[flow].fillna(0.0).to_numpy() for flow in FLOWS)
            rows.append((iso3, year, grubel_lloyd(x, m), int(((x + m) > 0).sum())))
    return pd.DataFrame(rows, columns=["iso3", "year", "grubel_lloyd", "n_products"])


def structure(
    table: pd.DataFrame, classification: str, states: Sequence[str], years: Sequence[int]
) -> pd.DataFrame:
    """Return the product structure of the chosen states together, by flow and year.

    Parameters
    ----------
    table : pandas.DataFrame
        ``trade/product_structure``: ``iso3, year, flow, classification, product, share,
        flow_total_usd``.
    classification : str
        One of its classifications.
    states : sequence of str
        States to sum.
    years : sequence of int
        Years.

    Returns
    -------
    pandas.DataFrame
        ``year, flow, product, value_usd, share, n_states``: value is the states' sum, share is of
        the sum of their totals in that year and flow.
    """
    rows = table[
        (table["classification"] == classification)
        & table["iso3"].isin(states)
        & table["year"].isin(list(years))
    ]
    rows = rows.assign(value_usd=rows["share"] * rows["flow_total_usd"])
    keys = ["year", "flow"]
    sums = rows.groupby([*keys, "product"], as_index=False)["value_usd"].sum()
    totals = rows.drop_duplicates([*keys, "iso3"]).groupby(keys)
    frame = sums.merge(totals["flow_total_usd"].sum().reset_index(), on=keys)
    frame = frame.merge(totals["iso3"].nunique().rename("n_states").reset_index(), on=keys)
    share = frame["value_usd"] / frame["flow_total_usd"].where(frame["flow_total_usd"] > 0)
    return frame.assign(share=share).drop(columns="flow_total_usd")


def leading_products(shares: pd.DataFrame, n: int = 6) -> list[str]:
    """Return the products with the largest mean share, leaving out the rest.

    Parameters
    ----------
    shares : pandas.DataFrame
        From :func:`structure`, one flow.
    n : int, default 6
        How many at most.

    Returns
    -------
    list of str
        Largest first.
    """
    rows = shares[shares["product"] != OTHER]
    means = rows.groupby("product")["share"].sum().reset_index()
    order = means.sort_values(["share", "product"], ascending=[False, True])
    return order["product"].head(n).tolist()
