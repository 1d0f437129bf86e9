"""Ideal points of states from roll calls: a dynamic ordinal item-response model."""

from analysis.voting.ideal_points.model import IdealPoints as IdealPoints
from analysis.voting.ideal_points.result import IdealPointsResult as IdealPointsResult
from analysis.voting.ideal_points.simulate import Simulation as Simulation
from analysis.voting.ideal_points.simulate import simulate_votes as simulate_votes
from analysis.voting.ideal_points.texts import find_earlier as find_earlier
from analysis.voting.ideal_points.texts import text_key as text_key
