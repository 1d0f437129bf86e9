"""What the plots of debt share: colours of events, units, labels, samples of legends."""

from __future__ import annotations

from typing import Any

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from analysis import countries

EVENT_COLORS: dict[str, str] = {
    "stock": "#333333",
    "write_off": "#009E73",
    "rescheduling": "#0072B2",
    "new_loan": "#E69F00",
    "arms_credit": "#D55E00",
    "payment": "#56B4E9",
    "swap": "#CC79A7",
}
BILLION = 1e9
MILLION = 1e6


def decimal_year(days: pd.Series) -> pd.Series:
    """Return days as years with decimals."""
    return days.dt.year + (days.dt.day_of_year - 1) / 365.25


def words(event: str) -> str:
    """Return a name of the data as words."""
    return event.replace("_", " ")


def scale(highest: float) -> tuple[float, str]:
    """Return the unit for amounts up to the highest, and its name at the start of a label."""
    if highest >= BILLION:
        return BILLION, "Billion"
    return (MILLION, "Million") if highest >= MILLION else (1e3, "Thousand")


def currency_name(currency: str) -> str:
    """Return a currency as an axis names it."""
    return {"USD": "US dollars", "EUR": "euros"}.get(currency, currency)


def inside(ax: Axes) -> None:
    """Leave the texts that lie inside the axes out of the layout, which they cannot change."""
    for text in ax.texts:
        text.set_in_layout(False)


def label(
    ax: Axes, text: str, at: tuple[Any, Any], offset: tuple[float, float], **look: Any
) -> None:
    """Write a text some points away from a place in the axes."""
    ax.annotate(text, at, xytext=offset, **{"textcoords": "offset points", "va": "center"} | look)


def name_debtor(ax: Axes, iso3: str, top: float, bottom: float, **look: Any) -> None:
    """Name the debtor of some rows beside their middle, under a line that parts them from others.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        With rows from above to below.
    iso3 : str
        The debtor.
    top, bottom : float
        Its first and last row.
    **look
        Of the text: its place ``x`` in fractions of the axes, and what ``annotate`` takes.
    """
    ax.axhline(top - look.pop("air"), color="#BBBBBB", lw=0.8, zorder=0)
    at = (look.pop("x"), (top + bottom) / 2)
    place: dict[str, Any] = {
        "xycoords": ("axes fraction", "data"),
        "va": "center",
        "fontweight": "bold",
    }
    ax.annotate(countries.name(iso3), at, **place, **look)


def sample(marker: str = "", **look: Any) -> Line2D:
    """Return a legend's sample; without a marker or a line it stands by a heading."""
    return Line2D([], [], **{"color": "#555555", "marker": marker, "ls": "none"} | look)


def draw_cells(ax: Axes, cells: pd.DataFrame, **look: Any) -> None:
    """Draw a table of numbers as a heat map, discount rates (shares a year) across."""
    sns.heatmap(cells, ax=ax, cmap="crest", linewidths=0.5, **look)
    ax.set_xticklabels([f"{100 * rate:g}" for rate in cells.columns], rotation=0)
