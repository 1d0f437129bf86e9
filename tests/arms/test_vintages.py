"""What SIPRI revised, and what an equal split gets wrong."""

import numpy as np
import pandas as pd
import pytest

from analysis import arms, countries
from analysis.errors import MeasureError

KEYS = ["supplier", "iso3", "year", "source", "vintage", "tiv_million"]
OLD, NEW = ("deliveries", "2025-01-03"), ("deliveries", "2026-02-12")


def vintages(*rows):
    return pd.DataFrame(rows, columns=KEYS)


def test_years_that_an_export_does_not_cover_are_missing_and_others_zero(table):
    one = vintages(("RUS", "VEN", 2000, *OLD, 5.0))
    series = arms.vintage_series(one, table("editions"), ["VEN"], 1999, 2000, "RUS")
    by_export = series.groupby(["source", "vintage"])["tiv_million"].apply(list)
    np.testing.assert_equal(by_export[OLD], [np.nan, 5.0])
    assert by_export[NEW] == [0.0, 0.0]
    assert len(by_export) == 3  # the TIV tables lack Russia
    others = arms.vintage_series(vintages(), table("editions"), ["VEN"], 1999, 1999, "USA")
    assert others["vintage"].tolist()[0] == "2022-07-28"  # the oldest first
    assert len(others) == 4


def test_an_unknown_export_is_refused(table):
    strange = vintages(("RUS", "VEN", 2000, "deliveries", "2030-01-01", 5.0))
    with pytest.raises(MeasureError, match="no years for deliveries of 2030-01-01"):
        arms.vintage_series(strange, table("editions"), ["VEN"], 1999, 2000, "RUS")


def test_a_cell_that_one_export_lacks_counts_as_revised_to_nothing(table):
    one = vintages(("USA", "PAN", 2005, "tiv_tables", "2022-07-28", 7.0))
    found = arms.revisions(one, table("editions"), "RUS")
    columns = ["suppliers", "iso3", "low", "high", "exports"]
    assert found[columns].values.tolist() == [["others", "PAN", 0.0, 7.0, 4]]
    assert arms.revisions(vintages(), table("editions"), "RUS").empty


def test_an_export_that_lacks_a_supplier_is_not_compared_for_sums_that_hold_it(table):
    """All but the United States: Russia is among them, and the tables of 2022 lack it."""
    one = vintages(("FRA", "PAN", 2005, *NEW, 7.0), ("USA", "PAN", 2005, *NEW, 2.0))
    found = arms.revisions(one, table("editions"), "USA").set_index("suppliers")
    assert found["exports"].to_dict() == {"others": 3, "USA": 4}


def test_shares_by_vintage_never_mix_exports(table):
    rows = vintages(
        ("RUS", "VEN", 2005, *OLD, 3.0),
        ("USA", "VEN", 2005, *OLD, 1.0),
        ("RUS", "VEN", 2005, *NEW, 1.0),
        ("USA", "VEN", 2005, *NEW, 1.0),
    )
    spans = [(2005, 2005), (1996, 1996)]
    found = arms.share_by_vintage(rows, table("editions"), ["VEN"], spans, "RUS")
    assert found.query("first_year == 2005")["share"].round(3).tolist()[:2] == [0.75, 0.5]
    assert set(found.query("first_year == 1996")["vintage"]) == {"2026-02-12", "2026-06-16"}
    ranges = arms.share_range(found).set_index("first_year")
    assert ranges.loc[2005, ["exports", "share_low", "share_high"]].tolist() == [2, 0.5, 0.75]
    assert ranges.loc[1996, "exports"] == 0
    none = arms.share_by_vintage(rows, table("editions"), ["VEN"], [], "RUS")
    assert arms.share_range(none).empty


def test_ranges_stand_beside_the_shares_that_they_are_of(table):
    shares = pd.DataFrame(
        {"iso3": ["VEN", "KNA"], "first_year": 2010, "last_year": 2014, "share": [0.677, np.nan]}
    )
    found = arms.add_ranges(shares, table("vintages"), table("editions"), "RUS")
    assert found["exports"].tolist() == [3, 0]
    assert found["share_low"].round(3).tolist()[0] == 0.677
    assert found["share_high"].round(3).tolist()[0] == 0.678
    assert found["share_low"].isna().tolist() == [False, True]


def test_what_was_revised_of_russia_to_venezuela(table):
    rows = table("vintages").query("supplier == 'RUS' and iso3 == 'VEN'")
    cells = rows.set_index(["year", "vintage"])["tiv_million"]
    printed = {
        (2011, "2025-01-03"): 269.85,
        (2012, "2025-01-03"): 518.85,
        (2013, "2025-01-03"): 881.44,
        (2011, "2026-02-12"): 270.65,
        (2012, "2026-02-12"): 522.6,
        (2013, "2026-02-12"): 883.04,
        (2007, "2026-06-16"): 742.75,
        (2008, "2026-06-16"): 700.25,
        (2013, "2026-06-16"): 895.04,
    }
    assert {key: cells[key] for key in printed} == printed


def test_the_largest_revision_of_russia_is_venezuela_2013(table):
    found = arms.revisions(table("vintages"), table("editions"), "RUS")
    found = found[found["suppliers"] == "RUS"]
    assert len(found) == 7
    assert found.iloc[0][["iso3", "year"]].tolist() == ["VEN", 2013]
    assert found["difference"].iloc[0] == pytest.approx(13.6)


def test_brazil_and_panama_shrank_between_2022_and_2026(table):
    rows = table("vintages").query("supplier != 'RUS' and 2000 <= year <= 2013")
    sums = rows.groupby(["iso3", "vintage"])["tiv_million"].sum()
    russia = table("imports_by_supplier").query("supplier == 'RUS' and iso3 == 'BRA'")
    from_russia = russia.loc[russia["year"].between(2000, 2013), "tiv_million"].sum()
    # The notes' 3,265 and 3,015 are all suppliers; the tables of 2022 lack Russia.
    assert sums["BRA", "2026-02-12"] + from_russia == pytest.approx(3_015, abs=1)
    assert sums["BRA", "2022-07-28"] + from_russia == pytest.approx(3_265, rel=0.01)
    panama = table("vintages").query("iso3 == 'PAN' and year >= 1992")
    assert set(panama["vintage"]) == {"2022-07-28"}


def test_the_range_over_exports_is_small_for_russia(table):
    series = arms.vintage_series(
        table("vintages"), table("editions"), countries.LAC, 1992, 2025, "RUS"
    )
    spread = arms.vintage_range(series)
    assert (spread["low"] <= spread["newest"]).all()
    assert (spread["newest"] <= spread["high"]).all()
    assert spread["high"].sum() == pytest.approx(5_493, abs=1)
    ranges = arms.share_range(
        arms.share_by_vintage(
            table("vintages"), table("editions"), countries.LAC, [(2005, 2009), (2010, 2014)], "RUS"
        )
    )
    assert (ranges["share_high"] - ranges["share_low"]).max() < 0.003


def test_the_equal_split_of_venezuela_is_wrong_by_two_hundred(table):
    errors = arms.split_errors(table("deals"), table("annual_tiv"))
    worst = arms.worst_split(errors, "RUS").set_index("year")
    assert set(worst["iso3"]) == {"VEN"}
    assert worst.loc[[2006, 2007], "split_tiv_million"].tolist() == pytest.approx([575, 520], abs=1)
    assert worst.loc[[2006, 2007], "tiv_million"].tolist() == [355.5, 740.25]


def test_the_register_and_the_years_have_almost_the_same_sum(table):
    errors = arms.split_errors(table("deals"), table("annual_tiv")).query("supplier == 'RUS'")
    assert errors["split_tiv_million"].sum() == pytest.approx(5_468, abs=1)
    assert errors["tiv_million"].sum() == pytest.approx(errors["split_tiv_million"].sum(), rel=0.01)


def test_without_deals_nothing_is_split(table):
    none = table("deals").head(0)
    assert arms.split_errors(none, table("annual_tiv")).empty
    assert arms.worst_split(arms.split_errors(none, table("annual_tiv")), "RUS").empty
