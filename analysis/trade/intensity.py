"""Trade set against what both partners trade with the world: shares and intensities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

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
    Years,
    takes,
)
from analysis.errors import MeasureError, unknown
from analysis.trade.series import FLOW_COLUMNS, VALUE_COLUMNS

#: Kojima and Drysdale leave the exporter out of the market it sells to; Frankel does not.
VARIANTS = ("kojima", "frankel")
#: Sources of totals that cover both sides of the trade in most years, the one with more first.
WORLD_SOURCES = ("unctad", "wits_partner")
#: What an economy sells to and buys from the world, in the order of the flows.
WORLD_FLOWS = ("exports_to_world", "imports_from_world")

_AMOUNTS = Numbers(at_least=0, may_lack=True)
_KEYS = ["iso3", "year"]
WORLD_TOTALS = Frame(*_KEYS, *FLOW_COLUMNS, key=2, rules={"iso3": ECONOMY})
_BY_STATE = Frame(*_KEYS, *VALUE_COLUMNS, key=2)
#: Rows of ``trade/world_totals``.
WORLD_TABLE = Frame(
    *_KEYS, "flow", "source", "value_usd", key=4, present=("value_usd",),
    rules={"iso3": ECONOMY, "flow": OneOf(WORLD_FLOWS), "source": LABEL},
)  # fmt: skip


@takes(
    flow=_AMOUNTS, exporter_total=_AMOUNTS, importer_total=_AMOUNTS, world_imports=_AMOUNTS,
    exporter_imports=_AMOUNTS,
)  # fmt: skip
def trade_intensity(
    flow: ArrayLike, exporter_total: ArrayLike, importer_total: ArrayLike,
    world_imports: ArrayLike, exporter_imports: ArrayLike = 0.0,
) -> np.ndarray:  # fmt: skip
    """Return the trade intensity index (xᵢⱼ / Xᵢ) / (Mⱼ / (M_w − Mᵢ)).

    Parameters
    ----------
    flow : float or array of float
        Exports of i to j.
    exporter_total : float or array of float
        All exports of i, same unit.
    importer_total : float or array of float
        All imports of j, same unit.
    world_imports : float or array of float
        Imports of the world, same unit.
    exporter_imports : float or array of float, default 0
        Imports of i, which cannot buy from itself (Kojima; Drysdale). 0 gives Frankel's variant.

    Returns
    -------
    numpy.ndarray
        As many as were given. 1 if j buys from i as much as its weight in world trade suggests;
        NaN if a number is missing or a total is not positive.

    Raises
    ------
    MeasureError
        If an amount is negative or infinite.

    References
    ----------
    K. Kojima (1964), The pattern of international trade among advanced countries, Hitotsubashi
    Journal of Economics 5(1), 16-36; P. Drysdale and R. Garnaut (1982), Trade intensities and the
    analysis of bilateral trade flows, same journal 22(2), 62-84; J. A. Frankel (1997), Regional
    trading blocs in the world economic system.

    Examples
    --------
    >>> trade_intensity(10, 100, 50, 1000).item(), trade_intensity(10, 100, 50, 1000, 200).item()
    (2.0, 1.6)
    """
    given = (flow, exporter_total, importer_total, world_imports, exporter_imports)
    x, exports, imports, world, own = (np.asarray(each, dtype="float64") for each in given)
    market = world - own
    usable = (exports > 0) & (imports > 0) & (market > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(usable, (x / exports) / (imports / market), np.nan)


@takes(index=_AMOUNTS)
def symmetric(index: ArrayLike) -> np.ndarray:
    """Map an index with the neutral value 1 to −1 … 1: (I − 1) / (I + 1).

    Parameters
    ----------
    index : float or array of float
        An intensity or a revealed advantage, zero or more; NaN if missing.

    Returns
    -------
    numpy.ndarray
        0 at the neutral value; inverse indices have opposite signs.

    Raises
    ------
    MeasureError
        If an index is negative or infinite.

    Examples
    --------
    >>> symmetric([1, 3, 0]).tolist(), round(symmetric(1 / 3).item(), 10)
    ([0.0, 0.5, -1.0], -0.5)
    """
    values = np.asarray(index, dtype="float64")
    return np.asarray((values - 1) / (values + 1))


@takes(world_totals=WORLD_TABLE)
def pick_world(world_totals: pd.DataFrame, source: str) -> pd.DataFrame:
    """Return totals of one source, exports and imports side by side.

    Parameters
    ----------
    world_totals : pandas.DataFrame
        ``trade/world_totals``: ``iso3, year, flow, value_usd, source``.
    source : str
        One of its sources.

    Returns
    -------
    pandas.DataFrame
        ``iso3, year, exports_usd, imports_usd``; the world's own code is ``WLD``.

    Raises
    ------
    MeasureError
        If the table has no such source.
    """
    known = sorted(world_totals["source"].unique())
    if source not in known:
        raise MeasureError(unknown("source of totals", [source], known))
    rows = world_totals[world_totals["source"] == source]
    wide = rows.pivot(index=_KEYS, columns="flow", values="value_usd")
    wide = wide.reindex(columns=list(WORLD_FLOWS)).astype("float64").sort_index()
    return wide.set_axis(list(FLOW_COLUMNS), axis=1).reset_index()


@takes(by_state=_BY_STATE, world=WORLD_TOTALS, partner=STATE, states=STATES, years=Years(0))
def share_of_world_trade(
    by_state: pd.DataFrame, world: pd.DataFrame, partner: str, states: Sequence[str],
    years: Sequence[int],
) -> pd.DataFrame:  # fmt: skip
    """Return what share of each side's trade with the world the trade of both is.

    Parameters
    ----------
    by_state : pandas.DataFrame
        From :func:`analysis.trade.flows_by_state`, current dollars.
    world : pandas.DataFrame
        From :func:`pick_world`.
    partner : str
        The partner of these flows, by ISO3 code.
    states : sequence of str
        States to sum. A state counts on both sides of a fraction or not at all: the region's total
        is that of the states whose flow is on record.
    years : sequence of int
        Years to show.

    Returns
    -------
    pandas.DataFrame
        One row a year: ``year, share_of_partner_imports, share_of_partner_exports,
        share_of_partner_turnover, share_of_states_exports, share_of_states_imports,
        share_of_states_turnover`` (0 to 1) and ``n_states``.
    """
    x, m = FLOW_COLUMNS
    chosen = by_state.loc[by_state["iso3"].isin(states) & by_state["year"].isin(list(years))]
    frame = chosen[[*_KEYS, x, m]].merge(world, on=_KEYS, how="left", suffixes=("", "_own"))
    for flow in (x, m):
        # A state without a flow, or without a total, is left out above and below the line.
        both = frame[flow].notna() & frame[f"{flow}_own"].notna()
        frame[f"{flow}_own"] = frame[f"{flow}_own"].where(both)
        frame[f"{flow}_shared"] = frame[flow].where(both)
    n_states = frame.groupby("year")["iso3"].nunique()
    sums = frame.drop(columns="iso3").groupby("year").sum(min_count=1)
    sums = sums.reindex(pd.Index(list(years), name="year"))
    whole = world[world["iso3"] == partner].set_index("year").reindex(sums.index)
    shares = {
        # What the states sell is a share of what the partner buys.
        "share_of_partner_imports": sums[x] / whole[m],
        "share_of_partner_exports": sums[m] / whole[x],
        "share_of_partner_turnover": (sums[x] + sums[m]) / (whole[x] + whole[m]),
        "share_of_states_exports": sums[f"{x}_shared"] / sums[f"{x}_own"],
        "share_of_states_imports": sums[f"{m}_shared"] / sums[f"{m}_own"],
        "share_of_states_turnover": (sums[f"{x}_shared"] + sums[f"{m}_shared"])
        / (sums[f"{x}_own"] + sums[f"{m}_own"]),
        "n_states": n_states.reindex(sums.index).fillna(0).astype(int),
    }
    return pd.DataFrame(shares).reset_index()


@takes(by_state=_BY_STATE, world=WORLD_TOTALS, partner=STATE, variant=OneOf(VARIANTS))
def intensities(
    by_state: pd.DataFrame, world: pd.DataFrame, partner: str, *, variant: str = "kojima"
) -> pd.DataFrame:
    """Return the trade intensity of every state with a partner, both ways, by year.

    Parameters
    ----------
    by_state : pandas.DataFrame
        From :func:`analysis.trade.flows_by_state`, current dollars.
    world : pandas.DataFrame
        From :func:`pick_world`, with the partner and the world (``WLD``).
    partner : str
        The partner of these flows, by ISO3 code.
    variant : {"kojima", "frankel"}
        See :func:`trade_intensity`.

    Returns
    -------
    pandas.DataFrame
        ``iso3, year, flow, intensity, symmetric``; rows without a flow or a total are left out.
        Of exports it is the state's intensity in the partner's market, of imports the partner's
        in the state's.

    Raises
    ------
    MeasureError
        If the variant is unknown.
    """
    totals = world.set_index(_KEYS)
    years = by_state["year"]

    def total(who: pd.Series | str, column: str) -> np.ndarray:
        codes = who if isinstance(who, pd.Series) else [who] * len(years)
        return totals[column].reindex(pd.MultiIndex.from_arrays([codes, years])).to_numpy()

    x, m = FLOW_COLUMNS
    state = by_state["iso3"]
    frames = []
    sides: list[tuple[str, Any, Any]] = [(x, state, partner), (m, partner, state)]
    for flow, (value, seller, buyer) in zip(FLOWS, sides, strict=True):
        own = total(seller, m) if variant == VARIANTS[0] else 0.0
        ends = total(seller, x), total(buyer, m)
        index = trade_intensity(by_state[value], *ends, total(WORLD, m), own)
        frame = by_state[_KEYS].assign(flow=flow, intensity=index, symmetric=symmetric(index))
        frames.append(frame)
    return pd.concat(frames).dropna(subset=["intensity"]).reset_index(drop=True)


@takes(
    by_reading=Frame(
        *_KEYS, "flow", "reading", "intensity", key=4,
        rules={"intensity": Number(at_least=0), "reading": LABEL},
    ),
    states=STATES,
    years=Years(0),
)  # fmt: skip
def mean_intensities(
    by_reading: pd.DataFrame, states: Sequence[str], years: Sequence[int]
) -> pd.DataFrame:
    """Return each state's median intensity over some years, and its range over the readings.

    Parameters
    ----------
    by_reading : pandas.DataFrame
        :func:`intensities` of several readings under one another, with a column ``reading``.
    states : sequence of str
        States to show.
    years : sequence of int
        Years to take the median of.

    Returns
    -------
    pandas.DataFrame
        ``iso3, flow, intensity`` (median over the readings of the median over the years), ``low``,
        ``high`` (of the readings), ``n_readings, n_years``. A state's readings are compared over
        the years that all of them have, ``n_years``: medians over different years would differ
        though every report agreed. NaN where the readings have no year in common.

    Examples
    --------
    >>> rows = [("CUB", 2000, "exports", "a", 4.0), ("CUB", 2000, "exports", "b", 5.0),
    ...         ("CUB", 2001, "exports", "b", 1.0)]
    >>> names = ["iso3", "year", "flow", "reading", "intensity"]
    >>> mean_intensities(pd.DataFrame(rows, columns=names), ["CUB"], [2000, 2001]).values.tolist()
    [['CUB', 'exports', 4.5, 4.0, 5.0, 2, 1]]
    """
    rows = by_reading[by_reading["iso3"].isin(states) & by_reading["year"].isin(list(years))]
    keys = ["iso3", "flow"]
    held = rows.groupby([*keys, "year"])["reading"].transform("nunique")
    common = rows[held == rows.groupby(keys)["reading"].transform("nunique")]
    medians = common.groupby([*keys, "reading"])["intensity"].median().groupby(keys)
    n_readings = rows.groupby(keys)["reading"].nunique()
    n_years = common.groupby(keys)["year"].nunique().reindex(n_readings.index, fill_value=0)
    columns = {
        "intensity": medians.median(), "low": medians.min(), "high": medians.max(),
        "n_readings": n_readings, "n_years": n_years,
    }  # fmt: skip
    return pd.DataFrame(columns).rename_axis(keys).reset_index()
