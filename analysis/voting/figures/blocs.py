"""How united groups vote, and how far each is from the partner and from another."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure

from analysis.notebook.save import empty
from analysis.notebook.style import FURTHER
from analysis.notebook.words import call
from analysis.voting import Reading
from analysis.voting.figures.common import dodge, draw_band, every_year, integer_years, parted

REGION_COLOR = "#888888"
# Paul Tol's muted palette: blocs are no partners, and have none of the actors' colours.
BLOC_COLORS = (*(FURTHER[place] for place in (2, 4, 3, 0, 1, 6, 5, 7)),)

INDICES = {
    "rice_index": "Rice's index",
    "agreement_index": "Agreement index (Hix, Noury, Roland)",
}


def draw_blocs(table: pd.DataFrame, reading: Reading, partial_years: Sequence[int]) -> Figure:
    """Draw the cohesion of groups and their distances to two partners, with intervals.

    Parameters
    ----------
    table : pandas.DataFrame
        Rows of ``voting/cohesion``.
    reading : Reading
        What was chosen: groups, the partner with those it continued, and another.
    partial_years : sequence of int
        Years whose votes are not complete; left out here.

    Returns
    -------
    matplotlib.figure.Figure
        Two indices of cohesion above, distances beneath; a sentence if there is no value.
    """
    groups = list(reading.groups)
    whole, _ = parted(table[table["group"].isin(groups)], partial_years)
    panels = {(measure,): name for measure, name in INDICES.items()} | _distances(whole, reading)
    whole = whole[whole["measure"].isin([measure for each in panels for measure in each])]
    if whole.empty:
        return empty("None of the groups had members and recorded votes in the chosen years.")
    down = -(-len(panels) // 2)
    fig, axes = plt.subplots(down, 2, figsize=(10.4, 0.4 + 3.5 * down), sharex=True, squeeze=False)
    colors = {
        group: BLOC_COLORS[place % len(BLOC_COLORS)] for place, group in enumerate(reading.blocs)
    } | {reading.study.region.code: REGION_COLOR}
    for ax in axes.flat[len(panels) :]:
        ax.set_visible(False)
    for ax, (measures, title) in zip(axes.flat, panels.items(), strict=False):
        for group, measure in itertools.product(groups, measures):
            rows = whole[(whole["group"] == group) & (whole["measure"] == measure)]
            if rows.empty:
                continue
            years = every_year(rows, ("value", "lower", "upper"))
            years = dodge(years, whole["year"], groups.index(group), len(groups))
            draw_band(ax, years, colors[group], 0.17)
            ax.plot(years.index, years["value"], color=colors[group], lw=1.7, marker="o", ms=2)
        ax.set_title(title, fontsize=10.5)
        ax.grid(axis="x", visible=False)
        ax.set_ylim(*((None, 1.02) if measures[0] in INDICES else (0, 1.02)))
    low = min(ax.get_ylim()[0] for ax in axes[0])
    for ax in axes[0]:
        ax.set_ylim(low, 1.02)
    axes[0, 0].set_ylabel("1: all members vote alike")
    if down > 1:
        axes[1, 0].set_ylabel("0: the partner's vote, 1: the opposite")
    integer_years(axes[0, 0], whole["year"], ticks=6)
    for group in [each for each in groups if each in set(whole["group"])]:
        axes[0, 0].plot([], [], color=colors[group], lw=2, label=reading.groups[group])
    fig.legend(loc="outside upper left", ncols=5)
    return fig


def _distances(table: pd.DataFrame, reading: Reading) -> dict[tuple[str, ...], str]:
    """Return the measures of each panel of distances that has values, with its title."""
    found = {}
    for partners in (reading.study.lineage(reading.partner), (reading.other,)):
        years = {
            each: table.loc[table["measure"] == f"distance_to_{str(each).lower()}", "year"]
            for each in partners
        }
        years = {each: those for each, those in years.items() if len(those)}
        if not years:
            continue
        first, *later = years
        title = f"Distance to {call(str(first))}"
        if later:
            title += f" until {years[first].max()}, " + ", ".join(
                f"to {call(str(each))} since {years[each].min()}" for each in later
            )
        found[tuple(f"distance_to_{str(each).lower()}" for each in years)] = title
    return found
