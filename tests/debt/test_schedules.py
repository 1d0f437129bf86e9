"""Capitalised grace: by hand, and what holds for every schedule."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import debt

SCHEDULES = (debt.equal_principal_schedule, debt.equal_payment_schedule)


@st.composite
def terms_with_grace(draw):
    per_year = draw(st.sampled_from([1, 2, 4, 12]))
    count = draw(st.integers(2, 20 * per_year))
    return {
        "payments_per_year": per_year,
        "maturity_years": count / per_year,
        "grace_years": draw(st.integers(0, count - 1)) / per_year,
        "interest_rate": draw(st.floats(0, 0.3)),
        "capitalise_grace": True,
    }


def test_capitalised_grace_by_hand():
    schedule = debt.equal_principal_schedule(
        100.0,
        maturity_years=4,
        payments_per_year=1,
        grace_years=3,
        interest_rate=0.10,
        capitalise_grace=True,
    )
    assert schedule["payment"].iloc[:2].tolist() == [0, 0]
    assert schedule["balance"].tolist() == pytest.approx([110, 121, 60.5, 0])
    assert schedule["payment"].iloc[2:].tolist() == pytest.approx([60.5 + 12.1, 60.5 + 6.05])


def test_equal_payments_after_capitalised_grace_by_hand():
    schedule = debt.equal_payment_schedule(
        100.0,
        maturity_years=3,
        payments_per_year=1,
        grace_years=2,
        interest_rate=0.10,
        capitalise_grace=True,
    )
    # 110 = p / 1.1 + p / 1.21.
    assert schedule["payment"].tolist() == pytest.approx([0, 63.380952, 63.380952])


@given(terms=terms_with_grace())
def test_capitalised_interest_is_lent_again_and_repaid(terms):
    for schedule_of in SCHEDULES:
        schedule = schedule_of(100.0, **terms)
        assert math.fsum(schedule["principal"]) == pytest.approx(100, rel=1e-9)
        assert (schedule["payment"] >= 0).all()
        assert schedule["balance"].iloc[-1] == 0


@given(terms=terms_with_grace())
def test_capitalising_at_the_loans_own_rate_costs_nothing(terms):
    own = debt.effective_rate(terms["interest_rate"], terms["payments_per_year"])
    for schedule_of in SCHEDULES:
        assert debt.present_value(schedule_of(100.0, **terms), own) == pytest.approx(100, rel=1e-8)
