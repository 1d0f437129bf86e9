"""Measures of trade between a partner and the region. Pure functions: no files, no plots.

Flows are seen from the state: ``exports`` and ``imports``. A flow that
nobody recorded is missing, never zero: sums say how many states they hold.
"""

from __future__ import annotations

from analysis.contracts import FLOWS as FLOWS
from analysis.contracts import SIDES as SIDES
from analysis.trade.balance import normalise_balance as normalise_balance
from analysis.trade.bounds import product_bounds as product_bounds
from analysis.trade.concentration import concentration_ratio as concentration_ratio
from analysis.trade.concentration import concentration_ratios as concentration_ratios
from analysis.trade.concentration import herfindahl as herfindahl
from analysis.trade.concentration import leading_partners as leading_partners
from analysis.trade.concentration import measure_concentration as measure_concentration
from analysis.trade.exceptions import drop_outliers as drop_outliers
from analysis.trade.exceptions import dropped_reporters as dropped_reporters
from analysis.trade.exceptions import exceptions_in as exceptions_in
from analysis.trade.exceptions import explain_gaps as explain_gaps
from analysis.trade.exceptions import find_outliers as find_outliers
from analysis.trade.exceptions import part_years as part_years
from analysis.trade.exceptions import spread_exceptions as spread_exceptions
from analysis.trade.growth import cagr as cagr
from analysis.trade.growth import growth_table as growth_table
from analysis.trade.growth import present_growth as present_growth
from analysis.trade.growth import trend_periods as trend_periods
from analysis.trade.intensity import VARIANTS as VARIANTS
from analysis.trade.intensity import WORLD_SOURCES as WORLD_SOURCES
from analysis.trade.intensity import intensities as intensities
from analysis.trade.intensity import mean_intensities as mean_intensities
from analysis.trade.intensity import pick_world as pick_world
from analysis.trade.intensity import share_of_world_trade as share_of_world_trade
from analysis.trade.intensity import symmetric as symmetric
from analysis.trade.intensity import trade_intensity as trade_intensity
from analysis.trade.mirror import CIF_FOB as CIF_FOB
from analysis.trade.mirror import asymmetry as asymmetry
from analysis.trade.mirror import largest_gaps as largest_gaps
from analysis.trade.mirror import mirror_by_year as mirror_by_year
from analysis.trade.mirror import mirror_reports as mirror_reports
from analysis.trade.mirror import reconcile as reconcile
from analysis.trade.printed import NO_ERROR as NO_ERROR
from analysis.trade.printed import balances as balances
from analysis.trade.printed import compare_printed as compare_printed
from analysis.trade.printed import parse_printed as parse_printed
from analysis.trade.printed import sum_compared as sum_compared
from analysis.trade.products import advantages as advantages
from analysis.trade.products import complementarities as complementarities
from analysis.trade.products import complementarity as complementarity
from analysis.trade.products import grubel_lloyd as grubel_lloyd
from analysis.trade.products import label_products as label_products
from analysis.trade.products import leading_products as leading_products
from analysis.trade.products import revealed_advantage as revealed_advantage
from analysis.trade.products import structure as structure
from analysis.trade.products import two_way_trade as two_way_trade
from analysis.trade.reading import REPORTERS as REPORTERS
from analysis.trade.reading import Reading as Reading
from analysis.trade.readings import Evidence as Evidence
from analysis.trade.readings import add_territories as add_territories
from analysis.trade.readings import find_label as find_label
from analysis.trade.readings import headlines as headlines
from analysis.trade.readings import list_like as list_like
from analysis.trade.readings import list_readings as list_readings
from analysis.trade.readings import range_by_year as range_by_year
from analysis.trade.readings import read_flows as read_flows
from analysis.trade.readings import read_reports as read_reports
from analysis.trade.readings import read_totals as read_totals
from analysis.trade.readings import vary_choices as vary_choices
from analysis.trade.reliability import estimate_reliability as estimate_reliability
from analysis.trade.reliability import exporter_weight as exporter_weight
from analysis.trade.reliability import reconcile_flows as reconcile_flows
from analysis.trade.series import flows_by_state as flows_by_state
from analysis.trade.series import in_prices_of as in_prices_of
from analysis.trade.series import pick_partner as pick_partner
from analysis.trade.series import rank_partners as rank_partners
from analysis.trade.series import stack_sides as stack_sides
from analysis.trade.series import value_in as value_in
from analysis.trade.series import widen as widen
from analysis.trade.series import yearly_totals as yearly_totals
from analysis.trade.stated import areas_with_most as areas_with_most
from analysis.trade.stated import classify_coverage as classify_coverage
from analysis.trade.stated import compare_readings as compare_readings
from analysis.trade.stated import first_recent_year as first_recent_year
from analysis.trade.stated import recent_reports as recent_reports
from analysis.trade.stated import stated_parts as stated_parts
from analysis.trade.stated import stated_turnover as stated_turnover
from analysis.trade.stated import unmatched_readings as unmatched_readings
