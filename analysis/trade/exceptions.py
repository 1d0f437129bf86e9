"""Exceptions by name: what is not what it looks like, and what is done about it.

They are the rows with a mark of ``common/known_faults``: whose report of which flows, of which
states and years, is to be read with care, and why.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.contracts import FLOWS, LABEL, SIDES, STATE, STATES, Frame, OneOf, Years, takes
from analysis.trade.series import BY_STATE, Reports, by_counterpart, largest_first

#: A single-year outlier is this many times both its neighbours …
OUTLIER_RATIO = 10.0
#: … and at least this share of all of that year's reports of the flow by the same side.
OUTLIER_SHARE = 0.01

FAULTS = Frame(
    *("fault", "mark", "kind", "states", "partner", "years", "flow", "side"),
    *("explains_gap", "problem", "treatment", "tables"),
    key=("fault",),
    present=("problem", "treatment"),
    optional=("partner", "flow"),
    rules={"flow": OneOf(FLOWS), "side": OneOf(SIDES), "partner": STATE, "mark": LABEL},
)

EXCEPTIONS = Frame(
    *("mark", "kind", "states", "years", "side", "problem", "explains_gap"), key=("mark",)
)


def _read_years(text: str, last_year: int) -> list[int]:
    """Read years and spans such as 2007; 2010-2012; 2019-, the last to a given year."""
    years: list[int] = []
    for part in text.split(";"):
        first, dash, end = part.partition("-")
        years += range(int(first), int(end or (last_year if dash else first)) + 1)
    return years


@takes(faults=FAULTS, states=STATES, years=Years(at_least=0), partner=STATE)
def exceptions_in(
    faults: pd.DataFrame, states: Sequence[str], years: Sequence[int], partner: str
) -> pd.DataFrame:
    """Return the named exceptions that touch some states and years.

    Parameters
    ----------
    faults : pandas.DataFrame
        ``common/known_faults``.
    states : sequence of str
        ISO3 codes.
    years : sequence of int
        Years.
    partner : str
        ISO3 code of the state traded with.

    Returns
    -------
    pandas.DataFrame
        ``mark, kind, states, years, flow, side, problem, treatment, explains_gap, tables``, in the
        order of the marks; states and years are those asked for, as lists; an exception of all
        states lists none. An empty flow or side means both.

    Examples
    --------
    >>> from analysis import tables
    >>> faults = tables.load("common/known_faults")
    >>> exceptions_in(faults, ["PAN"], [2013], "RUS")["mark"].tolist()
    ['l']
    """
    marked = faults[faults["mark"].notna()].sort_values("mark")
    marked = marked[marked["partner"].isna() | (marked["partner"] == partner)]
    asked, last = set(years), max(years, default=0)
    named = marked["states"].fillna("")
    touched = named.map(lambda each: [iso3 for iso3 in states if iso3 in each.split(";")])
    when = marked["years"].map(lambda each: [y for y in _read_years(each, last) if y in asked])
    held = when.astype(bool) & (touched.astype(bool) | (named == ""))
    columns = ["mark", "kind", "states", "years", "flow", "side", "problem", "treatment"]
    texts = {name: marked[name].fillna("") for name in ("flow", "side")}
    explains = marked["explains_gap"].fillna(False).astype(bool)
    frame = marked.assign(states=touched, years=when, explains_gap=explains, **texts)
    return frame.loc[held, [*columns, "explains_gap", "tables"]].reset_index(drop=True)


@takes(exceptions=EXCEPTIONS)
def spread_exceptions(exceptions: pd.DataFrame) -> pd.DataFrame:
    """Return the exceptions of named states as a row for each state, year and flow.

    Parameters
    ----------
    exceptions : pandas.DataFrame
        From :func:`exceptions_in`.

    Returns
    -------
    pandas.DataFrame
        ``iso3, year, flow`` and the other columns of the exceptions.
    """
    flows = exceptions["flow"].map(lambda flow: [flow] if flow else list(FLOWS))
    frame = exceptions.assign(flow=flows).rename(columns={"states": "iso3", "years": "year"})
    for column in ("iso3", "year", "flow"):
        frame = frame.explode(column)
    frame = frame.dropna(subset=["iso3"])
    return frame.astype({"year": "Int64"}).reset_index(drop=True)


@takes(gaps=Frame("iso3", "year", "flow", key=3), exceptions=EXCEPTIONS)
def explain_gaps(gaps: pd.DataFrame, exceptions: pd.DataFrame) -> pd.DataFrame:
    """Say of each mirror gap what is known of it.

    Parameters
    ----------
    gaps : pandas.DataFrame
        ``iso3, year, flow`` and more, as :func:`analysis.trade.largest_gaps` returns it.
    exceptions : pandas.DataFrame
        From :func:`exceptions_in`.

    Returns
    -------
    pandas.DataFrame
        The same with a column ``known``: the exceptions that name the state, or "not explained".
    """
    spread = spread_exceptions(exceptions)
    texts = spread["problem"].str.removesuffix(".") + " (" + spread["mark"] + ")"
    keys = ["iso3", "year", "flow"]
    known = texts.groupby([spread[key] for key in keys]).agg("; ".join).rename("known")
    found = gaps.merge(known.reset_index().astype({"year": gaps["year"].dtype}), "left", on=keys)
    return found.fillna({"known": "not explained"})


@takes(bilateral=Reports())
def find_outliers(bilateral: pd.DataFrame) -> pd.DataFrame:
    """Return single years that stand far above both their neighbours.

    Parameters
    ----------
    bilateral : pandas.DataFrame
        Rows of ``trade/bilateral`` of one partner.

    Returns
    -------
    pandas.DataFrame
        ``iso3, year, reporter, flow, value_usd, before_usd, after_usd, share_of_side`` (of all
        reports of that flow and year by the same side), largest first. Both neighbouring years
        must be on record: an outlier at the edge of a series cannot be told from a trend.
    """
    keys = ["iso3", "reporter", "flow"]
    rows = bilateral.sort_values([*keys, "year"]).reset_index(drop=True)
    groups = rows.groupby(keys)
    before, after = groups["value_usd"].shift(1), groups["value_usd"].shift(-1)
    adjacent = (groups["year"].diff() == 1) & (groups["year"].diff(-1) == -1)
    side = by_counterpart(rows).rename("side")
    total = rows.groupby([side, rows["year"], rows["flow"]])["value_usd"].transform("sum")
    share = rows["value_usd"] / total
    stands_out = rows["value_usd"] > OUTLIER_RATIO * np.maximum(before, after)
    odd = adjacent & stands_out & (share >= OUTLIER_SHARE)
    frame = rows.assign(before_usd=before, after_usd=after, share_of_side=share)[odd]
    names = ["iso3", "year", "reporter", "flow", "value_usd", "before_usd", "after_usd"]
    return largest_first(frame, "value_usd", "iso3", "year")[[*names, "share_of_side"]]


@takes(bilateral=Reports(), faults=FAULTS)
def drop_outliers(bilateral: pd.DataFrame, faults: pd.DataFrame) -> pd.DataFrame:
    """Return the flows without the named single-year outliers.

    Parameters
    ----------
    bilateral : pandas.DataFrame
        Rows of ``trade/bilateral`` of one partner.
    faults : pandas.DataFrame
        ``common/known_faults``.

    Returns
    -------
    pandas.DataFrame
        The same without the rows that the faults call an outlier; a row that is left out is
        missing, not zero.
    """
    if bilateral.empty:
        return bilateral
    states, years = list(bilateral["iso3"].unique()), list(bilateral["year"].unique())
    found = exceptions_in(faults, states, years, bilateral["partner"].iloc[0])
    named = {
        (each["iso3"], each["year"], each["flow"], side)
        for each in spread_exceptions(found[found["kind"] == "outlier"]).to_dict("records")
        for side in ([each["side"]] if each["side"] else SIDES)
    }
    side = np.where(by_counterpart(bilateral), *SIDES)
    keys = zip(bilateral["iso3"], bilateral["year"], bilateral["flow"], side, strict=True)
    return bilateral[[key not in named for key in keys]]


@takes(by_state=BY_STATE, states=STATES, years=Years(at_least=0))
def dropped_reporters(
    by_state: pd.DataFrame, states: Sequence[str], years: Sequence[int]
) -> pd.DataFrame:
    """Return the states that report in some years and not in later ones.

    Parameters
    ----------
    by_state : pandas.DataFrame
        The states' own figures, from :func:`analysis.trade.flows_by_state`.
    states : sequence of str
        ISO3 codes.
    years : sequence of int
        Years looked at; the last one with most of the states counts as the end of the series.

    Returns
    -------
    pandas.DataFrame
        ``iso3, first_year, last_year, n_years, usual_share`` (of the group's usual turnover),
        largest first: those whose last report is before the end.
    """
    chosen = by_state[by_state["iso3"].isin(states) & by_state["year"].isin(list(years))]
    if chosen.empty:
        return pd.DataFrame(columns=["iso3", "first_year", "last_year", "n_years", "usual_share"])
    counts = chosen.groupby("year")["iso3"].nunique()
    end = int(counts[counts >= counts.max() / 2].index.max())
    frame = chosen.groupby("iso3", as_index=False).agg(
        first_year=("year", "min"),
        last_year=("year", "max"),
        n_years=("year", "nunique"),
        usual_share=("turnover_usd", "mean"),
    )
    frame["usual_share"] /= frame["usual_share"].sum()
    return largest_first(frame[frame["last_year"] < end], "usual_share", "iso3")


@takes(faults=FAULTS, table=LABEL)
def part_years(faults: pd.DataFrame, table: str) -> list[int]:
    """Return the years of which a table holds some months only.

    Parameters
    ----------
    faults : pandas.DataFrame
        ``common/known_faults``.
    table : str
        Name of the table, such as ``"trade/aladi"``.

    Returns
    -------
    list of int
        Years, in order.

    Examples
    --------
    >>> from analysis import tables
    >>> part_years(tables.load("common/known_faults"), "trade/aladi")
    [2004]
    """
    touched = faults["tables"].fillna("").str.split(";").map(lambda each: table in each)
    rows = faults[(faults["kind"] == "part-year") & touched]
    return sorted({year for each in rows["years"] for year in _read_years(each, 0)})
