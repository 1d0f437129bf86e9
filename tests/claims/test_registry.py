"""Methods, what they declare, and how indicators bind to them."""

import pandas as pd
import pytest

from analysis import tables, trade
from analysis.claims import Options, ledger, values
from analysis.claims.methods.trade import printed_flows
from analysis.claims.registry import METHODS, Context, Indicator, read_indicators
from analysis.errors import CatalogError, MeasureError
from analysis.rules.rules import Tables
from analysis.tables import DATA, Catalog


@pytest.fixture
def bindings():
    return tables.load("claims/indicators")


def test_methods_serve_many_claims():
    """A small registry: far fewer functions than claims, each with a docstring."""
    assert len(METHODS) < 40
    assert all(method.gives.startswith("Return ") for method in METHODS.values())


def test_what_a_method_needs_is_its_signature():
    assert METHODS["flow"].arguments == {"flow": True}
    assert METHODS["region_share"].arguments == {"of": True, "n": False}
    assert METHODS["evidence"].arguments == {}


def test_units_and_tables_that_methods_declare_exist():
    known = {*values.ALL_UNITS, *(quantity for quantity, _ in values.UNITS.values())}
    names = tables.Catalog(tables.DATA).tables()
    for method in METHODS.values():
        assert set(method.units) <= known, method.name
        for table, column in method.whom.items():
            assert table in names
            assert column in tables.load(table).columns


def test_a_binding_is_told_only_what_each_method_takes():
    both = Indicator("x", ("printed_balance", "flow"), {"flow": "balance"}, False, "")
    assert (both.tell("flow"), both.tell("printed_balance")) == ({"flow": "balance"}, {})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"methods": "flwo"}, "unknown method 'flwo' .did you mean 'flow'"),
        ({"methods": "flow", "arguments": ""}, "lacks the argument.s. flow"),
        ({"methods": "flow", "arguments": "flow=exports;flwo=x"}, "unknown argument 'flwo'"),
        ({"methods": "", "arguments": "flow=exports"}, "unknown argument 'flow'"),
    ],
)
def test_a_wrong_binding_is_named(bindings, change, message):
    row = bindings[bindings["indicator"] == "exports"].assign(**change)
    with pytest.raises(CatalogError, match=f"claims/indicators, exports: {message}"):
        read_indicators(row)


def test_damaged_bindings_are_refused(bindings):
    with pytest.raises(MeasureError, match="no column is_opinion"):
        read_indicators(bindings.drop(columns="is_opinion"))
    with pytest.raises(MeasureError, match="more than one row for indicator"):
        read_indicators(pd.concat([bindings, bindings.head(1)]))
    with pytest.raises(MeasureError, match="indicator is missing"):
        read_indicators(bindings.assign(indicator=None))


def test_the_descriptor_allows_what_the_code_reads():
    def allowed(table, column):
        fields = tables.Catalog(tables.DATA).resource(table)["schema"]["fields"]
        (field,) = [field for field in fields if field["name"] == column]
        return field["constraints"]["enum"]

    assert allowed("claims/claims", "theme") == list(ledger.THEMES)
    assert sorted(allowed("claims/claims", "unit")) == sorted(values.ALL_UNITS)
    assert allowed("claims/claims", "comparator") == list(ledger.COMPARATORS)
    assert allowed("claims/claims", "print_fault") == list(ledger.PRINT_FAULTS)


def test_every_indicator_names_no_state_of_the_study(bindings):
    """Whom a claim is with stands in its counterpart, so that a name serves every partner."""
    names = bindings["indicator"]
    assert not names[names.str.contains("russia|usa|china|soviet")].tolist()


def test_printed_tables_hold_their_cells():
    printed = tables.load("claims/printed_tables")
    faults = tables.load("common/known_faults")
    assert set(printed["text"]) <= set(tables.load("claims/texts")["text"])
    for row in printed.itertuples():
        cells = tables.load(row.table)
        assert row.number in set(cells["table"])
        # A part-year is a known fault of the table, and some of its years are whole.
        assert {*trade.part_years(faults, row.table)} < {*cells["year"]}


def context(**replaced):
    return Context(Tables(Catalog(DATA), replaced), Options(), {})


def test_rows_are_picked_by_their_values():
    frame = pd.DataFrame({"iso3": ["BRA", "ARG", "BRA"], "year": [2001, 2001, 2002]})
    frame["note"] = pd.array(["a", None, None], dtype="string")
    here = context(t=frame)
    assert list(here.pick("t", iso3=["BRA"], year=range(2001, 2003)).index) == [0, 2]
    assert list(here.pick("t", year=[2001])["note"]) == ["a", ""]
    assert here.pick("t", iso3=["CHL"]).empty
    assert here.rows_by("t", "iso3")[("ARG",)] == [{"iso3": "ARG", "year": 2001, "note": ""}]


def test_part_years_of_a_printed_table_are_left_out():
    faults = tables.load("common/known_faults")
    part_years = trade.part_years(faults, "trade/aladi")
    assert not {*part_years} & {*printed_flows(context(), "RUS", "s0")["year"]}
    without = context(**{"common/known_faults": faults[faults["kind"] != "part-year"]})
    assert {*part_years} < {*printed_flows(without, "RUS", "s0")["year"]}
