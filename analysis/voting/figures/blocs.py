"""How united groups vote, and how far each is from Russia and the USA."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure

from analysis.notebook.save import empty
from analysis.voting.figures.common import dodge, draw_band, every_year, integer_years, parted

GROUP_NAMES = {
    "LAC": "the region",
    "ALBA": "ALBA",
    "CAN": "Andean Community",
    "CARICOM": "CARICOM",
    "CELAC": "CELAC",
    "MERCOSUR": "Mercosur",
    "PACIFIC_ALLIANCE": "Pacific Alliance",
    "SICA": "SICA",
}
# The region grey and its organisations in Paul Tol's muted palette: blocs are no partners.
GROUP_COLORS = {
    "LAC": "#888888",
    "ALBA": "#882255",
    "CAN": "#999933",
    "CARICOM": "#44AA99",
    "CELAC": "#888888",
    "MERCOSUR": "#332288",
    "PACIFIC_ALLIANCE": "#117733",
    "SICA": "#6699CC",
}
ORGANISATIONS = ("ALBA", "CAN", "CARICOM", "MERCOSUR", "PACIFIC_ALLIANCE", "SICA")
"""Organisations with a line of their own; CELAC's members are the region."""

INDICES = {
    "rice_index": "Rice's index",
    "agreement_index": "Agreement index (Hix, Noury, Roland)",
}
DISTANCES = {
    ("distance_to_sun", "distance_to_rus"): "Distance to the USSR until 1991, to Russia since 1992",
    ("distance_to_usa",): "Distance to the United States",
}


def cohesion(table: pd.DataFrame, groups: Sequence[str], partial_years: Sequence[int]) -> Figure:
    """Draw the cohesion of groups and their distances to Russia and the USA, with intervals.

    Parameters
    ----------
    table : pandas.DataFrame
        Rows of ``voting/cohesion``.
    groups : sequence of str
        Groups to draw, keys of :data:`GROUP_NAMES`.
    partial_years : sequence of int
        Years whose votes are not complete; left out here.

    Returns
    -------
    matplotlib.figure.Figure
        Two indices of cohesion above, two distances beneath; a sentence if there is no value.
    """
    whole, _ = parted(table[table["group"].isin(list(groups))], partial_years)
    panels = {(measure,): name for measure, name in INDICES.items()} | DISTANCES
    whole = whole[whole["measure"].isin([measure for each in panels for measure in each])]
    if whole.empty:
        return empty("None of the groups had members and recorded votes in the chosen years.")
    indices = {(measure,) for measure in INDICES}
    fig, axes = plt.subplots(2, 2, figsize=(10.4, 7.4), sharex=True)
    for ax, (measures, title) in zip(axes.flat, panels.items(), strict=True):
        for group, measure in itertools.product(groups, measures):
            rows = whole[(whole["group"] == group) & (whole["measure"] == measure)]
            if rows.empty:
                continue
            years = every_year(rows, ("value", "lower", "upper"))
            years = dodge(years, whole["year"], groups.index(group), len(groups))
            color = GROUP_COLORS[group]
            draw_band(ax, years, color, 0.17)
            ax.plot(years.index, years["value"], color=color, lw=1.7, marker="o", ms=2)
        ax.set_title(title, fontsize=10.5)
        ax.grid(axis="x", visible=False)
        ax.set_ylim(*((0, 1.02) if measures not in indices else (None, 1.02)))
    low = min(ax.get_ylim()[0] for ax in axes[0])
    for ax in axes[0]:
        ax.set_ylim(low, 1.02)
    axes[0, 0].set_ylabel("1: all members vote alike")
    axes[1, 0].set_ylabel("0: the partner's vote, 1: the opposite")
    integer_years(axes[0, 0], whole["year"], ticks=6)
    for group in [each for each in groups if each in set(whole["group"])]:
        axes[0, 0].plot([], [], color=GROUP_COLORS[group], lw=2, label=GROUP_NAMES[group])
    fig.legend(loc="outside upper left", ncols=5)
    return fig
