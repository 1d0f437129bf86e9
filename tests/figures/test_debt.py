import itertools

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from analysis import catalog, debt
from analysis.debt import events as debt_events
from analysis.figures import debt as plots


@pytest.fixture(scope="module")
def events():
    return debt_events.mark_rival_reports(
        debt_events.with_spans(catalog.load("debt/events")), catalog.load("debt/rival_reports")
    )


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def markers(ax, shapes="osD"):
    return [
        line for line in ax.lines if line.get_marker() in tuple(shapes) and len(line.get_xdata())
    ]


def test_timeline_draws_every_dated_event_and_names_the_others(events):
    ax = plots.timeline(events).axes[0]
    assert len(markers(ax)) == 85
    assert "Grenada, write off (unverified); Peru, swap (unverified)" in " ".join(
        ax.get_xlabel().split()
    )


def test_timeline_markers_never_overlap(events):
    ax = plots.timeline(events).axes[0]
    points = sorted((line.get_ydata()[0], line.get_xdata()[0]) for line in markers(ax))
    same_row = [(a, b) for a, b in itertools.pairwise(points) if a[0] == b[0]]
    assert same_row
    assert all(b[1] - a[1] > 0.5 for a, b in same_row)


def test_timeline_sizes_dollars_alone_and_tells_statuses_apart(events):
    dated = events.dropna(subset="end")
    dollars, others = (
        dated[(dated["currency"] == "USD") & dated["amount"].notna()],
        dated[(dated["currency"] != "USD") & dated["amount"].notna()],
    )
    lines = markers(plots.timeline(events).axes[0])
    by_shape = {shape: [x for x in lines if x.get_marker() == shape] for shape in "osD"}
    assert len(by_shape["o"]) == len(dollars)
    assert len(by_shape["s"]) == len(others)
    assert len({line.get_markersize() for line in by_shape["s"]}) == 1
    hollow = [line for line in lines if line.get_fillstyle() == "none"]
    assert len(hollow) == dated["status"].isin(["proposal", "declined", "unverified"]).sum()
    assert [line.get_fillstyle() for line in lines].count("left") == 1


def test_an_empty_selection_says_so(events):
    for fig in (
        plots.timeline(events.iloc[0:0]),
        plots.timeline(events[events["debtor_iso3"] == "GRD"]),
        plots.report_ranges(debt_events.report_ranges(events.iloc[0:0]), events.iloc[0:0]),
    ):
        assert fig.axes == []
        assert fig.texts[0].get_text().startswith("No ")


def test_report_ranges_draw_each_report_with_an_amount(events):
    ranges = debt_events.report_ranges(events)
    ax = plots.report_ranges(ranges, events).axes[0]
    drawn = np.concatenate([line.get_xdata() for line in markers(ax, "o")])
    assert len(drawn) == ranges["reports_with_amount"].sum()
    assert drawn.max() == 100
    assert drawn.min() == pytest.approx(100 - ranges["spread_pct"].max())


def test_waterfall_bars_are_the_steps():
    schedule = debt.equal_principal_schedule(3.52e9, maturity_years=10)
    steps = debt.relief_steps(35.2e9, schedule, 0.05)
    whole, close = plots.relief_waterfall(steps).axes
    assert [bar.get_height() for bar in whole.patches] == pytest.approx(steps["amount"] / 1e9)
    assert len(close.patches) == 4
    # The written-off bar hangs from the claim down to the remainder.
    assert whole.patches[1].get_y() == pytest.approx(35.2)


@pytest.mark.parametrize("payments_per_year", [1, 2, 12])
def test_schedule_draws_both_values_of_every_payment(payments_per_year):
    schedule = debt.equal_principal_schedule(
        3.52e9, maturity_years=10, payments_per_year=payments_per_year
    )
    dates = debt.payment_dates(pd.Timestamp("2014-10-25"), len(schedule), payments_per_year)
    ax = plots.schedule(schedule.assign(date=dates, present_value=schedule["payment"] * 0.5)).axes[
        0
    ]
    assert len(ax.patches) == 2 * len(schedule)
    assert len(ax.get_xticks()) <= 10


def test_sensitivity_marks_the_chosen_cell():
    curve = debt.value_by_rate(3.52e9, [0.0, 0.1], {"a": 0.5, "b": 1.0}, maturity_years=10)
    grid = debt.haircut_grid(35.2e9, 3.52e9, [0.03, 0.05, 0.10], [5, 10, 15])
    left, right = plots.sensitivity(curve, grid, discount_rate=0.10, years=10).axes[:2]
    assert right.patches[0].get_xy() == (2, 1)
    assert [line.get_label() for line in left.lines[:2]] == ["a", "b"]
    assert left.lines[0].get_ydata()[0] == pytest.approx(3.52)


def test_claim_over_time_shows_reports_and_paths(events):
    cuba = events[(events["debtor_iso3"] == "CUB") & (events["event"] == "stock")]
    stocks = debt_events.stocks_in_dollars(cuba[cuba["amount"] > 3.5e9], 0.6)
    cpi = pd.Series({1990: 100.0, 1991: 104.0})
    ax = plots.claim_over_time(stocks, debt.paths_from(24.78e9, 1990, 1991, 1.5, cpi)).axes[0]
    points = sum(len(line.get_xdata()) for line in markers(ax, "os"))
    assert points == len(stocks) == 7
    assert len([line for line in ax.lines if line.get_marker() == "None"]) == 2
