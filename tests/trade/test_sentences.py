"""Sentences carry the right numbers, and say so when there are none."""

import pandas as pd
import pytest

from analysis import countries, tables, trade
from analysis.trade import sentences

NAMES = {iso3: countries.name(iso3) for iso3 in countries.LAC}


@pytest.fixture(scope="module")
def bilateral():
    return tables.load("trade/bilateral")


def both_totals(bilateral, states, years):
    return {
        side: trade.yearly_totals(trade.flows_by_state(bilateral, side), states, years)
        for side in trade.REPORTERS
    }


@pytest.fixture(scope="module")
def totals(bilateral):
    return both_totals(bilateral, countries.LAC, range(1996, 2024))


@pytest.fixture(scope="module")
def bare(bilateral):
    return both_totals(bilateral, ["HTI"], range(2019, 2022))


def test_five_wrong_cells_are_listed_with_their_kind():
    text = sentences.on_balances(trade.balances(tables.load("trade/aladi")), NAMES)
    assert "45 equal" in text
    assert "**5 are wrong**" in text
    assert text.count("\n- **") == 5
    assert "**Argentina 2004**: digit error; printed 88,419" in text
    assert "83,419 (difference +5,000)" in text
    assert "**Uruguay 2002**: sign lost" in text
    assert "**Brazil 2004**: import printed as balance (222,752)" in text


def test_part_year_and_mexico_are_named(bilateral):
    own = trade.flows_by_state(bilateral, "partner")
    compared = trade.compare_printed(trade.balances(tables.load("trade/aladi")), own)
    text = sentences.on_part_year(compared, NAMES)
    assert "34 % of the exports to Russia and 29 % of the imports from Russia" in text
    assert "Mexico (exports to Russia 2000 2.6 against 33;" in text


def test_peak_and_mirror_are_stated(totals):
    text = sentences.on_turnover(totals, "RUS", "USD")
    assert "**2013: 18,659 million USD** (10,615 to Russia, 8,044 from Russia; 33 states)" in text
    assert "add up to 15,859 (-15 %, 25 states)" in text
    assert "6 of 28 years (2017, 2019–2023)" in text


def test_other_reporter_comes_first_if_asked(totals):
    text = sentences.on_turnover(totals, "partner", "USD")
    assert text.startswith("By the states' own figures, turnover was highest in **2014: 16,462")


def test_stated_figures_meet_comparable_sums_only(totals):
    stated = trade.stated_turnover(
        tables.load("trade/turnover_figures"), tables.load("trade/region_totals"),
        countries.LAC, countries.LAC,
    )  # fmt: skip
    text = sentences.on_stated(stated, totals["RUS"], "USD")
    assert "2018: 19,000 (Russia (CCI)) against 15,885 from 29 states" in text
    assert "2020: 12,000 (Russia (CCI)); 2021" in text
    assert "2022: 18,604 (WITS)" in text


def test_growth_is_stated_for_the_span_and_the_extremes(totals):
    periods = trade.trend_periods(totals["RUS"])
    text = sentences.on_growth(trade.growth_table(totals["RUS"], periods))
    assert "From 1996 to 2018 turnover changed by **+9.0 % a year**" in text
    assert "2002–2013 (+17.9 % a year) and slowest in 2013–2016 (-13.5 %)" in text


def test_concentration_and_partners_are_stated(bilateral, totals):
    flows = trade.flows_by_state(bilateral, "RUS")
    concentration = trade.concentration(flows, countries.LAC, range(1996, 2024))
    text = sentences.on_concentration(concentration, 12)
    assert "highest in 2007 (**0.295**" in text
    assert "lowest in 2013 (**0.138**, 7.2 partners)" in text
    comparable = totals["RUS"].loc[totals["RUS"]["is_comparable"], "year"]
    ranking = trade.rank_partners(flows, countries.LAC, comparable)
    text = sentences.on_partners(ranking, NAMES, "USD")
    assert "Brazil (39.3 %), Argentina (9.6 %), Mexico (9.6 %), Ecuador (8.4 %)" in text
    assert "Brazil, Argentina and Ecuador sold more to Russia" in text


def test_single_partner_is_stated_as_such(bilateral):
    flows = trade.flows_by_state(bilateral, "RUS")
    ranking = trade.rank_partners(flows, ["BRA"], range(2012, 2014))
    text = sentences.on_partners(ranking, NAMES, "USD")
    assert text.startswith("Brazil alone is chosen; its exports to Russia were 3,")
    concentration = trade.concentration(flows, ["BRA"], range(2012, 2014))
    assert "1 by definition" in sentences.on_concentration(concentration, 1)


def test_known_gaps_are_stated_where_they_are_chosen(bilateral):
    mirrored = trade.mirror(bilateral)
    text = sentences.on_known_gaps(mirrored, NAMES, "USD")
    assert "2013 960 by Russia's report, 0.4 by the state's" in text
    assert "2013 2,447 by Russia's report, 254 by the state's" in text
    assert "**Bahamas**" in text
    assert "**Barbados**" in text
    only = sentences.on_known_gaps(mirrored[mirrored["iso3"] == "CHL"], NAMES, "USD")
    assert only.startswith("None of the gaps")


def test_mirror_counts_comparable_years(bilateral):
    by_year = trade.mirror_by_year(trade.mirror(bilateral.query("year >= 1996")))
    text = sentences.on_mirror(by_year, trade.CIF_FOB)
    assert "for imports from Russia" in text
    assert "in 21 of 22 years" in text


def test_coverage_shares_add_up():
    classes = trade.classify_coverage(
        tables.load("trade/coverage"), countries.LAC, range(1996, 2024)
    )
    text = sentences.on_coverage(classes)
    assert text.startswith("Of 924 state-years, 65 % have figures from both sides")
    haiti = trade.classify_coverage(tables.load("trade/coverage"), ["HTI"], range(2018, 2022))
    assert sentences.on_coverage(haiti).endswith("No state has any in 2019–2021.")


def test_span_without_data_is_said_and_not_a_traceback(bilateral, bare):
    nothing = bilateral.query("iso3 == 'HTI' and year >= 2019")
    flows = trade.flows_by_state(nothing, "RUS")
    growth = trade.growth_table(bare["RUS"], trade.trend_periods(bare["RUS"]))
    ranking = trade.rank_partners(flows, ["HTI"], [])
    concentration = trade.concentration(flows, ["HTI"], range(2019, 2022))
    mirrored = trade.mirror(nothing)
    no_stated = pd.DataFrame({"year": [], "value_usd": [], "kind": [], "who": []})
    assert "at most 0 states" in sentences.on_turnover(bare, "RUS", "USD")
    assert sentences.on_flows(bare["RUS"]).startswith("No comparable year")
    assert "fewer" in sentences.on_growth(growth)
    assert sentences.on_concentration(concentration, 1).startswith("No year")
    assert sentences.on_partners(ranking, NAMES, "USD").startswith("No year")
    assert sentences.on_mirror(trade.mirror_by_year(mirrored), 1.06).startswith("No flow")
    assert sentences.on_known_gaps(mirrored, NAMES, "USD").startswith("None")
    assert sentences.on_stated(no_stated, bare["RUS"], "USD").startswith("No whole-year")


def test_flows_balance_is_stated(totals):
    text = sentences.on_flows(totals["RUS"])
    assert "in 21 of 22 comparable years" in text
    assert "in 2002 (75 %)" in text


def test_vintage_break_is_the_largest_difference(bilateral):
    readings = trade.compare_readings(bilateral, tables.load("trade/bilateral_alternatives"))
    text = sentences.on_readings(readings, 62, NAMES)
    assert "528 other readings of the same reports" in text
    assert "Brazil 2017, imports from Russia by Russia's report, 2,658 million USD" in text
    assert "62 further readings (OEC, 2022–2023)" in text
    none = sentences.on_readings(readings.head(0), 0, NAMES)
    assert none == "No chosen value of these states and years has a second reading."
