"""The regional mean by year, by measure, and states one by one."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure

from analysis import countries
from analysis.voting import ALL_MEASURES, Reading
from analysis.voting.figures.common import (
    colors_of,
    dodge,
    draw_band,
    draw_spread,
    every_year,
    finish,
    integer_years,
    leave_margin,
    nothing,
    parted,
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
        ax.plot(
            years.index,
            years["mean"],
            color=color,
            marker="o",
            markersize=2.6,
            linewidth=1.8,
            label=countries.short_name(partner),
        )
        rest = partial[(partial["partner"] == partner) & partial["mean"].notna()]
        ax.vlines(rest["year"], rest["lower"], rest["upper"], color=color, linewidth=1.2)
        ax.plot(rest["year"], rest["mean"], "o", markersize=6, mfc="white", mec=color, mew=1.6)
    if partial["mean"].notna().any():
        ax.plot([], [], "o", markersize=6, mfc="white", mec="#555555", label="incomplete year")
    ax.fill_between([], [], color="#555555", alpha=0.3, label="95 % interval of the mean")
    ax.plot(
        [],
        [],
        color="#555555",
        lw=0.9,
        ls=(0, (1, 1.6)),
        label="10th and 90th percentile of states",
    )
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
    fig, axes = plt.subplots(
        down,
        across,
        figsize=(10.4 if across > 1 else 8.4, 1.2 + 2.8 * down),
        sharex=True,
        sharey=True,
        squeeze=False,
    )
    colors = colors_of(whole, reading)
    for place, ax in enumerate(axes.flat):
        if place >= len(states):
            ax.set_visible(False)
            continue
        rows = whole[whole["iso3"] == states[place]]
        for turn, (partner, color) in enumerate(colors.items()):
            years = every_year(rows[rows["partner"] == partner], ("value", "lower", "upper"))
            years = dodge(years, whole["year"], turn, len(colors))
            draw_band(ax, years, color)
            ax.plot(
                years.index,
                years["value"],
                color=color,
                lw=1.4,
                marker="o",
                ms=1.8,
                label=countries.short_name(partner),
            )
        n = rows["n"].median()
        ax.set_title(f"{countries.name(states[place])} (n {n:g})", fontsize=10.5)
        finish(ax, reading.measure)
        ax.set_ylabel("")
    integer_years(axes[0, 0], whole["year"], ticks=5)
    fig.supylabel(reading.scale, fontsize=11)
    handles, labels = axes[0, 0].get_legend_handles_labels()
    fig.legend(handles, labels, loc="outside upper left", ncols=5)
    leave_margin(fig)
    return fig


def draw_measures(
    summaries: pd.DataFrame, reading: Reading, partial_years: Sequence[int]
) -> Figure:
    """Draw the regional mean of each measure in a panel of its own.

    Parameters
    ----------
    summaries : pandas.DataFrame
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
    whole, _ = parted(summaries, partial_years)
    if not whole["mean"].notna().any():
        return nothing(reading, "of complete years")
    fig, axes = plt.subplots(2, 3, figsize=(10.8, 7.2), sharex=True)
    colors = colors_of(whole, reading)
    for ax, (measure, meaning) in zip(axes.flat, PANELS.items(), strict=True):
        rows = whole[whole["measure"] == measure]
        for partner, color in colors.items():
            years = every_year(rows[rows["partner"] == partner], ("mean",))
            ax.plot(
                years.index,
                years["mean"],
                color=color,
                marker="o",
                markersize=1.8,
                linewidth=1.6,
                label=countries.short_name(partner),
            )
        lowest = ALL_MEASURES[measure].lowest
        ax.set_ylim(lowest - 0.03 * (1 - lowest), 1 + 0.03 * (1 - lowest))
        finish(ax, measure)
        ax.set_title(_short(measure), fontsize=10.5, pad=27)
        ax.text(
            0, 1.01, meaning, transform=ax.transAxes, va="bottom", fontsize=9.5, color="#555555"
        )
        ax.set_ylabel("")
    integer_years(axes[0, 0], whole["year"], ticks=5)
    handles, labels = axes[0, 0].get_legend_handles_labels()
    fig.legend(handles, labels, loc="outside upper left", ncols=5)
    leave_margin(fig)
    return fig


def _short(measure: str) -> str:
    name = ALL_MEASURES[measure].title
    return name.replace("without abstentions", "of yes and no").replace(
        "with squared distances", "squared"
    )
