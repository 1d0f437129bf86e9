"""International Debt Statistics: errors come as XML under status 200; pages are all fetched."""

import json

import pytest

from analysis.errors import SourceError
from analysis.sources.fetch.sources import Entry
from analysis.sources.fetch.world_bank import SERVICE, STOCKS, check_answer, list_requests
from analysis.study import load_study
from tests.sources.fetch.conftest import finished
from tests.sources.fetch.server import whole

XML = (
    b'\xef\xbb\xbf<?xml version="1.0" encoding="utf-8"?><wb:error '
    b'xmlns:wb="http://www.worldbank.org"><wb:message id="120" key="Invalid value">'
    b"The provided parameter value is not valid or data not found</wb:message></wb:error>"
)


def answer(rows, *, page=1, pages=1, per_page=32_500, total=None):
    body = {"page": page, "pages": pages, "per_page": per_page}
    body |= {"total": rows if total is None else total, "source": {"id": "6", "data": [{}] * rows}}
    return json.dumps(body).encode()


@pytest.fixture
def entry(server):
    return Entry(
        "worldbank-ids", "debt/ids/*.json", "interface", server.url, "", "", (), "CC BY", ""
    )


def test_one_file_a_series_with_both_successors(server, entry, make_fetch, tmp_path):
    server.answers["*"] = [whole(answer(2))]
    fetch = make_fetch()
    for request in list_requests(entry, fetch.store, load_study()):
        fetch.get(request)
    files = finished(tmp_path / "sources")
    for series in (*STOCKS, *SERVICE):
        assert f"debt/ids/{series}.json" in files
    for path in server.seen:
        assert "/counterpart-area/087;078;WLD/" in path
        assert "country/ARG;" in path
        assert len(path) < 4000


def test_further_pages_are_fetched(server, entry, make_fetch, tmp_path):
    first = answer(3, pages=2, per_page=3, total=5)
    second = answer(2, page=2, pages=2, per_page=3, total=5)
    server.answers["*"] = [whole(first), whole(second), whole(answer(1))]
    fetch = make_fetch()
    for request in list_requests(entry, fetch.store, load_study()):
        fetch.get(request)
    files = finished(tmp_path / "sources")
    assert files[f"debt/ids/{STOCKS[0]}.json"] == first
    assert files[f"debt/ids/{STOCKS[0]}_page2.json"] == second
    assert f"debt/ids/{STOCKS[1]}_page2.json" not in files


def test_xml_under_status_200_is_quoted(server, entry, make_fetch, tmp_path):
    server.answers["*"] = [whole(XML), whole(answer(2))]
    fetch = make_fetch()
    request = next(list_requests(entry, fetch.store, load_study()))
    with pytest.raises(SourceError, match=r"XML.*is not valid or data not found"):
        fetch.get(request)
    assert finished(tmp_path / "sources") == {}
    fetch.get(request)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (answer(2, total=3), "holds 2 rows and should hold 3"),
        (b'[{"message": [{"id": "120", "key": "Invalid", "value": "not valid"}]}]', '"not valid"'),
        (b"{}", "without data"),
    ],
)
def test_answers_that_are_none(tmp_path, body, words):
    path = tmp_path / "answer.json"
    path.write_bytes(body)
    with pytest.raises(SourceError, match=words):
        check_answer(path, path.name)


def test_every_page_of_a_real_answer_adds_up(shared, tmp_path):
    body = json.loads((shared / "debt" / "ids_api_response_excerpt.json").read_bytes())
    body["total"] = len(body["source"]["data"])  # the excerpt keeps the total of the whole
    path = tmp_path / "answer.json"
    path.write_text(json.dumps(body))
    check_answer(path, path.name)
    body["source"]["data"].pop()
    path.write_text(json.dumps(body))
    with pytest.raises(SourceError, match="should hold"):
        check_answer(path, path.name)
