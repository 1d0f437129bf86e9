"""The folder holds whole files with their records, whatever stops the program."""

import json
import subprocess
import sys
import time

import pytest

from analysis.errors import SourceError
from analysis.sources.fetch.download import Patience
from analysis.sources.fetch.mirror import Mirror
from analysis.sources.fetch.run import Fetch
from analysis.sources.fetch.store import Store, file_hash
from tests.places import ROOT
from tests.sources.fetch.conftest import environment, finished, leftovers, make_request
from tests.sources.fetch.server import etag, status, whole

NAME = "theme/table.csv"
OLD, NEW = b"iso3,value\nARG,1\n", b"iso3,value\nARG,2\n"


@pytest.fixture
def request_(server):
    server.answers[NAME] = [whole(OLD)]
    return make_request(f"{server.url}/{NAME}")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "sources"


def test_record_says_whence_when_and_what(server, request_, make_fetch, folder):
    make_fetch().get(request_)
    record = json.loads((folder / f"{NAME}.retrieved").read_text())
    assert record["url"] == record["from"] == f"{server.url}/{NAME}"
    assert time.strptime(record["retrieved"], "%Y-%m-%dT%H:%M:%SZ")
    assert record["bytes"] == len(OLD)
    assert record["sha256"] == file_hash(folder / NAME)
    assert record["etag"] == etag(OLD)
    assert record["terms"] == "none"


def test_second_run_asks_for_nothing(server, request_, make_fetch):
    make_fetch().get(request_)
    assert "here already (retrieved 2" in make_fetch().get(request_)
    assert len(server.seen[NAME]) == 1


def test_changed_file_is_fetched_again(server, request_, make_fetch, folder):
    make_fetch().get(request_)
    (folder / NAME).write_bytes(OLD[:-3])
    assert "downloaded" in make_fetch().get(request_)
    assert (folder / NAME).read_bytes() == OLD


def test_force_keeps_the_old_file_until_the_new_one_is_whole(server, request_, make_fetch, folder):
    make_fetch().get(request_)
    before = finished(folder)
    server.answers[NAME] = [status(500)]
    with pytest.raises(SourceError, match="500"):
        make_fetch(force=True).get(request_)
    assert finished(folder) == before
    server.answers[NAME] = [whole(NEW)]
    make_fetch(force=True).get(request_)
    assert (folder / NAME).read_bytes() == NEW


def test_offline_uses_what_is_here_and_names_what_is_not(server, request_, make_fetch, folder):
    with pytest.raises(SourceError, match=r"table\.csv: missing, and --offline forbids"):
        make_fetch(offline=True).get(request_)
    make_fetch().get(request_)
    assert "here already" in make_fetch(offline=True).get(request_)
    (folder / NAME).write_bytes(NEW)
    with pytest.raises(SourceError, match="was changed after it was fetched, and --offline"):
        make_fetch(offline=True).get(request_)
    assert len(server.seen[NAME]) == 1


def test_two_runs_in_one_folder(make_fetch, folder):
    first = Store(folder)
    with first.lock(), pytest.raises(SourceError, match="another fetch"):
        make_fetch().run("unvotes")


def test_folder_in_place_of_the_address(tmp_path, server, request_, make_fetch, folder):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "table.csv").write_bytes(NEW)
    mirror = Mirror(folder=tmp_path / "mine")
    assert "copied from" in make_fetch(mirror=mirror, offline=True).get(request_)
    assert finished(folder)[NAME] == NEW
    record = Store(folder).record(NAME)
    assert record["retrieved"] is None  # when it was copied says nothing of the vintage
    assert record["copied"]
    assert NAME not in server.seen


def test_date_of_retrieval_survives_a_copy(tmp_path, request_, make_fetch, folder):
    make_fetch().get(request_)
    second = Fetch(Store(tmp_path / "second"), Mirror(folder=folder))
    second.get(request_)
    assert second.store.record(NAME)["retrieved"] == Store(folder).record(NAME)["retrieved"]


def test_broken_file_in_the_mirror_folder_is_not_taken(tmp_path, server, make_fetch, folder):
    (tmp_path / NAME).parent.mkdir()
    (tmp_path / NAME).write_bytes(OLD[:-1])
    request = make_request(f"{server.url}/{NAME}", content=OLD)
    with pytest.raises(SourceError, match="another sha256"):
        make_fetch(mirror=Mirror(folder=tmp_path)).get(request)
    assert finished(folder) == {}


def test_folder_without_the_file(tmp_path, request_, make_fetch):
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError, match="the folder in ANALYSIS_SOURCES has none"):
        make_fetch(mirror=Mirror(folder=tmp_path / "empty")).get(request_)


def test_disk_that_cannot_be_written(server, request_, make_fetch, folder):
    (folder / "theme").parent.mkdir()
    (folder / "theme").write_text("a file where the folder belongs")
    with pytest.raises(SourceError, match="cannot be written"):
        make_fetch().get(request_)
    (folder / "theme").unlink()
    assert "downloaded" in make_fetch().get(request_)
    with pytest.raises(SourceError, match="cannot be written"):
        Fetch(Store(folder / NAME / "below"), Mirror()).run("undl")


PROGRAM = """
import sys
from pathlib import Path
from analysis.sources.fetch.mirror import Mirror
from analysis.sources.fetch.run import Fetch
from analysis.sources.fetch.store import Store
from tests.sources.fetch.conftest import make_request
fetch = Fetch(Store(Path(sys.argv[2])), Mirror())
with fetch.store.lock():
    fetch.get(make_request(sys.argv[1], "theme/table.csv"))
"""


def test_killed_in_the_middle_then_the_next_run_resumes(server, folder, make_fetch):
    content = b"iso3,year,value\n" + b"ARG,2000,1.5\n" * 100_000
    server.answers[NAME] = [whole(content, stop_after=700_000, stall=True), whole(content)]
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, f"{server.url}/{NAME}", str(folder)],
        env=environment(),
        cwd=ROOT,
    )
    try:
        until = time.monotonic() + 20
        while not any(p.stat().st_size > 600_000 for p in folder.rglob("part")):
            assert process.poll() is None, "the program ended by itself"
            assert time.monotonic() < until, "nothing was received"
            time.sleep(0.05)
    finally:
        process.kill()
        process.wait(10)
    assert finished(folder) == {}
    request = make_request(f"{server.url}/{NAME}")
    with make_fetch().store.lock():  # the dead process holds none
        assert "downloaded" in make_fetch(patience=Patience()).get(request)
    assert finished(folder)[NAME] == content
    start = int(server.seen[NAME][1]["Range"].removeprefix("bytes=").removesuffix("-"))
    assert start > 600_000
    assert leftovers(folder) == ["lock"]
