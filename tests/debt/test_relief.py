import itertools
import math
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import debt
from analysis.errors import MeasureError

NO_INTEREST = {"maturity_years": 10, "payments_per_year": 2, "interest_rate": 0.0}
# Terms as the sources give them; grace is the time to the first principal.
CUBA_2013 = {**NO_INTEREST, "grace_years": 0.5}
CUBA_2006 = {"maturity_years": 10, "payments_per_year": 2, "grace_years": 4, "interest_rate": 0.05}
CUBA_2009 = {"maturity_years": 9, "payments_per_year": 2, "grace_years": 2.5, "interest_rate": 0.07}
ARGENTINA = {"maturity_years": 20, "payments_per_year": 2, "grace_years": 5, "interest_rate": 0.065}
BOLIVIA = {"maturity_years": 30, "payments_per_year": 2, "grace_years": 2, "interest_rate": 0.0077}


@st.composite
def possible_terms(draw):
    payments_per_year = draw(st.sampled_from([1, 2, 3, 4, 6, 12]))
    count = draw(st.integers(1, 40 * payments_per_year))
    return {
        "payments_per_year": payments_per_year,
        "maturity_years": count / payments_per_year,
        "grace_years": draw(st.integers(0, count - 1)) / payments_per_year,
        "interest_rate": draw(st.floats(0, 0.5)),
    }


rates = st.floats(-0.5, 1.0)
SCHEDULES = (debt.equal_principal_schedule, debt.equal_payment_schedule)


# Check numbers of the theme's note --------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "expected"),
    [(0.5, [3.02, 2.75, 2.41, 2.22, 2.05]), (1.0, [2.98, 2.69, 2.32, 2.11, 1.93])],
)
def test_present_values_of_the_cuban_remainder(first, expected):
    schedule = debt.equal_principal_schedule(3.52, first_payment_years=first, **NO_INTEREST)
    values = [debt.present_value(schedule, rate) for rate in (0.03, 0.05, 0.08, 0.10, 0.12)]
    assert [round(value, 2) for value in values] == expected
    assert schedule["payment"].tolist() == pytest.approx([0.176] * 20)


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (CUBA_2013, (21.83, 37.05)),
        (CUBA_2006, (-0.35, 23.35)),
        (CUBA_2009, (-10.06, 11.63)),
        (ARGENTINA, (-14.02, 22.31)),
        (BOLIVIA, (42.55, 65.31)),
    ],
)
def test_grant_elements_of_the_note(terms, expected):
    schedule = debt.equal_principal_schedule(1.0, **terms)
    for rate, value in zip(
        [rule.discount_rate for rule in debt.GRANT_ELEMENT_RULES.values()], expected, strict=True
    ):
        assert round(debt.grant_element(schedule, rate), 2) == value
        assert round(debt.grant_element_closed_form(discount_rate=rate, **terms), 2) == value


def test_haircuts_of_the_cuban_claim_agree_because_it_had_matured():
    new, old = debt.equal_principal_schedule(3.52, **NO_INTEREST), debt.matured_claim(35.2)
    for rate, expected in ((0.05, 92.2), (0.10, 93.7)):
        haircut = debt.sturzenegger_zettelmeyer_haircut(new, old, rate)
        assert round(haircut, 1) == expected
        assert haircut == pytest.approx(debt.market_haircut(new, rate, old_face=35.2), abs=1e-12)
    assert debt.face_haircut(35.2, 3.52) == pytest.approx(90)


def test_equal_principal_with_grace_by_hand():
    schedule = debt.equal_principal_schedule(
        300.0, maturity_years=4, payments_per_year=1, grace_years=2, interest_rate=0.10
    )
    assert schedule["principal"].tolist() == [0, 100, 100, 100]
    assert schedule["interest"].tolist() == pytest.approx([30, 30, 20, 10])
    assert schedule["payment"].tolist() == pytest.approx([30, 130, 120, 110])
    assert schedule["balance"].tolist() == [300, 200, 100, 0]
    assert schedule["number"].tolist() == [1, 2, 3, 4]
    assert schedule["time_years"].tolist() == [1, 2, 3, 4]


def test_equal_payments_by_hand():
    schedule = debt.equal_payment_schedule(
        210.0, maturity_years=2, payments_per_year=1, interest_rate=0.10
    )
    # 210 = p / 1.1 + p / 1.21, so p = 121.
    assert schedule["payment"].tolist() == pytest.approx([121, 121])
    assert schedule["interest"].tolist() == pytest.approx([21, 11])
    assert schedule["balance"].tolist() == pytest.approx([110, 0])


def test_equal_payments_pay_interest_alone_in_grace():
    schedule = debt.equal_payment_schedule(
        100.0, maturity_years=3, payments_per_year=1, grace_years=2, interest_rate=0.10
    )
    assert schedule["principal"].iloc[0] == 0
    assert schedule["payment"].iloc[0] == pytest.approx(10)
    assert schedule["payment"].iloc[1] == pytest.approx(schedule["payment"].iloc[2])


def test_interest_runs_from_the_day_of_valuation():
    late = debt.equal_principal_schedule(
        100.0, maturity_years=1, first_payment_years=2.0, interest_rate=0.10
    )
    assert late["time_years"].tolist() == [2.0, 2.5]
    assert late["interest"].tolist() == pytest.approx([20, 2.5])
    at_once = debt.equal_principal_schedule(
        100.0, maturity_years=1, first_payment_years=0.0, interest_rate=0.10
    )
    assert at_once["interest"].tolist() == pytest.approx([0, 2.5])


def test_grace_of_one_period_is_no_grace_and_odd_grace_waits_for_the_next_payment():
    def principal(grace):
        schedule = debt.equal_principal_schedule(
            100.0, maturity_years=2, payments_per_year=2, grace_years=grace
        )
        return schedule["principal"].tolist()

    assert principal(0) == principal(0.5) == [25, 25, 25, 25]
    assert principal(0.6) == principal(1.0) == pytest.approx([0, 100 / 3, 100 / 3, 100 / 3])
    assert principal(1.9) == [0, 0, 0, 100]


def test_market_haircut_counts_past_due_interest():
    new = debt.matured_claim(50.0)
    assert debt.market_haircut(new, 0.1, old_face=80.0, past_due_interest=20.0) == pytest.approx(50)
    assert debt.market_haircut(new, 0.1, old_face=100.0) == pytest.approx(50)


def test_haircuts_differ_when_the_old_claim_had_not_matured():
    new, old = (
        debt.matured_claim(50.0),
        debt.equal_principal_schedule(110.0, maturity_years=1, payments_per_year=1),
    )
    assert debt.sturzenegger_zettelmeyer_haircut(new, old, 0.10) == pytest.approx(50)
    assert debt.market_haircut(new, 0.10, old_face=110.0) == pytest.approx(100 * (1 - 50 / 110))


def test_relief_steps_lead_from_claim_to_value():
    schedule = debt.equal_principal_schedule(
        10.0, maturity_years=1, payments_per_year=1, interest_rate=0.20
    )
    steps = debt.relief_steps(100.0, schedule, 0.50).set_index("step")["amount"]
    assert steps.to_dict() == pytest.approx(
        {
            "claim": 100,
            "written off": -90,
            "remainder": 10,
            "interest": 2,
            "waiting": -4,
            "present value": 8,
        }
    )


def test_relief_by_rate_repeats_the_single_measures():
    new = debt.equal_principal_schedule(3.52, **NO_INTEREST)
    row = debt.relief_by_rate(35.2, new, {"five": 0.05}).iloc[0]
    value = debt.present_value(new, 0.05)
    assert row["discount_rate_pct"] == 5
    assert row["present_value"] == value
    assert row["relief"] == pytest.approx(35.2 - value)
    assert row["grant_element_pct"] == debt.grant_element(new, 0.05)
    assert row["face_haircut_pct"] == pytest.approx(90)


def test_payment_dates_of_the_agreement():
    dates = debt.payment_dates(pd.Timestamp("2014-10-25"), 20, 2)
    assert len(dates) == 20
    assert str(dates[1].date()) == "2015-04-25"
    assert str(dates[-1].date()) == "2024-04-25"
    # Counted from the first, a short month shortens no later date.
    ends = debt.payment_dates(pd.Timestamp("2015-01-31"), 3, 12)
    assert [day.day for day in ends] == [31, 28, 31]


def test_grids_repeat_the_single_measures():
    curve = debt.value_by_rate(
        3.52, [0.0, 0.05], {"soon": 0.5, "late": 1.0}, maturity_years=10, payments_per_year=2
    )
    late = debt.equal_principal_schedule(3.52, maturity_years=10, first_payment_years=1.0)
    assert curve["present_value"].tolist()[3] == debt.present_value(late, 0.05)
    assert curve["convention"].tolist() == ["soon", "soon", "late", "late"]
    grid = debt.haircut_grid(35.2, 3.52, [0.05], [5, 10], payments_per_year=2)
    ten = debt.equal_principal_schedule(3.52, maturity_years=10)
    assert grid["haircut_pct"].tolist()[1] == debt.market_haircut(ten, 0.05, old_face=35.2)


# Properties -------------------------------------------------------------------------------------


@given(terms=possible_terms(), face=st.floats(1e-3, 1e11), first=st.none() | st.floats(0, 30))
def test_principal_adds_up_to_the_face_and_ends_at_zero(terms, face, first):
    for schedule_of in SCHEDULES:
        schedule = schedule_of(face, first_payment_years=first, **terms)
        assert math.fsum(schedule["principal"]) == pytest.approx(face, rel=1e-9)
        assert schedule["balance"].iloc[-1] == 0
        assert len(schedule) == round(terms["maturity_years"] * terms["payments_per_year"])
        before = schedule["balance"] + schedule["principal"]
        assert before.iloc[0] == pytest.approx(face, rel=1e-9)


@given(terms=possible_terms(), first=st.floats(0.01, 30), low=rates, high=rates)
def test_present_value_falls_with_the_rate(terms, first, low, high):
    low, high = sorted((low, high))
    if high - low < 1e-6:
        return
    schedule = debt.equal_principal_schedule(100.0, first_payment_years=first, **terms)
    assert debt.present_value(schedule, low) > debt.present_value(schedule, high)


@given(terms=possible_terms())
def test_present_value_at_zero_is_the_sum_of_payments(terms):
    for schedule_of in SCHEDULES:
        schedule = schedule_of(100.0, **terms)
        assert debt.present_value(schedule, 0.0) == pytest.approx(schedule["payment"].sum())


@given(terms=possible_terms(), rate=rates)
def test_no_claim_is_more_than_a_gift(terms, rate):
    schedule = debt.equal_principal_schedule(100.0, **terms)
    assert debt.grant_element(schedule, rate) <= 100


@given(terms=possible_terms(), rate=st.just(0.0) | st.floats(0.001, 1.0) | st.floats(-0.02, -0.001))
def test_closed_form_equals_brute_force(terms, rate):
    schedule = debt.equal_principal_schedule(1.0, **terms)
    brute = debt.grant_element(schedule, rate)
    closed = debt.grant_element_closed_form(discount_rate=rate, **terms)
    assert closed == pytest.approx(brute, rel=1e-10, abs=1e-10)


@given(terms=possible_terms(), rate=st.floats(0.001, 1.0))
def test_a_claim_at_the_discount_rate_is_no_gift_once_a_year(terms, rate):
    terms |= {"payments_per_year": 1, "maturity_years": math.ceil(terms["maturity_years"])}
    terms |= {"grace_years": 0, "interest_rate": rate}
    for schedule_of in SCHEDULES:
        assert debt.grant_element(schedule_of(1.0, **terms), rate) == pytest.approx(0, abs=1e-9)


# Impossible input -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("face", 0.0, "a number above 0"),
        ("face", math.nan, "a number above 0"),
        ("face", True, "a number above 0"),
        ("face", "100", "a number above 0"),
        ("maturity_years", -1, "above 0"),
        ("maturity_years", math.inf, "above 0"),
        ("maturity_years", 0.3, "whole multiples of 1/2 year"),
        ("payments_per_year", 0, "from 1"),
        ("payments_per_year", 2.5, "whole number"),
        ("grace_years", -0.5, "from 0"),
        ("grace_years", 10, "leaves nothing of maturity_years = 10"),
        ("grace_years", 11, "leaves nothing of maturity_years = 10"),
        ("first_payment_years", -1, "from 0"),
        ("interest_rate", -1, "above -1"),
        ("interest_rate", 5, "0.05 is 5 %"),
        ("interest_rate", True, "above -1"),
    ],
)
def test_impossible_terms_are_refused_by_name(name, value, allowed):
    arguments = {"face": 100.0, "maturity_years": 10, "payments_per_year": 2} | {name: value}
    for schedule_of in SCHEDULES:
        with pytest.raises(MeasureError, match=f"{name} = ") as caught:
            schedule_of(arguments["face"], **{k: v for k, v in arguments.items() if k != "face"})
        assert f"{value!r}" in str(caught.value)
        assert allowed in str(caught.value)


@pytest.mark.parametrize("rate", [-1.0, -2.0, math.inf, math.nan, 5, True, "0.05", None])
def test_discount_rates_that_cannot_be_are_refused(rate):
    """Among them per cent taken for a share: 5 is no rate of 5 %."""
    schedule = debt.equal_principal_schedule(1.0, maturity_years=1)
    calls = (
        lambda: debt.present_value(schedule, rate),
        lambda: debt.grant_element(schedule, rate),
        lambda: debt.grant_element_closed_form(discount_rate=rate, **CUBA_2006),
        lambda: debt.relief_steps(1.0, schedule, rate),
        lambda: debt.value_by_rate(1.0, [rate], {"now": 0.5}, maturity_years=1),
        lambda: debt.haircut_grid(1.0, 0.5, [rate], [1]),
    )
    for call in calls:
        with pytest.raises(MeasureError, match=r"discount_rates? = |discount_rates "):
            call()


def damage(column, value):
    """Return a schedule of four payments with a value in the place of the second's."""
    schedule = debt.equal_principal_schedule(100.0, maturity_years=2, interest_rate=0.05)
    return schedule.astype({column: object}).assign(
        **{column: [value if k == 1 else v for k, v in enumerate(schedule[column])]}
    )


@pytest.mark.parametrize(
    ("schedule", "named"),
    [
        (damage("payment", math.nan), "payment is missing"),
        (damage("time_years", None), "time_years is missing"),
        (damage("payment", -1.0), "payment = -1.0 must be a number from 0"),
        (damage("payment", "26"), "payment = '26' must be a number"),
        (damage("time_years", -0.5), "time_years = -0.5 must be"),
        (damage("payment", math.inf), "payment = inf must be"),
        (debt.matured_claim(1.0).drop(columns="payment"), "has no column payment"),
        ([1.0, 2.0], "must be a DataFrame"),
    ],
)
def test_damaged_schedules_never_become_a_number(schedule, named):
    for call in (
        lambda: debt.present_value(schedule, 0.05),
        lambda: debt.market_haircut(schedule, 0.05, old_face=100.0),
        lambda: debt.internal_rate(schedule, 100.0),
        lambda: debt.swap_value(schedule, 0.05, stays_share=0.5),
        lambda: debt.sturzenegger_zettelmeyer_haircut(debt.matured_claim(1.0), schedule, 0.05),
    ):
        with pytest.raises(MeasureError, match=re.escape(named)):
            call()


def test_what_is_a_share_of_nothing_is_refused():
    nothing = debt.matured_claim(1.0).iloc[:0]
    assert debt.present_value(nothing, 0.05) == 0
    with pytest.raises(MeasureError, match="nothing is to be repaid"):
        debt.grant_element(nothing, 0.05)
    with pytest.raises(MeasureError, match="promised nothing"):
        debt.sturzenegger_zettelmeyer_haircut(debt.matured_claim(1.0), nothing, 0.05)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: debt.matured_claim(-1.0), "face"),
        (lambda: debt.face_haircut(0.0, 1.0), "old_face"),
        (lambda: debt.face_haircut(1.0, -1.0), "new_face"),
        (lambda: debt.payment_dates(pd.Timestamp("2014-10-25"), 1, 5), "payments_per_year"),
        (lambda: debt.payment_dates(pd.Timestamp("2014-10-25"), 0, 2), "count"),
        (lambda: debt.payment_dates(pd.NaT, 1, 2), "first"),
        (lambda: debt.payment_dates("2014-10-25", 1, 2), "first"),
        (lambda: debt.haircut_grid(1.0, 0.5, [], [1]), "discount_rates"),
        (lambda: debt.haircut_grid(1.0, 0.5, 0.05, [1]), "discount_rates"),
        (
            lambda: debt.market_haircut(
                debt.matured_claim(1.0), 0.05, old_face=1.0, past_due_interest=-1.0
            ),
            "past_due_interest",
        ),
    ],
)
def test_other_impossible_input_is_refused_by_name(call, name):
    with pytest.raises(MeasureError, match=name):
        call()


def test_rules_of_the_grant_element_are_those_of_the_note():
    rules = debt.GRANT_ELEMENT_RULES
    assert [(r.discount_rate, r.threshold_pct) for r in rules.values()] == [(0.05, 35), (0.1, 25)]


def test_schedules_are_the_same_at_every_call():
    for schedule_of, terms in itertools.product(SCHEDULES, (CUBA_2006, BOLIVIA)):
        first, second = (schedule_of(1e9, **terms) for _ in range(2))
        assert np.array_equal(first.to_numpy(), second.to_numpy())
