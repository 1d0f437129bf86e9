"""Measures of two states' votes, and roll calls of unequal weight."""

from __future__ import annotations

import numpy as np

from analysis.contracts import Array, OneOf, takes
from analysis.errors import MeasureError
from analysis.voting.measures import KNOWN, measure_counts
from analysis.voting.tallies import (
    ABSENCE_RULES,
    ABSENT,
    CODES,
    VOTES_OF_ONE,
    Absence,
    check_roll_calls,
    is_cast,
    tally_votes,
)

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
    one, other = (
        np.where(is_cast(votes), votes, CODES["abstain"])[counts].astype(float)
        for votes in (state, partner)
    )
    return one, other


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
    x, y = (each.astype(int)[None] for each in joint_votes(state, partner, absence))
    return float(measure_counts(tally_votes(x, y)[0, 0], measure))


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
    check_roll_calls(state, partner)
    cast, partner_cast = is_cast(state), is_cast(partner)
    if absence == "missing":
        return cast & partner_cast
    counts = (cast | (state == ABSENT)) & (partner_cast | (partner == ABSENT))
    return counts & (cast | partner_cast) if absence == "abstention_of_one" else counts
