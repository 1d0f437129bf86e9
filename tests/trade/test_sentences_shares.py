"""Sentences of shares and intensities: their numbers, and what they say when there are none."""

import pandas as pd

from analysis.study import load_study
from analysis.trade.reading import Reading
from analysis.trade.sentences import on_intensities, on_shares

READING = Reading(load_study(), "RUS", ("ARG", "BRA"), range(2000, 2004))


def shares_of(rows):
    names = ["year", "share_of_partner_turnover", "share_of_states_turnover"]
    return pd.DataFrame(rows, columns=names)


def test_shares_are_the_range_of_the_readings_in_the_first_and_last_comparable_year():
    shares = shares_of(
        [(2000, 0.010, 0.004), (2000, 0.013, 0.006), (2001, 0.9, 0.9), (2002, 0.02, 0.01),
         (2002, 0.025, 0.011), (2003, 0.5, 0.5)]
    )  # fmt: skip
    comparable = pd.Series({2000: True, 2001: True, 2002: True, 2003: False})
    text = on_shares(shares, comparable, READING)
    assert text.startswith(
        "The trade of these 2 states with Russia is 1.0–1.3 % of Russia's trade with the world in "
        "2000 and 2.0–2.5 % of it in 2002; 0.4–0.6 % of the states' trade with the world in 2000 "
        "and 1.0–1.1 % of it in 2002 (range"
    )
    china = READING.but(partner="CHN", states=("BRA",))
    assert "The trade of Brazil with China is" in on_shares(shares, comparable, china)
    assert "of China's trade" in on_shares(shares, comparable, china)
    assert "of the state's trade with the world" in on_shares(shares, comparable, china)


def test_a_tiny_share_is_not_written_as_nothing():
    shares = shares_of([(2000, 0.0000012, 0.004), (2000, 0.0000034, 0.006)])
    text = on_shares(shares, pd.Series({2000: True}), READING)
    assert "is 0.0001–0.0003 % of Russia's trade with the world in 2000; 0.4–0.6 %" in text


def test_a_single_comparable_year_is_stated_once():
    shares = shares_of([(2000, 0.010, 0.004), (2000, 0.013, None), (2001, None, 0.1)])
    text = on_shares(shares, pd.Series({2000: True, 2001: True}), READING)
    assert "is 1.0–1.3 % of Russia's trade with the world in 2000; 0.4–0.4 % of the states'" in text
    assert "in 2000 and 10.0–10.0 % of it in 2001 (range" in text


def test_a_side_without_totals_is_said_to_be_unknown():
    shares = shares_of([(2000, None, 0.004), (2001, None, 0.006)])
    text = on_shares(shares, pd.Series({2000: True, 2001: True}), READING.but(partner="CHN"))
    assert (
        "China is an unknown share of China's trade with the world (no totals); 0.4–0.4 %" in text
    )


def test_no_comparable_year_has_no_share():
    shares = shares_of([(2000, 0.010, 0.004)])
    for comparable in (pd.Series({2000: False}), pd.Series({1999: True})):
        assert on_shares(shares, comparable, READING).startswith("No comparable year has both")


def means_of(rows):
    names = ["iso3", "flow", "intensity", "low", "high", "n_readings", "n_years"]
    return pd.DataFrame(rows, columns=names)


def test_intensities_name_those_that_are_above_one_by_every_reading():
    means = means_of(
        [("ARG", "exports", 2.0, 0.9, 3.0, 4, 20), ("BRA", "exports", 1.2, 1.1, 1.3, 4, 1),
         ("CUB", "exports", 15.6, 14.8, 16.5, 4, 8), ("BRA", "imports", 0.4, 0.3, 0.5, 4, 22)]
    )  # fmt: skip
    text = on_intensities(means, READING)
    assert text.startswith(
        "Trade intensity is in exports to Russia, above 1 by every reading for Cuba (14.8–16.5 "
        "over 8 years) and Brazil (1.1–1.3 over 1 year) of 3 on record; in imports from Russia, "
        "above 1 by every reading for no state of 1 on record. It allows"
    )


def test_more_than_five_are_counted_and_those_without_a_common_year_are_told():
    codes = ["ARG", "BRA", "CHL", "COL", "CUB", "ECU", "MEX"]
    rows = [(c, "exports", 9.0 - i, 8.0 - i / 2, 10.0, 4, 5) for i, c in enumerate(codes)]
    rows.append(("VCT", "exports", None, None, None, 4, 0))
    text = on_intensities(means_of(rows), READING)
    assert "Argentina (8.0–10.0 over 5 years), Brazil" in text
    assert "Cuba (6.0–10.0 over 5 years) and 2 more of 7 on record" in text
    assert "Ecuador" not in text
    assert "1 flow has reports without a year in common, and no range" in text


def test_nothing_on_record_has_no_intensity():
    nothing = "No intensity: a flow, or a total with the world, is missing."
    assert on_intensities(means_of([]), READING) == nothing
    assert (
        on_intensities(means_of([("VCT", "exports", None, None, None, 4, 0)]), READING) == nothing
    )
