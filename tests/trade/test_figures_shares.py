"""Figures of shares and intensities: bands, lines, marks at the edge, and their words."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from analysis.notebook.style import COLORS
from analysis.study import load_study
from analysis.trade import figures as draw
from analysis.trade.figures.shares import LEAST_INTENSITY
from analysis.trade.reading import Reading

READING = Reading(load_study(), "RUS", ("ARG", "BRA"), range(2000, 2004))
COLUMNS = ("share_of_partner_imports", "share_of_partner_exports", "share_of_states_exports",
           "share_of_states_imports")  # fmt: skip


def texts(fig):
    return [text.get_text() for text in fig.findobj(plt.Text) if text.get_text()]


def shares_of(*rows):
    """Rows of year and a number; each column is so many times it."""
    return pd.DataFrame(
        [
            {"year": year, **{c: (i + 1) * value for i, c in enumerate(COLUMNS)}}
            for year, value in rows
        ]
    )


def test_shares_are_a_line_in_the_middle_of_the_readings_in_comparable_years_only():
    shares = shares_of((2000, 0.01), (2000, 0.02), (2000, 0.06), (2001, 0.9), (2002, 0.05))
    comparable = pd.Series({2000: True, 2001: False, 2002: True})
    fig = draw.draw_shares(shares, comparable, READING)
    lines = [line for ax in fig.axes for line in ax.lines]
    assert [line.get_label() for line in lines] == [
        "of Russia's imports", "of Russia's exports", "of the states' exports",
        "of the states' imports",
    ]  # fmt: skip
    for number, line in enumerate(lines, start=1):
        assert line.get_xdata().tolist() == [2000, 2001, 2002]
        drawn = line.get_ydata()
        assert drawn[[0, 2]] == pytest.approx([2.0 * number, 5.0 * number])
        assert np.isnan(drawn[1])
    colors = [line.get_color() for line in lines]
    assert colors == [COLORS["exports"], COLORS["imports"]] * 2
    band = fig.axes[0].collections[0].get_paths()[0].vertices[:, 1]
    assert (band.min(), band.max()) == pytest.approx((1.0, 6.0))
    titles = [ax.get_title(loc="left") for ax in fig.axes]
    assert titles == ["These 2 states in Russia's trade", "Russia in the states' trade"]
    assert fig.axes[0].get_ylim()[0] == 0


def test_the_whole_region_and_another_partner_are_called_by_their_names():
    shares, comparable = shares_of((2000, 0.01)), pd.Series({2000: True})
    whole = READING.but(states=READING.study.states, partner="USA")
    fig = draw.draw_shares(shares, comparable, whole)
    titles = [ax.get_title(loc="left") for ax in fig.axes]
    assert titles == ["The region in the United States' trade",
                      "The United States in the states' trade"]  # fmt: skip
    assert fig.axes[0].lines[0].get_label() == "of the United States' imports"


def test_a_side_without_totals_has_no_panel():
    shares = shares_of((2000, 0.01)).assign(share_of_partner_imports=None)
    shares = shares.assign(share_of_partner_exports=None).astype(
        {"share_of_partner_imports": float}
    )
    fig = draw.draw_shares(shares.astype(float), pd.Series({2000: True}), READING)
    assert [ax.get_title(loc="left") for ax in fig.axes] == ["Russia in the states' trade"]


def test_no_comparable_share_is_explained():
    fig = draw.draw_shares(shares_of((2000, 0.01)), pd.Series({2000: False}), READING)
    assert texts(fig) == ["No comparable year with a flow and a total to set it against."]


def means_of(*rows):
    return pd.DataFrame(rows, columns=["iso3", "flow", "intensity", "low", "high"])


def test_each_state_has_a_dot_and_a_range_the_highest_on_top():
    means = means_of(
        ("ARG", "exports", 0.5, 0.4, 0.8), ("BRA", "exports", 1.2, 1.1, 1.3),
        ("BRA", "imports", 0.3, 0.2, 0.4), ("CUB", "imports", None, None, None),
        ("CHL", "exports", 0.1, 0.1, 0.1),
    )  # fmt: skip
    fig = draw.draw_intensities(means, READING, n=2)
    ax = fig.axes[0]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["Brazil", "Argentina"]
    ranges, dots = ax.collections[0], ax.collections[1]
    assert dots.get_offsets()[:, 0].tolist() == [1.2, 0.5]
    assert dots.get_offsets()[:, 1].tolist() == pytest.approx([-0.14, 0.86])
    assert [list(part[:, 0]) for part in ranges.get_segments()] == [[1.1, 1.3], [0.4, 0.8]]
    assert ax.get_ylim() == (1.6, -0.6)
    legend = [text.get_text() for text in fig.legends[0].get_texts()]
    assert legend == [
        "exports to Russia",
        "imports from Russia",
        "range of readings",
        "below 0.001",
    ]
    marks = [line for line in ax.lines if line.get_marker() == "<"]
    assert all(not len(line.get_xdata()) for line in marks)


def test_what_lies_below_the_axis_is_marked_at_its_edge():
    means = means_of(("ARG", "exports", 0.0004, 0.0002, 0.5), ("BRA", "exports", 0.7, 0.0001, 2.0))
    ax = draw.draw_intensities(means, READING).axes[0]
    mark = next(line for line in ax.lines if line.get_marker() == "<")
    assert mark.get_xdata().tolist() == [LEAST_INTENSITY] * 2
    assert mark.get_ydata().tolist() == pytest.approx([-0.14, 0.86])
    dots = ax.collections[1].get_offsets()[:, 0]
    assert np.ma.filled(dots, np.nan).tolist() == [0.7, pytest.approx(np.nan, nan_ok=True)]
    assert ax.get_xlim()[0] == LEAST_INTENSITY
    segments = ax.collections[0].get_segments()
    assert [part[0, 0] for part in segments] == [LEAST_INTENSITY] * 2


def test_no_intensity_is_explained():
    fig = draw.draw_intensities(means_of(("ARG", "exports", None, None, None)), READING)
    assert texts(fig) == ["No intensity: a flow, or a total with the world, is missing."]
