"""Plots of the debt notebook, one idea a module."""

from __future__ import annotations

from analysis.debt.figures.claim import claim_over_time
from analysis.debt.figures.common import EVENT_COLORS
from analysis.debt.figures.creditor import burden, creditor_service, creditor_stocks, editions
from analysis.debt.figures.instruments import choices, instrument_spells, swap, values
from analysis.debt.figures.ledger import report_ranges, timeline
from analysis.debt.figures.settlement import relief_waterfall, schedule, sensitivity

__all__ = [
    "EVENT_COLORS",
    "burden",
    "choices",
    "claim_over_time",
    "creditor_service",
    "creditor_stocks",
    "editions",
    "instrument_spells",
    "relief_waterfall",
    "report_ranges",
    "schedule",
    "sensitivity",
    "swap",
    "timeline",
    "values",
]
