"""Breaks in the trend of a yearly series, at known and at unknown dates."""

from __future__ import annotations

from analysis.trade.breaks.dates import (
    LEAST_SERIES,
    LEAST_YEARS,
    RESAMPLINGS,
    TRIMMING,
    BreakDates,
    SupF,
    bai_perron,
    sup_f,
)
from analysis.trade.breaks.study import (
    BreakStudy,
    study_breaks,
    tabulate_regimes,
    tabulate_series,
    tabulate_tests,
)
from analysis.trade.breaks.trends import (
    DRAWS,
    LEAST_FOR_INTERVAL,
    SEED,
    FTest,
    LogTrend,
    chow,
    clean_series,
    fit_trend,
    persistence,
    predictive_chow,
    simulate_deviations,
)

__all__ = [
    "DRAWS",
    "LEAST_FOR_INTERVAL",
    "LEAST_SERIES",
    "LEAST_YEARS",
    "RESAMPLINGS",
    "SEED",
    "TRIMMING",
    "BreakDates",
    "BreakStudy",
    "FTest",
    "LogTrend",
    "SupF",
    "bai_perron",
    "chow",
    "clean_series",
    "fit_trend",
    "persistence",
    "predictive_chow",
    "simulate_deviations",
    "study_breaks",
    "sup_f",
    "tabulate_regimes",
    "tabulate_series",
    "tabulate_tests",
]
