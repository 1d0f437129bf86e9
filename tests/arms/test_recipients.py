"""The region and its states among Russia's recipients."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import arms, countries
from analysis.errors import MeasureError
from tests.arms.frames import COVERED


def exports(*rows):
    return pd.DataFrame(rows, columns=["iso3", "year", "tiv_million"])


volumes = st.integers(1, 10**6).map(lambda hundredths: hundredths / 100)
tables = st.dictionaries(
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


def test_a_window_beyond_the_covered_years_is_refused():
    for measure in (
        arms.recipient_ranks,
        lambda rows, spans: arms.region_share(rows, ["VEN"], spans),
    ):
        with pytest.raises(MeasureError, match=r"do not cover 1990.*they cover 2013 to 2013"):
            measure(exports(("IND", 2013, 9.0)), [(1990, 1994)])


@settings(max_examples=20, deadline=None)
@given(tables, st.integers(1, 10))
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
