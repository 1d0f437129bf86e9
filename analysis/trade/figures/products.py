"""What is traded: structure, revealed advantage, complementarity, two-way trade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from analysis.contracts import FLOWS
from analysis.notebook.save import empty
from analysis.notebook.style import COLORS, COMPARED, FURTHER
from analysis.notebook.words import capitalize
from analysis.trade.figures.common import whole_years
from analysis.trade.products import OTHER, leading_products
from analysis.trade.reading import Reading

#: Colours of products, in the order of their size.
_PALETTE = (COLORS["imports"], *COMPARED, COLORS["exports"], COLORS["predecessor"], *FURTHER)
_NO_REPORT = "#E2E2E2"


def draw_structure(
    shares: pd.DataFrame, labels: Mapping[str, str], reading: Reading, *, n: int = 6
) -> Figure:
    """Draw the product structure of both flows by year as stacked bars.

    Parameters
    ----------
    shares : pandas.DataFrame
        From :func:`analysis.trade.structure`.
    labels : mapping of str to str
        From :func:`analysis.trade.label_products`.
    reading : Reading
        For the words.
    n : int, default 6
        Products with a colour of their own in each flow.

    Returns
    -------
    matplotlib.figure.Figure
        A panel a flow; each bar is 100 per cent of the flow on record. A product has one colour in
        both panels.
    """
    by_flow = {flow: rows for flow in FLOWS if len(rows := shares[shares["flow"] == flow])}
    if not by_flow:
        return empty("No product structure on record for these states and years.")
    leaders = {flow: leading_products(rows, n) for flow, rows in by_flow.items()}
    every = list(dict.fromkeys(product for each in leaders.values() for product in each))
    colors = {product: _PALETTE[i % len(_PALETTE)] for i, product in enumerate(every)}
    colors[OTHER] = COLORS["light"]
    size = (10.2 if len(by_flow) > 1 else 8.6, 5.2)
    fig, axes = plt.subplots(1, len(by_flow), figsize=size, squeeze=False, layout="constrained")
    for ax, (flow, rows) in zip(axes[0], by_flow.items(), strict=True):
        grid = 100 * rows.pivot(index="year", columns="product", values="share").fillna(0.0)
        grid = grid[leaders[flow]]
        # Shares of a source may sum to a little more than one; the rest is never negative.
        grid[OTHER] = (100 - grid.sum(axis=1)).clip(lower=0)
        base, place = grid.cumsum(axis=1) - grid, np.arange(len(grid))
        for product, values in grid.items():
            ax.bar(place, values, bottom=base[product], width=0.82, color=colors[str(product)],
                   label=labels[str(product)])  # fmt: skip
        ax.set_title(capitalize(reading.flow(flow)))
        step = max(1, -(-len(grid) // 7))
        ax.set_xticks(place[::step], [str(year) for year in grid.index[::step]])
        ax.set_ylim(0, 100.5)
        ax.grid(False, axis="x")
        ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.08), ncols=2, fontsize=9)
    axes[0][0].set_ylabel("per cent of the flow")
    return fig


def draw_advantages(table: pd.DataFrame, states: Sequence[str], reading: Reading) -> Figure:
    """Draw revealed comparative advantage by state and product group.

    Parameters
    ----------
    table : pandas.DataFrame
        Median over the years: ``iso3, product, rsca``.
    states : sequence of str
        States, in the order of the columns; products stand in the order of the first.
    reading : Reading
        For the words.

    Returns
    -------
    matplotlib.figure.Figure
        A heat map of the symmetric index, −1 to 1, with its value where it is above 0; empty where
        there is no report.
    """
    rows = table[table["iso3"].isin(states)]
    if rows.empty:
        return empty("No product groups on record for these states and years.")
    grid = rows.pivot(index="product", columns="iso3", values="rsca")
    grid = grid[[iso3 for iso3 in states if iso3 in grid]]
    grid = grid.sort_values(grid.columns[0], ascending=False, kind="stable")
    width = min(11.0, 3.6 + 0.62 * len(grid.columns))
    fig, ax = plt.subplots(figsize=(max(width, 6.0), 0.36 * len(grid) + 2.2), layout="constrained")
    mesh = ax.pcolormesh(
        np.ma.masked_invalid(grid.to_numpy()), cmap="PuOr", vmin=-1, vmax=1, edgecolor="white",
        linewidth=0.5,
    )  # fmt: skip
    fig.colorbar(mesh, ax=ax, label="symmetric revealed advantage", shrink=0.8)
    ax.set_ylim(len(grid), 0)
    ax.set_yticks(np.arange(len(grid)) + 0.5, grid.index)
    # Numbers stand where there is an advantage, in few enough columns to be read.
    if len(grid.columns) <= 13:
        for (y, x), value in np.ndenumerate(grid.to_numpy()):
            if value > 0:
                color = "white" if value > 0.6 else "black"
                ax.text(
                    x + 0.5, y + 0.5, f"{value:.1f}", ha="center", va="center", fontsize=8.5,
                    color=color,
                )  # fmt: skip
    ax.set_xticks(np.arange(len(grid.columns)) + 0.5, [reading.names[c] for c in grid.columns])
    ax.tick_params(axis="x", rotation=90 if len(grid.columns) > 8 else 40, labelsize=9.5, length=0)
    if len(grid.columns) <= 8:
        plt.setp(ax.get_xticklabels(), ha="right", rotation_mode="anchor")
    ax.tick_params(axis="y", labelsize=9.5, length=0)
    ax.grid(False)
    return fig


def draw_fit(complementarity: pd.DataFrame, two_way: pd.DataFrame, reading: Reading) -> Figure:
    """Draw how well exports fit the partner's imports, and how much trade goes both ways.

    Parameters
    ----------
    complementarity : pandas.DataFrame
        From :func:`analysis.trade.complementarities`.
    two_way : pandas.DataFrame
        Rows of ``trade/two_way`` by HS chapter.
    reading : Reading
        For the words.

    Returns
    -------
    matplotlib.figure.Figure
        Left the middle of the states with the range from the lower to the upper quartile, right
        one line a state.
    """
    if complementarity.empty and two_way.empty:
        return empty("No product groups on record for these states and years.")
    fig, (left, right) = plt.subplots(1, 2, figsize=(9.8, 4.3), layout="constrained")
    for flow in FLOWS:
        rows = complementarity[complementarity["flow"] == flow].groupby("year")["complementarity"]
        if not len(rows):
            continue
        low, middle, high = (rows.quantile(each) for each in (0.25, 0.5, 0.75))
        left.fill_between(low.index, low, high, color=COLORS[flow], alpha=0.2)
        left.plot(middle, color=COLORS[flow], marker="o", markersize=3.5, label=reading.flow(flow))
    left.set(title="Complementarity, four stages of processing", ylabel="index, 0 to 100")
    left.set_ylim(0, 100)
    if len(complementarity):
        left.legend(fontsize=9.5, loc="lower left")
        whole_years(left)
    else:
        left.text(0.5, 0.5, "no structure on record", ha="center", transform=left.transAxes)
    for number, (iso3, lines) in enumerate(two_way.groupby("iso3")):
        right.plot(
            lines["year"], 100 * lines["grubel_lloyd"], marker="o", markersize=3,
            color=FURTHER[number % len(FURTHER)], label=reading.names[str(iso3)],
        )  # fmt: skip
    right.set(title="Two-way trade (Grubel–Lloyd), HS chapters", ylabel="per cent of trade")
    right.set_ylim(0, None)
    if len(two_way):
        right.set_ylim(0, 1.3 * right.get_ylim()[1])
        right.legend(fontsize=9.5, loc="upper left", ncols=2)
        whole_years(right)
    else:
        right.text(0.5, 0.5, "no chapters on record", ha="center", transform=right.transAxes)
    return fig


def draw_asymmetry(mirrored: pd.DataFrame, reading: Reading) -> Figure:
    """Draw the asymmetry of both reports by state and year, a panel a flow.

    Parameters
    ----------
    mirrored : pandas.DataFrame
        From :func:`analysis.trade.mirror_reports`.
    reading : Reading
        For the words.

    Returns
    -------
    matplotlib.figure.Figure
        A heat map from −1 (only the importer sees the flow) to 1 (only the exporter does); white
        where one report or both are missing, as the legend says.
    """
    if mirrored.empty:
        return empty("No flow of these states and years is on record from both sides.")
    states = sorted(mirrored["iso3"].unique(), key=lambda iso3: reading.names[iso3])
    years = np.arange(mirrored["year"].min(), mirrored["year"].max() + 1)
    size = (10.0, max(0.2 * len(states) + 2.0, 3.0))
    fig, axes = plt.subplots(1, 2, figsize=size, sharey=True, layout="constrained")
    for ax, flow in zip(axes, FLOWS, strict=True):
        rows = mirrored[mirrored["flow"] == flow]
        grid = rows.pivot(index="iso3", columns="year", values="asymmetry")
        grid = grid.reindex(index=states, columns=years).astype("float64")
        edges = np.arange(years[0], years[-1] + 2) - 0.5
        ax.set_facecolor(_NO_REPORT)
        ax.pcolormesh(
            edges, np.arange(len(states) + 1), np.ma.masked_invalid(grid.to_numpy()),
            cmap="PuOr", vmin=-1, vmax=1, edgecolor="white", linewidth=0.3, rasterized=True,
        )  # fmt: skip
        ax.set_title(capitalize(reading.flow(flow)))
        ax.set_xlim(edges[0], edges[-1])
        whole_years(ax, margin=0.0, most=5)
        ax.tick_params(length=0)
        ax.grid(False)
    axes[0].set_ylim(len(states), 0)
    names = [reading.names[iso3] for iso3 in states]
    axes[0].set_yticks(np.arange(len(states)) + 0.5, names, fontsize=9)
    scale = ScalarMappable(Normalize(-1, 1), "PuOr")
    fig.colorbar(scale, ax=axes, shrink=0.7, label="(X − M) / (X + M)")
    handle = Patch(facecolor=_NO_REPORT, label="not on record from both sides")
    fig.legend(handles=[handle], loc="outside lower center", fontsize=9.5)
    return fig
