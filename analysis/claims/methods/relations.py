"""Diplomatic relations and membership of organisations."""

from __future__ import annotations

import pandas as pd

from analysis import countries
from analysis.claims.ledger import Claim
from analysis.claims.registry import Arguments, Context, method
from analysis.claims.values import names, number, parse_date, truth
from analysis.claims.verdicts import Reading


@method
def members(claim: Claim, arguments: Arguments, context: Context) -> list[Reading]:
    """Return how many states of the region belong to an organisation, or whether one does.

    Parameters
    ----------
    claim : Claim
        A count for the region, or a yes or no for one state; the item is the organisation.
    arguments : mapping
        None are used.
    context : Context
        The tables.

    Returns
    -------
    list of Reading
        At the end of the claim's last year; observers count where the organisation is one of
        observers.
    """
    table = context.tables["common/organisations"]
    rows = table[(table["organisation"] == claim.item) & table["iso3"].isin(countries.LAC)]
    if rows.empty or not len(claim.years):
        return []
    year = claim.years[-1]
    first = rows["start"].str[:4].astype("Int64")
    left = rows["end"].str[:4].astype("Int64")
    is_in = (first <= year) & (left.isna() | (left > year))
    if not claim.item.endswith("OBSERVER"):
        is_in &= rows["status"] == "member"
    states = sorted(rows.loc[is_in.fillna(False).astype(bool), "iso3"].unique())
    said = f"{len(states)} at the end of {year}: {', '.join(states) or 'none'}"
    where = f"{claim.item}, {year}"
    if claim.value.kind == "truth":
        value = truth(set(claim.states) <= set(states))
    else:
        value = number(len(states), claim.value.unit)
    return [Reading(value, "common/organisations", where, said, "charters and announcements")]


@method
def states_of_region(claim: Claim, arguments: Arguments, context: Context) -> list[Reading]:
    """Return the number of states of the region.

    Parameters
    ----------
    claim : Claim
        A count.
    arguments : mapping
        None are used.
    context : Context
        The tables.

    Returns
    -------
    list of Reading
        By the United Nations' list.
    """
    table = context.tables["common/states"]
    count = int(table["is_lac"].astype(bool).sum())
    return [Reading(number(count, claim.value.unit), "common/states", "is_lac", "", "UN M49")]


def _first_years(context: Context) -> dict[str, str]:
    """Return the earliest date of relations by state, from evidence."""
    table = context.tables["claims/evidence"]
    rows = table[table["indicator"] == "diplomatic_relations_established"]
    dates: dict[str, str] = {}
    for iso3, value in zip(rows["subject"], rows["value"], strict=True):
        if iso3 not in dates or parse_date(value).first < parse_date(dates[iso3]).first:
            dates[iso3] = value
    return dates


@method
def earliest_relations(claim: Claim, arguments: Arguments, context: Context) -> list[Reading]:
    """Return the states with the earliest relations with Russia, in order.

    Parameters
    ----------
    claim : Claim
        Names in order.
    arguments : mapping
        None are used.
    context : Context
        The tables.

    Returns
    -------
    list of Reading
        By the text's own list, and by evidence.
    """
    n = len(claim.value.names)
    listed = context.tables["claims/diplomatic_relations"]
    own = listed.sort_values(["established_year", "iso3"]).head(n)
    dates = _first_years(context)
    read = sorted(dates, key=lambda iso3: (parse_date(dates[iso3]).first, iso3))[:n]
    said = {
        "own": ", ".join(f"{r.iso3} {r.established_year}" for r in own.itertuples()),
        "read": ", ".join(f"{iso3} {dates[iso3][:4]}" for iso3 in read),
    }
    return [
        Reading(
            names(list(own["iso3"]), is_ordered=True),
            "claims/diplomatic_relations",
            "established_year",
            f"the text's own list: {said['own']}",
            "the texts' own numbers",
            basis="own",
        ),
        Reading(
            names(read, is_ordered=True),
            "claims/evidence",
            "diplomatic_relations_established",
            f"dates read: {said['read']}",
            f"{len(dates)} states",
        ),
    ]


@method
def new_in_years(claim: Claim, arguments: Arguments, context: Context) -> list[Reading]:
    """Return the states whose relations began or resumed in a period, by the text's own list.

    Parameters
    ----------
    claim : Claim
        Names and a period.
    arguments : mapping
        None are used.
    context : Context
        The tables.

    Returns
    -------
    list of Reading
        The text's own list of years.
    """
    listed = context.tables["claims/diplomatic_relations"]
    columns = ["established_year", "reestablished_year"]
    years = listed[columns].apply(pd.to_numeric)
    is_new = years.isin(list(claim.years)).any(axis=1)
    own = sorted(listed.loc[is_new, "iso3"])
    shown = listed[listed["iso3"].isin(claim.value.names)]
    said = ", ".join(f"{r.iso3} {r.established_year}" for r in shown.itertuples())
    return [
        Reading(
            names(own),
            "claims/diplomatic_relations",
            f"years {claim.period}",
            f"the text's own list: {said}",
            "the texts' own numbers",
            basis="own",
        )
    ]
