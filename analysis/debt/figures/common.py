"""What the plots of debt share: colours of events, words, numbers of rows."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

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


def rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as dictionaries."""
    return [dict(zip(frame.columns, row, strict=True)) for row in frame.itertuples(index=False)]


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
