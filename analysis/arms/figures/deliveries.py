"""Deliveries of a supplier and of the states that it continued: by year, by recipient."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, LogNorm
from matplotlib.figure import Figure

from analysis import countries
from analysis.arms.figures.shared import shade, supplier_color, year_ticks
from analysis.arms.reading import Reading, year_span
from analysis.notebook.save import empty


def draw_annual(table: pd.DataFrame, reading: Reading) -> Figure:
    """Draw deliveries by year and their trailing mean, each supplier in its own colour.

    Parameters
    ----------
    table : pandas.DataFrame
        As :func:`analysis.arms.trailing_mean` returns it: ``supplier``, ``year``,
        ``tiv_million``, ``mean_tiv_million``.
    reading : Reading
        The choices, for colours and words.

    Returns
    -------
    matplotlib.figure.Figure
        Bars for years and a line for the mean, one colour a supplier; a sentence if nothing
        was delivered.
    """
    if not (table["tiv_million"] > 0).any():
        return empty(_nothing(reading))
    first, last = _known_span(table)
    fig, ax = plt.subplots()
    for supplier in reading.suppliers:
        rows = table[(table["supplier"] == supplier) & table["tiv_million"].notna()]
        if rows.empty:
            continue
        color, name = supplier_color(supplier, reading), countries.short_name(supplier)
        ax.bar(
            rows["year"].astype(int),
            rows["tiv_million"],
            width=0.85,
            color=color,
            alpha=0.45,
            linewidth=0,
            label=f"{name}, year",
        )
        if reading.window > 1:
            ax.plot(
                rows["year"].astype(int),
                rows["mean_tiv_million"],
                color=color,
                linewidth=2.4,
                marker="o" if len(rows) < 3 else None,  # a line needs points to be seen
                label=f"{name}, mean of {reading.window} years",
            )
    _part_suppliers(ax, reading, first, last)
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


def draw_recipients(series: pd.DataFrame, reading: Reading) -> Figure:
    """Draw deliveries by recipient and year as a heat map, each supplier in its own colour.

    Parameters
    ----------
    series : pandas.DataFrame
        As :func:`analysis.arms.annual_series` returns it.
    reading : Reading
        The choices, for colours and words.

    Returns
    -------
    matplotlib.figure.Figure
        One row a recipient with any delivery, the largest on top, on a logarithmic scale;
        years without a delivery stay white. A sentence if nothing was delivered.
    """
    received = series.groupby("iso3")["tiv_million"].sum()
    order = received[received > 0].sort_values(ascending=False, kind="stable").index
    if order.empty:
        return empty(_nothing(reading))
    first, last = _known_span(series)
    series = series[series["year"].between(first, last)]
    fig, ax = plt.subplots(figsize=(9.6, max(3.0, 1.6 + 0.32 * len(order))))
    norm = LogNorm(1, max(10.0, float(series["tiv_million"].max())))
    for supplier in reversed(reading.suppliers):  # the last bar stands next to the map
        grid = series[series["supplier"] == supplier].pivot(
            index="iso3", columns="year", values="tiv_million"
        )
        values = grid.reindex(order).to_numpy(dtype=float)
        if not (values > 0).any():
            continue
        color = supplier_color(supplier, reading)
        shades = LinearSegmentedColormap.from_list(supplier, [shade(color), color])
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
        bar.set_label(f"{countries.short_name(supplier)}, million TIV")
        bar.outline.set_visible(False)
    for row in range(1, len(order)):
        ax.axhline(row, color="#E5E5E5", linewidth=0.8)
    _part_suppliers(ax, reading, first, last)
    ax.set_yticks(np.arange(len(order)) + 0.5, [countries.name(iso3) for iso3 in order])
    ax.set_ylim(len(order), 0)
    ax.set_xlim(first - 0.5, last + 0.5)
    year_ticks(ax, first, last)
    ax.grid(visible=False)
    return fig


def _known_span(series: pd.DataFrame) -> tuple[int, int]:
    """Return the first and the last year that are not missing: others are no zeros."""
    years = series.loc[series["tiv_million"].notna(), "year"]
    return int(years.min()), int(years.max())


def _nothing(reading: Reading) -> str:
    first = max(reading.first_year, reading.known[0])
    last = min(reading.last_year, reading.known[1])
    if first > last:
        return (
            f"The chosen years lie outside those for which deliveries from {reading.the_partner}\n"
            f"are known by year, {year_span(*reading.known)}."
        )
    return reading.records_nothing(first, last, reading.the_suppliers)


def _part_suppliers(ax: Axes, reading: Reading, first: int, last: int) -> None:
    """Mark the years in which one supplier follows another."""
    for begin, _ in list(reading.spans.values())[1:]:
        if first < begin <= last:
            ax.axvline(begin - 0.5, color="#555555", linewidth=1, linestyle=":")
