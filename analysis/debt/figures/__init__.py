"""Plots of the debt notebook, one idea a module."""

from __future__ import annotations

from analysis.figures.debt.claim import claim_over_time
from analysis.figures.debt.common import EVENT_COLORS
from analysis.figures.debt.creditor import burden, creditor_service, creditor_stocks, editions
from analysis.figures.debt.instruments import choices, instrument_spells, swap, values
from analysis.figures.debt.ledger import report_ranges, timeline
from analysis.figures.debt.settlement import relief_waterfall, schedule, sensitivity

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
