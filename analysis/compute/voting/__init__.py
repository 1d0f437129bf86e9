"""Compute the voting tables from the UN Digital Library's bulk file and unvotes' data.

What ships is counts of pairs of states and estimates from them, never the roll calls themselves.
"""

from analysis.build.voting.groups import cohesion, mean_intervals
from analysis.build.voting.ideal_points import ideal_points
from analysis.build.voting.recurring import EVENTS, recurring_tallies, text_changes
from analysis.build.voting.series import unvotes_tallies
from analysis.build.voting.source import ISSUES, PARTNERS
from analysis.build.voting.tallies import coding, landmark_totals, partner_tallies, tallies

__all__ = [
    "EVENTS",
    "ISSUES",
    "PARTNERS",
    "TABLES",
    "coding",
    "cohesion",
    "ideal_points",
    "landmark_totals",
    "mean_intervals",
    "partner_tallies",
    "recurring_tallies",
    "tallies",
    "text_changes",
    "unvotes_tallies",
]

TABLES = {
    "voting/coding": coding,
    "voting/cohesion": cohesion,
    "voting/ideal_points": ideal_points,
    "voting/landmark_totals": landmark_totals,
    "voting/mean_intervals": mean_intervals,
    "voting/partner_tallies": partner_tallies,
    "voting/recurring_tallies": recurring_tallies,
    "voting/tallies": tallies,
    "voting/text_changes": text_changes,
    "voting/unvotes_tallies": unvotes_tallies,
}
