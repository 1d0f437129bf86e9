"""The texts' central theses, tested on one panel of states and years.

Politics before economics, dependence on few partners, a return after 2000, a turn in 2014,
alternative partners. Pure functions on frames: no files, no plots.
"""

from __future__ import annotations

from analysis.synthesis.curve import (
    CHOICES,
    STATISTICS,
    Curve,
    estimate_curve,
    list_specifications,
    summarise_curves,
)
from analysis.synthesis.estimates import estimate_flows, estimate_votes, state_power, step_of
from analysis.synthesis.panel import (
    ALIGNMENTS,
    IDEAL_POINTS,
    PARTNER_NAMES,
    PARTNERS,
    TABLES,
    VARIABLES,
    alignment_column,
    build_panel,
    count_coverage,
    lag,
)
from analysis.synthesis.poisson import Poisson, estimate_poisson
from analysis.synthesis.theses import (
    LEADING,
    TURN_YEAR,
    compare_periods,
    concentrate_by_partner,
    concentrate_windows,
    dyads_of_arms,
    dyads_of_trade,
    dyads_of_votes,
    five_years,
    stack,
    trace_or_none,
    trace_turn,
    world_trade,
)
from analysis.synthesis.within import (
    TooLittleError,
    Within,
    complete_cases,
    draw_weights,
    estimate_arrays,
    estimate_within,
)

__all__ = [
    "ALIGNMENTS",
    "CHOICES",
    "IDEAL_POINTS",
    "LEADING",
    "PARTNERS",
    "PARTNER_NAMES",
    "STATISTICS",
    "TABLES",
    "TURN_YEAR",
    "VARIABLES",
    "Curve",
    "Poisson",
    "TooLittleError",
    "Within",
    "alignment_column",
    "build_panel",
    "compare_periods",
    "complete_cases",
    "concentrate_by_partner",
    "concentrate_windows",
    "count_coverage",
    "draw_weights",
    "dyads_of_arms",
    "dyads_of_trade",
    "dyads_of_votes",
    "estimate_arrays",
    "estimate_curve",
    "estimate_flows",
    "estimate_poisson",
    "estimate_votes",
    "estimate_within",
    "five_years",
    "lag",
    "list_specifications",
    "stack",
    "state_power",
    "step_of",
    "summarise_curves",
    "trace_or_none",
    "trace_turn",
    "world_trade",
]
