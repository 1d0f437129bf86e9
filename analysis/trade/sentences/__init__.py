"""What the trade tables say, in sentences that carry their own numbers.

Every function takes results of the measures and returns one paragraph of Markdown. Where the
chosen states and years have no figures, the paragraph says so.
"""

from __future__ import annotations

from analysis.trade.sentences.mirror import KNOWN_GAPS, on_known_gaps, on_mirror, on_readings
from analysis.trade.sentences.partners import on_concentration, on_coverage, on_partners
from analysis.trade.sentences.printed import on_balances, on_part_year
from analysis.trade.sentences.series import on_flows, on_growth, on_stated, on_turnover
from analysis.trade.sentences.words import PART_YEAR, spans
from analysis.trade.sentences.world import (
    on_advantages,
    on_bounds,
    on_fit,
    on_intensities,
    on_range,
    on_reliability,
    on_sensitivity,
    on_shares,
    on_structure,
)

__all__ = [
    "KNOWN_GAPS",
    "PART_YEAR",
    "on_advantages",
    "on_balances",
    "on_bounds",
    "on_concentration",
    "on_coverage",
    "on_fit",
    "on_flows",
    "on_growth",
    "on_intensities",
    "on_known_gaps",
    "on_mirror",
    "on_part_year",
    "on_partners",
    "on_range",
    "on_readings",
    "on_reliability",
    "on_sensitivity",
    "on_shares",
    "on_stated",
    "on_structure",
    "on_turnover",
    "spans",
]
