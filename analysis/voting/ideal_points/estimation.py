"""Maximise the posterior: truncated Newton, and the rounds that take uncertainty into account."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.voting.ideal_points.posterior import (
    Curvature,
    Point,
    Problem,
    Spread,
    log_posterior,
)

_NEAR = 50.0  # Newton decrement below which the exact curvature replaces Gauss-Newton's
_MAX_CONJUGATE_STEPS = 400
_MEMORY = 5


@dataclass(frozen=True)
class Trace:
    """How an estimation went.

    Parameters
    ----------
    log_posterior : tuple of float
        Its value after each round.
    change : tuple of float
        Greatest change of a standardised position in each round.
    gradient : float
        Greatest slope of the penalised likelihood at the end.
    """

    log_posterior: tuple[float, ...]
    change: tuple[float, ...]
    gradient: float


def maximise(
    problem: Problem, spread: Spread, point: Point, tolerance: float, max_steps: int = 80
) -> tuple[Point, float, float]:
    """Maximise the posterior by truncated Newton steps.

    Parameters
    ----------
    problem, spread : Problem, Spread
        Votes, priors and terms of uncertainty.
    point : Point
        Where to start.
    tolerance : float
        Newton decrement (twice the gain still expected, in units of log posterior) to stop at.
    max_steps : int
        Steps after which to stop regardless.

    Returns
    -------
    point : Point
        The maximum.
    value : float
        Its log posterior.
    gradient : float
        Greatest absolute slope left.
    """
    for count in range(max_steps):
        curvature = Curvature(problem, spread, point)
        gradient = curvature.gradient
        scaled = curvature.precondition(gradient)
        decrement = gradient.dot(scaled)
        steepest = float(max(abs(gradient.theta).max(), abs(gradient.items).max()))
        # At least one step: a round that does not move would pass for one that has settled.
        if count and decrement < tolerance:
            break
        residual = 1.0 if decrement < _NEAR else 0.0
        step = _newton_direction(curvature, scaled, decrement, residual)
        point = _line_search(problem, spread, point, step, curvature.value, gradient.dot(step))
    return point, curvature.value, steepest


def _newton_direction(
    curvature: Curvature, scaled: Point, decrement: float, residual: float
) -> Point:
    """Solve for the Newton step by preconditioned conjugate gradients."""
    forcing = min(0.01, max(decrement, 1e-4)) if residual else 0.003
    target = decrement * forcing
    zero = Point(np.zeros_like(scaled.theta), np.zeros_like(scaled.items))
    step, left, direction, size = zero, curvature.gradient, scaled, decrement
    for count in range(_MAX_CONJUGATE_STEPS):
        product = curvature.times(direction, residual)
        bend = direction.dot(product)
        if bend <= 0:
            return direction if count == 0 else step
        length = size / bend
        step, left = step.plus(direction, length), left.plus(product, -length)
        scaled = curvature.precondition(left)
        new = left.dot(scaled)
        if new < target:
            break
        direction, size = scaled.plus(direction, new / size), new
    return step


def _line_search(
    problem: Problem, spread: Spread, point: Point, step: Point, value: float, slope: float
) -> Point:
    scale = 1.0
    while scale > 1e-6:
        candidate = point.plus(step, scale)
        gain = log_posterior(problem, spread, candidate) - value
        # Below what the sum of a million terms can resolve, the step is right anyway.
        if gain >= 1e-4 * scale * slope or (abs(slope) < 1e-6 and np.isfinite(gain)):
            return candidate
        scale *= 0.5
    return point


def estimate(
    problem: Problem, stages: list[Problem], point: Point, rounds: int, tolerance: float
) -> tuple[Point, Trace]:
    """Estimate positions and items, each taking account of the other's uncertainty.

    The mode of positions and items together overstates both. Each round therefore maximises the
    log posterior expected under the uncertainty of the last round's positions and items (normal
    and independent of each other: variational expectation-maximisation), with Anderson's
    extrapolation between rounds.

    Parameters
    ----------
    problem : Problem
        Votes and priors.
    stages : list of Problem
        The same with tighter walks, solved first and roughly: they keep a session's sign.
    point : Point
        Where to start.
    rounds : int
        Rounds after which to give up.
    tolerance : float
        Greatest change of a standardised position at which to stop.

    Returns
    -------
    point : Point
        Estimates.
    trace : Trace
        How it went.
    """
    for stage in stages:
        point = maximise(stage, Spread.none(stage), point, 5.0, 15)[0]
    point = maximise(problem, Spread.none(problem), point, 1.0)[0]
    values: list[float] = []
    changes: list[float] = []
    inputs: list[np.ndarray] = []
    outputs: list[np.ndarray] = []
    for _ in range(rounds):
        spread = Curvature(problem, Spread.none(problem), point).spread()
        accuracy = 1e-3 if not changes else min(1e-3, changes[-1] ** 2)
        new, value, gradient = maximise(problem, spread, point, max(accuracy, 1e-15))
        values.append(value)
        scale = np.std(new.theta)
        changes.append(float(abs(new.theta - point.theta).max() / (scale or 1.0)))
        if changes[-1] < tolerance:
            return new, Trace(tuple(values), tuple(changes), gradient)
        inputs.append(_flat(point))
        outputs.append(_flat(new))
        point = _extrapolate(inputs, outputs, new)
    return new, Trace(tuple(values), tuple(changes), gradient)


def _flat(point: Point) -> np.ndarray:
    """Return all unknowns in one vector, the distance of cutpoints in logarithms."""
    items = point.items.copy()
    items[:, 2] = np.log(items[:, 2] - items[:, 1])
    return np.concatenate([point.theta, items.ravel()])


def _extrapolate(inputs: list[np.ndarray], outputs: list[np.ndarray], new: Point) -> Point:
    """Combine the last rounds so that their changes cancel best (Anderson)."""
    del inputs[:-_MEMORY], outputs[:-_MEMORY]
    if len(inputs) < 2:
        return new
    changes = np.array(outputs) - np.array(inputs)
    differences = np.diff(changes, axis=0)
    weights = np.linalg.lstsq(differences.T, changes[-1], rcond=1e-10)[0]
    if abs(weights).sum() > 10:
        return new
    flat = outputs[-1] - weights @ np.diff(np.array(outputs), axis=0)
    theta = flat[: len(new.theta)]
    items = flat[len(new.theta) :].reshape(-1, 3).copy()
    items[:, 2] = items[:, 1] + np.exp(items[:, 2])
    return Point(theta.copy(), items)
