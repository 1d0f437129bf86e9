"""Plots of the reports of debt events: their timeline, and what rival reports say."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from analysis import countries
from analysis.debt.figures.common import (
    BILLION,
    EVENT_COLORS,
    decimal_year,
    name_debtor,
    sample,
    words,
)
from analysis.notebook.save import empty
from analysis.notebook.style import COLORS

# matplotlib's fill styles of markers: what was read is full, what did not happen is hollow.
_FILLS = {
    "source_read": "full",
    "disputed": "left",
    "proposal": "none",
    "declined": "none",
    "unverified": "none",
}
_APART_YEARS = 1.05  # markers nearer than this are stacked


def _size(amount: float) -> float:
    """Return a marker's diameter in points: 1.3 more for each power of ten above 100 thousand."""
    return 3.2 + 1.3 * max(np.log10(max(amount, 1.0)) - 5, 0)


def _money(low: float, high: float, currency: str) -> str:
    unit, name = (BILLION, "billion") if high >= BILLION else (1e6, "million")
    numbers = [f"{value / unit:.4g}" for value in (low, high)]
    return f"{'–'.join(dict.fromkeys(numbers))} {name} {currency}"


def _range(row: dict[Any, Any]) -> str:
    text = _money(row["lowest"], row["highest"], row["currency"]) + f", {row['reports']} reports"
    blank = row["reports"] - row["reports_with_amount"]
    return text + (f" ({blank} without amount)" if blank else "")


def _suffix(creditor: str, lender: object, partner: str) -> str:
    """Return what a lane of another creditor than the partner's state adds to its name."""
    if isinstance(lender, str):
        return f", {lender}"
    return "" if creditor == partner else f", {countries.short_name(creditor)}"


def _placed(events: pd.DataFrame, creditors: Sequence[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the dated events with x and y, and the lanes with their y and number of rows."""
    dated = events.dropna(subset="end").copy()
    first, last = decimal_year(dated["start"]), decimal_year(dated["end"])
    # An open past is drawn at its only known end.
    dated["x_first"], dated["x_last"] = first.fillna(last), last
    dated["x"] = (dated["x_first"] + dated["x_last"]) / 2
    counts = dated["debtor_iso3"].value_counts()
    dated["debtor_order"] = -dated["debtor_iso3"].map(counts)
    # The states themselves in the order of time, then single lenders in the order of the table.
    lenders = list(events["lender"].dropna().unique())
    dated["lender_order"] = [
        lenders.index(each) if isinstance(each, str) else -1 for each in dated["lender"]
    ]
    dated["creditor_order"] = dated["creditor"].map(list(creditors).index)
    dated["event_order"] = dated["event"].map(list(EVENT_COLORS).index)
    order = ["debtor_order", "debtor_iso3", "lender_order", "creditor_order", "event_order"]
    dated = dated.sort_values([*order, "x", "amount", "source"], kind="stable")
    y, places = 0.0, []
    lanes: list[tuple[Any, ...]] = []
    keys = ["debtor_iso3", "creditor", "lender", "event"]
    for (debtor, creditor, lender, event), lane in dated.groupby(keys, sort=False, dropna=False):
        if not lanes or debtor != lanes[-1][0]:
            y += 0.6  # air between debtors
        ends: list[float] = []  # where each row of the lane is taken up to
        for index, row in lane.iterrows():
            place = next((k for k, end in enumerate(ends) if row["x_first"] - end >= 0), len(ends))
            taken = max(row["x_last"], row["x"] + _APART_YEARS)
            ends[place : place + 1] = [taken]
            places.append((index, y + place))
        label = words(str(event)) + _suffix(str(creditor), lender, creditors[-1])
        lanes.append((debtor, event, label, y, len(ends)))
        y += len(ends) + 0.25
    dated["y"] = pd.Series(dict(places), dtype=float)
    return dated, pd.DataFrame(lanes, columns=["debtor_iso3", "event", "label", "y", "rows"])


def _mark(ax: Axes, row: pd.Series) -> None:
    color, fill = EVENT_COLORS[row["event"]], _FILLS[row["status"]]
    if row["x_last"] - row["x_first"] > 0.2:
        ax.plot([row["x_first"], row["x_last"]], [row["y"]] * 2, color=color, lw=1.3, alpha=0.6)
    if row["precision"] == "before":
        arrow: dict[str, Any] = {"arrowstyle": "->", "color": color, "lw": 1.3}
        ax.annotate("", (row["x"] - 1.6, row["y"]), (row["x"], row["y"]), arrowprops=arrow)
    if pd.isna(row["amount"]):
        shape, size = "D", 4.0
    elif row["currency"] == "USD":
        shape, size = "o", _size(row["amount"])
    else:
        shape, size = "s", 6.0
    edge, width = ("white", 0.6) if fill == "full" else (color, 1.2)
    look: dict[str, Any] = {
        "fillstyle": fill,
        "markerfacecoloralt": "white",
        "mec": edge,
        "mew": width,
    }
    look["alpha"] = 0.45 if row["status"] == "unverified" else 1
    ax.plot(row["x"], row["y"], shape, ms=size, color=color, zorder=3, **look)
    if row["status"] == "declined":
        ax.plot(row["x"], row["y"], marker="x", ms=5, color=color, mew=1.2, zorder=4)


def _timeline_legend(fig: Figure) -> None:
    hollow = sample("o", ms=8, fillstyle="none")
    samples: dict[str, Any] = {
        "Amount": sample(),
        "1 million US dollars": sample("o", ms=_size(1e6)),
        "100 million US dollars": sample("o", ms=_size(1e8)),
        "10 billion US dollars": sample("o", ms=_size(1e10)),
        "another currency (no size)": sample("s", ms=6),
        "no amount given": sample("D", ms=4),
        "\nStatus": sample(),
        "source read": sample("o", ms=8),
        "disputed": sample("o", ms=8, fillstyle="left", markerfacecoloralt="white"),
        "proposal": hollow,
        "declined": (hollow, sample("x", ms=5)),
        "unverified": sample("o", ms=8, fillstyle="none", alpha=0.45),
        "\nDates and reports": sample(),
        "the date is a span": sample(ls="-", lw=1.3, alpha=0.6),
        "then or earlier": sample(r"$\leftarrow$", ms=11),
        "reports of one event": sample(ls="-", lw=1.1, color=COLORS["accent"]),
    }
    look: dict[str, Any] = {"loc": "outside right upper", "fontsize": 9.5, "handlelength": 1.6}
    fig.legend(list(samples.values()), list(samples), **look)


def draw_timeline(events: pd.DataFrame, creditors: Sequence[str]) -> Figure:
    """Draw reports as a timeline: a lane for each debtor, creditor and kind of event.

    Parameters
    ----------
    events : pandas.DataFrame
        Reports with ``start``, ``end`` and ``precision``
        (:func:`analysis.debt.events.with_spans`) and ``occasion``
        (:func:`analysis.debt.events.mark_rival_reports`).
    creditors : sequence of str
        The partner and the states that it continued, the oldest first.

    Returns
    -------
    matplotlib.figure.Figure
        Every dated event is a marker, stacked where they would overlap; reports of one event
        are joined by a line; undated events are named beneath. Amounts are never added.
    """
    undated = events[events["end"].isna()]
    listed = "; ".join(
        f"{countries.name(row['debtor_iso3'])}, {words(row['event'])} ({row['status']})"
        for row in undated.to_dict("records")
    )
    note = f"Undated, not drawn: {listed}." if listed else "Every event in the selection is dated."
    if len(undated) == len(events):
        return empty("No dated events in this selection. " + (note if listed else ""))
    dated, lanes = _placed(events, creditors)
    height = dated["y"].max() + 1
    fig, ax = plt.subplots(figsize=(11.5, 1.6 + max(0.165 * height, 3.6)))
    for _, reports in dated.dropna(subset="occasion").groupby("occasion"):
        if len(reports) > 1:
            joined = reports.sort_values(["y", "x"])
            ax.plot(joined["x"], joined["y"], color=COLORS["accent"], lw=1.1, zorder=2)
    for _, row in dated.iterrows():
        _mark(ax, row)
    ax.set_yticks(lanes["y"] + (lanes["rows"] - 1) / 2, lanes["label"], fontsize=9.5)
    for tick, event in zip(ax.get_yticklabels(), lanes["event"], strict=True):
        tick.set_color(EVENT_COLORS[event])
    for debtor, group in lanes.groupby("debtor_iso3", sort=False):
        top, last = group["y"].min(), group.iloc[-1]
        look: dict[str, Any] = {"xytext": (-134, 0), "textcoords": "offset points", "ha": "right"}
        name_debtor(ax, str(debtor), top, last["y"] + last["rows"] - 1, x=0, air=0.75, **look)
    ax.set_ylim(height, -0.6)
    ax.set_xlim(dated["x_first"].min() - 2.2, dated["x_last"].max() + 1.2)
    ax.xaxis.set_major_locator(MaxNLocator(10, integer=True))
    ax.grid(axis="y", visible=False)
    ax.set_xlabel("Year\n" + textwrap.fill(note, 100))
    _timeline_legend(fig)
    return fig


def draw_report_ranges(ranges: pd.DataFrame, marked: pd.DataFrame) -> Figure:
    """Draw what the reports of each event say, each as a share of the highest report.

    Parameters
    ----------
    ranges : pandas.DataFrame
        From :func:`analysis.debt.events.report_ranges`.
    marked : pandas.DataFrame
        The reports that the ranges come from, with ``occasion``.

    Returns
    -------
    matplotlib.figure.Figure
        A row an event: a line from the lowest to the highest report, a marker for each report,
        and the range in its own unit with the number of reports.
    """
    shown = ranges[(ranges["reports"] > 1) & (ranges["reports_with_amount"] > 0)]
    if shown.empty:
        return empty("No event in this selection has more than one report.")
    shown = shown.sort_values(["spread_pct", "occasion"], kind="stable").reset_index(drop=True)
    fig, ax = plt.subplots(figsize=(10.5, 1.6 + 0.42 * len(shown)))
    kinds: set[str] = set()
    for y, row in enumerate(shown.to_dict("records")):
        reports = marked[marked["occasion"] == row["occasion"]].dropna(subset="amount")
        ax.plot([100 - row["spread_pct"], 100], [y, y], color="#999999", lw=2, zorder=1)
        # Reports that differ in kind stand side by side where their amounts agree.
        in_row = [event for event in EVENT_COLORS if event in set(reports["event"])]
        for place, event in enumerate(in_row):
            shares = 100 * reports.loc[reports["event"] == event, "amount"] / row["highest"]
            height = np.full(len(shares), y + 0.24 * (place - (len(in_row) - 1) / 2))
            look: dict[str, Any] = {
                "ms": 8,
                "color": EVENT_COLORS[event],
                "mec": "white",
                "zorder": 2,
            }
            ax.plot(shares, height, "o", **look)
        kinds |= set(in_row)
    names = shown["debtor_iso3"].map(countries.name) + ": " + shown["what"]
    ax.set_yticks(range(len(shown)), names, fontsize=9.5)
    right = ax.secondary_yaxis("right")
    said = [_range(row) for row in shown.to_dict("records")]
    right.set_yticks(range(len(shown)), said, fontsize=9.5)
    right.tick_params(length=0)
    right.spines["right"].set_visible(False)
    ax.set_ylim(-0.6, len(shown) - 0.4)
    ax.set_xlim(min(100 - shown["spread_pct"].max() - 2.5, 90), 102)
    ax.xaxis.set_major_formatter(PercentFormatter(decimals=0))
    ax.set_xlabel("Share of the highest report")
    ax.grid(axis="y", visible=False)
    handles = [
        sample("o", ms=9, color=color, label=words(event))
        for event, color in EVENT_COLORS.items()
        if event in kinds
    ]
    fig.legend(handles=handles, loc="outside upper center", ncols=len(handles), fontsize=9.5)
    return fig
