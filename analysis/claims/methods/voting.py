"""Votes in the General Assembly: who voted how, and how many."""

from __future__ import annotations

from analysis.claims.ledger import Claim
from analysis.claims.registry import Context, method
from analysis.claims.values import Value, number
from analysis.claims.verdicts import Reading
from analysis.contracts import WORLD

#: Kind of vote → column of its count in ``voting/landmark_totals``.
TOTALS = {"yes": "total_yes", "no": "total_no", "abstain": "total_abstentions"}
VOTES = "voting/landmark_votes"


@method(units=("vote",))
def vote(claim: Claim, context: Context) -> list[Reading]:
    """Return how a state voted on a resolution, which is the item.

    ``yes``, ``no``, ``abstain`` or ``absent``.
    """
    rows = context.pick(VOTES, resolution=[claim.item], iso3=claim.subjects[:1])
    found = []
    for row in rows.to_dict("records"):
        value = Value("text", row["vote"], claim.value.unit, names=(row["vote"],))
        where = f"{row['resolution']}, {row['iso3']}"
        found.append(Reading(value, VOTES, where, source=row["source"]))
    return found


@method(units=("states", "countries"))
def votes_counted(claim: Claim, context: Context, *, vote: str) -> list[Reading]:
    """Return how many states voted so on the item: of the world, of the region, or of those named.

    With the states of the region that it holds. ``vote`` is ``yes``, ``no`` or ``abstain``.
    """
    if WORLD in claim.subjects:
        table, where = "voting/landmark_totals", f"{claim.item}, {TOTALS[vote]}"
        totals = context.pick(table, resolution=[claim.item])[TOTALS[vote]]
        counts = [number(int(total), claim.value.unit) for total in totals]
        return [Reading(value, table, where, "all member states") for value in counts]
    rows = context.pick(VOTES, resolution=[claim.item], iso3=context.states(claim))
    if rows.empty:
        return []
    states = sorted(rows.loc[rows["vote"] == vote, "iso3"])
    whole = "the region" if context.is_regional(claim) else "those named"
    where = f"{claim.item}, vote {vote}, {len(rows)} states"
    said = f"{whole}: {', '.join(states) or 'none'}"
    value = number(len(states), claim.value.unit)
    return [Reading(value, VOTES, where, said, rows["source"].iloc[0])]
