"""Means over states with intervals where only tallies are known, not the roll calls.

States vote on the same texts, so that their values move together when other texts come to the
vote. How closely cannot be told from tallies. Here they are taken to move as one: the ends of the
states' own intervals are averaged. The standard error of a mean is never larger than the mean of
the standard errors, whatever the correlation, so that these intervals are on the wide side.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.contracts import Frame, Label, Several, takes
from analysis.voting.measures import KNOWN, score
from analysis.voting.regions import summarise_region
from analysis.voting.tallies import MIN_N, OF_PAIRS
from analysis.voting.uncertainty import SEED, bootstrap_tallies

DRAWS = 200
"""Enough for the ends of an interval that is drawn as a band."""


@takes(rows=Frame("value", "lower", "upper"), by=Several(Label()))
def average_states(rows: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return the unweighted mean over states, with an interval as if they moved as one.

    Parameters
    ----------
    rows : pandas.DataFrame
        The columns of ``by``, value, lower and upper; rows without a value do not count.
    by : sequence of str
        Columns to keep apart.

    Returns
    -------
    pandas.DataFrame
        The columns of ``by``, n_states, mean, lower, upper, in order; no row without a value.

    Raises
    ------
    MeasureError
        If a column is missing.

    Examples
    --------
    >>> two = pd.DataFrame({"year": 2001, "value": [0.2, 0.4], "lower": [0.1, 0.2], "upper": 0.5})
    >>> average_states(two, ["year"]).round(2).values.tolist()
    [[2001.0, 2.0, 0.3, 0.15, 0.5]]
    """
    means = {"mean": ("value", "mean"), "lower": ("lower", "mean"), "upper": ("upper", "mean")}
    groups = rows[rows["value"].notna()].groupby(list(by), sort=True)
    return groups.agg(n_states=("value", "size"), **means).reset_index()


@takes(
    tallies=OF_PAIRS,
    measure=KNOWN,
    min_n=MIN_N,
    shipped=Frame("year", "partner", "mean", "lower", "upper", "n_states", key=2),
)
def estimate_means(
    tallies: pd.DataFrame,
    measure: str,
    min_n: int,
    shipped: pd.DataFrame | None = None,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Return the mean over states by year and partner, with intervals.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Nine counts and n by year, iso3 and partner.
    measure : str
        A key of :data:`analysis.voting.ALL_MEASURES`.
    min_n : int
        Fewest joint votes that give a state a value.
    shipped : pandas.DataFrame, optional
        year, partner, mean, lower, upper, n_states: means that roll calls gave, such as
        ``voting/mean_intervals``, taken where they exist. None: all are computed.
    draws, seed : int, optional
        As for :func:`analysis.voting.bootstrap_tallies`.

    Returns
    -------
    pandas.DataFrame
        year, partner, n_states, mean, lower, upper and is_from_roll_calls, in order of year and
        partner. Where it is false, the interval is that of :func:`average_states`.

    Raises
    ------
    MeasureError
        If the measure is not known.
    """
    keys, columns = ["year", "partner"], ["n_states", "mean", "lower", "upper"]
    rest, parts = tallies, []
    if shipped is not None:
        wanted = tallies[keys].drop_duplicates().merge(shipped[[*keys, *columns]], on=keys)
        parts.append(wanted.assign(is_from_roll_calls=True))
        known = pd.MultiIndex.from_frame(shipped[keys])
        rest = tallies[~pd.MultiIndex.from_frame(tallies[keys]).isin(known)]
    rest = rest.reset_index(drop=True)
    values = bootstrap_tallies(rest, measure, draws=draws, seed=seed, min_n=min_n)
    parts.append(average_states(values, keys).assign(is_from_roll_calls=False))
    out = pd.concat([part for part in parts if len(part)] or parts[-1:], ignore_index=True)
    return out.sort_values(keys, ignore_index=True)[[*keys, *columns, "is_from_roll_calls"]]


@takes(tallies=OF_PAIRS, measure=KNOWN, min_n=MIN_N)
def summarise_means(
    tallies: pd.DataFrame, measure: str, min_n: int, shipped: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the mean over states by year and partner, its interval and the spread of states.

    Parameters
    ----------
    tallies, measure, min_n, shipped
        As for :func:`estimate_means`.

    Returns
    -------
    pandas.DataFrame
        As :func:`analysis.voting.summarise_region`, with lower, upper and is_from_roll_calls.

    Raises
    ------
    MeasureError
        If the measure is not known.
    """
    means = estimate_means(tallies, measure, min_n, shipped)
    columns = ["year", "partner", "lower", "upper", "is_from_roll_calls"]
    return summarise_region(score(tallies, measure, min_n)).merge(means[columns], how="left")
