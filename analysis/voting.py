"""Measures of voting similarity, from tallies of pairs of states.

A tally counts, for a state and a partner, the roll calls on which both voted, by what each of
them did: nine counts ``yes_yes``, ``yes_abstain`` … ``no_no``, the state's vote first. Every
measure here is a function of these nine counts, so the roll calls themselves are not needed.

Votes are taken as ordered, yes 1, abstain 2, no 3. Two votes are ``d`` apart: 0 if they are the
same, 1 if one state abstained, 2 if one said yes and the other no. A roll call on which either
state did not vote does not count: absence is missing, not abstention.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from analysis.errors import MeasureError, unknown

CHOICES = ("yes", "abstain", "no")
COUNTS = tuple(f"{state}_{partner}" for state in CHOICES for partner in CHOICES)
"""The nine counts, the state's vote first, the partner's second."""

CODES = {"yes": 1, "abstain": 2, "no": 3}

FIRST_SESSION_OF_PEOPLES_CHINA = 26
"""Resolution 2758 of 25 October 1971 gave China's seat to the People's Republic. Before, the
votes under China's name are those of the Republic of China."""

Distance = Literal["absolute", "squared", "nominal"]
_STEPS = np.abs(np.subtract.outer(np.arange(3.0), np.arange(3.0)))
DISTANCES: dict[str, np.ndarray] = {
    "absolute": _STEPS,
    "squared": _STEPS**2,
    "nominal": (_STEPS > 0).astype(float),
}


def tally_votes(states: np.ndarray, partners: np.ndarray) -> np.ndarray:
    """Count the nine combinations of votes of each state with each partner.

    Parameters
    ----------
    states : numpy.ndarray of int, shape (s, v)
        Votes of s states on v roll calls: 1 yes, 2 abstain, 3 no; anything else is no vote.
    partners : numpy.ndarray of int, shape (p, v)
        Votes of p partners on the same roll calls.

    Returns
    -------
    numpy.ndarray of int64, shape (s, p, 3, 3)
        Number of roll calls by the state's vote (third axis) and the partner's (fourth), in the
        order yes, abstain, no.

    Raises
    ------
    MeasureError
        If the numbers of roll calls differ.

    Examples
    --------
    >>> tally_votes(np.array([[1, 1, 3, 0]]), np.array([[1, 2, 3, 1]]))[0, 0].tolist()
    [[1, 1, 0], [0, 0, 0], [0, 0, 1]]
    """
    if states.shape[1] != partners.shape[1]:
        raise MeasureError(
            f"votes on {states.shape[1]} and on {partners.shape[1]} roll calls: must be the same"
        )
    # Products of 0/1 matrices count; doubles are exact far beyond any number of roll calls.
    state_is = [(states == code).astype(float) for code in CODES.values()]
    partner_is = [(partners == code).astype(float) for code in CODES.values()]
    counts = [[a @ b.T for b in partner_is] for a in state_is]
    return np.moveaxis(np.array(counts), (0, 1), (2, 3)).round().astype(np.int64)


def agreement(tallies: pd.DataFrame) -> pd.Series:
    """Return the agreement of pairs of states, 0 to 1.

    ``A = 1 - sum(d) / (2 n)``: the same vote counts 1, an abstention against a yes or a no ½,
    a yes against a no 0.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows with the nine counts.

    Returns
    -------
    pandas.Series of float64
        Share of agreement; missing where there is no joint vote.

    Raises
    ------
    MeasureError
        If a count is missing, negative or not a column.

    References
    ----------
    Lijphart, A. (1963). The analysis of bloc voting in the General Assembly: a critique and a
    proposal. American Political Science Review 57(4), 902-917.
    Voeten, E. (2013). Data and analyses of voting in the United Nations General Assembly. In B.
    Reinalda (ed.), Routledge Handbook of International Organization, 54-66.

    Examples
    --------
    >>> votes = pd.DataFrame([dict.fromkeys(COUNTS, 0) | {"yes_yes": 6, "abstain_no": 4}])
    >>> agreement(votes).tolist()
    [0.8]
    """
    return _named((1 + s_score(tallies)) / 2, "agreement")


def s_score(tallies: pd.DataFrame, distance: Distance = "absolute") -> pd.Series:
    """Return Signorino and Ritter's S of pairs of states, -1 to 1.

    ``S = 1 - 2 sum(d) / (n d_max)`` with all roll calls weighted alike. With absolute distances
    ``S = 2 A - 1`` of the agreement A; with squared ones an abstention is nearer to either side.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows with the nine counts.
    distance : {"absolute", "squared", "nominal"}, optional
        How far apart two votes are: ``d``, ``d²``, or 1 for any difference.

    Returns
    -------
    pandas.Series of float64
        S; missing where there is no joint vote.

    Raises
    ------
    MeasureError
        If a count is missing, negative or not a column, or the distance is not known.

    References
    ----------
    Signorino, C. S. and Ritter, J. M. (1999). Tau-b or not tau-b: measuring the similarity of
    foreign policy positions. International Studies Quarterly 43(1), 115-144.

    Examples
    --------
    >>> votes = pd.DataFrame([dict.fromkeys(COUNTS, 0) | {"yes_yes": 6, "abstain_no": 4}])
    >>> round(s_score(votes).item(), 2), round(s_score(votes, "squared").item(), 2)
    (0.6, 0.8)
    """
    counts, weights = _counts(tallies), _weights(distance)
    observed = _ratio((counts * weights).sum(axis=(1, 2)), counts.sum(axis=(1, 2)))
    return pd.Series(1 - 2 * observed / weights.max(), index=tallies.index, name="s_score")


def cohen_kappa(
    tallies: pd.DataFrame, distance: Distance = "squared", zero_denominator: float = np.nan
) -> pd.Series:
    """Return Cohen's weighted kappa of pairs of states, -1 to 1.

    ``kappa = 1 - D_o / D_e``: the mean distance observed over the one expected if both states had
    voted at random, each with its own shares of yes, abstain and no. With squared distances this
    is Häge's ``1 - sum(d²) / (ss_1 + ss_2 - 2 s_1 s_2 / n)``, where s and ss are the sums of the
    codes 1, 2, 3 and of their squares.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows with the nine counts.
    distance : {"squared", "absolute", "nominal"}, optional
        How far apart two votes are: ``d²``, ``d``, or 1 for any difference (Cohen 1960).
    zero_denominator : float, optional
        Value where no disagreement can be expected because both states always cast the same one
        vote. Missing by default: there is agreement, but nothing to tell it from chance. Häge's
        programme sets 0.

    Returns
    -------
    pandas.Series of float64
        Kappa: 1 identical votes, 0 what chance would give, below 0 less; missing where there is
        no joint vote.

    Raises
    ------
    MeasureError
        If a count is missing, negative or not a column, or the distance is not known.

    References
    ----------
    Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological
    Measurement 20(1), 37-46.
    Cohen, J. (1968). Weighted kappa. Psychological Bulletin 70(4), 213-220.
    Häge, F. M. (2011). Choice or circumstance? Adjusting measures of foreign policy similarity
    for chance agreement. Political Analysis 19(3), 287-305.

    Examples
    --------
    >>> votes = pd.DataFrame([dict.fromkeys(COUNTS, 0) | {"yes_yes": 6, "no_no": 2, "yes_no": 2}])
    >>> round(cohen_kappa(votes).item(), 4), round(agreement(votes).item(), 4)
    (0.5455, 0.8)
    """
    counts = _counts(tallies)
    state, partner = counts.sum(axis=2), counts.sum(axis=1)
    return _named(
        _beyond_chance(tallies, counts, state, partner, distance, zero_denominator), "cohen_kappa"
    )


def scott_pi(
    tallies: pd.DataFrame, distance: Distance = "squared", zero_denominator: float = np.nan
) -> pd.Series:
    """Return Scott's weighted pi of pairs of states, -1 to 1.

    ``pi = 1 - D_o / D_e`` as in :func:`cohen_kappa`, but chance is that of two states that vote
    with the same shares of yes, abstain and no: those of both together. Differences between the
    states' shares then count as disagreement. With squared distances this is Häge's
    ``1 - sum(d²) / (ss_1 + ss_2 - (s_1 + s_2)² / (2 n))``.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows with the nine counts.
    distance : {"squared", "absolute", "nominal"}, optional
        How far apart two votes are.
    zero_denominator : float, optional
        Value where both states always cast the same one vote, as in :func:`cohen_kappa`.

    Returns
    -------
    pandas.Series of float64
        Pi, never above kappa: 1 identical votes, 0 chance; missing where there is no joint vote.

    Raises
    ------
    MeasureError
        If a count is missing, negative or not a column, or the distance is not known.

    References
    ----------
    Scott, W. A. (1955). Reliability of content analysis: the case of nominal scale coding. Public
    Opinion Quarterly 19(3), 321-325.
    Häge, F. M. (2011). Choice or circumstance? Adjusting measures of foreign policy similarity
    for chance agreement. Political Analysis 19(3), 287-305.

    Examples
    --------
    >>> votes = pd.DataFrame([dict.fromkeys(COUNTS, 0) | {"yes_yes": 6, "no_no": 2, "yes_no": 2}])
    >>> round(scott_pi(votes).item(), 4)
    0.5238
    """
    counts = _counts(tallies)
    pooled = (counts.sum(axis=2) + counts.sum(axis=1)) / 2
    return _named(
        _beyond_chance(tallies, counts, pooled, pooled, distance, zero_denominator), "scott_pi"
    )


class Measure(NamedTuple):
    """A measure with what a reader needs to know of it."""

    function: Callable[[pd.DataFrame], pd.Series]
    label: str
    lowest: float
    """Lower end of the scale; the upper one is 1 for all."""
    middle: float
    level: str
    """What a value means, in a few words."""


MEASURES = {
    "agreement": Measure(
        agreement, "agreement, 0 to 1", 0, 0.5, "1 always the same vote, 0 always opposed"
    ),
    "s_score": Measure(s_score, "S-score, -1 to 1", -1, 0, "the agreement, stretched: S = 2A - 1"),
    "cohen_kappa": Measure(
        cohen_kappa, "Cohen's kappa, -1 to 1", -1, 0, "0 is what each state's own shares would give"
    ),
    "scott_pi": Measure(
        scott_pi, "Scott's pi, -1 to 1", -1, 0, "0 is what both states' common shares would give"
    ),
}


def select_tallies(
    tallies: pd.DataFrame,
    *,
    states: Sequence[str],
    partners: Sequence[str],
    first_year: int,
    last_year: int,
    issue: str | None = "all",
    with_republic_of_china: bool = False,
) -> pd.DataFrame:
    """Return the tallies of some states, partners, years and one issue.

    Parameters
    ----------
    tallies : pandas.DataFrame
        The table ``voting/tallies``.
    states, partners : sequence of str
        ISO3 codes, and SUN for the USSR.
    first_year, last_year : int
        Calendar years of the votes, both included.
    issue : str or None, optional
        "all", one of the six issues, or None for all rows of all issues.
    with_republic_of_china : bool, optional
        Whether to keep the votes under China's name before session 26, which are those of the
        Republic of China.

    Returns
    -------
    pandas.DataFrame
        The rows, in their order; empty if there are none.
    """
    keep = (
        tallies["iso3"].isin(list(states))
        & tallies["partner"].isin(list(partners))
        & tallies["year"].between(first_year, last_year)
    )
    if issue is not None:
        keep &= tallies["issue"] == issue
    if not with_republic_of_china:
        keep &= (tallies["partner"] != "CHN") | (
            tallies["session"] >= FIRST_SESSION_OF_PEOPLES_CHINA
        )
    return tallies[keep].reset_index(drop=True)


def sum_tallies(tallies: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Add tallies up over everything that is not named.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows with the nine counts; other columns whose names begin with ``n`` are counts too.
    by : sequence of str
        Columns to keep apart, for example ``["year", "iso3", "partner"]``.

    Returns
    -------
    pandas.DataFrame
        One row for each combination that occurs, in its order, with sums of counts.

    Raises
    ------
    MeasureError
        If issues would be added up: they overlap, and "all" holds them all.

    Examples
    --------
    >>> rows = pd.DataFrame([dict.fromkeys(COUNTS, 1) | {"year": y, "n": 9} for y in (1999, 1999)])
    >>> sum_tallies(rows, ["year"])[["year", "yes_yes", "n"]].values.tolist()
    [[1999, 2, 18]]
    """
    if "issue" in tallies and "issue" not in by and tallies["issue"].nunique() > 1:
        raise MeasureError("tallies of several issues cannot be added up: a vote can have several")
    counts = [c for c in tallies if c in COUNTS or c == "n" or str(c).startswith("n_")]
    return tallies.groupby(list(by), sort=True)[counts].sum().reset_index()


def score(tallies: pd.DataFrame, measure: str = "agreement", min_n: int = 1) -> pd.DataFrame:
    """Return one measure for each row of tallies.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows with the nine counts and their sum ``n``.
    measure : str, optional
        A key of :data:`MEASURES`.
    min_n : int, optional
        Fewest joint votes that give a value.

    Returns
    -------
    pandas.DataFrame
        The columns of the tallies that are not counts, with n (joint votes) and value; value is
        missing where n is below min_n.

    Raises
    ------
    MeasureError
        If the measure is not known.
    """
    if measure not in MEASURES:
        raise MeasureError(unknown("measure", [measure], MEASURES))
    keys = [c for c in tallies if c not in COUNTS and not str(c).startswith("n_")]
    value = MEASURES[measure].function(tallies).where(tallies["n"] >= min_n)
    return tallies[keys].assign(value=value.astype("float64"))


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
    return (
        pd.concat([frame.assign(which=which) for which, frame in found.items()])
        .sort_values(["partner", "year", "which"])[["partner", "which", "year", "mean", "n_states"]]
        .reset_index(drop=True)
    )


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
    rows = scores[scores["value"].isna()]
    return (
        rows.groupby(["iso3", "partner"])
        .agg(
            n_years=("year", "size"),
            first_year=("year", "min"),
            last_year=("year", "max"),
            most_votes=("n", "max"),
        )
        .reset_index()
        .sort_values(["n_years", "iso3", "partner"], ascending=[False, True, True])
        .reset_index(drop=True)
    )


def add_period(tallies: pd.DataFrame, years: int, first_year: int) -> pd.DataFrame:
    """Add the period of several years that each row falls in.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows with year.
    years : int
        Length of a period.
    first_year : int
        First year of the first period.

    Returns
    -------
    pandas.DataFrame
        The rows with period, the first year of the period.

    Examples
    --------
    >>> add_period(pd.DataFrame({"year": [1971, 1975, 1976]}), 5, 1971)["period"].tolist()
    [1971, 1971, 1976]
    """
    since = (tallies["year"].astype("int64") - first_year) // years
    return tallies.assign(period=first_year + years * since)


def split_chance(tallies: pd.DataFrame) -> pd.DataFrame:
    """Return how much of each row's agreement the two sides' habits alone would give.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows with the nine counts.

    Returns
    -------
    pandas.DataFrame
        For each row, with its index: agreement; agreement_by_chance, of two sides that keep their
        shares of yes, abstain and no but vote independently of each other; and the shares
        state_yes, state_abstain, state_no, partner_yes, partner_abstain, partner_no.
    """
    counts = _counts(tallies)
    n = counts.sum(axis=(1, 2))
    state = _ratio(counts.sum(axis=2), n[:, None])
    partner = _ratio(counts.sum(axis=1), n[:, None])
    expected = np.einsum("ki,ij,kj->k", state, DISTANCES["absolute"], partner)
    out = pd.DataFrame(
        {"agreement": agreement(tallies), "agreement_by_chance": 1 - expected / 2},
        index=tallies.index,
    )
    for side, shares in (("state", state), ("partner", partner)):
        out[[f"{side}_{choice}" for choice in CHOICES]] = shares
    return out


def count_landmarks(votes: pd.DataFrame) -> pd.DataFrame:
    """Count the votes of some states on each landmark resolution.

    Parameters
    ----------
    votes : pandas.DataFrame
        Rows of ``voting/landmark_votes``.

    Returns
    -------
    pandas.DataFrame
        date, resolution, short_title, yes, no, abstain, absent, in order of date and symbol.
    """
    rows = votes.groupby(["date", "resolution", "short_title", "vote"]).size()
    kinds = ["yes", "no", "abstain", "absent"]
    return rows.unstack("vote", fill_value=0).reindex(columns=kinds, fill_value=0).reset_index()


def compare_with_record(claims: pd.DataFrame, votes: pd.DataFrame) -> pd.DataFrame:
    """Set what a text says of one vote beside the record, as numbers of states.

    Parameters
    ----------
    claims : pandas.DataFrame
        vote and n_region, a row for each vote that the text gives a number for.
    votes : pandas.DataFrame
        vote, a row a state of the region.

    Returns
    -------
    pandas.DataFrame
        version ("told", "recorded"), vote, n_states. What the text leaves open is "not told";
        both versions add up to the states of the region.
    """
    told = claims.set_index("vote")["n_region"].astype("int64").to_dict()
    recorded = votes["vote"].value_counts().to_dict()
    rows = [("told", vote, told.get(vote, 0)) for vote in ("no", "yes", "abstain")]
    rows.append(("told", "not told", len(votes) - sum(told.values())))
    rows += [
        ("recorded", vote, recorded.get(vote, 0)) for vote in ("no", "yes", "abstain", "absent")
    ]
    return pd.DataFrame(rows, columns=["version", "vote", "n_states"])


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


def _counts(tallies: pd.DataFrame) -> np.ndarray:
    """Return the nine counts as an array of shape (rows, 3, 3)."""
    if missing := [c for c in COUNTS if c not in tallies]:
        raise MeasureError(f"not tallies of votes: no column {', '.join(missing)}")
    flat = tallies[list(COUNTS)].to_numpy(dtype="float64", na_value=np.nan)
    if not (flat >= 0).all():
        bad = [row for row, fits in zip(tallies.index, flat >= 0, strict=True) if not fits.all()]
        raise MeasureError(f"counts of votes must be whole numbers from 0; see rows {bad[:5]}")
    return flat.reshape(-1, 3, 3)


def _weights(distance: str) -> np.ndarray:
    if distance not in DISTANCES:
        raise MeasureError(unknown("distance", [distance], DISTANCES))
    return DISTANCES[distance]


def _beyond_chance(
    tallies: pd.DataFrame,
    counts: np.ndarray,
    state: np.ndarray,
    partner: np.ndarray,
    distance: str,
    zero_denominator: float,
) -> pd.Series:
    """Return 1 - observed / expected distance; the marginals say what is expected."""
    weights, n = _weights(distance), counts.sum(axis=(1, 2))
    observed = (counts * weights).sum(axis=(1, 2))
    expected = _ratio(np.einsum("ki,ij,kj->k", state, weights, partner), n)
    value = 1 - _ratio(observed, expected)
    value[(n > 0) & (expected == 0)] = zero_denominator
    return pd.Series(value, index=tallies.index)


def _ratio(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """Divide; nothing over nothing is missing."""
    return np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0)


def _named(values: pd.Series, name: str) -> pd.Series:
    return values.rename(name)
