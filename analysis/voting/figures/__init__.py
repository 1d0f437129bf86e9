"""Plots of votes in the UN General Assembly, one idea a module."""

from __future__ import annotations

from analysis.figures.voting.blocs import GROUP_NAMES, ORGANISATIONS, cohesion
from analysis.figures.voting.common import (
    ISSUES,
    PARTNERS,
    UNCODED_NAME,
    measure_name,
    partner_colors,
    partner_name,
    source_of,
)
from analysis.figures.voting.issues import NAMES, change_by_issue, contributions, issues
from analysis.figures.voting.landmarks import (
    COMPARED,
    SUBJECTS,
    VOTES,
    landmarks,
    told_and_recorded,
)
from analysis.figures.voting.positions import series_compared, trajectories
from analysis.figures.voting.recurring import changes
from analysis.figures.voting.sensitivity import item_mix, sensitivity
from analysis.figures.voting.series import PANELS, compare_measures, one_by_one, region
from analysis.figures.voting.states import states

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
