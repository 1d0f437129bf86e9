"""Exceptions by name: read from the table of known faults, found by rule, and left out."""

import pandas as pd
import pytest

from analysis import tables, trade
from analysis.errors import MeasureError


@pytest.fixture(scope="module")
def faults():
    return tables.load("common/known_faults")


def test_every_exception_has_a_mark_of_its_own_a_kind_and_years(faults):
    marked = faults[faults["mark"].notna()]
    assert marked["mark"].is_unique
    assert marked[["kind", "years"]].notna().all(axis=None)
    assert faults.loc[faults["mark"].isna(), "kind"].isna().all()
    explaining = faults[faults["explains_gap"].fillna(False)]
    assert explaining[["mark", "states", "flow"]].notna().all(axis=None)


def test_exceptions_of_a_state_and_span(faults):
    found = trade.exceptions_in(faults, ["VEN"], range(2010, 2013), "RUS")
    assert found["mark"].tolist() == ["k"]
    assert found["years"].item() == [2011, 2012]
    assert found["states"].item() == ["VEN"]
    assert trade.exceptions_in(faults, ["VEN"], [], "RUS").empty


def test_exceptions_without_an_end_last_and_those_of_all_states_name_none(faults):
    found = trade.exceptions_in(faults, ["VEN"], [2013, 2014, 2030], "RUS").set_index("mark")
    assert found.loc["m", "years"] == [2014, 2030]
    assert found.loc["q", "years"] == [2030]
    assert found.loc["q", "states"] == []
    assert found.loc["o", "years"] == [2030]


def test_exceptions_of_one_partner_do_not_touch_another(faults):
    states = ["VEN", "PAN", "CUB"]
    of_russia = trade.exceptions_in(faults, states, range(2005, 2016), "RUS")["mark"]
    of_china = trade.exceptions_in(faults, states, range(2005, 2016), "CHN")["mark"]
    assert of_russia.tolist() == ["b", "g", "k", "l", "m"]
    assert of_china.tolist() == ["g", "m"]


def test_damaged_faults_are_refused(faults):
    for column, value in (("side", "RUS"), ("flow", "export"), ("partner", "Russia")):
        bad = faults.copy()
        bad.loc[bad["mark"] == "l", column] = value
        with pytest.raises(MeasureError, match=column):
            trade.exceptions_in(bad, ["PAN"], [2013], "RUS")


def test_spread_has_a_row_a_state_year_and_flow(faults):
    spread = trade.spread_exceptions(
        trade.exceptions_in(faults, ["MEX", "CRI", "CUB"], [2019, 2020], "RUS")
    )
    assert sorted(spread[spread["mark"] == "e"][["iso3", "year", "flow"]].values.tolist()) == [
        [iso3, year, "exports"] for iso3 in ("CRI", "MEX") for year in (2019, 2020)
    ]
    both = spread[(spread["mark"] == "p")]
    assert both["flow"].tolist() == ["exports", "imports"]
    assert "o" not in set(spread["mark"])  # of all states, so of none by name


def test_known_gaps_are_explained_and_others_are_not(faults, russia):
    gaps = trade.largest_gaps(trade.mirror_reports(russia), 20)
    exceptions = trade.exceptions_in(faults, sorted(set(gaps["iso3"])), range(1992, 2024), "RUS")
    explained = trade.explain_gaps(gaps, exceptions)
    assert explained[["iso3", "year", "flow"]].equals(gaps[["iso3", "year", "flow"]])
    known = explained.set_index("iso3")["known"]
    assert known["VEN"].endswith("probably arms, which sit in confidential chapters (an inference)"
                                 " (k)")  # fmt: skip
    assert "crude" in known["TTO"]
    assert known["BRA"] == "not explained"
    assert (trade.explain_gaps(gaps, exceptions.head(0))["known"] == "not explained").all()


def test_named_outlier_is_the_largest_that_the_rule_finds(russia):
    found = trade.find_outliers(russia[russia["year"] >= 1996])
    assert found.iloc[0][["iso3", "year", "reporter"]].tolist() == ["PAN", 2013, "RUS"]
    assert found["share_of_side"].min() >= 0.01


def rows_of(*values):
    frame = pd.DataFrame(values, columns=["iso3", "year", "reporter", "flow", "value_usd"])
    return frame.assign(partner="RUS")


def test_outlier_at_the_edge_of_a_series_is_none():
    frame = rows_of(*[("ARG", year, "RUS", "exports", value)
            for year, value in ((2000, 1.0), (2001, 1.0), (2002, 99.0))])  # fmt: skip
    assert trade.find_outliers(frame).empty
    more = pd.concat([frame, frame.tail(1).assign(year=2003, value_usd=1.0)], ignore_index=True)
    found = trade.find_outliers(more)
    assert found["year"].tolist() == [2002]
    assert found[["before_usd", "after_usd", "share_of_side"]].values.tolist() == [[1.0, 1.0, 1.0]]


def test_only_the_named_report_is_left_out(faults):
    rows = rows_of(
        ("PAN", 2013, "RUS", "exports", 960.0), ("PAN", 2013, "PAN", "exports", 0.4),
        ("PAN", 2013, "RUS", "imports", 5.0), ("PAN", 2012, "RUS", "exports", 4.0),
        ("BRA", 2013, "RUS", "exports", 9.0),
    )  # fmt: skip
    left = trade.drop_outliers(rows, faults)
    assert left["value_usd"].tolist() == [0.4, 5.0, 4.0, 9.0]
    assert trade.drop_outliers(rows.head(0), faults).empty
    others = rows.assign(partner="CHN", reporter=rows["reporter"].replace("RUS", "CHN"))
    assert len(trade.drop_outliers(others, faults)) == len(rows)


def test_dropped_reporters_are_cuba_after_2006_and_venezuela_after_2013(russia):
    own = trade.flows_by_state(russia, "states")
    states = sorted(set(russia["iso3"]))
    last = trade.dropped_reporters(own, states, range(1992, 2024)).set_index("iso3")["last_year"]
    assert last["CUB"] == 2006
    assert last["VEN"] == 2013
    assert "BRA" not in last.index
    assert trade.dropped_reporters(own, ["BRA"], []).empty


def test_part_years_of_a_table(faults):
    assert trade.part_years(faults, "trade/aladi") == [2004]
    assert trade.part_years(faults, "trade/bilateral") == []
