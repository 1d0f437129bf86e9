"""Intervals: how far a value hangs on which texts came to the vote.

Roll calls are drawn anew, with replacement, from those of the same year or session: what if the
Assembly had voted on other texts of the same kind? Intervals do not tell of errors in the records,
nor of texts adopted without a vote; and roll calls of one year are not independent of each other
(parts of one resolution, one conflict), so that intervals are rather too short.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.contracts import Array, Contract, Number, Several, takes
from analysis.voting.measures import KNOWN, measure_counts, score
from analysis.voting.tallies import (
    CODES,
    MIN_N,
    VOTES,
    VOTES_OF_ONE,
    ask_for_tallies,
    check_roll_calls,
    divide,
    is_cast,
    read_counts,
)

DRAWS = 1000
LEVEL = 0.95
SEED = 1945
DRAWN = Number(1, is_whole=True)
INSIDE = Number(above=0, below=1)
DRAWING: dict[str, Contract] = {"draws": DRAWN, "level": INSIDE}
"""Contracts of what every interval asks for."""


@takes(tallies=ask_for_tallies("n"), measure=KNOWN, draws=DRAWN, level=INSIDE, min_n=MIN_N)
def bootstrap_tallies(
    tallies: pd.DataFrame,
    measure: str = "agreement",
    *,
    draws: int = DRAWS,
    level: float = LEVEL,
    seed: int = SEED,
    min_n: int = 1,
) -> pd.DataFrame:
    """Return one measure with its interval for each row of tallies.

    For one pair, drawing n roll calls anew from its n joint votes is a multinomial draw with the
    shares of the nine counts: the roll calls themselves are not needed.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows with the nine counts and n.
    measure : str, optional
        A key of :data:`analysis.voting.ALL_MEASURES`.
    draws : int, optional
        Number of draws.
    level : float, optional
        Share of draws between the ends of the interval (percentiles).
    seed : int, optional
        Of the random numbers. A row's draws follow from its counts, whatever the other rows.
    min_n : int, optional
        Fewest joint votes that give a value.

    Returns
    -------
    pandas.DataFrame
        As :func:`analysis.voting.score`, with lower and upper; missing where value is. Draws
        without a value (kappa of one and the same vote throughout) do not count.

    Raises
    ------
    MeasureError
        If the measure is not known, or draws or level make no sense.

    References
    ----------
    Efron, B. and Tibshirani, R. J. (1993). An Introduction to the Bootstrap. Chapman & Hall.

    Examples
    --------
    >>> from analysis.voting import COUNTS
    >>> row = pd.DataFrame([dict.fromkeys(COUNTS, 0) | {"yes_yes": 60, "yes_no": 40, "n": 100}])
    >>> bootstrap_tallies(row)[["value", "lower", "upper"]].round(2).values.tolist()
    [[0.6, 0.51, 0.69]]
    """
    out = score(tallies, measure, min_n)
    counts = read_counts(tallies).reshape(-1, 9).astype(np.int64)
    lower, upper = np.full((2, len(out)), np.nan)
    for row in np.flatnonzero(out["value"].notna().to_numpy()):
        values = measure_counts(draw_counts(counts[row], draws, seed), measure)
        lower[row], upper[row] = _ends(values, level)
    return out.assign(lower=lower, upper=upper)


def draw_counts(counts: np.ndarray, draws: int, seed: int) -> np.ndarray:
    """Draw the joint votes of one pair anew, the same way whenever its counts are the same.

    Parameters
    ----------
    counts : numpy.ndarray of int64, shape (9,)
        The nine counts.
    draws, seed : int
        As for :func:`bootstrap_tallies`.

    Returns
    -------
    numpy.ndarray of int64, shape (draws, 3, 3)
        Counts of each draw.
    """
    rng = np.random.default_rng([seed, *counts.tolist()])
    n = int(counts.sum())
    return rng.multinomial(n, counts / n, size=draws).reshape(draws, 3, 3)


@takes(states=VOTES, partner=VOTES_OF_ONE, measures=Several(KNOWN), min_n=MIN_N, **DRAWING)
def bootstrap_means(
    states: np.ndarray,
    partner: np.ndarray,
    measures: Sequence[str] = ("agreement",),
    *,
    draws: int = DRAWS,
    level: float = LEVEL,
    seed: int | Sequence[int] = SEED,
    min_n: int = 1,
) -> pd.DataFrame:
    """Return the unweighted mean over states of measures with a partner, with intervals.

    The same roll calls are drawn for all states: their votes on one text hang together, so that
    the mean over 33 states is far from 33 times as sure as the value of one.

    Parameters
    ----------
    states : numpy.ndarray of int, shape (s, v)
        Votes of the states: 1 yes, 2 abstain, 3 no, anything else none.
    partner : numpy.ndarray of int, shape (v,)
        Votes of the partner.
    measures : sequence of str, optional
        Keys of :data:`analysis.voting.ALL_MEASURES`.
    draws, level, seed
        As for :func:`bootstrap_tallies`; the same seed draws the same roll calls.
    min_n : int, optional
        Fewest joint votes of a state that give it a value.

    Returns
    -------
    pandas.DataFrame
        measure, mean, lower, upper, n_states (with a value) and n_roll_calls (on which the
        partner and a state voted), a row a measure. Missing where no state has a value.

    Raises
    ------
    MeasureError
        If a measure is not known, shapes do not fit, or draws or level make no sense.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> states, partner = rng.integers(1, 4, (5, 80)), rng.integers(1, 4, 80)
    >>> found = bootstrap_means(states, partner, ["agreement"]).iloc[0]
    >>> bool(found["lower"] < found["mean"] < found["upper"]), int(found["n_states"])
    (True, 5)
    """
    check_roll_calls(states, partner)
    votes = np.flatnonzero(is_cast(partner) & is_cast(states).any(axis=0))
    # indicator[s, 3 i + j, v]: the state voted i and the partner j
    mine = np.stack([states[:, votes] == code for code in CODES.values()], axis=1)
    theirs = np.stack([partner[votes] == code for code in CODES.values()], axis=0)
    indicator = mine[:, :, None, :] & theirs[None, None, :, :]
    counts = indicator.sum(axis=3)
    times = draw_again(len(votes), draws, seed)
    flat = indicator.reshape(len(states) * 9, len(votes)).astype(np.float32)
    cells = flat @ times.T.astype(np.float32)
    drawn = cells.reshape(len(states), 9, draws).transpose(2, 0, 1).reshape(draws, -1, 3, 3)
    rows = []
    for measure in measures:
        value = measure_counts(counts, measure)
        used = np.isfinite(value) & (counts.sum(axis=(1, 2)) >= min_n)
        mean = lower = upper = float("nan")
        if used.any():
            mean = float(value[used].mean())
            lower, upper = _ends(_mean(measure_counts(drawn[:, used], measure)), level)
        rows.append((measure, mean, float(lower), float(upper), int(used.sum()), len(votes)))
    columns = ["measure", "mean", "lower", "upper", "n_states", "n_roll_calls"]
    return pd.DataFrame(rows, columns=columns)


@takes(values=Array(1), draws=DRAWN, level=INSIDE)
def bootstrap_shares(
    values: np.ndarray,
    *,
    draws: int = DRAWS,
    level: float = LEVEL,
    seed: int | Sequence[int] = SEED,
) -> tuple[float, float, float]:
    """Return the mean of values, one a roll call, with its interval.

    Parameters
    ----------
    values : numpy.ndarray of float, shape (v,)
        Missing values (nan) do not count.
    draws, level, seed
        As for :func:`bootstrap_tallies`.

    Returns
    -------
    tuple of float
        Mean, lower and upper end; missing without values.

    Examples
    --------
    >>> mean, lower, upper = bootstrap_shares(np.array([0.0, 1.0] * 50))
    >>> mean, lower < 0.5 < upper
    (0.5, True)
    """
    known = values[np.isfinite(values)]
    if not len(known):
        return (float("nan"),) * 3
    times = draw_again(len(known), draws, seed)
    lower, upper = _ends(times @ known / len(known), level)
    return float(known.mean()), float(lower), float(upper)


def draw_again(n: int, draws: int, seed: int | Sequence[int]) -> np.ndarray:
    """Return how often each of n things comes up in draws of n with replacement.

    Parameters
    ----------
    n : int
        Number of things.
    draws : int
        Number of draws.
    seed : int or sequence of int
        Of the random numbers.

    Returns
    -------
    numpy.ndarray of int64, shape (draws, n)
        Each row sums to n.

    Examples
    --------
    >>> draw_again(3, 2, seed=1).sum(axis=1).tolist()
    [3, 3]
    """
    if n == 0:
        return np.zeros((draws, 0), dtype=np.int64)
    return np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=draws)


def _mean(values: np.ndarray) -> np.ndarray:
    """Return the mean over the last axis of what is not missing."""
    known = np.isfinite(values)
    return divide(np.where(known, values, 0.0).sum(axis=-1), known.sum(axis=-1))


def _ends(values: np.ndarray, level: float) -> np.ndarray:
    """Return the percentiles of draws (first axis) that hold a share of them."""
    ends = [0.5 - level / 2, 0.5 + level / 2]
    if np.isfinite(values).all():
        return np.quantile(values, ends, axis=0)
    none = ~np.isfinite(values).any(axis=0)
    filled = np.where(none, 0.0, values)
    return np.where(none, np.nan, np.nanquantile(filled, ends, axis=0))
