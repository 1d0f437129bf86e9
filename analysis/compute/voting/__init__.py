"""Compute the voting tables from the UN Digital Library's bulk file and unvotes' data.

What ships is counts of pairs of states and estimates from them, never the roll calls themselves.
"""

from analysis.compute.voting.groups import cohesion, mean_intervals
from analysis.compute.voting.ideal_points import ideal_points
from analysis.compute.voting.recurring import recurring_tallies, text_changes
from analysis.compute.voting.series import unvotes_tallies
from analysis.compute.voting.tallies import coding, landmark_totals, partner_tallies, tallies

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
