"""Ideal points of states from roll calls: a dynamic ordinal item-response model."""

from analysis.ideal_points.model import IdealPoints
from analysis.ideal_points.result import IdealPointsResult
from analysis.ideal_points.texts import find_earlier, text_key

__all__ = ["IdealPoints", "IdealPointsResult", "find_earlier", "text_key"]
