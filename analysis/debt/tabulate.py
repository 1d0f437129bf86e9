"""One settlement seen from several sides: by step, by discount rate, by terms."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Unpack

import pandas as pd

from analysis.contracts import Several, takes
from analysis.debt.frames import AMOUNT, FROM_ZERO, RATE, RATES, SCHEDULE
from analysis.debt.relief import (
    face_haircut,
    grant_element,
    market_haircut,
    present_value,
    sturzenegger_zettelmeyer_haircut,
)
from analysis.debt.schedules import Terms, equal_principal_schedule, matured_claim

#: Discount rates and lengths of the term over which results are tabulated.
TABULATED_RATES: tuple[float, ...] = (0.0, 0.03, 0.05, 0.08, 0.10, 0.12, 0.15)
TABULATED_YEARS: tuple[float, ...] = (5, 10, 15, 20, 25, 30)


@takes(old_face=AMOUNT, new_schedule=SCHEDULE, discount_rates=RATES)
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
    >>> measures = relief_by_rate(35.2, new, {"IMF and World Bank": 0.05})
    >>> measures[["sz_haircut_pct", "grant_element_pct"]].round(1).values.tolist()
    [[92.2, 21.8]]
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


@takes(old_face=AMOUNT, new_schedule=SCHEDULE, discount_rate=RATE)
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


@takes(face=AMOUNT, discount_rates=RATES, first_payments=Several(FROM_ZERO))
def value_by_rate(
    face: float,
    discount_rates: Sequence[float],
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
    discount_rates : sequence of float
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
    rows = []
    for convention, first in first_payments.items():
        schedule = equal_principal_schedule(
            face, maturity_years=maturity_years, first_payment_years=first, **terms
        )
        rows += [
            (convention, first, rate, present_value(schedule, rate)) for rate in discount_rates
        ]
    columns = ["convention", "first_payment_years", "discount_rate", "present_value"]
    return pd.DataFrame(rows, columns=columns)


@takes(old_face=AMOUNT, new_face=FROM_ZERO, discount_rates=RATES, maturities_years=Several(AMOUNT))
def haircut_grid(
    old_face: float,
    new_face: float,
    discount_rates: Sequence[float],
    maturities_years: Sequence[float],
    *,
    first_payment_years: float | None = None,
    **terms: Unpack[Terms],
) -> pd.DataFrame:
    """Return the haircut on a matured claim over discount rates and lengths of the term.

    Parameters
    ----------
    old_face, new_face : float
        The claim before and after the write-off, in one unit.
    discount_rates : sequence of float
        Effective annual rates.
    maturities_years : sequence of float
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
    rows = []
    for years in maturities_years:
        schedule = equal_principal_schedule(
            new_face, maturity_years=years, first_payment_years=first_payment_years, **terms
        )
        rows += [
            (years, rate, market_haircut(schedule, rate, old_face=old_face))
            for rate in discount_rates
        ]
    return pd.DataFrame(rows, columns=["maturity_years", "discount_rate", "haircut_pct"])
