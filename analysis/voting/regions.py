"""Scores of states taken together: means and spreads, extremes, what is left out.

What the notebook prints and draws of tables that :func:`analysis.voting.score` returns.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis import countries
from analysis.contracts import Frame, Label, Number, Several, takes
from analysis.voting.measures import (
    ALL_MEASURES,
    KNOWN,
    cohen_kappa,
    score,
    scott_pi,
    split_chance,
)
from analysis.voting.tallies import MIN_N, OF_PAIRS, ask_for_tallies

_SCORES = Frame("iso3", "n", "value", present=["n"])


@takes(scores=_SCORES, by=Several(Label()))
def summarise_region(scores: pd.DataFrame, by: Sequence[str] = ("year", "partner")) -> pd.DataFrame:
    """Return the unweighted mean over states, and how far they are spread.

    Every state counts alike, however often it votes and however many people live in it.

    Parameters
    ----------
    scores : pandas.DataFrame
        As :func:`score` returns them: the columns of ``by``, iso3, n and value.
    by : sequence of str, optional
        Columns to keep apart.

    Returns
    -------
    pandas.DataFrame
        By group: n_states (with a value), n_left_out (too few joint votes for one), median_n
        (joint votes, of the states with a value), mean, sd (sample, missing for one state), low
        (10th percentile), median, high (90th percentile). Where no state has a value the last
        six are missing.
    """
    rows = scores.assign(n_used=scores["n"].where(scores["value"].notna()).astype("float64"))
    groups = rows.groupby(list(by), sort=True)
    values = groups["value"]
    return pd.DataFrame(
        {
            "n_states": values.count(),
            "n_left_out": values.size() - values.count(),
            "median_n": groups["n_used"].median(),
            "mean": values.mean(),
            "sd": values.std(ddof=1),
            "low": values.quantile(0.1),
            "median": values.median(),
            "high": values.quantile(0.9),
        }
    ).reset_index()


@takes(tallies=OF_PAIRS, measures=Several(KNOWN), min_n=MIN_N)
def summarise_measures(tallies: pd.DataFrame, measures: Sequence[str], min_n: int) -> pd.DataFrame:
    """Return the mean over states by year and partner under several measures.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Nine counts and n by year, iso3 and partner.
    measures : sequence of str
        Keys of :data:`analysis.voting.ALL_MEASURES`.
    min_n : int
        Fewest joint votes that give a state a value.

    Returns
    -------
    pandas.DataFrame
        As :func:`summarise_region`, with measure.
    """
    return pd.concat(
        [summarise_region(score(tallies, each, min_n)).assign(measure=each) for each in measures]
    )


@takes(tallies=ask_for_tallies("partner", "n", key=["partner"]))
def measure_chance(tallies: pd.DataFrame) -> pd.DataFrame:
    """Return how much of the agreement with each partner is more than habit.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Nine counts and n, a row a partner.

    Returns
    -------
    pandas.DataFrame
        partner, n, the columns of :func:`analysis.voting.split_chance`, cohen_kappa and scott_pi,
        both with squared distances.
    """
    beyond = {"cohen_kappa": cohen_kappa(tallies), "scott_pi": scott_pi(tallies)}
    return tallies[["partner", "n"]].join(split_chance(tallies)).assign(**beyond)


@takes(tallies=ask_for_tallies("partner", "n", key=["partner"]))
def tabulate_measures(tallies: pd.DataFrame) -> pd.DataFrame:
    """Return every measure of the joint votes with each partner.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Nine counts and n, a row a partner.

    Returns
    -------
    pandas.DataFrame
        A row a measure, with its name and scale as index; a column a partner, by its name.
    """
    columns = tallies["partner"].map(countries.short_name).tolist()
    rows = [score(tallies, each)["value"].tolist() for each in ALL_MEASURES]
    index = pd.Index([each.label for each in ALL_MEASURES.values()], name="measure")
    return pd.DataFrame(rows, index=index, columns=columns)


@takes(scores=_SCORES, n=Number(1, is_whole=True))
def find_ends(scores: pd.DataFrame, n: int = 3) -> pd.DataFrame:
    """Return the states with the lowest and the highest values of the last year that has any.

    Parameters
    ----------
    scores : pandas.DataFrame
        As :func:`analysis.voting.score` returns them, of one partner and those it continued.
    n : int, optional
        How many at either end.

    Returns
    -------
    pandas.DataFrame
        year, end ("lowest", "highest"), rank, iso3, n and value, the outermost first. Values
        rest on different votes: the number of joint votes stands beside them.
    """
    known = scores.dropna(subset="value")
    last = known[known["year"] == known["year"].max()].sort_values(["value", "iso3"])
    parts = [
        rows.assign(end=end, rank=range(1, len(rows) + 1))
        for end, rows in (("lowest", last.head(n)), ("highest", last.tail(n)[::-1]))
    ]
    return pd.concat(parts, ignore_index=True)[["year", "end", "rank", "iso3", "n", "value"]]


def name_actors(frame: pd.DataFrame) -> pd.DataFrame:
    """Write names instead of codes, for tables that people read.

    Parameters
    ----------
    frame : pandas.DataFrame
        With iso3, partner, or both.

    Returns
    -------
    pandas.DataFrame
        The same with short English names.
    """
    coded = [column for column in ("iso3", "partner") if column in frame]
    return frame.assign(**{column: frame[column].map(countries.short_name) for column in coded})


@takes(summary=Frame("partner", "year", "mean", "n_states", key=2))
def find_extremes(summary: pd.DataFrame) -> pd.DataFrame:
    """Return where each partner's regional mean began and ended, and its lowest and highest year.

    Parameters
    ----------
    summary : pandas.DataFrame
        As :func:`summarise_region` returns it by year and partner.

    Returns
    -------
    pandas.DataFrame
        partner, which ("first", "last", "lowest", "highest"), year, mean, n_states, in order of
        partner and year. Partners without a value have no row; of equal years the earliest.
    """
    rows = summary[summary["mean"].notna()].sort_values(["partner", "year"])
    groups = rows.groupby("partner", sort=True)
    found = {
        "first": groups.head(1),
        "last": groups.tail(1),
        "lowest": rows.loc[groups["mean"].idxmin()],
        "highest": rows.loc[groups["mean"].idxmax()],
    }
    parts = pd.concat([frame.assign(which=which) for which, frame in found.items()])
    parts = parts.sort_values(["partner", "year", "which"], ignore_index=True)
    return parts[["partner", "which", "year", "mean", "n_states"]]


@takes(scores=Frame("year", "iso3", "partner", "n", "value", key=3))
def list_left_out(scores: pd.DataFrame) -> pd.DataFrame:
    """Return the states that have no value in some years, and how many joint votes they had.

    A value is missing where there are too few joint votes or where kappa and pi are undefined.

    Parameters
    ----------
    scores : pandas.DataFrame
        As :func:`score` returns them, by year, iso3 and partner.

    Returns
    -------
    pandas.DataFrame
        iso3, partner, n_years (left out), first_year, last_year, most_votes (the largest number
        of joint votes among them), in order of n_years, most first.
    """
    pairs = scores[scores["value"].isna()].groupby(["iso3", "partner"])
    ends = {"first_year": ("year", "min"), "last_year": ("year", "max"), "most_votes": ("n", "max")}
    found = pairs.agg(n_years=("year", "size"), **ends).reset_index()
    return found.sort_values("n_years", ascending=False, kind="stable", ignore_index=True)


@takes(coding=Frame("session", "year", "n_roll_calls", "last_date", key=2))
def flag_years(coding: pd.DataFrame) -> pd.DataFrame:
    """Return the years with their numbers of roll calls, and whether the last one is complete.

    The Assembly votes on most texts from October to December. If the file that the table was
    made from ends before December, its last year lacks most of them and cannot be compared with
    others.

    Parameters
    ----------
    coding : pandas.DataFrame
        The table ``voting/coding``: session, year, n_roll_calls, last_date and others.

    Returns
    -------
    pandas.DataFrame
        year, the counts of the table (n_roll_calls and others), last_date, is_partial, in order
        of years.
    """
    years = coding.groupby("year", sort=True).agg(
        **{str(c): (c, "sum") for c in coding if str(c).startswith("n_")},
        last_date=("last_date", "max"),
    )
    is_last = years.index == years.index.max()
    return years.assign(is_partial=is_last & (years["last_date"].dt.month < 12)).reset_index()
