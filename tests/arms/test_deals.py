"""Deals of the register."""

import pandas as pd
import pytest

from analysis import arms


def test_undelivered_deals_are_in_no_span():
    deals = pd.DataFrame(
        {
            "deal": [1, 2],
            "delivery_years": ["2006; 2008", None],
            "tiv_delivered_million": [9.0, 0.0],
        }
    )
    assert arms.delivered_between(deals, 1950, 2025)["deal"].tolist() == [1]
    assert arms.delivered_between(deals, 2009, 2025).empty


def test_equal_split_by_hand():
    deals = pd.DataFrame(
        {
            "supplier": "RUS",
            "iso3": ["VEN", "VEN", "PER", "PER"],
            "delivery_years": ["2006; 2008", "2008", None, "2011; 2012; 2013"],
            "tiv_delivered_million": [10.0, 1.0, 0.0, 9.0],
        }
    )
    split = arms.equal_split(deals)
    cells = split.set_index(["iso3", "year"])["tiv_million"].to_dict()
    assert cells == {
        ("PER", 2011): 3.0,
        ("PER", 2012): 3.0,
        ("PER", 2013): 3.0,
        ("VEN", 2006): 5.0,
        ("VEN", 2008): 6.0,
    }


def test_equal_split_keeps_the_sum_of_the_register(table):
    deals = table("deals")
    split = arms.equal_split(deals)
    assert split["tiv_million"].sum() == pytest.approx(deals["tiv_delivered_million"].sum())
