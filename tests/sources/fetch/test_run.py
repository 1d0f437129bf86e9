"""The command as a user runs it: real processes, real server, keys never shown."""

import json
import shutil
import subprocess
import sys
import traceback
from dataclasses import replace

import pytest
from click.testing import CliRunner

from analysis import tables
from analysis.cli.fetch import fetch
from analysis.errors import ParameterError, SourceError
from analysis.sources.fetch.comtrade import Query, list_requests
from analysis.sources.fetch.progress import Progress
from analysis.sources.fetch.redact import hide, read_key
from analysis.sources.fetch.sources import TABLE, find
from analysis.study import load_study
from analysis.tables import DATA, Catalog
from tests.places import ROOT
from tests.sources.fetch.conftest import environment, finished
from tests.sources.fetch.server import status, whole
from tests.sources.fetch.test_comtrade import KEY, answer


def run(*arguments, **variables):
    return subprocess.run(
        [sys.executable, "-m", "analysis", "data", "fetch", *arguments],
        env=environment(**variables),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def data(tmp_path, server):
    """A data folder whose Comtrade is the server."""
    root = tmp_path / "data"
    names = ("states", "organisations", "historical_states", "state_names")
    for name in (TABLE, *(f"common/{each}" for each in names)):
        path = tables.resource(name)["path"]
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(DATA / path, root / path)
    shutil.copyfile(DATA / "datapackage.json", root / "datapackage.json")
    table = root / tables.resource(TABLE)["path"]
    table.write_text(table.read_text().replace("https://comtradeapi.un.org", server.url))
    Catalog(root).seal(TABLE)
    return str(root)


def invoke(*arguments, **variables):
    """Run the command within this process, where nothing depends on its being another."""
    return CliRunner(env=variables).invoke(fetch, arguments)


def test_list_says_what_is_automatic_and_what_is_by_hand():
    result = invoke(COLUMNS="200")
    assert result.exit_code == 0
    lines = {line.split("│")[1].strip(): line for line in result.stdout.splitlines() if "│" in line}
    assert "by hand" in lines["undl"]
    assert "download" in lines["unvotes"]
    assert "interface" in lines["comtrade"]
    assert "COMTRADE_KEY" in lines["comtrade"]


def test_unknown_source_stops_before_anything_is_fetched(tmp_path):
    result = invoke("unvotes", "comtrad", "--to", str(tmp_path / "to"))
    assert isinstance(result.exception, ParameterError)
    assert "did you mean 'comtrade'" in str(result.exception)
    assert not (tmp_path / "to").exists()


@pytest.mark.parametrize("commodity", ["", "TOTAL&flowCode=X", "01,,02"])
def test_commodity_that_is_none(commodity):
    result = invoke("comtrade", "--commodity", commodity)
    assert "is not TOTAL" in str(result.exception)


def test_comtrade_of_one_year(data, server, tmp_path):
    server.answers["*"] = [whole(answer(3).encode())]
    arguments = ("comtrade", "--years", "2014", "--states", "ARG", "--to", str(tmp_path / "to"))
    result = run(*arguments, ANALYSIS_DATA=data)
    assert result.returncode == 0, result.stderr
    assert len(result.stdout.splitlines()) == 2
    assert len(server.seen) == 2


BAD = {
    "401": status(401, f'{{"message": "key {KEY} is invalid"}}'.encode()),
    "500": status(500, f"subscription-key={KEY.replace('/', '%2F')}".encode(), Retry_After="0"),
    "query": status(302, Location=f"http://localhost:9/get?subscription-key={KEY}"),
    "path": status(302, Location=f"http://localhost:9/get/{KEY}"),
    "page": whole(f"<title>key {KEY}</title>".encode()),
    "error": whole(f'{{"count": 0, "data": [], "error": "key {KEY}"}}'.encode()),
    "escaped": whole(json.dumps({"message": KEY}).replace("/", "\\/").encode()),
    "cut": whole(KEY.encode() * 1000, stop_after=2000),
}


def hides_key(text):
    return all(form not in text for form in (KEY, KEY.replace("/", "%2F"), "0123456789"))


@pytest.mark.parametrize("bad", BAD)
def test_key_is_in_no_error_note_record_or_traceback(server, make_fetch, monkeypatch, bad):
    class Notes(Progress):
        def note(self, text):
            said.append(text)

    said = []
    monkeypatch.setenv("COMTRADE_KEY", KEY)
    server.answers["*"] = [BAD[bad]]
    entry = replace(find("comtrade")[0], url=server.url)
    run = make_fetch(progress=Notes())
    request = next(list_requests(entry, Query([2014], ["ARG"], load_study())))
    with pytest.raises(SourceError) as caught:
        run.get(request)
    said += traceback.format_exception(caught.value)
    said += [repr(request), str(caught.value)]
    assert any(headers[0]["Ocp-Apim-Subscription-Key"] == KEY for headers in server.seen.values())
    assert finished(run.store.root) == {}
    if bad != "cut":  # where the server itself sent the key as the file, it stays in the part
        said += [p.read_text() for p in run.store.root.rglob("*") if p.is_file()]
    assert hides_key("\n".join(said))


def test_key_is_not_shown_by_the_process(data, server, tmp_path):
    server.answers["*"] = [BAD["500"]]
    arguments = ("comtrade", "--years", "2014", "--states", "ARG", "--to", str(tmp_path / "to"))
    result = run(*arguments, ANALYSIS_DATA=data, COMTRADE_KEY=KEY)
    assert result.returncode == 1
    assert "next try in 0 s" in result.stderr
    assert result.stderr.splitlines()[-1].count("500") == 1
    assert "Traceback" not in result.stderr
    assert hides_key(result.stdout + result.stderr)


@pytest.mark.parametrize("value", ["sec ret\nkey", "schlüssel", "abc"])
def test_value_that_is_no_key_is_not_repeated(monkeypatch, value):
    monkeypatch.setenv("SOME_KEY", value)
    with pytest.raises(ParameterError, match="SOME_KEY holds") as caught:
        read_key("SOME_KEY")
    assert value not in str(caught.value)


def test_blanks_around_a_key_are_dropped(monkeypatch):
    monkeypatch.setenv("SOME_KEY", " 0123456789\n")
    assert read_key("SOME_KEY") == "0123456789"


def test_password_of_a_mirror_is_not_shown_nor_recorded(server, tmp_path, shared):
    server.folder = shared
    mirror = server.url.replace("://", "://me:pass word@".replace(" ", "%20"))
    result = run("unvotes", "--to", str(tmp_path / "to"), ANALYSIS_SOURCES=mirror)
    assert result.returncode == 0, result.stderr
    server.folder = None
    again = invoke("gravity", "cepii", "--to", str(tmp_path / "to"), ANALYSIS_SOURCES=mirror)
    assert again.exception
    said = result.stdout + result.stderr + again.output + str(again.exception)
    records = [p.read_text() for p in (tmp_path / "to").rglob("*.retrieved")]
    assert len(records) == 4
    for text in (said, *records):
        assert "pass" not in text
        assert "me:" not in text


@pytest.mark.parametrize("value", ["/no/such/folder", "ftp://mirror", "http://mirror/?token=abc"])
def test_mirror_that_is_none(value):
    result = invoke("unvotes", ANALYSIS_SOURCES=value)
    assert isinstance(result.exception, ParameterError)
    assert "ANALYSIS_SOURCES" in str(result.exception)
    assert "abc" not in str(result.exception)


def test_unreachable_publisher_stops_the_source_at_once(server, tmp_path):
    server.answers["*"] = [status(403, b"no robots")]
    result = invoke("wits", "--to", str(tmp_path), ANALYSIS_SOURCES=server.url)
    assert len(server.seen) == 1
    assert "36 more files were not tried" in str(result.exception)


def test_every_form_of_a_secret_is_hidden():
    for form in ("a/b+c=d", "a%2Fb%2Bc%3Dd", "a%2fb%2bc%3dd", "a%2Fb+c=d", r"a\/b+c=d", "A/B+C=D"):
        assert hide(f"x={form}&y", ["a/b+c=d"]) == "x=***&y"
