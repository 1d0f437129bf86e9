"""Imports by supplier and window: dependence, concentration, with and without a state."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from analysis import countries
from analysis.arms.choices import UNKNOWN_SUPPLIER
from analysis.arms.figures import shared
from analysis.arms.figures.shared import Style, supplier_color
from analysis.arms.reading import Reading
from analysis.notebook.save import empty
from analysis.notebook.style import COLORS

# Suppliers without a colour of their own in the house style, in the order of their volume.
PALETTE = ["#56B4E9", "#44AA99", "#F0E442", "#8C564B", "#117733", "#882255", "#999933"]

NAMED = 7
"""Suppliers with a colour of their own, by volume over all windows, the chosen one included."""


def draw_shares(table: pd.DataFrame, reading: Reading) -> Figure:
    """Draw one supplier's share of each state's imports by window as a heat map.

    Parameters
    ----------
    table : pandas.DataFrame
        As :func:`analysis.arms.supplier_share` returns it.
    reading : Reading
        The choices, for colours and words.

    Returns
    -------
    matplotlib.figure.Figure
        One row a state with any import, one column a window; per cent in the cells. Grey:
        imports under the floor; white: no imports. A sentence if there are no windows or no
        imports.
    """
    imported = table.groupby("iso3")[["tiv_million", "total_tiv_million"]].sum()
    imported = imported[imported["total_tiv_million"] > 0]
    spans = sorted(set(zip(table["first_year"], table["last_year"], strict=True)))
    if imported.empty:
        return empty(shared.no_imports(spans, reading))
    by = ["tiv_million", "total_tiv_million", "iso3"]
    order = imported.reset_index().sort_values(by, ascending=[False, False, True])["iso3"]
    wide = table.pivot(index="iso3", columns="last_year").loc[order]
    share = wide["share"].to_numpy(dtype=float) * 100
    is_small = (wide["total_tiv_million"].to_numpy(dtype=float) > 0) & np.isnan(share)
    fig, ax = plt.subplots(figsize=(9.6, max(4.2, 1.8 + 0.24 * len(order))))
    color = supplier_color(reading.partner, reading)
    shades = LinearSegmentedColormap.from_list("share", ["#EDF3F8", color])
    grey = np.ma.masked_where(~is_small, np.ones(share.shape))
    ax.pcolormesh(grey, cmap="Greys_r", vmin=0, vmax=1.18)
    cells: Style = {"edgecolor": "white", "linewidth": 0.8}
    mesh = ax.pcolormesh(np.ma.masked_invalid(share), cmap=shades, vmin=0, vmax=100, **cells)
    if len(spans) <= 10:
        for (row, column), value in np.ndenumerate(share):
            if np.isfinite(value):
                words = "<1" if 0 < value < 0.5 else f"{value:.0f}"
                look: Style = {"fontsize": 9, "color": "white" if value > 55 else "#222222"}
                ax.text(column + 0.5, row + 0.5, words, ha="center", va="center", **look)
    shared.add_scale(fig, ax, mesh, shared.name_share(reading), max(12, 1.6 * len(order)))
    shared.lay_windows(ax, spans, 0.5)
    shared.lay_cells(ax, [countries.name(iso3) for iso3 in order], 10)
    ax.set_xlabel(f"Grey: imports of less than {reading.min_tiv:g} million TIV; white: no imports")
    return fig


def draw_suppliers(table: pd.DataFrame, summary: pd.DataFrame, reading: Reading) -> Figure:
    """Draw the suppliers of each window as stacked bars, and their concentration beneath.

    Parameters
    ----------
    table : pandas.DataFrame
        As :func:`analysis.arms.window_table` returns it.
    summary : pandas.DataFrame
        As :func:`analysis.arms.window_summary` returns it.
    reading : Reading
        The choices, with its windows; one without imports keeps its place.

    Returns
    -------
    matplotlib.figure.Figure
        Two panels with one axis of windows; a sentence if there is nothing to draw. The chosen
        supplier and the largest others have a colour of their own.
    """
    partner, spans = reading.partner, reading.windows
    if table.empty:
        return empty(shared.no_imports(spans, reading))
    ends = [last for _, last in spans]
    volumes = table.pivot(index="supplier", columns="last_year", values="tiv_million")
    volumes = volumes.reindex(columns=ends).fillna(0)
    ranked = volumes.sum(axis=1).sort_values(ascending=False, kind="stable").index
    others = [code for code in ranked if code not in (partner, UNKNOWN_SUPPLIER)]
    named = [partner, *others[: NAMED - 1]]
    palette = iter(PALETTE)
    parts = []
    for code in named:
        own = supplier_color(code, reading)
        color = next(palette) if own == COLORS["other"] else own
        heights = volumes.reindex([code]).fillna(0).to_numpy()[0]
        parts.append((countries.short_name(code), color, heights))
    rest = volumes.drop(index=named, errors="ignore")
    if len(rest):
        parts.append(("others", COLORS["light"], rest.sum().to_numpy()))
    fig, (top, bottom) = plt.subplots(2, 1, sharex=True, figsize=(9.6, 6.4), height_ratios=[3.2, 1])
    places = np.arange(len(spans))
    shared.stack_bars(top, places, parts, 0.78)
    top.set_ylabel("Imports, million TIV")
    index = summary.set_index("last_year")[["hhi", "hhi_normalized"]].reindex(ends).to_numpy(float)
    bottom.plot(places, index[:, 0], "-o", color="#333333", linewidth=1.6, label="HHI")
    style: Style = {"color": COLORS["other"], "markersize": 4, "linewidth": 1.2}
    bottom.plot(places, index[:, 1], "--o", label="normalised", **style)
    bottom.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    for place, value in enumerate(index[:, 0]):
        if np.isfinite(value) and len(spans) <= 10:
            look: Style = {"above": value < 0.7, "color": "#333333"}
            shared.write_value(bottom, place, value, f"{value:.2f}", **look)
    bottom.set_ylim(0, 1.1)
    bottom.set_ylabel("HHI\n(0 to 1)")
    shared.lay_windows(bottom, spans)
    return fig


def draw_with_and_without(table: pd.DataFrame, reading: Reading) -> Figure:
    """Draw a supplier's share of imports by window, with a state and without it.

    Parameters
    ----------
    table : pandas.DataFrame
        As :func:`analysis.arms.with_and_without` returns it.
    reading : Reading
        The choices, with its windows; one without imports is a gap in the line.

    Returns
    -------
    matplotlib.figure.Figure
        Two lines with their values; a sentence if there are no imports.
    """
    spans = reading.windows
    if table.empty:
        return empty(shared.no_imports(spans, reading))
    fig, ax = plt.subplots()
    ends = [last for _, last in spans]
    shares = table.pivot(index="recipients", columns="last_year", values="share")
    shares = shares.reindex(columns=ends) * 100
    names = [countries.name(iso3) for iso3 in reading.left_out]
    rest = f"without {', '.join(names) if len(names) <= 3 else f'{len(names)} states'}"
    labels = ["all chosen states", rest]
    if len(shares) == 2 and shares.iloc[0].equals(shares.iloc[1]):
        labels = [f"all chosen states, and the same {rest}"]
        shares = shares.iloc[:1]
    colors = (supplier_color(reading.partner, reading), "#555555")
    lines = shares.to_numpy(dtype=float)
    for number, (line, label, color) in enumerate(zip(lines, labels, colors, strict=False)):
        ax.plot(range(len(ends)), line, color=color, marker="o", label=label)
        # The larger of two values stands above its point, the smaller beneath.
        other = lines[-1 - number]  # the same line, if it is alone
        is_beneath = line <= other if number else line < other
        for place, value in enumerate(line):
            if np.isfinite(value) and len(ends) <= 10:
                look: Style = {"above": not is_beneath[place], "color": color}
                shared.write_value(ax, place, value, f"{value:.1f}", **look)
    ax.set_ylabel(shared.name_share(reading))
    highest = max(5.0, float(np.nanmax(shares)))
    ax.set_ylim(-0.12 * highest, 1.15 * highest)
    ax.set_xlim(-0.4, len(ends) - 0.6)
    ax.axhline(0, color="#AAAAAA", linewidth=0.8)
    shared.legend_above(ax, 2)
    shared.lay_windows(ax, spans)
    return fig
