"""Posterior of positions and roll calls: the likelihood with its priors, ready for Newton's method.

The unknowns are one position a state-session and three numbers an item (discrimination and two
cutpoints). Priors tie a state's positions of following sessions by a Gaussian walk, the numbers of
a recurring text likewise, and keep every unknown finite.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numba
import numpy as np

from analysis.voting.ideal_points import likelihood

_jit = numba.njit(cache=True, nogil=True)

PSEUDO_ABSTENTIONS = 0.5
"""Exponent of the prior on the distance of the cutpoints: an item on which nobody abstained is
treated as if half a state had, which keeps the cutpoints apart."""
CUTPOINT_SD = 5.0
"""Spread of the normal prior of cutpoints; it stands for the bounds of ±7 of the original."""


@dataclass(frozen=True)
class Point:
    """Values of all unknowns, or a direction among them.

    Parameters
    ----------
    theta : numpy.ndarray, shape (positions,)
        Positions.
    items : numpy.ndarray, shape (items, 3)
        Discrimination and two cutpoints.
    """

    theta: np.ndarray
    items: np.ndarray

    def plus(self, other: Point, scale: float = 1.0) -> Point:
        """Return this point moved along another."""
        return Point(self.theta + scale * other.theta, self.items + scale * other.items)

    def dot(self, other: Point) -> float:
        """Return the inner product."""
        return float(self.theta @ other.theta + np.sum(self.items * other.items))


@dataclass(frozen=True)
class Problem:
    """Votes and priors of one estimation.

    Parameters
    ----------
    item, position : numpy.ndarray of int, shape (votes,)
        Item and position (state-session) of each vote.
    vote : numpy.ndarray of int8, shape (votes,)
        1 yes, 2 abstain, 3 no.
    n_items : int
        Number of items.
    walk : numpy.ndarray, shape (positions - 1,)
        Precision of the walk between each position and the next; 0 where the state changes.
    earlier : numpy.ndarray of int, shape (items,)
        Item with the text's last occurrence; -1 if there is none.
    link : numpy.ndarray, shape (items,)
        Precision of the tie to the earlier item.
    position_precision, discrimination_precision : float
        Precision of the normal priors of positions and of discriminations.
    """

    item: np.ndarray
    position: np.ndarray
    vote: np.ndarray
    n_items: int
    walk: np.ndarray
    earlier: np.ndarray
    link: np.ndarray
    position_precision: float
    discrimination_precision: float
    start: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        order = np.lexsort((self.position, self.item))
        put = object.__setattr__
        for name, dtype in (("item", np.int32), ("position", np.int32), ("vote", np.int8)):
            put(self, name, getattr(self, name)[order].astype(dtype))
        start = np.searchsorted(self.item, np.arange(self.n_items + 1))
        put(self, "start", start.astype(np.int64))

    @property
    def votes(self) -> likelihood.Votes:
        """What the likelihood is taken of."""
        return likelihood.Votes(self.start, self.position, self.vote)

    @property
    def n_positions(self) -> int:
        """Number of positions."""
        return len(self.walk) + 1

    @property
    def n_votes(self) -> int:
        """Number of votes."""
        return len(self.vote)


@dataclass(frozen=True)
class Spread:
    """What uncertainty of one block adds to the other's curvature (see :meth:`Curvature.spread`).

    Parameters
    ----------
    theta_square, theta_linear : numpy.ndarray, shape (positions,)
        Added curvature of each position, and its pull.
    discrimination_square : numpy.ndarray, shape (items,)
        Added curvature of each discrimination.
    """

    theta_square: np.ndarray
    theta_linear: np.ndarray
    discrimination_square: np.ndarray

    @classmethod
    def none(cls, problem: Problem) -> Spread:
        """Return the spread of a mode: nothing added."""
        positions = np.zeros(problem.n_positions)
        return cls(positions, positions, np.zeros(problem.n_items))

    def value(self, point: Point) -> float:
        """Return the expected loss of log likelihood through uncertainty."""
        theta, beta = point.theta, point.items[:, 0]
        squares = self.theta_square @ (theta * theta) + self.discrimination_square @ (beta * beta)
        return float(0.5 * squares - self.theta_linear @ theta)


def log_posterior(problem: Problem, spread: Spread, point: Point) -> float:
    """Return the log posterior up to a constant; minus infinity if cutpoints are out of order."""
    prior = _log_prior(problem, point)
    if not np.isfinite(prior):
        return -np.inf
    return log_likelihood(problem, point) + prior - spread.value(point)


def log_likelihood(problem: Problem, point: Point) -> float:
    """Return the log likelihood of the votes."""
    return float(likelihood.log_likelihood(problem.votes, point.theta, point.items))


def _log_prior(problem: Problem, point: Point) -> float:
    theta, items = point.theta, point.items
    distance = items[:, 2] - items[:, 1]
    if not (distance > 0).all():
        return -np.inf
    steps = np.diff(theta)
    linked = np.flatnonzero(problem.earlier >= 0)
    changes = items[linked] - items[problem.earlier[linked]]
    first = problem.earlier < 0
    squares = (
        problem.walk @ (steps * steps)
        + problem.position_precision * (theta @ theta)
        + problem.discrimination_precision * np.sum(items[first, 0] ** 2)
        + np.sum(items[:, 1:] ** 2) / CUTPOINT_SD**2
        + np.sum(problem.link[linked, None] * changes * changes)
    )
    return float(PSEUDO_ABSTENTIONS * np.sum(np.log(distance)) - 0.5 * squares)


class Curvature:
    """First and second derivatives of the log posterior at a point.

    Parameters
    ----------
    problem : Problem
        Votes and priors.
    spread : Spread
        Terms of uncertainty.
    point : Point
        Where.

    Attributes
    ----------
    value : float
        Log posterior.
    gradient : Point
        Its slopes.
    """

    def __init__(self, problem: Problem, spread: Spread, point: Point) -> None:
        self.problem, self.spread_terms, self.point = problem, spread, point
        theta, items = point.theta, point.items
        positions, count = problem.n_positions, problem.n_items
        slope_theta, slope_items = np.empty(positions), np.empty((count, 3))
        self.diagonal = np.empty(positions)
        self.blocks = np.empty((count, 3, 3))
        self.by_vote = np.empty((problem.n_votes, 4))
        filled = (slope_theta, slope_items, self.diagonal, self.blocks, self.by_vote)
        votes = likelihood.slopes_and_curvature(problem.votes, theta, items, *filled)
        self.value = votes + _log_prior(problem, point) - spread.value(point)
        self._add_prior(slope_theta, slope_items)
        self.gradient = Point(slope_theta, slope_items)
        self.inverse_blocks = np.linalg.inv(self.blocks)

    def _add_prior(self, slope_theta: np.ndarray, slope_items: np.ndarray) -> None:
        problem, spread = self.problem, self.spread_terms
        theta, items = self.point.theta, self.point.items
        pull = problem.walk * np.diff(theta)
        slope_theta[:-1] += pull
        slope_theta[1:] -= pull
        slope_theta -= (problem.position_precision + spread.theta_square) * theta
        slope_theta += spread.theta_linear
        self.diagonal[:-1] += problem.walk
        self.diagonal[1:] += problem.walk
        self.diagonal += problem.position_precision + spread.theta_square

        distance = items[:, 2] - items[:, 1]
        self.barrier = PSEUDO_ABSTENTIONS / distance**2
        self.linked = np.flatnonzero(problem.earlier >= 0)
        earlier = problem.earlier[self.linked]
        first = problem.earlier < 0
        self.beta = np.where(first, problem.discrimination_precision, 0.0)
        self.beta += spread.discrimination_square
        slope_items[:, 0] -= self.beta * items[:, 0]
        slope_items[:, 1:] -= items[:, 1:] / CUTPOINT_SD**2
        slope_items[:, 1] -= PSEUDO_ABSTENTIONS / distance
        slope_items[:, 2] += PSEUDO_ABSTENTIONS / distance
        change = problem.link[self.linked, None] * (items[self.linked] - items[earlier])
        slope_items[self.linked] -= change
        np.add.at(slope_items, earlier, change)

        blocks = self.blocks
        blocks[:, 0, 0] += self.beta
        for one in (1, 2):
            blocks[:, one, one] += 1 / CUTPOINT_SD**2 + self.barrier
            blocks[:, one, 3 - one] -= self.barrier
        ties = np.zeros(problem.n_items)
        ties[self.linked] += problem.link[self.linked]
        np.add.at(ties, earlier, problem.link[self.linked])
        for one in range(3):
            blocks[:, one, one] += ties

    def times(self, direction: Point, residual: float) -> Point:
        """Return the curvature of minus the log posterior times a direction.

        Parameters
        ----------
        direction : Point
            The direction.
        residual : float
            1 for the exact curvature, 0 for the part that is never negative (Gauss-Newton).

        Returns
        -------
        Point
            The product.
        """
        problem = self.problem
        theta, items = np.empty(problem.n_positions), np.empty((problem.n_items, 3))
        along_theta, along_items = direction.theta, direction.items
        at = (self.point.theta, self.point.items, self.by_vote)
        likelihood.times_curvature(
            problem.votes, *at, residual, along_theta, along_items, theta, items
        )
        pull = problem.walk * np.diff(along_theta)
        theta[:-1] -= pull
        theta[1:] += pull
        theta += (problem.position_precision + self.spread_terms.theta_square) * along_theta
        items[:, 0] += self.beta * along_items[:, 0]
        items[:, 1:] += along_items[:, 1:] / CUTPOINT_SD**2
        between = self.barrier * (along_items[:, 1] - along_items[:, 2])
        items[:, 1] += between
        items[:, 2] -= between
        earlier = problem.earlier[self.linked]
        change = problem.link[self.linked, None] * (along_items[self.linked] - along_items[earlier])
        items[self.linked] += change
        np.add.at(items, earlier, -change)
        return Point(theta, items)

    def precondition(self, direction: Point) -> Point:
        """Return a direction divided by the curvature within positions and within items."""
        theta, items = np.empty_like(direction.theta), np.empty_like(direction.items)
        _solve_tridiagonal(self.diagonal, self.problem.walk, direction.theta, theta)
        _multiply_blocks(self.inverse_blocks, direction.items, items)
        return Point(theta, items)

    def position_variance(self) -> np.ndarray:
        """Return the variance of each position, items held fixed."""
        variance = np.empty(self.problem.n_positions)
        _invert_tridiagonal(self.diagonal, self.problem.walk, variance)
        return variance

    def spread(self) -> Spread:
        """Return what the uncertainty of positions and items adds to each other's curvature.

        The expected log likelihood of a vote, positions and items being independent and normal,
        is to second order the one at their means less half the curvature times the variances.
        """
        positions = self.problem.n_positions
        filled = np.zeros(positions), np.zeros(positions), np.zeros(self.problem.n_items)
        variance = self.position_variance()
        _spread(self.problem.votes, self.by_vote, self.inverse_blocks, variance, *filled)
        return Spread(*filled)


@_jit
def _solve_tridiagonal(
    diagonal: np.ndarray, walk: np.ndarray, right: np.ndarray, out: np.ndarray
) -> None:
    n = len(diagonal)
    pivot = np.empty(n)
    pivot[0], out[0] = diagonal[0], right[0]
    for k in range(1, n):
        ratio = walk[k - 1] / pivot[k - 1]
        pivot[k] = diagonal[k] - ratio * walk[k - 1]
        out[k] = right[k] + ratio * out[k - 1]
    out[n - 1] /= pivot[n - 1]
    for k in range(n - 2, -1, -1):
        out[k] = (out[k] + walk[k] * out[k + 1]) / pivot[k]


@_jit
def _invert_tridiagonal(diagonal: np.ndarray, walk: np.ndarray, variance: np.ndarray) -> None:
    n = len(diagonal)
    ahead, back = np.empty(n), np.empty(n)
    ahead[0], back[n - 1] = diagonal[0], diagonal[n - 1]
    for k in range(1, n):
        ahead[k] = diagonal[k] - walk[k - 1] ** 2 / ahead[k - 1]
    for k in range(n - 2, -1, -1):
        back[k] = diagonal[k] - walk[k] ** 2 / back[k + 1]
    for k in range(n):
        variance[k] = 1.0 / (ahead[k] + back[k] - diagonal[k])


@_jit
def _multiply_blocks(blocks: np.ndarray, right: np.ndarray, out: np.ndarray) -> None:
    for j in range(len(right)):
        for a in range(3):
            out[j, a] = 0.0
            for b in range(3):
                out[j, a] += blocks[j, a, b] * right[j, b]


@_jit
def _spread(
    votes: likelihood.Votes,
    by_vote: np.ndarray,
    covariance: np.ndarray,
    variance: np.ndarray,
    square: np.ndarray,
    linear: np.ndarray,
    discrimination: np.ndarray,
) -> None:
    start, position = votes.start, votes.position
    for j in range(len(start) - 1):
        own, first, second = covariance[j, 0, 0], covariance[j, 0, 1], covariance[j, 0, 2]
        for k in range(start[j], start[j + 1]):
            a = by_vote[k, 0] + by_vote[k, 2]
            b = by_vote[k, 1] + by_vote[k, 2]
            square[position[k]] += (a + b) * own
            linear[position[k]] += a * first + b * second
            discrimination[j] += (a + b) * variance[position[k]]
