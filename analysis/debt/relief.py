"""What relief is worth: present value, grant element, haircuts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.contracts import takes
from analysis.debt.frames import AMOUNT, FROM_ZERO, PAYMENTS, RATE, SCHEDULE
from analysis.debt.schedules import equal_principal_schedule
from analysis.errors import MeasureError


@dataclass(frozen=True)
class GrantElementRule:
    """A rule by which a loan counts as concessional.

    Parameters
    ----------
    discount_rate : float
        Effective annual rate.
    threshold_pct : float
        Grant element from which a loan counts as concessional, % of the face.
    """

    discount_rate: float
    threshold_pct: float


#: Rules of the grant element by name: the first, with one rate for every currency, since 11 October
#: 2013, the second until 2018.
GRANT_ELEMENT_RULES: Mapping[str, GrantElementRule] = {
    "IMF and World Bank": GrantElementRule(0.05, 35.0),
    "old DAC rule": GrantElementRule(0.10, 25.0),
}


def value_payments(schedule: pd.DataFrame, discount_rate: float) -> float:
    """Return :func:`present_value` unchecked, for whoever tries many rates on one schedule.

    Parameters
    ----------
    schedule : pandas.DataFrame
        As there, checked before.
    discount_rate : float
        Any rate above -1.

    Returns
    -------
    float
        In the unit of the payments.
    """
    weights = (1 + discount_rate) ** -schedule["time_years"].to_numpy(dtype=float)
    return float(math.fsum(schedule["payment"].to_numpy(dtype=float) * weights))


@takes(schedule=PAYMENTS, discount_rate=RATE)
def present_value(schedule: pd.DataFrame, discount_rate: float) -> float:
    """Return the value today of a schedule's payments: ``sum(payment * (1 + r) ** -time)``.

    Parameters
    ----------
    schedule : pandas.DataFrame
        With ``time_years`` and ``payment``; one row a payment.
    discount_rate : float
        Effective annual rate; above -1.

    Returns
    -------
    float
        In the unit of the payments.

    Raises
    ------
    MeasureError
        If the rate is not above -1.

    Examples
    --------
    >>> schedule = equal_principal_schedule(3.52, maturity_years=10)
    >>> round(present_value(schedule, 0.05), 2)
    2.75
    """
    return value_payments(schedule, discount_rate)


@takes(schedule=SCHEDULE, discount_rate=RATE)
def grant_element(schedule: pd.DataFrame, discount_rate: float) -> float:
    """Return how much of a claim is a gift: ``100 * (face - present value) / face``.

    Parameters
    ----------
    schedule : pandas.DataFrame
        With ``time_years``, ``principal`` and ``payment``; the face is the sum of the principal.
    discount_rate : float
        Effective annual rate; :data:`GRANT_ELEMENT_RULES` holds the two conventions.

    Returns
    -------
    float
        Per cent of the face; 100 is a gift, below 0 the claim costs more than the rate.

    Raises
    ------
    MeasureError
        If the rate is not above -1, or nothing is to be repaid.

    References
    ----------
    OECD DAC, "Grant element formulae and examples"; IMF and World Bank, unified discount rate of
    5 per cent since 11 October 2013.

    Examples
    --------
    >>> schedule = equal_principal_schedule(1.0, maturity_years=10)
    >>> rates = [rule.discount_rate for rule in GRANT_ELEMENT_RULES.values()]
    >>> [round(grant_element(schedule, rate), 2) for rate in rates]
    [21.83, 37.05]
    """
    face = math.fsum(schedule["principal"])
    if face <= 0:
        raise MeasureError("nothing is to be repaid; a grant element is a share of what is")
    return 100 * (1 - present_value(schedule, discount_rate) / face)


@takes(discount_rate=RATE)
def grant_element_closed_form(
    *,
    interest_rate: float,
    maturity_years: float,
    payments_per_year: int,
    grace_years: float,
    discount_rate: float,
) -> float:
    """Return the grant element of equal principal payments by the DAC's formula.

    With D = (1 + I)^(1/A) - 1 and INT = G - 1/A::

        GE = 100 (1 - R/(A D)) (1 - ((1 + D)^(-A INT) - (1 + D)^(-A M)) / (D (A M - A INT)))

    where I is the discount rate, A the payments a year, R the interest rate, M the maturity and
    G the grace period. At I = 0 the limit is returned: minus the interest, in per cent.
    The first payment falls one period after the day of valuation.

    Parameters
    ----------
    interest_rate : float
        Nominal rate a year (R).
    maturity_years : float
        Term (M), a whole number of periods.
    payments_per_year : int
        Payments a year (A).
    grace_years : float
        Years to the first principal (G), rounded up to a payment; 0 means one period.
    discount_rate : float
        Effective annual rate (I).

    Returns
    -------
    float
        Per cent of the face. Cancellation costs digits near I = 0: about ``1e-14 * R / I``.

    Raises
    ------
    MeasureError
        If a term is impossible, as in :func:`equal_principal_schedule`.

    References
    ----------
    OECD DAC, "Grant element formulae and examples".

    Examples
    --------
    >>> terms = dict(maturity_years=10, payments_per_year=2, grace_years=4, interest_rate=0.05)
    >>> round(grant_element_closed_form(discount_rate=0.05, **terms), 2)
    -0.35
    """
    principal = equal_principal_schedule(
        1.0,
        maturity_years=maturity_years,
        payments_per_year=payments_per_year,
        grace_years=grace_years,
        interest_rate=interest_rate,
    )["principal"]
    repaid = int((principal > 0).sum())  # A M - A INT
    interest_only = len(principal) - repaid  # A INT
    if discount_rate == 0:
        average_periods = interest_only + (repaid + 1) / 2
        return -100 * interest_rate / payments_per_year * average_periods
    log_factor = math.log1p(discount_rate) / payments_per_year
    period_rate = math.expm1(log_factor)
    annuity = math.exp(-log_factor * interest_only) * -math.expm1(-log_factor * repaid)
    return (
        100
        * (1 - interest_rate / payments_per_year / period_rate)
        * (1 - annuity / (period_rate * repaid))
    )


@takes(old_face=AMOUNT, new_face=FROM_ZERO)
def face_haircut(old_face: float, new_face: float) -> float:
    """Return the part of the face that was written off: ``100 * (1 - new / old)``.

    Parameters
    ----------
    old_face, new_face : float
        The claim before and after, in one unit; the old one above 0, the new one not below 0.

    Returns
    -------
    float
        Per cent of the old face.

    Raises
    ------
    MeasureError
        If an amount is out of range.

    Examples
    --------
    >>> round(face_haircut(35.2, 3.52), 2)
    90.0
    """
    return 100 * (1 - new_face / old_face)


@takes(new_schedule=PAYMENTS, discount_rate=RATE, old_face=AMOUNT, past_due_interest=FROM_ZERO)
def market_haircut(
    new_schedule: pd.DataFrame,
    discount_rate: float,
    *,
    old_face: float,
    past_due_interest: float = 0.0,
) -> float:
    """Return the market haircut H_M = 100 (1 - PV(new) / (old face + past due interest)).

    Parameters
    ----------
    new_schedule : pandas.DataFrame
        Payments after the exchange, as in :func:`equal_principal_schedule`.
    discount_rate : float
        Yield right after the exchange, effective a year.
    old_face : float
        The old claim, in the unit of the schedule; above 0.
    past_due_interest : float
        Interest in arrears on it, not below 0.

    Returns
    -------
    float
        Per cent of what was owed.

    Raises
    ------
    MeasureError
        If an amount or the rate is out of range.

    References
    ----------
    Sturzenegger and Zettelmeyer, "Haircuts: estimating investor losses in sovereign debt
    restructurings", Journal of International Money and Finance 27(5), 2008, 780-805.

    Examples
    --------
    >>> new = equal_principal_schedule(3.52, maturity_years=10)
    >>> round(market_haircut(new, 0.05, old_face=35.2), 1)
    92.2
    """
    return 100 * (1 - present_value(new_schedule, discount_rate) / (old_face + past_due_interest))


@takes(new_schedule=PAYMENTS, old_schedule=PAYMENTS, discount_rate=RATE)
def sturzenegger_zettelmeyer_haircut(
    new_schedule: pd.DataFrame, old_schedule: pd.DataFrame, discount_rate: float
) -> float:
    """Return the haircut H_SZ = 100 (1 - PV(new) / PV(old)), both at the new yield.

    It equals :func:`market_haircut` when the old claim has wholly matured.

    Parameters
    ----------
    new_schedule, old_schedule : pandas.DataFrame
        Payments after the exchange and those promised before it, in one unit.
    discount_rate : float
        Yield right after the exchange, effective a year.

    Returns
    -------
    float
        Per cent of the present value of the old claim.

    Raises
    ------
    MeasureError
        If the rate is not above -1, or the old claim promised nothing.

    References
    ----------
    Sturzenegger and Zettelmeyer, Journal of International Money and Finance 27(5), 2008, 780-805;
    IMF Working Paper 05/137.

    Examples
    --------
    >>> new = equal_principal_schedule(3.52, maturity_years=10)
    >>> from analysis.debt import matured_claim
    >>> round(sturzenegger_zettelmeyer_haircut(new, matured_claim(35.2), 0.10), 1)
    93.7
    """
    new, old = (present_value(s, discount_rate) for s in (new_schedule, old_schedule))
    if old <= 0:
        raise MeasureError("the old claim promised nothing; a haircut is a share of what it did")
    return 100 * (1 - new / old)
