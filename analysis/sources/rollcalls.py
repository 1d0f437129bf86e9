"""Roll calls as a matrix of states: what every reader of General Assembly votes returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

YES, ABSTAIN, NO = 1, 2, 3
NOT_VOTING = 0
"""A member that cast no vote: absent, not participating, or without a vote under Article 19."""
NOT_LISTED = -1
"""Not on the list of the roll call: not a member on that day (but see ``Votes.tells_absence``)."""

_SESSION_OPENS = (9, 15)  # the earliest day on which a regular session has opened since 1947


@dataclass(frozen=True)
class Votes:
    """Recorded votes of the General Assembly as a matrix.

    Parameters
    ----------
    roll_calls : pandas.DataFrame
        One row a roll call. Every source gives resolution (symbol), title, date, session (as
        printed: "68", "ES-11"), regular_session (number of the regular session in whose twelve
        months the vote fell) and year; each adds its own key and columns.
    states : tuple of str
        Codes of the states, sorted: ISO3, and codes of states that no longer exist (SUN, YUG …).
    matrix : numpy.ndarray of int8, shape (len(states), len(roll_calls))
        1 yes, 2 abstain, 3 no, 0 member that did not vote, -1 not on the list.
    vintage : str
        Edition of the file and what it covers, as the reader recognised them.
    tells_absence : bool
        False if the source drops absences, so that -1 may also be an absent member.
    """

    roll_calls: pd.DataFrame
    states: tuple[str, ...]
    matrix: np.ndarray
    vintage: str
    tells_absence: bool = True

    def of(self, codes: Sequence[str]) -> np.ndarray:
        """Return the rows of some states; a state that is nowhere listed has a row of -1.

        Parameters
        ----------
        codes : sequence of str
            Codes of states.

        Returns
        -------
        numpy.ndarray of int8, shape (len(codes), number of roll calls)
            Votes in the order of the codes.
        """
        rows = {code: row for row, code in enumerate(self.states)}
        unlisted = np.full(self.matrix.shape[1], NOT_LISTED, dtype=np.int8)
        return np.stack([self.matrix[rows[c]] if c in rows else unlisted for c in codes])


def regular_session(date: pd.Series) -> pd.Series:
    """Return the regular session in whose twelve months a date falls.

    Session 1 opened in January 1946; since 1947 a session opens in September (a few opened later)
    and runs to the next. Special and emergency special sessions are counted with the regular one
    that they interrupt: resolution ES-11/1 of March 2022 with the 76th.

    Parameters
    ----------
    date : pandas.Series of datetime64
        Days of votes.

    Returns
    -------
    pandas.Series of int64
        Numbers of regular sessions.

    Examples
    --------
    >>> days = pd.to_datetime(pd.Series(["1946-02-09", "2014-03-27", "2022-10-12"]))
    >>> regular_session(days).tolist()
    [1, 68, 77]
    """
    month, day = _SESSION_OPENS
    opened = (date.dt.month > month) | ((date.dt.month == month) & (date.dt.day >= day))
    return (date.dt.year - 1946 + opened.astype("int64")).clip(lower=1)
