"""Flows, turnover and growth by year; sums that say how many states they hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.errors import MeasureError, unknown

#: Seen from the state, whoever reports.
FLOWS = ("exports", "imports")

#: Russia's figures, or those of the states themselves.
REPORTERS = ("RUS", "partner")

#: A year is comparable with others only if at least this share of the states asked for is in it …
COMPARABLE_SHARE = 0.5

#: … and if these make at least this share of the group's usual turnover: half of the states without
#: the large ones are no group.
USUAL_TURNOVER_SHARE = 0.85


def flows_by_state(bilateral: pd.DataFrame, reporter: str) -> pd.DataFrame:
    """Return both flows of every state and year side by side, as one side reports them.

    Parameters
    ----------
    bilateral : pandas.DataFrame
        Columns ``iso3, year, reporter, flow, value_usd`` of ``trade/bilateral``.
    reporter : {"RUS", "partner"}
        Russia's figures, or those of the states themselves.

    Returns
    -------
    pandas.DataFrame
        Columns ``iso3, year, exports_usd, imports_usd, turnover_usd,
        n_flows``; a missing flow is NaN. The turnover is the sum of the flows on record, and
        ``n_flows`` (1 or 2) says of how many: one flow only makes it a lower bound.

    Raises
    ------
    MeasureError
        If the reporter is unknown or a flow stands twice.

    Examples
    --------
    >>> rows = [("BRB", 2012, "RUS", "imports", 5.0)]
    >>> names = ["iso3", "year", "reporter", "flow", "value_usd"]
    >>> flows_by_state(pd.DataFrame(rows, columns=names), "RUS").iloc[0, 2:5].tolist()
    [nan, 5.0, 5.0]
    """
    if reporter not in REPORTERS:
        raise MeasureError(unknown("reporter", [reporter], REPORTERS))
    by_russia = bilateral["reporter"] == "RUS"
    rows = bilateral[by_russia if reporter == "RUS" else ~by_russia]
    return widen(rows)


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
    if rows.duplicated([*keys, "flow"]).any():
        raise MeasureError("a state, year and flow stands more than once: choose one source")
    wide = rows.pivot(index=keys, columns="flow", values="value_usd")
    wide = wide.reindex(columns=list(FLOWS)).astype("float64").sort_index()
    wide.columns = [f"{flow}_usd" for flow in FLOWS]
    frame = wide.assign(turnover_usd=wide.sum(axis=1, min_count=1), n_flows=wide.count(axis=1))
    return frame.reset_index()


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
    >>> names = ["iso3", "year", *(f"{flow}_usd" for flow in FLOWS), "turnover_usd", "n_flows"]
    >>> totals = yearly_totals(pd.DataFrame(rows, columns=names), ["ARG", "BRA"], [2000, 2001])
    >>> totals[["turnover_usd", "n_states", "n_imports", "is_comparable"]].values[0]
    array([9.0, 2, 1, True], dtype=object)
    """
    values = [f"{flow}_usd" for flow in FLOWS]
    chosen = by_state[by_state["iso3"].isin(states)]
    groups = chosen.groupby("year")
    totals = groups[[*values, "turnover_usd"]].sum(min_count=1)
    totals = totals.assign(n_states=groups["iso3"].nunique())
    for flow, value in zip(FLOWS, values, strict=True):
        totals[f"n_{flow}"] = groups[value].count()
    frame = complete_years(totals, chosen, states, years)
    enough = frame["is_comparable"]
    for flow in FLOWS:
        frame[f"n_{flow}"] = frame[f"n_{flow}"].fillna(0).astype(int)
        has_flow = frame[f"n_{flow}"] >= COMPARABLE_SHARE * frame["n_states"]
        frame[f"is_comparable_{flow}"] = enough & has_flow
        frame["is_comparable"] &= frame[f"is_comparable_{flow}"]
    return frame


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


def stack_sides(
    totals: Mapping[str, pd.DataFrame], stated: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return both sides' yearly totals, and what others state, in one table.

    Parameters
    ----------
    totals : mapping of str to pandas.DataFrame
        Reporter → result of :func:`yearly_totals`.
    stated : pandas.DataFrame, optional
        From :func:`stated_turnover`. None adds nothing.

    Returns
    -------
    pandas.DataFrame
        The columns of :func:`yearly_totals` after ``reporter``, sorted by reporter and year. Stated
        figures follow, with their kind and who stated them as the reporter.
    """
    frames = [frame.assign(reporter=side) for side, frame in sorted(totals.items())]
    columns = ["reporter", *frames[0].columns[:-1]]
    if stated is not None and len(stated):
        who = stated["kind"] + ": " + stated["who"]
        rows = stated.assign(reporter=who, turnover_usd=stated["value_usd"])
        frames.append(rows[["reporter", "year", "turnover_usd"]])
    return pd.concat(frames)[columns].reset_index(drop=True)


def deflate(values: pd.Series, years: pd.Series, index: pd.Series, base_year: int) -> pd.Series:
    """Turn current dollars into dollars of one year: value × index(base) / index(year).

    Parameters
    ----------
    values : pandas.Series
        Values in current USD.
    years : pandas.Series
        The year of each value, aligned with ``values``.
    index : pandas.Series
        Price level by year (the year is the label), for example the US consumer price index.
    base_year : int
        The year whose dollars the result is in.

    Returns
    -------
    pandas.Series
        Values in USD of ``base_year``.

    Raises
    ------
    MeasureError
        If the index lacks one of the years; all are named.

    Examples
    --------
    >>> prices = pd.Series({2000: 50.0, 2015: 100.0})
    >>> deflate(pd.Series([10.0]), pd.Series([2000]), prices, 2015).item()
    20.0
    """
    needed = {int(year) for year in years} | {int(base_year)}
    absent = sorted(needed - {int(year) for year in index.index})
    if absent:
        raise MeasureError(f"the price index has no value for {', '.join(map(str, absent))}")
    return values * float(index.loc[base_year]) / years.map(index).astype("float64")


def in_prices_of(
    frame: pd.DataFrame, index: pd.Series, base_year: int, year: str = "year"
) -> pd.DataFrame:
    """Return a table with ``value_usd`` turned into dollars of one year.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns ``value_usd`` (current USD) and the year.
    index : pandas.Series
        Price level by year.
    base_year : int
        The year whose dollars the result is in.
    year : str, default "year"
        Name of the column of the year.

    Returns
    -------
    pandas.DataFrame
        The same table with other values.
    """
    return frame.assign(value_usd=deflate(frame["value_usd"], frame[year], index, base_year))


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
    values = [f"{flow}_usd" for flow in FLOWS] + ["turnover_usd"]
    chosen = by_state[by_state["iso3"].isin(states) & by_state["year"].isin(list(years))]
    groups = chosen.groupby("iso3")
    frame = groups[values].mean().assign(n_years=groups["year"].nunique())
    sums = groups["turnover_usd"].sum()
    frame = frame.assign(share=sums / sums.sum()).reset_index()
    return frame.sort_values(["turnover_usd", "iso3"], ascending=[False, True], ignore_index=True)


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
