"""Measures of voting similarity in the General Assembly.

- :mod:`tallies`: how often two states' votes combined, and what absence counts as;
- :mod:`measures`: agreement, S, kappa, pi and their variants, from tallies;
- :mod:`rollcalls`: the same straight from votes, and roll calls of unequal weight;
- :mod:`pairs`: every pair, session and measure from the matrix of votes in one call;
- :mod:`uncertainty`: intervals by drawing roll calls anew;
- :mod:`issues`: what each issue adds to the agreement;
- :mod:`recurring`: the same texts year after year, so that the agenda is held still;
- :mod:`cohesion`: how united groups are, and how far from a partner;
- :mod:`averages`, :mod:`periods`, :mod:`trajectories`, :mod:`choices`: means with intervals,
  changes between periods, ideal points over time, and how far all hangs on the choices;
- :mod:`regions`, :mod:`landmarks`: summaries that the notebook shows.
"""

from analysis.voting.averages import average_states as average_states
from analysis.voting.averages import estimate_means as estimate_means
from analysis.voting.averages import summarise_means as summarise_means
from analysis.voting.choices import MEASURES_VARIED as MEASURES_VARIED
from analysis.voting.choices import MINIMA as MINIMA
from analysis.voting.choices import align_sets as align_sets
from analysis.voting.choices import count_falls as count_falls
from analysis.voting.choices import summarise_absence as summarise_absence
from analysis.voting.choices import summarise_ranges as summarise_ranges
from analysis.voting.choices import summarise_sets as summarise_sets
from analysis.voting.choices import vary_choices as vary_choices
from analysis.voting.cohesion import agreement_index as agreement_index
from analysis.voting.cohesion import distance_to as distance_to
from analysis.voting.cohesion import rice_index as rice_index
from analysis.voting.cohesion import summarise_cohesion as summarise_cohesion
from analysis.voting.issues import agreement_in_shares as agreement_in_shares
from analysis.voting.issues import decompose as decompose
from analysis.voting.issues import decompose_change as decompose_change
from analysis.voting.issues import find_main_issues as find_main_issues
from analysis.voting.issues import share_issues as share_issues
from analysis.voting.issues import summarise_issues as summarise_issues
from analysis.voting.landmarks import choose_landmarks as choose_landmarks
from analysis.voting.landmarks import compare_with_record as compare_with_record
from analysis.voting.landmarks import count_landmarks as count_landmarks
from analysis.voting.landmarks import name_subjects as name_subjects
from analysis.voting.matching import match_codes as match_codes
from analysis.voting.matching import match_roll_calls as match_roll_calls
from analysis.voting.measures import ALL_MEASURES as ALL_MEASURES
from analysis.voting.measures import DISTANCES as DISTANCES
from analysis.voting.measures import MEASURES as MEASURES
from analysis.voting.measures import agreement as agreement
from analysis.voting.measures import cohen_kappa as cohen_kappa
from analysis.voting.measures import coincidence as coincidence
from analysis.voting.measures import measure_counts as measure_counts
from analysis.voting.measures import s_score as s_score
from analysis.voting.measures import score as score
from analysis.voting.measures import scott_pi as scott_pi
from analysis.voting.measures import split_chance as split_chance
from analysis.voting.pairs import compare_all_pairs as compare_all_pairs
from analysis.voting.periods import average_members as average_members
from analysis.voting.periods import compare_events as compare_events
from analysis.voting.periods import compare_periods as compare_periods
from analysis.voting.periods import keep_apart as keep_apart
from analysis.voting.periods import split_at as split_at
from analysis.voting.periods import split_change as split_change
from analysis.voting.periods import stack_changes as stack_changes
from analysis.voting.reading import FIVE as FIVE
from analysis.voting.reading import Reading as Reading
from analysis.voting.reading import tell_periods as tell_periods
from analysis.voting.recurring import Change as Change
from analysis.voting.recurring import change_on_same_texts as change_on_same_texts
from analysis.voting.recurring import find_recurring as find_recurring
from analysis.voting.recurring import in_both_periods as in_both_periods
from analysis.voting.recurring import normalise_title as normalise_title
from analysis.voting.regions import find_ends as find_ends
from analysis.voting.regions import find_extremes as find_extremes
from analysis.voting.regions import flag_years as flag_years
from analysis.voting.regions import list_left_out as list_left_out
from analysis.voting.regions import measure_chance as measure_chance
from analysis.voting.regions import name_actors as name_actors
from analysis.voting.regions import summarise_measures as summarise_measures
from analysis.voting.regions import summarise_region as summarise_region
from analysis.voting.regions import tabulate_measures as tabulate_measures
from analysis.voting.rollcalls import joint_votes as joint_votes
from analysis.voting.rollcalls import measure_votes as measure_votes
from analysis.voting.rollcalls import weighted_s_score as weighted_s_score
from analysis.voting.tallies import ABSENCE_RULES as ABSENCE_RULES
from analysis.voting.tallies import ABSENCES as ABSENCES
from analysis.voting.tallies import AGREEMENT_SHARE as AGREEMENT_SHARE
from analysis.voting.tallies import CODES as CODES
from analysis.voting.tallies import COUNTS as COUNTS
from analysis.voting.tallies import UNCODED as UNCODED
from analysis.voting.tallies import WHOLE as WHOLE
from analysis.voting.tallies import add_partners as add_partners
from analysis.voting.tallies import add_period as add_period
from analysis.voting.tallies import drop_earlier_holders as drop_earlier_holders
from analysis.voting.tallies import select_tallies as select_tallies
from analysis.voting.tallies import sum_tallies as sum_tallies
from analysis.voting.tallies import tabulate as tabulate
from analysis.voting.tallies import tally_votes as tally_votes
from analysis.voting.tallies import tally_with_absence as tally_with_absence
from analysis.voting.tallies import treat_absence as treat_absence
from analysis.voting.trajectories import add_band as add_band
from analysis.voting.trajectories import compare_series as compare_series
from analysis.voting.trajectories import measure_gaps as measure_gaps
from analysis.voting.trajectories import stack_positions as stack_positions
from analysis.voting.trajectories import summarise_positions as summarise_positions
from analysis.voting.uncertainty import SEED as SEED
from analysis.voting.uncertainty import bootstrap_means as bootstrap_means
from analysis.voting.uncertainty import bootstrap_shares as bootstrap_shares
from analysis.voting.uncertainty import bootstrap_tallies as bootstrap_tallies
