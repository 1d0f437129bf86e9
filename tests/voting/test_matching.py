"""The same roll call in two sources, told by how states voted."""

import numpy as np
import pandas as pd
import pytest

from analysis import voting
from analysis.errors import MeasureError


def test_roll_calls_are_found_again_in_another_order_and_with_some_errors():
    rng = np.random.default_rng(2)
    votes = rng.integers(0, 4, (120, 30))
    order = rng.permutation(30)
    others = votes[:, order].copy()
    others[rng.random(others.shape) < 0.01] = 0
    found = voting.match_roll_calls(votes, others)
    assert [int(order[each[0]]) for each in found] == list(range(30))


def test_roll_calls_on_which_nearly_all_agree_match_nothing():
    votes = np.ones((50, 2), dtype=int)
    votes[:2, 1] = 3
    assert [len(each) for each in voting.match_roll_calls(votes, votes)] == [0, 0]


def test_codes_pass_on_only_if_all_candidates_share_them():
    rng = np.random.default_rng(2)
    one, two = rng.integers(1, 4, (2, 80))
    votes = np.stack([one, two], axis=1)
    others = np.stack([one, one, two, two], axis=1)
    codes = pd.DataFrame({"me": [True, True, True, False], "session": [5, 5, 5, 5]})
    found = voting.match_codes(votes, np.array([5, 5]), others, codes)
    assert found.values.tolist() == [[True, True], [False, False]]
    elsewhere = voting.match_codes(votes, np.array([6, 6]), others, codes)
    assert not elsewhere["is_matched"].any()


def test_other_states_are_refused():
    with pytest.raises(MeasureError, match="same states"):
        voting.match_roll_calls(np.ones((3, 1), dtype=int), np.ones((4, 1), dtype=int))
