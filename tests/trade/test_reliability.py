"""Reliability of reporters and reconciled flows: hand-worked, simulated, bounded."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import tables, trade
from analysis.errors import MeasureError

COLUMNS = ["iso3", "partner", "year", "reporter", "flow", "value_usd", "valuation"]
values = st.floats(1, 1e10, allow_nan=False)


def noisy_network(noise, seed=1, years=12):
    """Return mirror pairs of states whose reports err by a known spread on each side."""
    generator = np.random.default_rng(seed)
    rows = []
    for year in range(years):
        for exporter in noise:
            for importer in noise:
                if exporter != importer:
                    true = float(np.exp(generator.normal(16, 1)))
                    x = true * np.exp(generator.normal(0, noise[exporter]))
                    m = 1.06 * true * np.exp(generator.normal(0, noise[importer]))
                    rows.append((exporter, importer, 2000 + year, x, m))
    names = ["exporter", "importer", "year", "exporter_reports_usd", "importer_reports_usd"]
    return pd.DataFrame(rows, columns=names)


def test_worse_reporters_are_found_on_both_sides():
    noise = {"ARG": 0.05, "BRA": 0.3, "CHL": 0.6, "DOM": 1.0, "ECU": 1.6}
    found = trade.estimate_reliability(noisy_network(noise, years=25))
    for side in ("exporter", "importer"):
        rows = found[found["side"] == side].sort_values("deviation")
        assert rows["iso3"].tolist() == list(noise)
    assert (found["standard_error"] > 0).all()


def test_mean_of_effects_is_the_mean_of_the_gaps():
    pairs = noisy_network({"ARG": 0.1, "BRA": 0.3, "CHL": 0.5})
    found = trade.estimate_reliability(pairs)
    ratio = np.log(pairs["importer_reports_usd"] / pairs["exporter_reports_usd"] / 1.06).abs()
    weight = np.log(pairs[["exporter_reports_usd", "importer_reports_usd"]].mean(axis=1))
    expected = float((ratio * weight).sum() / weight.sum())
    for side in ("exporter", "importer"):
        rows = found[found["side"] == side].set_index("iso3")["deviation"]
        share = weight.groupby(pairs[side]).sum() / weight.sum()
        assert float((rows * share).sum()) == pytest.approx(expected, abs=1e-10)


def test_one_pair_of_states_cannot_be_told_apart():
    pairs = noisy_network({"ARG": 0.1, "BRA": 0.1}).query("exporter == 'ARG'")
    with pytest.raises(MeasureError, match="two exporters and two importers"):
        trade.estimate_reliability(pairs)


def test_order_of_rows_and_unit_change_nothing():
    pairs = noisy_network({"ARG": 0.1, "BRA": 0.3, "CHL": 0.5})
    shuffled = pairs.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(
        trade.estimate_reliability(pairs), trade.estimate_reliability(shuffled)
    )


def test_weights_by_hand():
    # Deviations of 1 and 2: inverse squares 1 and 1/4, so 4/5 for the better one.
    assert trade.exporter_weight(1, 2) == pytest.approx(0.8)
    assert trade.exporter_weight(float("nan"), 2) == 0.5


def test_reconciled_flows_by_hand():
    rows = [
        ("ARG", "RUS", 2000, "ARG", "exports", 100.0, "fob"),
        ("ARG", "RUS", 2000, "RUS", "exports", 212.0, "cif"),
        ("BRA", "RUS", 2000, "BRA", "imports", 90.0, "fob"),
        ("BRA", "RUS", 2000, "RUS", "imports", 110.0, "fob"),
        ("CUB", "RUS", 2000, "RUS", "exports", 106.0, "cif"),
    ]
    flows = pd.DataFrame(rows, columns=COLUMNS)
    equal = trade.reconcile_flows(flows).set_index("iso3")
    assert equal["value_usd"].to_dict() == pytest.approx({"ARG": 150, "BRA": 100, "CUB": 100})
    assert equal["n_reports"].to_dict() == {"ARG": 2, "BRA": 2, "CUB": 1}
    assert equal.loc["ARG", ["low_usd", "high_usd"]].tolist() == [100, 200]
    names = ["iso3", "side", "deviation"]
    weights = pd.DataFrame([("ARG", "exporter", 1.0), ("RUS", "importer", 2.0)], columns=names)
    weighted = trade.reconcile_flows(flows, reliability=weights).set_index("iso3")
    assert weighted.loc["ARG", "value_usd"] == pytest.approx(0.8 * 100 + 0.2 * 200)
    assert weighted.loc["BRA", "value_usd"] == pytest.approx(100)  # unknown reporters: halves
    by_state = trade.widen(trade.reconcile_flows(flows))
    assert by_state["turnover_usd"].tolist() == pytest.approx([150, 100, 100])
    assert by_state["n_flows"].tolist() == [1, 1, 1]


@given(values, values, st.floats(1, 1.5))
def test_reconciled_flow_lies_within_its_range(x, m, freight):
    rows = [
        ("ARG", "RUS", 2000, "ARG", "exports", x, "fob"),
        ("ARG", "RUS", 2000, "RUS", "exports", m, "cif"),
    ]
    frame = trade.reconcile_flows(pd.DataFrame(rows, columns=COLUMNS), cif_fob=freight)
    row = frame.iloc[0]
    assert row["low_usd"] <= row["value_usd"] * (1 + 1e-12)
    assert row["value_usd"] <= row["high_usd"] * (1 + 1e-12)


def test_freight_below_one_is_refused():
    with pytest.raises(MeasureError, match=r"cif_fob = 0\.9 must be a number from 1"):
        trade.reconcile_flows(pd.DataFrame(columns=COLUMNS), cif_fob=0.9)


def test_table_ranks_panama_and_the_bahamas_last_and_russia_among_the_worse_exporters():
    table = tables.load("trade/mirror_reliability")
    assert table.groupby("side")["iso3"].nunique().to_dict() == {"exporter": 33, "importer": 33}
    for side in ("exporter", "importer"):
        order = table[table["side"] == side].sort_values("deviation")["iso3"].tolist()
        assert set(order[-2:]) == {"PAN", "BHS"}
    exporters = table[table["side"] == "exporter"].sort_values("deviation")["iso3"].tolist()
    assert exporters.index("RUS") >= 25
