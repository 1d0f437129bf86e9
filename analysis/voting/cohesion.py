"""How united the members of a group vote, and how far the group is from a partner.

All indices are computed roll call by roll call, over the members that voted, and averaged. Few
members make high indices likely by chance alone: three states that toss coins have a mean Rice
index of 0.5. Groups of different size are therefore not to be compared without that in mind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.contracts import Several, takes
from analysis.voting.tallies import CODES, VOTES, VOTES_OF_ONE, check_roll_calls, divide, is_cast
from analysis.voting.uncertainty import DRAWN, DRAWS, INSIDE, LEVEL, SEED, bootstrap_shares

_ALONE = 1  # a member that votes alone is no group


@takes(votes=VOTES)
def rice_index(votes: np.ndarray) -> np.ndarray:
    """Return Rice's index of cohesion for each roll call, 0 to 1.

    ``|Y - N| / (Y + N)``: 1 if all who said yes or no said the same, 0 if they split evenly.
    Abstentions do not count.

    Parameters
    ----------
    votes : numpy.ndarray of int, shape (members, v)
        1 yes, 2 abstain, 3 no, anything else none.

    Returns
    -------
    numpy.ndarray of float64, shape (v,)
        Missing where fewer than two members voted yes or no.

    References
    ----------
    Rice, S. A. (1925). The behavior of legislative groups: a method of measurement. Political
    Science Quarterly 40(1), 60-72. https://doi.org/10.2307/2142407
    Desposato, S. W. (2005). Correcting for small group inflation of roll-call cohesion scores.
    British Journal of Political Science 35(4), 731-744. https://doi.org/10.1017/S0007123405000372

    Examples
    --------
    >>> rice_index(np.array([[1, 1], [1, 3], [1, 2], [3, 2]])).tolist()
    [0.5, 0.0]
    """
    yes, _, no = _counts(votes)
    return divide(np.abs(yes - no), yes + no, _ALONE)


@takes(votes=VOTES)
def agreement_index(votes: np.ndarray) -> np.ndarray:
    """Return the agreement index of Hix, Noury and Roland for each roll call, 0 to 1.

    ``AI = (max(Y, N, A) - (Y + N + A - max(Y, N, A)) / 2) / (Y + N + A)``: 1 if all vote alike, 0
    if yes, no and abstention are equally many.

    Parameters
    ----------
    votes : numpy.ndarray of int, shape (members, v)
        1 yes, 2 abstain, 3 no, anything else none.

    Returns
    -------
    numpy.ndarray of float64, shape (v,)
        Missing where fewer than two members voted.

    References
    ----------
    Hix, S., Noury, A. and Roland, G. (2005). Power to the parties: cohesion and competition in
    the European Parliament, 1979-2001. British Journal of Political Science 35(2), 209-234.
    https://doi.org/10.1017/S0007123405000128

    Examples
    --------
    >>> agreement_index(np.array([[1, 1], [1, 2], [1, 3]])).tolist()
    [1.0, 0.0]
    """
    counts = _counts(votes)
    voted, most = counts.sum(axis=0), counts.max(axis=0)
    return divide(most - (voted - most) / 2, voted, _ALONE)


@takes(votes=VOTES, partner=VOTES_OF_ONE)
def distance_to(votes: np.ndarray, partner: np.ndarray) -> np.ndarray:
    """Return how far a group's position is from a partner's vote for each roll call, 0 to 1.

    The group's position is the mean of its members' votes coded 1 yes, 2 abstain, 3 no; the
    distance is half the difference from the partner's vote: 1 minus the agreement of the group,
    taken as one voter, with the partner.

    Parameters
    ----------
    votes : numpy.ndarray of int, shape (members, v)
        1 yes, 2 abstain, 3 no, anything else none.
    partner : numpy.ndarray of int, shape (v,)
        The partner's votes.

    Returns
    -------
    numpy.ndarray of float64, shape (v,)
        Missing where fewer than two members, or not the partner, voted.

    Raises
    ------
    MeasureError
        If the numbers of roll calls differ.

    References
    ----------
    Lijphart, A. (1963). The analysis of bloc voting in the General Assembly: a critique and a
    proposal. American Political Science Review 57(4), 902-917. https://doi.org/10.2307/1952608

    Examples
    --------
    >>> distance_to(np.array([[1, 3], [2, 3]]), np.array([1, 1])).tolist()
    [0.25, 1.0]
    """
    check_roll_calls(votes, partner)
    counts = _counts(votes)
    position = divide(np.array(list(CODES.values())) @ counts, counts.sum(axis=0), _ALONE)
    return np.where(is_cast(partner), np.abs(position - partner) / 2, np.nan)


@takes(votes=VOTES, partners=Several(VOTES_OF_ONE, at_least=0), draws=DRAWN, level=INSIDE)
def summarise_cohesion(
    votes: np.ndarray,
    partners: Mapping[str, np.ndarray],
    *,
    draws: int = DRAWS,
    level: float = LEVEL,
    seed: int | Sequence[int] = SEED,
) -> pd.DataFrame:
    """Return a group's mean indices and distances, with intervals over roll calls.

    Parameters
    ----------
    votes : numpy.ndarray of int, shape (members, v)
        1 yes, 2 abstain, 3 no, anything else none.
    partners : mapping of str to numpy.ndarray of int, shape (v,)
        Code of a partner → its votes.
    draws, level, seed
        As for :func:`analysis.voting.bootstrap_tallies`.

    Returns
    -------
    pandas.DataFrame
        measure ("rice_index", "agreement_index", "distance_to_" and the partner's code in small
        letters), value, lower, upper and n_roll_calls; only measures that have a value.

    Examples
    --------
    >>> votes = np.array([[1, 1, 3], [1, 2, 3]])
    >>> found = summarise_cohesion(votes, {"RUS": np.array([1, 1, 3])}).set_index("measure")
    >>> found["value"].round(3).to_dict()
    {'rice_index': 1.0, 'agreement_index': 0.75, 'distance_to_rus': 0.083}
    """
    by_roll_call = {"rice_index": rice_index(votes), "agreement_index": agreement_index(votes)}
    for code, partner in partners.items():
        by_roll_call[f"distance_to_{code.lower()}"] = distance_to(votes, partner)
    rows = [
        (name, *bootstrap_shares(each, draws=draws, level=level, seed=seed), n)
        for name, each in by_roll_call.items()
        if (n := int(np.isfinite(each).sum()))
    ]
    return pd.DataFrame(rows, columns=["measure", "value", "lower", "upper", "n_roll_calls"])


def _counts(votes: np.ndarray) -> np.ndarray:
    return np.array([(votes == code).sum(axis=0) for code in CODES.values()])
