"""Measures from tallies and straight from votes are the same; every way to treat absence."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import voting
from analysis.errors import MeasureError
from tests.voting import by_roll_call

MEASURES = sorted(voting.ALL_MEASURES)
few = settings(max_examples=40, deadline=None)

votes = st.integers(1, 60).flatmap(
    lambda n: st.tuples(*[st.lists(st.integers(-1, 3), min_size=n, max_size=n)] * 2)
)


def tally(x, y):
    counts = voting.tally_with_absence(np.array([x]), np.array([y]))[0]
    return voting.tabulate(counts, pd.Index(["pair"]))


@few
@given(votes, st.sampled_from(MEASURES), st.sampled_from(voting.ABSENCE_RULES))
def test_tallies_and_votes_agree_to_twelve_digits(pair, measure, absence):
    x, y = (np.array(each) for each in pair)
    table = voting.treat_absence(tally(x, y), absence)
    from_tallies = voting.score(table, measure)["value"].item()
    from_votes = by_roll_call.measure(x, y, measure, absence)
    assert from_tallies == pytest.approx(from_votes, abs=1e-12, nan_ok=True)
    of_pair = voting.measure_votes(x, y, measure, absence)
    assert of_pair == pytest.approx(from_votes, abs=1e-12, nan_ok=True)


@few
@given(votes, st.sampled_from(MEASURES), st.randoms(use_true_random=False))
def test_order_of_roll_calls_does_not_matter(pair, measure, random):
    x, y = (np.array(each) for each in pair)
    order = list(range(len(x)))
    random.shuffle(order)
    one, other = (voting.measure_votes(a, b, measure) for a, b in ((x, y), (x[order], y[order])))
    assert one == pytest.approx(other, abs=1e-12, nan_ok=True)


@few
@given(votes, st.sampled_from(MEASURES), st.sampled_from(voting.ABSENCE_RULES))
def test_either_state_can_come_first(pair, measure, absence):
    x, y = (np.array(each) for each in pair)
    one, other = (voting.measure_votes(a, b, measure, absence) for a, b in ((x, y), (y, x)))
    assert one == pytest.approx(other, abs=1e-12, nan_ok=True)


@few
@given(votes, st.sampled_from(MEASURES))
def test_values_stay_within_their_scale(pair, measure):
    found = voting.measure_votes(*(np.array(each) for each in pair), measure)
    assert np.isnan(found) or voting.ALL_MEASURES[measure].lowest - 1e-9 <= found <= 1 + 1e-9


@few
@given(votes)
def test_coincidence_since_2018_is_the_agreement(pair):
    table = tally(*pair)
    assert voting.coincidence(table).item() == pytest.approx(
        voting.agreement(table).item(), nan_ok=True
    )


@few
@given(votes)
def test_two_category_measures_are_those_of_the_roll_calls_without_abstentions(pair):
    x, y = (np.array(each) for each in pair)
    decided = (x != 2) & (y != 2)
    for measure in ("agreement", "s_score", "cohen_kappa", "scott_pi"):
        assert voting.measure_votes(x, y, f"{measure}_two") == pytest.approx(
            voting.measure_votes(x[decided], y[decided], measure), nan_ok=True
        )


def test_absence_by_hand():
    # Five roll calls: both yes; only the state; only the partner; neither; partner no member.
    x, y = np.array([1, 3, 0, 0, 1]), np.array([1, 0, 1, 0, -1])
    assert voting.measure_votes(x, y) == 1.0
    assert voting.measure_votes(x, y, absence="abstention") == (1 + 0.5 + 0.5 + 1) / 4
    assert voting.measure_votes(x, y, absence="abstention_of_one") == pytest.approx(2 / 3)
    table = tally(x, y)
    columns = ["n", "n_listed", "n_state_absent", "n_partner_absent"]
    assert table.loc["pair", columns].tolist() == [1, 4, 2, 2]
    assert voting.treat_absence(table, "abstention")["n"].item() == 4


def test_absence_without_its_counts_is_refused():
    table = tally([1, 0], [1, 1]).drop(columns="yes_absent")
    with pytest.raises(MeasureError, match="no column yes_absent"):
        voting.treat_absence(table, "abstention")
    with pytest.raises(MeasureError, match="did you mean 'abstention'"):
        voting.treat_absence(table, "abstentions")
    with pytest.raises(MeasureError, match="absence = 'no' is not allowed"):
        voting.measure_votes(np.array([1]), np.array([1]), absence="no")


@few
@given(votes, st.sampled_from(["absolute", "squared"]))
def test_equal_weights_give_the_unweighted_s(pair, distance):
    x, y = (np.array(each) for each in pair)
    weighted = voting.weighted_s_score(x, y, np.full(len(x), 3.0), distance)
    expected = voting.s_score(tally(x, y), distance).item()
    assert weighted == pytest.approx(expected, abs=1e-12, nan_ok=True)


@few
@given(votes, st.data())
def test_weights_repeat_and_leave_out_roll_calls(pair, data):
    x, y = (np.array(each) for each in pair)
    times = np.array(data.draw(st.lists(st.integers(0, 3), min_size=len(x), max_size=len(x))))
    weighted = voting.weighted_s_score(x, y, times.astype(float))
    repeated = voting.measure_votes(np.repeat(x, times), np.repeat(y, times), "s_score")
    assert weighted == pytest.approx(repeated, abs=1e-12, nan_ok=True)


def test_weights_that_make_no_sense_are_refused():
    x = np.array([1, 3])
    for weights in (np.array([1.0]), np.array([1.0, -1.0]), np.array([1.0, np.nan])):
        with pytest.raises(MeasureError, match="weights must"):
            voting.weighted_s_score(x, x, weights)
