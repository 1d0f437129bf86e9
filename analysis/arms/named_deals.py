"""Deals that texts name, answered from the register, and contracts in money beside them."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from analysis.arms.deals import years_in
from analysis.contracts import YEAR, Frame, OneOf, check, takes
from analysis.errors import MeasureError

VERDICTS = (
    *("delivered", "number not named", "weapon not named", "other year", "other number"),
    *("other supplier", "no delivery", "out of scope"),
)
"""What the register says of a named deal, from the clearest to the emptiest answer."""

EVENTS = ("order", "delivery", "plan")

ANY_WEAPON = "."
"""The pattern of a claim that names no weapon."""

_YEARS = ("claimed_first_year", "claimed_last_year")
_DELIVERY = ("first_delivery_year", "last_delivery_year")
_ASKED = ("deal_claim", "named_in", "iso3", "supplier", "statement", "event", *_YEARS)
_CLAIMS = Frame(
    *(*_ASKED, "claimed_number", "weapon_pattern", "order_first_year", "order_last_year"),
    *("is_in_scope", "note"),
    key=1,
    present=("statement", "event", "is_in_scope", *_YEARS),
    rules={"event": OneOf(EVENTS)},
)
_LINES = ("iso3", "supplier", "designation", "order_year", "delivery_years")
_REGISTER = Frame(
    *(*_LINES, "number_delivered", "is_order_year_estimated", "tiv_delivered_million"),
    present=("designation", "order_year"),
)
_ORDERED = Frame(*_LINES, "number_ordered", "tiv_delivered_million")
_VALUES = ("value_low_million", "value_high_million")
_REPORTS = Frame(
    *("contract", "kind", "supplier", "what", "first_year", "last_year", "currency", "items"),
    *("iso3", *_VALUES),
    present=("contract", "currency", "value_low_million"),
    optional=("iso3",),
)
_OTHERS = Frame("deal_claim", "supplier", "number_delivered")


@takes(first_year=YEAR, last_year=YEAR)
def overlapping(
    rows: pd.DataFrame, first_year: int, last_year: int, columns: tuple[str, str]
) -> pd.DataFrame:
    """Keep rows whose span of years has a year in common with another span.

    Parameters
    ----------
    rows : pandas.DataFrame
        With the two columns.
    first_year, last_year : int
        The other span, both ends included.
    columns : (str, str)
        Columns of the rows' first and last years.

    Returns
    -------
    pandas.DataFrame
        Rows of ``rows``.

    Raises
    ------
    MeasureError
        If a column is absent, or a year missing.

    Examples
    --------
    >>> rows = pd.DataFrame({"first_year": [1970, 2004], "last_year": [1979, 2015]})
    >>> overlapping(rows, 1950, 1980, ("first_year", "last_year"))["first_year"].tolist()
    [1970]
    """
    check("overlapping", {"rows": rows}, rows=Frame(*columns, present=columns))
    first, last = columns
    return rows[(rows[first] <= last_year) & (rows[last] >= first_year)]


@takes(claims=_CLAIMS, deals=_REGISTER, others=_OTHERS)
def answer_deals(
    claims: pd.DataFrame, deals: pd.DataFrame, others: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Look each named deal up in the register and say what became of it.

    A line of the register answers a claim if recipient and supplier agree, its designation
    matches the claim's pattern, and it was ordered within the years to search. The verdict is

    ``out of scope``
        SIPRI does not count such a transfer: small arms, money, civil buyers;
    ``other supplier``
        no line that answers has a delivery, but another supplier's, otherwise alike, has;
    ``no delivery``
        no line that answers has a delivery, whoever the supplier, as far as ``others`` holds;
    ``other year``
        delivered, but no order (for the event ``delivery``: no year of delivery) lies in the
        years that the text names. A plan has no wrong year if an order follows it;
    ``weapon not named``
        something was delivered, but the text names no weapon, so that any delivery answers;
    ``number not named``
        the weapon was delivered, but the text names no number that could be wrong;
    ``other number``
        delivered in the right year, but neither a line nor the sum of the lines has the number;
    ``delivered``
        weapon, number and year are those that the text names.

    Parameters
    ----------
    claims : pandas.DataFrame
        As ``arms/seed_deals``.
    deals : pandas.DataFrame
        As ``arms/deals``.
    others : pandas.DataFrame, optional
        As ``arms/other_deals``: lines of other suppliers by claim. None: none are known.

    Returns
    -------
    pandas.DataFrame
        One row a claim, in their order: ``deal_claim``, ``named_in``, ``iso3``, ``supplier``,
        ``statement``, ``event``, ``claimed_first_year``, ``claimed_last_year``,
        ``claimed_number``, ``verdict``, ``lines`` (that answer and were delivered),
        ``first_order_year``, ``last_order_year``, ``is_order_year_estimated`` (of any of these
        lines; missing without lines), ``first_delivery_year``, ``last_delivery_year``,
        ``number_delivered``, ``tiv_delivered_million``, ``years_apart`` (from the claimed years
        to the nearest ones of the register; 0: within), ``other_suppliers`` (codes, by a semicolon
        and a space; missing if none), ``other_number_delivered`` and ``note``.

    Raises
    ------
    MeasureError
        If a frame breaks its contract, or a pattern is no regular expression.

    Notes
    -----
    No entry in the register means that SIPRI found no delivery, not that there was none.

    Examples
    --------
    >>> claim = {"deal_claim": "bra-mi35", "named_in": "seed", "iso3": "BRA", "supplier": "RUS",
    ...          "statement": "12 Mi-35M", "event": "order", "claimed_first_year": 2008,
    ...          "claimed_last_year": 2008, "claimed_number": 12, "weapon_pattern": "Mi-35",
    ...          "order_first_year": 2004, "order_last_year": 2013, "is_in_scope": True, "note": ""}
    >>> deal = {"iso3": "BRA", "supplier": "RUS", "designation": "Mi-35M", "order_year": 2009,
    ...         "is_order_year_estimated": False, "number_delivered": 12,
    ...         "delivery_years": "2010; 2012; 2014", "tiv_delivered_million": 138.0}
    >>> answer = answer_deals(pd.DataFrame([claim]), pd.DataFrame([deal]))
    >>> answer[["verdict", "years_apart"]].values.tolist()
    [['other year', 1]]
    """
    rows = []
    for claim in claims.to_dict("records"):
        found = deals[deals["supplier"] == claim["supplier"]]
        found = lines_of(claim, found) if claim["is_in_scope"] else deals.head(0)
        other = others[others["deal_claim"] == claim["deal_claim"]] if others is not None else None
        rows.append(claim | _answer(claim, found, other))
    numbers = ["lines", "first_order_year", "last_order_year", "is_order_year_estimated"]
    numbers += [*_DELIVERY, "number_delivered", "tiv_delivered_million", "years_apart"]
    columns = [*_ASKED, "claimed_number", "verdict", *numbers]
    columns += ["other_suppliers", "other_number_delivered", "note"]
    whole = (*_YEARS, "claimed_number", *numbers, "other_number_delivered")
    types = {"is_order_year_estimated": "boolean", "tiv_delivered_million": "float64"}
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(whole, "Int64") | types)


@takes(contracts=_REPORTS, deals=_ORDERED)
def contract_table(contracts: pd.DataFrame, deals: pd.DataFrame) -> pd.DataFrame:
    """Gather the reports of each contract into a range, with what the register says came of it.

    Money and TIV stand in columns of their own and are never divided by one another: the values
    hold support, plants and small arms that SIPRI leaves out, and TIV are no prices.

    Parameters
    ----------
    contracts : pandas.DataFrame
        As ``arms/contract_values``.
    deals : pandas.DataFrame
        As ``arms/deals``.

    Returns
    -------
    pandas.DataFrame
        One row a contract and currency, sorted by kind, state and year: ``contract``, ``kind``,
        ``iso3``, ``supplier``, ``what`` (of the first report), ``first_year``, ``last_year``,
        ``currency``, ``value_low_million``, ``value_high_million`` (missing if a report gives
        only a lower bound), ``reports`` (how many), ``lines`` of the register, the years
        ``first_delivery_year`` and ``last_delivery_year``, and ``tiv_delivered_million``
        (missing for credits and offers, which are tied to no line).

    Raises
    ------
    MeasureError
        If a frame breaks its contract: :mod:`analysis.contracts`.

    Examples
    --------
    >>> report = {"contract": "bra-mi35-2009", "kind": "deal", "iso3": "BRA", "supplier": "RUS",
    ...           "what": "12 Mi-35M", "first_year": 2009, "last_year": 2009, "currency": "USD",
    ...           "value_low_million": 150.0, "value_high_million": 150.0, "items": "Mi-35M:12"}
    >>> other = report | {"value_low_million": 363.9, "value_high_million": 363.9}
    >>> deal = {"iso3": "BRA", "supplier": "RUS", "designation": "Mi-35M", "number_ordered": 12,
    ...         "order_year": 2009, "delivery_years": "2010; 2014", "tiv_delivered_million": 138.0}
    >>> table = contract_table(pd.DataFrame([report, other]), pd.DataFrame([deal]))
    >>> table[["value_low_million", "value_high_million", "tiv_delivered_million"]].values.tolist()
    [[150.0, 363.9, 138.0]]
    """
    rows = []
    for (contract, currency), reports in contracts.groupby(["contract", "currency"], sort=True):
        lines, is_tied = _items(reports, deals), reports["items"].notna().any()
        years, low = _delivery_years(lines), reports["value_low_million"].min()
        high = reports["value_high_million"].max(skipna=False)
        ordered = reports["first_year"].min(), reports["last_year"].max()
        told = reports.iloc[0][["kind", "iso3", "supplier", "what"]]
        ends = min(years, default=None), max(years, default=None)
        came = (len(lines) if is_tied else None, *ends)
        tiv = lines["tiv_delivered_million"].sum() if is_tied else None
        rows.append((contract, *told, *ordered, currency, low, high, len(reports), *came, tiv))
    whole = ("reports", "lines", *_DELIVERY)
    columns = ["contract", "kind", "iso3", "supplier", "what", "first_year", "last_year"]
    columns += ["currency", *_VALUES, *whole, "tiv_delivered_million"]
    types = dict.fromkeys((*_VALUES, "tiv_delivered_million"), "float64")
    types |= dict.fromkeys(("first_year", "last_year", *whole), "Int64")
    table = pd.DataFrame(rows, columns=columns).astype(types)
    return table.sort_values(["kind", "iso3", "first_year", "contract"], ignore_index=True)


def lines_of(claim: Mapping[Hashable, Any], deals: pd.DataFrame) -> pd.DataFrame:
    """Return the lines of a register that answer a claim and were delivered, whoever the supplier.

    Parameters
    ----------
    claim : mapping
        A row of ``arms/seed_deals``.
    deals : pandas.DataFrame
        As ``arms/deals``.

    Returns
    -------
    pandas.DataFrame
        Rows of ``deals`` with the claim's recipient, a designation that its pattern is found in,
        and a year of order within its bounds.

    Raises
    ------
    MeasureError
        If the pattern is no regular expression.
    """
    try:
        pattern = re.compile(claim["weapon_pattern"])
    except re.error as error:
        raise MeasureError(
            f"{claim['deal_claim']}: {claim['weapon_pattern']!r} is no regular expression: {error}"
        ) from None
    same = deals["iso3"] == claim["iso3"]
    same &= deals["order_year"].between(claim["order_first_year"], claim["order_last_year"])
    same &= deals["designation"].map(lambda name: pattern.search(name) is not None).astype(bool)
    return deals[same & (deals["number_delivered"].fillna(0) > 0)]


def _answer(
    claim: Mapping[Hashable, Any], lines: pd.DataFrame, others: pd.DataFrame | None
) -> dict[str, Any]:
    known: dict[str, Any] = {}
    if others is not None and len(others):
        known["other_suppliers"] = "; ".join(sorted(set(others["supplier"])))
        known["other_number_delivered"] = int(others["number_delivered"].sum())
    if lines.empty:
        if not claim["is_in_scope"]:
            return {"verdict": "out of scope", "lines": 0}
        return {"verdict": "other supplier" if known else "no delivery", "lines": 0, **known}
    first, last = int(claim["claimed_first_year"]), int(claim["claimed_last_year"])
    delivered = _delivery_years(lines)
    ordered = [int(year) for year in lines["order_year"]]
    years = delivered if claim["event"] == "delivery" else ordered
    if claim["event"] == "plan":
        last = max(last, *years)  # an order may follow a plan at any time
    apart = min(max(first - year, year - last, 0) for year in years)
    numbers = [int(number) for number in lines["number_delivered"]]
    claimed = claim["claimed_number"]
    if apart:
        verdict = "other year"
    elif claim["weapon_pattern"] == ANY_WEAPON:
        verdict = "weapon not named"
    elif pd.isna(claimed):
        verdict = "number not named"
    else:
        verdict = "delivered" if claimed in {*numbers, sum(numbers)} else "other number"
    return {
        "verdict": verdict,
        "lines": len(lines),
        "first_order_year": min(ordered),
        "last_order_year": max(ordered),
        "is_order_year_estimated": bool(lines["is_order_year_estimated"].any()),
        "first_delivery_year": min(delivered),
        "last_delivery_year": max(delivered),
        "number_delivered": sum(numbers),
        "tiv_delivered_million": float(lines["tiv_delivered_million"].sum()),
        "years_apart": apart,
        **known,
    }


def _items(reports: pd.DataFrame, deals: pd.DataFrame) -> pd.DataFrame:
    """Return the lines of the register that the reports of one contract are tied to."""
    first = reports.iloc[0]
    near = deals[deals["supplier"] == first["supplier"]]
    if pd.notna(first["iso3"]):
        near = near[near["iso3"] == first["iso3"]]
    years = int(reports["first_year"].min()), int(reports["last_year"].max())
    items = {item for each in reports["items"].dropna() for item in str(each).split("; ")}
    if "*" in items:
        return near[near["order_year"].between(*years)]
    # A report may date the order a year off.
    near = near[near["order_year"].between(years[0] - 1, years[1] + 1)]
    names = near["designation"] + ":" + near["number_ordered"].astype("string")
    return near[names.isin(items).fillna(value=False).astype(bool)]


def _delivery_years(lines: pd.DataFrame) -> list[int]:
    return sorted(year for printed in lines["delivery_years"] for year in years_in(printed))
