"""Standard errors of positions: the inverse of the curvature of all unknowns, block by block.

Items and positions of one session share votes; sessions are tied only by the walks of states and
of recurring texts. Ordered by session the curvature is block-tridiagonal. Items that occur once
are eliminated within their session; a text that pauses is carried through the sessions between.
"""

from __future__ import annotations

import numpy as np
from scipy.linalg import lapack  # type: ignore[import-untyped]

from analysis.voting.ideal_points.posterior import Curvature, Point

_MOST_STEPS = 3000  # of conjugate gradients, which stop long before


def position_errors(
    curvature: Curvature,
    unit: np.ndarray,
    session_of_position: np.ndarray,
    session_of_item: np.ndarray,
) -> np.ndarray:
    """Return the standard errors of standardised positions.

    Parameters
    ----------
    curvature : Curvature
        At the estimates.
    unit : numpy.ndarray, shape (positions,)
        By what positions are multiplied before they are standardised.
    session_of_position, session_of_item : numpy.ndarray of int
        Number of the session, 0, 1, … without gaps between sessions that voted.

    Returns
    -------
    numpy.ndarray, shape (positions,)
        Standard errors, items being estimated too and positions standardised to mean 0 and
        standard deviation 1.
    """
    variance = unit**2 * _variances(_Layout(curvature, session_of_position, session_of_item))
    theta = curvature.point.theta * unit
    count, scale = len(theta), theta.std()
    standard = (theta - theta.mean()) / scale
    shift = unit * _solve(curvature, unit)
    stretch = unit * _solve(curvature, unit * standard)
    corrected = (
        variance
        - 2 * shift / count
        - 2 * standard * stretch / count
        + shift.sum() / count**2
        + 2 * standard * stretch.sum() / count**2
        + standard**2 * (standard @ stretch) / count**2
    )
    return np.sqrt(np.maximum(corrected, 1e-12)) / scale


def _solve(curvature: Curvature, right: np.ndarray) -> np.ndarray:
    """Return the positions' covariance times a vector, by conjugate gradients."""
    zero = np.zeros_like(curvature.point.items)
    left = Point(right.copy(), zero)
    solution = Point(np.zeros_like(right), zero)
    scaled = curvature.precondition(left)
    direction, size = scaled, left.dot(scaled)
    target = size * 1e-12
    for _ in range(_MOST_STEPS):
        product = curvature.times(direction, 0.0)
        length = size / direction.dot(product)
        solution, left = solution.plus(direction, length), left.plus(product, -length)
        scaled = curvature.precondition(left)
        new = left.dot(scaled)
        if new < target:
            break
        direction, size = scaled.plus(direction, new / size), new
    return solution.theta


class _Session:
    """Unknowns of one session: its positions, those of states that pause, and carried texts."""

    def __init__(self, positions: np.ndarray) -> None:
        self.positions = positions
        self.pausing: list[int] = []  # last position of each state that votes again later
        self.chains: dict[int, int] = {}  # chain → place among the carried texts

    @property
    def n_states(self) -> int:
        return len(self.positions) + len(self.pausing)

    @property
    def size(self) -> int:
        return self.n_states + 3 * len(self.chains)

    def places(self) -> dict[int, int]:
        """Return the place of each position that the session holds or carries."""
        return {int(p): k for k, p in enumerate([*self.positions, *self.pausing])}


class _Layout:
    """The curvature cut into sessions: a block each, and what ties each to the next."""

    def __init__(self, curvature: Curvature, of_position: np.ndarray, of_item: np.ndarray) -> None:
        self.curvature, self.problem = curvature, curvature.problem
        self.of_position, self.of_item = of_position, of_item
        self.chain, self.is_linked = _chains(self.problem.earlier)
        numbers = range(int(of_position.max()) + 1)
        self.sessions = [_Session(np.flatnonzero(of_position == t)) for t in numbers]
        for p in np.flatnonzero(self.problem.walk > 0):
            for t in range(of_position[p] + 1, of_position[p + 1]):
                self.sessions[t].pausing.append(int(p))
        for j in np.flatnonzero(self.is_linked):
            before = self.problem.earlier[j]
            first = of_item[before] if before >= 0 else of_item[j]
            for t in range(first, of_item[j] + 1):
                chains = self.sessions[t].chains
                chains.setdefault(int(self.chain[j]), len(chains))
        self.blocks = [self._block(t) for t in numbers]
        self.ties = [self._tie(t) for t in numbers[:-1]]

    def _block(self, t: int) -> np.ndarray:
        """Return the curvature within a session, items that occur once eliminated.

        Ties to other sessions are left out here and added by :meth:`_tie`.
        """
        curvature, problem, point = self.curvature, self.problem, self.curvature.point
        session = self.sessions[t]
        count = len(session.positions)
        block = np.zeros((session.size, session.size))
        place = np.full(problem.n_positions, -1)
        place[session.positions] = np.arange(count)
        diagonal = np.arange(count)
        likelihood = curvature.diagonal.copy()
        likelihood[:-1] -= problem.walk
        likelihood[1:] -= problem.walk
        block[diagonal, diagonal] = likelihood[session.positions]
        crosses, halves = [], []
        for j in np.flatnonzero(self.of_item == t):
            votes = slice(problem.start[j], problem.start[j + 1])
            rows = place[problem.position[votes]]
            theta, beta = point.theta[problem.position[votes]], point.items[j, 0]
            first = curvature.by_vote[votes, 0] + curvature.by_vote[votes, 2]
            second = curvature.by_vote[votes, 1] + curvature.by_vote[votes, 2]
            cross = np.stack(
                [theta * beta * (first + second), -beta * first, -beta * second], axis=1
            )
            if self.is_linked[j]:
                at = session.n_states + 3 * session.chains[int(self.chain[j])] + np.arange(3)
                block[np.ix_(rows, at)] += cross
                block[np.ix_(at, rows)] += cross.T
                block[np.ix_(at, at)] += _without_ties(curvature, int(j))
            else:
                whole = np.zeros((count, 3))
                whole[rows] = cross
                crosses.append(whole)
                halves.append(whole @ curvature.inverse_blocks[j])
        if crosses:
            block[:count, :count] -= np.hstack(halves) @ np.hstack(crosses).T
        return block

    def _tie(self, t: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return what ties a session to the next: rows here, rows there, precisions.

        A state or text that pauses is tied across the gap; for texts, carried through each
        session of it, the steps between have the precisions that add up to the tie's.
        """
        problem, of_item = self.problem, self.of_item
        session, following = self.sessions[t], self.sessions[t + 1]
        here, there, precision = [], [], []
        ends = following.places()
        for p, k in session.places().items():
            if p < len(problem.walk) and problem.walk[p] > 0:
                here.append(k)
                there.append(ends[p] if p in ends else ends[p + 1])
                gap = self.of_position[p + 1] - self.of_position[p]
                precision.append(problem.walk[p] * gap)
        for name, place in session.chains.items():
            members = np.flatnonzero(self.chain == name)
            members = members[of_item[members] > t]
            if not len(members):
                continue
            after = members[of_item[members].argmin()]
            gap = of_item[after] - of_item[problem.earlier[after]]
            for one in range(3):
                here.append(session.n_states + 3 * place + one)
                there.append(following.n_states + 3 * following.chains[name] + one)
                precision.append(problem.link[after] * gap)
        rows, columns, values = np.array(here, int), np.array(there, int), np.array(precision)
        self.blocks[t][rows, rows] += values
        self.blocks[t + 1][columns, columns] += values
        return rows, columns, values


def _variances(layout: _Layout) -> np.ndarray:
    blocks, ties, count = layout.blocks, layout.ties, len(layout.blocks)
    ahead = [np.zeros_like(blocks[0])]
    for t in range(count - 1):
        ahead.append(_eliminate(blocks[t] - ahead[t], ties[t], len(blocks[t + 1])))
    variance = np.empty(layout.problem.n_positions)
    carry = np.zeros_like(blocks[-1])
    for t in range(count - 1, -1, -1):
        at = layout.sessions[t].positions
        variance[at] = _inverse(blocks[t] - ahead[t] - carry).diagonal()[: len(at)]
        if t:
            here, there, precision = ties[t - 1]
            back = (there, here, precision)
            carry = _eliminate(blocks[t] - carry, back, len(blocks[t - 1]))
    return variance


def _chains(earlier: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the first item of each item's chain, and whether the chain has several."""
    chain = np.arange(len(earlier))
    for j in np.argsort(earlier, kind="stable"):
        if earlier[j] >= 0:
            chain[j] = earlier[j]
    while (chain[chain] != chain).any():
        chain = chain[chain]
    return chain, np.bincount(chain, minlength=len(chain))[chain] > 1


def _without_ties(curvature: Curvature, j: int) -> np.ndarray:
    earlier, link = curvature.problem.earlier, curvature.problem.link
    ties = link[earlier == j].sum() + (link[j] if earlier[j] >= 0 else 0.0)
    return np.asarray(curvature.blocks[j] - ties * np.eye(3))


def _eliminate(
    block: np.ndarray, tie: tuple[np.ndarray, np.ndarray, np.ndarray], size: int
) -> np.ndarray:
    """Return what eliminating a session takes off the curvature of the next."""
    rows, columns, precision = tie
    out = np.zeros((size, size))
    inverse = _inverse(block)[np.ix_(rows, rows)]
    out[np.ix_(columns, columns)] = precision[:, None] * inverse * precision
    return out


def _inverse(block: np.ndarray) -> np.ndarray:
    factor, info = lapack.dpotrf(block, lower=1)
    if info == 0:
        inverse, info = lapack.dpotri(factor, lower=1)
    if info != 0:
        raise np.linalg.LinAlgError("the curvature of a session is not positive")
    return np.tril(inverse) + np.tril(inverse, -1).T
