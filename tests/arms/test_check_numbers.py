"""Check numbers, computed independently from the exports."""

import math

import pandas as pd
import pytest

from analysis import arms, countries
from tests.arms.frames import COVERED, SPANS, WINDOWS


def test_russia_to_venezuela_year_by_year(annual):
    series = arms.annual_series(annual, ["VEN"], 1995, 2024, SPANS).query("supplier == 'RUS'")
    by_year = series.set_index("year")["tiv_million"]
    expected = {
        1996: 26.1, 1997: 26.1, 2006: 355.5, 2007: 740.25, 2008: 697.75, 2009: 260, 2010: 59.5,
        2011: 270.65, 2012: 522.6, 2013: 883.04, 2014: 78.72,
    }  # fmt: skip
    assert by_year[by_year > 0].to_dict() == expected
    assert by_year.sum() == pytest.approx(3_920.21)


def test_the_ussr_delivered_most_to_cuba_and_most_in_1962(annual):
    series = arms.annual_series(annual, countries.LAC, 1950, 2025, SPANS)
    totals = arms.recipient_totals(series).query("supplier == 'SUN'").set_index("iso3")
    expected = {"CUB": 11_615, "PER": 2_532, "NIC": 804, "GUY": 24, "GRD": 1}
    assert totals["tiv_million"].round().to_dict() == expected
    cuba = arms.supplier_totals(series.query("iso3 == 'CUB'")).set_index("supplier").loc["SUN"]
    assert cuba["peak_year"] == 1962
    assert cuba["peak_tiv_million"] == pytest.approx(1_336, abs=0.5)


def test_nothing_from_russia_since_2018(annual):
    assert not annual.query("supplier == 'RUS' and year >= 2018").size


@pytest.mark.parametrize(
    ("window", "total", "russia", "share", "hhi", "rank"),
    [
        ((1995, 1999), 6_011, 687, 11.4, 0.134, 3),
        ((2000, 2004), 4_220, 126, 3.0, 0.190, 9),
        ((2005, 2009), 8_369, 2_192, 26.2, 0.127, 1),
        ((2010, 2014), 7_686, 2_170, 28.2, 0.142, 1),
        ((2015, 2019), 3_870, 233, 6.0, 0.135, 4),
        ((2020, 2024), 3_446, 0, 0.0, 0.122, None),
    ],
)
def test_the_region_by_window(imports, window, total, russia, share, hhi, rank):
    row = arms.window_summary(arms.window_table(imports, [window]), "RUS").iloc[0]
    assert (round(row["total_tiv_million"]), round(row["tiv_million"])) == (total, russia)
    assert (round(row["share"] * 100, 1), round(row["hhi"], 3)) == (share, hhi)
    assert (None if pd.isna(row["rank"]) else row["rank"]) == rank


def test_venezuela_by_window(imports):
    venezuela = imports.query("iso3 == 'VEN'")
    table = arms.window_summary(arms.window_table(venezuela, WINDOWS, COVERED), "RUS").set_index(
        "first_year"
    )
    assert (table["share"] * 100).round(1)[[2005, 2010]].tolist() == [90.4, 67.7]
    assert table["hhi"].round(2)[[2005, 2010]].tolist() == [0.82, 0.49]


def test_the_region_without_venezuela(imports):
    table = arms.with_and_without(imports, [(2005, 2009), (2010, 2014)], ["VEN"], "RUS")
    shares = table.query("recipients == 'without VEN'")["share"] * 100
    assert shares.round(1).tolist() == [2.3, 7.1]


def test_2000_to_2013_and_the_highest_year(imports):
    row = arms.window_summary(arms.window_table(imports, [(2000, 2013)]), "RUS").iloc[0]
    assert row["tiv_million"] == pytest.approx(4_303.1, abs=0.06)
    assert row["total_tiv_million"] == pytest.approx(19_146.4, abs=0.06)
    assert round(row["share"] * 100, 1) == 22.5
    years = arms.window_summary(arms.window_table(imports, arms.windows(*COVERED, 1)), "RUS")
    highest = years.loc[years["share"].idxmax()]
    assert (highest["first_year"], round(highest["share"] * 100, 1)) == (2013, 56.2)


def test_annual_series_and_imports_agree_where_both_cover(annual, imports):
    russia = imports.query("supplier == 'RUS'").set_index(["iso3", "year"])["tiv_million"]
    recent = annual.query("source == 'deliveries'").set_index(["iso3", "year"])["tiv_million"]
    pd.testing.assert_series_equal(russia.sort_index(), recent.sort_index())
    assert math.isclose(russia.sum(), annual.query("1995 <= year <= 2024").tiv_million.sum())


RUSSIA_BY_YEAR = {
    "VEN": {
        1996: 26.1,
        1997: 26.1,
        2006: 355.5,
        2007: 740.25,
        2008: 697.75,
        2009: 260,
        2010: 59.5,
        2011: 270.65,
        2012: 522.6,
        2013: 883.04,
        2014: 78.72,
    },
    "MEX": {
        1994: 29,
        1995: 29,
        1996: 24,
        1997: 193,
        1999: 87,
        2000: 64.8,
        2002: 2.4,
        2006: 36.25,
        2010: 7.25,
        2012: 21.75,
    },
    "PER": {
        1992: 29,
        1995: 23.3,
        1996: 33.4,
        1997: 11,
        1998: 2.4,
        1999: 91.65,
        2001: 6.62,
        2009: 11.52,
        2011: 61.5,
        2014: 58,
        2015: 94.25,
        2016: 21.75,
    },
    "BRA": {1994: 8.96, 2010: 76.96, 2011: 17.6, 2012: 35.94, 2014: 34.5, 2015: 5.6, 2016: 4.8},
    "COL": {1997: 72.5, 2002: 43.5, 2007: 29, 2009: 36.25},
    "NIC": {2009: 14.5, 2014: 12.6, 2015: 14.49, 2016: 85.8, 2017: 6.8},
    "ECU": {1997: 50.75, 1998: 15.54, 2008: 2, 2009: 2, 2011: 14.5},
    "ARG": {1997: 1.02, 1998: 0.34, 2011: 14.5},
    "CUB": {2004: 8.26},
    "URY": {2006: 6.72},
}


def test_every_delivery_of_russia_to_the_region(annual):
    russia = annual.query("supplier == 'RUS'")
    found = {
        iso3: dict(zip(rows["year"], rows["tiv_million"].round(2), strict=True))
        for iso3, rows in russia.groupby("iso3")
    }
    assert found == {iso3: pytest.approx(years) for iso3, years in RUSSIA_BY_YEAR.items()}


def test_russia_by_recipient_in_2000_to_2013(imports):
    rows = imports.query("supplier == 'RUS' and 2000 <= year <= 2013")
    assert rows.groupby("iso3")["tiv_million"].sum().round(1).to_dict() == {
        "VEN": 3789.3,
        "MEX": 132.4,
        "BRA": 130.5,
        "COL": 108.8,
        "PER": 79.6,
        "ECU": 18.5,
        "ARG": 14.5,
        "NIC": 14.5,
        "CUB": 8.3,
        "URY": 6.7,
    }
    venezuela = imports.query("iso3 == 'VEN' and 2000 <= year <= 2013")["tiv_million"].sum()
    assert venezuela == pytest.approx(5_051.8, abs=0.06)


@pytest.mark.parametrize(
    ("first", "shares"),
    [
        (1995, {"USA": 26.8, "GBR": 14.9, "DEU": 9.8}),
        (2000, {"USA": 38.4, "FRA": 12.7}),
        (2005, {"USA": 11.7, "ITA": 10.8, "NLD": 9.9}),
        (2010, {"USA": 16.6, "DEU": 9.3, "ESP": 9.0, "CHN": 4.8}),
        (2015, {"USA": 29.7, "FRA": 13.5, "NLD": 7.2}),
        (2020, {"FRA": 26.0, "USA": 12.8, "GBR": 9.2}),
    ],
)
def test_the_other_suppliers_of_the_region(imports, first, shares):
    table = arms.window_table(imports, [(first, first + 4)]).set_index("supplier")["share"] * 100
    assert {code: round(table[code], 1) for code in shares} == shares


@pytest.mark.parametrize(
    ("first", "supplier", "share"), [(2010, "CHN", 11.8), (2015, "CHN", 75.0), (2020, "IRN", 38.2)]
)
def test_the_other_suppliers_of_venezuela(imports, first, supplier, share):
    rows = imports.query("iso3 == 'VEN'")
    table = (
        arms.window_table(rows, [(first, first + 4)], COVERED).set_index("supplier")["share"] * 100
    )
    assert round(table[supplier], 1) == share
