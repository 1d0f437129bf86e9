"""Debt swaps and buy-backs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import debt
from analysis.errors import MeasureError

CUBA = debt.equal_principal_schedule(3.52, maturity_years=10)
share = st.floats(0, 1)


def test_cuban_swap_with_and_without_the_payments_that_stay():
    value = debt.swap_value(CUBA, 0.05, stays_share=1.0)
    assert round(value["without_swap"], 2) == 2.75
    assert value["cash"] == 0
    half = debt.swap_value(CUBA, 0.05, stays_share=1.0, worth_of_local=0.5)
    assert half["cash"] == pytest.approx(value["without_swap"] / 2)


@given(stays=share, worth=share, rate=st.floats(0, 1))
def test_cash_lies_between_nothing_and_all(stays, worth, rate):
    value = debt.swap_value(CUBA, rate, stays_share=stays, worth_of_local=worth)
    assert -1e-12 <= value["cash"] <= value["without_swap"] * (1 + 1e-12)
    assert value["cash"] == pytest.approx(value["leaves"] + value["stays"])


@given(stays=share, rate=st.floats(0, 1))
def test_haircuts_stay_within_bounds_and_follow_the_share_that_leaves(stays, rate):
    grid = debt.swap_grid(35.2, CUBA, [rate], [stays])
    assert 90 - 1e-9 <= grid["haircut_pct"].item() <= 100
    whole = debt.market_haircut(CUBA, rate, old_face=35.2)
    assert grid["haircut_pct"].item() == pytest.approx(100 - (100 - whole) * (1 - stays))


@given(leaves=st.floats(0.01, 1))
def test_share_that_must_leave_gives_the_haircut(leaves):
    grid = debt.swap_grid(35.2, CUBA, [0.05], [1 - leaves])
    needed = debt.share_that_must_leave(35.2, CUBA, 0.05, grid["haircut_pct"].item())
    assert needed == pytest.approx(leaves)


def test_peruvian_buy_back():
    assert debt.buy_back_price(162e6, 1e9) == pytest.approx(16.2)
    assert round(debt.buy_back_price(162e6, 589.7e6), 1) == 27.5


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: debt.swap_value(CUBA, 0.05, stays_share=1.5), "stays_share"),
        (lambda: debt.swap_value(CUBA, 0.05, stays_share=1, worth_of_local=2), "worth_of_local"),
        (lambda: debt.buy_back_price(-1, 1), "cash"),
        (lambda: debt.buy_back_price(1, 0), "face"),
        (lambda: debt.swap_grid(0, CUBA, [0.05], [0]), "old_face"),
        (lambda: debt.swap_grid(1, CUBA, [5], [0]), "0.05 is 5 %"),
        (lambda: debt.swap_grid(1, CUBA, [0.05], [50]), "stays_shares = 50"),
        (lambda: debt.share_that_must_leave(1, CUBA.iloc[:0], 0.05, 50), "no share of it"),
    ],
)
def test_impossible_input_is_refused_by_name(call, named):
    with pytest.raises(MeasureError, match=named):
        call()
