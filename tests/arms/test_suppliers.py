"""Suppliers of a window: dependence, rank, concentration."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import arms, countries
from analysis.errors import MeasureError
from tests.arms.frames import COVERED, WINDOWS, deliveries, imported, tables, volumes


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
    table = arms.supplier_share(rows, "RUS", ["VEN", "CUB", "DMA"], [(2000, 2004)], 10, COVERED)
    assert table["iso3"].tolist() == ["CUB", "DMA", "VEN"]
    np.testing.assert_equal(table["share"].to_numpy(), [np.nan, np.nan, 0.75])
    assert table["total_tiv_million"].tolist() == [8.0, 0.0, 80.0]
    assert table["n"].tolist() == [1, 0, 2]
    at_the_floor = arms.supplier_share(rows, "RUS", ["CUB"], [(2000, 2004)], 8.0, COVERED)
    assert at_the_floor["share"].tolist() == [1.0]


def test_a_window_beyond_the_covered_years_is_refused(imports):
    with pytest.raises(
        MeasureError, match=r"do not cover 1990, 1991, 1992, 1993, 1994 \(they cover 1995 to 2024\)"
    ):
        arms.supplier_share(imports, "RUS", ["CUB"], [(1990, 1994)])


@settings(max_examples=15, deadline=None)
@given(tables)
def test_shares_of_all_suppliers_add_up_to_one(table):
    suppliers = sorted(set(table["supplier"]))
    states = sorted(set(table["iso3"]))
    shares = [
        arms.supplier_share(table, supplier, states, [COVERED], covered=COVERED)["share"]
        for supplier in suppliers
    ]
    if shares:
        np.testing.assert_allclose(sum(shares), 1.0)


@settings(max_examples=15, deadline=None)
@given(tables)
def test_window_table_keeps_all_volume_and_ranks_by_it(table):
    result = arms.window_table(table, WINDOWS, COVERED)
    assert result["tiv_million"].sum() == pytest.approx(table["tiv_million"].sum())
    for _, rows in result.groupby("first_year"):
        assert rows["share"].sum() == pytest.approx(1.0)
        assert rows["tiv_million"].is_monotonic_decreasing
        assert rows["rank"].iloc[0] == 1


@settings(max_examples=15, deadline=None)
@given(tables, st.floats(0.1, 10))
def test_concentration_lies_in_its_bounds_and_has_no_unit(table, factor):
    summary = arms.window_summary(arms.window_table(table, WINDOWS, COVERED), "RUS")
    fewest = 1 / summary["suppliers"].astype(float)
    assert (summary["hhi"] >= fewest - 1e-9).all()
    assert (summary["hhi"] <= 1 + 1e-9).all()
    scaled = table.assign(tiv_million=table["tiv_million"] * factor)
    again = arms.window_summary(arms.window_table(scaled, WINDOWS, COVERED), "RUS")
    np.testing.assert_allclose(again["hhi"], summary["hhi"])


def test_one_supplier_is_full_concentration_and_four_equal_ones_a_quarter():
    one = imported(("PER", "RUS", 2000, 7.0))
    four = imported(*[("PER", supplier, 2000, 7.0) for supplier in ("RUS", "USA", "FRA", "CHN")])
    for rows, hhi in ((one, 1.0), (four, 0.25)):
        summary = arms.window_summary(arms.window_table(rows, [(2000, 2004)], COVERED), "RUS")
        assert summary["hhi"].tolist() == [hhi]
        assert summary["rank"].tolist() == [1]


def test_a_supplier_that_delivered_nothing_has_a_zero_share_and_no_rank():
    rows = imported(("PER", "USA", 2000, 7.0))
    summary = arms.window_summary(arms.window_table(rows, [(2000, 2004)], COVERED), "RUS").iloc[0]
    assert (summary["tiv_million"], summary["share"]) == (0.0, 0.0)
    assert pd.isna(summary["rank"])


def test_nothing_to_measure_gives_empty_tables_with_their_columns():
    empty = imported()
    table = arms.window_table(empty, [])
    assert table.empty
    assert list(table)[:3] == ["first_year", "last_year", "supplier"]
    assert arms.window_summary(table, "RUS").empty
    assert arms.with_and_without(empty, [], ["VEN"], "RUS").empty
    assert arms.supplier_share(empty, "RUS", ["VEN"], []).empty
    assert arms.recipient_totals(deliveries()).empty


@settings(max_examples=15, deadline=None)
@given(tables)
def test_leaving_out_a_state_that_received_nothing_changes_nothing(table):
    compared = arms.with_and_without(table, WINDOWS, ["DMA"], "RUS", COVERED)
    halves = [rows.drop(columns="recipients") for _, rows in compared.groupby("recipients")]
    for half in halves[1:]:
        pd.testing.assert_frame_equal(half.reset_index(drop=True), halves[0].reset_index(drop=True))


def test_normalised_concentration_runs_from_zero_to_one():
    equal = imported(*[("PER", code, 2000, 5.0) for code in ("RUS", "USA", "CHN", "FRA")])
    one = imported(("PER", "RUS", 2000, 5.0))
    unequal = imported(("PER", "RUS", 2000, 3.0), ("PER", "USA", 2000, 1.0))
    found = [
        arms.window_summary(arms.window_table(rows, [(2000, 2000)]), "RUS")["hhi_normalized"].iloc[
            0
        ]
        for rows in (equal, one, unequal)
    ]
    assert found[0] == 0
    assert math.isnan(found[1])
    assert found[2] == pytest.approx((0.625 - 0.5) / 0.5)


@settings(max_examples=15, deadline=None)
@given(tables)
def test_the_normalised_index_is_below_the_plain_one(table):
    summary = arms.window_summary(arms.window_table(table, WINDOWS, COVERED), "RUS")
    several = summary[summary["suppliers"] > 1]
    assert (several["hhi_normalized"] <= several["hhi"] + 1e-12).all()
    assert several["hhi_normalized"].between(0, 1).all()


@given(st.integers(1950, 2025), st.integers(0, 75), st.integers(1, 20))
def test_rolling_windows_end_in_each_year(first, more, length):
    found = arms.rolling_windows(first, first + more, length)
    assert len(found) == max(0, more + 2 - length)
    assert all(end - start + 1 == length for start, end in found)
    assert [end for _, end in found] == sorted({end for _, end in found})
    assert set(arms.windows(first, first + more, length)) <= set(found)


def test_rolling_windows_need_a_length():
    with pytest.raises(MeasureError, match="length = 0"):
        arms.rolling_windows(2000, 2005, 0)


# recipients of one supplier


def exports(*rows):
    return pd.DataFrame(rows, columns=["iso3", "year", "tiv_million"])


export_tables = st.dictionaries(
    st.tuples(st.sampled_from(["IND", "CHN", "VEN", "PER"]), st.integers(1995, 2024)),
    volumes,
    min_size=1,
    max_size=40,
).map(lambda found: exports(*[(*key, value) for key, value in found.items()]))


def test_ranks_by_hand_with_a_tie():
    rows = exports(("IND", 2013, 9.0), ("VEN", 2013, 4.0), ("PER", 2012, 4.0), ("CHN", 2012, 1.0))
    table = arms.recipient_ranks(rows, [(2012, 2013)])
    assert table[["iso3", "rank"]].values.tolist() == [
        ["IND", 1],
        ["PER", 2],
        ["VEN", 2],
        ["CHN", 4],
    ]


def test_a_window_without_exports_has_no_ranks_and_no_share():
    rows = exports(("IND", 2013, 9.0))
    assert arms.recipient_ranks(rows, [(2000, 2004)], COVERED).empty
    assert arms.recipient_ranks(rows, []).empty
    row = arms.region_share(rows, ["VEN"], [(2000, 2004)], COVERED).iloc[0]
    assert np.isnan(row["share"])
    assert arms.region_share(rows, ["VEN"], []).empty


def test_a_window_of_exports_beyond_the_covered_years_is_refused():
    for measure in (
        arms.recipient_ranks,
        lambda rows, spans: arms.region_share(rows, ["VEN"], spans),
    ):
        with pytest.raises(MeasureError, match=r"do not cover 1990.*they cover 2013 to 2013"):
            measure(exports(("IND", 2013, 9.0)), [(1990, 1994)])


@settings(max_examples=20, deadline=None)
@given(export_tables, st.integers(1, 10))
def test_shares_of_all_recipients_add_up_and_regions_are_their_parts(table, length):
    spans = arms.rolling_windows(1995, 2024, length)
    ranks = arms.recipient_ranks(table, spans, COVERED)
    sums = ranks.groupby("last_year")["share"].sum()
    np.testing.assert_allclose(sums, 1.0)
    region = arms.region_share(table, ["VEN", "PER"], spans, COVERED).set_index("last_year")[
        "share"
    ]
    parts = ranks[ranks["iso3"].isin(["VEN", "PER"])].groupby("last_year")["share"].sum()
    np.testing.assert_allclose(region.dropna(), parts.reindex(region.dropna().index).fillna(0))


def test_the_region_in_russias_exports(table):
    spans = [(2005, 2009), (2010, 2014), (2015, 2019)]
    shares = arms.region_share(table("supplier_exports"), countries.LAC, spans)["share"]
    assert (shares * 100).round(1).tolist() == [8.1, 6.0, 0.8]


def test_venezuela_was_second_in_2013_after_india_and_never_first(table):
    yearly = arms.recipient_ranks(table("supplier_exports"), arms.rolling_windows(1995, 2024, 1))
    first = yearly[yearly["last_year"] == 2013].head(3)
    assert first[["iso3", "rank"]].values.tolist() == [["IND", 1], ["VEN", 2], ["CHN", 3]]
    assert first["tiv_million"].iloc[1] == pytest.approx(883.04)
    for length in range(1, 11):
        ranks = arms.recipient_ranks(
            table("supplier_exports"), arms.rolling_windows(1995, 2024, length)
        )
        assert ranks.loc[ranks["iso3"] == "VEN", "rank"].min() > 1
