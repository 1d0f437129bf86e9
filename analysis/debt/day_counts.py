"""How much of a year lies between two days: the day counts of contracts, by name."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from analysis.contracts import Day, OneOf, takes


def _thirty_360(start: pd.Timestamp, end: pd.Timestamp) -> float:
    # The European form: the 31st counts as the 30th on both sides, February has its own days.
    days = min(end.day, 30) - min(start.day, 30)
    return (360 * (end.year - start.year) + 30 * (end.month - start.month) + days) / 360


def _actual_actual(start: pd.Timestamp, end: pd.Timestamp) -> float:
    # Each day is a 365th or a 366th by the year that it lies in.
    def since_zero(day: pd.Timestamp) -> float:
        return day.year + (day.day_of_year - 1) / (366 if calendar.isleap(day.year) else 365)

    return since_zero(end) - since_zero(start)


#: Day count by the name that contracts use.
DAY_COUNTS: Mapping[str, Callable[[pd.Timestamp, pd.Timestamp], float]] = {
    "actual/365": lambda start, end: (end - start).days / 365,
    "actual/360": lambda start, end: (end - start).days / 360,
    "30E/360": _thirty_360,
    "actual/actual": _actual_actual,
}


@takes(start=Day(), end=Day(), day_count=OneOf(tuple(DAY_COUNTS)))
def year_fraction(start: pd.Timestamp, end: pd.Timestamp, day_count: str) -> float:
    """Return the time between two days in years, by a stated day count.

    Parameters
    ----------
    start, end : pandas.Timestamp
        Days; a time that runs backwards is negative.
    day_count : str
        One of :data:`DAY_COUNTS`: ``actual/365`` (fixed), ``actual/360``, ``30E/360`` (every
        month has 30 days), ``actual/actual`` (ISDA: days over the days of their year).

    Returns
    -------
    float
        Years.

    Raises
    ------
    MeasureError
        If the day count is unknown or a day is missing.

    References
    ----------
    International Swaps and Derivatives Association, 2006 ISDA Definitions, section 4.16.

    Examples
    --------
    >>> signed, first = pd.Timestamp("2013-10-25"), pd.Timestamp("2014-10-25")
    >>> [round(year_fraction(signed, first, name), 4) for name in DAY_COUNTS]
    [1.0, 1.0139, 1.0, 1.0]
    """
    return DAY_COUNTS[day_count](pd.Timestamp(start).normalize(), pd.Timestamp(end).normalize())


def years_from(start: pd.Timestamp, days: pd.DatetimeIndex, day_count: str) -> np.ndarray:
    """Return the times from one day to several, in years.

    Parameters
    ----------
    start : pandas.Timestamp
        The day that time is counted from.
    days : pandas.DatetimeIndex
        Days.
    day_count : str
        As in :func:`year_fraction`.

    Returns
    -------
    numpy.ndarray
        Years, of the length of `days`.

    Raises
    ------
    MeasureError
        As in :func:`year_fraction`.

    Examples
    --------
    >>> days = pd.DatetimeIndex(["2014-04-25", "2014-10-25"])
    >>> years_from(pd.Timestamp("2013-10-25"), days, "30E/360").tolist()
    [0.5, 1.0]
    """
    return np.array([year_fraction(start, day, day_count) for day in days], dtype=float)
