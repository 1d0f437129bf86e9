"""Exceptions by name: what is not what it looks like, and what is done about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.contracts import FLOWS
from analysis.trade.series import by_counterpart

_X, _M = FLOWS

#: A single-year outlier is this many times both its neighbours …
OUTLIER_RATIO = 10.0
#: … and at least this share of all of that year's reports of the flow by the same side.
OUTLIER_SHARE = 0.01


@dataclass(frozen=True)
class TradeException:
    """Something that must be known before the figures concerned are used.

    Parameters
    ----------
    mark : str
        One letter, shown in figures.
    kind : str
        ``part-year``, ``outlier``, ``flag and first destination``, ``secrecy``, ``transit``,
        ``vintage``, ``lost digits``, ``gap in reporting``, ``confidential``.
    states : tuple of str
        ISO3 codes; empty for all.
    years : tuple of int
        Years concerned.
    flow : str
        Seen from the state; empty for both.
    reporter : str
        ``counterpart``, ``states``, or empty for both.
    what : str
        What is wrong, or known of it.
    treatment : str
        What the package does.
    """

    mark: str
    kind: str
    states: tuple[str, ...]
    years: tuple[int, ...]
    flow: str
    reporter: str
    what: str
    treatment: str


def _span(first: int, last: int) -> tuple[int, ...]:
    return tuple(range(first, last + 1))


#: In the order of their first year. What is inferred is said to be inferred.
EXCEPTIONS = (
    TradeException(
        "a", "gap in reporting", (), _span(1992, 1995), "", "counterpart",
        "Russia has no report by partner before 1996",
        "the reports of the states stand alone",
    ),
    TradeException(
        "b", "flag and first destination", ("PAN",), _span(1996, 2008), _M, "counterpart",
        "ships by flag and oil by first destination; Panama reports almost none of it",
        "kept as reported; both reports are shown",
    ),
    TradeException(
        "c", "lost digits", ("ARG",), (2003, 2006, 2008, 2010), _X, "states",
        "INDEC's figures have lost a digit or more",
        "left out; the WITS report stands in their place",
    ),
    TradeException(
        "d", "part-year", (), (2004,), "", "states",
        "the printed ALADI table holds a few months of this year",
        "enters no series; shown in the first section alone",
    ),
    TradeException(
        "e", "transit", ("MEX", "CRI"), _span(1996, 2020), _X, "",
        "Russia counts by origin what the state counts by first destination (sold through the "
        "Netherlands, Germany, the USA): Russia's report is a multiple of the state's",
        "kept as reported; reconciled figures weight both",
    ),
    TradeException(
        "f", "flag and first destination", ("BHS",), (2005, 2006, 2010), _M, "counterpart",
        "ships and oil booked by flag; the state reports almost nothing",
        "kept as reported; both reports are shown",
    ),
    TradeException(
        "g", "gap in reporting", ("CUB",), _span(2007, 2023), "", "states",
        "Cuba has reported no trade by partner since 2006",
        "Russia's report stands alone to 2020; sums name their number of states",
    ),
    TradeException(
        "h", "transit", ("TTO",), _span(2008, 2014), _M, "states",
        "the state reports 0.2 to 1.3 billion USD a year, presumably crude oil, that Russia books "
        "elsewhere",
        "kept as reported; both reports are shown",
    ),
    TradeException(
        "i", "transit", ("URY",), (2008,), _M, "",
        "oil: the state reports 955 million USD, Russia 82",
        "kept as reported; both reports are shown",
    ),
    TradeException(
        "j", "flag and first destination", ("BRB",), (2010, 2011), _M, "counterpart",
        "ships and oil booked by flag; the state reports almost nothing",
        "kept as reported; both reports are shown",
    ),
    TradeException(
        "k", "secrecy", ("VEN",), (2011, 2012, 2013), _M, "counterpart",
        "probably arms, which sit in confidential chapters (an inference); a later vintage has "
        "517 million USD for 2012",
        "kept as reported; the vintage is stated",
    ),
    TradeException(
        "l", "outlier", ("PAN",), (2013,), _X, "counterpart",
        "960 million USD by Russia's report, 0.4 by Panama's: one year that makes 5 % of the peak",
        "kept, and the peak is also given without it",
    ),
    TradeException(
        "m", "gap in reporting", ("VEN",), _span(2014, 2023), "", "states",
        "Venezuela has reported no trade by partner since 2013",
        "Russia's report stands alone to 2018; nothing after",
    ),
    TradeException(
        "n", "vintage", ("BRA",), (2016, 2017), _M, "counterpart",
        "two vintages: 1,786 and 2,338 million USD for 2016, 2,032 and 2,658 for 2017",
        "the source that is first in order is chosen; the other is kept beside it",
    ),
    TradeException(
        "o", "gap in reporting", (), (2017, *_span(2019, 2023)), "", "",
        "single states alone have figures; region tables and statements are marks of their own",
        "hollow points; no sum enters a trend",
    ),
    TradeException(
        "p", "confidential", ("CUB",), (2020,), "", "counterpart",
        "all trade is booked under the confidential chapter 99",
        "the total is used, the structure is not",
    ),
    TradeException(
        "q", "gap in reporting", (), (2022, 2023), "", "counterpart",
        "Russia has published no trade by partner since January 2022",
        "reports of the states, and totals by continent as an upper bound",
    ),
)  # fmt: skip


def exceptions_in(states: Sequence[str], years: Sequence[int]) -> pd.DataFrame:
    """Return the named exceptions that touch some states and years.

    Parameters
    ----------
    states : sequence of str
        ISO3 codes.
    years : sequence of int
        Years.

    Returns
    -------
    pandas.DataFrame
        ``mark, kind, states, years, flow, reporter, what, treatment``; states and years are those
        asked for, as lists; an exception of all states lists none.

    Examples
    --------
    >>> exceptions_in(["PAN"], [2013])["mark"].tolist()
    ['l']
    """
    rows = []
    for each in EXCEPTIONS:
        touched = [iso3 for iso3 in states if iso3 in each.states]
        when = [year for year in years if year in each.years]
        if when and (touched or not each.states):
            rows.append(
                (each.mark, each.kind, touched, when, each.flow, each.reporter, each.what,
                 each.treatment)
            )  # fmt: skip
    names = ["mark", "kind", "states", "years", "flow", "reporter", "what", "treatment"]
    return pd.DataFrame(rows, columns=names)


def explain_gaps(gaps: pd.DataFrame) -> pd.DataFrame:
    """Say of each mirror gap what is known of it.

    Parameters
    ----------
    gaps : pandas.DataFrame
        ``iso3, year, flow`` and more, as :func:`analysis.trade.largest_gaps` returns it.

    Returns
    -------
    pandas.DataFrame
        The same with a column ``known``: the exception that names the state, or "not explained".
    """
    known = []
    for row in gaps.to_dict("records"):
        found = [
            f"{each.what} ({each.mark})"
            for each in EXCEPTIONS
            if row["iso3"] in each.states
            and row["year"] in each.years
            and each.flow in ("", row["flow"])
        ]
        known.append("; ".join(found) or "not explained")
    return gaps.assign(known=known)


def find_outliers(bilateral: pd.DataFrame) -> pd.DataFrame:
    """Return single years that stand far above both their neighbours.

    Parameters
    ----------
    bilateral : pandas.DataFrame
        ``iso3, year, reporter, flow, value_usd``.

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
    adjacent = (groups["year"].shift(1) == rows["year"] - 1) & (
        groups["year"].shift(-1) == rows["year"] + 1
    )
    side = by_counterpart(rows).rename("side")
    total = rows.groupby([side, rows["year"], rows["flow"]])["value_usd"].transform("sum")
    share = rows["value_usd"] / total
    neighbour = pd.concat([before, after], axis=1).max(axis=1)
    odd = adjacent & (rows["value_usd"] > OUTLIER_RATIO * neighbour) & (share >= OUTLIER_SHARE)
    frame = rows.assign(before_usd=before, after_usd=after, share_of_side=share)[odd]
    names = ["iso3", "year", "reporter", "flow", "value_usd", "before_usd", "after_usd"]
    order = frame.sort_values(["value_usd", "iso3", "year"], ascending=[False, True, True])
    return order[[*names, "share_of_side"]].reset_index(drop=True)


def replace_outliers(bilateral: pd.DataFrame) -> pd.DataFrame:
    """Return the flows without the named single-year outliers.

    Parameters
    ----------
    bilateral : pandas.DataFrame
        ``iso3, year, reporter, flow, value_usd``.

    Returns
    -------
    pandas.DataFrame
        The same without the rows that :data:`EXCEPTIONS` calls an outlier; a row that is left out
        is missing, not zero.
    """
    drop = pd.Series(False, index=bilateral.index)
    for each in EXCEPTIONS:
        if each.kind == "outlier":
            side = by_counterpart(bilateral) == (each.reporter == "counterpart")
            drop |= (
                bilateral["iso3"].isin(each.states)
                & bilateral["year"].isin(each.years)
                & (bilateral["flow"] == each.flow)
                & side
            )
    return bilateral[~drop]


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
    names = ["iso3", "first_year", "last_year", "n_years", "usual_share"]
    if chosen.empty:
        return pd.DataFrame(columns=names)
    counts = chosen.groupby("year")["iso3"].nunique()
    end = int(counts[counts >= counts.max() / 2].index.max())
    groups = chosen.groupby("iso3")
    frame = pd.DataFrame(
        {
            "first_year": groups["year"].min(),
            "last_year": groups["year"].max(),
            "n_years": groups["year"].nunique(),
            "usual_share": groups["turnover_usd"].mean(),
        }
    )
    frame["usual_share"] /= frame["usual_share"].sum()
    ended = frame[frame["last_year"] < end].reset_index()
    return ended.sort_values(["usual_share", "iso3"], ascending=[False, True], ignore_index=True)[
        names
    ]
