"""Concentration: bounds, symmetry, scale, and the check numbers."""

import itertools
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import countries, trade
from analysis.errors import MeasureError

values = st.lists(st.floats(1e-3, 1e12), min_size=1, max_size=40)


@pytest.fixture(scope="module")
def by_year(russia):
    flows = trade.flows_by_state(russia, "counterpart")
    return trade.measure_concentration(flows, countries.LAC, range(1992, 2024)).set_index("year")


def test_index_equals_the_check_numbers(by_year):
    # 2013 is 0.1385, which the notes' 0.139 rounds upwards a second time.
    assert by_year.loc[2012:2015, "hhi"].tolist() == pytest.approx(
        [0.171, 0.1385, 0.196, 0.197], abs=5e-4
    )


def test_top_twelve_equal_the_check_numbers(by_year):
    share = (100 * by_year.loc[2012:2015, "top_share"]).round(1)
    assert share.tolist() == [95.5, 95.2, 96.0, 95.0]


def test_sparse_years_are_not_comparable(by_year):
    assert by_year.loc[[2016, 2017, 2018, 2019], "is_comparable"].tolist() == [
        True, False, True, False,
    ]  # fmt: skip
    assert math.isnan(by_year.loc[2023, "hhi"])


def test_herfindahl_by_hand():
    assert trade.herfindahl([2, 1, 1]) == pytest.approx(4 / 16 + 1 / 16 + 1 / 16)
    assert trade.herfindahl([2, 1, 1], normalised=True) == pytest.approx((3 / 8 - 1 / 3) / (2 / 3))
    assert trade.herfindahl([5.0]) == 1
    assert math.isnan(trade.herfindahl([5.0], normalised=True))
    assert math.isnan(trade.herfindahl([]))
    assert math.isnan(trade.herfindahl([0.0, 0.0]))


def test_missing_partner_is_left_out_not_zero():
    assert trade.herfindahl([3, float("nan"), 1]) == trade.herfindahl([3, 1])
    assert trade.concentration_ratio([3, float("nan"), 1], 1) == 0.75


@given(values)
def test_herfindahl_lies_between_equal_shares_and_one(given_values):
    index = trade.herfindahl(given_values)
    assert 1 / len(given_values) - 1e-9 <= index <= 1 + 1e-9


@given(st.lists(st.floats(1e-3, 1e12), min_size=2, max_size=40))
def test_normalised_index_lies_between_zero_and_the_plain_one(given_values):
    normalised = trade.herfindahl(given_values, normalised=True)
    assert 0 <= normalised <= trade.herfindahl(given_values) + 1e-9


@given(st.integers(2, 50), st.floats(1e-3, 1e12))
def test_equal_shares_have_normalised_index_zero(n, value):
    assert trade.herfindahl([value] * n, normalised=True) == pytest.approx(0, abs=1e-9)


@given(values, st.floats(1e-3, 1e3), st.randoms(use_true_random=False))
def test_measures_depend_neither_on_unit_nor_on_order(given_values, scale, random):
    other = [scale * value for value in given_values]
    random.shuffle(other)
    assert trade.herfindahl(other) == pytest.approx(trade.herfindahl(given_values))
    for k in (1, 3):
        expected = trade.concentration_ratio(given_values, k)
        assert trade.concentration_ratio(other, k) == pytest.approx(expected)


@given(values)
def test_share_grows_with_k_up_to_one(given_values):
    shares = [trade.concentration_ratio(given_values, k) for k in range(1, len(given_values) + 1)]
    assert all(a <= b + 1e-12 for a, b in itertools.pairwise(shares))
    assert shares[-1] == pytest.approx(1)


def test_largest_share_bounds_the_index():
    data = [7.0, 2.0, 1.0]
    top = trade.concentration_ratio(data, 1)
    assert top**2 <= trade.herfindahl(data) <= top


@pytest.mark.parametrize("call", [lambda: trade.herfindahl([1, -1]),
                                  lambda: trade.concentration_ratio([1, -1], 1),
                                  lambda: trade.herfindahl([1, float("inf")]),
                                  lambda: trade.herfindahl(["1"]),
                                  lambda: trade.concentration_ratio([1], 1.5),
                                  lambda: trade.leading_partners(0),
                                  lambda: trade.concentration_ratio([1], 0)])  # fmt: skip
def test_measures_refuse_what_has_no_meaning(call):
    with pytest.raises(MeasureError):
        call()


def test_concentration_of_one_partner_is_one():
    flows = pd.DataFrame({"iso3": ["CUB"], "year": [2000], "turnover_usd": [3.0]})
    flows = flows.assign(exports_usd=3.0, imports_usd=float("nan"))
    row = trade.measure_concentration(flows, ["CUB"], [2000]).iloc[0]
    assert (row["hhi"], row["top_share"], row["n_states"]) == (1, 1, 1)
    assert math.isnan(row["hhi_normalised"])
