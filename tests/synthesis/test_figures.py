"""Figures of the synthesis: what is drawn is what the frames hold; nothing is cut off."""

import itertools

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from analysis import synthesis
from analysis.synthesis import figures as draw
from tests.synthesis.test_curve import make_panel
from tests.synthesis.test_theses import make_dyads, make_turn
from tests.trade.test_figures import assert_inside, texts

WEIGHTS = ("log_turnover_rus", "any_arms", "is_alba")


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def curve():
    return synthesis.estimate_curve(make_panel(1, 0.3), synthesis.list_specifications("arms"), 99)


def make_estimates():
    rows = [
        {"cause": cause, "outcome": "agreement_rus", "partner": partner, "effect": 0.01 * n,
         "low": 0.01 * n - 0.02, "high": 0.01 * n + 0.02, "estimator": "least squares"}
        for n, cause in enumerate(WEIGHTS)
        for partner in synthesis.PARTNERS
    ]  # fmt: skip
    to_votes = pd.DataFrame(rows)
    from_votes = to_votes.assign(
        outcome="tiv_million", effect=np.exp(to_votes["effect"]), low=0.5, high=4.0
    )
    return to_votes, from_votes


def test_the_curve_draws_each_specification_once_and_each_choice_a_row(curve):
    fig = draw.draw_curve(curve, "arms")
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


def test_periods_draw_points_and_mark_what_is_not_estimable():
    ratio = synthesis.compare_periods(make_dyads(3.0, noise=0.1), "ratio")
    few = synthesis.compare_periods(make_dyads(3.0, states=5), "ratio")
    none = synthesis.compare_periods(make_dyads(3.0, states=2), "difference")
    fig = draw.draw_periods({"trade": ratio, "arms": few, "votes": none}, "agreement")
    assert_inside(fig)
    trade, arms, votes = fig.axes
    assert sum(line.get_marker() == "x" for line in arms.lines) == 6
    drawn = [line.get_xdata()[0] for line in trade.lines if line.get_marker() in "os^"]
    np.testing.assert_allclose(sorted(drawn), sorted(ratio["change"]))
    assert sum(line.get_marker() == "x" for line in votes.lines) == 6
    assert trade.get_xscale() == "log"


def test_estimates_draw_three_partners_a_cause():
    fig = draw.draw_estimates(*make_estimates(), "agreement")
    assert_inside(fig)
    left, right = fig.axes
    assert sum(line.get_marker() in "osD" for line in left.lines) == 9
    assert right.get_xscale() == "log"
    missing = [frame.assign(effect=np.nan) for frame in make_estimates()]
    words = " ".join(texts(draw.draw_estimates(*missing, "agreement")))
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
    assert_inside(draw.draw_coverage(counts, 33))
    assert_inside(draw.draw_concentration(synthesis.concentrate_by_partner(make_dyads(2.0)), 12))
    panel, votes = make_turn()
    trace = synthesis.trace_turn(panel, votes, "y")
    fig = draw.draw_turn({"Trade": trace, "Votes": trace.iloc[:0]}, 2014, "A/RES/68/262")
    assert_inside(fig)
    assert "too few states\nor years" in texts(fig)


def test_nothing_to_draw_is_said():
    no_counts = pd.DataFrame(columns=["variable", "year", "n_states"])
    nothing = make_dyads(2.0).iloc[:0]
    periods = {"trade": synthesis.compare_periods(nothing, "ratio")}
    listed = synthesis.list_specifications("arms", ["agreement"], [0])
    curve = synthesis.estimate_curve(make_panel(1).iloc[:3], listed, 99)
    for fig, words in (
        (draw.draw_coverage(no_counts, 0), "None of the variables"),
        (draw.draw_concentration(synthesis.concentrate_by_partner(nothing), 12), "No year"),
        (draw.draw_turn({"Trade": pd.DataFrame()}, 2014, "68/262"), "nothing to compare"),
        (draw.draw_periods(periods, "agreement"), "No two periods"),
        (draw.draw_curve(curve, "arms"), "No specification"),
    ):
        assert words in " ".join(texts(fig))
