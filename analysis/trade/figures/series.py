"""Printed balances, turnover and flows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from analysis.contracts import FLOWS
from analysis.notebook.save import empty
from analysis.notebook.style import COLORS, COMPARED
from analysis.notebook.words import capitalize
from analysis.trade.figures.common import (
    SIDE_STYLE,
    THOUSANDS,
    draw_sides,
    in_order,
    side_handles,
    whole_years,
)
from analysis.trade.printed import NO_ERROR
from analysis.trade.reading import Reading
from analysis.trade.series import FLOW_COLUMNS

_MARKS: dict[str, dict[str, Any]] = {
    "stated in press or by officials": {"marker": "D", "color": COLORS["accent"]},
    "region table": {"marker": "s", "color": COMPARED[0]},
}

#: Text of a printed cell that follows from the others, and of one that does not.
_RIGHT: dict[str, Any] = {"fontsize": 10}
_WRONG: dict[str, Any] = {"fontsize": 9, "color": "white", "fontweight": "bold", "linespacing": 1.1}


def draw_balances(balances: pd.DataFrame, reading: Reading) -> Figure:
    """Draw the printed table of balances and mark the cells that do not follow from the others.

    Parameters
    ----------
    balances : pandas.DataFrame
        From :func:`analysis.trade.balances`.
    reading : Reading
        For the names.

    Returns
    -------
    matplotlib.figure.Figure
        A grid of states and years. A wrong cell holds the printed value, the recomputed one
        beneath it ("undefined" if a flow is missing), and has the warning colour.
    """
    names = reading.names
    states = sorted(balances["iso3"].unique(), key=lambda iso3: names[iso3])
    years = sorted(balances["year"].unique())
    fig, ax = plt.subplots(figsize=(9.0, 0.48 * len(states) + 1.2))
    for cell in balances.to_dict("records"):
        x, y = years.index(cell["year"]), states.index(cell["iso3"])
        wrong = cell["verdict"] not in NO_ERROR
        fill = COLORS["accent"] if wrong else "#F2F2F2" if cell["verdict"] == "missing" else "white"
        ax.add_patch(Rectangle((x, y), 1, 1, facecolor=fill, edgecolor=COLORS["light"]))
        printed = (
            "–" if pd.isna(cell["printed_thousand_usd"]) else f"{cell['printed_thousand_usd']:,}"
        )
        text, look = printed, _RIGHT
        if wrong:
            right = cell["recomputed_thousand_usd"]
            right = "undefined" if pd.isna(right) else f"correct {right:,}"
            text, look = f"printed {printed}\n{right}", _WRONG
        ax.text(x + 0.5, y + 0.5, text, ha="center", va="center", **look)
    ax.set(xlim=(0, len(years)), ylim=(len(states), 0))
    ax.set_xticks(np.arange(len(years)) + 0.5, [str(year) for year in years])
    ax.set_yticks(np.arange(len(states)) + 0.5, [names[iso3] for iso3 in states])
    ax.tick_params(length=0)
    ax.xaxis.tick_top()
    ax.grid(False)
    for side in ax.spines.values():
        side.set_visible(False)
    return fig


def draw_turnover(
    totals: Mapping[str, pd.DataFrame], stated: pd.DataFrame, reading: Reading
) -> Figure:
    """Draw turnover by year as both sides report it, above the number of states in each sum.

    Parameters
    ----------
    totals : mapping of str to pandas.DataFrame
        Side → the result of :func:`analysis.trade.yearly_totals`.
    stated : pandas.DataFrame
        From :func:`analysis.trade.stated_turnover`; may be empty.
    reading : Reading
        Its side is drawn in front; values are drawn in millions.

    Returns
    -------
    matplotlib.figure.Figure
        Lines join comparable years only; a year with too few states, or with one flow only, is a
        hollow point, a year without figures is a gap.
    """
    if all(frame["turnover_usd"].isna().all() for frame in totals.values()) and stated.empty:
        return empty("No turnover on record for these states and years, from either side.")
    fig, (ax, below) = plt.subplots(
        2, 1, figsize=(9.0, 6.0), sharex=True, height_ratios=[3.2, 1], layout="constrained"
    )
    draw_sides(ax, totals, reading, "turnover_usd")
    handles = [*side_handles(totals, reading, "turnover_usd")]
    for kind, style in _MARKS.items():
        rows = stated[stated["kind"] == kind]
        if len(rows):
            ax.scatter(rows["year"], rows["value_usd"] / 1e6, s=42, zorder=4, **style)
            handles.append(Line2D([], [], linestyle="", markersize=6.5, label=kind, **style))
    ax.set(ylabel=f"turnover, million {reading.unit}", ylim=(0, None))
    fig.legend(handles=handles, loc="outside lower center", ncols=3, fontsize=9.5)
    ax.yaxis.set_major_formatter(THOUSANDS)
    width = 0.8 / len(totals)
    for place, (side, frame) in enumerate(in_order(totals, reading)):
        color = SIDE_STYLE[side]["color"]
        years = frame["year"].astype(int) + (place - (len(totals) - 1) / 2) * width
        below.bar(years, frame["n_states"], width=width, color=color)
    below.set(
        ylabel=reading.partners_word.replace(" and ", " and\n") + "\nin the sum", ylim=(0, None)
    )
    below.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=4))
    whole_years(below)
    fig.align_ylabels()
    return fig


def draw_flows(totals: Mapping[str, pd.DataFrame], reading: Reading) -> Figure:
    """Draw exports to and imports from the partner side by side, as both sides report them.

    Parameters
    ----------
    totals : mapping of str to pandas.DataFrame
        Side → the result of :func:`analysis.trade.yearly_totals`.
    reading : Reading
        Its side is drawn in front; values are drawn in millions.

    Returns
    -------
    matplotlib.figure.Figure
        Two panels on one scale.
    """
    columns = list(FLOW_COLUMNS)
    if all(frame[columns].isna().all(axis=None) for frame in totals.values()):
        return empty("No flow on record for these states and years, from either side.")
    fig, axes = plt.subplots(1, 2, figsize=(9.6, 4.2), sharey=True, layout="constrained")
    for ax, flow, column in zip(axes, FLOWS, columns, strict=True):
        draw_sides(ax, totals, reading, column)
        ax.set_title(capitalize(reading.flow(flow)))
        ax.yaxis.set_major_formatter(THOUSANDS)
        whole_years(ax)
    axes[0].set_ylim(0, None)
    axes[0].set_ylabel(f"million {reading.unit}")
    every = [handle for column in columns for handle in side_handles(totals, reading, column)]
    handles = {handle.get_label(): handle for handle in every}
    fig.legend(handles=list(handles.values()), loc="outside lower center", ncols=4, fontsize=9.5)
    return fig
