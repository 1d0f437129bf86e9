"""The rule from readings to a verdict: hand-worked cases and properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.claims.ledger import Claim
from analysis.claims.values import names, number, parse, truth
from analysis.claims.verdicts import (
    CONTRADICTED,
    INCONSISTENT,
    NO_DATA,
    NOT_TESTABLE,
    OFF,
    PLAUSIBLE,
    SLIP,
    SUPPORTED,
    VERDICTS,
    Options,
    Reading,
    compare,
    judge,
)
from analysis.errors import MeasureError


def claim(value, unit="USD_million", comparator="eq", fault=""):
    return Claim(
        "x", "s0", "L1", "trade", "", ("RUS",), ("LAC",), "i", "", 2010, 2010,
        parse(value, unit), comparator, fault,
    )  # fmt: skip


def reading(value, unit="USD_million", **more):
    read = number(value * 1e6, unit) if unit == "USD_million" else number(value, unit)
    return Reading(read, "t", "rows", **more)


@pytest.mark.parametrize(
    ("stated", "comparator", "read", "word"),
    [
        ("100", "eq", 104, SUPPORTED),
        ("100", "eq", 108, OFF),
        ("100", "approx", 108, SUPPORTED),
        ("100", "eq", 149, OFF),
        ("100", "eq", 151, CONTRADICTED),
        ("100", "eq", 100_000, SLIP),
        ("100000", "eq", 90, SLIP),
        ("100", "eq", 30_000, CONTRADICTED),
        ("100", "gt", 101, SUPPORTED),
        ("100", "gt", 100, OFF),
        ("100", "at_least", 100, SUPPORTED),
        ("100", "lt", 99, SUPPORTED),
        ("100", "lt", 120, OFF),
        ("0.3", "at_least", 300, SLIP),
        ("18-19", "eq", 18.4, SUPPORTED),
        ("18-19", "eq", 14, OFF),
    ],
)
def test_one_number(stated, comparator, read, word):
    assert compare(claim(stated, comparator=comparator), reading(read)).word == word


@pytest.mark.parametrize(
    ("bound", "stated", "word"),
    [
        ("at_least", "100", PLAUSIBLE),
        ("at_least", "40", OFF),
        ("at_least", "10", CONTRADICTED),
        ("at_most", "40", PLAUSIBLE),
        ("at_most", "100", CONTRADICTED),
        ("part", "1", PLAUSIBLE),
        ("other years", "50", OFF),
        ("other kind", "50", CONTRADICTED),
    ],
)
def test_bounds_on_fifty(bound, stated, word):
    assert compare(claim(stated), reading(50, bound=bound)).word == word


def test_a_lower_bound_can_prove_a_claim_of_more():
    assert compare(claim("40", comparator="gt"), reading(50, bound="at_least")).word == SUPPORTED
    assert compare(claim("60", comparator="gt"), reading(50, bound="at_least")).word == PLAUSIBLE
    assert compare(claim("40", comparator="lt"), reading(50, bound="at_least")).word == OFF


@pytest.mark.parametrize(
    ("stated", "read", "word"),
    [
        ("1990", "1990-05-17", SUPPORTED),
        ("2008-11", "2008-12-01/2008-12-03", OFF),
        ("2023-05-20", "2023-05-18/2023-05-19", SUPPORTED),
        ("2023-05-20", "2023-05-10", OFF),
        ("2013-04", "2013-08-12", CONTRADICTED),
        ("1945-03-14;1970-03-16", "1945-03-14;1970-04-16", OFF),
    ],
)
def test_dates(stated, read, word):
    found = Reading(parse(read, "date"), "t", "rows")
    assert compare(claim(stated, "date"), found).word == word


def test_counts_and_ranks_have_no_tolerance():
    assert compare(claim("100", "states", "count"), reading(101, "states")).word == CONTRADICTED
    assert compare(claim("1", "rank", "rank"), reading(2, "rank")).word == CONTRADICTED


def test_names_in_a_list_and_in_order():
    some = claim("BRA;CUB", "list", "list")
    assert compare(some, Reading(names(["CUB", "BRA", "VEN"]), "t", "")).word == SUPPORTED
    assert compare(some, Reading(names(["CUB"]), "t", "")).word == OFF
    assert compare(some, Reading(names(["CUB"]), "t", "", is_complete=False)).word == PLAUSIBLE
    order = claim("BRA;CUB", "list", "rank")
    assert (
        compare(order, Reading(names(["BRA", "CUB"], is_ordered=True), "t", "")).word == SUPPORTED
    )
    assert (
        compare(order, Reading(names(["CUB", "BRA"], is_ordered=True), "t", "")).word
        == CONTRADICTED
    )


def test_yes_and_no():
    assert compare(claim("1", "boolean"), Reading(truth(True), "t", "")).word == SUPPORTED
    assert compare(claim("0", "boolean"), Reading(truth(True), "t", "")).word == CONTRADICTED


def test_a_balance_is_off_by_a_share_of_turnover():
    close = Reading(number(-2e6, "USD_million"), "t", "", scale=100e6)
    assert compare(claim("1"), close).word == SUPPORTED
    assert compare(claim("8"), close).word == CONTRADICTED


def test_quantities_are_not_mixed():
    with pytest.raises(MeasureError, match="x: its unit, EUR_million, cannot be compared with USD"):
        compare(claim("1", "EUR_million"), reading(1))
    with pytest.raises(MeasureError, match="cannot be compared"):
        compare(claim("1", "boolean"), reading(1))


def test_readings_of_another_quantity_are_left_out():
    other = Reading(number(5, "persons"), "people", "rows")
    found = judge(claim("100"), [other, reading(101)])
    assert (found.verdict, len(found.comparisons)) == (SUPPORTED, 1)
    alone = judge(claim("100"), [other], reason="no data")
    assert (alone.verdict, alone.comparisons) == (NO_DATA, ())
    assert alone.reason == "its unit, USD_million, cannot be compared with persons of people"


def test_the_tolerance_says_what_it_is_a_share_of():
    found = judge(claim("35"), [reading(55, scale=1e9)])
    assert (found.verdict, found.tolerance[:19]) == (SUPPORTED, "5 % of the turnover")
    assert judge(claim("35"), [reading(36)]).tolerance.startswith("5 %, or rounding")


def test_the_best_chosen_reading_decides():
    found = judge(claim("100"), [reading(150), reading(101)])
    assert (found.verdict, found.depends_on_definition) == (SUPPORTED, True)
    assert (
        judge(claim("100"), [reading(200), reading(101, is_chosen=False)]).verdict == CONTRADICTED
    )
    assert judge(claim("100"), [reading(101, is_chosen=False)]).verdict == NO_DATA


def test_between_readings_that_disagree():
    assert judge(claim("100"), [reading(80), reading(125)]).verdict == PLAUSIBLE
    assert judge(claim("100"), [reading(110), reading(125)]).verdict == OFF


def test_the_texts_own_numbers_come_first():
    own = reading(90, basis="own")
    assert judge(claim("100"), [reading(100), own]).verdict == INCONSISTENT
    assert judge(claim("90"), [own]).verdict == SUPPORTED
    assert judge(claim("90"), [own, reading(50)]).verdict == CONTRADICTED


def test_a_fault_of_the_print_comes_before_all():
    assert judge(claim("1", fault="base missing"), [reading(1)]).verdict == NOT_TESTABLE
    twice = claim("2024-10|2025-01", "date", fault="printed twice with different values")
    assert judge(twice, []).verdict == INCONSISTENT


def test_no_reading_gives_the_reason():
    found = judge(claim("1"), [], reason="a quantity that no table holds")
    assert (found.verdict, found.reason) == (NO_DATA, "a quantity that no table holds")
    opinion = judge(claim("1"), [], reason="a judgement", is_opinion=True)
    assert (opinion.verdict, opinion.reason) == (NOT_TESTABLE, "a judgement")


amounts = st.floats(min_value=0.01, max_value=1e6)


@given(stated=amounts, read=amounts, factor=st.sampled_from([1e-3, 1e3]))
def test_the_unit_of_money_does_not_matter(stated, read, factor):
    """The same amounts in another unit give the same word, rounding of print aside."""
    units = {1e-3: "USD_billion", 1e3: "USD_thousand"}
    one = claim(f"{stated:.6f}")
    other = claim(f"{stated * factor:.12f}", units[factor])
    tight = Options(tolerance=0.01)
    word = compare(one, reading(read), tight).word
    assert compare(other, reading(read), tight).word == word


@given(stated=amounts, read=amounts)
def test_a_wider_tolerance_never_takes_support_away(stated, read):
    words = [
        compare(claim(f"{stated:.4f}"), reading(read), Options(tolerance=share)).word
        for share in (0.0, 0.05, 0.2, 0.5)
    ]
    supported = [word == SUPPORTED for word in words]
    assert supported == sorted(supported)
    assert set(words) <= set(VERDICTS)


@given(stated=amounts, read=amounts)
def test_more_than_and_at_most_exclude_each_other(stated, read):
    text = f"{stated:.4f}"
    more = compare(claim(text, comparator="gt"), reading(read)).word == SUPPORTED
    most = compare(claim(text, comparator="lt"), reading(read)).word == SUPPORTED
    assert not (more and most)
