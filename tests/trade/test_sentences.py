"""Sentences carry the right numbers and words, and say so when there are none."""

import pandas as pd
import pytest

from analysis import tables, trade
from analysis.trade import sentences


@pytest.fixture(scope="module")
def faults():
    return tables.load("common/known_faults")


@pytest.fixture(scope="module")
def haiti(reading):
    return reading.but(states=("HTI",), years=range(2019, 2022))


def totals_of(reading, evidence):
    return {side: trade.read_totals(reading.but(side=side), evidence) for side in trade.REPORTERS}


def test_five_wrong_cells_are_listed_with_their_kind(reading):
    text = sentences.on_balances(trade.balances(tables.load("trade/aladi")), reading)
    assert "Of 60 cells" in text and "45 equal" in text and "10 are empty" in text
    assert "**5 are wrong**" in text
    assert text.count("\n- **") == 5
    assert "**Argentina 2004**: digit error; printed 88,419" in text
    assert "83,419 (difference +5,000)" in text
    assert "**Uruguay 2002**: sign lost" in text
    assert "**Brazil 2004**: import printed as balance (222,752)" in text


def test_part_year_and_mexico_are_named(reading, evidence):
    own = trade.read_flows(reading.but(side="states"), evidence)
    compared = trade.compare_printed(trade.balances(tables.load("trade/aladi")), own)
    text = sentences.on_part_year(compared, [2004], reading)
    assert "In 2000–2003, 79 of 87 printed flows lie within 10 %" in text
    assert (
        "In 2004 the printed flows hold 34 % of the exports to Russia and 29 % of the imports"
        in (text)
    )
    assert "Mexico (exports to Russia 2000 2.6 against 33;" in text
    whole = sentences.on_part_year(compared[compared["year"] == 2002], [2004], reading)
    assert "part of a year" not in whole and "Off by" not in whole
    assert sentences.on_part_year(compared.head(0), [2004], reading).startswith("No state")


def test_peak_and_mirror_are_stated(totals, reading):
    text = sentences.on_turnover(totals, reading)
    assert text.startswith(
        "By Russia's figures, turnover was highest in **2013: 18,659 million USD"
    )
    assert "** (10,615 to Russia, 8,044 from Russia; 33 states)" in text
    assert "the states' own figures for that year add up to 15,859 (-15 %, 25 states)" in text
    assert "first comparable year, 1996, has 2,394 (31 states), the last, 2018, 15,885" in text
    assert "6 of 28 years (2017, 2019–2023)" in text


def test_the_chosen_side_comes_first(totals, reading):
    text = sentences.on_turnover(totals, reading.but(side="states"))
    assert text.startswith("By the states' own figures, turnover was highest in **2014: 16,462")
    assert "; Russia's figures for that year add up to 16,088 (-2 %, 33 states)" in text
    text = sentences.on_turnover(totals, reading.but(side="reconciled"))
    assert text.startswith("By the reconciled figures, turnover was highest in **2013: 17,537")
    assert "; Russia's figures for that year add up to 18,659 (+6 %" in text


def test_every_choice_reaches_the_sentence(reading, evidence):
    every = reading.but(
        side="reconciled", weights="equal", cif_fob=1.1, territories=("VGB",), base_year=2015
    )
    text = sentences.on_turnover(totals_of(every, evidence), every)
    assert "**2013: 17,120 million USD of 2015** (8,615 to Russia, 8,506 from Russia; " in text
    assert "34 states and territories)" in text
    assert "19,123 (+12 %" in text


def test_another_partner_is_named(reading, evidence_of):
    usa = reading.but(partner="USA", side="states", years=range(1992, 2017))
    totals = totals_of(usa, evidence_of("USA"))
    text = sentences.on_turnover(totals, usa)
    assert "**2014: 749,483 million USD** (415,242 to the United States, 334,241 from the" in text
    assert "add up" not in text
    assert sentences.on_flows(totals["states"], usa).startswith(
        "Exports to the United States exceed imports from the United States in 20 of 25 "
    )


def test_one_year_is_no_span(reading, evidence):
    one = reading.but(years=range(2013, 2014))
    totals = totals_of(one, evidence)
    assert "first comparable year" not in sentences.on_turnover(totals, one)
    assert sentences.on_flows(totals["counterpart"], one) == (
        "In 2013 exports to Russia were 57 % of turnover."
    )
    few = one.but(states=("KNA",), years=range(2022, 2023))
    text = sentences.on_turnover(totals_of(few, evidence), few)
    assert "(at most 0 states on record)" in text
    assert "In Russia's figures no year" in text


def test_stated_figures_meet_comparable_sums_only(totals, reading):
    stated = trade.stated_turnover(
        tables.load("trade/turnover_figures"), tables.load("trade/region_totals"), reading
    )
    text = sentences.on_stated(stated, totals["counterpart"], reading)
    assert "2018: 19,000 (Russia (CCI)) against 15,885 from 29 states" in text
    assert "2020: 12,000 (Russia (CCI)); 2021" in text
    assert "2022: 18,604 (WITS, year 2022)" in text


def test_growth_is_stated_for_the_span_and_the_extremes(totals, reading):
    periods = trade.trend_periods(totals["counterpart"], reading.study.trade.periods)
    growth = trade.growth_table(totals["counterpart"], periods)
    text = sentences.on_growth(growth)
    assert "From 1996 to 2018 turnover changed by **+9.0 % a year**" in text
    assert "2002–2013 (+17.9 % a year) and slowest in 2013–2016 (-13.5 %)" in text
    assert "fastest" not in sentences.on_growth(growth.head(2))


def test_concentration_and_partners_are_stated(reading, evidence, totals):
    flows = trade.read_flows(reading, evidence)
    concentration = trade.measure_concentration(flows, reading.states, reading.years)
    text = sentences.on_concentration(concentration, 12)
    assert "highest in 2007 (**0.295**, as if trade were spread evenly over 3.4 partners" in text
    assert "lowest in 2013 (**0.138**, 7.2 partners)" in text
    assert "from 92.8 % to 96.7 %" in text
    one = sentences.on_concentration(concentration[concentration["year"] == 2013], 1)
    assert one.startswith("In 2013 the index was **0.138**") and "the largest partner held" in one
    side = totals["counterpart"]
    comparable = side.loc[side["is_comparable"], "year"]
    ranking = trade.rank_partners(flows, reading.states, comparable)
    text = sentences.on_partners(ranking, reading)
    assert (
        "Brazil (39.3 %), Argentina (9.6 %), Mexico (9.6 %), Ecuador (8.4 %); together 66.9 %"
        in (text)
    )
    assert "Brazil, Argentina and Ecuador sold more to Russia than bought from it" in text
    buyers = ranking[ranking["exports_usd"] < ranking["imports_usd"]].head(2)
    text = sentences.on_partners(buyers, reading)
    assert text.endswith("None of these sold more to Russia than it bought from it.")
    assert "together" not in text


def test_single_partner_is_stated_as_such(reading, evidence):
    flows = trade.read_flows(reading, evidence)
    ranking = trade.rank_partners(flows, ["BRA"], range(2012, 2014))
    text = sentences.on_partners(ranking, reading)
    assert text.startswith("Brazil alone is on record; its exports to Russia were 3,")
    assert text.endswith("in the mean of 2 comparable years.")
    once = sentences.on_partners(trade.rank_partners(flows, ["BRA"], [2012]), reading)
    assert once.endswith("in the mean of 1 comparable year.")
    concentration = trade.measure_concentration(flows, ["BRA"], range(2012, 2014))
    assert "1 by definition" in sentences.on_concentration(concentration, 1)


def test_known_gaps_are_stated_where_they_are_chosen(reading, russia, faults):
    mirrored = trade.mirror_reports(russia)
    exceptions = trade.exceptions_in(faults, reading.states, range(1992, 2024), "RUS")
    text = sentences.on_known_gaps(mirrored, exceptions, reading)
    assert "2013 960 by Russia's report, 0.4 by the state's. A single year far above" in text
    assert "2013 2,447 by Russia's report, 254 by the state's. Far above" in text
    assert (
        "**Uruguay**, imports from Russia: 2008 82 by Russia's report, 955 by the state's" in text
    )
    assert "**Panama**, imports from Russia (the largest of 13 years): " in text
    assert text.count("\n- **") == 9
    only = sentences.on_known_gaps(mirrored[mirrored["iso3"] == "CHL"], exceptions, reading)
    assert only.startswith("None of the gaps")


def test_mirror_counts_comparable_years(reading, russia):
    by_year = trade.mirror_by_year(trade.mirror_reports(russia[russia["year"] >= 1996]))
    text = sentences.on_mirror(by_year, reading)
    assert (
        "for exports to Russia, the importing side reports more than freight explains in 13 of 22 "
        "years (median ratio 1.10, from 0.57 in 1996 to 1.46 in 2013)"
    ) in text
    assert (
        "for imports from Russia, the importing side reports more than freight explains in 21"
        in (text)
    )
    assert "goods sold through third countries" in text
    assert "smaller one" not in text


def by_year_of(*rows):
    frame = pd.DataFrame(rows, columns=["year", "flow", "ratio"])
    return frame.assign(is_comparable=True)


def test_a_gap_is_explained_on_the_side_on_which_it_lies(reading):
    """The importers see almost nothing: not the exporters are to be explained."""
    text = sentences.on_mirror(
        by_year_of((2000, "imports", 0.0), (2001, "imports", 0.2), (2002, "imports", 0.1)), reading
    )
    assert "0 of 3 years (median ratio 0.10, from 0.00 in 2000 to 0.20 in 2001)" in text
    assert "third countries" not in text
    assert "Where the importer's report is the smaller one" in text
    once = sentences.on_mirror(by_year_of((2013, "exports", 1.46)), reading)
    assert "in 1 of 1 year (ratio 1.46 in 2013)" in once
    freight = sentences.on_mirror(by_year_of((2013, "exports", 1.08)), reading.but(cif_fob=1.1))
    assert "in 0 of 1 year" in freight and "third countries" not in freight


def test_coverage_shares_add_up(reading):
    coverage = tables.load("trade/coverage")
    text = sentences.on_coverage(trade.classify_coverage(coverage, reading), reading)
    assert text == (
        "Of 924 state-years, 65 % have figures from both sides, 12 % from Russia alone, 2 % from "
        "the state alone, and 20 % none."
    )
    haiti = reading.but(states=("HTI",), years=range(2018, 2022))
    text = sentences.on_coverage(trade.classify_coverage(coverage, haiti), haiti)
    assert text.startswith("Of 4 state-years") and text.endswith("No state has any in 2019–2021.")
    none = trade.classify_coverage(coverage.head(0), haiti)
    assert "no trade with Russia" in sentences.on_coverage(none, haiti)


def test_span_without_data_is_said_and_not_a_traceback(haiti, evidence, faults):
    bare = totals_of(haiti, evidence)
    flows = trade.read_flows(haiti, evidence)
    growth = trade.growth_table(bare["counterpart"], [])
    ranking = trade.rank_partners(flows, ["HTI"], [])
    concentration = trade.measure_concentration(flows, ["HTI"], haiti.years)
    mirrored = trade.mirror_reports(evidence.bilateral.head(0))
    exceptions = trade.exceptions_in(faults, ["HTI"], haiti.years, "RUS")
    no_stated = pd.DataFrame({"year": [], "value_usd": [], "kind": [], "who": []})
    assert "at most 0 states" in sentences.on_turnover(bare, haiti)
    assert sentences.on_flows(bare["counterpart"], haiti).startswith("No comparable year")
    assert "fewer" in sentences.on_growth(growth)
    assert sentences.on_concentration(concentration, 1).startswith("No year")
    assert sentences.on_partners(ranking, haiti).startswith("No year")
    assert sentences.on_mirror(trade.mirror_by_year(mirrored), haiti).startswith("No flow")
    assert sentences.on_known_gaps(mirrored, exceptions, haiti).startswith("None")
    assert sentences.on_stated(no_stated, bare["counterpart"], haiti).startswith(
        "No whole-year turnover with Russia"
    )


def test_flows_balance_is_stated(totals, reading):
    text = sentences.on_flows(totals["counterpart"], reading)
    assert "in 21 of 22 comparable years" in text
    assert "in 2002 (75 %) and the smallest in 1996 (46 %)" in text


def test_vintage_break_is_the_largest_difference(reading, russia):
    others = tables.load("trade/bilateral_alternatives")
    readings = trade.compare_readings(russia, others)
    alone = trade.unmatched_readings(russia, others)
    text = sentences.on_readings(readings, alone, reading)
    assert "528 other readings of the same reports" in text
    assert "Brazil 2017, imports from Russia by Russia's report, 2,658 million USD" in text
    assert "62 further readings (oec, 2022–2023)" in text
    none = sentences.on_readings(readings.head(0), alone.head(0), reading)
    assert none == "No chosen value of these states and years has a second reading."
    own = readings[readings["reporter"] == "BRA"].head(1)
    assert "by the state's own report" in sentences.on_readings(own, alone, reading)


def test_latest_years_are_told_by_what_they_hold(reading, evidence):
    held = reading.but(side="reconciled", years=range(1992, 2024))
    whole = trade.read_totals(held, evidence)
    assert sentences.on_recent(whole, 2015, reading) == (
        "The long series of the region's trade with Russia ends in 2016. 2018 is comparable with "
        "it. In 2017, 2019–2023 single states alone have figures."
    )
    assert sentences.on_recent(whole[whole["year"] <= 2016], 2015, reading).endswith(
        "ends in 2016. The table holds nothing after it."
    )


def test_band_names_the_readings_that_it_is_over(reading):
    two = {"Russia's figures": reading, "the states' own figures": reading.but(side="states")}
    assert sentences.on_band(two, reading).startswith(
        "The band holds 2 readings of the turnover of the 33 states in USD: Russia's figures; the "
        "states' own figures. "
    )
    assert "so that there is no band" in sentences.on_band({"a": reading}, reading)


def test_two_partners_are_not_one(reading, evidence):
    flows = trade.read_flows(reading, evidence)
    both = trade.measure_concentration(flows, ["ARG", "BRA"], range(2012, 2014))
    text = sentences.on_concentration(both, 1)
    assert text.startswith("The index was highest in 2013 (**0.662**, as if trade were spread")


def compared_of(*ratios):
    rows = [("ARG", 2000 + k, "exports", 1e6 * ratio, 1e6) for k, ratio in enumerate(ratios)]
    frame = pd.DataFrame(rows, columns=["iso3", "year", "flow", "printed_usd", "reported_usd"])
    return frame.assign(ratio=frame["printed_usd"] / frame["reported_usd"])


def test_what_is_close_and_what_is_far(reading):
    text = sentences.on_part_year(compared_of(0.9, 1.0, 1.125, 0.5, 2.0), [], reading)
    assert "In 2000–2004, 2 of 5 printed flows lie within 10 %" in text
    assert "Off by more than a factor of two" not in text
    text = sentences.on_part_year(compared_of(1.0, 0.49, 2.01), [], reading)
    assert "Argentina (exports to Russia 2001 0.5 against 1.0; exports to Russia 2002 2.0 " in text
