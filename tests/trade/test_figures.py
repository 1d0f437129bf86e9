"""Trade figures: what is drawn is what the tables hold, and nothing becomes a line by itself."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from analysis import countries, tables, trade
from analysis.trade import figures as draw

NAMES = {iso3: countries.name(iso3) for iso3 in countries.LAC}
NO_FIGURES = pd.DataFrame({"year": [], "value_usd": [], "kind": [], "who": []})


@pytest.fixture(scope="module")
def bilateral():
    return tables.load("trade/bilateral")


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def both_totals(bilateral, states, years):
    return {
        side: trade.yearly_totals(trade.flows_by_state(bilateral, side), states, years)
        for side in trade.REPORTERS
    }


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


def test_wrong_balances_are_marked_and_fit_their_cells():
    fig = draw.draw_balances(trade.balances(tables.load("trade/aladi")), NAMES)
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


def test_line_breaks_where_years_are_not_comparable(bilateral):
    totals = both_totals(bilateral, countries.LAC, range(1996, 2024))
    fig = draw.draw_turnover(totals, "RUS", NO_FIGURES, "USD")
    ax = fig.axes[0]
    russia = ax.lines[0].get_ydata()
    assert np.isnan(russia[2017 - 1996])
    assert np.isnan(russia[2022 - 1996])
    assert russia[2013 - 1996] == pytest.approx(18659.2, abs=0.1)
    hollow = ax.collections[0].get_offsets()
    assert hollow[~np.isnan(hollow[:, 1].filled(np.nan))][:, 0].tolist() == [2017, 2019, 2020, 2021]
    assert_inside(fig)


def test_bars_count_the_states(bilateral):
    totals = both_totals(bilateral, countries.LAC, range(2015, 2020))
    fig = draw.draw_turnover(totals, "partner", NO_FIGURES, "USD")
    heights = [bar.get_height() for bar in fig.axes[1].patches]
    assert heights == [24, 23, 4, 17, 4, 32, 33, 6, 29, 6]


def test_stated_figures_are_marks_not_lines(bilateral):
    totals = both_totals(bilateral, countries.LAC, range(1996, 2024))
    stated = trade.stated_turnover(
        tables.load("trade/turnover_figures"), tables.load("trade/region_totals"),
        countries.LAC, countries.LAC,
    )  # fmt: skip
    ax = draw.draw_turnover(totals, "RUS", stated, "USD").axes[0]
    assert len(ax.lines) == 2
    press, region = (ax.collections[i].get_offsets() for i in (2, 3))
    assert press[:, 0].tolist() == [2018, 2020, 2021, 2022]
    assert region.tolist() == [[2022, pytest.approx(18604.0, abs=0.1)]]


def test_flows_share_one_scale_that_holds_every_point(bilateral):
    totals = both_totals(bilateral, countries.LAC, range(1996, 2024))
    fig = draw.draw_flows(totals, "RUS", "USD")
    assert fig.axes[0].get_ylim() == fig.axes[1].get_ylim()
    largest = totals["partner"]["imports_usd"].max() / 1e6
    assert fig.axes[1].get_ylim()[1] > largest
    assert "Exports to Russia" in texts(fig)
    assert_inside(fig)


def test_only_comparable_years_show_concentration(bilateral):
    flows = trade.flows_by_state(bilateral, "RUS")
    table = trade.concentration(flows, countries.LAC, range(1992, 2024))
    fig = draw.draw_concentration(table, 12)
    drawn = fig.axes[0].lines[0].get_ydata()
    assert np.flatnonzero(~np.isnan(drawn)).tolist() == [*range(4, 25), 26]
    assert_inside(fig)


def test_partners_are_drawn_in_order(bilateral):
    flows = trade.flows_by_state(bilateral, "RUS")
    ranking = trade.rank_partners(flows, countries.LAC, range(1996, 2017)).head(12)
    fig = draw.draw_partners(ranking, NAMES, "USD")
    assert [t.get_text() for t in fig.axes[0].get_yticklabels()][:2] == ["Brazil", "Argentina"]
    assert len(fig.axes[0].patches) == 24
    assert_inside(fig)


def test_mirror_ratio_joins_comparable_years_only(bilateral):
    by_year = trade.mirror_by_year(trade.mirror(bilateral.query("year >= 1996")))
    fig = draw.draw_mirror_ratio(by_year, trade.CIF_FOB)
    exports = fig.axes[0].lines[0].get_ydata()
    assert np.isnan(exports[2017 - 1996])
    assert exports[2013 - 1996] == pytest.approx(1.46, abs=0.005)
    assert_inside(fig)


def test_mirror_gap_puts_each_report_on_its_side(bilateral):
    gaps = trade.largest_gaps(trade.mirror(bilateral))
    fig = draw.draw_mirror_gaps(gaps, NAMES, "USD")
    labels = [t.get_text() for t in fig.axes[0].get_yticklabels()]
    row = labels.index("Panama 2013, exports to Russia")
    russia, state = (fig.axes[0].collections[i].get_offsets()[row] for i in (1, 2))
    assert russia[0] == pytest.approx(960, abs=0.1)
    assert state[0] == pytest.approx(0.4, abs=0.05)
    assert_inside(fig)


def test_coverage_paints_gaps_white():
    classes = trade.classify_coverage(
        tables.load("trade/coverage"), countries.LAC, range(1996, 2024)
    )
    fig = draw.draw_coverage(classes, NAMES)
    grid = fig.axes[0].collections[0].get_array().reshape(33, 28)
    assert (grid == draw.COVERAGE_CLASSES.index("no figures")).sum() == (
        classes["who"] == "no figures"
    ).sum()
    states = [t.get_text() for t in fig.axes[0].get_yticklabels()]
    assert grid[states.index("Brazil"), -1] == 1
    assert states == sorted(states)
    assert_inside(fig)


@pytest.mark.parametrize("iso3", ["GRD", "HTI", "BRA"])
@pytest.mark.parametrize("years", [range(1992, 1993), range(2019, 2024), range(1992, 2024)])
def test_any_state_and_span_gives_a_figure(bilateral, iso3, years):
    chosen = bilateral[bilateral["year"].isin(years)]
    totals = both_totals(chosen, [iso3], years)
    mirrored = trade.mirror(chosen[chosen["iso3"] == iso3])
    flows = trade.flows_by_state(chosen, "partner")
    comparable = totals["partner"].loc[totals["partner"]["is_comparable"], "year"]
    for fig in (
        draw.draw_turnover(totals, "partner", NO_FIGURES, "USD"),
        draw.draw_flows(totals, "partner", "USD"),
        draw.draw_concentration(trade.concentration(flows, [iso3], years), 1),
        draw.draw_partners(trade.rank_partners(flows, [iso3], comparable), NAMES, "USD"),
        draw.draw_mirror_ratio(trade.mirror_by_year(mirrored), trade.CIF_FOB),
        draw.draw_mirror_gaps(trade.largest_gaps(mirrored), NAMES, "USD"),
    ):
        fig.canvas.draw()
        assert texts(fig)


def test_nothing_to_draw_is_explained():
    values = ["turnover_usd", *(f"{flow}_usd" for flow in trade.FLOWS)]
    nothing = pd.DataFrame([[2022, np.nan, np.nan, np.nan]], columns=["year", *values])
    fig = draw.draw_turnover({"RUS": nothing, "partner": nothing}, "RUS", NO_FIGURES, "USD")
    assert texts(fig) == ["No turnover on record for these states and years, from either side."]
