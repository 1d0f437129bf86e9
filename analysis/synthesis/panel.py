"""The state-year panel: what the tables know of each state in each year, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis import arms, countries, trade, voting
from analysis.contracts import SIDES, STATES, Frame, Number, OneOf, Tables, check, takes
from analysis.synthesis.reading import Reading
from analysis.synthesis.variables import ALIGNMENTS, ARMS_WINDOW, alignment_column

COMPARABLE_SOURCE = "wits_partner"
"""Source of trade/bilateral and trade/world_totals in which states report of all partners alike."""

PANEL = Frame("iso3", "year", key=2)
"""What a panel must be: one row a state and year."""

TABLES = {
    "trade/bilateral": Frame(
        "iso3", "partner", "year", "reporter", "flow", "value_usd", "source", key=5
    ),
    "trade/world_totals": Frame("year", "source", "value_usd"),
    "arms/annual_tiv": Frame("supplier", "iso3", "year", "tiv_million", key=3),
    "arms/imports_by_supplier": Frame("iso3", "supplier", "year", "tiv_million", key=3),
    "voting/tallies": Frame("iso3", "partner", "session", "issue", "year", key=5),
    "voting/seats": Frame("iso3", "first_session", key=1),
    "common/gdp": Frame("iso3", "year", "gdp_current_usd", key=2),
    "common/population": Frame("iso3", "year", "population_persons", key=2),
}
"""Tables that the panel is built from."""

IDEAL_POINTS = "voting/ideal_points"
_OPTIONAL = {IDEAL_POINTS: Frame("iso3", "session", "series", "year", key=3)}
_WORLD = Frame(
    "iso3", "year", "flow", key=3, rules={"flow": OneOf(("exports_to_world", "imports_from_world"))}
)
_ROOM = 1e-9
#: More than any lag: keeps the years of one state apart from those of the next.
_YEARS_ASIDE = 100_000


@takes(tables=Tables(TABLES, _OPTIONAL))
def build_panel(tables: Mapping[str, pd.DataFrame], reading: Reading) -> pd.DataFrame:
    """Join what the tables have of every state and year.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Name → table: all of :data:`TABLES`, and ``voting/ideal_points`` if there is one; without
        it the columns of ideal points are missing throughout.
    reading : Reading
        Partners, states and years, and the fewest joint votes of a year.

    Returns
    -------
    pandas.DataFrame
        One row a state and year, all of them, with the columns of :attr:`Reading.variables`,
        ``gdp_current_usd`` and ``population_persons``. What is not on record is missing and never
        zero; arms are zero in years that SIPRI covers and records no delivery in. Sums over years
        are missing unless every year of the window is covered.

    Raises
    ------
    MeasureError
        If a table is missing or breaks its contract.

    Notes
    -----
    The turnover is the sum of the flows on record. Alignment by ideal points is minus the distance
    between the two states' points of the session that opens in the year.
    """
    names = ["iso3", "year"]
    grid = pd.MultiIndex.from_product([sorted(reading.states), reading.years], names=names)
    panel = pd.DataFrame(index=grid)
    for name, column in (("gdp", "gdp_current_usd"), ("population", "population_persons")):
        panel[column] = _values(tables[f"common/{name}"], column).reindex(grid)
        panel[f"log_{name}"] = _log(panel[column])
    gdp = panel["gdp_current_usd"]
    total = sum_world_trade(tables["trade/world_totals"], reading.study.states).reindex(grid)
    bilateral = tables["trade/bilateral"]
    bilateral = bilateral[bilateral["partner"] == reading.partner]
    for side in SIDES:
        flows = trade.flows_by_state(bilateral, side)
        turnover = _values(flows, "turnover_usd").reindex(grid)
        panel[f"turnover_{side}_usd"] = turnover
        panel[f"log_turnover_{side}"] = _log(turnover)
        panel[f"trade_share_{side}_pct"] = 100 * turnover / total.where(total > 0)
        panel[f"trade_to_gdp_{side}_pct"] = 100 * turnover / gdp.where(gdp > 0)
    if reading.states:
        panel = panel.join(_arms(tables, reading)).join(_alignments(tables, reading))
    members = {y: set(countries.members(reading.theses.group, y)) for y in reading.years}
    panel["is_member"] = [float(iso3 in members[year]) for iso3, year in grid]
    rest = ["gdp_current_usd", "population_persons"]
    return panel.reindex(columns=[*reading.variables, *rest]).astype("float64").reset_index()


@takes(world_totals=TABLES["trade/world_totals"], states=STATES)
def sum_world_trade(world_totals: pd.DataFrame, states: Sequence[str]) -> pd.Series:
    """Return each state's trade with the whole world, as it reports it.

    Parameters
    ----------
    world_totals : pandas.DataFrame
        The table ``trade/world_totals``.
    states : sequence of str
        ISO3 codes.

    Returns
    -------
    pandas.Series
        Exports and imports in USD by iso3 and year, of the source in which the partners are
        compared; missing unless both are on record.

    Raises
    ------
    MeasureError
        If a flow of a year stands twice.
    """
    is_like = world_totals["source"] == COMPARABLE_SOURCE
    rows = world_totals[is_like & world_totals["iso3"].isin(list(states))]
    wide = rows.set_index(["iso3", "year", "flow"])["value_usd"].astype("float64")
    check("sum_world_trade", {"rows": wide.reset_index()}, rows=_WORLD)
    return wide.unstack("flow").sum(axis=1, min_count=2).rename("value")


@takes(panel=PANEL, years=Number(is_whole=True))
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
    check("lag", {"panel": panel}, panel=Frame(column))
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


@takes(panel=PANEL)
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
    check("count_coverage", {"panel": panel}, panel=Frame(*columns))
    counts = panel.groupby("year")[list(columns)].count()
    long = counts.melt(var_name="variable", value_name="n_states", ignore_index=False)
    return long.reset_index()[["variable", "year", "n_states"]]


def _values(frame: pd.DataFrame, column: str) -> pd.Series:
    """Return a column by state and year."""
    return frame.set_index([frame["iso3"], frame["year"].astype(int)])[column].astype("float64")


def _log(values: pd.Series) -> pd.Series:
    return np.log(values.where(values > 0))


def _arms(tables: Mapping[str, pd.DataFrame], reading: Reading) -> pd.DataFrame:
    start = reading.first_year - ARMS_WINDOW + 1
    states, partner = list(reading.states), reading.partner
    series = arms.annual_series(
        tables[reading.deliveries], states, start, reading.last_year, {partner: reading.delivered}
    ).set_index(["iso3", "year"])["tiv_million"]
    sums = _trailing_sum(series)
    imports = tables["arms/imports_by_supplier"]
    first, last = int(imports["year"].min()), int(imports["year"].max())
    years = range(start, reading.last_year + 1)
    keys = pd.MultiIndex.from_product([states, years], names=["iso3", "year"])
    covered = keys.get_level_values("year").isin(range(first, last + 1))
    parts = {}
    for name, rows in (("all", imports), ("own", imports[imports["supplier"] == partner])):
        by_year = rows.groupby(["iso3", "year"])["tiv_million"].sum().astype("float64")
        filled = by_year.reindex(keys).fillna(0.0).where(pd.Series(covered, index=keys))
        parts[name] = _trailing_sum(filled)
    share = 100 * parts["own"] / parts["all"].where(parts["all"] > _ROOM)
    frame = pd.DataFrame(
        {
            "tiv_million": series,
            "tiv_sum_million": sums,
            "asinh_tiv_sum": np.arcsinh(sums),
            "any_arms": (sums > _ROOM).astype("float64").where(sums.notna()),
            "arms_share_pct": share,
        }
    )
    return frame[frame.index.get_level_values("year") >= reading.first_year]


def _trailing_sum(series: pd.Series) -> pd.Series:
    """Sum the window's years; of a series complete in years, sorted by state and year."""
    wide = series.unstack("iso3").sort_index()
    sums = wide.rolling(ARMS_WINDOW, min_periods=ARMS_WINDOW).sum()
    # A moving sum leaves traces of what has moved out.
    sums = sums.mask(sums.abs() < _ROOM, 0.0)
    return sums.unstack()  # type: ignore[return-value]


def _alignments(tables: Mapping[str, pd.DataFrame], reading: Reading) -> pd.DataFrame:
    ballots = voting.select_tallies(
        tables["voting/tallies"],
        states=reading.states,
        partners=reading.partners,
        first_year=reading.first_year,
        last_year=reading.last_year,
        seats=tables["voting/seats"],
    )
    tallies = voting.sum_tallies(ballots, ["year", "iso3", "partner"])
    columns = {}
    for measure in voting.MEASURES:
        if measure in ALIGNMENTS:
            scores = voting.score(tallies, measure, reading.min_n)
            for partner, rows in scores.groupby("partner"):
                columns[alignment_column(measure, str(partner))] = _values(rows, "value")
    if IDEAL_POINTS in tables:
        wide = widen_points(tables[IDEAL_POINTS], reading.years)
        for partner in reading.partners:
            if partner in wide:
                own = wide.reindex(columns=list(reading.states))
                near = -own.sub(wide[partner], axis=0).abs()
                long = near.rename_axis(columns="iso3").unstack()
                columns[alignment_column("ideal_point", partner)] = long  # type: ignore[assignment]
    names = [alignment_column(m, p) for p in reading.partners for m in ALIGNMENTS]
    if not columns:
        empty = pd.MultiIndex.from_arrays([[], []], names=["iso3", "year"])
        return pd.DataFrame(index=empty, columns=names, dtype="float64")
    return pd.DataFrame(columns).rename_axis(["iso3", "year"]).reindex(columns=names)


@takes(points=_OPTIONAL[IDEAL_POINTS])
def widen_points(points: pd.DataFrame, years: Sequence[int]) -> pd.DataFrame:
    """Return the ideal points from votes on whole texts, a row a year and a column a state.

    Parameters
    ----------
    points : pandas.DataFrame
        The table ``voting/ideal_points``.
    years : sequence of int
        Calendar years in which the sessions open.

    Returns
    -------
    pandas.DataFrame
        Index year, columns ISO3 codes, in standard deviations over all states and sessions.
    """
    rows = points[(points["series"] == "final") & points["year"].isin(list(years))]
    return rows.pivot(index="year", columns="iso3", values="ideal_point").astype("float64")
