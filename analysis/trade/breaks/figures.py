"""Figures of breaks: the series with its regimes, and the test of every date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter, NullLocator

from analysis.notebook.save import empty
from analysis.notebook.style import COLORS
from analysis.trade.breaks import BreakStudy

_PLAIN = FuncFormatter(lambda value, _: f"{value:,.7g}")
#: A logarithmic axis over less than this factor shows no whole power of ten.
_SHORT_AXIS = 30
#: … and over less than this one not even halves and fifths.
_FINE_AXIS = 4


def draw_breaks(
    studies: Sequence[BreakStudy],
    labels: Mapping[str, str] | None = None,
    factors: Mapping[str, float] | None = None,
) -> Figure:
    """Draw series with their regimes, and beneath them the Chow F of every date.

    Parameters
    ----------
    studies : sequence of BreakStudy
        From :func:`analysis.trade.breaks.study_breaks`, one column each; those that could not be
        studied are left out.
    labels : mapping of str to str, optional
        Label of a study → what its vertical axis says, with the unit.
    factors : mapping of str to float, optional
        Label of a study → what its values are multiplied by (for example 1e-6, or 100).

    Returns
    -------
    matplotlib.figure.Figure
        Above: values on a logarithmic axis, on which a steady growth is a straight line, the
        regimes, and the intervals of the dates as bands. Below: F by first year of the second
        regime, with the critical values of its largest for either kind of deviations.
    """
    labels, factors = labels or {}, factors or {}
    usable = [study for study in studies if study.trend is not None]
    if not usable:
        reasons = {study.why_not for study in studies}
        return empty("No break can be looked for: " + "; ".join(sorted(reasons)) + ".")
    fig, axes = plt.subplots(
        2, len(usable), figsize=(max(7.6, 4.8 * len(usable)), 6.6), sharex="col",
        height_ratios=[3, 2], squeeze=False, layout="constrained",
    )  # fmt: skip
    for (above, below), study in zip(axes.T, usable, strict=True):
        factor = factors.get(study.label, 1.0)
        _draw_series(above, study, factor)
        above.set(title=study.label[0].upper() + study.label[1:])
        above.set_ylabel(labels.get(study.label, study.label))
        _draw_path(below, study)
    axes[1, 0].set_ylabel("Chow F of a break\nbeginning in the year")
    fig.align_ylabels()
    fig.legend(handles=_handles(usable), loc="outside lower center", ncols=3, fontsize=9.5)
    return fig


def _draw_series(ax: Axes, study: BreakStudy, factor: float) -> None:
    assert study.trend is not None
    assert study.dates is not None
    values, fitted = factor * study.series, factor * study.trend.fitted
    for date in study.dates.dates.to_dict("records"):
        ax.axvspan(
            date["first_year"] - 0.5, date["last_year"] + 0.5, color=COLORS["light"], alpha=0.55,
            linewidth=0, zorder=0,
        )  # fmt: skip
        ax.axvline(date["year"] - 0.5, color=COLORS["other"], linewidth=1.1, linestyle="--")
    ax.plot(
        values.index, values, linestyle="", marker="o", markersize=5, color=COLORS["turnover"],
        zorder=3,
    )  # fmt: skip
    for regime in study.trend.regimes.to_dict("records"):
        part = fitted.loc[regime["first_year"] : regime["last_year"]]
        ax.plot(part.index, part, color=COLORS["accent"], linewidth=2, zorder=2)
        # Above the points, where nothing else is.
        ax.text(
            (regime["first_year"] + regime["last_year"]) / 2, 0.975,
            f"{100 * regime['growth']:+.0f} %", transform=ax.get_xaxis_transform(), ha="center",
            va="top", fontsize=9.5, color=COLORS["accent"],
        )  # fmt: skip
    ax.axvline(study.known_year, color=COLORS["SUN"], linewidth=1.2, alpha=0.8, zorder=1)
    ax.set_yscale("log")
    low, high = float(values.min()), float(values.max())
    span = high / low
    ax.set_ylim(low / span**0.08, high * span**0.2)
    if span < _SHORT_AXIS:
        steps = (1, 2, 5) if span > _FINE_AXIS else (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8)
        ax.yaxis.set_major_locator(LogLocator(subs=steps))
    ax.yaxis.set_major_formatter(_PLAIN)
    ax.yaxis.set_minor_locator(NullLocator())
    ax.yaxis.set_minor_formatter(NullFormatter())
    ax.grid(False, axis="x")


def _draw_path(ax: Axes, study: BreakStudy) -> None:
    assert study.sup is not None
    sup = study.sup
    ax.plot(sup.path["year"], sup.path["f"], color=COLORS["RUS"], marker="o", markersize=4)
    ax.plot(sup.year, sup.statistic, marker="o", markersize=8, color=COLORS["RUS"], zorder=3)
    ax.axhline(sup.critical_95, color=COLORS["RUS"], linestyle="-.", linewidth=1.2)
    ax.axhline(sup.critical_95_persistent, color=COLORS["RUS"], linestyle=":", linewidth=1.6)
    ax.axvline(study.known_year, color=COLORS["SUN"], linewidth=1.2, alpha=0.8)
    top = max(sup.statistic, sup.critical_95)
    # A critical value far above says "nowhere near"; it must not flatten the path.
    inside = sup.critical_95_persistent < 2 * top
    ax.set_ylim(0, 1.15 * max(top, sup.critical_95_persistent if inside else 0))
    if not inside:
        ax.text(
            0.99, 0.97, f"cautious critical value: {sup.critical_95_persistent:.0f}, off the axis",
            transform=ax.transAxes, ha="right", va="top", fontsize=9, color="#555555",
        )  # fmt: skip
    ax.set_xlim(study.series.index.min() - 0.8, study.series.index.max() + 0.8)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=7))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}"))


def _handles(studies: Sequence[BreakStudy]) -> list[Line2D | Patch]:
    blue = COLORS["RUS"]
    handles: list[Line2D | Patch] = [
        Line2D([], [], linestyle="", marker="o", color=COLORS["turnover"], label="value"),
        Line2D([], [], color=COLORS["accent"], linewidth=2, label="trend, growth a year"),
        Line2D([], [], color=COLORS["other"], linestyle="--", label="break"),
        Patch(color=COLORS["light"], label="95 % interval of its date"),
        Line2D([], [], color=blue, marker="o", markersize=4, label="F, its largest marked"),
        Line2D([], [], color=blue, linestyle="-.", label="5 % critical value of the largest"),
        Line2D([], [], color=blue, linestyle=":", label="… if deviations persist"),
    ]
    years = sorted({study.known_year for study in studies})
    label = "year asked about: " + ", ".join(map(str, years))
    handles.append(Line2D([], [], color=COLORS["SUN"], label=label))
    return handles
