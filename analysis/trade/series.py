"""Flows, turnover and growth by year; sums that say how many states they hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.contracts import (
    BY_YEAR,
    FLOWS,
    SIDES,
    STATE,
    STATES,
    YEAR,
    YEARS,
    Frame,
    Number,
    Numbers,
    OneOf,
    Several,
    Years,
    takes,
)
from analysis.errors import MeasureError

#: A year is comparable with others only if at least this share of the states asked for is in it …
COMPARABLE_SHARE = 0.5

#: … and if these make at least this share of the group's usual turnover: half of the states without
#: the large ones are no group.
USUAL_TURNOVER_SHARE = 0.85

#: Amounts that may be missing, and numbers of partners or states.
AMOUNTS = Numbers(at_least=0, may_lack=True)
COUNT = Number(at_least=1, is_whole=True)

#: Columns of values of flows, and of flows with their sum.
FLOW_COLUMNS = tuple(f"{flow}_usd" for flow in FLOWS)
VALUE_COLUMNS = (*FLOW_COLUMNS, "turnover_usd")


class Reports(Frame):
    """Rows of ``trade/bilateral``: of one partner, each reported by that partner or the state.

    Parameters
    ----------
    *more : str
        Columns beside those of every report.
    """

    def __init__(self, *more: str) -> None:
        columns = ("iso3", "partner", "year", "reporter", "flow", "value_usd", *more)
        super().__init__(*columns, key=5, present=("value_usd",))

    def problems(self, value: Any) -> list[str]:
        """Return what is wrong with reports, in words."""
        found = super().problems(value)
        if found:
            return found
        strangers = value.loc[~(by_counterpart(value) | (value["reporter"] == value["iso3"]))]
        if len(strangers):
            named = ", ".join(sorted({repr(each) for each in strangers["reporter"]}))
            found.append(f"reporter {named} is neither the row's state nor its partner")
        partners = sorted(value["partner"].unique())
        if len(partners) > 1:
            found.append(f"holds rows of {', '.join(partners)}: pick one with pick_partner")
        return found


REPORTS = Reports()
BY_STATE = Frame("iso3", "year", *VALUE_COLUMNS, key=2)
TOTALS = Frame("year", *VALUE_COLUMNS, "n_states", key=1)


def by_counterpart(bilateral: pd.DataFrame) -> pd.Series:
    """Return for each report whether the partner made it, not the state.

    Parameters
    ----------
    bilateral : pandas.DataFrame
        ``partner, reporter``.

    Returns
    -------
    pandas.Series of bool
        Aligned with the rows.
    """
    return bilateral["reporter"] == bilateral["partner"]


@takes(partner=STATE)
def pick_partner(bilateral: pd.DataFrame, partner: str) -> pd.DataFrame:
    """Return the rows of one partner.

    Parameters
    ----------
    bilateral : pandas.DataFrame
        Any table of trade with a column ``partner``.
    partner : str
        ISO3 code.

    Returns
    -------
    pandas.DataFrame
        The rows of that partner, at least one.

    Raises
    ------
    MeasureError
        If the code is unknown or the table holds nothing of it; with the partners that it has.

    Examples
    --------
    >>> rows = pd.DataFrame({"partner": ["RUS", "CHN"], "year": [2000, 2001]})
    >>> pick_partner(rows, "CHN")["year"].tolist()
    [2001]
    """
    held = sorted(bilateral["partner"].unique())
    if partner not in held:
        raise MeasureError(f"the table holds nothing of {partner}; it has {', '.join(held)}")
    return bilateral[bilateral["partner"] == partner]


def largest_first(frame: pd.DataFrame, value: str, *keys: str) -> pd.DataFrame:
    """Sort a table by the falling size of a column, whatever its sign, then by its keys.

    Parameters
    ----------
    frame : pandas.DataFrame
        Any table.
    value : str
        Column whose size counts.
    *keys : str
        Columns that decide between equal sizes.

    Returns
    -------
    pandas.DataFrame
        The same rows, numbered anew.

    Examples
    --------
    >>> frame = pd.DataFrame({"iso3": ["CUB", "BRA", "ARG"], "gap_usd": [1.0, -3.0, 1.0]})
    >>> largest_first(frame, "gap_usd", "iso3")["iso3"].tolist()
    ['BRA', 'ARG', 'CUB']
    """
    order = frame.assign(size=-frame[value].abs()).sort_values(["size", *keys], ignore_index=True)
    return order.drop(columns="size")


@takes(bilateral=REPORTS, side=OneOf(SIDES))
def flows_by_state(bilateral: pd.DataFrame, side: str) -> pd.DataFrame:
    """Return both flows of every state and year side by side, as one side reports them.

    Parameters
    ----------
    bilateral : pandas.DataFrame
        Rows of one partner: ``iso3, partner, year, reporter, flow, value_usd``.
    side : {"counterpart", "states"}
        The partner's figures, or those of the states themselves.

    Returns
    -------
    pandas.DataFrame
        Columns ``iso3, year, exports_usd, imports_usd, turnover_usd,
        n_flows``; a missing flow is NaN. The turnover is the sum of the flows on record, and
        ``n_flows`` (1 or 2) says of how many: one flow only makes it a lower bound.

    Raises
    ------
    MeasureError
        If the side is unknown, a report stands twice or is of a third state, or the rows are of
        several partners.

    Examples
    --------
    >>> rows = [("BRB", "RUS", 2012, "RUS", "imports", 5.0)]
    >>> names = ["iso3", "partner", "year", "reporter", "flow", "value_usd"]
    >>> flows_by_state(pd.DataFrame(rows, columns=names), "counterpart").iloc[0, 2:5].tolist()
    [nan, 5.0, 5.0]
    """
    return widen(bilateral[by_counterpart(bilateral) == (side == SIDES[0])])


@takes(rows=Frame("iso3", "year", "flow", "value_usd", key=3))
def widen(rows: pd.DataFrame) -> pd.DataFrame:
    """Put both flows of every state and year side by side, with their sum.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``iso3, year, flow, value_usd``, each flow once.

    Returns
    -------
    pandas.DataFrame
        As :func:`flows_by_state`.

    Raises
    ------
    MeasureError
        If a flow stands twice.
    """
    keys = ["iso3", "year"]
    wide = rows.pivot(index=keys, columns="flow", values="value_usd")
    wide = wide.reindex(columns=list(FLOWS)).astype("float64").sort_index()
    wide.columns = list(FLOW_COLUMNS)
    frame = wide.assign(turnover_usd=wide.sum(axis=1, min_count=1), n_flows=wide.count(axis=1))
    return frame.reset_index()


@takes(by_state=BY_STATE, states=STATES, years=YEARS)
def yearly_totals(
    by_state: pd.DataFrame, states: Sequence[str], years: Sequence[int]
) -> pd.DataFrame:
    """Sum the states' flows by year, with the number of states each sum holds.

    Parameters
    ----------
    by_state : pandas.DataFrame
        From :func:`flows_by_state`.
    states : sequence of str
        ISO3 codes to sum.
    years : sequence of int
        Years to show; a year without any figure has NaN, not zero.

    Returns
    -------
    pandas.DataFrame
        One row a year: ``year``, the sums ``exports_usd, imports_usd,
        turnover_usd``, the numbers of states ``n_states`` (at least one flow on record),
        ``n_exports`` and ``n_imports``, what :func:`complete_years` adds, and
        ``is_comparable_exports``, ``is_comparable_imports``: whether at least
        half of the states in a comparable year have the flow. ``is_comparable`` is for the turnover
        and needs both.

    Examples
    --------
    >>> rows = [("ARG", 2000, 3.0, 1.0, 4.0, 2), ("BRA", 2000, 5.0, None, 5.0, 1)]
    >>> names = ["iso3", "year", *VALUE_COLUMNS, "n_flows"]
    >>> totals = yearly_totals(pd.DataFrame(rows, columns=names), ["ARG", "BRA"], [2000, 2001])
    >>> totals[["turnover_usd", "n_states", "n_imports", "is_comparable"]].values[0]
    array([9.0, 2, 1, True], dtype=object)
    """
    chosen = by_state[by_state["iso3"].isin(states)]
    groups = chosen.groupby("year")
    totals = groups[list(VALUE_COLUMNS)].sum(min_count=1)
    totals = totals.assign(n_states=groups["iso3"].nunique())
    for flow, value in zip(FLOWS, FLOW_COLUMNS, strict=True):
        totals[f"n_{flow}"] = groups[value].count()
    frame = complete_years(totals, chosen, states, years)
    enough = frame["is_comparable"]
    for flow in FLOWS:
        frame[f"n_{flow}"] = frame[f"n_{flow}"].fillna(0).astype(int)
        has_flow = frame[f"n_{flow}"] >= COMPARABLE_SHARE * frame["n_states"]
        frame[f"is_comparable_{flow}"] = enough & has_flow
        frame["is_comparable"] &= frame[f"is_comparable_{flow}"]
    return frame


@takes(states=STATES, years=YEARS)
def complete_years(
    frame: pd.DataFrame, by_state: pd.DataFrame, states: Sequence[str], years: Sequence[int]
) -> pd.DataFrame:
    """Give every year a row, and say whether enough of the states are in it.

    Parameters
    ----------
    frame : pandas.DataFrame
        Index ``year``, a column ``n_states``.
    by_state : pandas.DataFrame
        From :func:`flows_by_state`, of these states; all years, so that the usual turnover of a
        state is its mean over all years that it has on record.
    states : sequence of str
        The states asked for.
    years : sequence of int
        The years to show.

    Returns
    -------
    pandas.DataFrame
        One row a year, NaN where there was none, with ``usual_share`` (share of the group's usual
        turnover that the states on record make, 0 to 1) and ``is_comparable``: whether at least
        one state, :data:`COMPARABLE_SHARE` of the states and :data:`USUAL_TURNOVER_SHARE` of the
        usual turnover are in it.
    """
    usual = by_state.groupby("iso3")["turnover_usd"].mean()
    held = by_state["iso3"].map(usual).astype("float64").groupby(by_state["year"]).sum()
    frame = frame.reindex(pd.Index(list(years), name="year"))
    frame["n_states"] = frame["n_states"].fillna(0).astype(int)
    frame["usual_share"] = held.reindex(frame.index) / usual.sum()
    enough = frame["n_states"] >= max(1.0, COMPARABLE_SHARE * len(set(states)))
    usable = enough & (frame["usual_share"] >= USUAL_TURNOVER_SHARE)
    return frame.assign(is_comparable=usable).reset_index()


@takes(totals=Several(Frame("year", "turnover_usd", key=1)))
def stack_sides(
    totals: Mapping[str, pd.DataFrame], stated: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return both sides' yearly totals, and what others state, in one table.

    Parameters
    ----------
    totals : mapping of str to pandas.DataFrame
        Side → result of :func:`yearly_totals`.
    stated : pandas.DataFrame, optional
        From :func:`stated_turnover`. None adds nothing.

    Returns
    -------
    pandas.DataFrame
        The columns of :func:`yearly_totals` after ``reporter`` (the side), sorted by it and by
        year. Stated figures follow, with their kind and who stated them as the reporter.
    """
    frames = [frame.assign(reporter=side) for side, frame in sorted(totals.items())]
    columns = ["reporter", *frames[0].columns[:-1]]
    if stated is not None and len(stated):
        who = stated["kind"] + ": " + stated["who"]
        rows = stated.assign(reporter=who, turnover_usd=stated["value_usd"])
        frames.append(rows[["reporter", "year", "turnover_usd"]])
    return pd.concat(frames)[columns].reset_index(drop=True)


@takes(frame=Frame("year"), prices=BY_YEAR, base_year=YEAR)
def in_prices_of(frame: pd.DataFrame, prices: pd.Series, base_year: int) -> pd.DataFrame:
    """Turn current dollars into dollars of one year: value × prices(base) / prices(year).

    Parameters
    ----------
    frame : pandas.DataFrame
        ``year`` and columns of current US dollars, whose names end in ``_usd``.
    prices : pandas.Series
        Price level by year (the year is the label), for example the US consumer price index.
    base_year : int
        The year whose dollars the result is in.

    Returns
    -------
    pandas.DataFrame
        The same table with other values.

    Raises
    ------
    MeasureError
        If the price level of one of the years is missing, doubled or not positive; all are named.

    Examples
    --------
    >>> frame = pd.DataFrame({"year": [2000], "value_usd": [10.0]})
    >>> in_prices_of(frame, pd.Series({2000: 50.0, 2015: 100.0}), 2015)["value_usd"].item()
    20.0
    """
    needed = {int(year) for year in frame["year"]} | {int(base_year)}
    usable = prices[prices.gt(0) & ~prices.index.duplicated(keep=False)]
    absent = sorted(needed - {int(year) for year in usable.index})
    if absent:
        raise MeasureError(f"there is no price level of {', '.join(map(str, absent))}")
    factor = float(usable.loc[base_year]) / frame["year"].map(usable).astype("float64")
    columns = [str(name) for name in frame if str(name).endswith("_usd")]
    return frame.assign(**{name: frame[name] * factor for name in columns})


@takes(by_state=BY_STATE, states=STATES, years=Years(at_least=0))
def rank_partners(
    by_state: pd.DataFrame, states: Sequence[str], years: Sequence[int]
) -> pd.DataFrame:
    """Rank the partners by their mean turnover over the years that each has on record.

    Parameters
    ----------
    by_state : pandas.DataFrame
        From :func:`flows_by_state`.
    states : sequence of str
        ISO3 codes of the partners to rank.
    years : sequence of int
        Years to count. Give comparable years only, or the partners with long records win.

    Returns
    -------
    pandas.DataFrame
        Largest first: ``iso3, exports_usd, imports_usd, turnover_usd``
        (means a year), ``n_years`` and ``share`` of the sum of all partners' turnover.
    """
    chosen = by_state[by_state["iso3"].isin(states) & by_state["year"].isin(list(years))]
    groups = chosen.groupby("iso3")
    frame = groups[list(VALUE_COLUMNS)].mean().assign(n_years=groups["year"].nunique())
    sums = groups["turnover_usd"].sum()
    frame = frame.assign(share=sums / sums.sum()).reset_index()
    return largest_first(frame, "turnover_usd", "iso3")


@takes(totals=Frame("year", key=1), year=YEAR)
def value_in(totals: pd.DataFrame, year: int, column: str) -> float:
    """Return one number of a yearly table.

    Parameters
    ----------
    totals : pandas.DataFrame
        A table with a column ``year``, each year once.
    year : int
        The year.
    column : str
        The column.

    Returns
    -------
    float
        The number; NaN if the year is not in the table or has none.

    Examples
    --------
    >>> value_in(pd.DataFrame({"year": [2012], "hhi": [0.17]}), 2012, "hhi")
    0.17
    """
    found = totals.loc[totals["year"] == year, column]
    return float(found.iloc[0]) if len(found) else float("nan")
