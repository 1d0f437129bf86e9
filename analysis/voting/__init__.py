"""Measures of voting similarity in the General Assembly.

- :mod:`tallies`: how often two states' votes combined, and what absence counts as;
- :mod:`measures`: agreement, S, kappa, pi and their variants, from tallies;
- :mod:`rollcalls`: the same straight from votes, and roll calls of unequal weight;
- :mod:`pairs`: every pair, session and measure from the matrix of votes in one call;
- :mod:`uncertainty`: intervals by drawing roll calls anew;
- :mod:`issues`: what each issue adds to the agreement;
- :mod:`recurring`: the same texts year after year, so that the agenda is held still;
- :mod:`cohesion`: how united groups are, and how far from a partner;
- :mod:`regions`, :mod:`landmarks`: summaries that the notebook shows.
"""

from analysis.voting.landmarks import compare_with_record, count_landmarks
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
from analysis.voting.regions import (
    find_extremes,
    flag_years,
    list_left_out,
    summarise_region,
)
from analysis.voting.tallies import (
    ABSENCE_RULES,
    ABSENCES,
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

__all__ = [
    "ABSENCES",
    "ABSENCE_RULES",
    "ALL_MEASURES",
    "CHOICES",
    "CODES",
    "COUNTS",
    "DISTANCES",
    "FIRST_SESSION_OF_PEOPLES_CHINA",
    "MEASURES",
    "UNCODED",
    "Absence",
    "Categories",
    "Distance",
    "Edition",
    "Measure",
    "add_period",
    "agreement",
    "cohen_kappa",
    "coincidence",
    "compare_with_record",
    "count_landmarks",
    "find_extremes",
    "flag_years",
    "list_left_out",
    "measure_counts",
    "nine_counts",
    "s_score",
    "score",
    "scott_pi",
    "select_tallies",
    "split_chance",
    "sum_tallies",
    "summarise_region",
    "tabulate",
    "tally_votes",
    "tally_with_absence",
    "treat_absence",
]
