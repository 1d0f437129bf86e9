"""The regional mean by year, by measure, and states one by one, as lines and as a heat map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.colors import ListedColormap, Normalize
from matplotlib.figure import Figure

from analysis import countries
from analysis.voting import ALL_MEASURES, Reading
from analysis.voting.figures.common import (
    SPREAD,
    colors_of,
    dodge,
    draw_band,
    draw_line,
    draw_spread,
    every_year,
    finish,
    integer_years,
    nothing,
    parted,
    share_legend,
    show_panels,
)

PANELS = {
    "agreement": "also the State Department's rule\nwith abstentions; S = 2A - 1",
    "s_score_squared": "an abstention is nearer\nto either side",
    "agreement_two": "also the State Department's rule\nwithout abstentions",
    "cohen_kappa": "0: what each side's own habits\nwould give",
    "cohen_kappa_two": "0: what habits would give,\nof yes and no alone",
    "scott_pi": "0: what the habits of both sides\ntogether would give",
}
"""Measures that the comparison draws, with what a reader needs to know of each."""


def draw_region(summary: pd.DataFrame, reading: Reading, partial_years: Sequence[int]) -> Figure:
    """Draw the regional mean by year with its interval and the spread of states.

    Parameters
    ----------
    summary : pandas.DataFrame
        year, partner, mean, lower and upper (interval of the mean), low and high (10th and 90th
        percentile of states).
    partial_years : sequence of int
        Years whose votes are not complete; drawn as hollow points apart from the line.
    reading : Reading
        What was chosen.

    Returns
    -------
    matplotlib.figure.Figure
        The figure; a sentence if there is no value.
    """
    if not summary["mean"].notna().any():
        return nothing(reading)
    fig, ax = plt.subplots(figsize=(9.6, 5.6))
    whole, partial = parted(summary, partial_years)
    for partner, color in colors_of(summary, reading).items():
        columns = ("mean", "lower", "upper", "low", "high")
        years = every_year(whole[whole["partner"] == partner], columns)
        draw_spread(ax, years, color)
        draw_band(ax, years, color)
        draw_line(ax, years, "mean", color, 1.8, 2.6, label=countries.short_name(partner))
        rest = partial[(partial["partner"] == partner) & partial["mean"].notna()]
        ax.vlines(rest["year"], rest["lower"], rest["upper"], color=color, linewidth=1.2)
        ax.plot(rest["year"], rest["mean"], "o", markersize=6, mfc="white", mec=color, mew=1.6)
    if partial["mean"].notna().any():
        ax.plot([], [], "o", markersize=6, mfc="white", mec="#555555", label="incomplete year")
    ax.fill_between([], [], color="#555555", alpha=0.3, label="95 % interval of the mean")
    ax.plot([], [], color="#555555", **SPREAD, label="10th and 90th percentile of states")
    fig.legend(loc="outside upper left", ncols=3, fontsize=10)
    finish(ax, reading.measure)
    integer_years(ax, summary["year"])
    return fig


def draw_one_by_one(values: pd.DataFrame, reading: Reading, partial_years: Sequence[int]) -> Figure:
    """Draw each state's value by year with its interval, a panel a state.

    Parameters
    ----------
    values : pandas.DataFrame
        As :func:`analysis.voting.bootstrap_tallies` returns it: iso3, partner, year, n, value,
        lower, upper.
    partial_years : sequence of int
        Years whose votes are not complete; left out here.
    reading : Reading
        What was chosen.

    Returns
    -------
    matplotlib.figure.Figure
        Panels on one scale, the median number of joint votes a year in the title; a sentence if
        there is no value.
    """
    whole, _ = parted(values, partial_years)
    whole = whole[whole["value"].notna()]
    if whole.empty:
        return nothing(reading, "of complete years")
    states = sorted(whole["iso3"].unique(), key=countries.name)
    across = min(3, len(states))
    down = -(-len(states) // across)
    size = (10.4 if across > 1 else 8.4, 1.2 + 2.8 * down)
    fig, axes = plt.subplots(down, across, figsize=size, sharex=True, sharey=True, squeeze=False)
    colors = colors_of(whole, reading)
    for ax, iso3 in zip(show_panels(axes, len(states)), states, strict=True):
        rows = whole[whole["iso3"] == iso3]
        for turn, (partner, color) in enumerate(colors.items()):
            years = every_year(rows[rows["partner"] == partner], ("value", "lower", "upper"))
            years = dodge(years, whole["year"], turn, len(colors))
            draw_band(ax, years, color)
            draw_line(ax, years, "value", color, 1.4, 1.8, label=countries.short_name(partner))
        ax.set_title(f"{countries.name(iso3)} (n {rows['n'].median():g})", fontsize=10.5)
        finish(ax, reading.measure)
        ax.set_ylabel("")
    integer_years(axes[0, 0], whole["year"], ticks=5)
    fig.supylabel(reading.scale, fontsize=11)
    share_legend(fig, axes[0, 0])
    return fig


def draw_measures(means: pd.DataFrame, reading: Reading, partial_years: Sequence[int]) -> Figure:
    """Draw the regional mean of each measure in a panel of its own.

    Parameters
    ----------
    means : pandas.DataFrame
        As :func:`analysis.voting.summarise_region` returns it by measure, year and partner.
    partial_years : sequence of int
        Years whose votes are not complete; left out here.
    reading : Reading
        What was chosen.

    Returns
    -------
    matplotlib.figure.Figure
        A panel a measure of :data:`PANELS`, those from 0 to 1 and those from -1 to 1 each on one
        scale; a sentence if there is no value.
    """
    whole, _ = parted(means, partial_years)
    if not whole["mean"].notna().any():
        return nothing(reading, "of complete years")
    fig, axes = plt.subplots(2, 3, figsize=(10.8, 7.2), sharex=True)
    colors = colors_of(whole, reading)
    for ax, (measure, meaning) in zip(axes.flat, PANELS.items(), strict=True):
        rows = whole[whole["measure"] == measure]
        for partner, color in colors.items():
            years = every_year(rows[rows["partner"] == partner], ("mean",))
            draw_line(ax, years, "mean", color, 1.6, 1.8, label=countries.short_name(partner))
        lowest = ALL_MEASURES[measure].lowest
        ax.set_ylim(lowest - 0.03 * (1 - lowest), 1 + 0.03 * (1 - lowest))
        finish(ax, measure)
        title = ALL_MEASURES[measure].title.replace("without abstentions", "of yes and no")
        ax.set_title(title.replace("with squared distances", "squared"), fontsize=10.5, pad=27)
        note: dict[str, Any] = {"va": "bottom", "fontsize": 9.5, "color": "#555555"}
        ax.text(0, 1.01, meaning, transform=ax.transAxes, **note)
        ax.set_ylabel("")
    integer_years(axes[0, 0], whole["year"], ticks=5)
    share_legend(fig, axes[0, 0])
    return fig


def draw_states(scores: pd.DataFrame, reading: Reading) -> Figure:
    """Draw one value a state and year as a heat map.

    Parameters
    ----------
    scores : pandas.DataFrame
        As :func:`analysis.voting.score` returns it: iso3, year, n, value, of a partner and those
        it continued, which share no year.
    reading : Reading
        What was chosen.

    Returns
    -------
    matplotlib.figure.Figure
        A row a state, on top those that were furthest above each year's mean, with the median
        number of joint votes a year; grey: a member with too few joint votes; white: not a
        member, or no votes that year. A sentence if there is no value.
    """
    if not scores["value"].notna().any():
        return nothing(reading)
    span = np.arange(int(scores["year"].min()), int(scores["year"].max()) + 1)
    # By distance from the year's mean, or states that joined late would rank by their late years.
    above = scores["value"] - scores.groupby("year")["value"].transform("mean")
    order = above.groupby(scores["iso3"]).mean().sort_values(ascending=False, kind="stable")
    grid = scores.pivot(index="iso3", columns="year", values="value")
    values = grid.reindex(index=order.index, columns=span).to_numpy(dtype=float)
    listed = scores.pivot(index="iso3", columns="year", values="n").notna()
    listed = listed.reindex(index=order.index, columns=span, fill_value=False)
    small = listed.to_numpy() & np.isnan(values)
    fig, ax = plt.subplots(figsize=(10.4, 2.0 + 0.25 * len(order)))
    edges = (span[0] - 0.5, span[-1] + 0.5, len(order), 0)
    # As images: thousands of drawn cells would make the vector file a megabyte.
    image: dict[str, Any] = {"extent": edges, "aspect": "auto", "interpolation": "none"}
    grey = np.ma.masked_where(~small, np.ones(small.shape))
    ax.imshow(grey, cmap=ListedColormap("#BBBBBB"), **image)
    norm = Normalize(np.nanmin(values) - 0.01, np.nanmax(values) + 0.01)
    mesh = ax.imshow(np.ma.masked_invalid(values), cmap="viridis", norm=norm, **image)
    bar = fig.colorbar(mesh, ax=ax, pad=0.06, aspect=max(8, len(order)))
    bar.set_label(reading.scale)
    bar.outline.set_visible(False)
    partners = [each for each in reading.lineage if each in set(scores["partner"])]
    for each in partners[:-1]:
        end = scores.loc[scores["partner"] == each, "year"].max()
        ax.axvline(end + 0.5, color="white", linewidth=2, linestyle=":")
    with_whom = " / ".join(countries.short_name(each) for each in partners)
    ax.set_title(f"Votes with {with_whom}")
    names = [countries.name(iso3) for iso3 in order.index]
    ax.set_yticks(np.arange(len(order)) + 0.5, names, fontsize=9)
    counts = scores[scores["n"] > 0].groupby("iso3")["n"].median().astype(float)
    beside: dict[str, Any] = {"transform": ax.transAxes, "fontsize": 9, "color": "#555555"}
    for row, n in enumerate(counts.reindex(order.index)):
        height = 1 - (row + 0.5) / len(order)
        ax.text(1.008, height, "–" if np.isnan(n) else f"{n:g}", va="center", **beside)
    ax.text(1.008, 1.01, "n", va="bottom", **beside)
    integer_years(ax, pd.Series(span))
    ax.set_xlim(edges[:2])
    ax.set_xlabel(
        "n: median joint votes a year. Grey: fewer than the minimum. White: no member, or no votes",
        fontsize=9.5,
    )
    ax.grid(visible=False)
    return fig
