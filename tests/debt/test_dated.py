"""Day counts and dated schedules: by hand, against whole periods, and by their identities."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import debt
from analysis.errors import MeasureError

DAY = pd.Timestamp
days = st.dates(min_value=DAY("1980-01-01").date(), max_value=DAY("2060-12-31").date()).map(DAY)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2014-10-25", "2015-04-25", (182 / 365, 182 / 360, 0.5, 68 / 365 + 114 / 365)),
        ("2015-10-25", "2016-04-25", (183 / 365, 183 / 360, 0.5, 68 / 365 + 115 / 366)),
        ("2015-01-31", "2015-02-28", (28 / 365, 28 / 360, 28 / 360, 28 / 365)),
        ("2016-01-01", "2017-01-01", (366 / 365, 366 / 360, 1.0, 1.0)),
    ],
)
def test_day_counts_by_hand(start, end, expected):
    found = [debt.year_fraction(DAY(start), DAY(end), name) for name in debt.DAY_COUNTS]
    assert found == pytest.approx(list(expected))


@given(first=days, middle=days, last=days)
def test_time_by_day_counts_adds_up(first, middle, last):
    for name in ("actual/365", "actual/360", "actual/actual"):
        parts = [debt.year_fraction(a, b, name) for a, b in ((first, middle), (middle, last))]
        assert sum(parts) == pytest.approx(debt.year_fraction(first, last, name), abs=1e-12)
    for name in debt.DAY_COUNTS:
        forth, back = (debt.year_fraction(*pair, name) for pair in ((first, last), (last, first)))
        assert forth == pytest.approx(-back, abs=1e-12)


@given(
    start=days,
    count=st.integers(1, 40),
    grace=st.integers(0, 39),
    rate=st.floats(0, 0.3),
    name=st.sampled_from(sorted(debt.DAY_COUNTS)),
    capitalise=st.booleans(),
)
def test_dated_principal_adds_up_to_the_face(start, count, grace, rate, name, capitalise):
    dates = debt.payment_dates(start + pd.DateOffset(months=6), count, 2)
    schedule = debt.dated_schedule(
        100.0,
        start=start,
        dates=dates,
        interest_rate=rate,
        payments_in_grace=min(grace, count - 1),
        capitalise_grace=capitalise,
        day_count=name,
    )
    assert math.fsum(schedule["principal"]) == pytest.approx(100, rel=1e-9)
    assert schedule["balance"].iloc[-1] == 0
    assert (schedule["payment"] >= 0).all()


def test_thirty_day_months_equal_the_schedule_in_whole_periods():
    start = DAY("2013-10-25")
    dates = debt.payment_dates(DAY("2014-04-25"), 20, 2)
    dated = debt.dated_schedule(
        3.52, start=start, dates=dates, interest_rate=0.05, payments_in_grace=3, day_count="30E/360"
    )
    whole = debt.equal_principal_schedule(
        3.52, maturity_years=10, grace_years=2, interest_rate=0.05
    )
    assert dated["payment"].tolist() == pytest.approx(whole["payment"].tolist())
    assert debt.value_on(dated, start, 0.05, day_count="30E/360") == pytest.approx(
        debt.present_value(whole, 0.05)
    )


def test_cuban_remainder_on_exact_days():
    """Twenty payments from 25 October 2014 to 25 April 2024, valued at signature."""
    dates = debt.payment_dates(DAY("2014-10-25"), 20, 2)
    schedule = debt.dated_schedule(3.52, start=DAY("2013-10-25"), dates=dates)
    values = [debt.value_on(schedule, DAY("2013-10-25"), r) for r in (0.03, 0.05, 0.08, 0.10, 0.12)]
    assert [round(value, 2) for value in values] == [2.98, 2.68, 2.32, 2.11, 1.93]
    # In whole half-years the note has 2.69 at 5 %; leap days make it 2.685, which rounds down.
    assert values[1] == pytest.approx(2.6849, abs=1e-4)


def test_value_moves_with_the_day():
    dates = debt.payment_dates(DAY("2014-10-25"), 20, 2)
    schedule = debt.dated_schedule(3.52, start=DAY("2013-10-25"), dates=dates)
    early, late = DAY("2013-10-25"), DAY("2014-01-25")
    grown = debt.value_on(schedule, early, 0.05) * 1.05 ** (92 / 365)
    assert debt.value_on(schedule, late, 0.05) == pytest.approx(grown)
    assert debt.value_on(schedule, DAY("2024-04-25"), 0.05) == pytest.approx(0.176)
    assert debt.value_on(schedule, DAY("2024-04-26"), 0.05) == 0
    left = debt.unpaid_on(schedule, DAY("2019-04-25"))
    assert left == pytest.approx({"due": 1.76, "to_come": 1.76})


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"dates": pd.DatetimeIndex([])}, "dates"),
        ({"dates": pd.DatetimeIndex(["2012-01-01"])}, "none before 2013-10-25"),
        ({"dates": pd.DatetimeIndex(["2015-01-01", "2014-01-01"])}, "rising days"),
        ({"payments_in_grace": 2}, "payments_in_grace"),
        ({"day_count": "actual/364"}, "did you mean 'actual/36"),
        ({"interest_rate": -1.0}, "interest_rate"),
        ({"face": 0.0}, "face"),
    ],
)
def test_impossible_days_and_terms_are_refused(change, named):
    arguments = {
        "face": 100.0,
        "start": DAY("2013-10-25"),
        "dates": pd.DatetimeIndex(["2014-01-01", "2015-01-01"]),
    } | change
    face = arguments.pop("face")
    with pytest.raises(MeasureError, match=named):
        debt.dated_schedule(face, **arguments)


def test_a_missing_day_is_refused():
    with pytest.raises(MeasureError, match="start = NaT must be a day"):
        debt.year_fraction(pd.NaT, DAY("2014-01-01"), "actual/365")


def test_capitalised_grace_pays_nothing_and_is_repaid():
    days = pd.DatetimeIndex(["2015-01-01", "2016-01-01"])
    schedule = debt.dated_schedule(
        100.0,
        start=DAY("2014-01-01"),
        dates=days,
        interest_rate=0.10,
        payments_in_grace=1,
        capitalise_grace=True,
    )
    assert schedule["payment"].tolist() == pytest.approx([0, 110 * 1.1])
    assert schedule["principal"].tolist() == pytest.approx([-10, 110])
    assert schedule["balance"].tolist() == pytest.approx([110, 0])


def test_damaged_dated_schedules_are_refused():
    days = pd.DatetimeIndex(["2015-01-01", "2016-01-01"])
    schedule = debt.dated_schedule(100.0, start=DAY("2014-01-01"), dates=days)
    for damaged, named in (
        (schedule.assign(date=[days[0], pd.NaT]), "date is missing"),
        (schedule.assign(payment=[50.0, None]), "payment is missing"),
        (schedule.drop(columns="date"), "has no column date"),
    ):
        with pytest.raises(MeasureError, match=named):
            debt.value_on(damaged, DAY("2014-01-01"), 0.05)
        with pytest.raises(MeasureError, match=named):
            debt.unpaid_on(damaged, DAY("2014-01-01"))
    with pytest.raises(MeasureError, match="day = NaT"):
        debt.unpaid_on(schedule, pd.NaT)
