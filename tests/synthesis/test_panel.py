"""The panel: every state-year once, missing stays missing, arms are zero where covered."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import countries, synthesis, voting
from analysis.errors import MeasureError
from analysis.tables import load


@pytest.fixture(scope="module")
def tables():
    return {name: load(name) for name in synthesis.TABLES}


@pytest.fixture(scope="module")
def panel(tables):
    return synthesis.build_panel(tables, countries.LAC, 1992, 2024)


def cell(panel, iso3, year, column):
    return panel.loc[(panel["iso3"] == iso3) & (panel["year"] == year), column].item()


def test_every_state_and_year_once(panel):
    assert len(panel) == 33 * 33
    assert not panel.duplicated(["iso3", "year"]).any()
    assert set(synthesis.VARIABLES) <= set(panel.columns)


def test_values_are_those_of_the_tables(panel):
    # Check numbers of the notes: Venezuela 2013, turnover of 2013 and 2014, agreement of 2015.
    assert cell(panel, "VEN", 2013, "tiv_million") == pytest.approx(883.04, abs=0.01)
    yearly = panel.groupby("year")["turnover_rus_usd"].sum() / 1e6
    assert yearly[2013] == pytest.approx(18_659, abs=1)
    assert yearly[2014] == pytest.approx(16_088, abs=1)
    means = panel.groupby("year")[["agreement_rus", "agreement_usa"]].mean()
    assert means.loc[2015, "agreement_rus"] == pytest.approx(0.6963, abs=5e-5)
    assert means.loc[2015, "agreement_usa"] == pytest.approx(0.2918, abs=5e-5)
    both = panel[["agreement_rus", "s_score_rus"]].dropna()
    np.testing.assert_allclose(both["s_score_rus"], 2 * both["agreement_rus"] - 1, atol=1e-12)


def test_sums_of_arms_are_of_whole_windows(panel):
    expected = 59.5 + 270.65 + 522.6 + 883.04 + 260
    assert cell(panel, "VEN", 2013, "tiv_sum_million") == pytest.approx(expected, abs=0.01)
    assert cell(panel, "VEN", 2019, "tiv_sum_million") == 0
    assert cell(panel, "VEN", 2019, "any_arms") == 0
    early = panel.loc[panel["year"] == 1995, "tiv_sum_million"]
    assert early.isna().all()
    assert panel.loc[panel["year"] == 1998, "arms_share_pct"].isna().all()
    assert panel["arms_share_pct"].dropna().between(0, 100 + 1e-9).all()


def test_a_window_reaches_back_before_the_first_year(tables, panel):
    short = synthesis.build_panel(tables, ["VEN"], 2013, 2014)
    for column in ("tiv_sum_million", "arms_share_pct", "any_arms"):
        assert cell(short, "VEN", 2013, column) == cell(panel, "VEN", 2013, column)


def test_what_is_not_on_record_is_missing(panel):
    assert np.isnan(cell(panel, "HTI", 2020, "turnover_rus_usd"))
    assert np.isnan(cell(panel, "CUB", 2010, "turnover_partner_usd"))
    assert np.isnan(cell(panel, "VEN", 2023, "agreement_rus"))
    assert np.isnan(cell(panel, "VEN", 2019, "log_gdp"))
    assert np.isfinite(panel["log_turnover_partner"].dropna()).all()


def test_membership_is_of_the_year(panel):
    assert cell(panel, "ECU", 2008, "is_alba") == 0
    assert cell(panel, "ECU", 2010, "is_alba") == 1
    assert cell(panel, "ECU", 2019, "is_alba") == 0
    assert panel.loc[panel["year"] < 2004, "is_alba"].eq(0).all()


def test_ideal_points_join_when_they_are_there(tables, panel):
    assert panel["ideal_point_rus"].isna().all()
    rows = [("PER", 55, -0.5), ("RUS", 55, 0.25), ("USA", 55, 2.5), ("PER", 56, 1.0)]
    points = pd.DataFrame(rows, columns=["iso3", "session", "ideal_point"])
    points = pd.concat([points.assign(series="final"), points.assign(series="all", ideal_point=9)])
    joined = synthesis.build_panel(
        {**tables, synthesis.IDEAL_POINTS: points}, ["PER", "ARG"], 1999, 2002
    )
    assert cell(joined, "PER", 2000, "ideal_point_rus") == pytest.approx(-0.75)
    assert cell(joined, "PER", 2000, "ideal_point_usa") == pytest.approx(-3.0)
    assert np.isnan(cell(joined, "PER", 2001, "ideal_point_rus"))
    assert joined["ideal_point_chn"].isna().all()
    assert joined.loc[joined["iso3"] == "ARG", "ideal_point_rus"].isna().all()


def test_a_missing_table_is_named(tables):
    with pytest.raises(MeasureError, match="common/gdp"):
        synthesis.build_panel(
            {name: frame for name, frame in tables.items() if name != "common/gdp"},
            ["PER"],
            2000,
            2001,
        )


def test_alignment_columns_are_named_and_refused():
    assert synthesis.alignment_column("scott_pi", "CHN") == "scott_pi_chn"
    assert set(voting.MEASURES) & set(synthesis.ALIGNMENTS) >= {"agreement", "cohen_kappa"}
    with pytest.raises(MeasureError, match="agreement"):
        synthesis.alignment_column("agrement")
    with pytest.raises(MeasureError, match="SUN"):
        synthesis.alignment_column("agreement", "SUN")


def test_no_states_give_an_empty_panel(tables):
    empty = synthesis.build_panel(tables, [], 2000, 2001)
    assert empty.empty
    assert set(synthesis.VARIABLES) <= set(empty.columns)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1992, 2010), unique=True, min_size=1), st.integers(-4, 4))
def test_a_lag_is_of_years_not_of_rows(years, lag):
    panel = pd.DataFrame({"iso3": "PER", "year": years, "x": [float(y) for y in years]})
    other = panel.assign(iso3="ARG", x=-1.0)
    both = pd.concat([panel, other], ignore_index=True)
    found = synthesis.lag(both, "x", lag)
    for place, row in both[both["iso3"] == "PER"].iterrows():
        expected = row["year"] - lag
        assert found[place] == expected if expected in years else np.isnan(found[place])


def test_coverage_counts_states(panel):
    counts = synthesis.count_coverage(panel, ["agreement_rus", "turnover_rus_usd"])
    assert counts["variable"].unique().tolist() == ["agreement_rus", "turnover_rus_usd"]
    by_year = counts.set_index(["variable", "year"])["n_states"]
    assert by_year["turnover_rus_usd", 2016] == 33
    assert by_year["turnover_rus_usd", 2023] == 0
