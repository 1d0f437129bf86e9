"""Shares and intensities: formulas by hand, variants, properties, real tables."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import countries, tables, trade
from analysis.errors import MeasureError

positive = st.floats(0.01, 1e6, allow_nan=False)


@pytest.fixture(scope="module")
def world():
    return trade.pick_world(tables.load("trade/world_totals"), "unctad")


@pytest.fixture(scope="module")
def by_state():
    bilateral = tables.load("trade/bilateral")
    return {side: trade.flows_by_state(bilateral, side) for side in trade.REPORTERS}


def test_intensity_by_hand():
    # Ten of a hundred exports go to a partner that takes 50 of the 800 that others import.
    assert trade.trade_intensity(10, 100, 50, 1000, 200) == pytest.approx(0.1 / (50 / 800))
    assert trade.trade_intensity(10, 100, 50, 1000) == pytest.approx(2)


def test_missing_or_empty_totals_have_no_intensity():
    nan = float("nan")
    for arguments in ((10, 0, 50, 1000), (10, nan, 50, 1000), (10, 100, 0, 1000), (1, 1, 1, 0)):
        assert pd.isna(trade.trade_intensity(*arguments))
    assert pd.isna(trade.trade_intensity(nan, 100, 50, 1000))


@given(positive, positive, positive, positive)
def test_unit_does_not_matter_and_kojima_is_the_smaller(x, exports, imports, own):
    whole = 10 * (imports + own)
    frankel = trade.trade_intensity(x, exports, imports, whole)
    kojima = trade.trade_intensity(x, exports, imports, whole, own)
    assert kojima <= frankel
    scaled = trade.trade_intensity(7 * x, 7 * exports, 7 * imports, 7 * whole)
    assert scaled == pytest.approx(frankel, rel=1e-9)


@given(st.floats(0.001, 1000))
def test_symmetric_form_is_bounded_and_odd(index):
    assert -1 < trade.symmetric(index) < 1
    assert trade.symmetric(1 / index) == pytest.approx(-trade.symmetric(index), abs=1e-12)


def test_unknown_choices_are_named(world, by_state):
    with pytest.raises(MeasureError, match="unctad"):
        trade.pick_world(tables.load("trade/world_totals"), "unctd")
    with pytest.raises(MeasureError, match="frankel"):
        trade.intensities(by_state["RUS"], world, variant="frankle")


def test_intensities_follow_from_the_tables(world, by_state):
    found = trade.intensities(by_state["RUS"], world).set_index(["iso3", "year", "flow"])
    flows = by_state["RUS"].set_index(["iso3", "year"])
    sold = flows.loc[("BRA", 2012), "imports_usd"]
    market = world.loc[("WLD", 2012), "imports_usd"] - world.loc[("RUS", 2012), "imports_usd"]
    share = sold / world.loc[("RUS", 2012), "exports_usd"]
    expected = share / (world.loc[("BRA", 2012), "imports_usd"] / market)
    assert found.loc[("BRA", 2012, "imports"), "intensity"] == pytest.approx(expected)


def test_share_counts_a_state_on_both_sides_or_not_at_all():
    rows = [("ARG", 2000, 10.0, 4.0, 14.0, 2), ("CUB", 2000, 5.0, None, 5.0, 1)]
    names = ["iso3", "year", "exports_usd", "imports_usd", "turnover_usd"]
    flows = pd.DataFrame(rows, columns=[*names, "n_flows"])
    index = pd.MultiIndex.from_tuples(
        [("ARG", 2000), ("CUB", 2000), ("RUS", 2000)], names=["iso3", "year"]
    )
    world = pd.DataFrame({"exports_usd": [100.0, None, 400], "imports_usd": [80.0, 60, 300]}, index)
    row = trade.share_of_world_trade(flows, world, ["ARG", "CUB"], [2000, 2001]).iloc[0]
    assert row["share_of_states_exports"] == pytest.approx(10 / 100)  # Cuba has no total
    assert row["share_of_states_imports"] == pytest.approx(4 / 80)  # Cuba has no flow
    assert row["share_of_russia_imports"] == pytest.approx(15 / 300)
    assert row["share_of_russia_turnover"] == pytest.approx(19 / 700)


def test_region_is_two_per_cent_of_russias_trade(world, by_state):
    shares = trade.share_of_world_trade(by_state["RUS"], world, countries.LAC, range(1996, 2017))
    shares = shares.set_index("year")["share_of_russia_turnover"]
    assert shares.between(0.01, 0.03).all()
    assert shares[2013] == pytest.approx(0.0216, abs=5e-4)


def test_brazils_trade_with_russia_is_about_one_per_cent(world, by_state):
    # The seeds' "about 1 %": Russia's report of its exports against all of Brazil's trade.
    for side in trade.REPORTERS:
        shares = trade.share_of_world_trade(by_state[side], world, ["BRA"], range(2012, 2015))
        assert shares["share_of_states_turnover"].between(0.010, 0.015).all()


def test_mean_intensity_carries_its_range(world, by_state):
    every = pd.concat(
        trade.intensities(by_state[side], world).assign(reading=side) for side in trade.REPORTERS
    )
    means = trade.mean_intensities(every, countries.LAC, range(2005, 2017))
    assert (means["low"] <= means["intensity"]).all()
    assert (means["intensity"] <= means["high"]).all()
    above = means[(means["flow"] == "exports") & (means["low"] > 1)]["iso3"]
    assert {"ECU", "PRY"} <= set(above)
    assert trade.mean_intensities(every, ["ARG"], []).empty
