"""What the figures of trade share: colours, labels, axes of years, both sides in one panel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.contracts import FLOWS
from analysis.notebook.style import COLORS
from analysis.trade.reading import Reading

#: Colour and dash of each side's figures, the same in every figure.
SIDE_STYLE: dict[str, dict[str, Any]] = {
    "counterpart": {"color": COLORS["counterpart"], "linestyle": "-"},
    "states": {"color": COLORS["states"], "linestyle": "--"},
    "reconciled": {"color": COLORS["reconciled"], "linestyle": "-."},
}
THOUSANDS = FuncFormatter(lambda value, _: f"{value:,.7g}")


def in_order(
    totals: Mapping[str, pd.DataFrame], reading: Reading
) -> Sequence[tuple[str, pd.DataFrame]]:
    """Return the sides, the chosen one first."""
    return sorted(totals.items(), key=lambda item: item[0] != reading.side)


def draw_sides(ax: Axes, totals: Mapping[str, pd.DataFrame], reading: Reading, column: str) -> None:
    """Draw one column of both sides: lines through comparable years, hollow points elsewhere."""
    for side, frame in in_order(totals, reading):
        values = frame.set_index(frame["year"].astype(int))[column] / 1e6
        width, order = (2.4, 3) if side == reading.side else (1.6, 2)
        look = {"linewidth": width, "zorder": order, **SIDE_STYLE[side]}
        draw_joined(ax, values, frame[comparable_column(column)].to_numpy(), **look)


def draw_joined(
    ax: Axes, values: pd.Series, joined: np.ndarray, *, color: str, **line: Any
) -> None:
    """Draw values by year: a line through those that may be joined, hollow points elsewhere."""
    years = values.index
    ax.plot(years, values.where(joined), marker="o", markersize=4.5, color=color, **line)
    ax.scatter(years, values.where(~joined), s=26, facecolors="white", edgecolors=color, zorder=3)


def side_handles(totals: Mapping[str, pd.DataFrame], reading: Reading, column: str) -> list[Line2D]:
    """Return the legend of what :func:`draw_sides` has drawn."""
    handles = [
        Line2D([], [], marker="o", markersize=4.5, label=reading.label(side), **SIDE_STYLE[side])
        for side, frame in in_order(totals, reading)
        if frame[column].notna().any()
    ]  # fmt: skip
    partial = [f[column].notna() & ~f[comparable_column(column)] for f in totals.values()]
    if any(rows.any() for rows in partial):
        handles.append(hollow("too few states or flows: not comparable"))
    return handles


def hollow(label: str) -> Line2D:
    """Return the legend's entry for points that no line joins."""
    return Line2D(
        [], [], linestyle="", marker="o", markersize=5, markerfacecolor="white",
        markeredgecolor=COLORS["other"], label=label,
    )  # fmt: skip


def comparable_column(column: str) -> str:
    """Return the column that says where a column of values may be joined to a trend."""
    flow = column.removesuffix("_usd")
    return f"is_comparable_{flow}" if flow in FLOWS else "is_comparable"


def label_rows(ax: Axes, labels: Sequence[str], xlabel: str, size: float | None = None) -> None:
    """Let each row of a chart of bars or points have its label, the first one on top."""
    ax.set_yticks(range(len(labels)), labels, fontsize=size)
    ax.set_ylim(len(labels) - 0.4, -0.6)
    ax.set_xlabel(xlabel)
    ax.xaxis.set_major_formatter(THOUSANDS)
    ax.grid(False, axis="y")


def whole_years(ax: Axes, margin: float = 0.6, most: int = 9) -> None:
    """Let the axis of years show whole years only, also for a span of one or two."""
    low, high = ax.get_xlim()
    if margin:
        low, high = ax.dataLim.x0, ax.dataLim.x1
        if not np.isfinite([low, high]).all():  # nothing is drawn in this panel
            return
        # Bars reach beyond their year by less than half of one.
        ax.set_xlim(round(low) - margin, round(high) + margin)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=most, min_n_ticks=1))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}"))
