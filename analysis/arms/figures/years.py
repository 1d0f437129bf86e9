"""What is drawn by year: deliveries, recipients, kinds, exports, what was revised and split."""

from __future__ import annotations

from itertools import chain, cycle, repeat

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, LogNorm, to_hex, to_rgb
from matplotlib.figure import Figure

from analysis import countries
from analysis.arms.figures import shared
from analysis.arms.figures.shared import Style, supplier_color
from analysis.arms.reading import Reading, year_span
from analysis.notebook.save import empty
from analysis.notebook.style import COLORS

# One kind of weapon has one colour, whatever the supplier.
CATEGORY_COLORS = {
    **{"Aircraft": "#0072B2", "Missiles": "#D55E00", "Air-defence systems": "#CC79A7"},
    **{"Armoured vehicles": "#009E73", "Artillery": "#E69F00", "Ships": "#56B4E9"},
    **{"Sensors": "#F0E442", "Engines": "#8C564B", "Naval weapons": "#117733"},
    **{"Satellites": "#882255", "Other": "#7F7F7F"},
}
RANK_COLORS = ["#B2182B", "#0072B2", "#009E73", "#E69F00", "#CC79A7", "#56B4E9", "#8C564B"]
RANK_LINES = [style for style in ("-", "--", ":", "-.") for _ in range(8)]
EXPORT_COLORS = ["#E69F00", "#009E73", "#0072B2", "#D55E00", "#CC79A7"]
EXPORT_MARKERS = ["v", "s", "o", "^", "D"]

DEEPEST = 20
"""Ranks below this one are not drawn."""


def draw_annual(table: pd.DataFrame, reading: Reading) -> Figure:
    """Draw deliveries by year and their trailing mean, each supplier in its own colour.

    Parameters
    ----------
    table : pandas.DataFrame
        As :func:`analysis.arms.trailing_mean` returns it: ``supplier``, ``year``,
        ``tiv_million``, ``mean_tiv_million``.
    reading : Reading
        The choices, for colours and words.

    Returns
    -------
    matplotlib.figure.Figure
        Bars for years and a line for the mean, one colour a supplier; a sentence if nothing
        was delivered.
    """
    if not (table["tiv_million"] > 0).any():
        return empty(_nothing(reading))
    fig, ax = plt.subplots()
    bars, means = [], []
    for supplier in reading.suppliers:
        rows = table[(table["supplier"] == supplier) & table["tiv_million"].notna()]
        if rows.empty:
            continue
        color, name = supplier_color(supplier, reading), countries.short_name(supplier)
        years = rows["year"].astype(int)
        style: Style = {"color": color, "alpha": 0.45, "linewidth": 0, "label": f"{name}, year"}
        bars.append(ax.bar(years, rows["tiv_million"], 0.85, **style))
        if reading.window > 1:
            style = {"color": color, "label": f"{name}, mean of {reading.window} years"}
            mark = "o" if len(rows) < 3 else None  # a line needs points to be seen
            means += ax.plot(years, rows["mean_tiv_million"], linewidth=2.4, marker=mark, **style)
    _lay_lineage(ax, reading, shared.known_span(table), 0.8)
    ax.set_ylim(bottom=0)
    ax.set_ylabel("Deliveries, million TIV")
    shared.legend_above(ax, 4, handles=[*bars, *means], columnspacing=1.2)
    return fig


def draw_recipients(series: pd.DataFrame, reading: Reading) -> Figure:
    """Draw deliveries by recipient and year as a heat map, each supplier in its own colour.

    Parameters
    ----------
    series : pandas.DataFrame
        As :func:`analysis.arms.annual_series` returns it.
    reading : Reading
        The choices, for colours and words.

    Returns
    -------
    matplotlib.figure.Figure
        One row a recipient with any delivery, the largest on top, on a logarithmic scale;
        years without a delivery stay white. A sentence if nothing was delivered.
    """
    received = series.groupby("iso3")["tiv_million"].sum()
    order = received[received > 0].sort_values(ascending=False, kind="stable").index
    if order.empty:
        return empty(_nothing(reading))
    fig, ax = plt.subplots(figsize=(9.6, max(3.0, 1.6 + 0.32 * len(order))))
    norm = LogNorm(1, max(10.0, float(series["tiv_million"].max())))
    for supplier in reversed(reading.suppliers):  # the last bar stands next to the map
        own = series[(series["supplier"] == supplier) & (series["tiv_million"] > 0)]
        if own.empty:
            continue
        color = supplier_color(supplier, reading)
        # Light, yet never mistaken for white.
        red, green, blue = (0.8 + 0.2 * part for part in to_rgb(color))
        light = to_hex((red, green, blue))
        shades = LinearSegmentedColormap.from_list(supplier, [light, color])
        # Volumes under one million are drawn in the lightest shade, not as nothing.
        colors = shades(norm(own["tiv_million"].clip(lower=1).to_numpy(dtype=float)))
        cells = (
            order.get_indexer(pd.Index(own["iso3"])) + 0.5,
            own["year"].to_numpy(dtype=int) - 0.5,
        )
        ax.barh(cells[0], 1, 1, cells[1], color=colors, linewidth=0)
        label = f"{countries.short_name(supplier)}, million TIV"
        aspect = max(8, 3 * len(order))
        shared.add_scale(fig, ax, ScalarMappable(norm, shades), label, aspect, format="{x:,g}")
    for row in range(1, len(order)):
        ax.axhline(row, color="#E5E5E5", linewidth=0.8)
    _lay_lineage(ax, reading, shared.known_span(series), 0.5)
    shared.lay_cells(ax, [countries.name(iso3) for iso3 in order])
    return fig


def draw_categories(series: pd.DataFrame, reading: Reading) -> Figure:
    """Draw one supplier's deliveries by year, stacked by kind of weapon.

    Parameters
    ----------
    series : pandas.DataFrame
        As :func:`analysis.arms.category_series` returns it.
    reading : Reading
        The choices, for colours and words.

    Returns
    -------
    matplotlib.figure.Figure
        Stacked bars, the largest kind at the bottom; a sentence if nothing was delivered.
    """
    first_year, last_year = reading.covered
    if first_year > last_year:
        return empty(
            "The chosen years lie outside those for which kinds of weapon are known,\n"
            f"{year_span(*reading.imported)}."
        )
    if series.empty:
        return empty(reading.records_nothing(first_year, last_year))
    fig, ax = plt.subplots()
    kinds = series.groupby("category", sort=False)["tiv_million"].apply(np.array)
    colors = [CATEGORY_COLORS.get(str(kind), COLORS["light"]) for kind in kinds.index]
    parts = zip(kinds.index, colors, kinds, strict=True)
    shared.stack_bars(ax, np.arange(first_year, last_year + 1), parts, 0.85)
    ax.set_ylabel("Million TIV")
    shared.lay_years(ax, first_year, last_year)
    return fig


def draw_exports(region: pd.DataFrame, ranks: pd.DataFrame, reading: Reading) -> Figure:
    """Draw the states' share in a supplier's exports, and the ranks of its states, by window.

    Parameters
    ----------
    region : pandas.DataFrame
        As :func:`analysis.arms.region_share` returns it, for windows that end in each year.
    ranks : pandas.DataFrame
        As :func:`analysis.arms.recipient_ranks` returns it, for the same windows; ranks below
        :data:`DEEPEST` are not drawn.
    reading : Reading
        The choices, for colours and words.

    Returns
    -------
    matplotlib.figure.Figure
        Two panels with one axis of years, the last of each window; a sentence if there are no
        windows.
    """
    if not reading.has("supplier_exports"):
        return empty(reading.says_nothing("supplier_exports"))
    if region.empty:
        return empty(shared.no_imports([], reading))
    color = supplier_color(reading.partner, reading)
    years = region["last_year"].to_numpy(dtype=int)
    fig, (top, bottom) = plt.subplots(2, 1, sharex=True, figsize=(9.0, 6.0))
    share = region["share"].to_numpy(dtype=float) * 100
    top.plot(years, share, color=color, linewidth=2.2, marker="o" if len(years) <= 12 else None)
    if np.isfinite(share).any():
        best = int(np.nanargmax(share))
        shared.write_value(
            top, years[best], share[best], f"{share[best]:.1f}", above=True, color=color
        )
    top.set_ylim(0, max(1.0, 1.25 * float(np.nanmax(share, initial=0.0))))
    top.set_ylabel(f"Chosen states in {reading.whose}\nexports, per cent")
    top.grid(axis="x", visible=False)
    own = ranks[ranks["iso3"].isin(reading.states) & (ranks["rank"] <= DEEPEST)]
    best_ranks = own.groupby("iso3")["rank"].min().sort_values(kind="stable")
    looks = zip(chain(RANK_COLORS, repeat(COLORS["other"])), cycle(RANK_LINES), strict=False)
    for iso3, (color, dashes) in zip(best_ranks.index, looks, strict=False):
        line = own[own["iso3"] == iso3].set_index("last_year")["rank"].reindex(years)
        style: Style = {"color": color, "linestyle": dashes, "marker": "o", "markersize": 4}
        places = line.to_numpy(dtype=float, na_value=np.nan)
        bottom.plot(years, places, label=countries.name(str(iso3)), **style)
    if len(best_ranks):
        bottom.legend(loc="upper left", bbox_to_anchor=(1.0, 1.05), fontsize=9.5)
    else:
        words = f"none of the chosen states was among the first {DEEPEST}"
        bottom.text(0.5, 0.5, words, ha="center", transform=bottom.transAxes, color="#555555")
    bottom.set_ylim(DEEPEST + 0.7, 0.3)
    bottom.set_yticks([1, *range(5, DEEPEST + 1, 5)])
    bottom.set_ylabel(f"Rank among {reading.whose}\nrecipients")
    shared.lay_years(bottom, int(years[0]), int(years[-1]), 0.7)
    length = reading.window
    bottom.set_xlabel("Year" if length == 1 else f"Last year of each window of {length} years")
    return fig


def draw_vintages(series: pd.DataFrame, reading: Reading) -> Figure:
    """Draw the same years as several exports have them, and how far they lie apart.

    Parameters
    ----------
    series : pandas.DataFrame
        As :func:`analysis.arms.vintage_series` returns it.
    reading : Reading
        The choices, for colours and words.

    Returns
    -------
    matplotlib.figure.Figure
        Above, one mark an export and year; below, each export less the newest that covers the
        year. Years without a delivery in any export are not marked. A sentence if there is
        nothing to draw.
    """
    if series.empty:
        return empty("None of the exports that are compared covers the chosen years.")
    first, last = int(series["year"].min()), int(series["year"].max())
    known = series.dropna(subset="tiv_million").sort_values("vintage", kind="stable")
    known = known[known.groupby("year")["tiv_million"].transform("max") > 0]
    if known.empty:
        return empty(f"In none of the exports: {reading.records_nothing(first, last)}")
    newest = known.groupby("year")["tiv_million"].transform("last")
    fig, (top, bottom) = plt.subplots(2, 1, sharex=True, figsize=(9.0, 6.0), height_ratios=[3, 2])
    exports = known.assign(gap=known["tiv_million"] - newest).groupby(["source", "vintage"])
    offsets = np.linspace(-0.27, 0.27, exports.ngroups) if exports.ngroups > 1 else np.zeros(1)
    looks = zip(offsets, cycle(EXPORT_COLORS), cycle(EXPORT_MARKERS), strict=False)
    order = known[["source", "vintage"]].drop_duplicates().itertuples(index=False, name=None)
    for export, (offset, color, marker) in zip(order, looks, strict=True):
        rows = exports.get_group(export)
        style: Style = {"color": color, "marker": marker, "linestyle": "none"}
        years = rows["year"] + offset
        top.plot(years, rows["tiv_million"], label=f"export of {export[1]}", markersize=6, **style)
        bottom.plot(years, rows["gap"], markersize=5, **style)
    top.set_ylim(bottom=0)
    top.set_ylabel("Million TIV")
    top.grid(axis="x", visible=False)
    shared.legend_above(top, 2)
    bottom.axhline(0, color="#555555", linewidth=0.9)
    bottom.set_ylabel("Less the newest export,\nmillion TIV")
    low, high = bottom.get_ylim()
    bottom.set_ylim(min(low, -1.0), max(high, 1.0))
    shared.lay_years(bottom, first, last)
    return fig


def draw_split_errors(errors: pd.DataFrame, reading: Reading) -> Figure:
    """Draw what an equal split of the register's deals gives, and what was delivered.

    Parameters
    ----------
    errors : pandas.DataFrame
        As :func:`analysis.arms.split_errors` returns it, for one supplier and recipient.
    reading : Reading
        The choices, for colours and words.

    Returns
    -------
    matplotlib.figure.Figure
        Two bars a year from the first to the last; a sentence if there is nothing to draw.
    """
    if not reading.has("deals"):
        return empty(reading.says_nothing("deals"))
    if errors.empty:
        return empty("The register holds no deal to split among years for the chosen states.")
    fig, ax = plt.subplots(figsize=(9.0, 4.2))
    rows = errors.sort_values("year")
    years = rows["year"].to_numpy(dtype=int)
    supplier, iso3 = str(rows["supplier"].iloc[0]), str(rows["iso3"].iloc[0])
    look: Style = {"color": COLORS["light"], "edgecolor": "#777777", "hatch": "///"}
    look |= {"linewidth": 0.6, "label": "deals split equally among their years: wrong"}
    ax.bar(years - 0.2, rows["split_tiv_million"], 0.4, **look)
    look = {"color": supplier_color(supplier, reading), "linewidth": 0}
    look |= {"label": "deliveries of the year, as SIPRI has them"}
    ax.bar(years + 0.2, rows["tiv_million"], 0.4, **look)
    ax.set_ylabel(f"{countries.short_name(supplier)} to {countries.name(iso3)},\nmillion TIV")
    shared.lay_years(ax, int(years[0]), int(years[-1]))
    shared.legend_above(ax, 2)
    return fig


def _nothing(reading: Reading) -> str:
    first, last = reading.shown
    if first > last:
        return (
            f"The chosen years lie outside those for which deliveries from {reading.the_partner}\n"
            f"are known by year, {year_span(*reading.known)}."
        )
    return reading.records_nothing(first, last, reading.the_suppliers)


def _lay_lineage(ax: Axes, reading: Reading, span: tuple[int, int], room: float) -> None:
    """Lay out the years, and mark those in which one supplier follows another."""
    for begin, _ in list(reading.spans.values())[1:]:
        if span[0] < begin <= span[1]:
            ax.axvline(begin - 0.5, color="#555555", linewidth=1, linestyle=":")
    shared.lay_years(ax, *span, room)
