"""Trade with a partner set against trade with the world."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.contracts import FLOWS
from analysis.notebook.save import empty
from analysis.notebook.style import COLORS
from analysis.notebook.words import capitalize, whose
from analysis.trade.figures.common import THOUSANDS, whole_years
from analysis.trade.reading import Reading

#: Intensities below this are drawn at the edge: the axis would otherwise be all about trifles.
LEAST_INTENSITY = 1e-3


def draw_shares(shares: pd.DataFrame, comparable: pd.Series, reading: Reading) -> Figure:
    """Draw what share of each side's trade with the world the trade of both is.

    Parameters
    ----------
    shares : pandas.DataFrame
        From :func:`analysis.trade.share_of_world_trade` for several readings, with a column
        ``reading``; the range over the readings is drawn as a band, their middle as a line.
    comparable : pandas.Series
        Whether each year (the label) may be joined to a trend; the others are left out, since a
        share of the few states on record is no share of the group.
    reading : Reading
        For the words.

    Returns
    -------
    matplotlib.figure.Figure
        A panel of two lines for each side whose totals are on record.
    """
    own = whose(reading.partner)
    states = reading.study.region.short if reading.is_whole_region else reading.the_states
    panels = {
        f"{capitalize(states)} in {own} trade": {
            "share_of_partner_imports": (f"of {own} imports", COLORS["exports"]),
            "share_of_partner_exports": (f"of {own} exports", COLORS["imports"]),
        },
        f"{capitalize(reading.the_partner)} in the states' trade": {
            "share_of_states_exports": ("of the states' exports", COLORS["exports"]),
            "share_of_states_imports": ("of the states' imports", COLORS["imports"]),
        },
    }
    years = np.unique(shares["year"])
    usable = shares[shares["year"].map(comparable).fillna(False).astype(bool)]
    panels = {t: ls for t, ls in panels.items() if usable[list(ls)].notna().any(axis=None)}
    if not panels:
        return empty("No comparable year with a flow and a total to set it against.")
    size = (1.4 + 4.2 * len(panels), 4.3)
    fig, axes = plt.subplots(1, len(panels), figsize=size, squeeze=False, layout="constrained")
    for ax, (title, lines) in zip(axes[0], panels.items(), strict=True):
        for column, (label, color) in lines.items():
            by_year = usable.groupby("year")[column].agg(["min", "median", "max"])
            band = 100 * by_year.reindex(years)
            ax.fill_between(years, band["min"], band["max"], color=color, alpha=0.2)
            ax.plot(years, band["median"], marker="o", markersize=3.5, color=color, label=label)
        ax.set_title(title)
        ax.set_ylim(0, None)
        ax.legend(fontsize=9.5, loc="upper left")
        ax.set_ylim(0, 1.25 * ax.get_ylim()[1])
        whole_years(ax)
    axes[0, 0].set_ylabel("per cent")
    return fig


def draw_intensities(means: pd.DataFrame, reading: Reading, n: int = 15) -> Figure:
    """Draw the trade intensity of each state with a partner, both ways, and the range of readings.

    Parameters
    ----------
    means : pandas.DataFrame
        From :func:`analysis.trade.mean_intensities`.
    reading : Reading
        For the words.
    n : int, default 15
        States at most: those with the highest intensity either way.

    Returns
    -------
    matplotlib.figure.Figure
        One row a state on a logarithmic axis; 1 is neutral. A triangle at the edge is a value, or
        the lower end of a range, below :data:`LEAST_INTENSITY`.
    """
    rows = means[means["intensity"] > 0]
    if rows.empty:
        return empty("No intensity: a flow, or a total with the world, is missing.")
    top = rows.groupby("iso3")["intensity"].max().sort_values(ascending=False, kind="stable")
    order = top.head(n).index.tolist()
    fig, ax = plt.subplots(figsize=(9.0, 0.36 * len(order) + 1.7), layout="constrained")
    for offset, flow in zip((-0.14, 0.14), FLOWS, strict=True):
        part = rows[rows["flow"] == flow].set_index("iso3").reindex(order)
        y = np.arange(len(order)) + offset
        color = COLORS[flow]
        ends = part[["low", "high", "intensity"]].clip(lower=LEAST_INTENSITY)
        ax.hlines(y, ends["low"], ends["high"], color=color, linewidth=2.5, alpha=0.5)
        seen = part["intensity"].where(part["intensity"] >= LEAST_INTENSITY)
        ax.scatter(seen, y, s=32, label=reading.flow(flow), color=color, zorder=3)
        below = (part["low"] < LEAST_INTENSITY).to_numpy()
        ax.plot(ends["low"][below], y[below], "<", markersize=6, clip_on=False, color=color,
                zorder=3)  # fmt: skip
    ax.axvline(1, color=COLORS["turnover"], linewidth=1)
    ax.set_xscale("log")
    if (rows.loc[rows["iso3"].isin(order), "low"] < LEAST_INTENSITY).any():
        ax.set_xlim(left=LEAST_INTENSITY)
    ax.xaxis.set_major_formatter(THOUSANDS)
    ax.set_yticks(range(len(order)), [reading.names[iso3] for iso3 in order])
    ax.set_ylim(len(order) - 0.4, -0.6)
    ax.set_xlabel("trade intensity, logarithmic; 1: the partner's weight in world trade")
    handles, _ = ax.get_legend_handles_labels()
    grey = COLORS["other"]
    handles += [
        Line2D([], [], color=grey, linewidth=2.5, alpha=0.6, label="range of readings"),
        Line2D([], [], color=grey, linestyle="", marker="<", label=f"below {LEAST_INTENSITY:g}"),
    ]
    fig.legend(handles=handles, loc="outside lower center", ncols=4, fontsize=9.5)
    return fig
