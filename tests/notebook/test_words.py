"""Words of sentences: what is missing is a dash, and one is not many."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.notebook import words


@pytest.mark.parametrize(
    ("usd", "said"),
    [
        (18_690_400_000, "18,690"),
        (9_940_000, "9.9"),
        (10_000_000, "10"),
        (1_000_000, "1.0"),
        (412_000, "0.4"),
        (0, "0"),
        (float("nan"), "–"),
    ],
)
def test_millions_keep_the_digits_that_matter(usd, said):
    assert words.million(usd) == said


def test_millions_name_their_unit():
    assert words.million(2_500_000, "USD") == "2.5 million USD"


@pytest.mark.parametrize(
    ("n", "said"), [(0, "0 states"), (1, "1 state"), (2, "2 states"), (1200, "1,200 states")]
)
def test_one_is_not_many(n, said):
    assert words.count(n, "state") == said


def test_words_are_joined_by_commas_and_a_last_and():
    assert words.join_words([]) == ""
    assert words.join_words(["Cuba", "Peru"], last="or") == "Cuba or Peru"


@given(st.sets(st.integers(1900, 2100), max_size=30))
def test_spans_hold_every_year_once(years):
    found = set()
    for part in filter(None, words.spans(years).split(", ")):
        first, _, last = part.partition("–")
        span = set(range(int(first), int(last or first) + 1))
        assert not found & span
        found |= span
    assert found == years


def test_shares_are_per_cent_and_missing_ones_a_dash():
    assert words.percent(0.1234, 1) == "12.3 %"
    assert words.percent(float("nan")) == "–"


def test_states_are_called_as_in_a_sentence():
    assert words.whose("SUN") == "the USSR's"
    assert words.capitalize(words.call("USA")) == "The United States"
