"""One claim in two currencies and at two dates."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import debt, tables
from analysis.errors import MeasureError

ROUBLES = debt.OldCurrency("SUR", "Soviet roubles", 0.6)


def test_rouble_claim_at_both_rates():
    assert round(debt.convert(15.49, 0.625), 2) == 24.78
    assert round(debt.convert(15.49, 0.6), 1) == 25.8


def test_real_terms_and_growth():
    cpi = pd.Series({1990: 130.658, 2014: 236.736})
    assert round(debt.at_prices_of(24.78, cpi, 1990, 2014), 1) == 44.9
    assert round(debt.annual_growth(24.78, 35.2, 23), 1) == 1.5
    assert round(debt.annual_growth(24.78, 35.2, 24), 1) == 1.5


def test_reconcile_marks_what_is_inference():
    steps = debt.reconcile(15.49e9, 24.78e9, 35.2e9, ROUBLES)
    assert steps["value"].iloc[2] == pytest.approx(0.6251, abs=5e-5)
    assert steps["value"].iloc[6] == pytest.approx(35.2e9 - 15.49e9 / 0.6)
    assert steps["basis"].iloc[6] == "inference"
    cheap = debt.OldCurrency("SUR", "Soviet roubles", 0.4)
    # At a rate that gives more than the second figure, there is no rest to explain.
    assert debt.reconcile(15.49e9, 24.78e9, 35.2e9, cheap)["basis"].iloc[6] == "arithmetic"


@given(roubles=st.floats(0, 1e12), rate=st.floats(0.1, 10))
def test_conversion_there_and_back(roubles, rate):
    assert debt.convert(roubles, rate) * rate == pytest.approx(roubles)


@pytest.mark.parametrize(
    ("rate", "expected"), [(0.6, 35.2), (0.625, 34.17), (0.64, 33.59), (1.0, 24.87)]
)
def test_cuban_claim_at_other_rouble_rates(rate, expected):
    found = debt.claim_at_rate(35.2, rate, debt.Conversion(0.6, 15.49))
    assert round(found, 2) == expected


@given(claim=st.floats(1, 1e11), old=st.floats(0.1, 10), new=st.floats(0.1, 10))
def test_conversion_to_another_rate_and_back(claim, old, new):
    there = debt.claim_at_rate(claim, new, debt.Conversion(old))
    assert debt.claim_at_rate(there, old, debt.Conversion(new)) == pytest.approx(claim)


def test_a_part_above_the_claim_is_refused():
    with pytest.raises(MeasureError, match="no more than the claim of 10"):
        debt.claim_at_rate(10, 0.6, debt.Conversion(0.6, 7))


def test_claims_at_rates_are_those_of_single_claims():
    table = debt.claims_at_rates(tables.load("debt/terms"), [0.6, 0.64]).set_index("instrument")
    assert table.index.tolist() == [
        "cub-2013-settlement",
        "nic-1996-settlement",
        "per-1996-buy-back",
    ]
    assert table.loc["nic-1996-settlement", "converted"] == pytest.approx(3.44e9 * 0.64)
    assert table.loc["nic-1996-settlement", "rest_usd"] == pytest.approx(0, abs=1e-3)
    assert table.loc["nic-1996-settlement", "at_0.6_usd"] == pytest.approx(3.44e9 * 0.64 / 0.6)
    cuba = table.loc["cub-2013-settlement"]
    assert cuba["rest_usd"] == pytest.approx(35.2e9 - 15.49e9 / 0.6)
    assert cuba["at_0.64_usd"] == pytest.approx(cuba["rest_usd"] + 15.49e9 / 0.64)


def test_agreed_rates_are_those_that_terms_were_converted_at():
    rates, terms = tables.load("debt/agreed_rates"), tables.load("debt/terms")
    agreed = rates[rates["basis"] == "agreed"]
    assert set(terms["roubles_per_dollar"].dropna()) <= set(agreed["per_usd"])
    assert rates.set_index("name")["per_usd"].to_dict() == {
        "Cuba 2013": 0.6,
        "implied for Cuba 1990": 0.625,
        "Nicaragua 1996": 0.64,
        "transferable": 1.0,
    }


def test_amounts_in_an_unknown_currency_are_refused():
    rows = pd.DataFrame({"amount": [1.0, 2.0, None], "currency": ["EUR", None, "CHF"]})
    with pytest.raises(MeasureError, match="EUR, no currency; only USD and SUR"):
        debt.in_dollars(rows, ROUBLES)
    with pytest.raises(MeasureError, match="only USD"):
        debt.in_dollars(rows.iloc[:1])
    with pytest.raises(MeasureError, match=r"amount = -1\.0"):
        debt.in_dollars(pd.DataFrame({"amount": [-1.0], "currency": ["USD"]}))
    assert debt.in_dollars(rows.iloc[:0]).empty


def test_paths_lead_on_from_the_first_figure():
    paths = debt.paths_from(10.0, 1990, 1992, 50.0, pd.Series({1990: 2.0, 1991: 3.0, 1992: 5.0}))
    steady, prices = (rows["value_usd"].tolist() for _, rows in paths.groupby("path", sort=False))
    assert (steady, prices) == ([10.0, 15.0, 22.5], [10.0, 15.0, 25.0])
    assert paths["year"].tolist() == [1990.5, 1991.5, 1992.5] * 2
    assert paths["path"].iloc[0] == "the first figure, growing by 50.0 % a year"


PRICES = pd.Series({1990: 100.0, 2013: 178.0})


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: debt.convert(1.0, 0.0), "per_dollar = 0.0"),
        (lambda: debt.annual_growth(1.0, 2.0, 0.0), "years"),
        (lambda: debt.annual_growth(1.0, -2.0, 1.0), "last"),
        (lambda: debt.at_prices_of(1.0, PRICES, 1990, 2014), "do not cover 2014"),
        (lambda: debt.at_prices_of(1.0, PRICES, 1990.5, 2013), "from_year"),
        (lambda: debt.at_prices_of(1.0, [1, 2], 1990, 2013), "price_index"),
        (lambda: debt.paths_from(-1.0, 1990, 2013, 1.5, PRICES), "first"),
        (lambda: debt.reconcile(0.0, 1.0, 1.0, ROUBLES), "claim = 0.0"),
        (lambda: debt.reconcile(1.0, 1.0, 0.0, ROUBLES), "dollars_later"),
        (lambda: debt.claims_at_rates(tables.load("debt/terms"), [0.0]), "rates = 0.0"),
    ],
)
def test_impossible_input_is_refused_by_name(call, named):
    with pytest.raises(MeasureError, match=named):
        call()
