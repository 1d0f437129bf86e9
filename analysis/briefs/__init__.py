"""What a brief says of one state: indicators over time, beside its group and the region.

Every indicator is one frame over all states of the region and all years, so that a state's value,
its rank and the medians come from the same rows. Pure functions: no files, no plots.
"""

from analysis.briefs.comparison import compare as compare
from analysis.briefs.comparison import trace_over_time as trace_over_time
from analysis.briefs.indicators import TABLES as TABLES
from analysis.briefs.indicators import accumulate_arms as accumulate_arms
from analysis.briefs.indicators import compute_indicators as compute_indicators
from analysis.briefs.indicators import divide_by_product as divide_by_product
from analysis.briefs.indicators import list_indicators as list_indicators
from analysis.briefs.indicators import score_agreement as score_agreement
from analysis.briefs.indicators import select_points as select_points
from analysis.briefs.indicators import share_arms as share_arms
from analysis.briefs.indicators import subtract_imports as subtract_imports
from analysis.briefs.indicators import sum_debt as sum_debt
from analysis.briefs.indicators import sum_turnover as sum_turnover
from analysis.briefs.profile import find_relations as find_relations
from analysis.briefs.profile import list_memberships as list_memberships
from analysis.briefs.profile import pick_claims as pick_claims
from analysis.briefs.profile import pick_largest_deals as pick_largest_deals
from analysis.briefs.profile import pick_latest_events as pick_latest_events
