"""Periods, concentration and the turn of 2014: known changes are found, edges are told."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis import countries, synthesis, tables
from analysis.errors import MeasureError
from analysis.synthesis import TooLittleError, sentences
from tests.synthesis.made import CODES, EXACT, READING


def make_dyads(factor, states=12, first=1992, last=2018, noise=0.0, seed=0):
    """Return dyads in which Russia's value grows by a factor in 2001 and China's in 2014."""
    rng = np.random.default_rng(seed)
    rows = []
    for number in range(states):
        for year in range(first, last + 1):
            boom = np.exp(0.05 * (year - first) + 0.3 * np.sin(number + year))
            for place, partner in enumerate(READING.partners):
                value = (1 + number) * (1 + place) * boom
                if partner == "RUS" and year >= 2001:
                    value *= factor
                if partner == "CHN" and year >= 2014:
                    value *= factor
                rows.append((CODES[number], year, partner, value * np.exp(noise * rng.normal())))
    return pd.DataFrame(rows, columns=["iso3", "year", "partner", "value"])


def compare(dyads, kind, reading=READING):
    return synthesis.compare_periods(
        dyads, kind, reading.theses.first_year, reading.steps, reading.pairs
    )


def change_of(changes, step, partner, against, column="change"):
    found = changes[
        (changes["step"] == step)
        & (changes["partner"] == partner)
        & (changes["against"] == against)
    ]
    return found[column].item()


def test_factors_are_found_whatever_the_boom():
    changes = compare(make_dyads(3.0), "ratio")
    assert change_of(changes, "return", "RUS", "USA") == pytest.approx(3, rel=1e-6)
    assert change_of(changes, "return", "RUS", "CHN") == pytest.approx(3, rel=1e-6)
    assert change_of(changes, "return", "CHN", "USA") == pytest.approx(1, rel=1e-6)
    assert change_of(changes, "turn", "RUS", "USA") == pytest.approx(1, rel=1e-6)
    assert change_of(changes, "turn", "RUS", "CHN") == pytest.approx(1 / 3, rel=1e-6)
    assert change_of(changes, "turn", "CHN", "USA", "period") == "2014–2018"


def test_differences_are_found_and_equal_a_regression():
    import pyfixest

    dyads = make_dyads(1.0, noise=0.2)
    is_later = (dyads["partner"] == "RUS") & (dyads["year"] >= 2001)
    dyads["value"] = np.log(dyads["value"]) + 0.4 * is_later
    changes = compare(dyads, "difference")
    found = change_of(changes, "return", "RUS", "USA")
    assert found == pytest.approx(0.4, abs=0.08)
    part = dyads[dyads["partner"].isin(["RUS", "USA"]) & (dyads["year"] < 2014)]
    part = part.assign(
        gain=is_later.astype(float), dyad=part["iso3"] + part["partner"],
        moment=part["iso3"] + part["year"].astype(str),
    )  # fmt: skip
    model = pyfixest.feols("value ~ gain | dyad + moment", part, demeaner=EXACT)
    assert found == pytest.approx(model.coef()["gain"], abs=1e-9)
    low, high = (change_of(changes, "return", "RUS", "USA", name) for name in ("low", "high"))
    assert low < found < high


def test_a_shock_of_a_year_widens_the_interval():
    dyads = make_dyads(1.0, noise=0.05)
    dyads["value"] = np.log(dyads["value"])
    shocks = np.random.default_rng(1).normal(size=40)
    shaken = dyads.copy()
    is_russia = shaken["partner"] == "RUS"
    shaken.loc[is_russia, "value"] += shocks[shaken.loc[is_russia, "year"] - 1990]
    widths = [
        change_of(changes, "return", "RUS", "USA", "high")
        - change_of(changes, "return", "RUS", "USA", "low")
        for changes in (
            compare(dyads, "difference"),
            compare(shaken, "difference"),
        )
    ]
    assert widths[1] > 5 * widths[0]


def test_few_states_have_no_interval_and_none_no_number():
    few = compare(make_dyads(2.0, states=5), "ratio")
    assert few["change"].notna().all()
    assert few[["low", "high", "p_value"]].isna().all(axis=None)
    assert few["reason"].str.contains("5 states are too few").all()
    for dyads in (make_dyads(2.0, states=2), make_dyads(2.0).iloc[:0]):
        nothing = compare(dyads, "ratio")
        assert nothing["change"].isna().all()
        assert (nothing["reason"] != "").all()
    assert "not estimable" in sentences.on_periods(nothing, "Trade", "ratio")
    assert "no interval" in sentences.on_periods(few, "Trade", "ratio")


def concentrate(dyads, totals=None):
    return synthesis.concentrate_by_partner(dyads, READING.partners, 12, totals)


def test_concentration_worked_by_hand():
    rows = [("ARG", "RUS", 3), ("BRA", "RUS", 1), ("ARG", "USA", 1), ("BRA", "USA", 1)]
    rows += [("ARG", "CHN", 1), ("BRA", "CHN", 4), ("CHL", "RUS", 9)]
    dyads = pd.DataFrame(rows, columns=["iso3", "partner", "value"]).assign(year=2000)
    # Chile has no trade with the USA on record, so it is in nobody's sum.
    found = concentrate(dyads).set_index("partner")
    assert found["hhi"].to_dict() == pytest.approx({"RUS": 10 / 16, "USA": 0.5, "CHN": 17 / 25})
    assert (found["n_states"] == 2).all()
    assert concentrate(dyads.iloc[:0]).empty
    windows = synthesis.concentrate_windows(dyads, [(1999, 2001), (2002, 2003)], READING.partners)
    first = windows.iloc[0]
    assert (first["partner"], first["top_state"]) == ("RUS", "CHL")
    assert first["top_state_share"] == pytest.approx(9 / 13)
    assert windows.iloc[3:][["hhi", "top_state_share"]].isna().all(axis=None)


def test_the_twelve_largest_hold_more_than_nine_tenths_of_trade_with_everybody():
    """A text's claim about Russia holds for the trade of the same states with the whole world."""
    years = range(1992, 2017)
    table = tables.load("trade/bilateral")
    dyads = synthesis.dyads_of_trade(table, countries.LAC, years, READING.partners)
    totals = tables.load("trade/world_totals")
    found = concentrate(dyads, synthesis.sum_world_trade(totals, countries.LAC))
    assert (found["top_share"] > 0.9).all()
    assert set(found["partner"]) == {"RUS", "USA", "CHN", "size"}
    sums = dyads[dyads["partner"] == "RUS"].groupby("year")["value"].sum() / 1e6
    # Check numbers of the notes: turnover as the states report it.
    for year, value in ((1992, 749), (1996, 1968), (2008, 15125), (2014, 16462), (2016, 10151)):
        assert sums[year] == pytest.approx(value, abs=1)


def test_arms_of_windows_are_the_check_numbers():
    dyads = synthesis.dyads_of_arms(
        tables.load("arms/imports_by_supplier"), countries.LAC, range(1992, 2025), READING.partners
    )
    assert dyads["year"].min() == 1995
    windows = synthesis.concentrate_windows(dyads, synthesis.list_windows(dyads), READING.partners)
    russia = windows[windows["partner"] == "RUS"].set_index("first_year")
    expected = {1995: 687, 2000: 126, 2005: 2192, 2010: 2170, 2015: 233, 2020: 0}
    assert russia["total_million_tiv"].round().to_dict() == expected
    assert russia.loc[2005, "top_state"] == "VEN"


def make_turn(jump=0.5, states=12):
    rng = np.random.default_rng(0)
    names = CODES[:states]
    grid = pd.MultiIndex.from_product([names, range(2008, 2021)], names=["iso3", "year"])
    panel = pd.DataFrame({"y": rng.normal(scale=0.01, size=len(grid))}, index=grid).reset_index()
    votes = pd.DataFrame(
        {
            "resolution": "A/RES/68/262",
            "date": pd.Timestamp("2014-03-27"),
            "iso3": names,
            "vote": ["yes", "abstain"] * (states // 2),
        }
    )
    refrained = panel["iso3"].isin(votes.loc[votes["vote"] != "yes", "iso3"])
    panel.loc[refrained & (panel["year"] >= 2014), "y"] += jump
    return panel, votes


def test_a_jump_at_the_vote_is_found_and_none_before():
    panel, votes = make_turn()
    found = synthesis.trace_turn(panel, votes, "y", "A/RES/68/262").set_index("year")
    assert found.loc[2013, "difference"] == 0
    after = found.loc[2014:]
    assert after["difference"].to_numpy() == pytest.approx(0.5, abs=0.03)
    assert (after["low"] > 0).all()
    assert found.loc[:2012, "difference"].to_numpy() == pytest.approx(0, abs=0.03)
    assert (found["n_states"] == 12).all()


def test_differences_equal_those_of_dummies():
    import pyfixest

    panel, votes = make_turn()
    panel = panel.drop(index=[3, 40, 77])
    found = synthesis.trace_turn(panel, votes, "y", "A/RES/68/262").set_index("year")
    side = panel["iso3"].isin(votes.loc[votes["vote"] != "yes", "iso3"]).astype(float)
    frame = panel.assign(side=side)
    model = pyfixest.feols(
        "y ~ i(year, side, ref=2013) | iso3 + year", frame, vcov={"CRV1": "iso3"}, demeaner=EXACT
    )
    expected = model.coef().to_numpy()
    found = found.drop(index=2013)
    np.testing.assert_allclose(found["difference"], expected, atol=1e-9)
    # Student's t with one degree less than the states.
    width = (found["high"] - found["low"]) / 2 / stats.t.ppf(0.975, 11)
    np.testing.assert_allclose(width, model.se().to_numpy(), rtol=1e-6)


def test_what_cannot_be_traced_says_why():
    panel, votes = make_turn()
    with pytest.raises(MeasureError, match="A/RES/1/1"):
        synthesis.trace_turn(panel, votes, "y", "A/RES/1/1")
    with pytest.raises(TooLittleError, match="two that did not"):
        synthesis.trace_turn(panel[panel["iso3"] == CODES[0]], votes, "y", "A/RES/68/262")
    with pytest.raises(TooLittleError):
        synthesis.trace_turn(panel[panel["year"] == 2013], votes, "y", "A/RES/68/262")
    nothing = synthesis.trace_or_none(panel.iloc[:0], votes, "y", "A/RES/68/262")
    assert nothing.empty
    assert "not estimable" in sentences.on_turn(nothing, "Trade", 2014)


def test_windows_of_five_years_end_with_the_last():
    frame = pd.DataFrame({"year": [2019, 2020, 2021]})
    assert synthesis.list_windows(frame) == [(2019, 2021)]
    assert synthesis.list_windows(frame.iloc[:0]) == []


@pytest.mark.parametrize(("which", "is_later"), [("earlier", False), ("later", True)])
def test_a_partner_with_nothing_in_a_period_has_no_ratio(which, is_later):
    dyads = make_dyads(2.0)
    is_period = dyads["year"].between(2001, 2013) == is_later
    dyads.loc[(dyads["partner"] == "USA") & is_period & (dyads["year"] < 2014), "value"] = 0.0
    changes = compare(dyads, "ratio")
    reason = change_of(changes, "return", "RUS", "USA", "reason")
    assert reason == f"the United States has nothing in the {which} period: no ratio"
    assert np.isnan(change_of(changes, "return", "RUS", "USA"))
    assert change_of(changes, "return", "RUS", "CHN") == pytest.approx(2, rel=1e-6)


def test_differences_need_three_states_with_both_periods():
    changes = compare(make_dyads(2.0, states=2), "difference")
    assert changes["reason"].str.contains("2 state.s. have both partners in both").all()
    three = compare(make_dyads(2.0, states=3), "difference")
    assert three["change"].notna().all()
    late = compare(make_dyads(2.0, first=2014), "ratio")
    assert late["reason"].str.contains("not both periods have values of both").all()


def test_periods_of_another_study_have_their_own_names():
    changes = synthesis.compare_periods(
        make_dyads(3.0), "ratio", 1995, {"opening": 2001, "war": 2010, "peace": 2014},
        [("RUS", "USA")],
    )  # fmt: skip
    assert changes["step"].tolist() == ["opening", "war", "peace"]
    assert changes["before"].tolist() == ["1995–2000", "2001–2009", "2010–2013"]
    assert changes["change"].tolist() == pytest.approx([3, 1, 1], rel=1e-6)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"partner": "RUX"}, "unknown partner 'RUX'"),
        ({"year": 2000.5}, "year must hold whole numbers"),
        ({"iso3": None}, "iso3 is missing"),
        ({"value": "many"}, "value = 'many' must be a number"),
        ({"value": np.inf}, "value = inf must be a number"),
        ({"year": 1992}, "more than one row"),
    ],
)
def test_damaged_dyads_are_refused(change, message):
    dyads = make_dyads(1.0, states=3).assign(**change)
    for measure in (lambda d: compare(d, "ratio"), concentrate):
        with pytest.raises(MeasureError, match=message):
            measure(dyads)
    with pytest.raises(MeasureError, match=message):
        synthesis.concentrate_windows(dyads, [(1992, 1999)], READING.partners)


def test_the_share_of_the_largest_is_of_as_many_as_asked():
    rows = [(code, partner, n) for partner in READING.partners
            for n, code in enumerate(CODES[:4], start=1)]  # fmt: skip
    dyads = pd.DataFrame(rows, columns=["iso3", "partner", "value"]).assign(year=2000)
    for largest, share in ((1, 0.4), (2, 0.7), (4, 1.0)):
        found = synthesis.concentrate_by_partner(dyads, READING.partners, largest)
        assert found["top_share"].tolist() == pytest.approx([share] * 3)
    with pytest.raises(MeasureError, match="largest = 0"):
        synthesis.concentrate_by_partner(dyads, READING.partners, 0)
