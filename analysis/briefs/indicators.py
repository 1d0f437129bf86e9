"""Indicators: one frame each over all 33 states and all years."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import pandas as pd

from analysis import arms, countries, trade, voting
from analysis.errors import MeasureError

Tables = Mapping[str, pd.DataFrame]
"""Tables of the catalogue by name; those named in :data:`TABLES`."""

TABLES = (
    "trade/bilateral",
    "arms/annual_tiv",
    "arms/imports_by_supplier",
    "voting/tallies",
    "voting/ideal_points",
    "debt/ids_creditor",
    "common/gdp",
    "common/states",
)


class Indicator(NamedTuple):
    """A quantity that every state can have in every year."""

    label: str
    unit: str
    digits: int
    tables: tuple[str, ...]
    compute: Callable[..., pd.DataFrame]
    """From the tables, the reporter and the fewest joint votes: iso3, year, value."""


def turnover(tables: Tables, reporter: str = "RUS", min_n: int = 10) -> pd.DataFrame:
    """Return each state's turnover with Russia, where both flows are on record.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Holds ``trade/bilateral``.
    reporter : {"RUS", "partner"}, optional
        Whose customs figures.
    min_n : int, optional
        Not used; every indicator takes the same arguments.

    Returns
    -------
    pandas.DataFrame
        iso3, year, value in million current US dollars.
    """
    flows = trade.flows_by_state(tables["trade/bilateral"], reporter)
    flows = flows[flows["n_flows"] == 2]
    return _rows(flows, flows["turnover_usd"] / 1e6)


def trade_balance(tables: Tables, reporter: str = "RUS", min_n: int = 10) -> pd.DataFrame:
    """Return each state's exports to Russia less its imports from there.

    Parameters
    ----------
    tables, reporter, min_n
        As in :func:`turnover`.

    Returns
    -------
    pandas.DataFrame
        iso3, year, value in million current US dollars; negative: Russia sells more.
    """
    flows = trade.flows_by_state(tables["trade/bilateral"], reporter)
    flows = flows[flows["n_flows"] == 2]
    balance = flows["exports_usd"] - flows["imports_usd"]
    return _rows(flows, balance / 1e6)


def turnover_to_gdp(tables: Tables, reporter: str = "RUS", min_n: int = 10) -> pd.DataFrame:
    """Return each state's turnover with Russia over its gross domestic product.

    Parameters
    ----------
    tables, reporter, min_n
        As in :func:`turnover`; ``common/gdp`` is needed too.

    Returns
    -------
    pandas.DataFrame
        iso3, year, value in per cent; only where the World Bank has the product.
    """
    merged = turnover(tables, reporter).merge(tables["common/gdp"], on=["iso3", "year"])
    return _rows(merged, 100 * merged["value"] * 1e6 / merged["gdp_current_usd"])


def arms_from(supplier: str) -> Callable[..., pd.DataFrame]:
    """Return the indicator of all arms received from a supplier up to a year.

    Parameters
    ----------
    supplier : {"RUS", "SUN"}
        Russia, from 1992, or the Soviet Union, to 1991.

    Returns
    -------
    callable
        Gives iso3, year, value in million TIV, summed from the first year; a state without any
        delivery has zero, since the source covers all of them.
    """

    def compute(tables: Tables, reporter: str = "RUS", min_n: int = 10) -> pd.DataFrame:
        rows = tables["arms/annual_tiv"]
        rows = rows[rows["supplier"] == supplier]
        # What the Soviet Union delivered stays received after its end.
        years = range(arms.SPANS[supplier][0], arms.SPANS["RUS"][1] + 1)
        grid = rows.pivot(index="year", columns="iso3", values="tiv_million")
        grid = grid.reindex(index=years, columns=list(countries.LAC)).fillna(0.0).cumsum()
        return _long(grid)

    return compute


def arms_dependence(tables: Tables, reporter: str = "RUS", min_n: int = 10) -> pd.DataFrame:
    """Return Russia's share of all major arms each state imported over ten years.

    Parameters
    ----------
    tables, reporter, min_n
        As in :func:`turnover`; ``arms/imports_by_supplier`` is needed.

    Returns
    -------
    pandas.DataFrame
        iso3, year (the last of the ten), value in per cent; missing where nothing was imported.
    """
    rows = tables["arms/imports_by_supplier"]
    years = range(int(rows["year"].min()), int(rows["year"].max()) + 1)

    def trailing(part: pd.DataFrame) -> pd.DataFrame:
        grid = part.groupby(["year", "iso3"])["tiv_million"].sum().unstack()
        grid = grid.reindex(index=years, columns=list(countries.LAC)).fillna(0.0)
        return grid.rolling(10).sum()

    total = trailing(rows)
    return _long(100 * trailing(rows.query("supplier == 'RUS'")) / total.where(total > 1e-9))


def agreement_with(partner: str) -> Callable[..., pd.DataFrame]:
    """Return the indicator of agreement with a partner in the General Assembly.

    Parameters
    ----------
    partner : str
        ISO3 code, for example ``"USA"``.

    Returns
    -------
    callable
        Gives iso3, year, value between 0 and 1 for years with at least ``min_n`` joint votes.
    """

    def compute(tables: Tables, reporter: str = "RUS", min_n: int = 10) -> pd.DataFrame:
        tallies = tables["voting/tallies"]
        tallies = tallies[(tallies["partner"] == partner) & (tallies["issue"] == "all")]
        tallies = voting.sum_tallies(tallies, ["iso3", "year"])
        tallies = tallies[tallies["n"] >= min_n].reset_index(drop=True)
        return _rows(tallies, voting.agreement(tallies))

    return compute


def ideal_point(tables: Tables, reporter: str = "RUS", min_n: int = 10) -> pd.DataFrame:
    """Return each state's ideal point by session, with the year in which the session began.

    Parameters
    ----------
    tables, reporter, min_n
        As in :func:`turnover`; ``voting/ideal_points`` is needed.

    Returns
    -------
    pandas.DataFrame
        iso3, year, value in standard deviations over all states and sessions.
    """
    points = tables["voting/ideal_points"]
    points = points[(points["series"] == "final") & (points["n_votes"] >= min_n)]
    points = points[points["iso3"].isin(countries.LAC)]
    points = points.assign(year=points["session"] + 1945)
    return _rows(points, points["ideal_point"])


def debt_outstanding(tables: Tables, reporter: str = "RUS", min_n: int = 10) -> pd.DataFrame:
    """Return the debt that each state owed to Russia and the Soviet Union at the end of a year.

    Parameters
    ----------
    tables, reporter, min_n
        As in :func:`turnover`; ``debt/ids_creditor`` and ``common/states`` are needed.

    Returns
    -------
    pandas.DataFrame
        iso3, year, value in million US dollars. Zero for a debtor of the World Bank's debt
        statistics without such debt; no row for a state outside them (Cuba, Venezuela, ...).
    """
    rows = tables["debt/ids_creditor"]
    edition = rows["edition"].max()
    rows = rows[(rows["edition"] == edition) & rows["series"].str.startswith("DT.DOD.")]
    rows = rows[rows["status"] == "actual"]
    states = tables["common/states"].query("is_ids_debtor")["iso3"]
    years = range(int(rows["year"].min()), int(rows["year"].max()) + 1)
    grid = rows.groupby(["year", "iso3"])["value_usd"].sum().unstack()
    return _long(grid.reindex(index=years, columns=list(states)).fillna(0.0) / 1e6)


INDICATORS: dict[str, Indicator] = {
    "turnover": Indicator(
        "Trade turnover with Russia", "USD million", 1, ("trade/bilateral",), turnover
    ),
    "trade_balance": Indicator(
        "Balance (+: the state sells more)", "USD million", 1, ("trade/bilateral",), trade_balance
    ),
    "turnover_to_gdp": Indicator(
        "Turnover with Russia to GDP", "%", 2, ("trade/bilateral", "common/gdp"), turnover_to_gdp
    ),
    "arms_from_ussr": Indicator(
        "Arms from the USSR since 1950", "million TIV", 1, ("arms/annual_tiv",), arms_from("SUN")
    ),
    "arms_from_russia": Indicator(
        "Arms from Russia since 1992", "million TIV", 1, ("arms/annual_tiv",), arms_from("RUS")
    ),
    "arms_dependence": Indicator(
        "Russia's share of arms imports, ten years",
        "%",
        1,
        ("arms/imports_by_supplier",),
        arms_dependence,
    ),
    "agreement_russia": Indicator(
        "Agreement with Russia in UN votes", "0 to 1", 3, ("voting/tallies",), agreement_with("RUS")
    ),
    "agreement_usa": Indicator(
        "Agreement with the USA", "0 to 1", 3, ("voting/tallies",), agreement_with("USA")
    ),
    "agreement_china": Indicator(
        "Agreement with China", "0 to 1", 3, ("voting/tallies",), agreement_with("CHN")
    ),
    "ideal_point": Indicator(
        "Ideal point (+: nearer to the USA)", "sd", 2, ("voting/ideal_points",), ideal_point
    ),
    "debt_outstanding": Indicator(
        "Debt to Russia and the USSR in IDS",
        "USD million",
        1,
        ("debt/ids_creditor", "common/states"),
        debt_outstanding,
    ),
}


def compute_indicators(
    tables: Tables, *, first_year: int, last_year: int, reporter: str = "RUS", min_n: int = 10
) -> pd.DataFrame:
    """Compute every indicator for all 33 states.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The tables named in :data:`TABLES`.
    first_year, last_year : int
        Years to keep, both included.
    reporter : {"RUS", "partner"}, optional
        Whose customs figures.
    min_n : int, optional
        Fewest joint votes in a year.

    Returns
    -------
    pandas.DataFrame
        indicator, iso3, year, value, in the units of :data:`INDICATORS`; no row where there is
        no value.

    Raises
    ------
    MeasureError
        If a table is missing.
    """
    missing = sorted(set(TABLES) - set(tables))
    if missing:
        raise MeasureError(f"tables are missing for the indicators: {', '.join(missing)}")
    parts = []
    for name, indicator in INDICATORS.items():
        values = indicator.compute(tables, reporter=reporter, min_n=min_n)
        parts.append(values.assign(indicator=name))
    frame = pd.concat(parts, ignore_index=True).dropna(subset="value")
    frame = frame[frame["year"].between(first_year, last_year)]
    return frame[["indicator", "iso3", "year", "value"]].reset_index(drop=True)


def _rows(frame: pd.DataFrame, values: pd.Series) -> pd.DataFrame:
    return frame[["iso3", "year"]].assign(value=values)


def _long(grid: pd.DataFrame) -> pd.DataFrame:
    """Turn a grid of years and states into rows; a missing value has none."""
    long = grid.rename_axis(index="year", columns="iso3").stack().reset_index()
    return long.set_axis(["year", "iso3", "value"], axis=1)[["iso3", "year", "value"]]
