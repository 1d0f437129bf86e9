"""Figures of breaks and gravity: what is drawn is what was measured, and nothing is cut off."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from analysis import countries, tables, trade
from analysis.trade import breaks, gravity
from analysis.trade.breaks import figures as draw_b
from analysis.trade.gravity import figures as draw_g

NAMES = {iso3: countries.name(iso3) for iso3 in countries.LAC}


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


def turnover(states=countries.LAC, years=range(1996, 2024), side="RUS"):
    flows = trade.flows_by_state(tables.load("trade/bilateral"), side)
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
    study = breaks.study_breaks(turnover(), "turnover")
    fig = draw_b.draw_breaks([study], {"turnover": "million USD"}, {"turnover": 1e-6})
    above, below = fig.axes
    dots = next(line for line in above.lines if line.get_linestyle() == "None")
    assert dots.get_ydata() == pytest.approx(study.series.to_numpy() / 1e6)
    assert len(dots.get_xdata()) == 22
    assert 2017 not in dots.get_xdata()
    assert len(above.patches) == study.dates.n_breaks
    path = below.lines[0]
    assert path.get_ydata() == pytest.approx(study.sup.path["f"].to_numpy())
    critical = [line.get_ydata()[0] for line in below.lines[2:4]]
    assert critical == [study.sup.critical_95, study.sup.critical_95_persistent]
    assert above.get_ylabel() == "million USD"
    assert_inside(fig)


def test_growth_is_written_above_each_regime():
    study = breaks.study_breaks(turnover(), "turnover")
    fig = draw_b.draw_breaks([study])
    written = [text.get_text() for text in fig.axes[0].texts]
    assert written == [f"{100 * g:+.0f} %" for g in study.trend.regimes["growth"]]
    assert any("off the axis" in text for text in texts(fig))


def test_two_series_stand_side_by_side():
    one = breaks.study_breaks(turnover(), "turnover")
    other = breaks.study_breaks(turnover(["BRA"], side="partner"), "Brazil alone")
    fig = draw_b.draw_breaks([one, other])
    assert len(fig.axes) == 4
    assert [ax.get_title(loc="left") for ax in fig.axes[:2]] == ["Turnover", "Brazil alone"]
    assert_inside(fig)


def test_a_series_that_is_too_short_is_left_out_or_explained():
    short = breaks.study_breaks(turnover(["GRD"]), "turnover")
    whole = breaks.study_breaks(turnover(), "region")
    assert len(draw_b.draw_breaks([short, whole]).axes) == 2
    fig = draw_b.draw_breaks([short, short])
    assert texts(fig) == [f"No break can be looked for: {short.why_not}."]


# Gravity


@pytest.mark.parametrize("year", [1996, 2016])
def test_every_ratio_of_the_year_is_drawn_once(benchmark, year):
    rows = benchmark[benchmark["year"] == year]
    fig = draw_g.draw_ratios(rows, NAMES)
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
    fig = draw_g.draw_ratios(rows, NAMES)
    assert len(fig.axes) == 1
    assert fig.axes[0].get_title(loc="left") == "Imports from Russia"
    assert_inside(fig)


def test_years_carry_their_interval_and_number_of_states(benchmark, expected):
    sums = gravity.sum_expected(benchmark, countries.LAC)
    others = {
        name: gravity.sum_expected(rows, countries.LAC)
        for name, rows in expected.groupby("specification")
        if name != "benchmark"
    }
    fig = draw_g.draw_ratio_over_time(sums, others)
    for ax, flow in zip(fig.axes, ("exports", "imports"), strict=True):
        rows = sums[sums["flow"] == flow]
        line = ax.containers[0].lines[0]
        assert line.get_ydata() == pytest.approx(rows["ratio"].to_numpy())
        ends = np.array(ax.containers[0].lines[2][0].get_segments())[:, :, 1]
        assert ends == pytest.approx(rows[["lower", "upper"]].to_numpy())
        assert [text.get_text() for text in ax.texts] == rows["n_states"].astype(str).tolist()
        low, high = ax.get_ylim()
        assert low < rows["lower"].min() < rows["upper"].max() < high
        # Eight other specifications and the line at one.
        assert len(ax.lines) >= 9
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
    assert_inside(fig)


@pytest.mark.parametrize("states", [["GRD"], ["BHS"], ["CUB", "VEN"]])
@pytest.mark.parametrize("years", [(1996, 1999), (2016, 2023), (1992, 2023)])
def test_any_states_and_years_give_a_figure(expected, states, years):
    rows = expected[expected["iso3"].isin(states) & expected["year"].between(*years)]
    one = rows[rows["specification"] == "benchmark"]
    latest = one[one["year"] == one["year"].max()]
    sums = {n: gravity.sum_expected(r, states) for n, r in rows.groupby("specification")}
    for fig in (
        draw_g.draw_ratios(latest, NAMES),
        draw_g.draw_ratio_over_time(gravity.sum_expected(one, states), sums),
    ):
        assert texts(fig)
        assert_inside(fig)


def test_nothing_to_draw_is_explained(expected):
    nothing = expected.head(0)
    sums = gravity.sum_expected(nothing, ["BRA"])
    assert "No flow of these states" in texts(draw_g.draw_ratios(nothing, NAMES))[0]
    assert "No flow of these states" in texts(draw_g.draw_ratio_over_time(sums))[0]
    empty = pd.DataFrame(columns=["specification", "term", "estimate", "std_error"])
    assert "No gravity equation" in texts(draw_g.draw_coefficients(empty))[0]
