"""Plots of votes: they draw what they are given, and say so where there is nothing."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from analysis import tables, voting
from analysis.notebook.style import COLORS
from analysis.voting import averages, periods, sensitivity, trajectories
from analysis.voting import figures as plots


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def scores(states, partners, first=1985, last=2025, min_n=10, measure="agreement"):
    rows = voting.select_tallies(
        tables.load("voting/tallies"),
        states=states,
        partners=partners,
        first_year=first,
        last_year=last,
    )
    return voting.score(voting.sum_tallies(rows, ["year", "iso3", "partner"]), measure, min_n)


def summarise(rows, min_n=10):
    """Return means with intervals as the notebook does."""
    tallies = voting.select_tallies(
        tables.load("voting/tallies"), **{"first_year": 1946, "last_year": 2025} | rows
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
    ax = plots.region(summary, "agreement", [2025]).axes[0]
    drawn = lines(ax)
    assert list(drawn) == [
        "USSR",
        "Russia",
        "incomplete year",
        "10th and 90th percentile of states",
    ]
    expected = summary.query("partner == 'RUS' and year != 2025")["mean"].tolist()
    assert drawn["Russia"].get_ydata().tolist() == expected
    assert to_hex(drawn["USSR"].get_color()) == COLORS["SUN"].lower()


def test_incomplete_year_stands_apart_from_the_line():
    summary = summarise({"states": ["BRA"], "partners": ["USA"], "first_year": 2020})
    ax = plots.region(summary, "agreement", [2025]).axes[0]
    assert lines(ax)["United States"].get_xdata().max() == 2024
    assert any(list(line.get_xdata()) == [2025] for line in ax.lines)


def test_year_without_a_vote_is_a_gap():
    years = {"first_year": 1962, "last_year": 1966}
    summary = summarise({"states": ["BRA"], "partners": ["USA"]} | years, min_n=1)
    line = lines(plots.region(summary, "agreement", []).axes[0])["United States"]
    by_year = dict(zip(line.get_xdata(), line.get_ydata(), strict=True))
    assert by_year[1964] != by_year[1964]
    assert by_year[1963] > 0


def test_no_value_gives_a_sentence():
    nothing = scores(["VEN"], ["RUS"], first=2023, last=2024)
    summary = voting.summarise_region(nothing).assign(lower=None, upper=None)
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


def test_measures_have_a_panel_each_on_the_scale_of_the_measure():
    rows = scores(["BRA", "ARG"], ["RUS", "CHN"], first=2010)
    by_measure = pd.concat(
        [voting.summarise_region(rows).assign(measure=name) for name in plots.PANELS]
    )
    fig = plots.compare_measures(by_measure, [2025])
    assert [ax.get_title(loc="left") for ax in fig.axes] == [
        "Agreement",
        "S-score squared",
        "Agreement of yes and no",
        "Cohen's kappa",
        "Cohen's kappa of yes and no",
        "Scott's pi",
    ]
    assert [round(ax.get_ylim()[0]) for ax in fig.axes] == [0, -1, 0, -1, -1, -1]


def test_partners_without_a_colour_of_their_own_keep_one_in_all_figures():
    colors = plots.partner_colors(["IND", "RUS", "JPN"])
    assert list(colors) == ["RUS", "IND", "JPN"]
    assert colors["RUS"] == COLORS["RUS"]
    assert len(set(colors.values())) == 3
    assert not {colors["IND"], colors["JPN"]} & set(COLORS.values())
    frame = pd.DataFrame({"partner": ["JPN"]})
    assert plots.common.colors_of(frame, ["IND", "RUS", "JPN"]) == {"JPN": colors["JPN"]}


def singles(states, partners=("RUS",), first=2010):
    tallies = voting.select_tallies(
        tables.load("voting/tallies"),
        states=states,
        partners=partners,
        first_year=first,
        last_year=2025,
    )
    sums = voting.sum_tallies(tallies, ["year", "iso3", "partner"])
    return voting.bootstrap_tallies(sums, draws=20, min_n=10)


def test_states_one_by_one_have_a_panel_each_with_their_number_of_votes():
    values = singles(["CUB", "ARG", "BRA", "MEX"])
    fig = plots.one_by_one(values, "agreement", [2025])
    n = values[(values["iso3"] == "ARG") & (values["year"] < 2025)]["n"].median()
    shown = [ax.get_title(loc="left") for ax in fig.axes if ax.get_visible()]
    assert [title.split(" (")[0] for title in shown] == ["Argentina", "Brazil", "Cuba", "Mexico"]
    assert shown[0].endswith(f"(n {n:.0f})")
    assert sum(not ax.get_visible() for ax in fig.axes) == 2
    assert "No recorded votes" in texts(plots.one_by_one(values[:0], "agreement", []))[0]


@pytest.fixture(scope="module")
def coded():
    return voting.select_tallies(
        tables.load("voting/tallies"),
        states=["BRA", "CUB"],
        partners=["SUN", "RUS", "USA"],
        first_year=1980,
        last_year=2018,
        issue=None,
    )


def test_contributions_add_up_to_the_dot_on_top(coded):
    parts = voting.decompose(voting.add_period(coded, 5, 1992), ["period", "partner"])
    fig = plots.contributions(parts, 5)
    assert [ax.get_title(loc="left") for ax in fig.axes] == ["USSR / Russia", "United States"]
    for ax in fig.axes:
        dots = next(line for line in ax.lines if len(line.get_xdata()))
        tops = {}
        for bar in ax.patches:
            middle = round(bar.get_x() + bar.get_width() / 2, 3)
            tops[middle] = max(tops.get(middle, 0), bar.get_y() + bar.get_height())
        for x, y in zip(dots.get_xdata(), dots.get_ydata(), strict=True):
            assert tops[round(x, 3)] == pytest.approx(y, abs=1e-9)
    assert "by issue" in texts(plots.contributions(parts[:0], 5))[0]


def test_bars_of_a_change_end_in_their_sum(coded):
    change = periods.split_change(coded, (2009, 2013), (2014, 2018))
    fig = plots.change_by_issue(change, "before to after")
    for ax, partner in zip(fig.axes, ["RUS", "USA"], strict=True):
        *parts, votes, agenda = (bar.get_width() for bar in ax.patches)
        assert sum(parts) == pytest.approx(votes + agenda)
        expected = change.loc[change["partner"] == partner, "change"].sum()
        assert votes + agenda == pytest.approx(expected)
    assert "in both periods" in texts(plots.change_by_issue(change[:0], "x"))[0]


def test_blocs_draw_distance_to_the_ussr_and_russia_apart():
    table = tables.load("voting/cohesion")
    fig = plots.cohesion(table, ["LAC", "MERCOSUR"], [2025])
    distance = fig.axes[2]
    drawn = [line for line in distance.lines if len(line.get_xdata())]
    spans = [(min(line.get_xdata()), max(line.get_xdata())) for line in drawn]
    assert (1946, 1991) in spans
    assert (1992, 2024) in spans
    nothing = plots.cohesion(table[table["year"] < 1990], ["ALBA"], [])
    assert "None of the groups" in texts(nothing)[0]


@pytest.fixture(scope="module")
def points():
    table = tables.load("voting/ideal_points")
    return trajectories.add_band(table[table["year"].between(1985, 2024)])


def test_trajectories_draw_the_region_the_partners_and_single_states(points):
    final = points[points["series"] == "final"]
    summary = trajectories.add_band(trajectories.summarise_positions(final, ["ARG", "BRA", "CUB"]))
    partners = final[final["iso3"].isin(["SUN", "RUS", "USA"])].rename(columns={"iso3": "partner"})
    states = final[final["iso3"].isin(["CUB", "BRA"])]
    fig = plots.trajectories(summary, partners, states)
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
    nothing = plots.trajectories(summary[:0], partners[:0], states[:0])
    assert "No estimated positions" in texts(nothing)[0]


def test_series_compared_has_a_point_a_position(points):
    both = (
        points[points["iso3"].isin(["ARG", "USA"])]
        .pivot(index=["session", "year", "iso3"], columns="series", values="ideal_point")
        .reset_index()
    )
    fig = plots.series_compared(both, ["USA"])
    drawn = sum(len(each.get_offsets()) for each in fig.axes[0].collections)
    assert drawn == len(both)
    assert "both series" in texts(plots.series_compared(both[:0], ["USA"]))[0]


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
    labels = {"LAC": "the region", "CUB": "Cuba", "VEN": "Venezuela"}
    fig = plots.changes(table, {"2014": "2009-2013 to 2014-2018"}, labels)
    ax = fig.axes[0]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["the region", "Cuba"]
    filled, hollow = (line for line in ax.lines[:2])
    assert list(filled.get_xdata()) == [-0.03, 0.01]
    assert hollow.get_xdata()[0] == -0.07
    assert to_hex(filled.get_markerfacecolor()) == COLORS["RUS"].lower()
    assert hollow.get_markerfacecolor() == "white"
    assert "none of them is chosen" in " ".join(texts(plots.changes(table[:0], {}, labels)))


def test_item_mix_writes_the_values_of_the_year_beside_the_lines():
    summary = pd.DataFrame(
        {
            "items": ["all", "final"] * 2,
            "partner": "USA",
            "year": [2004, 2004, 2005, 2005],
            "mean": [0.3, 0.25, 0.275, 0.223],
        }
    )
    fig = plots.item_mix(summary, "agreement", 2005)
    assert "2005: 0.275 or 0.223" in texts(fig)
    assert not [t for t in texts(plots.item_mix(summary, "agreement", None)) if " or " in t]
    assert "No recorded votes" in texts(plots.item_mix(summary[:0], "agreement", 2005))[0]


def test_sensitivity_draws_every_combination_and_rings_the_notebooks():
    tallies = voting.select_tallies(
        tables.load("voting/tallies"),
        states=["ARG", "CUB"],
        partners=["RUS"],
        first_year=2018,
        last_year=2023,
    )
    varied = sensitivity.vary_choices({"final votes": tallies}, (2018, 2019), (2022, 2023))
    headline = {
        "items": "final votes",
        "measure": "agreement",
        "absence": "missing",
        "min_n": 10,
    }
    ax = plots.sensitivity(varied, headline, "before to after").axes[0]
    marks = [each.get_offsets() for each in ax.collections]
    inside = [xy for each in marks for xy in each if len(each)]
    assert len(inside) == len(varied) + 1
    ring = varied[(varied[list(headline)] == pd.Series(headline)).all(axis="columns")]
    assert inside[-1][0] == pytest.approx(ring["change_of_scale"].item())
    nothing = plots.sensitivity(varied[:0], headline, "before to after")
    assert "No partner has values" in texts(nothing)[0]


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
    return tables.load("voting/landmark_votes")


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


def test_single_year_shows_its_interval_as_an_upright_line():
    year = {"first_year": 2014, "last_year": 2014}
    summary = summarise({"states": ["BRA", "CUB"], "partners": ["RUS"]} | year)
    ax = plots.region(summary, "agreement", []).axes[0]
    segments = [s for each in ax.collections for s in getattr(each, "get_segments", list)()]
    row = summary.iloc[0]
    assert [xy.tolist() for xy in segments if len(xy)] == [
        [[2014, row["lower"]], [2014, row["upper"]]]
    ]


def test_lines_of_a_single_year_stand_side_by_side():
    one = pd.DataFrame({"value": [0.5]}, index=[2014])
    places = [plots.common.dodge(one, pd.Series([2014]), place, 3).index[0] for place in range(3)]
    assert places == pytest.approx([2013.8, 2014, 2014.2])
    assert plots.common.dodge(one, pd.Series([2014, 2015]), 0, 3).index.tolist() == [2014]
