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


def test_shares_draw_comparable_years_only(tables):
    world = trade.pick_world(tables["world_totals"], "unctad")
    by_state = trade.flows_by_state(tables["bilateral"], "RUS")
    shares = trade.share_of_world_trade(by_state, world, countries.LAC, YEARS).assign(reading="a")
    totals = trade.yearly_totals(by_state, countries.LAC, YEARS)
    comparable = totals.set_index("year")["is_comparable"]
    fig = draw.draw_shares(shares, comparable, "The region")
    assert_inside(fig)
    for ax in fig.axes:
        for line in ax.lines:
            drawn = pd.Series(line.get_ydata(), index=line.get_xdata()).notna()
            assert (drawn == comparable.reindex(drawn.index)).all()


def test_structure_bars_reach_a_hundred(tables):
    shares = trade.structure(tables["product_structure"], "hs_chapters", ["BRA"], [2005, 2012])
    fig = draw.draw_structure(shares, "hs_chapters")
    assert_inside(fig)
    for ax in fig.axes:
        tops = {}
        for bar in ax.patches:
            tops[bar.get_x()] = max(tops.get(bar.get_x(), 0), bar.get_y() + bar.get_height())
        assert list(tops.values()) == pytest.approx([100, 100], abs=0.1)
    assert any("fertilisers (31)" in text for text in texts(fig))


def test_every_product_that_is_listed_has_a_name(tables):
    table = tables["product_structure"]
    for classification, rows in table.groupby("classification"):
        named = draw.PRODUCT_NAMES[classification]
        assert set(rows["product"]) - {"other"} <= set(named)


def test_advantages_and_fit_fit(tables):
    structures = tables["world_structure"]
    rows = structures[structures["classification"] == "wits_sections"]
    table = trade.advantages(rows, ["RUS", *countries.LAC], [2012])
    for states in (["RUS", "BRA"], ["RUS", *countries.LAC[:12]]):
        assert_inside(draw.draw_advantages(table, states, NAMES))
    stages = structures[structures["classification"] == "wits_stages"]
    fit = trade.complementarities(stages, ["BRA", "CHL"], range(2000, 2016))
    two_way = tables["two_way"].query("classification == 'hs_chapters'")
    assert_inside(draw.draw_fit(fit, two_way, NAMES))


def test_asymmetry_and_intensity_fit(tables):
    bilateral = tables["bilateral"]
    assert_inside(draw.draw_asymmetry(trade.mirror(bilateral), NAMES))
    world = trade.pick_world(tables["world_totals"], "unctad")
    by_state = trade.flows_by_state(bilateral, "RUS")
    means = trade.mean_intensities(
        trade.intensities(by_state, world).assign(reading="a"), countries.LAC, YEARS
    )
    assert_inside(draw.draw_intensities(means, NAMES))


def test_nothing_to_draw_is_explained(tables):
    none = {name: frame.head(0) for name, frame in tables.items()}
    ranges = trade.range_by_year(readings_of(tables, ["GRD"]), [2022])
    figures = [
        draw.draw_range({}, ranges, trade.exceptions_in(["GRD"], [2022]), "USD"),
        draw.draw_sensitivity(trade.sensitivity(readings_of(tables, ["GRD"]), [2022])),
        draw.draw_stated({}, trade.stated_parts(none["turnover_figures"], []), ["GRD"], NAMES),
        draw.draw_structure(trade.structure(none["product_structure"], "x", [], []), "hs_chapters"),
        draw.draw_advantages(pd.DataFrame({"iso3": [], "product": [], "rsca": []}), [], NAMES),
        draw.draw_fit(
            trade.complementarities(none["world_structure"], [], []), none["two_way"], NAMES
        ),
        draw.draw_asymmetry(trade.mirror(none["bilateral"]), NAMES),
    ]  # fmt: skip
    for fig in figures:
        assert not fig.axes
        assert texts(fig)[0].endswith(".")
