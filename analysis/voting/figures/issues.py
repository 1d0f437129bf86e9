"""Agreement by issue, what each issue adds to it, and a change parted into votes and agenda."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from analysis import countries
from analysis.notebook.save import empty
from analysis.voting import UNCODED, Reading
from analysis.voting.figures.common import (
    colors_of,
    draw_line,
    finish,
    integer_years,
    nothing,
    share_legend,
    widen,
)

# Paul Tol's muted palette in the order of the issues, what is uncoded last: issues are no actors
# and have none of the actors' colours.
ISSUE_COLORS = (
    *("#882255", "#332288", "#6699CC", "#117733", "#DDCC77", "#44AA99"),
    "#D0D0D0",
)


def draw_issues(summary: pd.DataFrame, reading: Reading, period: int) -> Figure:
    """Draw the regional mean by period, a panel an issue and a line a partner.

    Parameters
    ----------
    summary : pandas.DataFrame
        As :func:`analysis.voting.summarise_region` returns it by issue, period (first year) and
        partner.
    reading : Reading
        What was chosen.
    period : int
        Years in a period.

    Returns
    -------
    matplotlib.figure.Figure
        Six panels on one scale; a sentence if there is no value.
    """
    if not summary["mean"].notna().any():
        return nothing(reading, "with an issue code", only_counted=True)
    fig, axes = plt.subplots(2, 3, figsize=(10.8, 6.4), sharex=True, sharey=True)
    labels = {issue: name for issue, name in reading.issues.items() if issue != UNCODED}
    for ax, (issue, label) in zip(axes.flat, labels.items(), strict=True):
        for partner, color in colors_of(summary, reading).items():
            rows = summary[(summary["issue"] == issue) & (summary["partner"] == partner)]
            rows = rows[rows["mean"].notna()]
            rows = rows.set_index(rows["period"] + (period - 1) / 2)
            draw_line(ax, rows, "mean", color, 1.5, 4, label=countries.short_name(partner))
        ax.set_title(label[0].upper() + label[1:], fontsize=10.5)
        finish(ax, reading.measure)
        ax.set_ylabel("")
    fig.supylabel(reading.scale, fontsize=11)
    ends = pd.concat([summary["period"], summary["period"] + period])
    integer_years(axes[0, 0], ends, ticks=5)
    share_legend(fig, axes[0, 0])
    return fig


def draw_contributions(parts: pd.DataFrame, reading: Reading, period: int) -> Figure:
    """Draw what each issue adds to the agreement, as bars that add up to it.

    Parameters
    ----------
    parts : pandas.DataFrame
        As :func:`analysis.voting.decompose` returns it by period (first year) and partner.
    reading : Reading
        What was chosen; the partner shares a panel with those it continued.
    period : int
        Years in a period.

    Returns
    -------
    matplotlib.figure.Figure
        A panel a partner; a dot on top marks the agreement. A sentence if there is nothing.
    """
    if parts.empty:
        return nothing(reading, "by issue", only_counted=True)
    names = reading.issues
    panels = _panels(list(colors_of(parts, reading)), reading)
    size = (widen(len(panels), 4.6, 2.9), 5.0)
    fig, axes = plt.subplots(1, len(panels), figsize=size, sharey=True, squeeze=False)
    for ax, group in zip(axes[0], panels, strict=True):
        rows = parts[parts["partner"].isin(group)]
        wide = rows.pivot_table(
            index="period", columns="issue", values="contribution", aggfunc="sum"
        ).reindex(columns=list(names), fill_value=0.0)
        bottom = np.zeros(len(wide))
        middle = wide.index.to_numpy(dtype=float) + (period - 1) / 2
        for issue, color in zip(names, ISSUE_COLORS, strict=True):
            height = wide[issue].fillna(0.0).to_numpy()
            ax.bar(middle, height, period * 0.86, bottom, color=color, linewidth=0)
            bottom = bottom + height
        totals = rows.drop_duplicates("period").set_index("period")["total"].reindex(wide.index)
        ax.plot(middle, totals, "o", color="#222222", markersize=4)
        ax.set_title(" / ".join(countries.short_name(code) for code in group), fontsize=10.5)
        ax.set_ylim(0, 1)
        ax.grid(axis="x", visible=False)
        ends = pd.concat([parts["period"], parts["period"] + period - 1])
        integer_years(ax, ends, ticks=4)
    axes[0, 0].set_ylabel("Contribution to the agreement, 0 to 1")
    colors = zip(ISSUE_COLORS, names.values(), strict=True)
    handles: list = [Patch(color=color, label=name) for color, name in colors]
    label = "agreement on all joint votes"
    handles += axes[0, 0].plot([], [], "o", color="#222222", ms=4, label=label)
    fig.legend(handles=handles, loc="outside upper left", ncols=4 if len(panels) > 2 else 3)
    return fig


def draw_change_by_issue(change: pd.DataFrame, reading: Reading, when: str) -> Figure:
    """Draw how much of a change each issue brought, by other votes and by another agenda.

    Parameters
    ----------
    change : pandas.DataFrame
        As :func:`analysis.voting.periods.split_change` returns it.
    reading : Reading
        What was chosen.
    when : str
        The two periods, for the axis.

    Returns
    -------
    matplotlib.figure.Figure
        A panel a partner, two bars an issue and for the sum; a sentence if there is nothing.
    """
    if change.empty:
        return empty(f"No votes of the chosen states and partners in both periods: {when}.")
    colors, names = colors_of(change, reading), reading.issues
    size = (widen(len(colors), 4.8, 2.6), 4.6)
    fig, axes = plt.subplots(1, len(colors), figsize=size, sharex=True, sharey=True, squeeze=False)
    for ax, (partner, color) in zip(axes[0], colors.items(), strict=True):
        rows = change[change["partner"] == partner].set_index("issue")
        rows = rows[["by_votes", "by_agenda"]].reindex(list(names)).fillna(0.0)
        whole = rows.sum()
        for place, (votes, agenda) in enumerate([*rows.to_numpy(), whole.to_numpy()]):
            y = place + (0.6 if place == len(names) else 0)
            ax.barh(y - 0.2, votes, 0.36, color=color)
            ax.barh(y + 0.2, agenda, 0.36, color="white", edgecolor=color, hatch="////", lw=0.8)
        ax.axvline(0, color="#555555", linewidth=1)
        ax.set_title(f"{countries.short_name(partner)}: {whole.sum():+.3f}", fontsize=10.5)
        ax.grid(axis="y", visible=False)
        ax.tick_params(axis="x", labelsize=9)
        ax.locator_params(axis="x", nbins=4)
    first = axes[0, 0]
    places = [*range(len(names)), len(names) + 0.6]
    first.set_yticks(places, [*names.values(), "all together"])
    first.set_ylim(len(names) + 1.2, -0.7)
    fig.supxlabel(f"Change of the agreement, {when}", fontsize=11)
    handles = [
        Patch(color="#555555", label="by other votes"),
        Patch(fc="white", ec="#555555", hatch="////", label="by another agenda"),
    ]
    fig.legend(handles=handles, loc="outside upper left", ncols=2)
    return fig


def _panels(partners: Sequence[str], reading: Reading) -> list[list[str]]:
    """Return partners, the study's and those it continued together: they share no year."""
    together = set(reading.study.lineage(reading.study.partner))
    panels = [[code] for code in partners if code not in together]
    first = [code for code in partners if code in together]
    return [first, *panels] if first else panels
