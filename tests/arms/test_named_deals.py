"""Deals that texts name, and contracts in money."""

import pandas as pd
import pytest

from analysis import arms, tables
from analysis.arms.named_deals import VERDICTS
from analysis.errors import MeasureError

CLAIM = {
    "deal_claim": "per-mi171",
    "named_in": "seed",
    "iso3": "PER",
    "supplier": "RUS",
    "statement": "4 helicopters",
    "event": "order",
    "claimed_first_year": 2010,
    "claimed_last_year": 2011,
    "claimed_number": 4,
    "weapon_pattern": r"Mi-\d",
    "order_first_year": 2005,
    "order_last_year": 2015,
    "is_in_scope": True,
    "note": "",
}
DEAL = {
    "iso3": "PER",
    "supplier": "RUS",
    "designation": "Mi-17",
    "order_year": 2011,
    "is_order_year_estimated": False,
    "number_ordered": 4,
    "number_delivered": 4,
    "delivery_years": "2013; 2014",
    "tiv_delivered_million": 29.0,
}


def answer(claim=None, deal=None):
    return arms.answer_deals(
        pd.DataFrame([CLAIM | (claim or {})]), pd.DataFrame([DEAL | (deal or {})])
    ).iloc[0]


@pytest.mark.parametrize(
    ("claim", "deal", "verdict"),
    [
        ({}, {}, "delivered"),
        ({"claimed_number": None}, {"number_delivered": 9}, "number not named"),
        ({"claimed_number": None, "weapon_pattern": "."}, {}, "weapon not named"),
        ({"weapon_pattern": "."}, {"order_year": 2013}, "other year"),
        ({}, {"number_delivered": 3}, "other number"),
        ({}, {"order_year": 2013}, "other year"),
        ({"event": "plan"}, {"order_year": 2013}, "delivered"),
        ({"event": "plan"}, {"order_year": 2008}, "other year"),
        ({"event": "delivery"}, {}, "other year"),
        ({"event": "delivery", "claimed_last_year": 2013}, {}, "delivered"),
        ({}, {"order_year": 2016}, "no delivery"),
        ({}, {"number_delivered": 0, "delivery_years": None}, "no delivery"),
        ({}, {"supplier": "SUN"}, "no delivery"),
        ({}, {"iso3": "BOL"}, "no delivery"),
        ({}, {"designation": "T-72"}, "no delivery"),
        ({"is_in_scope": False, "weapon_pattern": None}, {}, "out of scope"),
    ],
)
def test_verdicts(claim, deal, verdict):
    assert answer(claim, deal)["verdict"] == verdict


def test_another_suppliers_delivery_is_told_and_only_where_there_is_no_own():
    other = {"deal_claim": "per-mi171", "supplier": "BLR", "number_delivered": 18}
    others = pd.DataFrame([other, other | {"deal_claim": "per-other"}])
    deals = pd.DataFrame([DEAL])
    found = arms.answer_deals(pd.DataFrame([CLAIM]), deals, others).iloc[0]
    assert (found["verdict"], found["other_suppliers"]) == ("delivered", "BLR")
    deals["supplier"] = "SUN"
    found = arms.answer_deals(pd.DataFrame([CLAIM]), deals, others).iloc[0]
    assert (found["verdict"], found["other_number_delivered"]) == ("other supplier", 18)
    scope = pd.DataFrame([CLAIM | {"is_in_scope": False, "weapon_pattern": None}])
    assert arms.answer_deals(scope, deals, others)["verdict"].tolist() == ["out of scope"]


def test_claims_of_other_years_are_left_out(table):
    claimed = ("claimed_first_year", "claimed_last_year")
    kept = arms.overlapping(table("seed_deals"), 1950, 1980, claimed)
    assert kept["deal_claim"].tolist() == ["per-t55"]
    assert len(arms.overlapping(table("seed_deals"), 1950, 2025, claimed)) == 37
    assert len(arms.overlapping(table("seed_deals"), 1991, 1991, claimed)) == 1
    assert arms.overlapping(table("seed_deals"), 2020, 2025, claimed).empty


def test_the_number_may_be_the_sum_of_several_lines():
    deals = pd.DataFrame([DEAL | {"number_delivered": 1}, DEAL | {"number_delivered": 3}])
    row = arms.answer_deals(pd.DataFrame([CLAIM]), deals).iloc[0]
    assert (row["verdict"], row["lines"], row["number_delivered"]) == ("delivered", 2, 4)
    assert row["tiv_delivered_million"] == 58.0


def test_a_pattern_that_is_none_is_refused():
    with pytest.raises(MeasureError, match=r"per-mi171: '\(' is no regular expression"):
        answer({"weapon_pattern": "("})


def test_no_claims_give_no_answers(table):
    found = arms.answer_deals(table("seed_deals").head(0), table("deals"))
    assert found.empty
    assert arms.contract_table(table("contract_values").head(0), table("deals")).empty


def test_the_named_deals(table):
    answers = arms.answer_deals(
        table("seed_deals"), table("deals"), table("other_deals")
    ).set_index("deal_claim")
    assert set(answers["verdict"]) <= set(VERDICTS)
    expected = {
        "bol-mi17-10": "no delivery",  # no Russian delivery to Bolivia at all
        "bol-since-2004": "no delivery",
        "bra-ka62": "out of scope",
        "bra-mi35": "other year",  # order of 2009, not 2008
        "bra-pantsir": "no delivery",
        "bra-su-24": "no delivery",
        "bra-su35": "no delivery",
        "col-helicopters": "number not named",
        "cub-credit-2019": "no delivery",
        "mex-mi17-2011": "delivered",
        "nic-t72": "delivered",
        "per-mi171": "number not named",
        "per-mig29-1997": "other supplier",  # Belarus
        "ven-contracts-12": "weapon not named",
        "per-t55": "number not named",
        "per-t90": "no delivery",
        "ven-rifles-2004": "out of scope",
        "ven-s300": "number not named",
        "ven-su30": "delivered",
        "ven-submarines": "no delivery",
        "ven-t72": "delivered",
        "ven-t72-second": "no delivery",
        "ven-value-5400": "out of scope",
    }
    assert answers.loc[list(expected), "verdict"].to_dict() == expected


def test_what_the_register_has_of_some_deals(table):
    answers = arms.answer_deals(
        table("seed_deals"), table("deals"), table("other_deals")
    ).set_index("deal_claim")
    columns = ["lines", "first_order_year", "first_delivery_year", "last_delivery_year"]
    columns += ["number_delivered", "tiv_delivered_million"]
    expected = {
        "bra-mi35": [1, 2009, 2010, 2014, 12, 138.0],
        "ven-s300": [1, 2009, 2013, 2013, 3, 180.0],
        "ven-su30": [1, 2006, 2006, 2008, 24, 1320.0],
        "nic-t72": [1, 2015, 2016, 2016, 50, 85.8],
        "per-mi171": [1, 2013, 2014, 2016, 24, 174.0],
        "per-t55": [1, 1973, 1974, 1975, 280, 350.0],
    }
    for name, values in expected.items():
        assert answers.loc[name, columns].tolist() == values, name


def test_venezuelas_orders_by_year(table):
    rows = table("deals").query("iso3 == 'VEN' and supplier == 'RUS'")
    lines = rows.groupby("order_year").size()
    assert {year: lines.get(year, 0) for year in (2004, 2005, 2006, 2008, 2009)} == {
        2004: 0,
        2005: 4,
        2006: 12,
        2008: 3,
        2009: 14,
    }
    assert rows.loc[rows["order_year"] == 2009, "tiv_delivered_million"].sum() == pytest.approx(
        1_209, abs=1
    )
    assert (len(rows), round(rows["tiv_delivered_million"].sum())) == (36, 3_914)


def test_every_claim_of_the_ledger_that_is_named_exists(table):
    if "claims/claims" not in tables.Catalog(tables.DATA).tables():
        pytest.skip("the ledger of claims is not among the tables")
    known = set(tables.load("claims/claims")["claim_id"])
    assert set(table("seed_deals")["claim_id"].dropna()) <= known


def test_rival_reports_are_a_range_and_never_summed(table):
    found = arms.contract_table(table("contract_values"), table("deals")).set_index("contract")
    mi35 = found.loc["bra-mi35-2009"]
    assert (mi35["value_low_million"], mi35["value_high_million"]) == (150.0, 363.9)
    assert (mi35["reports"], mi35["lines"], mi35["tiv_delivered_million"]) == (3, 1, 138.0)
    tanks = found.loc["nic-t72-2015"]
    assert (tanks["value_low_million"], tanks["value_high_million"]) == (0.0, 80.0)


@pytest.mark.parametrize(("year", "lines"), [(2009, 0), (2010, 1), (2011, 1), (2012, 1), (2013, 0)])
def test_a_report_may_date_the_order_one_year_off_and_no_more(year, lines):
    report = {
        "contract": "per-mi17-2011",
        "kind": "deal",
        "iso3": "PER",
        "supplier": "RUS",
        "what": "4 Mi-17",
        "first_year": 2011,
        "last_year": 2011,
        "currency": "USD",
        "value_low_million": 50.0,
        "value_high_million": 60.0,
        "items": "Mi-17:4",
    }
    found = arms.contract_table(
        pd.DataFrame([report]), pd.DataFrame([DEAL | {"order_year": year}])
    ).iloc[0]
    assert found["lines"] == lines
    assert found["tiv_delivered_million"] == 29.0 * lines


def test_a_report_without_an_upper_end_leaves_the_range_open(table):
    found = arms.contract_table(table("contract_values"), table("deals")).set_index("contract")
    assert pd.isna(found.loc["ven-total-2004-on", "value_high_million"])
    assert found.loc["ven-total-2004-on", "value_low_million"] == 5_400


def test_credits_and_offers_are_tied_to_no_delivery(table):
    found = arms.contract_table(table("contract_values"), table("deals"))
    money = found[found["kind"].isin(["credit", "offer"])]
    assert len(money)
    assert money["tiv_delivered_million"].isna().all()
    assert money["lines"].isna().all()


def test_priced_lines_of_venezuela_come_to_about_two_billion(table):
    found = arms.contract_table(table("contract_values"), table("deals"))
    deals = found.query("iso3 == 'VEN' and kind == 'deal'")
    assert sorted(deals["value_low_million"]) == [81.0, 120.0, 200.0, 484.0, 800.0]
    assert deals["value_low_million"].sum() == pytest.approx(1_685)
    assert deals["value_high_million"].sum() == pytest.approx(2_385)


def test_no_table_holds_a_ratio_of_money_and_volume(table):
    found = arms.contract_table(table("contract_values"), table("deals"))
    assert not [name for name in found if "per" in name.split("_") or "ratio" in name]
