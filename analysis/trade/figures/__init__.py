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
from analysis.trade.figures.products import (
    PRODUCT_NAMES,
    draw_advantages,
    draw_asymmetry,
    draw_fit,
    draw_structure,
    product_name,
)
from analysis.trade.figures.readings import draw_range, draw_sensitivity, draw_stated
from analysis.trade.figures.series import draw_balances, draw_flows, draw_turnover
from analysis.trade.figures.shares import draw_intensities, draw_shares

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
