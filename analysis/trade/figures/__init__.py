"""Figures of trade with Russia: functions that take frames and return the figure."""

from __future__ import annotations

from analysis.figures.trade.common import FLOW_LABELS, REPORTER_LABELS
from analysis.figures.trade.mirror import draw_mirror_gaps, draw_mirror_ratio
from analysis.figures.trade.partners import (
    COVERAGE_CLASSES,
    draw_concentration,
    draw_coverage,
    draw_partners,
)
from analysis.figures.trade.products import (
    PRODUCT_NAMES,
    draw_advantages,
    draw_asymmetry,
    draw_fit,
    draw_structure,
    product_name,
)
from analysis.figures.trade.readings import draw_range, draw_sensitivity, draw_stated
from analysis.figures.trade.series import draw_balances, draw_flows, draw_turnover
from analysis.figures.trade.shares import draw_intensities, draw_shares

__all__ = [
    "COVERAGE_CLASSES",
    "FLOW_LABELS",
    "PRODUCT_NAMES",
    "REPORTER_LABELS",
    "draw_advantages",
    "draw_asymmetry",
    "draw_balances",
    "draw_concentration",
    "draw_coverage",
    "draw_fit",
    "draw_flows",
    "draw_intensities",
    "draw_mirror_gaps",
    "draw_mirror_ratio",
    "draw_partners",
    "draw_range",
    "draw_sensitivity",
    "draw_shares",
    "draw_stated",
    "draw_structure",
    "draw_turnover",
    "product_name",
]
