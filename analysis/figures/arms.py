"""Plots of arms transfers. All volumes are SIPRI's trend-indicator value (TIV), not money."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, LogNorm
from matplotlib.figure import Figure

from analysis import countries
from analysis.arms import IMPORTS_SPAN
from analysis.figures.save import empty
from analysis.figures.style import COLORS

NAMES = {"SUN": "USSR", "RUS": "Russia", "USA": "United States", "GBR": "United Kingdom"}

# Where the shades of a volume begin: light, yet never mistaken for the white of no delivery.
LIGHT = {"SUN": "#FBDFC9", "RUS": "#CFE3F1"}

# Suppliers without a colour of their own in the house style, in the order of their volume.
PALETTE = ["#56B4E9", "#44AA99", "#F0E442", "#8C564B", "#117733", "#882255", "#999933"]


def annual(table: pd.DataFrame, window: int) -> Figure:
    """Draw deliveries by year and their trailing mean, the USSR and Russia side by side.

    Parameters
    ----------
    table : pandas.DataFrame
        As :func:`analysis.arms.trailing_mean` returns it: ``supplier``, ``year``,
        ``tiv_million``, ``mean_tiv_million``.
    window : int
        Years in the mean, for the legend.

    Returns
    -------
    matplotlib.figure.Figure
        Bars for years and a line for the mean, one colour a supplier; a sentence if nothing
        was delivered.
    """
    first, last = int(table["year"].min()), int(table["year"].max())
    if not (table["tiv_million"] > 0).any():
        return empty(
            f"SIPRI records no delivery of major arms from the USSR or Russia\n"
            f"to the chosen states in {_years(first, last)}."
        )
    fig, ax = plt.subplots()
    for supplier in ("SUN", "RUS"):
        rows = table[(table["supplier"] == supplier) & table["tiv_million"].notna()]
        if rows.empty:
            continue
        ax.bar(
            rows["year"].astype(int),
            rows["tiv_million"],
            width=0.85,
            color=COLORS[supplier],
            alpha=0.45,
            linewidth=0,
            label=f"{NAMES[supplier]}, year",
        )
        if window > 1:
            ax.plot(
                rows["year"].astype(int),
                rows["mean_tiv_million"],
                color=COLORS[supplier],
                linewidth=2.4,
                marker="o" if len(rows) < 3 else None,  # a line needs points to be seen
                label=f"{NAMES[supplier]}, mean of {window} years",
            )
    if first < 1992 <= last:
        ax.axvline(1991.5, color="#555555", linewidth=1, linestyle=":")
    ax.set_xlim(first - 0.8, last + 0.8)
    _year_ticks(ax, first, last)
    ax.grid(axis="x", visible=False)
    ax.set_ylim(bottom=0)
    ax.set_ylabel("Deliveries, million TIV")
    # Years before means, so that each supplier's two entries keep the order of time.
    handles, labels = ax.get_legend_handles_labels()
    order = sorted(range(len(labels)), key=lambda entry: "mean" in labels[entry])
    ax.legend(
        [handles[entry] for entry in order],
        [labels[entry] for entry in order],
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        ncols=4,
        columnspacing=1.2,
    )
    return fig


def recipients(series: pd.DataFrame) -> Figure:
    """Draw deliveries by recipient and year as a heat map, each supplier in its own colour.

    Parameters
    ----------
    series : pandas.DataFrame
        As :func:`analysis.arms.annual_series` returns it.

    Returns
    -------
    matplotlib.figure.Figure
        One row a recipient with any delivery, the largest on top, on a logarithmic scale;
        years without a delivery stay white. A sentence if nothing was delivered.
    """
    first, last = int(series["year"].min()), int(series["year"].max())
    received = series.groupby("iso3")["tiv_million"].sum()
    order = received[received > 0].sort_values(ascending=False, kind="stable").index
    if order.empty:
        return empty(
            f"SIPRI records no delivery of major arms from the USSR or Russia\n"
            f"to the chosen states in {_years(first, last)}."
        )
    fig, ax = plt.subplots(figsize=(9.6, max(3.0, 1.6 + 0.32 * len(order))))
    norm = LogNorm(1, max(10.0, float(series["tiv_million"].max())))
    for supplier in ("RUS", "SUN"):  # the last bar stands next to the map
        grid = series[series["supplier"] == supplier].pivot(
            index="iso3", columns="year", values="tiv_million"
        )
        values = grid.reindex(order).to_numpy(dtype=float)
        if not (values > 0).any():
            continue
        shades = LinearSegmentedColormap.from_list(supplier, [LIGHT[supplier], COLORS[supplier]])
        # Volumes under one million are drawn in the lightest shade, not as nothing.
        rows, columns = np.nonzero(values > 0)
        ax.barh(
            rows + 0.5,
            width=1,
            left=columns + first - 0.5,
            height=1,
            color=shades(norm(np.maximum(values[rows, columns], 1))),
            linewidth=0,
        )
        mesh = ScalarMappable(norm, shades)
        bar = fig.colorbar(mesh, ax=ax, pad=0.01, aspect=max(8, 3 * len(order)), format="{x:,g}")
        bar.set_label(f"{NAMES[supplier]}, million TIV")
        bar.outline.set_visible(False)
    for row in range(1, len(order)):
        ax.axhline(row, color="#E5E5E5", linewidth=0.8)
    if first < 1992 <= last:
        ax.axvline(1991.5, color="#555555", linewidth=1, linestyle=":")
    ax.set_yticks(np.arange(len(order)) + 0.5, [countries.name(iso3) for iso3 in order])
    ax.set_ylim(len(order), 0)
    ax.set_xlim(first - 0.5, last + 0.5)
    _year_ticks(ax, first, last)
    ax.grid(visible=False)
    return fig


def shares(table: pd.DataFrame, min_tiv: float) -> Figure:
    """Draw one supplier's share of each state's imports by window as a heat map.

    Parameters
    ----------
    table : pandas.DataFrame
        As :func:`analysis.arms.shares_by_window` returns it.
    min_tiv : float
        Floor under which no share is given, in million TIV, for the note.

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
        return empty(_no_imports(spans))
    by = ["tiv_million", "total_tiv_million", "iso3"]
    order = imported.reset_index().sort_values(by, ascending=[False, False, True])["iso3"]
    share = table.pivot(index="iso3", columns="last_year", values="share").reindex(order) * 100
    total = table.pivot(index="iso3", columns="last_year", values="total_tiv_million")
    small = (total.reindex(order) > 0) & share.isna()
    fig, ax = plt.subplots(figsize=(9.6, max(4.2, 1.8 + 0.24 * len(order))))
    shades = LinearSegmentedColormap.from_list("share", ["#EDF3F8", COLORS["RUS"]])
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
    bar.set_label("Russia's share of imports, per cent")
    bar.outline.set_visible(False)
    names = [countries.name(iso3) for iso3 in order]
    ax.set_yticks(np.arange(len(order)) + 0.5, names, fontsize=10)
    ax.set_ylim(len(order), 0)
    _window_ticks(ax, spans, 0.5)
    ax.set_xlabel(f"Grey: imports of less than {min_tiv:g} million TIV; white: no imports")
    ax.grid(visible=False)
    return fig


def suppliers(
    table: pd.DataFrame,
    summary: pd.DataFrame,
    spans: Sequence[tuple[int, int]],
    largest: int = 7,
) -> Figure:
    """Draw the suppliers of each window as stacked bars, and their concentration beneath.

    Parameters
    ----------
    table : pandas.DataFrame
        As :func:`analysis.arms.window_table` returns it.
    summary : pandas.DataFrame
        As :func:`analysis.arms.window_summary` returns it.
    spans : sequence of (int, int)
        All windows; one without imports keeps its place.
    largest : int, optional
        How many suppliers have a colour of their own, by volume over all windows; Russia
        always has one.

    Returns
    -------
    matplotlib.figure.Figure
        Two panels with one axis of windows; a sentence if there is nothing to draw.
    """
    if table.empty:
        return empty(_no_imports(spans))
    ends = [last for _, last in spans]
    volumes = table.pivot(index="supplier", columns="last_year", values="tiv_million")
    volumes = volumes.reindex(columns=ends).fillna(0)
    ranked = volumes.sum(axis=1).sort_values(ascending=False, kind="stable").index
    named = [code for code in ranked if code not in ("RUS", "XXU")][: largest - 1]
    fig, (top, bottom) = plt.subplots(2, 1, sharex=True, figsize=(9.6, 6.4), height_ratios=[3.2, 1])
    palette = iter(PALETTE)
    base = np.zeros(len(spans))
    parts = [
        (NAMES.get(code, countries.name(code)), COLORS.get(code) or next(palette), [code])
        for code in ["RUS", *named]
    ]
    parts.append(("others", COLORS["light"], [c for c in ranked if c not in ("RUS", *named)]))
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
    bottom.plot(places, hhi, color="#333333", marker="o", linewidth=1.6)
    if len(spans) <= 10:
        for place, value in enumerate(hhi):
            if np.isfinite(value):
                _value(bottom, place, value, f"{value:.2f}", above=value < 0.7, color="#333333")
    bottom.set_ylim(0, 1.1)
    bottom.set_ylabel("HHI\n(0 to 1)")
    bottom.grid(axis="x", visible=False)
    _window_ticks(bottom, spans, 0.0)
    return fig


def with_and_without(table: pd.DataFrame, spans: Sequence[tuple[int, int]]) -> Figure:
    """Draw Russia's share of imports by window, with a state and without it.

    Parameters
    ----------
    table : pandas.DataFrame
        As :func:`analysis.arms.with_and_without` returns it.
    spans : sequence of (int, int)
        All windows; one without imports is a gap in the line.

    Returns
    -------
    matplotlib.figure.Figure
        Two lines with their values; a sentence if there are no imports.
    """
    if table.empty:
        return empty(_no_imports(spans))
    fig, ax = plt.subplots()
    ends = [last for _, last in spans]
    shares = table.pivot(index="recipients", columns="last_year", values="share")
    shares = shares.reindex(columns=ends) * 100
    labels = {label: _scope(str(label)) for label in shares.index}
    if len(shares) == 2 and shares.iloc[0].equals(shares.iloc[1]):
        labels = {"all": f"all chosen states, and the same {labels[shares.index[1]]}"}
        shares = shares.iloc[:1]
    for label, color in zip(shares.index, (COLORS["RUS"], "#555555"), strict=False):
        percent = shares.loc[label].to_numpy(dtype=float)
        ax.plot(range(len(ends)), percent, color=color, marker="o", label=labels[str(label)])
        for place, value in enumerate(percent):
            if np.isfinite(value) and len(ends) <= 10:
                # The larger of two values stands above its point, the smaller beneath.
                others = shares.drop(index=label)[ends[place]].dropna()
                above = bool((value > others).all()) or (label == "all" and value in others.values)
                _value(ax, place, value, f"{value:.1f}", above=above, color=color)
    ax.set_ylabel("Russia's share of imports, per cent")
    highest = max(5.0, float(np.nanmax(shares)))
    ax.set_ylim(-0.12 * highest, 1.15 * highest)
    ax.set_xlim(-0.4, len(ends) - 0.6)
    ax.axhline(0, color="#AAAAAA", linewidth=0.8)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=2)
    ax.grid(axis="x", visible=False)
    _window_ticks(ax, spans, 0.0)
    return fig


def _value(ax: Axes, x: float, y: float, text: str, *, above: bool, color: str) -> None:
    """Write a value above or beneath its point, over whatever line passes there."""
    ax.annotate(
        text,
        (x, y),
        xytext=(0, 7 if above else -7),
        textcoords="offset points",
        ha="center",
        va="bottom" if above else "top",
        fontsize=10,
        color=color,
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.7, "pad": 0.6},
    )


def _year_ticks(ax: Axes, first: int, last: int) -> None:
    """Label every year, or every second, fifth or tenth, with room between the labels."""
    step = next(step for step in (1, 2, 5, 10) if (last - first) / step <= 12)
    ax.set_xticks([year for year in range(first, last + 1) if year % step == 0])


def _window_ticks(ax: Axes, spans: Sequence[tuple[int, int]], offset: float) -> None:
    """Label the windows, upright where there is room."""
    labels = [_years(first, last) for first, last in spans]
    crowded = sum(map(len, labels)) > 75
    ax.set_xticks(
        np.arange(len(spans)) + offset,
        labels,
        rotation=90 if crowded else 0,
        fontsize=9 if crowded else 11,
    )


def _years(first: int, last: int) -> str:
    return f"{first}" if first == last else f"{first}–{last}"


def _scope(recipients: str) -> str:
    if recipients == "all":
        return "all chosen states"
    codes = recipients.removeprefix("without ").split()
    names = ", ".join(countries.name(code) for code in codes)
    return f"without {names}" if len(codes) <= 3 else f"without {len(codes)} states"


def _no_imports(spans: Sequence[tuple[int, int]]) -> str:
    if not spans:
        return (
            "The chosen years hold no whole window within the years for which\n"
            f"imports by supplier are known, {_years(*IMPORTS_SPAN)}."
        )
    years = _years(spans[0][0], spans[-1][1])
    return f"SIPRI records no delivery of major arms from anyone\nto the chosen states in {years}."
