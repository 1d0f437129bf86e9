"""Plots of one claim: its way to what is left, payments, what hangs on choices, its dates."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from analysis.debt.figures.common import (
    BILLION,
    EVENT_COLORS,
    currency_name,
    decimal_year,
    draw_cells,
    label,
    scale,
)
from analysis.notebook.save import empty
from analysis.notebook.style import COLORS, COMPARED


def draw_waterfall(steps: pd.DataFrame, currency: str = "USD") -> Figure:
    """Draw the way from the claim to the present value of what is left of it.

    Parameters
    ----------
    steps : pandas.DataFrame
        From :func:`analysis.debt.relief_steps`, amounts in full units.
    currency : str
        ISO 4217 code.

    Returns
    -------
    matplotlib.figure.Figure
        Left the whole way; right the steps from the remainder on, on their own scale.
    """
    if steps.empty:
        return empty("No source gives over how many years the rest is repaid: it has no value.")
    fig, (whole, close) = plt.subplots(1, 2, figsize=(11, 4.6), width_ratios=(1, 1))
    _bars(whole, steps, currency)
    whole.set_title("From the claim")
    _bars(close, steps.iloc[2:], currency)
    close.set_title("From the remainder, enlarged")
    return fig


def _bars(ax: Axes, steps: pd.DataFrame, currency: str) -> None:
    level, tops, bottoms = 0.0, [], [0.0]
    unit, name = scale(steps["amount"].abs().max())
    for place, row in enumerate(steps.to_dict("records")):
        amount = row["amount"] / unit
        base = 0.0 if row["is_level"] else level
        if row["is_level"]:
            color = COLORS["partner"] if row["step"] != "present value" else COLORS["region"]
        else:
            color = COLORS["light"] if amount <= 0 else COMPARED[0]
        ax.bar(place, amount, bottom=base, color=color, width=0.62, edgecolor="#777777", lw=0.6)
        before, level = level, base + amount
        tops.append(max(before if not row["is_level"] else 0.0, level, base))
        bottoms.append(min(level, base))
        if place + 1 < len(steps):
            ax.plot([place + 0.31, place + 0.69], [level, level], color="#777777", lw=0.8)
        sign = "" if row["is_level"] else "+" if amount > 0 else "−" if amount < 0 else "±"
        at, text = (place, tops[-1]), f"{sign}{abs(amount):.2f}"
        label(ax, text, at, (0, 4), ha="center", va="baseline", fontsize=10.5)
    ax.set_ylim(min(0.0, 1.1 * min(bottoms)), 1.12 * max(*tops, 1e-9))
    ax.set_ylabel(f"{name} {currency_name(currency)}")
    ax.set_xticks(range(len(steps)), [step.replace(" ", "\n") for step in steps["step"]])
    ax.grid(axis="x", visible=False)


def draw_payments(payments: pd.DataFrame, currency: str = "USD") -> Figure:
    """Draw the payments of a schedule and what each is worth on the day of valuation.

    Parameters
    ----------
    payments : pandas.DataFrame
        With ``date``, ``payment`` and ``present_value`` (full units), one row a payment.
    currency : str
        ISO 4217 code.

    Returns
    -------
    matplotlib.figure.Figure
        Steps of the nominal payments over bars of their present values.
    """
    if payments.empty:
        return empty("Nothing is left to pay, so there is no schedule.")
    fig, ax = plt.subplots()
    place = np.arange(len(payments))
    unit, name = scale(payments["payment"].max())
    dates = pd.DatetimeIndex(payments["date"])
    nominal, value = payments["payment"] / unit, payments["present_value"] / unit
    # Gaps between hundreds of bars would swallow the bars.
    look: dict[str, Any] = {"width": 0.8 if len(payments) <= 60 else 1.0, "lw": 0}
    ax.bar(place, nominal, color=COLORS["light"], label="paid on the day", **look)
    ax.bar(place, value, color=COLORS["partner"], label="worth on the day of valuation", **look)
    ax.set_xlim(-1, max(len(payments), 5))
    step = max(1, -(-len(payments) // 10))
    ax.set_xticks(place[::step], [f"{day:%b\n%Y}" for day in dates[::step]])
    ax.set_xlabel("Payment")
    ax.set_ylabel(f"{name} {currency_name(currency)}")
    ax.set_ylim(0, 1.05 * max(nominal.max(), value.max()))
    ax.grid(axis="x", visible=False)
    fig.legend(loc="outside upper right", ncols=2)
    return fig


def draw_rates_and_terms(
    curve: pd.DataFrame,
    grid: pd.DataFrame,
    *,
    discount_rate: float,
    years: float,
    currency: str = "USD",
) -> Figure:
    """Draw how present value and haircut move with the discount rate and the terms.

    Parameters
    ----------
    curve : pandas.DataFrame
        From :func:`analysis.debt.value_by_rate`, in full units.
    grid : pandas.DataFrame
        From :func:`analysis.debt.haircut_grid`.
    discount_rate, years : float
        The values chosen in the notebook, which are marked.
    currency : str
        ISO 4217 code of the present values.

    Returns
    -------
    matplotlib.figure.Figure
        Left the present value by timing convention, right a heat map of the haircut.
    """
    fig, (left, right) = plt.subplots(1, 2, figsize=(12, 5.2), width_ratios=(1, 1.25))
    unit, name = scale(curve["present_value"].max())
    looks = (("-", COLORS["region"]), ("--", COLORS["accent"]))
    by_convention = curve.groupby("convention", sort=False)
    for (convention, line), (dash, color) in zip(by_convention, looks, strict=False):
        rates, values = 100 * line["discount_rate"], line["present_value"] / unit
        left.plot(rates, values, ls=dash, color=color, label=convention)
    left.axvline(100 * discount_rate, color="#777777", lw=0.9)
    left.set_ylim(0, 1.25 * curve["present_value"].max() / unit)
    left.set_xlabel("Discount rate, % a year (grey line: chosen)")
    left.set_ylabel(f"Present value, {name.lower()} {currency_name(currency)}")
    frame: dict[str, Any] = {"frameon": True, "facecolor": "white", "edgecolor": "none"}
    left.legend(loc="upper right", title="Day of valuation", alignment="left", **frame)
    cells = grid.pivot(index="maturity_years", columns="discount_rate", values="haircut_pct")
    bar: dict[str, Any] = {"label": "Haircut, % of the claim"}
    draw_cells(right, cells, annot=True, fmt=".1f", annot_kws={"fontsize": 9}, cbar_kws=bar)
    right.set_yticklabels([f"{term:g}" for term in cells.index], rotation=0)
    column = int(np.flatnonzero(np.isclose(cells.columns.to_numpy(float), discount_rate))[0])
    row = int(np.flatnonzero(np.isclose(cells.index.to_numpy(float), years))[0])
    right.add_patch(Rectangle((column, row), 1, 1, fill=False, ec=COLORS["accent"], lw=2.5))
    right.set_xlabel("Discount rate, % a year (frame: chosen)")
    right.set_ylabel("Years over which the rest is paid")
    return fig


def draw_claim(stocks: pd.DataFrame, paths: pd.DataFrame) -> Figure:
    """Draw one claim at its reported dates, beside paths that lead on from the first figure.

    Parameters
    ----------
    stocks : pandas.DataFrame
        Reports with ``start``, ``end``, ``value_usd``, ``basis`` (the legend's words) and
        ``is_converted``.
    paths : pandas.DataFrame
        ``path`` (the legend's words), ``year`` (decimal) and ``value_usd``.

    Returns
    -------
    matplotlib.figure.Figure
        Reports as points, with a bar where their date is a span; paths as lines.
    """
    fig, ax = plt.subplots(figsize=(10, 5.2))
    by_path = paths.groupby("path", sort=False)
    for (path, line), dash in zip(by_path, ("-", "--", ":"), strict=False):
        ax.plot(line["year"], line["value_usd"] / BILLION, ls=dash, color="#777777", label=path)
    first, last = decimal_year(stocks["start"]), decimal_year(stocks["end"])
    for (basis, is_converted), group in stocks.groupby(["basis", "is_converted"], sort=True):
        shape, color = ("o", COLORS["accent"]) if is_converted else ("s", EVENT_COLORS["stock"])
        x, value = (first + last)[group.index] / 2, group["value_usd"] / BILLION
        ax.hlines(value, first[group.index], last[group.index], color=color, lw=2)
        ax.plot(x, value, shape, color=color, ms=8, label=basis)
        # Converted figures stand close to reported ones: their labels go to the other side, and
        # one label does for points that nearly coincide.
        labels = pd.DataFrame({"x": x, "value": value}).sort_values(["x", "value"])
        near = (labels["x"].diff() < 1) & (labels["value"].diff().abs() < 0.01 * labels["value"])
        offset, va = ((0, 8), "bottom") if is_converted else ((0, -8), "top")
        box: dict[str, Any] = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.5}
        for at in labels[~near].itertuples(index=False):
            label(ax, f"{at.value:.4g}", at, offset, ha="center", va=va, fontsize=10, bbox=box)
    ax.set_ylim(0, 1.15 * max(paths["value_usd"].max(), stocks["value_usd"].max()) / BILLION)
    ax.set_xlabel("Year")
    ax.set_ylabel("Billion US dollars")
    ax.xaxis.set_major_locator(MaxNLocator(9, integer=True))
    fig.legend(loc="outside upper left", ncols=2, fontsize=10)
    return fig
