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

from analysis.arms.categories import (
    ESTIMATED,
    category_series,
    category_table,
    estimated_shares,
    without_local_production,
)
from analysis.arms.deals import (
    delivered_between,
    equal_split,
)
from analysis.arms.lags import (
    lag_summary,
)
from analysis.arms.named_deals import (
    VERDICTS,
    answer_deals,
    contract_table,
)
from analysis.arms.recipients import (
    recipient_ranks,
    region_share,
)
from analysis.arms.sensitivity import (
    share_sensitivity,
)
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
    rolling_windows,
    shares_by_window,
    supplier_share,
    window_summary,
    window_table,
    windows,
    with_and_without,
)
from analysis.arms.vintages import (
    EXPORTS,
    revisions,
    share_by_vintage,
    share_range,
    split_errors,
    vintage_range,
    vintage_series,
    worst_split,
)

__all__ = [
    "ESTIMATED",
    "EXPORTS",
    "IMPORTS_SPAN",
    "SPANS",
    "VERDICTS",
    "annual_series",
    "answer_deals",
    "category_series",
    "category_table",
    "contract_table",
    "delivered_between",
    "equal_split",
    "estimated_shares",
    "lag_summary",
    "recipient_ranks",
    "recipient_totals",
    "region_share",
    "revisions",
    "rolling_windows",
    "share_by_vintage",
    "share_range",
    "share_sensitivity",
    "shares_by_window",
    "split_errors",
    "supplier_share",
    "supplier_totals",
    "total_by_year",
    "trailing_mean",
    "vintage_range",
    "vintage_series",
    "window_summary",
    "window_table",
    "windows",
    "with_and_without",
    "without_local_production",
    "worst_split",
]
