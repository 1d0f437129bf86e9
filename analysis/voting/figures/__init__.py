"""Plots of votes in the UN General Assembly, one idea a module."""

from analysis.voting.figures.choices import draw_changes as draw_changes
from analysis.voting.figures.choices import draw_choices as draw_choices
from analysis.voting.figures.choices import draw_item_mix as draw_item_mix
from analysis.voting.figures.common import partner_colors as partner_colors
from analysis.voting.figures.issues import draw_change_by_issue as draw_change_by_issue
from analysis.voting.figures.issues import draw_contributions as draw_contributions
from analysis.voting.figures.issues import draw_issues as draw_issues
from analysis.voting.figures.landmarks import VOTES as VOTES
from analysis.voting.figures.landmarks import draw_landmarks as draw_landmarks
from analysis.voting.figures.landmarks import draw_told_and_recorded as draw_told_and_recorded
from analysis.voting.figures.positions import draw_blocs as draw_blocs
from analysis.voting.figures.positions import draw_paths as draw_paths
from analysis.voting.figures.positions import draw_series_compared as draw_series_compared
from analysis.voting.figures.positions import draw_trajectories as draw_trajectories
from analysis.voting.figures.series import PANELS as PANELS
from analysis.voting.figures.series import draw_measures as draw_measures
from analysis.voting.figures.series import draw_one_by_one as draw_one_by_one
from analysis.voting.figures.series import draw_region as draw_region
from analysis.voting.figures.series import draw_states as draw_states
