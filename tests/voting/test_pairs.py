"""All pairs in one call: what each pair gives by itself, symmetric, in any order of states."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import voting
from analysis.errors import MeasureError

few = settings(max_examples=15, deadline=None)

CODES = ["ARG", "BRA", "CHL", "CUB", "RUS", "USA"]


def draw(seed, states=6, roll_calls=40):
    rng = np.random.default_rng(seed)
    sessions = np.sort(rng.integers(1, 4, roll_calls))
    return rng.integers(-1, 4, (states, roll_calls)), sessions


@few
@given(st.integers(0, 10_000), st.sampled_from(voting.ABSENCE_RULES))
def test_every_pair_is_as_from_its_votes(seed, absence):
    votes, sessions = draw(seed)
    found = voting.compare_all_pairs(votes, CODES, sessions, absence=absence)
    for measure in voting.ALL_MEASURES:
        for k, session in enumerate(found.sessions):
            here = votes[:, sessions == session]
            for i in range(6):
                for j in range(6):
                    alone = voting.measure_votes(here[i], here[j], measure, absence)
                    value = found.values[measure][k, i, j]
                    assert value == pytest.approx(alone, abs=1e-12, nan_ok=True)


@few
@given(st.integers(0, 10_000), st.permutations(range(6)))
def test_order_of_states_does_not_matter(seed, order):
    votes, sessions = draw(seed)
    found = voting.compare_all_pairs(votes, CODES, sessions)
    other = voting.compare_all_pairs(votes[order], [CODES[i] for i in order], sessions)
    for measure, values in found.values.items():
        turned = values[:, order][:, :, order]
        assert np.array_equal(other.values[measure], turned, equal_nan=True)
        assert np.array_equal(values, values.transpose(0, 2, 1), equal_nan=True)


def test_table_has_each_pair_once_with_its_joint_votes():
    votes = np.array([[1, 1, 3], [1, 2, 1], [-1, -1, 0]])
    found = voting.compare_all_pairs(votes, ["ARG", "BRA", "CHL"], np.array([1, 1, 2]), min_n=2)
    frame = found.to_frame()
    assert frame[["session", "state", "partner", "n"]].values.tolist() == [
        [1, "ARG", "BRA", 2],
        [2, "ARG", "BRA", 1],
    ]
    assert frame["agreement"].iloc[0] == 0.75
    assert np.isnan(frame["agreement"].iloc[1])
    assert np.isnan(frame["agreement_two"].iloc[0])  # one vote on which both said yes or no
    assert found.of("agreement", 1).loc["BRA", "ARG"] == 0.75


def test_wrong_input_is_refused():
    votes, sessions = draw(1)
    with pytest.raises(MeasureError, match="5 states and 40 roll calls"):
        voting.compare_all_pairs(votes, CODES[:5], sessions)
    with pytest.raises(MeasureError, match="did you mean 'agreement'"):
        voting.compare_all_pairs(votes, CODES, sessions, ["agrement"])
    found = voting.compare_all_pairs(votes, CODES, sessions, ["agreement"])
    with pytest.raises(MeasureError, match="session"):
        found.of("agreement", 99)
    with pytest.raises(MeasureError, match="measure"):
        found.of("scott_pi", 1)
