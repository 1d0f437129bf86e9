"""Figures of the gravity benchmark: actual over expected trade, and the estimates behind it."""

from __future__ import annotations

from collections.abc import Mapping

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, NullLocator

from analysis.contracts import FLOWS
from analysis.notebook.save import empty
from analysis.notebook.style import COLORS
from analysis.notebook.words import capitalize
from analysis.trade.gravity.benchmark import BENCHMARK, Z_95
from analysis.trade.reading import Reading

#: Ratios below this are drawn at the edge: the axis would otherwise be all about trifles.
LEAST_RATIO = 0.01
_PLAIN = FuncFormatter(lambda value, _: f"{value:g}")
#: What lies between two states, in the order of :data:`analysis.trade.gravity.GEOGRAPHY`.
_TERMS = {
    "log_distance": "log of distance",
    "is_contiguous": "common border",
    "is_common_language": "common language",
    "is_ever_colony": "colonial tie",
    "has_agreement": "trade agreement",
}


def draw_ratios(expected: pd.DataFrame, reading: Reading) -> Figure:
    """Draw actual over expected trade of every state in one year, sorted.

    Parameters
    ----------
    expected : pandas.DataFrame
        Rows of ``trade/gravity_expected`` of one specification and year.
    reading : Reading
        For the words.

    Returns
    -------
    matplotlib.figure.Figure
        One panel a flow; a dot with the interval of what is expected, over a band that holds nine
        in ten of the pairs with a like expected flow. A triangle at the edge is a ratio below
        :data:`LEAST_RATIO`, hollow if nothing at all is on record.
    """
    if expected.empty:
        return empty("No flow of these states has an expected value in the years chosen.")
    sides = [flow for flow in FLOWS if (expected["flow"] == flow).any()]
    most = max(int((expected["flow"] == flow).sum()) for flow in sides)
    fig, axes = plt.subplots(
        1, len(sides), figsize=(10.0 if len(sides) > 1 else 8.0, 0.235 * most + 2.0), sharex=True,
        squeeze=False, layout="constrained",
    )  # fmt: skip
    for ax, flow in zip(axes[0], sides, strict=True):
        rows = expected[expected["flow"] == flow].sort_values(["ratio", "iso3"])
        _draw_rows(ax, rows, reading.names, most)
        ax.set_title(capitalize(reading.flow(flow)))
        ax.set_xlabel("actual / expected")
    handles = [
        Line2D([], [], marker="o", color=COLORS["partner"], label="ratio, 95 % interval"),
        Line2D([], [], color=COLORS["light"], linewidth=6, label="nine in ten of similar pairs"),
        Line2D([], [], linestyle="", marker="<", color=COLORS["partner"],
               label=f"below {LEAST_RATIO:g} (hollow: nothing)"),
    ]  # fmt: skip
    fig.legend(handles=handles, loc="outside lower center", ncols=3, fontsize=9.5)
    return fig


def draw_ratio_over_time(
    sums: pd.DataFrame, reading: Reading, others: Mapping[str, pd.DataFrame] | None = None
) -> Figure:
    """Draw actual over expected trade of a group by year, with other specifications behind.

    Parameters
    ----------
    sums : pandas.DataFrame
        From :func:`analysis.trade.gravity.sum_expected`.
    reading : Reading
        For the words.
    others : mapping of str to pandas.DataFrame, optional
        The same by other specifications, drawn as thin lines.

    Returns
    -------
    matplotlib.figure.Figure
        One panel a flow on one logarithmic axis; the number of states beneath each point.
    """
    drawn = sums[sums["ratio"] > 0]
    if drawn.empty:
        return empty("No flow of these states on record in the years of the gravity panel.")
    fig, axes = plt.subplots(1, 2, figsize=(9.6, 4.3), sharey=True, layout="constrained")
    behind = [frame[frame["ratio"] > 0] for frame in (others or {}).values()]
    for ax, flow in zip(axes, FLOWS, strict=True):
        for frame in behind:
            rows = frame[frame["flow"] == flow]
            ax.plot(rows["year"], rows["ratio"], ".-", color=COLORS["other"], linewidth=1,
                    alpha=0.7, markersize=5)  # fmt: skip
        rows = drawn[drawn["flow"] == flow]
        spread = [rows["ratio"] - rows["lower"], rows["upper"] - rows["ratio"]]
        ax.errorbar(
            rows["year"], rows["ratio"], yerr=spread, color=COLORS[flow], marker="o", markersize=7,
            linewidth=2.2, capsize=4, zorder=3,
        )  # fmt: skip
        ax.axhline(1, color=COLORS["turnover"], linewidth=1)
        ax.set_title(capitalize(reading.flow(flow)))
        ax.set_yscale("log")
        for year, n in zip(rows["year"], rows["n_states"], strict=True):
            ax.text(year, 0.02, f"{n}", transform=ax.get_xaxis_transform(), ha="center",
                    fontsize=9, color="#555555")  # fmt: skip
        ax.set_xticks(sorted(sums["year"].unique()))
    ratios = pd.concat([drawn, *behind])["ratio"]
    low = min(0.5, drawn["lower"].min(), ratios.min())
    high = max(2.0, drawn["upper"].max(), ratios.max())
    # Room for the numbers of states.
    _ratio_axis(axes[0], low / 1.45, high * 1.15, "y")
    axes[0].set_ylabel("actual / expected")
    handles = [
        Line2D([], [], marker="o", color=COLORS[flow], linewidth=2.2, label=reading.flow(flow))
        for flow in FLOWS
    ]
    if behind:
        grey = COLORS["other"]
        handles.append(Line2D([], [], marker=".", color=grey, label="other specifications"))
    fig.legend(handles=handles, loc="outside lower center", ncols=3, fontsize=9.5)
    return fig


def draw_coefficients(coefficients: pd.DataFrame) -> Figure:
    """Draw the coefficients of every specification, with 95 % intervals.

    Parameters
    ----------
    coefficients : pandas.DataFrame
        ``trade/gravity_coefficients``.

    Returns
    -------
    matplotlib.figure.Figure
        One panel a regressor that lies between two states, one row a specification, the benchmark
        on top.
    """
    if coefficients.empty:
        return empty("No gravity equation is estimated.")
    names = coefficients["specification"].unique()
    order = sorted(names, key=lambda name: (name != BENCHMARK.name, name))
    size = (9.8, 0.36 * len(order) + 1.4)
    fig, axes = plt.subplots(1, len(_TERMS), figsize=size, sharey=True, layout="constrained")
    for ax, (term, title) in zip(axes, _TERMS.items(), strict=True):
        rows = coefficients[coefficients["term"] == term].set_index("specification")
        values = rows.reindex(order)[["estimate", "std_error"]].astype("float64")
        for chosen, color in ((order[:1], "partner"), (order[1:], "turnover")):
            part = values.loc[chosen].dropna(subset=["estimate"])
            ax.errorbar(
                part["estimate"], [order.index(name) for name in part.index],
                xerr=Z_95 * part["std_error"], linestyle="", marker="o", markersize=5,
                color=COLORS[color],
            )  # fmt: skip
        ax.axvline(0, color=COLORS["other"], linewidth=1, linestyle="--")
        ax.set_title(title, fontsize=10.5)
        ax.margins(x=0.12)
        ax.grid(False, axis="y")
        ax.tick_params(axis="x", labelsize=9.5)
        ax.locator_params(axis="x", nbins=4)
    axes[0].set_yticks(range(len(order)), [name.replace("_", " ") for name in order])
    axes[0].set_ylim(len(order) - 0.5, -0.5)
    return fig


def _draw_rows(ax: Axes, rows: pd.DataFrame, names: Mapping[str, str], most: int) -> None:
    # All rows of a kind at once: a picture of many small parts takes seconds to write.
    y, ratio = np.arange(len(rows)), rows["ratio"].to_numpy()
    low, high = rows["similar_p05"].clip(lower=LEAST_RATIO), rows["similar_p95"]
    wide = (high > low).to_numpy()
    ax.hlines(y[wide], low[wide], high[wide], color=COLORS["light"], linewidth=6, zorder=1)
    inside = ratio >= LEAST_RATIO
    blue, ends = COLORS["partner"], rows.loc[inside, ["lower", "upper"]].clip(lower=LEAST_RATIO)
    ax.hlines(y[inside], ends["lower"], ends["upper"], color=blue, linewidth=1.6, zorder=2)
    small, nothing = ~inside & (ratio > 0), ratio == 0
    for chosen, marker, face in ((inside, "o", blue), (small, "<", blue), (nothing, "<", "white")):
        if chosen.any():
            ax.plot(
                np.maximum(ratio[chosen], LEAST_RATIO), y[chosen], linestyle="", marker=marker,
                markersize=5 if marker == "o" else 6, color=blue, markerfacecolor=face,
                clip_on=marker == "o", zorder=3,
            )  # fmt: skip
    ax.axvline(1, color=COLORS["turnover"], linewidth=1, zorder=1.5)
    ax.set_xscale("log")
    most_ratio = float(np.nanmax([2.0, rows["upper"].max(), rows["similar_p95"].max()]))
    _ratio_axis(ax, LEAST_RATIO, max(most_ratio * 1.2, float(ax.get_xlim()[1])), "x")
    ax.set_yticks(range(len(rows)), [names[iso3] for iso3 in rows["iso3"]], fontsize=9.5)
    # The same height a row in both panels, the largest ratio on top.
    ax.set_ylim(len(rows) - most - 0.6, len(rows) - 0.4)
    ax.grid(False, axis="y")


def _ratio_axis(ax: Axes, low: float, high: float, axis: str) -> None:
    """Set a logarithmic axis of ratios with ticks that people read."""
    each = ax.xaxis if axis == "x" else ax.yaxis
    (ax.set_xlim if axis == "x" else ax.set_ylim)(low, high)
    powers = [10.0**power for power in range(-8, 9)]
    fine = [step * power for power in powers for step in (1, 2, 5)]
    ticks = [tick for tick in (fine if high / low < 50 else powers) if low <= tick <= high]
    each.set_major_locator(plt.FixedLocator(ticks))
    each.set_major_formatter(_PLAIN)
    each.set_minor_locator(NullLocator())
