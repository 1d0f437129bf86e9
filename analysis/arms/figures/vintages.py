"""What SIPRI revised between exports, and what an equal split of deals gets wrong."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis import countries
from analysis.arms.figures.shared import supplier_color, year_ticks
from analysis.arms.reading import Reading
from analysis.notebook.save import empty
from analysis.notebook.style import COLORS

MARKERS = ["v", "s", "o", "^", "D"]
EXPORT_COLORS = ["#E69F00", "#009E73", "#0072B2", "#D55E00", "#CC79A7"]


def draw_vintages(series: pd.DataFrame, reading: Reading) -> Figure:
    """Draw the same years as several exports have them, and how far they lie apart.

    Parameters
    ----------
    series : pandas.DataFrame
        As :func:`analysis.arms.vintage_series` returns it.
    reading : Reading
        The choices, for colours and words.

    Returns
    -------
    matplotlib.figure.Figure
        Above, one mark an export and year; below, each export less the newest that covers the
        year. Years without a delivery in any export are not marked. A sentence if there is
        nothing to draw.
    """
    if series.empty:
        return empty("None of the exports that are compared covers the chosen years.")
    first, last = int(series["year"].min()), int(series["year"].max())
    known = series.dropna(subset="tiv_million")
    peaks = known.groupby("year")["tiv_million"].max()
    delivered = peaks.index[peaks > 0]
    known = known[known["year"].isin(delivered)]
    if known.empty:
        return empty(f"In none of the exports: {reading.records_nothing(first, last)}")
    newest = known.sort_values("vintage", kind="stable").groupby("year")["tiv_million"].last()
    fig, (top, bottom) = plt.subplots(2, 1, sharex=True, figsize=(9.0, 6.0), height_ratios=[3, 2])
    exports = list(dict.fromkeys(zip(known["source"], known["vintage"], strict=True)))
    offsets = np.linspace(-0.27, 0.27, len(exports)) if len(exports) > 1 else np.zeros(1)
    for number, (source, vintage) in enumerate(exports):
        rows = known[(known["source"] == source) & (known["vintage"] == vintage)]
        years = rows["year"].to_numpy(dtype=float) + offsets[number]
        values = rows["tiv_million"].to_numpy(dtype=float)
        style = {"color": EXPORT_COLORS[number], "marker": MARKERS[number], "linestyle": "none"}
        top.plot(years, values, label=f"export of {vintage}", markersize=6, **style)
        gap = values - newest.reindex(rows["year"]).to_numpy(dtype=float)
        bottom.plot(years, gap, markersize=5, **style)
    top.set_ylim(bottom=0)
    top.set_ylabel("Million TIV")
    top.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=2)
    bottom.axhline(0, color="#555555", linewidth=0.9)
    bottom.set_ylabel("Less the newest export,\nmillion TIV")
    low, high = bottom.get_ylim()
    bottom.set_ylim(min(low, -1.0), max(high, 1.0))
    for ax in (top, bottom):
        ax.grid(axis="x", visible=False)
    bottom.set_xlim(first - 0.8, last + 0.8)
    year_ticks(bottom, first, last)
    return fig


def draw_split_errors(errors: pd.DataFrame, reading: Reading) -> Figure:
    """Draw what an equal split of the register's deals gives, and what was delivered.

    Parameters
    ----------
    errors : pandas.DataFrame
        As :func:`analysis.arms.split_errors` returns it, for one supplier and recipient.
    reading : Reading
        The choices, for colours and words.

    Returns
    -------
    matplotlib.figure.Figure
        Two bars a year from the first to the last; a sentence if there is nothing to draw.
    """
    if not reading.has("deals"):
        return empty(reading.says_nothing("deals"))
    if errors.empty:
        return empty("The register holds no deal to split among years for the chosen states.")
    rows = errors.sort_values("year")
    first, last = int(rows["year"].min()), int(rows["year"].max())
    fig, ax = plt.subplots(figsize=(9.0, 4.2))
    years = rows["year"].to_numpy(dtype=float)
    supplier, iso3 = str(rows["supplier"].iloc[0]), str(rows["iso3"].iloc[0])
    ax.bar(
        years - 0.2,
        rows["split_tiv_million"].to_numpy(dtype=float),
        0.4,
        color=COLORS["light"],
        edgecolor="#777777",
        hatch="///",
        linewidth=0.6,
        label="deals split equally among their years: wrong",
    )
    ax.bar(
        years + 0.2,
        rows["tiv_million"].to_numpy(dtype=float),
        0.4,
        color=supplier_color(supplier, reading),
        linewidth=0,
        label="deliveries of the year, as SIPRI has them",
    )
    ax.set_ylabel(f"{countries.short_name(supplier)} to {countries.name(iso3)},\nmillion TIV")
    ax.set_xlim(first - 0.8, last + 0.8)
    year_ticks(ax, first, last)
    ax.grid(axis="x", visible=False)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=2)
    return fig
