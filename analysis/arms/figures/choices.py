"""A headline under other choices."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis.arms.figures.shared import supplier_color
from analysis.arms.reading import Reading
from analysis.notebook.save import empty
from analysis.notebook.words import capitalize


def draw_choices(table: pd.DataFrame, reading: Reading) -> Figure:
    """Draw a supplier's share of imports under each other choice, beside the baseline.

    Parameters
    ----------
    table : pandas.DataFrame
        As :func:`analysis.arms.vary_choices` returns it.
    reading : Reading
        The choices, for colours and words.

    Returns
    -------
    matplotlib.figure.Figure
        One dot a choice, joined to the baseline; a sentence if the baseline has no share.
    """
    rows = table.dropna(subset=["share", "change"]).reset_index(drop=True)
    if rows.empty:
        return empty("There are no imports in a whole window, so no share to vary.")
    share = rows["share"].to_numpy(dtype=float) * 100
    fig, ax = plt.subplots(figsize=(9.0, 1.3 + 0.36 * len(rows)))
    places = np.arange(len(rows))
    ax.axvline(share[0], color="#555555", linewidth=1, linestyle=":")
    ax.hlines(places, share[0], share, color="#BBBBBB", linewidth=2)
    ax.plot(share, places, "o", color=supplier_color(reading.partner, reading), markersize=8)
    for place, value in enumerate(share):
        right = value >= share[0]
        ax.annotate(
            f"{value:.1f}",
            (value, place),
            xytext=(8 if right else -8, 0),
            textcoords="offset points",
            ha="left" if right else "right",
            va="center",
            fontsize=10,
        )
    ax.set_yticks(places, rows["choice"])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    room = 0.12 * max(share.max(), 1.0)
    ax.set_xlim(min(0.0, share.min()) - room, share.max() + room)
    ax.set_xlabel(f"{capitalize(reading.whose)} share of imports, per cent")
    ax.grid(axis="y", visible=False)
    return fig
