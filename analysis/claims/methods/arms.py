"""Arms: orders and deliveries of the register, money of contracts, ranks of recipients."""

from __future__ import annotations

import math

import pandas as pd

from analysis.claims.ledger import Claim
from analysis.claims.registry import Context, method
from analysis.claims.values import COUNTED, number, parse, truth
from analysis.claims.verdicts import Reading

#: A year of order in the register may differ from that of the signature by this much.
ORDER_SLACK = 1
#: The rank over single years jumps; it is given over this many years too.
RANK_YEARS = 5


def _deals(claim: Claim, context: Context) -> pd.DataFrame:
    states, supplier = context.states(claim), context.partner(claim)
    rows = context.pick("arms/deals", iso3=states, supplier=[supplier])
    if not claim.item:
        return rows
    both = rows["designation"] + " " + rows["description"]
    return rows[both.str.contains(claim.item, case=False, regex=False)]


def _where(claim: Claim, context: Context) -> str:
    return f"{', '.join(context.states(claim))}, supplier {context.partner(claim)}"


def _edition(rows: pd.DataFrame) -> str:
    return f"register, export of {rows['vintage'].max()}"


@method(units=(*COUNTED, "boolean"), whom={"arms/deals": "supplier"})
def register_orders(claim: Claim, context: Context, *, is_plan: str = "") -> list[Reading]:
    """Return how many of an item states ordered from the partner, by the register.

    For a yes: whether any was ordered; without an item, all lines. No line is none ordered: the
    register means to be complete for major arms. ``is_plan=yes`` is for plans, talks and offers: an
    order that never came does not refute that it was spoken of, so that the register only stands
    beside such a claim.
    """
    if not context.states(claim) or not len(claim.years):
        return []
    rows = _deals(claim, context)
    is_open = is_plan == "yes"
    first = claim.years[0] - ORDER_SLACK
    last = math.inf if is_open else claim.years[-1] + ORDER_SLACK
    rows = rows[(rows["order_year"] >= first) & (rows["order_year"] <= last)]
    count = float(rows["number_ordered"].sum())
    lines = ", ".join(
        f"{row['number_ordered']} {row['designation']} ({row['order_year']})"
        for row in rows.to_dict("records")
    )
    value = number(count, claim.value.unit) if claim.value.is_number else truth(count > 0)
    span = f"from {first}" if is_open else f"{first}–{last}"
    where = f"{_where(claim, context)}, {claim.item or 'all'}, ordered {span}"
    edition = _edition(context.tables["arms/deals"])
    said, bound = lines or "no line of the register", "part" if is_open else "exact"
    return [Reading(value, "arms/deals", where, said, edition, bound)]


@method(units=("date", "year"), whom={"arms/deals": "supplier"})
def register_delivery(claim: Claim, context: Context) -> list[Reading]:
    """Return the years in which the partner delivered an item, by the register.

    The span from the first to the last year of delivery; none if there is no line.
    """
    rows = _deals(claim, context)
    rows = rows[rows["delivery_years"] != ""]
    if rows.empty:
        return []
    years = sorted({year.strip() for cell in rows["delivery_years"] for year in cell.split(";")})
    span = years[0] if years[0] == years[-1] else f"{years[0]}/{years[-1]}"
    lines = ", ".join(rows["designation"].unique())
    where = f"{_where(claim, context)}, {claim.item}"
    return [Reading(parse(span, "date"), "arms/deals", where, lines, _edition(rows))]


@method(units=("USD", "EUR"), whom={"arms/contract_values": "supplier"})
def contract_value(claim: Claim, context: Context) -> list[Reading]:
    """Return what is reported as the value of contracts, or of a contract that names the item.

    One a report, without those of the texts themselves. A report of part of the years is a lower
    bound, one of other years is marked so.
    """
    if not len(claim.years):
        return []
    states, supplier = context.states(claim), context.partner(claim)
    kind = "deal" if claim.item else "total"
    rows = context.pick("arms/contract_values", iso3=states, supplier=[supplier], kind=[kind])
    rows = rows[rows["what"].str.contains(claim.item, regex=False)]
    is_near = rows["last_year"] >= claim.years[0] - ORDER_SLACK
    is_near &= rows["first_year"] <= claim.years[-1] + ORDER_SLACK
    found = []
    for row in rows[is_near & (rows["source_kind"] != "seed")].to_dict("records"):
        first, last = int(row["first_year"]), int(row["last_year"])
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
        what = (f"{row['contract']}, {first}–{last}", row["what"], row["source"])
        found.append(Reading(value, "arms/contract_values", *what, bound))
    return found


@method(units=("rank",), whom={"arms/supplier_exports": "supplier"})
def recipient_rank(claim: Claim, context: Context) -> list[Reading]:
    """Return the place of a state among the recipients of the partner's arms, by volume.

    In the claim's years, and over the five years that end with them.
    """
    table = context.pick("arms/supplier_exports", supplier=[context.partner(claim)])
    states = context.states(claim)
    if not states or not len(claim.years):
        return []
    found = []
    last = claim.years[-1]
    for first in (claim.years[0], last - RANK_YEARS + 1):
        rows = table[(table["year"] >= first) & (table["year"] <= last)]
        sums = rows.groupby("iso3")["tiv_million"].sum().sort_values(ascending=False, kind="stable")
        if states[0] not in sums.index:
            continue
        place = list(sums.index).index(states[0]) + 1
        leader = f"{sums.index[0]} is first with {sums.iloc[0]:,.0f} million TIV"
        span = f"deliveries {first}–{last}" if first != last else f"deliveries {last}"
        where = f"{span}, {len(sums)} recipients"
        said = f"{span}; {leader}, {states[0]} has {sums[states[0]]:,.0f}"
        source = "SIPRI, volumes of major arms"
        found.append(Reading(number(place, "rank"), "arms/supplier_exports", where, said, source))
    return found
