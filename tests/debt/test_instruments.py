"""Reported terms as instruments: the check numbers, what is assumed, and ranges."""

import pandas as pd
import pytest

from analysis import debt, tables
from analysis.debt import instruments
from analysis.errors import MeasureError

RULES = {"at_5": 0.05, "at_10": 0.10}


@pytest.fixture(scope="module")
def terms():
    return tables.load("debt/terms")


@pytest.fixture(scope="module")
def values(terms):
    return instruments.evaluate(terms, 0.05, rules=RULES).set_index("instrument")


@pytest.mark.parametrize(
    ("name", "at_5", "at_10"),
    [
        ("cub-2006-loan", -0.35, 23.35),
        ("cub-2006-rescheduling", -0.35, 23.35),
        ("cub-2009-20m", -0.35, 23.35),
        ("cub-2009-machinery", -10.06, 11.63),
        ("arg-2015-chihuido", -14.02, 22.31),
        ("bol-2010-offer", 42.55, 65.31),
    ],
)
def test_grant_elements_of_the_note_come_from_the_table(values, name, at_5, at_10):
    found = values.loc[name, ["grant_element_at_5_pct", "grant_element_at_10_pct"]]
    assert found.astype(float).round(2).tolist() == [at_5, at_10]


def test_amounts_of_the_note_come_from_the_table(terms):
    rows = terms.set_index("instrument")
    cuba = rows.loc["cub-2013-settlement"]
    assert cuba["claim"] - cuba["face"] == pytest.approx(31.68e9)  # reported as 31.7
    assert round(cuba["rouble_claim"] / 24.78e9, 4) == 0.6251
    nicaragua = rows.loc["nic-1996-settlement"]
    assert debt.face_haircut(nicaragua["claim"], nicaragua["face"]) == pytest.approx(90)
    guyana = rows.loc["guy-2004-relief"]
    assert round(debt.face_haircut(guyana["claim"], guyana["face"]), 2) == 98.32
    # The note multiplies the rounded 16.57 million; the claim to the cent leaves 59 dollars more.
    assert round(16.57e6 * (1 - 0.9832)) == 278_376
    assert guyana["face"] == pytest.approx(278_434.77, abs=0.005)
    assert rows.loc["guy-2013-cancellation", "claim"] == 277_490.24
    assert rows.loc["arg-2015-chihuido", "face"] == pytest.approx(0.85 * 1_948e6, rel=1e-3)
    assert rows.loc["per-1996-buy-back", "face"] == 162e6


@pytest.mark.parametrize(
    ("valued_at", "expected"),
    [
        ("term_start", [3.02, 2.75, 2.41, 2.22, 2.05]),
        ("signature", [2.98, 2.69, 2.32, 2.11, 1.93]),
    ],
)
def test_present_values_of_the_note(terms, valued_at, expected):
    found = [
        debt.examine(terms, "cub-2013-settlement", rate, valued_at=valued_at)
        for rate in (0.03, 0.05, 0.08, 0.10, 0.12)
    ]
    assert [round(each.headline["present_value"] / 1e9, 2) for each in found] == expected


def test_payments_of_2013_are_those_of_the_agreement(terms):
    detail = debt.examine(terms, "cub-2013-settlement", 0.05)
    payments = detail.payments
    assert [f"{day:%Y-%m-%d}" for day in payments["date"].iloc[[0, 19]]] == [
        "2014-10-25",
        "2024-04-25",
    ]
    assert payments["payment"].tolist() == pytest.approx([176e6] * 20)
    measures = detail.measures.set_index("convention")
    assert measures["sz_haircut_pct"].round(1).tolist() == [92.2, 92.2, 93.7]
    assert measures["face_haircut_pct"].tolist() == pytest.approx([90] * 3)
    assert detail.headline["cash_haircut_pct"] == 100  # all payments stay in Cuba
    assert set(detail.by_day_count["day_count"]) == set(debt.DAY_COUNTS)


def test_a_total_of_interest_gives_the_rate(terms):
    arrears = instruments.read(terms, "cub-2021-arrears")
    whole = instruments.with_terms(arrears, first_payment_years=0.5)
    assert whole.schedule()["interest"].sum() == pytest.approx(11e6)
    assert "interest_rate" not in arrears.unstated()
    chosen = instruments.with_terms(arrears, interest_rate=0.0)
    assert chosen.schedule()["interest"].sum() == 0


def test_ranges_hold_the_value_and_widen_with_what_is_unstated(values):
    valued = values.dropna(subset="present_value")
    assert (valued["present_value_lowest"] <= valued["present_value"]).all()
    assert (valued["present_value"] <= valued["present_value_highest"]).all()
    stated = valued[valued["unstated"] == ""]
    assert (stated["present_value_lowest"] == stated["present_value_highest"]).all()
    open_rate = valued[valued["unstated"].str.contains("interest rate")]
    assert (open_rate["present_value_highest"] > open_rate["present_value"]).all()
    claims = valued.dropna(subset="claim")
    assert claims["haircut_lowest_pct"].le(claims["haircut_highest_pct"]).all()
    assert claims["haircut_highest_pct"].le(100).all()


def test_what_has_no_years_has_no_value_and_says_so(terms, values):
    lacking = values[values["present_value"].isna()]
    assert len(lacking) == 12
    assert set(lacking["unstated"]) == {"the term of years"}
    with pytest.raises(MeasureError, match="give the years"):
        instruments.read(terms, "ven-2009-arms-credit").schedule()
    detail = debt.examine(terms, "ven-2009-arms-credit", 0.05)
    assert "no source gives" in detail.reason
    assert detail.payments.empty and pd.isna(detail.headline["present_value"])
    given_years = debt.examine(terms, "ven-2009-arms-credit", 0.05, maturity_years=7)
    assert len(given_years.payments) == 14 and not given_years.reason


def test_cancelled_and_bought_back_claims_have_no_terms(terms, values):
    assert values.loc["nic-2004-cancellation", "haircut_pct"] == 100
    assert values.loc["per-1996-buy-back", "haircut_pct"] == pytest.approx(83.8)
    for name in ("nic-2004-cancellation", "per-1996-buy-back"):
        detail = debt.examine(terms, name, 0.10)
        assert detail.reason and detail.moved.empty and len(detail.steps) == 6


@pytest.mark.parametrize("valued_at", ["term_start", "signature"])
def test_every_instrument_can_be_looked_into(terms, valued_at):
    for name in terms["instrument"]:
        detail = debt.examine(terms, name, 0.05, valued_at=valued_at)
        if detail.reason:
            continue
        assert detail.grid["haircut_pct"].le(100).all()
        assert {"discount rate", "payments that stay"} <= set(detail.moved["choice"])


def test_chain_of_cuban_events_runs_to_2040(terms):
    spells = instruments.spells(terms[terms["debtor_iso3"] == "CUB"]).set_index("instrument")
    last = spells["last_payment"]
    assert int(last["cub-2013-settlement"]) == 2024
    assert last["cub-2023-power-deferred"] == pytest.approx(2040.96, abs=0.05)
    assert len(instruments.read(terms, "cub-2023-power-deferred").schedule()) == 26
    known = spells.dropna(subset="first_principal")
    assert (known["first_principal"] >= known["signed"]).all()


def test_unknown_instruments_are_refused_with_the_nearest_name(terms):
    with pytest.raises(MeasureError, match="did you mean 'cub-2006-loan'"):
        instruments.read(terms, "cub-2006-laon")
    with pytest.raises(MeasureError, match="open end"):
        instruments.middle_day("before 1991")


def test_an_empty_selection_gives_empty_tables(terms):
    nothing = terms.iloc[:0]
    assert instruments.evaluate(nothing, 0.05, rules=RULES).empty
    assert "last_payment" in instruments.spells(nothing)
    assert debt.claims_at_rates(nothing, [0.6]).empty
    assert instruments.implied_rates(nothing, tables.load("debt/events")).empty


def test_implied_rates_rest_on_reports_of_interest(terms):
    events = tables.load("debt/events")
    implied = instruments.implied_rates(terms, events).set_index("instrument")
    assert implied["basis"].to_dict() == {
        "cub-2021-arrears": "total",
        "ven-2017-restructuring": "period",
    }
    # 100 million for half a year on 3,150 million; 11 million over the life of 57 million.
    assert implied.loc["ven-2017-restructuring", "rate_pct"] == pytest.approx(100 * 2 * 100 / 3150)
    assert implied.loc["cub-2021-arrears", "rate_pct"] == pytest.approx(5.938, abs=5e-4)
    arrears = debt.equal_principal_schedule(
        57e6, maturity_years=6, interest_rate=implied.loc["cub-2021-arrears", "rate_pct"] / 100
    )
    assert arrears["interest"].sum() == pytest.approx(11e6)
    without = events[events["event"] != "payment"]
    with pytest.raises(MeasureError, match="0 events have debtor_iso3 'VEN'"):
        instruments.implied_rates(terms, without)


def test_chosen_terms_that_cannot_be_are_refused(terms):
    chosen = instruments.choose_terms(terms, "nic-1996-settlement", write_off_share=0.5)
    assert (chosen.claim, chosen.face) == (3.44e9, 1.72e9)
    with pytest.raises(MeasureError, match="leaves nothing of maturity_years = 15"):
        instruments.choose_terms(terms, "nic-1996-settlement", grace_years=15)
    with pytest.raises(
        MeasureError, match=r"write_off_share = 1.0 must be a number from 0 below 1"
    ):
        instruments.choose_terms(terms, "nic-1996-settlement", write_off_share=1.0)
    # Without years there is nothing that a grace could leave.
    open_end = instruments.choose_terms(terms, "ven-2009-arms-credit", grace_years=15)
    assert open_end.grace_years == 15


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"face": None}, "face is missing"),
        ({"face": -1.0}, "face = -1.0"),
        ({"claim": "35"}, "claim = '35'"),
        ({"payments_per_year": 2.5}, "payments_per_year = 2.5 must be a whole number"),
        ({"stays_pct": 101}, "stays_pct = 101"),
        ({"debtor_iso3": "CUX"}, "unknown debtor_iso3 'CUX'"),
        ({"instrument": "arg-2016-chihuido"}, "more than one row for"),
        ({"interest_rate_pct": -5.0}, "interest_rate_pct = -5.0"),
        ({"maturity_years": float("inf")}, "maturity_years = inf"),
        ({"roubles_per_dollar": 0.0}, "roubles_per_dollar = 0.0"),
    ],
)
def test_damaged_terms_are_refused(terms, change, named):
    damaged = terms.astype(dict.fromkeys(change, object))
    for column, value in change.items():
        damaged.loc[0, column] = value
    for call in (
        lambda: instruments.read(damaged, "cub-2013-settlement"),
        lambda: instruments.evaluate(damaged, 0.05, rules=RULES),
        lambda: instruments.spells(damaged),
        lambda: instruments.stated_range(damaged),
        lambda: debt.examine(damaged, "cub-2013-settlement", 0.05),
        lambda: debt.claims_at_rates(damaged, [0.6]),
    ):
        with pytest.raises(MeasureError, match=named):
            call()


def test_rates_and_day_counts_are_checked(terms):
    for call, named in (
        (lambda: instruments.evaluate(terms, 5, rules=RULES), "discount_rate = 5"),
        (lambda: instruments.evaluate(terms, 0.05, rules={"at_5": 5}), "rules = 5"),
        (lambda: instruments.spells(terms, day_count="actual/366"), "did you mean 'actual/36"),
        (lambda: instruments.read(terms.drop(columns="claim"), "x"), "has no column claim"),
    ):
        with pytest.raises(MeasureError, match=named):
            call()
