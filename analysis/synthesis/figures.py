"""Plots of the synthesis: coverage, partners, concentration, estimates, specification curves."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Mapping
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

from analysis.countries import short_name
from analysis.notebook.save import empty
from analysis.notebook.style import COLORS, COMPARED, actor_color
from analysis.notebook.words import call, capitalize, join_words
from analysis.synthesis.answers import NEUTRAL
from analysis.synthesis.curve import CHOICES, Curve
from analysis.synthesis.reading import Reading

_DASHES = ("-", "--", "-.")
_SIGNS = "osD^v"
_ALIGNMENTS = {
    "agreement": "agreement",
    "s_score": "S-score",
    "cohen_kappa": "kappa",
    "scott_pi": "pi",
    "ideal_point": "ideal points",
}
_PLAIN = FuncFormatter(lambda value, _: f"{value:g}")


def draw_coverage(counts: pd.DataFrame, reading: Reading) -> Figure:
    """Draw how many states have a value, by variable and year.

    Parameters
    ----------
    counts : pandas.DataFrame
        From :func:`analysis.synthesis.count_coverage`.
    reading : Reading
        The states, all of which are the darkest shade, and what the columns are called.

    Returns
    -------
    matplotlib.figure.Figure
        A row a variable, a column a year; white is no state at all.
    """
    if counts.empty or not counts["n_states"].any():
        return empty("None of the variables has a value for the chosen states and years.")
    order = list(dict.fromkeys(counts["variable"]))
    wide = counts.pivot(index="variable", columns="year", values="n_states").loc[order]
    fig, ax = plt.subplots(figsize=(9.6, 0.36 * len(order) + 1.3))
    shades = plt.get_cmap("Blues").with_extremes(under="white")
    years = wide.columns.astype(int)
    mesh = ax.pcolormesh(
        np.arange(years.min() - 0.5, years.max() + 1), np.arange(len(order) + 1) - 0.5,
        wide.to_numpy(), cmap=shades, vmin=0.5, vmax=max(len(reading.states), 1),
        edgecolors="white", linewidth=0.8,
    )  # fmt: skip
    labels = [capitalize(reading.label(name)) for name in order]
    ax.set_yticks(range(len(order)), labels, fontsize=10)
    ax.set_ylim(len(order) - 0.5, -0.5)
    ax.xaxis.set_major_locator(MaxNLocator(9, integer=True, min_n_ticks=1))
    ax.grid(False)
    fig.colorbar(mesh, ax=ax, label="states with a value", pad=0.01, fraction=0.04)
    return fig


def draw_periods(
    changes: Mapping[str, pd.DataFrame], kinds: Mapping[str, str], reading: Reading
) -> Figure:
    """Draw how each partner gained or lost against another one from period to period.

    Parameters
    ----------
    changes : mapping of str to pandas.DataFrame
        ``trade``, ``arms`` and ``votes`` → the result of
        :func:`analysis.synthesis.compare_periods`.
    kinds : mapping of str to str
        The same keys → ``"ratio"`` or ``"difference"``.
    reading : Reading
        The partners, and the measure of alignment.

    Returns
    -------
    matplotlib.figure.Figure
        A panel each; a point and its 95 % interval a partner and step. Where there is no interval
        the number stands in words with the states that it rests on, and where there is no number
        that it cannot be estimated.
    """
    if not any(frame["change"].notna().any() for frame in changes.values()):
        return empty("No two periods with both partners and enough states among those chosen.")
    others = "over the other's change"
    titles = {
        "trade": f"Trade\nfactor {others}",
        "arms": f"Arms (TIV)\nfactor {others}",
        "votes": f"Votes ({_ALIGNMENTS[reading.measure]})\n{others}",
    }
    looks = _look_of_pairs(reading)
    fig, axes = plt.subplots(1, len(changes), figsize=(9.6, 3.9), squeeze=False)
    for ax, (name, frame) in zip(axes[0], changes.items(), strict=True):
        neutral = NEUTRAL[kinds[name]]
        steps = _steps(frame)
        for place, (period, before) in enumerate(steps):
            part = frame[(frame["period"] == period) & (frame["before"] == before)]
            shifts = np.linspace(-0.22, 0.22, max(len(part), 2))
            for shift, row in zip(shifts, part.to_dict("records"), strict=False):
                words = _without_interval(row, bool(neutral)) if pd.isna(row["low"]) else ""
                look = looks[row["partner"], row["against"]]
                _draw_effect(ax, place + shift, row, "change", words, markersize=7, **look)
        is_drawn = frame["low"].notna().any()
        if is_drawn:
            ax.axvline(neutral, color="#555555", linewidth=1)
        ax.set_yticks(range(len(steps)), [f"{p}\nafter\n{b}" for p, b in steps], fontsize=10)
        ax.set_ylim(len(steps) - 0.5, -0.5)
        ax.set_title(titles[name], fontsize=11)
        if not is_drawn:
            ax.set_xticks([])
        elif neutral:
            _log_axis(ax)
        else:
            ax.xaxis.set_major_locator(MaxNLocator(5))
        ax.grid(axis="y", visible=False)
        if ax is not axes[0, 0] and steps == _steps(next(iter(changes.values()))):
            ax.set_yticklabels([])
    handles = [
        Line2D([], [], **look, label=f"{short_name(pair[0])} against {call(pair[1])}")
        for pair, look in looks.items()
    ]
    fig.legend(handles=handles, loc="outside lower center", ncols=4, fontsize=10)
    return fig


def _look_of_pairs(reading: Reading) -> dict[tuple[str, str], dict[str, Any]]:
    """Return colour, sign and filling of each pair: hollow against any but the first other."""
    looks = {}
    for pair, sign in zip(reading.pairs, itertools.cycle("o^sDvP*X"), strict=False):
        color = actor_color(pair[0], reading.study)
        face = color if pair[1] == reading.others[0] else "white"
        looks[pair] = {"color": color, "marker": sign, "markerfacecolor": face}
    return looks


def _draw_effect(
    ax: Axes, y: float, row: Mapping[Any, Any], column: str, words: str, **look: Any
) -> None:
    """Draw a point and its interval; or words with its sign, at the left and off every scale."""
    if words:
        left = ax.get_yaxis_transform()
        ax.plot(0.05, y, transform=left, **look)
        ax.text(0.1, y, words, transform=left, va="center", fontsize=9, color="#333333")
        return
    ax.plot([row["low"], row["high"]], [y, y], color=look["color"], linewidth=2.2)
    ax.plot(row[column], y, **look)


def _without_interval(row: Mapping[Any, Any], is_factor: bool) -> str:
    """Say in words what has no interval, and why."""
    if pd.isna(row["change"]):
        return "not estimable"
    number = f"{row['change']:.3g}" if is_factor else f"{row['change']:+.3f}"
    return f"{number}, {row['n_states']:.0f} states: no interval"


def draw_concentration(concentration: pd.DataFrame, reading: Reading) -> Figure:
    """Draw how concentrated each partner's trade with the region is, by year.

    Parameters
    ----------
    concentration : pandas.DataFrame
        From :func:`analysis.synthesis.concentrate_by_partner`.
    reading : Reading
        The partners, and how many of the largest states are meant.

    Returns
    -------
    matplotlib.figure.Figure
        Left the Herfindahl-Hirschman index, right the share of the largest states.
    """
    if concentration.empty:
        everyone = join_words([call(each) for each in reading.partners])
        return empty(f"No year in which the chosen states report trade with {everyone}.")
    styles = {
        partner: {
            "label": short_name(partner),
            "color": actor_color(partner, reading.study),
            "linestyle": dash,
        }
        for partner, dash in zip(reading.partners, itertools.cycle(_DASHES), strict=False)
    }
    styles["size"] = {"label": "size alone", "color": COLORS["other"], "linestyle": ":"}
    fig, axes = plt.subplots(1, 2, figsize=(9.6, 4.2))
    share = f"Share of the {reading.theses.largest} largest, %"
    titles = ("Herfindahl–Hirschman index over states", share)
    for ax, column, factor, title in zip(axes, ("hhi", "top_share"), (1, 100), titles, strict=True):
        for partner, style in styles.items():
            rows = concentration[concentration["partner"] == partner].set_index("year")[column]
            if len(rows):
                every = factor * rows.reindex(range(rows.index.min(), rows.index.max() + 1))
                marker = "o" if len(rows) < 3 else None
                ax.plot(every.index, every, linewidth=2.2, marker=marker, **style)
        ax.set_title(title)
        ax.xaxis.set_major_locator(MaxNLocator(6, integer=True, min_n_ticks=1))
        ax.grid(axis="x", visible=False)
    axes[0].set_ylim(bottom=0)
    axes[1].set_ylim(top=100.2)
    fig.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=4)
    return fig


def draw_estimates(to_votes: pd.DataFrame, from_votes: pd.DataFrame, reading: Reading) -> Figure:
    """Draw the headline estimates of both directions with their intervals.

    Parameters
    ----------
    to_votes, from_votes : pandas.DataFrame
        From :func:`analysis.synthesis.estimate_votes` and
        :func:`analysis.synthesis.estimate_flows`.
    reading : Reading
        The partners, the measure of alignment, and what the columns are called.

    Returns
    -------
    matplotlib.figure.Figure
        Left the change of alignment, right the factor on trade and arms; a group of points a
        cause, one for each partner.
    """
    if not (to_votes["effect"].notna().any() or from_votes["effect"].notna().any()):
        return empty(
            "None of the effects can be estimated: too few states or years have all variables,\n"
            "or nothing changes within them (the table says which)."
        )
    fig, (left, right) = plt.subplots(1, 2, figsize=(9.8, 4.4))
    _draw_forest(left, to_votes, "cause", 0.0, reading)
    left.set_title(f"To votes: change of\n{_ALIGNMENTS[reading.measure]} for one step", fontsize=11)
    left.xaxis.set_major_locator(MaxNLocator(5))
    _draw_forest(right, from_votes, "outcome", 1.0, reading)
    right.set_title("From votes: factor\nfor one step more aligned", fontsize=11)
    _log_axis(right)
    handles = [
        Line2D([], [], color=actor_color(p, reading.study), marker=m, label=f"with {call(p)}")
        for p, m in zip(reading.partners, itertools.cycle(_SIGNS), strict=False)
    ]
    fig.legend(handles=handles, loc="outside lower center", ncols=3)
    return fig


def draw_curve(curve: Curve, question: str, reading: Reading) -> Figure:
    """Draw a specification curve: the estimates in order of size above the choices behind each.

    Parameters
    ----------
    curve : Curve
        From :func:`analysis.synthesis.estimate_curve`.
    question : str
        What may go with alignment, for the axis.
    reading : Reading
        What the choices are called.

    Returns
    -------
    matplotlib.figure.Figure
        Above: each estimate with its interval, coloured where the interval leaves out zero, and
        as a band where the median would lie in 95 of 100 samples without any effect. Below: a
        tick in the row of every choice that the estimate above it made.
    """
    frame = curve.specifications
    if frame.empty:
        return empty(
            f"No specification of {question} can be estimated with the chosen states and years."
        )
    rows = _choice_rows(frame)
    n = len(frame)
    fig, (ax, below) = plt.subplots(
        2, 1, figsize=(9.6, 3.6 + 0.235 * len(rows)), sharex=True,
        height_ratios=[3.2, 0.235 * len(rows)],
    )  # fmt: skip
    x = np.arange(n)
    is_out = (frame["p_value"] < 0.05).to_numpy()
    values = frame["partial_correlation"].to_numpy()
    for mask, color, weight in ((~is_out, "#B9C4CC", 0.6), (is_out, COLORS["accent"], 0.9)):
        ax.vlines(x[mask], frame["low"][mask], frame["high"][mask], color=color, linewidth=weight)
    ax.plot(x, values, ".", color="#222222", markersize=3)
    null = curve.joint_tests().iloc[0]
    ax.axhspan(null["null_low"], null["null_high"], color=COMPARED[0], alpha=0.22, linewidth=0)
    ax.axhline(0, color="#555555", linewidth=1)
    median = float(np.median(values))
    ax.axhline(median, color=COLORS["partner"], linewidth=1.6, linestyle="--")
    ax.set_ylabel("partial correlation\nwithin states and years")
    ax.set_xlim(-0.01 * n - 0.5, n - 0.5 + 0.01 * n)
    reach = max(0.05, np.abs(np.r_[frame["low"], frame["high"]]).max())
    ax.set_ylim(-min(reach, 1) * 1.05, min(reach, 1) * 1.05)
    handles = [
        Line2D([], [], color=COLORS["accent"], label="interval without zero"),
        Line2D([], [], color="#B9C4CC", label="interval with zero"),
        Line2D([], [], color=COLORS["partner"], linestyle="--", label=f"median {median:+.3f}"),
        plt.Rectangle((0, 0), 1, 1, color=COMPARED[0], alpha=0.3,
                      label="median if nothing had an effect"),
    ]  # fmt: skip
    fig.legend(handles=handles, loc="outside upper center", ncols=2, fontsize=10)
    labels = [
        _ALIGNMENTS.get(value) or reading.name_choice(choice, value) for choice, value, _ in rows
    ]
    size = float(np.clip(500 / n, 0.5, 4))
    for place, (choice, value, is_first) in enumerate(rows):
        here = x[(frame[choice].astype(str) == value).to_numpy()]
        below.vlines(here, place - 0.36, place + 0.36, color="#333333", linewidth=size)
        if is_first:
            below.axhline(place - 0.5, color="#999999", linewidth=0.8)
            look = {"va": "center", "ha": "left", "fontsize": 9.5, "color": "#444444"}
            aside = below.get_yaxis_transform()
            below.text(1.012, place, CHOICES[choice], transform=aside, **look)
    below.set_yticks(range(len(rows)), labels, fontsize=9.5)
    below.set_ylim(len(rows) - 0.5, -0.5)
    below.grid(False)
    below.set_xlabel(f"{n:,} specifications, in order of their estimate")
    return fig


def draw_turn(traces: Mapping[str, pd.DataFrame], year: int, reading: Reading) -> Figure:
    """Draw how those who did not vote for a resolution moved against those who did, by year.

    Parameters
    ----------
    traces : mapping of str to pandas.DataFrame
        Title of a panel → the result of :func:`analysis.synthesis.trace_turn`; an empty frame
        leaves a note in the panel.
    year : int
        Year of the vote.
    reading : Reading
        The partner and the resolution.

    Returns
    -------
    matplotlib.figure.Figure
        A panel each; hollow points in years with fewer than half of the states.
    """
    if all(frame.empty for frame in traces.values()):
        return empty(
            f"Not both sides of the vote on {reading.theses.resolution} are among the chosen "
            f"states, or no values\naround {year}: there is nothing to compare."
        )
    color = actor_color(reading.partner, reading.study)
    fig, axes = plt.subplots(1, len(traces), figsize=(9.6, 4.0))
    for ax, (title, frame) in zip(np.atleast_1d(axes), traces.items(), strict=True):
        ax.set_title(title, fontsize=11)
        if frame.empty:
            place = {"transform": ax.transAxes, "ha": "center", "va": "center"}
            ax.text(0.5, 0.5, "too few states\nor years", color="#555555", **place)
            ax.set_axis_off()
            continue
        is_full = frame["n_states"] >= 0.5 * frame["n_states"].max()
        ax.vlines(frame["year"], frame["low"], frame["high"], color=color, linewidth=1.8)
        for mask, face in ((is_full, color), (~is_full, "white")):
            look = {"marker": "o", "color": color, "markerfacecolor": face, "markersize": 7}
            ax.plot(frame["year"][mask], frame["difference"][mask], linestyle="", **look)
        ax.axhline(0, color="#555555", linewidth=1)
        ax.axvline(year - 0.5, color=COLORS["predecessor"], linewidth=1.4, linestyle="--")
        ax.xaxis.set_major_locator(MaxNLocator(6, integer=True, min_n_ticks=1))
        ax.grid(axis="x", visible=False)
    return fig


def _draw_forest(
    ax: Axes, frame: pd.DataFrame, group: str, neutral: float, reading: Reading
) -> None:
    names = list(dict.fromkeys(frame[group]))
    shifts = np.linspace(-0.22, 0.22, max(len(reading.partners), 2))
    looks = dict(zip(reading.partners, zip(shifts, itertools.cycle(_SIGNS)), strict=False))
    for place, name in enumerate(names):
        for row in frame[frame[group] == name].to_dict("records"):
            shift, marker = looks[row["partner"]]
            look = {"marker": marker, "color": actor_color(row["partner"], reading.study)}
            words = "not estimable" if pd.isna(row["effect"]) else ""
            _draw_effect(ax, place + shift, row, "effect", words, markersize=7, **look)
    ax.axvline(neutral, color="#555555", linewidth=1)
    labels = [textwrap.fill(reading.label(name).split(" (")[0], 16) for name in names]
    ax.set_yticks(range(len(names)), labels, fontsize=10)
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.grid(axis="y", visible=False)


def _log_axis(ax: Axes) -> None:
    aside = ax.get_yaxis_transform()
    drawn = [line.get_xdata() for line in ax.lines if line.get_transform() != aside]
    values = np.concatenate([np.asarray(each, dtype="float64") for each in drawn])
    values = values[np.isfinite(values) & (values > 0)]
    # One is always in the middle part: a panel of signs alone still has a scale.
    low, high = min(float(values.min()) / 1.25, 0.5), max(float(values.max()) * 1.25, 2.0)
    ax.set_xscale("log")
    ax.set_xlim(low, high)
    marks = [m * 10.0**e for e in range(-5, 7) for m in (1, 2, 5)]
    marks = [mark for mark in marks if low <= mark <= high]
    if len(marks) > 6:
        decades = [mark for mark in marks if f"{mark:.0e}".startswith("1")]
        marks = decades[:: 1 + len(decades) // 6]
    ax.xaxis.set_major_locator(FixedLocator(marks))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(_PLAIN)


def _steps(frame: pd.DataFrame) -> list[tuple[str, str]]:
    return list(dict.fromkeys(zip(frame["period"], frame["before"], strict=True)))


def _choice_rows(frame: pd.DataFrame) -> list[tuple[str, str, bool]]:
    rows = []
    for choice in CHOICES:
        values = sorted(set(frame[choice].astype(str)))
        if len(values) > 1:
            values.sort(key=len if choice == "sample" else None)
            rows += [(choice, value, value == values[0]) for value in values]
    return rows
