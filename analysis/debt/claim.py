"""One claim in two currencies and at two dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import pandas as pd

from analysis.contracts import BY_YEAR, YEAR, Frame, Several, check_coverage, takes
from analysis.debt.frames import AMOUNT, FINITE, FROM_ZERO, TERMS
from analysis.errors import MeasureError

Amount = TypeVar("Amount", float, pd.Series)


@dataclass(frozen=True)
class Conversion:
    """How a dollar claim came from a claim in another currency.

    Parameters
    ----------
    per_dollar : float
        Units of the other currency per US dollar in the report.
    part : float or None
        The other currency in the claim; None means all of it.
    """

    per_dollar: float
    part: float | None = None


@dataclass(frozen=True)
class OldCurrency:
    """The currency in which old claims were kept, and the rate at which a reader converts it.

    Parameters
    ----------
    code : str
        ISO 4217 code.
    name : str
        What sentences call it, in the plural.
    per_dollar : float
        Units per US dollar.
    """

    code: str
    name: str
    per_dollar: float


@takes(per_dollar=AMOUNT)
def convert(amount: Amount, per_dollar: float) -> Amount:
    """Return a claim in another currency in dollars at a stated rate.

    Parameters
    ----------
    amount : float or pandas.Series
        Units of the other currency.
    per_dollar : float
        Units per US dollar, above 0. There is no default: rates differ by agreement (table
        ``debt/agreed_rates``), and the claim changes with them.

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
    return amount / per_dollar


@takes(reports=Frame("amount", "currency", rules={"amount": FROM_ZERO}))
def in_dollars(reports: pd.DataFrame, old: OldCurrency | None = None) -> pd.Series:
    """Return the amounts of reports in US dollars.

    Parameters
    ----------
    reports : pandas.DataFrame
        ``amount`` and ``currency`` (ISO 4217).
    old : OldCurrency, optional
        The currency of old claims. None: all are in dollars.

    Returns
    -------
    pandas.Series
        US dollars, of the index of `reports`.

    Raises
    ------
    MeasureError
        If an amount is in another currency.

    Examples
    --------
    >>> rows = pd.DataFrame({"amount": [3.0, 3.0], "currency": ["SUR", "USD"]})
    >>> in_dollars(rows, OldCurrency("SUR", "Soviet roubles", 0.6)).tolist()
    [5.0, 3.0]
    """
    rates = {"USD": 1.0} | ({old.code: old.per_dollar} if old else {})
    given = reports.loc[reports["amount"].notna(), "currency"]
    if others := sorted(set(given.fillna("no currency")) - set(rates)):
        raise MeasureError(
            f"amounts are in {', '.join(others)}; only {' and '.join(rates)} can be compared"
        )
    return reports["amount"].astype("float64") / reports["currency"].map(rates).astype("float64")


@takes(claim=AMOUNT, dollars_then=AMOUNT, dollars_later=AMOUNT)
def reconcile(
    claim: float, dollars_then: float, dollars_later: float, old: OldCurrency
) -> pd.DataFrame:
    """Return the arithmetic between a claim in another currency and two dollar figures for it.

    Parameters
    ----------
    claim : float
        The claim in the other currency.
    dollars_then, dollars_later : float
        The two reported dollar figures, each above 0.
    old : OldCurrency
        The other currency, and the rate at which the later figure was converted.

    Returns
    -------
    pandas.DataFrame
        ``step``, ``value``, ``unit``, ``is_amount`` (else a rate) and ``basis``: ``reported``,
        ``chosen`` (the rate), ``arithmetic`` (follows from the rows above) or ``inference``: a gap
        above 0 can be read as other claims and interest, which no source states.

    Raises
    ------
    MeasureError
        If a figure or the rate is not above 0.

    Examples
    --------
    >>> steps = reconcile(15.49e9, 24.78e9, 35.2e9, OldCurrency("SUR", "roubles", 0.6))
    >>> [round(value / 1e9, 2) for value in steps["value"].iloc[[4, 6]].tolist()]
    [25.82, 9.38]
    """
    converted = convert(claim, old.per_dollar)
    rest = dollars_later - converted
    rate, basis = f"{old.code} per USD", "arithmetic" if rest < 0 else "inference"
    rows = [
        (f"claim in {old.name}", claim, old.code, True, "reported"),
        ("first dollar figure", dollars_then, "USD", True, "reported"),
        ("rate implied by the two", claim / dollars_then, rate, False, "arithmetic"),
        ("rate chosen", old.per_dollar, rate, False, "chosen"),
        ("claim at that rate", converted, "USD", True, "arithmetic"),
        ("second dollar figure", dollars_later, "USD", True, "reported"),
        ("difference to the second figure", rest, "USD", True, basis),
    ]
    return pd.DataFrame(rows, columns=["step", "value", "unit", "is_amount", "basis"])


@takes(first=AMOUNT, last=AMOUNT, years=AMOUNT)
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
    return float(100 * ((last / first) ** (1 / years) - 1))


@takes(amount=FINITE, price_index=BY_YEAR, from_year=YEAR, to_year=YEAR)
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
    check_coverage("price levels", price_index.dropna().index, (from_year, to_year))
    return float(amount * price_index[to_year] / price_index[from_year])


@takes(first=AMOUNT, from_year=YEAR, to_year=YEAR, growth_pct=FINITE, price_index=BY_YEAR)
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
    paths = {label: steady, "the first figure with US consumer prices": prices}
    rows = [
        (path, year + 0.5, value)
        for path, values in paths.items()
        for year, value in zip(years, values, strict=True)
    ]
    return pd.DataFrame(rows, columns=["path", "year", "value_usd"])


@takes(claim_usd=AMOUNT, per_dollar=AMOUNT)
def claim_at_rate(claim_usd: float, per_dollar: float, reported: Conversion) -> float:
    """Return a dollar claim as it would be had its other currency been converted at another rate.

    Parameters
    ----------
    claim_usd : float
        The claim as reported, in US dollars.
    per_dollar : float
        The other rate, units per dollar.
    reported : Conversion
        The rate of the report, and how much was converted; what was not stays.

    Returns
    -------
    float
        US dollars.

    Raises
    ------
    MeasureError
        If a rate is not above 0, or the part that was converted is more than the claim.

    Examples
    --------
    >>> round(claim_at_rate(3.44e9, 0.6, Conversion(0.64)) / 1e9, 3)
    3.669
    """
    part = claim_usd * reported.per_dollar if reported.part is None else reported.part
    converted = convert(part, reported.per_dollar)
    if converted > claim_usd * (1 + 1e-9):
        raise MeasureError(
            f"the part converted, {part:g} at {reported.per_dollar:g}, is {converted:g} dollars; "
            f"allowed: no more than the claim of {claim_usd:g}"
        )
    return claim_usd - converted + convert(part, per_dollar)


def read_conversion(row: pd.Series) -> Conversion | None:
    """Return how the claim of a row of ``debt/terms`` was converted, or None if it was not.

    Parameters
    ----------
    row : pandas.Series
        With ``rouble_claim`` and ``roubles_per_dollar``.

    Returns
    -------
    Conversion or None
        Of the whole claim where no part is given.

    Examples
    --------
    >>> read_conversion(pd.Series({"rouble_claim": None, "roubles_per_dollar": 0.64}))
    Conversion(per_dollar=0.64, part=None)
    """
    rate, part = row["roubles_per_dollar"], row["rouble_claim"]
    if pd.isna(rate):
        return None
    return Conversion(float(rate), None if pd.isna(part) else float(part))


@takes(terms=TERMS, rates=Several(AMOUNT))
def claims_at_rates(terms: pd.DataFrame, rates: Sequence[float]) -> pd.DataFrame:
    """Return every claim that was converted from another currency at several rates.

    Parameters
    ----------
    terms : pandas.DataFrame
        The table ``debt/terms``.
    rates : sequence of float
        Units per dollar.

    Returns
    -------
    pandas.DataFrame
        ``instrument``, ``debtor_iso3``, ``reported_rate``, ``converted`` (in the other currency),
        ``rest_usd`` (what was not converted), and ``at_<rate>_usd`` a rate.

    Raises
    ------
    MeasureError
        If a rate is not above 0, or a part is more than its claim.

    Examples
    --------
    >>> from analysis import tables
    >>> table = claims_at_rates(tables.load("debt/terms"), [0.6, 1.0])
    >>> (table["at_1_usd"] / 1e9).round(2).tolist()
    [24.87, 2.2, 0.6]
    """
    found = []
    for _, row in terms.dropna(subset="roubles_per_dollar").iterrows():
        claim, rate, part = row[["claim", "roubles_per_dollar", "rouble_claim"]].astype("float64")
        part = claim * rate if pd.isna(part) else part
        at = [claim_at_rate(claim, each, Conversion(rate, part)) for each in rates]
        rest = claim - convert(part, rate)
        found.append((row["instrument"], row["debtor_iso3"], rate, part, rest, *at))
    columns = ["instrument", "debtor_iso3", "reported_rate", "converted", "rest_usd"]
    return pd.DataFrame(found, columns=[*columns, *(f"at_{rate:g}_usd" for rate in rates)])
