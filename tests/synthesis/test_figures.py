"""Figures of the synthesis: what is drawn is what the frames hold; nothing is cut off."""

import itertools

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from analysis import synthesis
from analysis.notebook.style import actor_color
from analysis.synthesis import figures as draw
from tests.synthesis.made import READING, make_reading
from tests.synthesis.test_curve import make_panel
from tests.synthesis.test_theses import compare, concentrate, make_dyads, make_turn
from tests.trade.test_figures import assert_inside, texts

CAUSES = READING.causes


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def curve():
    return synthesis.estimate_curve(
        make_panel(1, 0.3), synthesis.list_specifications("arms", READING), 99
    )


def make_estimates():
    rows = [
        {"cause": cause, "outcome": "agreement_rus", "partner": partner, "effect": 0.01 * n,
         "low": 0.01 * n - 0.02, "high": 0.01 * n + 0.02, "estimator": "least squares"}
        for n, cause in enumerate(CAUSES)
        for partner in READING.partners
    ]  # fmt: skip
    to_votes = pd.DataFrame(rows)
    from_votes = to_votes.assign(
        outcome="tiv_million", effect=np.exp(to_votes["effect"]), low=0.5, high=4.0
    )
    return to_votes, from_votes


def test_the_curve_draws_each_specification_once_and_each_choice_a_row(curve):
    fig = draw.draw_curve(curve, "arms", READING)
    assert_inside(fig)
    above, below = fig.axes
    points = [line for line in above.lines if line.get_marker() == "."]
    np.testing.assert_array_equal(
        points[0].get_ydata(), curve.specifications["partial_correlation"]
    )
    marks = sum(len(each.get_segments()) for each in below.collections)
    # The reporter does not vary for arms: six choices are left.
    assert marks == 6 * len(curve.specifications)
    labels = [tick.get_text() for tick in below.get_yticklabels()]
    assert {"kappa", "ideal points", "without Venezuela", "no controls"} <= set(labels)
    assert len(labels) == 4 + 3 + 3 + 3 + 2 + 2
    heights = [t.get_window_extent() for t in below.get_yticklabels()]
    for one, other in itertools.pairwise(heights):
        assert min(one.y1, other.y1) - max(one.y0, other.y0) < 2  # labels do not overlap


KINDS = {"trade": "ratio", "arms": "ratio", "votes": "difference"}


def test_periods_draw_points_and_say_in_words_what_has_no_interval():
    ratio = compare(make_dyads(3.0, noise=0.1), "ratio")
    few = compare(make_dyads(3.0, states=5), "ratio")
    none = compare(make_dyads(3.0, states=2), "difference")
    fig = draw.draw_periods({"trade": ratio, "arms": few, "votes": none}, KINDS, READING)
    assert_inside(fig)
    trade, arms, votes = fig.axes
    drawn = [line.get_xdata()[0] for line in trade.lines if line.get_marker() in "os^"]
    np.testing.assert_allclose(sorted(drawn), sorted(ratio["change"]))
    assert trade.get_xscale() == "log"
    assert not any(line.get_marker() == "x" for ax in fig.axes for line in ax.lines)
    words = [text.get_text() for text in arms.texts]
    assert words == [f"{row.change:.3g}, 5 states: no interval" for row in few.itertuples()]
    assert [text.get_text() for text in votes.texts] == ["not estimable"] * 6
    # Nothing is measured there, so there is no scale and no line at one.
    assert len(arms.get_xticks()) == 0
    assert not [line for line in arms.lines if len(line.get_xdata()) == 2]
    labels = [text.get_text() for text in fig.legends[0].get_texts()]
    assert labels == [
        "Russia against the United States", "Russia against China",
        "China against the United States",
    ]  # fmt: skip


def test_intervals_are_drawn_from_end_to_end_in_the_partners_colour():
    ratio = compare(make_dyads(3.0, noise=0.1), "ratio")
    fig = draw.draw_periods({"trade": ratio}, KINDS, READING)
    spans = [line for line in fig.axes[0].lines if len(line.get_xdata()) == 2][:-1]
    found = sorted(tuple(line.get_xdata()) for line in spans)
    np.testing.assert_allclose(found, sorted(zip(ratio["low"], ratio["high"], strict=True)))
    colors = {line.get_color() for line in spans}
    assert colors == {actor_color(each, READING.study) for each in ("RUS", "CHN")}


def test_estimates_draw_three_partners_a_cause():
    fig = draw.draw_estimates(*make_estimates(), READING)
    assert_inside(fig)
    left, right = fig.axes
    assert sum(line.get_marker() in "osD" for line in left.lines) == 9
    assert right.get_xscale() == "log"
    missing = [frame.assign(effect=np.nan) for frame in make_estimates()]
    words = " ".join(texts(draw.draw_estimates(*missing, READING)))
    assert "None of the effects can be estimated" in words


def test_coverage_concentration_and_turn_fit_their_pictures():
    counts = pd.DataFrame(
        [
            (name, year, year - 1999)
            for name in ("agreement_rus", "log_gdp")
            for year in (2000, 2001)
        ],
        columns=["variable", "year", "n_states"],
    )
    assert_inside(draw.draw_coverage(counts, READING))
    assert_inside(draw.draw_concentration(concentrate(make_dyads(2.0)), READING))
    panel, votes = make_turn()
    trace = synthesis.trace_turn(panel, votes, "y", "A/RES/68/262")
    fig = draw.draw_turn({"Trade": trace, "Votes": trace.iloc[:0]}, 2014, READING)
    assert_inside(fig)
    assert "too few states\nor years" in texts(fig)
    points = [line for line in fig.axes[0].lines if line.get_marker() == "o"]
    drawn = np.concatenate([line.get_ydata() for line in points])
    np.testing.assert_allclose(sorted(drawn), sorted(trace["difference"]))


def test_nothing_to_draw_is_said():
    no_counts = pd.DataFrame(columns=["variable", "year", "n_states"])
    nothing = make_dyads(2.0).iloc[:0]
    periods = {"trade": compare(nothing, "ratio")}
    listed = synthesis.list_specifications("arms", READING, ["agreement"], [0])
    curve = synthesis.estimate_curve(make_panel(1).iloc[:3], listed, 99)
    for fig, words in (
        (draw.draw_coverage(no_counts, READING), "None of the variables"),
        (draw.draw_concentration(concentrate(nothing), READING), "No year"),
        (draw.draw_turn({"Trade": pd.DataFrame()}, 2014, READING), "nothing to compare"),
        (draw.draw_periods(periods, KINDS, READING), "No two periods"),
        (draw.draw_curve(curve, "arms", READING), "No specification"),
    ):
        assert words in " ".join(texts(fig))


def test_names_and_measures_in_pictures_follow_the_reading():
    reading = make_reading(partner="CHN", measure="ideal_point", states="ALBA")
    rows = [
        {"cause": cause, "outcome": outcome, "partner": partner, "effect": 0.1, "low": 0.0,
         "high": 0.2, "estimator": "least squares"}
        for cause in reading.causes
        for partner, outcome in reading.alignments.items()
    ]  # fmt: skip
    to_votes = pd.DataFrame(rows)
    from_votes = to_votes.assign(outcome="tiv_million", effect=1.1, low=1.0)
    fig = draw.draw_estimates(to_votes, from_votes, reading)
    assert "ideal points" in fig.axes[0].get_title(loc="left")
    labels = " ".join(t.get_text().replace("\n", " ") for t in fig.axes[0].get_yticklabels())
    assert "log trade with China" in labels and "Russia" not in labels
    legend = [text.get_text() for text in fig.legends[0].get_texts()]
    assert legend == ["with China", "with Russia", "with the United States"]
    colors = [line.get_color() for line in fig.axes[0].lines if line.get_marker() == "o"]
    assert set(colors) == {actor_color("CHN", reading.study)}


def test_coverage_is_shaded_by_the_number_of_states_asked_for():
    counts = pd.DataFrame({"variable": ["log_gdp"] * 2, "year": [2000, 2001], "n_states": [4, 0]})
    fig = draw.draw_coverage(counts, make_reading(states="MERCOSUR"))
    mesh = fig.axes[0].collections[0]
    assert mesh.get_array().ravel().tolist() == [4, 0]
    assert mesh.norm.vmax == len(make_reading(states="MERCOSUR").states)
    assert [tick.get_text() for tick in fig.axes[0].get_yticklabels()] == ["Log GDP"]


def test_concentration_draws_the_index_and_the_share_in_per_cent():
    frame = concentrate(make_dyads(2.0))
    fig = draw.draw_concentration(frame, READING)
    for ax, column, factor in zip(fig.axes, ("hhi", "top_share"), (1, 100), strict=True):
        lines = {line.get_label(): line for line in ax.lines}
        assert list(lines) == ["Russia", "United States", "China"]
        rows = frame[frame["partner"] == "USA"]
        np.testing.assert_allclose(lines["United States"].get_ydata(), factor * rows[column])
    assert fig.axes[1].get_title(loc="left") == "Share of the 12 largest, %"


def test_what_cannot_be_estimated_is_said_and_stands_at_no_value():
    to_votes, from_votes = make_estimates()
    to_votes.loc[to_votes["partner"] == "USA", ["effect", "low", "high"]] = np.nan
    left, right = draw.draw_estimates(to_votes, from_votes, READING).axes
    assert [text.get_text() for text in left.texts] == ["not estimable"] * 3
    signs = [line for line in left.lines if line.get_marker() == "s"]
    assert len(signs) == 3
    assert all(line.get_transform() == left.get_yaxis_transform() for line in signs)
    assert not right.texts


def test_a_logarithmic_axis_holds_what_is_drawn_and_no_words():
    to_votes, from_votes = make_estimates()
    from_votes.loc[0, ["effect", "low", "high"]] = np.nan
    right = draw.draw_estimates(to_votes, from_votes, READING).axes[1]
    assert [text.get_text() for text in right.texts] == ["not estimable"]
    # From 0.5 to 4, a quarter of room on either side.
    assert right.get_xlim() == pytest.approx((0.4, 5.0))
    assert right.get_xticks().tolist() == [0.5, 1, 2, 5]
