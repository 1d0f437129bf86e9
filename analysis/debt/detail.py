"""One instrument from all sides: payments, steps, measures, choices, the swap."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from analysis.contracts import Several, takes
from analysis.debt.choices import find_headline, list_choices, vary_choices
from analysis.debt.claim import read_conversion
from analysis.debt.dated import dated_schedule, value_on
from analysis.debt.day_counts import DAY_COUNTS
from analysis.debt.frames import AMOUNT, DAY_COUNT, DAYS, RATE, SHARE, TERMS, VALUED_AT
from analysis.debt.instruments import Instrument, choose_terms, middle_day, row_of, stated_range
from analysis.debt.relief import GRANT_ELEMENT_RULES
from analysis.debt.schedules import Terms, payment_dates
from analysis.debt.swaps import swap_grid
from analysis.debt.tabulate import (
    TABULATED_RATES,
    TABULATED_YEARS,
    haircut_grid,
    relief_by_rate,
    relief_steps,
    value_by_rate,
)

#: Shares of payments that stay in the debtor's country, over which a swap is tabulated.
STAYS_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
#: Interest on what is left that is tried besides what the table of terms spans.
_TRIED_INTEREST = (0.0, 0.05)


def _no_headline() -> dict[str, float]:
    names = ("present_value", "cash_value", "haircut_pct", "cash_haircut_pct")
    return dict.fromkeys(names, math.nan)


@dataclass(frozen=True)
class Detail:
    """An instrument from all sides; frames are empty where there is nothing to compute.

    Parameters
    ----------
    instrument : Instrument
        With the chosen terms.
    what, date : str
        What it is, in words, and its date, both as ``debt/terms`` has them.
    reason : str
        Why there is nothing to compute; empty if there is.
    old_face : float
        The claim, or the face of a new loan.
    payments : pandas.DataFrame
        The schedule, with ``date`` and ``present_value``.
    steps, measures : pandas.DataFrame
        From :func:`analysis.debt.relief_steps` and :func:`analysis.debt.relief_by_rate`.
    curve, grid : pandas.DataFrame
        From :func:`analysis.debt.value_by_rate` (by day of valuation) and
        :func:`analysis.debt.haircut_grid`.
    moved : pandas.DataFrame
        From :func:`analysis.debt.choices.vary_choices`.
    swap : pandas.DataFrame
        From :func:`analysis.debt.swap_grid`.
    by_day_count : pandas.DataFrame
        ``day_count`` and ``present_value`` on the day of signature, with exact days.
    headline : dict of str to float
        From :func:`analysis.debt.choices.find_headline`; NaN where nothing can be computed.
    haircut_by_day : dict of str to float
        The haircut (%) by day of valuation, a key of :data:`analysis.debt.frames.DAYS`; signature
        alone is there where the first payment is reported.
    """

    instrument: Instrument
    what: str
    date: str
    reason: str
    old_face: float
    payments: pd.DataFrame = field(default_factory=pd.DataFrame)
    steps: pd.DataFrame = field(default_factory=pd.DataFrame)
    measures: pd.DataFrame = field(default_factory=pd.DataFrame)
    curve: pd.DataFrame = field(default_factory=pd.DataFrame)
    grid: pd.DataFrame = field(default_factory=pd.DataFrame)
    moved: pd.DataFrame = field(default_factory=pd.DataFrame)
    swap: pd.DataFrame = field(default_factory=pd.DataFrame)
    by_day_count: pd.DataFrame = field(default_factory=pd.DataFrame)
    headline: Mapping[str, float] = field(default_factory=_no_headline)
    haircut_by_day: Mapping[str, float] = field(default_factory=dict)


@takes(
    terms=TERMS,
    discount_rate=RATE,
    valued_at=VALUED_AT,
    day_count=DAY_COUNT,
    worth_of_local=SHARE,
    currency_rates=Several(AMOUNT, at_least=0),
)
def examine(
    terms: pd.DataFrame,
    name: str,
    discount_rate: float,
    *,
    valued_at: str = "term_start",
    day_count: str = "actual/365",
    worth_of_local: float = 0.0,
    currency_rates: Sequence[float] = (),
    currency_name: str = "other currency",
    **chosen: float | None,
) -> Detail:
    """Return one instrument from all sides, with some terms chosen instead of reported.

    Parameters
    ----------
    terms : pandas.DataFrame
        The table ``debt/terms``.
    name : str
        Its column ``instrument``.
    discount_rate : float
        Effective annual rate.
    valued_at : {"term_start", "signature"}
        Day of valuation: one period before the first payment, or the day of signature, where
        the first payment is reported. Sources name neither.
    day_count : str
        One of :data:`analysis.debt.DAY_COUNTS`.
    worth_of_local : float
        Cash worth to the creditor of a unit that stays in the debtor's country, 0 to 1.
    currency_rates : sequence of float
        Rates per dollar that are tried where the claim came from another currency.
    currency_name : str
        What that currency is called.
    **chosen
        As for :func:`analysis.debt.instruments.with_terms`.

    Returns
    -------
    Detail
        Every measure. Where no source gives the years and none are chosen, only the reason.

    Raises
    ------
    MeasureError
        If the name, a term or a rate is not allowed.

    Examples
    --------
    >>> from analysis import tables
    >>> detail = examine(tables.load("debt/terms"), "cub-2013-settlement", 0.05)
    >>> round(detail.headline["haircut_pct"], 1), str(detail.payments["date"].iloc[-1].date())
    (92.2, '2024-04-25')
    """
    row = row_of(terms, name)
    at_signature = choose_terms(terms, name, day_count, **chosen)
    at_start = replace(at_signature, first_payment_years=None)
    instrument = at_signature if valued_at == "signature" else at_start
    old = instrument.old_face
    detail = Detail(instrument, str(row["what"]), str(row["date"]), "", old)
    if instrument.face and instrument.maturity_years is None:
        reason = "no source gives over how many years it is repaid; give `years` to compute it"
        return replace(detail, reason=reason)
    schedule = instrument.schedule()
    detail = replace(
        detail,
        headline=find_headline(instrument, discount_rate, worth_of_local),
        steps=relief_steps(old, schedule, discount_rate),
    )
    if not instrument.face or not instrument.maturity_years:
        reason = "all was written off" if not instrument.face else "all was paid at once"
        return replace(detail, reason=f"{reason}, so nothing hangs on the terms of payment")
    dates = _dates(row, len(schedule), instrument.per_year)
    days = {"term_start": at_start}
    if at_signature.first_payment_years is not None:
        days["signature"] = at_signature
    weights = (1 + discount_rate) ** -schedule["time_years"]
    rates = sorted({*TABULATED_RATES, discount_rate})
    curve_rates = [float(rate) for rate in np.linspace(0, max(0.15, discount_rate), 61)]
    years, grace = instrument.maturity_years, instrument.grace_years or 0.0
    lengths = {years, *(term for term in TABULATED_YEARS if term > grace)}
    same: Terms = {
        "payments_per_year": instrument.per_year,
        "grace_years": grace,
        "interest_rate": instrument.rate,
    }
    firsts = {day: each.first_payment_years for day, each in days.items()}
    one_period = 1 / instrument.per_year
    moments = {DAYS[day]: one_period if at is None else at for day, at in firsts.items()}
    first = instrument.first_payment_years
    rules = {name: rule.discount_rate for name, rule in GRANT_ELEMENT_RULES.items()}
    choices = list_choices(
        instrument,
        interest_rates=sorted({*_TRIED_INTEREST, *stated_range(terms)["interest_rate"]}),
        currency_rates=currency_rates,
        conversion=read_conversion(row),
        currency_name=currency_name,
    )
    return replace(
        detail,
        payments=schedule.assign(date=dates, present_value=schedule["payment"] * weights),
        measures=relief_by_rate(old, schedule, {"chosen": discount_rate} | rules),
        curve=value_by_rate(instrument.face, curve_rates, moments, maturity_years=years, **same),
        grid=haircut_grid(
            old, instrument.face, rates, sorted(lengths), first_payment_years=first, **same
        ),
        moved=vary_choices(instrument, discount_rate, choices, worth_of_local=worth_of_local),
        swap=swap_grid(old, schedule, rates, STAYS_SHARES, worth_of_local=worth_of_local),
        by_day_count=_by_day_count(instrument, row, dates, discount_rate),
        haircut_by_day={
            day: find_headline(each, discount_rate)["haircut_pct"] for day, each in days.items()
        },
    )


def _dates(row: pd.Series, count: int, per_year: int) -> pd.DatetimeIndex:
    """Return the days of payment: from the reported first one, else a period after signature."""
    first = row["first_payment"]
    if pd.notna(first):
        return payment_dates(middle_day(first), count, per_year)
    signed = middle_day(row["date"])
    return payment_dates(signed + pd.DateOffset(months=12 // per_year), count, per_year)


def _by_day_count(
    instrument: Instrument, row: pd.Series, dates: pd.DatetimeIndex, discount_rate: float
) -> pd.DataFrame:
    signed, principal = middle_day(row["date"]), instrument.schedule()["principal"]
    found = []
    for name in DAY_COUNTS:
        schedule = dated_schedule(
            instrument.face,
            start=signed,
            dates=dates,
            interest_rate=instrument.rate,
            payments_in_grace=int((principal <= 0).sum()),
            day_count=name,
        )
        found.append((name, value_on(schedule, signed, discount_rate, day_count=name)))
    return pd.DataFrame(found, columns=["day_count", "present_value"])
