"""Debt relief: repayment schedules, present values, haircuts, grant elements, conversion.

Amounts keep the unit of the claim they come from (full dollars, roubles, ...). Times are in years
from the day of valuation. Rates are shares (0.05 is five per cent a year), shares of a claim that
come out of a measure are in per cent.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TypedDict, TypeVar, Unpack

import numpy as np
import pandas as pd

from analysis.errors import MeasureError

#: Discount rates (a year) of the two conventions for the grant element: the unified rate of the
#: IMF and the World Bank since October 2013, and the rate of the old rule of the OECD's DAC.
GRANT_ELEMENT_RATES: Mapping[str, float] = {"IMF and World Bank": 0.05, "old DAC rule": 0.10}

#: Soviet roubles per US dollar used for claims on states of the region. Each belongs to its
#: agreement; none is a market rate. ``transferable`` is the rate of the transferable rouble of
#: the Council for Mutual Economic Assistance in the Cuban agreement of 2013.
ROUBLES_PER_DOLLAR: Mapping[str, float] = {
    "Cuba 2013": 0.6,
    "implied for Cuba 1990": 0.625,
    "Nicaragua 1996": 0.64,
    "transferable": 1.0,
}

#: Discount rates and lengths of the term over which results are tabulated.
TABULATED_RATES: tuple[float, ...] = (0.0, 0.03, 0.05, 0.08, 0.10, 0.12, 0.15)
TABULATED_YEARS: tuple[float, ...] = (5, 10, 15, 20, 25, 30)


class Terms(TypedDict, total=False):
    """Terms of a schedule that stay the same over a grid; see :func:`equal_principal_schedule`."""

    payments_per_year: int
    grace_years: float
    interest_rate: float


Amount = TypeVar("Amount", float, pd.Series)

_WHOLE = 1e-9  # tolerance, in payments, when years times payments a year must be whole


def _require(name: str, value: object, is_allowed: bool, allowed: str) -> None:
    if not is_allowed:
        raise MeasureError(f"{name} is {value!r}; allowed: {allowed}")


def _require_rate(name: str, value: float) -> None:
    _require(name, value, math.isfinite(value) and value > -1, "a finite number above -1")


def _require_amount(name: str, value: float) -> None:
    _require(name, value, math.isfinite(value) and value > 0, "a finite amount above 0")


# Schedules -------------------------------------------------------------------------------------


def _timetable(
    face: float,
    maturity_years: float,
    payments_per_year: int,
    grace_years: float,
    first_payment_years: float | None,
    interest_rate: float,
) -> tuple[np.ndarray, np.ndarray, int]:
    """Check the terms; return times, interest rates of the periods, payments of interest only."""
    _require_amount("face", face)
    _require_rate("interest_rate", interest_rate)
    _require(
        "payments_per_year",
        payments_per_year,
        payments_per_year >= 1 and payments_per_year == int(payments_per_year),
        "a whole number from 1",
    )
    _require(
        "maturity_years",
        maturity_years,
        math.isfinite(maturity_years) and maturity_years > 0,
        "a finite number of years above 0",
    )
    exact = maturity_years * payments_per_year
    count = round(exact)
    _require(
        "maturity_years",
        maturity_years,
        count >= 1 and abs(exact - count) < _WHOLE * max(1, count),
        f"whole multiples of 1/{payments_per_year} year ({payments_per_year} payments a year)",
    )
    _require(
        "grace_years",
        grace_years,
        0 <= grace_years < maturity_years,
        f"0 to less than the maturity of {maturity_years:g} years",
    )
    first = 1 / payments_per_year if first_payment_years is None else first_payment_years
    _require(
        "first_payment_years",
        first_payment_years,
        math.isfinite(first) and first >= 0,
        "None (one period) or a finite number of years from 0",
    )
    times = first + np.arange(count) / payments_per_year
    interest_only = max(math.ceil(grace_years * payments_per_year - _WHOLE) - 1, 0)
    return times, interest_rate * np.diff(times, prepend=0.0), interest_only


def _schedule(times: np.ndarray, principal: np.ndarray, rates: np.ndarray) -> pd.DataFrame:
    # Summed from the end, so that the last balance is exactly zero.
    before = np.cumsum(principal[::-1])[::-1]
    interest = before * rates
    return pd.DataFrame(
        {
            "number": np.arange(1, len(times) + 1),
            "time_years": times,
            "principal": principal,
            "interest": interest,
            "payment": principal + interest,
            "balance": np.append(before[1:], 0.0),
        }
    )


def equal_principal_schedule(
    face: float,
    *,
    maturity_years: float,
    payments_per_year: int = 2,
    grace_years: float = 0.0,
    first_payment_years: float | None = None,
    interest_rate: float = 0.0,
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

    Returns
    -------
    pandas.DataFrame
        One row a payment: ``number`` (from 1), ``time_years`` (from the day of valuation), and
        ``principal``, ``interest``, ``payment`` and ``balance`` (owed after the payment) in the
        unit of `face`.

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
    times, rates, interest_only = _timetable(
        face, maturity_years, payments_per_year, grace_years, first_payment_years, interest_rate
    )
    principal = np.full(len(times), face / (len(times) - interest_only))
    principal[:interest_only] = 0.0
    return _schedule(times, principal, rates)


def equal_payment_schedule(
    face: float,
    *,
    maturity_years: float,
    payments_per_year: int = 2,
    grace_years: float = 0.0,
    first_payment_years: float | None = None,
    interest_rate: float = 0.0,
) -> pd.DataFrame:
    """Return the payments of a claim repaid in equal payments of interest and principal together.

    The payment is ``face / sum(1 / ((1 + i_1) ... (1 + i_k)))`` over the payments after grace,
    with i the interest rate of each period; during grace interest alone is paid.

    Parameters
    ----------
    face, maturity_years, payments_per_year, grace_years, first_payment_years, interest_rate
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
    times, rates, interest_only = _timetable(
        face, maturity_years, payments_per_year, grace_years, first_payment_years, interest_rate
    )
    growth = np.cumprod(1 + rates[interest_only:])
    payment = face / np.sum(1 / growth)
    balance = face * growth - payment * np.cumsum(growth[-1] / growth) * (growth / growth[-1])
    principal = np.zeros(len(times))
    principal[interest_only:] = -np.diff(np.append(balance[:-1], 0.0), prepend=face)
    return _schedule(times, principal, rates)


def matured_claim(face: float) -> pd.DataFrame:
    """Return a claim that is wholly due today, as a schedule of one payment at time 0.

    The Soviet claims had matured long before they were settled, so their present value is their
    face at every rate.

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
    >>> present_value(matured_claim(35.2), 0.10)
    35.2
    """
    _require_amount("face", face)
    return _schedule(np.zeros(1), np.array([float(face)]), np.zeros(1))


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
    divisors = (1, 2, 3, 4, 6, 12)
    _require("payments_per_year", payments_per_year, payments_per_year in divisors, str(divisors))
    _require("count", count, count >= 1, "a whole number from 1")
    months = 12 // payments_per_year
    return pd.DatetimeIndex([first + pd.DateOffset(months=months * k) for k in range(count)])


# Measures of relief ----------------------------------------------------------------------------


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
    _require_rate("discount_rate", discount_rate)
    weights = (1 + discount_rate) ** -schedule["time_years"].to_numpy(dtype=float)
    return float(math.fsum(schedule["payment"].to_numpy(dtype=float) * weights))


def grant_element(schedule: pd.DataFrame, discount_rate: float) -> float:
    """Return how much of a claim is a gift: ``100 * (face - present value) / face``.

    Parameters
    ----------
    schedule : pandas.DataFrame
        With ``time_years``, ``principal`` and ``payment``; the face is the sum of the principal.
    discount_rate : float
        Effective annual rate; :data:`GRANT_ELEMENT_RATES` holds the two conventions.

    Returns
    -------
    float
        Per cent of the face; 100 is a gift, below 0 the claim costs more than the rate.

    Raises
    ------
    MeasureError
        If the rate is not above -1.

    References
    ----------
    OECD DAC, "Grant element formulae and examples"; IMF and World Bank, unified discount rate of
    5 per cent since 11 October 2013.

    Examples
    --------
    >>> schedule = equal_principal_schedule(1.0, maturity_years=10)
    >>> [round(grant_element(schedule, rate), 2) for rate in GRANT_ELEMENT_RATES.values()]
    [21.83, 37.05]
    """
    face = math.fsum(schedule["principal"])
    return 100 * (1 - present_value(schedule, discount_rate) / face)


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
    times, _, interest_only = _timetable(
        1.0, maturity_years, payments_per_year, grace_years, None, interest_rate
    )
    _require_rate("discount_rate", discount_rate)
    repaid = len(times) - interest_only  # A M - A INT
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
    _require_amount("old_face", old_face)
    _require("new_face", new_face, math.isfinite(new_face) and new_face >= 0, "an amount from 0")
    return 100 * (1 - new_face / old_face)


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
    _require_amount("old_face", old_face)
    _require(
        "past_due_interest",
        past_due_interest,
        math.isfinite(past_due_interest) and past_due_interest >= 0,
        "an amount from 0",
    )
    return 100 * (1 - present_value(new_schedule, discount_rate) / (old_face + past_due_interest))


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
        If the rate is not above -1.

    References
    ----------
    Sturzenegger and Zettelmeyer, Journal of International Money and Finance 27(5), 2008, 780-805;
    IMF Working Paper 05/137.

    Examples
    --------
    >>> new = equal_principal_schedule(3.52, maturity_years=10)
    >>> round(sturzenegger_zettelmeyer_haircut(new, matured_claim(35.2), 0.10), 1)
    93.7
    """
    new, old = (present_value(s, discount_rate) for s in (new_schedule, old_schedule))
    return 100 * (1 - new / old)


def relief_by_rate(
    old_face: float, new_schedule: pd.DataFrame, discount_rates: Mapping[str, float]
) -> pd.DataFrame:
    """Return the measures of one settlement of a matured claim at several discount rates.

    Parameters
    ----------
    old_face : float
        The old claim, wholly due, without past due interest; above 0.
    new_schedule : pandas.DataFrame
        Payments after the relief, in the unit of `old_face`.
    discount_rates : mapping of str to float
        Name of each convention and its effective annual rate.

    Returns
    -------
    pandas.DataFrame
        One row a convention: ``convention``, ``discount_rate_pct``, ``present_value`` and
        ``relief`` (unit of `old_face`; what the old claim is worth less the new one),
        ``face_haircut_pct``, ``market_haircut_pct``, ``sz_haircut_pct`` (of the old claim) and
        ``grant_element_pct`` (of what is left to pay).

    Raises
    ------
    MeasureError
        If an amount or a rate is out of range.

    Examples
    --------
    >>> new = equal_principal_schedule(3.52, maturity_years=10)
    >>> row = relief_by_rate(35.2, new, GRANT_ELEMENT_RATES).round(1).iloc[0]
    >>> row["sz_haircut_pct"], row["grant_element_pct"]
    (np.float64(92.2), np.float64(21.8))
    """
    old_schedule = matured_claim(old_face)
    rows = []
    for convention, rate in discount_rates.items():
        value = present_value(new_schedule, rate)
        rows.append(
            {
                "convention": convention,
                "discount_rate_pct": 100 * rate,
                "present_value": value,
                "relief": present_value(old_schedule, rate) - value,
                "face_haircut_pct": face_haircut(old_face, math.fsum(new_schedule["principal"])),
                "market_haircut_pct": market_haircut(new_schedule, rate, old_face=old_face),
                "sz_haircut_pct": sturzenegger_zettelmeyer_haircut(
                    new_schedule, old_schedule, rate
                ),
                "grant_element_pct": grant_element(new_schedule, rate),
            }
        )
    return pd.DataFrame(rows)


def relief_steps(old_face: float, new_schedule: pd.DataFrame, discount_rate: float) -> pd.DataFrame:
    """Return the way from a matured claim to what its new schedule is worth.

    Parameters
    ----------
    old_face : float
        The old claim, wholly due; above 0.
    new_schedule : pandas.DataFrame
        Payments after the relief, in the unit of `old_face`.
    discount_rate : float
        Effective annual rate.

    Returns
    -------
    pandas.DataFrame
        Rows in order, with ``step``, ``amount`` (changes are signed), ``is_level`` (a level or a
        change) and ``share_pct`` of the old claim: the claim, what was written off, the
        remainder, interest added, what waiting costs, and the present value.

    Raises
    ------
    MeasureError
        If an amount or the rate is out of range.

    Examples
    --------
    >>> new = equal_principal_schedule(10.0, maturity_years=1, payments_per_year=1)
    >>> relief_steps(100.0, new, 0.25)[["step", "amount"]].values.tolist()[-2:]
    [['waiting', -2.0], ['present value', 8.0]]
    """
    _require_amount("old_face", old_face)
    remainder, nominal = math.fsum(new_schedule["principal"]), math.fsum(new_schedule["payment"])
    value = present_value(new_schedule, discount_rate)
    steps = pd.DataFrame(
        [
            ("claim", old_face, True),
            ("written off", remainder - old_face, False),
            ("remainder", remainder, True),
            ("interest", nominal - remainder, False),
            ("waiting", value - nominal, False),
            ("present value", value, True),
        ],
        columns=["step", "amount", "is_level"],
    )
    return steps.assign(share_pct=100 * steps["amount"] / old_face)


def cash_values(
    old_face: float,
    new_schedule: pd.DataFrame,
    discount_rate: float,
    transferable_shares: Iterable[float] = (1.0, 0.5, 0.0),
) -> pd.DataFrame:
    """Return what a debt swap is worth in cash, by the share of payments the creditor can take out.

    Parameters
    ----------
    old_face : float
        The old claim, wholly due; above 0.
    new_schedule : pandas.DataFrame
        Payments into the account in the debtor's country, in the unit of `old_face`.
    discount_rate : float
        Effective annual rate.
    transferable_shares : iterable of float
        Shares of the payments that leave the country, each from 0 to 1.

    Returns
    -------
    pandas.DataFrame
        One row a share: ``transferable_pct``, ``present_value`` (unit of `old_face`) and
        ``haircut_pct`` of the old claim.

    Raises
    ------
    MeasureError
        If a share, an amount or the rate is out of range.

    Examples
    --------
    >>> new = equal_principal_schedule(10.0, maturity_years=1, payments_per_year=1)
    >>> cash_values(100.0, new, 0.25, [1.0, 0.0])["haircut_pct"].tolist()
    [92.0, 100.0]
    """
    shares = list(transferable_shares)
    for share in shares:
        _require("transferable_shares", share, 0 <= share <= 1, "shares from 0 to 1")
    haircut = market_haircut(new_schedule, discount_rate, old_face=old_face)
    value = present_value(new_schedule, discount_rate)
    return pd.DataFrame(
        {
            "transferable_pct": [100 * share for share in shares],
            "present_value": [value * share for share in shares],
            "haircut_pct": [100 - (100 - haircut) * share for share in shares],
        }
    )


def value_by_rate(
    face: float,
    discount_rates: Iterable[float],
    first_payments: Mapping[str, float],
    *,
    maturity_years: float,
    **terms: Unpack[Terms],
) -> pd.DataFrame:
    """Return the present value of one schedule over discount rates and timing conventions.

    Parameters
    ----------
    face : float
        Amount to be repaid in equal principal.
    discount_rates : iterable of float
        Effective annual rates.
    first_payments : mapping of str to float
        Name of each convention and its years to the first payment.
    maturity_years : float
        Length of the term.
    **terms
        Other terms (:class:`Terms`).

    Returns
    -------
    pandas.DataFrame
        ``convention``, ``first_payment_years``, ``discount_rate`` and ``present_value`` (unit of
        `face`), in the order given.

    Raises
    ------
    MeasureError
        If a term or a rate is out of range.

    Examples
    --------
    >>> value_by_rate(1.0, [0.0], {"signature": 1.0}, maturity_years=10)["present_value"].tolist()
    [1.0]
    """
    rates = list(discount_rates)
    rows = []
    for convention, first in first_payments.items():
        schedule = equal_principal_schedule(
            face, maturity_years=maturity_years, first_payment_years=first, **terms
        )
        rows += [(convention, first, rate, present_value(schedule, rate)) for rate in rates]
    columns = ["convention", "first_payment_years", "discount_rate", "present_value"]
    return pd.DataFrame(rows, columns=columns)


def haircut_grid(
    old_face: float,
    new_face: float,
    discount_rates: Iterable[float],
    maturities_years: Iterable[float],
    *,
    first_payment_years: float | None = None,
    **terms: Unpack[Terms],
) -> pd.DataFrame:
    """Return the haircut on a matured claim over discount rates and lengths of the term.

    Parameters
    ----------
    old_face, new_face : float
        The claim before and after the write-off, in one unit.
    discount_rates : iterable of float
        Effective annual rates.
    maturities_years : iterable of float
        Lengths of the term.
    first_payment_years : float, optional
        Years to the first payment; None means one period.
    **terms
        Other terms (:class:`Terms`).

    Returns
    -------
    pandas.DataFrame
        ``maturity_years``, ``discount_rate`` and ``haircut_pct``, in the order given.

    Raises
    ------
    MeasureError
        If a term or a rate is out of range.

    Examples
    --------
    >>> grid = haircut_grid(35.2, 3.52, [0.05, 0.10], [10])
    >>> grid["haircut_pct"].round(1).tolist()
    [92.2, 93.7]
    """
    rates = list(discount_rates)
    rows = []
    for years in maturities_years:
        schedule = equal_principal_schedule(
            new_face, maturity_years=years, first_payment_years=first_payment_years, **terms
        )
        rows += [(years, rate, market_haircut(schedule, rate, old_face=old_face)) for rate in rates]
    return pd.DataFrame(rows, columns=["maturity_years", "discount_rate", "haircut_pct"])


# One claim at two dates ------------------------------------------------------------------------


def convert(amount_roubles: Amount, roubles_per_dollar: float) -> Amount:
    """Return a rouble claim in dollars at a stated rate.

    Parameters
    ----------
    amount_roubles : float or pandas.Series
        Soviet or transferable roubles.
    roubles_per_dollar : float
        The rate, above 0. There is no default: rates differ by agreement
        (:data:`ROUBLES_PER_DOLLAR`), and the claim changes with them.

    Returns
    -------
    float or pandas.Series
        US dollars.

    Raises
    ------
    MeasureError
        If the rate is not above 0.

    Examples
    --------
    >>> [round(convert(15.49, rate), 2) for rate in (0.6, 0.625, 0.64, 1.0)]
    [25.82, 24.78, 24.2, 15.49]
    """
    _require_amount("roubles_per_dollar", roubles_per_dollar)
    return amount_roubles / roubles_per_dollar


def reconcile(
    roubles: float, dollars_then: float, dollars_later: float, roubles_per_dollar: float
) -> pd.DataFrame:
    """Return the arithmetic between a rouble claim and two dollar figures for it.

    Parameters
    ----------
    roubles : float
        The claim in Soviet roubles.
    dollars_then, dollars_later : float
        The two reported dollar figures, each above 0.
    roubles_per_dollar : float
        Rate at which the later figure was converted.

    Returns
    -------
    pandas.DataFrame
        ``step``, ``value``, ``unit`` and ``basis``: ``reported``, ``chosen`` (the rate),
        ``arithmetic`` (follows from the rows above it), or ``inference``: a difference above 0
        can be read as transferable roubles and interest, which no source states.

    Raises
    ------
    MeasureError
        If a figure or the rate is not above 0.

    Examples
    --------
    >>> steps = reconcile(15.49e9, 24.78e9, 35.2e9, 0.6)
    >>> [round(value / 1e9, 2) for value in steps["value"].iloc[[4, 6]].tolist()]
    [25.82, 9.38]
    """
    for name, value in (("roubles", roubles), ("dollars_then", dollars_then)):
        _require_amount(name, value)
    _require_amount("dollars_later", dollars_later)
    converted = convert(roubles, roubles_per_dollar)
    rest = dollars_later - converted
    rows = [
        ("rouble claim", roubles, "SUR", "reported"),
        ("first dollar figure", dollars_then, "USD", "reported"),
        ("rate implied by the two", roubles / dollars_then, "SUR per USD", "arithmetic"),
        ("rate chosen", roubles_per_dollar, "SUR per USD", "chosen"),
        ("rouble claim at that rate", converted, "USD", "arithmetic"),
        ("second dollar figure", dollars_later, "USD", "reported"),
        ("difference to the second figure", rest, "USD", "arithmetic" if rest < 0 else "inference"),
    ]
    return pd.DataFrame(rows, columns=["step", "value", "unit", "basis"])


def annual_growth(first: float, last: float, years: float) -> float:
    """Return the growth a year that leads from one amount to another.

    Parameters
    ----------
    first, last : float
        Amounts in one unit, above 0.
    years : float
        Time between them, above 0.

    Returns
    -------
    float
        Per cent a year, compounded.

    Raises
    ------
    MeasureError
        If an amount or the time is not above 0.

    Examples
    --------
    >>> round(annual_growth(24.78, 35.2, 23.5), 1)
    1.5
    """
    for name, value in (("first", first), ("last", last), ("years", years)):
        _require_amount(name, value)
    return 100 * ((last / first) ** (1 / years) - 1)


def at_prices_of(amount: float, price_index: pd.Series, from_year: int, to_year: int) -> float:
    """Return an amount of one year at the prices of another.

    Parameters
    ----------
    amount : float
        In the currency of `from_year`.
    price_index : pandas.Series
        Price level by year (the index), in any base.
    from_year, to_year : int
        Years of the index.

    Returns
    -------
    float
        ``amount * index[to_year] / index[from_year]``.

    Raises
    ------
    MeasureError
        If the index lacks a year.

    Examples
    --------
    >>> at_prices_of(10.0, pd.Series({1990: 130.0, 2014: 260.0}), 1990, 2014)
    20.0
    """
    years = [int(year) for year in price_index.dropna().index]
    for name, year in (("from_year", from_year), ("to_year", to_year)):
        _require(name, year, year in years, f"years of the price index, {years[0]} to {years[-1]}")
    return float(amount * price_index[to_year] / price_index[from_year])


def paths_from(
    first: float, from_year: int, to_year: int, growth_pct: float, price_index: pd.Series
) -> pd.DataFrame:
    """Return two paths of an amount: at a steady growth, and with a price index.

    Parameters
    ----------
    first : float
        Amount in US dollars in the middle of `from_year`.
    from_year, to_year : int
        First and last year.
    growth_pct : float
        Growth in per cent a year.
    price_index : pandas.Series
        US price level by year (the index), in any base.

    Returns
    -------
    pandas.DataFrame
        ``path``, ``year`` (decimal, the middle of each year) and ``value_usd``.

    Raises
    ------
    MeasureError
        If the index lacks a year.

    Examples
    --------
    >>> paths_from(1.0, 2000, 2001, 5.0, pd.Series({2000: 1.0, 2001: 1.03}))["value_usd"].tolist()
    [1.0, 1.05, 1.0, 1.03]
    """
    years = range(from_year, to_year + 1)
    steady = [first * (1 + growth_pct / 100) ** (year - from_year) for year in years]
    prices = [at_prices_of(first, price_index, from_year, year) for year in years]
    label = f"the first figure, growing by {growth_pct:.1f} % a year"
    return pd.DataFrame(
        {
            "path": [label] * len(years)
            + ["the first figure with US consumer prices"] * len(years),
            "year": [year + 0.5 for year in years] * 2,
            "value_usd": steady + prices,
        }
    )
