"""Intervals: the same for the same seed, and they hold the truth as often as they say."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import voting
from analysis.errors import MeasureError


def frame(*rows):
    table = pd.DataFrame(list(rows), columns=list(voting.COUNTS))
    return table.assign(n=table.sum(axis="columns"))


def test_same_seed_same_interval_and_another_seed_nearly_so():
    row = frame([40, 5, 10, 5, 10, 5, 5, 5, 15])
    one, again = (voting.bootstrap_tallies(row, "cohen_kappa") for _ in range(2))
    pd.testing.assert_frame_equal(one, again)
    other = voting.bootstrap_tallies(row, "cohen_kappa", seed=1)
    assert not one.equals(other)
    assert np.abs(one[["lower", "upper"]] - other[["lower", "upper"]]).max().max() < 0.03


@settings(deadline=None, max_examples=20)
@given(
    st.lists(st.integers(0, 30), min_size=9, max_size=9),
    st.sampled_from(sorted(voting.ALL_MEASURES)),
)
def test_ends_are_in_order_and_on_the_scale(row, measure):
    found = voting.bootstrap_tallies(frame(row), measure, draws=50).iloc[0]
    if np.isnan(found["value"]):
        assert np.isnan([found["lower"], found["upper"]]).all()
    else:
        assert voting.ALL_MEASURES[measure].lowest - 1e-9 <= found["lower"]
        assert found["lower"] <= found["upper"] <= 1 + 1e-9


def test_no_joint_vote_and_too_few_have_no_interval():
    found = voting.bootstrap_tallies(frame([0] * 9, [3] + [0] * 8, [1] * 9), min_n=5)
    assert found["lower"].isna().tolist() == [True, True, False]
    assert voting.bootstrap_tallies(frame([7] + [0] * 8))[["lower", "upper"]].values.tolist() == [
        [1, 1]
    ]


@pytest.mark.parametrize("measure", ["agreement", "cohen_kappa", "scott_pi"])
def test_intervals_of_pairs_cover_the_truth(measure):
    truth = np.array([0.35, 0.05, 0.10, 0.05, 0.10, 0.05, 0.05, 0.05, 0.20])
    expected = voting.measure_counts(truth.reshape(3, 3), measure).item()
    drawn = np.random.default_rng(7).multinomial(80, truth, size=800)
    found = voting.bootstrap_tallies(frame(*drawn.tolist()), measure, draws=400, level=0.9)
    covered = found["lower"].le(expected) & found["upper"].ge(expected)
    assert 0.86 <= covered.mean() <= 0.94


def test_intervals_of_means_cover_the_truth():
    # Votes on a text hang together: each roll call has a probability of agreement of its own.
    rng, hits = np.random.default_rng(3), 0
    for trial in range(300):
        chance = rng.beta(2, 1, 90)  # mean 2/3
        states = np.where(rng.random((8, 90)) < chance, 1, 3)
        found = voting.bootstrap_means(
            states, np.ones(90, dtype=int), draws=300, level=0.9, seed=[3, trial]
        ).iloc[0]
        hits += found["lower"] <= 2 / 3 <= found["upper"]
    assert 0.85 <= hits / 300 <= 0.95


def test_mean_is_that_of_the_single_values():
    rng = np.random.default_rng(5)
    states, partner = rng.integers(0, 4, (6, 70)), rng.integers(0, 4, 70)
    found = voting.bootstrap_means(states, partner, sorted(voting.MEASURES), draws=20)
    for row in found.itertuples():
        alone = [voting.measure_votes(state, partner, row.measure) for state in states]
        assert row.mean == pytest.approx(np.mean(alone))
        assert row.n_states == 6


def test_one_state_has_nearly_the_interval_of_its_tally():
    rng = np.random.default_rng(6)
    state, partner = rng.integers(1, 4, (2, 100))
    means = voting.bootstrap_means(state[None], partner, draws=4000).iloc[0]
    counts = voting.tally_votes(state[None], partner[None]).reshape(1, 9)
    alone = voting.bootstrap_tallies(frame(*counts.tolist()), draws=4000).iloc[0]
    assert means[["lower", "upper"]].tolist() == pytest.approx(
        alone[["lower", "upper"]].tolist(), abs=0.01
    )


def test_group_that_never_votes_has_no_mean():
    found = voting.bootstrap_means(np.full((3, 5), -1), np.ones(5, dtype=int)).iloc[0]
    assert np.isnan(found["mean"])
    assert (found["n_states"], found["n_roll_calls"]) == (0, 0)
    none = voting.bootstrap_means(np.zeros((0, 5), dtype=int), np.ones(5, dtype=int)).iloc[0]
    assert np.isnan(none["mean"])


def test_wrong_input_is_refused():
    with pytest.raises(MeasureError, match="draws = 0 must be a whole number from 1"):
        voting.bootstrap_tallies(frame([1] * 9), draws=0)
    with pytest.raises(MeasureError, match="level = 95 must be a number above 0 below 1"):
        voting.bootstrap_shares(np.ones(3), level=95)
    with pytest.raises(MeasureError, match="must be the same"):
        voting.bootstrap_means(np.ones((2, 3), dtype=int), np.ones(4, dtype=int))


def test_interval_of_a_row_follows_from_its_counts_alone():
    rows = frame([30, 5, 9, 4, 20, 3, 8, 2, 19], [60, 0, 40, 0, 0, 0, 0, 0, 0])
    both, turned = voting.bootstrap_tallies(rows), voting.bootstrap_tallies(rows[::-1])
    alone = voting.bootstrap_tallies(rows[1:])
    for column in ("lower", "upper"):
        assert both[column][1] == alone[column].iloc[0] == turned[column].iloc[0]
    one, two = (voting.bootstrap_tallies(rows, draws=9, seed=s)["lower"][0] for s in (1, 2))
    assert one != two


def test_no_value_has_no_mean_and_no_interval():
    assert np.isnan(voting.bootstrap_shares(np.array([np.nan]))).tolist() == [True] * 3
