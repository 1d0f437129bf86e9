"""Plots of votes in the UN General Assembly, one idea a module."""

from __future__ import annotations

from analysis.voting.figures.blocs import GROUP_NAMES, ORGANISATIONS, cohesion
from analysis.voting.figures.common import (
    ISSUES,
    PARTNERS,
    UNCODED_NAME,
    measure_name,
    partner_colors,
    partner_name,
    source_of,
)
from analysis.voting.figures.issues import NAMES, change_by_issue, contributions, issues
from analysis.voting.figures.landmarks import (
    COMPARED,
    SUBJECTS,
    VOTES,
    landmarks,
    told_and_recorded,
)
from analysis.voting.figures.positions import series_compared, trajectories
from analysis.voting.figures.recurring import changes
from analysis.voting.figures.choices import item_mix, sensitivity
from analysis.voting.figures.series import PANELS, compare_measures, one_by_one, region
from analysis.voting.figures.states import states

__all__ = [
    "COMPARED",
    "GROUP_NAMES",
    "ISSUES",
    "NAMES",
    "ORGANISATIONS",
    "PANELS",
    "PARTNERS",
    "SUBJECTS",
    "UNCODED_NAME",
    "VOTES",
    "change_by_issue",
    "changes",
    "cohesion",
    "compare_measures",
    "contributions",
    "issues",
    "item_mix",
    "landmarks",
    "measure_name",
    "one_by_one",
    "partner_colors",
    "partner_name",
    "region",
    "sensitivity",
    "series_compared",
    "source_of",
    "states",
    "told_and_recorded",
    "trajectories",
]
