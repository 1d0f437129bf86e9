"""Plots of votes: they draw what they are given, and say so where there is nothing."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from analysis import tables, voting
from analysis.errors import MeasureError
from analysis.notebook.style import COLORS
from analysis.study import load_study
from analysis.voting import averages, figures
from analysis.voting.figures import common
from analysis.voting.ideal_points import IdealPoints, simulate_votes
from analysis.voting.parameters import UNVoting


def reading(**choices):
    return UNVoting(**choices).reading()


READING = reading()


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def scores(states, partners, first=1985, last=2025, min_n=10, measure="agreement"):
    rows = voting.select_tallies(
        tables.load("voting/tallies"),
        tables.load("voting/seats"),
        states=states,
        partners=partners,
        first_year=first,
        last_year=last,
    )
    return voting.score(voting.sum_tallies(rows, ["year", "iso3", "partner"]), measure, min_n)


def summarise(rows, min_n=10):
    """Return means with intervals as the notebook does."""
    tallies = voting.select_tallies(
        tables.load("voting/tallies"),
        tables.load("voting/seats"),
        **{"first_year": 1946, "last_year": 2025} | rows,
    )
    sums = voting.sum_tallies(tallies, ["year", "iso3", "partner"])
    means = averages.estimate_means(sums, "agreement", min_n, draws=20)
    summary = voting.summarise_region(voting.score(sums, "agreement", min_n))
    return summary.merge(means[["year", "partner", "lower", "upper"]], how="left")


def texts(fig):
    fig.canvas.draw()
    return [t.get_text() for t in fig.findobj(plt.Text) if t.get_text()]


def lines(ax):
    return {line.get_label(): line for line in ax.lines if not line.get_label().startswith("_")}


def test_region_draws_the_means_of_its_table():
    summary = summarise({"states": ["BRA", "CUB"], "partners": ["SUN", "RUS"], "first_year": 1985})
    ax = figures.draw_region(summary, READING, [2025]).axes[0]
    drawn = lines(ax)
    assert list(drawn) == [
        "USSR",
        "Russia",
        "incomplete year",
        "10th and 90th percentile of states",
    ]
    expected = summary.query("partner == 'RUS' and year != 2025")["mean"].tolist()
    assert drawn["Russia"].get_ydata().tolist() == expected
    assert to_hex(drawn["USSR"].get_color()) == COLORS["predecessor"].lower()


def test_incomplete_year_stands_apart_from_the_line():
    summary = summarise({"states": ["BRA"], "partners": ["USA"], "first_year": 2020})
    ax = figures.draw_region(summary, READING, [2025]).axes[0]
    assert lines(ax)["United States"].get_xdata().max() == 2024
    assert any(list(line.get_xdata()) == [2025] for line in ax.lines)


def test_year_without_a_vote_is_a_gap():
    years = {"first_year": 1962, "last_year": 1966}
    summary = summarise({"states": ["BRA"], "partners": ["USA"]} | years, min_n=1)
    line = lines(figures.draw_region(summary, READING, []).axes[0])["United States"]
    by_year = dict(zip(line.get_xdata(), line.get_ydata(), strict=True))
    assert by_year[1964] != by_year[1964]
    assert by_year[1963] > 0


def test_no_value_gives_a_sentence():
    nothing = scores(["VEN"], ["RUS"], first=2023, last=2024)
    summary = voting.summarise_region(nothing).assign(lower=None, upper=None)
    by_measure = summary.assign(measure="agreement")
    by_issue = summary.assign(issue="hr", period=2022)
    for fig in (
        figures.draw_region(summary, READING, []),
        figures.draw_measures(by_measure, READING, []),
        figures.draw_states(nothing, READING),
        figures.draw_issues(by_issue, READING, 5),
    ):
        assert not fig.axes
        assert "No recorded votes" in texts(fig)[0]


def test_measures_have_a_panel_each_on_the_scale_of_the_measure():
    rows = scores(["BRA", "ARG"], ["RUS", "CHN"], first=2010)
    by_measure = pd.concat(
        [voting.summarise_region(rows).assign(measure=name) for name in figures.PANELS]
    )
    fig = figures.draw_measures(by_measure, READING, [2025])
    assert [ax.get_title(loc="left") for ax in fig.axes] == [
        "Agreement",
        "S-score squared",
        "Agreement of yes and no",
        "Cohen's kappa",
        "Cohen's kappa of yes and no",
        "Scott's pi",
    ]
    assert [round(ax.get_ylim()[0]) for ax in fig.axes] == [0, -1, 0, -1, -1, -1]


def test_partners_without_a_part_in_the_study_keep_a_colour_in_all_figures():
    study = load_study("russia_lac")
    colors = figures.partner_colors(["IND", "RUS", "JPN"], study)
    assert list(colors) == ["RUS", "IND", "JPN"]
    assert colors["RUS"] == COLORS["partner"]
    assert len(set(colors.values())) == 3
    assert not {colors["IND"], colors["JPN"]} & set(COLORS.values())
    chosen = reading(partners=["IND", "RUS", "JPN"])
    found = common.colors_of(pd.DataFrame({"partner": ["JPN"]}), chosen)
    assert found == {"JPN": colors["JPN"]}


def test_colours_of_the_study_do_not_follow_the_partner_of_the_story():
    colors = common.colors_of(pd.DataFrame({"partner": ["CHN", "RUS"]}), reading(partner="China"))
    assert colors["RUS"] == COLORS["partner"]
    assert colors["CHN"] != COLORS["partner"]


def singles(states, partners=("RUS",), first=2010):
    tallies = voting.select_tallies(
        tables.load("voting/tallies"),
        tables.load("voting/seats"),
        states=states,
        partners=partners,
        first_year=first,
        last_year=2025,
    )
    sums = voting.sum_tallies(tallies, ["year", "iso3", "partner"])
    return voting.bootstrap_tallies(sums, draws=20, min_n=10)


def test_states_one_by_one_have_a_panel_each_with_their_number_of_votes():
    values = singles(["CUB", "ARG", "BRA", "MEX"])
    fig = figures.draw_one_by_one(values, READING, [2025])
    n = values[(values["iso3"] == "ARG") & (values["year"] < 2025)]["n"].median()
    shown = [ax.get_title(loc="left") for ax in fig.axes if ax.get_visible()]
    assert [title.split(" (")[0] for title in shown] == ["Argentina", "Brazil", "Cuba", "Mexico"]
    assert shown[0].endswith(f"(n {n:g})")
    assert sum(not ax.get_visible() for ax in fig.axes) == 2
    assert "No recorded votes" in texts(figures.draw_one_by_one(values[:0], READING, []))[0]


@pytest.fixture(scope="module")
def coded():
    return voting.select_tallies(
        tables.load("voting/tallies"),
        tables.load("voting/seats"),
        states=["BRA", "CUB"],
        partners=["SUN", "RUS", "USA"],
        first_year=1980,
        last_year=2018,
        issue=None,
    )


def test_contributions_add_up_to_the_dot_on_top(coded):
    parts = voting.decompose(voting.add_period(coded, 5, 1992), ["period", "partner"])
    fig = figures.draw_contributions(parts, READING, 5)
    assert [ax.get_title(loc="left") for ax in fig.axes] == ["USSR / Russia", "United States"]
    for ax in fig.axes:
        dots = next(line for line in ax.lines if len(line.get_xdata()))
        tops = {}
        for bar in ax.patches:
            middle = round(bar.get_x() + bar.get_width() / 2, 3)
            tops[middle] = max(tops.get(middle, 0), bar.get_y() + bar.get_height())
        for x, y in zip(dots.get_xdata(), dots.get_ydata(), strict=True):
            assert tops[round(x, 3)] == pytest.approx(y, abs=1e-9)
    assert "by issue" in texts(figures.draw_contributions(parts[:0], READING, 5))[0]


def test_bars_of_a_change_end_in_their_sum(coded):
    change = voting.split_change(coded, (2009, 2013), (2014, 2018))
    fig = figures.draw_change_by_issue(change, READING, "before to after")
    for ax, partner in zip(fig.axes, ["RUS", "USA"], strict=True):
        *parts, votes, agenda = (bar.get_width() for bar in ax.patches)
        assert sum(parts) == pytest.approx(votes + agenda)
        expected = change.loc[change["partner"] == partner, "change"].sum()
        assert votes + agenda == pytest.approx(expected)
    assert "in both periods" in texts(figures.draw_change_by_issue(change[:0], READING, "x"))[0]


def test_blocs_draw_distances_to_the_partner_that_is_chosen():
    table = tables.load("voting/cohesion")
    titles = [ax.get_title(loc="left") for ax in figures.draw_blocs(table, READING, []).axes]
    assert titles[2:] == [
        "Distance to the USSR until 1991, to Russia since 1992",
        "Distance to the United States",
    ]
    china = figures.draw_blocs(table, reading(partner="China"), []).axes
    assert [ax.get_title(loc="left") for ax in china[2:]] == [
        "Distance to China",
        "Distance to Russia",
    ]
    without = figures.draw_blocs(table, reading(partner="Ukraine"), []).axes
    shown = [ax.get_title(loc="left") for ax in without if ax.get_visible()]
    assert shown[2:] == ["Distance to Russia"]


def test_blocs_draw_distance_to_the_ussr_and_russia_apart():
    table = tables.load("voting/cohesion")
    fig = figures.draw_blocs(table, reading(states="MERCOSUR"), [2025])
    distance = fig.axes[2]
    drawn = [line for line in distance.lines if len(line.get_xdata())]
    spans = [(min(line.get_xdata()), max(line.get_xdata())) for line in drawn]
    assert (1946, 1991) in spans
    assert (1992, 2024) in spans
    nothing = figures.draw_blocs(table[table["group"] == "x"], READING, [])
    assert "None of the groups" in texts(nothing)[0]


@pytest.fixture(scope="module")
def points():
    table = tables.load("voting/ideal_points")
    return voting.add_band(table[table["year"].between(1985, 2024)])


def test_trajectories_draw_the_region_the_partners_and_single_states(points):
    chosen = reading(partners=["SUN", "RUS", "USA"], highlight=["CUB", "BRA"])
    final = points[points["series"] == "final"]
    region = voting.add_band(voting.summarise_positions(points, ["ARG", "BRA", "CUB"]))
    fig = figures.draw_trajectories(region, final, chosen)
    left, right = (lines(ax) for ax in fig.axes)
    assert list(left) == [
        "USSR",
        "Russia",
        "United States",
        "mean of the chosen states",
        "10th and 90th percentile of them",
    ]
    assert list(right) == ["Brazil", "Cuba"]
    expected = final[final["iso3"] == "CUB"].sort_values("year")["ideal_point"].tolist()
    assert right["Cuba"].get_ydata().tolist() == expected
    mean = region[region["series"] == "final"].sort_values("year")["ideal_point"].tolist()
    assert left["mean of the chosen states"].get_ydata().tolist() == mean
    nothing = figures.draw_trajectories(region[:0], final[:0], chosen)
    assert "No estimated positions" in texts(nothing)[0]


def test_paths_of_any_assembly_have_a_line_a_state_and_a_dot_for_one_session():
    drawn = simulate_votes(12, 1, 40, seed=3)
    result = IdealPoints().fit(drawn.votes, drawn.states, drawn.sessions)
    ax = figures.draw_paths(result, ["S001", "S002"]).axes[0]
    assert list(lines(ax)) == ["S001", "S002"]
    row = result.estimates.query("state == 'S001'")
    assert lines(ax)["S001"].get_ydata().tolist() == row["ideal_point"].tolist()
    assert lines(ax)["S001"].get_marker() == "o"
    with pytest.raises(MeasureError, match="unknown state 'S01'"):
        figures.draw_paths(result, ["S01"])


def test_series_compared_has_a_point_a_position(points):
    both = (
        points[points["iso3"].isin(["ARG", "USA"])]
        .pivot(index=["session", "year", "iso3"], columns="series", values="ideal_point")
        .reset_index()
    )
    fig = figures.draw_series_compared(both, reading(partners=["USA"]))
    drawn = sum(len(each.get_offsets()) for each in fig.axes[0].collections)
    assert drawn == len(both)
    assert "both series" in texts(figures.draw_series_compared(both[:0], READING))[0]


def test_changes_draw_the_same_texts_filled_and_all_texts_hollow():
    columns = ["event", "member", "partner", "texts", "change", "lower", "upper"]
    table = pd.DataFrame(
        [
            ("2014", "LAC", "RUS", "same", -0.03, -0.06, 0.0),
            ("2014", "LAC", "RUS", "all", -0.07, -0.12, -0.02),
            ("2014", "CUB", "RUS", "same", 0.01, -0.02, 0.04),
        ],
        columns=columns,
    )
    chosen = reading(states=["CUB", "VEN"])
    fig = figures.draw_changes(table, chosen, {"2014": "2009-2013 to 2014-2018"})
    ax = fig.axes[0]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["the region", "Cuba"]
    filled, hollow = (line for line in ax.lines[:2])
    assert list(filled.get_xdata()) == [-0.03, 0.01]
    assert hollow.get_xdata()[0] == -0.07
    assert to_hex(filled.get_markerfacecolor()) == COLORS["partner"].lower()
    assert hollow.get_markerfacecolor() == "white"
    assert "No change at these events" in texts(figures.draw_changes(table[:0], chosen, {}))[0]


def test_item_mix_writes_the_values_of_the_year_beside_the_lines():
    summary = pd.DataFrame(
        {
            "items": ["all", "final"] * 2,
            "partner": "USA",
            "year": [2004, 2004, 2005, 2005],
            "mean": [0.3, 0.25, 0.275, 0.223],
        }
    )
    fig = figures.draw_item_mix(summary, READING)
    assert "2005: 0.275 or 0.223" in texts(fig)
    assert "No recorded votes" in texts(figures.draw_item_mix(summary[:0], READING))[0]


def test_sensitivity_draws_every_combination_and_rings_the_notebooks():
    tallies = voting.select_tallies(
        tables.load("voting/tallies"),
        tables.load("voting/seats"),
        states=["ARG", "CUB"],
        partners=["RUS"],
        first_year=2018,
        last_year=2023,
    )
    varied = voting.vary_choices({"final votes": tallies}, (2018, 2019), (2022, 2023))
    chosen = reading(before="2018-2019", after="2022-2023")
    headline = chosen.headline
    ax = figures.draw_choices(varied, chosen).axes[0]
    marks = [each.get_offsets() for each in ax.collections]
    inside = [xy for each in marks for xy in each if len(each)]
    assert len(inside) == len(varied) + 1
    ring = varied[(varied[list(headline)] == pd.Series(headline)).all(axis="columns")]
    assert inside[-1][0] == pytest.approx(ring["change_of_scale"].item())
    nothing = figures.draw_choices(varied[:0], chosen)
    assert "No partner has values in every year of both periods: 2018–2019" in texts(nothing)[0]


def test_states_are_ranked_by_distance_from_the_years_mean():
    ax = figures.draw_states(scores(["ARG", "CUB", "PRY"], ["RUS"], first=2022, last=2024), READING)
    rows = [label.get_text() for label in ax.axes[0].get_yticklabels()]
    assert rows[0] == "Cuba"
    assert set(rows) == {"Argentina", "Cuba", "Paraguay"}


def test_year_of_the_change_from_ussr_to_russia_is_marked():
    ax = figures.draw_states(scores(["BRA"], ["SUN", "RUS"]), READING).axes[0]
    assert any(list(line.get_xdata()) == [1991.5, 1991.5] for line in ax.lines)
    alone = figures.draw_states(scores(["BRA"], ["USA"]), reading(partners=["USA"])).axes[0]
    assert not alone.lines


def test_issues_are_drawn_at_the_middle_of_their_period():
    summary = pd.DataFrame(
        {"issue": "hr", "period": [2007, 2012], "partner": "RUS", "mean": [0.7, 0.8]}
    )
    fig = figures.draw_issues(summary, READING, 5)
    line = lines(fig.axes[list(READING.issues).index("hr")])["Russia"]
    assert list(line.get_xdata()) == [2009, 2014]


@pytest.fixture(scope="module")
def landmark_votes():
    votes = tables.load("voting/landmark_votes")
    return voting.name_subjects(votes, tables.load("voting/landmarks"))


def test_landmark_chart_has_a_row_a_state_and_a_column_a_resolution(landmark_votes):
    region = landmark_votes[landmark_votes["iso3"].isin(READING.study.states)]
    ax = figures.draw_landmarks(region, READING).axes[0]
    assert len(ax.get_yticks()) == 33
    assert len(ax.get_xticks()) == 19


def test_landmark_chart_draws_each_vote_once_and_others_beneath_the_region(landmark_votes):
    ax = figures.draw_landmarks(landmark_votes, READING).axes[0]
    cells = [len(c.get_offsets()) for c in ax.collections if len(c.get_offsets()) > 1]
    counts = landmark_votes["vote"].value_counts()
    assert cells == [counts[vote] for vote in figures.VOTES]
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names[-4:] == ["Russia", "Ukraine", "United States", "China"]


def test_landmark_chart_of_one_state(landmark_votes):
    ax = figures.draw_landmarks(landmark_votes[landmark_votes["iso3"] == "BRA"], READING).axes[0]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Brazil"]


def test_resolutions_are_grouped_by_subject(landmark_votes):
    fig = figures.draw_landmarks(landmark_votes, READING)
    assert set(tables.load("voting/landmarks")["subject"]) <= set(texts(fig))
    first = [label.get_text() for label in fig.axes[0].get_xticklabels()][:2]
    assert first == ["62/249  2008-05", "63/307  2009-09"]


def test_told_and_recorded_bars_are_as_long_as_the_region():
    table = pd.DataFrame(
        [("told", "no", 4), ("told", "not told", 29), ("recorded", "abstain", 33)],
        columns=["version", "vote", "n_states"],
    )
    fig = figures.draw_told_and_recorded(table, "seed 001")
    ends = [patch.get_x() + patch.get_width() for patch in fig.axes[0].patches]
    assert sorted(ends) == [4, 33, 33]
    assert "as seed 001\ntells it" in texts(fig)


def test_single_year_shows_its_interval_as_an_upright_line():
    year = {"first_year": 2014, "last_year": 2014}
    summary = summarise({"states": ["BRA", "CUB"], "partners": ["RUS"]} | year)
    ax = figures.draw_region(summary, READING, []).axes[0]
    segments = [s for each in ax.collections for s in getattr(each, "get_segments", list)()]
    row = summary.iloc[0]
    assert [xy.tolist() for xy in segments if len(xy)] == [
        [[2014, row["lower"]], [2014, row["upper"]]]
    ]


def test_lines_of_a_single_year_stand_side_by_side():
    one = pd.DataFrame({"value": [0.5]}, index=[2014])
    places = [common.dodge(one, pd.Series([2014]), place, 3).index[0] for place in range(3)]
    assert places == pytest.approx([2013.8, 2014, 2014.2])
    assert common.dodge(one, pd.Series([2014, 2015]), 0, 3).index.tolist() == [2014]
