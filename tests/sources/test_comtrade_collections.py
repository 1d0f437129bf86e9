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


def test_real_totals_are_never_below_the_sums_of_chapters(upstream):
    totals = comtrade.read_partner_totals(upstream / "comtrade_hs2_rus" / "data.json")
    assert totals["partner"].nunique() == 62
    brazil = totals[totals["partner"] == "BRA"].set_index(["flow", "year"])["value_usd"]
    assert (brazil.loc["export"].loc[2017:2020] / 1e6).round().tolist() == [2658, 2584, 2455, 1994]
    assert (brazil.loc["import"].loc[2017:2020] / 1e6).round().tolist() == [3240, 2471, 2154, 2010]
    for code, iso3 in ((32, "ARG"), (76, "BRA"), (192, "CUB"), (218, "ECU")):
        chapters = comtrade.read_chapters(upstream / "comtrade_hs2_rus" / f"{code}.json")
        sums = comtrade.sum_chapters(chapters).set_index(["flow", "year"])["value_usd"]
        stated = totals[totals["partner"] == iso3].set_index(["flow", "year"])["value_usd"]
        share = sums / stated.reindex(sums.index)
        assert share.max() < 1.0001, iso3
        # Before 2010 some chapters are not recorded: 39 % of Russia's exports to Cuba of 2006 are.
        assert share[share.index.get_level_values("year") >= 2010].min() > 0.999, iso3


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ('"value": 7', '"value": 8', "BRA 2020 sum to 8, but the turnover is 7"),
        ('"iso": "BRA"', '"iso": "BRX"', r"unknown code\(s\) of states: 'BRX'"),
        ('"flow": "Import"', '"flow": "Transit"', "is no flow: 'Transit'"),
        ('"year": 2020', '"year": "2020"', "has no number"),
    ],
)
def test_totals_that_do_not_add_up_are_refused(tmp_path, old, new, part):
    records = [
        {"year": 2020, "flow": flow, "value": 7, "pct": 1} for flow in ("Import", "Turnover")
    ]
    text = json.dumps({"data": [{"iso": "BRA", "country": "Brazil", "records": records}]})
    path = tmp_path / "data.json"
    path.write_text(text, encoding="utf-8")
    assert comtrade.read_partner_totals(path)["value_usd"].tolist() == [7.0]
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SourceError, match=part):
        comtrade.read_partner_totals(path)


def test_real_edges_hold_russian_wheat_for_brazil(upstream):
    edges = comtrade.read_edges(upstream / "hormuz_comtrade_edges" / "trade_yearly_edges.csv")
    assert len(edges) == 38897
    wheat = edges[(edges["product"] == "wheat") & (edges["exporter"] == "RUS")]
    wheat = wheat[wheat["importer"] == "BRA"].set_index("year")["value_usd"] / 1e6
    assert wheat.loc[2020:2024].round().tolist() == [54, 8, 116, 272, 188]
    urea = edges[(edges["product"] == "urea") & (edges["exporter"] == "RUS")]
    urea = urea[urea["importer"] == "MEX"].set_index("year")["value_usd"] / 1e6
    assert urea.loc[2020:2025].round().tolist() == [134, 184, 407, 274, 241, 217]
