"""Flows, turnover and growth by year; sums that say how many states they hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.errors import MeasureError, unknown

#: Seen from the state, whoever reports.
FLOWS = ("exports_to_russia", "imports_from_russia")

#: Russia's figures, or those of the states themselves.
REPORTERS = ("RUS", "partner")

#: A year is comparable with others only if at least this share of the states asked for is in it …
COMPARABLE_SHARE = 0.5

#: … and if these make at least this share of the group's usual turnover: half of the states without
#: the large ones are no group.
USUAL_TURNOVER_SHARE = 0.85

#: Spans that the literature speaks of: the boom up to the peak, the span that the customs
#: service's figures are quoted for, and the fall.
PERIODS = ((2002, 2013), (2006, 2013), (2006, 2014), (2013, 2016))


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
        Columns ``iso3, year, exports_to_russia_usd, imports_from_russia_usd, turnover_usd,
        n_flows``; a missing flow is NaN. The turnover is the sum of the flows on record, and
        ``n_flows`` (1 or 2) says of how many: one flow only makes it a lower bound.

    Raises
    ------
    MeasureError
        If the reporter is unknown or a flow stands twice.

    Examples
    --------
    >>> rows = [("BRB", 2012, "RUS", "imports_from_russia", 5.0)]
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
        One row a year: ``year``, the sums ``exports_to_russia_usd, imports_from_russia_usd,
        turnover_usd``, the numbers of states ``n_states`` (at least one flow on record),
        ``n_exports_to_russia`` and ``n_imports_from_russia``, what :func:`complete_years` adds, and
        ``is_comparable_exports_to_russia``, ``is_comparable_imports_from_russia``: whether at least
        half of the states in a comparable year have the flow. ``is_comparable`` is for the turnover
        and needs both.

    Examples
    --------
    >>> rows = [("ARG", 2000, 3.0, 1.0, 4.0, 2), ("BRA", 2000, 5.0, None, 5.0, 1)]
    >>> names = ["iso3", "year", *(f"{flow}_usd" for flow in FLOWS), "turnover_usd", "n_flows"]
    >>> totals = yearly_totals(pd.DataFrame(rows, columns=names), ["ARG", "BRA"], [2000, 2001])
    >>> totals[["turnover_usd", "n_states", "n_imports_from_russia", "is_comparable"]].values[0]
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


def cagr(first_value: float, last_value: float, years: float) -> float:
    """Return the compound annual growth rate, (last / first)^(1 / years) − 1.

    Parameters
    ----------
    first_value, last_value : float
        Values at both ends, in the same unit. NaN if missing.
    years : float
        Years between them.

    Returns
    -------
    float
        Growth a year as a share (0.10 is 10 %). NaN if a value is missing or the first is zero.

    Raises
    ------
    MeasureError
        If the span is not positive or a value is negative.

    Examples
    --------
    >>> round(cagr(100, 121, 2), 10)
    0.1
    """
    if not years > 0:
        raise MeasureError(f"growth needs a positive number of years, not {years}")
    if first_value < 0 or last_value < 0:
        raise MeasureError("growth is not defined for negative values")
    if not first_value > 0 or np.isnan(last_value):
        return float("nan")
    return float((last_value / first_value) ** (1 / years) - 1)


def trend_periods(totals: pd.DataFrame) -> list[tuple[int, int]]:
    """Return the periods whose growth is worth stating: the whole span, then the usual ones.

    Parameters
    ----------
    totals : pandas.DataFrame
        From :func:`yearly_totals`.

    Returns
    -------
    list of (int, int)
        First and last comparable year, and those of :data:`PERIODS` that lie between them.
    """
    years = totals.loc[totals["is_comparable"], "year"]
    if len(years) < 2:
        return []
    whole = (int(years.min()), int(years.max()))
    inside = [(a, b) for a, b in PERIODS if whole[0] <= a and b <= whole[1] and (a, b) != whole]
    return [whole, *inside]


def growth_table(
    totals: pd.DataFrame, periods: Sequence[tuple[int, int]], value: str = "turnover_usd"
) -> pd.DataFrame:
    """Return compound annual growth between the ends of each period.

    Parameters
    ----------
    totals : pandas.DataFrame
        From :func:`yearly_totals`.
    periods : sequence of (int, int)
        First and last year of each period.
    value : str, default "turnover_usd"
        Column to measure.

    Returns
    -------
    pandas.DataFrame
        Columns ``first_year, last_year, first_value_usd, last_value_usd, n_first, n_last,
        cagr``; the growth is NaN where an end is missing or not comparable.
    """
    by_year = totals.set_index("year")
    rows = []
    for first, last in periods:
        ends = by_year.reindex([first, last])
        usable = ends["is_comparable"].fillna(False).astype(bool).all()
        start, end = (float(number) for number in ends[value])
        n_first, n_last = (int(n) for n in ends["n_states"].fillna(0))
        rate = cagr(start, end, last - first) if usable else float("nan")
        rows.append((first, last, start, end, n_first, n_last, rate))
    names = ["first_year", "last_year", "first_value_usd", "last_value_usd"]
    return pd.DataFrame(rows, columns=[*names, "n_first", "n_last", "cagr"])


def present_growth(growth: pd.DataFrame) -> pd.DataFrame:
    """Return the growth table as people read it: periods, millions, per cent.

    Parameters
    ----------
    growth : pandas.DataFrame
        From :func:`growth_table`.

    Returns
    -------
    pandas.DataFrame
        Columns ``period, first_million_usd, last_million_usd, states_first, states_last,
        growth_per_cent_a_year``.

    Examples
    --------
    >>> names = ["first_year", "last_year", "first_value_usd", "last_value_usd", "n_first",
    ...          "n_last", "cagr"]
    >>> growth = pd.DataFrame([(2002, 2013, 1e6, 2e6, 3, 3, 0.065)], columns=names)
    >>> present_growth(growth).values.tolist()
    [['2002–2013', 1.0, 2.0, 3, 3, 6.5]]
    """
    return pd.DataFrame(
        {
            "period": growth["first_year"].astype(str) + "–" + growth["last_year"].astype(str),
            "first_million_usd": growth["first_value_usd"] / 1e6,
            "last_million_usd": growth["last_value_usd"] / 1e6,
            "states_first": growth["n_first"],
            "states_last": growth["n_last"],
            "growth_per_cent_a_year": 100 * growth["cagr"],
        }
    )


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
        Largest first: ``iso3, exports_to_russia_usd, imports_from_russia_usd, turnover_usd``
        (means a year), ``n_years`` and ``share`` of the sum of all partners' turnover.
    """
    values = [f"{flow}_usd" for flow in FLOWS] + ["turnover_usd"]
    chosen = by_state[by_state["iso3"].isin(states) & by_state["year"].isin(list(years))]
    groups = chosen.groupby("iso3")
    frame = groups[values].mean().assign(n_years=groups["year"].nunique())
    sums = groups["turnover_usd"].sum()
    frame = frame.assign(share=sums / sums.sum()).reset_index()
    return frame.sort_values(["turnover_usd", "iso3"], ascending=[False, True], ignore_index=True)


def stated_turnover(
    figures: pd.DataFrame, region_totals: pd.DataFrame, states: Sequence[str], region: Sequence[str]
) -> pd.DataFrame:
    """Return what press, officials and region tables state as whole-year turnover.

    These are rival readings with definitions of their own; they are shown beside the series and
    enter no sum and no growth rate.

    Parameters
    ----------
    figures : pandas.DataFrame
        ``trade/turnover_figures``: columns ``period, area, flow, value_usd, product, reporter``.
    region_totals : pandas.DataFrame
        ``trade/region_totals``.
    states : sequence of str
        States of interest.
    region : sequence of str
        All 33 states; figures for the region are given only if all are asked for, and figures for
        one state only if it is asked for alone.

    Returns
    -------
    pandas.DataFrame
        Columns ``year, value_usd, kind`` (``stated in press or by officials`` or ``region table``)
        and ``who``.
    """
    chosen = sorted(set(states))
    area = "LAC" if chosen == sorted(set(region)) else chosen[0] if len(chosen) == 1 else None
    rows = figures[
        (figures["area"] == area)
        & (figures["flow"] == "turnover")
        & (figures["product"] == "all")
        & figures["period"].str.fullmatch(r"\d{4}")
        & figures["value_usd"].notna()
    ]
    stated = pd.DataFrame(
        {
            "year": rows["period"].astype(int),
            "value_usd": rows["value_usd"],
            "kind": "stated in press or by officials",
            "who": rows["reporter"],
        }
    )
    if area == "LAC":
        own = region_totals[region_totals["region"] == "LCN"]
        sums = own.groupby("year", as_index=False)["value_usd"].sum()
        table = sums.assign(year=sums["year"].astype(int), kind="region table", who="WITS")
        stated = pd.concat([stated, table])
    return stated.sort_values(["year", "kind", "value_usd", "who"], ignore_index=True)


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


def classify_coverage(
    coverage: pd.DataFrame, states: Sequence[str], years: Sequence[int]
) -> pd.DataFrame:
    """Say for every state and year whose figures exist.

    Parameters
    ----------
    coverage : pandas.DataFrame
        ``trade/coverage``: columns ``iso3, year, reporter, covered``, every combination present.
    states : sequence of str
        ISO3 codes.
    years : sequence of int
        Years.

    Returns
    -------
    pandas.DataFrame
        Columns ``iso3, year, who``: ``no figures``, ``the state's own only``, ``Russia's only`` or
        ``both sides``; at least one of the two flows counts as figures.
    """
    chosen = coverage[coverage["iso3"].isin(states) & coverage["year"].isin(list(years))]
    keys = [chosen["iso3"], chosen["year"]]
    covered = chosen["covered"].astype(bool)
    russia = (covered & (chosen["reporter"] == "RUS")).groupby(keys).any()
    state = (covered & (chosen["reporter"] != "RUS")).groupby(keys).any()
    who = pd.Series("no figures", index=russia.index, name="who")
    who[state & ~russia] = "the state's own only"
    who[russia & ~state] = "Russia's only"
    who[russia & state] = "both sides"
    return who.reset_index()


def compare_readings(bilateral: pd.DataFrame, alternatives: pd.DataFrame) -> pd.DataFrame:
    """Set every reading that was left out beside the one that was chosen.

    Parameters
    ----------
    bilateral : pandas.DataFrame
        ``trade/bilateral``, one value a state, year, reporter and flow.
    alternatives : pandas.DataFrame
        ``trade/bilateral_alternatives``, the same columns.

    Returns
    -------
    pandas.DataFrame
        Columns ``iso3, year, reporter, flow, chosen_source, chosen_usd, other_source, other_usd,
        difference_usd, ratio`` (other / chosen), by falling size of the difference. A reading
        without a chosen value beside it has none here.
    """
    keys = ["iso3", "year", "reporter", "flow"]
    values = ["source", "value_usd"]
    both = bilateral[[*keys, *values]].merge(
        alternatives[[*keys, *values]], on=keys, suffixes=("_chosen", "_other")
    )
    both = both.rename(
        columns={
            "source_chosen": "chosen_source",
            "value_usd_chosen": "chosen_usd",
            "source_other": "other_source",
            "value_usd_other": "other_usd",
        }
    )
    difference = both["other_usd"] - both["chosen_usd"]
    both = both.assign(
        difference_usd=difference,
        ratio=both["other_usd"] / both["chosen_usd"].where(both["chosen_usd"] > 0),
        size=difference.abs(),
    )
    order = both.sort_values(
        ["size", *keys, "other_source"], ascending=[False, *[True] * 5], ignore_index=True
    )
    return order.drop(columns="size")
