"""Series of deliveries: grids, totals, trailing means."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import arms, countries
from analysis.errors import MeasureError
from tests.arms.frames import SPANS, deliveries, volumes


def test_years_without_a_delivery_are_zero_within_the_span_and_missing_outside():
    series = arms.annual_series(deliveries(("SUN", "CUB", 1991, 5.0)), ["CUB"], 1990, 1993, SPANS)
    by_supplier = series.groupby("supplier")["tiv_million"].apply(list)
    np.testing.assert_equal(by_supplier["SUN"], [0.0, 5.0, np.nan, np.nan])
    np.testing.assert_equal(by_supplier["RUS"], [np.nan, np.nan, 0.0, 0.0])


def test_states_that_never_occur_have_their_zeros():
    series = arms.annual_series(deliveries(), ["DMA", "LCA"], 2000, 2001, SPANS)
    assert series.loc[series["supplier"] == "RUS", "tiv_million"].tolist() == [0.0] * 4


def test_a_delivery_outside_its_suppliers_span_is_refused():
    with pytest.raises(MeasureError, match=r"outside the span.*RUS CUB 1991"):
        arms.annual_series(deliveries(("RUS", "CUB", 1991, 5.0)), ["CUB"], 1990, 1993, SPANS)


def test_a_key_that_occurs_twice_is_refused():
    row = ("RUS", "CUB", 2004, 5.0)
    with pytest.raises(
        MeasureError, match="more than one row for supplier RUS, iso3 CUB, year 2004"
    ):
        arms.annual_series(deliveries(row, row), ["CUB"], 2000, 2005, SPANS)


def test_missing_columns_are_named():
    with pytest.raises(MeasureError, match="has no column supplier, tiv_million"):
        arms.annual_series(pd.DataFrame({"iso3": [], "year": []}), ["CUB"], 2000, 2005, SPANS)


def test_completing_loses_nothing(annual):
    series = arms.annual_series(annual, countries.LAC, 1950, 2025, SPANS)
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
    series = arms.annual_series(annual, countries.LAC, 1950, 2025, SPANS)
    mean = arms.trailing_mean(arms.total_by_year(series), 5).set_index(["supplier", "year"])
    means = mean["mean_tiv_million"]
    assert means["RUS"].loc[:1995].isna().all()
    assert means["SUN"].loc[:1953].isna().all()
    assert means["SUN"].loc[1992:].isna().all()
    # 1992 29, 1993 0, 1994 37.96 and the two next years, none of them Soviet
    assert means["RUS", 1996] == pytest.approx((29 + 0 + 37.96 + 52.3 + 83.5) / 5)


def test_trailing_mean_refuses_gaps_and_doubles():
    for years, words in (([2000, 2002], "every year once"), ([2000, 2000], "more than one row")):
        rows = deliveries(*[("RUS", "VEN", year, 1.0) for year in years])
        with pytest.raises(MeasureError, match=words):
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


def test_recipients_are_ranked_with_their_first_and_last_year():
    rows = deliveries(
        ("RUS", "PER", 2001, 1.0), ("RUS", "VEN", 2001, 2.0), ("RUS", "VEN", 2003, 1.0)
    )
    assert arms.recipient_totals(rows).to_dict("split", index=False) == {
        "columns": [
            *("supplier", "iso3", "tiv_million", "share", "rank", "first_year", "last_year"),
        ],
        "data": [
            ["RUS", "VEN", 3.0, 0.75, 1, 2001, 2003],
            ["RUS", "PER", 1.0, 0.25, 2, 2001, 2001],
        ],
    }


def test_totals_of_a_supplier_without_deliveries_have_no_peak_year():
    series = arms.annual_series(deliveries(), ["DMA"], 1990, 1993, SPANS)
    totals = arms.supplier_totals(series)
    assert totals["tiv_million"].tolist() == [0.0, 0.0]
    assert totals["peak_year"].isna().all()
