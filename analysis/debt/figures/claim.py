"""Plot of one claim at its reported dates."""

from __future__ import annotations

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.debt.figures.common import BILLION, EVENT_COLORS, decimal_year, rows
from analysis.notebook.style import COLORS


def draw_claim(stocks: pd.DataFrame, paths: pd.DataFrame) -> Figure:
    """Draw one claim at its reported dates, beside paths that lead on from the first figure.

    Parameters
    ----------
    stocks : pandas.DataFrame
        Reports with ``start``, ``end``, ``value_usd``, ``basis`` (the legend's words) and
        ``is_converted``.
    paths : pandas.DataFrame
        ``path`` (the legend's words), ``year`` (decimal) and ``value_usd``.

    Returns
    -------
    matplotlib.figure.Figure
        Reports as points, with a bar where their date is a span; paths as lines.
    """
    fig, ax = plt.subplots(figsize=(10, 5.2))
    for (path, line), dash in zip(
        paths.groupby("path", sort=False), ("-", "--", ":"), strict=False
    ):
        ax.plot(line["year"], line["value_usd"] / BILLION, ls=dash, color="#777777", label=path)
    first, last = decimal_year(stocks["start"]), decimal_year(stocks["end"])
    for (basis, is_converted), group in stocks.groupby(["basis", "is_converted"], sort=True):
        is_report = not is_converted
        shape, color = ("s", EVENT_COLORS["stock"]) if is_report else ("o", COLORS["accent"])
        x, value = (first + last)[group.index] / 2, group["value_usd"] / BILLION
        ax.hlines(value, first[group.index], last[group.index], color=color, lw=2)
        ax.plot(x, value, shape, color=color, ms=8, label=basis)
        # Converted figures stand close to reported ones: their labels go to the other side, and
        # one label does for points that nearly coincide.
        labels = pd.DataFrame({"x": x, "value": value}).sort_values(["x", "value"])
        near = (labels["x"].diff() < 1) & (labels["value"].diff().abs() < 0.01 * labels["value"])
        for label in rows(labels[~near]):
            ax.annotate(
                f"{label['value']:.4g}",
                (label["x"], label["value"]),
                xytext=(0, 8 if not is_report else -8),
                textcoords="offset points",
                ha="center",
                va="bottom" if not is_report else "top",
                fontsize=10,
                bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.5},
            )
    ax.set_ylim(0, 1.15 * max(paths["value_usd"].max(), stocks["value_usd"].max()) / BILLION)
    ax.set_xlabel("Year")
    ax.set_ylabel("Billion US dollars")
    ax.xaxis.set_major_locator(MaxNLocator(9, integer=True))
    fig.legend(loc="outside upper left", ncols=2, fontsize=10)
    return fig
