"""Schedules with exact days: interest by a day count, and what is left to pay on any day."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd

from analysis.contracts import Day, Number, takes
from analysis.debt.day_counts import year_fraction, years_from
from analysis.debt.frames import AMOUNT, DATED, DAY_COUNT, RATE
from analysis.debt.relief import present_value
from analysis.errors import MeasureError


@takes(
    face=AMOUNT,
    start=Day(),
    interest_rate=RATE,
    payments_in_grace=Number(at_least=0, is_whole=True),
    day_count=DAY_COUNT,
)
def dated_schedule(
    face: float,
    *,
    start: pd.Timestamp,
    dates: pd.DatetimeIndex,
    interest_rate: float = 0.0,
    payments_in_grace: int = 0,
    capitalise_grace: bool = False,
    day_count: str = "actual/365",
) -> pd.DataFrame:
    """Return the payments of a claim repaid in equal principal on stated days.

    Parameters
    ----------
    face : float
        Amount owed on `start`, in any unit; above 0.
    start : pandas.Timestamp
        Day from which interest runs, and from which ``time_years`` counts.
    dates : pandas.DatetimeIndex
        Days of payment, rising, none before `start`; at least 1.
    interest_rate : float
        Nominal rate a year; simple within a period, whose length the day count gives.
    payments_in_grace : int
        First payments that bear interest alone; fewer than all.
    capitalise_grace : bool
        Whether their interest is added to the balance instead of paid.
    day_count : str
        One of :data:`analysis.debt.DAY_COUNTS`.

    Returns
    -------
    pandas.DataFrame
        As :func:`analysis.debt.equal_principal_schedule`, with ``date`` in front.

    Raises
    ------
    MeasureError
        If an amount, a rate, the days or the day count are not allowed.

    Examples
    --------
    >>> days = pd.DatetimeIndex(["2015-01-01", "2016-01-01"])
    >>> schedule = dated_schedule(
    ...     100.0, start=pd.Timestamp("2014-01-01"), dates=days, interest_rate=0.10
    ... )
    >>> schedule[["date", "payment", "balance"]]
            date  payment  balance
    0 2015-01-01     60.0     50.0
    1 2016-01-01     55.0      0.0
    """
    dates = pd.DatetimeIndex(dates)
    rises = len(dates) and dates[0] >= start and dates.is_monotonic_increasing and dates.is_unique
    if not rises:
        shown = ", ".join(f"{day:%Y-%m-%d}" for day in dates) or "none"
        raise MeasureError(f"dates are {shown}; allowed: rising days, none before {start:%Y-%m-%d}")
    if payments_in_grace >= len(dates):
        raise MeasureError(
            f"payments_in_grace = {payments_in_grace}; allowed: less than the {len(dates)} payments"
        )
    times = years_from(start, dates, day_count)
    edges = [start, *dates]
    lengths = [year_fraction(*pair, day_count) for pair in itertools.pairwise(edges)]
    rates = interest_rate * np.array(lengths)
    owed = face
    rows = []
    for place, (day, time, rate) in enumerate(zip(dates, times, rates, strict=True)):
        interest = owed * rate
        if place < payments_in_grace:
            principal = -interest if capitalise_grace else 0.0
        else:
            principal = owed / (len(dates) - place)
        owed = owed - principal if place + 1 < len(dates) else 0.0
        payment = 0.0 if principal < 0 else principal + interest
        rows.append((place + 1, day, time, principal, interest, payment, owed))
    columns = ["number", "date", "time_years", "principal", "interest", "payment", "balance"]
    return pd.DataFrame(rows, columns=columns)[["date", *(c for c in columns if c != "date")]]


@takes(schedule=DATED, day=Day(), discount_rate=RATE, day_count=DAY_COUNT)
def value_on(
    schedule: pd.DataFrame,
    day: pd.Timestamp,
    discount_rate: float,
    *,
    day_count: str = "actual/365",
) -> float:
    """Return what the payments that are still to come are worth on a day.

    Parameters
    ----------
    schedule : pandas.DataFrame
        With ``date`` and ``payment``, as from :func:`dated_schedule`.
    day : pandas.Timestamp
        Day of valuation. Payments before it are past and count for nothing, whether or not they
        were made; one on the day itself counts in full.
    discount_rate : float
        Effective annual rate; above -1.
    day_count : str
        One of :data:`analysis.debt.DAY_COUNTS`.

    Returns
    -------
    float
        In the unit of the payments; 0 after the last.

    Raises
    ------
    MeasureError
        If the rate or the day count is not allowed.

    Examples
    --------
    >>> days = pd.DatetimeIndex(["2015-01-01", "2016-01-01"])
    >>> schedule = dated_schedule(100.0, start=pd.Timestamp("2014-01-01"), dates=days)
    >>> [value_on(schedule, pd.Timestamp(f"{year}-01-01"), 0.25) for year in (2014, 2015, 2017)]
    [72.0, 90.0, 0.0]
    """
    left = schedule[schedule["date"] >= day]
    times = years_from(day, pd.DatetimeIndex(left["date"]), day_count)
    return present_value(left.assign(time_years=times), discount_rate)


@takes(schedule=DATED, day=Day())
def unpaid_on(schedule: pd.DataFrame, day: pd.Timestamp) -> dict[str, float]:
    """Return how a schedule stands on a day, if nothing of it was paid and if all of it was.

    Parameters
    ----------
    schedule : pandas.DataFrame
        With ``date``, ``payment`` and ``balance``, as from :func:`dated_schedule`.
    day : pandas.Timestamp
        The day.

    Returns
    -------
    dict of str to float
        ``due``: payments that fell due up to and on the day; ``to_come``: those after it.

    Examples
    --------
    >>> days = pd.DatetimeIndex(["2015-01-01", "2016-01-01"])
    >>> schedule = dated_schedule(100.0, start=pd.Timestamp("2014-01-01"), dates=days)
    >>> unpaid_on(schedule, pd.Timestamp("2015-06-30"))
    {'due': 50.0, 'to_come': 50.0}
    """
    is_due = schedule["date"] <= day
    return {
        "due": math.fsum(schedule.loc[is_due, "payment"]),
        "to_come": math.fsum(schedule.loc[~is_due, "payment"]),
    }
