"""What the plots of arms transfers share: colours, ticks, sentences."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb

from analysis.arms.reading import Reading, year_span
from analysis.notebook.style import COLORS, actor_color

# Suppliers without a colour of their own in the house style, in the order of their volume.
PALETTE = ["#56B4E9", "#44AA99", "#F0E442", "#8C564B", "#117733", "#882255", "#999933"]


def supplier_color(supplier: str, reading: Reading) -> str:
    """Return the colour of a supplier: its own in the study, or one that marks the chosen one."""
    color = actor_color(supplier, reading.study)
    is_marked = supplier == reading.partner and color == COLORS["other"]
    return COLORS["accent"] if is_marked else color


def shade(color: str, share: float = 0.2) -> str:
    """Return where the shades of a colour begin: light, yet never mistaken for white."""
    red, green, blue = (1 - share * (1 - part) for part in to_rgb(color))
    return to_hex((red, green, blue))


def write_value(ax: Axes, x: float, y: float, text: str, *, above: bool, color: str) -> None:
    """Write a value above or beneath its point, over whatever line passes there."""
    ax.annotate(
        text,
        (x, y),
        xytext=(0, 7 if above else -7),
        textcoords="offset points",
        ha="center",
        va="bottom" if above else "top",
        fontsize=10,
        color=color,
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.7, "pad": 0.6},
    )


def year_ticks(ax: Axes, first: int, last: int) -> None:
    """Label every year, or every second, fifth or tenth, with room between the labels."""
    step = next(step for step in (1, 2, 5, 10) if (last - first) / step <= 12)
    ax.set_xticks([year for year in range(first, last + 1) if year % step == 0])


def window_ticks(ax: Axes, spans: Sequence[tuple[int, int]], offset: float) -> None:
    """Label the windows, upright where there is room."""
    labels = [year_span(first, last) for first, last in spans]
    crowded = sum(map(len, labels)) > 75
    ax.set_xticks(
        np.arange(len(spans)) + offset,
        labels,
        rotation=90 if crowded else 0,
        fontsize=9 if crowded else 11,
    )


def no_imports(spans: Sequence[tuple[int, int]], reading: Reading) -> str:
    """Say why there are no imports to draw."""
    if not spans:
        return (
            "The chosen years hold no whole window within the years for which\n"
            f"imports by supplier are known, {year_span(*reading.imported)}."
        )
    return reading.records_nothing(spans[0][0], spans[-1][1], "anyone")
