"""Landmark votes: subjects from the table, counts, and what a text tells."""

import pandas as pd
import pytest

from analysis import tables, voting
from analysis.errors import MeasureError

VOTES = pd.DataFrame(
    {
        "resolution": ["A/RES/1/2", "A/RES/ES-11/1", "A/RES/1/2"],
        "date": pd.to_datetime(["2001-01-01", "2002-02-02", "2001-01-01"]),
        "short_title": ["one", "two", "one"],
        "iso3": ["ARG", "ARG", "BRA"],
        "vote": ["yes", "no", "absent"],
    }
)
SUBJECTS = pd.DataFrame(
    {"resolution": ["A/RES/1/2", "A/RES/ES-11/1"], "subject": ["a", "b"], "place": [2, 1]}
)


def test_subjects_come_from_their_table():
    named = voting.name_subjects(VOTES, SUBJECTS)
    assert named[["subject", "place"]].values.tolist() == [["a", 2], ["b", 1], ["a", 2]]
    with pytest.raises(MeasureError, match="no subject of A/RES/ES-11/1"):
        voting.name_subjects(VOTES, SUBJECTS[:1])


def test_every_resolution_that_ships_has_a_subject():
    votes = tables.load("voting/landmark_votes")
    named = voting.name_subjects(votes, tables.load("voting/landmarks"))
    assert len(named) == len(votes)
    n = named.drop_duplicates("resolution").groupby("subject").size()
    assert n.to_dict() == {"Georgia": 2, "Ukraine": 13, "US embargo of Cuba": 4}


def test_counts_are_written_for_results_too():
    counted = voting.count_landmarks(VOTES)
    assert counted["counts"].tolist() == ["1/0/0/1", "0/1/0/0"]
    assert counted["key"].tolist() == ["1_2", "ES_11_1"]


def test_votes_of_states_outside_the_table_are_refused():
    assert len(voting.choose_landmarks(VOTES, ["ARG"])) == 2
    assert len(voting.choose_landmarks(VOTES, ["ARG", "BRA"], "A/RES/1/2")) == 2
    with pytest.raises(MeasureError, match="no landmark votes of CHL"):
        voting.choose_landmarks(VOTES, ["ARG", "CHL"])
    with pytest.raises(MeasureError, match="no landmark votes of A/RES/9/9"):
        voting.choose_landmarks(VOTES, ["ARG"], "A/RES/9/9")


def test_a_text_cannot_tell_of_more_states_than_there_are():
    told = pd.DataFrame({"vote": ["yes"], "n_region": [3], "n_world": [9], "states": [None]})
    with pytest.raises(MeasureError, match="tells of 3 states, the region has 2"):
        voting.compare_with_record(told, VOTES[VOTES["resolution"] == "A/RES/1/2"])
    fits = voting.compare_with_record(told.assign(n_region=1), VOTES.drop(index=1))
    assert fits.set_index(["version", "vote"])["n_states"]["told", "not told"] == 1


def test_unknown_votes_are_refused():
    with pytest.raises(MeasureError, match="'aye' is not allowed"):
        voting.count_landmarks(VOTES.assign(vote="aye"))
