"""Deliveries of the USSR and Russia: by year, by recipient."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, LogNorm
from matplotlib.figure import Figure

from analysis import countries
from analysis.arms.figures.shared import (
    LIGHT,
    NAMES,
    year_span,
    year_ticks,
)
from analysis.notebook.save import empty
from analysis.notebook.style import COLORS


def annual(table: pd.DataFrame, window: int) -> Figure:
    """Draw deliveries by year and their trailing mean, the USSR and Russia side by side.

    Parameters
    ----------
    table : pandas.DataFrame
        As :func:`analysis.arms.trailing_mean` returns it: ``supplier``, ``year``,
        ``tiv_million``, ``mean_tiv_million``.
    window : int
        Years in the mean, for the legend.

    Returns
    -------
    matplotlib.figure.Figure
        Bars for years and a line for the mean, one colour a supplier; a sentence if nothing
        was delivered.
    """
    first, last = int(table["year"].min()), int(table["year"].max())
    if not (table["tiv_million"] > 0).any():
        return empty(
            f"SIPRI records no delivery of major arms from the USSR or Russia\n"
            f"to the chosen states in {year_span(first, last)}."
        )
    fig, ax = plt.subplots()
    for supplier in ("SUN", "RUS"):
        rows = table[(table["supplier"] == supplier) & table["tiv_million"].notna()]
        if rows.empty:
            continue
        ax.bar(
            rows["year"].astype(int),
            rows["tiv_million"],
            width=0.85,
            color=COLORS[supplier],
            alpha=0.45,
            linewidth=0,
            label=f"{NAMES[supplier]}, year",
        )
        if window > 1:
            ax.plot(
                rows["year"].astype(int),
                rows["mean_tiv_million"],
                color=COLORS[supplier],
                linewidth=2.4,
                marker="o" if len(rows) < 3 else None,  # a line needs points to be seen
                label=f"{NAMES[supplier]}, mean of {window} years",
            )
    if first < 1992 <= last:
        ax.axvline(1991.5, color="#555555", linewidth=1, linestyle=":")
    ax.set_xlim(first - 0.8, last + 0.8)
    year_ticks(ax, first, last)
    ax.grid(axis="x", visible=False)
    ax.set_ylim(bottom=0)
    ax.set_ylabel("Deliveries, million TIV")
    # Years before means, so that each supplier's two entries keep the order of time.
    handles, labels = ax.get_legend_handles_labels()
    order = sorted(range(len(labels)), key=lambda entry: "mean" in labels[entry])
    ax.legend(
        [handles[entry] for entry in order],
        [labels[entry] for entry in order],
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        ncols=4,
        columnspacing=1.2,
    )
    return fig


def recipients(series: pd.DataFrame) -> Figure:
    """Draw deliveries by recipient and year as a heat map, each supplier in its own colour.

    Parameters
    ----------
    series : pandas.DataFrame
        As :func:`analysis.arms.annual_series` returns it.

    Returns
    -------
    matplotlib.figure.Figure
        One row a recipient with any delivery, the largest on top, on a logarithmic scale;
        years without a delivery stay white. A sentence if nothing was delivered.
    """
    first, last = int(series["year"].min()), int(series["year"].max())
    received = series.groupby("iso3")["tiv_million"].sum()
    order = received[received > 0].sort_values(ascending=False, kind="stable").index
    if order.empty:
        return empty(
            f"SIPRI records no delivery of major arms from the USSR or Russia\n"
            f"to the chosen states in {year_span(first, last)}."
        )
    fig, ax = plt.subplots(figsize=(9.6, max(3.0, 1.6 + 0.32 * len(order))))
    norm = LogNorm(1, max(10.0, float(series["tiv_million"].max())))
    for supplier in ("RUS", "SUN"):  # the last bar stands next to the map
        grid = series[series["supplier"] == supplier].pivot(
            index="iso3", columns="year", values="tiv_million"
        )
        values = grid.reindex(order).to_numpy(dtype=float)
        if not (values > 0).any():
            continue
        shades = LinearSegmentedColormap.from_list(supplier, [LIGHT[supplier], COLORS[supplier]])
        # Volumes under one million are drawn in the lightest shade, not as nothing.
        rows, columns = np.nonzero(values > 0)
        ax.barh(
            rows + 0.5,
            width=1,
            left=columns + first - 0.5,
            height=1,
            color=shades(norm(np.maximum(values[rows, columns], 1))),
            linewidth=0,
        )
        mesh = ScalarMappable(norm, shades)
        bar = fig.colorbar(mesh, ax=ax, pad=0.01, aspect=max(8, 3 * len(order)), format="{x:,g}")
        bar.set_label(f"{NAMES[supplier]}, million TIV")
        bar.outline.set_visible(False)
    for row in range(1, len(order)):
        ax.axhline(row, color="#E5E5E5", linewidth=0.8)
    if first < 1992 <= last:
        ax.axvline(1991.5, color="#555555", linewidth=1, linestyle=":")
    ax.set_yticks(np.arange(len(order)) + 0.5, [countries.name(iso3) for iso3 in order])
    ax.set_ylim(len(order), 0)
    ax.set_xlim(first - 0.5, last + 0.5)
    year_ticks(ax, first, last)
    ax.grid(visible=False)
    return fig
