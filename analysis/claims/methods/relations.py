"""Diplomatic relations and membership of organisations."""

from __future__ import annotations

import pandas as pd

from analysis.claims.ledger import Claim
from analysis.claims.registry import Context, method
from analysis.claims.values import names, number, parse_date, truth
from analysis.claims.verdicts import Reading

#: Indicator of the evidence that dates relations.
ESTABLISHED = "diplomatic_relations_established"


@method(units=("states", "countries", "boolean"))
def members(claim: Claim, context: Context) -> list[Reading]:
    """Return how many states of the region belong to the item, or whether those named do.

    At the end of the claim's last year; observers count where the organisation is one of
    observers.
    """
    table = context.tables["common/organisations"]
    rows = table[(table["organisation"] == claim.item) & table["iso3"].isin(context.study.states)]
    named = context.states(claim)
    if rows.empty or not len(claim.years) or not named:
        return []
    year = claim.years[-1]
    first = rows["start"].str[:4].astype("Int64")
    left = rows["end"].str[:4].astype("Int64")
    is_in = (first <= year) & (left.isna() | (left > year))
    is_member = rows["status"] == "member"
    if is_member.any():
        is_in &= is_member
    states = sorted(rows.loc[is_in.fillna(False).astype(bool), "iso3"].unique())
    said = f"{len(states)} at the end of {year}: {', '.join(states) or 'none'}"
    where = f"{claim.item}, {year}"
    if claim.value.kind == "truth":
        value = truth(set(named) <= set(states))
    else:
        value = number(len(states), claim.value.unit)
    return [Reading(value, "common/organisations", where, said, "charters and announcements")]


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
    table = context.tables["claims/evidence"]
    rows = table[table["counterpart"].isin(context.lineage(claim))]
    rows = rows[rows["indicator"] == ESTABLISHED]
    dates: dict[str, str] = {}
    for iso3, value in zip(rows["subject"], rows["value"], strict=True):
        if iso3 not in dates or parse_date(value).first < parse_date(dates[iso3]).first:
            dates[iso3] = value
    return dates


@method(units=("list",), whom={"claims/diplomatic_relations": "partner"})
def earliest_relations(claim: Claim, context: Context) -> list[Reading]:
    """Return the states with the earliest relations with the partner, in order.

    By the text's own list, and by evidence.
    """
    n = len(claim.value.names)
    listed = context.with_partner("claims/diplomatic_relations", claim)
    own = listed.sort_values(["established_year", "iso3"]).head(n)
    dates = _first_years(claim, context)
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
            ESTABLISHED,
            f"dates read: {said['read']}",
            f"{len(dates)} states",
        ),
    ]


@method(units=("list",), whom={"claims/diplomatic_relations": "partner"})
def new_in_years(claim: Claim, context: Context) -> list[Reading]:
    """Return the states whose relations began or resumed in a period, by the text's own list.

    The text's own list of years.
    """
    listed = context.with_partner("claims/diplomatic_relations", claim)
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
