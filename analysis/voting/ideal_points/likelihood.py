"""The ordered probit of a vote: log likelihood, gradient and curvature over all votes, compiled.

A vote of a state with position θ on a roll call with discrimination β and cutpoints γ₁ < γ₂ is yes
below γ₁, abstain between the two and no above γ₂ of βθ + ε, ε standard normal. With a = γ₁ − βθ
and b = γ₂ − βθ the three probabilities are Φ(a), Φ(b) − Φ(a) and 1 − Φ(b).

All sums run in the order of the votes, on one thread, so that a result does not depend on the
number of processors.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numba
import numpy as np
from scipy.special import ndtr  # type: ignore[import-untyped]

_HALF_LOG_TWO_PI = 0.5 * math.log(2.0 * math.pi)
_ROOT_HALF = math.sqrt(0.5)
_FAR = 30.0  # beyond it the lower tail is taken from its asymptotic series

_jit = numba.njit(cache=True, fastmath=False, nogil=True)


class Votes(NamedTuple):
    """Votes sorted by item.

    Parameters
    ----------
    start : numpy.ndarray of int64, shape (items + 1,)
        First vote of each item.
    position : numpy.ndarray of int32, shape (votes,)
        Whose position (state-session) each vote is.
    vote : numpy.ndarray of int8, shape (votes,)
        1 yes, 2 abstain, 3 no.
    """

    start: np.ndarray
    position: np.ndarray
    vote: np.ndarray


@_jit
def log_lower_tail(x: float) -> float:
    """Return log Φ(x), exact far out in the tail too."""
    if x > -_FAR:
        return math.log(0.5 * math.erfc(-x * _ROOT_HALF))
    return -0.5 * x * x - _HALF_LOG_TWO_PI - math.log(-x) + math.log1p(-1.0 / (x * x))


@_jit
def density_over_tail(x: float) -> float:
    """Return φ(x) / Φ(x), the slope of log Φ."""
    if x > -_FAR:
        density = math.exp(-0.5 * x * x - _HALF_LOG_TWO_PI)
        return density / (0.5 * math.erfc(-x * _ROOT_HALF))
    return -x / (1.0 - 1.0 / (x * x))


@_jit
def vote_terms(vote: int, a: float, b: float) -> tuple[float, float, float, float, float, float]:
    """Return log probability of a vote, its slopes in a and b, and its curvature.

    The curvature is that of minus the log probability: of a, of b, and mixed.
    """
    if vote == 1:
        slope = density_over_tail(a)
        return log_lower_tail(a), slope, 0.0, slope * (a + slope), 0.0, 0.0
    if vote == 3:
        slope = density_over_tail(-b)
        return log_lower_tail(-b), 0.0, -slope, 0.0, slope * (slope - b), 0.0
    # From the tail in which the two differ by most of their digits.
    low, high = (a, b) if a + b < 0.0 else (-b, -a)
    upper = log_lower_tail(high)
    below = log_lower_tail(low) - upper
    if below > -1e-9:
        # So narrow that the density is flat across the band.
        middle = 0.5 * (a + b)
        width = b - a
        inverse = 1.0 / width
        steep = inverse * inverse
        log_mass = -0.5 * middle * middle - _HALF_LOG_TWO_PI + math.log(width)
        slope_a, slope_b = -inverse - 0.5 * middle, inverse - 0.5 * middle
        return log_mass, slope_a, slope_b, steep + 0.25, steep + 0.25, 0.25 - steep
    log_mass = upper + math.log(-math.expm1(below))
    slope_a = -math.exp(-0.5 * a * a - _HALF_LOG_TWO_PI - log_mass)
    slope_b = math.exp(-0.5 * b * b - _HALF_LOG_TWO_PI - log_mass)
    bend_a, bend_b = slope_a * (slope_a + a), slope_b * (slope_b + b)
    return log_mass, slope_a, slope_b, bend_a, bend_b, slope_a * slope_b


@_jit
def log_likelihood(votes: Votes, theta: np.ndarray, items: np.ndarray) -> float:
    """Return the log likelihood of all votes; see :func:`slopes_and_curvature`."""
    start, position, vote = votes.start, votes.position, votes.vote
    total = 0.0
    for j in range(len(start) - 1):
        beta, first, second = items[j, 0], items[j, 1], items[j, 2]
        for k in range(start[j], start[j + 1]):
            at = beta * theta[position[k]]
            total += vote_terms(vote[k], first - at, second - at)[0]
    return total


@_jit
def slopes_and_curvature(
    votes: Votes,
    theta: np.ndarray,
    items: np.ndarray,
    slope_theta: np.ndarray,
    slope_items: np.ndarray,
    diagonal_theta: np.ndarray,
    blocks: np.ndarray,
    curvature: np.ndarray,
) -> float:
    """Return the log likelihood and fill its first and second derivatives.

    Parameters
    ----------
    votes : Votes
        All of them.
    theta : numpy.ndarray, shape (positions,)
        Positions.
    items : numpy.ndarray, shape (items, 3)
        Discrimination and the two cutpoints.
    slope_theta, slope_items : numpy.ndarray
        Filled with the gradient, shapes of theta and items.
    diagonal_theta : numpy.ndarray, shape (positions,)
        Filled with the curvature of each position.
    blocks : numpy.ndarray, shape (items, 3, 3)
        Filled with the curvature of each item.
    curvature : numpy.ndarray, shape (votes, 4)
        Filled, vote by vote, with the curvature of a, of b, mixed, and the sum of the slopes.
    """
    start, position, vote = votes.start, votes.position, votes.vote
    slope_theta[:] = 0.0
    diagonal_theta[:] = 0.0
    total = 0.0
    for j in range(len(start) - 1):
        beta, first, second = items[j, 0], items[j, 1], items[j, 2]
        s0 = s1 = s2 = 0.0
        h00 = h01 = h02 = h11 = h12 = h22 = 0.0
        for k in range(start[j], start[j + 1]):
            i = position[k]
            t = theta[i]
            at = beta * t
            value, da, db, haa, hbb, hab = vote_terms(vote[k], first - at, second - at)
            total += value
            slope = da + db
            ha = haa + hab
            hb = hbb + hab
            both = ha + hb
            slope_theta[i] -= beta * slope
            diagonal_theta[i] += beta * beta * both
            s0 -= t * slope
            s1 += da
            s2 += db
            h00 += t * t * both
            h01 -= t * ha
            h02 -= t * hb
            h11 += haa
            h12 += hab
            h22 += hbb
            curvature[k, 0], curvature[k, 1] = haa, hbb
            curvature[k, 2], curvature[k, 3] = hab, slope
        slope_items[j, 0], slope_items[j, 1], slope_items[j, 2] = s0, s1, s2
        blocks[j, 0, 0], blocks[j, 1, 1], blocks[j, 2, 2] = h00, h11, h22
        blocks[j, 0, 1] = blocks[j, 1, 0] = h01
        blocks[j, 0, 2] = blocks[j, 2, 0] = h02
        blocks[j, 1, 2] = blocks[j, 2, 1] = h12
    return total


@_jit
def times_curvature(
    votes: Votes,
    theta: np.ndarray,
    items: np.ndarray,
    curvature: np.ndarray,
    residual: float,
    along_theta: np.ndarray,
    along_items: np.ndarray,
    out_theta: np.ndarray,
    out_items: np.ndarray,
) -> None:
    """Fill the curvature of minus the log likelihood times a vector.

    ``residual`` scales the part that comes from the product βθ being bent: 1 for the exact
    curvature, 0 for the part that is never negative (Gauss-Newton).
    """
    start, position = votes.start, votes.position
    out_theta[:] = 0.0
    for j in range(len(start) - 1):
        beta = items[j, 0]
        v0, v1, v2 = along_items[j, 0], along_items[j, 1], along_items[j, 2]
        o0 = o1 = o2 = 0.0
        for k in range(start[j], start[j + 1]):
            i = position[k]
            t = theta[i]
            vt = along_theta[i]
            move = beta * vt + t * v0
            da = v1 - move
            db = v2 - move
            ra = curvature[k, 0] * da + curvature[k, 2] * db
            rb = curvature[k, 2] * da + curvature[k, 1] * db
            bent = residual * curvature[k, 3]
            both = ra + rb
            o1 += ra
            o2 += rb
            o0 += bent * vt - t * both
            out_theta[i] += bent * v0 - beta * both
        out_items[j, 0], out_items[j, 1], out_items[j, 2] = o0, o1, o2


def probabilities(theta: np.ndarray, items: np.ndarray, *, paired: bool = False) -> np.ndarray:
    """Return the probabilities of yes, abstain and no.

    Parameters
    ----------
    theta : numpy.ndarray, shape (n,)
        Positions.
    items : numpy.ndarray, shape (k, 3)
        Discrimination and cutpoints.
    paired : bool
        Whether position i meets item i alone (k = n), rather than every item.

    Returns
    -------
    numpy.ndarray, shape (n, k, 3), or (n, 3) if paired
        Probabilities, which add up to 1.

    Examples
    --------
    >>> items = np.array([[1.0, 0.0, 0.0]])
    >>> probabilities(np.array([0.0, 1.96]), items)[:, 0].round(3).tolist()
    [[0.5, 0.0, 0.5], [0.025, 0.0, 0.975]]
    """
    at = (theta if paired else theta[:, None]) * items[:, 0]
    first, second = items[:, 1] - at, items[:, 2] - at
    yes, not_no = ndtr(first), ndtr(second)
    return np.stack([yes, np.maximum(not_no - yes, 0.0), ndtr(-second)], axis=-1)
