"""Means over states with intervals from tallies alone."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import countries, tables, voting
from analysis.errors import MeasureError
from analysis.voting import averages


@pytest.fixture(scope="module")
def tallies():
    rows = voting.select_tallies(
        tables.load("voting/tallies"),
        tables.load("voting/seats"),
        states=countries.LAC,
        partners=["RUS", "USA"],
        first_year=2010,
        last_year=2014,
    )
    return voting.sum_tallies(rows, ["year", "iso3", "partner"])


@pytest.fixture(scope="module")
def shipped():
    table = tables.load("voting/mean_intervals")
    return table[(table["group"] == "LAC") & (table["measure"] == "agreement")]


def test_means_are_those_that_roll_calls_give_and_intervals_are_not_narrower(tallies, shipped):
    found = averages.estimate_means(tallies, "agreement", 10)
    both = found.merge(shipped, on=["year", "partner"], suffixes=("", "_shipped"))
    assert len(both) == 10
    assert both["mean"].to_numpy() == pytest.approx(both["mean_shipped"].to_numpy(), abs=1e-12)
    ratio = (both["upper"] - both["lower"]) / (both["upper_shipped"] - both["lower_shipped"])
    assert ratio.min() > 0.95
    assert ratio.median() < 1.5


def test_shipped_means_are_taken_where_they_exist(tallies, shipped):
    one = shipped[(shipped["year"] == 2012) & (shipped["partner"] == "RUS")]
    found = averages.estimate_means(tallies, "agreement", 10, shipped=one)
    assert len(found) == 10
    known = found[found["is_from_roll_calls"]]
    assert known[["year", "partner", "lower", "upper"]].to_numpy().tolist() == (
        one[["year", "partner", "lower", "upper"]].to_numpy().tolist()
    )


def test_without_tallies_there_is_no_row(tallies, shipped):
    for given_means in (None, shipped):
        assert averages.estimate_means(tallies[:0], "agreement", 10, shipped=given_means).empty


def test_states_without_a_value_do_not_count():
    rows = pd.DataFrame(
        {"year": 2001, "value": [0.2, np.nan], "lower": [0.1, np.nan], "upper": [0.3, np.nan]}
    )
    assert averages.average_states(rows, ["year"])[["n_states", "mean"]].values.tolist() == [
        [1, 0.2]
    ]


def test_frames_without_intervals_are_refused():
    with pytest.raises(MeasureError, match="no column lower, upper"):
        averages.average_states(pd.DataFrame({"year": [1], "value": [1.0]}), ["year"])


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 0.5)), min_size=1, max_size=8))
def test_mean_lies_in_its_interval_in_any_order(pairs):
    rows = pd.DataFrame(pairs, columns=["value", "half"]).assign(year=2000)
    rows = rows.assign(lower=rows["value"] - rows["half"], upper=rows["value"] + rows["half"])
    found = averages.average_states(rows, ["year"]).iloc[0]
    assert found["lower"] <= found["mean"] + 1e-12
    assert found["mean"] <= found["upper"] + 1e-12
    again = averages.average_states(rows[::-1], ["year"]).iloc[0]
    assert again["mean"] == pytest.approx(found["mean"], abs=1e-12)
