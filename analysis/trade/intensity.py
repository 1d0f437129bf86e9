"""Trade set against what both partners trade with the world: shares and intensities."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.errors import MeasureError, unknown
from analysis.trade.series import FLOWS

#: Kojima and Drysdale leave the exporter out of the market it sells to; Frankel does not.
VARIANTS = ("kojima", "frankel")

_WORLD = "WLD"
_RUSSIA = "RUS"


def trade_intensity(
    flow: float,
    exporter_total: float,
    importer_total: float,
    world_imports: float,
    exporter_imports: float = 0.0,
) -> float:
    """Return the trade intensity index (xᵢⱼ / Xᵢ) / (Mⱼ / (M_w − Mᵢ)).

    Parameters
    ----------
    flow : float
        Exports of i to j.
    exporter_total : float
        All exports of i, same unit.
    importer_total : float
        All imports of j, same unit.
    world_imports : float
        Imports of the world, same unit.
    exporter_imports : float, default 0
        Imports of i, which cannot buy from itself (Kojima; Drysdale). 0 gives Frankel's variant.

    Returns
    -------
    float
        1 if j buys from i as much as its weight in world trade suggests; NaN if a number is
        missing or a total is not positive.

    References
    ----------
    K. Kojima (1964), The pattern of international trade among advanced countries, Hitotsubashi
    Journal of Economics 5(1), 16-36; P. Drysdale and R. Garnaut (1982), Trade intensities and the
    analysis of bilateral trade flows, same journal 22(2), 62-84; J. A. Frankel (1997), Regional
    trading blocs in the world economic system.

    Examples
    --------
    >>> trade_intensity(10, 100, 50, 1000), trade_intensity(10, 100, 50, 1000, 200)
    (2.0, 1.6)
    """
    market = world_imports - exporter_imports
    if not (exporter_total > 0 and importer_total > 0 and market > 0):
        return float("nan")
    return float((flow / exporter_total) / (importer_total / market))


def symmetric(index: float) -> float:
    """Map an index with the neutral value 1 to −1 … 1: (I − 1) / (I + 1).

    Parameters
    ----------
    index : float
        An intensity or a revealed advantage, zero or more.

    Returns
    -------
    float
        0 at the neutral value; inverse indices have opposite signs.

    Examples
    --------
    >>> symmetric(1), symmetric(3), round(symmetric(1 / 3), 10)
    (0.0, 0.5, -0.5)
    """
    return (index - 1) / (index + 1)


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
        Index ``iso3, year``; columns ``exports_usd, imports_usd``.

    Raises
    ------
    MeasureError
        If the table has no such source.
    """
    known = sorted(world_totals["source"].unique())
    if source not in known:
        raise MeasureError(unknown("source of totals", [source], known))
    rows = world_totals[world_totals["source"] == source]
    wide = rows.pivot(index=["iso3", "year"], columns="flow", values="value_usd")
    wide = wide.reindex(columns=["exports_to_world", "imports_from_world"]).astype("float64")
    wide.columns = ["exports_usd", "imports_usd"]
    return wide.sort_index()


def share_of_world_trade(
    by_state: pd.DataFrame, world: pd.DataFrame, states: Sequence[str], years: Sequence[int]
) -> pd.DataFrame:
    """Return what share of each side's trade with the world the trade of both is.

    Parameters
    ----------
    by_state : pandas.DataFrame
        From :func:`analysis.trade.flows_by_state`, current dollars.
    world : pandas.DataFrame
        From :func:`pick_world`.
    states : sequence of str
        States to sum. A state counts on both sides of a fraction or not at all: the region's total
        is that of the states whose flow is on record.
    years : sequence of int
        Years to show.

    Returns
    -------
    pandas.DataFrame
        One row a year: ``year, share_of_russia_imports, share_of_supplier_exports,
        share_of_russia_turnover, share_of_states_exports, share_of_states_imports,
        share_of_states_turnover`` (0 to 1) and ``n_states``.
    """
    chosen = by_state[by_state["iso3"].isin(states) & by_state["year"].isin(list(years))]
    own = world.reindex(pd.MultiIndex.from_frame(chosen[["iso3", "year"]])).to_numpy()
    frame = chosen[["year"]].assign(
        x=chosen[f"{FLOWS[0]}_usd"], m=chosen[f"{FLOWS[1]}_usd"], own_x=own[:, 0], own_m=own[:, 1]
    )
    # A state without a flow, or without a total, is left out above and below the line.
    frame["own_x"] = frame["own_x"].where(frame["x"].notna())
    frame["own_m"] = frame["own_m"].where(frame["m"].notna())
    frame["shared_x"] = frame["x"].where(frame["own_x"].notna())
    frame["shared_m"] = frame["m"].where(frame["own_m"].notna())
    sums = frame.groupby("year").sum(min_count=1).reindex(pd.Index(list(years), name="year"))
    is_russia = world.index.get_level_values("iso3") == _RUSSIA
    russia = world[is_russia].droplevel("iso3").reindex(sums.index)
    return (
        pd.DataFrame(
            {
                "share_of_russia_imports": sums["x"] / russia["imports_usd"],
                "share_of_supplier_exports": sums["m"] / russia["exports_usd"],
                "share_of_russia_turnover": (sums["x"] + sums["m"])
                / russia.sum(axis=1, min_count=2),
                "share_of_states_exports": sums["shared_x"] / sums["own_x"],
                "share_of_states_imports": sums["shared_m"] / sums["own_m"],
                "share_of_states_turnover": (sums["shared_x"] + sums["shared_m"])
                / (sums["own_x"] + sums["own_m"]),
                "n_states": chosen.groupby("year")["iso3"].nunique().reindex(sums.index).fillna(0),
            }
        )
        .assign(n_states=lambda t: t["n_states"].astype(int))
        .reset_index()
    )


def intensities(
    by_state: pd.DataFrame, world: pd.DataFrame, *, variant: str = "kojima"
) -> pd.DataFrame:
    """Return the trade intensity of every state with Russia, both ways, by year.

    Parameters
    ----------
    by_state : pandas.DataFrame
        From :func:`analysis.trade.flows_by_state`, current dollars.
    world : pandas.DataFrame
        From :func:`pick_world`, with Russia (``RUS``) and the world (``WLD``).
    variant : {"kojima", "frankel"}
        See :func:`trade_intensity`.

    Returns
    -------
    pandas.DataFrame
        ``iso3, year, flow, intensity, symmetric``; rows without a flow or a total are left out.
        Exports to Russia are the state's intensity in Russia's market, imports from Russia are
        Russia's in the state's.

    Raises
    ------
    MeasureError
        If the variant is unknown.
    """
    if variant not in VARIANTS:
        raise MeasureError(unknown("variant", [variant], VARIANTS))
    years = by_state["year"]
    every = world["imports_usd"]
    frames = []
    for flow in FLOWS:
        russia = pd.Series(_RUSSIA, index=by_state.index)
        seller, buyer = (
            (by_state["iso3"], russia) if flow == FLOWS[0] else (russia, by_state["iso3"])
        )

        def total(who: pd.Series, column: str) -> np.ndarray:
            index = pd.MultiIndex.from_arrays([who, years])
            return world[column].reindex(index).to_numpy(dtype="float64")

        world_imports = every.reindex(
            pd.MultiIndex.from_arrays([pd.Series(_WORLD, index=by_state.index), years])
        ).to_numpy(dtype="float64")
        own = total(seller, "imports_usd") if variant == "kojima" else np.zeros(len(by_state))
        arguments = zip(
            by_state[f"{flow}_usd"], total(seller, "exports_usd"), total(buyer, "imports_usd"),
            world_imports, own, strict=True,
        )  # fmt: skip
        index = pd.Series([trade_intensity(*each) for each in arguments], index=by_state.index)
        frames.append(
            by_state[["iso3", "year"]].assign(
                flow=flow, intensity=index, symmetric=index.map(symmetric)
            )
        )
    return pd.concat(frames).dropna(subset=["intensity"]).reset_index(drop=True)


def mean_intensities(
    by_reporter: pd.DataFrame, states: Sequence[str], years: Sequence[int]
) -> pd.DataFrame:
    """Return each state's median intensity over some years, and its range over the readings.

    Parameters
    ----------
    by_reporter : pandas.DataFrame
        :func:`intensities` of several readings under one another, with a column ``reading``.
    states : sequence of str
        States to show.
    years : sequence of int
        Years to take the median of.

    Returns
    -------
    pandas.DataFrame
        ``iso3, flow, intensity`` (median over the readings of the median over the years), ``low``,
        ``high`` (of the readings), ``n_readings, n_years`` (of the reading with most).
    """
    rows = by_reporter[by_reporter["iso3"].isin(states) & by_reporter["year"].isin(list(years))]
    each = rows.groupby(["iso3", "flow", "reading"])["intensity"].agg(["median", "count"])
    groups = each.groupby(["iso3", "flow"])
    frame = pd.DataFrame(
        {
            "intensity": groups["median"].median(),
            "low": groups["median"].min(),
            "high": groups["median"].max(),
            "n_readings": groups["median"].count(),
            "n_years": groups["count"].max(),
        }
    )
    return frame.reset_index()
