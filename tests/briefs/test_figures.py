import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from analysis import arms, briefs, trade
from analysis.briefs import figures as plots
from analysis.notebook.style import COLORS, actor_color
from analysis.tables import load
from tests.briefs.made import READING, make_reading


@pytest.fixture(scope="module")
def values():
    tables = {name: load(name) for name in briefs.TABLES}
    return briefs.compute_indicators(tables, READING)


def draw(values, iso3):
    reading = make_reading(iso3, group="ARG")
    bilateral = load("trade/bilateral").query("partner == @reading.partner")
    flows = trade.flows_by_state(bilateral, reading.side).query("iso3 == @iso3")
    deliveries = arms.annual_series(
        load("arms/annual_tiv"), [iso3], reading.first_year, reading.last_year, reading.spans
    )
    votes = load("voting/landmark_votes").query("iso3 == @iso3")
    landmarks = votes.merge(load("voting/landmarks"), on="resolution")
    series = briefs.trace_over_time(values, reading)
    return plots.draw_portrait(flows, deliveries, series, landmarks, reading)


def texts(fig):
    return [text.get_text() for ax in fig.axes for text in ax.texts]


def test_a_state_with_all_data_fills_every_panel(values):
    fig = draw(values, "VEN")
    assert not [text for text in texts(fig) if text.startswith("no ")]
    assert len(fig.axes) == 5
    # Venezuela: no on Georgia twice and on Crimea thrice, yes on the embargo twice, else absent.
    counts = [texts(fig).count(letter) for letter in "YNA·"]
    assert counts == [2, 5, 0, 12]
    plt.close(fig)


def test_landmark_votes_are_in_the_order_of_their_subjects(values):
    fig = draw(values, "BRA")
    ax = fig.axes[-1]
    labels = [label.get_text().splitlines() for label in ax.get_xticklabels()]
    years = [int(year) for _, year in labels]
    parts = [years[:2], years[2:15], years[15:]]
    assert all(part == sorted(part) for part in parts)
    places = {text.get_text(): text.get_position()[0] for text in ax.texts if text.get_text()}
    assert places["Georgia"] == 1.0
    assert places["Ukraine"] == 2 + 13 / 2
    assert places["US embargo of Cuba"] == 15 + 4 / 2
    plt.close(fig)


def test_lines_are_the_values_in_the_colours_of_their_partners(values):
    fig = draw(values, "BRA")
    flows, votes = fig.axes[0], fig.axes[2]
    lines = {line.get_label(): line for line in flows.lines}
    assert list(lines) == ["exports to Russia", "imports from Russia"]
    row = values.query("iso3 == 'BRA' and indicator == 'trade_balance' and year == 2010")
    x = lines["exports to Russia"].get_xdata()
    at = int(np.flatnonzero(np.asarray(x) == 2010)[0])
    drawn = [line.get_ydata()[at] for line in lines.values()]
    assert drawn[0] - drawn[1] == pytest.approx(row["value"].item())
    assert lines["exports to Russia"].get_color() == COLORS["exports"]
    named = {line.get_label(): line.get_color() for line in votes.lines}
    for name, code in (("Russia", "RUS"), ("United States", "USA"), ("China", "CHN")):
        assert named[name] == actor_color(code, READING.study)
    plt.close(fig)


def test_bars_are_told_apart_by_supplier(values):
    reading = make_reading("PER", first_year=1985)
    deliveries = pd.DataFrame(
        {"supplier": ["SUN", "RUS"], "year": [1990, 1996], "tiv_million": [5.0, 3.0]}
    )
    series = briefs.trace_over_time(values, reading)
    nothing = pd.DataFrame(columns=["year", "exports_usd", "imports_usd"])
    blank = pd.DataFrame(columns=["resolution", "date", "vote", "subject", "place"])
    fig = plots.draw_portrait(nothing, deliveries, series, blank, reading)
    bars = {each.get_label(): each[0] for each in fig.axes[1].containers}
    assert {name: bar.get_height() for name, bar in bars.items()} == {
        "from Russia": 3.0, "from the USSR": 5.0
    }  # fmt: skip
    assert bars["from the USSR"].get_facecolor() != bars["from Russia"].get_facecolor()
    assert fig.axes[1].get_xlim() == (1985 - 0.7, 2024 + 0.7)
    plt.close(fig)


def test_panels_without_data_say_so(values):
    nothing = pd.DataFrame
    fig = plots.draw_portrait(
        nothing(columns=["year", "exports_usd", "imports_usd"]),
        nothing({"supplier": ["RUS"], "year": [2000], "tiv_million": [0.0]}),
        briefs.trace_over_time(values.iloc[:0], READING),
        nothing(columns=["resolution", "date", "vote", "subject", "place"]),
        READING,
    )
    assert [text for text in texts(fig) if text.startswith("no ")] == [
        "no trade on record",
        "no delivery on record",
        "no votes on record",
        "no ideal point",
    ]
    fig.draw_without_rendering()
    plt.close(fig)
