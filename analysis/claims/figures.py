"""Plots of the audit of claims: verdicts, how far numbers lie apart, the readings of one claim."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, NullFormatter

from analysis.claims.values import show_number, write_unit
from analysis.claims.verdicts import (
    INCONSISTENT,
    NO_DATA,
    OFF,
    OFF_FACTOR,
    PLAUSIBLE,
    VERDICTS,
    Judgement,
    Reading,
)
from analysis.contracts import Frame, Number, OneOf, takes
from analysis.notebook.save import empty
from analysis.notebook.style import COLORS

#: One colour a verdict, told apart in grey print by the order of the bars.
VERDICT_COLORS: Mapping[str, str] = dict(
    zip(
        VERDICTS,
        ("#0072B2", "#56B4E9", "#CC79A7", "#B2182B", "#E69F00", "#009E73", "#7F7F7F", "#D9D9D9"),
        strict=True,
    )
)
#: Verdicts whose colour is light: the number in the bar is dark.
LIGHT = (NO_DATA, OFF, INCONSISTENT)
_MARKERS = {"exact": "o", "at_least": ">", "at_most": "<"}
_OTHER_MARKER = "D"
_MARKER_WORDS = {"o": "reading", ">": "lower bound", "<": "upper bound", "D": "shown only"}
_MOST_ROWS = 30
#: Readings of one claim that are drawn.
MOST_READINGS = 12


_COUNTS = Frame(*VERDICTS, rules=dict.fromkeys(VERDICTS, Number(at_least=0, is_whole=True)))


@takes(by_text=_COUNTS, by_theme=_COUNTS)
def draw_verdicts(by_text: pd.DataFrame, by_theme: pd.DataFrame) -> Figure:
    """Return how many claims have which verdict, by text and by theme.

    Parameters
    ----------
    by_text, by_theme : pandas.DataFrame
        From :func:`analysis.claims.count_by`: one row a bar, one column a verdict.

    Returns
    -------
    matplotlib.figure.Figure
        Two panels of stacked bars with the numbers in them.
    """
    if not by_text.to_numpy().sum():
        return empty("No claim of these texts and themes.")
    heights = (len(by_text), len(by_theme))
    fig, axes = plt.subplots(
        2, 1, figsize=(10, 2.0 + 0.42 * sum(heights)), height_ratios=heights, squeeze=False
    )
    for ax, table, title in zip(
        axes[:, 0], (by_text, by_theme), ("By text", "By theme"), strict=True
    ):
        _stack(ax, table)
        ax.set_title(title)
    axes[1, 0].set_xlabel("Claims")
    used = [name for name in VERDICTS if by_text[name].sum()]
    handles = [
        Line2D([], [], marker="s", ls="none", ms=10, color=VERDICT_COLORS[name], label=name)
        for name in used
    ]
    fig.legend(handles=handles, loc="outside upper left", ncols=4, fontsize=9.5)
    return fig


def _stack(ax: Axes, table: pd.DataFrame) -> None:
    place = np.arange(len(table))
    left = np.zeros(len(table))
    widest = float(table.sum(axis=1).max())
    for name in VERDICTS:
        width = table[name].to_numpy(dtype="float64")
        ax.barh(place, width, left=left, color=VERDICT_COLORS[name], edgecolor="white", lw=0.8)
        for y, x, n in zip(place.tolist(), left, width, strict=True):
            if n >= 0.03 * widest:
                ax.text(
                    x + n / 2,
                    y,
                    f"{n:.0f}",
                    ha="center",
                    va="center",
                    fontsize=9,
                    color="#222222" if name in LIGHT else "white",
                )
        left += width
    ax.set_yticks(place, [str(name) for name in table.index])
    ax.invert_yaxis()
    ax.grid(axis="y", visible=False)
    ax.set_xlim(0, 1.02 * widest)


@takes(
    readings=Frame("claim_id", "ratio", "bound", "word", rules={"word": OneOf(VERDICTS)}),
    tolerance=Number(at_least=0, at_most=0.5),
)
def draw_ratios(readings: pd.DataFrame, order: list[str], tolerance: float) -> Figure:
    """Return claimed over read for every reading of some claims, on a logarithmic axis.

    Parameters
    ----------
    readings : pandas.DataFrame
        ``claim_id, ratio, bound, word``: the readings of these claims that have a ratio.
    order : list of str
        Claims from top to bottom; the first 30 are drawn.
    tolerance : float
        Share within which numbers agree, drawn as a band.

    Returns
    -------
    matplotlib.figure.Figure
        One row a claim; right of 1 the text has more than the data.
    """
    shown = [name for name in order if name in set(readings["claim_id"])][:_MOST_ROWS]
    rows = readings[readings["claim_id"].isin(shown) & (readings["ratio"] > 0)]
    if rows.empty:
        return empty("No claim of this selection is a number that differs from a reading.")
    fig, ax = plt.subplots(figsize=(10, 1.9 + 0.3 * len(shown)))
    ax.axvspan(1 / OFF_FACTOR, OFF_FACTOR, color="#F0F0F0", lw=0)
    ax.axvspan(1 / (1 + tolerance), 1 + tolerance, color="#CFE3F1", lw=0)
    ax.axvline(1, color="#777777", lw=0.9)
    # What does not decide is drawn first, so that it hides nothing that does.
    layers = rows.assign(layer=rows["word"] != PLAUSIBLE)
    for (_, bound, word), part in layers.groupby(["layer", "bound", "word"], sort=True):
        ax.scatter(
            part["ratio"],
            [shown.index(name) for name in part["claim_id"]],
            marker=_MARKERS.get(str(bound), _OTHER_MARKER),
            color=VERDICT_COLORS[str(word)],
            s=46,
            edgecolor="#333333",
            linewidth=0.5,
            zorder=3,
        )
    ax.set_xscale("log")
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:g}"))
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.set_yticks(range(len(shown)), shown, fontsize=9.5)
    ax.set_ylim(len(shown) - 0.4, -0.6)
    ax.set_xlabel(
        f"Claimed over read (blue: within the tolerance; grey: up to {OFF_FACTOR:g} times apart)"
    )
    handles = [
        Line2D([], [], marker=m, ls="none", ms=7, color="#777777", label=label)
        for m, label in _MARKER_WORDS.items()
    ]
    words = [name for name in VERDICTS if name in set(rows["word"])]
    handles += [
        Line2D([], [], marker="s", ls="none", ms=8, color=VERDICT_COLORS[name], label=name)
        for name in words
    ]
    fig.legend(handles=handles, loc="outside upper left", ncols=4, fontsize=9.5)
    return fig


def draw_readings(judgement: Judgement) -> Figure:
    """Return what a text states beside every reading of the data.

    Parameters
    ----------
    judgement : Judgement
        A claim with its readings.

    Returns
    -------
    matplotlib.figure.Figure
        One row a reading; the claimed value is a line, or words where it is no number.
    """
    claim = judgement.claim
    chosen = list(judgement.comparisons)[:MOST_READINGS]
    if not chosen:
        return empty(f"{claim.claim_id}: {judgement.reason}.")
    if not claim.value.is_number or claim.value.unit in ("sign", "rank"):
        lines = [f"Text: {claim.shown}"]
        lines += [f"Data: {c.reading.shown_for(claim)}" for c in chosen]
        return empty("\n".join(textwrap.shorten(line, 110, placeholder=" …") for line in lines))
    factor = claim.value.factor
    stated = (claim.value.low / factor, claim.value.high / factor)
    spans = [(c.reading.value.low / factor, c.reading.value.high / factor) for c in chosen]
    labels = [
        "\n".join(textwrap.wrap(textwrap.shorten(_label(c.reading), 100, placeholder=" …"), 50))
        for c in chosen
    ]
    fig, ax = plt.subplots(figsize=(10, 1.6 + 0.52 * len(chosen)))
    values = [value for span in (*spans, stated) for value in span]
    is_log = min(values) > 0 and max(values) / min(values) > 20
    if stated[0] == stated[1]:
        ax.axvline(stated[0], color=COLORS["accent"], lw=2)
    else:
        ax.axvspan(*stated, color=COLORS["accent"], alpha=0.35, lw=0)
    for place, (comparison, (low, high)) in enumerate(zip(chosen, spans, strict=True)):
        reading = comparison.reading
        color = VERDICT_COLORS[comparison.word]
        ax.plot([low, high], [place, place], color=color, lw=3)
        ax.scatter(
            [(low + high) / 2],
            [place],
            marker=_MARKERS.get(reading.bound, _OTHER_MARKER),
            color=color if reading.is_chosen else "white",
            edgecolor="#333333",
            linewidth=0.8,
            s=70,
            zorder=3,
        )
        ax.annotate(
            show_number((low + high) / 2)
            if low == high
            else f"{show_number(low)} to {show_number(high)}",
            (high, place),
            xytext=(9, 0),
            textcoords="offset points",
            va="center",
            fontsize=9.5,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.5},
        )
    if is_log:
        ax.set_xscale("log")
        ax.set_xlim(min(values) / 2, max(values) * 3)
        ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:,g}"))
        ax.xaxis.set_minor_formatter(NullFormatter())
    else:
        low, high = min(0.0, *values), max(0.0, *values)
        pad = 0.16 * (high - low or 1.0)
        ax.set_xlim(low - (pad if low < 0 else 0), high + pad)
    ax.set_yticks(range(len(chosen)), labels, fontsize=9.5)
    ax.set_ylim(len(chosen) - 0.4, -0.6)
    ax.grid(axis="y", visible=False)
    unit = write_unit(claim.value.unit)
    ax.set_xlabel(f"{unit[:1].upper()}{unit[1:]}" + (", logarithmic" if is_log else ""))
    ax.set_title(
        f"{claim.claim_id}: text {claim.shown} (line) – {judgement.verdict}",
        fontsize=11,
    )
    return fig


def _label(reading: Reading) -> str:
    return reading.definition or reading.source or reading.table
