"""Values as claims write them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.claims.values import ALL_UNITS, number, parse, parse_date, show_number
from analysis.errors import MeasureError


def test_half_of_the_last_digit():
    assert parse("18.5", "USD_billion").half_step == pytest.approx(0.05e9)
    assert parse("7", "USD_billion").half_step == pytest.approx(0.5e9)


@pytest.mark.parametrize(
    ("text", "unit", "problem"),
    [
        ("x", "USD_million", "not a number"),
        ("19-18", "USD_million", "ends before it begins"),
        ("2", "boolean", "neither 1"),
        ("2001-13", "date", "calendar"),
        ("2001-02-30", "date", "calendar"),
        ("01/2001", "date", "not a date"),
        ("2001/2000", "date", "ends before it begins"),
        ("BRA;BRA", "list", "different names"),
        ("BRA;;CUB", "list", "different names"),
        ("", "percent", "empty"),
        ("1", "USD_milion", "did you mean 'USD_million'"),
        ("6,37", "USD_billion", "write decimals with a point"),
        ("abstained", "vote", "did you mean 'abstain'"),
        ("abstencion", "vote", "allowed: yes, no, abstain, absent"),
    ],
)
def test_bad_values_say_what_is_wrong(text, unit, problem):
    with pytest.raises(MeasureError, match=problem):
        parse(text, unit)


def test_a_date_that_is_not_given_stays_open():
    assert [span is None for span in parse("1902;;1960", "date").dates] == [False, True, False]


def test_leap_day_ends_its_month():
    assert parse_date("2024-02").last.day == 29


@given(st.dates(), st.dates())
def test_gap_changes_its_sign_with_the_order(one, other):
    a, b = parse_date(f"{one:%Y-%m-%d}".zfill(10)), parse_date(f"{other:%Y-%m-%d}".zfill(10))
    assert a.gap_days(b) == -b.gap_days(a) == (one - other).days


@given(st.floats(min_value=1e-3, max_value=1e12), st.sampled_from(["USD_million", "USD_billion"]))
def test_what_is_shown_is_near_what_was_computed(value, unit):
    found = number(value, unit)
    shown = float(found.shown.replace(",", "")) * found.factor
    assert math.isclose(shown, value, rel_tol=6e-3)


def test_numbers_have_four_digits_at_most_below_a_thousand():
    assert [show_number(x) for x in (0, 1234567.8, 12.3456, -0.00123)] == [
        "0", "1,234,568", "12.35", "-0.00123",
    ]  # fmt: skip


def test_every_unit_reads_something():
    samples = {"boolean": "1", "date": "2001", "year": "2001", "vote": "abstain"}
    for unit in ALL_UNITS:
        assert parse(samples.get(unit, "5"), unit).unit == unit
