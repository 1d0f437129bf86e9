"""Ideal points of several states taken together, and how far they are from a partner's.

Positions are in units of the scale: mean 0 and standard deviation 1 over all states and sessions.
The scale orders states by how they vote; it does not say what the order is about.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from scipy.stats import norm  # type: ignore[import-untyped]

from analysis.contracts import STATES, Frame, Number, takes

LEVEL = 0.95
_KEYS = ["series", "session", "year"]
_POINTS = Frame(*_KEYS, "iso3", "ideal_point", "sd", key=4)


@takes(points=Frame("ideal_point", "sd"), level=Number(above=0, below=1))
def add_band(points: pd.DataFrame, level: float = LEVEL) -> pd.DataFrame:
    """Return positions with the ends of their intervals.

    Parameters
    ----------
    points : pandas.DataFrame
        ideal_point and sd.
    level : float, optional
        Probability between the ends.

    Returns
    -------
    pandas.DataFrame
        With lower and upper.

    Examples
    --------
    >>> add_band(pd.DataFrame({"ideal_point": [1.0], "sd": [0.1]})).round(3).values.tolist()
    [[1.0, 0.1, 0.804, 1.196]]
    """
    reach = norm.ppf(0.5 + level / 2) * points["sd"]
    return points.assign(lower=points["ideal_point"] - reach, upper=points["ideal_point"] + reach)


@takes(points=_POINTS, states=STATES)
def summarise_positions(points: pd.DataFrame, states: Sequence[str]) -> pd.DataFrame:
    """Return the mean position of states by session, and how far they are spread.

    Parameters
    ----------
    points : pandas.DataFrame
        Rows of ``voting/ideal_points``.
    states : sequence of str
        Codes.

    Returns
    -------
    pandas.DataFrame
        series, session, year, n_states, ideal_point (unweighted mean), sd (mean of the states'
        standard deviations: the standard error of the mean is at most this, whatever the
        correlation of their errors), low (10th percentile of states), median and high (90th).
    """
    groups = points[points["iso3"].isin(list(states))].groupby(_KEYS, sort=True)
    positions = groups["ideal_point"]
    return pd.DataFrame(
        {
            "n_states": groups.size(),
            "ideal_point": positions.mean(),
            "sd": groups["sd"].mean(),
            "low": positions.quantile(0.1),
            "median": positions.median(),
            "high": positions.quantile(0.9),
        }
    ).reset_index()


@takes(summary=Frame(*_KEYS, "ideal_point", "sd", key=3), points=_POINTS, partners=STATES)
def measure_gaps(
    summary: pd.DataFrame, points: pd.DataFrame, partners: Sequence[str]
) -> pd.DataFrame:
    """Return how far the mean position of states is from each partner's.

    Parameters
    ----------
    summary : pandas.DataFrame
        As :func:`summarise_positions` returns it.
    points : pandas.DataFrame
        Rows of ``voting/ideal_points``.
    partners : sequence of str
        Codes.

    Returns
    -------
    pandas.DataFrame
        series, session, year, partner, region, position (of the partner), gap (region less
        partner, in standard deviations of the scale) and sd (at most this: the two added).

    Examples
    --------
    >>> points = pd.DataFrame({"series": "all", "session": 1, "year": 1946, "sd": 0.1,
    ...                        "iso3": ["ARG", "CUB", "USA"], "ideal_point": [0.0, 1.0, 3.0]})
    >>> gap = measure_gaps(summarise_positions(points, ["ARG", "CUB"]), points, ["USA"])
    >>> gap[["gap", "sd"]].values.tolist()
    [[-2.5, 0.2]]
    """
    theirs = points.loc[
        points["iso3"].isin(list(partners)), [*_KEYS, "iso3", "ideal_point", "sd"]
    ].rename(columns={"iso3": "partner", "ideal_point": "position", "sd": "sd_partner"})
    region = summary[[*_KEYS, "ideal_point", "sd"]].rename(columns={"ideal_point": "region"})
    both = region.merge(theirs, on=_KEYS)
    out = both.assign(gap=both["region"] - both["position"], sd=both["sd"] + both["sd_partner"])
    out = out.sort_values([*_KEYS, "partner"], ignore_index=True)
    return out[[*_KEYS, "partner", "region", "position", "gap", "sd"]]


@takes(points=_POINTS, states=STATES)
def compare_series(points: pd.DataFrame, states: Sequence[str]) -> pd.DataFrame:
    """Return positions of the same states and sessions in both series.

    Parameters
    ----------
    points : pandas.DataFrame
        Rows of ``voting/ideal_points``.
    states : sequence of str
        Codes.

    Returns
    -------
    pandas.DataFrame
        session, year, iso3, all and final: what both series have.
    """
    chosen = points[points["iso3"].isin(list(states))]
    wide = chosen.pivot(index=["session", "year", "iso3"], columns="series", values="ideal_point")
    wide = wide.reindex(columns=["all", "final"]).dropna()
    return wide.rename_axis(columns=None).reset_index()


def stack_positions(region: pd.DataFrame, states: pd.DataFrame) -> pd.DataFrame:
    """Return the mean position of states and those of single states in one table.

    Parameters
    ----------
    region : pandas.DataFrame
        As :func:`summarise_positions` returns it.
    states : pandas.DataFrame
        Rows of ``voting/ideal_points``.

    Returns
    -------
    pandas.DataFrame
        The columns of both; iso3 of the mean is "mean of the chosen states".
    """
    return pd.concat([region.assign(iso3="mean of the chosen states"), states])
