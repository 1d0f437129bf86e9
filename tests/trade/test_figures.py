"""Trade figures: what is drawn is what the tables hold, and nothing becomes a line by itself."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from analysis import tables, trade
from analysis.notebook.style import COLORS
from analysis.trade import figures as draw

NO_FIGURES = pd.DataFrame({"year": [], "value_usd": [], "kind": [], "who": []})


def two(totals):
    return {side: totals[side] for side in trade.SIDES}


def totals_of(reading, evidence, sides=trade.SIDES):
    return {side: trade.read_totals(reading.but(side=side), evidence) for side in sides}


def texts(fig):
    return [text.get_text() for text in fig.findobj(plt.Text) if text.get_text()]


def legend(fig):
    return [text.get_text() for text in fig.legends[0].get_texts()]


def assert_inside(fig):
    """Check that nothing drawn is cut off at the edge of the picture."""
    fig.canvas.draw()
    box, (width, height) = fig.get_tightbbox(), fig.get_size_inches()
    assert box.x0 >= -0.02
    assert box.y0 >= -0.02
    assert box.x1 <= width + 0.02
    assert box.y1 <= height + 0.02


def test_wrong_balances_are_marked_and_fit_their_cells(reading):
    fig = draw.draw_balances(trade.balances(tables.load("trade/aladi")), reading)
    fig.canvas.draw()
    marked = [t for t in fig.axes[0].texts if t.get_text().startswith("printed")]
    assert sorted(t.get_text() for t in marked) == [
        "printed -12,433\ncorrect -12,443",
        "printed 2,211\nundefined",
        "printed 222,752\nundefined",
        "printed 88,419\ncorrect 83,419",
        "printed 93,847\ncorrect -93,847",
    ]
    cell = fig.axes[0].get_window_extent().width / 5
    assert max(t.get_window_extent().width for t in marked) < cell
    assert len(fig.axes[0].texts) == 60
    red = [p for p in fig.axes[0].patches if to_hex(p.get_facecolor()) == COLORS["accent"].lower()]
    assert len(red) == 5


def test_line_breaks_where_years_are_not_comparable(totals, reading):
    fig = draw.draw_turnover(two(totals), NO_FIGURES, reading)
    ax = fig.axes[0]
    russia = ax.lines[0].get_ydata()
    assert np.isnan(russia[2017 - 1996])
    assert np.isnan(russia[2022 - 1996])
    assert russia[2013 - 1996] == pytest.approx(18659.2, abs=0.1)
    hollow = ax.collections[0].get_offsets()
    assert hollow[~np.isnan(hollow[:, 1].filled(np.nan))][:, 0].tolist() == [2017, 2019, 2020, 2021]
    assert ax.get_ylim()[0] == 0
    assert ax.get_ylabel() == "turnover, million USD"
    assert legend(fig) == [
        "Russia's figures", "the states' own figures", "too few states or flows: not comparable",
    ]  # fmt: skip
    assert_inside(fig)


def test_the_side_that_comes_first_is_drawn_first_and_thickest(totals, reading):
    for side in trade.REPORTERS:
        ax = draw.draw_turnover(totals, NO_FIGURES, reading.but(side=side)).axes[0]
        assert ax.lines[0].get_color() == COLORS[side]
        widths = [line.get_linewidth() for line in ax.lines]
        assert widths[0] > max(widths[1:])


def test_unit_partner_and_areas_reach_the_figure(reading, evidence, evidence_of):
    real = reading.but(base_year=2015, territories=("VGB",))
    fig = draw.draw_turnover(totals_of(real, evidence), NO_FIGURES, real)
    assert fig.axes[0].get_ylabel() == "turnover, million USD of 2015"
    assert fig.axes[1].get_ylabel() == "states and\nterritories\nin the sum"
    assert fig.axes[1].patches[0].get_height() == 32
    china = reading.but(partner="CHN", side="states", years=range(1992, 2017))
    fig = draw.draw_flows(totals_of(china, evidence_of("CHN"), ["states"]), china)
    assert [ax.get_title(loc="left") for ax in fig.axes] == [
        "Exports to China", "Imports from China",
    ]  # fmt: skip
    assert legend(fig) == ["the states' own figures"]


def test_bars_count_the_states(reading, evidence):
    late = reading.but(years=range(2015, 2020), side="states")
    fig = draw.draw_turnover(totals_of(late, evidence), NO_FIGURES, late)
    heights = [bar.get_height() for bar in fig.axes[1].patches]
    assert heights == [24, 23, 4, 17, 4, 32, 33, 6, 29, 6]


def test_stated_figures_are_marks_not_lines(totals, reading):
    stated = trade.stated_turnover(
        tables.load("trade/turnover_figures"), tables.load("trade/region_totals"), reading
    )
    ax = draw.draw_turnover(two(totals), stated, reading).axes[0]
    assert len(ax.lines) == 2
    press, region = (ax.collections[i].get_offsets() for i in (2, 3))
    assert press[:, 0].tolist() == [2018, 2020, 2021, 2022]
    assert region.tolist() == [[2022, pytest.approx(18604.0, abs=0.1)]]


def test_flows_share_one_scale_that_holds_every_point(totals, reading):
    fig = draw.draw_flows(two(totals), reading)
    assert fig.axes[0].get_ylim() == fig.axes[1].get_ylim()
    assert fig.axes[0].get_ylim()[0] == 0
    largest = totals["states"]["imports_usd"].max() / 1e6
    assert fig.axes[1].get_ylim()[1] > largest
    exports = fig.axes[0].lines[0].get_ydata()
    assert exports[2013 - 1996] == pytest.approx(10615, abs=1)
    assert "Exports to Russia" in texts(fig)
    assert_inside(fig)


def test_only_comparable_years_show_concentration(reading, evidence):
    flows = trade.read_flows(reading, evidence)
    table = trade.measure_concentration(flows, reading.states, range(1992, 2024))
    fig = draw.draw_concentration(table, 12)
    drawn = fig.axes[0].lines[0].get_ydata()
    assert np.flatnonzero(~np.isnan(drawn)).tolist() == [*range(4, 25), 26]
    assert drawn[2013 - 1992] == pytest.approx(0.1385, abs=5e-4)
    shares = fig.axes[1].lines[0].get_ydata()
    assert shares[2013 - 1992] == pytest.approx(95.2, abs=0.05)
    assert fig.axes[1].get_ylim()[1] == 100.5
    titles = [ax.get_title(loc="left") for ax in fig.axes]
    assert titles == ["Herfindahl–Hirschman index of partners", "Share of the 12 largest"]
    one = draw.draw_concentration(table, 1)
    assert one.axes[1].get_title(loc="left") == "Share of the largest"
    assert_inside(fig)


def test_partners_are_drawn_in_order(reading, evidence):
    flows = trade.read_flows(reading, evidence)
    ranking = trade.rank_partners(flows, reading.states, range(1996, 2017)).head(12)
    fig = draw.draw_partners(ranking, reading)
    ax = fig.axes[0]
    assert [t.get_text() for t in ax.get_yticklabels()][:2] == ["Brazil", "Argentina"]
    assert len(ax.patches) == 24
    widths = [bar.get_width() for bar in ax.patches]
    assert widths[0] == pytest.approx(ranking["exports_usd"].iloc[0] / 1e6)
    assert widths[12] == pytest.approx(ranking["imports_usd"].iloc[0] / 1e6)
    assert legend(fig) == ["exports to Russia", "imports from Russia"]
    assert next(t.get_text().strip() for t in ax.texts) == f"{100 * ranking['share'].iloc[0]:.1f} %"
    assert ax.get_xlabel().startswith("million USD a year")
    assert_inside(fig)


def test_mirror_ratio_joins_comparable_years_only(reading, russia):
    by_year = trade.mirror_by_year(trade.mirror_reports(russia[russia["year"] >= 1996]))
    fig = draw.draw_mirror_ratio(by_year, reading.but(cif_fob=1.1))
    ax, below = fig.axes
    exports = ax.lines[0].get_ydata()
    assert np.isnan(exports[2017 - 1996])
    assert exports[2013 - 1996] == pytest.approx(1.46, abs=0.005)
    freight = next(line for line in ax.lines if line.get_linestyle() == ":")
    assert list(freight.get_ydata()) == [1.1, 1.1]
    assert "freight and insurance alone: 1.10" in legend(fig)
    counts = by_year[by_year["flow"] == "exports"].set_index("year")["n_states"]
    assert [bar.get_height() for bar in below.patches][2013 - 1996] == counts[2013]
    assert_inside(fig)


def test_mirror_gap_puts_each_report_on_its_side(reading, russia):
    gaps = trade.largest_gaps(trade.mirror_reports(russia))
    fig = draw.draw_mirror_gaps(gaps, reading)
    ax = fig.axes[0]
    labels = [t.get_text() for t in ax.get_yticklabels()]
    rows = {"Panama 2013, exports to Russia": (960, 0.4), "Venezuela 2013, imports from Russia": (
        2446.5, 254)}  # fmt: skip
    for label, reports in rows.items():
        found = [ax.collections[i].get_offsets()[labels.index(label)][0] for i in (1, 2)]
        assert found == pytest.approx(reports, abs=0.1)
    assert legend(fig) == ["Russia's report", "the state's own report"]
    assert_inside(fig)


def test_coverage_paints_gaps_white(reading):
    classes = trade.classify_coverage(tables.load("trade/coverage"), reading)
    fig = draw.draw_coverage(classes, reading)
    grid = fig.axes[0].collections[0].get_array().reshape(33, 28)
    assert (grid == 0).sum() == (classes["who"] == "none").sum()
    states = [t.get_text() for t in fig.axes[0].get_yticklabels()]
    assert grid[states.index("Brazil"), -1] == 1
    assert states == sorted(states)
    assert legend(fig) == ["no figures", "the state's own only", "Russia's only", "both sides"]
    white, states_own, counterpart, _ = fig.axes[0].collections[0].get_cmap().colors
    assert (white, states_own, counterpart) == (
        "#FFFFFF", COLORS["states"], COLORS["counterpart"],
    )  # fmt: skip
    assert_inside(fig)


@pytest.mark.parametrize("iso3", ["GRD", "HTI", "BRA"])
@pytest.mark.parametrize("years", [range(1992, 1993), range(2019, 2024), range(1992, 2024)])
def test_any_state_and_span_gives_a_figure(reading, evidence, iso3, years):
    one = reading.but(states=(iso3,), years=years, side="states")
    totals = totals_of(one, evidence)
    rows = evidence.bilateral
    mirrored = trade.mirror_reports(rows[(rows["iso3"] == iso3) & rows["year"].isin(years)])
    flows = trade.read_flows(one, evidence)
    comparable = totals["states"].loc[totals["states"]["is_comparable"], "year"]
    for fig in (
        draw.draw_turnover(totals, NO_FIGURES, one),
        draw.draw_flows(totals, one),
        draw.draw_concentration(trade.measure_concentration(flows, [iso3], years), 1),
        draw.draw_partners(trade.rank_partners(flows, [iso3], comparable), one),
        draw.draw_mirror_ratio(trade.mirror_by_year(mirrored), one),
        draw.draw_mirror_gaps(trade.largest_gaps(mirrored), one),
    ):
        fig.canvas.draw()
        assert texts(fig)


def test_nothing_to_draw_is_explained(reading):
    values = ["turnover_usd", *(f"{flow}_usd" for flow in trade.FLOWS)]
    nothing = pd.DataFrame([[2022, np.nan, np.nan, np.nan]], columns=["year", *values])
    both = dict.fromkeys(trade.SIDES, nothing)
    fig = draw.draw_turnover(both, NO_FIGURES, reading)
    assert texts(fig) == ["No turnover on record for these states and years, from either side."]
    assert texts(draw.draw_flows(both, reading))[0].startswith("No flow on record")
    classes = pd.DataFrame({"iso3": [], "year": [], "who": []})
    assert "no trade with Russia" in texts(draw.draw_coverage(classes, reading))[0]
