"""Shares and intensities: formulas by hand, variants, properties, real tables."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import countries, tables, trade
from analysis.contracts import SIDES
from analysis.errors import MeasureError
from analysis.trade.intensity import WORLD_FLOWS

positive = st.floats(0.01, 1e6, allow_nan=False)


@pytest.fixture(scope="module")
def world():
    return trade.pick_world(tables.load("trade/world_totals"), "unctad")


@pytest.fixture(scope="module")
def by_state():
    bilateral = trade.pick_partner(tables.load("trade/bilateral"), "RUS")
    return {side: trade.flows_by_state(bilateral, side) for side in SIDES}


def test_intensity_by_hand():
    # Ten of a hundred exports go to a partner that takes 50 of the 800 that others import.
    assert trade.trade_intensity(10, 100, 50, 1000, 200) == pytest.approx(0.1 / (50 / 800))
    assert trade.trade_intensity(10, 100, 50, 1000) == pytest.approx(2)


def test_missing_or_empty_totals_have_no_intensity():
    nan = float("nan")
    for arguments in ((10, 0, 50, 1000), (10, nan, 50, 1000), (10, 100, 0, 1000), (1, 1, 1, 0)):
        assert pd.isna(trade.trade_intensity(*arguments).item())
    assert pd.isna(trade.trade_intensity(nan, 100, 50, 1000).item())


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
        trade.intensities(by_state["counterpart"], world, "RUS", variant="frankle")


def test_intensities_follow_from_the_tables(world, by_state):
    found = trade.intensities(by_state["counterpart"], world, "RUS").set_index(
        ["iso3", "year", "flow"]
    )
    flows = by_state["counterpart"].set_index(["iso3", "year"])
    sold = flows.loc[("BRA", 2012), "imports_usd"]
    world = world.set_index(["iso3", "year"])
    market = world.loc[("WLD", 2012), "imports_usd"] - world.loc[("RUS", 2012), "imports_usd"]
    share = sold / world.loc[("RUS", 2012), "exports_usd"]
    expected = share / (world.loc[("BRA", 2012), "imports_usd"] / market)
    assert found.loc[("BRA", 2012, "imports"), "intensity"] == pytest.approx(expected)


def test_share_counts_a_state_on_both_sides_or_not_at_all():
    rows = [("ARG", 2000, 10.0, 4.0, 14.0, 2), ("CUB", 2000, 5.0, None, 5.0, 1)]
    names = ["iso3", "year", "exports_usd", "imports_usd", "turnover_usd"]
    flows = pd.DataFrame(rows, columns=[*names, "n_flows"])
    totals = {"exports_usd": [100.0, None, 400], "imports_usd": [80.0, 60, 300]}
    world = pd.DataFrame({"iso3": ["ARG", "CUB", "RUS"], "year": 2000, **totals})
    found = trade.share_of_world_trade(flows, world, "RUS", ["ARG", "CUB"], [2000, 2001])
    assert found["n_states"].tolist() == [2, 0]
    assert found.iloc[1].drop(["year", "n_states"]).isna().all()
    row = found.iloc[0]
    assert row["share_of_states_exports"] == pytest.approx(10 / 100)  # Cuba has no total
    assert row["share_of_states_imports"] == pytest.approx(4 / 80)  # Cuba has no flow
    assert row["share_of_partner_imports"] == pytest.approx(15 / 300)
    assert row["share_of_partner_exports"] == pytest.approx(4 / 400)
    assert row["share_of_partner_turnover"] == pytest.approx(19 / 700)
    assert row["share_of_states_turnover"] == pytest.approx(14 / 180)


def test_region_is_two_per_cent_of_russias_trade(world, by_state):
    shares = trade.share_of_world_trade(
        by_state["counterpart"], world, "RUS", countries.LAC, range(1996, 2017)
    )
    shares = shares.set_index("year")["share_of_partner_turnover"]
    assert shares.between(0.01, 0.03).all()
    assert shares[2013] == pytest.approx(0.0216, abs=5e-4)


def test_brazils_trade_with_russia_is_about_one_per_cent(world, by_state):
    # The seeds' "about 1 %": Russia's report of its exports against all of Brazil's trade.
    for side in SIDES:
        shares = trade.share_of_world_trade(
            by_state[side], world, "RUS", ["BRA"], range(2012, 2015)
        )
        assert shares["share_of_states_turnover"].between(0.010, 0.015).all()


def test_mean_intensity_carries_its_range(world, by_state):
    every = pd.concat(
        trade.intensities(by_state[side], world, "RUS").assign(reading=side) for side in SIDES
    )
    means = trade.mean_intensities(every, countries.LAC, range(2005, 2017))
    assert ((means["n_years"] == 0) == means["low"].isna()).all()
    means = means.dropna()
    assert (means["low"] <= means["intensity"]).all()
    assert (means["intensity"] <= means["high"]).all()
    above = means[(means["flow"] == "exports") & (means["low"] > 1)]["iso3"]
    assert {"ECU", "PRY"} <= set(above)
    assert trade.mean_intensities(every, ["ARG"], []).empty


def reading_rows(rows):
    return pd.DataFrame(rows, columns=["iso3", "year", "flow", "reading", "intensity"])


def test_readings_are_compared_over_the_years_that_all_have():
    rows = [("CUB", year, "exports", "own", 10.0 + year - 2000) for year in range(2000, 2003)]
    rows += [("CUB", year, "exports", "counterpart", 1.0) for year in range(2002, 2010)]
    rows += [("HTI", 2000, "exports", "own", 3.0), ("HTI", 2001, "exports", "counterpart", 5.0)]
    rows += [("BRA", 2000, "imports", "own", 2.0)]
    found = trade.mean_intensities(
        reading_rows(rows), ["BRA", "CUB", "HTI"], range(2000, 2010)
    ).set_index("iso3")
    # The year 2002 alone is in both: 12 and 1, not the medians 11 and 1 of other years.
    cuba = found.loc["CUB"]
    assert cuba[["intensity", "low", "high"]].tolist() == [6.5, 1.0, 12.0]
    assert cuba[["n_readings", "n_years"]].tolist() == [2, 1]
    assert pd.isna(found.loc["HTI", "intensity"])
    assert found.loc["HTI", "n_years"] == 0
    assert found.loc["BRA", ["intensity", "low", "high", "n_readings"]].tolist() == [2, 2, 2, 1]


def test_cubas_reports_are_near_each_other_in_the_years_of_both(world, by_state):
    every = pd.concat(
        trade.intensities(by_state[side], world, "RUS").assign(reading=side) for side in SIDES
    )
    means = trade.mean_intensities(every, countries.LAC, range(1996, 2024))
    cuba = means[(means["iso3"] == "CUB") & (means["flow"] == "exports")].iloc[0]
    assert (cuba["n_years"], cuba["low"]) == (8, pytest.approx(14.8, abs=0.05))
    assert cuba["high"] == pytest.approx(16.5, abs=0.05)


def test_intensities_of_another_partner(world):
    totals = {"exports_usd": [100.0, 500.0, 2000.0], "imports_usd": [80.0, 400.0, 2000.0]}
    world = pd.DataFrame({"iso3": ["ARG", "CHN", "WLD"], "year": 2000, **totals})
    flows = pd.DataFrame({"iso3": ["ARG"], "year": [2000], "exports_usd": 25.0, "imports_usd": 8.0})
    flows["turnover_usd"] = 33.0
    found = trade.intensities(flows, world, "CHN").set_index("flow")["intensity"]
    assert found["exports"] == pytest.approx((25 / 100) / (400 / (2000 - 80)))
    assert found["imports"] == pytest.approx((8 / 500) / (80 / (2000 - 400)))
    frankel = trade.intensities(flows, world, "CHN", variant="frankel").set_index("flow")
    assert frankel.loc["exports", "intensity"] == pytest.approx((25 / 100) / (400 / 2000))
    assert frankel.loc["exports", "symmetric"] == pytest.approx((1.25 - 1) / (1.25 + 1))
    # Nothing is on record of the other's totals: no intensity, not zero.
    assert trade.intensities(flows, world, "USA").empty


BY_STATE = {"iso3": ["ARG"], "year": [2000], "exports_usd": [2.0], "imports_usd": [1.0]}
WORLD = {"iso3": ["WLD"], "year": [2000], "exports_usd": [20.0], "imports_usd": [10.0]}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"iso3": ["ARX"]}, "unknown iso3 'ARX'"),
        ({"year": [2000.5]}, "whole numbers"),
        ({"year": [None]}, "year is missing"),
        ({"exports_usd": [-2.0]}, "exports_usd is negative"),
        ({"exports_usd": ["2"]}, "must hold numbers"),
    ],
)
def test_damaged_flows_are_refused(change, message):
    flows = pd.DataFrame({**BY_STATE, **change}).assign(turnover_usd=3.0)
    world = pd.DataFrame(WORLD)
    with pytest.raises(MeasureError, match=message):
        trade.intensities(flows, world, "RUS")
    with pytest.raises(MeasureError, match=message):
        trade.share_of_world_trade(flows, world, "RUS", ["ARG"], [2000])


def test_damaged_arguments_are_refused():
    flows, world = pd.DataFrame(BY_STATE).assign(turnover_usd=3.0), pd.DataFrame(WORLD)
    for states, years, message in (
        ("ARG", [2000], "must be a list of codes"),
        (["ARG", "ARG"], [2000], "more than once"),
        (["ARG"], [2000, 2000], "twice"),
        (["ARG"], [2000.2], "no year"),
    ):
        with pytest.raises(MeasureError, match=message):
            trade.share_of_world_trade(flows, world, "RUS", states, years)
    with pytest.raises(MeasureError, match="rus"):
        trade.intensities(flows, world, "rus")
    with pytest.raises(MeasureError, match="no column turnover_usd"):
        trade.intensities(flows.drop(columns="turnover_usd"), world, "RUS")
    with pytest.raises(MeasureError, match="more than one row for iso3 ARG, year 2000"):
        trade.intensities(pd.concat([flows, flows]), world, "RUS")
    with pytest.raises(MeasureError, match="more than one row for iso3 WLD"):
        trade.intensities(flows, pd.concat([world, world]), "RUS")
    with pytest.raises(MeasureError, match="-1"):
        trade.trade_intensity(-1, 2, 3, 4)
    with pytest.raises(MeasureError, match="-1"):
        trade.symmetric(-1.0)
    rows = reading_rows([("CUB", 2000, "exports", "own", 1.0)])
    with pytest.raises(MeasureError, match="more than one row"):
        trade.mean_intensities(pd.concat([rows, rows]), ["CUB"], [2000])
    totals = pd.DataFrame(
        [("ARG", 2000, "exports", "unctad", 1.0)],
        columns=["iso3", "year", "flow", "source", "value_usd"],
    )
    with pytest.raises(MeasureError, match="exports_to_world"):
        trade.pick_world(totals, "unctad")
    doubled = pd.concat([totals.assign(flow=WORLD_FLOWS[0])] * 2)
    with pytest.raises(MeasureError, match="more than one row"):
        trade.pick_world(doubled, "unctad")
