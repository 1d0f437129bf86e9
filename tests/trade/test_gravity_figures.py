"""Figures of breaks and gravity: what is drawn is what was measured, and nothing is cut off."""

from dataclasses import replace

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from analysis import countries, tables, trade
from analysis.notebook.style import COLORS
from analysis.study import load_study
from analysis.trade import breaks, gravity
from analysis.trade.breaks import figures as draw_b
from analysis.trade.gravity import figures as draw_g
from analysis.trade.reading import Reading

READING = Reading(load_study(), "RUS", tuple(countries.LAC), range(1996, 2024))
NAMES = READING.names


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def expected():
    return tables.load("trade/gravity_expected")


@pytest.fixture(scope="module")
def benchmark(expected):
    return expected[expected["specification"] == "benchmark"]


def turnover(states=countries.LAC, years=range(1996, 2024), side="counterpart"):
    rows = trade.pick_partner(tables.load("trade/bilateral"), "RUS")
    flows = trade.flows_by_state(rows, side)
    totals = trade.yearly_totals(flows, states, years).set_index("year")
    return totals["turnover_usd"].where(totals["is_comparable"])


def texts(fig):
    return [text.get_text() for text in fig.findobj(plt.Text) if text.get_text()]


def assert_inside(fig):
    """Check that nothing drawn is cut off at the edge of the picture."""
    fig.canvas.draw()
    box, (width, height) = fig.get_tightbbox(), fig.get_size_inches()
    assert box.x0 >= -0.02
    assert box.y0 >= -0.02
    assert box.x1 <= width + 0.02
    assert box.y1 <= height + 0.02


# Breaks


def test_points_and_regimes_are_those_of_the_study():
    study = breaks.find_breaks(turnover(), "turnover", [2014, 2022])
    fig = draw_b.draw_breaks([study], {"turnover": "million USD"}, {"turnover": 1e-6})
    above, below = fig.axes
    dots = next(line for line in above.lines if line.get_linestyle() == "None")
    assert dots.get_ydata() == pytest.approx(study.series.to_numpy() / 1e6)
    assert len(dots.get_xdata()) == 22
    assert 2017 not in dots.get_xdata()
    assert len(above.patches) == study.dates.n_breaks
    regimes = [line for line in above.lines if line.get_color() == COLORS["accent"]]
    fitted = np.concatenate([line.get_ydata() for line in regimes])
    assert fitted == pytest.approx(study.trend.fitted.to_numpy() / 1e6)
    dashed = [line.get_xdata()[0] for line in above.lines if line.get_linestyle() == "--"]
    assert dashed == [year - 0.5 for year in study.dates.years]
    path = below.lines[0]
    assert path.get_ydata() == pytest.approx(study.sup.path["f"].to_numpy())
    critical = [line.get_ydata()[0] for line in below.lines[2:4]]
    assert critical == [study.sup.critical_95, study.sup.critical_95_persistent]
    assert above.get_ylabel() == "million USD"
    # Of the years asked about, the one that could be tested is marked, in both panels.
    for ax in (above, below):
        asked = [line.get_xdata()[0] for line in ax.lines if line.get_color() == draw_b._ASKED]
        assert asked == [2014]
    assert "asked about: 2014" in texts(fig)
    assert_inside(fig)


def test_growth_is_written_above_each_regime():
    study = breaks.find_breaks(turnover(), "turnover")
    fig = draw_b.draw_breaks([study])
    written = [text.get_text() for text in fig.axes[0].texts]
    assert written == [f"{100 * g:+.0f} %" for g in study.trend.regimes["growth"]]
    assert any("off the axis" in text for text in texts(fig))
    assert not any("asked about" in text for text in texts(fig))
    assert fig.axes[1].get_ylim()[1] == pytest.approx(1.15 * study.sup.statistic)


def test_a_cautious_critical_value_near_the_others_is_on_the_axis():
    study = breaks.find_breaks(turnover(["BRA"]), "Brazil alone")
    sup = replace(study.sup, critical_95_persistent=1.9 * study.sup.statistic)
    fig = draw_b.draw_breaks([replace(study, sup=sup)])
    assert not any("off the axis" in text for text in texts(fig))
    assert fig.axes[1].get_ylim()[1] == pytest.approx(1.15 * 1.9 * study.sup.statistic)


def test_two_series_stand_side_by_side():
    one = breaks.find_breaks(turnover(), "turnover")
    other = breaks.find_breaks(turnover(["BRA"], side="states"), "Brazil alone")
    fig = draw_b.draw_breaks([one, other])
    assert len(fig.axes) == 4
    assert [ax.get_title(loc="left") for ax in fig.axes[:2]] == ["Turnover", "Brazil alone"]
    assert_inside(fig)


def test_a_series_that_is_too_short_is_left_out_or_explained():
    short = breaks.find_breaks(turnover(["GRD"]), "turnover")
    whole = breaks.find_breaks(turnover(), "region")
    assert len(draw_b.draw_breaks([short, whole]).axes) == 2
    fig = draw_b.draw_breaks([short, short])
    assert texts(fig) == [f"No break can be looked for: {short.why_not}."]


# Gravity


@pytest.mark.parametrize("year", [1996, 2016])
def test_every_ratio_of_the_year_is_drawn_once(benchmark, year):
    rows = benchmark[benchmark["year"] == year]
    fig = draw_g.draw_ratios(rows, READING)
    assert len(fig.axes) == 2
    for ax, flow in zip(fig.axes, ("exports", "imports"), strict=True):
        flows = rows[rows["flow"] == flow].sort_values(["ratio", "iso3"])
        marks = [line for line in ax.lines if line.get_marker() in ("o", "<")]
        none = next(line for line in marks if line.get_markerfacecolor() == "white")
        at = {
            row: x for line in marks
            for row, x in zip(line.get_ydata(), line.get_xdata(), strict=True)
        }  # fmt: skip
        drawn = [at[row] for row in range(len(flows))]
        assert drawn == pytest.approx(flows["ratio"].clip(lower=draw_g.LEAST_RATIO).tolist())
        labels = [text.get_text() for text in ax.get_yticklabels()]
        assert labels == [NAMES[iso3] for iso3 in flows["iso3"]]
        assert len(none.get_xdata()) == (flows["actual_usd"] == 0).sum()
        assert ax.get_xlim()[1] > flows["upper"].max()
    assert_inside(fig)


def test_one_flow_of_one_state_is_a_figure(benchmark):
    rows = benchmark.query("iso3 == 'CUB' and year == 2016")
    fig = draw_g.draw_ratios(rows, READING)
    assert len(fig.axes) == 1
    assert fig.axes[0].get_title(loc="left") == "Imports from Russia"
    china = draw_g.draw_ratios(rows, READING.but(partner="CHN"))
    assert china.axes[0].get_title(loc="left") == "Imports from China"
    assert_inside(fig)


def test_years_carry_their_interval_and_number_of_states(benchmark, expected):
    sums = gravity.sum_expected(benchmark, countries.LAC)
    others = {
        name: gravity.sum_expected(rows, countries.LAC)
        for name, rows in expected.groupby("specification")
        if name != "benchmark"
    }
    fig = draw_g.draw_ratio_over_time(sums, READING, others)
    for ax, flow in zip(fig.axes, ("exports", "imports"), strict=True):
        rows = sums[sums["flow"] == flow]
        line = ax.containers[0].lines[0]
        assert line.get_ydata() == pytest.approx(rows["ratio"].to_numpy())
        ends = np.array(ax.containers[0].lines[2][0].get_segments())[:, :, 1]
        assert ends == pytest.approx(rows[["lower", "upper"]].to_numpy())
        assert [text.get_text() for text in ax.texts] == rows["n_states"].astype(str).tolist()
        low, high = ax.get_ylim()
        assert low < rows["lower"].min() < rows["upper"].max() < high
        assert ax.get_title(loc="left") == {"exports": "Exports to Russia",
                                            "imports": "Imports from Russia"}[flow]  # fmt: skip
        # Eight other specifications and the line at one.
        assert len(ax.lines) >= 9
    legend = [text.get_text() for text in fig.legends[0].get_texts()]
    assert legend == ["exports to Russia", "imports from Russia", "other specifications"]
    assert_inside(fig)


def test_coefficients_put_the_benchmark_on_top():
    coefficients = tables.load("trade/gravity_coefficients")
    fig = draw_g.draw_coefficients(coefficients)
    assert fig.axes[0].get_yticklabels()[0].get_text() == "benchmark"
    assert len(fig.axes) == 5
    # The specifications without trade agreements have no dot there.
    drawn = [[len(c.lines[0].get_xdata()) for c in ax.containers] for ax in fig.axes]
    assert drawn == [[1, 8]] * 4 + [[1, 6]]
    top = fig.axes[0].containers[0].lines[0].get_xdata()[0]
    assert top == pytest.approx(-0.770528)
    bar = fig.axes[0].containers[0].lines[2][0].get_segments()[0][:, 0]
    assert bar == pytest.approx([-0.770528 - 1.959964 * 0.042045, -0.770528 + 1.959964 * 0.042045],
                                rel=1e-4)  # fmt: skip
    assert fig.axes[0].get_title(loc="left") == "log of distance"
    assert_inside(fig)


@pytest.mark.parametrize("states", [["GRD"], ["BHS"], ["CUB", "VEN"]])
@pytest.mark.parametrize("years", [(1996, 1999), (2016, 2023), (1992, 2023)])
def test_any_states_and_years_give_a_figure(expected, states, years):
    rows = expected[expected["iso3"].isin(states) & expected["year"].between(*years)]
    one = rows[rows["specification"] == "benchmark"]
    latest = one[one["year"] == one["year"].max()]
    sums = {n: gravity.sum_expected(r, states) for n, r in rows.groupby("specification")}
    for fig in (
        draw_g.draw_ratios(latest, READING),
        draw_g.draw_ratio_over_time(gravity.sum_expected(one, states), READING, sums),
    ):
        assert texts(fig)
        assert_inside(fig)


def test_nothing_to_draw_is_explained(expected):
    nothing = expected.head(0)
    sums = gravity.sum_expected(nothing, ["BRA"])
    assert "No flow of these states" in texts(draw_g.draw_ratios(nothing, READING))[0]
    assert "No flow of these states" in texts(draw_g.draw_ratio_over_time(sums, READING))[0]
    empty = pd.DataFrame(columns=["specification", "term", "estimate", "std_error"])
    assert "No gravity equation" in texts(draw_g.draw_coefficients(empty))[0]
