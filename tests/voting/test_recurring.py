"""Texts that come back, and what changed on them."""

import numpy as np
import pandas as pd
import pytest

from analysis import voting
from analysis.errors import MeasureError


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Question of Belize : resolution / adopted by the General Assembly", "question of belize"),
        ("Rôle of science : resolution [A] / adopted", "role of science"),
        ("Programme budget, 2014-2015: draft resolution / submitted", "programme budget"),
        ("Programme of 1999", "programme of"),
        ("The right to food", "the right to food"),
    ],
)
def test_titles_lose_what_changes_from_year_to_year(title, expected):
    assert voting.normalise_title(title) == expected


def test_ambiguous_titles_do_not_recur_unless_a_bridge_parts_them():
    calls = pd.DataFrame(
        {
            "title": ["Belize", "Parts", "Parts", "belize", "Parts", "Once", ""],
            "regular_session": [30, 30, 30, 31, 32, 32, 32],
        }
    )
    found = voting.find_recurring(calls)
    assert found["is_recurring"].tolist() == [True, False, False, True, False, False, False]
    assert found["previous_session"].tolist()[3] == 30
    assert found["text"].isna().tolist() == [False, True, True, False, False, False, True]
    bridges = pd.Series([None, "part a", "part b", None, "part a", None, None])
    bridged = voting.find_recurring(calls, bridges)
    assert bridged["is_recurring"].tolist() == [True, True, False, True, True, False, False]
    with pytest.raises(MeasureError, match="no column title"):
        voting.find_recurring(calls[["regular_session"]])


def test_order_and_index_of_roll_calls_do_not_matter():
    calls = pd.DataFrame(
        {"title": list("abcab"), "regular_session": [1, 1, 1, 2, 3]}, index=list("vwxyz")
    )
    straight = voting.find_recurring(calls)
    turned = voting.find_recurring(calls[::-1])[::-1]
    pd.testing.assert_frame_equal(straight, turned)
    assert straight.index.tolist() == list("vwxyz")


def test_only_texts_of_both_periods_are_compared():
    texts = pd.Series(["a", "b", "a", "c", None, None])
    years = pd.Series([2013, 2013, 2015, 2015, 2013, 2015])
    found = voting.in_both_periods(texts, years, (2010, 2013), (2014, 2018))
    assert found.tolist() == [True, False, True, False, False, False]


def test_change_counts_texts_alike_however_often_they_were_voted_on():
    texts = np.array(list("abcdef") + ["a"] * 3 + list("abcdef"))
    is_after = np.arange(15) > 8
    state = np.array([1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 3, 3, 1, 1, 1])
    one, region = voting.change_on_same_texts(
        np.stack([state]), np.ones(15, dtype=int), texts, is_after
    )
    assert one.n_texts == 6
    assert (one.before, one.after, one.change) == (1.0, 0.5, -0.5)
    assert one.lower <= -0.5 <= one.upper
    assert region[:4] == one[:4]


def test_change_of_the_agenda_is_no_change_of_votes():
    # The state always agrees on texts a to e and never on f to j; after, f to j come twice.
    names = "abcdefghij"
    texts = np.array(list(names) + list(names) + list(names[5:]))
    vote = np.array([1 if t < "f" else 3 for t in texts])
    is_after = np.arange(25) > 9
    partner = np.ones(25, dtype=int)
    assert voting.measure_votes(vote[is_after], partner[is_after]) < 0.5
    assert voting.change_on_same_texts(vote[None], partner, texts, is_after)[0].change == 0


def test_too_few_texts_give_no_change():
    texts, is_after = np.array(list("abab")), np.array([False, False, True, True])
    votes = np.array([[1, 1, 1, 1]])
    found = voting.change_on_same_texts(votes, votes[0], texts, is_after)
    assert found[0].n_texts == 2
    assert np.isnan(found[0].change)
    empty = voting.change_on_same_texts(
        np.zeros((1, 0), dtype=int), np.zeros(0, dtype=int), texts[:0], is_after[:0]
    )
    assert np.isnan(empty[-1].change)


def test_interval_of_a_change_is_that_of_its_seed():
    rng = np.random.default_rng(1)
    texts, is_after = (
        np.repeat(np.arange(40).astype(str), 4),
        np.tile([False, False, True, True], 40),
    )
    votes, partner = rng.integers(1, 4, (3, 160)), rng.integers(1, 4, 160)
    one, two = (voting.change_on_same_texts(votes, partner, texts, is_after) for _ in range(2))
    assert one == two
    assert one != voting.change_on_same_texts(votes, partner, texts, is_after, seed=5)
