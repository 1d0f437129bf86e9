"""Measures of arms transfers: by hand, by their properties, and against check numbers."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import arms, catalog, countries
from analysis.errors import MeasureError

WINDOWS = arms.windows(1995, 2024, 5)


def deliveries(*rows):
    return pd.DataFrame(rows, columns=["supplier", "iso3", "year", "tiv_million"])


def imported(*rows):
    return pd.DataFrame(rows, columns=["iso3", "supplier", "year", "tiv_million"])


volumes = st.integers(1, 10**6).map(lambda hundredths: hundredths / 100)
keys = st.tuples(
    st.sampled_from(["ARG", "CUB", "PER", "VEN"]),
    st.sampled_from(["RUS", "USA", "CHN", "FRA", "XXU"]),
    st.integers(1995, 2024),
)
tables = st.dictionaries(keys, volumes, max_size=40).map(
    lambda cells: imported(*[(*key, value) for key, value in cells.items()]).astype(
        {"iso3": "str", "supplier": "str", "year": "Int64", "tiv_million": "float64"}
    )
)


@pytest.fixture(scope="module")
def annual():
    return catalog.load("arms/annual_tiv")


@pytest.fixture(scope="module")
def imports():
    return catalog.load("arms/imports_by_supplier")


# annual_series


def test_years_without_a_delivery_are_zero_within_the_span_and_missing_outside():
    series = arms.annual_series(deliveries(("SUN", "CUB", 1991, 5.0)), ["CUB"], 1990, 1993)
    by_supplier = series.groupby("supplier")["tiv_million"].apply(list)
    np.testing.assert_equal(by_supplier["SUN"], [0.0, 5.0, np.nan, np.nan])
    np.testing.assert_equal(by_supplier["RUS"], [np.nan, np.nan, 0.0, 0.0])


def test_states_that_never_occur_have_their_zeros():
    series = arms.annual_series(deliveries(), ["DMA", "LCA"], 2000, 2001)
    assert series.loc[series["supplier"] == "RUS", "tiv_million"].tolist() == [0.0] * 4


def test_a_delivery_outside_its_suppliers_span_is_refused():
    with pytest.raises(MeasureError, match=r"outside the span.*RUS CUB 1991"):
        arms.annual_series(deliveries(("RUS", "CUB", 1991, 5.0)), ["CUB"], 1990, 1993)


def test_a_key_that_occurs_twice_is_refused():
    row = ("RUS", "CUB", 2004, 5.0)
    with pytest.raises(MeasureError, match="twice: RUS CUB 2004"):
        arms.annual_series(deliveries(row, row), ["CUB"], 2000, 2005)


def test_missing_columns_are_named():
    with pytest.raises(MeasureError, match="lacks supplier, tiv_million"):
        arms.annual_series(pd.DataFrame({"iso3": [], "year": []}), ["CUB"], 2000, 2005)


def test_completing_loses_nothing(annual):
    series = arms.annual_series(annual, countries.LAC, 1950, 2025)
    assert len(series) == 2 * 33 * 76
    assert series["tiv_million"].sum() == pytest.approx(annual["tiv_million"].sum())


# trailing_mean


def test_trailing_mean_by_hand():
    years = deliveries(
        *[("RUS", "VEN", 2006 + n, v) for n, v in enumerate([355.5, 740.25, 697.75])]
    )
    result = arms.trailing_mean(years, 2)["mean_tiv_million"]
    np.testing.assert_allclose(result, [np.nan, 547.875, 719.0])


def test_no_mean_crosses_from_the_ussr_to_russia(annual):
    series = arms.annual_series(annual, countries.LAC, 1950, 2025)
    mean = arms.trailing_mean(arms.total_by_year(series), 5).set_index(["supplier", "year"])
    means = mean["mean_tiv_million"]
    assert means["RUS"].loc[:1995].isna().all()
    assert means["SUN"].loc[:1953].isna().all()
    assert means["SUN"].loc[1992:].isna().all()
    # 1992 29, 1993 0, 1994 37.96 and the two next years, none of them Soviet
    assert means["RUS", 1996] == pytest.approx((29 + 0 + 37.96 + 52.3 + 83.5) / 5)


def test_trailing_mean_refuses_gaps_and_doubles():
    for years in ([2000, 2002], [2000, 2000]):
        rows = deliveries(*[("RUS", "VEN", year, 1.0) for year in years])
        with pytest.raises(MeasureError, match="every year once"):
            arms.trailing_mean(rows, 2)
    with pytest.raises(MeasureError, match="window = 0"):
        arms.trailing_mean(deliveries(("RUS", "VEN", 2000, 1.0)), 0)


@settings(max_examples=50, deadline=None)
@given(st.lists(volumes, min_size=1, max_size=30), st.integers(1, 8))
def test_trailing_mean_is_between_the_extremes_and_begins_after_window_years(values, window):
    rows = deliveries(*[("RUS", "VEN", 1990 + n, value) for n, value in enumerate(values)])
    mean = arms.trailing_mean(rows, window)["mean_tiv_million"]
    assert mean.isna().sum() == min(window - 1, len(values))
    for n, value in mean.dropna().items():
        part = values[n - window + 1 : n + 1]
        assert value == pytest.approx(sum(part) / window)
        assert min(part) - 1e-9 <= value <= max(part) + 1e-9


# windows


@given(st.integers(1950, 2025), st.integers(0, 75), st.integers(1, 20))
def test_windows_are_whole_adjoining_and_end_at_the_last_year(first, more, length):
    last = first + more
    found = arms.windows(first, last, length)
    assert len(found) == (more + 1) // length
    covered = [year for start, end in found for year in range(start, end + 1)]
    assert covered == list(range(last - len(covered) + 1, last + 1))
    assert all(end - start + 1 == length for start, end in found)


def test_windows_need_a_length():
    with pytest.raises(MeasureError, match="length = 0"):
        arms.windows(2000, 2005, 0)


# shares and concentration


def test_share_by_hand_with_floor_and_n():
    rows = imported(
        ("CUB", "RUS", 2004, 8.0), ("VEN", "RUS", 2003, 60.0), ("VEN", "USA", 2004, 20.0)
    )
    table = arms.supplier_share(rows, "RUS", ["VEN", "CUB", "DMA"], 2000, 2004, min_tiv=10)
    assert table["iso3"].tolist() == ["CUB", "DMA", "VEN"]
    np.testing.assert_equal(table["share"].to_numpy(), [np.nan, np.nan, 0.75])
    assert table["total_tiv_million"].tolist() == [8.0, 0.0, 80.0]
    assert table["n"].tolist() == [1, 0, 2]


def test_a_window_beyond_the_covered_years_is_refused(imports):
    with pytest.raises(MeasureError, match=r"1990-1994.*1995-2024"):
        arms.supplier_share(imports, "RUS", ["CUB"], 1990, 1994)


@settings(max_examples=15, deadline=None)
@given(tables)
def test_shares_of_all_suppliers_add_up_to_one(table):
    suppliers = sorted(set(table["supplier"]))
    states = sorted(set(table["iso3"]))
    shares = [
        arms.supplier_share(table, supplier, states, 1995, 2024)["share"] for supplier in suppliers
    ]
    if shares:
        np.testing.assert_allclose(sum(shares), 1.0)


@settings(max_examples=15, deadline=None)
@given(tables)
def test_window_table_keeps_all_volume_and_ranks_by_it(table):
    result = arms.window_table(table, WINDOWS)
    assert result["tiv_million"].sum() == pytest.approx(table["tiv_million"].sum())
    for _, rows in result.groupby("first_year"):
        assert rows["share"].sum() == pytest.approx(1.0)
        assert rows["tiv_million"].is_monotonic_decreasing
        assert rows["rank"].iloc[0] == 1


@settings(max_examples=15, deadline=None)
@given(tables, st.floats(0.1, 10))
def test_concentration_lies_in_its_bounds_and_has_no_unit(table, factor):
    summary = arms.window_summary(arms.window_table(table, WINDOWS))
    fewest = 1 / summary["suppliers"].astype(float)
    assert (summary["hhi"] >= fewest - 1e-9).all()
    assert (summary["hhi"] <= 1 + 1e-9).all()
    scaled = table.assign(tiv_million=table["tiv_million"] * factor)
    again = arms.window_summary(arms.window_table(scaled, WINDOWS))
    np.testing.assert_allclose(again["hhi"], summary["hhi"])


def test_one_supplier_is_full_concentration_and_four_equal_ones_a_quarter():
    one = imported(("PER", "RUS", 2000, 7.0))
    four = imported(*[("PER", supplier, 2000, 7.0) for supplier in ("RUS", "USA", "FRA", "CHN")])
    for rows, hhi in ((one, 1.0), (four, 0.25)):
        summary = arms.window_summary(arms.window_table(rows, [(2000, 2004)]))
        assert summary["hhi"].tolist() == [hhi]
        assert summary["rank"].tolist() == [1]


def test_a_supplier_that_delivered_nothing_has_a_zero_share_and_no_rank():
    rows = imported(("PER", "USA", 2000, 7.0))
    summary = arms.window_summary(arms.window_table(rows, [(2000, 2004)])).iloc[0]
    assert (summary["tiv_million"], summary["share"]) == (0.0, 0.0)
    assert pd.isna(summary["rank"])


def test_nothing_to_measure_gives_empty_tables_with_their_columns():
    empty = imported()
    table = arms.window_table(empty, [])
    assert table.empty
    assert list(table)[:3] == ["first_year", "last_year", "supplier"]
    assert arms.window_summary(table).empty
    assert arms.with_and_without(empty, [], ["VEN"]).empty
    assert arms.shares_by_window(empty, "RUS", ["VEN"], []).empty
    assert arms.recipient_totals(deliveries()).empty


@settings(max_examples=15, deadline=None)
@given(tables)
def test_leaving_out_a_state_that_received_nothing_changes_nothing(table):
    compared = arms.with_and_without(table, WINDOWS, ["DMA"])
    halves = [rows.drop(columns="recipients") for _, rows in compared.groupby("recipients")]
    for half in halves[1:]:
        pd.testing.assert_frame_equal(half.reset_index(drop=True), halves[0].reset_index(drop=True))


def test_totals_of_a_supplier_without_deliveries_have_no_peak_year():
    series = arms.annual_series(deliveries(), ["DMA"], 1990, 1993)
    totals = arms.supplier_totals(series)
    assert totals["tiv_million"].tolist() == [0.0, 0.0]
    assert totals["peak_year"].isna().all()


def test_undelivered_deals_are_in_no_span():
    deals = pd.DataFrame(
        {
            "deal": [1, 2],
            "delivery_years": ["2006; 2008", None],
            "tiv_delivered_million": [9.0, 0.0],
        }
    )
    assert arms.delivered_between(deals, 1950, 2025)["deal"].tolist() == [1]
    assert arms.delivered_between(deals, 2009, 2025).empty


# Check numbers: computed independently from the exports of 2026.


def test_russia_to_venezuela_year_by_year(annual):
    series = arms.annual_series(annual, ["VEN"], 1995, 2024).query("supplier == 'RUS'")
    by_year = series.set_index("year")["tiv_million"]
    expected = {
        1996: 26.1, 1997: 26.1, 2006: 355.5, 2007: 740.25, 2008: 697.75, 2009: 260, 2010: 59.5,
        2011: 270.65, 2012: 522.6, 2013: 883.04, 2014: 78.72,
    }  # fmt: skip
    assert by_year[by_year > 0].to_dict() == expected
    assert by_year.sum() == pytest.approx(3_920.21)


def test_the_ussr_delivered_most_to_cuba_and_most_in_1962(annual):
    series = arms.annual_series(annual, countries.LAC, 1950, 2025)
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
    row = arms.window_summary(arms.window_table(imports, [window])).iloc[0]
    assert (round(row["total_tiv_million"]), round(row["tiv_million"])) == (total, russia)
    assert (round(row["share"] * 100, 1), round(row["hhi"], 3)) == (share, hhi)
    assert (None if pd.isna(row["rank"]) else row["rank"]) == rank


def test_venezuela_by_window(imports):
    venezuela = imports.query("iso3 == 'VEN'")
    table = arms.window_summary(arms.window_table(venezuela, WINDOWS)).set_index("first_year")
    assert (table["share"] * 100).round(1)[[2005, 2010]].tolist() == [90.4, 67.7]
    assert table["hhi"].round(2)[[2005, 2010]].tolist() == [0.82, 0.49]


def test_the_region_without_venezuela(imports):
    table = arms.with_and_without(imports, [(2005, 2009), (2010, 2014)], ["VEN"])
    shares = table.query("recipients == 'without VEN'")["share"] * 100
    assert shares.round(1).tolist() == [2.3, 7.1]


def test_2000_to_2013_and_the_highest_year(imports):
    row = arms.window_summary(arms.window_table(imports, [(2000, 2013)])).iloc[0]
    assert row["tiv_million"] == pytest.approx(4_303.1, abs=0.06)
    assert row["total_tiv_million"] == pytest.approx(19_146.4, abs=0.06)
    assert round(row["share"] * 100, 1) == 22.5
    years = arms.window_summary(arms.window_table(imports, arms.windows(1995, 2024, 1)))
    highest = years.loc[years["share"].idxmax()]
    assert (highest["first_year"], round(highest["share"] * 100, 1)) == (2013, 56.2)


def test_annual_series_and_imports_agree_where_both_cover(annual, imports):
    russia = imports.query("supplier == 'RUS'").set_index(["iso3", "year"])["tiv_million"]
    recent = annual.query("source == 'deliveries'").set_index(["iso3", "year"])["tiv_million"]
    pd.testing.assert_series_equal(russia.sort_index(), recent.sort_index())
    assert math.isclose(russia.sum(), annual.query("1995 <= year <= 2024").tiv_million.sum())
