"""Values as claims write them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.claims.values import (
    ALL_UNITS,
    number,
    parse,
    parse_date,
    show,
    show_number,
    truth,
    write_unit,
)
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


def test_only_like_is_compared_with_like():
    dollars, more, people = parse("1", "USD"), parse("2-3", "USD_billion"), parse("1", "persons")
    assert dollars.is_comparable(more)
    assert more.is_comparable(dollars)
    assert not dollars.is_comparable(people)
    assert not dollars.is_comparable(truth(True))
    assert truth(True).is_comparable(parse("0", "boolean"))
    assert not parse("CUB", "list").is_comparable(parse("yes", "vote"))
    assert parse("2001", "year").is_comparable(parse("2001-05", "date"))


@pytest.mark.parametrize(
    ("text", "unit", "shown"),
    [
        ("0", "boolean", "no"),
        ("CUB;VEN", "list", "CUB, VEN"),
        ("1902;;1960-05/1960-06", "date", "1902, not read, 1960-05 to 1960-06"),
        ("2024-10|2025-01", "date", "2024-10 or 2025-01"),
        ("-1", "sign", "a fall"),
        ("0", "sign", "no steady change"),
        ("1", "sign", "a rise"),
        ("4", "rank", "place 4"),
        ("90", "percent", "90 %"),
        ("1", "countries", "1 country"),
        ("1", "visits", "1 visit"),
        ("2", "aircraft", "2 aircraft"),
        ("1", "aircraft", "1 aircraft"),
        ("2", "ratio", "2 times"),
        ("61.08", "USD_per_barrel", "61.08 USD a barrel"),
        ("18-19", "USD_billion", "18 to 19 billion USD"),
        ("8.5", "million_packs", "8.5 million packs"),
        ("abstain", "vote", "abstain"),
    ],
)
def test_values_are_shown_as_people_read_them(text, unit, shown):
    assert show(parse(text, unit)) == shown


def test_a_value_is_shown_in_another_unit():
    assert show(parse("18500", "USD_million"), "USD_billion") == "18.5 billion USD"
    assert [write_unit(unit) for unit in ("EUR_million", "thousand_tonnes", "MW")] == [
        "million EUR",
        "thousand tonnes",
        "MW",
    ]


def test_spans_are_the_same_however_they_are_written():
    assert parse_date("2004").is_same(parse_date("2004-01/2004-12"))
    assert not parse_date("2004").is_same(parse_date("2004-01-02/2004-12"))
    assert not parse_date("2004").is_same(parse_date("2004-01/2004-11"))
