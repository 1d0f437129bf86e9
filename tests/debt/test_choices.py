"""How far each choice moves a value, one at a time."""

import pytest

from analysis import debt, tables
from analysis.debt import instruments
from analysis.debt.choices import STAYS
from analysis.errors import MeasureError

RATES = (0.6, 0.625, 0.64, 1.0)


@pytest.fixture(scope="module")
def cuba():
    return instruments.read(tables.load("debt/terms"), "cub-2013-settlement")


@pytest.fixture(scope="module")
def moved(cuba):
    choices = debt.list_choices(
        cuba,
        interest_rates=[0.0, 0.05, 0.07],
        currency_rates=RATES,
        conversion=debt.Conversion(0.6, 15.49e9),
        currency_name="roubles",
    )
    return debt.vary_choices(cuba, 0.05, choices).set_index(["choice", "tried"])


def test_each_choice_is_tried_and_says_what_is_in_use(moved):
    tried = {
        name: list(rows.index.get_level_values("tried"))
        for name, rows in moved.groupby(level=0, sort=False)
    }
    assert tried == {
        "discount rate": ["3 %", "5 %", "8 %", "10 %", "12 %"],
        "years of the term": ["5", "15"],
        "interest on it": ["0 %", "5 %", "7 %"],
        "payments a year": ["1", "2", "4"],
        "years to the first payment": ["0.5", "1"],
        "roubles per dollar": ["0.6", "0.625", "0.64", "1"],
        STAYS: ["0 %", "50 %", "100 %"],
    }
    used = moved["in_use"].groupby(level=0, sort=False).first().to_dict()
    assert used == {
        "discount rate": "5 %",
        "years of the term": "10",
        "interest on it": "not stated",
        "payments a year": "2",
        "years to the first payment": "1",
        "roubles per dollar": "0.6",
        STAYS: "100 %",
    }


def test_a_choice_moves_its_own_term_and_leaves_the_rest(cuba, moved):
    in_use = debt.find_headline(cuba, 0.05)
    for same in (("discount rate", "5 %"), ("interest on it", "0 %"), ("payments a year", "2")):
        assert moved.loc[same, "haircut_pct"] == pytest.approx(in_use["haircut_pct"])
    assert moved.loc["discount rate", "haircut_pct"].is_monotonic_increasing
    longer = debt.equal_principal_schedule(3.52e9, maturity_years=15, first_payment_years=1.0)
    value = debt.present_value(longer, 0.05)
    assert moved.loc[("years of the term", "15"), "present_value"] == pytest.approx(value)
    at_7 = debt.equal_principal_schedule(
        3.52e9, maturity_years=10, first_payment_years=1.0, interest_rate=0.07
    )
    value = debt.present_value(at_7, 0.05)
    assert moved.loc[("interest on it", "7 %"), "present_value"] == pytest.approx(value)
    # At 1 rouble a dollar the claim is smaller, the rest is not.
    at_1 = moved.loc[("roubles per dollar", "1")]
    assert at_1["present_value"] == pytest.approx(in_use["present_value"])
    claim = 35.2e9 - 15.49e9 / 0.6 + 15.49e9
    assert at_1["haircut_pct"] == pytest.approx(100 * (1 - in_use["present_value"] / claim))
    cash = moved.loc[STAYS, "cash_haircut_pct"].tolist()
    assert cash == pytest.approx([in_use["haircut_pct"], 50 + in_use["haircut_pct"] / 2, 100])


def test_what_stays_counts_as_chosen(cuba):
    whole = debt.find_headline(cuba, 0.05)
    assert whole["cash_value"] == 0 and whole["cash_haircut_pct"] == 100
    half = debt.find_headline(cuba, 0.05, 0.5)
    assert half["cash_value"] == pytest.approx(whole["present_value"] / 2)
    stays = debt.list_choices(cuba, interest_rates=[])[-1:]
    moved = debt.vary_choices(cuba, 0.05, stays, worth_of_local=0.5)
    assert moved[moved["tried"] == "100 %"]["cash_value"].item() == half["cash_value"]
    with pytest.raises(MeasureError, match="worth_of_local = 2"):
        debt.find_headline(cuba, 0.05, 2)


def test_what_cannot_be_is_left_out(cuba):
    short = instruments.with_terms(cuba, maturity_years=2.5)
    moved = debt.vary_choices(short, 0.05, debt.list_choices(short, interest_rates=[0.0]))
    # Two and a half years are no whole number of yearly payments, and five less are none at all.
    assert moved[moved["choice"] == "payments a year"]["tried"].tolist() == ["2", "4"]
    assert moved[moved["choice"] == "years of the term"]["tried"].tolist() == ["7.5"]
    unknown = instruments.read(tables.load("debt/terms"), "ven-2009-arms-credit")
    with pytest.raises(MeasureError, match="give the years"):
        debt.vary_choices(unknown, 0.05, [])
    for rate in (5, True, float("nan")):
        with pytest.raises(MeasureError, match="discount_rate = "):
            debt.vary_choices(cuba, rate, [])
