"""Measures of trade between Russia and the region. Pure functions: no files, no plots.

Flows are seen from the state: ``exports_to_russia`` and ``imports_from_russia``. A flow that
nobody recorded is missing, never zero: sums say how many states they hold.
"""

from __future__ import annotations

from analysis.trade.concentration import (
    concentration,
    concentration_ratio,
    herfindahl,
    leading_partners,
)
from analysis.trade.mirror import (
    CIF_FOB,
    asymmetry,
    largest_gaps,
    mirror,
    mirror_by_year,
    reconcile,
)
from analysis.trade.printed import NO_ERROR, balances, compare_printed, parse_printed, sum_compared
from analysis.trade.series import (
    COMPARABLE_SHARE,
    FLOWS,
    PERIODS,
    REPORTERS,
    USUAL_TURNOVER_SHARE,
    cagr,
    classify_coverage,
    compare_readings,
    deflate,
    flows_by_state,
    growth_table,
    in_prices_of,
    present_growth,
    rank_partners,
    stack_sides,
    stated_turnover,
    trend_periods,
    value_in,
    yearly_totals,
)

__all__ = [
    "CIF_FOB",
    "COMPARABLE_SHARE",
    "FLOWS",
    "NO_ERROR",
    "PERIODS",
    "REPORTERS",
    "USUAL_TURNOVER_SHARE",
    "asymmetry",
    "balances",
    "cagr",
    "classify_coverage",
    "compare_printed",
    "compare_readings",
    "concentration",
    "concentration_ratio",
    "deflate",
    "flows_by_state",
    "growth_table",
    "herfindahl",
    "in_prices_of",
    "largest_gaps",
    "leading_partners",
    "mirror",
    "mirror_by_year",
    "parse_printed",
    "present_growth",
    "rank_partners",
    "reconcile",
    "stack_sides",
    "stated_turnover",
    "sum_compared",
    "trend_periods",
    "value_in",
    "yearly_totals",
]
