"""The estimator: recovery of simulated truth, invariances, bad input."""

import re

import numpy as np
import pandas as pd
import pytest

from analysis.errors import MeasureError
from analysis.voting.ideal_points import IdealPoints, simulate_votes


@pytest.fixture(scope="module")
def drawn():
    return simulate_votes(40, 5, 40, seed=2)


def ends(drawn):
    means = drawn.truth.groupby("state")["position"].mean()
    return means.idxmax(), means.idxmin()


@pytest.fixture(scope="module")
def fitted(drawn):
    model = IdealPoints(polarity=ends(drawn))
    return model.fit(drawn.votes, drawn.states, drawn.sessions, drawn.earlier)


def compare(result, drawn):
    both = result.estimates.merge(drawn.truth, on=["state", "session"], validate="one_to_one")
    truth = (both["position"] - both["position"].mean()) / both["position"].std(ddof=0)
    return both["ideal_point"], truth, both["sd"]


def test_simulated_truth_is_recovered(fitted, drawn):
    found, truth, sd = compare(fitted, drawn)
    assert fitted.converged
    assert np.corrcoef(found, truth)[0, 1] > 0.96
    # One small draw, whose errors move together; the slow test asks for 0.87 to 0.93.
    assert 0.8 < (abs(found - truth) < 1.645 * sd).mean() < 0.97


@pytest.mark.slow
def test_ninety_per_cent_intervals_cover_about_ninety_per_cent():
    hits = []
    for seed in range(1, 7):
        drawn = simulate_votes(60, 10, 40, seed=seed)
        model = IdealPoints(polarity=ends(drawn), link_sd=0.3)
        result = model.fit(drawn.votes, drawn.states, drawn.sessions, drawn.earlier)
        found, truth, sd = compare(result, drawn)
        hits.append((abs(found - truth) < 1.645 * sd).to_numpy())
    share = np.concatenate(hits).mean()
    assert 0.87 <= share <= 0.93, share


def test_positions_are_standardised_and_of_the_right_sign(fitted, drawn):
    points = fitted.estimates["ideal_point"]
    assert points.mean() == pytest.approx(0, abs=1e-12)
    assert points.std(ddof=0) == pytest.approx(1)
    high, low = ends(drawn)
    means = fitted.estimates.groupby("state")["ideal_point"].mean()
    assert means[high] > means[low]
    turned = IdealPoints(polarity=(low, high), standard_errors=False).fit(
        drawn.votes, drawn.states, drawn.sessions, drawn.earlier
    )
    np.testing.assert_array_equal(turned.estimates["ideal_point"], -points)
    np.testing.assert_array_equal(turned.items["discrimination"], -fitted.items["discrimination"])


def test_order_and_names_do_not_matter(fitted, drawn):
    rng = np.random.default_rng(3)
    rows = rng.permutation(len(drawn.states))
    columns = rng.permutation(len(drawn.sessions))
    place = np.argsort(columns)
    earlier = np.where(drawn.earlier >= 0, place[drawn.earlier], -1)[columns]
    names = {old: f"X{k:03}" for k, old in enumerate(drawn.states)}
    high, low = ends(drawn)
    result = IdealPoints(polarity=(names[high], names[low])).fit(
        drawn.votes[np.ix_(rows, columns)],
        [names[drawn.states[k]] for k in rows],
        drawn.sessions[columns],
        earlier,
    )
    pd.testing.assert_frame_equal(
        result.estimates.assign(
            state=result.estimates["state"].map({v: k for k, v in names.items()})
        ),
        fitted.estimates,
        atol=1e-6,
    )


def test_start_does_not_matter(fitted, drawn):
    rng = np.random.default_rng(9)
    first = drawn.truth.query("session == 1").set_index("state")["position"]
    start = {state: value + rng.normal() for state, value in first.items()}
    result = IdealPoints(polarity=ends(drawn), standard_errors=False).fit(
        drawn.votes, drawn.states, drawn.sessions, drawn.earlier, start=start
    )
    np.testing.assert_allclose(
        result.estimates["ideal_point"], fitted.estimates["ideal_point"], atol=1e-6
    )


def test_unanimous_roll_calls_are_left_out(fitted, drawn):
    votes = np.hstack([drawn.votes, np.ones((40, 2), dtype=np.int8)])
    sessions = np.append(drawn.sessions, [1, 5])
    earlier = np.append(drawn.earlier, [-1, 0])
    result = IdealPoints(polarity=ends(drawn)).fit(votes, drawn.states, sessions, earlier)
    assert set(result.items["roll_call"]) == set(fitted.items["roll_call"])
    pd.testing.assert_frame_equal(result.estimates, fitted.estimates)


def test_one_vote_gives_an_uncertain_position(drawn):
    votes = drawn.votes.copy()
    votes[7] = 0
    votes[7, 5] = 3
    votes[7, 6:] = 0
    result = IdealPoints(polarity=None).fit(votes, drawn.states, drawn.sessions, drawn.earlier)
    row = result.estimates.query("state == 'S007'")
    assert row["n_votes"].tolist() == [1]
    assert row["sd"].item() > 2 * result.estimates["sd"].median()


def test_a_state_may_pause(drawn):
    votes = drawn.votes.copy()
    votes[7, (drawn.sessions == 2) | (drawn.sessions == 3)] = 0
    result = IdealPoints(polarity=None).fit(votes, drawn.states, drawn.sessions, drawn.earlier)
    assert result.estimates.query("state == 'S007'")["session"].tolist() == [1, 4, 5]
    assert np.isfinite(result.estimates["sd"]).all()


def test_a_seat_that_changes_its_name_keeps_its_walk(fitted, drawn):
    votes = np.vstack([drawn.votes, np.zeros_like(drawn.votes[:1])])
    late = drawn.sessions > 3
    votes[-1, late], votes[0, late] = votes[0, late], 0
    states = [*drawn.states, "NEW"]
    result = IdealPoints(polarity=ends(drawn)).fit(
        votes, states, drawn.sessions, drawn.earlier, continues={"NEW": "S000"}
    )
    renamed = result.estimates.replace({"state": {"NEW": "S000"}})
    renamed = renamed.sort_values(["state", "session"]).reset_index(drop=True)
    pd.testing.assert_frame_equal(renamed, fitted.estimates, atol=1e-6)


def test_fit_is_better_than_the_commonest_vote(fitted):
    assert 0 < fitted.fit["pre"] < 1
    assert 1 / 3 < fitted.fit["gmp"] < 1
    assert fitted.fit["n_votes"] == fitted.estimates["n_votes"].sum()


def test_own_votes_are_scored_as_the_fit_says(fitted, drawn):
    score = fitted.score(drawn.votes, drawn.states)
    assert score["log_likelihood"] == pytest.approx(fitted.fit["log_likelihood"], rel=1e-9)
    assert score["share_classified"] == pytest.approx(fitted.fit["share_classified"])


def test_probabilities_of_a_roll_call(fitted, drawn):
    chances = fitted.probabilities(["S001", "S002"], 3)
    np.testing.assert_allclose(chances.sum(axis="columns"), 1)
    with pytest.raises(MeasureError, match="no item"):
        fitted.probabilities(["S001"], 10**6)


def test_summary_tells_of_the_fit(fitted):
    assert "converged                     yes" in fitted.summary()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"votes": np.ones((2, 3), dtype=int)}, "must be 40 states by 200 roll calls"),
        ({"votes": np.full((40, 200), 4)}, "1 yes, 2 abstain, 3 no"),
        ({"votes": np.full((40, 200), 1.5)}, "whole numbers"),
        ({"votes": np.ones((40, 200), dtype=int)}, "nothing to scale"),
        ({"states": ["A"] * 40}, "named twice: A"),
        ({"earlier": np.arange(200)}, "earlier session"),
        ({"earlier": [0, 1]}, "one whole number a roll call"),
        ({"continues": {"S001": "S002", "S002": "S001"}}, "circle"),
        ({"start": {"S001": 0.0}}, "no value for S000"),
    ],
)
def test_bad_input_is_refused(drawn, change, message):
    given = {
        "votes": drawn.votes,
        "states": drawn.states,
        "sessions": drawn.sessions,
        "earlier": drawn.earlier,
        **change,
    }
    with pytest.raises(MeasureError, match=message):
        IdealPoints(polarity=None).fit(**given)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"walk_sd": 0}, "walk_sd = 0 must be a number above 0"),
        ({"walk_sd": "a"}, "walk_sd = 'a' must be a number above 0"),
        ({"link_sd": -1}, "link_sd = -1"),
        ({"session_scale": "member"}, "did you mean 'members'"),
        ({"rounds": 0}, "rounds = 0 must be a whole number from 1"),
        ({"polarity": "USA"}, "polarity = 'USA' must be two different states"),
        ({"polarity": ("S001",)}, "must be two different states"),
        ({"polarity": ("S001", "S001")}, "must be two different states"),
    ],
)
def test_bad_settings_are_refused(settings, message):
    with pytest.raises(MeasureError, match=re.escape(message)):
        IdealPoints(**settings)


def test_polarity_is_refused_before_the_estimation(drawn, monkeypatch):
    monkeypatch.setattr("analysis.voting.ideal_points.model.estimate", None)
    with pytest.raises(MeasureError, match=r"polarity names 'S01' \(did you mean 'S"):
        IdealPoints(polarity=("S01", "S002")).fit(drawn.votes, drawn.states, drawn.sessions)


def test_no_state_has_a_part_of_its_own_by_default(drawn):
    result = IdealPoints().fit(drawn.votes, drawn.states, drawn.sessions, drawn.earlier)
    means = result.estimates.groupby("state")["ideal_point"].mean()
    assert means.abs().max() == means.max()


@pytest.mark.parametrize("dtype", ["int8", "int64"])
def test_votes_that_tell_nobody_apart_are_refused(dtype):
    votes = np.array([[1, 2, 3], [3, 2, 1]], dtype=dtype)
    with pytest.raises(MeasureError, match="do not stand apart on one scale"):
        IdealPoints().fit(votes, ["A", "B"], [1, 1, 1])


def test_codes_of_other_archives_are_named(drawn):
    votes = drawn.votes.copy()
    votes[0, :2] = [8, 9]
    with pytest.raises(MeasureError, match="votes hold 8, 9; recode them: 1 yes"):
        IdealPoints().fit(votes, drawn.states, drawn.sessions)


def test_unsettled_estimation_warns(drawn):
    with pytest.warns(RuntimeWarning, match="have not converged after 1 rounds"):
        result = IdealPoints(rounds=1, standard_errors=False).fit(
            drawn.votes, drawn.states, drawn.sessions, drawn.earlier
        )
    assert not result.converged


@pytest.mark.parametrize(
    ("votes", "message"),
    [
        (np.ones((40, 3), dtype=int), "at least 200"),
        (np.ones((2, 200), dtype=int), "must be 40 states"),
        (np.full((40, 200), 1.5), "whole numbers"),
        (np.full((40, 200), 8), "whole numbers: 1 yes"),
    ],
)
def test_votes_to_be_scored_are_laid_out_as_those_fitted(fitted, drawn, votes, message):
    with pytest.raises(MeasureError, match=message):
        fitted.score(votes, drawn.states)


def test_no_vote_to_predict_gives_no_share(fitted, drawn):
    score = fitted.score(np.zeros((40, 200), dtype=int), drawn.states)
    assert score["n_votes"] == 0
    assert np.isnan(score["share_classified"])
