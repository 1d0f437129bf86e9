"""Correlates of War trade: real files, and what is refused."""

import pandas as pd
import pyreadr
import pytest

from analysis.errors import SourceError
from analysis.sources import cow
from tests.places import UPSTREAM

COW = UPSTREAM / "trade" / "cow"


@pytest.fixture(scope="module")
def folder():
    if not COW.exists():
        pytest.skip("the upstream files are not on this machine")
    return COW


def write(tmp_path, frame, name):
    path = tmp_path / "cut.rda"
    pyreadr.write_rdata(str(path), frame, name, compress="gzip")
    return path


def dyads(**changed):
    row = {"importer1": "Brazil", "importer2": "Russia", "flow1": 510.67, "flow2": 918.15}
    row |= {"total_trade": 1428.82, **changed}
    return pd.DataFrame([row])


def totals(**changed):
    return pd.DataFrame(
        [{"ccode": 140.0, "year": 2001.0, "imports": 1.5, "exports": 2.5} | changed]
    )


def test_pairs_are_as_noted(folder):
    frame = cow.read_pairs(folder / "cow_dyadic_2001_trade.rda")
    assert len(frame) == 2 * 13_728
    flows = frame.set_index(["importer", "exporter"])["imports_million_usd"]
    assert flows["BRA", "RUS"] == 510.67
    assert flows["RUS", "BRA"] == 918.15


def test_code_of_russia_is_the_ussr_before_1992(folder):
    frame = cow.read_totals(folder / "cow_trade_sy.rda")
    assert len(frame) == 14_410
    russia = frame[frame["cow_code"] == 365].set_index("year")
    assert russia.loc[[1991, 1992], "iso3"].tolist() == ["SUN", "RUS"]
    assert russia.loc[2014, "exports_million_usd"] == pytest.approx(497_614.86, abs=0.01)
    assert frame["imports_million_usd"].isna().sum() == 1548
    assert frame.loc[frame["cow_code"] == 140, "iso3"].eq("BRA").all()


def test_minus_nine_is_missing(tmp_path):
    path = write(tmp_path, totals(imports=-9.0), "cow_trade_sy")
    frame = cow.read_totals(path)
    assert frame["imports_million_usd"].isna().all()
    assert frame["exports_million_usd"].tolist() == [2.5]


@pytest.mark.parametrize(
    ("frame", "problem"),
    [
        (dyads(importer2="Ruritania"), "Ruritania"),
        (dyads(importer2="Brazil"), "state other than the first"),
        (dyads(flow1=-1.0), "column 'flow1': is not a number of million USD"),
        (dyads(total_trade=2.0), "sum of flow1 and flow2"),
        (dyads().rename(columns={"flow1": "flow_1"}), "flow1"),
    ],
)
def test_wrong_pairs_are_refused(tmp_path, frame, problem):
    assert len(cow.read_pairs(write(tmp_path, dyads(), "trade"))) == 2
    with pytest.raises(SourceError, match=problem):
        cow.read_pairs(write(tmp_path, frame, "trade"))


@pytest.mark.parametrize(
    ("frame", "problem"),
    [
        (totals(year=3021.0), "column 'year': is not a year"),
        (totals(ccode=140.5), "column 'ccode'"),
        (totals(exports=-3.0), "column 'exports'"),
        (pd.concat([totals(), totals()]).reset_index(drop=True), "140 2001 .row 2."),
    ],
)
def test_wrong_totals_are_refused(tmp_path, frame, problem):
    with pytest.raises(SourceError, match=problem):
        cow.read_totals(write(tmp_path, frame, "cow_trade_sy"))
