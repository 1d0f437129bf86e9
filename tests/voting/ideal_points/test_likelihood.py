"""The likelihood and its derivatives against direct computation and finite differences."""

import numpy as np
import pytest
from scipy.stats import norm

from analysis.voting.ideal_points.likelihood import probabilities, vote_terms
from analysis.voting.ideal_points.posterior import (
    Curvature,
    Point,
    Problem,
    Spread,
    log_posterior,
)


@pytest.fixture(scope="module")
def problem():
    rng = np.random.default_rng(5)
    item, position = np.divmod(np.arange(8 * 12), 12)
    is_cast = rng.random(len(item)) < 0.8
    earlier = np.array([-1, -1, -1, -1, 0, 1, -1, 4])
    return Problem(
        item[is_cast],
        position[is_cast],
        rng.integers(1, 4, is_cast.sum()),
        8,
        np.where(np.arange(11) % 3 == 2, 0.0, 4.0),
        earlier,
        np.where(earlier >= 0, 9.0, 0.0),
        1.0,
        1.0,
    )


@pytest.fixture(scope="module")
def point():
    rng = np.random.default_rng(6)
    middle = rng.normal(size=8)
    items = np.stack([rng.normal(size=8), middle - 0.4, middle + 0.3], axis=1)
    return Point(rng.normal(size=12), items)


@pytest.fixture(scope="module")
def spread():
    rng = np.random.default_rng(7)
    return Spread(rng.random(12), rng.normal(size=12), rng.random(8))


def flat(point):
    return np.concatenate([point.theta, point.items.ravel()])


def unflat(vector):
    return Point(vector[:12].copy(), vector[12:].reshape(8, 3).copy())


@pytest.mark.parametrize("vote", [1, 2, 3])
@pytest.mark.parametrize("a", [-45.0, -8.0, -0.5, 0.0, 3.0, 20.0])
def test_terms_of_a_vote_are_those_of_the_normal_distribution(vote, a):
    b = a + 0.7
    logs = {1: norm.logcdf(a), 3: norm.logsf(b)}
    if vote == 2:
        low, high = (a, b) if a < 0 else (-b, -a)
        upper = norm.logcdf(high)
        logs[2] = upper + np.log1p(-np.exp(norm.logcdf(low) - upper))
    value, *_ = vote_terms(vote, a, b)
    assert value == pytest.approx(logs[vote], rel=2e-3 if abs(a) > 30 else 1e-9, abs=1e-12)


@pytest.mark.parametrize("vote", [1, 2, 3])
@pytest.mark.parametrize(("a", "b"), [(-3.0, -1.0), (0.2, 0.3), (2.0, 6.0), (-9.0, -8.5)])
def test_slopes_and_curvature_of_a_vote_are_finite_differences(vote, a, b):
    step = 1e-5
    _, da, db, haa, hbb, hab = vote_terms(vote, a, b)
    at = {(i, j): vote_terms(vote, a + i * step, b + j * step) for i in (-1, 1) for j in (0,)}
    beside = {j: vote_terms(vote, a, b + j * step) for j in (-1, 1)}
    assert da == pytest.approx((at[1, 0][0] - at[-1, 0][0]) / (2 * step), rel=1e-5, abs=1e-5)
    assert db == pytest.approx((beside[1][0] - beside[-1][0]) / (2 * step), rel=1e-5, abs=1e-5)
    assert haa == pytest.approx((at[-1, 0][1] - at[1, 0][1]) / (2 * step), rel=1e-4, abs=1e-5)
    assert hbb == pytest.approx((beside[-1][2] - beside[1][2]) / (2 * step), rel=1e-4, abs=1e-5)
    assert hab == pytest.approx((beside[-1][1] - beside[1][1]) / (2 * step), rel=1e-4, abs=1e-5)


def test_gradient_is_that_of_the_log_posterior(problem, point, spread):
    gradient = flat(Curvature(problem, spread, point).gradient)
    start, step = flat(point), 1e-6
    for k in range(len(start)):
        moved = np.zeros_like(start)
        moved[k] = step
        rise = log_posterior(problem, spread, unflat(start + moved)) - log_posterior(
            problem, spread, unflat(start - moved)
        )
        assert gradient[k] == pytest.approx(rise / (2 * step), rel=1e-6, abs=1e-6)


def test_curvature_times_a_direction_is_the_change_of_the_gradient(problem, point, spread):
    direction = unflat(np.random.default_rng(8).normal(size=36))
    step = 1e-6
    ahead, behind = [
        flat(Curvature(problem, spread, point.plus(direction, sign * step)).gradient)
        for sign in (1, -1)
    ]
    product = flat(Curvature(problem, spread, point).times(direction, 1.0))
    np.testing.assert_allclose(product, (behind - ahead) / (2 * step), rtol=1e-5, atol=1e-5)


def test_gauss_newton_curvature_is_never_negative(problem, point, spread):
    curvature = Curvature(problem, spread, point)
    columns = [flat(curvature.times(unflat(unit), 0.0)) for unit in np.eye(36)]
    matrix = np.array(columns)
    np.testing.assert_allclose(matrix, matrix.T, atol=1e-10)
    assert np.linalg.eigvalsh(matrix).min() > 0


def test_variance_of_positions_inverts_their_own_curvature(problem, point, spread):
    curvature = Curvature(problem, spread, point)
    block = np.diag(curvature.diagonal)
    block -= np.diag(problem.walk, 1) + np.diag(problem.walk, -1)
    np.testing.assert_allclose(
        curvature.position_variance(), np.linalg.inv(block).diagonal(), rtol=1e-10
    )


def test_cutpoints_out_of_order_are_impossible(problem, point, spread):
    items = point.items[:, [0, 2, 1]]
    assert log_posterior(problem, spread, Point(point.theta, items)) == -np.inf


def test_probabilities_add_up_to_one():
    rng = np.random.default_rng(1)
    items = np.stack([rng.normal(size=5), np.full(5, -0.3), np.full(5, 0.4)], axis=1)
    np.testing.assert_allclose(probabilities(rng.normal(size=9) * 3, items).sum(axis=-1), 1.0)
