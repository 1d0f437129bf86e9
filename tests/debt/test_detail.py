"""One instrument from all sides."""

import pandas as pd
import pytest

from analysis import debt, tables
from analysis.errors import MeasureError


@pytest.fixture(scope="module")
def terms():
    return tables.load("debt/terms")


def test_haircuts_by_day_of_valuation_are_both_there(terms):
    by_day = [
        debt.examine(terms, "cub-2013-settlement", 0.05, valued_at=day).haircut_by_day
        for day in ("term_start", "signature")
    ]
    assert by_day[0] == by_day[1]
    assert {day: round(value, 2) for day, value in by_day[0].items()} == {
        "term_start": 92.18,
        "signature": 92.37,
    }
    loan = debt.examine(terms, "cub-2006-loan", 0.05)
    assert set(loan.haircut_by_day) == {"term_start"}  # no first payment is reported


def test_present_values_by_day_count_are_those_of_exact_days(terms):
    found = debt.examine(terms, "cub-2013-settlement", 0.05).by_day_count
    values = (found.set_index("day_count")["present_value"] / 1e6).round(3)
    assert values["actual/365"] == 2684.939
    assert values["actual/360"] == 2675.231
    assert values["30E/360"] == 2685.298


def test_chosen_terms_reach_every_part(terms):
    detail = debt.examine(
        *(terms, "cub-2013-settlement", 0.08),
        maturity_years=5,
        payments_per_year=1,
        interest_rate=0.04,
        write_off_share=0.5,
        stays_share=0.5,
        worth_of_local=0.25,
        currency_rates=[0.5, 0.7],
        currency_name="roubles",
    )
    schedule = debt.equal_principal_schedule(
        17.6e9, maturity_years=5, payments_per_year=1, interest_rate=0.04
    )
    assert detail.payments["payment"].tolist() == pytest.approx(schedule["payment"].tolist())
    value = debt.present_value(schedule, 0.08)
    assert detail.headline["present_value"] == pytest.approx(value)
    assert detail.headline["cash_value"] == pytest.approx(value * (0.5 + 0.5 * 0.25))
    assert detail.steps["amount"].iloc[[0, 1]].tolist() == pytest.approx([35.2e9, -17.6e9])
    assert detail.measures["discount_rate_pct"].tolist() == [8, 5, 10]
    in_grid = detail.grid[
        (detail.grid["maturity_years"] == 5) & (detail.grid["discount_rate"] == 0.08)
    ]
    assert in_grid["haircut_pct"].item() == pytest.approx(detail.headline["haircut_pct"])
    rates = detail.moved[detail.moved["choice"] == "roubles per dollar"]
    assert rates["tried"].tolist() == ["0.5", "0.7"]
    all_stays = detail.swap[
        (detail.swap["stays_share"] == 1) & (detail.swap["discount_rate"] == 0.08)
    ]
    assert all_stays["cash"].item() == pytest.approx(value / 4)
    at_signature = detail.curve[detail.curve["convention"] == "on the day of signature"]
    assert at_signature["first_payment_years"].unique().tolist() == [1.0]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"valued_at": "today"}, "valued_at = 'today'"),
        ({"day_count": "actual/366"}, "did you mean"),
        ({"worth_of_local": 2}, "worth_of_local = 2"),
        ({"discount_rate": 5}, "0.05 is 5 %"),
        ({"currency_rates": [0.0]}, "currency_rates"),
        ({"interest_rate": 7}, "interest_rate = 7"),
    ],
)
def test_impossible_choices_are_refused_by_name(terms, change, named):
    values = {"discount_rate": 0.05} | change
    with pytest.raises(MeasureError, match=named):
        debt.examine(terms, "cub-2013-settlement", values.pop("discount_rate"), **values)


def test_empty_parts_are_not_shared_between_details(terms):
    first, second = (debt.examine(terms, "ven-2009-arms-credit", 0.05) for _ in range(2))
    assert first.payments is not second.payments
    assert isinstance(first.grid, pd.DataFrame) and first.grid.empty
