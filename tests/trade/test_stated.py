"""What others state, who covers what, and other readings of one report."""

import pandas as pd
import pytest

from analysis import tables, trade
from analysis.errors import MeasureError


@pytest.fixture(scope="module")
def figures():
    return tables.load("trade/turnover_figures")


@pytest.fixture(scope="module")
def regions():
    return tables.load("trade/region_totals")


def test_stated_figures_are_for_the_region_or_one_state_only(figures, regions, reading):
    region = trade.stated_turnover(figures, regions, reading)
    assert region[["year", "kind"]].values.tolist()[-2:] == [
        [2022, "region table"],
        [2022, "stated in press or by officials"],
    ]
    assert region["value_usd"].tolist()[-2] / 1e9 == pytest.approx(18.604, abs=0.001)
    long = range(1996, 2025)
    brazil = trade.stated_turnover(figures, regions, reading.but(states=("BRA",), years=long))
    assert set(brazil["year"]) == {2022, 2023, 2024}
    assert set(brazil["kind"]) == {"stated in press or by officials"}
    assert trade.stated_turnover(figures, regions, reading.but(states=("ARG", "BRA"))).empty


def test_stated_figures_are_of_the_years_and_the_partner(figures, regions, reading):
    early = trade.stated_turnover(figures, regions, reading.but(years=range(1996, 2021)))
    assert set(early["year"]) == {2018, 2020}
    assert trade.stated_turnover(figures, regions, reading.but(partner="CHN")).empty
    assert trade.stated_parts(figures, reading.but(partner="CHN")).empty


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2022", 1, 12),
        ("2022-H1", 1, 6),
        ("2022-H2", 7, 12),
        ("2022-01..10", 1, 10),
        ("2023-06", 6, 6),
    ],
)
def test_months_of_a_period(period, first, last, reading):
    figures = pd.DataFrame(
        {"period": [period], "area": ["COL"], "partner": ["RUS"], "flow": ["turnover"],
         "value_usd": [1.0], "product": ["all"], "reporter": ["somebody"]}
    )  # fmt: skip
    row = trade.stated_parts(figures, reading).iloc[0]
    assert (row["first_month"], row["last_month"]) == (first, last)
    assert row["is_part_year"] == ((first, last) != (1, 12))


def test_recent_reports_and_statements_are_kept_apart(figures, regions, reading, evidence):
    held = range(1992, 2024)
    whole = trade.read_totals(reading.but(side="reconciled", years=held), evidence)
    first = trade.first_recent_year(whole)
    assert first == 2015
    series = trade.recent_reports(evidence.bilateral, regions, reading, first)
    region = series["LAC"]
    assert set(region["year"]) == {2015, 2016, 2018, 2022}
    assert set(region["reporter"]) == {"counterpart", "states", "region"}
    own = region[region["reporter"] == "region"]["value_usd"].sum() / 1e6
    assert own == pytest.approx(18604, abs=1)
    assert set(series["BRA"].loc[series["BRA"]["year"] == 2023, "reporter"]) == {"states"}
    parts = trade.stated_parts(figures, reading)
    assert parts["is_part_year"].sum() > 20
    assert trade.areas_with_most(series, parts, reading, first)[:2] == ["LAC", "BRA"]
    assert "LAC" not in trade.areas_with_most(series, parts, reading.but(states=("BRA",)), first)
    assert trade.areas_with_most({}, parts.head(0), reading, first) == []
    assert len(trade.areas_with_most(series, parts, reading, first, n=3)) == 3


def test_no_comparable_year_has_no_latest_ones(totals):
    assert trade.first_recent_year(totals["counterpart"].tail(3)) is None


def coverage_of(*rows):
    names = ["iso3", "year", "reporter", "flow", "covered"]
    return pd.DataFrame(rows, columns=names).assign(partner="RUS")


def test_coverage_classes_name_the_side(reading):
    rows = [
        ("ARG", year, reporter, flow, (year, reporter) in {(2001, "RUS"), (2002, "ARG"),
         (2003, "RUS"), (2003, "ARG")} and flow == "exports")
        for year in range(2000, 2004) for reporter in ("ARG", "RUS") for flow in trade.FLOWS
    ]  # fmt: skip
    one = reading.but(states=("ARG",), years=range(2000, 2004))
    classes = trade.classify_coverage(coverage_of(*rows), one)
    assert classes["who"].tolist() == ["none", "counterpart", "states", "both"]
    assert trade.classify_coverage(coverage_of(*rows), one.but(partner="CHN")).empty
    with pytest.raises(MeasureError, match="more than one row"):
        trade.classify_coverage(coverage_of(*rows, rows[0]), one)


def test_vintages_of_brazils_purchases_differ_by_a_third(russia):
    readings = trade.compare_readings(russia, tables.load("trade/bilateral_alternatives"))
    year = readings.query("iso3 == 'BRA' and year == 2016 and reporter == 'RUS'")
    ratio = year[year["flow"] == "imports"].set_index("other_source")["ratio"].round(3)
    assert ratio.to_dict() == {
        "comtrade_partner_reports": 1.309,
        "comtrade_chapters": 1.309,
        "customs_russia": pytest.approx(1.0, abs=0.002),
        "imf_dots": pytest.approx(1.0, abs=0.002),
    }
    assert readings["difference_usd"].abs().is_monotonic_decreasing


def test_readings_beside_no_chosen_value_are_the_rest(russia):
    others = tables.load("trade/bilateral_alternatives")
    matched = trade.compare_readings(russia, others)
    alone = trade.unmatched_readings(russia, others)
    assert len(matched) + len(alone) == len(others)
    assert set(alone["source"]) == {"oec"}
    assert len(alone) == 62
