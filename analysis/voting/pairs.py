"""Every pair of states, every session and every measure, from the matrix of votes in one call.

A matrix product counts the votes of all pairs at once: with a row for each state and choice, one
product a session holds the nine counts of every pair. Measures are then sums of counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.contracts import Array, OneOf, Several, takes
from analysis.errors import MeasureError, unknown
from analysis.voting.measures import ALL_MEASURES, DECIDED, KNOWN, measure_counts
from analysis.voting.tallies import (
    ABSENCE_RULES,
    ABSENT,
    CODES,
    MIN_N,
    VOTES,
    Absence,
    count_products,
)


@dataclass(frozen=True)
class Pairs:
    """Measures of all pairs of states in all sessions.

    Parameters
    ----------
    states : tuple of str
        Codes, in the order of the axes.
    sessions : tuple of int
        Sessions (or years, or whatever was grouped by), sorted.
    n : numpy.ndarray of int32, shape (sessions, states, states)
        Joint votes; of a state with itself, its votes.
    values : dict of str to numpy.ndarray of float64, shape (sessions, states, states)
        Measure → values, symmetric; missing below min_n.
    """

    states: tuple[str, ...]
    sessions: tuple[int, ...]
    n: np.ndarray
    values: dict[str, np.ndarray]

    def of(self, measure: str, session: int) -> pd.DataFrame:
        """Return one measure of one session as a square table.

        Parameters
        ----------
        measure : str
            A key of values.
        session : int
            One of the sessions.

        Returns
        -------
        pandas.DataFrame
            States by states.

        Raises
        ------
        MeasureError
            If measure or session is not there.
        """
        if measure not in self.values:
            raise MeasureError(unknown("measure", [measure], self.values))
        if session not in self.sessions:
            raise MeasureError(unknown("session", [str(session)], map(str, self.sessions)))
        square = self.values[measure][self.sessions.index(session)]
        return pd.DataFrame(square, index=self.states, columns=self.states)

    def to_frame(self) -> pd.DataFrame:
        """Return each pair once a session: session, state, partner, n and the measures.

        Returns
        -------
        pandas.DataFrame
            Pairs with a joint vote, in order of session, state and partner; the state's code
            comes before the partner's.
        """
        session, state, partner = at = np.nonzero(np.triu(self.n, k=1))
        codes = np.array(self.states, dtype=object)
        frame = pd.DataFrame({"session": np.array(self.sessions)[session], "state": codes[state]})
        values = {name: values[at] for name, values in self.values.items()}
        return frame.assign(partner=codes[partner], n=self.n[at], **values)


@takes(
    votes=VOTES,
    sessions=Array(1, is_whole=True),
    measures=Several(KNOWN),
    absence=OneOf(ABSENCE_RULES),
    min_n=MIN_N,
)
def compare_all_pairs(
    votes: np.ndarray,
    states: Sequence[str],
    sessions: np.ndarray,
    measures: Sequence[str] = tuple(ALL_MEASURES),
    *,
    absence: Absence = "missing",
    min_n: int = 1,
) -> Pairs:
    """Measure the similarity of every pair of states in every session.

    Parameters
    ----------
    votes : numpy.ndarray of int, shape (s, v)
        Votes: 1 yes, 2 abstain, 3 no, 0 a member that did not vote, -1 no member.
    states : sequence of str
        Codes of the s states, sorted.
    sessions : numpy.ndarray of int, shape (v,)
        Session of each roll call; years do as well.
    measures : sequence of str, optional
        Keys of :data:`analysis.voting.ALL_MEASURES`; all of them by default.
    absence : {"missing", "abstention", "abstention_of_one"}, optional
        As in :func:`analysis.voting.treat_absence`.
    min_n : int, optional
        Fewest joint votes that give a value; of two-category measures, fewest on which both said
        yes or no.

    Returns
    -------
    Pairs
        For 201 states, 79 sessions and 15 measures some 400 MB.

    Raises
    ------
    MeasureError
        If shapes do not fit, or a measure or the rule is unknown.

    Examples
    --------
    >>> votes = np.array([[1, 1, 3], [1, 2, 1]])
    >>> found = compare_all_pairs(votes, ["ARG", "BRA"], np.array([1, 1, 2]), ["agreement"])
    >>> found.to_frame().values.tolist()
    [[1, 'ARG', 'BRA', 2, 0.75], [2, 'ARG', 'BRA', 1, 0.0]]
    """
    if votes.shape != (len(states), len(sessions)):
        raise MeasureError(
            f"votes of shape {votes.shape} for {len(states)} states and {len(sessions)} roll calls"
        )
    names = sorted(set(np.asarray(sessions).tolist()))
    shape = (len(names), len(states), len(states))
    n = np.zeros(shape, dtype=np.int32)
    values = {each: np.full(shape, np.nan) for each in measures}
    for place, session in enumerate(names):
        here = votes[:, np.asarray(sessions) == session]
        # States that were no members, or never voted, have no row in this session's products.
        present = np.flatnonzero((here >= (ABSENT if absence != "missing" else 1)).any(axis=1))
        upper = np.triu_indices(len(present))
        counts = _count(here[present], absence, upper)
        rows, columns = present[upper[0]], present[upper[1]]
        flat = counts.reshape(-1, 9)
        joint, decided = flat @ np.ones(9), flat @ DECIDED.ravel()
        n[place, rows, columns] = n[place, columns, rows] = joint
        for measure, square in values.items():
            used = decided if ALL_MEASURES[measure].categories == 2 else joint
            value = measure_counts(counts, measure)
            value[used < min_n] = np.nan
            square[place, rows, columns] = square[place, columns, rows] = value
    return Pairs(tuple(states), tuple(names), n, values)


def _count(votes: np.ndarray, absence: Absence, upper: tuple[np.ndarray, ...]) -> np.ndarray:
    """Return the nine counts of the pairs above the diagonal, and of each state with itself."""
    choices = tuple(CODES.values())
    if absence == "missing":
        return _of_pairs(votes, choices, upper)
    four = _of_pairs(votes, (*choices, ABSENT), upper)
    counts, abstain = four[:, :3, :3].copy(), CODES["abstain"] - 1
    counts[:, :, abstain] += four[:, :3, 3]
    counts[:, abstain, :] += four[:, 3, :3]
    if absence == "abstention":
        counts[:, abstain, abstain] += four[:, 3, 3]
    return counts


def _of_pairs(
    votes: np.ndarray, codes: tuple[int, ...], upper: tuple[np.ndarray, ...]
) -> np.ndarray:
    """Take the counts of chosen pairs out of the product, one combination after the other."""
    k, width = len(codes), len(codes) * len(votes)
    products = count_products(votes, votes, codes).ravel()
    first = upper[0] * (k * width) + upper[1] * k
    planes = np.empty((k * k, len(first)))
    for i in range(k):
        for j in range(k):
            planes[k * i + j] = products[first + (i * width + j)]
    return planes.T.reshape(-1, k, k)
