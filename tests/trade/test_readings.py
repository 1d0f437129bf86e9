"""Readings of one trade, their range, the sensitivity of headlines, and exceptions by name."""

import pandas as pd
import pytest

from analysis import countries, trade
from analysis.errors import MeasureError
from analysis.tables import load
from analysis.trade.exceptions import EXCEPTIONS

YEARS = range(1996, 2024)


@pytest.fixture(scope="module")
def tables():
    names = ("bilateral", "offshore", "mirror_reliability", "turnover_figures", "region_totals")
    return {name: load(f"trade/{name}") for name in names}


@pytest.fixture(scope="module")
def readings(tables):
    three = [tables[name] for name in ("bilateral", "offshore", "mirror_reliability")]
    cpi = load("common/us_cpi").query("not is_part_year")
    deflator = cpi.set_index("year")["cpi_u_1982_84_100"]
    return trade.all_readings(*three, countries.LAC, countries.LAC, deflator=deflator)


#: Russia's exports to and imports from the British Virgin Islands, million USD (notes).
BVI = {
    1996: 1625, 1997: 808, 1998: 1136, 1999: 1752, 2000: 3326, 2001: 3007, 2002: 2554, 2003: 2513,
    2004: 1800, 2005: 2778, 2006: 2118, 2007: 1683, 2008: 392, 2009: 82, 2010: 98, 2011: 220,
    2012: 207, 2013: 136, 2014: 285, 2015: 70, 2016: 28,
}  # fmt: skip


def test_british_virgin_islands_equal_the_check_numbers(tables):
    rows = tables["offshore"][tables["offshore"]["iso3"] == "VGB"]
    found = (rows.groupby("year")["value_usd"].sum() / 1e6).to_dict()
    assert found == pytest.approx(BVI, abs=1)


def test_2002_with_the_islands_is_5_6_billion(tables):
    whole = trade.turnover(
        tables["bilateral"], countries.LAC, [2000, 2002],
        definition="states_and_bvi", offshore=tables["offshore"],
    ).set_index("year")["turnover_usd"]  # fmt: skip
    assert whole[2002] / 1e9 == pytest.approx(5.60, abs=0.005)
    plain = trade.turnover(tables["bilateral"], countries.LAC, [2000]).iloc[0]["turnover_usd"]
    assert whole[2000] / plain == pytest.approx(2.5, abs=0.05)  # "moves 2000 by +150 %"


def test_definitions_that_have_no_meaning_are_refused(tables):
    bilateral, offshore = tables["bilateral"], tables["offshore"]
    with pytest.raises(MeasureError, match="states_and_bvi"):
        trade.with_territories(bilateral, offshore, "with_bvi")
    with pytest.raises(MeasureError, match="needs the table"):
        trade.turnover(bilateral, countries.LAC, [2000], definition="states_and_bvi")
    with pytest.raises(MeasureError, match="no reports of their own"):
        trade.turnover(
            bilateral, countries.LAC, [2000], reporter="partner", definition="states_and_bvi",
            offshore=offshore,
        )  # fmt: skip


def test_territories_belong_to_the_whole_region_only(tables):
    offshore = tables["offshore"]
    assert trade.partners_in("states_and_bvi", ["BRA"], countries.LAC, offshore) == ["BRA"]
    every = trade.partners_in("states_and_territories", countries.LAC, countries.LAC, offshore)
    assert len(every) == 33 + offshore["iso3"].nunique()
    assert not set(offshore["iso3"]) & set(countries.LAC)


def test_peak_without_the_outlier_is_five_per_cent_lower(tables):
    peak = trade.turnover(tables["bilateral"], countries.LAC, [2013]).iloc[0]["turnover_usd"]
    without = trade.turnover(
        tables["bilateral"], countries.LAC, [2013], without_outliers=True
    ).iloc[0]["turnover_usd"]  # fmt: skip
    assert peak / 1e6 == pytest.approx(18659, abs=1)
    assert (peak - without) / 1e6 == pytest.approx(960, abs=1)
    assert 1 - without / peak == pytest.approx(0.05, abs=0.003)


def test_range_holds_both_reports_and_the_reconciled_figures(readings):
    nominal = {
        k: v for k, v in readings.items() if "USD of" not in k and "Russia's, with " not in k
    }
    ranges = trade.range_by_year(nominal, YEARS).set_index("year")
    assert ranges.loc[2013, "low_usd"] / 1e6 == pytest.approx(15859, abs=1)
    assert ranges.loc[2013, "high_usd"] / 1e6 == pytest.approx(18659, abs=1)
    assert (ranges["low_usd"].dropna() <= ranges["high_usd"].dropna()).all()
    assert ranges.loc[2019:2023, "n_readings"].sum() == 0
    assert pd.isna(ranges.loc[2017, "low_usd"])


def test_readings_with_territories_are_for_the_region_alone(tables):
    three = [tables[name] for name in ("bilateral", "offshore", "mirror_reliability")]
    alone = trade.all_readings(*three, ["CUB"], countries.LAC)
    assert not [label for label in alone if "territories" in label or "Islands" in label]
    assert len(alone) == 7


def test_headlines_move_with_the_reading(readings):
    moved = trade.sensitivity(readings, YEARS)
    wide = moved.pivot(index="headline", columns="reading", values="value")
    peaks = wide.loc["peak year"]
    assert peaks["Russia's figures"] == 2013
    assert peaks["the states' own figures"] == 2014
    growth = wide.loc["growth 2002–2013, % a year"]
    assert growth["Russia's figures"] == pytest.approx(17.9, abs=0.05)
    assert growth["Russia's, with British Virgin Islands"] == pytest.approx(11.6, abs=0.05)
    assert wide.loc["growth 2006–2013, % a year", "Russia's figures"] == pytest.approx(
        13.2, abs=0.05
    )
    assert wide.loc["growth 2006–2014, % a year", "Russia's figures"] == pytest.approx(
        9.4, abs=0.05
    )
    assert wide.loc["growth 2013–2016, % a year", "Russia's figures"] == pytest.approx(
        -13.5, abs=0.05
    )
    # Freight moves levels, not growth.
    freight = [growth[f"reconciled, equal weights, freight {n} %"] for n in (0, 6, 10)]
    assert max(freight) - min(freight) < 0.05


def test_no_comparable_year_has_no_headline(readings):
    assert trade.sensitivity(readings, range(2019, 2024)).empty


def test_every_exception_is_described_and_marked_once():
    marks = [each.mark for each in EXCEPTIONS]
    assert len(set(marks)) == len(marks)
    assert all(each.years and each.what and each.treatment for each in EXCEPTIONS)
    assert {iso3 for each in EXCEPTIONS for iso3 in each.states} <= set(countries.LAC)


def test_exceptions_of_a_state_and_span():
    found = trade.exceptions_in(["VEN"], range(2010, 2013))
    assert found["mark"].tolist() == ["k"]
    assert found["years"].item() == [2011, 2012]
    assert trade.exceptions_in(["VEN"], []).empty


def test_named_outlier_is_the_largest_that_the_rule_finds(tables):
    rows = tables["bilateral"]
    found = trade.find_outliers(rows[rows["year"] >= 1996])
    assert found.iloc[0][["iso3", "year", "reporter"]].tolist() == ["PAN", 2013, "RUS"]
    assert found["share_of_side"].min() >= 0.01


def test_outlier_at_the_edge_of_a_series_is_none():
    rows = [("ARG", year, "RUS", "exports", value)
            for year, value in ((2000, 1.0), (2001, 1.0), (2002, 99.0))]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["iso3", "year", "reporter", "flow", "value_usd"])
    assert trade.find_outliers(frame).empty
    more = pd.concat([frame, frame.tail(1).assign(year=2003, value_usd=1.0)], ignore_index=True)
    assert trade.find_outliers(more)["year"].tolist() == [2002]


def test_dropped_reporters_are_cuba_after_2006_and_venezuela_after_2013(tables):
    own = trade.flows_by_state(tables["bilateral"], "partner")
    last = trade.dropped_reporters(own, countries.LAC, range(1992, 2024))
    last = last.set_index("iso3")["last_year"]
    assert last["CUB"] == 2006
    assert last["VEN"] == 2013
    assert "BRA" not in last.index
    assert trade.dropped_reporters(own, ["BRA"], []).empty


def test_known_gaps_are_explained_and_others_are_not(tables):
    gaps = trade.largest_gaps(trade.mirror(tables["bilateral"]), 20)
    known = trade.explain_gaps(gaps).set_index("iso3")["known"]
    assert known["VEN"].startswith("probably arms")
    assert "crude" in known["TTO"]
    assert "not explained" in set(known)


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
def test_months_of_a_period(period, first, last):
    figures = pd.DataFrame(
        {"period": [period], "area": ["COL"], "flow": ["turnover"], "value_usd": [1.0],
         "product": ["all"], "reporter": ["somebody"]}
    )  # fmt: skip
    row = trade.stated_parts(figures, ["COL"]).iloc[0]
    assert (row["first_month"], row["last_month"]) == (first, last)
    assert row["is_part_year"] == ((first, last) != (1, 12))


def test_recent_reports_and_statements_are_kept_apart(tables):
    series = trade.recent_reports(tables["bilateral"], tables["region_totals"], countries.LAC)
    region = series["LAC"]
    assert set(region["year"]) == {2015, 2016, 2018, 2022}
    own = region[region["reporter"] == "LCN"]["value_usd"].sum() / 1e6
    assert own == pytest.approx(18604, abs=1)
    parts = trade.stated_parts(tables["turnover_figures"], [*countries.LAC, "LAC"])
    assert parts["is_part_year"].sum() > 20
    areas = trade.areas_with_most(series, parts, countries.LAC, whole_region=True)
    assert areas[:2] == ["LAC", "BRA"]
    assert trade.areas_with_most({}, parts.head(0), ["HTI"], whole_region=False) == []


def test_ratios_grow_with_the_number_of_partners(tables):
    by_state = trade.flows_by_state(tables["bilateral"], "RUS")
    ratios = trade.concentration_ratios(by_state, countries.LAC, YEARS)
    assert ratios["partners"].tolist() == [1, 2, 4, 8, 12]
    assert ratios["median"].is_monotonic_increasing
    assert (ratios["lowest"] <= ratios["highest"]).all()
    assert trade.concentration_ratios(by_state, ["BRA"], YEARS)["median"].tolist() == [100]
