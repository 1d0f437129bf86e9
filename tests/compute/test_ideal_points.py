"""The table of ideal points: what everybody knows of them, and that the build makes it."""

import numpy as np
import pytest

from analysis import tables
from analysis.compute.voting.ideal_points import estimate, select, tabulate, votes_elsewhere
from analysis.compute.voting.source import read
from analysis.study import load_study
from tests.places import UPSTREAM

SHARED = UPSTREAM
SERIES = ("all", "final")


@pytest.fixture(scope="module")
def table():
    return tables.load("voting/ideal_points")


@pytest.fixture(scope="module")
def source():
    if not SHARED.exists():
        pytest.skip("the publishers' files are not beside the repository (../shared)")
    return read(SHARED)


def wide(table, series):
    rows = table[table["series"] == series]
    return rows.pivot(index="session", columns="iso3", values="ideal_point")


@pytest.mark.parametrize("series", SERIES)
def test_positions_are_standardised(table, series):
    points = table.loc[table["series"] == series, "ideal_point"]
    assert points.mean() == pytest.approx(0, abs=1e-4)
    assert points.std(ddof=0) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("series", SERIES)
def test_no_session_is_turned_round(table, series):
    points = wide(table, series)
    cold_war = points.loc[:45]
    assert (cold_war["USA"] > cold_war["SUN"] + 1).all()
    assert (points.loc[47:, "USA"] > points.loc[47:, "RUS"] + 1).all()
    # No session's order has less to do with the next one's than 0.8.
    following = zip(points.index[:-1], points.index[1:], strict=True)
    ties = [points.loc[one].corr(points.loc[next_one]) for one, next_one in following]
    assert min(ties) > 0.8


@pytest.mark.parametrize("series", SERIES)
def test_known_movements(table, series):
    points = wide(table, series)
    # Russia moved to the middle as the USSR ended, and away again after.
    assert points.loc[48, "RUS"] > points.loc[40, "SUN"] + 1.5
    assert points.loc[77, "RUS"] < points.loc[48, "RUS"] - 0.5
    # The United States and Israel are outermost on one side since the 1980s.
    late = points.loc[40:79].mean()
    assert set(late.nlargest(2).index) <= {"USA", "ISR", "PLW", "FSM", "MHL"}
    assert {"CUB", "SYR"} <= set(late.nsmallest(25).index)
    assert points.loc[:40, ["POL", "CSK", "BLR"]].max(axis=None) < 0


def test_states_and_sessions_are_those_that_voted(table):
    assert set(table["session"]) == set(range(1, 81)) - {19}
    assert "ZNZ" not in set(table["iso3"])
    assert table.query("iso3 == 'ZAF' and session == 48").empty
    assert table.query("iso3 == 'SUN'")["session"].max() == 46
    assert table.query("iso3 == 'RUS'")["session"].min() == 47
    assert (table["year"] == table["session"] + 1945).all()


def test_fewer_votes_less_certain(table):
    rows = table[table["session"].between(50, 79)]
    few, many = rows[rows["n_votes"] < 15]["sd"], rows[rows["n_votes"] > 60]["sd"]
    assert few.median() > 1.3 * many.median()


def test_scrambled_states_are_left_out_of_what_only_unvotes_has(source):
    added, sessions = votes_elsewhere(source.votes, source.unvotes)
    antigua = source.votes.states.index("ATG")
    assert sessions.max() <= 44
    assert not (added[antigua, sessions == 36] > 0).any()
    assert 70_000 < (added > 0).sum() < 80_000


def test_both_series_hold_the_same_final_votes(source):
    final, both = select(source.votes, None), select(source.votes, source.unvotes)
    late = both.sessions > 44
    np.testing.assert_array_equal(both.matrix[:, late], final.matrix[:, final.sessions > 44])
    assert both.matrix.shape[1] > final.matrix.shape[1]
    assert ((both.earlier >= 0).sum()) == (final.earlier >= 0).sum() > 3000


@pytest.mark.slow
@pytest.mark.parametrize("series", SERIES)
def test_table_is_that_which_the_build_makes(table, source, series):
    chosen = select(source.votes, source.unvotes if series == "all" else None)
    result = estimate(chosen, polarity=load_study().voting.polarity)
    assert result.converged
    built = tabulate(result).sort_values(["session", "iso3"]).reset_index(drop=True)
    shipped = table[table["series"] == series].drop(columns="series").reset_index(drop=True)
    assert (built["iso3"] == shipped["iso3"]).all()
    np.testing.assert_array_equal(built["ideal_point"], shipped["ideal_point"])
    np.testing.assert_array_equal(built["sd"], shipped["sd"])
