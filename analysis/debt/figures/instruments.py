"""Plots of instruments: when they run, what they are worth, how far choices move them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from analysis.debt.choices import STAYS
from analysis.debt.figures.common import (
    currency_name,
    draw_cells,
    inside,
    label,
    name_debtor,
    sample,
    scale,
)
from analysis.notebook.save import empty
from analysis.notebook.style import COLORS

#: Statuses of terms that came to nothing, or were replaced by other terms.
_NOT_IN_FORCE = ("proposal", "declined", "superseded", "rival_report", "agreed_not_formalised")


def _amount(value: float, currency: str) -> str:
    if value == 0:
        return "all written off"
    unit, name = scale(value)
    short = {"Billion": "bn", "Million": "m", "Thousand": "thousand"}[name]
    return f"{value / unit:.4g} {short} {currency}"


def _draw_rows(
    table: pd.DataFrame,
    margin: float,
    height: float,
    each: Callable[[Axes, dict[Any, Any], str, bool], None],
) -> tuple[Figure, Axes]:
    """Draw a row an instrument, debtors with most rows first; those not in force are grey.

    Parameters
    ----------
    table : pandas.DataFrame
        The rows, in the order in which they follow each other under a debtor.
    margin, height : float
        Inches above and below the rows, and of each row.
    each : callable
        Draws one row into the axes, in a colour, knowing whether its terms are not in force.

    Returns
    -------
    tuple of Figure and Axes
        Rows are named on the left, debtors beside the right edge, where labels leave room.
    """
    many = -table["debtor_iso3"].map(table["debtor_iso3"].value_counts())
    placed = table.assign(_many=many).sort_values(["_many", "debtor_iso3"], kind="stable")
    first_of_debtor = placed["debtor_iso3"] != placed["debtor_iso3"].shift()
    placed["y"] = np.arange(len(placed)) + 0.7 * (first_of_debtor.cumsum() - 1)
    fig, ax = plt.subplots(figsize=(11, margin + height * (placed["y"].max() + 1)))
    off = placed["status"].isin(_NOT_IN_FORCE)
    for is_off, row in zip(off, placed.to_dict("records"), strict=True):
        each(ax, row, COLORS["other" if is_off else "partner"], is_off)
    notes = (" (" + placed["status"].str.replace("_", " ") + ")").where(off, "")
    ax.set_yticks(placed["y"], placed["what"] + notes, fontsize=9)
    inside(ax)
    for debtor, y in placed.groupby("debtor_iso3", sort=False)["y"]:
        name_debtor(ax, str(debtor), y.min(), y.max(), x=1.01, air=0.85, fontsize=10)
    ax.set_ylim(placed["y"].max() + 0.7, -0.9)
    ax.grid(axis="y", visible=False)
    return fig, ax


def draw_spells(spells: pd.DataFrame) -> Figure:
    """Draw when each settlement, loan and offer was signed, waits and repays.

    Parameters
    ----------
    spells : pandas.DataFrame
        From :func:`analysis.debt.instruments.spells`.

    Returns
    -------
    matplotlib.figure.Figure
        A row an instrument: a dot at signature, a thin line to the first principal, a bar to
        the last payment. Where no source gives the years, the dot is alone and hollow.
    """
    if spells.empty:
        return empty("No settlement, loan or offer of these states is in debt/terms.")
    fig, ax = _draw_rows(spells.sort_values("signed", kind="stable"), 1.5, 0.27, _draw_spell)
    last = np.nanmax(spells[["signed", "last_payment"]].to_numpy(dtype="float64"))
    ax.set_xlim(np.floor(spells["signed"].min()) - 1, last + 8)  # room for the amounts
    ax.set_xlabel("Year")
    color = COLORS["partner"]
    samples = {
        "signed or offered": sample("o", color=color),
        "no years reported": sample("o", color=color, mfc="w"),
        "to the first principal": sample(color=color, ls="-", lw=1.3),
        "repayment": Patch(color=color),
        "not in force, or another report": Patch(fc="white", ec=COLORS["other"]),
    }
    look: dict[str, Any] = {
        "loc": "outside upper center",
        "ncols": 5,
        "fontsize": 9,
        "columnspacing": 1.2,
    }
    fig.legend(list(samples.values()), list(samples), **look)
    return fig


def _draw_spell(ax: Axes, row: dict[Any, Any], color: str, is_off: bool) -> None:
    y, signed, last = row["y"], row["signed"], row["last_payment"]
    has_years = pd.notna(last)
    if has_years:
        first = row["first_principal"]
        ax.plot([signed, first], [y, y], color=color, lw=1.3)
        look: dict[str, Any] = {
            "color": "white" if is_off else color,
            "edgecolor": color,
            "lw": 1.0,
        }
        ax.barh(y, max(last - first, 0.25), left=first, height=0.55, **look)
    ax.plot(signed, y, "o", ms=6, color=color, mfc=color if has_years else "w")
    end = last if has_years else signed
    label(ax, _amount(row["face"], row["currency"]), (end, y), (7, 0), fontsize=9)


def draw_values(evaluated: pd.DataFrame, discount_rate: float) -> Figure:
    """Draw what each instrument is worth, with the range that unstated terms leave.

    Parameters
    ----------
    evaluated : pandas.DataFrame
        From :func:`analysis.debt.instruments.evaluate`.
    discount_rate : float
        The rate used.

    Returns
    -------
    matplotlib.figure.Figure
        A row an instrument with a value: present value as a share of the old claim, or of the
        face of a new loan; a line over the range of unstated terms.
    """
    shown = evaluated.dropna(subset="present_value")
    if shown.empty:
        return empty("No settlement, loan or offer of these states has terms to compute with.")
    base = shown["claim"].fillna(shown["face"])
    shown = shown.assign(
        share=100 * shown["present_value"] / base,
        low=100 * shown["present_value_lowest"] / base,
        high=100 * shown["present_value_highest"] / base,
    )
    by_year = shown.sort_values("date", key=lambda days: days.str[:4], kind="stable")
    fig, ax = _draw_rows(by_year, 1.7, 0.31, _draw_value)
    ax.axvline(100, color="#777777", lw=0.9)
    ax.set_xlim(min(-2.0, shown["low"].min() - 2), 1.32 * max(100.0, shown["high"].max()))
    ax.set_xlabel(
        f"Present value at {100 * discount_rate:g} % a year, % of the old claim "
        "(of the face, for new loans and offers)"
    )
    return fig


def _draw_value(ax: Axes, row: dict[Any, Any], color: str, is_off: bool) -> None:
    y, share, low, high = (row[each] for each in ("y", "share", "low", "high"))
    ax.plot([low, high], [y, y], color=color, lw=4, alpha=0.35)
    ax.plot(share, y, "o", ms=7, color=color, mfc="w" if is_off else color)
    text = f"{share:.1f}" + (f" ({low:.1f}–{high:.1f})" if high - low > 0.05 else "")
    label(ax, text, (max(high, share), y), (8, 0), fontsize=9)


def draw_choices(moved: pd.DataFrame, in_use: Mapping[str, float]) -> Figure:
    """Draw how far each choice moves the haircut, one at a time.

    Parameters
    ----------
    moved : pandas.DataFrame
        From :func:`analysis.debt.choices.vary_choices`.
    in_use : dict of str to float
        From :func:`analysis.debt.choices.find_headline`: the result as chosen.

    Returns
    -------
    matplotlib.figure.Figure
        A line a choice, a marker a value tried. All payments count as cash, but in the last
        line, where those that stay with the debtor do not.
    """
    if moved.empty:
        return empty("Nothing is left to pay later, so no choice moves the value.")
    found = moved["haircut_pct"].where(moved["choice"] != STAYS, moved["cash_haircut_pct"])
    moved = moved.assign(haircut=found)
    in_use_of = moved.groupby("choice", sort=False)["in_use"].first()
    fig, ax = plt.subplots(figsize=(9.5, 1.2 + 0.56 * len(in_use_of)))
    span = found.max() - found.min() or 1.0
    for y, name in enumerate(in_use_of.index):
        tried = moved[moved["choice"] == name].sort_values("haircut", kind="stable")
        low, high = tried["haircut"].iloc[[0, -1]]
        color = COLORS["accent"] if name == STAYS else COLORS["partner"]
        ax.plot([low, high], [y, y], color=COLORS["light"], lw=7, solid_capstyle="butt")
        ax.plot(tried["haircut"], [y] * len(tried), "o", ms=5, color=color)
        if high - low > 0.02 * span:
            label(ax, tried["tried"].iloc[0], (low, y), (-7, 0), ha="right", fontsize=9.5)
            label(ax, tried["tried"].iloc[-1], (high, y), (7, 0), ha="left", fontsize=9.5)
    ax.axvline(in_use["haircut_pct"], color="#333333", lw=1.1, zorder=0)
    ax.set_xlabel("Haircut, % of the claim (line: as chosen, all payments as cash)")
    ax.margins(x=0.13)
    ax.grid(axis="y", visible=False)
    labels = [f"{name} ({used})" for name, used in in_use_of.items()]
    ax.set_yticks(range(len(labels)), labels, fontsize=10)
    ax.set_ylim(len(labels) - 0.4, -0.6)
    inside(ax)
    return fig


def draw_swap(grid: pd.DataFrame, *, discount_rate: float, currency: str = "USD") -> Figure:
    """Draw the creditor's cash value over the share that stays and the discount rate.

    Parameters
    ----------
    grid : pandas.DataFrame
        From :func:`analysis.debt.swap_grid`.
    discount_rate : float
        The rate chosen; it is set in bold.
    currency : str
        ISO 4217 code.

    Returns
    -------
    matplotlib.figure.Figure
        A heat map of the haircut; in each cell the cash value above it.
    """
    if grid.empty:
        return empty("Nothing is left to pay, so nothing can stay in the debtor's country.")
    unit, name = scale(grid["cash"].max())
    keys = {"index": "stays_share", "columns": "discount_rate"}
    haircut, cash = (grid.pivot(**keys, values=each) for each in ("haircut_pct", "cash"))
    written = (cash / unit).map("{:.2f}\n".format) + haircut.map("{:.1f} %".format)
    fig, ax = plt.subplots(figsize=(10, 4.6))
    draw_cells(ax, haircut, annot=written, fmt="", annot_kws={"fontsize": 10}, cbar=False)
    ax.set_title(
        f"Above: cash value, {name.lower()} {currency_name(currency)}; "
        "below: haircut, % of the claim"
    )
    for tick, rate in zip(ax.get_xticklabels(), haircut.columns, strict=True):
        tick.set_fontweight("bold" if np.isclose(rate, discount_rate) else "normal")
    ax.set_yticklabels([f"{100 * share:g}" for share in haircut.index], rotation=0)
    ax.set_xlabel("Discount rate, % a year (bold: chosen)")
    ax.set_ylabel("Payments that stay\nin the debtor's country, %")
    inside(ax)
    return fig
