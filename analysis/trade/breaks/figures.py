"""Figures of breaks: the series with its regimes, and the test of every date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import LogLocator, NullLocator

from analysis.notebook.save import empty
from analysis.notebook.style import COLORS, FURTHER
from analysis.notebook.words import capitalize
from analysis.trade.breaks.search import Breaks
from analysis.trade.figures.common import THOUSANDS, whole_years

#: Colours of the test and of the years asked about, which are no actor's.
_TEST, _ASKED = FURTHER[0], FURTHER[2]
#: A logarithmic axis over less than this factor shows no whole power of ten.
_SHORT_AXIS = 30
#: … and over less than this one not even halves and fifths.
_FINE_AXIS = 4


def draw_breaks(
    found: Sequence[Breaks],
    labels: Mapping[str, str] | None = None,
    factors: Mapping[str, float] | None = None,
) -> Figure:
    """Draw series with their regimes, and beneath them the Chow F of every date.

    Parameters
    ----------
    found : sequence of Breaks
        From :func:`analysis.trade.breaks.find_breaks`, one column each; series that could not be
        studied are left out.
    labels : mapping of str to str, optional
        Label of a series → what its vertical axis says, with the unit.
    factors : mapping of str to float, optional
        Label of a series → what its values are multiplied by (for example 1e-6, or 100).

    Returns
    -------
    matplotlib.figure.Figure
        Above: values on a logarithmic axis, on which a steady growth is a straight line, the
        regimes, and the intervals of the dates as bands. Below: F by first year of the second
        regime, with the critical values of its largest for either kind of deviations.
    """
    labels, factors = labels or {}, factors or {}
    usable = [each for each in found if each.trend is not None]
    if not usable:
        reasons = {each.why_not for each in found}
        return empty("No break can be looked for: " + "; ".join(sorted(reasons)) + ".")
    size = (max(7.6, 4.8 * len(usable)), 6.6)
    fig, axes = plt.subplots(2, len(usable), figsize=size, sharex="col", height_ratios=[3, 2],
                             squeeze=False, layout="constrained")  # fmt: skip
    for (above, below), each in zip(axes.T, usable, strict=True):
        _draw_series(above, each, factors.get(each.label, 1.0))
        above.set(title=capitalize(each.label), ylabel=labels.get(each.label, each.label))
        _draw_path(below, each)
    axes[1, 0].set_ylabel("Chow F of a break\nbeginning in the year")
    fig.align_ylabels()
    fig.legend(handles=_handles(usable), loc="outside lower center", ncols=3, fontsize=9.5)
    return fig


def _draw_series(ax: Axes, found: Breaks, factor: float) -> None:
    assert found.trend and found.dates
    values, fitted = factor * found.series, factor * found.trend.fitted
    for date in found.dates.dates.to_dict("records"):
        ends = date["first_year"] - 0.5, date["last_year"] + 0.5
        ax.axvspan(*ends, color=COLORS["light"], alpha=0.55, linewidth=0, zorder=0)
        ax.axvline(date["year"] - 0.5, color=COLORS["other"], linewidth=1.1, linestyle="--")
    ax.plot(values.index, values, "o", markersize=5, color=COLORS["turnover"], zorder=3)
    for regime in found.trend.regimes.to_dict("records"):
        part = fitted.loc[regime["first_year"] : regime["last_year"]]
        ax.plot(part.index, part, color=COLORS["accent"], linewidth=2, zorder=2)
        # Above the points, where nothing else is.
        ax.text(
            (regime["first_year"] + regime["last_year"]) / 2, 0.975,
            f"{100 * regime['growth']:+.0f} %", transform=ax.get_xaxis_transform(), ha="center",
            va="top", fontsize=9.5, color=COLORS["accent"],
        )  # fmt: skip
    _mark_turns(ax, found)
    ax.set_yscale("log")
    span = values.max() / values.min()
    ax.set_ylim(values.min() / span**0.08, values.max() * span**0.2)
    if span < _SHORT_AXIS:
        steps = (1, 2, 5) if span > _FINE_AXIS else (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8)
        ax.yaxis.set_major_locator(LogLocator(subs=steps))
    ax.yaxis.set_major_formatter(THOUSANDS)
    ax.yaxis.set_minor_locator(NullLocator())
    ax.grid(False, axis="x")


def _draw_path(ax: Axes, found: Breaks) -> None:
    assert found.sup
    sup = found.sup
    ax.plot(sup.path["year"], sup.path["f"], color=_TEST, marker="o", markersize=4)
    ax.plot(sup.year, sup.statistic, marker="o", markersize=8, color=_TEST, zorder=3)
    ax.axhline(sup.critical_95, color=_TEST, linestyle="-.", linewidth=1.2)
    ax.axhline(sup.critical_95_persistent, color=_TEST, linestyle=":", linewidth=1.6)
    _mark_turns(ax, found)
    top = max(sup.statistic, sup.critical_95)
    # A critical value far above says "nowhere near"; it must not flatten the path.
    inside = sup.critical_95_persistent < 2 * top
    ax.set_ylim(0, 1.15 * max(top, sup.critical_95_persistent if inside else 0))
    if not inside:
        ax.text(
            0.99, 0.97, f"cautious critical value: {sup.critical_95_persistent:.0f}, off the axis",
            transform=ax.transAxes, ha="right", va="top", fontsize=9, color="#555555",
        )  # fmt: skip
    ax.set_xlim(found.series.index.min() - 0.8, found.series.index.max() + 0.8)
    whole_years(ax, margin=0, most=7)


def _tested(found: Breaks) -> list[int]:
    """Return the years asked about that could be tested."""
    return [turn.year for turn in found.turns if turn.predictive is not None]


def _mark_turns(ax: Axes, found: Breaks) -> None:
    for year in _tested(found):
        ax.axvline(year, color=_ASKED, linewidth=1.2, alpha=0.8, zorder=1)


def _handles(found: Sequence[Breaks]) -> list[Line2D | Patch]:
    handles: list[Line2D | Patch] = [
        Line2D([], [], linestyle="", marker="o", color=COLORS["turnover"], label="value"),
        Line2D([], [], color=COLORS["accent"], linewidth=2, label="trend, growth a year"),
        Line2D([], [], color=COLORS["other"], linestyle="--", label="break"),
        Patch(color=COLORS["light"], label="95 % interval of its date"),
        Line2D([], [], color=_TEST, marker="o", markersize=4, label="F, its largest marked"),
        Line2D([], [], color=_TEST, linestyle="-.", label="5 % critical value of the largest"),
        Line2D([], [], color=_TEST, linestyle=":", label="… if deviations persist"),
    ]
    years = sorted({year for each in found for year in _tested(each)})
    if years:
        label = "asked about: " + ", ".join(map(str, years))
        handles.append(Line2D([], [], color=_ASKED, label=label))
    return handles
