"""Breaks in the trend of a yearly series, at known and at unknown dates."""

from __future__ import annotations

from analysis.trade.breaks.dates import BreakDates as BreakDates
from analysis.trade.breaks.dates import SupF as SupF
from analysis.trade.breaks.dates import bai_perron as bai_perron
from analysis.trade.breaks.dates import sup_f as sup_f
from analysis.trade.breaks.dates import vary_least_years as vary_least_years
from analysis.trade.breaks.search import Breaks as Breaks
from analysis.trade.breaks.search import Turn as Turn
from analysis.trade.breaks.search import find_breaks as find_breaks
from analysis.trade.breaks.search import tabulate_lengths as tabulate_lengths
from analysis.trade.breaks.search import tabulate_series as tabulate_series
from analysis.trade.breaks.search import tabulate_tests as tabulate_tests
from analysis.trade.breaks.trends import MOST_PERSISTENT as MOST_PERSISTENT
from analysis.trade.breaks.trends import FTest as FTest
from analysis.trade.breaks.trends import Persistence as Persistence
from analysis.trade.breaks.trends import chow as chow
from analysis.trade.breaks.trends import clean_series as clean_series
from analysis.trade.breaks.trends import fit_trend as fit_trend
from analysis.trade.breaks.trends import persistence as persistence
from analysis.trade.breaks.trends import predictive_chow as predictive_chow
from analysis.trade.breaks.trends import simulate_deviations as simulate_deviations
