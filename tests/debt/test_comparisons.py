"""Reports beside International Debt Statistics, by the rows of debt/comparisons."""

import pandas as pd
import pytest

from analysis import debt, tables
from analysis.errors import MeasureError

INSTALMENTS = 11  # of the loan for buses: one was paid in 2023, two in 2024


@pytest.fixture(scope="module")
def claims():
    return tables.load("debt/ids_creditor")


@pytest.fixture(scope="module")
def events():
    return tables.load("debt/events")


@pytest.fixture(scope="module")
def matters():
    return tables.load("debt/comparisons")


@pytest.fixture(scope="module")
def rates():
    return debt.Rates(tables.load("debt/year_end_rates"), tables.load("common/exchange_rates"))


def compare(matters, claims, events, rates, edition="2025-12", creditors=("SUN", "RUS")):
    return debt.compare_reports(matters, claims, events, edition, rates, creditors=creditors)


def test_buses_are_a_loan_in_euros(claims, rates):
    buses = debt.loan_in_currency(
        claims,
        "2025-12",
        rates,
        debtor="NIC",
        creditors=["RUS"],
        currency="EUR",
        years=[2023, 2024],
    ).set_index("year")
    assert buses.loc[2023, "stock_usd"] == 16_908_710
    assert (buses["stock"] / 1e3).round(1).tolist() == [15_302.0, 12_241.0]
    # Instalments of 1.53 million; eleven make 16.83.
    instalment = 16.83e6 / INSTALMENTS
    assert buses["principal"].tolist() == pytest.approx([instalment, 2 * instalment], rel=1e-3)
    assert (buses["drawn"] / 1e6).round(2).tolist() == [16.83, 16.83]


def test_reports_and_statistics_agree_but_for_ecuador(claims, events, rates, matters):
    table = compare(matters, claims, events, rates).set_index("comparison")
    agree = table[table["reading"] == "agrees"]
    assert agree["debtor_iso3"].tolist() == ["NIC", "NIC", "NIC", "GUY", "GUY"]
    assert (table["stated"] - table["reported"]).equals(table["gap"])
    (ecuador,) = table[table["reading"] == "unexplained"].to_dict("records")
    assert (ecuador["debtor_iso3"], round(ecuador["stated"] / 1e6)) == ("ECU", 153)
    assert ecuador["reported"] == 123e6
    assert ecuador["gap_pct"] == pytest.approx(24.6, abs=0.05)
    # What each row adds and takes off.
    assert table.loc["nic-owed-2004", ["reported", "stated"]].tolist() == [0, 0]
    assert table.loc["guy-left-2004", "reported"] == pytest.approx(278_434.77)
    assert table.loc["per-claim-1996", "stated"] == pytest.approx(591.363e6, rel=1e-6)
    assert table.loc["per-paid-1996", "stated"] == pytest.approx(589.724e6, rel=1e-6)
    assert table.loc["nic-buses-2023", ["unit", "reported"]].tolist() == ["EUR", 16.83e6]
    assert table.loc["nic-buses-2023", "stated"] == pytest.approx(16.8316e6, rel=1e-5)
    assert table["reading"].str.contains("not one quantity").sum() == 1


def test_an_older_edition_lacks_the_buses_and_nothing_else(claims, events, rates, matters):
    new, old = (
        compare(matters, claims, events, rates, edition) for edition in ("2025-12", "2023-12")
    )
    assert set(new["comparison"]) - set(old["comparison"]) == {"nic-buses-2023"}
    with pytest.raises(MeasureError, match="0 figures of NIC"):
        debt.loan_in_currency(
            claims, "2023-12", rates, debtor="NIC", creditors=["RUS"], currency="EUR", years=[2023]
        )


def test_the_unit_is_a_column_and_no_word_of_the_matter(claims, events, rates, matters):
    renamed = matters.assign(matter="a loan")
    assert compare(renamed, claims, events, rates)["stated"].equals(
        compare(matters, claims, events, rates)["stated"]
    )


def test_another_creditors_figures_are_not_compared(claims, events, rates, matters):
    foreign = claims.assign(counterpart="CHN", value_usd=1.0)
    mixed = pd.concat([claims, foreign.drop_duplicates(["iso3", "series", "year", "edition"])])
    assert compare(matters, mixed, events, rates)["stated"].equals(
        compare(matters, claims, events, rates)["stated"]
    )


def test_drawings_are_stock_and_principal(claims, events, rates, matters):
    drawn = matters[matters["comparison"] == "ecu-drawn-2016"]
    stock = compare(
        drawn.assign(principal_from=pd.array([pd.NA], dtype="Int64")), claims, events, rates
    )
    assert round(stock["stated"].item() / 1e6, 1) == 142.7
    assert round(compare(drawn, claims, events, rates)["stated"].item() / 1e6) == 153


def test_rates_turn_round_and_are_whole(rates):
    at_end, mean = rates.per_dollar("EUR", 2024)
    assert at_end == pytest.approx(1 / 1.0389)
    assert mean == pytest.approx(0.924, abs=5e-4)
    assert rates.per_dollar("USD", 1990) == (1.0, 1.0)
    with pytest.raises(MeasureError, match="EUR in 1990 has 0 rates of the last day"):
        rates.per_dollar("EUR", 1990)
    with pytest.raises(MeasureError, match="usd_per_unit = 0"):
        debt.Rates(rates.year_end.assign(usd_per_unit=0.0), rates.average)
    with pytest.raises(MeasureError, match="has no column currency_area"):
        debt.Rates(rates.year_end.drop(columns="currency_area"), rates.average)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"event_date": "1900"}, "0 events have debtor_iso3"),
        ({"event": "stok"}, "event = 'stok' is not allowed"),
        ({"debtor_iso3": "NIX"}, "unknown debtor_iso3"),
        ({"stock_year": 1955}, "0 figures of NIC"),
        ({"unit": "CHF"}, "CHF in 1996 has 0 rates"),
        ({"comparison": "nic-owed-2004"}, "more than one row for comparison"),
    ],
)
def test_a_row_that_names_nothing_is_refused(claims, events, rates, matters, change, named):
    damaged = matters.copy()
    for column, value in change.items():
        damaged.loc[0, column] = value
    with pytest.raises(MeasureError, match=named):
        compare(damaged, claims, events, rates)


def test_no_matters_give_an_empty_table(claims, events, rates, matters):
    nothing = compare(matters.iloc[:0], claims, events, rates)
    assert nothing.empty and {"gap_pct", "reading"} <= set(nothing)
