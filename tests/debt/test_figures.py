import itertools

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb

from analysis import debt, tables
from analysis.countries import LAC
from analysis.debt import creditor, instruments
from analysis.debt import events as debt_events
from analysis.debt import figures as plots
from analysis.debt.parameters import Debt
from analysis.notebook.style import COLORS

LINEAGE = ("SUN", "RUS")
READING = Debt().reading()
PARTIES = {"creditors": LINEAGE}


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
    ax = plots.draw_timeline(events, LINEAGE).axes[0]
    assert len(markers(ax)) == 85
    assert "Grenada, write off (unverified); Peru, swap (unverified)" in " ".join(
        ax.get_xlabel().split()
    )


def test_timeline_markers_never_overlap(events):
    ax = plots.draw_timeline(events, LINEAGE).axes[0]
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
    lines = markers(plots.draw_timeline(events, LINEAGE).axes[0])
    by_shape = {shape: [x for x in lines if x.get_marker() == shape] for shape in "osD"}
    assert len(by_shape["o"]) == len(dollars)
    assert len(by_shape["s"]) == len(others)
    assert len({line.get_markersize() for line in by_shape["s"]}) == 1
    hollow = [line for line in lines if line.get_fillstyle() == "none"]
    assert len(hollow) == dated["status"].isin(["proposal", "declined", "unverified"]).sum()
    assert [line.get_fillstyle() for line in lines].count("left") == 1


def test_an_empty_selection_says_so(events):
    for fig in (
        plots.draw_timeline(events.iloc[0:0], LINEAGE),
        plots.draw_timeline(events[events["debtor_iso3"] == "GRD"], LINEAGE),
        plots.draw_report_ranges(debt_events.report_ranges(events.iloc[0:0]), events.iloc[0:0]),
    ):
        assert fig.axes == []
        assert fig.texts[0].get_text().startswith("No ")


def test_report_ranges_draw_each_report_with_an_amount(events):
    ranges = debt_events.report_ranges(events)
    ax = plots.draw_report_ranges(ranges, events).axes[0]
    drawn = np.concatenate([line.get_xdata() for line in markers(ax, "o")])
    assert len(drawn) == ranges["reports_with_amount"].sum()
    assert drawn.max() == 100
    assert drawn.min() == pytest.approx(100 - ranges["spread_pct"].max())
    assert ax.get_ylim() == (-0.6, len(ranges) - 0.4)
    assert ax.get_xlim() == (pytest.approx(100 - ranges["spread_pct"].max() - 2.5), 102)


def test_waterfall_bars_are_the_steps():
    schedule = debt.equal_principal_schedule(3.52e9, maturity_years=10)
    steps = debt.relief_steps(35.2e9, schedule, 0.05)
    whole, close = plots.draw_waterfall(steps).axes
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
    ax = plots.draw_payments(
        schedule.assign(date=dates, present_value=schedule["payment"] * 0.5)
    ).axes[0]
    assert len(ax.patches) == 2 * len(schedule)
    assert len(ax.get_xticks()) <= 10


def test_sensitivity_marks_the_chosen_cell():
    curve = debt.value_by_rate(3.52e9, [0.0, 0.1], {"a": 0.5, "b": 1.0}, maturity_years=10)
    grid = debt.haircut_grid(35.2e9, 3.52e9, [0.03, 0.05, 0.10], [5, 10, 15])
    left, right = plots.draw_rates_and_terms(curve, grid, discount_rate=0.10, years=10).axes[:2]
    assert right.patches[0].get_xy() == (2, 1)
    assert [line.get_label() for line in left.lines[:2]] == ["a", "b"]
    assert left.lines[0].get_ydata()[0] == pytest.approx(3.52)


def test_claim_over_time_shows_reports_and_paths(events):
    cuba = events[(events["debtor_iso3"] == "CUB") & (events["event"] == "stock")]
    stocks = debt_events.stocks_in_dollars(
        cuba[cuba["amount"] > 3.5e9], debt.OldCurrency("SUR", "Soviet roubles", 0.6)
    )
    cpi = pd.Series({1990: 100.0, 1991: 104.0})
    ax = plots.draw_claim(stocks, debt.paths_from(24.78e9, 1990, 1991, 1.5, cpi)).axes[0]
    points = sum(len(line.get_xdata()) for line in markers(ax, "os"))
    assert points == len(stocks) == 7
    # Two reports nearly coincide: one label does for both.
    texts = [text.get_text() for text in ax.texts]
    assert texts == ["25.83", "24.78", "28", "22", "26", "35.2"]
    assert ax.get_ylim() == (0, pytest.approx(1.15 * 35.2))
    assert len([line for line in ax.lines if line.get_marker() == "None"]) == 2


@pytest.fixture(scope="module")
def terms():
    return tables.load("debt/terms")


def test_waterfall_and_schedule_name_their_unit():
    schedule = debt.equal_principal_schedule(57e6, maturity_years=6, interest_rate=0.05)
    whole, _ = plots.draw_waterfall(debt.relief_steps(57e6, schedule, 0.05), "EUR").axes
    assert whole.get_ylabel() == "Million euros"
    # Interest stands on the remainder, waiting hangs from both.
    assert whole.patches[3].get_height() > 0 > whole.patches[4].get_height()


def test_spells_draw_a_bar_for_every_instrument_with_years(terms):
    spells = instruments.spells(terms)
    ax = plots.draw_spells(spells).axes[0]
    assert len(ax.patches) == spells["last_payment"].notna().sum()
    assert len(ax.get_yticks()) == len(terms)
    texts = [text.get_text() for text in ax.texts]
    assert {"Cuba", "Venezuela", "3.52 bn USD", "all written off"} <= set(texts)


def test_values_draw_the_range_of_unstated_terms(terms):
    evaluated = instruments.evaluate(terms, 0.05, rules={})
    ax = plots.draw_values(evaluated, 0.05).axes[0]
    texts = " ".join(text.get_text() for text in ax.texts)
    assert "7.6 (7.6–11.0)" in texts
    assert len(ax.get_yticks()) == evaluated["present_value"].notna().sum()


def test_choices_and_swap_draw_every_value(terms):
    detail = debt.examine(terms, "cub-2013-settlement", 0.05)
    ax = plots.draw_choices(detail.moved, detail.headline).axes[0]
    points = sum(len(line.get_xdata()) for line in markers(ax, "o"))
    assert points == len(detail.moved)
    ax = plots.draw_swap(detail.swap, discount_rate=0.05).axes[0]
    assert len(ax.texts) == len(detail.swap)
    bold = [tick.get_text() for tick in ax.get_xticklabels() if tick.get_fontweight() == "bold"]
    assert bold == ["5"]
    assert "2.75\n92.2 %" in [text.get_text() for text in ax.texts]


@pytest.mark.parametrize("name", ["ven-2009-arms-credit", "nic-2004-cancellation"])
def test_an_instrument_without_a_schedule_gives_figures_that_say_so(terms, name):
    detail = debt.examine(terms, name, 0.05)
    for fig in (
        plots.draw_payments(detail.payments),
        plots.draw_choices(detail.moved, detail.headline),
        plots.draw_swap(detail.swap, discount_rate=0.05),
    ):
        assert fig.axes == [] and fig.texts[0].get_text()
    fig = plots.draw_waterfall(detail.steps)
    assert (fig.axes == []) == detail.steps.empty


def test_creditor_panels_are_the_debtors():
    claims = tables.load("debt/ids_creditor")
    owed = creditor.stocks(claims, "2025-12", debtors=LAC, **PARTIES)
    fig = plots.draw_stocks(owed, READING)
    titles = [ax.get_title(loc="left") for ax in fig.axes if ax.axison]
    assert titles[:2] == ["Nicaragua", "Peru"] and len(titles) == 9
    due = creditor.service(claims, "2025-12", debtors=["NIC"], **PARTIES)
    bars = plots.draw_service(due, READING).axes[0].patches
    assert len(bars) == len(due)
    assert sum(bar.get_hatch() is not None for bar in bars) == (due["status"] == "scheduled").sum()
    changed = creditor.compare_editions(claims, debtors=LAC, **PARTIES)
    ax = plots.draw_editions(changed).axes[0]
    assert len([line for line in markers(ax, "o") if line.get_ydata()[0] >= 0]) == 2 * len(changed)


def test_stacked_stocks_are_the_sums_and_those_of_others_are_outlined():
    claims = tables.load("debt/ids_creditor")
    owed = creditor.stocks(claims, "2025-12", debtors=["PER", "NIC"], **PARTIES)
    fig = plots.draw_stocks(owed, READING)
    sums = creditor.sum_lenders(owed)
    for ax, iso3 in zip(fig.axes, ("NIC", "PER"), strict=True):
        whole = sums[sums["iso3"] == iso3].set_index("year")["value_usd"] / 1e6
        tops = [patch.get_paths()[0].vertices[:, 1].max() for patch in ax.collections]
        assert max(tops) == pytest.approx(whole.max())
        assert ax.get_ylim() == (0, pytest.approx(1.08 * whole.max()))
        (outlined,) = ax.patches
        assert outlined.get_x() + outlined.get_width() / 2 == pytest.approx(1990)
        assert outlined.get_height() == pytest.approx(whole[1990])
        assert outlined.get_edgecolor()[:3] == pytest.approx(to_rgb(COLORS["predecessor"]))
        assert ax.get_xlim() == (1988.5, 2025.5)
    (legend,) = fig.legends
    texts = [text.get_text() for text in legend.get_texts()]
    assert texts == ["bilateral official", "private suppliers", "banks", "1990: owed to the USSR"]
    assert legend.get_title().get_text() == "Edition 2025-12"
    # Of the partner's own years alone there is nothing to outline.
    own = plots.draw_stocks(owed[owed["creditor"] == "RUS"], READING)
    assert not own.axes[0].patches
    assert "USSR" not in " ".join(text.get_text() for text in own.legends[0].get_texts())


def test_service_stacks_interest_on_principal():
    claims = tables.load("debt/ids_creditor")
    due = creditor.service(claims, "2025-12", debtors=["NIC"], **PARTIES)
    bars = plots.draw_service(due, READING).axes[0].patches
    drawn = {
        (round(bar.get_x() + bar.get_width() / 2), round(bar.get_y(), 9)): bar.get_height()
        for bar in bars
        if bar.get_height() > 0
    }
    cells = due.pivot_table(index="year", columns="amount", values="value_usd", aggfunc="sum") / 1e6
    last = cells.loc[2028]
    assert drawn[(2028, 0.0)] == pytest.approx(last["AMT"])
    assert drawn[(2028, round(last["AMT"], 9))] == pytest.approx(last["INT"])


def test_lanes_name_creditors_other_than_the_partner(events):
    ax = plots.draw_timeline(events, LINEAGE).axes[0]
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert {"stock, USSR", "stock", "new loan, VEB", "write off, Paris Club"} <= set(labels)
    assert {"new loan, commercial", "new loan, Rosneft"} <= set(labels)
    assert labels.index("stock, USSR") < labels.index("stock") < labels.index("new loan, VEB")


def test_spells_end_where_the_last_payment_does(terms):
    peru = instruments.spells(terms[terms["debtor_iso3"] == "PER"])
    ax = plots.draw_spells(peru).axes[0]
    assert ax.get_xlim() == (1995, pytest.approx(peru["signed"].item() + 8))
    spells = instruments.spells(terms)
    whole = plots.draw_spells(spells).axes[0]
    assert whole.get_xlim()[1] == pytest.approx(spells["last_payment"].max() + 8)


def test_no_debtors_no_panels():
    claims = tables.load("debt/ids_creditor")
    nothing = creditor.stocks(claims, "2025-12", debtors=["CUB"], **PARTIES)
    empty_shares = nothing.assign(share_pct=pd.Series(dtype=float))
    for fig in (
        plots.draw_stocks(nothing, READING),
        plots.draw_service(
            creditor.service(claims, "2025-12", debtors=["CUB"], **PARTIES), READING
        ),
        plots.draw_editions(creditor.compare_editions(claims, debtors=["CUB"], **PARTIES)),
        plots.draw_burden({"exports": (empty_shares, empty_shares)}),
        plots.draw_spells(instruments.spells(tables.load("debt/terms").iloc[:0])),
    ):
        assert fig.axes == []
        assert fig.texts[0].get_text().startswith("No")


def test_burden_labels_reports_and_breaks_lines_at_gaps():
    series = pd.DataFrame({"iso3": "NIC", "year": [1990, 1992], "share_pct": [200.0, 150.0]})
    reports = pd.DataFrame({"iso3": "CUB", "year": [2006, 2006, 2013], "share_pct": [45, 53, 45.6]})
    ax = plots.draw_burden({"product": (series, reports)}).axes[0]
    assert [text.get_text() for text in ax.texts] == ["53", "45.6"]
    line = next(line for line in ax.lines if line.get_marker() == "o")
    assert np.isnan(line.get_ydata()[1])


def test_rates_and_terms_have_their_labels_and_limits():
    curve = debt.value_by_rate(3.52e6, [0.0, 0.1], {"a": 0.5, "b": 1.0}, maturity_years=10)
    grid = debt.haircut_grid(35.2e6, 3.52e6, [0.05, 0.10], [5, 10])
    left, right = plots.draw_rates_and_terms(
        curve, grid, discount_rate=0.05, years=5, currency="EUR"
    ).axes[:2]
    assert left.get_ylabel() == "Present value, million euros"
    assert left.get_ylim() == (0, pytest.approx(1.25 * 3.52))
    assert left.lines[0].get_xdata().tolist() == [0, 10]
    assert left.lines[2].get_xdata() == [5, 5]  # the rate chosen
    cells = grid["haircut_pct"].map("{:.1f}".format).tolist()
    assert [text.get_text() for text in right.texts] == cells
    assert [label.get_text() for label in right.get_xticklabels()] == ["5", "10"]
    assert [label.get_text() for label in right.get_yticklabels()] == ["5", "10"]


def test_payments_are_drawn_in_their_unit():
    schedule = debt.equal_principal_schedule(100e6, maturity_years=1, interest_rate=0.04)
    dates = debt.payment_dates(pd.Timestamp("2014-10-25"), 2, 2)
    ax = plots.draw_payments(
        schedule.assign(date=dates, present_value=schedule["payment"] / 2), "EUR"
    ).axes[0]
    heights = [bar.get_height() for bar in ax.patches]
    assert heights == pytest.approx([52, 51, 26, 25.5])
    assert ax.get_ylabel() == "Million euros"
    assert ax.get_ylim() == (0, pytest.approx(1.05 * 52))
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["Oct\n2014", "Apr\n2015"]


def test_waterfall_labels_are_signed_and_levels_are_joined():
    steps = debt.relief_steps(
        35.2e9, debt.equal_principal_schedule(3.52e9, maturity_years=10), 0.05
    )
    whole, close = plots.draw_waterfall(steps).axes
    texts = [text.get_text() for text in whole.texts]
    assert texts == ["35.20", "−31.68", "3.52", "±0.00", "−0.77", "2.75"]
    assert len(whole.lines) == 5
    assert whole.get_ylim() == (0, pytest.approx(1.12 * 35.2))
    assert close.get_ylim() == (0, pytest.approx(1.12 * 3.52))


def test_choices_are_drawn_where_their_haircuts_are(terms):
    detail = debt.examine(terms, "cub-2013-settlement", 0.05, currency_rates=[0.6, 1.0])
    ax = plots.draw_choices(detail.moved, detail.headline).axes[0]
    labels = [tick.get_text() for tick in ax.get_yticklabels()]
    assert labels[0] == "discount rate (5 %)" and labels[-1] == "payments that stay (100 %)"
    by_row = {line.get_ydata()[0]: sorted(line.get_xdata()) for line in markers(ax, "o")}
    rates = detail.moved[detail.moved["choice"] == "discount rate"]["haircut_pct"]
    assert by_row[0] == pytest.approx(sorted(rates))
    assert by_row[len(labels) - 1] == pytest.approx(
        [detail.headline["haircut_pct"], 96.09, 100], abs=0.01
    )
    assert {"3 %", "12 %", "1", "0 %", "100 %"} <= {text.get_text() for text in ax.texts}
    assert ax.get_ylim() == (len(labels) - 0.4, -0.6)


def test_editions_join_both_values_and_say_what_changed():
    changed = creditor.compare_editions(tables.load("debt/ids_creditor"), debtors=LAC, **PARTIES)
    ax = plots.draw_editions(changed).axes[0]
    labels = [tick.get_text() for tick in ax.get_yticklabels()]
    top = changed.iloc[0]
    assert labels[0] == "Ecuador, interest, 2022"
    pairs = [line.get_xdata() for line in ax.lines if line.get_marker() == "None"]
    assert pairs[0] == pytest.approx([top["first_usd"] / 1e6, top["last_usd"] / 1e6])
    assert "Nicaragua, principal, 2024 (scheduled → actual)" in labels
    legend = [text.get_text() for text in ax.figure.legends[0].get_texts()]
    assert legend == ["edition 2023-12", "edition 2025-12"]


def test_burden_has_room_above_and_below_and_parts_reports_from_lines():
    series = pd.DataFrame({"iso3": "NIC", "year": [1990, 1991], "share_pct": [200.0, 0.02]})
    reports = pd.DataFrame({"iso3": ["CUB"], "year": [2006], "share_pct": [123.4]})
    fig = plots.draw_burden({"product": (series, reports)})
    ax = fig.axes[0]
    assert ax.get_yscale() == "log"
    assert ax.get_ylim() == pytest.approx((0.6 * 0.02, 3.5 * 200))
    assert [text.get_text() for text in fig.legends[0].get_texts()] == [
        "Nicaragua",
        "Cuba, reports",
    ]
    assert ax.get_ylabel() == "% of product"
    assert [text.get_text() for text in ax.texts] == ["123"]


def test_values_outside_the_terms_stay_in_the_axes(terms):
    evaluated = instruments.evaluate(terms, 0.05, rules={})
    ax = plots.draw_values(evaluated, 0.05).axes[0]
    valued = evaluated.dropna(subset="present_value")
    base = valued["claim"].fillna(valued["face"])
    shares = 100 * valued["present_value"] / base
    drawn = sorted(line.get_xdata()[0] for line in markers(ax, "o"))
    assert drawn == pytest.approx(sorted(shares))
    highest = (100 * valued["present_value_highest"] / base).max()
    assert ax.get_xlim() == (-2, pytest.approx(1.32 * highest))
    assert not any(line.get_visible() for line in ax.yaxis.get_gridlines())
    assert "Present value at 5 % a year" in ax.get_xlabel()
    labels = [tick.get_text() for tick in ax.get_yticklabels()]
    assert "settlement of the Soviet claim (superseded)" in labels


def test_of_neighbouring_reports_that_are_alike_one_is_labelled():
    series = pd.DataFrame({"iso3": [], "year": [], "share_pct": pd.Series(dtype=float)})
    reports = pd.DataFrame(
        {"iso3": "CUB", "year": [1990, 1991, 1992, 2005], "share_pct": [90.0, 50.0, 2.0, 2.5]}
    )
    ax = plots.draw_burden({"product": (series, reports)}).axes[0]
    assert [text.get_text() for text in ax.texts] == ["90", "2", "2.5"]
