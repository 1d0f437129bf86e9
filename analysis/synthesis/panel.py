"""The state-year panel: what the catalogue knows of each state in each year, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import arms, countries, trade, voting
from analysis.errors import MeasureError, unknown

PARTNERS = ("RUS", "USA", "CHN")
REPORTERS = ("RUS", "partner")
#: Years of the sum of deliveries; one year holds few, and a contract is delivered over several.
ARMS_WINDOW = 5
IDEAL_POINTS = "voting/ideal_points"
#: Tables of the catalogue that the panel is built from.
TABLES = (
    "trade/bilateral",
    "synthesis/partner_trade",
    "arms/annual_tiv",
    "arms/imports_by_supplier",
    "voting/tallies",
    "common/gdp",
    "common/population",
)
_ROOM = 1e-9
#: More than any lag: keeps the years of one state apart from those of the next.
_YEARS_ASIDE = 100_000


class Variable(NamedTuple):
    """A column of the panel, for those who read it."""

    label: str
    unit: str


PARTNER_NAMES = {"RUS": "Russia", "USA": "the USA", "CHN": "China"}
_SIDES = {"RUS": "Russia's figures", "partner": "the states' figures"}
_ALIGNMENT = {
    "agreement": Variable("agreement", "0 to 1"),
    "s_score": Variable("S-score", "-1 to 1"),
    "cohen_kappa": Variable("Cohen's kappa", "-1 to 1"),
    "scott_pi": Variable("Scott's pi", "-1 to 1"),
    "ideal_point": Variable("closeness of ideal points", "minus standard deviations"),
}
ALIGNMENTS = tuple(_ALIGNMENT)


def _variables() -> dict[str, Variable]:
    found = {
        alignment_column(measure, partner): Variable(
            f"{variable.label} with {PARTNER_NAMES[partner]}", variable.unit
        )
        for partner in PARTNERS
        for measure, variable in _ALIGNMENT.items()
    }
    for side, words in _SIDES.items():
        short = side.lower()
        found[f"turnover_{short}_usd"] = Variable(f"trade with Russia ({words})", "USD")
        found[f"log_turnover_{short}"] = Variable(f"log trade with Russia ({words})", "log USD")
        found[f"trade_share_{short}_pct"] = Variable(
            f"Russia's share of all trade ({words})", "% of trade"
        )
        found[f"trade_to_gdp_{short}_pct"] = Variable(
            f"trade with Russia over GDP ({words})", "% of GDP"
        )
    window = f"{ARMS_WINDOW} years"
    return {
        **found,
        "tiv_million": Variable("arms from Russia", "million TIV a year"),
        "tiv_sum_million": Variable(f"arms from Russia, sum of {window}", "million TIV"),
        "asinh_tiv_sum": Variable(f"arms from Russia, sum of {window}", "asinh of million TIV"),
        "any_arms": Variable(f"any arms from Russia in {window}", "0 or 1"),
        "arms_share_pct": Variable(f"Russia's share of arms imports, {window}", "% of TIV"),
        "log_gdp": Variable("log GDP", "log current USD"),
        "log_population": Variable("log population", "log persons"),
        "is_alba": Variable("member of ALBA", "0 or 1"),
    }


def alignment_column(measure: str, partner: str = "RUS") -> str:
    """Return the panel's column of an alignment with a partner.

    Parameters
    ----------
    measure : str
        One of :data:`ALIGNMENTS`.
    partner : {"RUS", "USA", "CHN"}, optional
        The partner.

    Returns
    -------
    str
        Name of the column.

    Raises
    ------
    MeasureError
        If the measure or the partner is unknown.

    Examples
    --------
    >>> alignment_column("s_score", "USA")
    's_score_usa'
    """
    if measure not in _ALIGNMENT:
        raise MeasureError(unknown("measure of alignment", [measure], _ALIGNMENT))
    if partner not in PARTNERS:
        raise MeasureError(unknown("partner", [partner], PARTNERS))
    return f"{measure}_{partner.lower()}"


VARIABLES = _variables()
"""Column of the panel → label and unit."""


def build_panel(
    tables: Mapping[str, pd.DataFrame],
    states: Sequence[str],
    first_year: int,
    last_year: int,
    min_n: int = 10,
) -> pd.DataFrame:
    """Join what the catalogue has of every state and year.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Name in the catalogue → table: all of :data:`TABLES`, and ``voting/ideal_points`` if there
        is one; without it the columns of ideal points are missing throughout.
    states : sequence of str
        ISO3 codes.
    first_year, last_year : int
        Calendar years, both included.
    min_n : int, optional
        Fewest joint votes of a year that give an alignment.

    Returns
    -------
    pandas.DataFrame
        One row a state and year, all of them, with the columns of :data:`VARIABLES`. What is not
        on record is missing and never zero; arms are zero in years that SIPRI covers and records
        no delivery in. Sums over years are missing unless every year of the window is covered.

    Raises
    ------
    MeasureError
        If a table is missing.

    Notes
    -----
    The turnover is the sum of the flows on record. Alignment by ideal points is minus the distance
    between the two states' points of the session that opens in the year.
    """
    missing = [name for name in TABLES if name not in tables]
    if missing:
        raise MeasureError(f"the panel needs the table(s) {', '.join(missing)}")
    chosen = sorted(set(states))
    years = range(first_year, last_year + 1)
    grid = pd.MultiIndex.from_product([chosen, years], names=["iso3", "year"])
    panel = pd.DataFrame(index=grid)
    for name in ("gdp", "population"):
        column = {"gdp": "gdp_current_usd", "population": "population_persons"}[name]
        panel[column] = _values(tables[f"common/{name}"], column, grid)
    panel["log_gdp"] = _log(panel["gdp_current_usd"])
    panel["log_population"] = _log(panel["population_persons"])
    world = tables["synthesis/partner_trade"].drop_duplicates(["iso3", "year"])
    both = world[["world_exports_usd", "world_imports_usd"]].astype("float64")
    world = world[["iso3", "year"]].assign(total=both.sum(axis=1, skipna=False))
    total = _values(world, "total", grid)
    for side in REPORTERS:
        short = side.lower()
        flows = trade.flows_by_state(tables["trade/bilateral"], side)
        turnover = _values(flows, "turnover_usd", grid)
        panel[f"turnover_{short}_usd"] = turnover
        panel[f"log_turnover_{short}"] = _log(turnover)
        panel[f"trade_share_{short}_pct"] = 100 * turnover / total.where(total > 0)
        gdp = panel["gdp_current_usd"]
        panel[f"trade_to_gdp_{short}_pct"] = 100 * turnover / gdp.where(gdp > 0)
    panel = panel.join(_arms(tables, chosen, first_year, last_year))
    panel = panel.join(_alignments(tables, chosen, first_year, last_year, min_n))
    members = {year: set(countries.members("ALBA", year)) for year in years}
    panel["is_alba"] = [float(iso3 in members[year]) for iso3, year in grid]
    rest = ["gdp_current_usd", "population_persons"]
    return panel.reindex(columns=[*VARIABLES, *rest]).astype("float64").reset_index()


def lag(panel: pd.DataFrame, column: str, years: int) -> pd.Series:
    """Return a column as it stood some years before.

    Parameters
    ----------
    panel : pandas.DataFrame
        Columns ``iso3``, ``year`` and the column; years may be missing.
    column : str
        Name of the column.
    years : int
        How many years before; negative for years after.

    Returns
    -------
    pandas.Series
        The value of the same state ``years`` before, on the panel's index; missing where that year
        is not in the panel. A gap of a year is a gap, not the year before it.

    Examples
    --------
    >>> panel = pd.DataFrame({"iso3": "PER", "year": [2000, 2001, 2003], "x": [1.0, 2.0, 4.0]})
    >>> lag(panel, "x", 1).tolist()
    [nan, 1.0, nan]
    """
    place = np.unique(panel["iso3"].to_numpy(dtype=str), return_inverse=True)[1]
    keys = place * _YEARS_ASIDE + panel["year"].to_numpy(dtype=int)
    values = panel[column].to_numpy(dtype="float64")
    found = np.full(len(panel), np.nan)
    if len(panel):
        order = np.argsort(keys, kind="stable")
        at = np.minimum(np.searchsorted(keys[order], keys - years), len(keys) - 1)
        is_there = keys[order][at] == keys - years
        found[is_there] = values[order][at[is_there]]
    return pd.Series(found, index=panel.index, name=column)


def count_coverage(panel: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Count the states with a value, by column and year.

    Parameters
    ----------
    panel : pandas.DataFrame
        From :func:`build_panel`.
    columns : sequence of str
        Columns to count.

    Returns
    -------
    pandas.DataFrame
        ``variable, year, n_states``, with a row for every year, zero where no state has a value.
    """
    counts = panel.groupby("year")[list(columns)].count()
    stacked = counts.rename_axis(columns="variable").unstack()
    long = stacked.to_frame("n_states").reset_index()  # type: ignore[operator]
    order = {name: place for place, name in enumerate(columns)}
    long = long.sort_values(
        ["variable", "year"], key=lambda c: c.map(order) if c.name == "variable" else c
    )
    return long[["variable", "year", "n_states"]].reset_index(drop=True)


def _values(frame: pd.DataFrame, column: str, grid: pd.MultiIndex) -> pd.Series:
    values = frame.set_index([frame["iso3"], frame["year"].astype(int)])[column]
    return values.astype("float64").reindex(grid)


def _log(values: pd.Series) -> pd.Series:
    return np.log(values.where(values > 0))


def _arms(
    tables: Mapping[str, pd.DataFrame], states: Sequence[str], first_year: int, last_year: int
) -> pd.DataFrame:
    start = first_year - ARMS_WINDOW + 1
    deliveries = tables["arms/annual_tiv"]
    deliveries = deliveries[deliveries["supplier"] == "RUS"]
    series = arms.annual_series(
        deliveries, states, start, last_year, {"RUS": arms.SPANS["RUS"]}
    ).set_index(["iso3", "year"])["tiv_million"]
    sums = _trailing_sum(series)
    imports = tables["arms/imports_by_supplier"]
    first, last = int(imports["year"].min()), int(imports["year"].max())
    keys = pd.MultiIndex.from_product([states, range(start, last_year + 1)], names=["iso3", "year"])
    covered = keys.get_level_values("year").isin(range(first, last + 1))
    parts = {}
    for name, rows in (("all", imports), ("rus", imports[imports["supplier"] == "RUS"])):
        by_year = rows.groupby(["iso3", "year"])["tiv_million"].sum().astype("float64")
        filled = by_year.reindex(keys).fillna(0.0).where(pd.Series(covered, index=keys))
        parts[name] = _trailing_sum(filled)
    share = 100 * parts["rus"] / parts["all"].where(parts["all"] > _ROOM)
    frame = pd.DataFrame(
        {
            "tiv_million": series,
            "tiv_sum_million": sums,
            "asinh_tiv_sum": np.arcsinh(sums),
            "any_arms": (sums > _ROOM).astype("float64").where(sums.notna()),
            "arms_share_pct": share,
        }
    )
    return frame[frame.index.get_level_values("year") >= first_year]


def _trailing_sum(series: pd.Series) -> pd.Series:
    """Sum the window's years; of a series complete in years, sorted by state and year."""
    wide = series.unstack("iso3").sort_index()
    sums = wide.rolling(ARMS_WINDOW, min_periods=ARMS_WINDOW).sum()
    # A moving sum leaves traces of what has moved out.
    sums = sums.mask(sums.abs() < _ROOM, 0.0)
    return sums.unstack()  # type: ignore[return-value]


def _alignments(
    tables: Mapping[str, pd.DataFrame],
    states: Sequence[str],
    first_year: int,
    last_year: int,
    min_n: int,
) -> pd.DataFrame:
    ballots = voting.select_tallies(
        tables["voting/tallies"],
        states=states,
        partners=PARTNERS,
        first_year=first_year,
        last_year=last_year,
    )
    tallies = voting.sum_tallies(ballots, ["year", "iso3", "partner"])
    columns = {}
    for measure in voting.MEASURES:
        if measure in _ALIGNMENT:
            scores = voting.score(tallies, measure, min_n)
            for partner, rows in scores.groupby("partner"):
                columns[alignment_column(measure, str(partner))] = _by_key(rows, "value")
    points = tables.get(IDEAL_POINTS)
    if points is not None:
        if "series" in points:
            points = points[points["series"] == "final"]
        points = points.assign(year=points["session"].astype(int) + 1945)
        points = points[points["year"].between(first_year, last_year)]
        wide = points.pivot(index="year", columns="iso3", values="ideal_point").astype("float64")
        for partner in PARTNERS:
            if partner in wide:
                own = wide.reindex(columns=list(states))
                near = -own.sub(wide[partner], axis=0).abs()
                long = near.rename_axis(columns="iso3").unstack()
                columns[alignment_column("ideal_point", partner)] = long  # type: ignore[assignment]
    names = [alignment_column(m, p) for p in PARTNERS for m in ALIGNMENTS]
    frame = pd.DataFrame(columns)
    if frame.empty:
        empty = pd.MultiIndex.from_arrays([[], []], names=["iso3", "year"])
        return pd.DataFrame(index=empty, columns=names, dtype="float64")
    return frame.rename_axis(["iso3", "year"]).reindex(columns=names)


def _by_key(rows: pd.DataFrame, column: str) -> pd.Series:
    return rows.set_index([rows["iso3"], rows["year"].astype(int)])[column]
