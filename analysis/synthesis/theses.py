"""The texts' other theses: few partners, a return, a turn, other partners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy import stats  # type: ignore[import-untyped]

from analysis import trade
from analysis.contracts import STATES, YEAR, YEARS, Frame, Number, OneOf, States, check, takes
from analysis.errors import MeasureError
from analysis.notebook.words import call
from analysis.synthesis.panel import COMPARABLE_SOURCE, PANEL, TABLES
from analysis.synthesis.poisson import estimate_poisson, write_dummies
from analysis.synthesis.within import FEWEST_STATES, TooLittleError

#: States below which no interval is given.
FEWEST_FOR_INTERVAL = 10
#: A ratio beyond this is that of something to nothing.
_EXTREME = 1e4
_KEYS = ["iso3", "year", "partner"]
_CHANGES = ["step", "partner", "against", "period", "before", "change", "low", "high"]
_CHANGES += ["p_value", "n_observations", "n_states", "reason"]
#: A dyad: what a state has with a partner in a year.
DYADS = Frame(*_KEYS, "value", key=3, rules={"value": Number()})


@takes(bilateral=TABLES["trade/bilateral"], states=States(0), years=YEARS, partners=STATES)
def dyads_of_trade(
    bilateral: pd.DataFrame, states: Sequence[str], years: range, partners: Sequence[str]
) -> pd.DataFrame:
    """Return each state's trade with each partner, as the state reports it.

    Parameters
    ----------
    bilateral : pandas.DataFrame
        The table ``trade/bilateral``.
    states : sequence of str
        ISO3 codes.
    years : range
        Calendar years.
    partners : sequence of str
        ISO3 codes.

    Returns
    -------
    pandas.DataFrame
        ``iso3, year, partner, value`` in USD: the sum of the flows on record, of one source and
        vintage throughout. A partner without a row in a year in which the state reports is
        missing, not zero.
    """
    rows = bilateral[
        (bilateral["reporter"] == bilateral["iso3"])
        & (bilateral["source"] == COMPARABLE_SOURCE)
        & bilateral["iso3"].isin(list(states))
        & bilateral["year"].isin(years)
        & bilateral["partner"].isin(list(partners))
    ]
    sums = rows.groupby(_KEYS)["value_usd"].sum(min_count=1).astype("float64")
    return sums.dropna().rename("value").reset_index()


@takes(imports=TABLES["arms/imports_by_supplier"], states=States(0), years=YEARS, partners=STATES)
def dyads_of_arms(
    imports: pd.DataFrame, states: Sequence[str], years: range, partners: Sequence[str]
) -> pd.DataFrame:
    """Return each state's imports of arms from each partner, zeros included.

    Parameters
    ----------
    imports : pandas.DataFrame
        The table ``arms/imports_by_supplier``.
    states : sequence of str
        ISO3 codes.
    years : range
        Calendar years; those that the table covers are returned.
    partners : sequence of str
        ISO3 codes of suppliers.

    Returns
    -------
    pandas.DataFrame
        ``iso3, year, partner, value`` in million TIV.
    """
    first, last = int(imports["year"].min()), int(imports["year"].max())
    covered = [year for year in years if first <= year <= last]
    grid = pd.MultiIndex.from_product([sorted(set(states)), covered, partners], names=_KEYS)
    rows = imports.rename(columns={"supplier": "partner"})
    values = rows.groupby(_KEYS)["tiv_million"].sum().astype("float64")
    return values.reindex(grid).fillna(0.0).rename("value").reset_index()


@takes(panel=PANEL)
def dyads_of_votes(panel: pd.DataFrame, alignments: Mapping[str, str]) -> pd.DataFrame:
    """Return each state's alignment with each partner.

    Parameters
    ----------
    panel : pandas.DataFrame
        From :func:`analysis.synthesis.build_panel`.
    alignments : mapping of str to str
        Partner → column of the alignment with it.

    Returns
    -------
    pandas.DataFrame
        ``iso3, year, partner, value``, the latter on the measure's scale.
    """
    check("dyads_of_votes", {"panel": panel}, panel=Frame(*alignments.values()))
    parts = [
        panel[["iso3", "year"]].assign(partner=partner, value=panel[column])
        for partner, column in alignments.items()
    ]
    return pd.concat(parts, ignore_index=True)[[*_KEYS, "value"]].dropna()


@takes(dyads=DYADS, kind=OneOf(("ratio", "difference")), first_year=YEAR)
def compare_periods(
    dyads: pd.DataFrame,
    kind: Literal["ratio", "difference"],
    first_year: int,
    steps: Mapping[str, int],
    pairs: Sequence[tuple[str, str]],
) -> pd.DataFrame:
    """Estimate how a partner gained or lost against another from one period to the next.

    Parameters
    ----------
    dyads : pandas.DataFrame
        ``iso3, year, partner, value``, for every partner of the pairs.
    kind : {"ratio", "difference"}
        ``ratio`` for values of zero and more, by Poisson pseudo-maximum likelihood; ``difference``
        for scores, by least squares.
    first_year : int
        First year of the first period.
    steps : mapping of str to int
        Name of each step → first year of the period after it, in order; the last one is open.
    pairs : sequence of tuple of str
        A partner and the one that it is measured against.

    Returns
    -------
    pandas.DataFrame
        ``step, partner, against, period, before, change, low, high, p_value, n_observations,
        n_states, reason``: a row for each pair and every period but the first. The change from the
        period ``before`` (a factor, or a difference of scores) is over that of ``against`` in the
        same states and years. The interval is of 95 %. Where it cannot be estimated the numbers
        are missing and ``reason`` says why; of fewer than ten states the interval is missing.

    Notes
    -----
    Effects of every state and partner take out what never changes, effects of every state and year
    what a state does with both partners at once: growth, booms, an agenda, a change of coverage.
    A rise that a partner shares with the other one in the same state and year is none.

    Errors are clustered by state and by year (Cameron, Gelbach and Miller 2011,
    doi:10.1198/jbes.2010.07136): what moves one partner in a year moves it in all states, so many
    states do not make up for few years. Student's t has as many degrees as the fewer of the two
    less one. Shocks that last for years still make the intervals too narrow.
    """
    starts = [first_year, *steps.values()]
    frame = dyads.dropna()
    years = frame["year"].to_numpy(dtype=int)
    frame = frame.assign(period=np.searchsorted(starts, years, side="right") - 1)
    seen = dyads["year"].dropna().astype(int)
    labels = _labels(starts, *((seen.min(), seen.max()) if len(seen) else (starts[0], starts[-1])))
    rows = []
    for (number, step), pair in product(enumerate(steps, start=1), pairs):
        named = (step, *pair, labels[number], labels[number - 1])
        row: dict[str, Any] = dict(zip(_CHANGES, named, strict=False))
        rows.append(row)
        try:
            row |= {"reason": "", **_change(frame, pair, number, kind)}
        except TooLittleError as error:
            row["reason"] = str(error)
            continue
        if row["n_states"] < FEWEST_FOR_INTERVAL:
            # Errors clustered by a handful of states are far too small.
            row["reason"] = f"{row['n_states']:.0f} states are too few for one"
            row |= dict.fromkeys(("low", "high", "p_value"), float("nan"))
    return pd.DataFrame(rows).reindex(columns=_CHANGES)


def _change(frame: pd.DataFrame, pair: tuple[str, str], number: int, kind: str) -> dict[str, float]:
    """Compare two partners in two neighbouring periods."""
    part = frame[frame["partner"].isin(pair) & frame["period"].isin([number - 1, number])]
    # A state's year compares two partners only if it has both.
    part = part[part.groupby(["iso3", "year"])["partner"].transform("nunique") == 2]
    part = part.assign(
        gain=((part["partner"] == pair[0]) & (part["period"] == number)).astype("float64"),
        dyad=part["iso3"] + part["partner"],
        moment=part["iso3"] + part["year"].astype(str),
    )
    if part["period"].nunique() < 2:
        raise TooLittleError("not both periods have values of both partners")
    if kind == "ratio":
        sums = part.groupby(["partner", "period"])["value"].sum()
        for who, when in sums[sums == 0].index:
            which = "earlier" if when < number else "later"
            raise TooLittleError(f"{call(str(who))} has nothing in the {which} period: no ratio")
        found = estimate_poisson(
            part, "value", ["gain"], ["dyad", "moment"], clusters=["iso3", "year"]
        )
        effect = found.effects.loc["gain"]
        factors = np.exp(effect[["coefficient", "low", "high"]].to_numpy(dtype="float64"))
        if not 1 / _EXTREME < factors[0] < _EXTREME:
            raise TooLittleError("one side has next to nothing in one of the periods: no ratio")
        sizes = (found.n_observations, found.n_states)
        return dict(zip(_CHANGES[5:], (*factors, effect["p_value"], *sizes), strict=False))
    # With two partners a state's year has one difference: the effects of dyads become its level.
    wide = part.set_index(["iso3", "year", "partner"])["value"].unstack().dropna()
    gap = (wide[pair[0]] - wide[pair[1]]).rename("gap").reset_index()
    start = part.loc[part["period"] == number, "year"].min()
    gap["after"] = (gap["year"] >= start).astype("float64")
    gap = gap[gap.groupby("iso3")["after"].transform("nunique") == 2]
    states, years = gap["iso3"].nunique(), gap["year"].nunique()
    if states < FEWEST_STATES:
        raise TooLittleError(
            f"{states} state(s) have both partners in both periods; it takes {FEWEST_STATES}"
        )
    own = gap.groupby("iso3")[["gap", "after"]]
    centred = gap[["gap", "after"]] - own.transform("mean")
    square = (centred["after"] ** 2).sum()
    b = (centred["gap"] * centred["after"]).sum() / square
    scores = centred["after"] * (centred["gap"] - b * centred["after"])
    by_state, by_year = (
        n / (n - 1) * (scores.groupby(gap[key]).sum() ** 2).sum()
        for key, n in (("iso3", states), ("year", years))
    )
    # The two-way sum can fall below either part, or below zero; the larger part then stands.
    variance = max(by_state, by_year, by_state + by_year - (scores**2).sum())
    error, free = np.sqrt(variance) / square, min(states, years) - 1
    width = stats.t.ppf(0.975, free) * error
    p = 2 * stats.t.sf(abs(b) / error, free) if error > 0 else float("nan")
    numbers = (b, b - width, b + width, p, len(gap), states)
    return dict(zip(_CHANGES[5:], numbers, strict=False))


@takes(dyads=DYADS, partners=STATES, largest=Number(at_least=1, is_whole=True))
def concentrate_by_partner(
    dyads: pd.DataFrame, partners: Sequence[str], largest: int, totals: pd.Series | None = None
) -> pd.DataFrame:
    """Return how concentrated each partner's dealings with the region are on few states, by year.

    Parameters
    ----------
    dyads : pandas.DataFrame
        ``iso3, year, partner, value``.
    partners : sequence of str
        Partners that are compared, over the same states in each year.
    largest : int
        How many of the largest states have their share of all shown.
    totals : pandas.Series, optional
        The states' dealings with the whole world, indexed by iso3 and year: what their size alone
        would give. None leaves the row of size out.

    Returns
    -------
    pandas.DataFrame
        ``partner, year, n_states, hhi, top_share``: the Herfindahl-Hirschman index over states (0
        to 1) and the share of the largest (0 to 1); partner ``size`` for the totals. In a
        year all partners are compared over the same states: those with values of all of them.
    """
    wide = dyads.set_index(["year", "iso3", "partner"])["value"].astype("float64").unstack()
    wide = wide.reindex(columns=list(partners))
    if totals is not None:
        by_year = totals.rename_axis(["iso3", "year"]).swaplevel()
        wide = wide.join(by_year.rename("size").astype("float64"), how="left")
    long = wide.dropna().melt(var_name="partner", ignore_index=False)
    return (
        long.groupby(["partner", "year"])["value"]
        .agg(
            n_states="size",
            hhi=lambda values: trade.herfindahl(values.tolist()),
            top_share=lambda values: trade.concentration_ratio(values.tolist(), largest),
        )
        .reset_index()
    )


@takes(dyads=DYADS, partners=STATES)
def concentrate_windows(
    dyads: pd.DataFrame, spans: Sequence[tuple[int, int]], partners: Sequence[str]
) -> pd.DataFrame:
    """Return how concentrated each partner's deliveries to the region are, by window of years.

    Parameters
    ----------
    dyads : pandas.DataFrame
        ``iso3, year, partner, value``, zeros included.
    spans : sequence of tuple of int
        First and last year of each window.
    partners : sequence of str
        ISO3 codes, in order.

    Returns
    -------
    pandas.DataFrame
        ``partner, first_year, last_year, total_million_tiv, hhi, top_state, top_state_share`` (of
        the largest recipient, 0 to 1); index and share are missing where a partner delivered
        nothing.
    """
    rows = []
    for (first, last), partner in product(spans, partners):
        part = dyads[dyads["year"].between(first, last) & (dyads["partner"] == partner)]
        sums = part.groupby("iso3")["value"].sum()
        top = str(sums.idxmax()) if sums.sum() > 0 else ""
        index, share = trade.herfindahl(sums.tolist()), trade.concentration_ratio(sums.tolist(), 1)
        rows.append((partner, first, last, float(sums.sum()), index, top, share))
    columns = ["partner", "first_year", "last_year", "total_million_tiv", "hhi"]
    return pd.DataFrame(rows, columns=[*columns, "top_state", "top_state_share"])


VOTES = Frame("iso3", "resolution", "vote", "date", key=("iso3", "resolution"))


@takes(votes=VOTES)
def year_of_vote(votes: pd.DataFrame, resolution: str) -> int:
    """Return the year in which a resolution was voted on.

    Parameters
    ----------
    votes : pandas.DataFrame
        The table ``voting/landmark_votes``.
    resolution : str
        A resolution of that table.

    Returns
    -------
    int
        Calendar year.

    Raises
    ------
    MeasureError
        If the resolution is not in the table.
    """
    dates = votes.loc[votes["resolution"] == resolution, "date"]
    if dates.empty:
        raise MeasureError(f"{resolution} is not among the landmark votes")
    return int(pd.to_datetime(dates).dt.year.iloc[0])


@takes(panel=PANEL, votes=VOTES, around=Number(at_least=1, is_whole=True))
def trace_turn(
    panel: pd.DataFrame, votes: pd.DataFrame, outcome: str, resolution: str, around: int = 6
) -> pd.DataFrame:
    """Compare states that did not vote for a resolution with those that did, by year.

    Parameters
    ----------
    panel : pandas.DataFrame
        From :func:`analysis.synthesis.build_panel`.
    votes : pandas.DataFrame
        The table ``voting/landmark_votes``.
    outcome : str
        Column of the panel.
    resolution : str
        A resolution of that table. Those who did not vote yes abstained, voted no or were absent.
    around : int, optional
        Most years on each side of the vote's year that are shown.

    Returns
    -------
    pandas.DataFrame
        ``year, difference, low, high, n_states``: the outcome of those who did not vote yes over
        the others', against the same difference in the year before the vote, states and years held
        fixed; 95 % by errors clustered by state. The year before the vote is zero by definition.

    Raises
    ------
    MeasureError
        If the resolution is not in the table.
    TooLittleError
        If the states or years do not suffice.
    """
    check("trace_turn", {"panel": panel}, panel=Frame(outcome))
    moment = year_of_vote(votes, resolution)
    rows = votes[votes["resolution"] == resolution]
    base = moment - 1
    refrained = set(rows.loc[rows["vote"] != "yes", "iso3"])
    frame = panel[["iso3", "year", outcome]].dropna()
    frame = frame[frame["year"].between(moment - around, moment + around)]
    # Without the year before a state has nothing to be measured against.
    there = set(frame.loc[frame["year"] == base, "iso3"])
    frame = frame[frame["iso3"].isin(there)]
    groups = frame.groupby(frame["iso3"].isin(refrained))["iso3"].nunique()
    if len(groups) < 2 or groups.min() < 2:
        raise TooLittleError(
            f"it takes two states that voted yes on {resolution} and two that did not, "
            f"with {outcome} in {base}"
        )
    is_refrained = frame["iso3"].isin(refrained).to_numpy(dtype="float64")
    sides = frame.groupby("year")["iso3"].agg(lambda s: s.isin(refrained).nunique())
    years = [int(y) for y in sides[sides == 2].index if y != base]
    if not years:
        raise TooLittleError(f"no year beside {base} has states of both sides with {outcome}")
    frame = frame.reset_index(drop=True)
    causes = np.column_stack([is_refrained * (frame["year"] == year).to_numpy() for year in years])
    states, place = np.unique(frame["iso3"].to_numpy(dtype=str), return_inverse=True)
    fixed = write_dummies(frame, ["iso3", "year"])
    y = frame[outcome].to_numpy(dtype="float64")
    rest = np.column_stack([y, causes])
    rest = rest - fixed @ np.linalg.lstsq(fixed, rest, rcond=1e-12)[0]
    x = rest[:, 1:]
    inverse = np.linalg.pinv(x.T @ x, rcond=1e-12)
    effects = inverse @ x.T @ rest[:, 0]
    scores = np.zeros((len(states), len(years)))
    np.add.at(scores, place, x * (rest[:, 0] - x @ effects)[:, None])
    G, N, k = len(states), len(frame), frame["year"].nunique() + len(years)
    factor = G / (G - 1) * (N - 1) / max(N - k, 1)
    errors = np.sqrt(factor * np.diag(inverse @ scores.T @ scores @ inverse))
    width = stats.t.ppf(0.975, G - 1) * errors
    columns = {"difference": effects, "low": effects - width, "high": effects + width}
    # The year before the vote is zero by definition.
    found = pd.DataFrame({name: [*values, 0.0] for name, values in columns.items()})
    found.insert(0, "year", [*years, base])
    counts = frame.groupby("year")["iso3"].nunique()
    found = found.sort_values("year", ignore_index=True)
    return found.assign(n_states=found["year"].map(counts).astype(int))


def trace_or_none(
    panel: pd.DataFrame, votes: pd.DataFrame, outcome: str, resolution: str
) -> pd.DataFrame:
    """Return :func:`trace_turn`, or an empty frame with its columns if there is too little.

    Parameters
    ----------
    panel, votes, outcome, resolution
        As for :func:`trace_turn`.

    Returns
    -------
    pandas.DataFrame
        As from :func:`trace_turn`.
    """
    try:
        return trace_turn(panel, votes, outcome, resolution)
    except TooLittleError:
        return pd.DataFrame(columns=["year", "difference", "low", "high", "n_states"])


def list_windows(dyads: pd.DataFrame) -> list[tuple[int, int]]:
    """Return windows of five years, back from the last year.

    Parameters
    ----------
    dyads : pandas.DataFrame
        Column ``year``; may be empty.

    Returns
    -------
    list of tuple of int
        First and last year of each whole window; the frame's whole span if it is shorter.

    Examples
    --------
    >>> list_windows(pd.DataFrame({"year": range(1999, 2011)}))
    [(2001, 2005), (2006, 2010)]
    """
    if dyads.empty:
        return []
    first, last = int(dyads["year"].min()), int(dyads["year"].max())
    starts = range(last - 4, first - 1, -5)
    return sorted((start, start + 4) for start in starts) or [(first, last)]


def stack(frames: Mapping[str, pd.DataFrame], name: str) -> pd.DataFrame:
    """Put frames under one another, each with its key in a column.

    Parameters
    ----------
    frames : mapping of str to pandas.DataFrame
        Key → frame; empty ones add no rows.
    name : str
        Name of the column of keys, which stands first.

    Returns
    -------
    pandas.DataFrame
        The rows in order of the mapping.
    """
    parts = [frame.assign(**{name: key}) for key, frame in frames.items()]
    filled = [part for part in parts if len(part)]
    rows = pd.concat(filled, ignore_index=True) if filled else parts[0]
    return rows[[name, *[column for column in rows if column != name]]]


def _labels(starts: Sequence[int], first: int, last: int) -> list[str]:
    """Name the periods by the years that there are values of."""
    ends = [start - 1 for start in starts[1:]] + [max(last, starts[-1])]
    found = []
    for start, end in zip(starts, ends, strict=True):
        is_there = first <= end and start <= last
        span = (max(start, first), min(end, last)) if is_there else (start, end)
        found.append(f"{span[0]}–{span[1]}")
    return found
