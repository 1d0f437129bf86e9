"""Ideal points of states from roll calls: a dynamic ordinal item-response model."""

from analysis.voting.ideal_points.model import IdealPoints
from analysis.voting.ideal_points.result import IdealPointsResult
from analysis.voting.ideal_points.simulate import Simulation, simulate_votes
from analysis.voting.ideal_points.texts import find_earlier, text_key

__all__ = [
    "IdealPoints",
    "IdealPointsResult",
    "Simulation",
    "find_earlier",
    "simulate_votes",
    "text_key",
]
