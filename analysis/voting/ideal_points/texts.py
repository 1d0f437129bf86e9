"""Recurring texts: which roll call is the last one before on the same text."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]

from analysis.contracts import Array, Number, takes
from analysis.errors import MeasureError
from analysis.voting.recurring import normalise_title

_ORDINAL = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
    r"|[a-z]+teenth|[a-z]+tieth|(?:[a-z]+ty )?(?:first|second|third|fourth|fifth|sixth|seventh"
    r"|eighth|ninth)|\d+(?:st|nd|rd|th)) (?=(?:emergency |special |regular )*session|anniversary)"
)
_REPORT = re.compile(r"\breports? of the\b")
_FEWEST_LETTERS = 8
_FEWEST_VOTERS = 20
_YEAR_OF_WAITING = 0.005  # of two equally alike, the more recent


@takes(
    votes=Array(2, is_whole=True, at_most=3),
    least_agreement=Number(0, 1),
    longest_gap=Number(1, is_whole=True),
)
def find_earlier(
    titles: Sequence[str],
    votes: np.ndarray,
    sessions: Sequence[int],
    least_agreement: float = 0.85,
    longest_gap: int = 5,
) -> np.ndarray:
    """Return, for each roll call, the last earlier one on the same text.

    Texts are the same if their titles are, apart from years, numbers of sessions and "report of
    the". Where one title stands for several texts of a session, they are paired by how states
    voted, one to one. A text on which states voted quite otherwise than before is taken for
    another: its wording may have changed under its title.

    Parameters
    ----------
    titles : sequence of str
        Titles; an empty one matches nothing.
    votes : numpy.ndarray of int8, shape (states, roll calls)
        1 yes, 2 abstain, 3 no, anything else none.
    sessions : sequence of int
        Session of each roll call.
    least_agreement : float, optional
        Agreement (1 − mean distance / 2 over states that voted on both) below which two texts
        are not the same, 0 to 1.
    longest_gap : int, optional
        Sessions after which a text that comes back is not tied to its last occurrence.

    Returns
    -------
    numpy.ndarray of int
        Column of the earlier roll call; -1 if there is none.

    Raises
    ------
    MeasureError
        If the lengths differ.

    Examples
    --------
    >>> votes = np.tile(np.array([[1], [3]], dtype=np.int8), (10, 3))
    >>> titles = ["Question of Belize", "Question of Palestine", "Question of Belize, 1981"]
    >>> find_earlier(titles, votes, [35, 35, 36]).tolist()
    [-1, -1, 0]
    """
    if not len(titles) == len(sessions) == votes.shape[1]:
        raise MeasureError(
            f"{len(titles)} titles, {len(sessions)} sessions and {votes.shape[1]} columns of "
            "votes: must be as many"
        )
    session = np.asarray(sessions)
    by_text: dict[str, list[int]] = {}
    for column, title in enumerate(titles):
        if len(text := text_key(title)) >= _FEWEST_LETTERS:
            by_text.setdefault(text, []).append(column)
    earlier = np.full(len(titles), -1)
    for columns in (np.array(each) for each in by_text.values() if len(each) > 1):
        taken: set[int] = set()
        for now in np.unique(session[columns])[1:]:
            late = columns[session[columns] == now]
            gaps = now - session[columns]
            near = columns[(gaps > 0) & (gaps <= longest_gap)]
            near = np.array([each for each in near if each not in taken], dtype=int)
            if not len(near):
                continue
            likeness = _agreement(votes[:, near], votes[:, late])
            likeness -= _YEAR_OF_WAITING * (now - session[near] - 1)[:, None]
            for row, column in zip(*linear_sum_assignment(-likeness), strict=True):
                if likeness[row, column] >= least_agreement:
                    earlier[late[column]] = near[row]
                    taken.add(int(near[row]))
    return earlier


def text_key(title: str) -> str:
    """Return a title without what changes from one session to the next.

    Parameters
    ----------
    title : str
        As a source prints it.

    Returns
    -------
    str
        Words parted by single spaces.

    Examples
    --------
    >>> text_key("Report of the Committee on its thirty-fifth session : resolution / adopted")
    'committee on its session'
    """
    plain = _REPORT.sub(" ", _ORDINAL.sub("", normalise_title(title)))
    return " ".join(plain.split())


def _agreement(votes: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return the agreement of each column with each other one, 0 where few voted on both."""
    voted, voted_there = votes > 0, others > 0
    both = voted.T.astype(float) @ voted_there.astype(float)
    distance = sum(
        abs(one - two) * ((votes == one).T.astype(float) @ (others == two).astype(float))
        for one in (1, 2, 3)
        for two in (1, 2, 3)
    )
    return np.where(both >= _FEWEST_VOTERS, 1 - distance / np.maximum(2 * both, 1), 0.0)
