import itertools

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from analysis import debt, tables
from analysis.countries import LAC
from analysis.debt import creditor, instruments, look_into
from analysis.debt import events as debt_events
from analysis.debt import figures as plots


@pytest.fixture(scope="module")
def events():
    return debt_events.mark_rival_reports(
        debt_events.with_spans(tables.load("debt/events")), tables.load("debt/rival_reports")
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


@pytest.fixture(scope="module")
def terms():
    return tables.load("debt/terms")


def test_waterfall_and_schedule_name_their_unit():
    schedule = debt.equal_principal_schedule(57e6, maturity_years=6, interest_rate=0.05)
    whole, _ = plots.relief_waterfall(debt.relief_steps(57e6, schedule, 0.05), "EUR").axes
    assert whole.get_ylabel() == "Million euros"
    # Interest stands on the remainder, waiting hangs from both.
    assert whole.patches[3].get_height() > 0 > whole.patches[4].get_height()


def test_spells_draw_a_bar_for_every_instrument_with_years(terms):
    spells = instruments.spells(terms)
    ax = plots.instrument_spells(spells).axes[0]
    assert len(ax.patches) == spells["last_payment"].notna().sum()
    assert len(ax.get_yticks()) == len(terms)
    texts = [text.get_text() for text in ax.texts]
    assert {"Cuba", "Venezuela", "3.52 bn USD", "all written off"} <= set(texts)


def test_values_draw_the_range_of_unstated_terms(terms):
    evaluated = instruments.evaluate(terms, 0.05, rules={})
    ax = plots.values(evaluated, 0.05).axes[0]
    texts = " ".join(text.get_text() for text in ax.texts)
    assert "7.6 (7.6–11.0)" in texts
    assert len(ax.get_yticks()) == evaluated["present_value"].notna().sum()


def test_choices_and_swap_draw_every_value(terms):
    detail = look_into.look_into(terms, "cub-2013-settlement", 0.05)
    ax = plots.choices(detail.moved, detail.headline).axes[0]
    points = sum(len(line.get_xdata()) for line in markers(ax, "o"))
    assert points == len(detail.moved)
    ax = plots.swap(detail.swap, discount_rate=0.05).axes[0]
    assert len(ax.texts) == len(detail.swap)
    bold = [tick.get_text() for tick in ax.get_xticklabels() if tick.get_fontweight() == "bold"]
    assert bold == ["5"]
    assert "2.75\n92.2 %" in [text.get_text() for text in ax.texts]


@pytest.mark.parametrize("name", ["ven-2009-arms-credit", "nic-2004-cancellation"])
def test_an_instrument_without_a_schedule_gives_figures_that_say_so(terms, name):
    detail = look_into.look_into(terms, name, 0.05)
    for fig in (
        plots.schedule(detail.payments),
        plots.choices(detail.moved, detail.headline),
        plots.swap(detail.swap, discount_rate=0.05),
    ):
        assert fig.axes == [] and fig.texts[0].get_text()
    fig = plots.relief_waterfall(detail.steps)
    assert (fig.axes == []) == detail.steps.empty


def test_creditor_panels_are_the_debtors():
    claims = tables.load("debt/ids_creditor")
    owed = creditor.stocks(claims, "2025-12", debtors=LAC)
    fig = plots.creditor_stocks(owed, "2025-12")
    titles = [ax.get_title(loc="left") for ax in fig.axes if ax.axison]
    assert titles[:2] == ["Nicaragua", "Peru"] and len(titles) == 9
    due = creditor.service(claims, "2025-12", debtors=["NIC"])
    bars = plots.creditor_service(due, "2025-12").axes[0].patches
    assert len(bars) == len(due)
    assert sum(bar.get_hatch() is not None for bar in bars) == (due["status"] == "scheduled").sum()
    changed = creditor.compare_editions(claims, debtors=LAC)
    ax = plots.editions(changed).axes[0]
    assert len([line for line in markers(ax, "o") if line.get_ydata()[0] >= 0]) == 2 * len(changed)


def test_no_debtors_no_panels():
    claims = tables.load("debt/ids_creditor")
    nothing = creditor.stocks(claims, "2025-12", debtors=["CUB"])
    empty_shares = nothing.assign(share_pct=pd.Series(dtype=float))
    for fig in (
        plots.creditor_stocks(nothing, "2025-12"),
        plots.creditor_service(creditor.service(claims, "2025-12", debtors=["CUB"]), "2025-12"),
        plots.editions(creditor.compare_editions(claims, debtors=["CUB"])),
        plots.burden({"exports": (empty_shares, empty_shares)}),
        plots.instrument_spells(instruments.spells(tables.load("debt/terms").iloc[:0])),
    ):
        assert fig.axes == []
        assert fig.texts[0].get_text().startswith("No")


def test_burden_labels_reports_and_breaks_lines_at_gaps():
    series = pd.DataFrame({"iso3": "NIC", "year": [1990, 1992], "share_pct": [200.0, 150.0]})
    reports = pd.DataFrame({"iso3": "CUB", "year": [2006, 2006, 2013], "share_pct": [45, 53, 45.6]})
    ax = plots.burden({"product": (series, reports)}).axes[0]
    assert [text.get_text() for text in ax.texts] == ["53", "45.6"]
    line = next(line for line in ax.lines if line.get_marker() == "o")
    assert np.isnan(line.get_ydata()[1])
