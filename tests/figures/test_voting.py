"""Plots of votes: they draw what they are given, and say so where there is nothing."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from analysis import catalog, voting
from analysis.figures import COLORS
from analysis.figures import voting as plots


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def scores(states, partners, first=1985, last=2025, min_n=10, measure="agreement"):
    rows = voting.select_tallies(
        catalog.load("voting/tallies"),
        states=states,
        partners=partners,
        first_year=first,
        last_year=last,
    )
    return voting.score(voting.sum_tallies(rows, ["year", "iso3", "partner"]), measure, min_n)


def texts(fig):
    fig.canvas.draw()
    return [t.get_text() for t in fig.findobj(plt.Text) if t.get_text()]


def lines(ax):
    return {line.get_label(): line for line in ax.lines if not line.get_label().startswith("_")}


def test_region_draws_the_means_of_its_table():
    summary = voting.summarise_region(scores(["BRA", "CUB"], ["SUN", "RUS"]))
    ax = plots.region(summary, "agreement", [2025]).axes[0]
    drawn = lines(ax)
    assert list(drawn) == ["USSR", "Russia", "incomplete year"]
    expected = summary.query("partner == 'RUS' and year != 2025")["mean"].tolist()
    assert drawn["Russia"].get_ydata().tolist() == expected
    assert to_hex(drawn["USSR"].get_color()) == COLORS["SUN"].lower()


def test_incomplete_year_stands_apart_from_the_line():
    summary = voting.summarise_region(scores(["BRA"], ["USA"], first=2020))
    ax = plots.region(summary, "agreement", [2025]).axes[0]
    assert lines(ax)["United States"].get_xdata().max() == 2024
    assert any(list(line.get_xdata()) == [2025] for line in ax.lines)


def test_year_without_a_vote_is_a_gap():
    summary = voting.summarise_region(scores(["BRA"], ["USA"], first=1962, last=1966, min_n=1))
    line = lines(plots.region(summary, "agreement", []).axes[0])["United States"]
    by_year = dict(zip(line.get_xdata(), line.get_ydata(), strict=True))
    assert by_year[1964] != by_year[1964]
    assert by_year[1963] > 0


def test_no_value_gives_a_sentence():
    nothing = scores(["VEN"], ["RUS"], first=2023, last=2024)
    summary = voting.summarise_region(nothing)
    by_measure = summary.assign(measure="agreement")
    by_issue = summary.assign(issue="hr", period=2022)
    for fig in (
        plots.region(summary, "agreement", []),
        plots.compare_measures(by_measure, []),
        plots.states(nothing, "agreement"),
        plots.issues(by_issue, "agreement", plots.ISSUES, 5),
    ):
        assert not fig.axes
        assert "No recorded votes" in texts(fig)[0]


def test_measures_have_a_panel_each():
    rows = scores(["BRA", "ARG"], ["RUS", "CHN"], first=2010)
    by_measure = pd.concat(
        [voting.summarise_region(rows).assign(measure=name) for name in voting.MEASURES]
    )
    fig = plots.compare_measures(by_measure, [2025])
    assert [ax.get_title(loc="left").split(":")[0] for ax in fig.axes] == [
        "Agreement",
        "S-score",
        "Cohen's kappa",
        "Scott's pi",
    ]


def test_states_are_ranked_by_distance_from_the_years_mean():
    ax = plots.states(scores(["ARG", "CUB", "PRY"], ["RUS"], first=2022, last=2024), "agreement")
    rows = [label.get_text() for label in ax.axes[0].get_yticklabels()]
    assert rows[0] == "Cuba"
    assert set(rows) == {"Argentina", "Cuba", "Paraguay"}


def test_year_of_the_change_from_ussr_to_russia_is_marked():
    ax = plots.states(scores(["BRA"], ["SUN", "RUS"]), "agreement").axes[0]
    assert any(list(line.get_xdata()) == [1991.5, 1991.5] for line in ax.lines)
    alone = plots.states(scores(["BRA"], ["USA"]), "agreement").axes[0]
    assert not alone.lines


def test_issues_are_drawn_at_the_middle_of_their_period():
    summary = pd.DataFrame(
        {"issue": "hr", "period": [2007, 2012], "partner": "RUS", "mean": [0.7, 0.8]}
    )
    fig = plots.issues(summary, "agreement", plots.ISSUES, 5)
    line = lines(fig.axes[list(plots.ISSUES).index("hr")])["Russia"]
    assert list(line.get_xdata()) == [2009, 2014]


@pytest.fixture(scope="module")
def landmark_votes():
    return catalog.load("voting/landmark_votes")


def test_landmark_chart_has_a_row_a_state_and_a_column_a_resolution(landmark_votes):
    region = landmark_votes[~landmark_votes["iso3"].isin(plots.COMPARED)]
    ax = plots.landmarks(region).axes[0]
    assert len(ax.get_yticks()) == 33
    assert len(ax.get_xticks()) == 19


def test_landmark_chart_draws_each_vote_once(landmark_votes):
    ax = plots.landmarks(landmark_votes, plots.COMPARED).axes[0]
    cells = [len(c.get_offsets()) for c in ax.collections if len(c.get_offsets()) > 1]
    counts = landmark_votes["vote"].value_counts()
    assert cells == [counts[vote] for vote in plots.VOTES]


def test_landmark_chart_of_one_state(landmark_votes):
    ax = plots.landmarks(landmark_votes[landmark_votes["iso3"] == "BRA"]).axes[0]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Brazil"]


def test_resolutions_are_grouped_by_subject(landmark_votes):
    fig = plots.landmarks(landmark_votes, plots.COMPARED)
    assert set(plots.SUBJECTS) <= set(texts(fig))


def test_told_and_recorded_bars_are_as_long_as_the_region():
    table = pd.DataFrame(
        [("told", "no", 4), ("told", "not told", 29), ("recorded", "abstain", 33)],
        columns=["version", "vote", "n_states"],
    )
    fig = plots.told_and_recorded(table, "seed 001")
    ends = [patch.get_x() + patch.get_width() for patch in fig.axes[0].patches]
    assert sorted(ends) == [4, 33, 33]
    assert "as seed 001\ntells it" in texts(fig)
