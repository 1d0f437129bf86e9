"""The panel: every state-year once, missing stays missing, arms are zero where covered."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import synthesis, voting
from analysis.contracts import SIDES
from analysis.errors import MeasureError, ParameterError
from analysis.tables import load
from tests.synthesis.made import READING, STUDY, make_reading


@pytest.fixture(scope="module")
def tables():
    return {name: load(name) for name in synthesis.TABLES}


@pytest.fixture(scope="module")
def panel(tables):
    return synthesis.build_panel(tables, READING)


def cell(panel, iso3, year, column):
    return panel.loc[(panel["iso3"] == iso3) & (panel["year"] == year), column].item()


def test_every_state_and_year_once(panel):
    assert len(panel) == 33 * 33
    assert not panel.duplicated(["iso3", "year"]).any()
    assert set(READING.variables) <= set(panel.columns)


def test_values_are_those_of_the_tables(panel):
    # Check numbers of the notes: Venezuela 2013, turnover of 2013 and 2014, agreement of 2015.
    assert cell(panel, "VEN", 2013, "tiv_million") == pytest.approx(883.04, abs=0.01)
    yearly = panel.groupby("year")["turnover_counterpart_usd"].sum() / 1e6
    assert yearly[2013] == pytest.approx(18_659, abs=1)
    assert yearly[2014] == pytest.approx(16_088, abs=1)
    means = panel.groupby("year")[["agreement_rus", "agreement_usa"]].mean()
    assert means.loc[2015, "agreement_rus"] == pytest.approx(0.6963, abs=5e-5)
    assert means.loc[2015, "agreement_usa"] == pytest.approx(0.2918, abs=5e-5)
    both = panel[["agreement_rus", "s_score_rus"]].dropna()
    np.testing.assert_allclose(both["s_score_rus"], 2 * both["agreement_rus"] - 1, atol=1e-12)


def test_shares_are_in_per_cent_of_what_they_say(tables, panel):
    of_brazil = {
        name: tables[name].query("iso3 == 'BRA' and year == 2010")
        for name in ("common/gdp", "trade/world_totals")
    }
    gdp = of_brazil["common/gdp"]["gdp_current_usd"].item()
    world = of_brazil["trade/world_totals"].query("source == 'wits_partner'")["value_usd"].sum()
    for side in SIDES:
        turnover = cell(panel, "BRA", 2010, f"turnover_{side}_usd")
        share = cell(panel, "BRA", 2010, f"trade_share_{side}_pct")
        assert share == pytest.approx(100 * turnover / world)
        ratio = cell(panel, "BRA", 2010, f"trade_to_gdp_{side}_pct")
        assert ratio == pytest.approx(100 * turnover / gdp)
        log = cell(panel, "BRA", 2010, f"log_turnover_{side}")
        assert log == pytest.approx(np.log(turnover))
    rows = tables["arms/imports_by_supplier"].query("iso3 == 'PER' and 2010 <= year <= 2014")
    own = rows.loc[rows["supplier"] == "RUS", "tiv_million"].sum()
    expected = 100 * own / rows["tiv_million"].sum()
    assert cell(panel, "PER", 2014, "arms_share_pct") == pytest.approx(expected)
    assert cell(panel, "PER", 2014, "asinh_tiv_sum") == pytest.approx(np.arcsinh(own), rel=1e-6)


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
    short = synthesis.build_panel(
        tables, make_reading(states="VEN", first_year=2013, last_year=2014)
    )
    for column in ("tiv_sum_million", "arms_share_pct", "any_arms"):
        assert cell(short, "VEN", 2013, column) == cell(panel, "VEN", 2013, column)


def test_what_is_not_on_record_is_missing(panel):
    assert np.isnan(cell(panel, "HTI", 2020, "turnover_counterpart_usd"))
    assert np.isnan(cell(panel, "CUB", 2010, "turnover_states_usd"))
    assert np.isnan(cell(panel, "VEN", 2023, "agreement_rus"))
    assert np.isnan(cell(panel, "VEN", 2019, "log_gdp"))
    assert np.isfinite(panel["log_turnover_states"].dropna()).all()


def test_membership_is_of_the_year(panel):
    assert cell(panel, "ECU", 2008, "is_member") == 0
    assert cell(panel, "ECU", 2010, "is_member") == 1
    assert cell(panel, "ECU", 2019, "is_member") == 0
    assert panel.loc[panel["year"] < 2004, "is_member"].eq(0).all()


def test_ideal_points_join_when_they_are_there(tables, panel):
    assert panel["ideal_point_rus"].isna().all()
    rows = [("PER", 55, -0.5), ("RUS", 55, 0.25), ("USA", 55, 2.5), ("PER", 56, 1.0)]
    points = pd.DataFrame(rows, columns=["iso3", "session", "ideal_point"])
    points = points.assign(year=points["session"] + 1945)
    points = pd.concat([points.assign(series="final"), points.assign(series="all", ideal_point=9)])
    reading = make_reading(states=["PER", "ARG"], first_year=1999, last_year=2002)
    joined = synthesis.build_panel({**tables, synthesis.IDEAL_POINTS: points}, reading)
    assert cell(joined, "PER", 2000, "ideal_point_rus") == pytest.approx(-0.75)
    assert cell(joined, "PER", 2000, "ideal_point_usa") == pytest.approx(-3.0)
    assert np.isnan(cell(joined, "PER", 2001, "ideal_point_rus"))
    assert joined["ideal_point_chn"].isna().all()
    assert joined.loc[joined["iso3"] == "ARG", "ideal_point_rus"].isna().all()


def test_a_session_opens_in_the_year_that_the_table_gives():
    points = load(synthesis.IDEAL_POINTS)
    assert (points["year"] == points["session"] + 1945).all()


def test_missing_and_damaged_tables_are_named(tables):
    less = {name: frame for name, frame in tables.items() if name != "common/gdp"}
    with pytest.raises(MeasureError, match="has no table common/gdp"):
        synthesis.build_panel(less, READING)
    twice = pd.concat([tables["common/gdp"], tables["common/gdp"].head(2)])
    flows = tables["trade/bilateral"]
    wrong = flows.assign(value_usd=-flows["value_usd"])
    with pytest.raises(MeasureError, match=r"trade/bilateral value_usd is negative.*more than one"):
        synthesis.build_panel({**tables, "common/gdp": twice, "trade/bilateral": wrong}, READING)


def test_trade_of_each_partner_is_what_the_states_report(tables):
    """Check numbers: Brazil 2010, million USD, from the same file as the long series."""
    years = range(2010, 2011)
    dyads = synthesis.dyads_of_trade(
        tables["trade/bilateral"], ["BRA"], years, READING.partners
    ).set_index("partner")["value"]
    flows = tables["trade/bilateral"].query(
        "iso3 == 'BRA' and year == 2010 and reporter == 'BRA' and source == 'wits_partner'"
    )
    assert dyads.to_dict() == flows.groupby("partner")["value_usd"].sum().to_dict()
    assert set(dyads.index) == {"RUS", "USA", "CHN"}


def test_world_trade_needs_both_flows_of_the_same_source(tables):
    rows = [
        ("ARG", 2000, "exports_to_world", 5.0, "wits_partner"),
        ("ARG", 2000, "imports_from_world", 3.0, "wits_partner"),
        ("ARG", 2001, "exports_to_world", 5.0, "wits_partner"),
        ("ARG", 2001, "imports_from_world", 3.0, "unctad"),
        ("WLD", 2000, "exports_to_world", 99.0, "unctad"),
    ]
    totals = pd.DataFrame(rows, columns=["iso3", "year", "flow", "value_usd", "source"])
    found = synthesis.sum_world_trade(totals, ["ARG"])
    assert found["ARG", 2000] == 8.0
    assert np.isnan(found["ARG", 2001])
    with pytest.raises(MeasureError, match="more than one row for iso3 ARG, year 2000"):
        synthesis.sum_world_trade(pd.concat([totals, totals.head(1)]), ["ARG"])


def test_another_partner_has_its_own_trade_arms_and_votes(tables):
    reading = make_reading(partner="CHN", states="VEN", first_year=2005, last_year=2012)
    found = synthesis.build_panel(tables, reading)
    assert reading.partners == ("CHN", "RUS", "USA")
    assert found["turnover_counterpart_usd"].isna().all()
    own = tables["trade/bilateral"].query(
        "iso3 == 'VEN' and partner == 'CHN' and year == 2012 and reporter == 'VEN'"
    )
    assert cell(found, "VEN", 2012, "turnover_states_usd") == own["value_usd"].sum()
    arms = tables["arms/imports_by_supplier"].query(
        "iso3 == 'VEN' and supplier == 'CHN' and 2008 <= year <= 2012"
    )
    assert cell(found, "VEN", 2012, "tiv_sum_million") == pytest.approx(arms["tiv_million"].sum())
    assert reading.label("turnover_states_usd") == "trade with China (the states' figures)"


def test_columns_of_alignment_and_readings_refuse_strangers():
    assert synthesis.alignment_column("scott_pi", "CHN") == "scott_pi_chn"
    assert set(voting.MEASURES) & set(synthesis.ALIGNMENTS) >= {"agreement", "cohen_kappa"}
    with pytest.raises(MeasureError, match="did you mean 'agreement'"):
        synthesis.alignment_column("agrement", "RUS")
    with pytest.raises(MeasureError, match="XYZ"):
        synthesis.alignment_column("agreement", "XYZ")
    with pytest.raises(MeasureError, match=r"lag = -1.*min_n = 'ten'"):
        dataclasses.replace(READING, lag=-1, min_n="ten")
    with pytest.raises(MeasureError, match=r"lag = 1\.5 must be a whole number"):
        dataclasses.replace(READING, lag=1.5)
    with pytest.raises(MeasureError, match="side = 'RUS' is not allowed"):
        dataclasses.replace(READING, side="RUS")
    with pytest.raises(MeasureError, match=r"no section \[theses\]"):
        dataclasses.replace(READING, study=STUDY.model_copy(update={"theses": None}))


def test_old_words_for_the_reporter_are_refused_with_the_new_ones():
    for old, new in (("RUS", "counterpart"), ("partner", "states")):
        with pytest.raises(ParameterError, match=f"'{old}' is an old word.*'{new}'"):
            make_reading(reporter=old)


def test_years_beyond_the_tables_are_refused_with_their_range():
    with pytest.raises(ParameterError, match="from 1992 to 2024"):
        make_reading(first_year=1950)


def test_the_reading_follows_the_parameters():
    reading = make_reading(states="ALBA", leave_out="VEN", reporter="states", measure="scott_pi")
    assert "VEN" not in reading.states and "CUB" in reading.states
    assert reading.causes == ("log_turnover_states", "any_arms", "is_member")
    assert reading.outcomes == ("turnover_states_usd", "tiv_million")
    assert reading.alignments == {p: f"scott_pi_{p.lower()}" for p in ("RUS", "USA", "CHN")}
    assert reading.pairs == (("RUS", "USA"), ("RUS", "CHN"), ("CHN", "USA"))
    assert reading.traced == {
        "log_turnover_states": "Trade with Russia, log", "scott_pi_rus": "Votes with Russia"
    }  # fmt: skip
    assert reading.shown[:3] == ("scott_pi_rus", "turnover_states_usd", "trade_share_states_pct")
    assert reading.steps == {"return": 2001, "turn": 2014}


def test_no_states_give_an_empty_panel(tables):
    empty = synthesis.build_panel(tables, make_reading(states="VEN", leave_out="VEN"))
    assert empty.empty
    assert set(READING.variables) <= set(empty.columns)


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
    counts = synthesis.count_coverage(panel, ["agreement_rus", "turnover_counterpart_usd"])
    assert counts["variable"].unique().tolist() == ["agreement_rus", "turnover_counterpart_usd"]
    assert counts.columns.tolist() == ["variable", "year", "n_states"]
    by_year = counts.set_index(["variable", "year"])["n_states"]
    assert by_year["turnover_counterpart_usd", 2016] == 33
    assert by_year["turnover_counterpart_usd", 2023] == 0


@pytest.mark.parametrize("measure", [synthesis.lag, synthesis.count_coverage])
def test_absent_columns_and_doubled_years_are_refused(measure):
    panel = pd.DataFrame({"iso3": "PER", "year": [2000, 2000], "x": [1.0, 2.0]})
    extra = (1,) if measure is synthesis.lag else ()
    column = "y" if measure is synthesis.lag else ["y"]
    with pytest.raises(MeasureError, match="more than one row for iso3 PER, year 2000"):
        measure(panel, column, *extra)
    with pytest.raises(MeasureError, match="has no column y"):
        measure(panel.head(1), column, *extra)
