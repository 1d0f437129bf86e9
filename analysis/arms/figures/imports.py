"""Imports by supplier: dependence, concentration, with and without a state."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from analysis import countries
from analysis.arms.choices import UNKNOWN_SUPPLIER
from analysis.arms.figures.shared import (
    PALETTE,
    no_imports,
    supplier_color,
    window_ticks,
    write_value,
)
from analysis.arms.reading import Reading
from analysis.notebook.save import empty
from analysis.notebook.style import COLORS
from analysis.notebook.words import capitalize


def draw_shares(table: pd.DataFrame, reading: Reading) -> Figure:
    """Draw one supplier's share of each state's imports by window as a heat map.

    Parameters
    ----------
    table : pandas.DataFrame
        As :func:`analysis.arms.shares_by_window` returns it.
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
        return empty(no_imports(spans, reading))
    by = ["tiv_million", "total_tiv_million", "iso3"]
    order = imported.reset_index().sort_values(by, ascending=[False, False, True])["iso3"]
    share = table.pivot(index="iso3", columns="last_year", values="share").reindex(order) * 100
    total = table.pivot(index="iso3", columns="last_year", values="total_tiv_million")
    small = (total.reindex(order) > 0) & share.isna()
    fig, ax = plt.subplots(figsize=(9.6, max(4.2, 1.8 + 0.24 * len(order))))
    shades = LinearSegmentedColormap.from_list(
        "share", ["#EDF3F8", supplier_color(reading.partner, reading)]
    )
    ax.pcolormesh(
        np.ma.masked_where(~small.to_numpy(), np.ones(small.shape)),
        cmap="Greys_r",
        vmin=0,
        vmax=1.18,
    )
    mesh = ax.pcolormesh(
        np.ma.masked_invalid(share.to_numpy(dtype=float)),
        cmap=shades,
        vmin=0,
        vmax=100,
        edgecolor="white",
        linewidth=0.8,
    )
    if len(spans) <= 10:
        for (row, column), value in np.ndenumerate(share.to_numpy(dtype=float)):
            if np.isfinite(value):
                ax.text(
                    column + 0.5,
                    row + 0.5,
                    "<1" if 0 < value < 0.5 else f"{value:.0f}",
                    ha="center",
                    va="center",
                    fontsize=9,
                    color="white" if value > 55 else "#222222",
                )
    bar = fig.colorbar(mesh, ax=ax, pad=0.01, aspect=max(12, 1.6 * len(order)))
    bar.set_label(_percent(reading))
    bar.outline.set_visible(False)
    names = [countries.name(iso3) for iso3 in order]
    ax.set_yticks(np.arange(len(order)) + 0.5, names, fontsize=10)
    ax.set_ylim(len(order), 0)
    window_ticks(ax, spans, 0.5)
    ax.set_xlabel(f"Grey: imports of less than {reading.min_tiv:g} million TIV; white: no imports")
    ax.grid(visible=False)
    return fig


def draw_suppliers(
    table: pd.DataFrame, summary: pd.DataFrame, reading: Reading, largest: int = 7
) -> Figure:
    """Draw the suppliers of each window as stacked bars, and their concentration beneath.

    Parameters
    ----------
    table : pandas.DataFrame
        As :func:`analysis.arms.window_table` returns it.
    summary : pandas.DataFrame
        As :func:`analysis.arms.window_summary` returns it.
    reading : Reading
        The choices, with its windows; one without imports keeps its place.
    largest : int, optional
        How many suppliers have a colour of their own, by volume over all windows; the
        chosen one always has one.

    Returns
    -------
    matplotlib.figure.Figure
        Two panels with one axis of windows; a sentence if there is nothing to draw.
    """
    partner, spans = reading.partner, reading.windows
    if table.empty:
        return empty(no_imports(spans, reading))
    ends = [last for _, last in spans]
    volumes = table.pivot(index="supplier", columns="last_year", values="tiv_million")
    volumes = volumes.reindex(columns=ends).fillna(0)
    ranked = volumes.sum(axis=1).sort_values(ascending=False, kind="stable").index
    named = [code for code in ranked if code not in (partner, UNKNOWN_SUPPLIER)][: largest - 1]
    fig, (top, bottom) = plt.subplots(2, 1, sharex=True, figsize=(9.6, 6.4), height_ratios=[3.2, 1])
    palette = iter(PALETTE)
    base = np.zeros(len(spans))
    parts = []
    for code in [partner, *named]:
        own = supplier_color(code, reading)
        color = next(palette) if own == COLORS["other"] else own
        parts.append((countries.short_name(code), color, [code]))
    rest = [code for code in ranked if code not in (partner, *named)]
    parts.append(("others", COLORS["light"], rest))
    places = np.arange(len(spans))
    for label, color, codes in parts:
        if not codes:
            continue
        heights = volumes.reindex(codes).fillna(0).sum().to_numpy()
        top.bar(places, heights, bottom=base, width=0.78, color=color, label=label, linewidth=0)
        base = base + heights
    top.set_ylabel("Imports, million TIV")
    handles, labels = top.get_legend_handles_labels()
    top.legend(handles[::-1], labels[::-1], loc="upper left", bbox_to_anchor=(1.0, 1.02))
    top.grid(axis="x", visible=False)
    hhi = summary.set_index("last_year")["hhi"].reindex(ends).to_numpy(dtype=float)
    normalized = summary.set_index("last_year")["hhi_normalized"].reindex(ends)
    bottom.plot(places, hhi, color="#333333", marker="o", linewidth=1.6, label="HHI")
    bottom.plot(
        places,
        normalized.to_numpy(dtype=float),
        color=COLORS["other"],
        marker="o",
        markersize=4,
        linewidth=1.2,
        linestyle="--",
        label="normalised",
    )
    bottom.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    if len(spans) <= 10:
        for place, value in enumerate(hhi):
            if np.isfinite(value):
                write_value(
                    bottom, place, value, f"{value:.2f}", above=value < 0.7, color="#333333"
                )
    bottom.set_ylim(0, 1.1)
    bottom.set_ylabel("HHI\n(0 to 1)")
    bottom.grid(axis="x", visible=False)
    window_ticks(bottom, spans, 0.0)
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
        return empty(no_imports(spans, reading))
    fig, ax = plt.subplots()
    ends = [last for _, last in spans]
    shares = table.pivot(index="recipients", columns="last_year", values="share")
    shares = shares.reindex(columns=ends) * 100
    labels = {label: _name_scope(str(label)) for label in shares.index}
    if len(shares) == 2 and shares.iloc[0].equals(shares.iloc[1]):
        labels = {"all": f"all chosen states, and the same {labels[shares.index[1]]}"}
        shares = shares.iloc[:1]
    for label, color in zip(
        shares.index, (supplier_color(reading.partner, reading), "#555555"), strict=False
    ):
        percent = shares.loc[label].to_numpy(dtype=float)
        ax.plot(range(len(ends)), percent, color=color, marker="o", label=labels[str(label)])
        for place, value in enumerate(percent):
            if np.isfinite(value) and len(ends) <= 10:
                # The larger of two values stands above its point, the smaller beneath.
                others = shares.drop(index=label)[ends[place]].dropna()
                above = bool((value > others).all()) or (label == "all" and value in others.values)
                write_value(ax, place, value, f"{value:.1f}", above=above, color=color)
    ax.set_ylabel(_percent(reading))
    highest = max(5.0, float(np.nanmax(shares)))
    ax.set_ylim(-0.12 * highest, 1.15 * highest)
    ax.set_xlim(-0.4, len(ends) - 0.6)
    ax.axhline(0, color="#AAAAAA", linewidth=0.8)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=2)
    ax.grid(axis="x", visible=False)
    window_ticks(ax, spans, 0.0)
    return fig


def _percent(reading: Reading) -> str:
    return f"{capitalize(reading.whose)} share of imports, per cent"


def _name_scope(recipients: str) -> str:
    """Say whose imports a label of :func:`analysis.arms.with_and_without` means."""
    if recipients == "all":
        return "all chosen states"
    codes = recipients.removeprefix("without ").split()
    names = ", ".join(countries.name(code) for code in codes)
    return f"without {names}" if len(codes) <= 3 else f"without {len(codes)} states"
