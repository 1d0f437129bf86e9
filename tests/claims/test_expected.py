"""The verdicts that the compilers' notes expect, and the numbers behind them."""

import pytest

from analysis import claims
from analysis.claims.verdicts import (
    CONTRADICTED,
    INCONSISTENT,
    NO_DATA,
    NOT_TESTABLE,
    OFF,
    PLAUSIBLE,
    SLIP,
    SUPPORTED,
)

# What was found while the claims were compiled, in the words of the verdicts: "partly" is off,
# plausible or supported by one of several definitions; "inconclusive" is plausible or no data.
EXPECTED = {
    # the list of suspicious claims
    "s1-un-abstain-lac4": CONTRADICTED,
    "s4-exports-2024": CONTRADICTED,
    "s4-imports-2024": CONTRADICTED,
    "s0-ven-petrol-80bn": SLIP,
    "s1-bra-mi35-cost": SLIP,
    "s0-debt-cuba-1990": SUPPORTED,
    "s1-debt-352": SUPPORTED,
    "s1-debt-156": CONTRADICTED,
    "s0-rio-visit-2002": CONTRADICTED,
    "s1-rio-putin-2003": OFF,  # 1 April against March
    "s0-rio-population": OFF,
    "s0-trade-lac-2002": CONTRADICTED,
    "s0-trade-partners-rank": INCONSISTENT,
    "s0-trade-chl": INCONSISTENT,
    "s0-trade-per-bal": INCONSISTENT,
    "s0-trade-col-decline": INCONSISTENT,
    "s0-new-relations-1990s": INCONSISTENT,
    "s0-oldest-relations": INCONSISTENT,
    "s0-missions-26": CONTRADICTED,
    "s0-mission-dom": CONTRADICTED,
    "s0-mission-sur": CONTRADICTED,
    "s0-tlatelolco-russia": CONTRADICTED,
    "s0-ven-12contracts": OFF,  # the number is right, the years are not
    "s0-ven-arms-4400": OFF,
    "s1-ven-arms-54": PLAUSIBLE,
    "s0-bra-su-24": CONTRADICTED,
    "s0-bra-aircraft-12": PLAUSIBLE,  # a plan: no order refutes it
    "s1-bra-pantsir": PLAUSIBLE,
    "s1-per-t90": PLAUSIBLE,
    "s1-ven-first-partner": CONTRADICTED,
    "s1-expshare-fertilizer": CONTRADICTED,
    "s1-expshare-metals": CONTRADICTED,
    "s1-recognition-2": OFF,
    "s1-gdp-rank": CONTRADICTED,
    "s1-nic-moskva-2013": CONTRADICTED,
    "s1-superjet": CONTRADICTED,
    "s0-ven-oil-rank4": CONTRADICTED,
    "s0-mex-opec": CONTRADICTED,
    "s0-opec-caracas-2001": CONTRADICTED,
    "s0-sugar-bra-45": NOT_TESTABLE,
    "s0-trade-cub-1746": NOT_TESTABLE,
    "s0-lourdes-3pct": NOT_TESTABLE,
    "s0-ven-agreements-27": NOT_TESTABLE,
    "s2-gulf-60": NOT_TESTABLE,
    "s2-alba-11": CONTRADICTED,
    "s2-lithium-rare": CONTRADICTED,
    "s2-brics-ven": CONTRADICTED,
    "s4-gdp-arg-only": CONTRADICTED,
    "s4-uaz-start": INCONSISTENT,
    "s4-tour-ven-2024h1": PLAUSIBLE,
    "s4-trade-2023-flat": NO_DATA,
    # supported while compiling
    "s4-visa-27": SUPPORTED,
    "s4-celac-2012": SUPPORTED,
    "s1-un-against-11": SUPPORTED,
    "s1-un-abstain-58": SUPPORTED,
    "s1-un-against-lac4": SUPPORTED,
    "s1-un-for-lac13": SUPPORTED,
    "s1-un-g20-two": SUPPORTED,
    "s0-dr-count33": SUPPORTED,
    "s4-bra-11bn": SUPPORTED,
    "s0-trade-bra-2003": SUPPORTED,
    "s1-fosagro-70": SUPPORTED,
    "s4-nic-bus-550": SUPPORTED,
    "s4-igc-5": SUPPORTED,
    "s1-bra-mi35-12": SUPPORTED,
    "s1-ven-s300": SUPPORTED,
    "s0-visit-soviet-cub": SUPPORTED,
    "s1-soviet-visits-2": SUPPORTED,
    # the notes on trade
    "s1-trade-1992": PLAUSIBLE,
    "s1-trade-2006": OFF,  # "start roughly supported": 12 % above
    "s1-trade-2014": OFF,
    "s1-trade-1819": OFF,
    "s0-trade-bra-balance": SUPPORTED,
    "s0-trade-cub-2002": CONTRADICTED,
    "s0-trade-cub-2003": SUPPORTED,
    "s1-col-375": SUPPORTED,
    "s1-col-2thirds": SUPPORTED,
    "s1-trade-top12": SUPPORTED,
    "s1-impshare-cut-flowers": PLAUSIBLE,
    "s1-impshare-raw-tobacco": PLAUSIBLE,
    "s1-impshare-bananas": NO_DATA,
    "s1-bra-1pct": SUPPORTED,  # the note has plausible: 1.3 rounds to 1
    # the evidence that was contradicted, partly right, or inconclusive
    "s0-dr-bol": CONTRADICTED,
    "s1-lula-2003": CONTRADICTED,
    "s4-tour-ven-2023": CONTRADICTED,
    "s4-unemployment": OFF,  # the note has contradicted: 7 against 6.5 and 6.1
    "s4-tour-cub-double": OFF,  # the note has contradicted: 1.67 against 2
    "s4-tour-cub-2024h1": OFF,  # the note has inconclusive: the higher source alone
    "s1-squadron-2008": OFF,
    "s0-ven-relations-broken": OFF,
    "s4-students-4600": OFF,
    "s1-primakov-9697": PLAUSIBLE,
    "s1-rio-1999": PLAUSIBLE,
    "s4-insulin-85": PLAUSIBLE,  # the note has supported, "on the path"
    "s1-brics-100": SUPPORTED,  # by the authorised capital; by the subscribed, not
    "s1-brics-200": SUPPORTED,
    "s4-nic-bus-loan": SUPPORTED,
    "s1-toachi": SUPPORTED,
    "s0-ven-most-frequent": SUPPORTED,
    "s1-pew-ven-2013-like": SUPPORTED,
    "s1-pew-ven-2013-dislike": SUPPORTED,
    "s1-pew-ven-2014-like": SUPPORTED,
    "s1-pew-ven-2014-dislike": SUPPORTED,
    "s1-pew-bra-2014": SUPPORTED,
    "s4-tour-cub-2023": SUPPORTED,
    "s4-tour-cub-precovid": SUPPORTED,
    "s4-inflation-lac": SUPPORTED,
    "s4-inflation-arg": SUPPORTED,
    "s4-inflation-ven": SUPPORTED,
    "s1-debt-90": SUPPORTED,
    "s1-debt-10invest": SUPPORTED,
    "s1-loan-355": SUPPORTED,
    "s0-ven-credit-1bn": SUPPORTED,
}


@pytest.mark.parametrize(("claim_id", "verdict"), EXPECTED.items())
def test_verdict_is_the_expected_one(audit, claim_id, verdict):
    assert audit[claim_id].verdict == verdict


@pytest.mark.parametrize("code", ["lac", "bra", "mex", "arg", "col", "chl", "per"])
def test_growth_claims_agree_with_the_estimates(audit, code):
    assert audit[f"s4-gdp-{code}"].verdict == SUPPORTED


def test_every_claim_has_a_verdict_or_a_reason(ledger):
    assert len(ledger) == 473
    assert set(ledger["verdict"]) <= set(claims.VERDICTS)
    silent = ledger["verdict"].isin([NO_DATA, NOT_TESTABLE])
    assert (ledger.loc[silent, "reason"] != "").all()
    assert (ledger.loc[~silent, "readings"] > 0).all()
    assert (ledger["sentence"].str.len() > 20).all()


def test_exactly_five_balances_are_wrong(ledger):
    wrong = ledger[(ledger["item"] == "table 3") & (ledger["verdict"] == INCONSISTENT)]
    assert sorted(wrong.index) == [
        f"s0-t3-{cell}" for cell in ("arg-2004", "bra-2004", "per-2002", "pry-2003", "ury-2002")
    ]


def test_mexico_is_wrong_by_an_order_of_magnitude(ledger):
    for table in (1, 2):
        for year in (2000, 2001):
            assert ledger.loc[f"s0-t{table}-mex-{year}", "verdict"] == CONTRADICTED


def test_the_columns_of_2004_are_told_to_be_part_of_a_year(ledger):
    cells = ledger[ledger["item"].isin(["table 1", "table 2"])]
    low = cells[cells["remark"] != ""]
    assert set(low["period"]) == {"2004"}
    assert set(low["item"]) == {"table 1", "table 2"}


def readings(audit, claim_id):
    rows = audit.readings
    return rows[rows["claim_id"] == claim_id]


def test_turnover_of_2002_by_all_definitions(audit):
    found = [
        c.reading.value.low / 1e9
        for c in audit["s0-trade-lac-2002"].comparisons
        if c.reading.basis == "independent"
    ]
    assert sorted(round(value, 2) for value in found) == [3.05, 3.35, 5.61]
    with_offshore = claims.audit(
        [audit["s0-trade-lac-2002"].claim], claims.Options(region="offshore")
    )
    assert with_offshore["s0-trade-lac-2002"].verdict == OFF
    assert with_offshore["s0-trade-lac-2002"].decisive.ratio == pytest.approx(0.944, abs=1e-3)


def test_check_numbers_of_turnover(audit):
    for claim_id, billion in (("s1-trade-2006", 7.823), ("s1-trade-2014", 16.088)):
        decisive = audit[claim_id].decisive.reading
        assert decisive.value.low / 1e9 == pytest.approx(billion, abs=5e-4)
    assert audit["s1-trade-1992"].decisive.reading.value.low / 1e9 == pytest.approx(0.749, abs=1e-3)
    assert audit["s1-trade-1992"].decisive.reading.bound == "at_least"


def test_colombia_by_both_reporters(ledger):
    row = ledger.loc["s1-col-375"]
    assert (round(row["low"]), round(row["high"])) == (365, 518)
    shares = ledger.loc["s1-col-2thirds"]
    assert (round(shares["low"]), round(shares["high"])) == (62, 78)


def test_the_fourteen_that_abstained(audit):
    reading = audit["s1-un-abstain-lac4"].decisive.reading
    assert reading.value.low == 14
    assert reading.definition.count(",") == 13


def test_rouble_claim_at_three_rates(audit):
    found = {
        round(c.reading.value.low / 1e9, 2)
        for c in audit["s0-debt-cuba-1990"].comparisons
        if "15.49" in c.reading.definition
    }
    assert found == {24.2, 24.78, 25.82}


def test_bus_loan_to_the_last_digit(audit):
    reading = audit["s4-nic-bus-loan"].decisive.reading
    assert reading.value.low / 1e6 == pytest.approx(16.832, abs=2e-3)


def test_petrol_at_133333_dollars_a_barrel(audit):
    judgement = audit["s0-ven-petrol-80bn"]
    assert "133,333" in judgement.decisive.reading.definition
    assert judgement.decisive.factor == pytest.approx(1e-3)


def test_people_of_the_rio_group_fit_1998(audit):
    reading = audit["s0-rio-population"].decisive.reading
    assert reading.value.low / 1e6 == pytest.approx(511, abs=1)
    assert "in 1998" in reading.definition


def test_top_twelve(ledger):
    assert ledger.loc["s1-trade-top12", "low"] == pytest.approx(95.5, abs=0.1)


def test_venezuelas_place_among_recipients(audit):
    places = [c.reading.value.low for c in audit["s1-ven-first-partner"].comparisons]
    assert sorted(places) == [2, 5]


@pytest.mark.parametrize(
    ("options", "tally"),
    [
        ({}, [281, 22, 2, 53, 12, 18, 8, 77]),
        ({"reporter": "counterpart"}, [180, 60, 2, 117, 12, 16, 8, 78]),
        ({"reporter": "states"}, [276, 24, 2, 55, 12, 19, 8, 77]),
    ],
)
def test_the_verdicts_by_whose_reports_decide(options, tally):
    found = claims.audit(options=claims.Options(**options)).tally()
    assert list(found.values()) == tally
