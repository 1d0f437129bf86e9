"""Trade with Russia set against trade with the world."""

from __future__ import annotations

from collections.abc import Mapping

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.notebook.save import empty
from analysis.notebook.style import COLORS
from analysis.trade.figures.common import FLOW_LABELS, THOUSANDS, whole_years

_PANELS = {
    "The region in Russia's trade": {
        "share_of_russia_imports": ("of Russia's imports", COLORS["exports"]),
        "share_of_supplier_exports": ("of Russia's exports", COLORS["imports"]),
    },
    "Russia in the states' trade": {
        "share_of_states_exports": ("of the states' exports", COLORS["exports"]),
        "share_of_states_imports": ("of the states' imports", COLORS["imports"]),
    },
}


def draw_shares(shares: pd.DataFrame, comparable: pd.Series, whose: str) -> Figure:
    """Draw what share of each side's trade with the world the trade of both is.

    Parameters
    ----------
    shares : pandas.DataFrame
        From :func:`analysis.trade.share_of_world_trade` for several readings, with a column
        ``reading``; the range over the readings is drawn as a band, their middle as a line.
    comparable : pandas.Series
        Whether each year (the label) may be joined to a trend; the others are left out, since a
        share of the few states on record is no share of the group.
    whose : str
        The states, for the title of the first panel.

    Returns
    -------
    matplotlib.figure.Figure
        Two panels of two lines.
    """
    columns = [name for panel in _PANELS.values() for name in panel]
    joined = shares["year"].map(comparable).fillna(False).astype(bool)
    if shares.loc[joined, columns].isna().all(axis=None):
        return empty("No comparable year with a flow and a total to set it against.")
    fig, axes = plt.subplots(1, 2, figsize=(9.8, 4.3), layout="constrained")
    groups = shares.groupby("year")[columns]
    middle, low, high = 100 * groups.median(), 100 * groups.min(), 100 * groups.max()
    usable = comparable.reindex(middle.index).fillna(False).astype(bool)
    years = middle.index.to_numpy()
    for ax, (title, lines) in zip(axes, _PANELS.items(), strict=True):
        for column, (label, color) in lines.items():
            ax.fill_between(
                years, low[column].where(usable), high[column].where(usable), color=color, alpha=0.2
            )
            ax.plot(
                years, middle[column].where(usable), marker="o", markersize=3.5, color=color,
                label=label,
            )  # fmt: skip
        ax.set_title(title.replace("The region", whose))
        ax.set_ylim(0, None)
        ax.legend(fontsize=9.5, loc="upper left")
        ax.set_ylim(0, 1.25 * ax.get_ylim()[1])
        whole_years(ax)
    axes[0].set_ylabel("per cent")
    return fig


def draw_intensities(means: pd.DataFrame, names: Mapping[str, str], n: int = 15) -> Figure:
    """Draw the trade intensity of each state with Russia, both ways, with the range of readings.

    Parameters
    ----------
    means : pandas.DataFrame
        From :func:`analysis.trade.mean_intensities`.
    names : mapping of str to str
        ISO3 code to name.
    n : int, default 15
        States at most: those with the highest intensity either way.

    Returns
    -------
    matplotlib.figure.Figure
        One row a state on a logarithmic axis; 1 is neutral. Below a thousandth nothing is drawn.
    """
    rows = means[means["intensity"] > 0]
    if rows.empty:
        return empty("No intensity: a flow, or a total with the world, is missing.")
    top = rows.groupby("iso3")["intensity"].max().sort_values(ascending=False, kind="stable")
    order = top.head(n).index.tolist()
    fig, ax = plt.subplots(figsize=(9.0, 0.36 * len(order) + 1.7), layout="constrained")
    least = 1e-3
    for offset, (flow, label) in zip((-0.14, 0.14), FLOW_LABELS.items(), strict=True):
        part = rows[rows["flow"] == flow].set_index("iso3").reindex(order)
        y = np.arange(len(order)) + offset
        part = part.where(part["intensity"] >= least)
        ax.hlines(y, part["low"].clip(lower=least), part["high"], color=COLORS[flow], linewidth=2.5,
                  alpha=0.5)  # fmt: skip
        ax.scatter(part["intensity"], y, color=COLORS[flow], s=32, label=label, zorder=3)
    ax.axvline(1, color=COLORS["turnover"], linewidth=1)
    ax.set_xscale("log")
    ax.xaxis.set_major_formatter(THOUSANDS)
    ax.set_yticks(range(len(order)), [names[iso3] for iso3 in order])
    ax.set_ylim(len(order) - 0.4, -0.6)
    ax.set_xlabel("trade intensity, logarithmic; 1: the partner's weight in world trade")
    handles, _ = ax.get_legend_handles_labels()
    handles.append(
        Line2D([], [], color=COLORS["other"], linewidth=2.5, alpha=0.6, label="range of readings")
    )
    fig.legend(handles=handles, loc="outside lower center", ncols=3, fontsize=9.5)
    return fig
