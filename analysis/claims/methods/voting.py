"""Votes in the General Assembly: who voted how, and how many."""

from __future__ import annotations

from analysis import countries
from analysis.claims.ledger import Claim
from analysis.claims.registry import Arguments, Context, method
from analysis.claims.values import Value, number
from analysis.claims.verdicts import Reading


@method
def vote(claim: Claim, arguments: Arguments, context: Context) -> list[Reading]:
    """Return how a state voted on a resolution.

    Parameters
    ----------
    claim : Claim
        One state; the item is the resolution.
    arguments : mapping
        None are used.
    context : Context
        The tables.

    Returns
    -------
    list of Reading
        ``yes``, ``no``, ``abstain`` or ``absent``.
    """
    rows = context.tables["voting/landmark_votes"]
    rows = rows[(rows["resolution"] == claim.item) & rows["iso3"].isin(claim.subjects[:1])]
    return [
        Reading(
            Value("text", row["vote"], claim.value.unit, names=(row["vote"],)),
            "voting/landmark_votes",
            f"{row['resolution']}, {row['iso3']}",
            source=row["source"],
        )
        for row in rows.to_dict("records")
    ]


@method
def votes_counted(claim: Claim, arguments: Arguments, context: Context) -> list[Reading]:
    """Return how many states voted so: of the world, of the region, or of those named.

    Parameters
    ----------
    claim : Claim
        A count; the item is the resolution, the subject WLD, LAC or states.
    arguments : mapping
        ``vote``: ``yes``, ``no`` or ``abstain``.
    context : Context
        The tables.

    Returns
    -------
    list of Reading
        The count, with the states of the region that it holds.
    """
    if "WLD" in claim.subjects:
        totals = context.tables["voting/landmark_totals"]
        rows = totals[totals["resolution"] == claim.item]
        column = {"yes": "total_yes", "no": "total_no", "abstain": "total_abstentions"}
        return [
            Reading(
                number(int(row[column[arguments["vote"]]]), claim.value.unit),
                "voting/landmark_totals",
                f"{claim.item}, {column[arguments['vote']]}",
                "all member states",
            )
            for row in rows.to_dict("records")
        ]
    votes = context.tables["voting/landmark_votes"]
    rows = votes[(votes["resolution"] == claim.item) & votes["iso3"].isin(claim.states)]
    if rows.empty:
        return []
    states = sorted(rows.loc[rows["vote"] == arguments["vote"], "iso3"])
    whole = "the region" if len(claim.states) == len(countries.LAC) else "those named"
    return [
        Reading(
            number(len(states), claim.value.unit),
            "voting/landmark_votes",
            f"{claim.item}, vote {arguments['vote']}, {len(rows)} states",
            f"{whole}: {', '.join(states) or 'none'}",
            str(rows["source"].iloc[0]),
        )
    ]
