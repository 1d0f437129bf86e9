"""Growth, prices, population and size of economies."""

from __future__ import annotations

import itertools
import re

from analysis import countries
from analysis.claims.ledger import Claim
from analysis.claims.registry import Context, method, read_item
from analysis.claims.values import names, number, parse
from analysis.claims.verdicts import Reading

GROWTH = "claims/growth_estimates"


@method(units=("percent",))
def growth(claim: Claim, context: Context) -> list[Reading]:
    """Return growth of output of a state or the region as each publisher estimates it, per cent."""
    found = []
    for row in context.pick(GROWTH, area=claim.subjects[:1], year=claim.years).to_dict("records"):
        value, publisher = parse(f"{row['growth_pct']:g}", "percent"), row["publisher"]
        where, said = f"{row['area']}, {row['year']}", f"{publisher} ({row['status']})"
        found.append(Reading(value, GROWTH, where, said, publisher))
    return found


@method(units=("states", "countries"))
def shrinking(claim: Claim, context: Context) -> list[Reading]:
    """Return how many economies of the region shrank, by publisher.

    One a publisher, with the states.
    """
    rows = context.pick(GROWTH, year=claim.years, area=context.study.states)
    found = []
    for publisher, group in rows.groupby("publisher"):
        states = sorted(group.loc[group["growth_pct"] < 0, "area"])
        value = number(len(states), claim.value.unit)
        where, said = f"{claim.period}, {len(group)} states", f"{publisher}: {', '.join(states)}"
        found.append(Reading(value, GROWTH, where, said, str(publisher)))
    return found


@method(units=("list",))
def gdp_order(claim: Claim, context: Context) -> list[Reading]:
    """Return the places of states among the region's economies, by GDP in current dollars.

    Of the states that the claim names in the form ``BRA 1``.
    """
    rows = context.pick("common/gdp", year=claim.years, iso3=context.study.states)
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
    table, states = "common/consumer_prices", {*context.states(claim)} - {*out}
    rows = context.pick(table, iso3=states, year=claim.years)
    if rows.empty:
        return []
    value = number(float(rows["inflation_pct"].median()), "percent")
    above = sorted(rows.loc[rows["inflation_pct"] > claim.value.high, "iso3"].unique())
    n = rows["iso3"].nunique()
    whose = f"median of {n} states" if n > 1 else "annual mean"
    said = f"{whose}; above the figure: {', '.join(above) or 'none'}"
    return [Reading(value, table, claim.period, said, "World Bank")]


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
    rows = context.pick("common/population", iso3=states)
    sums = rows.groupby("year")["population_persons"].sum().astype("float64")
    if year not in sums.index:
        return []
    nearest = int((sums - claim.value.low).abs().to_numpy().argmin())
    shown = f"{sums.index[nearest]}, with {sums.iloc[nearest] / 1e6:.1f} million"
    said = f"the same states come nearest to the figure in {shown}"
    where = f"{claim.item} in {year}, {len(states)} states"
    value = number(float(sums[year]), "million_persons")
    return [Reading(value, "common/population", where, said, "World Bank")]


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
    table, years = "claims/evidence", claim.years
    prices = context.pick(table, indicator=[price], item=[claim.item], year_start=years)
    found = []
    for stated, row in itertools.product(volumes, prices.to_dict("records")):
        each = parse(row["value"], row["unit"]).low
        value = number(stated.low * each, claim.value.unit)
        bought = f"{stated.low:,.0f} {stated.quantity} at {each:g} ({row['definition']})"
        said = f"{bought}; the claim makes {claim.value.low / stated.low:,.0f} each"
        where = f"{price}, {claim.period}: {row['value']} {row['unit']}"
        found.append(Reading(value, table, where, said, row["source"]))
    return found
