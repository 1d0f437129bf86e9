"""Readings of one trade, their range, and how the headlines depend on them."""

import pandas as pd
import pytest

from analysis import tables, trade
from analysis.errors import MeasureError


@pytest.fixture(scope="module")
def choices(reading, evidence):
    return trade.list_readings(reading, evidence, 2015)


@pytest.fixture(scope="module")
def flows(choices, evidence):
    return {label: trade.read_flows(each, evidence) for label, each in choices.items()}


@pytest.fixture(scope="module")
def lines(choices, flows):
    return {
        label: trade.yearly_totals(flows[label], each.areas, each.years)
        for label, each in choices.items()
    }


#: Russia's exports to and imports from the British Virgin Islands, million USD (notes).
BVI = {
    1996: 1625, 1997: 808, 1998: 1136, 1999: 1752, 2000: 3326, 2001: 3007, 2002: 2554, 2003: 2513,
    2004: 1800, 2005: 2778, 2006: 2118, 2007: 1683, 2008: 392, 2009: 82, 2010: 98, 2011: 220,
    2012: 207, 2013: 136, 2014: 285, 2015: 70, 2016: 28,
}  # fmt: skip


def in_year(reading, evidence, year):
    return trade.read_totals(reading.but(years=range(year, year + 1)), evidence).iloc[0]


def test_british_virgin_islands_equal_the_check_numbers(evidence):
    rows = evidence.offshore[evidence.offshore["iso3"] == "VGB"]
    found = (rows.groupby("year")["value_usd"].sum() / 1e6).to_dict()
    assert found == pytest.approx(BVI, abs=1)


def test_2002_with_the_islands_is_5_6_billion(reading, evidence):
    islands = reading.but(territories=("VGB",))
    assert in_year(islands, evidence, 2002)["turnover_usd"] / 1e9 == pytest.approx(5.60, abs=0.005)
    assert in_year(islands, evidence, 2002)["n_states"] == 32
    ratio = (
        in_year(islands, evidence, 2000)["turnover_usd"]
        / (in_year(reading, evidence, 2000)["turnover_usd"])
    )
    assert ratio == pytest.approx(2.5, abs=0.05)  # "moves 2000 by +150 %"


def test_territories_are_reported_by_the_partner_alone(reading, evidence):
    rows = trade.read_reports(reading.but(territories=("VGB", "CYM")), evidence)
    added = rows[rows["iso3"].isin(["VGB", "CYM"])]
    assert (added["reporter"] == "RUS").all()
    assert len(rows) == len(evidence.bilateral) + len(added)
    assert added.groupby("flow")["valuation"].unique().map(list).to_dict() == {
        "exports": ["cif"], "imports": ["fob"],
    }  # fmt: skip
    own = trade.read_flows(reading.but(side="states", territories=("VGB",)), evidence)
    assert "VGB" not in set(own["iso3"])
    with pytest.raises(MeasureError, match="territories"):
        trade.add_territories(evidence.bilateral, evidence.offshore, "VGB")


def test_territories_of_another_partner_are_not_added(evidence_of):
    usa = evidence_of("USA")
    assert len(trade.add_territories(usa.bilateral, usa.offshore, ["VGB"])) == len(usa.bilateral)


def test_peak_without_the_outlier_is_five_per_cent_lower(reading, evidence):
    peak = in_year(reading, evidence, 2013)["turnover_usd"]
    without = in_year(reading.but(without_outliers=True), evidence, 2013)["turnover_usd"]
    assert peak / 1e6 == pytest.approx(18659, abs=1)
    assert (peak - without) / 1e6 == pytest.approx(960, abs=1)
    assert 1 - without / peak == pytest.approx(0.05, abs=0.003)


def test_each_choice_changes_the_number_as_it_says(reading, evidence, prices):
    """Reconciled, by hand: exports of Brazil in 2012 from both reports."""
    rows = evidence.bilateral.query("iso3 == 'BRA' and year == 2012 and flow == 'exports'")
    by = rows.set_index("reporter")["value_usd"]
    x, m = by["BRA"], by["RUS"]

    def brazil(**changes):
        found = trade.read_flows(reading.but(side="reconciled", **changes), evidence)
        return found.query("iso3 == 'BRA' and year == 2012")["exports_usd"].item()

    equal = brazil(weights="equal", cif_fob=1.1)
    assert equal == pytest.approx((x + m / 1.1) / 2)
    known = evidence.reliability.set_index(["iso3", "side"])["deviation"]
    a, b = known["BRA", "exporter"] ** -2, known["RUS", "importer"] ** -2
    assert brazil() == pytest.approx((a * x + b * m / 1.06) / (a + b))
    factor = prices[2015] / prices[2012]
    assert brazil(weights="equal", cif_fob=1.1, base_year=2015) == pytest.approx(factor * equal)


def test_readings_are_labelled_and_ordered(reading, choices):
    assert list(choices) == [
        "Russia's figures", "the states' own figures", "reconciled, equal weights, freight 0 %",
        "reconciled, equal weights, freight 6 %", "reconciled, equal weights, freight 10 %",
        "reconciled, weighted by reliability", "Russia's, without named outliers",
        "Russia's, with British Virgin Islands", "Russia's, with all territories",
        "Russia's, USD of 2015",
    ]  # fmt: skip
    assert trade.find_label(choices, reading) == "Russia's figures"
    assert choices["Russia's, with British Virgin Islands"].territories == ("VGB",)
    assert len(choices["Russia's, with all territories"].territories) == 12
    assert trade.list_like(choices, reading) == list(choices)[:7]


def test_a_reading_of_the_readers_own_stands_first(reading, evidence):
    own = reading.but(
        side="reconciled", weights="equal", cif_fob=1.08, territories=("VGB",), base_year=2010
    )
    found = trade.list_readings(own, evidence, 2010)
    assert next(iter(found)) == "as chosen" == trade.find_label(found, own)
    assert found["as chosen"] == own
    assert "reconciled, equal weights, freight 8 %" in found
    assert found["Russia's figures"] == own.but(side="counterpart", territories=())
    # The prices are the reader's, in all but the one that shows the other basis.
    assert [label for label, each in found.items() if each.base_year != 2010] == [
        "Russia's, current USD"
    ]
    assert "as chosen" not in trade.list_like(found, own)


def test_readings_with_territories_are_for_the_region_alone(reading, evidence):
    alone = trade.list_readings(reading.but(states=("CUB",)), evidence, 2015)
    assert not [label for label, each in alone.items() if each.territories]
    assert len(alone) == 8


def test_a_partner_that_does_not_report_has_one_reading(reading, evidence_of):
    usa = evidence_of("USA")
    theirs = reading.but(partner="USA", side="states")
    found = trade.list_readings(theirs, usa, 2015)
    assert list(found) == ["the states' own figures", "the states', USD of 2015"]
    assert (usa.sides, usa.has_counterpart) == (("states",), False)
    assert in_year(theirs, usa, 2014)["turnover_usd"] / 1e9 == pytest.approx(749.5, abs=0.05)
    nothing = trade.read_totals(theirs.but(side="counterpart"), usa)
    assert nothing["turnover_usd"].isna().all() and not nothing["is_comparable"].any()


def test_range_holds_both_reports_and_the_reconciled_figures(reading, choices, lines):
    like = {label: lines[label] for label in trade.list_like(choices, reading)}
    ranges = trade.range_by_year(like).set_index("year")
    assert ranges.loc[2013, "low_usd"] / 1e6 == pytest.approx(15859, abs=1)
    assert ranges.loc[2013, "high_usd"] / 1e6 == pytest.approx(18659, abs=1)
    assert ranges.loc[2013, ["low_reading", "high_reading"]].tolist() == [
        "the states' own figures", "Russia's figures",
    ]  # fmt: skip
    assert ranges.loc[2013, "n_readings"] == 7
    assert (ranges["low_usd"].dropna() <= ranges["high_usd"].dropna()).all()
    assert ranges.loc[2019:2023, "n_readings"].sum() == 0
    assert pd.isna(ranges.loc[2017, "low_usd"])


def test_headlines_move_with_the_reading(choices, flows):
    moved = trade.vary_choices(choices, flows, "Russia's figures")
    wide = moved.pivot(index="headline", columns="reading", values="value")
    peaks = wide.loc["peak year"]
    assert peaks["Russia's figures"] == 2013
    assert peaks["the states' own figures"] == 2014
    growth = wide.loc["growth 2002–2013, % a year"]
    assert growth["Russia's figures"] == pytest.approx(17.9, abs=0.05)
    assert growth["Russia's, with British Virgin Islands"] == pytest.approx(11.6, abs=0.05)
    for span, rate in (("2006–2013", 13.2), ("2006–2014", 9.4), ("2013–2016", -13.5)):
        found = wide.loc[f"growth {span}, % a year", "Russia's figures"]
        assert found == pytest.approx(rate, abs=0.05)
    # Freight moves levels, not growth.
    freight = [growth[f"reconciled, equal weights, freight {n} %"] for n in (0, 6, 10)]
    assert max(freight) - min(freight) < 0.05
    reference = moved[moved["reading"] == "Russia's figures"]
    assert (reference["value"] == reference["reference_value"]).all()
    assert set(moved["measure"]) == {"peak_year", "peak", "level", "growth", "hhi", "top_share"}


def test_the_reference_decides_what_the_headlines_are_about(choices, flows):
    moved = trade.vary_choices(choices, flows, "the states' own figures")
    assert "turnover 2014, million" in set(moved["headline"])
    of_states = moved[moved["reading"] == "the states' own figures"].set_index("measure")
    assert of_states.loc["peak", "value"] == pytest.approx(16462, abs=1)
    assert (moved["reference_value"] == moved["headline"].map(
        of_states.set_index("headline")["value"])).all()  # fmt: skip


def test_the_largest_of_one_state_is_not_counted(reading, evidence):
    one = reading.but(states=("BRA",))
    found = trade.headlines(trade.read_flows(one, evidence), one, [(2002, 2013)], 2013, 1)
    assert found["headline"].tolist()[-1] == "share of the largest 2013, %"
    assert found["value"].tolist()[-2:] == [1.0, 100.0]


def test_no_comparable_year_has_no_headline(reading, evidence):
    late = reading.but(years=range(2019, 2024))
    choices = trade.list_readings(late, evidence, 2015)
    flows = {label: trade.read_flows(each, evidence) for label, each in choices.items()}
    assert trade.vary_choices(choices, flows, "Russia's figures").empty


def test_ratios_grow_with_the_number_of_partners(reading, evidence):
    by_state = trade.read_flows(reading, evidence)
    ratios = trade.concentration_ratios(by_state, reading.states, reading.years)
    assert ratios["partners"].tolist() == [1, 2, 4, 8, 12]
    assert ratios["median"].is_monotonic_increasing
    assert (ratios["lowest"] <= ratios["highest"]).all()
    alone = trade.concentration_ratios(by_state, ["BRA"], reading.years)
    assert alone["median"].tolist() == [100]


def test_rows_of_one_partner_are_apart():
    with pytest.raises(MeasureError, match="rows of CHN, RUS, USA: pick one"):
        trade.flows_by_state(tables.load("trade/bilateral"), "states")
