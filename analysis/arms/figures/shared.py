"""What the plots of arms transfers share: colours, axes, legends, sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.figure import Figure

from analysis.arms.reading import Reading, year_span
from analysis.notebook.style import COLORS, actor_color
from analysis.notebook.words import capitalize

Style = dict[str, Any]
"""Settings of an artist by name."""


def supplier_color(supplier: str, reading: Reading) -> str:
    """Return the colour of a supplier: its own in the study, or one that marks the chosen one."""
    color = actor_color(supplier, reading.study)
    is_marked = supplier == reading.partner and color == COLORS["other"]
    return COLORS["accent"] if is_marked else color


def write_value(ax: Axes, x: float, y: float, text: str, *, above: bool, color: str) -> None:
    """Write a value above or beneath its point, over whatever line passes there."""
    box: Style = {"facecolor": "white", "edgecolor": "none", "alpha": 0.7, "pad": 0.6}
    place: Style = {"xytext": (0, 7 if above else -7), "va": "bottom" if above else "top"}
    words: Style = {"textcoords": "offset points", "ha": "center", "fontsize": 10, "color": color}
    ax.annotate(text, (x, y), bbox=box, **place, **words)


def stack_bars(
    ax: Axes, places: np.ndarray, parts: Iterable[tuple[str, str, np.ndarray]], width: float
) -> None:
    """Stack bars of label, colour and heights, the first at the bottom, and tell them beside."""
    base = np.zeros(len(places))
    for label, color, heights in parts:
        ax.bar(places, heights, width, base, color=color, label=label, linewidth=0)
        base = base + heights
    handles, labels = ax.get_legend_handles_labels()
    ax.legend(handles[::-1], labels[::-1], loc="upper left", bbox_to_anchor=(1.0, 1.02))
    ax.grid(axis="x", visible=False)


def legend_above(ax: Axes, columns: int, left: float = 0.0, **more: Any) -> None:
    """Put the legend over the axes, in some columns."""
    ax.legend(loc="lower left", bbox_to_anchor=(left, 1.0), ncols=columns, **more)


def lay_years(ax: Axes, first: int, last: int, room: float = 0.8) -> None:
    """Label every year, or every second, fifth or tenth, with room between the labels."""
    step = next(step for step in (1, 2, 5, 10) if (last - first) / step <= 12)
    ax.set_xticks([year for year in range(first, last + 1) if year % step == 0])
    ax.set_xlim(first - room, last + room)
    ax.grid(axis="x", visible=False)


def lay_windows(ax: Axes, spans: Sequence[tuple[int, int]], offset: float = 0.0) -> None:
    """Label the windows, upright where there is room."""
    labels = [year_span(first, last) for first, last in spans]
    turn, size = (90, 9) if sum(map(len, labels)) > 75 else (0, 11)
    ax.set_xticks(np.arange(len(spans)) + offset, labels, rotation=turn, fontsize=size)
    ax.grid(axis="x", visible=False)


def lay_rows(ax: Axes, names: Sequence[str] | pd.Series, size: float | None = 10) -> None:
    """Name rows, the first on top."""
    ax.set_yticks(np.arange(len(names)), names, fontsize=size)
    ax.set_ylim(len(names) - 0.4, -0.6)


def lay_cells(ax: Axes, names: Sequence[str] | pd.Series, size: float | None = None) -> None:
    """Name the rows of a map of cells, the first on top."""
    ax.set_yticks(np.arange(len(names)) + 0.5, names, fontsize=size)
    ax.set_ylim(len(names), 0)
    ax.grid(visible=False)


def add_scale(
    fig: Figure, ax: Axes, shades: ScalarMappable, label: str, aspect: float, **more: Any
) -> None:
    """Put the scale of a map of cells beside it."""
    bar = fig.colorbar(shades, ax=ax, pad=0.01, aspect=aspect, **more)
    bar.set_label(label)
    bar.outline.set_visible(False)


def name_share(reading: Reading) -> str:
    """Name an axis of the supplier's share."""
    return f"{capitalize(reading.whose)} share of imports, per cent"


def no_imports(spans: Sequence[tuple[int, int]], reading: Reading) -> str:
    """Say why there are no imports to draw."""
    if not spans:
        return (
            "The chosen years hold no whole window within the years for which\n"
            f"imports by supplier are known, {year_span(*reading.imported)}."
        )
    return reading.records_nothing(spans[0][0], spans[-1][1], "anyone")


def known_span(series: pd.DataFrame) -> tuple[int, int]:
    """Return the first and the last year that are not missing: others are no zeros."""
    years = series.loc[series["tiv_million"].notna(), "year"]
    return int(years.min()), int(years.max())
