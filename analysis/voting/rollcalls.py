"""Measures straight from two states' votes, and roll calls of unequal weight.

The same measures as in :mod:`analysis.voting.measures`, computed on the other way: from sums over
roll calls as the literature writes them, not from tallies. Tests hold the two against each other.
"""

from __future__ import annotations

import numpy as np

from analysis.contracts import Array, OneOf, takes
from analysis.errors import MeasureError
from analysis.voting.measures import ALL_MEASURES, KNOWN
from analysis.voting.tallies import ABSENCE_RULES, ABSENT, CODES, VOTES_OF_ONE, Absence

_POWERS = {"absolute": 1, "squared": 2}
_RULE = OneOf(ABSENCE_RULES)


@takes(state=VOTES_OF_ONE, partner=VOTES_OF_ONE, absence=_RULE)
def joint_votes(
    state: np.ndarray, partner: np.ndarray, absence: Absence = "missing"
) -> tuple[np.ndarray, np.ndarray]:
    """Return two states' votes on the roll calls that count for them.

    Parameters
    ----------
    state, partner : numpy.ndarray of int, shape (v,)
        Votes: 1 yes, 2 abstain, 3 no, 0 a member that did not vote, -1 no member.
    absence : {"missing", "abstention", "abstention_of_one"}, optional
        As in :func:`analysis.voting.treat_absence`.

    Returns
    -------
    tuple of numpy.ndarray of float64
        Votes as numbers 1, 2, 3, of the same length.

    Raises
    ------
    MeasureError
        If the rule is unknown or the lengths differ.

    Examples
    --------
    >>> joint_votes(np.array([1, 0, 3]), np.array([1, 3, 0]), "abstention")[0].tolist()
    [1.0, 2.0, 3.0]
    """
    counts = _that_count(state, partner, absence)
    cast, partner_cast = (np.isin(votes, list(CODES.values())) for votes in (state, partner))
    abstain = CODES["abstain"]
    return (
        np.where(cast, state, abstain)[counts].astype(float),
        np.where(partner_cast, partner, abstain)[counts].astype(float),
    )


@takes(state=VOTES_OF_ONE, partner=VOTES_OF_ONE, measure=KNOWN, absence=_RULE)
def measure_votes(
    state: np.ndarray,
    partner: np.ndarray,
    measure: str = "agreement",
    absence: Absence = "missing",
) -> float:
    """Return one measure of two states' votes.

    Parameters
    ----------
    state, partner : numpy.ndarray of int, shape (v,)
        Votes: 1 yes, 2 abstain, 3 no, 0 a member that did not vote, -1 no member.
    measure : str, optional
        A key of :data:`analysis.voting.ALL_MEASURES`.
    absence : {"missing", "abstention", "abstention_of_one"}, optional
        As in :func:`analysis.voting.treat_absence`.

    Returns
    -------
    float
        The value; missing (nan) where there is no joint vote or kappa and pi are undefined.

    Raises
    ------
    MeasureError
        If the measure or the rule is unknown, or the lengths differ.

    References
    ----------
    Häge, F. M. (2011). Choice or circumstance? Adjusting measures of foreign policy similarity
    for chance agreement. Political Analysis 19(3), 287-305. https://doi.org/10.1093/pan/mpr023

    Examples
    --------
    >>> measure_votes(np.array([1, 2, 3, 1]), np.array([1, 1, 1, 0]))
    0.5
    """
    x, y = joint_votes(state, partner, absence)
    if ALL_MEASURES[measure].categories == 2:
        decided = (x != CODES["abstain"]) & (y != CODES["abstain"])
        x, y = x[decided], y[decided]
    if not len(x):
        return float("nan")
    if measure in ("agreement", "agreement_two"):
        return float(1 - np.abs(x - y).sum() / (2 * len(x)))
    if measure.startswith("coincidence"):
        return float(((x == y).sum() + (np.abs(x - y) == 1).sum() / 2) / len(x))
    if measure.startswith("s_score"):
        power = 2 if measure.endswith("squared") else 1
        return float(1 - (np.abs(x - y) ** power).sum() / (len(x) * 2.0**power / 2))
    pooled = measure.startswith("scott")
    if measure.endswith("nominal"):
        return _nominal(x, y, pooled)
    if measure.endswith("absolute"):
        return _all_with_all(x, y, pooled)
    s1, s2, squares = x.sum(), y.sum(), (x**2).sum() + (y**2).sum()
    by_chance = (s1 + s2) ** 2 / (2 * len(x)) if pooled else 2 * s1 * s2 / len(x)
    return _beyond(((x - y) ** 2).sum(), squares - by_chance)


@takes(
    state=VOTES_OF_ONE,
    partner=VOTES_OF_ONE,
    weights=Array(1, at_least=0),
    distance=OneOf(tuple(_POWERS)),
    absence=_RULE,
)
def weighted_s_score(
    state: np.ndarray,
    partner: np.ndarray,
    weights: np.ndarray,
    distance: str = "absolute",
    absence: Absence = "missing",
) -> float:
    """Return Signorino and Ritter's S with a weight for each roll call, -1 to 1.

    ``S = 1 - 2 sum(w d) / (d_max sum(w))`` over the roll calls on which both voted. Equal weights
    give :func:`analysis.voting.s_score`; weights of 0 leave roll calls out; weights that fall
    with the majority on a roll call count contested texts more.

    Parameters
    ----------
    state, partner : numpy.ndarray of int, shape (v,)
        Votes: 1 yes, 2 abstain, 3 no, 0 a member that did not vote, -1 no member.
    weights : numpy.ndarray of float, shape (v,)
        From 0; only their proportions count.
    distance : {"absolute", "squared"}, optional
        How far apart two votes are: ``d`` or ``d²``.
    absence : {"missing", "abstention", "abstention_of_one"}, optional
        As in :func:`analysis.voting.treat_absence`.

    Returns
    -------
    float
        S; missing (nan) where the joint votes have no weight.

    Raises
    ------
    MeasureError
        If a weight is negative or missing, lengths differ, or distance or rule is unknown.

    References
    ----------
    Signorino, C. S. and Ritter, J. M. (1999). Tau-b or not tau-b: measuring the similarity of
    foreign policy positions. International Studies Quarterly 43(1), 115-144.
    https://doi.org/10.1111/0020-8833.00113

    Examples
    --------
    >>> x, y = np.array([1, 1, 3]), np.array([1, 3, 2])
    >>> weighted_s_score(x, y, np.array([2.0, 1.0, 1.0]))
    0.25
    """
    if len(weights) != len(state) or not np.isfinite(weights).all():
        raise MeasureError(
            f"weights must be finite numbers from 0, one a roll call ({len(state)}); "
            f"given {len(weights)}"
        )
    x, y = joint_votes(state, partner, absence)
    w = weights[_that_count(state, partner, absence)]
    if not w.sum():
        return float("nan")
    power = _POWERS[distance]
    return float(1 - 2 * (w * np.abs(x - y) ** power).sum() / (2.0**power * w.sum()))


def _that_count(state: np.ndarray, partner: np.ndarray, absence: Absence) -> np.ndarray:
    """Return which roll calls count for a pair."""
    if len(state) != len(partner):
        raise MeasureError(
            f"votes on {len(state)} and on {len(partner)} roll calls: must be the same"
        )
    cast, partner_cast = (np.isin(votes, list(CODES.values())) for votes in (state, partner))
    if absence == "missing":
        return cast & partner_cast
    counts = (cast | (state == ABSENT)) & (partner_cast | (partner == ABSENT))
    return counts & (cast | partner_cast) if absence == "abstention_of_one" else counts


def _nominal(x: np.ndarray, y: np.ndarray, pooled: bool) -> float:
    both = np.concatenate([x, y])
    by_chance = sum(
        (both == code).mean() ** 2 if pooled else (x == code).mean() * (y == code).mean()
        for code in CODES.values()
    )
    return _beyond((x != y).mean(), 1 - by_chance)


def _all_with_all(x: np.ndarray, y: np.ndarray, pooled: bool) -> float:
    """Return 1 - observed / expected: the mean distance of any vote from any other."""
    if pooled:
        x_any = y_any = np.concatenate([x, y])
    else:
        x_any, y_any = x, y
    expected = np.abs(np.subtract.outer(x_any, y_any)).mean()
    return _beyond(np.abs(x - y).mean(), expected)


def _beyond(observed: float, expected: float) -> float:
    return float(1 - observed / expected) if expected > 1e-9 else float("nan")
