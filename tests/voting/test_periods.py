"""Changes between two periods: by hand, by issue, and against the same texts."""

import pandas as pd
import pytest

from analysis import countries, tables, voting
from analysis.errors import MeasureError
from analysis.study import load_study
from analysis.voting import periods

EVENTS = {"2014": ((2009, 2013), (2014, 2018)), "2022": ((2017, 2021), (2022, 2025))}


@pytest.fixture(scope="module")
def votes():
    return voting.select_tallies(
        tables.load("voting/tallies"),
        tables.load("voting/seats"),
        states=countries.LAC,
        partners=["RUS", "USA", "CHN"],
        first_year=2009,
        last_year=2025,
        issue=None,
    )


@pytest.fixture(scope="module")
def whole(votes):
    return votes[votes["issue"] == "all"]


def row(year, iso3="ARG", **counts):
    nine = dict.fromkeys(voting.COUNTS, 0) | counts
    return nine | {"year": year, "iso3": iso3, "partner": "RUS", "n": sum(counts.values())}


def test_events_of_the_study_are_those_of_the_panels():
    events = load_study("russia_lac").voting.events
    assert {each.name: (each.before, each.after) for each in events} == EVENTS
    panels = tables.load("voting/recurring_tallies").groupby("panel")["year"].agg(["min", "max"])
    for name, (before, after) in EVENTS.items():
        assert tuple(panels.loc[name]) == (before[0], after[1])


def test_periods_that_overlap_are_refused_everywhere(votes, whole):
    apart = "after = 2021-2024 must begin after before = 2013-2022 has ended"
    given = (2013, 2022), (2021, 2024)
    for call in (
        lambda: voting.compare_periods(whole, *given),
        lambda: voting.split_change(votes, *given),
        lambda: voting.vary_choices({"final": whole}, *given),
        lambda: voting.in_both_periods(pd.Series(["a"]), pd.Series([2013]), *given),
    ):
        with pytest.raises(MeasureError, match=apart):
            call()
    with pytest.raises(MeasureError, match="must begin after"):
        voting.keep_apart((2014, 2018), (2009, 2013))


def test_change_by_hand():
    rows = pd.DataFrame(
        [row(2001, yes_yes=6, yes_no=4), row(2002, yes_yes=9, yes_no=1), row(2003, no_no=5)]
    )
    found = periods.compare_periods(rows, (2001, 2001), (2002, 2003)).iloc[0]
    assert (found["n_before"], found["n_after"]) == (10, 15)
    assert found["value"] == pytest.approx(14 / 15 - 0.6)
    assert found["lower"] < found["value"] < found["upper"]


def test_pair_without_enough_votes_in_one_period_has_no_row():
    rows = pd.DataFrame(
        [
            row(2001, yes_yes=10),
            row(2002, yes_yes=4),
            row(2001, "BRA", yes_yes=10),
            row(2002, "BRA", yes_yes=10),
            row(2001, "CUB", yes_yes=10),
        ]
    )
    found = periods.compare_periods(rows, (2001, 2001), (2002, 2002), min_n=5)
    assert found["iso3"].tolist() == ["BRA"]
    assert periods.compare_periods(rows, (1990, 1991), (2002, 2002)).empty


def test_same_seed_same_intervals_whatever_the_order(whole):
    one = periods.compare_periods(whole, *EVENTS["2014"])
    two = periods.compare_periods(whole.sample(frac=1, random_state=1), *EVENTS["2014"])
    pd.testing.assert_frame_equal(one, two)


def test_interval_of_a_pair_does_not_hang_on_the_others(whole):
    every = voting.compare_periods(whole, *EVENTS["2014"]).query("partner == 'CHN'")
    alone = voting.compare_periods(whole.query("partner == 'CHN'"), *EVENTS["2014"])
    pd.testing.assert_frame_equal(every.reset_index(drop=True), alone)


def test_region_moved_less_on_the_same_texts_than_on_all(whole):
    same = tables.load("voting/text_changes").set_index(["event", "member", "partner"])["change"]
    for event, (before, after) in EVENTS.items():
        changes = periods.compare_periods(whole, before, after, min_n=10)
        on_all = periods.average_members(changes, {"LAC": countries.LAC}).set_index("partner")
        for partner in ("RUS", "CHN"):
            assert on_all["mean"][partner] < same[event, "LAC", partner] < 0


def test_no_members_give_an_empty_table(whole):
    changes = periods.compare_periods(whole, *EVENTS["2014"])
    assert periods.average_members(changes, {}).empty
    assert periods.average_members(changes, {"SUN": []}).empty


def test_parts_of_a_change_add_up_to_it(votes):
    parts = periods.split_change(votes, *EVENTS["2014"])
    for partner, rows in parts.groupby("partner"):
        ends = [
            voting.decompose(votes[votes["year"].between(*years)], ["partner"])
            .set_index("partner")["total"]
            .loc[partner]
            .iloc[0]
            for years in EVENTS["2014"]
        ]
        assert rows["change"].sum() == pytest.approx(ends[1] - ends[0], abs=1e-9)
    assert set(parts["issue"]) == {"me", "nu", "di", "hr", "co", "ec", voting.UNCODED}


def test_no_votes_in_a_period_give_no_parts(votes):
    assert periods.split_change(votes, (1950, 1951), (2014, 2018)).empty


def test_events_of_groups_and_states_stand_in_one_table(whole):
    events = load_study("russia_lac").voting.events
    found = voting.compare_events(
        whole, events, lambda event: {"LAC": countries.LAC, "ARG": ["ARG"]}, min_n=10
    )
    assert set(found["event"]) == {"2014", "2022"}
    changes = voting.compare_periods(whole, *EVENTS["2014"], min_n=10)
    expected = changes.query("partner == 'RUS'")["value"].mean()
    row = found.query("event == '2014' and member == 'LAC' and partner == 'RUS'").iloc[0]
    assert row["change"] == pytest.approx(expected)
    assert row["n_states"] == changes.query("partner == 'RUS'").shape[0]
    assert voting.compare_events(whole, (), lambda event: {}, min_n=10).empty


def test_change_is_split_at_the_event_of_the_study(votes):
    event = load_study("russia_lac").voting.events[0]
    found = voting.split_at(votes, event)
    assert set(found["event"]) == {"2014"}
    expected = voting.split_change(votes, *EVENTS["2014"])
    pd.testing.assert_frame_equal(found.drop(columns="event"), expected)
    assert voting.split_at(votes, None).empty


def test_changes_on_the_same_and_on_all_texts_are_told_apart():
    same, on_all = pd.DataFrame({"change": [0.1]}), pd.DataFrame({"change": [0.2, 0.3]})
    found = voting.stack_changes(same, on_all)
    assert found["texts"].tolist() == ["same", "all", "all"]
    assert "texts" not in voting.stack_changes(same[:0], on_all[:0])
