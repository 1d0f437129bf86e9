"""Repayment schedules: who pays what when."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypedDict

import numpy as np
import pandas as pd

from analysis.contracts import Contract, Day, takes
from analysis.debt.frames import AMOUNT, COUNT, FROM_ZERO, RATE
from analysis.errors import MeasureError

_WHOLE = 1e-9  # tolerance, in payments, when years times payments a year must be whole


class Terms(TypedDict, total=False):
    """Terms of a schedule that stay the same over a grid; see :func:`equal_principal_schedule`."""

    payments_per_year: int
    grace_years: float
    interest_rate: float
    capitalise_grace: bool


def _repay(
    face: float,
    split: Callable[[float, np.ndarray], np.ndarray],
    maturity_years: float,
    payments_per_year: int,
    grace_years: float,
    first_payment_years: float | None,
    interest_rate: float,
    capitalise_grace: bool,
) -> pd.DataFrame:
    """Return the payments of a claim; `split` takes what is owed after grace, and the rates."""
    exact = maturity_years * payments_per_year
    count = round(exact)
    if count < 1 or abs(exact - count) >= _WHOLE * max(1, count):
        raise MeasureError(
            f"maturity_years = {maturity_years:g} with payments_per_year = {payments_per_year} is "
            f"{exact:g} payments; allowed: whole multiples of 1/{payments_per_year} year"
        )
    if grace_years >= maturity_years:
        raise MeasureError(
            f"grace_years = {grace_years:g} leaves nothing of maturity_years = "
            f"{maturity_years:g} for the repayment; allowed: from 0 to less than these"
        )
    first = 1 / payments_per_year if first_payment_years is None else first_payment_years
    times = first + np.arange(count) / payments_per_year
    rates = interest_rate * np.diff(times, prepend=0.0)
    interest_only = max(math.ceil(grace_years * payments_per_year - _WHOLE) - 1, 0)
    added = rates[:interest_only] if capitalise_grace else np.zeros(interest_only)
    owed = face * np.cumprod(np.append(1.0, 1 + added))
    # Interest that is added to the debt is a negative repayment of principal.
    rest = split(float(owed[-1]), rates[interest_only:])
    return _schedule(times, np.append(owed[:-1] - owed[1:], rest), rates, capitalise_grace)


def _in_equal_principal(owed: float, rates: np.ndarray) -> np.ndarray:
    return np.full(len(rates), owed / len(rates))


def _in_equal_payments(owed: float, rates: np.ndarray) -> np.ndarray:
    growth = np.cumprod(1 + rates)
    payment = owed / np.sum(1 / growth)
    balance = owed * growth - payment * np.cumsum(growth[-1] / growth) * (growth / growth[-1])
    return -np.diff(np.append(balance[:-1], 0.0), prepend=owed)


def _schedule(
    times: np.ndarray, principal: np.ndarray, rates: np.ndarray, grace_is_capitalised: bool = False
) -> pd.DataFrame:
    # Summed from the end, so that the last balance is exactly zero.
    before = np.cumsum(principal[::-1])[::-1]
    interest = before * rates
    payment = principal + interest
    if grace_is_capitalised:
        payment[principal < 0] = 0.0  # exactly, where the sum leaves a rounding
    columns = {"principal": principal, "interest": interest, "payment": payment}
    table = pd.DataFrame({"number": np.arange(1, len(times) + 1), "time_years": times, **columns})
    return table.assign(balance=np.append(before[1:], 0.0))


_TERMS: dict[str, Contract] = {
    "face": AMOUNT,
    "maturity_years": AMOUNT,
    "payments_per_year": COUNT,
    "grace_years": FROM_ZERO,
    "first_payment_years": FROM_ZERO,
    "interest_rate": RATE,
}


@takes(**_TERMS)
def equal_principal_schedule(
    face: float,
    *,
    maturity_years: float,
    payments_per_year: int = 2,
    grace_years: float = 0.0,
    first_payment_years: float | None = None,
    interest_rate: float = 0.0,
    capitalise_grace: bool = False,
) -> pd.DataFrame:
    """Return the payments of a claim repaid in equal instalments of principal.

    Parameters
    ----------
    face : float
        Amount owed on the day of valuation, in any unit; above 0.
    maturity_years : float
        Length of the term, which starts one period before the first payment; a whole number of
        periods. There are ``maturity_years * payments_per_year`` payments.
    payments_per_year : int
        Payments a year, at least 1.
    grace_years : float
        Years of the term that pass before the first principal is due (the DAC's grace period).
        Payments before that bear interest only. 0 and one period both mean: no grace.
    first_payment_years : float, optional
        Years from the day of valuation to the first payment. None means one period.
    interest_rate : float
        Nominal rate a year. Interest is simple within a period, as in the DAC's sheet, and runs
        from the day of valuation.
    capitalise_grace : bool
        Whether interest that falls due in grace is added to the balance instead of paid.

    Returns
    -------
    pandas.DataFrame
        One row a payment: ``number`` (from 1), ``time_years`` (from the day of valuation), and
        ``principal``, ``interest``, ``payment`` and ``balance`` (owed after the payment) in the
        unit of `face`. Capitalised interest is a negative repayment of principal, so that the
        payment is 0 and the principal still adds up to the face.

    Raises
    ------
    MeasureError
        If a term is impossible; the message names it, its value and what is allowed.

    References
    ----------
    OECD DAC, "Grant element formulae and examples".

    Examples
    --------
    >>> equal_principal_schedule(100.0, maturity_years=1, interest_rate=0.04)
       number  time_years  principal  interest  payment  balance
    0       1         0.5       50.0       2.0     52.0     50.0
    1       2         1.0       50.0       1.0     51.0      0.0
    """
    terms = (maturity_years, payments_per_year, grace_years, first_payment_years, interest_rate)
    return _repay(face, _in_equal_principal, *terms, capitalise_grace)


@takes(**_TERMS)
def equal_payment_schedule(
    face: float,
    *,
    maturity_years: float,
    payments_per_year: int = 2,
    grace_years: float = 0.0,
    first_payment_years: float | None = None,
    interest_rate: float = 0.0,
    capitalise_grace: bool = False,
) -> pd.DataFrame:
    """Return the payments of a claim repaid in equal payments of interest and principal together.

    The payment is ``owed / sum(1 / ((1 + i_1) ... (1 + i_k)))`` over the payments after grace,
    with i the interest rate of each period and what is owed at the end of grace: the face, or
    more if interest of grace is capitalised.

    Parameters
    ----------
    face, maturity_years, payments_per_year, grace_years, first_payment_years, interest_rate
        As in :func:`equal_principal_schedule`.
    capitalise_grace
        As in :func:`equal_principal_schedule`.

    Returns
    -------
    pandas.DataFrame
        As in :func:`equal_principal_schedule`.

    Raises
    ------
    MeasureError
        As in :func:`equal_principal_schedule`.

    Examples
    --------
    >>> schedule = equal_payment_schedule(
    ...     100.0, maturity_years=2, payments_per_year=1, interest_rate=0.10
    ... )
    >>> schedule["payment"].round(4).tolist()
    [57.619, 57.619]
    """
    terms = (maturity_years, payments_per_year, grace_years, first_payment_years, interest_rate)
    return _repay(face, _in_equal_payments, *terms, capitalise_grace)


@takes(face=AMOUNT)
def matured_claim(face: float) -> pd.DataFrame:
    """Return a claim that is wholly due today, as a schedule of one payment at time 0.

    The present value of a claim that matured before it was settled is its face at every rate.

    Parameters
    ----------
    face : float
        Amount due, in any unit; above 0.

    Returns
    -------
    pandas.DataFrame
        As in :func:`equal_principal_schedule`.

    Raises
    ------
    MeasureError
        If the face is not above 0.

    Examples
    --------
    >>> matured_claim(35.2)[["time_years", "payment"]].values.tolist()
    [[0.0, 35.2]]
    """
    return _schedule(np.zeros(1), np.array([float(face)]), np.zeros(1))


@takes(first=Day(), count=COUNT, payments_per_year=COUNT)
def payment_dates(first: pd.Timestamp, count: int, payments_per_year: int) -> pd.DatetimeIndex:
    """Return the calendar dates of a schedule's payments.

    Parameters
    ----------
    first : pandas.Timestamp
        Date of the first payment.
    count : int
        Number of payments, at least 1.
    payments_per_year : int
        A divisor of 12, so that payments fall on the same day of a month.

    Returns
    -------
    pandas.DatetimeIndex
        The dates, `count` of them.

    Raises
    ------
    MeasureError
        If a payment does not fall on whole months or there is none.

    Examples
    --------
    >>> dates = payment_dates(pd.Timestamp("2014-10-25"), 20, 2)
    >>> str(dates[-1].date())
    '2024-04-25'
    """
    if 12 % payments_per_year:
        raise MeasureError(f"payments_per_year = {payments_per_year}; allowed: a divisor of 12")
    months = 12 // payments_per_year
    return pd.DatetimeIndex([first + pd.DateOffset(months=months * k) for k in range(count)])
