"""Votes drawn from the model, to see whether estimation finds what was put in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.contracts import Number, takes


@dataclass(frozen=True)
class Simulation:
    """Votes with the positions behind them.

    Parameters
    ----------
    votes : numpy.ndarray of int8, shape (states, roll calls)
        1 yes, 2 abstain, 3 no, 0 none.
    states : list of str
        Names of the rows.
    sessions, earlier : numpy.ndarray of int, shape (roll calls,)
        Session, and column of the last roll call on the same text (-1: none).
    truth : pandas.DataFrame
        state, session and position, of all states in all sessions.
    """

    votes: np.ndarray
    states: list[str]
    sessions: np.ndarray
    earlier: np.ndarray
    truth: pd.DataFrame


_COUNT, _SHARE = Number(1, is_whole=True), Number(0, 1)


@takes(
    n_states=_COUNT,
    n_sessions=_COUNT,
    n_roll_calls=_COUNT,
    walk_sd=_SHARE,
    link_sd=Number(0),
    share_recurring=_SHARE,
    share_absent=_SHARE,
)
def simulate_votes(
    n_states: int,
    n_sessions: int,
    n_roll_calls: int,
    seed: int,
    walk_sd: float = 0.3,
    link_sd: float = 0.3,
    share_recurring: float = 0.5,
    share_absent: float = 0.1,
) -> Simulation:
    """Draw votes from the model.

    Parameters
    ----------
    n_states, n_sessions, n_roll_calls : int
        Numbers of states, sessions, and roll calls of each session.
    seed : int
        Seed of the random numbers.
    walk_sd : float, optional
        Change of a position between sessions; positions start from a standard normal
        distribution and are pulled back as much as keeps their spread.
    link_sd : float, optional
        Change of a recurring text's discrimination and cutpoints between sessions.
    share_recurring, share_absent : float, optional
        Share of texts that come back in the next session, and of votes not cast.

    Returns
    -------
    Simulation
        Votes and truth.

    Raises
    ------
    MeasureError
        If a number is not a whole one from 1, or a share not from 0 to 1.

    Examples
    --------
    >>> drawn = simulate_votes(20, 2, 30, seed=1)
    >>> drawn.votes.shape, len(drawn.truth), sorted(set(drawn.sessions.tolist()))
    ((20, 60), 40, [1, 2])
    """
    rng = np.random.default_rng(seed)
    keep = np.sqrt(1 - walk_sd**2)
    place = np.empty((n_sessions, n_states))
    place[0] = rng.standard_normal(n_states)
    for t in range(1, n_sessions):
        place[t] = keep * place[t - 1] + walk_sd * rng.standard_normal(n_states)
    columns, earlier, last = [], [], np.empty((0, 3))
    for t in range(n_sessions):
        middle = 0.8 * rng.standard_normal(n_roll_calls)
        half = 0.1 + 0.3 * rng.random(n_roll_calls)
        beta = 1.5 * rng.standard_normal(n_roll_calls)
        items = np.stack([beta, middle - half, middle + half], axis=1)
        before = np.full(n_roll_calls, -1)
        if t:
            again = np.flatnonzero(rng.random(n_roll_calls) < share_recurring)
            items[again] = last[again] + link_sd * rng.standard_normal((len(again), 3))
            items[again, 2] = np.maximum(items[again, 2], items[again, 1] + 0.05)
            before[again] = again + (t - 1) * n_roll_calls
        lean = place[t][:, None] * items[:, 0] + rng.standard_normal((n_states, n_roll_calls))
        columns.append(1 + (lean > items[:, 1]) + (lean > items[:, 2]))
        earlier.append(before)
        last = items
    votes = np.hstack(columns).astype(np.int8)
    votes[rng.random(votes.shape) < share_absent] = 0
    states = [f"S{i:03}" for i in range(n_states)]
    truth = pd.DataFrame(
        {
            "state": np.tile(states, n_sessions),
            "session": np.repeat(np.arange(1, n_sessions + 1), n_states),
            "position": place.ravel(),
        }
    )
    sessions = np.repeat(np.arange(1, n_sessions + 1), n_roll_calls)
    return Simulation(votes, states, sessions, np.concatenate(earlier), truth)
