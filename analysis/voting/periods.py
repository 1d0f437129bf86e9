"""Two periods compared: on all texts, by issue, and the periods of the panels of one text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.voting.averages import average_states
from analysis.voting.issues import decompose, decompose_change
from analysis.voting.measures import measure_counts, score
from analysis.voting.tallies import nine_counts, sum_tallies

Years = tuple[int, int]
"""First and last year of a period, both included."""

DRAWS = 500
LEVEL = 0.95
SEED = 2014


def event_periods(recurring: pd.DataFrame) -> dict[str, tuple[Years, Years]]:
    """Return the years before and after each event of the panels of recurring texts.

    Parameters
    ----------
    recurring : pandas.DataFrame
        The table ``voting/recurring_tallies``: panel and year; panels of an event are named by
        its year.

    Returns
    -------
    dict of str to tuple
        Event → years before and years after, from the first to the last year of its panel.

    Examples
    --------
    >>> event_periods(pd.DataFrame({"panel": ["2014", "2014", "x"], "year": [2009, 2018, 1]}))
    {'2014': ((2009, 2013), (2014, 2018))}
    """
    found = {}
    for event, rows in recurring[recurring["panel"].str.isdigit()].groupby("panel", sort=True):
        year, first, last = int(str(event)), int(rows["year"].min()), int(rows["year"].max())
        found[str(event)] = ((first, year - 1), (year, last))
    return found


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
        If the measure is not known or the tallies hold several issues.

    Examples
    --------
    >>> from analysis.voting import COUNTS
    >>> rows = pd.DataFrame([dict.fromkeys(COUNTS, 0) | {"yes_yes": y} for y in (8, 9)])
    >>> rows = rows.assign(yes_no=[2, 1], n=10, year=[2001, 2002], iso3="ARG", partner="RUS")
    >>> compare_periods(rows, (2001, 2001), (2002, 2002))["value"].round(2).tolist()
    [0.1]
    """
    keys = ["iso3", "partner"]
    sums = [
        sum_tallies(tallies[tallies["year"].between(*years)], keys).set_index(keys)
        for years in (before, after)
    ]
    both = sums[0].index.intersection(sums[1].index).sort_values()
    first, second = (each.loc[both].reset_index() for each in sums)
    values = [score(each, measure, min_n) for each in (first, second)]
    out = values[0][keys].assign(
        n_before=values[0]["n"],
        n_after=values[1]["n"],
        before=values[0]["value"],
        after=values[1]["value"],
        value=values[1]["value"] - values[0]["value"],
    )
    has_value = out["value"].notna().to_numpy()
    lower, upper = np.full(len(out), np.nan), np.full(len(out), np.nan)
    if has_value.any():
        rng = np.random.default_rng(seed)
        drawn = [_draw(each[has_value], measure, draws, rng) for each in (first, second)]
        ends = [0.5 - level / 2, 0.5 + level / 2]
        lower[has_value], upper[has_value] = np.nanquantile(drawn[1] - drawn[0], ends, axis=0)
    return out.assign(lower=lower, upper=upper)[has_value].reset_index(drop=True)


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
    columns = ["member", "partner", "n_states", "mean", "lower", "upper"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


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
        If a class of issues is missing.
    """
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
    columns = ["partner", "issue", "by_votes", "by_agenda"]
    out = pd.concat(parts)[columns] if parts else pd.DataFrame(columns=columns)
    return out.assign(change=out["by_votes"] + out["by_agenda"]).reset_index(drop=True)


def _draw(tallies: pd.DataFrame, measure: str, draws: int, rng: np.random.Generator) -> np.ndarray:
    counts = nine_counts(tallies).reshape(-1, 9)
    n = counts.sum(axis=1)
    drawn = rng.multinomial(n.astype(np.int64), counts / n[:, None], size=(draws, len(counts)))
    return measure_counts(drawn.reshape(draws, -1, 3, 3), measure)
