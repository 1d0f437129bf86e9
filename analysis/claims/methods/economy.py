"""Growth, prices, population and size of economies."""

from __future__ import annotations

from analysis import countries
from analysis.claims.ledger import Claim
from analysis.claims.registry import Arguments, Context, method
from analysis.claims.values import UNITS, names, number, parse
from analysis.claims.verdicts import Reading


@method
def growth(claim: Claim, arguments: Arguments, context: Context) -> list[Reading]:
    """Return growth of output as each publisher estimates it, per cent.

    Parameters
    ----------
    claim : Claim
        One state or the region, one year.
    arguments : mapping
        None are used.
    context : Context
        The tables.

    Returns
    -------
    list of Reading
        One a publisher.
    """
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


@method
def shrinking(claim: Claim, arguments: Arguments, context: Context) -> list[Reading]:
    """Return how many economies of the region shrank, by publisher.

    Parameters
    ----------
    claim : Claim
        A count, one year.
    arguments : mapping
        None are used.
    context : Context
        The tables.

    Returns
    -------
    list of Reading
        One a publisher, with the states.
    """
    table = context.tables["claims/growth_estimates"]
    rows = table[table["year"].isin(claim.years) & table["area"].isin(countries.LAC)]
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


@method
def gdp_order(claim: Claim, arguments: Arguments, context: Context) -> list[Reading]:
    """Return the places of states among the region's economies, by GDP in current dollars.

    Parameters
    ----------
    claim : Claim
        Names of the form ``BRA 1``, one year.
    arguments : mapping
        None are used.
    context : Context
        The tables.

    Returns
    -------
    list of Reading
        The same states with their places.
    """
    table = context.tables["common/gdp"]
    rows = table[table["year"].isin(claim.years) & table["iso3"].isin(countries.LAC)]
    order = list(rows.groupby("iso3")["gdp_current_usd"].mean().sort_values(ascending=False).index)
    states = [name.partition(" ")[0] for name in claim.value.names]
    if any(iso3 not in order for iso3 in states):
        return []
    places = names([f"{iso3} {order.index(iso3) + 1}" for iso3 in states], is_ordered=True)
    first = ", ".join(order[:4])
    where = f"{claim.period}, {len(order)} states"
    return [Reading(places, "common/gdp", where, f"the first four are {first}", "World Bank")]


@method
def inflation(claim: Claim, arguments: Arguments, context: Context) -> list[Reading]:
    """Return the rise of consumer prices: of a state, or the median of the region's states.

    Parameters
    ----------
    claim : Claim
        Per cent; the item ``without ARG;VEN`` leaves states out.
    arguments : mapping
        None are used.
    context : Context
        The tables.

    Returns
    -------
    list of Reading
        The mean over the year's months as the World Bank has it, not the rise over twelve months.
    """
    out = (
        claim.item.removeprefix("without ").split(";") if claim.item.startswith("without ") else []
    )
    table = context.tables["common/consumer_prices"]
    rows = table[table["iso3"].isin(claim.states) & table["year"].isin(claim.years)]
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
            number(value, "percent"),
            "common/consumer_prices",
            f"{claim.period}",
            said,
            "World Bank",
        )
    ]


@method
def group_population(claim: Claim, arguments: Arguments, context: Context) -> list[Reading]:
    """Return the people of an organisation's members.

    Parameters
    ----------
    claim : Claim
        The item is the organisation.
    arguments : mapping
        ``with``: states counted beside the members, for example one that sat for others.
    context : Context
        The tables.

    Returns
    -------
    list of Reading
        In the claim's years, with the year in which the figure would fit.
    """
    if not len(claim.years):
        return []
    year = claim.years[-1]
    beside = [iso3 for iso3 in arguments.get("with", "").split(",") if iso3]
    states = sorted({*countries.members(claim.item, year), *beside})
    table = context.tables["common/population"]
    rows = table[table["iso3"].isin(states)]
    sums = rows.groupby("year")["population_persons"].sum()
    if year not in sums.index:
        return []
    nearest = int((sums - claim.value.low).abs().to_numpy().argmin()) + int(sums.index[0])
    shown = sums[nearest] / UNITS["million_persons"][1]
    return [
        Reading(
            number(float(sums[year]), claim.value.unit),
            "common/population",
            f"{claim.item} in {year}, {len(states)} states",
            f"the same states come nearest to the figure in {nearest}, with {shown:.1f} million",
            "World Bank",
        )
    ]


@method
def unit_price(claim: Claim, arguments: Arguments, context: Context) -> list[Reading]:
    """Return what a contract's volume would cost at market prices.

    Parameters
    ----------
    claim : Claim
        The value of a contract whose volume is claimed too (same text, parties and item).
    arguments : mapping
        ``volume``: indicator of the volume. ``price``: indicator of the price in evidence.
    context : Context
        The tables and the ledger.

    Returns
    -------
    list of Reading
        One a price.
    """
    volumes = [
        other.value
        for other in context.ledger.values()
        if other.indicator == arguments["volume"]
        and (other.text, other.subjects, other.item) == (claim.text, claim.subjects, claim.item)
    ]
    prices = context.tables["claims/evidence"]
    prices = prices[(prices["indicator"] == arguments["price"]) & (prices["item"] == claim.item)]
    prices = prices[prices["year_start"].isin(claim.years)]
    found = []
    for volume in volumes:
        for row in prices.to_dict("records"):
            price = parse(row["value"], row["unit"]).low
            each = claim.value.low / volume.low
            found.append(
                Reading(
                    number(volume.low * price, claim.value.unit),
                    "claims/evidence",
                    f"{arguments['price']}, {claim.period}: {row['value']} {row['unit']}",
                    f"{volume.low:,.0f} {volume.quantity} at {price:g} ({row['definition']}); "
                    f"the claim makes {each:,.0f} each",
                    str(row["source"]),
                )
            )
    return found
