"""Find the same roll call in two sources by how the states voted on it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.contracts import Array, Frame, Number, takes
from analysis.errors import MeasureError
from analysis.voting.tallies import VOTES

LEAST_SIMILARITY = 0.95
MARGIN = 0.02
FEWEST_DISSENTERS = 3


@takes(
    votes=VOTES,
    others=VOTES,
    least_similarity=Number(0, 1),
    margin=Number(0, 1),
    fewest_dissenters=Number(0, is_whole=True),
)
def match_roll_calls(
    votes: np.ndarray,
    others: np.ndarray,
    least_similarity: float = LEAST_SIMILARITY,
    margin: float = MARGIN,
    fewest_dissenters: int = FEWEST_DISSENTERS,
) -> list[np.ndarray]:
    """Return, for each roll call, the roll calls of another source that can be the same.

    Similarity is the share of states with the same vote among those that voted in both, times
    the share of those who voted in both among the larger number of voters. Roll calls on which
    nearly all voted alike match nothing: many others look the same.

    Parameters
    ----------
    votes : numpy.ndarray of int, shape (states, v)
        Votes in one source: 1 yes, 2 abstain, 3 no, anything else none.
    others : numpy.ndarray of int, shape (states, w)
        Votes of the same states in the other source.
    least_similarity : float, optional
        Below it nothing matches, 0 to 1.
    margin : float, optional
        Roll calls this much less similar than the best are returned too.
    fewest_dissenters : int, optional
        States that must differ from the commonest vote for a roll call to be told from others.

    Returns
    -------
    list of numpy.ndarray of int
        For each of the v roll calls, columns of ``others``, the most similar first; empty if
        none is similar enough or too few states differ from the commonest vote.

    Raises
    ------
    MeasureError
        If the numbers of states differ.

    Examples
    --------
    >>> one = np.array([[1], [1], [1], [1], [3], [3], [2]])
    >>> two = np.hstack([4 - one, one])
    >>> [columns.tolist() for columns in match_roll_calls(one, two)]
    [[1]]
    """
    if votes.shape[0] != others.shape[0]:
        raise MeasureError(
            f"votes of {votes.shape[0]} and of {others.shape[0]} states: must be the same states"
        )
    codes = (1, 2, 3)
    same = sum(
        (votes == code).T.astype(np.float32) @ (others == code).astype(np.float32) for code in codes
    )
    voted, voted_there = np.isin(votes, codes), np.isin(others, codes)
    most = np.maximum(voted.sum(axis=0)[:, None], voted_there.sum(axis=0)[None, :])
    # (same / joint) * (joint / most): how many voted in both cancels out.
    similarity = np.asarray(same) / np.maximum(most, 1)
    by_choice = np.array([(votes == code).sum(axis=0) for code in codes])
    dissenters = voted.sum(axis=0) - by_choice.max(axis=0)
    found = []
    for row, can_be_told in zip(similarity, dissenters >= fewest_dissenters, strict=True):
        best = row.max(initial=0.0)
        close = np.flatnonzero(row >= best - margin)
        is_match = can_be_told and best >= least_similarity
        found.append(close[np.argsort(-row[close], kind="stable")] if is_match else close[:0])
    return found


@takes(votes=VOTES, sessions=Array(1, is_whole=True), others=VOTES, codes=Frame("session"))
def match_codes(
    votes: np.ndarray, sessions: np.ndarray, others: np.ndarray, codes: pd.DataFrame
) -> pd.DataFrame:
    """Pass codes of roll calls from one source on to another by how states voted.

    Candidates come from the same session only: a text that comes back every year is voted on in
    nearly the same way. Where several are alike, their codes pass on only if all have the same.

    Parameters
    ----------
    votes : numpy.ndarray of int, shape (states, v)
        Votes in the source without codes.
    sessions : numpy.ndarray of int, shape (v,)
        Their sessions.
    others : numpy.ndarray of int, shape (states, w)
        Votes of the same states in the source with codes.
    codes : pandas.DataFrame
        Of the w roll calls: session, and boolean columns to pass on.

    Returns
    -------
    pandas.DataFrame
        Of the v roll calls: is_matched and the boolean columns, false where nothing matches.
    """
    columns = [c for c in codes if c != "session"]
    values, there = codes[columns].to_numpy(dtype=bool), codes["session"].to_numpy()
    out = np.zeros((len(sessions), 1 + len(columns)), dtype=bool)
    for session in np.unique(sessions):
        mine = np.flatnonzero(sessions == session)
        near = np.flatnonzero(there == session)
        for k, close in zip(mine, match_roll_calls(votes[:, mine], others[:, near]), strict=True):
            candidates = values[near[close]]
            if len(candidates) and (candidates == candidates[0]).all():
                out[k] = [True, *candidates[0]]
    return pd.DataFrame(out, columns=["is_matched", *columns])
