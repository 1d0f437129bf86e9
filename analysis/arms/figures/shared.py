"""What the plots of arms transfers share: names, colours, ticks, sentences."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from analysis import countries
from analysis.arms import IMPORTS_SPAN

NAMES = {"SUN": "USSR", "RUS": "Russia", "USA": "United States", "GBR": "United Kingdom"}

# Where the shades of a volume begin: light, yet never mistaken for the white of no delivery.
LIGHT = {"SUN": "#FBDFC9", "RUS": "#CFE3F1"}

# Suppliers without a colour of their own in the house style, in the order of their volume.
PALETTE = ["#56B4E9", "#44AA99", "#F0E442", "#8C564B", "#117733", "#882255", "#999933"]


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


def year_span(first: int, last: int) -> str:
    """Write a span of years, or one year."""
    return f"{first}" if first == last else f"{first}–{last}"


def scope_words(recipients: str) -> str:
    """Say whose imports a label of :func:`analysis.arms.with_and_without` means."""
    if recipients == "all":
        return "all chosen states"
    codes = recipients.removeprefix("without ").split()
    names = ", ".join(countries.name(code) for code in codes)
    return f"without {names}" if len(codes) <= 3 else f"without {len(codes)} states"


def no_imports(spans: Sequence[tuple[int, int]]) -> str:
    """Say why there are no imports to draw."""
    if not spans:
        return (
            "The chosen years hold no whole window within the years for which\n"
            f"imports by supplier are known, {year_span(*IMPORTS_SPAN)}."
        )
    years = year_span(spans[0][0], spans[-1][1])
    return f"SIPRI records no delivery of major arms from anyone\nto the chosen states in {years}."
