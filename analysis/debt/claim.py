"""One claim in two currencies and at two dates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import pandas as pd

from analysis.debt.checks import require, require_amount

#: Soviet roubles per US dollar used for claims on states of the region. Each belongs to its
#: agreement; none is a market rate. ``transferable`` is the rate of the transferable rouble of
#: the Council for Mutual Economic Assistance in the Cuban agreement of 2013.
ROUBLES_PER_DOLLAR: Mapping[str, float] = {
    "Cuba 2013": 0.6,
    "implied for Cuba 1990": 0.625,
    "Nicaragua 1996": 0.64,
    "transferable": 1.0,
}

Amount = TypeVar("Amount", float, pd.Series)


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
    require_amount("roubles_per_dollar", roubles_per_dollar)
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
        require_amount(name, value)
    require_amount("dollars_later", dollars_later)
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
        require_amount(name, value)
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
        require(name, year, year in years, f"years of the price index, {years[0]} to {years[-1]}")
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
