"""One instrument from all sides: payments, steps, measures, choices, the swap."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis import countries
from analysis.debt.claim import convert
from analysis.debt.dated import dated_schedule, value_on
from analysis.debt.day_counts import DAY_COUNTS
from analysis.debt.instruments import (
    ASSUMED,
    Instrument,
    middle_day,
    read,
    stated_range,
    with_terms,
)
from analysis.debt.relief import GRANT_ELEMENT_RATES
from analysis.debt.schedules import payment_dates
from analysis.debt.sensitivity import RoubleClaim, headline, one_at_a_time
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
_HEADLINE = ("present_value", "cash_value", "haircut_pct", "cash_haircut_pct")


@dataclass(frozen=True)
class Detail:
    """An instrument from all sides; frames are empty where there is nothing to compute.

    Parameters
    ----------
    instrument : Instrument
        With the chosen terms.
    what : str
        What it is, in words.
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
        From :func:`analysis.debt.sensitivity.one_at_a_time`.
    swap : pandas.DataFrame
        From :func:`analysis.debt.swap_grid`.
    by_day_count : pandas.DataFrame
        ``day_count`` and ``present_value`` on the day of signature, with exact days.
    headline : dict of str to float
        From :func:`analysis.debt.sensitivity.headline`; NaN where nothing can be computed.
    """

    instrument: Instrument
    what: str
    reason: str
    old_face: float
    payments: pd.DataFrame
    steps: pd.DataFrame
    measures: pd.DataFrame
    curve: pd.DataFrame
    grid: pd.DataFrame
    moved: pd.DataFrame
    swap: pd.DataFrame
    by_day_count: pd.DataFrame
    headline: dict[str, float]


def look_into(
    terms: pd.DataFrame,
    name: str,
    discount_rate: float,
    *,
    valued_at: str = "term_start",
    day_count: str = "actual/365",
    worth_of_local: float = 0.0,
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
    >>> detail = look_into(tables.load("debt/terms"), "cub-2013-settlement", 0.05)
    >>> round(detail.headline["haircut_pct"], 1), str(detail.payments["date"].iloc[-1].date())
    (92.2, '2024-04-25')
    """
    row = terms[terms["instrument"] == name]
    at_signature = with_terms(read(terms, name, day_count=day_count), **chosen)
    first = None if valued_at == "term_start" else at_signature.first_payment_years
    instrument = replace(at_signature, first_payment_years=first)
    what = (
        f"{countries.name(instrument.debtor_iso3)}, {row['what'].iloc[0]} ({row['date'].iloc[0]})"
    )
    old = instrument.face if instrument.claim is None else instrument.claim
    empty = pd.DataFrame()
    nothing = dict.fromkeys(_HEADLINE, math.nan)
    detail = Detail(
        instrument, what, "", old, empty, empty, empty, empty, empty, empty, empty, empty, nothing
    )
    if instrument.face and instrument.maturity_years is None:
        reason = "no source gives over how many years it is repaid; give `years` to compute it"
        return replace(detail, reason=reason)
    found = headline(instrument, discount_rate)
    schedule = instrument.schedule()
    detail = replace(detail, headline=found, steps=relief_steps(old, schedule, discount_rate))
    if not instrument.face or not instrument.maturity_years:
        reason = "all was written off" if not instrument.face else "all was paid at once"
        return replace(detail, reason=f"{reason}, so nothing hangs on the terms of payment")
    per_year = int(instrument.payments_per_year or ASSUMED["payments_per_year"])
    dates = _dates(row.iloc[0], len(schedule), per_year)
    weights = (1 + discount_rate) ** -schedule["time_years"]
    rates = sorted({*TABULATED_RATES, discount_rate})
    terms_of_grid = {
        "payments_per_year": per_year,
        "grace_years": instrument.grace_years or 0.0,
        "interest_rate": _rate(instrument),
    }
    years = instrument.maturity_years
    moments = {"one period before the first payment": 1 / per_year}
    if at_signature.first_payment_years is not None:
        moments |= {"signature": at_signature.first_payment_years}
    curve_rates = [float(rate) for rate in np.linspace(0, max(0.15, discount_rate), 61)]
    lengths = [
        term for term in TABULATED_YEARS if term > terms_of_grid["grace_years"] and term != years
    ]
    return replace(
        detail,
        payments=schedule.assign(date=dates, present_value=schedule["payment"] * weights),
        measures=relief_by_rate(old, schedule, {"chosen": discount_rate, **GRANT_ELEMENT_RATES}),
        curve=value_by_rate(
            instrument.face,
            curve_rates,
            moments,
            maturity_years=years,
            **terms_of_grid,  # type: ignore[arg-type]
        ),
        grid=haircut_grid(
            old,
            instrument.face,
            rates,
            sorted([years, *lengths]),
            first_payment_years=instrument.first_payment_years,
            **terms_of_grid,  # type: ignore[arg-type]
        ),
        moved=one_at_a_time(
            instrument,
            discount_rate,
            interest_rates=_tried_interest(terms),
            roubles=rouble_claim(row.iloc[0]),
        ),
        swap=swap_grid(old, schedule, rates, STAYS_SHARES, worth_of_local=worth_of_local),
        by_day_count=_by_day_count(instrument, row.iloc[0], dates, discount_rate),
    )


def rouble_claim(row: pd.Series) -> RoubleClaim | None:
    """Return how the claim of a row of ``debt/terms`` came from roubles, or None if it did not.

    Parameters
    ----------
    row : pandas.Series
        With ``rouble_claim`` and ``roubles_per_dollar``.

    Returns
    -------
    RoubleClaim or None
        With the whole claim in roubles where no part is given.

    Examples
    --------
    >>> rouble_claim(pd.Series({"rouble_claim": None, "roubles_per_dollar": 0.64}))
    RoubleClaim(reported_rate=0.64, rouble_part=None)
    """
    rate, part = row["roubles_per_dollar"], row["rouble_claim"]
    if pd.isna(rate):
        return None
    return RoubleClaim(float(rate), None if pd.isna(part) else float(part))


def rouble_sensitivity(terms: pd.DataFrame, rates: Sequence[float]) -> pd.DataFrame:
    """Return every claim that came from roubles at several rates.

    Parameters
    ----------
    terms : pandas.DataFrame
        The table ``debt/terms``.
    rates : sequence of float
        Soviet roubles per dollar.

    Returns
    -------
    pandas.DataFrame
        ``instrument``, ``reported_rate``, ``roubles`` (Soviet roubles in the claim), ``rest_usd``
        (what is not in roubles), and ``at_<rate>_usd`` a rate.

    Examples
    --------
    >>> from analysis import tables
    >>> table = rouble_sensitivity(tables.load("debt/terms"), [0.6, 1.0])
    >>> (table["at_1_usd"] / 1e9).round(2).tolist()
    [24.87, 2.2, 0.6]
    """
    found = []
    for _, row in terms.iterrows():
        roubles = rouble_claim(row)
        if roubles is None:
            continue
        claim = float(row["claim"])
        whole = claim * roubles.reported_rate
        part = whole if roubles.rouble_part is None else roubles.rouble_part
        rest = claim - convert(part, roubles.reported_rate)
        found.append(
            {
                "instrument": row["instrument"],
                "reported_rate": roubles.reported_rate,
                "roubles": part,
                "rest_usd": rest,
                **{f"at_{rate:g}_usd": rest + convert(part, rate) for rate in rates},
            }
        )
    columns = ["instrument", "reported_rate", "roubles", "rest_usd"]
    return pd.DataFrame(found, columns=[*columns, *(f"at_{rate:g}_usd" for rate in rates)])


def _dates(row: pd.Series, count: int, per_year: int) -> pd.DatetimeIndex:
    """Return the days of payment: from the reported first one, else a period after signature."""
    if pd.notna(row["first_payment"]):
        return payment_dates(middle_day(row["first_payment"]), count, per_year)
    signed = middle_day(row["date"])
    return payment_dates(signed + pd.DateOffset(months=12 // per_year), count, per_year)


def _rate(instrument: Instrument) -> float:
    """Return the nominal rate in use, also where it follows from a total of interest."""
    if instrument.interest_rate is not None:
        return instrument.interest_rate
    if instrument.total_interest is None:
        return ASSUMED["interest_rate"]
    schedule = instrument.schedule()
    before = schedule["balance"] + schedule["principal"]
    lengths = np.diff(schedule["time_years"], prepend=0.0)
    return float(schedule["interest"].sum() / (before * lengths).sum())


def _tried_interest(terms: pd.DataFrame) -> list[float]:
    return sorted({*_TRIED_INTEREST, *stated_range(terms)["interest_rate"]})


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
            interest_rate=_rate(instrument),
            payments_in_grace=int((principal <= 0).sum()),
            day_count=name,
        )
        found.append((name, value_on(schedule, signed, discount_rate, day_count=name)))
    return pd.DataFrame(found, columns=["day_count", "present_value"])
