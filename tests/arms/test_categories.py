"""Kinds of weapon, local production, and what SIPRI estimates."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import arms, countries
from analysis.arms.categories import ESTIMATED
from analysis.errors import MeasureError

KINDS = ["Aircraft", "Missiles", "Ships", "Armoured vehicles"]


def cells(*rows):
    """Return rows of (iso3, supplier, year, category, tiv, estimated, local)."""
    names = ["iso3", "supplier", "year", "category", "tiv_million", "estimated", "local"]
    table = pd.DataFrame(rows, columns=names)
    for what in ESTIMATED:
        table[f"lines_{what}_estimated"] = (table["estimated"] > 0).astype(int)
        table[f"tiv_{what}_estimated_million"] = table["estimated"]
    table["tiv_local_production_million"] = table["local"]
    return table.assign(lines=1).drop(columns=["estimated", "local"])


volumes = st.integers(1, 10**5).map(lambda hundredths: hundredths / 100)
parts = st.tuples(volumes, st.floats(0, 1), st.floats(0, 1))
tables = st.dictionaries(
    st.tuples(
        st.sampled_from(["ARG", "PER", "VEN"]),
        st.sampled_from(["RUS", "USA", "XXU"]),
        st.integers(1995, 2024),
        st.sampled_from(KINDS),
    ),
    parts,
    min_size=1,
    max_size=30,
).map(
    lambda found: cells(
        *[(*key, tiv, tiv * share, tiv * local) for key, (tiv, share, local) in found.items()]
    )
)


def test_a_series_has_every_year_and_the_largest_kind_first():
    table = cells(
        ("PER", "RUS", 2001, "Missiles", 4.0, 0, 0),
        ("VEN", "RUS", 2003, "Aircraft", 9.0, 0, 0),
        ("VEN", "USA", 2002, "Ships", 9.0, 0, 0),
    )
    series = arms.category_series(table, "RUS", 2001, 2003)
    assert list(dict.fromkeys(series["category"])) == ["Aircraft", "Missiles"]
    assert series["tiv_million"].tolist() == [0.0, 0.0, 9.0, 4.0, 0.0, 0.0]
    assert arms.category_series(table, "FRA", 2001, 2003).empty
    assert arms.category_series(table, "RUS", 2025, 2024).empty


def test_estimated_shares_by_hand():
    table = cells(
        ("PER", "RUS", 2001, "Missiles", 4.0, 1.0, 2.0),
        ("PER", "RUS", 2002, "Missiles", 4.0, 0.0, 0.0),
    )
    row = arms.estimated_shares(table).iloc[0]
    assert (row["lines"], row["lines_share_number"]) == (2, 0.5)
    assert (row["tiv_share_number"], row["tiv_share_local_production"]) == (0.125, 0.25)


def test_a_volume_of_zero_has_no_shares():
    row = arms.estimated_shares(cells(("PER", "RUS", 2001, "Missiles", 0.0, 0, 0))).iloc[0]
    assert np.isnan(row["tiv_share_number"])
    assert row["lines_share_number"] == 0


@settings(max_examples=20, deadline=None)
@given(tables)
def test_shares_lie_within_bounds_and_kinds_add_up(table):
    shares = arms.estimated_shares(table)
    columns = [name for name in shares if "share" in name]
    assert shares[columns].ge(-1e-12).all(axis=None)
    assert shares[columns].le(1 + 1e-9).all(axis=None)
    kinds = arms.category_table(table)
    assert kinds.groupby("supplier")["share"].sum().to_numpy() == pytest.approx(1.0)
    assert kinds["tiv_million"].sum() == pytest.approx(table["tiv_million"].sum())


@settings(max_examples=20, deadline=None)
@given(tables)
def test_what_is_not_local_and_what_is_add_up(table):
    rest = arms.without_local_production(table)
    local = table["tiv_local_production_million"].sum()
    assert rest["tiv_million"].sum() + local == pytest.approx(table["tiv_million"].sum(), abs=1e-4)
    assert (rest["tiv_million"] > 0).all()


def test_more_local_production_than_volume_is_refused():
    with pytest.raises(MeasureError, match="RUS to PER in 2001"):
        arms.without_local_production(cells(("PER", "RUS", 2001, "Ships", 1.0, 0, 2.0)))


def test_russia_to_the_region_by_kind(table):
    rows = table("imports_by_category").query("supplier == 'RUS'")
    volumes = arms.category_table(rows).set_index("category")["tiv_million"].round()
    assert volumes.to_dict() == {
        "Aircraft": 3_135,
        "Missiles": 891,
        "Air-defence systems": 690,
        "Armoured vehicles": 569,
        "Artillery": 122,
    }


def test_how_much_of_russias_deliveries_sipri_estimates(table):
    rows = table("imports_by_category").query("supplier == 'RUS'")
    row = arms.estimated_shares(rows).iloc[0]
    assert row["lines"] == 127
    percent = [
        (round(100 * row[f"lines_share_{what}"]), round(100 * row[f"tiv_share_{what}"]))
        for what in ESTIMATED
    ]
    assert percent == [(37, 29), (65, 49), (32, 13)]


def test_all_peruvian_mi171_are_local_production(table):
    rows = table("imports_by_category").query("supplier == 'RUS'")
    local = rows.groupby(["iso3", "year"])["tiv_local_production_million"].sum()
    # 24 helicopters of 7.25: 8, 13 and 3
    assert local[local > 0].to_dict() == {
        ("PER", 2014): 58.0,
        ("PER", 2015): 94.25,
        ("PER", 2016): 21.75,
    }


def test_kinds_add_up_to_imports_for_every_state(table):
    by_kind = table("imports_by_category").groupby("iso3")["tiv_million"].sum()
    whole = table("imports_by_supplier").groupby("iso3")["tiv_million"].sum()
    np.testing.assert_allclose(by_kind, whole, atol=0.001)
    assert set(by_kind.index) <= set(countries.LAC)
