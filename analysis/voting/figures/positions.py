"""Ideal points over the sessions, the two series of them, and how united groups vote."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from analysis import countries
from analysis.errors import MeasureError, unknown
from analysis.notebook.save import empty
from analysis.notebook.style import COLORS, FURTHER
from analysis.notebook.words import call
from analysis.voting import Reading, add_band
from analysis.voting.figures.common import (
    SPREAD,
    colors_of,
    dodge,
    draw_band,
    draw_line,
    draw_spread,
    every_year,
    integer_years,
    parted,
    show_panels,
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


REGION_COLOR = "#888888"
# Paul Tol's muted palette: blocs are no partners, and have none of the actors' colours.
BLOC_COLORS = (*(FURTHER[place] for place in (2, 4, 3, 0, 1, 6, 5, 7)),)

INDICES = {
    "rice_index": "Rice's index",
    "agreement_index": "Agreement index (Hix, Noury, Roland)",
}


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
            draw_line(ax, rows, "ideal_point", color, 1.7, 1.5)
        left.plot([], [], color=color, lw=2, label=countries.short_name(partner))
    if len(summary):
        mean = dodge(every_year(summary, (*ends, "low", "high")), span, 1, 2)
        color = COLORS["region"]
        draw_band(left, mean, color, 0.3)
        draw_line(left, mean, "ideal_point", color, 2.2, 1.5, label="mean of the chosen states")
        draw_spread(left, mean, color)
        left.plot([], [], color=color, **SPREAD, label="10th and 90th percentile of them")
    names = sorted(states["iso3"].unique(), key=countries.name)
    for place, ((color, dashes), iso3) in enumerate(zip(STATE_STYLES, names, strict=False)):
        rows = every_year(states[states["iso3"] == iso3], ends)
        rows = dodge(rows, span, len(names) + place, 2 * len(names))
        draw_band(right, rows, color, 0.15)
        label = countries.name(iso3)
        draw_line(right, rows, "ideal_point", color, 1.5, 1.2, ls=dashes, label=label)
    left.set_title("The chosen states together", fontsize=10.5)
    right.set_title("One by one", fontsize=10.5)
    left.set_ylabel(UNIT, fontsize=10)
    for ax in (left, right):
        ax.grid(axis="x", visible=False)
    integer_years(left, span, ticks=6)
    fig.legend(loc="outside upper left", ncols=4, fontsize=9.5)
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
    fig, (left, right) = plt.subplots(1, 2, figsize=(10.4, 4.8), width_ratios=[1, 1.3])
    difference = points["all"] - points["final"]
    inside = ~points["iso3"].isin(list(reading.partners))
    parts = {"other": ("#9A9A9A", "the chosen states", inside)} | {
        code: (color, countries.short_name(code), points["iso3"] == code)
        for code, color in colors_of(points.rename(columns={"iso3": "partner"}), reading).items()
    }
    for color, name, chosen in parts.values():
        size = 5 if name == "the chosen states" else 12
        left.scatter(points["final"][chosen], points["all"][chosen], s=size, color=color, lw=0)
        at = points["year"][chosen], difference[chosen]
        right.scatter(*at, s=size, color=color, lw=0, label=name)
    both = points[["final", "all"]].to_numpy()
    low, high = float(np.floor(both.min())), float(np.ceil(both.max()))
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
    shown = show_panels(axes, len(panels))
    for ax, (measures, title) in zip(shown, panels.items(), strict=True):
        for group, measure in itertools.product(groups, measures):
            rows = whole[(whole["group"] == group) & (whole["measure"] == measure)]
            if rows.empty:
                continue
            years = every_year(rows, ("value", "lower", "upper"))
            years = dodge(years, whole["year"], groups.index(group), len(groups))
            draw_band(ax, years, colors[group], 0.17)
            draw_line(ax, years, "value", colors[group], 1.7, 2)
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
