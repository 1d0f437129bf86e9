"""How far each choice moves a headline figure, one choice at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from analysis.contracts import Several, takes
from analysis.debt.claim import Conversion, claim_at_rate
from analysis.debt.frames import RATE, SHARE
from analysis.debt.instruments import Instrument, with_terms
from analysis.debt.relief import market_haircut
from analysis.debt.swaps import swap_value
from analysis.errors import MeasureError

STAYS = "payments that stay"
"""The choice in which what stays with the debtor counts less than what leaves."""


def find_headline(
    instrument: Instrument, discount_rate: float, worth_of_local: float = 0.0
) -> dict[str, float]:
    """Return present value, cash value and haircut of an instrument.

    Parameters
    ----------
    instrument : Instrument
        Its terms.
    discount_rate : float
        Effective annual rate.
    worth_of_local : float
        Cash worth to the creditor of a unit that stays in the debtor's country, 0 to 1.

    Returns
    -------
    dict of str to float
        ``present_value``, ``cash_value`` (payments that stay with the debtor at their worth; unit
        of the face), ``haircut_pct`` and ``cash_haircut_pct`` (of the claim, or of the face of a
        new loan).

    Raises
    ------
    MeasureError
        If the instrument has no schedule or a number is out of range.

    Examples
    --------
    >>> terms = Instrument("x", "CUB", 40.0, 10.0, "USD", 1, None, None, 1, None, 0.5)
    >>> find_headline(terms, 0.25)
    {'present_value': 8.0, 'cash_value': 4.0, 'haircut_pct': 80.0, 'cash_haircut_pct': 90.0}
    """
    schedule = instrument.schedule()
    stays, old = instrument.stays_share or 0.0, instrument.old_face
    swap = swap_value(schedule, discount_rate, stays_share=stays, worth_of_local=worth_of_local)
    return {
        "present_value": float(swap["without_swap"]),
        "cash_value": float(swap["cash"]),
        "haircut_pct": market_haircut(schedule, discount_rate, old_face=old),
        "cash_haircut_pct": 100 * (1 - float(swap["cash"]) / old),
    }


@dataclass(frozen=True)
class Choice:
    """One choice: what is in use, what is tried, and how a value is put in its place.

    Parameters
    ----------
    name : str
        In words, as figures name it.
    in_use : float or None
        The value in use; None if no source gives it and none is chosen.
    tried : sequence of float
        Values to be tried.
    change : callable
        Takes the instrument and a value, returns the changed instrument.
    is_share : bool
        Whether values are shares, which are shown in per cent.
    unstated : str
        What is said where nothing is in use.
    """

    name: str
    in_use: float | None
    tried: Sequence[float]
    change: Callable[[Instrument, float], Instrument]
    is_share: bool = False
    unstated: str = "not stated"

    def say(self, value: float | None) -> str:
        """Return a value in words, with its unit.

        Parameters
        ----------
        value : float or None
            One of those tried, or that in use.

        Returns
        -------
        str
            For example "5 %".
        """
        if value is None:
            return self.unstated
        return f"{100 * value:g} %" if self.is_share else f"{value:g}"


def list_choices(
    instrument: Instrument,
    *,
    interest_rates: Sequence[float],
    currency_rates: Sequence[float] = (),
    conversion: Conversion | None = None,
    currency_name: str = "other currency",
) -> list[Choice]:
    """Return the choices that a value hangs on, besides the discount rate, as a table.

    Parameters
    ----------
    instrument : Instrument
        As in use.
    interest_rates : sequence of float
        Rates on what is left, to be tried.
    currency_rates : sequence of float
        Rates per dollar to be tried, where the claim was converted.
    conversion : Conversion, optional
        How the claim was converted; None if it was not.
    currency_name : str
        What the other currency is called.

    Returns
    -------
    list of Choice
        In the order in which they are shown.

    Examples
    --------
    >>> terms = Instrument("x", "CUB", 40.0, 10.0, "USD", 0, None, None, 1, None, 0.5)
    >>> [choice.name for choice in list_choices(terms, interest_rates=[0.0])]
    ['payments that stay']
    """

    def put(name: str, in_words: str, tried: Sequence[float], **look: Any) -> Choice:
        def change(each: Instrument, value: float) -> Instrument:
            return with_terms(each, **{name: value})

        return Choice(in_words, getattr(instrument, name), tried, change, **look)

    years, found = instrument.maturity_years, []
    if years:
        one_period = {"unstated": "one period"}
        found = [
            put("maturity_years", "years of the term", (years - 5, years + 5)),
            put("interest_rate", "interest on it", interest_rates, is_share=True),
            put("payments_per_year", "payments a year", (1, 2, 4)),
            put("first_payment_years", "years to the first payment", (0.5, 1.0), **one_period),
        ]
    if conversion is not None and instrument.claim is not None:

        def convert(each: Instrument, rate: float) -> Instrument:
            return replace(each, claim=claim_at_rate(each.old_face, rate, conversion))

        name = f"{currency_name} per dollar"
        found.append(Choice(name, conversion.per_dollar, currency_rates, convert))
    return [*found, put("stays_share", STAYS, (0.0, 0.5, 1.0), is_share=True)]


@takes(discount_rate=RATE, discount_rates=Several(RATE), worth_of_local=SHARE)
def vary_choices(
    instrument: Instrument,
    discount_rate: float,
    choices: Sequence[Choice],
    *,
    discount_rates: Sequence[float] = (0.03, 0.05, 0.08, 0.10, 0.12),
    worth_of_local: float = 0.0,
) -> pd.DataFrame:
    """Return how far each choice moves present value and haircut, all others as they are.

    Parameters
    ----------
    instrument : Instrument
        As in use.
    discount_rate : float
        As in use, effective a year.
    choices : sequence of Choice
        From :func:`list_choices`.
    discount_rates : sequence of float
        Discount rates to be tried.
    worth_of_local : float
        As in :func:`find_headline`.

    Returns
    -------
    pandas.DataFrame
        ``choice``, ``tried``, ``in_use`` (words with units), ``present_value``,
        ``cash_value`` (unit of the face), ``haircut_pct`` and ``cash_haircut_pct``; a row each
        value tried, those of the discount rate first. Terms that cannot be (no whole number of
        payments) are left out.

    Raises
    ------
    MeasureError
        If the instrument itself has no schedule.

    Examples
    --------
    >>> terms = Instrument("x", "CUB", 35.2, 3.52, "USD", 10, None, 0.0, 2, 0.0, 1.0)
    >>> moved = vary_choices(terms, 0.05, list_choices(terms, interest_rates=[0.0]))
    >>> moved.groupby("choice", sort=False)["haircut_pct"].max().round(1).to_dict()["discount rate"]
    94.2
    """
    find_headline(instrument, discount_rate)  # refuses what has no schedule
    rows: list[Mapping[str, object]] = []
    by_rate = Choice("discount rate", discount_rate, discount_rates, lambda each, _: each, True)
    for choice in (by_rate, *choices):
        for value in choice.tried:
            rate = value if choice is by_rate else discount_rate
            try:
                found = find_headline(choice.change(instrument, value), rate, worth_of_local)
            except MeasureError:
                continue
            words = {"choice": choice.name, "tried": choice.say(value)}
            rows.append({**words, "in_use": choice.say(choice.in_use), **found})
    columns = ["choice", "tried", "in_use", "present_value", "cash_value", "haircut_pct"]
    return pd.DataFrame(rows, columns=[*columns, "cash_haircut_pct"])
