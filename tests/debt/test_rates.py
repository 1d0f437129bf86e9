"""Rates: conversion there and back, conventions of the grant element, implied rates."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import debt
from analysis.debt.relief import value_payments
from analysis.errors import MeasureError


@given(rate=st.floats(-0.5, 2), per_year=st.integers(1, 365))
def test_nominal_and_effective_rates_are_inverse(rate, per_year):
    assert debt.nominal_rate(debt.effective_rate(rate, per_year), per_year) == pytest.approx(
        rate, abs=1e-9
    )


@given(
    rate=st.floats(0.001, 0.5),
    per_year=st.sampled_from([1, 2, 3, 4, 12]),
    years=st.integers(1, 40),
    grace=st.integers(0, 39),
)
def test_grant_element_is_zero_at_the_matching_compounding(rate, per_year, years, grace):
    terms = {
        "maturity_years": years,
        "payments_per_year": per_year,
        "grace_years": min(grace, years - 1),
        "interest_rate": rate,
    }
    own = debt.effective_rate(rate, per_year)
    for schedule_of in (debt.equal_principal_schedule, debt.equal_payment_schedule):
        assert debt.grant_element(schedule_of(1.0, **terms), own) == pytest.approx(0, abs=1e-8)
    if per_year > 1:  # at the nominal rate the loan costs slightly more than the discount
        assert debt.grant_element(debt.equal_principal_schedule(1.0, **terms), rate) < 0


@given(rate=st.floats(0.0, 0.5), years=st.integers(1, 30), price=st.floats(20, 200))
def test_at_the_internal_rate_the_price_is_the_value(rate, years, price):
    loan = debt.equal_principal_schedule(100.0, maturity_years=years, interest_rate=rate)
    found = debt.internal_rate(loan, price)
    assert value_payments(loan, found) == pytest.approx(price, rel=1e-8)


def test_no_rate_gives_a_price_to_what_is_paid_now():
    with pytest.raises(MeasureError, match="no rate"):
        debt.internal_rate(debt.matured_claim(10.0), 5.0)


@given(rate=st.floats(0, 0.5), years=st.integers(1, 30), grace=st.integers(0, 29))
def test_rate_from_interest_inverts_the_schedule(rate, years, grace):
    terms = {"maturity_years": years, "grace_years": min(grace, years - 1)}
    total = debt.equal_principal_schedule(100.0, interest_rate=rate, **terms)["interest"].sum()
    free = debt.equal_principal_schedule(100.0, **terms)
    assert debt.rate_from_interest(free, total) == pytest.approx(rate, abs=1e-12)


def test_margins_of_the_note():
    margins = [debt.cirr_discount_rate(0.0, years) for years in (14.9, 15, 19.9, 20, 29.9, 30)]
    assert margins == pytest.approx([0.0075, 0.01, 0.01, 0.0115, 0.0115, 0.0125])


def test_lump_sum_by_the_notes_formula():
    """GE = 100 (1 - (1 + R G) / (1 + I)^M), interest simple and paid at the end."""
    rate, years, discount = 0.05, 7, 0.10
    loan = debt.equal_principal_schedule(
        1.0, maturity_years=1, payments_per_year=1, first_payment_years=years, interest_rate=rate
    )
    expected = 100 * (1 - (1 + rate * years) / (1 + discount) ** years)
    assert debt.grant_element(loan, discount) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: debt.effective_rate(0.1, 0), "payments_per_year"),
        (lambda: debt.nominal_rate(-1.0, 2), "effective"),
        (lambda: debt.effective_rate(0.1, 2.5), "payments_per_year"),
        (lambda: debt.effective_rate(float("nan"), 2), "nominal_rate"),
        (lambda: debt.nominal_rate(True, 2), "effective"),
        (lambda: debt.cirr_discount_rate(3, 10), "0.05 is 5 %"),
        (lambda: debt.cirr_discount_rate(0.04, 0), "maturity_years"),
        (lambda: debt.internal_rate(debt.matured_claim(1.0), 0.0), "price"),
        (lambda: debt.rate_from_interest(debt.matured_claim(1.0), 1.0), "balance"),
        (
            lambda: debt.rate_from_interest(
                debt.equal_principal_schedule(1.0, maturity_years=1), -1.0
            ),
            "total_interest",
        ),
    ],
)
def test_impossible_input_is_refused_by_name(call, named):
    with pytest.raises(MeasureError, match=named):
        call()
