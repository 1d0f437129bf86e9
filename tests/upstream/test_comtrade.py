"""Comtrade by chapter: shape, doubles, sums."""

import json
from pathlib import Path

import pytest

from analysis.errors import SourceError
from analysis.upstream import comtrade

SHARED = Path(__file__).parents[2].parent / "shared/upstream/trade/comtrade_hs2_rus"


def write(path, **flows):
    path.write_text(json.dumps({"Import": [], "Export": [], **flows}), encoding="utf-8")
    return path


def item(year, chapter, value):
    return {"year": year, "ccode": chapter, "pct": 1, "value": value}


def test_chapters_are_summed_by_year_and_flow(tmp_path):
    path = write(tmp_path / "76.json", Export=[item(2020, 31, 5), item(2020, 27, 2)],
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


def test_real_file_holds_cubas_confidential_year():
    if not SHARED.is_dir():
        pytest.skip("the publishers' files are not beside the repository")
    cuba = comtrade.read_chapters(SHARED / "192.json")
    chapters = cuba[(cuba["year"] == 2020) & (cuba["flow"] == "import")]["chapter"]
    assert chapters.tolist() == [99]
