"""Plots of instruments: when they run, what they are worth, how far choices move them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from analysis import countries
from analysis.debt.choices import STAYS
from analysis.debt.figures.common import currency_name, inside, rows, scale
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


def _label(row: dict[str, object]) -> str:
    status = str(row["status"])
    note = f" ({status.replace('_', ' ')})" if status in _NOT_IN_FORCE else ""
    return f"{row['what']}{note}"


def _group_by_debtor(table: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, tuple[float, float]]]:
    """Return the rows with y, debtors with most rows first, and where each debtor lies."""
    counts = table["debtor_iso3"].value_counts()
    ordered = table.assign(_many=-table["debtor_iso3"].map(counts)).sort_values(
        ["_many", "debtor_iso3", "_order"], kind="stable"
    )
    y, places, debtors = 0.0, [], {}
    for debtor, group in ordered.groupby("debtor_iso3", sort=False):
        debtors[str(debtor)] = (y, y + len(group) - 1)
        places += [y + k for k in range(len(group))]
        y += len(group) + 0.7
    return ordered.assign(y=places), debtors


def _name_rows(ax: Axes, placed: pd.DataFrame, debtors: dict[str, tuple[float, float]]) -> None:
    """Name each row on the left, and its debtor beside the right edge, where labels leave room."""
    ax.set_yticks(placed["y"], [_label(row) for row in rows(placed)], fontsize=9)
    inside(ax)
    for debtor, (top, bottom) in debtors.items():
        ax.axhline(top - 0.85, color="#BBBBBB", lw=0.8, zorder=0)
        ax.annotate(
            countries.name(debtor),
            (1.01, (top + bottom) / 2),
            xycoords=("axes fraction", "data"),
            va="center",
            fontweight="bold",
            fontsize=10,
        )
    ax.set_ylim(placed["y"].max() + 0.7, -0.9)
    ax.grid(axis="y", visible=False)


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
    placed, debtors = _group_by_debtor(spells.assign(_order=spells["signed"]))
    height = placed["y"].max() + 1
    fig, ax = plt.subplots(figsize=(11, 1.5 + 0.27 * height))
    for row in rows(placed):
        off = row["status"] in _NOT_IN_FORCE
        color = COLORS["other"] if off else COLORS["partner"]
        has_years = pd.notna(row["last_payment"])
        if has_years:
            ax.plot([row["signed"], row["first_principal"]], [row["y"]] * 2, color=color, lw=1.3)
            ax.barh(
                row["y"],
                max(row["last_payment"] - row["first_principal"], 0.25),
                left=row["first_principal"],
                height=0.55,
                color="white" if off else color,
                edgecolor=color,
                lw=1.0,
            )
        ax.plot(row["signed"], row["y"], "o", ms=6, color=color, mfc=color if has_years else "w")
        end = row["last_payment"] if has_years else row["signed"]
        ax.annotate(
            _amount(row["face"], row["currency"]),
            (end, row["y"]),
            xytext=(7, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
        )
    _name_rows(ax, placed, debtors)
    first = np.floor(placed["signed"].min()) - 1
    last = np.nanmax(placed[["signed", "last_payment"]].to_numpy(dtype="float64"))
    ax.set_xlim(first, last + 8)  # room for the amounts
    ax.set_xlabel("Year")
    samples = {
        "signed or offered": Line2D([], [], marker="o", ls="none", color=COLORS["partner"]),
        "no years reported": Line2D(
            [], [], marker="o", ls="none", color=COLORS["partner"], mfc="w"
        ),
        "to the first principal": Line2D([], [], color=COLORS["partner"], lw=1.3),
        "repayment": Patch(color=COLORS["partner"]),
        "not in force, or another report": Patch(fc="white", ec=COLORS["other"]),
    }
    fig.legend(
        list(samples.values()),
        list(samples),
        loc="outside upper center",
        ncols=5,
        fontsize=9,
        columnspacing=1.2,
    )
    return fig


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
        _order=pd.to_numeric(shown["date"].str[:4]),
        share=100 * shown["present_value"] / base,
        low=100 * shown["present_value_lowest"] / base,
        high=100 * shown["present_value_highest"] / base,
    )
    placed, debtors = _group_by_debtor(shown)
    height = placed["y"].max() + 1
    fig, ax = plt.subplots(figsize=(11, 1.7 + 0.31 * height))
    for row in rows(placed):
        off = row["status"] in _NOT_IN_FORCE
        color = COLORS["other"] if off else COLORS["partner"]
        ax.plot([row["low"], row["high"]], [row["y"]] * 2, color=color, lw=4, alpha=0.35)
        ax.plot(row["share"], row["y"], "o", ms=7, color=color, mfc="w" if off else color)
        text = f"{row['share']:.1f}"
        if row["high"] - row["low"] > 0.05:
            text += f" ({row['low']:.1f}–{row['high']:.1f})"
        ax.annotate(
            text,
            (max(row["high"], row["share"]), row["y"]),
            xytext=(8, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
        )
    ax.axvline(100, color="#777777", lw=0.9)
    _name_rows(ax, placed, debtors)
    ax.set_xlim(min(-2.0, placed["low"].min() - 2), 1.32 * max(100.0, placed["high"].max()))
    ax.set_xlabel(
        f"Present value at {100 * discount_rate:g} % a year, % of the old claim "
        "(of the face, for new loans and offers)"
    )
    return fig


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
    names = list(dict.fromkeys(moved["choice"]))
    fig, ax = plt.subplots(figsize=(9.5, 1.2 + 0.56 * len(names)))
    span = found.max() - found.min() or 1.0
    for y, name in enumerate(names):
        tried = moved[moved["choice"] == name].sort_values("haircut", kind="stable")
        low, high = tried["haircut"].iloc[[0, -1]]
        color = COLORS["accent"] if name == STAYS else COLORS["partner"]
        ax.plot([low, high], [y, y], color=COLORS["light"], lw=7, solid_capstyle="butt")
        ax.plot(tried["haircut"], [y] * len(tried), "o", ms=5, color=color)
        if high - low > 0.02 * span:
            for place, side, gap in ((0, "right", -7), (-1, "left", 7)):
                ax.annotate(
                    tried["tried"].iloc[place],
                    (tried["haircut"].iloc[place], y),
                    xytext=(gap, 0),
                    textcoords="offset points",
                    ha=side,
                    va="center",
                    fontsize=9.5,
                )
    ax.axvline(in_use["haircut_pct"], color="#333333", lw=1.1, zorder=0)
    ax.set_xlabel("Haircut, % of the claim (line: as chosen, all payments as cash)")
    ax.margins(x=0.13)
    ax.grid(axis="y", visible=False)
    used = [moved.loc[moved["choice"] == name, "in_use"].iloc[0] for name in names]
    labels = [f"{name} ({use})" for name, use in zip(names, used, strict=True)]
    ax.set_yticks(range(len(names)), labels, fontsize=10)
    ax.set_ylim(len(names) - 0.4, -0.6)
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
    written = [
        [f"{value / unit:.2f}\n{share:.1f} %" for value, share in zip(*pair, strict=True)]
        for pair in zip(cash.to_numpy(), haircut.to_numpy(), strict=True)
    ]
    fig, ax = plt.subplots(figsize=(10, 4.6))
    sns.heatmap(
        haircut,
        ax=ax,
        cmap="crest",
        annot=np.array(written),
        fmt="",
        annot_kws={"fontsize": 10},
        linewidths=0.5,
        cbar=False,
    )
    ax.set_title(
        f"Above: cash value, {name.lower()} {currency_name(currency)}; "
        "below: haircut, % of the claim"
    )
    ax.set_xticklabels([f"{100 * rate:g}" for rate in haircut.columns], rotation=0)
    for tick, rate in zip(ax.get_xticklabels(), haircut.columns, strict=True):
        tick.set_fontweight("bold" if np.isclose(rate, discount_rate) else "normal")
    ax.set_yticklabels([f"{100 * share:g}" for share in haircut.index], rotation=0)
    ax.set_xlabel("Discount rate, % a year (bold: chosen)")
    ax.set_ylabel("Payments that stay\nin the debtor's country, %")
    inside(ax)
    return fig
