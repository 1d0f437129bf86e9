"""What the gravity of trade expects of a pair of states, and how far the actual flow is from it."""

from __future__ import annotations

from analysis.trade.gravity.benchmark import (
    BENCHMARK,
    EVERY_YEAR,
    SIMILAR_PAIRS,
    SOURCES,
    SPECIFICATIONS,
    Z_95,
    Estimated,
    Specification,
    compare_with_expected,
    estimate,
    stack_sums,
    sum_expected,
)
from analysis.trade.gravity.estimate import (
    PoissonFit,
    drop_separated,
    fit_ppml,
    reset_test,
)
from analysis.trade.gravity.expectation import covariance, expected_flows, sum_log_error
from analysis.trade.gravity.panel import (
    AGREEMENT,
    FIRST_YEAR,
    GEOGRAPHY,
    PLACE_OF,
    REMOTENESS,
    SIZE,
    add_size,
    gravity_panel,
    is_with_region,
    rename_states,
)

__all__ = [
    "AGREEMENT",
    "BENCHMARK",
    "EVERY_YEAR",
    "FIRST_YEAR",
    "GEOGRAPHY",
    "PLACE_OF",
    "REMOTENESS",
    "SIMILAR_PAIRS",
    "SIZE",
    "SOURCES",
    "SPECIFICATIONS",
    "Z_95",
    "Estimated",
    "PoissonFit",
    "Specification",
    "add_size",
    "compare_with_expected",
    "covariance",
    "drop_separated",
    "estimate",
    "expected_flows",
    "fit_ppml",
    "gravity_panel",
    "is_with_region",
    "rename_states",
    "reset_test",
    "stack_sums",
    "sum_expected",
    "sum_log_error",
]
