"""Files that only a person can download: the steps are told, and the file is taken as named."""

import gzip

import pytest

from analysis.errors import SourceError
from analysis.sources.fetch.by_hand import take_by_hand
from analysis.sources.fetch.mirror import Mirror
from analysis.sources.fetch.sources import find
from tests.sources.fetch.conftest import finished

HEADER = b"undl_id,ms_code,ms_name,ms_vote,date\n1,ARG,ARGENTINA,Y,2014-03-27\n"


@pytest.fixture
def undl():
    (entry,) = find("undl")
    return entry


@pytest.fixture
def downloads(tmp_path):
    folder = tmp_path / "downloads"
    folder.mkdir()
    return folder


def test_missing_file_comes_with_the_steps(make_fetch):
    outcome = make_fetch().run("undl")
    assert outcome.done == []
    (line,) = outcome.failed
    for words in ("digitallibrary.un.org/record/4060887", "by hand", "voting/", "ANALYSIS_SOURCES"):
        assert words in line


@pytest.mark.parametrize("name", ["2025_9_19_ga_voting.csv", "2026_02_06_ga_voting.csv"])
def test_file_is_taken_from_the_folder_under_its_own_name(
    downloads, make_fetch, name, tmp_path, undl
):
    (downloads / name).write_bytes(HEADER)
    fetch = make_fetch(mirror=Mirror(folder=downloads))
    assert fetch.run("undl").done == [f"voting/{name}: copied from {downloads}"]
    assert finished(tmp_path / "sources")[f"voting/{name}"] == HEADER
    assert fetch.run("undl").done == [f"voting/{name}: in place already"]
    record = fetch.store.record(f"voting/{name}")
    assert record["url"] == undl.url
    assert "attribution" in record["terms"]


def test_gzip_is_taken_and_a_cut_one_is_not(downloads, make_fetch, tmp_path):
    packed = gzip.compress(HEADER * 1000)
    (downloads / "2026_ga_voting.csv.gz").write_bytes(packed[:-9])
    (line,) = make_fetch(mirror=Mirror(folder=downloads)).run("undl").failed
    assert "damaged gzip" in line
    assert finished(tmp_path / "sources") == {}
    (downloads / "2026_ga_voting.csv.gz").write_bytes(packed)
    assert make_fetch(mirror=Mirror(folder=downloads)).run("undl").failed == []


def test_saved_web_page_is_not_taken(downloads, make_fetch, tmp_path):
    (downloads / "2026_ga_voting.csv").write_text("<html><title>UN Digital Library</title></html>")
    (line,) = make_fetch(mirror=Mirror(folder=downloads)).run("undl").failed
    assert "UN Digital Library" in line
    assert finished(tmp_path / "sources") == {}


def test_file_put_in_place_is_found_offline(make_fetch, tmp_path):
    place = tmp_path / "sources" / "voting"
    place.mkdir(parents=True)
    (place / "2026_02_06_ga_voting.csv").write_bytes(HEADER)
    (line,) = make_fetch(offline=True).run("undl").done
    assert "put there by hand" in line
    (place / "2026_02_06_ga_voting.csv").write_bytes(b"")
    (line,) = make_fetch(offline=True).run("undl").failed
    assert "empty" in line


def test_newer_file_of_the_same_name_replaces_the_older(downloads, make_fetch, undl):
    file = downloads / "2026_ga_voting.csv"
    file.write_bytes(HEADER)
    store, mirror = make_fetch().store, Mirror(folder=downloads)
    take_by_hand(undl, store, mirror)
    file.write_bytes(HEADER * 2)
    assert "copied" in take_by_hand(undl, store, mirror)[0]
    assert store.path("voting/2026_ga_voting.csv").read_bytes() == HEADER * 2
    assert "already" in take_by_hand(undl, store, mirror)[0]
    assert "copied" in take_by_hand(undl, store, mirror, force=True)[0]


def test_page_that_cannot_be_reached_by_a_pattern_is_told_each(make_fetch):
    outcome = make_fetch().run("sipri")
    assert len(outcome.failed) == 3
    with pytest.raises(SourceError):
        take_by_hand(find("sipri")[0], make_fetch().store, Mirror())
