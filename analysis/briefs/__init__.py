"""What a brief says of one state: indicators over time, beside its group and the region.

Every indicator is one frame over all 33 states and all years, so that a state's value, its rank
and the medians come from the same rows. Pure functions: no files, no plots.
"""

from analysis.briefs.comparison import (
    COMPARABLE_SHARE,
    compare,
    over_time,
    present_comparison,
)
from analysis.briefs.indicators import INDICATORS, TABLES, Indicator, compute_indicators
from analysis.briefs.profile import (
    count_verdicts,
    describe_memberships,
    describe_relations,
    largest_deals,
    latest_events,
    memberships,
    present_claims,
    relations,
)

__all__ = [
    "COMPARABLE_SHARE",
    "INDICATORS",
    "TABLES",
    "Indicator",
    "compare",
    "compute_indicators",
    "count_verdicts",
    "describe_memberships",
    "describe_relations",
    "largest_deals",
    "latest_events",
    "memberships",
    "over_time",
    "present_claims",
    "present_comparison",
    "relations",
]
