"""Two reports of one flow."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.contracts import FLOWS, SIDES
from analysis.notebook.save import empty
from analysis.notebook.style import COLORS
from analysis.trade.figures.common import SIDE_STYLE, draw_joined, hollow, label_rows, whole_years
from analysis.trade.reading import Reading


def draw_mirror_ratio(by_year: pd.DataFrame, reading: Reading) -> Figure:
    """Draw by year how much more (or less) the importers report than the exporters.

    Parameters
    ----------
    by_year : pandas.DataFrame
        From :func:`analysis.trade.mirror_by_year`.
    reading : Reading
        For the partner; the ratio that freight and insurance alone would make is drawn as a line.

    Returns
    -------
    matplotlib.figure.Figure
        One line a flow, on a logarithmic axis, since half and double are the same gap; years with
        few states are hollow points. Below it, the number of states with both reports.
    """
    if by_year["ratio"].isna().all():
        return empty("No flow of these states and years is on record from both sides.")
    fig, (ax, below) = plt.subplots(
        2, 1, figsize=(9.0, 5.8), sharex=True, height_ratios=[3, 1], layout="constrained"
    )
    years = np.arange(by_year["year"].min(), by_year["year"].max() + 1)
    for offset, flow in zip((-0.2, 0.2), FLOWS, strict=True):
        rows = by_year[by_year["flow"] == flow].set_index("year").reindex(years)
        joined = rows["is_comparable"].fillna(False).to_numpy(dtype=bool)
        draw_joined(ax, rows["ratio"], joined, color=COLORS[flow], label=reading.flow(flow))
        below.bar(years + offset, rows["n_states"].fillna(0), width=0.4, color=COLORS[flow])
    ax.axhline(1, color=COLORS["turnover"], linewidth=1)
    ax.axhline(
        reading.cif_fob, color=COLORS["other"], linewidth=1.2, linestyle=":",
        label=f"freight and insurance alone: {reading.cif_fob:.2f}",
    )  # fmt: skip
    ax.set_yscale("log")
    low, high = by_year["ratio"].min(), by_year["ratio"].max()
    low, high = min(0.8, low / 1.15), max(1.25, high * 1.15)
    if high / low < 20:
        ticks: tuple[float, ...] = (0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 7, 10)
    else:
        ticks = tuple(10.0**power for power in range(-6, 7))
    ax.set(ylim=(low, high), ylabel="importers' report / exporters' report")
    ax.set_yticks([t for t in ticks if low <= t <= high])
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    ax.yaxis.set_minor_locator(plt.NullLocator())
    handles, _ = ax.get_legend_handles_labels()
    if not by_year["is_comparable"].all():
        handles.append(hollow("fewer than half as many states as in the fullest year"))
    fig.legend(handles=handles, loc="outside lower center", ncols=2, fontsize=9.5)
    below.set(ylabel="states with\nboth reports")
    below.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=4))
    whole_years(below)
    fig.align_ylabels()
    return fig


def draw_mirror_gaps(gaps: pd.DataFrame, reading: Reading) -> Figure:
    """Draw the largest mirror gap of each state: what either side reports of one flow.

    Parameters
    ----------
    gaps : pandas.DataFrame
        From :func:`analysis.trade.largest_gaps`.
    reading : Reading
        For the names, the partner and the unit; values are drawn in millions.

    Returns
    -------
    matplotlib.figure.Figure
        One line a state, from the partner's report to the state's.
    """
    if gaps.empty:
        return empty("No flow of these states and years is on record from both sides.")
    fig, ax = plt.subplots(figsize=(9.0, 0.36 * len(gaps) + 1.6), layout="constrained")
    y = np.arange(len(gaps))
    state_exports = gaps["flow"] == FLOWS[0]
    exporter, importer = gaps["exporter_reports_usd"] / 1e6, gaps["importer_reports_usd"] / 1e6
    sides = {
        "counterpart": importer.where(state_exports, exporter),
        "states": exporter.where(state_exports, importer),
    }
    ax.hlines(y, exporter, importer, color=COLORS["light"], linewidth=4, zorder=1)
    for side, marker in zip(SIDES, "os", strict=True):
        ax.scatter(
            sides[side], y, color=SIDE_STYLE[side]["color"], marker=marker, s=48, zorder=3,
            label=reading.report(side),
        )  # fmt: skip
    text = [
        f"{reading.names[row['iso3']]} {row['year']}, {reading.flow(row['flow'])}"
        for row in gaps.to_dict("records")
    ]
    label_rows(ax, text, f"million {reading.unit}", 10)
    fig.legend(loc="outside lower center", ncols=2, fontsize=9.5)
    return fig
