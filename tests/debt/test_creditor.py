"""The partner in International Debt Statistics."""

import pandas as pd
import pytest

from analysis import debt, tables
from analysis.countries import LAC
from analysis.debt import creditor, instruments
from analysis.debt import events as debt_events
from analysis.errors import MeasureError

RUSSIA, BOTH = ["RUS"], ["SUN", "RUS"]
ROUBLES = debt.OldCurrency("SUR", "Soviet roubles", 0.6)


@pytest.fixture(scope="module")
def claims():
    return tables.load("debt/ids_creditor")


@pytest.fixture(scope="module")
def events():
    return debt_events.with_spans(tables.load("debt/events"))


def stocks(claims, edition, debtors, creditors=BOTH):
    return creditor.stocks(claims, edition, debtors=debtors, creditors=creditors)


def service(claims, edition, debtors):
    return creditor.service(claims, edition, debtors=debtors, creditors=RUSSIA)


def test_nine_debtors_and_neither_cuba_nor_venezuela(claims):
    for edition in ("2023-12", "2025-12"):
        owed = stocks(claims, edition, LAC)
        assert sorted(owed["iso3"].unique()) == [
            *("ARG", "BOL", "BRA", "COL", "ECU", "GRD", "GUY", "NIC", "PER")
        ]
    assert stocks(claims, "2025-12", ["CUB", "VEN"]).empty
    assert service(claims, "2025-12", ["CUB", "VEN"]).empty


def test_stocks_of_the_note(claims):
    def stock(iso3, year, lender="BLAT"):
        owed = stocks(claims, "2025-12", [iso3])
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
    russia = stocks(claims, "2025-12", ["NIC"], RUSSIA)
    both = stocks(claims, "2025-12", ["NIC"])
    assert russia["year"].min() == 1991
    assert both["year"].min() == 1990


def test_scheduled_service_is_kept_apart(claims):
    due = service(claims, "2025-12", ["NIC"])
    last = due[(due["year"] == 2028) & (due["amount"] == "AMT")]
    assert last["status"].item() == "scheduled"
    assert round(last["value_usd"].item() / 1e6, 1) == 12.7  # the rest of the loan, in one sum
    assert (due.loc[due["status"] == "scheduled", "year"] > 2024).all()


def test_editions_differ_as_noted(claims):
    changed = creditor.compare_editions(claims, debtors=LAC, creditors=BOTH).set_index(
        ["iso3", "series", "year"]
    )
    stock = changed.loc[("ECU", "DT.DOD.BLAT.CD", 2022)]
    assert (stock["first_usd"], stock["last_usd"]) == (73_084_000, 77_433_000)
    interest = changed.loc[("ECU", "DT.INT.BLAT.CD", 2022)]
    assert (interest["first_usd"], interest["last_usd"]) == (377_000, 6_391_000)
    for year, paid in ((2023, 1_654_399.3), (2024, 3_311_675.6)):
        principal = changed.loc[("NIC", "DT.AMT.BLAT.CD", year)]
        assert (principal["first_usd"], principal["last_usd"]) == (0, paid)
        assert (principal["first_status"], principal["last_status"]) == ("scheduled", "actual")


def test_growth_of_an_unpaid_remainder():
    """Nicaragua's 344 million grew to 414 by 2001: nothing was paid, and interest ran."""
    assert round(debt.annual_growth(344.428, 413.523, 5), 1) == 3.7


def test_editions_and_sources_that_do_not_exist_are_named(claims):
    with pytest.raises(MeasureError, match="2023-12, 2025-12"):
        creditor.one_edition(claims, "2024-12")
    strange = claims.assign(series="DT.XXX.BLAT.CD")
    with pytest.raises(MeasureError, match="XXX"):
        creditor.one_edition(strange, "2025-12")
    with pytest.raises(MeasureError, match="unknown source"):
        creditor.exports_to_world(tables.load("trade/world_totals"), "nobody")


def test_shares_of_product_are_missing_where_the_product_is(events):
    reported = creditor.reported_claims(events, creditors=BOTH, old=ROUBLES)
    shares = creditor.over_denominator(reported, tables.load("common/gdp"), "gdp_current_usd")
    cuba = shares[shares["iso3"] == "CUB"].set_index("year")["share_pct"]
    assert round(cuba[2013], 1) == 45.6
    assert pd.isna(cuba[2021])  # the series of Cuba's product ends in 2020
    ranges = creditor.share_ranges(shares).set_index(["iso3", "year"])
    assert ranges.loc[("CUB", 2006), ["reports", "lowest_usd", "highest_usd"]].tolist() == [
        *(2, 22e9, 26e9)
    ]


def test_marked_reports_keep_one_column_of_words(events):
    marked = debt_events.mark_rival_reports(events, tables.load("debt/rival_reports"))
    assert "what" in marked
    reported = creditor.reported_claims(marked, creditors=BOTH, old=ROUBLES)
    assert list(reported) == ["iso3", "year", "what", "value_usd"]
    assert reported.equals(creditor.reported_claims(events, creditors=BOTH, old=ROUBLES))


def test_undated_and_commercial_stocks_are_in_no_year(events):
    reported = creditor.reported_claims(events, creditors=BOTH, old=ROUBLES)
    assert "PER" not in set(reported["iso3"])  # "1990s"
    assert "VEN" not in set(reported["iso3"])  # prepayments of Rosneft, and roubles
    assert creditor.reported_claims(events.iloc[:0], creditors=BOTH).empty


@pytest.mark.parametrize(
    ("denominator", "named"),
    [
        ([("CUB", 2013, 1.0), ("CUB", 2013, 2.0)], "more than one row for iso3 CUB, year 2013"),
        ([("CUB", 2013, 0.0)], "gdp = 0.0 must be a number above 0"),
        ([("CUX", 2013, 1.0)], "unknown state"),
        ([("CUB", 2013.5, 1.0)], "year"),
        ([("CUB", 2013, float("inf"))], "gdp = inf"),
    ],
)
def test_denominators_that_cannot_be_are_refused(denominator, named):
    owed = pd.DataFrame({"iso3": ["CUB"], "year": [2013], "value_usd": [1.0]})
    frame = pd.DataFrame(denominator, columns=["iso3", "year", "gdp"])
    with pytest.raises(MeasureError, match=named):
        creditor.over_denominator(owed, frame, "gdp")


def test_two_creditors_at_once_are_refused(claims):
    """The USSR's rows end where Russia's begin; were both there, nothing may be added."""
    soviet = claims[claims["counterpart"] == "SUN"]
    both = pd.concat([claims, soviet.assign(counterpart="RUS")])
    with pytest.raises(MeasureError, match=r"SUN, RUS have claims in one year.*NIC 1990"):
        stocks(both, "2025-12", LAC)
    assert stocks(both, "2025-12", LAC, RUSSIA)["year"].min() == 1990


def test_claims_of_another_creditor_are_not_the_partners(claims):
    """A table may hold more than one partner's claims; each measure picks its own."""
    foreign = claims[claims["counterpart"] == "RUS"].assign(counterpart="CHN")
    mixed = pd.concat([claims, foreign.assign(value_usd=foreign["value_usd"] * 7)])
    for measure in (stocks, service):
        assert measure(mixed, "2025-12", LAC).equals(measure(claims, "2025-12", LAC))
    parties = {"debtors": LAC, "creditors": BOTH}
    assert creditor.compare_editions(mixed, **parties).equals(
        creditor.compare_editions(claims, **parties)
    )


def test_the_schedule_does_not_cover_what_is_owed(claims):
    owed = creditor.sum_lenders(stocks(claims, "2025-12", LAC))
    ahead = creditor.compare_schedule(owed, service(claims, "2025-12", LAC)).set_index("iso3")
    assert ahead.index.tolist() == ["ARG", "ECU", "NIC"]
    ecuador = ahead.loc["ECU"]
    assert (ecuador["owed_year"], ecuador["last_due"]) == (2024, 2027)
    millions = ahead[["owed_usd", "principal_usd", "interest_usd", "uncovered_usd"]] / 1e6
    assert millions.loc["ECU"].round(1).tolist() == [80.1, 11.3, 31.6, 68.8]
    assert millions.loc["NIC", "uncovered_usd"] == pytest.approx(0, abs=0.01)
    assert pd.isna(ahead.loc["ARG", "last_due"])
    nothing = creditor.compare_schedule(owed.iloc[:0], service(claims, "2025-12", ["CUB"]))
    assert nothing.empty and "uncovered_usd" in nothing


def spoil(frame, **cells):
    """Return a frame with values put into its first row."""
    found = frame.astype({name: object for name in cells})
    for name, value in cells.items():
        found.loc[found.index[0], name] = value
    return found


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"iso3": "NIX"}, "unknown iso3 'NIX'"),
        ({"iso3": None}, "iso3 is missing"),
        ({"counterpart": "RUX"}, "unknown counterpart 'RUX'"),
        ({"year": 2000.5}, "year"),
        ({"value_usd": -1.0}, "value_usd"),
        ({"value_usd": None}, "value_usd is missing"),
        ({"status": "planned"}, "status = 'planned' is not allowed"),
    ],
)
def test_damaged_claims_are_refused(claims, change, named):
    for measure in (stocks, service):
        with pytest.raises(MeasureError, match=named):
            measure(spoil(claims, **change), "2025-12", LAC)


def test_doubled_missing_and_mistyped_input_is_refused(claims, events):
    with pytest.raises(MeasureError, match="more than one row for iso3 ARG"):
        stocks(pd.concat([claims, claims.head(1)]), "2025-12", LAC)
    with pytest.raises(MeasureError, match="has no column edition"):
        stocks(claims.drop(columns="edition"), "2025-12", LAC)
    for states in ("NIC", [], ["NIC", "NIC"], ["NIX"]):
        with pytest.raises(MeasureError, match="debtors"):
            stocks(claims, "2025-12", states)
        with pytest.raises(MeasureError, match="creditors"):
            creditor.service(claims, "2025-12", debtors=LAC, creditors=states)
    with pytest.raises(MeasureError, match="two or more are needed"):
        creditor.compare_editions(
            claims[claims["edition"] == "2025-12"], debtors=LAC, creditors=BOTH
        )
    with pytest.raises(MeasureError, match="event = 'stok'"):
        creditor.reported_claims(spoil(events, event="stok"), creditors=BOTH)


def test_terms_stay_within_their_events(events):
    terms = tables.load("debt/terms")
    assert set(terms["source"]) <= set(events["source"])
    assert len(instruments.spells(terms)) == len(terms) == 35


def test_wording_of_the_reports_is_neutral(events):
    text = " ".join(events["terms"].dropna())
    for word in ("seed says", "lead of the brief", "do not add up"):
        assert word not in text
