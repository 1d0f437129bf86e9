"""Measures of voting similarity in the General Assembly.

- :mod:`tallies`: how often two states' votes combined, and what absence counts as;
- :mod:`measures`: agreement, S, kappa, pi and their variants, from tallies;
- :mod:`rollcalls`: the same straight from votes, and roll calls of unequal weight;
- :mod:`pairs`: every pair, session and measure from the matrix of votes in one call;
- :mod:`uncertainty`: intervals by drawing roll calls anew;
- :mod:`issues`: what each issue adds to the agreement;
- :mod:`recurring`: the same texts year after year, so that the agenda is held still;
- :mod:`cohesion`: how united groups are, and how far from a partner;
- :mod:`averages`, :mod:`periods`, :mod:`trajectories`, :mod:`sensitivity`: means with intervals,
  changes between periods, ideal points over time, and how far all hangs on the choices;
- :mod:`regions`, :mod:`landmarks`: summaries that the notebook shows.
"""

from analysis.voting.averages import average_states, estimate_means
from analysis.voting.cohesion import (
    agreement_index,
    distance_to,
    rice_index,
    summarise_cohesion,
)
from analysis.voting.issues import (
    agreement_in_shares,
    decompose,
    decompose_change,
    share_issues,
)
from analysis.voting.landmarks import compare_with_record, count_landmarks
from analysis.voting.matching import match_codes, match_roll_calls
from analysis.voting.measures import (
    ALL_MEASURES,
    DISTANCES,
    MEASURES,
    Categories,
    Distance,
    Edition,
    Measure,
    agreement,
    cohen_kappa,
    coincidence,
    measure_counts,
    s_score,
    score,
    scott_pi,
    split_chance,
)
from analysis.voting.pairs import Pairs, compare_all_pairs
from analysis.voting.periods import average_members, compare_periods, event_periods, split_change
from analysis.voting.recurring import (
    Change,
    change_on_same_texts,
    find_recurring,
    in_both_periods,
    normalise_title,
)
from analysis.voting.regions import (
    find_extremes,
    flag_years,
    list_left_out,
    summarise_region,
)
from analysis.voting.rollcalls import joint_votes, measure_votes, weighted_s_score
from analysis.voting.sensitivity import vary_choices
from analysis.voting.tallies import (
    ABSENCE_RULES,
    ABSENCES,
    AGREEMENT_SHARE,
    CHOICES,
    CODES,
    COUNTS,
    FIRST_SESSION_OF_PEOPLES_CHINA,
    UNCODED,
    Absence,
    add_period,
    nine_counts,
    select_tallies,
    sum_tallies,
    tabulate,
    tally_votes,
    tally_with_absence,
    treat_absence,
)
from analysis.voting.trajectories import add_band, measure_gaps, summarise_positions
from analysis.voting.uncertainty import (
    SEED,
    bootstrap_means,
    bootstrap_shares,
    bootstrap_tallies,
)

__all__ = [
    "ABSENCES",
    "ABSENCE_RULES",
    "AGREEMENT_SHARE",
    "ALL_MEASURES",
    "CHOICES",
    "CODES",
    "COUNTS",
    "DISTANCES",
    "FIRST_SESSION_OF_PEOPLES_CHINA",
    "MEASURES",
    "SEED",
    "UNCODED",
    "Absence",
    "Categories",
    "Change",
    "Distance",
    "Edition",
    "Measure",
    "Pairs",
    "add_band",
    "add_period",
    "agreement",
    "agreement_in_shares",
    "agreement_index",
    "average_members",
    "average_states",
    "bootstrap_means",
    "bootstrap_shares",
    "bootstrap_tallies",
    "change_on_same_texts",
    "cohen_kappa",
    "coincidence",
    "compare_all_pairs",
    "compare_periods",
    "compare_with_record",
    "count_landmarks",
    "decompose",
    "decompose_change",
    "distance_to",
    "estimate_means",
    "event_periods",
    "find_extremes",
    "find_recurring",
    "flag_years",
    "in_both_periods",
    "joint_votes",
    "list_left_out",
    "match_codes",
    "match_roll_calls",
    "measure_counts",
    "measure_gaps",
    "measure_votes",
    "nine_counts",
    "normalise_title",
    "rice_index",
    "s_score",
    "score",
    "scott_pi",
    "select_tallies",
    "share_issues",
    "split_chance",
    "split_change",
    "sum_tallies",
    "summarise_cohesion",
    "summarise_positions",
    "summarise_region",
    "tabulate",
    "tally_votes",
    "tally_with_absence",
    "treat_absence",
    "vary_choices",
    "weighted_s_score",
]
