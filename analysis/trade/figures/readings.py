"""The same trade under many choices: reconciled, ranged, marked, and what others state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from analysis.contracts import FLOWS, SIDES
from analysis.notebook.save import empty
from analysis.notebook.style import COLORS, COMPARED
from analysis.notebook.words import capitalize
from analysis.trade.figures.common import SIDE_STYLE, THOUSANDS, whole_years
from analysis.trade.reading import WEIGHTS, Reading
from analysis.trade.stated import REGION, region_code

#: Colours of readings with territories, in their order; and of a reading that is none of the usual.
_WITH_TERRITORIES = (COMPARED[0], COLORS["accent"], COMPARED[1])
_AS_CHOSEN = {"color": COLORS["predecessor"], "linestyle": "-"}


def draw_range(
    totals: Mapping[str, pd.DataFrame],
    readings: Mapping[str, Reading],
    ranges: pd.DataFrame,
    exceptions: pd.DataFrame,
    chosen: str,
) -> Figure:
    """Draw the range of turnover over all readings, some of them as lines, exceptions marked.

    Parameters
    ----------
    totals : mapping of str to pandas.DataFrame
        Label of a reading → :func:`analysis.trade.yearly_totals`.
    readings : mapping of str to Reading
        Label → the reading; both sides, both reconciled by reliability, those with territories
        and the reader's own are drawn, if they are in the reader's prices.
    ranges : pandas.DataFrame
        From :func:`analysis.trade.range_by_year`.
    exceptions : pandas.DataFrame
        From :func:`analysis.trade.exceptions_in`; each is a bar over its years with
        its letter.
    chosen : str
        Label of the reader's own reading, whose unit is drawn in millions.

    Returns
    -------
    matplotlib.figure.Figure
        A band and lines; years without a comparable reading are left open.
    """
    if ranges["n_readings"].sum() == 0:
        return empty("No year of this selection has a comparable turnover in any reading.")
    rows = max(2, min(10, len(exceptions)))
    fig, (ax, below) = plt.subplots(
        2, 1, figsize=(9.4, 5.0 + 0.22 * rows), sharex=True, height_ratios=[4, 0.22 * rows],
        layout="constrained",
    )  # fmt: skip
    years = ranges["year"].to_numpy(dtype=float)
    low, high = ranges["low_usd"] / 1e6, ranges["high_usd"] / 1e6
    ax.fill_between(years, low, high, color=COLORS["light"], zorder=1)
    # A year alone between gaps has no width in a band.
    ax.vlines(years, low, high, color=COLORS["light"], linewidth=7, zorder=1)
    handles: list[Line2D | Patch] = [
        Patch(color=COLORS["light"], label="range of the readings of the states")
    ]
    for label, look in _choose_lines(readings, chosen).items():
        frame = totals[label]
        values = (frame["turnover_usd"] / 1e6).where(frame["is_comparable"])
        if values.notna().any():
            ax.plot(frame["year"], values, marker="o", markersize=3.5, zorder=3, **look)
            handles.append(Line2D([], [], label=label, marker="o", markersize=3.5, **look))
    ax.set(ylabel=f"turnover, million {readings[chosen].unit}", ylim=(0, None))
    ax.yaxis.set_major_formatter(THOUSANDS)
    depth = _draw_exceptions(below, exceptions)
    below.set(ylim=(-depth + 0.4, 0.6), ylabel="named exceptions")
    below.set_yticks([])
    below.grid(False, axis="y")
    ax.plot(years, np.zeros(len(years)), alpha=0)  # the axis holds every year asked for
    below.plot(years, np.zeros(len(years)), alpha=0)
    whole_years(below)
    fig.legend(handles=handles, loc="outside lower center", ncols=2, fontsize=9.5)
    fig.align_ylabels()
    return fig


def _choose_lines(readings: Mapping[str, Reading], chosen: str) -> dict[str, dict[str, Any]]:
    """Return the readings that are drawn as lines, with the look of each."""
    looks: dict[str, dict[str, Any]] = {}
    colors = iter(_WITH_TERRITORIES)
    for label, each in readings.items():
        is_like = each.base_year == readings[chosen].base_year and not each.without_outliers
        is_plain = each.side in SIDES or each.weights == WEIGHTS[0]
        if is_like and each.territories and each.side == SIDES[0]:
            looks[label] = {"color": next(colors, COLORS["other"]), "linestyle": ":"}
        elif is_like and is_plain and not each.territories:
            dash = "--" if each.side == SIDES[1] else "-"
            looks[label] = {**SIDE_STYLE[each.side], "linestyle": dash}
        elif label == chosen:
            looks[label] = dict(_AS_CHOSEN)
    return {label: {**look, "linewidth": 1.8} for label, look in looks.items()}


def _draw_exceptions(ax: plt.Axes, exceptions: pd.DataFrame) -> int:
    """Draw a bar over the years of each exception, as many in a row as fit; return the rows."""
    ends: list[float] = []
    for each in exceptions.to_dict("records"):
        states = each["states"]
        label = f"{each['mark']} " + (", ".join(states) if states else "all")
        years = sorted(each["years"])
        first, last = years[0] - 0.4, years[-1] + 0.4
        # The label stands right of the bar and needs room there.
        end = last + 0.25 + 0.42 * len(label)
        row = next((k for k, taken in enumerate(ends) if taken < first), len(ends))
        ends[row:] = [end, *ends[row + 1 :]]
        bars = [(year - 0.4, 0.8) for year in years]
        ax.broken_barh(bars, (-row - 0.28, 0.55), color=COLORS["accent"], alpha=0.55)
        ax.text(last + 0.15, -row, label, va="center", fontsize=8.5, clip_on=False)
    return max(len(ends), 1)


def draw_choices(frame: pd.DataFrame) -> Figure:
    """Draw each headline under every reading: a row a reading, a panel a headline.

    Parameters
    ----------
    frame : pandas.DataFrame
        From :func:`analysis.trade.vary_choices`.

    Returns
    -------
    matplotlib.figure.Figure
        The line through each panel is the reference reading; a reading without a figure has no
        point.
    """
    if frame.empty:
        return empty("No comparable year: no headline whose dependence on choices could be shown.")
    shown = frame[frame["measure"] != "peak_year"]
    headlines = list(dict.fromkeys(shown["headline"]))
    readings = list(dict.fromkeys(shown["reading"]))
    columns = 2
    rows = -(-len(headlines) // columns)
    fig, axes = plt.subplots(
        rows, columns, figsize=(10.0, 0.27 * len(readings) * rows + 0.75 * rows), sharey=True,
        squeeze=False, layout="constrained",
    )  # fmt: skip
    for ax, headline in zip(axes.flat, headlines, strict=False):
        part = shown[shown["headline"] == headline].set_index("reading").reindex(readings)
        ax.axvline(part["reference_value"].iloc[0], color=COLORS["counterpart"], linewidth=1)
        ax.scatter(part["value"], range(len(readings)), color=COLORS["turnover"], s=30, zorder=3)
        ax.set_title(capitalize(str(headline)), fontsize=10.5)
        ax.set_yticks(range(len(readings)), readings, fontsize=9)
        ax.set_ylim(len(readings) - 0.4, -0.6)
        ax.margins(x=0.12)
        ax.xaxis.set_major_formatter(THOUSANDS)
        ax.xaxis.set_major_locator(plt.MaxNLocator(5))
        ax.tick_params(axis="x", labelsize=9)
    for ax in list(axes.flat)[len(headlines) :]:
        ax.set_visible(False)
    return fig


#: What a statement is about.
_STATED = {
    "turnover": ("D", COLORS["accent"]),
    "exports": ("^", COLORS["exports"]),
    "imports": ("v", COLORS["imports"]),
}
#: The look of each reporter's lines, and what legends call those that are not the partner.
_REPORTER: dict[str, dict[str, Any]] = {
    SIDES[0]: {"linestyle": "-", "marker": "o"},
    SIDES[1]: {"linestyle": "--", "marker": "o"},
    REGION: {"linestyle": "--", "marker": "s"},
}
_REPORTER_NAME = {SIDES[1]: "the state", REGION: "the region"}


def draw_stated(
    series: Mapping[str, pd.DataFrame],
    statements: pd.DataFrame,
    areas: Sequence[str],
    reading: Reading,
) -> Figure:
    """Draw the latest years of each area: customs reports as lines, statements as marks.

    Parameters
    ----------
    series : mapping of str to pandas.DataFrame
        From :func:`analysis.trade.recent_reports`.
    statements : pandas.DataFrame
        From :func:`analysis.trade.stated_parts`; a part of a year is a hollow mark at its middle,
        with a bar as long as the part.
    areas : sequence of str
        Areas to draw, a panel each.
    reading : Reading
        For the names, the partner and the unit; values are drawn in billions.

    Returns
    -------
    matplotlib.figure.Figure
        Small panels on scales of their own.
    """
    drawn = [a for a in areas if len(series.get(a, ())) or (statements["area"] == a).any()]
    if not drawn:
        return empty("No report and no statement for these states after the long series.")
    columns = min(3, len(drawn))
    rows = -(-len(drawn) // columns)
    fig, axes = plt.subplots(
        rows, columns, figsize=(10.0 if columns > 1 else 8.4, 2.45 * rows + 1.1), squeeze=False,
        sharex=True, layout="constrained",
    )  # fmt: skip
    handles: dict[str, Line2D] = {}
    look: dict[str, Any]
    shown = [series[area]["year"] for area in drawn if area in series]
    span = pd.concat([*shown, statements["year"]]).astype(int)
    years = range(span.min(), span.max() + 1)
    names = reading.names | {region_code(reading): "Region"}
    for ax, area in zip(axes.flat, drawn, strict=False):
        lines = series[area].groupby(["reporter", "flow"]) if area in series else ()
        for keys, line in lines:
            reporter, flow = map(str, keys)
            values = line.set_index("year")["value_usd"].reindex(pd.Index(years)) / 1e9
            look = {"color": COLORS[flow], "markersize": 3, **_REPORTER[reporter]}
            who = _REPORTER_NAME.get(reporter, reading.the_partner)
            label = f"{who} reports: {reading.flow(flow)}"
            ax.plot(years, values, linewidth=1.6, zorder=3, **look)
            handles[label] = Line2D([], [], label=label, **look)
        for row in statements[statements["area"] == area].to_dict("records"):
            marker, color = _STATED[row["flow"]]
            start = row["year"] - 0.5 + (row["first_month"] - 1) / 12
            end = row["year"] - 0.5 + row["last_month"] / 12
            part = row["is_part_year"]
            fill = "white" if part else color
            bar: dict[str, Any] = {"color": color, "linewidth": 1, "linestyle": "-" if part else ""}
            look = {"marker": marker, "markerfacecolor": fill, "markeredgecolor": color}
            value = row["value_usd"] / 1e9
            if part:
                ax.plot([start, end], [value, value], **bar)
            ax.plot((start + end) / 2, value, linestyle="", markersize=5, zorder=4, **look)
            flow = reading.flow(row["flow"]) if row["flow"] in FLOWS else row["flow"]
            label = f"stated: {flow}" + (", part of a year" if part else "")
            handles[label] = Line2D([], [], label=label, markersize=5, **look, **bar)
        ax.set_title(names.get(area, area), fontsize=10.5)
        ax.set_ylim(0, None)
        ax.set_xlim(years[0] - 0.6, years[-1] + 0.7)
        ax.xaxis.set_major_locator(plt.MultipleLocator(3, offset=0))
        ax.tick_params(labelsize=9, labelbottom=True)
    for ax in list(axes.flat)[len(drawn) :]:
        ax.set_visible(False)
    prices = ", current prices" if reading.is_current else ""
    fig.supylabel(f"billion {reading.unit}{prices}", fontsize=10.5)
    order = sorted(handles)
    fig.legend(
        handles=[handles[label] for label in order], loc="outside lower center",
        ncols=3 if columns > 1 else 2, fontsize=8.5,
    )  # fmt: skip
    return fig
