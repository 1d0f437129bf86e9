"""Years between an order and its deliveries."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis import countries
from analysis.arms.figures.shared import supplier_color
from analysis.arms.reading import Reading, year_span
from analysis.notebook.save import empty


def draw_lags(
    table: pd.DataFrame, reading: Reading, key: str = "supplier", largest: int = 12
) -> Figure:
    """Draw the years from order to delivery, with and without local production.

    Parameters
    ----------
    table : pandas.DataFrame
        As :func:`analysis.arms.lag_summary` returns it for one key.
    reading : Reading
        The choices, for colours and words.
    key : {'supplier', 'iso3'}, optional
        What a row is.
    largest : int, optional
        How many rows are drawn, by volume; the chosen supplier's always is.

    Returns
    -------
    matplotlib.figure.Figure
        One row a supplier or recipient: the mean weighted by volume with its range, the same
        without local production, and the median of the lines. A sentence if nothing was
        delivered.
    """
    whole = table[(table["production"] == "all") & (table["tiv_million"] > 0)]
    if whole.empty:
        return empty(reading.records_nothing(*reading.imported, "anyone"))
    whole = whole.sort_values(["tiv_million", key], ascending=[False, True])
    kept = [code for code in whole[key] if code != reading.partner][: largest - 1]
    rows = whole[whole[key].isin([*kept, reading.partner])].reset_index(drop=True)
    alone = table[table["production"] == "not local"].set_index(key).reindex(rows[key])
    fig, ax = plt.subplots(figsize=(9.0, max(2.8, 1.5 + 0.34 * len(rows))))
    places, color = np.arange(len(rows)), supplier_color(reading.partner, reading)
    means = rows["mean_years"].to_numpy(dtype=float)
    own = alone["mean_years"].to_numpy(dtype=float)
    ax.hlines(places, means, own, color="#BBBBBB", linewidth=2, zorder=1)
    ax.hlines(places + 0.18, rows["low_years"], rows["high_years"], color=color, linewidth=1.6)
    ax.plot(means, places, "o", color=color, label="mean by volume", markersize=8)
    ax.plot(
        own,
        places,
        "o",
        markerfacecolor="white",
        markeredgecolor=color,
        label="the same without local production",
        markersize=6,
    )
    median = rows["median_years"].to_numpy(dtype=float)
    ax.plot(median, places, "|", color="#222222", markersize=13, label="median of lines")
    ax.plot([], [], color=color, linewidth=1.6, label="estimated orders ±1 year")
    names = [
        f"{countries.short_name(code)} ({volume:,.0f})"
        for code, volume in zip(rows[key], rows["tiv_million"], strict=True)
    ]
    ax.set_yticks(places, names, fontsize=10)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(left=-0.3)
    years = year_span(*reading.imported)
    ax.set_xlabel(f"Years from order to delivery; in brackets million TIV delivered in {years}")
    ax.legend(loc="lower left", bbox_to_anchor=(-0.2, 1.0), ncols=2)
    return fig
