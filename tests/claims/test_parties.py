"""A claim is tested by figures of its own parties, in its own unit, or not at all."""

import pandas as pd
import pytest

from analysis import claims, tables
from analysis.claims.verdicts import CONTRADICTED, NO_DATA, OFF, SUPPORTED
from analysis.contracts import FLOWS
from analysis.errors import SourceError

# A reader's rows: indicator, value, unit, comparator, subject, counterpart, item, years.
OF_ANOTHER_STATE = {
    "favourable_view,40,percent,eq,VEN,USA,,2013,2013": "claims/favourability",
    "unfavourable_view,41,percent,eq,VEN,USA,,2013,2013": "claims/favourability",
    "debt_stock,35.2,USD_billion,eq,CUB,USA,,2014,2014": "debt/events",
    "debt_write_off_share,90,percent,eq,CUB,USA,,2014,2014": "debt/events",
    "debt_write_off,156,USD_million,eq,CUB,CHN,,2006,2006": "debt/events",
    "visa_free,1,boolean,eq,ARG,USA,,2023,2023": "claims/visa_waivers",
    "visa_waiver_states,27,states,count,LAC,USA,,2023,2023": "claims/visa_waivers",
    "tourist_arrivals,185000,persons,eq,USA,CUB,,2023,2023": "claims/arrivals",
    "tourist_arrivals_growth,2,ratio,approx,USA,CUB,H1,2023,2024": "claims/arrivals",
    "head_of_state_visit,2001-05,date,eq,VEN,USA,Chavez,2001,2001": "claims/visits",
    "head_of_state_visits_count,3,visits,count,VEN,USA,Chavez,2001,2004": "claims/visits",
    "earliest_relations,BRA;ARG;MEX,list,rank,BRA;ARG;MEX,USA,,1828,1890": (
        "claims/diplomatic_relations"
    ),
    "arms_order_helicopters,12,helicopters,eq,BRA,USA,Mi-35,2008,2008": "arms/deals",
    "arms_import_rank,1,rank,rank,VEN,USA,,2013,2013": "arms/supplier_exports",
    "arms_contract_value,4400,USD_million,eq,VEN,USA,,2006,2008": "arms/contract_values",
    "commercial_loan,16.83,EUR_million,eq,NIC,USA,,2023,2023": "debt/ids_creditor",
    "exports_growth,1,sign,gt,USA,LAC,,2023,2024": "trade/turnover_figures",
    "trade_turnover,6.3,USD_billion,eq,BRA,IND,,2014,2014": "trade/bilateral",
    "trade_concentration_top12,95.5,percent,gt,LAC,JPN,,2014,2014": "trade/bilateral",
    "trade_turnover_rank,1,rank,rank,BRA,CAN,,2004,2004": "trade/bilateral",
}


def judge_row(write, row, **more):
    (claim,) = claims.read(write(f"mine,trade,Mine,{row}"))
    return claims.audit([claim], **more)["mine"]


@pytest.mark.parametrize(("row", "table"), OF_ANOTHER_STATE.items())
def test_figures_with_another_state_are_no_reading(write, row, table):
    found = judge_row(write, row)
    assert (found.verdict, found.comparisons) == (NO_DATA, ())
    assert table in found.reason
    assert "hold no figure with" in found.reason
    assert "mine.csv, line 2, column 'counterpart'" in found.reason


@pytest.mark.parametrize(
    "row",
    [
        "trade_turnover,20,USD_billion,eq,BRA,ARG,,2014,2014",  # both of the region
        "trade_turnover,20,USD_billion,eq,BRA,,,2014,2014",  # with nobody
        "trade_turnover,20,USD_billion,eq,USA,CHN,,2014,2014",  # none of the region
        "trade_turnover,20,USD_billion,eq,BRA,USA;CHN,,2014,2014",  # with several
        "trade_turnover,20,USD_billion,eq,LAC,,,2014,2014",
    ],
)
def test_a_claim_without_one_partner_is_not_tested(write, row):
    found = judge_row(write, row)
    assert (found.verdict, found.comparisons) == (NO_DATA, ())
    assert "between the region and one state outside of it" in found.reason


def bilateral(*rows):
    names = ["iso3", "partner", "year", "reporter", "flow", "value_usd"]
    frame = pd.DataFrame(rows, columns=names)
    columns = tables.load("trade/bilateral").columns
    return {"trade/bilateral": frame.reindex(columns=columns)}


ROWS = bilateral(
    ("BRA", "USA", 2014, "BRA", "exports", 30e9),
    ("BRA", "USA", 2014, "BRA", "imports", 40e9),
    ("BRA", "RUS", 2014, "BRA", "exports", 4e9),
    ("BRA", "RUS", 2014, "BRA", "imports", 3e9),
    ("ARG", "RUS", 2014, "ARG", "imports", 1e9),
)


@pytest.mark.parametrize(
    ("row", "verdict", "usd"),
    [
        ("trade_turnover,70,USD_billion,eq,BRA,USA,,2014,2014", SUPPORTED, 70e9),
        ("trade_turnover,70,USD_billion,eq,USA,BRA,,2014,2014", SUPPORTED, 70e9),
        ("trade_turnover,7,USD_billion,eq,BRA,USA,,2014,2014", CONTRADICTED, 70e9),
        ("exports,30,USD_billion,eq,BRA,USA,,2014,2014", SUPPORTED, 30e9),
        ("exports,40,USD_billion,eq,USA,BRA,,2014,2014", SUPPORTED, 40e9),
        ("imports,30,USD_billion,eq,USA,BRA,,2014,2014", SUPPORTED, 30e9),
        ("trade_balance,-10,USD_billion,eq,BRA,USA,,2014,2014", SUPPORTED, -10e9),
        ("trade_balance,10,USD_billion,eq,USA,BRA,,2014,2014", SUPPORTED, 10e9),
        ("trade_balance,1,USD_billion,eq,BRA,RUS,,2014,2014", SUPPORTED, 1e9),
    ],
)
def test_a_flow_is_the_subjects_with_its_own_counterpart(write, row, verdict, usd):
    empty = {
        name: tables.load(name).iloc[:0]
        for name in ("trade/bilateral_alternatives", "trade/turnover_figures")
    }
    found = judge_row(write, row, replaced=ROWS | empty)
    assert [c.reading.value.low for c in found.comparisons] == [usd]
    assert found.verdict == verdict


@pytest.mark.parametrize(
    ("row", "share"),
    [
        ("share_exports_in_turnover,42.86,percent,eq,BRA,USA,,2014,2014", 300 / 7),
        ("share_exports_in_turnover,57.14,percent,eq,USA,BRA,,2014,2014", 400 / 7),
    ],
)
def test_a_share_of_exports_is_the_subjects(write, row, share):
    found = judge_row(write, row, replaced=ROWS)
    assert found.decisive.reading.value.low == pytest.approx(share)


@pytest.mark.parametrize(
    ("subject", "counterpart", "is_so"),
    [("BRA", "USA", True), ("USA", "BRA", False), ("BRA", "RUS", False), ("RUS", "BRA", True)],
)
def test_the_surplus_is_the_counterparts(write, subject, counterpart, is_so):
    row = f"trade_counterpart_surplus,1,boolean,eq,{subject},{counterpart},,2014,2014"
    found = judge_row(write, row, replaced=ROWS)
    assert found.decisive.reading.value.truth is is_so


def test_a_sum_that_lacks_a_state_is_a_lower_bound(write):
    row = "imports,4,USD_billion,eq,BRA;ARG,RUS,,2014,2014"
    assert judge_row(write, row, replaced=ROWS).decisive.reading.bound == "exact"
    row = "imports,4,USD_billion,eq,BRA;ARG;CHL,RUS,,2014,2014"
    assert judge_row(write, row, replaced=ROWS).decisive.reading.bound == "at_least"


@pytest.mark.parametrize(("flows", "bound"), [(("exports",), "at_least"), (FLOWS, "exact")])
def test_a_total_of_the_region_that_lacks_a_flow_is_a_lower_bound(write, flows, bound):
    rows = [("LAC", "RUS", 2014, "LAC", flow, 3e9, "x", "1", "as they sum it") for flow in flows]
    columns = list(tables.load("trade/region_totals"))
    totals = {"trade/region_totals": pd.DataFrame(rows, columns=columns)}
    found = judge_row(
        write, "trade_turnover,3,USD_billion,eq,LAC,RUS,,2014,2014", replaced=ROWS | totals
    )
    readings = [c.reading for c in found.comparisons]
    (total,) = [each for each in readings if each.table == "trade/region_totals"]
    assert (total.bound, total.value.low) == (bound, 3e9 * len(flows))


def test_a_mean_that_lacks_a_year_does_not_decide(write):
    row = "imports,3,USD_billion,eq,BRA,RUS,,2014,2015"
    (comparison,) = judge_row(write, row, replaced=ROWS).comparisons
    assert comparison.reading.bound == "part"
    assert comparison.reading.definition.endswith("mean of 2 years")


def test_bilateral_rows_of_the_shipped_partners_do_not_mix(write):
    """The same state and year with each partner gives that partner's figure."""
    frame = tables.load("trade/bilateral")
    frame = frame[(frame["iso3"] == "BRA") & (frame["year"] == 2012) & (frame["reporter"] == "BRA")]
    for partner, rows in frame.groupby("partner"):
        usd = rows["value_usd"].sum()
        row = f"trade_turnover,{usd:.0f},USD,eq,BRA,{partner},,2012,2012"
        found = judge_row(write, row, options=claims.Options(reporter="states"))
        assert (found.verdict, len(rows)) == (SUPPORTED, 2)
        assert found.decisive.reading.value.low == pytest.approx(usd)


# Claims in units that their figures do not have.
IN_ANOTHER_UNIT = [
    "trade_turnover,6.3,MW,eq,BRA,RUS,,2014,2014",
    "trade_turnover,6.3,percent,eq,BRA,RUS,,2014,2014",
    "trade_turnover,6.3,EUR_million,eq,BRA,RUS,,2014,2014",
    "share_of_trade,1,USD_billion,eq,BRA,RUS,,2014,2014",
    "arms_import_rank,1,percent,eq,VEN,RUS,,2013,2013",
    "arms_order_helicopters,12,percent,eq,BRA,RUS,Mi-35,2008,2008",
    "favourable_view,40,persons,eq,VEN,RUS,,2013,2013",
    "favourable_view,1,boolean,eq,VEN,RUS,,2013,2013",
    "tourist_arrivals,106,percent,eq,RUS,CUB,,2023,2023",
    "visa_waiver_states,27,percent,eq,LAC,RUS,,2024,2024",
    "debt_write_off_share,90,USD_million,eq,CUB,RUS,,2014,2014",
    "gdp_growth,3,USD_billion,eq,BRA,,,2024,2024",
    "members,11,percent,eq,LAC,,ALBA,2024,2024",
    "unga_for,13,percent,eq,LAC,UKR,A/RES/68/262,2014,2014",
    "population,477,percent,eq,LAC,,RIO_GROUP,2003,2003",
]


@pytest.mark.parametrize("row", IN_ANOTHER_UNIT)
def test_a_unit_that_cannot_be_compared_gives_no_data(write, row):
    found = judge_row(write, row)
    assert (found.verdict, found.comparisons) == (NO_DATA, ())
    assert "its unit, " in found.reason
    assert "mine.csv, line 2, column 'unit'" in found.reason


def test_evidence_in_another_unit_gives_no_data_too(write):
    found = judge_row(write, "oil_production_rank,4,percent,eq,VEN,,,2001,2001")
    assert found.verdict == NO_DATA
    assert "its unit, percent, cannot be compared with rank of claims/evidence" in found.reason
    assert "line 2, column 'unit'" in found.reason


def test_one_claim_in_a_wrong_unit_does_not_stop_the_others(write):
    rows = [
        "a,arms,A,arms_import_rank,1,percent,eq,VEN,RUS,,2013,2013",
        "b,trade,B,trade_turnover,744,USD_million,approx,CHL,RUS,,2013,2013",
        "c,people,C,favourable_view,40,persons,eq,VEN,RUS,,2013,2013",
    ]
    frame = claims.audit(claims.read(write(*rows))).frame.set_index("claim_id")
    assert frame["verdict"].to_dict() == {"a": NO_DATA, "b": SUPPORTED, "c": NO_DATA}
    assert "line 2, column 'unit'" in frame.loc["a", "reason"]
    assert "line 4, column 'unit'" in frame.loc["c", "reason"]


def test_lines_are_those_of_the_file(write):
    rows = ['a,trade,"A, in\ntwo lines",trade_turnover,1,USD,eq,CHL,RUS,,2013,2013', "", "b,trade"]
    with pytest.raises(SourceError) as caught:
        claims.read(write(*rows))
    assert caught.value.line == 5
    rows[-1] = "b,trade,B,trade_turnover,1,MW,eq,CHL,RUS,,2013,2013"
    assert [claim.line for claim in claims.read(write(*rows))] == [2, 5]


def test_a_region_has_no_rank_of_its_own(write):
    found = judge_row(write, "trade_turnover_rank,1,rank,rank,LAC,RUS,,2004,2004")
    assert found.verdict == NO_DATA


def test_a_state_beyond_the_tables_is_no_member(write):
    found = judge_row(write, "membership,1,boolean,eq,USA,,ALBA,2024,2024")
    assert (found.verdict, found.comparisons) == (NO_DATA, ())


def test_a_claim_of_another_year_is_judged_by_its_own(write):
    rows = [("BRA", "RUS", 2014, "BRA", flow, 1e9) for flow in ("exports", "imports")]
    found = judge_row(
        write, "trade_turnover,2.4,USD_billion,eq,BRA,RUS,,2014,2014", replaced=bilateral(*rows)
    )
    assert found.decisive.word == OFF
    assert found.decisive.ratio == pytest.approx(1.2)


def test_predecessors_are_the_studys(write, monkeypatch):
    """A stock owed to a state that the partner continued is its own by the study alone."""
    row = "debt_stock,25.8,USD_billion,eq,CUB,RUS,,1990,1990"
    found = judge_row(write, row)
    assert found.verdict == SUPPORTED
    assert "15.49 billion Soviet roubles at 0.6 (Cuba 2013)" in found.decisive.reading.definition
    alone = claims.Options().setting.model_copy(update={"predecessors": ()})
    monkeypatch.setattr(claims.Options, "setting", property(lambda self: alone))
    assert judge_row(write, row).verdict == NO_DATA


def test_the_region_is_the_studys(write, monkeypatch):
    """With other states in the region, a sum is one of theirs."""
    setting = claims.Options().setting
    region = setting.region.model_copy(update={"where": None, "states": ("ARG", "BRA")})
    two = setting.model_copy(update={"region": region})
    monkeypatch.setattr(claims.Options, "setting", property(lambda self: two))
    (comparison, *_) = judge_row(
        write, "imports,4,USD_billion,eq,LAC,RUS,,2014,2014", replaced=ROWS
    ).comparisons
    assert (comparison.word, comparison.reading.value.low) == (SUPPORTED, 4e9)
    assert comparison.reading.definition == "the states' own reports, the 2 states"
    found = judge_row(write, "states,2,states,count,LAC,,,2014,2014")
    assert found.verdict == SUPPORTED
    assert judge_row(write, "unga_for,0,states,count,LAC,UKR,A/RES/68/262,2014,2014").verdict == (
        SUPPORTED
    )


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("population,477,million_persons,eq,LAC,,RIO_GRUP,2003,2003", "an organisation"),
        ("tourist_arrivals,1,persons,eq,RUS,CUB,first half,2023,2023", "a part of a year"),
        ("tourist_arrivals_growth,2,ratio,eq,RUS,CUB,H3,2023,2024", "a part of a year"),
        ("trade_share_of_group,1,boolean,eq,BRA;MEX,RUS,half,2013,2014", "a share in per cent"),
        ("trade_turnover_rank,1,boolean,eq,CUB,RUS,five,2002,2002", "a number of states"),
    ],
)
def test_an_item_that_cannot_be_read_gives_no_data(write, row, what):
    found = judge_row(write, row)
    assert (found.verdict, found.comparisons) == (NO_DATA, ())
    assert f"is not {what}" in found.reason
    assert "mine.csv, line 2, column 'item'" in found.reason


def test_a_side_that_reports_nothing_is_left_out(write):
    found = judge_row(write, "imports,4,USD_billion,eq,LAC,RUS,,2014,2014", replaced=ROWS)
    assert "the states' own reports" in found.comparisons[0].reading.definition
    assert not any("Russia's report" in c.reading.definition for c in found.comparisons)


def years_of(*turnovers):
    """Brazil's imports from Russia in years from 2010, and exports of one billion a year."""
    rows = []
    for year, billion in enumerate(turnovers, start=2010):
        rows.append(("BRA", "RUS", year, "BRA", "imports", (billion - 1) * 1e9))
        rows.append(("BRA", "RUS", year, "BRA", "exports", 1e9))
    return bilateral(*rows)


@pytest.mark.parametrize(
    ("turnovers", "sign", "said"),
    [
        ((3, 4, 5), 1, "it rose in 2 of 2 years"),
        ((5, 4, 3), -1, "it rose in 0 of 2 years"),
        ((3, 5, 4), 0, "it rose in 1 of 2 years"),
    ],
)
def test_a_trend_has_its_years(write, turnovers, sign, said):
    row = "trade_turnover_trend,1,sign,eq,BRA,RUS,,2010,2012"
    reading = judge_row(write, row, replaced=years_of(*turnovers)).decisive.reading
    assert (reading.value.low, reading.definition) == (sign, f"the states' own reports: {said}")


@pytest.mark.parametrize(
    ("turnovers", "item", "is_so", "said"),
    [
        ((3, 4, 5), "", True, "Russia sold more in 3 of 3 state-years"),
        ((1.5, 4, 5), "", False, "Russia sold more in 2 of 3 state-years"),
        ((1.5, 4, 5), "grows", True, "2 of 3 state-years, turnover rose in 2 of 2 years"),
        ((3, 5, 4), "grows", False, "3 of 3 state-years, turnover rose in 1 of 2 years"),
    ],
)
def test_a_surplus_has_its_years(write, turnovers, item, is_so, said):
    row = f"trade_counterpart_surplus,1,boolean,eq,BRA,RUS,{item},2010,2012"
    reading = judge_row(write, row, replaced=years_of(*turnovers)).decisive.reading
    assert reading.value.truth is is_so
    assert reading.definition.endswith(said)


def test_shares_of_the_region(write):
    many = bilateral(
        *[(iso3, "RUS", 2014, iso3, "exports", usd * 1e9)
          for iso3, usd in (("BRA", 6), ("MEX", 3), ("CHL", 1))]
    )  # fmt: skip

    def value(row):
        return judge_row(write, f"{row},2014,2014", replaced=many).decisive.reading

    top = value("trade_concentration_top12,90,percent,gt,LAC,RUS,")
    assert top.value.low == pytest.approx(100)
    assert value("trade_partners,3,countries,count,LAC,RUS,").value.low == 3
    even = value("trade_below_even_share,1,boolean,eq,CHL,RUS,")
    assert (even.value.truth, even.definition[-10:]) == (False, "CHL 10.0 %")
    order = value("trade_turnover_rank,MEX;CHL,list,list,LAC,RUS,after BRA").value
    assert order.names == ("MEX", "CHL")
    assert value("trade_turnover_rank,2,rank,rank,MEX,RUS,").value.low == 2
    assert value("trade_turnover_rank,1,boolean,eq,CHL,RUS,2").value.truth is False
    assert value("trade_turnover_rank,1,boolean,eq,MEX,RUS,2").value.truth is True
