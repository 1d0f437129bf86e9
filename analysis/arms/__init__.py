"""Transfers of arms: series, trailing means, dependence, concentration.

All volumes are SIPRI's trend-indicator value (TIV), in millions. It measures the transfer of
military resources and is no price: TIV must not be compared with trade, spending or contracts
in money [1]_. SIPRI counts deliveries of major arms; where a source covers a year, the absence
of a row means that no delivery is recorded, so it is a zero and not a gap.

A supplier and the state that it continued are two suppliers and are never added up here.

References
----------
.. [1] P. Holtom, M. Bromley, V. Simmel (2012), "Measuring International Arms Transfers",
   SIPRI Fact Sheet, December 2012.
"""

from analysis.arms.categories import category_series as category_series
from analysis.arms.categories import category_table as category_table
from analysis.arms.categories import estimated_shares as estimated_shares
from analysis.arms.categories import without_local_production as without_local_production
from analysis.arms.choices import vary_choices as vary_choices
from analysis.arms.deals import delivered_between as delivered_between
from analysis.arms.deals import equal_split as equal_split
from analysis.arms.lags import lag_summary as lag_summary
from analysis.arms.named_deals import answer_deals as answer_deals
from analysis.arms.named_deals import contract_table as contract_table
from analysis.arms.named_deals import overlapping as overlapping
from analysis.arms.reading import supplier_spans as supplier_spans
from analysis.arms.series import annual_series as annual_series
from analysis.arms.series import recipient_totals as recipient_totals
from analysis.arms.series import supplier_totals as supplier_totals
from analysis.arms.series import total_by_year as total_by_year
from analysis.arms.series import trailing_mean as trailing_mean
from analysis.arms.suppliers import recipient_ranks as recipient_ranks
from analysis.arms.suppliers import region_share as region_share
from analysis.arms.suppliers import rolling_windows as rolling_windows
from analysis.arms.suppliers import supplier_share as supplier_share
from analysis.arms.suppliers import window_summary as window_summary
from analysis.arms.suppliers import window_table as window_table
from analysis.arms.suppliers import windows as windows
from analysis.arms.suppliers import with_and_without as with_and_without
from analysis.arms.vintages import add_ranges as add_ranges
from analysis.arms.vintages import revisions as revisions
from analysis.arms.vintages import share_by_vintage as share_by_vintage
from analysis.arms.vintages import share_range as share_range
from analysis.arms.vintages import split_errors as split_errors
from analysis.arms.vintages import vintage_range as vintage_range
from analysis.arms.vintages import vintage_series as vintage_series
from analysis.arms.vintages import worst_split as worst_split
