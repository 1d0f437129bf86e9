"""Comtrade as republished: shape, doubles, sums, shares."""

import json

import pytest

from analysis.errors import SourceError
from analysis.sources import comtrade_collections as comtrade
from tests.places import UPSTREAM

SHARED = UPSTREAM / "trade"


def write(path, **flows):
    path.write_text(json.dumps({"Import": [], "Export": [], **flows}), encoding="utf-8")
    return path


def item(year, chapter, value, share=100):
    return {"year": year, "ccode": chapter, "pct": share, "value": value}


@pytest.fixture
def upstream():
    if not SHARED.is_dir():
        pytest.skip("the publishers' files are not beside the repository")
    return SHARED


def test_chapters_are_summed_by_year_and_flow(tmp_path):
    path = write(tmp_path / "76.json", Export=[item(2020, 31, 5, 71.43), item(2020, 27, 2, 28.57)],
                 Import=[item(2019, 2, 7)])  # fmt: skip
    totals = comtrade.sum_chapters(comtrade.read_chapters(path))
    assert totals.values.tolist() == [[76, 2019, "import", 7.0], [76, 2020, "export", 7.0]]


@pytest.mark.parametrize(
    ("flows", "part"),
    [
        ({"Export": [item(2020, 31, 5), item(2020, 31, 5)]}, "twice: export 2020 HS31"),
        ({"Export": [item(2020, 31, -5)]}, r"column 'Export\[0\]': is negative"),
        ({"Export": [{"year": 2020}]}, r"column 'Export\[0\]': lacks"),
        ({"Reexport": []}, "exactly the lists"),
        ({"Export": [item(2020, 31, 5, 99)]}, r"Export\[0\].*states 99.0 %.*give 100.00 %"),
        ({"Export": [item(1920, 31, 5)]}, "1920 is outside the years"),
        ({"Export": [item(2020, 100, 5)]}, "is no chapter: 100"),
    ],
)
def test_file_of_another_shape_is_refused(tmp_path, flows, part):
    with pytest.raises(SourceError, match=part):
        comtrade.read_chapters(write(tmp_path / "76.json", **flows))


@pytest.mark.parametrize(
    ("name", "part"), [("data.json", "not a Comtrade code"), ("77.json", "no such file")]
)
def test_wrong_file_is_named(tmp_path, name, part):
    with pytest.raises(SourceError, match=part):
        comtrade.read_chapters(tmp_path / name)


def test_chapter_that_is_lost_shows_in_the_shares_of_the_others(upstream, tmp_path):
    content = json.loads((upstream / "comtrade_hs2_rus" / "192.json").read_text())
    del content["Export"][3]
    with pytest.raises(SourceError, match="a value is wrong or a chapter is missing"):
        comtrade.read_chapters(write(tmp_path / "192.json", **content))


@pytest.mark.parametrize(("code", "rows"), [(32, 1885), (76, 2474), (192, 1468), (218, 1148)])
def test_real_files_of_chapters(upstream, code, rows):
    frame = comtrade.read_chapters(upstream / "comtrade_hs2_rus" / f"{code}.json")
    assert len(frame) == rows
    assert frame.attrs["vintage"] == "Comtrade, years 2000-2020"
    if code == 192:
        chapters = frame[(frame["year"] == 2020) & (frame["flow"] == "import")]["chapter"]
        assert chapters.tolist() == [99]  # Cuba's confidential year
