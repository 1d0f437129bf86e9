"""Arms: orders and deliveries of the register, money of contracts, ranks of recipients."""

from __future__ import annotations

import pandas as pd

from analysis.claims.ledger import Claim
from analysis.claims.registry import Arguments, Context, method
from analysis.claims.values import Value, number, parse, truth
from analysis.claims.verdicts import Reading

#: A year of order in the register may differ from that of the signature by this much.
ORDER_SLACK = 1


def _deals(claim: Claim, context: Context) -> pd.DataFrame:
    deals = context.tables["arms/deals"]
    rows = deals[deals["iso3"].isin(claim.states) & (deals["supplier"] == "RUS")]
    if not claim.item:
        return rows
    both = rows["designation"] + " " + rows["description"]
    return rows[both.str.contains(claim.item, case=False, regex=False)]


@method
def register_orders(claim: Claim, arguments: Arguments, context: Context) -> list[Reading]:
    """Return how many of an item a state ordered from Russia, by the register.

    Parameters
    ----------
    claim : Claim
        A number of the item, or a yes. Without an item, all lines.
    arguments : mapping
        ``is_plan=yes`` for plans, talks and offers: an order that never came does not refute that
        it was spoken of, so that the register only stands beside such a claim.
    context : Context
        The tables.

    Returns
    -------
    list of Reading
        The sum of the numbers ordered, or whether any was. No line is none ordered: the register
        means to be complete for major arms.
    """
    if not claim.states or not len(claim.years):
        return []
    rows = _deals(claim, context)
    is_plan = arguments.get("is_plan") == "yes"
    last = 9999 if is_plan else claim.years[-1] + ORDER_SLACK
    first = claim.years[0] - ORDER_SLACK
    rows = rows[(rows["order_year"] >= first) & (rows["order_year"] <= last)]
    count = float(rows["number_ordered"].sum())
    lines = ", ".join(
        f"{row['number_ordered']} {row['designation']} ({row['order_year']})"
        for row in rows.to_dict("records")
    )
    value: Value = (
        number(count, claim.value.unit) if claim.value.kind == "number" else truth(count > 0)
    )
    span = f"{first}–{last}" if not is_plan else f"from {first}"
    return [
        Reading(
            value,
            "arms/deals",
            f"{', '.join(claim.states)}, supplier RUS, {claim.item or 'all'}, ordered {span}",
            lines or "no line of the register",
            "register, export of 2024-10-21",
            "part" if is_plan else "exact",
        )
    ]


@method
def register_delivery(claim: Claim, arguments: Arguments, context: Context) -> list[Reading]:
    """Return the years in which Russia delivered an item, by the register.

    Parameters
    ----------
    claim : Claim
        A year; the item is a designation.
    arguments : mapping
        None are used.
    context : Context
        The tables.

    Returns
    -------
    list of Reading
        The span from the first to the last year of delivery; none if there is no line.
    """
    rows = _deals(claim, context).dropna(subset=["delivery_years"])
    if rows.empty:
        return []
    years = sorted({year.strip() for cell in rows["delivery_years"] for year in cell.split(";")})
    span = years[0] if years[0] == years[-1] else f"{years[0]}/{years[-1]}"
    lines = ", ".join(rows["designation"].unique())
    where = f"{', '.join(claim.states)}, supplier RUS, {claim.item}"
    return [
        Reading(parse(span, "date"), "arms/deals", where, lines, "register, export of 2024-10-21")
    ]


@method
def contract_value(claim: Claim, arguments: Arguments, context: Context) -> list[Reading]:
    """Return what is reported as the value of contracts or of a contract for an item.

    Parameters
    ----------
    claim : Claim
        An amount of money; with an item, of a deal that names it, else of a total.
    arguments : mapping
        None are used.
    context : Context
        The tables.

    Returns
    -------
    list of Reading
        One a report, without those of the texts themselves. A report of part of the years is a
        lower bound, one of other years is marked so.
    """
    table = context.tables["arms/contract_values"]
    rows = table[table["iso3"].isin(claim.states) & (table["source_kind"] != "seed")]
    if claim.item:
        rows = rows[(rows["kind"] == "deal") & rows["what"].str.contains(claim.item, regex=False)]
    else:
        rows = rows[rows["kind"] == "total"]
    found = []
    for row in rows.to_dict("records"):
        if not len(claim.years):
            continue
        first, last = int(row["first_year"]), int(row["last_year"])
        if last < claim.years[0] - ORDER_SLACK or first > claim.years[-1] + ORDER_SLACK:
            continue
        unit = f"{row['currency']}_million"
        low, high = float(row["value_low_million"]) * 1e6, row["value_high_million"]
        is_open = pd.isna(high)
        value = number(low, unit)
        if not is_open and float(high) * 1e6 != low:
            value = parse(f"{row['value_low_million']:g}-{high:g}", unit)
        if value.quantity != claim.value.quantity:
            continue
        inside = first >= claim.years[0] and last <= claim.years[-1]
        bound = "exact"
        if not claim.item and not inside:
            bound = "other years"
        elif is_open or (not claim.item and (first, last) != (claim.years[0], claim.years[-1])):
            bound = "at_least"
        found.append(
            Reading(
                value,
                "arms/contract_values",
                f"{row['contract']}, {first}–{last}",
                row["what"],
                str(row["source"]),
                bound,
            )
        )
    return found


@method
def recipient_rank(claim: Claim, arguments: Arguments, context: Context) -> list[Reading]:
    """Return the place of a state among the recipients of Russia's arms, by volume.

    Parameters
    ----------
    claim : Claim
        A rank of one state.
    arguments : mapping
        None are used.
    context : Context
        The tables.

    Returns
    -------
    list of Reading
        In the claim's years, and over the five years that end with them.
    """
    table = context.tables["arms/supplier_exports"]
    if not claim.states or not len(claim.years):
        return []
    found = []
    last = claim.years[-1]
    for first in (claim.years[0], last - 4):
        rows = table[(table["year"] >= first) & (table["year"] <= last)]
        sums = rows.groupby("iso3")["tiv_million"].sum().sort_values(ascending=False, kind="stable")
        if claim.states[0] not in sums.index:
            continue
        place = list(sums.index).index(claim.states[0]) + 1
        leader = f"{sums.index[0]} is first with {sums.iloc[0]:,.0f} million TIV"
        where = f"deliveries {first}–{last}" if first != last else f"deliveries {last}"
        found.append(
            Reading(
                number(place, "rank"),
                "arms/supplier_exports",
                f"{where}, {len(sums)} recipients",
                f"{where}; {leader}, {claim.states[0]} has {sums[claim.states[0]]:,.0f}",
                "SIPRI, volumes of major arms",
            )
        )
    return found
