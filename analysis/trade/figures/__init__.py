"""Figures of trade with Russia: functions that take frames and return the figure."""

from __future__ import annotations

from analysis.trade.figures.common import FLOW_LABELS, REPORTER_LABELS
from analysis.trade.figures.mirror import draw_mirror_gaps, draw_mirror_ratio
from analysis.trade.figures.partners import (
    COVERAGE_CLASSES,
    draw_concentration,
    draw_coverage,
    draw_partners,
)
from analysis.trade.figures.products import draw_advantages as draw_advantages
from analysis.trade.figures.products import draw_asymmetry as draw_asymmetry
from analysis.trade.figures.products import draw_fit as draw_fit
from analysis.trade.figures.products import draw_structure as draw_structure
from analysis.trade.figures.readings import draw_range, draw_sensitivity, draw_stated
from analysis.trade.figures.series import draw_balances, draw_flows, draw_turnover
from analysis.trade.figures.shares import draw_intensities as draw_intensities
from analysis.trade.figures.shares import draw_shares as draw_shares

__all__ = [
    "COVERAGE_CLASSES",
    "FLOW_LABELS",
    "REPORTER_LABELS",
    "draw_balances",
    "draw_concentration",
    "draw_coverage",
    "draw_flows",
    "draw_mirror_gaps",
    "draw_mirror_ratio",
    "draw_partners",
    "draw_range",
    "draw_sensitivity",
    "draw_stated",
    "draw_turnover",
]
