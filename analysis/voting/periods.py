"""Two periods compared: on all texts, and by issue."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.contracts import SPAN, Frame, Several, States, takes
from analysis.errors import MeasureError
from analysis.study import Event
from analysis.voting.averages import average_states
from analysis.voting.issues import decompose, decompose_change
from analysis.voting.measures import KNOWN, measure_counts, score
from analysis.voting.tallies import MIN_N, OF_PAIRS, Years, read_counts, sum_tallies
from analysis.voting.uncertainty import DRAWING, LEVEL, SEED, draw_counts

DRAWS = 500


def keep_apart(before: Years, after: Years) -> None:
    """Refuse two periods that overlap or stand in the wrong order.

    Parameters
    ----------
    before, after : tuple of int
        First and last year of each period.

    Raises
    ------
    MeasureError
        If the second does not begin after the first has ended: a year would be compared with
        itself.

    Examples
    --------
    >>> keep_apart((2013, 2022), (2021, 2024))
    Traceback (most recent call last):
    analysis.errors.MeasureError: after = 2021-2024 must begin after before = 2013-2022 has ended
    """
    if after[0] <= before[1]:
        raise MeasureError(
            f"after = {after[0]}-{after[1]} must begin after before = {before[0]}-{before[1]} "
            "has ended"
        )


@takes(tallies=OF_PAIRS, before=SPAN, after=SPAN, measure=KNOWN, min_n=MIN_N, **DRAWING)
def compare_periods(
    tallies: pd.DataFrame,
    before: Years,
    after: Years,
    measure: str = "agreement",
    *,
    min_n: int = 1,
    draws: int = DRAWS,
    level: float = LEVEL,
    seed: int = SEED,
) -> pd.DataFrame:
    """Return how each state's value with a partner differs between two periods, on all texts.

    All joint votes of a period count together. Intervals draw the joint votes of each period
    anew, of the two periods apart.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows with the nine counts, year, iso3 and partner, of one issue.
    before, after : tuple of int
        First and last year of each period.
    measure : str, optional
        A key of :data:`analysis.voting.ALL_MEASURES`.
    min_n : int, optional
        Fewest joint votes in each of the two periods.
    draws : int, optional
        Number of draws.
    level : float, optional
        Share of draws between the ends of the interval.
    seed : int, optional
        Of the random numbers.

    Returns
    -------
    pandas.DataFrame
        iso3, partner, n_before, n_after, before, after, value (after less before), lower, upper;
        a row a pair with a value in both periods.

    Raises
    ------
    MeasureError
        If the measure is not known, the tallies hold several issues, or the periods overlap.

    Examples
    --------
    >>> from analysis.voting import COUNTS
    >>> rows = pd.DataFrame([dict.fromkeys(COUNTS, 0) | {"yes_yes": y} for y in (8, 9)])
    >>> rows = rows.assign(yes_no=[2, 1], n=10, year=[2001, 2002], iso3="ARG", partner="RUS")
    >>> compare_periods(rows, (2001, 2001), (2002, 2002))["value"].round(2).tolist()
    [0.1]
    """
    keep_apart(before, after)
    keys = ["iso3", "partner"]
    sums = [
        sum_tallies(tallies[tallies["year"].between(*years)], keys).set_index(keys)
        for years in (before, after)
    ]
    both = sums[0].index.intersection(sums[1].index).sort_values()
    first, second = (each.loc[both].reset_index() for each in sums)
    values = [score(each, measure, min_n) for each in (first, second)]
    out = values[0][keys].assign(n_before=values[0]["n"], n_after=values[1]["n"])
    out["before"], out["after"] = values[0]["value"], values[1]["value"]
    out["value"] = out["after"] - out["before"]
    has_value = out["value"].notna().to_numpy()
    lower, upper = np.full((2, len(out)), np.nan)
    ends = [0.5 - level / 2, 0.5 + level / 2]
    counts = [read_counts(each).reshape(-1, 9).astype(np.int64) for each in (first, second)]
    for row in np.flatnonzero(has_value):
        # Seeds apart, or two periods with the same counts would have the same draws.
        drawn = [
            measure_counts(draw_counts(each[row], draws, seed + turn), measure)
            for turn, each in enumerate(counts)
        ]
        lower[row], upper[row] = np.nanquantile(drawn[1] - drawn[0], ends)
    return out.assign(lower=lower, upper=upper)[has_value].reset_index(drop=True)


@takes(
    changes=Frame("iso3", "partner", "value", "lower", "upper"),
    members=Several(States(at_least=0), at_least=0),
)
def average_members(changes: pd.DataFrame, members: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Return the mean change over the members of groups.

    Parameters
    ----------
    changes : pandas.DataFrame
        As :func:`compare_periods` returns them.
    members : mapping of str to sequence of str
        Name of a group, or a state's code → codes of the states that it stands for.

    Returns
    -------
    pandas.DataFrame
        member, partner, n_states, mean, lower, upper; the interval is that of
        :func:`analysis.voting.average_states`.
    """
    parts = [
        average_states(changes[changes["iso3"].isin(list(states))], ["partner"]).assign(member=name)
        for name, states in members.items()
    ]
    return _stack(parts, ["member", "partner", "n_states", "mean", "lower", "upper"])


@takes(tallies=OF_PAIRS, before=SPAN, after=SPAN)
def split_change(tallies: pd.DataFrame, before: Years, after: Years) -> pd.DataFrame:
    """Return how much of a change each issue brought, by other votes and by another agenda.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows of ``voting/tallies`` of all issues.
    before, after : tuple of int
        First and last year of each period.

    Returns
    -------
    pandas.DataFrame
        partner, issue, by_votes, by_agenda and change (their sum); see
        :func:`analysis.voting.decompose_change`. Only partners with votes in both periods.

    Raises
    ------
    MeasureError
        If a class of issues is missing, or the periods overlap.
    """
    keep_apart(before, after)
    first, second = (
        decompose(tallies[tallies["year"].between(*years)], ["partner"])
        for years in (before, after)
    )
    parts = [
        decompose_change(
            first[first["partner"] == partner], second[second["partner"] == partner]
        ).assign(partner=partner)
        for partner in sorted(set(first["partner"]) & set(second["partner"]))
    ]
    out = _stack(parts, ["partner", "issue", "by_votes", "by_agenda"])
    return out.assign(change=out["by_votes"] + out["by_agenda"])


@takes(tallies=OF_PAIRS, min_n=MIN_N)
def compare_events(
    tallies: pd.DataFrame,
    events: Sequence[Event],
    members: Callable[[Event], Mapping[str, Sequence[str]]],
    min_n: int,
) -> pd.DataFrame:
    """Return the change of the agreement at each event on all texts, of groups and single states.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows with the nine counts, year, iso3 and partner, of one issue.
    events : sequence of Event
        Each with its name and the periods before and after it.
    members : callable
        Gives for an event the groups and states → codes of their members.
    min_n : int
        Fewest joint votes in each of the two periods.

    Returns
    -------
    pandas.DataFrame
        event, member, partner, n_states, change, lower, upper.

    Raises
    ------
    MeasureError
        If periods of an event overlap.
    """
    parts = [
        average_members(
            compare_periods(tallies, event.before, event.after, min_n=min_n), members(event)
        ).assign(event=event.name)
        for event in events
    ]
    columns = ["event", "member", "partner", "n_states", "mean", "lower", "upper"]
    return _stack(parts, columns).rename(columns={"mean": "change"})


@takes(tallies=OF_PAIRS)
def split_at(tallies: pd.DataFrame, event: Event | None) -> pd.DataFrame:
    """Return how much of the change at an event each issue brought; see :func:`split_change`.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows of ``voting/tallies`` of all issues.
    event : Event or None
        With the periods before and after it. None: the study names none.

    Returns
    -------
    pandas.DataFrame
        event, and the columns of :func:`split_change`; no row without an event.
    """
    if event is None:
        return _stack([], ["event", "partner", "issue", "by_votes", "by_agenda", "change"])
    return split_change(tallies, event.before, event.after).assign(event=event.name)


def stack_changes(same: pd.DataFrame, on_all: pd.DataFrame) -> pd.DataFrame:
    """Return changes on the same texts and on all texts in one table.

    Parameters
    ----------
    same : pandas.DataFrame
        Rows of ``voting/text_changes``.
    on_all : pandas.DataFrame
        As :func:`compare_events` returns them.

    Returns
    -------
    pandas.DataFrame
        The columns of both, and texts: "same" or "all".
    """
    parts = [("same", same), ("all", on_all)]
    return pd.concat([rows.assign(texts=texts) for texts, rows in parts if len(rows)] or [same])


def _stack(parts: Sequence[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)
