import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import briefs, countries
from analysis.briefs import INDICATORS
from analysis.errors import MeasureError
from analysis.tables import load


@pytest.fixture(scope="module")
def tables():
    return {name: load(name) for name in briefs.TABLES}


@pytest.fixture(scope="module")
def values(tables):
    return briefs.compute_indicators(tables, first_year=1992, last_year=2024)


def small(**by_state):
    """Values of one indicator in one year."""
    rows = [("turnover", iso3, 2015, value) for iso3, value in by_state.items()]
    return pd.DataFrame(rows, columns=["indicator", "iso3", "year", "value"])


def test_every_indicator_has_values_of_the_region_alone_one_a_state_and_year(values):
    assert set(values["indicator"]) == set(INDICATORS)
    assert set(values["iso3"]) <= set(countries.LAC)
    assert not values.duplicated(["indicator", "iso3", "year"]).any()
    assert values["value"].notna().all()
    assert values["year"].between(1992, 2024).all()


@pytest.mark.parametrize(
    ("indicator", "iso3", "year", "expected"),
    [
        # Figures of the publishers, as the notes of each theme give them.
        ("turnover", "BRA", 2021, 5_261.1 + 2_223.1),
        ("arms_from_russia", "VEN", 2024, 3_920.21),
        ("arms_from_ussr", "CUB", 2024, 11_615),
        ("debt_outstanding", "NIC", 1996, 344.428),
        ("debt_outstanding", "GUY", 2013, 0),
    ],
)
def test_values_are_those_of_the_publishers(values, indicator, iso3, year, expected):
    row = values.query("indicator == @indicator and iso3 == @iso3 and year == @year")
    assert row["value"].item() == pytest.approx(expected, rel=1e-3)


def test_a_state_outside_the_debt_statistics_has_no_debt_there_rather_than_none(values):
    rows = values[values["indicator"] == "debt_outstanding"]
    assert not {"CUB", "VEN"} & set(rows["iso3"])
    assert (rows.query("iso3 == 'HTI'")["value"] == 0).all()


def test_shares_and_agreements_keep_to_their_bounds(values):
    for indicator, top in (("arms_dependence", 100), ("agreement_russia", 1)):
        assert values.loc[values["indicator"] == indicator, "value"].between(0, top).all()


def test_missing_tables_are_named():
    with pytest.raises(MeasureError, match="voting/tallies"):
        briefs.compute_indicators({}, first_year=2000, last_year=2010)


def test_a_state_stands_beside_its_group_and_the_region():
    row = briefs.compare(small(ARG=1.0, BRA=4.0, CUB=2.0), "BRA", ["ARG", "BRA"]).iloc[0]
    assert (row["year"], row["value"], row["rank"], row["n_states"]) == (2015, 4.0, 1, 3)
    assert (row["group_median"], row["region_median"]) == (2.5, 2.0)


def test_equal_values_share_the_better_rank():
    row = briefs.compare(small(ARG=0.0, BRA=0.0, CUB=2.0), "BRA", []).iloc[0]
    assert row["rank"] == 2
    assert pd.isna(row["group_median"])


def test_a_year_that_few_states_have_compares_none_but_is_the_latest():
    late = small(BRA=9.0).assign(year=2021)
    values = pd.concat([small(ARG=1.0, BRA=4.0, CUB=2.0), late])
    row = briefs.compare(values, "BRA", ["ARG"]).iloc[0]
    assert (row["year"], row["value"]) == (2015, 4.0)
    assert (row["latest_year"], row["latest_value"]) == (2021, 9.0)


def test_a_state_without_values_has_dashes():
    frame = briefs.present_comparison(briefs.compare(small(ARG=1.0), "BRA", ["ARG"]))
    row = frame.iloc[0]
    assert (row["state"], row["rank of n"], row["latest"]) == ("–", "–", "–")
    assert row["region median"] == "1.0"
    assert (frame.iloc[1][["year", "region median"]] == "–").all()


def test_a_state_outside_the_region_is_refused():
    with pytest.raises(MeasureError, match="'ESP' is not one of the 33"):
        briefs.compare(small(ARG=1.0), "ESP", [])


@settings(deadline=None, max_examples=30)
@given(
    st.dictionaries(st.sampled_from(countries.LAC), st.floats(-1e6, 1e6), min_size=2, max_size=33)
)
def test_ranks_do_not_depend_on_units(given_values):
    iso3 = min(given_values)
    ranks = [
        briefs.compare(
            small(**{state: value * unit for state, value in given_values.items()}), iso3, []
        ).iloc[0]["rank"]
        for unit in (1, 1024)
    ]
    assert ranks[0] == ranks[1]
    assert 1 <= ranks[0] <= len(given_values)


def test_series_over_time_hold_the_medians_of_all_states(values):
    series = briefs.over_time(values, "VCT", ["VCT"])
    rows = series[series["indicator"] == "agreement_russia"].dropna(subset="value")
    assert (rows["value"] == rows["group_median"]).all()
    of_all = values.query("indicator == 'agreement_russia' and year == 2015")["value"]
    of_2015 = series.query("indicator == 'agreement_russia' and year == 2015")
    assert of_2015["region_median"].item() == of_all.median()
    assert of_2015["n_states"].item() == len(of_all)


def relations(**changes):
    facts = {
        "established_year": 1945,
        "broken_year": 1952,
        "reestablished_year": 1970,
        "is_on_mission_list": True,
        "has_visa_waiver": False,
        "as_of_date": pd.Timestamp("2023-06-15"),
        "n_visits": 3,
        "last_visit": pd.Timestamp("2019-09-24"),
    }
    return pd.Series(facts | changes, dtype=object)


def test_relations_become_sentences():
    assert briefs.describe_relations(relations()) == (
        "Relations with Russia, as text s0 dates them: 1945, broken off 1952, restored 1970. "
        "Visas are not waived (as of 2023-06-15). "
        "Its leaders' visits to Russia on record: 3, the last in 2019."
    )
    nothing = relations(**dict.fromkeys(relations().index, pd.NA))
    assert briefs.describe_relations(nothing) == ""


def test_facts_of_relations_come_from_the_tables():
    tables = [load(f"claims/{name}") for name in ("diplomatic_relations", "visa_waivers", "visits")]
    venezuela = briefs.relations(*tables, "VEN")
    assert venezuela["established_year"] == 1945
    assert venezuela["n_visits"] == (tables[2]["iso3"] == "VEN").sum()
    assert pd.isna(briefs.relations(*tables, "HTI")["n_visits"])
    waived = sum(bool(briefs.relations(*tables, s)["has_visa_waiver"]) for s in countries.LAC)
    assert waived == 27


def test_memberships_past_and_present():
    organisations = load("common/organisations")
    text = briefs.describe_memberships(briefs.memberships(organisations, "ECU"))
    assert "ALBA (2009–2018)" in text.partition("Formerly of ")[2]
    assert "CELAC" in text.partition(" Formerly of ")[0]
    nothing = briefs.memberships(organisations.iloc[:0], "ECU")
    assert briefs.describe_memberships(nothing) == "No membership on record."


def test_the_largest_deals_and_the_latest_events_come_first():
    deals = load("arms/deals").query("iso3 == 'VEN'")
    largest = briefs.largest_deals(deals, 3)
    assert largest["million TIV"].is_monotonic_decreasing
    assert largest["million TIV"].iloc[0] == deals["tiv_delivered_million"].max()
    events = load("debt/events").query("debtor_iso3 == 'CUB'")
    latest = briefs.latest_events(events, 4)
    assert len(latest) == 4
    assert latest["date"].iloc[0] == events["date"][events["date"].str.match(r"\d")].max()
    assert len(briefs.latest_events(events.iloc[:0], 4)) == 0


def test_claims_that_data_do_not_bear_out_come_first_and_printed_cells_are_left_out():
    audited = pd.DataFrame(
        {
            "claim_id": ["a", "b", "c", "d"],
            "item": ["table 1", None, "buses", None],
            "statement": ["A.", "B.", "C.", "D."],
            "found": ["1", "2", "", "4"],
            "verdict": ["off", "supported", "no data", "contradicted"],
        }
    )
    shown = briefs.present_claims(audited, 3)
    assert shown["claim"].tolist() == ["d", "b", "c"]
    assert briefs.present_claims(audited, 1)["claim"].tolist() == ["d"]
    assert briefs.count_verdicts(audited) == ("contradicted 1, no data 1, off 1, supported 1")
    assert briefs.count_verdicts(audited.iloc[:0]) == "none"
