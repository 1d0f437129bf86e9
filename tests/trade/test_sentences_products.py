"""Sentences of products: their numbers and their branches."""

import pandas as pd

from analysis.study import load_study
from analysis.trade.reading import Reading
from analysis.trade.sentences import on_advantages, on_bounds, on_fit, on_structure

READING = Reading(load_study(), "RUS", ("ARG", "BRA"), range(2000, 2004))
LABELS = {"31": "fertilisers (31)", "27": "fuels (27)", "02": "meat (02)", "08": "fruit (08)"}


def structure_of(rows):
    return pd.DataFrame(rows, columns=["year", "flow", "product", "share"])


def test_structure_names_the_three_largest_of_the_first_and_last_year_of_each_flow():
    shares = structure_of(
        [(2000, "imports", "31", 0.5), (2000, "imports", "27", 0.3), (2000, "imports", "02", 0.05),
         (2000, "imports", "08", 0.04), (2000, "imports", "other", 0.9),
         (2001, "imports", "08", 1.0), (2002, "imports", "27", 0.62), (2001, "exports", "02", 0.51)]
    )  # fmt: skip
    text = on_structure(shares, LABELS, ["ARG", "BRA"], READING)
    assert text == (
        "Largest product groups (Argentina and Brazil): exports to Russia 2001: meat (02) 51 %; "
        "imports from Russia 2000: fertilisers (31) 50 %, fuels (27) 30 %, meat (02) 5 %; "
        "imports from Russia 2002: fuels (27) 62 %."
    )


def test_more_than_six_states_are_counted():
    shares = structure_of([(2000, "imports", "31", 0.5)])
    states = ["ARG", "BRA", "CHL", "COL", "CUB", "ECU", "MEX"]
    assert "(7 states)" in on_structure(shares, LABELS, states, READING)
    assert "Ecuador)" in on_structure(shares, LABELS, states[:6], READING)
    none = on_structure(structure_of([]), LABELS, [], READING)
    assert none == "No product structure is on record for these states and years."


def advantages_of(rows):
    return pd.DataFrame(rows, columns=["iso3", "product", "rsca"])


def test_advantages_count_the_states_that_have_one_too():
    table = advantages_of(
        [("RUS", "Metals", 0.2), ("RUS", "Fuels", 0.7), ("RUS", "Footwear", -0.9),
         ("ARG", "Fuels", 0.1), ("BRA", "Fuels", 0.2), ("CHL", "Fuels", -0.2),
         ("CHL", "Minerals", 0.8), ("CHL", "Metals", 0.8), ("ARG", "Animal", 0.3),
         ("BRA", "Animal", 0.4), ("CHL", "Animal", 0.1)]
    )  # fmt: skip
    text = on_advantages(table, READING)
    assert "Russia has a revealed advantage in fuels and metals; of 3 states, the largest" in text
    assert "numbers have one in animal (3), fuels (2) and metals (1)." in text
    assert text.endswith("More than half of the states share Russia's in fuels.")


def test_half_of_the_states_is_not_more_than_half():
    table = advantages_of([("RUS", "Fuels", 0.7), ("ARG", "Fuels", 0.1), ("BRA", "Fuels", -0.2)])
    text = on_advantages(table, READING)
    assert text.endswith("In none of Russia's groups do more than half of the states have one too.")
    assert "of 2 states, the largest numbers have one in fuels (1)." in text
    none = [("RUS", "Fuels", 0.7), ("ARG", "Fuels", -0.1), ("BRA", "Fuels", -0.1)]
    assert "no state has one in any." in on_advantages(advantages_of(none), READING)


def test_one_state_is_set_beside_the_partner_by_its_name():
    rows = [("RUS", "Fuels", 0.7), ("ARG", "Animal", 0.1), ("ARG", "Fuels", -0.2)]
    text = on_advantages(advantages_of(rows), READING)
    assert text.endswith("in fuels; Argentina has one in animal. None is common.")
    text = on_advantages(advantages_of([*rows[:2], ("ARG", "Fuels", 0.2)]), READING)
    assert text.endswith("Argentina has one in animal and fuels. Both have one in fuels.")
    text = on_advantages(advantages_of([rows[0], rows[2]]), READING)
    assert text.endswith("Argentina has one in none. None is common.")


def test_advantages_need_both_sides():
    for rows in ([("ARG", "Fuels", 0.1)], [("RUS", "Fuels", 0.1)],
                 [("RUS", "Fuels", -0.1), ("ARG", "Fuels", 0.1)]):  # fmt: skip
        assert on_advantages(advantages_of(rows), READING).startswith("No product groups on record")
    china = READING.but(partner="CHN")
    text = on_advantages(advantages_of([("CHN", "Fuels", 0.1), ("ARG", "Fuels", 0.1)]), china)
    assert "China has a revealed advantage in fuels" in text
    assert text.endswith("Argentina has one in fuels. Both have one in fuels.")


def test_fit_states_quartiles_and_the_most_two_way_trade():
    fit = pd.DataFrame({"flow": ["exports"] * 5, "complementarity": [10.0, 40.0, 50.0, 60.0, 70.0]})
    two_way = pd.DataFrame(
        {"iso3": ["ARG", "BRA", "BRA"], "year": [2000, 2001, 2002],
         "grubel_lloyd": [0.004, 0.071, 0.012]}
    )  # fmt: skip
    text = on_fit(fit, two_way, READING)
    assert text == (
        "Median complementarity: exports to Russia 50 (quartiles 40 and 60). Two-way trade within "
        "HS chapters is 1.2 % in the median state and year, at most 7 % (Brazil 2001): everywhere "
        "most of what is exchanged goes one way."
    )
    even = on_fit(fit.head(0), two_way.assign(grubel_lloyd=0.5), READING)
    assert even == (
        "Two-way trade within HS chapters is 50.0 % in the median state and year, at most 50 % "
        "(Argentina 2000)."
    )
    assert on_fit(fit, two_way.head(0), READING).endswith("(quartiles 40 and 60).")
    assert on_fit(fit.head(0), two_way.head(0), READING).startswith("No product groups")


def test_bounds_say_whose_part_and_how_it_is_valued():
    rows = [("chemicals", 2015, None, 23, False, 2.2e9, 18e9, 0.1243),
            ("fertilisers", 2022, "BRA", 1, True, 5.7e9, 19e9, 0.297),
            ("metals", 2015, None, 2, False, 1.0, None, None)]  # fmt: skip
    names = ["product", "year", "iso3", "n_states", "is_cif", "part_usd", "whole_usd", "share"]
    bounds = pd.DataFrame(rows, columns=names)
    text = on_bounds(bounds, READING)
    assert "Russia's exports, as far as product tables reach" in text
    assert ": chemicals 2015: 2,200 of 18,000 million USD, 12 %; fertilisers 2022" in text
    assert "2022 (Brazil alone, CIF): 5,700 of 19,000 million USD, 30 %. No table" in text
    assert "metals" not in text
    none = on_bounds(bounds.head(0), READING.but(partner="CHN"))
    assert none.startswith("No product group has both a part and a whole of China's exports")
    assert "that sell to China, so that" in none
