"""Kinds of weapon, and how much of a volume SIPRI estimates."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis import countries
from analysis.arms.categories import ESTIMATED
from analysis.arms.figures.shared import year_ticks
from analysis.arms.reading import Reading, year_span
from analysis.notebook.save import empty
from analysis.notebook.style import COLORS

# One kind of weapon has one colour, whatever the supplier.
CATEGORY_COLORS = {
    "Aircraft": "#0072B2",
    "Missiles": "#D55E00",
    "Air-defence systems": "#CC79A7",
    "Armoured vehicles": "#009E73",
    "Artillery": "#E69F00",
    "Ships": "#56B4E9",
    "Sensors": "#F0E442",
    "Engines": "#8C564B",
    "Naval weapons": "#117733",
    "Satellites": "#882255",
    "Other": "#7F7F7F",
}
MARKS = {
    "order_year": ("year of the order", "o", "#0072B2"),
    "number": ("number", "s", "#D55E00"),
    "delivery_year": ("year of delivery", "^", "#009E73"),
}


def draw_categories(series: pd.DataFrame, reading: Reading) -> Figure:
    """Draw one supplier's deliveries by year, stacked by kind of weapon.

    Parameters
    ----------
    series : pandas.DataFrame
        As :func:`analysis.arms.category_series` returns it.
    reading : Reading
        The choices, for colours and words.

    Returns
    -------
    matplotlib.figure.Figure
        Stacked bars, the largest kind at the bottom; a sentence if nothing was delivered.
    """
    first_year, last_year = reading.covered
    if first_year > last_year:
        return empty(
            "The chosen years lie outside those for which kinds of weapon are known,\n"
            f"{year_span(*reading.imported)}."
        )
    if series.empty:
        return empty(reading.records_nothing(first_year, last_year))
    fig, ax = plt.subplots()
    years = np.arange(first_year, last_year + 1)
    base = np.zeros(len(years))
    for category, rows in series.groupby("category", sort=False):
        heights = rows.sort_values("year")["tiv_million"].to_numpy(dtype=float)
        color = CATEGORY_COLORS.get(str(category), COLORS["light"])
        ax.bar(years, heights, 0.85, base, color=color, label=str(category), linewidth=0)
        base = base + heights
    ax.set_ylabel("Million TIV")
    ax.set_xlim(first_year - 0.8, last_year + 0.8)
    year_ticks(ax, first_year, last_year)
    ax.grid(axis="x", visible=False)
    handles, labels = ax.get_legend_handles_labels()
    ax.legend(handles[::-1], labels[::-1], loc="upper left", bbox_to_anchor=(1.0, 1.02))
    return fig


def draw_estimates(table: pd.DataFrame, reading: Reading) -> Figure:
    """Draw the shares of volume that rest on what SIPRI marks as an estimate.

    Parameters
    ----------
    table : pandas.DataFrame
        As :func:`analysis.arms.estimated_shares` returns it for the keys ``iso3``.
    reading : Reading
        The choices, for colours and words.

    Returns
    -------
    matplotlib.figure.Figure
        One row a state, the largest volume on top, with three marks; a sentence if there is
        nothing to draw.
    """
    rows = table[table["tiv_million"] > 0]
    if rows.empty:
        return empty(reading.records_nothing(*reading.covered))
    rows = rows.sort_values(["tiv_million", "iso3"], ascending=[False, True], ignore_index=True)
    fig, ax = plt.subplots(figsize=(9.0, max(2.8, 1.5 + 0.3 * len(rows))))
    places = np.arange(len(rows))
    # Marks of one row stand one above another, so that equal shares stay visible.
    for offset, what in zip((-0.2, 0.0, 0.2), ESTIMATED, strict=True):
        label, marker, color = MARKS[what]
        share = rows[f"tiv_share_{what}"].to_numpy(dtype=float) * 100
        ax.plot(share, places + offset, marker, color=color, label=label, markersize=6)
    names = [
        f"{countries.name(iso3)} ({volume:,.0f})"
        for iso3, volume in zip(rows["iso3"], rows["tiv_million"], strict=True)
    ]
    ax.set_yticks(places, names, fontsize=10)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(-3, 103)
    ax.set_xlabel("Per cent of the volume that SIPRI marks as estimated; in brackets million TIV")
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=3)
    return fig
