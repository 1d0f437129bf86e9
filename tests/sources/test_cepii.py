"""GeoDist and the gravity panel: real files, and what is refused."""

import pandas as pd
import pyreadr
import pytest

from analysis.errors import SourceError
from analysis.sources import cepii
from tests.places import UPSTREAM

GRAVITY = UPSTREAM / "trade" / "gravity"


@pytest.fixture(scope="module")
def folder():
    if not GRAVITY.exists():
        pytest.skip("the upstream files are not on this machine")
    return GRAVITY


@pytest.fixture(scope="module")
def pairs(folder):
    frame = pyreadr.read_r(str(folder / "dist_cepii.rda"))["dist_cepii"]
    states = ["BRA", "RUS", "ROM"]
    return frame[frame["iso_o"].isin(states) & frame["iso_d"].isin(states)].reset_index(drop=True)


def write(tmp_path, frame, name="dist_cepii"):
    path = tmp_path / "cut.rda"
    pyreadr.write_rdata(str(path), frame, name, compress="gzip")
    return path


def test_distances_are_as_noted(folder):
    frame = cepii.read_distances(folder / "dist_cepii.rda")
    assert len(frame) == 224**2
    row = frame.set_index(["origin", "destination"]).loc["RUS", "BRA"]
    assert row["distance_km"] == pytest.approx(11_820, abs=0.5)
    assert row["distance_weighted_km"] == pytest.approx(11_942, abs=0.5)
    assert {"ROU", "COD", "TLS", "PSE", "YUG"} <= set(frame["origin"])
    assert not {"ROM", "ZAR", "TMP", "PAL"} & set(frame["destination"])
    assert frame["distance_weighted_km"].isna().sum() == 2215  # "." in the file
    assert frame["distance_km"].notna().all()


def test_gravity_panel_keeps_zeros_and_the_ussr_apart(folder):
    frame = cepii.read_gravity(folder / "penppml_trade.rda")
    assert len(frame) == 316_317
    assert frame.attrs["vintage"] == "1964-2016"
    assert (frame["export_usd"] == 0).any()
    pair = frame[(frame["exporter"] == "RUS") & (frame["importer"] == "VEN")]
    # A later vintage than WITS, which has 1,944 million for 2012.
    assert pair.set_index("year").loc[2012, "export_usd"] == pytest.approx(517e6, abs=0.5e6)
    assert {"SUN", "RUS"} <= set(frame["importer"])


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda f: f.rename(columns={"distw": "dist_w"}), "distw"),
        (lambda f: f.assign(dist=-f["dist"]), "column 'dist': is not a distance"),
        (lambda f: f.assign(distw="near"), "column 'distw': is not a number: 'near'"),
        (lambda f: f.assign(contig=2.0), "column 'contig': is not a 0 or a 1"),
        (lambda f: f.assign(iso_o="br"), "column 'iso_o': is not a code"),
        (lambda f: pd.concat([f, f.iloc[:1]]).reset_index(drop=True), "repeat an earlier one"),
        (lambda f: f.iloc[1:].reset_index(drop=True), "lacks pairs of"),
    ],
)
def test_wrong_table_is_refused(pairs, tmp_path, change, problem):
    assert len(cepii.read_distances(write(tmp_path, pairs))) == 9
    with pytest.raises(SourceError, match=problem):
        cepii.read_distances(write(tmp_path, change(pairs)))


def test_file_of_another_kind_is_refused(folder, tmp_path):
    with pytest.raises(SourceError, match="geo_cepii"):
        cepii.read_distances(folder / "geo_cepii.rda")
    content = (folder / "dist_cepii.rda").read_bytes()
    flipped = content[:5000] + bytes([content[5000] ^ 1]) + content[5001:]
    for damaged in (content[:-100], flipped, b"", b"iso3,city\n"):
        path = tmp_path / "dist_cepii.rda"
        path.write_bytes(damaged)
        with pytest.raises(SourceError, match=r"dist_cepii\.rda"):
            cepii.read_distances(path)
    with pytest.raises(SourceError, match="absent"):
        cepii.read_distances(tmp_path / "absent.rda")
