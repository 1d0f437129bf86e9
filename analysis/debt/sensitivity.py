"""How far each choice moves a headline figure, one choice at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from analysis.debt.checks import require_amount
from analysis.debt.instruments import Instrument, claim_at_rouble_rate
from analysis.debt.relief import market_haircut, present_value
from analysis.debt.swaps import swap_value
from analysis.errors import MeasureError

#: Choices that are tried, each beside the one in use. The discount rates are those of the note's
#: check values; lengths of the term are added to the one in use.
DISCOUNT_RATES = (0.03, 0.05, 0.08, 0.10, 0.12)
EXTRA_YEARS = (-5.0, 5.0)
PAYMENTS_PER_YEAR = (1, 2, 4)
FIRST_PAYMENT_YEARS = (0.5, 1.0)
STAYS_SHARES = (0.0, 0.5, 1.0)
ROUBLE_RATES = (0.6, 0.625, 0.64, 1.0)


@dataclass(frozen=True)
class RoubleClaim:
    """How a dollar claim came from roubles.

    Parameters
    ----------
    reported_rate : float
        Soviet roubles per dollar in the report.
    rouble_part : float or None
        Soviet roubles in the claim; None means all of it.
    """

    reported_rate: float
    rouble_part: float | None = None


def headline(instrument: Instrument, discount_rate: float) -> dict[str, float]:
    """Return present value, cash value and haircut of an instrument.

    Parameters
    ----------
    instrument : Instrument
        Its terms.
    discount_rate : float
        Effective annual rate.

    Returns
    -------
    dict of str to float
        ``present_value``, ``cash_value`` (without payments that stay with the debtor; unit of
        the face), ``haircut_pct`` and ``cash_haircut_pct`` (of the claim, or of the face of a
        new loan).

    Raises
    ------
    MeasureError
        If the instrument has no schedule or the rate is out of range.

    Examples
    --------
    >>> terms = Instrument("x", "CUB", 40.0, 10.0, "USD", 1, None, None, 1, None, 0.5)
    >>> headline(terms, 0.25)
    {'present_value': 8.0, 'cash_value': 4.0, 'haircut_pct': 80.0, 'cash_haircut_pct': 90.0}
    """
    schedule = instrument.schedule()
    old = instrument.face if instrument.claim is None else instrument.claim
    value = present_value(schedule, discount_rate)
    cash = swap_value(schedule, discount_rate, stays_share=instrument.stays_share or 0.0)["cash"]
    return {
        "present_value": value,
        "cash_value": float(cash),
        "haircut_pct": market_haircut(schedule, discount_rate, old_face=old),
        "cash_haircut_pct": 100 * (1 - float(cash) / old),
    }


def one_at_a_time(
    instrument: Instrument,
    discount_rate: float,
    *,
    interest_rates: Sequence[float],
    roubles: RoubleClaim | None = None,
) -> pd.DataFrame:
    """Return how far each choice moves present value and haircut, all others as they are.

    Parameters
    ----------
    instrument : Instrument
        As in use.
    discount_rate : float
        As in use, effective a year.
    interest_rates : sequence of float
        Rates on what is left, to be tried.
    roubles : RoubleClaim, optional
        How the claim was converted; None if it is not in roubles.

    Returns
    -------
    pandas.DataFrame
        ``choice``, ``tried``, ``in_use`` (words with units), ``present_value``,
        ``cash_value`` (unit of the face), ``haircut_pct`` and ``cash_haircut_pct``; a row each
        value tried. Terms that cannot be (no whole number of payments) are left out.

    Raises
    ------
    MeasureError
        If the instrument itself has no schedule.

    Examples
    --------
    >>> terms = Instrument("x", "CUB", 35.2, 3.52, "USD", 10, None, 0.0, 2, 0.0, 1.0)
    >>> moved = one_at_a_time(terms, 0.05, interest_rates=[0.0])
    >>> moved.groupby("choice", sort=False)["haircut_pct"].max().round(1).to_dict()["discount rate"]
    94.2
    """
    headline(instrument, discount_rate)  # refuses what has no schedule
    rows: list[dict[str, object]] = []

    def tries(choice: str, in_use: str, tried: Mapping[str, tuple[Instrument, float]]) -> None:
        for words, (each, rate) in tried.items():
            try:
                found = headline(each, rate)
            except MeasureError:
                continue
            rows.append({"choice": choice, "tried": words, "in_use": in_use, **found})

    tries(
        "discount rate",
        f"{100 * discount_rate:g} %",
        {f"{100 * rate:g} %": (instrument, rate) for rate in DISCOUNT_RATES},
    )
    if instrument.maturity_years:
        years = instrument.maturity_years
        tries(
            "years of the term",
            f"{years:g}",
            {
                f"{years + extra:g}": (
                    replace(instrument, maturity_years=years + extra),
                    discount_rate,
                )
                for extra in EXTRA_YEARS
            },
        )
        rate = instrument.interest_rate
        tries(
            "interest on it",
            "not stated" if rate is None else f"{100 * rate:g} %",
            {
                f"{100 * each:g} %": (
                    replace(instrument, interest_rate=each, total_interest=None),
                    discount_rate,
                )
                for each in interest_rates
            },
        )
        tries(
            "payments a year",
            f"{instrument.payments_per_year or 'not stated'}",
            {
                f"{each}": (replace(instrument, payments_per_year=each), discount_rate)
                for each in PAYMENTS_PER_YEAR
            },
        )
        first = instrument.first_payment_years
        tries(
            "years to the first payment",
            "one period" if first is None else f"{first:g}",
            {
                f"{each:g}": (replace(instrument, first_payment_years=each), discount_rate)
                for each in FIRST_PAYMENT_YEARS
            },
        )
    if roubles is not None and instrument.claim is not None:
        require_amount("claim", instrument.claim)
        tries(
            "roubles per dollar",
            f"{roubles.reported_rate:g}",
            {
                f"{each:g}": (
                    replace(
                        instrument,
                        claim=claim_at_rouble_rate(
                            instrument.claim,
                            each,
                            reported_rate=roubles.reported_rate,
                            rouble_part=roubles.rouble_part,
                        ),
                    ),
                    discount_rate,
                )
                for each in ROUBLE_RATES
            },
        )
    stays = instrument.stays_share
    tries(
        "payments that stay",
        "not stated" if stays is None else f"{100 * stays:g} %",
        {
            f"{100 * each:g} %": (replace(instrument, stays_share=each), discount_rate)
            for each in STAYS_SHARES
        },
    )
    columns = ["choice", "tried", "in_use", "present_value", "cash_value", "haircut_pct"]
    return pd.DataFrame(rows, columns=[*columns, "cash_haircut_pct"])
