"""Growth, prices, population and size of economies."""

from __future__ import annotations

import re

from analysis import countries
from analysis.claims.ledger import Claim
from analysis.claims.registry import Context, method, read_item
from analysis.claims.values import UNITS, names, number, parse
from analysis.claims.verdicts import Reading


@method(units=("percent",))
def growth(claim: Claim, context: Context) -> list[Reading]:
    """Return growth of output of a state or the region as each publisher estimates it, per cent."""
    table = context.tables["claims/growth_estimates"]
    rows = table[table["area"].isin(claim.subjects[:1]) & table["year"].isin(claim.years)]
    return [
        Reading(
            parse(f"{row['growth_pct']:g}", "percent"),
            "claims/growth_estimates",
            f"{row['area']}, {row['year']}",
            f"{row['publisher']} ({row['status']})",
            row["publisher"],
        )
        for row in rows.to_dict("records")
    ]


@method(units=("states", "countries"))
def shrinking(claim: Claim, context: Context) -> list[Reading]:
    """Return how many economies of the region shrank, by publisher.

    One a publisher, with the states.
    """
    table = context.tables["claims/growth_estimates"]
    rows = table[table["year"].isin(claim.years) & table["area"].isin(context.study.states)]
    found = []
    for publisher, group in rows.groupby("publisher", sort=True):
        states = sorted(group.loc[group["growth_pct"] < 0, "area"])
        found.append(
            Reading(
                number(len(states), claim.value.unit),
                "claims/growth_estimates",
                f"{claim.period}, {len(group)} states",
                f"{publisher}: {', '.join(states)}",
                str(publisher),
            )
        )
    return found


@method(units=("list",))
def gdp_order(claim: Claim, context: Context) -> list[Reading]:
    """Return the places of states among the region's economies, by GDP in current dollars.

    Of the states that the claim names in the form ``BRA 1``.
    """
    table = context.tables["common/gdp"]
    rows = table[table["year"].isin(claim.years) & table["iso3"].isin(context.study.states)]
    order = list(rows.groupby("iso3")["gdp_current_usd"].mean().sort_values(ascending=False).index)
    states = [name.partition(" ")[0] for name in claim.value.names]
    if any(iso3 not in order for iso3 in states):
        return []
    places = names([f"{iso3} {order.index(iso3) + 1}" for iso3 in states], is_ordered=True)
    first = ", ".join(order[:4])
    where = f"{claim.period}, {len(order)} states"
    return [Reading(places, "common/gdp", where, f"the first four are {first}", "World Bank")]


@method(units=("percent",))
def inflation(claim: Claim, context: Context) -> list[Reading]:
    """Return the rise of consumer prices: of a state, or the median of the region's states.

    The mean over the year's months as the World Bank has it, not the rise over twelve months. The
    item ``without ARG;VEN`` leaves states out.
    """
    left_out = re.fullmatch("without (.+)", claim.item)
    out = left_out[1].split(";") if left_out else []
    table = context.tables["common/consumer_prices"]
    rows = table[table["iso3"].isin(context.states(claim)) & table["year"].isin(claim.years)]
    rows = rows[~rows["iso3"].isin(out)]
    if rows.empty:
        return []
    value = float(rows["inflation_pct"].median())
    above = sorted(rows.loc[rows["inflation_pct"] > claim.value.high, "iso3"].unique())
    whose = (
        f"median of {rows['iso3'].nunique()} states"
        if rows["iso3"].nunique() > 1
        else "annual mean"
    )
    said = f"{whose}; above the figure: {', '.join(above) or 'none'}"
    return [
        Reading(
            number(value, "percent"), "common/consumer_prices", claim.period, said, "World Bank"
        )
    ]


@method(units=("persons",))
def group_population(claim: Claim, context: Context, *, beside: str = "") -> list[Reading]:
    """Return the people of the members of an organisation, which is the item.

    In the claim's years, with the year in which the figure would fit.
    """
    if not len(claim.years):
        return []
    year = claim.years[-1]
    also = [iso3 for iso3 in beside.split(",") if iso3]
    members = read_item(claim, lambda item: countries.members(item, year), "an organisation")
    states = sorted({*members, *also})
    table = context.tables["common/population"]
    rows = table[table["iso3"].isin(states)]
    sums = rows.groupby("year")["population_persons"].sum()
    if year not in sums.index:
        return []
    nearest = int((sums - claim.value.low).abs().to_numpy().argmin()) + int(sums.index[0])
    shown = sums[nearest] / UNITS["million_persons"][1]
    return [
        Reading(
            number(float(sums[year]), "million_persons"),
            "common/population",
            f"{claim.item} in {year}, {len(states)} states",
            f"the same states come nearest to the figure in {nearest}, with {shown:.1f} million",
            "World Bank",
        )
    ]


@method(units=("USD",))
def unit_price(claim: Claim, context: Context, *, volume: str, price: str) -> list[Reading]:
    """Return what a contract's volume would cost at market prices, one reading a price.

    The volume is claimed by the same text for the same parties and item. ``volume`` is its
    indicator, ``price`` that of the price in evidence.
    """
    volumes = [
        other.value
        for other in context.ledger.values()
        if other.indicator == volume
        and (other.text, other.parties, other.item) == (claim.text, claim.parties, claim.item)
    ]
    prices = context.tables["claims/evidence"]
    prices = prices[(prices["indicator"] == price) & (prices["item"] == claim.item)]
    prices = prices[prices["year_start"].isin(claim.years)]
    found = []
    for stated in volumes:
        for row in prices.to_dict("records"):
            each = parse(row["value"], row["unit"]).low
            claimed = claim.value.low / stated.low
            found.append(
                Reading(
                    number(stated.low * each, claim.value.unit),
                    "claims/evidence",
                    f"{price}, {claim.period}: {row['value']} {row['unit']}",
                    f"{stated.low:,.0f} {stated.quantity} at {each:g} ({row['definition']}); "
                    f"the claim makes {claimed:,.0f} each",
                    str(row["source"]),
                )
            )
    return found
