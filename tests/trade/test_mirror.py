"""The mirror: symmetry, bounds, and the gaps that are known."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import trade
from analysis.errors import MeasureError

amount = st.floats(0, 1e12)


@pytest.fixture(scope="module")
def mirrored(russia):
    return trade.mirror_reports(russia)


def pick(mirrored, iso3, year, flow):
    rows = mirrored.query("iso3 == @iso3 and year == @year and flow == @flow")
    return (rows[["exporter_reports_usd", "importer_reports_usd"]] / 1e6).values.tolist()[0]


def test_known_gaps_equal_the_check_numbers(mirrored):
    panama = pick(mirrored, "PAN", 2013, "exports")
    assert panama == pytest.approx([0.4, 960], abs=0.1)
    venezuela = [pick(mirrored, "VEN", year, "imports") for year in range(2011, 2014)]
    assert [x for x, _ in venezuela] == pytest.approx([1705, 1944, 2447], abs=1)
    assert [m for _, m in venezuela] == pytest.approx([237, 181, 254], abs=1)
    barbados = [pick(mirrored, "BRB", year, "imports") for year in (2010, 2011)]
    assert [x for x, _ in barbados] == pytest.approx([379, 628], abs=1)
    assert max(m for _, m in barbados) < 0.1


def test_mexicos_exports_are_seen_two_to_four_times_as_large_by_russia(mirrored):
    late = mirrored.query("iso3 == 'MEX' and year >= 2017 and flow == 'exports'")
    assert late["ratio"].between(2.4, 3.8).all()
    assert len(late) == 4


def test_largest_gaps_are_one_a_state_in_falling_order(mirrored):
    gaps = trade.largest_gaps(mirrored, 5)
    assert gaps[["iso3", "year"]].values.tolist() == [
        ["VEN", 2013], ["BRA", 2019], ["ARG", 2013], ["PAN", 2013], ["URY", 2008],
    ]  # fmt: skip


def frame(*rows):
    names = ["iso3", "year", "reporter", "flow", "value_usd", "valuation"]
    return pd.DataFrame(rows, columns=names).assign(partner="RUS")


def test_each_side_is_put_in_its_place():
    both = trade.mirror_reports(
        frame(
            ("ARG", 2000, "ARG", "exports", 3.0, "fob"),
            ("ARG", 2000, "RUS", "exports", 1.0, "cif"),
            ("ARG", 2000, "RUS", "imports", 10.0, "fob"),
            ("ARG", 2000, "ARG", "imports", 5.0, None),
            ("BRA", 2000, "BRA", "imports", 5.0, "fob"),
        )
    )
    assert both["flow"].tolist() == ["exports", "imports"]
    assert both["exporter_reports_usd"].tolist() == [3.0, 10.0]
    assert both["importer_reports_usd"].tolist() == [1.0, 5.0]
    assert both["asymmetry"].tolist() == pytest.approx([0.5, 1 / 3])
    assert both["reconciled_usd"].tolist() == pytest.approx(
        [(3 + 1 / 1.06) / 2, (10 + 5 / 1.06) / 2]
    )


def test_freight_is_not_taken_off_imports_reported_fob():
    both = trade.mirror_reports(
        frame(
            ("BRA", 2000, "RUS", "imports", 10.0, "fob"),
            ("BRA", 2000, "BRA", "imports", 6.0, "fob"),
        )
    )
    assert both["reconciled_usd"].tolist() == [8.0]


def test_year_with_few_states_is_not_comparable():
    rows = [(iso3, year, "exports", 1.0, 1.0) for iso3, year in
            [("ARG", 2000), ("BRA", 2000), ("CHL", 2000), ("ARG", 2001)]]  # fmt: skip
    names = ["iso3", "year", "flow", "exporter_reports_usd", "importer_reports_usd"]
    by_year = trade.mirror_by_year(pd.DataFrame(rows, columns=names).assign(gap_usd=0.0))
    assert by_year["n_states"].tolist() == [3, 1]
    assert by_year["is_comparable"].tolist() == [True, False]


@given(amount, amount)
def test_asymmetry_is_bounded_and_antisymmetric(x, m):
    one, other = trade.asymmetry(x, m), trade.asymmetry(m, x)
    if x + m == 0:
        assert math.isnan(one)
    else:
        assert -1 <= one <= 1
        assert one == -other


@given(st.floats(1, 1e9), st.floats(1, 1e9), st.floats(1e-3, 1e3))
def test_asymmetry_does_not_depend_on_the_unit(x, m, scale):
    assert trade.asymmetry(scale * x, scale * m) == pytest.approx(
        trade.asymmetry(x, m), rel=1e-9, abs=1e-12
    )


@given(st.floats(1, 1e12), st.floats(1, 1e12))
def test_reconciled_flow_lies_between_the_two_reports(x, m):
    flow = trade.reconcile(x, m)
    low, high = sorted([x, m / trade.CIF_FOB])
    assert low * (1 - 1e-12) <= flow <= high * (1 + 1e-12)


def test_reconcile_takes_the_report_that_exists():
    nan = float("nan")
    assert trade.reconcile(5, nan) == 5
    assert trade.reconcile(nan, 106) == pytest.approx(100)
    assert math.isnan(trade.reconcile(nan, nan))


def test_freight_that_makes_goods_cheaper_is_refused():
    for call in (
        lambda: trade.reconcile(1.0, 1.0, -1),
        lambda: trade.reconcile(1.0, 1.0, float("nan")),
        lambda: trade.mirror_reports(frame(), cif_fob=0.99),
    ):
        with pytest.raises(MeasureError, match=r"cif_fob = .* must be a number from 1"):
            call()


def test_who_reports_follows_from_the_partner_of_the_row():
    rows = frame(
        ("MEX", 2000, "MEX", "imports", 5.0, None), ("MEX", 2000, "USA", "imports", 9.0, "fob"),
        ("MEX", 2000, "MEX", "exports", 8.0, "fob"), ("MEX", 2000, "USA", "exports", 4.0, "cif"),
    ).assign(partner="USA")  # fmt: skip
    both = trade.mirror_reports(rows).set_index("flow")
    assert both["exporter_reports_usd"].to_dict() == {"exports": 8.0, "imports": 9.0}
    assert both["importer_reports_usd"].to_dict() == {"exports": 4.0, "imports": 5.0}
    assert both["gap_usd"].to_dict() == {"exports": 4.0, "imports": 4.0}


@pytest.mark.parametrize("n", [0, -1, 1.5, "3"])
def test_a_number_of_gaps_is_a_whole_number(mirrored, n):
    with pytest.raises(MeasureError, match="whole number from 1"):
        trade.largest_gaps(mirrored, n)


@pytest.mark.parametrize("measure", [trade.asymmetry, trade.reconcile])
@pytest.mark.parametrize("reports", [(-1.0, 2.0), (1.0, float("inf")), ("1", 2.0)])
def test_reports_without_meaning_are_refused(measure, reports):
    with pytest.raises(MeasureError, match=r"reports = .* must be a number from 0"):
        measure(*reports)
