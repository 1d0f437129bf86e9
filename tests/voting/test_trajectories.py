"""Positions of several states together, by hand and from the shipped table."""

import pandas as pd
import pytest

from analysis import countries, tables
from analysis.voting import trajectories


def points(**positions):
    return pd.DataFrame(
        [
            {"series": "final", "session": 50, "year": 1995, "iso3": s, "ideal_point": x, "sd": sd}
            for s, (x, sd) in positions.items()
        ]
    )


def test_mean_spread_and_gap_by_hand():
    rows = points(ARG=(0.0, 0.1), BRA=(1.0, 0.3), RUS=(-1.0, 0.2))
    summary = trajectories.summarise_positions(rows, ["ARG", "BRA"])
    assert summary[["n_states", "ideal_point", "sd", "median"]].values.tolist() == [
        [2, 0.5, 0.2, 0.5]
    ]
    gap = trajectories.measure_gaps(summary, rows, ["RUS", "USA"])
    assert gap[["partner", "gap"]].values.tolist() == [["RUS", 1.5]]
    assert gap["sd"].item() == pytest.approx(0.4)


def test_interval_holds_the_share_it_names():
    band = trajectories.add_band(points(ARG=(0.0, 1.0)), 0.9).iloc[0]
    assert (band["lower"], band["upper"]) == pytest.approx((-1.644854, 1.644854), abs=1e-6)


def test_no_states_give_empty_tables():
    rows = points(ARG=(0.0, 0.1))
    summary = trajectories.summarise_positions(rows, ["CUB"])
    assert summary.empty
    assert trajectories.measure_gaps(summary, rows, ["ARG"]).empty


def test_region_stands_between_ussr_and_usa_in_every_session():
    table = tables.load("voting/ideal_points")
    summary = trajectories.summarise_positions(table, countries.LAC)
    gaps = trajectories.measure_gaps(summary, table, ["SUN", "USA"])
    cold = gaps[gaps["session"].between(21, 39)]
    assert (cold.loc[cold["partner"] == "SUN", "gap"] > 0).all()
    assert (gaps.loc[gaps["partner"] == "USA", "gap"] < 0).all()
