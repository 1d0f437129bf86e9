"""How far a conclusion hangs on the texts, the measure, absence and the minimum."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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
    draw_line,
    every_year,
    finish,
    integer_years,
    nothing,
    show_panels,
    widen,
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
    down, across = -(-len(panels) // 2), min(2, len(panels))
    size = (10.4, 1.3 + 3.1 * down)
    fig, axes = plt.subplots(down, across, figsize=size, sharey=True, squeeze=False)
    for ax, partner in zip(show_panels(axes, len(panels)), panels, strict=True):
        rows = summary[summary["partner"] == partner]
        for items, (color, dashes, _) in ITEM_STYLES.items():
            those = rows[rows["items"] == items]
            if those.empty:
                continue
            draw_line(ax, every_year(those, ("mean",)), "mean", color, 1.6, 2, ls=dashes)
        finish(ax, reading.measure)
        ax.set_title(countries.short_name(partner), fontsize=10.5)
        ax.set_ylabel("")
        integer_years(ax, rows["year"], ticks=6)
        at = rows[rows["year"] == year].set_index("items")["mean"]
        if year is not None and {"final", "all"} <= set(at.index):
            ax.axvline(year, color="#999999", lw=1, ls=":", zorder=0.5)
            text = f"{year}: {at['all']:.3f} or {at['final']:.3f}"
            above: dict[str, Any] = {"textcoords": "offset points", "ha": "center", "va": "bottom"}
            ax.annotate(text, (year, rows["mean"].max()), (0, 6), fontsize=9.5, **above)
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
    size = (widen(len(colors), 5.4, 2.7, least=9.6), 2.2 + 0.62 * len(measures))
    fig, axes = plt.subplots(1, len(colors), figsize=size, sharey=True, sharex=True, squeeze=False)
    ringed: dict[str, Any] = {"fc": "none", "ec": COLORS["accent"], "lw": 1.6}
    dots: dict[str, Any] = {"s": 17, "alpha": 0.75, "lw": 0}
    for ax, partner in zip(axes[0], colors, strict=True):
        rows = known[known["partner"] == partner]
        for place in range(len(measures)):
            ax.axhspan(place - 0.45, place + 0.45, color="#F4F4F4", zorder=0, lw=0)
        for texts, color in TEXTS.items():
            for rule, (marker, _) in RULES.items():
                those = rows[(rows["items"] == texts) & (rows["absence"] == rule)]
                at = those["change_of_scale"], _height(those, measures, minima)
                ax.scatter(*at, marker=marker, color=color, **dots)
        ring = rows[np.logical_and.reduce([rows[c] == value for c, value in headline.items()])]
        at = ring["change_of_scale"], _height(ring, measures, minima)
        ax.scatter(*at, s=95, zorder=5, **ringed)
        ax.axvline(0, color="#555555", lw=1, zorder=0.5)
        ax.set_title(countries.short_name(partner), fontsize=10.5)
        ax.grid(axis="y", visible=False)
        ax.locator_params(axis="x", nbins=5)
        ax.tick_params(axis="x", labelsize=9)
    titles = [ALL_MEASURES[measure].title for measure in measures]
    axes[0, 0].set_yticks(range(len(measures)), titles, fontsize=9.5)
    axes[0, 0].set_ylim(len(measures) - 0.5, -0.5)
    fig.supxlabel(f"Change, {when}, as a share of the measure's scale", fontsize=11)
    first = axes[0, 0]
    present = set(known["items"])
    for texts, color in TEXTS.items():
        if texts in present:
            first.plot([], [], "o", color=color, ls="none", label=texts)
    for marker, name in RULES.values():
        first.plot([], [], marker, color="#777777", ls="none", label=name)
    first.scatter([], [], s=80, **ringed, label="choices of this notebook")
    fig.legend(loc="outside upper left", ncols=3, fontsize=9.5)
    return fig


def _height(rows: pd.DataFrame, measures: list[str], minima: list[int]) -> pd.Series:
    """Return where rows stand: a band a measure, within it a line a minimum."""
    step = rows["min_n"].map(minima.index).astype(float) - (len(minima) - 1) / 2
    return rows["measure"].map(measures.index).astype(float) + step * 0.72 / len(minima)


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
    size = (widen(len(colors), 4.4, 2.9), 1.4 + len(periods) * (0.9 + 0.27 * len(names)))
    shape = (len(periods), len(colors))
    fig, axes = plt.subplots(*shape, figsize=size, sharex=True, sharey=True, squeeze=False)
    for line, (event, when) in zip(axes, periods.items(), strict=True):
        for ax, (partner, color) in zip(line, colors.items(), strict=True):
            rows = table[(table["event"] == event) & (table["partner"] == partner)]
            for texts, shift, face in (("same", -0.16, color), ("all", 0.16, "white")):
                those = rows[rows["texts"] == texts].set_index("member").reindex(names)
                y = np.arange(len(names)) + shift
                ax.hlines(y, those["lower"], those["upper"], color=color, linewidth=1.4)
                ax.plot(those["change"], y, "o", ms=5, mfc=face, mec=color, mew=1.3, ls="none")
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
