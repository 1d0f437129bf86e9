"""How far a conclusion hangs on the texts, the measure, absence and the minimum."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis import countries
from analysis.notebook.save import empty
from analysis.notebook.style import COLORS
from analysis.voting import ALL_MEASURES, Reading, tell_periods
from analysis.voting.choices import FINAL, RECURRING, WITH_PARTS
from analysis.voting.figures.common import (
    colors_of,
    every_year,
    finish,
    integer_years,
    nothing,
)

ITEM_STYLES = {
    "final": ("#222222", "solid", "final votes (UN Digital Library)"),
    "whole_texts": ("#6699CC", "dashed", "unvotes, texts that are in both"),
    "all": ("#882255", "solid", "unvotes, with paragraphs, amendments and motions"),
}
RULES = {
    "missing": ("o", "absence is missing"),
    "abstention": ("^", "absence counts as abstention"),
    "abstention_of_one": ("s", "likewise, unless both are absent"),
}
TEXTS = {FINAL: "#222222", RECURRING: "#117733", WITH_PARTS: "#882255"}


def draw_item_mix(summary: pd.DataFrame, reading: Reading) -> Figure:
    """Draw the regional mean by year on different sets of votes, a panel a partner.

    Parameters
    ----------
    summary : pandas.DataFrame
        As :func:`analysis.voting.summarise_region` returns it by items (keys of
        :data:`ITEM_STYLES`), year and partner.
    reading : Reading
        What was chosen; the values of the study's compared year stand beside the lines.

    Returns
    -------
    matplotlib.figure.Figure
        A panel a partner; a sentence if there is no value.
    """
    summary = summary[summary["mean"].notna()]
    if summary.empty:
        return nothing(reading, "in these sources", only_counted=True)
    panels, year = list(colors_of(summary, reading)), reading.study.voting.compared_year
    down = -(-len(panels) // 2)
    across = min(2, len(panels))
    fig, axes = plt.subplots(
        down, across, figsize=(10.4, 1.3 + 3.1 * down), sharey=True, squeeze=False
    )
    for place, ax in enumerate(axes.flat):
        if place >= len(panels):
            ax.set_visible(False)
            continue
        rows = summary[summary["partner"] == panels[place]]
        for items, (color, dashes, _) in ITEM_STYLES.items():
            those = rows[rows["items"] == items]
            if those.empty:
                continue
            years = every_year(those, ("mean",))
            ax.plot(years.index, years["mean"], color=color, ls=dashes, lw=1.6, marker="o", ms=2)
        finish(ax, reading.measure)
        ax.set_title(countries.short_name(panels[place]), fontsize=10.5)
        ax.set_ylabel("")
        integer_years(ax, rows["year"], ticks=6)
        at = rows[rows["year"] == year].set_index("items")["mean"]
        if year is not None and {"final", "all"} <= set(at.index):
            ax.axvline(year, color="#999999", lw=1, ls=":", zorder=0.5)
            upper = max(rows["mean"].max(), at.max())
            ax.annotate(
                f"{year}: {at['all']:.3f} or {at['final']:.3f}",
                (year, upper),
                xytext=(0, 6),
                textcoords="offset points",
                ha="center",
                va="bottom",
                fontsize=9.5,
            )
    low, high = axes[0, 0].get_ylim()
    axes[0, 0].set_ylim(low, high + 0.08 * (high - low))
    for color, dashes, name in ITEM_STYLES.values():
        axes[0, 0].plot([], [], color=color, ls=dashes, lw=2, label=name)
    fig.supylabel(f"{reading.label}, mean of the chosen states", fontsize=11)
    fig.legend(loc="outside upper left", ncols=2)
    return fig


def draw_choices(varied: pd.DataFrame, reading: Reading) -> Figure:
    """Draw the change under every combination of choices, a panel a partner.

    Parameters
    ----------
    varied : pandas.DataFrame
        As :func:`analysis.voting.vary_choices` returns it.
    reading : Reading
        What was chosen.

    Returns
    -------
    matplotlib.figure.Figure
        A row a measure: a colour a set of texts, a mark a rule for absence, the minima beneath
        each other; the headline ringed. A sentence if no combination has a value in both periods.
    """
    when, headline = tell_periods(reading.before, reading.after), reading.headline
    known = varied[varied["change_of_scale"].notna()]
    if known.empty:
        return empty(
            f"No partner has values in every year of both periods: {when}.\n"
            "Choose other periods with the parameters before and after."
        )
    colors = colors_of(known, reading)
    measures = list(dict.fromkeys(known["measure"]))
    minima = sorted(known["min_n"].unique())
    fig, axes = plt.subplots(
        1,
        len(colors),
        figsize=(max(9.6, 5.4 + 2.7 * (len(colors) - 1)), 2.2 + 0.62 * len(measures)),
        sharey=True,
        sharex=True,
        squeeze=False,
    )
    for ax, partner in zip(axes[0], colors, strict=True):
        rows = known[known["partner"] == partner]
        for place in range(len(measures)):
            ax.axhspan(place - 0.45, place + 0.45, color="#F4F4F4", zorder=0, lw=0)
        for texts, color in TEXTS.items():
            for rule, (marker, _) in RULES.items():
                those = rows[(rows["items"] == texts) & (rows["absence"] == rule)]
                ax.scatter(
                    those["change_of_scale"],
                    _height(those, measures, minima),
                    s=17,
                    marker=marker,
                    color=color,
                    alpha=0.75,
                    lw=0,
                )
        ring = rows[np.logical_and.reduce([rows[c] == value for c, value in headline.items()])]
        ax.scatter(
            ring["change_of_scale"],
            _height(ring, measures, minima),
            s=95,
            fc="none",
            ec=COLORS["accent"],
            lw=1.6,
            zorder=5,
        )
        ax.axvline(0, color="#555555", lw=1, zorder=0.5)
        ax.set_title(countries.short_name(partner), fontsize=10.5)
        ax.grid(axis="y", visible=False)
        ax.locator_params(axis="x", nbins=5)
        ax.tick_params(axis="x", labelsize=9)
    axes[0, 0].set_yticks(
        range(len(measures)), [ALL_MEASURES[m].title for m in measures], fontsize=9.5
    )
    axes[0, 0].set_ylim(len(measures) - 0.5, -0.5)
    fig.supxlabel(f"Change, {when}, as a share of the measure's scale", fontsize=11)
    first = axes[0, 0]
    present = set(known["items"])
    for texts, color in TEXTS.items():
        if texts in present:
            first.plot([], [], "o", color=color, ls="none", label=texts)
    for marker, name in RULES.values():
        first.plot([], [], marker, color="#777777", ls="none", label=name)
    first.scatter(
        [], [], s=80, fc="none", ec=COLORS["accent"], lw=1.6, label="choices of this notebook"
    )
    fig.legend(loc="outside upper left", ncols=3, fontsize=9.5)
    return fig


def _height(rows: pd.DataFrame, measures: list[str], minima: list[int]) -> pd.Series:
    """Return where rows stand: a band a measure, within it a line a minimum."""
    step = rows["min_n"].map(minima.index).astype(float) - (len(minima) - 1) / 2
    return rows["measure"].map(measures.index).astype(float) + step * 0.72 / len(minima)
