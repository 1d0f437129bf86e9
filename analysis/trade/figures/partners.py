"""Partners, their concentration, and whose figures exist."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from analysis.contracts import FLOWS
from analysis.notebook.save import empty
from analysis.notebook.style import COLORS
from analysis.notebook.words import whose
from analysis.trade.figures.common import label_rows, whole_years
from analysis.trade.reading import Reading
from analysis.trade.series import FLOW_COLUMNS
from analysis.trade.stated import COVERAGE

#: Colours of :data:`analysis.trade.stated.COVERAGE`, in its order.
_COVERAGE_COLORS = ("#FFFFFF", COLORS["states"], COLORS["counterpart"], "#333333")


def draw_concentration(concentration: pd.DataFrame, k: int) -> Figure:
    """Draw the concentration of turnover on partners by year.

    Parameters
    ----------
    concentration : pandas.DataFrame
        From :func:`analysis.trade.measure_concentration`; years that are not comparable are left
        out.
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
        whole_years(ax)
    return fig


def draw_partners(ranking: pd.DataFrame, reading: Reading) -> Figure:
    """Draw the largest partners with their mean yearly exports and imports.

    Parameters
    ----------
    ranking : pandas.DataFrame
        From :func:`analysis.trade.rank_partners`, cut to the partners to draw.
    reading : Reading
        For the names, the partner and the unit; values are drawn in millions.

    Returns
    -------
    matplotlib.figure.Figure
        One pair of bars a state; a flow that is not on record has none.
    """
    if ranking.empty:
        return empty("No year with enough states on record to rank partners.")
    fig, ax = plt.subplots(figsize=(9.0, 0.42 * len(ranking) + 1.6), layout="constrained")
    y = np.arange(len(ranking))
    for offset, flow in zip((-0.2, 0.2), FLOWS, strict=True):
        values = ranking[f"{flow}_usd"] / 1e6
        ax.barh(y + offset, values, height=0.4, color=COLORS[flow], label=reading.flow(flow))
    ends = ranking[list(FLOW_COLUMNS)].max(axis=1) / 1e6
    for place, (end, share) in enumerate(zip(ends, ranking["share"], strict=True)):
        ax.text(end, place, f"  {100 * share:.1f} %", va="center", fontsize=9.5)
    labels = [reading.names[iso3] for iso3 in ranking["iso3"]]
    label_rows(ax, labels, f"million {reading.unit} a year, mean of the years on record")
    ax.margins(x=0.12)
    fig.legend(loc="outside lower center", ncols=2, fontsize=9.5)
    return fig


def draw_coverage(classes: pd.DataFrame, reading: Reading) -> Figure:
    """Draw which states and years have figures, and whose; a gap stays white.

    Parameters
    ----------
    classes : pandas.DataFrame
        From :func:`analysis.trade.classify_coverage`.
    reading : Reading
        For the names and the partner.

    Returns
    -------
    matplotlib.figure.Figure
        States by years.
    """
    if classes.empty:
        return empty(reading.says_nothing("figures of these states and years"))
    names = reading.names
    states = sorted(classes["iso3"].unique(), key=lambda iso3: names[iso3])
    years = sorted(classes["year"].unique())
    height = 0.235 * len(states) + 1.5
    fig, ax = plt.subplots(figsize=(9.6, height), layout="constrained")
    codes = classes.assign(code=classes["who"].map(COVERAGE.index))
    grid = codes.pivot(index="iso3", columns="year", values="code").reindex(states)[years]
    edges = np.arange(min(years), max(years) + 2) - 0.5
    ax.pcolormesh(
        edges, np.arange(len(states) + 1), grid.to_numpy(), cmap=ListedColormap(_COVERAGE_COLORS),
        vmin=-0.5, vmax=len(COVERAGE) - 0.5, edgecolor=COLORS["light"], linewidth=0.6,
    )  # fmt: skip
    ax.set(xlim=(edges[0], edges[-1]), ylim=(len(states), 0))
    ax.set_yticks(np.arange(len(states)) + 0.5, [names[iso3] for iso3 in states], fontsize=9.5)
    ax.tick_params(length=0)
    ax.grid(False)
    whole_years(ax, margin=0.0)
    labels = (
        "no figures", "the state's own only", f"{whose(reading.partner)} only", "both sides",
    )  # fmt: skip
    handles = [
        Patch(facecolor=color, edgecolor=COLORS["other"], label=label)
        for color, label in zip(_COVERAGE_COLORS, labels, strict=True)
    ]
    fig.legend(handles=handles, loc="outside lower center", ncols=4, fontsize=9.5)
    return fig
