"""Rates: two ways to name one rate, the discount rates of rules, rates that reports imply."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.optimize import brentq  # type: ignore[import-untyped]

from analysis.contracts import Number, takes
from analysis.debt.frames import AMOUNT, BALANCES, COUNT, FROM_ZERO, PAYMENTS, RATE
from analysis.debt.relief import value_payments
from analysis.errors import MeasureError

#: Points that the rule before October 2013 added to the six-month average of the OECD's
#: commercial interest reference rate, by maturity: years from which each applies, and the points.
CIRR_MARGINS: tuple[tuple[float, float], ...] = (
    (0, 0.0075),
    (15, 0.0100),
    (20, 0.0115),
    (30, 0.0125),
)


# Rates here are of arithmetic, not of loans, and may be large.
_ANY_RATE = Number(above=-1)


@takes(nominal_rate=_ANY_RATE, payments_per_year=COUNT)
def effective_rate(nominal_rate: float, payments_per_year: int) -> float:
    """Return the effective annual rate of a nominal one: ``(1 + R/A)^A - 1``.

    A loan discounted at the effective rate of its own interest is worth its face, so its grant
    element is 0; at its nominal rate it is slightly below 0 whenever it pays more than once a
    year.

    Parameters
    ----------
    nominal_rate : float
        Share a year, charged as ``nominal_rate / payments_per_year`` a period.
    payments_per_year : int
        At least 1.

    Returns
    -------
    float
        Share a year.

    Raises
    ------
    MeasureError
        If there is no payment a year or a period's rate is not above -1.

    Examples
    --------
    >>> round(effective_rate(0.05, 2), 6)
    0.050625
    """
    return (1 + nominal_rate / payments_per_year) ** payments_per_year - 1


@takes(effective=_ANY_RATE, payments_per_year=COUNT)
def nominal_rate(effective: float, payments_per_year: int) -> float:
    """Return the nominal rate whose effective rate is given: ``A ((1 + r)^(1/A) - 1)``.

    Parameters
    ----------
    effective : float
        Share a year, above -1.
    payments_per_year : int
        At least 1.

    Returns
    -------
    float
        Share a year.

    Raises
    ------
    MeasureError
        If there is no payment a year or the rate is not above -1.

    Examples
    --------
    >>> round(nominal_rate(0.050625, 2), 6)
    0.05
    """
    return payments_per_year * ((1 + effective) ** (1 / payments_per_year) - 1)


@takes(average_cirr=RATE, maturity_years=AMOUNT)
def cirr_discount_rate(average_cirr: float, maturity_years: float) -> float:
    """Return the discount rate of the grant element in the rule before October 2013.

    Parameters
    ----------
    average_cirr : float
        Average commercial interest reference rate of the loan's currency, share a year.
    maturity_years : float
        Term of the loan, above 0.

    Returns
    -------
    float
        The average plus 0.75, 1.00, 1.15 or 1.25 points (:data:`CIRR_MARGINS`).

    Raises
    ------
    MeasureError
        If the rate or the term is out of range.

    References
    ----------
    IMF, calculator of the grant element (notes to the page).

    Examples
    --------
    >>> [round(cirr_discount_rate(0.04, years), 4) for years in (10, 15, 20, 30)]
    [0.0475, 0.05, 0.0515, 0.0525]
    """
    return average_cirr + [margin for least, margin in CIRR_MARGINS if maturity_years >= least][-1]


@takes(schedule=PAYMENTS, price=AMOUNT)
def internal_rate(schedule: pd.DataFrame, price: float) -> float:
    """Return the effective annual rate at which a schedule is worth a price.

    Parameters
    ----------
    schedule : pandas.DataFrame
        With ``time_years`` and ``payment``, none of them negative.
    price : float
        What was paid for it on the day of valuation, above 0.

    Returns
    -------
    float
        Between -0.99 and 100 a year.

    Raises
    ------
    MeasureError
        If no rate between these gives the price, for example because nothing is paid later.

    Examples
    --------
    >>> from analysis.debt.schedules import equal_principal_schedule
    >>> loan = equal_principal_schedule(100.0, maturity_years=5, interest_rate=0.05)
    >>> round(internal_rate(loan, 100.0), 6)
    0.050625
    """
    low, high = -0.99, 100.0

    def gap(rate: float) -> float:
        return value_payments(schedule, rate) - price

    if not gap(low) >= 0 >= gap(high):
        raise MeasureError(
            f"no rate from {low:g} to {high:g} a year makes these payments worth {price:g}; they "
            f"are worth {gap(low) + price:g} to {gap(high) + price:g}"
        )
    return float(brentq(gap, low, high, xtol=1e-14, rtol=1e-14))


@takes(schedule=BALANCES, total_interest=FROM_ZERO)
def rate_from_interest(schedule: pd.DataFrame, total_interest: float) -> float:
    """Return the nominal rate at which a schedule without interest would bear a given total.

    Parameters
    ----------
    schedule : pandas.DataFrame
        A schedule with interest paid in each period, from ``equal_principal_schedule`` at rate 0.
    total_interest : float
        Interest over the whole term, in the unit of the principal; not below 0.

    Returns
    -------
    float
        Share a year: the total over the sum of balance times length of period.

    Raises
    ------
    MeasureError
        If the total is below 0, or the balance lasts no time.

    Examples
    --------
    >>> from analysis.debt.schedules import equal_principal_schedule
    >>> arrears = equal_principal_schedule(57.0, maturity_years=6)
    >>> round(rate_from_interest(arrears, 11.0), 4)
    0.0594
    """
    before = (schedule["balance"] + schedule["principal"]).to_numpy(dtype=float)
    lengths = np.diff(schedule["time_years"].to_numpy(dtype=float), prepend=0.0)
    lasting = float(before @ lengths)
    if lasting <= 0:
        raise MeasureError("the balance lasts no time, so no rate gives interest on it")
    return total_interest / lasting
