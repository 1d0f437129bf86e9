"""Measures of arms transfers: series, trailing means, dependence, concentration.

All volumes are SIPRI's trend-indicator value (TIV), in millions. It measures the transfer of
military resources and is no price: TIV must not be compared with trade, spending or contracts
in money [1]_. SIPRI counts deliveries of major arms; where a source covers a year, the absence
of a row means that no delivery is recorded, so it is a zero and not a gap.

The Soviet Union (``SUN``) and Russia (``RUS``) are two suppliers and are never added up here.

References
----------
.. [1] P. Holtom, M. Bromley, V. Simmel (2012), "Measuring International Arms Transfers",
   SIPRI Fact Sheet, December 2012.
"""

from analysis.arms.deals import delivered_between
from analysis.arms.series import (
    SPANS,
    annual_series,
    recipient_totals,
    supplier_totals,
    total_by_year,
    trailing_mean,
)
from analysis.arms.suppliers import (
    IMPORTS_SPAN,
    shares_by_window,
    supplier_share,
    window_summary,
    window_table,
    windows,
    with_and_without,
)

__all__ = [
    "IMPORTS_SPAN",
    "SPANS",
    "annual_series",
    "delivered_between",
    "recipient_totals",
    "shares_by_window",
    "supplier_share",
    "supplier_totals",
    "total_by_year",
    "trailing_mean",
    "window_summary",
    "window_table",
    "windows",
    "with_and_without",
]
