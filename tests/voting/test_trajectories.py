"""Positions of several states together, by hand and from the shipped table."""

import pandas as pd
import pytest

from analysis import countries, tables, voting
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


def test_series_are_compared_where_both_have_a_position():
    final = points(ARG=(0.0, 0.1), BRA=(1.0, 0.1), USA=(3.0, 0.1))
    every = points(ARG=(0.5, 0.1), USA=(2.5, 0.1)).assign(series="all")
    both = trajectories.compare_series(pd.concat([final, every]), ["ARG", "BRA"])
    assert both[["iso3", "all", "final"]].values.tolist() == [["ARG", 0.5, 0.0]]
    assert trajectories.compare_series(final, ["ARG"]).empty


def test_mean_and_states_stand_in_one_table():
    rows = points(ARG=(0.0, 0.1), BRA=(1.0, 0.3))
    stacked = trajectories.stack_positions(
        trajectories.summarise_positions(rows, ["ARG", "BRA"]), rows
    )
    assert stacked["iso3"].tolist() == ["mean of the chosen states", "ARG", "BRA"]
    assert stacked["ideal_point"].tolist() == [0.5, 0.0, 1.0]


def test_positions_under_a_name_before_its_holder_are_left_out():
    rows = points(CHN=(0.0, 0.1), USA=(1.0, 0.1))
    early = pd.concat([rows.assign(session=25), rows.assign(session=26)])
    kept = voting.drop_earlier_holders(early, tables.load("voting/seats"))
    assert kept[["iso3", "session"]].values.tolist() == [["USA", 25], ["CHN", 26], ["USA", 26]]
