"""Reported terms as instruments: a row of ``debt/terms`` becomes a schedule and is valued.

A term that no source gives is assumed and named, and what the instrument is worth is shown over
the range of what it may be.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from analysis.contracts import Number, Several, check, takes
from analysis.debt.day_counts import year_fraction
from analysis.debt.events import one_event, span
from analysis.debt.frames import DAY_COUNT, RATE, REPORTS, TERMS
from analysis.debt.rates import rate_from_interest
from analysis.debt.relief import face_haircut, grant_element, market_haircut, present_value
from analysis.debt.schedules import equal_principal_schedule, matured_claim
from analysis.errors import MeasureError, unknown

#: What is assumed of a term that no source gives. Every frequency that a source does give is two
#: payments a year.
ASSUMED: Mapping[str, float] = {
    "interest_rate": 0.0,
    "payments_per_year": 2,
    "grace_years": 0.0,
    "stays_share": 0.0,
}
#: Frequencies over which an instrument is valued when no source gives one.
POSSIBLE_PAYMENTS = (1, 2)


@dataclass(frozen=True)
class Instrument:
    """Terms of one settlement, loan or offer.

    Parameters
    ----------
    name : str
        Short name, as in ``debt/terms``.
    debtor_iso3 : str
        Debtor.
    claim : float or None
        What was owed before, for a settlement; None for a new loan.
    face : float
        What is to be repaid; 0 if all was written off.
    currency : str
        ISO 4217 code of both.
    maturity_years : float or None
        Length of the term; 0 if all is paid at once; None if no source gives it.
    first_payment_years : float or None
        Years from signature to the first payment; None means one period.
    interest_rate, payments_per_year, grace_years, stays_share : float or None
        Rate a year, payments a year, years to the first principal, share of payments that stay
        in the debtor's country; None if no source gives it.
    total_interest : float or None
        Interest over the whole term, where a source gives this and no rate.
    """

    name: str
    debtor_iso3: str
    claim: float | None
    face: float
    currency: str
    maturity_years: float | None
    first_payment_years: float | None
    interest_rate: float | None
    payments_per_year: int | None
    grace_years: float | None
    stays_share: float | None
    total_interest: float | None = None

    def unstated(self) -> list[str]:
        """Return the terms that no source gives, in the order of :data:`ASSUMED`.

        Returns
        -------
        list of str
            Names. An instrument that pays nothing later has none.

        Examples
        --------
        >>> read = Instrument("x", "CUB", None, 1.0, "USD", 5, None, 0.05, None, 0.0, 0.0)
        >>> read.unstated()
        ['payments_per_year']
        """
        if self.face == 0 or self.maturity_years == 0:
            return []
        known = [] if self.total_interest is None else ["interest_rate"]
        return [name for name in ASSUMED if getattr(self, name) is None and name not in known]

    def schedule(self) -> pd.DataFrame:
        """Return the payments, with :data:`ASSUMED` in place of what no source gives.

        Returns
        -------
        pandas.DataFrame
            As :func:`analysis.debt.equal_principal_schedule`; empty if nothing is to be paid.

        Raises
        ------
        MeasureError
            If no source gives the length of the term, or a term is impossible.

        Examples
        --------
        >>> terms = Instrument("x", "CUB", 20.0, 10.0, "USD", 1, None, None, 2, None, None)
        >>> terms.schedule()["payment"].tolist()
        [5.0, 5.0]
        """
        if self.face == 0 or self.maturity_years == 0:
            whole = matured_claim(self.face or 1.0)
            return whole if self.face else whole.iloc[:0]
        if self.maturity_years is None:
            raise MeasureError(
                f"{self.name}: no source gives over how many years it is repaid, so it has no "
                "schedule; give the years to compute one"
            )
        return equal_principal_schedule(
            self.face,
            maturity_years=self.maturity_years,
            payments_per_year=self.per_year,
            grace_years=self.grace_years or 0.0,
            first_payment_years=self.first_payment_years,
            interest_rate=self.rate,
        )

    @property
    def per_year(self) -> int:
        """Payments a year, :data:`ASSUMED` if no source gives them."""
        return int(self.payments_per_year or ASSUMED["payments_per_year"])

    @property
    def rate(self) -> float:
        """Nominal rate a year, also where it follows from a total of interest; else assumed."""
        if self.interest_rate is not None:
            return self.interest_rate
        if self.total_interest is None:
            return ASSUMED["interest_rate"]
        free = replace(self, total_interest=None, interest_rate=0.0)
        return rate_from_interest(free.schedule(), self.total_interest)

    @property
    def old_face(self) -> float:
        """What the value is compared with: the claim, or the face of a new loan."""
        return self.face if self.claim is None else self.claim


def middle_day(written: str) -> pd.Timestamp:
    """Return the middle of the days that a date of the reports can mean.

    Parameters
    ----------
    written : str
        As :func:`analysis.debt.events.span` reads it; with both ends.

    Returns
    -------
    pandas.Timestamp
        The middle day, the earlier of two.

    Raises
    ------
    MeasureError
        If the date cannot be read or has an open end.

    Examples
    --------
    >>> [str(middle_day(written).date()) for written in ("2014-10-25", "2028-06", "2028")]
    ['2014-10-25', '2028-06-15', '2028-07-01']
    """
    start, end, _ = span(written)
    if pd.isna(start) or pd.isna(end):
        raise MeasureError(f"date {written!r} has an open end, so it has no middle")
    return (start + (end - start) / 2).normalize()


@takes(terms=TERMS, day_count=DAY_COUNT)
def read(terms: pd.DataFrame, name: str, *, day_count: str = "actual/365") -> Instrument:
    """Return one instrument of the table of terms.

    Parameters
    ----------
    terms : pandas.DataFrame
        The table ``debt/terms``.
    name : str
        Its column ``instrument``.
    day_count : str
        How the time from signature to the first payment is counted, where both are reported.

    Returns
    -------
    Instrument
        With None for what no source gives.

    Raises
    ------
    MeasureError
        If there is no such instrument; the nearest name is given.

    Examples
    --------
    >>> from analysis import tables
    >>> read(tables.load("debt/terms"), "cub-2013-settlement").face
    3520000000.0
    """
    return _read(row_of(terms, name), day_count)


def row_of(terms: pd.DataFrame, name: str) -> pd.Series:
    """Return the row of the table of terms that has a name.

    Parameters
    ----------
    terms : pandas.DataFrame
        The table ``debt/terms``.
    name : str
        Its column ``instrument``.

    Returns
    -------
    pandas.Series
        The row.

    Raises
    ------
    MeasureError
        If there is no such instrument; the nearest name is given.

    Examples
    --------
    >>> from analysis import tables
    >>> row_of(tables.load("debt/terms"), "cub-2013-settlement")["date"]
    '2013-10-25'
    """
    rows = terms[terms["instrument"] == name]
    if len(rows) != 1:
        raise MeasureError(unknown("instrument", [name], sorted(terms["instrument"])))
    return rows.iloc[0]


def _read(row: pd.Series, day_count: str) -> Instrument:
    first = None
    if pd.notna(row["first_payment"]):
        # Counted to a hundredth: the days of a leap year are no news about the terms.
        signed, paid = middle_day(row["date"]), middle_day(row["first_payment"])
        first = round(year_fraction(signed, paid, day_count), 2)
    names = ["claim", "face", "maturity_years", "interest_rate_pct", "payments_per_year"]
    names += ["grace_years", "stays_pct", "total_interest"]
    given = {name: None if pd.isna(row[name]) else float(row[name]) for name in names}
    rate, stays, count = (
        given.pop(name) for name in ("interest_rate_pct", "stays_pct", "payments_per_year")
    )
    return Instrument(
        name=row["instrument"],
        debtor_iso3=row["debtor_iso3"],
        currency=row["currency"],
        first_payment_years=first,
        interest_rate=None if rate is None else rate / 100,
        payments_per_year=None if count is None else int(count),
        stays_share=None if stays is None else stays / 100,
        **given,  # type: ignore[arg-type]
    )


def with_terms(instrument: Instrument, **chosen: float | None) -> Instrument:
    """Return an instrument with some terms chosen instead of reported.

    Parameters
    ----------
    instrument : Instrument
        As reported.
    **chosen
        Terms by the names of :class:`Instrument`, or ``write_off_share`` (of the claim), from
        which the face follows. None leaves a term as it is.

    Returns
    -------
    Instrument
        The chosen one; a chosen rate takes the place of a reported total of interest.

    Raises
    ------
    MeasureError
        If a share of a claim is written off and there is no claim.

    Examples
    --------
    >>> read = Instrument("x", "CUB", 20.0, 2.0, "USD", 5, None, None, 2, 0.0, None)
    >>> with_terms(read, write_off_share=0.5, maturity_years=None).face
    10.0
    """
    given = {name: value for name, value in chosen.items() if value is not None}
    share = given.pop("write_off_share", None)
    if share is not None:
        if instrument.claim is None:
            raise MeasureError(
                f"{instrument.name} is a new loan, with no older claim; write_off_share = "
                f"{share:g} is a share of nothing: leave it out"
            )
        check("with_terms", {"write_off_share": share}, write_off_share=Number(at_least=0, below=1))
        given["face"] = instrument.claim * (1 - share)
    if "interest_rate" in given:
        given["total_interest"] = None  # type: ignore[assignment]
    return replace(instrument, **given)  # type: ignore[arg-type]


def choose_terms(
    terms: pd.DataFrame, name: str, day_count: str = "actual/365", **chosen: float | None
) -> Instrument:
    """Return one instrument of the table with some terms chosen, and refuse terms that cannot be.

    Parameters
    ----------
    terms : pandas.DataFrame
        The table ``debt/terms``.
    name : str
        Its column ``instrument``.
    day_count : str
        As in :func:`read`.
    **chosen
        As in :func:`with_terms`.

    Returns
    -------
    Instrument
        The chosen one.

    Raises
    ------
    MeasureError
        If there is no such instrument, or a chosen term cannot stand beside those reported.

    Examples
    --------
    >>> from analysis import tables
    >>> choose_terms(tables.load("debt/terms"), "cub-2013-settlement", maturity_years=5).face
    3520000000.0
    """
    instrument = with_terms(read(terms, name, day_count=day_count), **chosen)
    if instrument.maturity_years is not None:
        instrument.schedule()
    return instrument


@takes(terms=TERMS)
def stated_range(terms: pd.DataFrame) -> dict[str, tuple[float, ...]]:
    """Return what an unstated term may be: the least and the most that other rows state.

    Parameters
    ----------
    terms : pandas.DataFrame
        The table ``debt/terms``.

    Returns
    -------
    dict of str to tuple of float
        ``interest_rate``: 0 and the highest stated; ``grace_years``: 0 and the longest stated;
        ``payments_per_year``: :data:`POSSIBLE_PAYMENTS`; ``stays_share``: as assumed.

    Examples
    --------
    >>> from analysis import tables
    >>> stated_range(tables.load("debt/terms"))["interest_rate"]
    (0.0, 0.07)
    """
    highest = terms[["interest_rate_pct", "grace_years"]].max().fillna(0.0)
    return {
        "interest_rate": (0.0, float(highest["interest_rate_pct"]) / 100),
        "grace_years": (0.0, float(highest["grace_years"])),
        "payments_per_year": POSSIBLE_PAYMENTS,
        "stays_share": (ASSUMED["stays_share"],),
    }


def possible(
    instrument: Instrument, possibilities: Mapping[str, Iterable[float]]
) -> list[Instrument]:
    """Return an instrument with every combination of what its unstated terms may be.

    Parameters
    ----------
    instrument : Instrument
        As reported.
    possibilities : mapping of str to iterable of float
        As from :func:`stated_range`. A grace that leaves no time to repay is passed over, and
        so is a frequency that the length of the term does not allow.

    Returns
    -------
    list of Instrument
        At least the one with what is :data:`ASSUMED`.

    Examples
    --------
    >>> read = Instrument("x", "CUB", None, 1.0, "USD", 5, None, None, 2, 0.0, 0.0)
    >>> [each.interest_rate for each in possible(read, {"interest_rate": (0.0, 0.07)})]
    [0.0, 0.0, 0.07]
    """
    lacking = [name for name in instrument.unstated() if name in possibilities]
    found = [replace(instrument, **{name: ASSUMED[name] for name in lacking})]  # type: ignore[arg-type]
    if not lacking:
        return found
    for values in itertools.product(*(possibilities[name] for name in lacking)):
        each = replace(instrument, **dict(zip(lacking, values, strict=True)))  # type: ignore[arg-type]
        years = each.maturity_years
        if years is None or (each.grace_years or 0) >= years > 0:
            continue
        payments = years * (each.payments_per_year or 0)
        if abs(payments - round(payments)) <= 1e-9:
            found.append(each)
    return found


@takes(terms=TERMS, discount_rate=RATE, rules=Several(RATE, at_least=0), day_count=DAY_COUNT)
def evaluate(
    terms: pd.DataFrame,
    discount_rate: float,
    *,
    rules: Mapping[str, float],
    day_count: str = "actual/365",
) -> pd.DataFrame:
    """Return every instrument's value, with the range that unstated terms leave.

    Parameters
    ----------
    terms : pandas.DataFrame
        Rows of ``debt/terms``; the range of unstated terms is taken from these rows and so
        narrows with a selection: pass the whole table and select afterwards.
    discount_rate : float
        Effective annual rate.
    rules : mapping of str to float
        Column suffix and discount rate of each grant element, for example ``{"at_5": 0.05}``.
    day_count : str
        As in :func:`read`.

    Returns
    -------
    pandas.DataFrame
        One row an instrument, in the order of the table: ``instrument``, ``what``,
        ``debtor_iso3``, ``date``, ``status``, ``currency``, ``claim``, ``face``,
        ``present_value``, ``present_value_lowest``, ``present_value_highest`` (full units of
        the currency), ``face_haircut_pct``, ``haircut_pct``, ``haircut_lowest_pct``,
        ``haircut_highest_pct`` (of the claim, if there is one), ``cash_pct`` (share of the
        present value that leaves the debtor's country), ``grant_element_<suffix>_pct`` and
        ``unstated`` (terms assumed). An instrument without a term of years has a face and no
        value.

    Raises
    ------
    MeasureError
        If a term or a rate is impossible.

    Examples
    --------
    >>> from analysis import tables
    >>> values = evaluate(tables.load("debt/terms"), 0.05, rules={"at_5": 0.05})
    >>> offer = values[values["instrument"] == "arg-2015-chihuido"]
    >>> round(offer["grant_element_at_5_pct"].item(), 2)
    -14.02
    """
    ranges = stated_range(terms)
    named = ["instrument", "what", "debtor_iso3", "date", "status", "currency", "claim", "face"]
    numbers = ["present_value", "present_value_lowest", "present_value_highest"]
    numbers += ["face_haircut_pct", "haircut_pct", "haircut_lowest_pct", "haircut_highest_pct"]
    numbers += ["cash_pct", *(f"grant_element_{suffix}_pct" for suffix in rules)]
    rows = []
    for _, line in terms.iterrows():
        each = _read(line, day_count)
        row: dict[str, object] = {
            "cash_pct": 100 * (1 - (each.stays_share or 0.0)),
            "unstated": ", ".join(name.replace("_", " ") for name in each.unstated()),
        }
        if each.claim is not None:
            row["face_haircut_pct"] = face_haircut(each.claim, each.face)
        if each.face and each.maturity_years is None:
            row["unstated"] = "the term of years"
        else:
            row |= _values(each, possible(each, ranges), discount_rate, rules)
        rows.append(row)
    values = pd.DataFrame(rows, columns=[*numbers, "unstated"], index=terms.index)
    return terms[named].join(values).reset_index(drop=True)


def _values(
    each: Instrument, others: list[Instrument], discount_rate: float, rules: Mapping[str, float]
) -> dict[str, object]:
    schedule = each.schedule()
    value = present_value(schedule, discount_rate)
    all_values = [present_value(other.schedule(), discount_rate) for other in others]
    low, high = min(all_values), max(all_values)
    row: dict[str, object] = {
        "present_value": value,
        "present_value_lowest": low,
        "present_value_highest": high,
    }
    if each.claim is not None:
        row |= {
            "haircut_pct": market_haircut(schedule, discount_rate, old_face=each.claim),
            "haircut_lowest_pct": 100 * (1 - high / each.claim),
            "haircut_highest_pct": 100 * (1 - low / each.claim),
        }
    if each.maturity_years and each.face:
        for suffix, rate in rules.items():
            row[f"grant_element_{suffix}_pct"] = grant_element(schedule, rate)
    return row


@takes(terms=TERMS, day_count=DAY_COUNT)
def spells(terms: pd.DataFrame, *, day_count: str = "actual/365") -> pd.DataFrame:
    """Return from when to when each instrument runs, waits and repays.

    Parameters
    ----------
    terms : pandas.DataFrame
        Rows of ``debt/terms``.
    day_count : str
        As in :func:`read`.

    Returns
    -------
    pandas.DataFrame
        One row an instrument: ``instrument``, ``what``, ``debtor_iso3``, ``status``,
        ``currency``, ``face``, ``signed``, ``first_principal`` and ``last_payment`` (decimal
        years; the last two missing where no term of years is reported or nothing is paid).

    Examples
    --------
    >>> from analysis import tables
    >>> table = spells(tables.load("debt/terms")).set_index("instrument")
    >>> [round(float(table.loc["cub-2013-settlement", c]), 1) for c in ("signed", "last_payment")]
    [2013.8, 2024.3]
    """
    rows = []
    for _, line in terms.iterrows():
        each = _read(line, day_count)
        day = middle_day(str(line.date))
        signed = day.year + (day.day_of_year - 1) / 365.25
        first = last = math.nan
        if each.face and each.maturity_years is not None:
            payments = each.schedule().set_index("time_years")["principal"]
            first, last = signed + payments[payments > 0].index[0], signed + payments.index[-1]
        rows.append((signed, first, last))
    named = terms[["instrument", "what", "debtor_iso3", "status", "currency", "face"]]
    columns = ["signed", "first_principal", "last_payment"]
    times = pd.DataFrame(rows, columns=columns, index=terms.index)
    return named.join(times).reset_index(drop=True)


@takes(terms=TERMS, events=REPORTS)
def implied_rates(terms: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Return rates of interest that no source states and reports of interest imply.

    Parameters
    ----------
    terms : pandas.DataFrame
        Rows of ``debt/terms``, with ``interest_event_date``.
    events : pandas.DataFrame
        The table ``debt/events``.

    Returns
    -------
    pandas.DataFrame
        One row an instrument with a total of interest, or a payment that was one period's
        interest on the whole face: ``instrument``, ``debtor_iso3``, ``basis`` (``total`` or
        ``period``), ``date`` (of the payment), ``interest`` and ``face`` (full units of
        ``currency``), ``years`` (of the term), ``payments_per_year`` and ``rate_pct`` a year.
        What no source gives of the payments is assumed (:data:`ASSUMED`), and the first is one
        period away.

    Raises
    ------
    MeasureError
        If the payment is not one row of `events`.

    Examples
    --------
    >>> from analysis import tables
    >>> found = implied_rates(tables.load("debt/terms"), tables.load("debt/events"))
    >>> found.set_index("instrument")["rate_pct"].round(1).to_dict()
    {'cub-2021-arrears': 5.9, 'ven-2017-restructuring': 6.3}
    """
    found = []
    for _, row in terms.iterrows():
        each = _read(row, "actual/365")
        if each.interest_rate is not None or each.maturity_years is None:
            continue
        if each.total_interest is not None:
            interest, basis, date = each.total_interest, "total", None
            rate = replace(each, first_payment_years=None).rate
        elif pd.notna(row["interest_event_date"]):
            date, basis = row["interest_event_date"], "period"
            paid = one_event(events, debtor_iso3=each.debtor_iso3, event="payment", date=date)
            interest = float(paid["amount"])
            rate = each.per_year * interest / each.face
        else:
            continue
        found.append(
            (
                *(each.name, each.debtor_iso3, basis, date, interest, each.face, each.currency),
                *(each.maturity_years, each.per_year, 100 * rate),
            )
        )
    columns = ["instrument", "debtor_iso3", "basis", "date", "interest", "face", "currency"]
    columns += ["years", "payments_per_year", "rate_pct"]
    return pd.DataFrame(found, columns=columns)
