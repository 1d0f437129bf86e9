"""Standard errors against the dense inverse of the whole curvature."""

import numpy as np

from analysis.voting.ideal_points import simulate_votes
from analysis.voting.ideal_points.posterior import Curvature, Point, Problem, Spread
from analysis.voting.ideal_points.uncertainty import position_errors


def test_errors_are_those_of_the_dense_inverse_with_pauses_of_states_and_texts():
    drawn = simulate_votes(8, 5, 6, seed=3)
    votes = drawn.votes.copy()
    votes[2, (drawn.sessions == 2) | (drawn.sessions == 3)] = 0  # a state pauses
    row, item = np.nonzero(votes)
    session = drawn.sessions[item] - 1
    kept, position = np.unique(row * 5 + session, return_inverse=True)
    seat, at = np.divmod(kept, 5)
    gap, same = np.diff(at).astype(float), np.diff(seat) == 0
    walk = np.where(same, 1 / (0.09 * np.where(same, gap, 1)), 0)
    earlier = drawn.earlier.copy()
    free = [j for j in range(18, 24) if earlier[j] < 0 and j - 12 not in earlier][:1]
    earlier[free] = np.array(free) - 12  # a text pauses
    pause = np.where(earlier >= 0, drawn.sessions - drawn.sessions[earlier], 1)
    problem = Problem(
        item,
        position,
        votes[row, item],
        30,
        walk,
        earlier,
        np.where(earlier >= 0, 1 / (0.04 * pause), 0.0),
        1.0,
        1.0,
    )
    assert free and (gap[same] > 1).any()
    rng = np.random.default_rng(4)
    middle = rng.normal(size=30)
    point = Point(
        rng.normal(size=len(kept)), np.stack([rng.normal(size=30), middle - 0.4, middle], axis=1)
    )
    curvature = Curvature(problem, Spread.none(problem), point)
    count = len(kept)
    columns = []
    for unit in np.eye(count + 90):
        product = curvature.times(Point(unit[:count], unit[count:].reshape(-1, 3)), 0.0)
        columns.append(np.concatenate([product.theta, product.items.ravel()]))
    covariance = np.linalg.inv(np.array(columns))[:count, :count]
    unit = rng.uniform(0.5, 1.5, count)
    theta = unit * point.theta
    standard = (theta - theta.mean()) / theta.std()
    ones = np.ones((count, count)) / count
    slopes = (np.eye(count) - ones - np.outer(standard, standard) / count) / theta.std() * unit
    expected = np.sqrt((slopes @ covariance @ slopes.T).diagonal())
    found = position_errors(curvature, unit, at, drawn.sessions - 1)
    np.testing.assert_allclose(found, expected, rtol=1e-5)
