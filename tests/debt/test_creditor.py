"""Russia and the USSR in International Debt Statistics, beside the ledger."""

import pandas as pd
import pytest

from analysis import tables
from analysis.countries import LAC
from analysis.debt import creditor, instruments, ledger_and_ids
from analysis.debt import events as debt_events
from analysis.errors import MeasureError


@pytest.fixture(scope="module")
def claims():
    return tables.load("debt/ids_creditor")


@pytest.fixture(scope="module")
def events():
    return debt_events.with_spans(tables.load("debt/events"))


@pytest.fixture(scope="module")
def rates():
    return tables.load("debt/year_end_rates"), tables.load("common/exchange_rates")


def test_nine_debtors_and_neither_cuba_nor_venezuela(claims):
    for edition in ("2023-12", "2025-12"):
        owed = creditor.stocks(claims, edition, debtors=LAC)
        assert sorted(owed["iso3"].unique()) == [
            *("ARG", "BOL", "BRA", "COL", "ECU", "GRD", "GUY", "NIC", "PER")
        ]
    assert creditor.stocks(claims, "2025-12", debtors=["CUB", "VEN"]).empty
    assert creditor.service(claims, "2025-12", debtors=["CUB", "VEN"]).empty


def test_stocks_of_the_note(claims):
    def stock(iso3, year, lender="BLAT"):
        owed = creditor.stocks(claims, "2025-12", debtors=[iso3])
        found = owed[(owed["year"] == year) & (owed["lender"] == lender)]
        return found["value_usd"].item() / 1e6

    assert round(stock("NIC", 1990), 1) == 2633.5
    assert round(stock("NIC", 1995), 1) == 2836.3
    assert [round(stock("NIC", year)) for year in (1996, 2001, 2003, 2004)] == [344, 414, 355, 0]
    assert [round(stock("ECU", year), 1) for year in (2014, 2015, 2016)] == [36.2, 138.3, 142.7]
    assert [round(stock("ECU", year), 1) for year in (2021, 2022, 2023)] == [77.4, 77.4, 80.1]
    assert stock("GRD", 2006) == stock("GRD", 2016) == 0.2
    assert [round(stock("GRD", year), 3) for year in (2017, 2018, 2019)] == [0.059, 0.031, 0]
    assert [round(stock("ARG", y, "PROP"), 3) for y in (1990, 2007, 2024)] == [
        306.133,
        7.816,
        7.816,
    ]
    assert [round(stock("COL", year, "PROP"), 1) for year in (1997, 2007)] == [42.8, 0]
    assert [round(stock("BRA", year, "PROP"), 1) for year in (1990, 2006)] == [3.6, 0]
    assert round(stock("BOL", 1990, "PROP"), 1) == 9.2


def test_nicaraguas_share_of_bilateral_debt():
    shares = tables.load("debt/ids_creditor_shares")
    rows = shares[(shares["iso3"] == "NIC") & (shares["series"] == "DT.DOD.BLAT.CD")]
    share = rows.set_index("year")["share_pct"]
    assert share.loc[1990:1995].between(44.5, 47.5).all()
    assert round(share[2024], 1) == 1.2


def test_russia_follows_the_ussr_only_by_choice(claims):
    russia = creditor.stocks(claims, "2025-12", debtors=["NIC"], creditors=["RUS"])
    both = creditor.stocks(claims, "2025-12", debtors=["NIC"])
    assert russia["year"].min() == 1991
    assert both["year"].min() == 1990


def test_scheduled_service_is_kept_apart(claims):
    due = creditor.service(claims, "2025-12", debtors=["NIC"])
    last = due[(due["year"] == 2028) & (due["amount"] == "AMT")]
    assert last["status"].item() == "scheduled"
    assert round(last["value_usd"].item() / 1e6, 1) == 12.7  # the rest of the loan, in one sum
    assert (due.loc[due["status"] == "scheduled", "year"] > 2024).all()


def test_editions_differ_as_noted(claims):
    changed = creditor.compare_editions(claims, debtors=LAC).set_index(["iso3", "series", "year"])
    stock = changed.loc[("ECU", "DT.DOD.BLAT.CD", 2022)]
    assert (stock["first_usd"], stock["last_usd"]) == (73_084_000, 77_433_000)
    interest = changed.loc[("ECU", "DT.INT.BLAT.CD", 2022)]
    assert (interest["first_usd"], interest["last_usd"]) == (377_000, 6_391_000)
    for year, paid in ((2023, 1_654_399.3), (2024, 3_311_675.6)):
        principal = changed.loc[("NIC", "DT.AMT.BLAT.CD", year)]
        assert (principal["first_usd"], principal["last_usd"]) == (0, paid)
        assert (principal["first_status"], principal["last_status"]) == ("scheduled", "actual")


def test_buses_are_a_loan_in_euros(claims, rates):
    buses = ledger_and_ids.euros_of_buses(claims, "2025-12", *rates).set_index("year")
    assert buses.loc[2023, "stock_usd"] == 16_908_710
    assert (buses["stock_eur"] / 1e3).round(1).tolist() == [15_302.0, 12_241.0]
    # Instalments of 1.53 million: one in 2023, two in 2024; eleven make 16.83.
    instalment = 16.83e6 / ledger_and_ids.BUS_INSTALMENTS
    assert buses["principal_eur"].tolist() == pytest.approx([instalment, 2 * instalment], rel=1e-3)
    assert round(buses.loc[2023, "drawn_eur"] / 1e6, 2) == 16.83


def test_ledger_and_statistics_agree_but_for_ecuador(claims, events, rates):
    table = ledger_and_ids.compare_with_ledger(claims, events, "2025-12", *rates)
    agree = table[table["reading"] == "agrees"]
    assert agree["debtor_iso3"].tolist() == ["NIC", "NIC", "NIC", "GUY", "GUY"]
    assert (table["ids"] - table["ledger"]).equals(table["gap"])
    (ecuador,) = table[table["reading"] == "unexplained"].to_dict("records")
    assert (ecuador["debtor_iso3"], round(ecuador["ids"] / 1e6)) == ("ECU", 153)
    assert ecuador["ledger"] == 123e6
    peru = table[table["debtor_iso3"] == "PER"]
    assert peru["ids"].between(589e6, 592e6).all()


def test_an_older_edition_lacks_the_buses_and_nothing_else(claims, events, rates):
    new, old = (
        ledger_and_ids.compare_with_ledger(claims, events, edition, *rates)
        for edition in ("2025-12", "2023-12")
    )
    assert len(new) - len(old) == 1
    assert not old["matter"].str.contains("buses").any()
    with pytest.raises(MeasureError, match="edition"):
        ledger_and_ids.euros_of_buses(claims, "2023-12", *rates)


def test_drawings_are_stock_and_principal(claims):
    assert round(creditor.drawn_at_least(claims, "2025-12", "ECU", 2016) / 1e6) == 153
    with pytest.raises(MeasureError, match="0 stocks of CUB"):
        creditor.drawn_at_least(claims, "2025-12", "CUB", 2016)


def test_growth_of_an_unpaid_remainder():
    """Nicaragua's 344 million grew to 414 by 2001: nothing was paid, and interest ran."""
    from analysis import debt

    assert round(debt.annual_growth(344.428, 413.523, 5), 1) == 3.7


def test_editions_and_sources_that_do_not_exist_are_named(claims):
    with pytest.raises(MeasureError, match="2023-12, 2025-12"):
        creditor.one_edition(claims, "2024-12")
    strange = claims.assign(series="DT.XXX.BLAT.CD")
    with pytest.raises(MeasureError, match="XXX"):
        creditor.one_edition(strange, "2025-12")
    with pytest.raises(MeasureError, match="source"):
        creditor.exports_to_world(tables.load("trade/world_totals"), "nobody")


def test_shares_of_product_are_missing_where_the_product_is(events):
    reported = creditor.reported_claims(events, 0.6)
    shares = creditor.over_denominator(reported, tables.load("common/gdp"), "gdp_current_usd")
    cuba = shares[shares["iso3"] == "CUB"].set_index("year")["share_pct"]
    assert round(cuba[2013], 1) == 45.6
    assert pd.isna(cuba[2021])  # the series of Cuba's product ends in 2020
    ranges = creditor.share_ranges(shares).set_index(["iso3", "year"])
    assert ranges.loc[("CUB", 2006), ["reports", "lowest_usd", "highest_usd"]].tolist() == [
        *(2, 22e9, 26e9)
    ]


def test_undated_and_commercial_stocks_are_in_no_year(events):
    reported = creditor.reported_claims(events, 0.6)
    assert "PER" not in set(reported["iso3"])  # "1990s"
    assert "VEN" not in set(reported["iso3"])  # prepayments of Rosneft, and roubles
    assert creditor.reported_claims(events.iloc[:0], 0.6).empty


@pytest.mark.parametrize(
    ("denominator", "named"),
    [
        ([("CUB", 2013, 1.0), ("CUB", 2013, 2.0)], "twice"),
        ([("CUB", 2013, 0.0)], "not above 0"),
    ],
)
def test_denominators_that_cannot_be_are_refused(denominator, named):
    owed = pd.DataFrame({"iso3": ["CUB"], "year": [2013], "value_usd": [1.0]})
    frame = pd.DataFrame(denominator, columns=["iso3", "year", "gdp"])
    with pytest.raises(MeasureError, match=named):
        creditor.over_denominator(owed, frame, "gdp")


def test_terms_stay_within_their_events(events):
    terms = tables.load("debt/terms")
    assert set(terms["source"]) <= set(events["source"])
    assert len(instruments.spells(terms)) == len(terms) == 35


def test_wording_of_the_ledger_is_neutral(events):
    text = " ".join(events["terms"].dropna())
    for word in ("seed says", "lead of the brief", "do not add up"):
        assert word not in text
