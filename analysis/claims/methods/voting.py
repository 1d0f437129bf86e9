"""Votes in the General Assembly: who voted how, and how many."""

from __future__ import annotations

from analysis.claims.ledger import Claim
from analysis.claims.registry import Context, method
from analysis.claims.values import Value, number
from analysis.claims.verdicts import Reading
from analysis.contracts import WORLD

#: Kind of vote → column of its count in ``voting/landmark_totals``.
TOTALS = {"yes": "total_yes", "no": "total_no", "abstain": "total_abstentions"}


@method(units=("vote",))
def vote(claim: Claim, context: Context) -> list[Reading]:
    """Return how a state voted on a resolution, which is the item.

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


@method(units=("states", "countries"))
def votes_counted(claim: Claim, context: Context, *, vote: str) -> list[Reading]:
    """Return how many states voted so on the item: of the world, of the region, or of those named.

    With the states of the region that it holds. ``vote`` is ``yes``, ``no`` or ``abstain``.
    """
    if WORLD in claim.subjects:
        totals = context.tables["voting/landmark_totals"]
        rows = totals[totals["resolution"] == claim.item]
        return [
            Reading(
                number(int(row[TOTALS[vote]]), claim.value.unit),
                "voting/landmark_totals",
                f"{claim.item}, {TOTALS[vote]}",
                "all member states",
            )
            for row in rows.to_dict("records")
        ]
    votes = context.tables["voting/landmark_votes"]
    rows = votes[(votes["resolution"] == claim.item) & votes["iso3"].isin(context.states(claim))]
    if rows.empty:
        return []
    states = sorted(rows.loc[rows["vote"] == vote, "iso3"])
    whole = "the region" if context.is_regional(claim) else "those named"
    return [
        Reading(
            number(len(states), claim.value.unit),
            "voting/landmark_votes",
            f"{claim.item}, vote {vote}, {len(rows)} states",
            f"{whole}: {', '.join(states) or 'none'}",
            str(rows["source"].iloc[0]),
        )
    ]
