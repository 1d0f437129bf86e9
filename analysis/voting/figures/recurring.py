"""Changes at an event: on the same texts and on all texts."""

from __future__ import annotations

from collections.abc import Mapping

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis import countries
from analysis.notebook.save import empty
from analysis.voting import Reading
from analysis.voting.figures.common import colors_of


def draw_changes(table: pd.DataFrame, reading: Reading, periods: Mapping[str, str]) -> Figure:
    """Draw changes of agreement as dots with intervals, the same texts beside all texts.

    Parameters
    ----------
    table : pandas.DataFrame
        event, member, partner, texts ("same" or "all"), change, lower, upper.
    reading : Reading
        What was chosen: partners, a column of panels each, and members, a row each.
    periods : mapping of str to str
        Event → its two periods, a row of panels each.

    Returns
    -------
    matplotlib.figure.Figure
        A filled dot for the same texts, a hollow one for all; a sentence if there is none.
    """
    if table.empty:
        return empty(
            f"No change{reading.about} at these events: the chosen states and partners voted on "
            "too few texts,\nor the changes are not computed with the chosen partners."
        )
    colors, labels = colors_of(table, reading), reading.labels
    names = [member for member in labels if member in set(table["member"])]
    fig, axes = plt.subplots(
        len(periods),
        len(colors),
        figsize=(
            max(8.0, 4.4 + 2.9 * (len(colors) - 1)),
            1.4 + len(periods) * (0.9 + 0.27 * len(names)),
        ),
        sharex=True,
        sharey=True,
        squeeze=False,
    )
    for line, (event, when) in zip(axes, periods.items(), strict=True):
        for ax, (partner, color) in zip(line, colors.items(), strict=True):
            rows = table[(table["event"] == event) & (table["partner"] == partner)]
            for texts, shift, face in (("same", -0.16, color), ("all", 0.16, "white")):
                those = rows[rows["texts"] == texts].set_index("member").reindex(names)
                y = np.arange(len(names)) + shift
                ax.hlines(y, those["lower"], those["upper"], color=color, linewidth=1.4)
                ax.plot(
                    those["change"], y, "o", ms=5, mfc=face, mec=color, mew=1.3, linestyle="none"
                )
            ax.axvline(0, color="#555555", linewidth=1, zorder=0.5)
            ax.set_title(countries.short_name(partner), fontsize=10.5)
            ax.grid(axis="y", visible=False)
            ax.tick_params(axis="x", labelsize=9)
        line[0].set_ylabel(when.replace(" to ", "\nto "), fontsize=10)
        line[0].set_yticks(range(len(names)), [labels[name] for name in names], fontsize=9.5)
    axes[0, 0].set_ylim(len(names) - 0.4, -0.6)
    axes[0, 0].locator_params(axis="x", nbins=5)
    for face, name in (("#555555", "on the same texts"), ("white", "on all texts")):
        axes[0, 0].plot([], [], "o", ms=5, mfc=face, mec="#555555", mew=1.3, label=name)
    axes[0, 0].plot([], [], color="#555555", lw=1.4, label="95 % interval")
    fig.supxlabel("Change of the agreement, scale 0 to 1", fontsize=11)
    fig.legend(loc="outside upper left", ncols=3)
    return fig
