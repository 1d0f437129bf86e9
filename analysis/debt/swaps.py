"""Debt swaps and buy-backs: what the creditor gets in cash."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.contracts import takes
from analysis.debt.frames import AMOUNT, FINITE, FROM_ZERO, PAYMENTS, RATE, RATES, SHARE, SHARES
from analysis.debt.relief import market_haircut, present_value
from analysis.errors import MeasureError


@takes(schedule=PAYMENTS, discount_rate=RATE, stays_share=SHARE, worth_of_local=SHARE)
def swap_value(
    schedule: pd.DataFrame,
    discount_rate: float,
    *,
    stays_share: float,
    worth_of_local: float = 0.0,
) -> pd.Series:
    """Return what a schedule is worth to the creditor if some payments stay with the debtor.

    In a debt swap the debtor pays into an account at home, for projects there. Such a payment
    reaches the creditor only as far as the projects repay it.

    Parameters
    ----------
    schedule : pandas.DataFrame
        With ``time_years`` and ``payment``.
    discount_rate : float
        Effective annual rate; above -1.
    stays_share : float
        Share of every payment that stays in the debtor's country, 0 to 1.
    worth_of_local : float
        What a unit that stays is worth to the creditor in cash, 0 to 1. No source gives it.

    Returns
    -------
    pandas.Series
        ``without_swap`` (all payments count), ``leaves`` (those that leave the country),
        ``stays`` (those that do not, at their worth to the creditor) and ``cash`` (both), in
        the unit of the payments.

    Raises
    ------
    MeasureError
        If a share or the rate is out of range.

    Examples
    --------
    >>> from analysis.debt.schedules import equal_principal_schedule
    >>> rest = equal_principal_schedule(10.0, maturity_years=1, payments_per_year=1)
    >>> swap_value(rest, 0.25, stays_share=0.5, worth_of_local=0.5).to_dict()
    {'without_swap': 8.0, 'leaves': 4.0, 'stays': 2.0, 'cash': 6.0}
    """
    value = present_value(schedule, discount_rate)
    leaves, stays = value * (1 - stays_share), value * stays_share * worth_of_local
    return pd.Series(
        {"without_swap": value, "leaves": leaves, "stays": stays, "cash": leaves + stays}
    )


@takes(old_face=AMOUNT, discount_rates=RATES, stays_shares=SHARES)
def swap_grid(
    old_face: float,
    schedule: pd.DataFrame,
    discount_rates: Sequence[float],
    stays_shares: Sequence[float],
    *,
    worth_of_local: float = 0.0,
) -> pd.DataFrame:
    """Return cash value and haircut over discount rates and shares that stay with the debtor.

    Parameters
    ----------
    old_face : float
        The old claim, wholly due, in the unit of the payments; above 0.
    schedule : pandas.DataFrame
        Payments after the relief.
    discount_rates, stays_shares : sequence of float
        Effective annual rates; shares from 0 to 1.
    worth_of_local : float
        As in :func:`swap_value`.

    Returns
    -------
    pandas.DataFrame
        ``stays_share``, ``discount_rate``, ``cash`` (unit of `old_face`) and ``haircut_pct``.

    Raises
    ------
    MeasureError
        If an amount, a share or a rate is out of range.

    Examples
    --------
    >>> from analysis.debt.schedules import equal_principal_schedule
    >>> rest = equal_principal_schedule(10.0, maturity_years=1, payments_per_year=1)
    >>> swap_grid(100.0, rest, [0.25], [0.0, 1.0])["haircut_pct"].tolist()
    [92.0, 100.0]
    """
    rows = []
    for share in stays_shares:
        for rate in discount_rates:
            cash = swap_value(schedule, rate, stays_share=share, worth_of_local=worth_of_local)
            rows.append((share, rate, cash["cash"], 100 * (1 - cash["cash"] / old_face)))
    return pd.DataFrame(rows, columns=["stays_share", "discount_rate", "cash", "haircut_pct"])


@takes(cash=FROM_ZERO, face=AMOUNT)
def buy_back_price(cash: float, face: float) -> float:
    """Return what a debtor paid for its own debt, per cent of the face.

    Parameters
    ----------
    cash : float
        Paid, not below 0.
    face : float
        Debt that it ended, in the same unit; above 0.

    Returns
    -------
    float
        Per cent; the haircut is what it lacks to 100.

    Raises
    ------
    MeasureError
        If an amount is out of range.

    Examples
    --------
    >>> round(buy_back_price(162e6, 1e9), 1)
    16.2
    """
    return 100 * cash / face


@takes(haircut_pct=FINITE)
def share_that_must_leave(
    old_face: float, schedule: pd.DataFrame, discount_rate: float, haircut_pct: float
) -> float:
    """Return the share of payments that must leave the country for a haircut to be no larger.

    Parameters
    ----------
    old_face : float
        The old claim, wholly due; above 0.
    schedule : pandas.DataFrame
        Payments after the relief, in the unit of `old_face`.
    discount_rate : float
        Effective annual rate.
    haircut_pct : float
        Haircut, % of the old claim.

    Returns
    -------
    float
        Share; above 1 if even all payments do not suffice, below 0 if none is needed.

    Raises
    ------
    MeasureError
        If an amount or the rate is out of range, or nothing is to be paid.

    Examples
    --------
    >>> from analysis.debt.schedules import equal_principal_schedule
    >>> rest = equal_principal_schedule(10.0, maturity_years=1, payments_per_year=1)
    >>> round(share_that_must_leave(100.0, rest, 0.25, 96.0), 6)
    0.5
    """
    worth = 100 - market_haircut(schedule, discount_rate, old_face=old_face)
    if worth <= 0:
        raise MeasureError("the present value of the payments is 0, so no share of it suffices")
    return (100 - haircut_pct) / worth
