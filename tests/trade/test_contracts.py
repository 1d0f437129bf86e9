"""What is unknown, doubled, mistyped or missing becomes an error, never a number."""

import numpy as np
import pandas as pd
import pytest

from analysis import trade
from analysis.errors import MeasureError

NAMES = ["iso3", "partner", "year", "reporter", "flow", "value_usd", "valuation", "source"]
REPORTS = pd.DataFrame(
    [
        ("ARG", "RUS", 2000, "RUS", "exports", 4.0, "cif", "wits"),
        ("ARG", "RUS", 2000, "ARG", "exports", 3.0, "fob", "wits"),
        ("ARG", "RUS", 2000, "RUS", "imports", 2.0, "fob", "wits"),
        ("ARG", "RUS", 2000, "ARG", "imports", 1.0, "cif", "wits"),
        ("BRA", "RUS", 2001, "BRA", "imports", 1.0, "cif", "wits"),
    ],
    columns=NAMES,
)
BY_STATE = trade.flows_by_state(REPORTS, "counterpart")


def put(column, value, row=0):
    """Return a damage: one cell is another value."""

    def damage(frame):
        frame = frame.astype({column: object})
        frame.loc[frame.index[row], column] = value
        return frame.infer_objects()

    return damage


def double(frame):
    return pd.concat([frame, frame.head(1)])


OF_REPORTS = {
    "reporter in small letters": (put("reporter", "rus"), "'rus' is neither"),
    "reporter of a third state": (put("reporter", "CHN"), "'CHN' is neither"),
    "flow of another name": (put("flow", "export"), "unknown flow 'export'"),
    "state by its name": (put("iso3", "Argentina"), "unknown iso3 'Argentina'"),
    "unknown partner": (put("partner", "RUX"), "unknown partner 'RUX'"),
    "two partners": (put("partner", "CHN", row=4), "rows of CHN, RUS: pick one"),
    "doubled row": (double, "more than one row for iso3 ARG, partner RUS, year 2000"),
    "missing value": (put("value_usd", np.nan), "value_usd is missing"),
    "infinite value": (put("value_usd", np.inf), "value_usd is infinite"),
    "negative value": (put("value_usd", -1.0), "value_usd is negative"),
    "value as text": (put("value_usd", "4"), "value_usd must hold numbers"),
    "part of a year": (put("year", 2000.2), "year must hold whole numbers"),
    "missing year": (put("year", np.nan), "year is missing"),
    "missing state": (put("iso3", None), "iso3 is missing"),
    "missing column": (lambda frame: frame.drop(columns="reporter"), "no column reporter"),
    "no frame": (lambda frame: frame.to_dict(), "must be a DataFrame"),
}
TAKE_REPORTS = {
    "flows_by_state": lambda rows: trade.flows_by_state(rows, "counterpart"),
    "mirror_reports": trade.mirror_reports,
    "reconcile_flows": trade.reconcile_flows,
    "find_outliers": trade.find_outliers,
    "compare_readings": lambda rows: trade.compare_readings(rows, REPORTS),
}


@pytest.mark.parametrize("damage", OF_REPORTS)
@pytest.mark.parametrize("measure", TAKE_REPORTS)
def test_damaged_reports_are_refused(measure, damage):
    change, said = OF_REPORTS[damage]
    TAKE_REPORTS[measure](REPORTS)
    with pytest.raises(MeasureError, match=f"{measure}: .*{said}"):
        TAKE_REPORTS[measure](change(REPORTS))


def test_every_offender_is_named():
    bad = put("reporter", "rus")(put("reporter", "CHN", row=4)(REPORTS))
    with pytest.raises(MeasureError, match="'CHN', 'rus' is neither"):
        trade.flows_by_state(bad, "states")
    with pytest.raises(MeasureError, match=r"unknown iso3 'ARQ'.*'XX'"):
        trade.flows_by_state(put("iso3", "ARQ")(put("iso3", "XX", row=4)(REPORTS)), "states")


OF_FLOWS = {
    "doubled state and year": (double, "more than one row for iso3 ARG, year 2000"),
    "unknown state": (put("iso3", "ARX"), "unknown iso3 'ARX'"),
    "part of a year": (put("year", 2000.9), "whole numbers"),
    "negative turnover": (put("turnover_usd", -1.0), "turnover_usd is negative"),
    "missing column": (lambda frame: frame.drop(columns="exports_usd"), "no column exports_usd"),
}
TAKE_FLOWS = {
    "yearly_totals": lambda f, s=("ARG",), y=(2000,): trade.yearly_totals(f, s, y),
    "rank_partners": lambda f, s=("ARG",), y=(2000,): trade.rank_partners(f, s, y),
    "measure_concentration": lambda f, s=("ARG",), y=(2000,): trade.measure_concentration(f, s, y),
    "concentration_ratios": lambda f, s=("ARG",), y=(2000,): trade.concentration_ratios(f, s, y),
    "dropped_reporters": lambda f, s=("ARG",), y=(2000,): trade.dropped_reporters(f, s, y),
}


@pytest.mark.parametrize("damage", OF_FLOWS)
@pytest.mark.parametrize("measure", TAKE_FLOWS)
def test_damaged_flows_are_refused(measure, damage):
    change, said = OF_FLOWS[damage]
    TAKE_FLOWS[measure](BY_STATE)
    with pytest.raises(MeasureError, match=f"{measure}: .*{said}"):
        TAKE_FLOWS[measure](change(BY_STATE))


@pytest.mark.parametrize("measure", TAKE_FLOWS)
@pytest.mark.parametrize(
    ("states", "said"),
    [
        ("ARG", "must be a list of codes"),
        (["ARG", "ARG"], "names ARG more than once"),
        (["Argentina"], "unknown state 'Argentina'"),
        ([], "at least 1"),
    ],
)
def test_states_are_a_list_of_codes_each_once(measure, states, said):
    with pytest.raises(MeasureError, match=said):
        TAKE_FLOWS[measure](BY_STATE, states)


@pytest.mark.parametrize("measure", TAKE_FLOWS)
@pytest.mark.parametrize(
    ("years", "said"), [([2000, 2000], "holds 2000 twice"), ([2000.5], "no year"), ("2000", "list")]
)
def test_years_are_whole_numbers_each_once(measure, years, said):
    with pytest.raises(MeasureError, match=said):
        TAKE_FLOWS[measure](BY_STATE, ["ARG"], years)


def test_a_partner_that_the_table_lacks_is_named_with_those_that_it_has():
    both = pd.concat([REPORTS, REPORTS.head(0).assign(partner="CHN")])
    with pytest.raises(MeasureError, match="holds nothing of CHN; it has RUS"):
        trade.pick_partner(both, "CHN")
    with pytest.raises(MeasureError, match="'Russia'"):
        trade.pick_partner(REPORTS, "Russia")
    assert len(trade.pick_partner(REPORTS, "RUS")) == len(REPORTS)


def test_evidence_is_of_one_partner(evidence):
    tables = vars(evidence) | {"bilateral": put("partner", "CHN", row=4)(REPORTS)}
    with pytest.raises(MeasureError, match=r"Evidence: bilateral: .*pick one"):
        trade.Evidence(**tables)
    tables = vars(evidence) | {"reliability": put("deviation", -1.0)(evidence.reliability)}
    with pytest.raises(MeasureError, match="deviation"):
        trade.Evidence(**tables)


def test_flows_that_stand_twice_are_not_widened():
    rows = REPORTS.head(1)[["iso3", "year", "flow", "value_usd"]]
    with pytest.raises(MeasureError, match="more than one row"):
        trade.widen(pd.concat([rows, rows]))


@pytest.mark.parametrize("pair", [{"side": "seller"}, {"iso3": "XXX"}, {"deviation": np.nan}])
def test_damaged_weights_are_refused(evidence, pair):
    weights = evidence.reliability.copy()
    for column, value in pair.items():
        weights.loc[0, column] = value
    with pytest.raises(MeasureError, match=next(iter(pair))):
        trade.reconcile_flows(REPORTS, reliability=weights)
