"""The gravity tables: rebuilt from the publishers' files, and the same whatever the threads."""

import os
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from analysis import countries
from analysis.compute import builder, to_csv
from analysis.compute import gravity as build
from analysis.sources import cepii
from analysis.study import load_study
from analysis.tables import DATA, Catalog, load
from analysis.trade import gravity
from tests.places import ROOT

UPSTREAM = ROOT.parent / "shared" / "upstream"

needs_upstream = pytest.mark.skipif(
    not UPSTREAM.is_dir(), reason="the publishers' files are not beside the repository"
)

#: One specification, as bytes, in a process with its own number of threads.
ONE = """
import sys
from pathlib import Path
from analysis.compute import gravity as build
from analysis.study import load_study
from analysis.trade import gravity
gravity.SPECIFICATIONS = tuple(s for s in gravity.SPECIFICATIONS if s.name == "importers_2001")
upstream = Path(sys.argv[1])
for make in build.TABLES.values():
    sys.stdout.write(make(upstream, load_study()).to_csv(index=False))
"""


def test_both_tables_are_registered():
    for name in build.TABLES:
        assert builder(name) is build.TABLES[name]


def test_figures_keep_six_digits():
    frame = pd.DataFrame({"a": [123456789.123, 0.000123456789, 0.0, np.nan], "n": 1})
    rounded = build._rounded(frame)
    assert rounded["a"].tolist()[:3] == [123457000.0, 0.000123457, 0.0]
    assert np.isnan(rounded["a"][3])
    assert rounded["n"].tolist() == [1] * 4


@pytest.fixture(scope="module")
def by_threads():
    if not UPSTREAM.is_dir():
        pytest.skip("the publishers' files are not beside the repository")
    outputs = []
    for threads in ("1", "2"):
        names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS")
        environment = {**os.environ, **dict.fromkeys(names, threads), "PYTHONHASHSEED": threads}
        ran = subprocess.run(
            [sys.executable, "-c", ONE, str(UPSTREAM)], cwd=ROOT, env=environment, text=True,
            capture_output=True, check=True,
        )  # fmt: skip
        outputs.append(ran.stdout)
    return outputs


def test_numbers_of_threads_change_no_byte(by_threads):
    assert by_threads[0] == by_threads[1]


def test_rebuilt_specification_is_the_one_that_ships(by_threads):
    for name in build.TABLES:
        table = load(name)
        table = table[table["specification"] == "importers_2001"]
        for row in table.to_csv(index=False).splitlines()[1:]:
            # The columns are in another order; every value has to be there.
            numbers = [cell for cell in row.split(",") if "." in cell]
            assert all(number in by_threads[0] for number in numbers), row


@needs_upstream
def test_benchmark_coefficients_are_those_that_ship():
    flows = build._exporters_reports(UPSTREAM / "trade/gravity/penppml_trade.rda", load_study())
    distances = cepii.read_distances(UPSTREAM / "trade/gravity/dist_cepii.rda")
    frame = gravity.gravity_panel(flows, distances, load("trade/gravity_codes"))
    assert frame.attrs["dropped"] == pytest.approx(0.0274, abs=1e-4)
    judged = gravity.is_with_region(frame, "RUS", countries.LAC)
    assert judged.sum() == 374
    fit = gravity.fit_ppml(frame[~judged], gravity.BENCHMARK.regressors)
    shipped = load("trade/gravity_coefficients")
    shipped = shipped[shipped["specification"] == "benchmark"].set_index("term")
    for name in ("estimate", "std_error"):
        ours = fit.coefficients[name].reindex(shipped.index)
        assert ours.to_numpy() == pytest.approx(shipped[name].to_numpy(), rel=1e-5)
    rows = gravity.compare_with_expected(fit, frame[judged], "RUS")
    tables = load("trade/gravity_expected").query("specification == 'benchmark'")
    keys = ["iso3", "year", "flow"]
    both = rows.merge(tables, on=keys, suffixes=("", "_shipped"))
    assert len(both) == len(rows) == len(tables)
    for name in ("actual_usd", "expected_usd", "expected_upper_usd", "percentile"):
        assert both[name].to_numpy() == pytest.approx(both[f"{name}_shipped"], rel=1e-5, abs=1e-9)


@needs_upstream
def test_region_as_a_whole_lies_within_the_outer_bounds():
    """The bounds of a sum are those of its parts added: wider than the delta method's."""
    flows = build._exporters_reports(UPSTREAM / "trade/gravity/penppml_trade.rda", load_study())
    flows = flows[flows["year"] == 2012]
    distances = cepii.read_distances(UPSTREAM / "trade/gravity/dist_cepii.rda")
    frame = gravity.gravity_panel(flows, distances, load("trade/gravity_codes"))
    judged = gravity.is_with_region(frame, "RUS", countries.LAC)
    fit = gravity.fit_ppml(frame[~judged], gravity.BENCHMARK.regressors)
    rows = frame[judged & frame["exporter"].eq("RUS")]
    found = gravity.expected_flows(fit, rows)
    exact = gravity.sum_log_error(fit, rows)
    outer = (found["expected"] * found["log_std_error"]).sum() / found["expected"].sum()
    assert 0.8 * outer < exact < outer


def test_schema_takes_the_tables():
    for name in build.TABLES:
        resource = Catalog(DATA).resource(name)
        content = to_csv(load(name), name, resource["schema"])
        assert content == (DATA / resource["path"]).read_bytes()
