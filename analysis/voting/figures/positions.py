"""Ideal points over the sessions, and the two series beside each other."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from analysis import countries
from analysis.errors import MeasureError, unknown
from analysis.notebook.save import empty
from analysis.notebook.style import COLORS
from analysis.voting import Reading, add_band
from analysis.voting.figures.common import (
    colors_of,
    dodge,
    draw_band,
    draw_spread,
    every_year,
    integer_years,
)
from analysis.voting.ideal_points import IdealPointsResult

UNIT = "Ideal point, in standard deviations of all states and sessions"
# States one by one: dark colours of ColorBrewer, none of a partner's, told apart by dashes too.
STATE_STYLES = (
    ("#222222", "solid"),
    ("#1B7837", "dashed"),
    ("#B2182B", "dashdot"),
    ("#8C510A", "solid"),
    ("#01665E", "dashed"),
    ("#762A83", "dashdot"),
)


def draw_trajectories(region: pd.DataFrame, points: pd.DataFrame, reading: Reading) -> Figure:
    """Draw the positions of the region and of single states against the partners'.

    Parameters
    ----------
    region : pandas.DataFrame
        As :func:`analysis.voting.summarise_positions` returns it, with lower and upper; the
        series of final votes is drawn.
    points : pandas.DataFrame
        year, iso3, ideal_point, lower, upper of that series.
    reading : Reading
        What was chosen.

    Returns
    -------
    matplotlib.figure.Figure
        Left the mean of the chosen states with its interval and the spread of states, right
        single states; partners in both. A sentence if there is no position.
    """
    summary = region[region["series"] == "final"]
    states = points[points["iso3"].isin(list(reading.shown))]
    partners = points[points["iso3"].isin(list(reading.partners))]
    partners = partners.rename(columns={"iso3": "partner"})
    if summary.empty and partners.empty:
        return empty("No estimated positions of the chosen states and partners in these years.")
    fig, (left, right) = plt.subplots(1, 2, figsize=(10.8, 5.8), sharex=True, sharey=True)
    ends = ("ideal_point", "lower", "upper")
    span = pd.concat([summary["year"], partners["year"], states["year"]])
    colors = colors_of(partners, reading)
    for place, (partner, color) in enumerate(colors.items()):
        rows = every_year(partners[partners["partner"] == partner], ends)
        rows = dodge(rows, span, place, 2 * len(colors))
        for ax in (left, right):
            draw_band(ax, rows, color, 0.22)
            ax.plot(rows.index, rows["ideal_point"], color=color, lw=1.7, marker="o", ms=1.5)
        left.plot([], [], color=color, lw=2, label=countries.short_name(partner))
    if len(summary):
        mean = dodge(every_year(summary, (*ends, "low", "high")), span, 1, 2)
        color = COLORS["region"]
        draw_band(left, mean, color, 0.3)
        left.plot(
            mean.index,
            mean["ideal_point"],
            color=color,
            lw=2.2,
            marker="o",
            ms=1.5,
            label="mean of the chosen states",
        )
        draw_spread(left, mean, color)
        left.plot(
            [], [], color=color, lw=0.9, ls=(0, (1, 1.6)), label="10th and 90th percentile of them"
        )
    names = sorted(states["iso3"].unique(), key=countries.name)
    for place, ((color, dashes), iso3) in enumerate(zip(STATE_STYLES, names, strict=False)):
        rows = every_year(states[states["iso3"] == iso3], ends)
        rows = dodge(rows, span, len(names) + place, 2 * len(names))
        draw_band(right, rows, color, 0.15)
        right.plot(
            rows.index,
            rows["ideal_point"],
            color=color,
            ls=dashes,
            lw=1.5,
            marker="o",
            ms=1.2,
            label=countries.name(iso3),
        )
    left.set_title("The chosen states together", fontsize=10.5)
    right.set_title("One by one", fontsize=10.5)
    left.set_ylabel(UNIT, fontsize=10)
    for ax in (left, right):
        ax.grid(axis="x", visible=False)
    integer_years(left, span, ticks=6)
    handles, labels = (
        left.get_legend_handles_labels()[place] + right.get_legend_handles_labels()[place]
        for place in (0, 1)
    )
    fig.legend(handles, labels, loc="outside upper left", ncols=4, fontsize=9.5)
    return fig


def draw_series_compared(points: pd.DataFrame, reading: Reading) -> Figure:
    """Draw each state's position in one series against the other.

    Parameters
    ----------
    points : pandas.DataFrame
        year, iso3, final, all: a row a state and session that both series have.
    reading : Reading
        What was chosen; partners are drawn in their colours.

    Returns
    -------
    matplotlib.figure.Figure
        Left all points with the diagonal, right the difference by year; a sentence if there is
        none.
    """
    if points.empty:
        return empty("No state has a position in both series in these years.")
    fig, (left, right) = plt.subplots(
        1, 2, figsize=(10.4, 4.8), gridspec_kw={"width_ratios": [1, 1.3]}
    )
    difference = points["all"] - points["final"]
    inside = ~points["iso3"].isin(list(reading.partners))
    parts = {"other": ("#9A9A9A", "the chosen states", inside)} | {
        code: (color, countries.short_name(code), points["iso3"] == code)
        for code, color in colors_of(points.rename(columns={"iso3": "partner"}), reading).items()
    }
    for color, name, chosen in parts.values():
        size = 5 if name == "the chosen states" else 12
        left.scatter(points["final"][chosen], points["all"][chosen], s=size, color=color, lw=0)
        right.scatter(
            points["year"][chosen], difference[chosen], s=size, color=color, lw=0, label=name
        )
    low = float(np.floor(points[["final", "all"]].min().min()))
    high = float(np.ceil(points[["final", "all"]].max().max()))
    left.plot([low, high], [low, high], color="#555555", lw=1, zorder=0.5)
    left.set_xlabel("Final votes only")
    left.set_ylabel("All votes")
    right.axhline(0, color="#555555", lw=1, zorder=0.5)
    right.set_ylabel("All votes less final votes")
    integer_years(right, points["year"], ticks=6)
    fig.legend(loc="outside upper left", ncols=5, markerscale=2)
    return fig


def draw_paths(result: IdealPointsResult, states: Sequence[str]) -> Figure:
    """Draw the paths of some states of an estimation with their 95 % intervals.

    Parameters
    ----------
    result : IdealPointsResult
        An estimation, of any assembly.
    states : sequence of str
        States to draw.

    Returns
    -------
    matplotlib.figure.Figure
        A line a state; of one session, a dot.

    Raises
    ------
    MeasureError
        If a state has no estimate; the nearest name is suggested.
    """
    known = sorted(set(result.estimates["state"]))
    if strangers := [each for each in states if each not in known]:
        raise MeasureError(unknown("state", strangers, known))
    fig, ax = plt.subplots()
    for each in states:
        rows = add_band(result.estimates[result.estimates["state"] == each])
        rows = rows.set_index(rows["session"].to_numpy())
        (line,) = ax.plot(rows.index, rows["ideal_point"], marker="o", ms=3, label=each)
        draw_band(ax, rows, to_hex(line.get_color()), 0.2)
    ax.set_xlabel("Session")
    ax.set_ylabel("Ideal point, in standard deviations")
    ax.legend()
    return fig
