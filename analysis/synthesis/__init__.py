"""The texts' central theses, tested on one panel of states and years.

Politics before economics, dependence on few partners, a return, a turn, alternative partners.
Pure functions on frames: no files, no plots.
"""

from analysis.synthesis.answers import NEUTRAL as NEUTRAL
from analysis.synthesis.answers import list_answers as list_answers
from analysis.synthesis.curve import CAUSES as CAUSES
from analysis.synthesis.curve import STATISTICS as STATISTICS
from analysis.synthesis.curve import Curve as Curve
from analysis.synthesis.curve import estimate_curve as estimate_curve
from analysis.synthesis.curve import list_specifications as list_specifications
from analysis.synthesis.curve import summarise_curves as summarise_curves
from analysis.synthesis.estimates import estimate_flows as estimate_flows
from analysis.synthesis.estimates import estimate_votes as estimate_votes
from analysis.synthesis.estimates import state_power as state_power
from analysis.synthesis.estimates import step_of as step_of
from analysis.synthesis.panel import IDEAL_POINTS as IDEAL_POINTS
from analysis.synthesis.panel import TABLES as TABLES
from analysis.synthesis.panel import build_panel as build_panel
from analysis.synthesis.panel import count_coverage as count_coverage
from analysis.synthesis.panel import lag as lag
from analysis.synthesis.panel import sum_world_trade as sum_world_trade
from analysis.synthesis.poisson import estimate_poisson as estimate_poisson
from analysis.synthesis.theses import compare_periods as compare_periods
from analysis.synthesis.theses import concentrate_by_partner as concentrate_by_partner
from analysis.synthesis.theses import concentrate_windows as concentrate_windows
from analysis.synthesis.theses import dyads_of_arms as dyads_of_arms
from analysis.synthesis.theses import dyads_of_trade as dyads_of_trade
from analysis.synthesis.theses import dyads_of_votes as dyads_of_votes
from analysis.synthesis.theses import list_windows as list_windows
from analysis.synthesis.theses import stack as stack
from analysis.synthesis.theses import trace_or_none as trace_or_none
from analysis.synthesis.theses import trace_turn as trace_turn
from analysis.synthesis.theses import year_of_vote as year_of_vote
from analysis.synthesis.variables import ALIGNMENTS as ALIGNMENTS
from analysis.synthesis.variables import alignment_column as alignment_column
from analysis.synthesis.within import TooLittleError as TooLittleError
from analysis.synthesis.within import complete_cases as complete_cases
from analysis.synthesis.within import draw_weights as draw_weights
from analysis.synthesis.within import estimate_within as estimate_within
