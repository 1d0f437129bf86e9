"""Plots of the audit of claims: verdicts, how far numbers lie apart, the readings of one claim."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, NullFormatter

from analysis.claims import verdicts
from analysis.claims.values import show_number, write_unit
from analysis.claims.verdicts import OFF_FACTOR, PLAUSIBLE, VERDICTS, Judgement, Reading
from analysis.contracts import Frame, Number, OneOf, takes
from analysis.notebook.save import empty
from analysis.notebook.style import COLORS
from analysis.notebook.words import capitalize

#: One colour a verdict, told apart in grey print by the order of the bars.
VERDICT_COLORS: Mapping[str, str] = dict(
    zip(
        VERDICTS,
        ("#0072B2", "#56B4E9", "#CC79A7", "#B2182B", "#E69F00", "#009E73", "#7F7F7F", "#D9D9D9"),
        strict=True,
    )
)
#: Verdicts whose colour is light: the number in the bar is dark.
LIGHT = (verdicts.NO_DATA, verdicts.OFF, verdicts.INCONSISTENT)
_MARKERS = {"exact": "o", "at_least": ">", "at_most": "<"}
_OTHER_MARKER = "D"
_MARKER_WORDS = {"o": "reading", ">": "lower bound", "<": "upper bound", "D": "shown only"}
_OUTLINED: dict[str, Any] = {"s": 70, "edgecolor": "#333333", "linewidth": 0.8, "zorder": 3}
_BEHIND = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.5}
#: How a number stands beside its mark.
_BESIDE: dict[str, Any] = {"xytext": (9, 0), "textcoords": "offset points", "bbox": _BEHIND}
_BESIDE |= {"va": "center", "fontsize": 9.5}
_MOST_ROWS = 30
#: Readings of one claim that are drawn.
MOST_READINGS = 12
#: Numbers of claims, a column a verdict.
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
    size = (10, 2.0 + 0.42 * sum(heights))
    fig, (above, below) = plt.subplots(2, 1, figsize=size, height_ratios=heights)
    _stack(above, by_text)
    _stack(below, by_theme)
    above.set_title("By text")
    below.set(title="By theme", xlabel="Claims")
    _add_legend(fig, [name for name in VERDICTS if by_text[name].sum()], 10)
    return fig


def _add_legend(fig: Figure, words: Sequence[str], size: float, *marks: Line2D) -> None:
    """Explain the colours of some verdicts, after marks of other kinds."""
    squares = [_mark("s", size, VERDICT_COLORS[word], word) for word in words]
    fig.legend(handles=[*marks, *squares], loc="outside upper left", ncols=4, fontsize=9.5)


def _mark(marker: str, size: float, color: str, label: str) -> Line2D:
    return Line2D([], [], marker=marker, ls="none", ms=size, color=color, label=label)


def _set_rows(ax: Axes, labels: Sequence[str]) -> None:
    """Label the rows from top to bottom."""
    ax.set_yticks(range(len(labels)), labels, fontsize=9.5)
    ax.set_ylim(len(labels) - 0.4, -0.6)


def _set_logarithmic(ax: Axes, form: str) -> None:
    ax.set_xscale("log")
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:{form}}"))
    ax.xaxis.set_minor_formatter(NullFormatter())


def _stack(ax: Axes, table: pd.DataFrame) -> None:
    place = np.arange(len(table))
    left = np.zeros(len(table))
    widest = float(table.sum(axis=1).max())
    for name, color in VERDICT_COLORS.items():
        width = table[name].to_numpy(dtype="float64")
        ax.barh(place, width, left=left, color=color, edgecolor="white", lw=0.8)
        dark = "#222222" if name in LIGHT else "white"
        for y, x, n in zip(place.tolist(), left + width / 2, width, strict=True):
            if n >= 0.03 * widest:
                ax.text(x, y, f"{n:.0f}", ha="center", va="center", fontsize=9, color=dark)
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
            **{**_OUTLINED, "s": 46, "linewidth": 0.5},
        )
    _set_logarithmic(ax, "g")
    _set_rows(ax, shown)
    ax.set_xlabel(
        f"Claimed over read (blue: within the tolerance; grey: up to {OFF_FACTOR:g} times apart)"
    )
    marks = [_mark(marker, 7, "#777777", label) for marker, label in _MARKER_WORDS.items()]
    _add_legend(fig, [name for name in VERDICTS if name in set(rows["word"])], 8, *marks)
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
        return empty("\n".join(_shorten(line, 110) for line in lines))
    factor = claim.value.factor
    stated = (claim.value.low / factor, claim.value.high / factor)
    spans = [(c.reading.value.low / factor, c.reading.value.high / factor) for c in chosen]
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
            **_OUTLINED,
        )
        said = " to ".join(show_number(end) for end in dict.fromkeys((low, high)))
        ax.annotate(said, (high, place), **_BESIDE)
    if is_log:
        _set_logarithmic(ax, ",g")
        ax.set_xlim(min(values) / 2, max(values) * 3)
    else:
        low, high = min(0.0, *values), max(0.0, *values)
        pad = 0.16 * (high - low or 1.0)
        ax.set_xlim(low - (pad if low < 0 else 0), high + pad)
    _set_rows(ax, [_label(comparison.reading) for comparison in chosen])
    ax.grid(axis="y", visible=False)
    unit = capitalize(write_unit(claim.value.unit))
    ax.set_xlabel(unit + (", logarithmic" if is_log else ""))
    title = f"{claim.claim_id}: text {claim.shown} (line) – {judgement.verdict}"
    ax.set_title(title, fontsize=11)
    return fig


def _label(reading: Reading) -> str:
    said = reading.definition or reading.source or reading.table
    return "\n".join(textwrap.wrap(_shorten(said, 100), 50))


def _shorten(text: str, most: int) -> str:
    return textwrap.shorten(text, most, placeholder=" …")
