"""Diplomatic relations and membership of organisations."""

from __future__ import annotations

import pandas as pd

from analysis.claims.ledger import Claim
from analysis.claims.registry import Context, method
from analysis.claims.values import Value, names, number, parse_date, truth
from analysis.claims.verdicts import Reading

#: Indicator of the evidence that dates relations.
ESTABLISHED = "diplomatic_relations_established"
#: The list of the states that a text itself gives.
LISTED = "claims/diplomatic_relations"


@method(units=("states", "countries", "boolean"))
def members(claim: Claim, context: Context) -> list[Reading]:
    """Return how many states of the region belong to the item, or whether those named do.

    At the end of the claim's last year; observers count where the organisation is one of
    observers.
    """
    table = "common/organisations"
    rows = context.pick(table, organisation=[claim.item], iso3=context.study.states)
    named = context.states(claim)
    if rows.empty or not len(claim.years) or not named:
        return []
    year = claim.years[-1]
    start, end = (pd.to_numeric(rows[name].str[:4]) for name in ("start", "end"))
    is_in = (start <= year) & ~(end <= year)
    is_member = rows["status"] == "member"
    if is_member.any():
        is_in &= is_member
    states = sorted(rows.loc[is_in, "iso3"].unique())
    said = f"{len(states)} at the end of {year}: {', '.join(states) or 'none'}"
    where = f"{claim.item}, {year}"
    is_so = truth(set(named) <= set(states))
    value = is_so if claim.value.kind == "truth" else number(len(states), claim.value.unit)
    return [Reading(value, table, where, said, "charters and announcements")]


@method(units=("states", "countries"))
def states_of_region(claim: Claim, context: Context) -> list[Reading]:
    """Return the number of states of the region.

    By the United Nations' list.
    """
    count = len(context.study.states)
    where = str(context.study.region.where or context.study.name)
    return [Reading(number(count, claim.value.unit), "common/states", where, "", "UN M49")]


def _first_years(claim: Claim, context: Context) -> dict[str, str]:
    """Return the earliest date of relations with the partner by state, from evidence."""
    partner = context.lineage(claim)
    rows = context.pick("claims/evidence", counterpart=partner, indicator=[ESTABLISHED])
    dates: dict[str, str] = {}
    for iso3, value in zip(rows["subject"], rows["value"], strict=True):
        if iso3 not in dates or parse_date(value).first < parse_date(dates[iso3]).first:
            dates[iso3] = value
    return dates


@method(units=("list",), whom={LISTED: "partner"})
def earliest_relations(claim: Claim, context: Context) -> list[Reading]:
    """Return the states with the earliest relations with the partner, in order.

    By the text's own list, and by evidence.
    """
    n = len(claim.value.names)
    listed = context.pick(LISTED, partner=context.lineage(claim))
    own = listed.sort_values(["established_year", "iso3"]).head(n)
    dates = _first_years(claim, context)
    read = sorted(dates, key=lambda iso3: (parse_date(dates[iso3]).first, iso3))[:n]
    order = names(read, is_ordered=True)
    said = "dates read: " + ", ".join(f"{iso3} {dates[iso3][:4]}" for iso3 in read)
    return [
        _own(names(list(own["iso3"]), is_ordered=True), "established_year", own),
        Reading(order, "claims/evidence", ESTABLISHED, said, f"{len(dates)} states"),
    ]


@method(units=("list",), whom={LISTED: "partner"})
def new_in_years(claim: Claim, context: Context) -> list[Reading]:
    """Return the states whose relations began or resumed in a period, by the text's own list.

    The text's own list of years.
    """
    listed = context.pick(LISTED, partner=context.lineage(claim))
    years = listed[["established_year", "reestablished_year"]].apply(pd.to_numeric)
    own = listed.loc[years.isin(list(claim.years)).any(axis=1), "iso3"]
    shown = listed[listed["iso3"].isin(claim.value.names)]
    return [_own(names(list(own)), f"years {claim.period}", shown)]


def _own(value: Value, where: str, rows: pd.DataFrame) -> Reading:
    """Return a reading of the text's own list, with the years of some of its rows."""
    said = ", ".join(f"{row.iso3} {row.established_year}" for row in rows.itertuples())
    own = "the text's own list: " + said
    return Reading(value, LISTED, where, own, "the texts' own numbers", basis="own")
