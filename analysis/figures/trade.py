"""Figures of trade with Russia: functions that take frames and return the figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.figures import COLORS, empty

FLOW_LABELS = {
    "exports_to_russia": "exports to Russia",
    "imports_from_russia": "imports from Russia",
}
REPORTER_LABELS = {"RUS": "Russia's figures", "partner": "the states' own figures"}

#: Colour and dash of each side's figures, the same in every figure.
_REPORTER_STYLE: dict[str, dict[str, Any]] = {
    "RUS": {"color": COLORS["RUS"], "linestyle": "-"},
    "partner": {"color": COLORS["region"], "linestyle": "--"},
}
_MARKS: dict[str, dict[str, Any]] = {
    "stated in press or by officials": {"marker": "D", "color": COLORS["accent"]},
    "region table": {"marker": "s", "color": COLORS["USA"]},
}
_THOUSANDS = FuncFormatter(lambda value, _: f"{value:,.7g}")


def draw_balances(balances: pd.DataFrame, names: Mapping[str, str]) -> Figure:
    """Draw the printed table of balances and mark the cells that do not follow from the others.

    Parameters
    ----------
    balances : pandas.DataFrame
        From :func:`analysis.trade.balances`.
    names : mapping of str to str
        ISO3 code to name.

    Returns
    -------
    matplotlib.figure.Figure
        A grid of states and years. A wrong cell holds the printed value, the recomputed one
        beneath it ("undefined" if a flow is missing), and has the warning colour.
    """
    states = sorted(balances["iso3"].unique(), key=lambda iso3: names[iso3])
    years = sorted(balances["year"].unique())
    fig, ax = plt.subplots(figsize=(9.0, 0.48 * len(states) + 1.2))
    for cell in balances.to_dict("records"):
        x, y = years.index(cell["year"]), states.index(cell["iso3"])
        wrong = cell["verdict"] not in ("right", "missing")
        fill = COLORS["accent"] if wrong else "#F2F2F2" if cell["verdict"] == "missing" else "white"
        ax.add_patch(Rectangle((x, y), 1, 1, facecolor=fill, edgecolor=COLORS["light"]))
        printed = (
            "–" if pd.isna(cell["printed_thousand_usd"]) else f"{cell['printed_thousand_usd']:,}"
        )
        if not wrong:
            ax.text(x + 0.5, y + 0.5, printed, ha="center", va="center", fontsize=10)
            continue
        right = cell["recomputed_thousand_usd"]
        right = "undefined" if pd.isna(right) else f"correct {right:,}"
        text = f"printed {printed}\n{right}"
        ax.text(
            x + 0.5, y + 0.5, text, ha="center", va="center", fontsize=9, color="white",
            fontweight="bold", linespacing=1.1,
        )  # fmt: skip
    ax.set(xlim=(0, len(years)), ylim=(len(states), 0))
    ax.set_xticks(np.arange(len(years)) + 0.5, [str(year) for year in years])
    ax.set_yticks(np.arange(len(states)) + 0.5, [names[iso3] for iso3 in states])
    ax.tick_params(length=0)
    ax.xaxis.tick_top()
    ax.grid(False)
    for side in ax.spines.values():
        side.set_visible(False)
    return fig


def draw_turnover(
    totals: Mapping[str, pd.DataFrame], reporter: str, stated: pd.DataFrame, unit: str
) -> Figure:
    """Draw turnover by year as both sides report it, above the number of states in each sum.

    Parameters
    ----------
    totals : mapping of str to pandas.DataFrame
        ``RUS`` and ``partner`` → the result of :func:`analysis.trade.yearly_totals`.
    reporter : {"RUS", "partner"}
        The side to draw in front.
    stated : pandas.DataFrame
        From :func:`analysis.trade.stated_turnover`; may be empty.
    unit : str
        What the values are in, for example ``"USD"``; they are drawn in millions.

    Returns
    -------
    matplotlib.figure.Figure
        Lines join comparable years only; a year with too few states, or with one flow only, is a
        hollow point, a year without figures is a gap.
    """
    if all(frame["turnover_usd"].isna().all() for frame in totals.values()) and stated.empty:
        return empty("No turnover on record for these states and years, from either side.")
    fig, (ax, below) = plt.subplots(
        2, 1, figsize=(9.0, 6.0), sharex=True, height_ratios=[3.2, 1], layout="constrained"
    )
    _draw_sides(ax, totals, reporter, "turnover_usd")
    handles = [*_side_handles(totals, reporter, "turnover_usd")]
    for kind, style in _MARKS.items():
        rows = stated[stated["kind"] == kind]
        if len(rows):
            ax.scatter(rows["year"], rows["value_usd"] / 1e6, s=42, zorder=4, **style)
            handles.append(Line2D([], [], linestyle="", markersize=6.5, label=kind, **style))
    ax.set(ylabel=f"turnover, million {unit}", ylim=(0, None))
    fig.legend(handles=handles, loc="outside lower center", ncols=3, fontsize=9.5)
    ax.yaxis.set_major_formatter(_THOUSANDS)
    for offset, (side, frame) in zip((-0.2, 0.2), _in_order(totals, reporter), strict=True):
        color = _REPORTER_STYLE[side]["color"]
        below.bar(frame["year"].astype(int) + offset, frame["n_states"], width=0.4, color=color)
    below.set(ylabel="states\nin the sum", ylim=(0, None))
    below.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=4))
    _whole_years(below)
    fig.align_ylabels()
    return fig


def draw_flows(totals: Mapping[str, pd.DataFrame], reporter: str, unit: str) -> Figure:
    """Draw exports to and imports from Russia side by side, as both sides report them.

    Parameters
    ----------
    totals : mapping of str to pandas.DataFrame
        ``RUS`` and ``partner`` → the result of :func:`analysis.trade.yearly_totals`.
    reporter : {"RUS", "partner"}
        The side to draw in front.
    unit : str
        What the values are in; they are drawn in millions.

    Returns
    -------
    matplotlib.figure.Figure
        Two panels on one scale.
    """
    columns = [f"{flow}_usd" for flow in FLOW_LABELS]
    if all(frame[columns].isna().all(axis=None) for frame in totals.values()):
        return empty("No flow on record for these states and years, from either side.")
    fig, axes = plt.subplots(1, 2, figsize=(9.6, 4.2), sharey=True, layout="constrained")
    for ax, (flow, label) in zip(axes, FLOW_LABELS.items(), strict=True):
        _draw_sides(ax, totals, reporter, f"{flow}_usd")
        ax.set_title(label[0].upper() + label[1:])
        ax.yaxis.set_major_formatter(_THOUSANDS)
        _whole_years(ax)
    axes[0].set_ylim(0, None)
    axes[0].set_ylabel(f"million {unit}")
    every = [handle for column in columns for handle in _side_handles(totals, reporter, column)]
    handles = {handle.get_label(): handle for handle in every}
    fig.legend(handles=list(handles.values()), loc="outside lower center", ncols=4, fontsize=9.5)
    return fig


def draw_concentration(concentration: pd.DataFrame, k: int) -> Figure:
    """Draw the concentration of turnover on partners by year.

    Parameters
    ----------
    concentration : pandas.DataFrame
        From :func:`analysis.trade.concentration`; years that are not comparable are left out.
    k : int
        Partners in the share.

    Returns
    -------
    matplotlib.figure.Figure
        Two panels: Herfindahl–Hirschman index (plain and normalised), share of the k largest.
    """
    usable = concentration.where(concentration["is_comparable"]).assign(year=concentration["year"])
    if usable["hhi"].isna().all():
        return empty("No year with enough states on record to measure concentration.")
    fig, (left, right) = plt.subplots(1, 2, figsize=(9.6, 4.0), layout="constrained")
    style = {"marker": "o", "markersize": 4}
    left.plot(usable["year"], usable["hhi"], color=COLORS["turnover"], label="index", **style)
    if usable["hhi_normalised"].notna().any():
        left.plot(
            usable["year"], usable["hhi_normalised"], color=COLORS["other"], linestyle="--",
            label="normalised for the number of partners", **style,
        )  # fmt: skip
    left.set(title="Herfindahl–Hirschman index of partners", ylabel="index, 0 to 1")
    left.set_ylim(0, max(0.4, 1.25 * usable["hhi"].max()) if usable["hhi"].max() < 0.8 else 1.15)
    left.legend(loc="upper left", fontsize=9.5)
    percent = 100 * usable["top_share"]
    right.plot(usable["year"], percent, color=COLORS["turnover"], **style)
    right.set(
        title=f"Share of the {k} largest" if k > 1 else "Share of the largest",
        ylabel="per cent of turnover",
    )
    low = float(np.floor(percent.min() / 10) * 10)
    right.set_ylim(max(0.0, min(low, 90.0)), 100.5)
    for ax in (left, right):
        _whole_years(ax)
    return fig


def draw_partners(ranking: pd.DataFrame, names: Mapping[str, str], unit: str) -> Figure:
    """Draw the largest partners with their mean yearly exports and imports.

    Parameters
    ----------
    ranking : pandas.DataFrame
        From :func:`analysis.trade.rank_partners`, cut to the partners to draw.
    names : mapping of str to str
        ISO3 code to name.
    unit : str
        What the values are in; they are drawn in millions.

    Returns
    -------
    matplotlib.figure.Figure
        One pair of bars a state; a flow that is not on record has none.
    """
    if ranking.empty:
        return empty("No year with enough states on record to rank partners.")
    fig, ax = plt.subplots(figsize=(9.0, 0.42 * len(ranking) + 1.6), layout="constrained")
    y = np.arange(len(ranking))
    for offset, (flow, label) in zip((-0.2, 0.2), FLOW_LABELS.items(), strict=True):
        values = ranking[f"{flow}_usd"] / 1e6
        ax.barh(y + offset, values, height=0.4, color=COLORS[flow], label=label)
    for position, row in zip(range(len(ranking)), ranking.to_dict("records"), strict=True):
        ends = [row[f"{flow}_usd"] for flow in FLOW_LABELS]
        ax.text(
            np.nanmax(ends) / 1e6,
            position,
            f"  {100 * row['share']:.1f} %",
            va="center",
            fontsize=9.5,
        )
    ax.set_yticks(y, [names[iso3] for iso3 in ranking["iso3"]])
    ax.set_ylim(len(ranking) - 0.4, -0.6)
    ax.set_xlabel(f"million {unit} a year, mean of the years on record")
    ax.margins(x=0.12)
    ax.xaxis.set_major_formatter(_THOUSANDS)
    ax.grid(False, axis="y")
    fig.legend(loc="outside lower center", ncols=2, fontsize=9.5)
    return fig


def draw_mirror_ratio(by_year: pd.DataFrame, cif_fob: float) -> Figure:
    """Draw by year how much more (or less) the importers report than the exporters.

    Parameters
    ----------
    by_year : pandas.DataFrame
        From :func:`analysis.trade.mirror_by_year`.
    cif_fob : float
        The ratio that freight and insurance alone would make, drawn as a line.

    Returns
    -------
    matplotlib.figure.Figure
        One line a flow, on a logarithmic axis, since half and double are the same gap; years with
        few states are hollow points. Below it, the number of states with both reports.
    """
    if by_year["ratio"].isna().all():
        return empty("No flow of these states and years is on record from both sides.")
    fig, (ax, below) = plt.subplots(
        2, 1, figsize=(9.0, 5.8), sharex=True, height_ratios=[3, 1], layout="constrained"
    )
    years = np.arange(by_year["year"].min(), by_year["year"].max() + 1)
    for offset, (flow, label) in zip((-0.2, 0.2), FLOW_LABELS.items(), strict=True):
        rows = by_year[by_year["flow"] == flow].set_index("year").reindex(years)
        joined = rows["is_comparable"].fillna(False).astype(bool)
        ax.plot(
            years, rows["ratio"].where(joined), marker="o", markersize=4.5, color=COLORS[flow],
            label=label,
        )  # fmt: skip
        ax.scatter(
            years, rows["ratio"].where(~joined), s=26, facecolors="white",
            edgecolors=COLORS[flow], zorder=3,
        )  # fmt: skip
        below.bar(years + offset, rows["n_states"].fillna(0), width=0.4, color=COLORS[flow])
    ax.axhline(1, color=COLORS["turnover"], linewidth=1)
    ax.axhline(
        cif_fob, color=COLORS["other"], linewidth=1.2, linestyle=":",
        label=f"freight and insurance alone: {cif_fob:.2f}",
    )  # fmt: skip
    ax.set_yscale("log")
    low, high = by_year["ratio"].min(), by_year["ratio"].max()
    low, high = min(0.8, low / 1.15), max(1.25, high * 1.15)
    if high / low < 20:
        ticks: tuple[float, ...] = (0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 7, 10)
    else:
        ticks = tuple(10.0**power for power in range(-6, 7))
    ax.set(ylim=(low, high), ylabel="importers' report / exporters' report")
    ax.set_yticks([t for t in ticks if low <= t <= high])
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    ax.yaxis.set_minor_locator(plt.NullLocator())
    handles, _ = ax.get_legend_handles_labels()
    if not by_year["is_comparable"].all():
        handles.append(_hollow("fewer than half as many states as in the fullest year"))
    fig.legend(handles=handles, loc="outside lower center", ncols=2, fontsize=9.5)
    below.set(ylabel="states with\nboth reports")
    below.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=4))
    _whole_years(below)
    fig.align_ylabels()
    return fig


def draw_mirror_gaps(gaps: pd.DataFrame, names: Mapping[str, str], unit: str) -> Figure:
    """Draw the largest mirror gap of each state: what either side reports of one flow.

    Parameters
    ----------
    gaps : pandas.DataFrame
        From :func:`analysis.trade.largest_gaps`.
    names : mapping of str to str
        ISO3 code to name.
    unit : str
        What the values are in; they are drawn in millions.

    Returns
    -------
    matplotlib.figure.Figure
        One line a state, from Russia's report to the state's.
    """
    if gaps.empty:
        return empty("No flow of these states and years is on record from both sides.")
    fig, ax = plt.subplots(figsize=(9.0, 0.36 * len(gaps) + 1.6), layout="constrained")
    y = np.arange(len(gaps))
    state_exports = gaps["flow"] == "exports_to_russia"
    exporter, importer = gaps["exporter_reports_usd"] / 1e6, gaps["importer_reports_usd"] / 1e6
    sides = {
        "RUS": importer.where(state_exports, exporter),
        "partner": exporter.where(state_exports, importer),
    }
    ax.hlines(y, exporter, importer, color=COLORS["light"], linewidth=4, zorder=1)
    labels = {"RUS": "Russia's report", "partner": "the state's own report"}
    for side, marker in (("RUS", "o"), ("partner", "s")):
        color = _REPORTER_STYLE[side]["color"]
        ax.scatter(sides[side], y, color=color, marker=marker, s=48, zorder=3, label=labels[side])
    text = [
        f"{names[row['iso3']]} {row['year']}, {FLOW_LABELS[row['flow']]}"
        for row in gaps.to_dict("records")
    ]
    ax.set_yticks(y, text, fontsize=10)
    ax.set_ylim(len(gaps) - 0.4, -0.6)
    ax.set_xlabel(f"million {unit}")
    ax.xaxis.set_major_formatter(_THOUSANDS)
    ax.grid(False, axis="y")
    fig.legend(loc="outside lower center", ncols=2, fontsize=9.5)
    return fig


#: What a cell of the coverage chart can be, from nothing to both sides.
COVERAGE_CLASSES = ("no figures", "the state's own only", "Russia's only", "both sides")
_COVERAGE_COLORS = ("#FFFFFF", COLORS["region"], COLORS["RUS"], "#333333")


def draw_coverage(classes: pd.DataFrame, names: Mapping[str, str]) -> Figure:
    """Draw which states and years have figures, and whose; a gap stays white.

    Parameters
    ----------
    classes : pandas.DataFrame
        Columns ``iso3, year, who`` (one of :data:`COVERAGE_CLASSES`), a row for every pair.
    names : mapping of str to str
        ISO3 code to name.

    Returns
    -------
    matplotlib.figure.Figure
        States by years.
    """
    states = sorted(classes["iso3"].unique(), key=lambda iso3: names[iso3])
    years = sorted(classes["year"].unique())
    height = 0.235 * len(states) + 1.5
    fig, ax = plt.subplots(figsize=(9.6, height), layout="constrained")
    codes = classes.assign(code=classes["who"].map(COVERAGE_CLASSES.index))
    grid = codes.pivot(index="iso3", columns="year", values="code").reindex(states)[years]
    edges = np.arange(min(years), max(years) + 2) - 0.5
    ax.pcolormesh(
        edges, np.arange(len(states) + 1), grid.to_numpy(), cmap=ListedColormap(_COVERAGE_COLORS),
        vmin=-0.5, vmax=len(COVERAGE_CLASSES) - 0.5, edgecolor=COLORS["light"], linewidth=0.6,
    )  # fmt: skip
    ax.set(xlim=(edges[0], edges[-1]), ylim=(len(states), 0))
    ax.set_yticks(np.arange(len(states)) + 0.5, [names[iso3] for iso3 in states], fontsize=9.5)
    ax.tick_params(length=0)
    ax.grid(False)
    _whole_years(ax, margin=0.0)
    handles = [
        Patch(facecolor=color, edgecolor=COLORS["other"], label=label)
        for color, label in zip(_COVERAGE_COLORS, COVERAGE_CLASSES, strict=True)
    ]
    fig.legend(handles=handles, loc="outside lower center", ncols=4, fontsize=9.5)
    return fig


def _in_order(
    totals: Mapping[str, pd.DataFrame], reporter: str
) -> Sequence[tuple[str, pd.DataFrame]]:
    """Return the two sides, the chosen one first."""
    return sorted(totals.items(), key=lambda item: item[0] != reporter)


def _draw_sides(ax: Axes, totals: Mapping[str, pd.DataFrame], reporter: str, column: str) -> None:
    """Draw one column of both sides: lines through comparable years, hollow points elsewhere."""
    for side, frame in _in_order(totals, reporter):
        style = _REPORTER_STYLE[side]
        values = frame[column] / 1e6
        years = frame["year"].astype(int)
        front = side == reporter
        ax.plot(
            years, values.where(frame[_comparable(column)]), marker="o", markersize=4.5,
            linewidth=2.4 if front else 1.6, zorder=3 if front else 2, **style,
        )  # fmt: skip
        ax.scatter(
            years, values.where(~frame[_comparable(column)]), s=26, facecolors="white",
            edgecolors=style["color"], zorder=3,
        )  # fmt: skip


def _side_handles(totals: Mapping[str, pd.DataFrame], reporter: str, column: str) -> list[Line2D]:
    """Return the legend of what :func:`_draw_sides` has drawn."""
    handles = [
        Line2D([], [], marker="o", markersize=4.5, label=REPORTER_LABELS[side],
               **_REPORTER_STYLE[side])
        for side, frame in _in_order(totals, reporter)
        if frame[column].notna().any()
    ]  # fmt: skip
    partial = [f[column].notna() & ~f[_comparable(column)] for f in totals.values()]
    if any(rows.any() for rows in partial):
        handles.append(_hollow("too few states or flows: not comparable"))
    return handles


def _hollow(label: str) -> Line2D:
    """Return the legend's entry for points that no line joins."""
    return Line2D(
        [], [], linestyle="", marker="o", markersize=5, markerfacecolor="white",
        markeredgecolor=COLORS["other"], label=label,
    )  # fmt: skip


def _comparable(column: str) -> str:
    """Return the column that says where a column of values may be joined to a trend."""
    flow = column.removesuffix("_usd")
    return f"is_comparable_{flow}" if flow in FLOW_LABELS else "is_comparable"


def _whole_years(ax: Axes, margin: float = 0.6) -> None:
    """Let the axis of years show whole years only, also for a span of one or two."""
    low, high = ax.get_xlim()
    if margin:
        low, high = ax.dataLim.x0, ax.dataLim.x1
        # Bars reach beyond their year by less than half of one.
        ax.set_xlim(round(low) - margin, round(high) + margin)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=9, min_n_ticks=1))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}"))
