"""Agreement by issue, what each issue adds to it, and a change parted into votes and agenda."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from analysis.notebook.save import empty
from analysis.voting import ALL_MEASURES, UNCODED
from analysis.voting.figures.common import (
    ISSUES,
    UNCODED_NAME,
    colors_of,
    finish,
    integer_years,
    leave_margin,
    nothing,
    partner_name,
)

# Paul Tol's muted palette: issues are no actors and have none of the actors' colours.
ISSUE_COLORS = {
    "me": "#882255",
    "nu": "#332288",
    "di": "#6699CC",
    "hr": "#117733",
    "co": "#DDCC77",
    "ec": "#44AA99",
    UNCODED: "#D0D0D0",
}
NAMES = ISSUES | {UNCODED: UNCODED_NAME}


def issues(
    summary: pd.DataFrame,
    measure: str,
    labels: dict[str, str],
    period: int,
    partners: Sequence[str] | None = None,
) -> Figure:
    """Draw the regional mean by period, a panel an issue and a line a partner.

    Parameters
    ----------
    summary : pandas.DataFrame
        As :func:`analysis.voting.summarise_region` returns it by issue, period (first year) and
        partner.
    measure : str
        A key of :data:`analysis.voting.ALL_MEASURES`.
    labels : dict of str to str
        Issues in the order of the panels, with their names.
    period : int
        Years in a period.
    partners : sequence of str, optional
        Partners in the order in which they were chosen.

    Returns
    -------
    matplotlib.figure.Figure
        Six panels on one scale; a sentence if there is no value.
    """
    if not summary["mean"].notna().any():
        return nothing("with an issue code", only_four=True)
    fig, axes = plt.subplots(2, 3, figsize=(10.8, 6.4), sharex=True, sharey=True)
    for ax, (issue, label) in zip(axes.flat, labels.items(), strict=True):
        for partner, color in colors_of(summary, partners).items():
            rows = summary[(summary["issue"] == issue) & (summary["partner"] == partner)]
            rows = rows[rows["mean"].notna()]
            ax.plot(
                rows["period"] + (period - 1) / 2,
                rows["mean"],
                color=color,
                marker="o",
                markersize=4,
                label=partner_name(partner),
            )
        ax.set_title(label[0].upper() + label[1:], fontsize=10.5)
        finish(ax, measure)
        ax.set_ylabel("")
    fig.supylabel(ALL_MEASURES[measure].label, fontsize=11)
    ends = pd.concat([summary["period"], summary["period"] + period])
    integer_years(axes[0, 0], ends, ticks=5)
    handles, names = axes[0, 0].get_legend_handles_labels()
    fig.legend(handles, names, loc="outside upper left", ncols=5)
    leave_margin(fig)
    return fig


def contributions(
    parts: pd.DataFrame, period: int, partners: Sequence[str] | None = None
) -> Figure:
    """Draw what each issue adds to the agreement, as bars that add up to it.

    Parameters
    ----------
    parts : pandas.DataFrame
        As :func:`analysis.voting.decompose` returns it by period (first year) and partner.
    period : int
        Years in a period.
    partners : sequence of str, optional
        Partners in the order in which they were chosen; the USSR and Russia share a panel.

    Returns
    -------
    matplotlib.figure.Figure
        A panel a partner; a dot on top marks the agreement. A sentence if there is nothing.
    """
    if parts.empty:
        return nothing("by issue", only_four=True)
    panels = _panels(list(colors_of(parts, partners)))
    fig, axes = plt.subplots(
        1,
        len(panels),
        figsize=(max(8.0, 4.6 + 2.9 * (len(panels) - 1)), 5.0),
        sharey=True,
        squeeze=False,
    )
    for ax, group in zip(axes[0], panels, strict=True):
        rows = parts[parts["partner"].isin(group)]
        wide = rows.pivot_table(
            index="period", columns="issue", values="contribution", aggfunc="sum"
        ).reindex(columns=list(NAMES), fill_value=0.0)
        bottom = np.zeros(len(wide))
        middle = wide.index.to_numpy(dtype=float) + (period - 1) / 2
        for issue in NAMES:
            height = wide[issue].fillna(0.0).to_numpy()
            ax.bar(middle, height, period * 0.86, bottom, color=ISSUE_COLORS[issue], linewidth=0)
            bottom = bottom + height
        totals = rows.drop_duplicates("period").set_index("period")["total"].reindex(wide.index)
        ax.plot(middle, totals, "o", color="#222222", markersize=4)
        ax.set_title(" / ".join(partner_name(code) for code in group), fontsize=10.5)
        ax.set_ylim(0, 1)
        ax.grid(axis="x", visible=False)
        ends = pd.concat([parts["period"], parts["period"] + period - 1])
        integer_years(ax, ends, ticks=4)
    axes[0, 0].set_ylabel("Contribution to the agreement, 0 to 1")
    handles: list = [Patch(color=ISSUE_COLORS[issue], label=name) for issue, name in NAMES.items()]
    handles += axes[0, 0].plot(
        [], [], "o", color="#222222", ms=4, label="agreement on all joint votes"
    )
    fig.legend(handles=handles, loc="outside upper left", ncols=4 if len(panels) > 2 else 3)
    return fig


def change_by_issue(
    change: pd.DataFrame, when: str, partners: Sequence[str] | None = None
) -> Figure:
    """Draw how much of a change each issue brought, by other votes and by another agenda.

    Parameters
    ----------
    change : pandas.DataFrame
        As :func:`analysis.voting.periods.split_change` returns it.
    when : str
        The two periods, for the axis.
    partners : sequence of str, optional
        Partners in the order in which they were chosen.

    Returns
    -------
    matplotlib.figure.Figure
        A panel a partner, two bars an issue and for the sum; a sentence if there is nothing.
    """
    if change.empty:
        return empty(f"No votes of the chosen states and partners in both periods: {when}.")
    colors = colors_of(change, partners)
    fig, axes = plt.subplots(
        1,
        len(colors),
        figsize=(max(8.0, 4.8 + 2.6 * (len(colors) - 1)), 4.6),
        sharex=True,
        sharey=True,
    )
    for ax, (partner, color) in zip(np.atleast_1d(axes), colors.items(), strict=True):
        rows = change[change["partner"] == partner].set_index("issue")
        rows = rows[["by_votes", "by_agenda"]].reindex(list(NAMES)).fillna(0.0)
        whole = rows.sum()
        for place, (votes, agenda) in enumerate([*rows.to_numpy(), whole.to_numpy()]):
            y = place + (0.6 if place == len(NAMES) else 0)
            ax.barh(y - 0.2, votes, 0.36, color=color)
            ax.barh(y + 0.2, agenda, 0.36, color="white", edgecolor=color, hatch="////", lw=0.8)
        ax.axvline(0, color="#555555", linewidth=1)
        ax.set_title(f"{partner_name(partner)}: {whole.sum():+.3f}", fontsize=10.5)
        ax.grid(axis="y", visible=False)
        ax.tick_params(axis="x", labelsize=9)
        ax.locator_params(axis="x", nbins=4)
    first = np.atleast_1d(axes)[0]
    places = [*range(len(NAMES)), len(NAMES) + 0.6]
    first.set_yticks(places, [*NAMES.values(), "all together"])
    first.set_ylim(len(NAMES) + 1.2, -0.7)
    fig.supxlabel(f"Change of the agreement, {when}", fontsize=11)
    handles = [
        Patch(color="#555555", label="by other votes"),
        Patch(fc="white", ec="#555555", hatch="////", label="by another agenda"),
    ]
    fig.legend(handles=handles, loc="outside upper left", ncols=2)
    return fig


def _panels(partners: Sequence[str]) -> list[list[str]]:
    """Return partners, the USSR and Russia together: they share no year."""
    panels = [[code] for code in partners if code not in ("SUN", "RUS")]
    soviet = [code for code in ("SUN", "RUS") if code in partners]
    return [soviet, *panels] if soviet else panels
