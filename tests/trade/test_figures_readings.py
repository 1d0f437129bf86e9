"""Figures of readings: the band, the lines that follow the choice, and the latest years."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from analysis import tables, trade
from analysis.notebook.style import COLORS
from analysis.trade import figures as draw
from tests.trade.test_figures import assert_inside, legend, texts


class Readings:
    """All readings of one trade, with their flows, sums, band and exceptions."""

    def __init__(self, reading, evidence, base_year=2015):
        self.all = trade.list_readings(reading, evidence, base_year)
        self.chosen = trade.find_label(self.all, reading)
        self.flows = {label: trade.read_flows(each, evidence) for label, each in self.all.items()}
        self.totals = {
            label: trade.yearly_totals(self.flows[label], each.areas, each.years)
            for label, each in self.all.items()
        }
        like = trade.list_like(self.all, reading)
        self.ranges = trade.range_by_year({label: self.totals[label] for label in like})
        self.exceptions = trade.exceptions_in(
            evidence.faults, reading.states, reading.years, reading.partner
        )
        self.moved = trade.vary_choices(self.all, self.flows, self.chosen)

    def draw(self):
        return draw.draw_range(self.totals, self.all, self.ranges, self.exceptions, self.chosen)


@pytest.fixture(scope="module")
def usual(reading, evidence):
    return Readings(reading, evidence)


def lines_of(fig):
    """Return label → line of the upper panel, by colour and dash of the legend."""
    handles = dict(zip(legend(fig), fig.legends[0].legend_handles, strict=True))
    drawn = {}
    for line in fig.axes[0].lines:
        for label, handle in handles.items():
            same = getattr(handle, "get_linestyle", lambda: None)() == line.get_linestyle()
            if same and handle.get_color() == line.get_color():
                drawn[label] = line
    return drawn


def test_band_lines_and_exceptions_of_the_region_fit(usual):
    fig = usual.draw()
    assert_inside(fig)
    shown = {text.split()[0] for text in texts(fig) if text[1:2] == " "}
    assert shown >= set(usual.exceptions["mark"])
    assert legend(fig) == [
        "range of the readings of the states", "Russia's figures", "the states' own figures",
        "reconciled, weighted by reliability", "Russia's, with British Virgin Islands",
        "Russia's, with all territories",
    ]  # fmt: skip
    lines = lines_of(fig)
    assert len(lines) == 5
    for label, line in lines.items():
        expected = usual.totals[label]
        values = expected["turnover_usd"].where(expected["is_comparable"]) / 1e6
        assert np.allclose(line.get_ydata(), values, equal_nan=True)
    assert lines["Russia's figures"].get_color() == COLORS["counterpart"]
    band = fig.axes[0].collections[0].get_paths()[0].vertices[:, 1]
    assert band.max() == pytest.approx(18659, abs=1)
    assert fig.axes[0].get_ylabel() == "turnover, million USD"
    assert fig.axes[0].get_ylim()[0] == 0


def test_lines_and_unit_follow_the_choice(reading, evidence):
    own = reading.but(
        side="reconciled", weights="equal", cif_fob=1.1, territories=("VGB",), base_year=2010
    )
    found = Readings(own, evidence, 2010)
    fig = found.draw()
    assert fig.axes[0].get_ylabel() == "turnover, million USD of 2010"
    assert set(legend(fig)) == {
        "range of the readings of the states", "as chosen", "Russia's figures",
        "the states' own figures", "reconciled, weighted by reliability",
        "Russia's, with British Virgin Islands", "Russia's, with all territories",
    }  # fmt: skip
    drawn = lines_of(fig)["as chosen"]
    totals = trade.read_totals(own, evidence)
    peak = totals.loc[totals["is_comparable"], "turnover_usd"].max() / 1e6
    assert np.nanmax(drawn.get_ydata()) == pytest.approx(peak)
    panel = draw.draw_choices(found.moved).axes[0]
    assert panel.lines[0].get_xdata()[0] == pytest.approx(peak)


def test_choices_have_a_panel_a_headline_and_a_row_a_reading(usual):
    fig = draw.draw_choices(usual.moved)
    assert_inside(fig)
    visible = [ax for ax in fig.axes if ax.get_visible()]
    headlines = usual.moved[usual.moved["measure"] != "peak_year"]["headline"].unique()
    assert [ax.get_title(loc="left").lower() for ax in visible] == [h.lower() for h in headlines]
    assert [t.get_text() for t in visible[0].get_yticklabels()] == list(usual.all)
    growth = usual.moved[usual.moved["headline"] == "growth 2002–2013, % a year"]
    panel = visible[list(headlines).index("growth 2002–2013, % a year")]
    points = panel.collections[0].get_offsets()[:, 0]
    assert points.tolist() == pytest.approx(growth["value"].tolist())
    assert panel.lines[0].get_xdata()[0] == pytest.approx(17.9, abs=0.05)


@pytest.fixture(scope="module")
def latest(reading, evidence):
    regions = tables.load("trade/region_totals")
    series = trade.recent_reports(evidence.bilateral, regions, reading, 2015)
    return series, trade.stated_parts(tables.load("trade/turnover_figures"), reading)


def test_parts_of_years_are_hollow(latest, reading):
    series, parts = latest
    mexico = parts[parts["area"] == "MEX"]
    fig = draw.draw_stated(series, mexico, ["MEX"], reading)
    assert_inside(fig)
    marks = [line for line in fig.axes[0].lines if line.get_marker() in ("D", "v", "^")]
    hollow = [line for line in marks if line.get_markerfacecolor() == "white"]
    assert len(marks) == len(mexico)
    assert len(hollow) == mexico["is_part_year"].sum()
    assert sorted(line.get_ydata()[0] for line in marks) == pytest.approx(
        sorted(mexico["value_usd"] / 1e9)
    )


def test_part_of_a_year_is_a_bar_as_long_as_the_part(latest, reading):
    _, parts = latest
    one = parts.head(1).assign(area="MEX", year=2022, first_month=1, last_month=10, flow="turnover")
    one = one.assign(value_usd=3e9, is_part_year=True)
    bar, mark = draw.draw_stated({}, one, ["MEX"], reading).axes[0].lines
    assert bar.get_xdata().tolist() == pytest.approx([2021.5, 2021.5 + 10 / 12])
    assert mark.get_xdata()[0] == pytest.approx(2021.5 + 5 / 12)
    assert (bar.get_ydata()[0], mark.get_ydata()[0]) == (3.0, 3.0)


def test_reports_are_lines_that_a_gap_breaks(latest, reading):
    series, parts = latest
    fig = draw.draw_stated(series, parts, ["LAC", "BRA"], reading)
    region, brazil = fig.axes[:2]
    assert (region.get_title(loc="left"), brazil.get_title(loc="left")) == ("Region", "Brazil")
    rows = series["BRA"].query("reporter == 'counterpart' and flow == 'exports'")
    look = (COLORS["exports"], "-")
    line = next(x for x in brazil.lines if (x.get_color(), x.get_linestyle()) == look)
    drawn = dict(zip(line.get_xdata(), line.get_ydata(), strict=True))
    assert drawn[2021] == pytest.approx(rows.set_index("year").loc[2021, "value_usd"] / 1e9)
    assert np.isnan(drawn[2023])
    assert brazil.get_xlim() == (2014.4, 2024.7)
    assert brazil.get_ylim()[0] == 0
    assert "Russia reports: exports to Russia" in legend(fig)
    assert "the region reports: imports from Russia" in legend(fig)
    assert "billion USD, current prices" in texts(fig)
    assert_inside(fig)
    real = draw.draw_stated(series, parts, ["BRA"], reading.but(base_year=2015))
    assert "billion USD of 2015" in texts(real)


def test_nothing_to_draw_is_explained(reading, evidence, latest):
    late = Readings(reading.but(states=("GRD",), years=range(2022, 2023)), evidence)
    figures = [
        late.draw(),
        draw.draw_choices(late.moved),
        draw.draw_stated({}, latest[1].head(0), ["GRD"], reading),
    ]
    for fig in figures:
        assert not fig.axes
        assert texts(fig)[0].endswith(".")
    plt.close("all")
