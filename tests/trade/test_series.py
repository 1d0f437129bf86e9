"""Totals that say what they hold, growth, prices; check numbers of 1996-2023."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import countries, tables, trade
from analysis.errors import MeasureError

YEARS = range(1992, 2024)
PERIODS = ((2002, 2013), (2006, 2013), (2006, 2014), (2013, 2016))
positive = st.floats(1, 1e6)


@pytest.fixture(scope="module")
def bilateral(russia):
    return russia


@pytest.fixture(scope="module")
def totals(bilateral):
    return {
        side: trade.yearly_totals(trade.flows_by_state(bilateral, side), countries.LAC, YEARS)
        for side in trade.SIDES
    }


def frame(*rows):
    columns = ["iso3", "year", "reporter", "flow", "value_usd"]
    return pd.DataFrame(rows, columns=columns).assign(partner="RUS")


EXPORTS, IMPORTS = trade.FLOWS

RUSSIA_MILLION = {
    1996: 2394, 1997: 2639, 1998: 2645, 1999: 2499, 2000: 2164, 2001: 2764, 2002: 3048,
    2003: 3388, 2004: 3933, 2005: 6213, 2006: 7823, 2007: 10233, 2008: 14486, 2009: 10067,
    2010: 11931, 2011: 16940, 2012: 16148, 2013: 18659, 2014: 16088, 2015: 12476, 2016: 12076,
}  # fmt: skip
STATES_MILLION = {
    1992: 749, 1993: 922, 1994: 1039, 1996: 1968, 1997: 2409, 1998: 2483, 1999: 2526, 2000: 2794,
    2001: 3452, 2002: 3353, 2003: 3922, 2004: 4900, 2005: 6970, 2006: 8306, 2007: 9422,
    2008: 15125, 2009: 8751, 2010: 11431, 2011: 15027, 2012: 15107, 2013: 15859, 2014: 16462,
    2015: 12121, 2016: 10151,
}  # fmt: skip


@pytest.mark.parametrize(
    ("side", "check"), [("counterpart", RUSSIA_MILLION), ("states", STATES_MILLION)]
)
def test_turnover_equals_the_check_numbers(totals, side, check):
    ours = totals[side].set_index("year")["turnover_usd"] / 1e6
    assert {year: round(ours[year]) for year in check} == pytest.approx(check, abs=1)


def test_number_of_states_equals_the_check_numbers(totals):
    n = totals["states"].set_index("year")["n_states"]
    check = {1992: 23, 1996: 27, 2000: 31, 2002: 30, 2006: 31, 2008: 27, 2013: 25, 2016: 23}
    assert {year: n[year] for year in check} == check


def test_2018_is_28_states_and_cuba(totals, bilateral):
    year = totals["counterpart"].set_index("year").loc[2018]
    assert year["n_states"] == 29
    assert year["turnover_usd"] / 1e6 == pytest.approx(15885, abs=1)
    cuba = bilateral.query("iso3 == 'CUB' and year == 2018 and reporter == 'RUS'")["value_usd"]
    assert (year["turnover_usd"] - cuba.sum()) / 1e6 == pytest.approx(15497, abs=1)


def test_years_without_figures_are_missing_not_zero(totals):
    late = totals["counterpart"].set_index("year").loc[2022:2023]
    assert late["turnover_usd"].isna().all()
    assert late["n_states"].tolist() == [0, 0]
    assert not late["is_comparable"].any()


def test_only_well_covered_years_are_comparable(totals):
    def years(side):
        return totals[side].loc[totals[side]["is_comparable"], "year"].tolist()

    assert years("counterpart") == [*range(1996, 2017), 2018]
    assert years("states") == [*range(1992, 2017), 2018]


def test_one_flow_alone_is_no_comparable_turnover(bilateral):
    brazil = trade.flows_by_state(bilateral, "states")
    year = trade.yearly_totals(brazil, ["BRA"], [2020, 2023]).set_index("year")
    assert year["is_comparable"].tolist() == [True, False]
    assert year["is_comparable_imports"].tolist() == [True, True]
    assert math.isnan(year.loc[2023, "exports_usd"])


def test_growth_equals_the_check_numbers(totals):
    growth = trade.growth_table(totals["counterpart"], PERIODS)
    assert (100 * growth["cagr"]).round(1).tolist() == [17.9, 13.2, 9.4, -13.5]


def test_growth_with_an_incomparable_end_is_missing(totals):
    growth = trade.growth_table(totals["counterpart"], [(2013, 2021), (1980, 2013)])
    assert growth["cagr"].isna().all()
    assert growth["n_last"].tolist() == [1, 33]


def test_periods_lie_within_the_comparable_span(totals):
    early = totals["counterpart"][totals["counterpart"]["year"] <= 2013]
    assert trade.trend_periods(early, PERIODS) == [(1996, 2013), (2002, 2013), (2006, 2013)]
    assert trade.trend_periods(early[early["year"] < 1997], PERIODS) == []
    assert trade.trend_periods(early, []) == [(1996, 2013)]
    exact = totals["counterpart"][totals["counterpart"]["year"].between(2002, 2013)]
    assert trade.trend_periods(exact, PERIODS) == [(2002, 2013), (2006, 2013)]


def test_missing_flow_stays_missing():
    flows = trade.flows_by_state(frame(("BRB", 2012, "RUS", IMPORTS, 5.0)), "counterpart")
    assert math.isnan(flows["exports_usd"].item())
    assert flows[["turnover_usd", "n_flows"]].values.tolist() == [[5.0, 1]]


def test_reporters_are_never_mixed():
    rows = frame(("ARG", 2000, "RUS", EXPORTS, 1.0), ("ARG", 2000, "ARG", EXPORTS, 2.0))
    assert trade.flows_by_state(rows, "counterpart")["turnover_usd"].tolist() == [1.0]
    assert trade.flows_by_state(rows, "states")["turnover_usd"].tolist() == [2.0]


def test_two_sources_of_one_flow_are_refused():
    row = ("ARG", 2000, "RUS", EXPORTS, 1.0)
    with pytest.raises(
        MeasureError, match="more than one row for iso3 ARG, partner RUS, year 2000"
    ):
        trade.flows_by_state(frame(row, row), "counterpart")


def test_unknown_reporter_is_refused():
    with pytest.raises(MeasureError, match=r"side = 'state' is not allowed.*did you mean 'states'"):
        trade.flows_by_state(frame(), "state")
    with pytest.raises(MeasureError, match=r"'RUS' is not allowed.*counterpart, states"):
        trade.flows_by_state(frame(), "RUS")


def test_cagr_by_hand():
    assert trade.cagr(100, 161.051, 5) == pytest.approx(0.1)
    assert math.isnan(trade.cagr(0, 10, 5))
    assert math.isnan(trade.cagr(float("nan"), 10, 5))
    assert trade.cagr(10, 0, 5) == -1


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [(1, 1, 0), (1, 1, -1), (-1, 1, 2), (1, -1, 2), (1, float("inf"), 2), (1, 1, float("nan"))],
)
def test_cagr_without_meaning_is_refused(first, last, years):
    with pytest.raises(MeasureError):
        trade.cagr(first, last, years)


@given(positive, positive, st.integers(1, 60))
def test_cagr_leads_from_the_first_to_the_last_value(first, last, years):
    assert first * (1 + trade.cagr(first, last, years)) ** years == pytest.approx(last, rel=1e-5)


@given(positive, positive, st.integers(1, 60), st.floats(1e-3, 1e3))
def test_cagr_does_not_depend_on_the_unit(first, last, years, scale):
    scaled = trade.cagr(scale * first, scale * last, years)
    assert scaled == pytest.approx(trade.cagr(first, last, years), rel=1e-9, abs=1e-9)


PRICES = pd.Series({2000: 50.0, 2015: 100.0, 2020: 110.0})


def dollars(*rows):
    return pd.DataFrame(rows, columns=["year", "value_usd"])


def test_constant_dollars_by_hand():
    frame = dollars((2000, 10.0), (2020, 11.0)).assign(low_usd=1.0, share=0.5)
    real = trade.in_prices_of(frame, PRICES, 2015)
    assert real["value_usd"].tolist() == pytest.approx([20.0, 10.0])
    assert real["low_usd"].tolist() == pytest.approx([2.0, 100 / 110])
    assert real["share"].tolist() == [0.5, 0.5]


def test_years_without_a_price_level_are_all_named():
    with pytest.raises(MeasureError, match="no price level of 1999, 2001"):
        trade.in_prices_of(dollars((1999, 1.0), (2001, 1.0)), PRICES, 2015)
    with pytest.raises(MeasureError, match="2014"):
        trade.in_prices_of(dollars((2000, 1.0)), PRICES, 2014)
    with pytest.raises(MeasureError, match="no price level of 2000"):
        trade.in_prices_of(dollars((2000, 1.0)), PRICES.replace(50.0, 0.0), 2015)


def test_price_levels_without_meaning_are_refused():
    for prices, said in (
        (pd.concat([PRICES, PRICES.head(1)]), "2000 twice"),
        (PRICES.to_frame(), "Series"),
        (PRICES.set_axis(pd.to_datetime(["2000", "2015", "2020"])), "no year"),
    ):
        with pytest.raises(MeasureError, match=said):
            trade.in_prices_of(dollars((2000, 1.0)), prices, 2015)


def test_values_meet_their_own_year_whatever_the_index():
    frame = dollars((2000, 10.0), (2020, 11.0))
    turned = trade.in_prices_of(frame.set_axis([7, 3]).iloc[::-1], PRICES, 2015)
    assert turned["value_usd"].tolist() == pytest.approx([10.0, 20.0])


@given(st.floats(-1e12, 1e12), st.sampled_from(list(PRICES.index)))
def test_dollars_of_a_year_are_unchanged_in_prices_of_that_year(value, year):
    real = trade.in_prices_of(dollars((year, value)), PRICES, year)
    assert real["value_usd"].item() == pytest.approx(value)


def test_real_turnover_with_the_us_price_index(totals):
    cpi = tables.load("common/us_cpi").set_index("year")["cpi_u_1982_84_100"]
    now = pd.DataFrame({"value_usd": [18659.0], "year": [2013]})
    real = trade.in_prices_of(now, cpi, 2015)["value_usd"].item()
    assert real == pytest.approx(18659 * 237.017 / 232.957, rel=1e-4)


def test_ranking_uses_each_partners_own_years():
    rows = trade.flows_by_state(
        frame(
            ("ARG", 2000, "RUS", EXPORTS, 4.0),
            ("ARG", 2001, "RUS", EXPORTS, 2.0),
            ("BRA", 2001, "RUS", IMPORTS, 5.0),
        ),
        "counterpart",
    )
    ranking = trade.rank_partners(rows, ["ARG", "BRA", "CHL"], [2000, 2001])
    assert ranking["iso3"].tolist() == ["BRA", "ARG"]
    assert ranking["turnover_usd"].tolist() == [5.0, 3.0]
    assert ranking["n_years"].tolist() == [1, 2]
    assert ranking["share"].tolist() == pytest.approx([5 / 11, 6 / 11])


def test_value_that_is_not_there_is_missing(totals):
    assert math.isnan(trade.value_in(totals["counterpart"], 1980, "turnover_usd"))
    assert trade.value_in(totals["counterpart"], 2013, "n_states") == 33


def test_half_of_the_states_without_the_large_ones_is_no_group(bilateral):
    flows = trade.flows_by_state(bilateral, "states")
    alba = trade.yearly_totals(flows, countries.select("ALBA"), [2006, 2012]).set_index("year")
    # Cuba and Venezuela make most of the group's trade; Cuba has not reported since 2006.
    assert alba["n_states"].tolist() == [9, 5]
    assert alba["usual_share"].round(2).tolist() == [1.0, 0.31]
    assert alba["is_comparable"].tolist() == [True, False]


def test_comparable_years_do_not_depend_on_the_span(bilateral):
    flows = trade.flows_by_state(bilateral, "counterpart")
    short = trade.yearly_totals(flows, countries.LAC, [2019])
    assert short["usual_share"].item() == pytest.approx(0.73, abs=0.005)
    assert not short["is_comparable"].item()


def test_stacked_table_holds_everything_that_is_drawn(totals):
    stated = pd.DataFrame(
        {"year": [2022], "value_usd": [5.0], "kind": ["region table"], "who": ["WITS"]}
    )
    stacked = trade.stack_sides(totals, stated)
    assert len(stacked) == 2 * len(YEARS) + 1
    last = stacked.iloc[-1]
    assert (last["reporter"], last["year"], last["turnover_usd"]) == ("region table: WITS", 2022, 5)
    assert trade.stack_sides(totals).columns.tolist() == stacked.columns.tolist()


def test_periods_without_meaning_are_refused(totals):
    for periods in ([(2002,)], [(2002.5, 2013)], ["2002-2013"], [(2002, 2002)]):
        with pytest.raises(MeasureError, match="periods"):
            trade.growth_table(totals["counterpart"], periods)
        with pytest.raises(MeasureError, match="usual"):
            trade.trend_periods(totals["counterpart"], periods)
