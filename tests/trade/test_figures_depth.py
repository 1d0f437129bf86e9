"""Figures of readings, shares and products: what is drawn is what the tables hold."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from analysis import countries, trade
from analysis.tables import load
from analysis.trade import figures as draw

NAMES = {iso3: countries.name(iso3) for iso3 in [*countries.LAC, "RUS"]}
YEARS = range(1996, 2024)


@pytest.fixture(scope="module")
def tables():
    names = ("bilateral", "offshore", "mirror_reliability", "product_structure", "world_structure",
             "two_way", "turnover_figures", "region_totals", "world_totals")  # fmt: skip
    return {name: load(f"trade/{name}") for name in names}


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def texts(fig):
    return [text.get_text() for text in fig.findobj(plt.Text) if text.get_text()]


def assert_inside(fig):
    fig.canvas.draw()
    box, (width, height) = fig.get_tightbbox(), fig.get_size_inches()
    assert box.x0 >= -0.02
    assert box.y0 >= -0.02
    assert box.x1 <= width + 0.02
    assert box.y1 <= height + 0.02


def readings_of(tables, states):
    three = [tables[name] for name in ("bilateral", "offshore", "mirror_reliability")]
    return trade.all_readings(*three, states, countries.LAC)


def test_band_and_exceptions_of_the_region_fit(tables):
    readings = readings_of(tables, countries.LAC)
    ranges = trade.range_by_year(readings, YEARS)
    lines = {k: trade.yearly_totals(flows, who, YEARS) for k, (flows, who) in readings.items()}
    exceptions = trade.exceptions_in(countries.LAC, YEARS)
    fig = draw.draw_range(lines, ranges, exceptions, "USD")
    assert_inside(fig)
    shown = {text.split()[0] for text in texts(fig) if text[1:2] == " "}
    assert shown >= set(exceptions["mark"])
    drawn = next(line for line in fig.axes[0].lines if line.get_color() == draw_color("RUS"))
    peak = np.nanmax(drawn.get_ydata())
    assert peak == pytest.approx(18659, abs=1)


def draw_color(name):
    from analysis.notebook.style import COLORS

    return COLORS[name]


def test_sensitivity_has_a_panel_a_headline_and_a_row_a_reading(tables):
    moved = trade.sensitivity(readings_of(tables, countries.LAC), YEARS)
    fig = draw.draw_sensitivity(moved)
    assert_inside(fig)
    visible = [ax for ax in fig.axes if ax.get_visible()]
    assert len(visible) == moved["headline"].nunique() - 1  # the peak's year has no scale
    assert len(visible[0].get_yticks()) == moved["reading"].nunique()


def test_parts_of_years_are_hollow(tables):
    series = trade.recent_reports(tables["bilateral"], tables["region_totals"], countries.LAC)
    parts = trade.stated_parts(tables["turnover_figures"], ["MEX"])
    fig = draw.draw_stated(series, parts, ["MEX"], NAMES)
    assert_inside(fig)
    marks = [line for line in fig.axes[0].lines if line.get_marker() in ("D", "v", "^")]
    hollow = [line for line in marks if line.get_markerfacecolor() == "white"]
    assert len(marks) == len(parts)
    assert len(hollow) == parts["is_part_year"].sum()


def test_nothing_to_draw_is_explained(tables):
    none = {name: frame.head(0) for name, frame in tables.items()}
    ranges = trade.range_by_year(readings_of(tables, ["GRD"]), [2022])
    figures = [
        draw.draw_range({}, ranges, trade.exceptions_in(["GRD"], [2022]), "USD"),
        draw.draw_sensitivity(trade.sensitivity(readings_of(tables, ["GRD"]), [2022])),
        draw.draw_stated({}, trade.stated_parts(none["turnover_figures"], []), ["GRD"], NAMES),
    ]  # fmt: skip
    for fig in figures:
        assert not fig.axes
        assert texts(fig)[0].endswith(".")
