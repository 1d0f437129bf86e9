"""What is drawn by row: estimates by state, lags, named deals, contracts, other choices."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter

from analysis import countries
from analysis.arms.figures.shared import Style, lay_rows, legend_above, name_share, supplier_color
from analysis.arms.named_deals import VERDICTS
from analysis.arms.reading import Reading, year_span
from analysis.notebook.save import empty
from analysis.notebook.style import COLORS

MARKS = {
    "order_year": ("year of the order", "o", "#0072B2"),
    "number": ("number", "s", "#D55E00"),
    "delivery_year": ("year of delivery", "^", "#009E73"),
}
_VERDICT_COLORS = ("#009E73", "#117733", "#999933", "#E69F00", "#56B4E9", "#882255", "#B2182B")
VERDICT_COLORS = dict(zip(VERDICTS, (*_VERDICT_COLORS, COLORS["other"]), strict=True))
LARGEST = 12
"""Suppliers whose lags are drawn, by volume; the chosen one always is."""


def draw_estimates(table: pd.DataFrame, reading: Reading) -> Figure:
    """Draw the shares of volume that rest on what SIPRI marks as an estimate.

    Parameters
    ----------
    table : pandas.DataFrame
        As :func:`analysis.arms.estimated_shares` returns it for the keys ``iso3``.
    reading : Reading
        The choices, for colours and words.

    Returns
    -------
    matplotlib.figure.Figure
        One row a state, the largest volume on top, with three marks; a sentence if there is
        nothing to draw.
    """
    rows = table[table["tiv_million"] > 0]
    if rows.empty:
        return empty(reading.records_nothing(*reading.covered))
    rows = rows.sort_values(["tiv_million", "iso3"], ascending=[False, True])
    fig, ax = plt.subplots(figsize=(9.0, max(2.8, 1.5 + 0.3 * len(rows))))
    # Marks of one row stand one above another, so that equal shares stay visible.
    for offset, (what, (label, marker, color)) in zip((-0.2, 0, 0.2), MARKS.items(), strict=True):
        places = np.arange(len(rows)) + offset
        style: Style = {"color": color, "label": label, "markersize": 6}
        ax.plot(100 * rows[f"tiv_share_{what}"], places, marker, **style)
    names = rows["iso3"].map(countries.name) + rows["tiv_million"].map(" ({:,.0f})".format)
    lay_rows(ax, names)
    ax.set_xlim(-3, 103)
    ax.set_xlabel("Per cent of the volume that SIPRI marks as estimated; in brackets million TIV")
    legend_above(ax, 3)
    return fig


def draw_lags(table: pd.DataFrame, reading: Reading) -> Figure:
    """Draw the years from order to delivery by supplier, with and without local production.

    Parameters
    ----------
    table : pandas.DataFrame
        As :func:`analysis.arms.lag_summary` returns it for the key ``supplier``; the
        :data:`LARGEST` by volume are drawn.
    reading : Reading
        The choices, for colours and words.

    Returns
    -------
    matplotlib.figure.Figure
        One row a supplier: the mean weighted by volume with its range, the same without local
        production, and the median of the lines. A sentence if nothing was delivered.
    """
    whole = table[(table["production"] == "all") & (table["tiv_million"] > 0)]
    if whole.empty:
        return empty(reading.records_nothing(*reading.imported, "anyone"))
    whole = whole.sort_values(["tiv_million", "supplier"], ascending=[False, True])
    kept = [code for code in whole["supplier"] if code != reading.partner][: LARGEST - 1]
    rows = whole[whole["supplier"].isin([*kept, reading.partner])]
    alone = table[table["production"] == "not local"].set_index("supplier")["mean_years"]
    own = alone.reindex(rows["supplier"])
    fig, ax = plt.subplots(figsize=(9.0, max(2.8, 1.5 + 0.34 * len(rows))))
    places, color = np.arange(len(rows)), supplier_color(reading.partner, reading)
    ax.hlines(places, rows["mean_years"], own, color="#BBBBBB", linewidth=2, zorder=1)
    ax.hlines(places + 0.18, rows["low_years"], rows["high_years"], color=color, linewidth=1.6)
    ax.plot(rows["mean_years"], places, "o", color=color, label="mean by volume", markersize=8)
    hollow: Style = {"markerfacecolor": "white", "markeredgecolor": color, "markersize": 6}
    ax.plot(own, places, "o", label="the same without local production", **hollow)
    black: Style = {"color": "#222222", "markersize": 13}
    ax.plot(rows["median_years"], places, "|", label="median of lines", **black)
    ax.plot([], [], color=color, linewidth=1.6, label="estimated orders ±1 year")
    volumes = rows["tiv_million"].map(" ({:,.0f})".format)
    lay_rows(ax, rows["supplier"].map(countries.short_name) + volumes)
    ax.set_xlim(left=-0.3)
    years = year_span(*reading.imported)
    ax.set_xlabel(f"Years from order to delivery; in brackets million TIV delivered in {years}")
    legend_above(ax, 2, -0.2)
    return fig


def draw_named_deals(answers: pd.DataFrame, reading: Reading) -> Figure:
    """Draw each named deal: the years that the text gives, and those of the register.

    Parameters
    ----------
    answers : pandas.DataFrame
        As :func:`analysis.arms.answer_deals` returns it.
    reading : Reading
        The choices, for colours and words.

    Returns
    -------
    matplotlib.figure.Figure
        One row a deal, by state: a grey bar for the years claimed, a ring for years of order,
        a line for the years of delivery, and the verdict in words. A sentence if no deal is
        named for the chosen states.
    """
    if not reading.has("seed_deals"):
        return empty(reading.says_nothing("seed_deals"))
    if answers.empty:
        return empty("The texts name no deal with the chosen states in the chosen years.")
    rows = answers.sort_values(["iso3", "claimed_first_year", "deal_claim"], ignore_index=True)
    years = ["claimed_first_year", "claimed_last_year", "first_order_year", "last_delivery_year"]
    recent = rows[rows["supplier"] == reading.partner]
    span = (recent if len(recent) else rows)[years].to_numpy(dtype=float, na_value=np.nan)
    first, last = int(np.nanmin(span)) - 1, int(np.nanmax(span)) + 1
    fig, ax = plt.subplots(figsize=(9.4, max(2.8, 1.4 + 0.28 * len(rows))))
    ring: Style = {"marker": "o", "markerfacecolor": "white", "linestyle": "none"}
    for place, row in enumerate(rows.to_dict("records")):
        color, words = VERDICT_COLORS[row["verdict"]], row["verdict"]
        begin = max(row["claimed_first_year"], first) - 0.4
        end = min(row["claimed_last_year"], last) + 0.4
        if end > begin:
            ax.barh(place, end - begin, 0.62, begin, color="#DDDDDD", linewidth=0, zorder=1)
        if row["lines"] and row["last_delivery_year"] >= first:
            ordered = (row["first_order_year"], row["last_order_year"])
            delivered = (row["first_delivery_year"] - 0.3, row["last_delivery_year"] + 0.3)
            ax.hlines(place, *delivered, color=color, linewidth=4.5, zorder=2)
            ax.plot(ordered, (place, place), markeredgecolor=color, markersize=6, zorder=3, **ring)
        elif row["lines"]:
            words += f" ({row['first_delivery_year']}–{row['last_delivery_year']})"
        ax.text(last + 0.6, place, words, va="center", fontsize=9.5, color=color)
    lay_rows(ax, rows["iso3"] + ": " + rows["statement"], 9.5)
    ax.set_xlim(first - 0.5, last + 0.4)
    step = next(step for step in (1, 2, 5, 10, 20) if (last - first) / step <= 8)
    ax.set_xticks([year for year in range(first, last + 1) if year % step == 0])
    handles = [
        Line2D([], [], color="#DDDDDD", linewidth=8, label="claimed"),
        Line2D([], [], color="#333333", label="first and last order", **ring),
        Line2D([], [], color="#333333", linewidth=4.5, label="deliveries"),
    ]
    legend_above(ax, 3, handles=handles)
    return fig


def draw_contracts(table: pd.DataFrame, reading: Reading) -> Figure:
    """Draw reported values of contracts and the deliveries under them, in panels of their own.

    Parameters
    ----------
    table : pandas.DataFrame
        As :func:`analysis.arms.contract_table` returns it; deals are drawn, not totals,
        credits or offers.
    reading : Reading
        The choices, for colours and words.

    Returns
    -------
    matplotlib.figure.Figure
        Left, the range of values in money; right, the volume delivered in TIV. The panels have
        nothing in common but their rows. A sentence if no deal has a reported value.
    """
    if not reading.has("deals"):
        return empty(reading.says_nothing("deals"))
    rows = table[table["kind"] == "deal"]
    if rows.empty:
        return empty("No contract of the chosen states has a reported value.")
    rows = rows.sort_values(["iso3", "first_year", "contract"])
    size = (9.4, max(2.8, 1.6 + 0.3 * len(rows)))
    fig, (money, volume) = plt.subplots(1, 2, sharey=True, figsize=size)
    places = np.arange(len(rows))
    low, high = rows["value_low_million"], rows["value_high_million"]
    high = high.fillna(low)
    money.set_xscale("symlog", linthresh=1)
    money.hlines(places, low, high, color=COLORS["accent"], linewidth=3)
    for ends in (low, high):
        money.plot(ends, places, "o", color=COLORS["accent"], markersize=5)
    money.minorticks_off()
    money.set_xlim(-0.15, 1.6 * max(10.0, high.max()))
    money.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    money.set_xlabel("Reported value, million US dollars\nof the day (EUR where marked)")
    money.set_title("Money", fontsize=11)
    colors = [supplier_color(supplier, reading) for supplier in rows["supplier"]]
    volume.barh(places, rows["tiv_delivered_million"], 0.55, color=colors, linewidth=0)
    volume.set_xlabel("Delivered, million TIV\n(not money)")
    volume.set_title("Volume", fontsize=11)
    names = []
    for row in rows.to_dict("records"):
        name = f"{row['iso3']} {row['first_year']}: {_short(row['what'])}"
        if row["supplier"] != reading.partner:
            name += f" ({countries.short_name(row['supplier'])})"
        names.append(name + ("" if row["currency"] == "USD" else f" [{row['currency']}]"))
    lay_rows(money, names, 9.5)
    return fig


def draw_choices(table: pd.DataFrame, reading: Reading) -> Figure:
    """Draw a supplier's share of imports under each other choice, beside the baseline.

    Parameters
    ----------
    table : pandas.DataFrame
        As :func:`analysis.arms.vary_choices` returns it.
    reading : Reading
        The choices, for colours and words.

    Returns
    -------
    matplotlib.figure.Figure
        One dot a choice, joined to the baseline; a sentence if the baseline has no share.
    """
    rows = table.dropna(subset=["share", "change"])
    if rows.empty:
        return empty("There are no imports in a whole window, so no share to vary.")
    share = rows["share"].to_numpy(dtype=float) * 100
    fig, ax = plt.subplots(figsize=(9.0, 1.3 + 0.36 * len(rows)))
    places = np.arange(len(rows))
    ax.axvline(share[0], color="#555555", linewidth=1, linestyle=":")
    ax.hlines(places, share[0], share, color="#BBBBBB", linewidth=2)
    ax.plot(share, places, "o", color=supplier_color(reading.partner, reading), markersize=8)
    for place, value in enumerate(share):
        shift, side = (8, "left") if value >= share[0] else (-8, "right")
        words: Style = {"textcoords": "offset points", "ha": side, "va": "center", "fontsize": 10}
        ax.annotate(f"{value:.1f}", (value, place), (shift, 0), **words)
    lay_rows(ax, rows["choice"], None)
    room = 0.12 * max(share.max(), 1.0)
    ax.set_xlim(min(0.0, share.min()) - room, share.max() + room)
    ax.set_xlabel(name_share(reading))
    ax.grid(axis="y", visible=False)
    return fig


def _short(what: str, longest: int = 34) -> str:
    cut = what[:longest].rsplit(" ", 1)[0].rstrip(",")
    return what if len(what) <= longest else f"{cut} …"
