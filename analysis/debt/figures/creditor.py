"""Plots of the partner as creditor in International Debt Statistics."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from analysis import countries
from analysis.debt.creditor import INTEREST, PRINCIPAL, STOCK
from analysis.debt.figures.common import MILLION, inside, label
from analysis.debt.frames import LENDERS
from analysis.debt.reading import Reading
from analysis.notebook.save import empty
from analysis.notebook.style import COLORS, COMPARED
from analysis.notebook.words import call, spans

_LENDER_COLORS = dict(zip(LENDERS, (COLORS["partner"], *COMPARED), strict=True))
_AMOUNTS = {PRINCIPAL: ("principal", COLORS["partner"]), INTEREST: ("interest", COMPARED[0])}


def _panels(table: pd.DataFrame, height: float) -> tuple[Figure, list[tuple[Axes, pd.DataFrame]]]:
    """Return a figure with a panel a debtor, highest amounts first, and each panel's rows."""
    peak = table.groupby("iso3")["value_usd"].max().sort_values(ascending=False, kind="stable")
    across = min(3, len(peak))
    down = -(-len(peak) // across)
    size = (4.0 * across + 0.6, height * down + 0.7)
    fig, axes = plt.subplots(down, across, figsize=size, squeeze=False)
    for ax in axes.flat[len(peak) :]:
        ax.set_axis_off()
    panels = []
    for ax, iso3 in zip(axes.flat, peak.index, strict=False):
        ax.set_title(countries.name(str(iso3)))
        ax.xaxis.set_major_locator(MaxNLocator(5, integer=True))
        ax.grid(axis="x", visible=False)
        panels.append((ax, table[table["iso3"] == iso3]))
    return fig, panels


def _explain(fig: Figure, handles: list[Patch], unit: str, reading: Reading) -> None:
    """Name the unit of the panels, and their colours under the edition."""
    fig.supylabel(f"Million US dollars{unit}", fontsize=11)
    look: dict[str, Any] = {"loc": "outside upper center", "ncols": len(handles), "fontsize": 10}
    fig.legend(handles=handles, title=f"Edition {reading.edition}", **look)


def draw_stocks(stocks: pd.DataFrame, reading: Reading) -> Figure:
    """Draw what each debtor owed at the ends of years, by kind of lender.

    Parameters
    ----------
    stocks : pandas.DataFrame
        From :func:`analysis.debt.creditor.stocks`.
    reading : Reading
        The creditors and the edition, for the legend.

    Returns
    -------
    matplotlib.figure.Figure
        A panel a debtor with a scale of its own; a step a year, those of states that the partner
        continued outlined.
    """
    if stocks.empty:
        return empty(
            f"None of these states is a debtor of {reading.lineage} in edition {reading.edition} "
            "of International Debt Statistics."
        )
    fig, panels = _panels(stocks, 2.35)
    earlier = stocks[stocks["creditor"] != reading.partner]
    found = {each: color for each, color in _LENDER_COLORS.items() if each in set(stocks["lender"])}
    for ax, whole in panels:
        years = range(int(whole["year"].min()), int(whole["year"].max()) + 1)
        base = pd.Series(0.0, index=years)
        parts = whole.pivot(index="year", columns="lender", values="value_usd") / MILLION
        edges = np.repeat(np.arange(years[0], years[-1] + 2) - 0.5, 2)[1:-1]
        for lender in [each for each in found if each in parts]:
            top = base + parts[lender].reindex(years).fillna(0.0)
            look: dict[str, Any] = {"color": found[lender], "lw": 0, "zorder": 2}
            ax.fill_between(edges, np.repeat(base, 2), np.repeat(top, 2), **look)
            base = top
        of_others = sorted(set(earlier["year"]) & set(years))
        for bar in ax.bar(of_others, base[of_others], width=0.9, fc="none", lw=1.6, zorder=3):
            bar.set_edgecolor(COLORS["predecessor"])
        ax.set_xlim(stocks["year"].min() - 1.5, stocks["year"].max() + 1.5)
        ax.set_ylim(0, 1.08 * parts.sum(axis=1).max())
    handles = [Patch(color=color, label=LENDERS[each]) for each, color in found.items()]
    for creditor, group in earlier.groupby("creditor", sort=False):
        said = f"{spans(group['year'])}: owed to {call(str(creditor))}"
        handles.append(Patch(fc="white", ec=COLORS["predecessor"], lw=1.5, label=said))
    _explain(fig, handles, ", end of year", reading)
    return fig


def draw_service(service: pd.DataFrame, reading: Reading) -> Figure:
    """Draw principal and interest by debtor and year; what is only scheduled is hatched.

    Parameters
    ----------
    service : pandas.DataFrame
        From :func:`analysis.debt.creditor.service`.
    reading : Reading
        The partner and the edition, for the legend.

    Returns
    -------
    matplotlib.figure.Figure
        A panel a debtor with a scale of its own.
    """
    if service.empty:
        return empty(
            f"No debt service of these states to {reading.the_partner} is in edition "
            f"{reading.edition} of International Debt Statistics."
        )
    fig, panels = _panels(service, 2.6)
    for ax, whole in panels:
        base = pd.Series(0.0, index=sorted(whole["year"].unique()))
        for amount, (_, color) in _AMOUNTS.items():
            part = whole[whole["amount"] == amount].set_index("year")
            value = part["value_usd"] / MILLION
            bars = ax.bar(part.index, value, bottom=base[part.index], color=color, width=0.8)
            for bar, status in zip(bars, part["status"], strict=True):
                if status == "scheduled":
                    bar.set(facecolor="white", edgecolor=color, hatch="////", lw=0.8)
            base = base.add(value, fill_value=0)
        ax.set_xlim(service["year"].min() - 1, service["year"].max() + 1)
    handles = [Patch(color=color, label=f"{name}, paid") for name, color in _AMOUNTS.values()]
    handles.append(Patch(fc="white", ec="#555555", hatch="////", label="falls due by contract"))
    _explain(fig, handles, " a year", reading)
    return fig


def draw_editions(changed: pd.DataFrame) -> Figure:
    """Draw the cells that two editions state differently, both values side by side.

    Parameters
    ----------
    changed : pandas.DataFrame
        From :func:`analysis.debt.creditor.compare_editions`.

    Returns
    -------
    matplotlib.figure.Figure
        A row a cell, largest difference on top: a hollow marker for the first edition, a full
        one for the last.
    """
    if changed.empty:
        return empty("No cell of these states differs between the two editions.")
    names = {STOCK: "stock", PRINCIPAL: "principal", INTEREST: "interest"}
    fig, ax = plt.subplots(figsize=(9.5, 1.7 + 0.36 * len(changed)))
    editions = changed[["first_edition", "last_edition"]].iloc[0]
    hollow: dict[str, Any] = {"color": COLORS["accent"], "mfc": "white"}
    looks: list[dict[str, Any]] = [hollow, {"color": COLORS["partner"]}]
    for edition, look in zip(editions, looks, strict=True):
        ax.plot([], [], "o", label=f"edition {edition}", **look)
    labels = []
    for y, row in enumerate(changed.to_dict("records")):
        pair = [row["first_usd"] / MILLION, row["last_usd"] / MILLION]
        ax.plot(pair, [y, y], color="#999999", lw=1.5, zorder=1)
        ax.plot(pair[0], y, "o", ms=8, zorder=3, **looks[0])
        ax.plot(pair[1], y, "o", ms=7, zorder=2, **looks[1])
        states = [row["first_status"], row["last_status"]]
        change = "" if states == ["actual", "actual"] else f" ({states[0]} → {states[1]})"
        kind = names[row["amount"]]
        labels.append(f"{countries.name(row['iso3'])}, {kind}, {row['year']}{change}")
    ax.set_yticks(range(len(changed)), labels, fontsize=9.5)
    ax.set_ylim(len(changed) - 0.4, -0.6)
    ax.set_xlim(left=min(-0.03 * ax.get_xlim()[1], ax.get_xlim()[0]))
    ax.grid(axis="y", visible=False)
    ax.set_xlabel("Million US dollars")
    fig.legend(loc="outside upper center", ncols=2, fontsize=10)
    return fig


def draw_burden(shares: dict[str, tuple[pd.DataFrame, pd.DataFrame]]) -> Figure:
    """Draw debt as a share of states' product and exports.

    Parameters
    ----------
    shares : dict of str to pair of pandas.DataFrame
        What the share is of, in words, to the shares from the statistics and from single
        reports, each with ``iso3``, ``year`` and ``share_pct``.

    Returns
    -------
    matplotlib.figure.Figure
        A panel each, on a logarithmic scale: lines from the statistics, points from reports
        with their values. Years without a denominator and stocks of 0 are left out.
    """
    shares = {
        unit: (series[series["share_pct"] > 0], reports[reports["share_pct"] > 0])
        for unit, (series, reports) in shares.items()
    }
    if all(frame.empty for pair in shares.values() for frame in pair):
        return empty(f"No claim on these states has a year with {' or '.join(shares)}.")
    size = (10.5, 1.0 + 3.6 * len(shares))
    fig, axes = plt.subplots(len(shares), 1, figsize=size, sharex=True, squeeze=False)
    states = sorted({iso3 for pair in shares.values() for f in pair for iso3 in f["iso3"]})
    palette = dict(zip(states, plt.get_cmap("tab10").colors * 4, strict=False))  # type: ignore[attr-defined]
    labels: dict[tuple[bool, str], Line2D] = {}  # whether single reports, the state's name
    for ax, (unit, (series, reports)) in zip(axes.flat, shares.items(), strict=True):
        for iso3, line in series.groupby("iso3", sort=True):
            values = line.set_index("year")["share_pct"]
            # A year without a value interrupts the line.
            values = values.reindex(range(int(values.index.min()), int(values.index.max()) + 1))
            (drawn,) = ax.plot(values.index, values, "-o", ms=3, lw=1.4, color=palette[iso3])
            labels.setdefault((False, countries.name(str(iso3))), drawn)
        for iso3, points in reports.groupby("iso3", sort=True):
            look: dict[str, Any] = {"ms": 7, "color": palette[iso3], "mfc": "white"}
            (drawn,) = ax.plot(points["year"], points["share_pct"], "s", **look)
            labels.setdefault((True, countries.name(str(iso3))), drawn)
        # The highest report of a state and year is labelled; of neighbours, the first.
        tops = reports.groupby(["iso3", "year"], as_index=False)["share_pct"].max()
        ratio = tops["share_pct"] / tops["share_pct"].shift()
        near = (tops["year"].diff() <= 1) & (tops["iso3"] == tops["iso3"].shift())
        near &= ratio.between(1 / 3, 3)
        for year, share in tops.loc[~near, ["year", "share_pct"]].itertuples(index=False):
            text = f"{share:,.0f}" if share >= 100 else f"{share:.3g}"
            label(ax, text, (year, share), (0, 8), ha="center", va="baseline", fontsize=9)
        inside(ax)
        ax.set_yscale("log")
        values = pd.concat([series["share_pct"], reports["share_pct"]])
        if not values.empty:
            ax.set_ylim(0.6 * values.min(), 3.5 * values.max())
        ax.yaxis.set_major_formatter(lambda value, _: f"{value:.6f}".rstrip("0").rstrip("."))
        ax.set_ylabel(f"% of {unit}")
        ax.xaxis.set_major_locator(MaxNLocator(9, integer=True))
    axes[-1, 0].set_xlabel("Year")
    ordered = dict(sorted(labels.items()))
    names = [f"{name}, reports" if is_report else name for is_report, name in ordered]
    fig.legend(list(ordered.values()), names, loc="outside right upper", fontsize=9.5)
    return fig
