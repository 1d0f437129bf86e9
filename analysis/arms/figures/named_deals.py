"""Deals that texts name, beside the register; contracts in money beside deliveries in TIV."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter

from analysis import countries
from analysis.arms.figures.shared import supplier_color
from analysis.arms.reading import Reading
from analysis.notebook.save import empty
from analysis.notebook.style import COLORS

VERDICT_COLORS = {
    "delivered": "#009E73",
    "number not named": "#117733",
    "weapon not named": "#999933",
    "other year": "#E69F00",
    "other number": "#56B4E9",
    "other supplier": "#882255",
    "no delivery": "#B2182B",
    "out of scope": "#7F7F7F",
}


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
    for place, row in enumerate(rows.to_dict("records")):
        color = VERDICT_COLORS[row["verdict"]]
        begin = max(row["claimed_first_year"], first) - 0.4
        end = min(row["claimed_last_year"], last) + 0.4
        if end > begin:
            ax.barh(place, end - begin, 0.62, begin, color="#DDDDDD", linewidth=0, zorder=1)
        if row["lines"] and row["last_delivery_year"] >= first:
            ordered = (row["first_order_year"], row["last_order_year"])
            delivered = (row["first_delivery_year"] - 0.3, row["last_delivery_year"] + 0.3)
            ax.hlines(place, *delivered, color=color, linewidth=4.5, zorder=2)
            ax.plot(
                ordered,
                (place, place),
                "o",
                markerfacecolor="white",
                markeredgecolor=color,
                markersize=6,
                linestyle="none",
                zorder=3,
            )
        words = row["verdict"]
        if row["lines"] and row["last_delivery_year"] < first:
            words += f" ({row['first_delivery_year']}–{row['last_delivery_year']})"
        ax.text(last + 0.6, place, words, va="center", fontsize=9.5, color=color)
    names = [
        f"{iso3}: {statement}"
        for iso3, statement in zip(rows["iso3"], rows["statement"], strict=True)
    ]
    ax.set_yticks(np.arange(len(rows)), names, fontsize=9.5)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(first - 0.5, last + 0.4)
    step = next(step for step in (1, 2, 5, 10, 20) if (last - first) / step <= 8)
    ax.set_xticks([year for year in range(first, last + 1) if year % step == 0])
    handles = [
        Line2D([], [], color="#DDDDDD", linewidth=8, label="claimed"),
        Line2D(
            [],
            [],
            marker="o",
            color="#333333",
            markerfacecolor="white",
            linestyle="none",
            label="first and last order",
        ),
        Line2D([], [], color="#333333", linewidth=4.5, label="deliveries"),
    ]
    ax.legend(handles=handles, loc="lower left", bbox_to_anchor=(0, 1.0), ncols=3)
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
    rows = rows.sort_values(["iso3", "first_year", "contract"], ignore_index=True)
    fig, (money, volume) = plt.subplots(
        1, 2, sharey=True, figsize=(9.4, max(2.8, 1.6 + 0.3 * len(rows)))
    )
    places = np.arange(len(rows))
    low = rows["value_low_million"].to_numpy(dtype=float)
    high = rows["value_high_million"].fillna(rows["value_low_million"]).to_numpy(dtype=float)
    money.set_xscale("symlog", linthresh=1)
    money.hlines(places, low, high, color=COLORS["accent"], linewidth=3)
    for ends in (low, high):
        money.plot(ends, places, "o", color=COLORS["accent"], markersize=5)
    money.minorticks_off()
    money.set_xlim(-0.15, 1.6 * max(10.0, high.max()))
    money.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    money.set_xlabel("Reported value, million US dollars\nof the day (EUR where marked)")
    money.set_title("Money", fontsize=11)
    delivered = rows["tiv_delivered_million"].to_numpy(dtype=float)
    colors = [supplier_color(supplier, reading) for supplier in rows["supplier"]]
    volume.barh(places, delivered, 0.55, color=colors, linewidth=0)
    volume.set_xlabel("Delivered, million TIV\n(not money)")
    volume.set_title("Volume", fontsize=11)
    names = [
        f"{row['iso3']} {row['first_year']}: {_short(row['what'])}"
        + (
            ""
            if row["supplier"] == reading.partner
            else f" ({countries.short_name(row['supplier'])})"
        )
        + (f" [{row['currency']}]" if row["currency"] != "USD" else "")
        for row in rows.to_dict("records")
    ]
    money.set_yticks(places, names, fontsize=9.5)
    money.set_ylim(len(rows) - 0.4, -0.6)
    return fig


def _short(what: str, longest: int = 34) -> str:
    if len(what) <= longest:
        return what
    return what[:longest].rsplit(" ", 1)[0].rstrip(",") + " …"
