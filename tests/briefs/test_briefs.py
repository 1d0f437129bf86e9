import dataclasses

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import briefs, countries
from analysis.briefs import sentences
from analysis.errors import MeasureError, ParameterError
from analysis.tables import load
from tests.briefs.made import READING, make_reading

INDICATORS = briefs.list_indicators(READING)


@pytest.fixture(scope="module")
def tables():
    return {name: load(name) for name in briefs.TABLES}


@pytest.fixture(scope="module")
def values(tables):
    return briefs.compute_indicators(tables, READING)


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
        ("arms_from_rus", "VEN", 2024, 3_920.21),
        ("arms_from_sun", "CUB", 2024, 11_615),
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
    for indicator, top in (("arms_dependence", 100), ("agreement_rus", 1)):
        assert values.loc[values["indicator"] == indicator, "value"].between(0, top).all()


def test_missing_and_damaged_tables_are_named(tables):
    with pytest.raises(MeasureError, match=r"has no table.*voting/tallies"):
        briefs.compute_indicators({}, READING)
    gdp = tables["common/gdp"]
    damaged = {
        "doubled": pd.concat([gdp, gdp.head(1)]),
        "mistyped": gdp.assign(gdp_current_usd=gdp["gdp_current_usd"].astype(str)),
        "unknown": gdp.replace({"iso3": {"ARG": "ARX"}}),
    }
    words = {"doubled": "more than one row", "mistyped": "must hold numbers", "unknown": "'ARX'"}
    for name, frame in damaged.items():
        with pytest.raises(MeasureError, match=f"common/gdp.*{words[name]}"):
            briefs.compute_indicators({**tables, "common/gdp": frame}, READING)


def test_each_indicator_is_handed_what_it_needs_and_no_more():
    for name, indicator in INDICATORS.items():
        assert set(indicator.tables) <= set(briefs.TABLES), name
        for field in indicator.needs:
            assert hasattr(READING, field), (name, field)
    labels = {name: indicator.label for name, indicator in INDICATORS.items()}
    assert labels["arms_from_sun"] == "Arms from the USSR since 1950"
    assert labels["arms_from_rus"] == "Arms from Russia since 1992"
    assert labels["agreement_usa"] == "Agreement with the United States"
    assert labels["arms_dependence"] == "Russia's share of arms imports, ten years"
    assert labels["ideal_point"] == "Ideal point (+: nearer to the United States)"
    assert labels["debt_outstanding"] == "Debt to Russia and the USSR in IDS"


def test_turnover_and_balance_need_both_flows():
    rows = [
        ("ARG", "RUS", 2000, "ARG", "exports", 3e6), ("ARG", "RUS", 2000, "ARG", "imports", 1e6),
        ("ARG", "RUS", 2001, "ARG", "exports", 9e6), ("ARG", "RUS", 2000, "RUS", "imports", 7e6),
        ("ARG", "CHN", 2000, "ARG", "exports", 5e6), ("ARG", "CHN", 2000, "ARG", "imports", 5e6),
    ]  # fmt: skip
    names = ["iso3", "partner", "year", "reporter", "flow", "value_usd"]
    flows = pd.DataFrame(rows, columns=names)
    assert briefs.sum_turnover(flows, "RUS", "states")["value"].tolist() == [4.0]
    assert briefs.subtract_imports(flows, "RUS", "states")["value"].tolist() == [2.0]
    assert briefs.sum_turnover(flows, "RUS", "counterpart").empty
    gdp = pd.DataFrame({"iso3": ["ARG"], "year": [2000], "gdp_current_usd": [1e9]})
    found = briefs.divide_by_product(flows, gdp, "RUS", "states")
    assert found["value"].tolist() == [pytest.approx(0.4)]
    with pytest.raises(MeasureError, match="side = 'partner'"):
        briefs.sum_turnover(flows, "RUS", "partner")


def test_arms_stay_received_and_shares_are_of_ten_years():
    deliveries = pd.DataFrame(
        {"supplier": "SUN", "iso3": "CUB", "year": [1960, 1990], "tiv_million": [5.0, 2.0]}
    )
    found = briefs.accumulate_arms(
        deliveries, ["CUB", "PER"], {"SUN": (1959, 1991), "RUS": (1992, 1993)}, supplier="SUN"
    ).set_index(["iso3", "year"])["value"]
    assert [found["CUB", year] for year in (1959, 1960, 1989, 1990, 1993)] == [0, 5, 5, 7, 7]
    assert found["PER", 1993] == 0
    years = range(2000, 2011)
    imports = pd.DataFrame(
        [("PER", "USA", year, 1.0) for year in years] + [("PER", "RUS", 2000, 10.0)],
        columns=["iso3", "supplier", "year", "tiv_million"],
    )
    shares = briefs.share_arms(imports, ["PER", "CUB"], "RUS").set_index(["iso3", "year"])["value"]
    # 10 of 20 from 2000 to 2009, nothing of 10 from 2001 to 2010; Cuba imported nothing.
    assert shares.to_dict() == {("PER", 2009): 50.0, ("PER", 2010): 0.0}


def test_chinas_votes_before_its_seat_changed_hands_are_not_its_own(tables):
    given = (tables["voting/tallies"], tables["voting/seats"], ["ARG"], range(1965, 1975), 10)
    found = briefs.score_agreement(*given, partner="CHN")
    assert found["year"].min() >= 1971


def test_debt_of_a_creditor_that_the_table_lacks_is_unknown_and_not_zero(tables):
    ids, states = tables["debt/ids_creditor"], tables["common/states"]
    assert briefs.sum_debt(ids, states, ["CHN"]).empty
    assert len(briefs.sum_debt(ids, states, ["SUN", "RUS"]))


def test_a_state_stands_beside_its_group_and_the_region():
    row = briefs.compare(small(ARG=1.0, BRA=4.0, CUB=2.0), make_reading(group=["ARG", "BRA"])).iloc[
        0
    ]
    assert (row["year"], row["value"], row["rank"], row["n_states"]) == (2015, 4.0, 1, 3)
    assert (row["group_median"], row["region_median"]) == (2.5, 2.0)


def test_equal_values_share_the_better_rank_and_a_zero_has_none():
    reading = make_reading(group=["CHL"])
    comparison = briefs.compare(small(ARG=1.0, BRA=1.0, CUB=2.0), reading)
    assert comparison["rank"].iloc[0] == 2
    assert pd.isna(comparison["group_median"].iloc[0])
    ranks = sentences.present_comparison(comparison, reading)["rank of n"]
    assert ranks.iloc[0] == "2 of 3, shared"
    for others in ({"ARG": 0.0, "CUB": 2.0}, {"ARG": 1.0}):
        comparison = briefs.compare(small(BRA=0.0, **others), reading)
        assert comparison["value"].iloc[0] == 0 and pd.isna(comparison["rank"].iloc[0])
        shown = sentences.present_comparison(comparison, reading).iloc[0]
        assert (shown["state"], shown["rank of n"]) == ("0.0", "–")


def test_a_year_that_few_states_have_compares_none_but_is_the_latest():
    late = small(BRA=9.0).assign(year=2021)
    values = pd.concat([small(ARG=1.0, BRA=4.0, CUB=2.0), late])
    row = briefs.compare(values, make_reading(group=["ARG"])).iloc[0]
    assert (row["year"], row["value"]) == (2015, 4.0)
    assert (row["latest_year"], row["latest_value"]) == (2021, 9.0)


def test_a_state_without_values_has_dashes():
    reading = make_reading(group=["ARG"])
    frame = sentences.present_comparison(briefs.compare(small(ARG=1.0), reading), reading)
    row = frame.iloc[0]
    assert (row["state"], row["rank of n"], row["latest"]) == ("–", "–", "–")
    assert row["region median"] == "1.0"
    assert (frame.iloc[1][["year", "region median"]] == "–").all()


def test_numbers_are_written_with_their_own_digits():
    reading = make_reading(group=["ARG"])
    values = small(ARG=1234.56, BRA=2.0)
    frame = sentences.present_comparison(briefs.compare(values, reading), reading)
    row = frame.iloc[0]
    assert (row["state"], row["rank of n"], row["group median"]) == ("2.0", "2 of 2", "1,234.6")
    assert (row["region median"], row["latest"]) == ("618.3", "2.0 (2015)")


def test_doubled_and_missing_values_are_refused():
    twice = pd.concat([small(ARG=1.0), small(ARG=2.0)])
    for measure in (briefs.compare, briefs.trace_over_time):
        with pytest.raises(MeasureError, match="more than one row for indicator turnover"):
            measure(twice, READING)
        with pytest.raises(MeasureError, match="value is missing"):
            measure(small(ARG=float("nan")), READING)


def test_a_state_outside_the_region_and_old_words_are_refused():
    with pytest.raises(MeasureError, match="'ESP'"):
        dataclasses.replace(READING, iso3="ESP")
    with pytest.raises(ParameterError, match="not in the region: ESP"):
        make_reading("ESP")
    with pytest.raises(ParameterError, match="a brief is about one"):
        make_reading("ALBA")
    with pytest.raises(ParameterError, match=r"'partner' is an old word.*'states'"):
        make_reading(reporter="partner")
    with pytest.raises(ParameterError, match="from 1950 to 2025"):
        make_reading(last_year=2030)
    assert make_reading("CUB").group == tuple(countries.members("Caribbean"))


@settings(deadline=None, max_examples=30)
@given(
    st.dictionaries(st.sampled_from(countries.LAC), st.floats(-1e6, 1e6), min_size=2, max_size=33)
)
def test_ranks_do_not_depend_on_units(given_values):
    iso3 = min(given_values)
    ranks = [
        briefs.compare(
            small(**{state: value * unit for state, value in given_values.items()}),
            dataclasses.replace(READING, iso3=iso3),
        ).iloc[0]["rank"]
        for unit in (1, 1024)
    ]
    if given_values[iso3] == 0:
        assert pd.isna(ranks).all()
    else:
        assert ranks[0] == ranks[1]
        assert 1 <= ranks[0] <= len(given_values)


def test_series_over_time_hold_the_medians_of_all_states(values):
    series = briefs.trace_over_time(values, make_reading("VCT", group="VCT"))
    rows = series[series["indicator"] == "agreement_rus"].dropna(subset="value")
    assert (rows["value"] == rows["group_median"]).all()
    of_all = values.query("indicator == 'agreement_rus' and year == 2015")["value"]
    of_2015 = series.query("indicator == 'agreement_rus' and year == 2015")
    assert of_2015["region_median"].item() == of_all.median()
    assert of_2015["n_states"].item() == len(of_all)


def relations(**changes):
    facts = {
        "established_year": 1945,
        "broken_year": 1952,
        "reestablished_year": 1970,
        "is_on_mission_list": True,
        "text": "s0",
        "has_visa_waiver": False,
        "as_of_date": pd.Timestamp("2023-06-15"),
        "n_visits": 3,
        "last_visit": pd.Timestamp("2019-09-24"),
    }
    return pd.Series(facts | changes, dtype=object)


def test_relations_become_sentences():
    assert sentences.describe_relations(relations(), "Russia") == (
        "Relations with Russia, as text s0 dates them: 1945, broken off 1952, restored 1970. "
        "Visas are not waived (as of 2023-06-15). "
        "Its leaders' visits to Russia on record: 3, the last in 2019."
    )
    nothing = relations(**dict.fromkeys(relations().index, pd.NA))
    assert sentences.describe_relations(nothing, "Russia") == ""


def test_facts_of_relations_come_from_the_tables():
    tables = [load(f"claims/{name}") for name in ("diplomatic_relations", "visa_waivers", "visits")]
    venezuela = briefs.find_relations(*tables, "VEN", "RUS")
    assert (venezuela["established_year"], venezuela["text"]) == (1945, "s0")
    assert venezuela["n_visits"] == (tables[2]["iso3"] == "VEN").sum()
    assert pd.isna(briefs.find_relations(*tables, "HTI", "RUS")["n_visits"])
    every = [briefs.find_relations(*tables, iso3, "RUS") for iso3 in countries.LAC]
    waived = sum(bool(facts["has_visa_waiver"]) for facts in every)
    # The tables are about one partner: of another nothing is known.
    assert briefs.find_relations(*tables, "VEN", "CHN").isna().all()
    assert waived == 27


def test_memberships_past_and_present():
    organisations = load("common/organisations")
    text = sentences.describe_memberships(briefs.list_memberships(organisations, "ECU"))
    assert "ALBA (2009–2018)" in text.partition("Formerly of ")[2]
    assert "CELAC" in text.partition(" Formerly of ")[0]
    nothing = briefs.list_memberships(organisations.iloc[:0], "ECU")
    assert sentences.describe_memberships(nothing) == "No membership on record."


def test_the_largest_deals_and_the_latest_events_come_first():
    deals = load("arms/deals").query("iso3 == 'VEN'")
    largest = briefs.pick_largest_deals(deals, 3)
    assert largest["million TIV"].is_monotonic_decreasing
    assert largest["million TIV"].iloc[0] == deals["tiv_delivered_million"].max()
    events = load("debt/events").query("debtor_iso3 == 'CUB'")
    latest = briefs.pick_latest_events(events, 4)
    assert len(latest) == 4
    assert latest["date"].iloc[0] == events["date"][events["date"].str.match(r"\d")].max()
    assert len(briefs.pick_latest_events(events.iloc[:0], 4)) == 0


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
    shown = briefs.pick_claims(audited, 3)
    assert shown["claim"].tolist() == ["d", "b", "c"]
    assert briefs.pick_claims(audited, 1)["claim"].tolist() == ["d"]
    assert sentences.count_verdicts(audited) == ("contradicted 1, no data 1, off 1, supported 1")
    assert sentences.count_verdicts(audited.iloc[:0]) == "none"


def test_the_state_is_introduced_with_its_group():
    facts = relations(broken_year=pd.NA, reestablished_year=pd.NA)
    none = pd.DataFrame(columns=["organisation", "status", "first_year", "last_year"])
    text = sentences.on_state(facts, none, make_reading("CUB", group="CUB, PER"))
    assert text.startswith("**Cuba** (CUB, Caribbean). Relations with Russia, as text s0 dates")
    assert "them: 1945. Visas" in text
    assert text.endswith("No membership on record. Compared with 2 states: CUB, PER.")
    nothing = relations(**dict.fromkeys(relations().index, pd.NA))
    assert "(CUB, Caribbean). No membership" in sentences.on_state(
        nothing, none, make_reading("CUB")
    )


def test_what_is_missing_and_what_is_listed_is_counted():
    comparison = briefs.compare(small(BRA=1.0), READING)
    text = sentences.on_missing(comparison)
    assert "Trade turnover" not in text and text.count(",") == len(INDICATORS) - 2 + 1
    full = comparison.iloc[:1]
    assert sentences.on_missing(full) == "Without any value in these years: none."
    captions = sentences.write_captions(READING, 5, 1, [3, 1])
    assert captions["deals"].startswith("Largest 3 of 5 deals in SIPRI's register since 1950")
    assert captions["events"].startswith("Latest 1 of 1 dated report on debt")
    assert captions["portrait"].startswith("Brazil: trade, arms, votes and ideal point, 1992–2024")
    audited = pd.DataFrame({"verdict": ["off", "supported", "supported"]})
    assert sentences.on_claims(audited, READING) == (
        "Claims about Brazil: 3. Verdicts: supported 2, off 1."
    )
