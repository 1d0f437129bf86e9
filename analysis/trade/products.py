"""What is traded: structure, revealed advantage, complementarity and two-way trade."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analysis.contracts import (
    ECONOMY,
    FLOWS,
    LABEL,
    STATE,
    STATES,
    WORLD,
    Frame,
    Number,
    Numbers,
    OneOf,
    Several,
    Years,
    takes,
)
from analysis.errors import MeasureError, unknown
from analysis.trade.intensity import WORLD_FLOWS, symmetric

#: What a structure calls the products that are not listed one by one.
OTHER = "other"

_SHARES = Numbers(at_least=0, at_most=1)
_PERHAPS = Numbers(at_least=0, at_most=1, may_lack=True)
STRUCTURES = Frame(
    "iso3", "year", "flow", "product", "share", key=4,
    rules={"iso3": ECONOMY, "flow": OneOf(WORLD_FLOWS), "product": LABEL},
)  # fmt: skip
PRODUCTS = Frame(
    "iso3", "year", "flow", "classification", "product", "share", "flow_total_usd", key=5,
    present=("share", "flow_total_usd"), rules={"classification": LABEL, "product": LABEL},
)  # fmt: skip
_NAMED = ("classification", "product", "name")
NAMES = Frame(*_NAMED, key=2, rules=dict.fromkeys(_NAMED, LABEL))


@takes(share=_PERHAPS, world_share=_PERHAPS)
def revealed_advantage(share: ArrayLike, world_share: ArrayLike) -> np.ndarray:
    """Return Balassa's index of revealed comparative advantage, (xᵢₖ / Xᵢ) / (x_wk / X_w).

    Parameters
    ----------
    share : float or array of float
        Share of the product in the state's exports, 0 to 1.
    world_share : float or array of float
        Its share in the world's exports, 0 to 1.

    Returns
    -------
    numpy.ndarray
        As many as were given. Above 1 where the state exports more of it than the world does; NaN
        if the world exports none or a share is missing.

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
    >>> revealed_advantage(0.3, 0.1).item()
    3.0
    """
    own, world = (np.asarray(each, dtype="float64") for each in (share, world_share))
    with np.errstate(divide="ignore", invalid="ignore"):
        # Rounded where binary fractions would show 2.9999999999999996 for 3.
        return np.where(world > 0, np.round(own / world, 12), np.nan)


@takes(structures=STRUCTURES, states=STATES, years=Years(0))
def advantages(
    structures: pd.DataFrame, states: Sequence[str], years: Sequence[int]
) -> pd.DataFrame:
    """Return the revealed comparative advantage of states by product group and year.

    Parameters
    ----------
    structures : pandas.DataFrame
        Rows of ``trade/world_structure`` of one classification: ``iso3, year, flow, product,
        share``, with the world as ``WLD``; its exports count.
    states : sequence of str
        ISO3 codes, the partner's among them if it is wanted.
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
    is_sold = structures["flow"] == WORLD_FLOWS[0]
    rows = structures[is_sold & structures["year"].isin(list(years))]
    world = rows[rows["iso3"] == WORLD].set_index(["year", "product"])["share"]
    own = rows[rows["iso3"].isin(states)]
    world_share = world.reindex(pd.MultiIndex.from_frame(own[["year", "product"]])).to_numpy()
    rca = revealed_advantage(own["share"].to_numpy(), world_share)
    frame = own[["iso3", "year", "product"]].assign(rca=rca, rsca=symmetric(rca))
    return frame.dropna(subset=["rca"]).reset_index(drop=True)


@takes(export_shares=_SHARES, import_shares=_SHARES)
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
        If the lists differ in length, do not sum to one, or hold what is no share.

    References
    ----------
    M. Michaely (1996), Trade preferential agreements in Latin America: an ex-ante assessment,
    World Bank Policy Research Working Paper 1583.

    Examples
    --------
    >>> complementarity([0.5, 0.5], [0.25, 0.75])
    75.0
    """
    exports, imports = (np.asarray(each, "float64") for each in (export_shares, import_shares))
    if exports.shape != imports.shape:
        raise MeasureError("both structures must list the same products")
    for each in (exports, imports):
        if not np.isclose(each.sum(), 1.0, atol=0.005):
            raise MeasureError(f"shares must sum to one, not to {each.sum():.3f}")
    return float(100 * (1 - np.abs(exports - imports).sum() / 2))


@takes(structures=STRUCTURES, partner=STATE, states=STATES, years=Years(0))
def complementarities(
    structures: pd.DataFrame, partner: str, states: Sequence[str], years: Sequence[int]
) -> pd.DataFrame:
    """Return the complementarity of each state and a partner, both ways, by year.

    Parameters
    ----------
    structures : pandas.DataFrame
        Rows of ``trade/world_structure`` of one classification that has both flows: ``iso3, year,
        flow, product, share``.
    partner : str
        ISO3 code of the partner.
    states : sequence of str
        ISO3 codes.
    years : sequence of int
        Years.

    Returns
    -------
    pandas.DataFrame
        ``iso3, year, flow, complementarity``: of the state's exports with the partner's imports
        (``exports``) and of the partner's exports with the state's imports. Structures that
        do not sum to one (a group unreported) are rescaled to the groups that are.
    """
    rows = structures[structures["year"].isin(list(years))]
    wide = rows.pivot(index=["iso3", "year", "flow"], columns="product", values="share").fillna(0.0)
    wide = wide.div(wide.sum(axis=1), axis=0)
    lists = dict(zip(wide.index, wide.to_numpy(), strict=True))
    sold, bought = WORLD_FLOWS
    found = []
    for iso3, year, flow in itertools.product(sorted(states), sorted(years), FLOWS):
        seller, buyer = (iso3, partner) if flow == FLOWS[0] else (partner, iso3)
        ends = (seller, year, sold), (buyer, year, bought)
        if all(end in lists for end in ends):
            found.append((iso3, year, flow, complementarity(*(lists[end] for end in ends))))
    return pd.DataFrame(found, columns=["iso3", "year", "flow", "complementarity"])


@takes(exports=Numbers(at_least=0), imports=Numbers(at_least=0))
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
        If the lists differ in length, or a value is negative, infinite or missing.

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
    total = float((x + m).sum())
    return 1 - float(np.abs(x - m).sum()) / total if total > 0 else float("nan")


@takes(
    values=Frame("iso3", "year", "flow", "product", "value_usd", key=4, rules={"product": LABEL}),
    unknown=Several(LABEL, at_least=0),
)
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


@takes(table=PRODUCTS, classification=LABEL, states=STATES, years=Years(0))
def structure(
    table: pd.DataFrame, classification: str, states: Sequence[str], years: Sequence[int]
) -> pd.DataFrame:
    """Return the product structure of the chosen states together, by flow and year.

    Parameters
    ----------
    table : pandas.DataFrame
        Rows of ``trade/product_structure`` of one partner: ``iso3, year, flow, classification,
        product, share, flow_total_usd``.
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
    totals = rows.drop_duplicates([*keys, "iso3"]).groupby(keys, as_index=False)
    whole = totals.agg(flow_total_usd=("flow_total_usd", "sum"), n_states=("iso3", "nunique"))
    frame = sums.merge(whole, on=keys)
    share = frame["value_usd"] / frame["flow_total_usd"].where(frame["flow_total_usd"] > 0)
    return frame.assign(share=share).drop(columns="flow_total_usd")


@takes(
    shares=Frame("year", "product", "share", key=2, rules={"product": LABEL}),
    n=Number(at_least=1, is_whole=True),
)
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
    sums = rows.groupby("product")["share"].sum()
    return sums.sort_values(ascending=False, kind="stable").index[:n].tolist()


@takes(names=NAMES, classification=LABEL)
def label_products(names: pd.DataFrame, classification: str) -> dict[str, str]:
    """Return what the product groups of a classification are called, with their code.

    Parameters
    ----------
    names : pandas.DataFrame
        ``trade/product_names``.
    classification : str
        One of its classifications.

    Returns
    -------
    dict of str to str
        Code → name and code; :data:`OTHER` → "all other".

    Raises
    ------
    MeasureError
        If the table names no product of the classification.

    Examples
    --------
    >>> names = pd.DataFrame([("hs_chapters", "31", "fertilisers")],
    ...                      columns=["classification", "product", "name"])
    >>> label_products(names, "hs_chapters")
    {'31': 'fertilisers (31)', 'other': 'all other'}
    """
    rows = names[names["classification"] == classification]
    if rows.empty:
        known = sorted(names["classification"].unique())
        raise MeasureError(unknown("classification", [classification], known))
    pairs = zip(rows["product"], rows["name"], strict=True)
    return {code: f"{name} ({code})" for code, name in pairs} | {OTHER: "all other"}
