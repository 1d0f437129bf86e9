"""Which roll calls are on the same text."""

import numpy as np
import pytest

from analysis.errors import MeasureError
from analysis.voting.ideal_points import find_earlier, text_key

ONE = np.repeat([1, 2, 3], [20, 5, 5]).astype(np.int8)


def test_titles_match_without_years_sessions_and_reports():
    assert text_key("Report of the Board, 1981") == text_key("Reports of the Board, 1982-1983")
    assert text_key("Its thirty-fifth session") == text_key("Its thirty-sixth session")
    assert text_key("Question of Palestine") != text_key("Question of Belize")


def test_the_nearest_earlier_session_is_taken_within_the_gap():
    votes = np.stack([ONE] * 4, axis=1)
    titles = ["Question of Belize"] * 4
    assert find_earlier(titles, votes, [1, 2, 4, 20]).tolist() == [-1, 0, 1, -1]


def test_a_text_on_which_votes_turned_round_is_another_text():
    votes = np.stack([ONE, 4 - ONE], axis=1)
    assert find_earlier(["Question of Belize"] * 2, votes, [1, 2]).tolist() == [-1, -1]


def test_parts_under_one_title_are_paired_by_votes():
    other = np.repeat([1, 2, 3], [5, 5, 20]).astype(np.int8)
    votes = np.stack([ONE, other, other, ONE], axis=1)
    found = find_earlier(["Question of Belize"] * 4, votes, [1, 1, 2, 2])
    assert found.tolist() == [-1, -1, 1, 0]


def test_no_roll_call_is_the_last_one_of_two():
    votes = np.stack([ONE] * 3, axis=1)
    found = find_earlier(["Question of Belize"] * 3, votes, [1, 2, 2])
    assert sorted(found.tolist()) == [-1, -1, 0]


def test_empty_titles_match_nothing():
    votes = np.stack([ONE, ONE], axis=1)
    assert find_earlier(["", ""], votes, [1, 2]).tolist() == [-1, -1]


def test_lengths_must_agree():
    with pytest.raises(MeasureError, match="2 titles, 1 sessions and 1 columns"):
        find_earlier(["a", "b"], ONE[:, None], [1])
