"""What the plots of votes share: names, colours, axes of years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import MaxNLocator

from analysis.notebook.save import empty
from analysis.notebook.style import FURTHER, actor_color
from analysis.notebook.words import call, join_words
from analysis.study import Study
from analysis.voting import ALL_MEASURES, Reading

SPREAD: dict[str, Any] = {"lw": 0.9, "ls": (0, (1, 1.6))}
"""Lines of percentiles of states."""


def partner_colors(partners: Sequence[str], study: Study) -> dict[str, str]:
    """Return a colour for each partner, in the order of legends.

    Parameters
    ----------
    partners : sequence of str
        Codes, in the order in which they were chosen.
    study : Study
        Who has a part of his own: they come first, in its order and colours.

    Returns
    -------
    dict of str to str
        Code → colour; of states without a part, further ones in the order chosen, over again when
        they are used up.

    Examples
    --------
    >>> from analysis.study import load_study
    >>> partner_colors(["IND", "RUS"], load_study())
    {'RUS': '#0072B2', 'IND': '#332288'}
    """
    parts = [each for one in study.partners for each in study.lineage(one)]
    known = [code for code in parts if code in partners]
    others = [code for code in dict.fromkeys(partners) if code not in parts]
    return {code: actor_color(code, study) for code in known} | {
        code: FURTHER[place % len(FURTHER)] for place, code in enumerate(others)
    }


def nothing(reading: Reading, of: str = "", *, only_counted: bool = False) -> Figure:
    """Return a sentence in place of a figure.

    Parameters
    ----------
    reading : Reading
        What was chosen.
    of : str, optional
        Which votes, to follow "recorded votes".
    only_counted : bool, optional
        Whether to say that further partners are never counted so.

    Returns
    -------
    matplotlib.figure.Figure
        Without axes.
    """
    reason = (
        f"No recorded votes{f' {of}' if of else ''}{reading.about} that the chosen states and "
        "partners both cast\nin the chosen years, or fewer than the minimum."
    )
    if only_counted:
        names = [call(code) for code in partner_colors(reading.detailed, reading.study)]
        reason += f"\nCounted so for {join_words(names)} only."
    return empty(reason)


def draw_line(
    ax: Axes, years: pd.DataFrame, column: str, color: str, lw: float, ms: float, **more: Any
) -> None:
    """Draw a column over the years of the index, with a dot a year."""
    ax.plot(years.index, years[column], color=color, lw=lw, marker="o", ms=ms, **more)


def show_panels(axes: np.ndarray, n: int) -> list[Axes]:
    """Return the first n of a grid of panels, and hide the rest."""
    for ax in axes.flat[n:]:
        ax.set_visible(False)
    return list(axes.flat[:n])


def draw_band(ax: Axes, years: pd.DataFrame, color: str, alpha: float = 0.25) -> None:
    """Fill between lower and upper; years without a neighbour get an upright line instead."""
    ends = years["lower"], years["upper"]
    ax.fill_between(years.index, *ends, color=color, alpha=alpha, linewidth=0)
    alone = years[_is_alone(years["lower"])]
    ax.vlines(alone.index, alone["lower"], alone["upper"], color=color, linewidth=1.2)


def draw_spread(ax: Axes, years: pd.DataFrame, color: str) -> None:
    """Draw low and high as dotted lines; years without a neighbour get short bars."""
    for end in ("low", "high"):
        ax.plot(years.index, years[end], color=color, **SPREAD)
        alone = years[_is_alone(years[end])]
        ax.plot(alone.index, alone[end], "_", color=color, ms=9, mew=1, linestyle="none")


def dodge(years: pd.DataFrame, all_years: pd.Series, place: int, n: int) -> pd.DataFrame:
    """Return years side by side if there is one only, where lines would stand on each other."""
    if all_years.nunique() > 1:
        return years
    return years.set_axis(years.index + 0.6 * ((place + 0.5) / n - 0.5))


def _is_alone(values: pd.Series) -> pd.Series:
    return values.notna() & values.shift().isna() & values.shift(-1).isna()


def colors_of(frame: pd.DataFrame, reading: Reading) -> dict[str, str]:
    """Return the partners of a frame, in the order of legends, with their colours.

    Colours follow the order in which partners were chosen, so that a partner has the same one in
    figures that do not show all of them.
    """
    present = set(frame["partner"])
    colors = partner_colors(reading.partners, reading.study)
    return {partner: color for partner, color in colors.items() if partner in present}


def parted(frame: pd.DataFrame, partial: Sequence[int]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of complete years and those of the others."""
    is_partial = frame["year"].isin(list(partial))
    return frame[~is_partial], frame[is_partial]


def every_year(rows: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Return the rows by year, years without a row as missing, so that a gap shows as a gap."""
    by_year = rows.set_index(rows["year"].astype(int))[list(columns)]
    if by_year.empty:
        return by_year
    return by_year.reindex(range(by_year.index.min(), by_year.index.max() + 1))


def finish(ax: Axes, measure: str) -> None:
    """Label the axis of a measure and mark the middle of its scale."""
    ax.set_ylabel(ALL_MEASURES[measure].label)
    low, high = ax.get_ylim()
    if low < ALL_MEASURES[measure].middle < high:
        ax.axhline(ALL_MEASURES[measure].middle, color="#777777", linewidth=1, zorder=0.5)
    ax.grid(axis="x", visible=False)


def integer_years(ax: Axes, years: pd.Series, ticks: int = 9) -> None:
    """Limit the axis to the years and put ticks on whole ones."""
    ax.set_xlim(int(years.min()) - 0.8, int(years.max()) + 0.8)
    ax.xaxis.set_major_locator(MaxNLocator(ticks, steps=[1, 2, 5, 10], integer=True, min_n_ticks=1))


def widen(n: int, first: float, further: float, least: float = 8.0) -> float:
    """Return the width of a row of n panels."""
    return max(least, first + further * (n - 1))


def share_legend(fig: Figure, ax: Axes) -> None:
    """Take the legend from one panel, and leave room at the right for the last tick's label."""
    fig.legend(*ax.get_legend_handles_labels(), loc="outside upper left", ncols=5)
    layout = fig.get_layout_engine()
    if isinstance(layout, ConstrainedLayoutEngine):
        layout.set(rect=(0, 0, 0.985, 1))
