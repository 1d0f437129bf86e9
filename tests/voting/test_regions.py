"""Several states and partners together: measures side by side, ends, names."""

import pandas as pd
import pytest

from analysis import voting


def tallies(*rows):
    """Rows of (iso3, partner, year, yes_yes, yes_no)."""
    zero = dict.fromkeys(voting.COUNTS, 0)
    return pd.DataFrame(
        [
            zero | {"iso3": i, "partner": p, "year": y, "yes_yes": a, "yes_no": b, "n": a + b}
            for i, p, y, a, b in rows
        ]
    )


def test_measures_stand_side_by_side_each_with_its_own_mean():
    rows = tallies(("ARG", "RUS", 2001, 8, 2), ("BRA", "RUS", 2001, 6, 4))
    found = voting.summarise_measures(rows, ["agreement", "s_score"], 1).set_index("measure")
    assert found["mean"].to_dict() == pytest.approx({"agreement": 0.7, "s_score": 0.4})
    assert found["n_states"].tolist() == [2, 2]
    few = voting.summarise_measures(rows, ["agreement"], 11)
    assert few["n_left_out"].tolist() == [2]


def test_every_measure_of_every_partner_is_tabulated_by_name():
    pooled = tallies(("ARG", "RUS", 2001, 8, 2), ("ARG", "USA", 2001, 1, 9))
    table = voting.tabulate_measures(pooled)
    assert list(table.columns) == ["Russia", "United States"]
    assert len(table) == len(voting.ALL_MEASURES)
    assert table.loc["agreement, 0 to 1"].tolist() == pytest.approx([0.8, 0.1])
    assert table.loc["S-score, -1 to 1"].tolist() == pytest.approx([0.6, -0.8])


def test_ends_are_of_the_last_year_with_a_value():
    scores = pd.DataFrame(
        {"iso3": ["ARG", "BRA", "ARG", "BRA"], "year": [2001, 2001, 2002, 2003], "n": 9}
    ).assign(value=[0.1, 0.2, 0.9, None], partner="RUS")
    ends = voting.find_ends(scores)
    assert ends["year"].unique().tolist() == [2002]
    assert ends["iso3"].tolist() == ["ARG", "ARG"]
    assert voting.find_ends(scores.assign(value=None)).empty


def test_equal_values_are_ranked_by_code():
    scores = pd.DataFrame({"iso3": ["CUB", "ARG", "BRA"], "year": 2001, "n": 9, "value": 0.5})
    ends = voting.find_ends(scores, n=3)
    assert ends[ends["end"] == "lowest"]["iso3"].tolist() == ["ARG", "BRA", "CUB"]


def test_names_take_the_place_of_codes_in_either_column():
    frame = pd.DataFrame({"iso3": ["BHS"], "partner": ["SUN"], "n": [3]})
    assert voting.name_actors(frame).iloc[0].tolist() == ["Bahamas", "USSR", 3]
    assert list(voting.name_actors(frame[["n"]])) == ["n"]


def test_means_carry_interval_and_spread():
    rows = tallies(("ARG", "RUS", 2001, 80, 20), ("BRA", "RUS", 2001, 60, 40))
    found = voting.summarise_means(rows, "agreement", 10).iloc[0]
    assert found["mean"] == pytest.approx(0.7)
    assert found["low"] == pytest.approx(0.62)
    assert found["lower"] < 0.7 < found["upper"]
    assert not found["is_from_roll_calls"]
    shipped = pd.DataFrame(
        {"year": [2001], "partner": "RUS", "mean": 0.7, "lower": 0.65, "upper": 0.75}
    ).assign(n_states=2)
    taken = voting.summarise_means(rows, "agreement", 10, shipped=shipped).iloc[0]
    assert (taken["lower"], taken["upper"]) == (0.65, 0.75)
    assert taken["is_from_roll_calls"]
