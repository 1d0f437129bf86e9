"""A server that misbehaves: no broken file, one clear line, and the next run works."""

import time
from email.utils import formatdate

import pytest

from analysis.errors import SourceError
from analysis.sources.fetch.download import Patience, RefusedError
from analysis.sources.fetch.mirror import Mirror
from tests.sources.fetch.conftest import SHARED, finished, leftovers, make_request
from tests.sources.fetch.server import run_server, status, whole, wrong_length

CONTENT = b"iso3,year,value\n" + b"".join(b"ARG,%d,1.5\n" % n for n in range(20_000))
NAME = "theme/table.csv"


@pytest.fixture
def url(server):
    return f"{server.url}/{NAME}"


def fails(fetch, request, folder, *words):
    """The run fails with one line that has these words, and leaves the folder without a file."""
    with pytest.raises(SourceError) as caught:
        fetch.get(request)
    line = str(caught.value)
    assert "\n" not in line
    assert line.startswith(NAME)
    for word in words:
        assert word in line
    assert finished(folder) == {}
    return caught.value


def works(fetch, request, folder, content=CONTENT):
    assert "downloaded" in fetch.get(request)
    files = finished(folder)
    assert files[NAME] == content
    assert set(files) == {NAME, NAME + ".retrieved"}
    assert leftovers(folder) in ([], ["lock"])


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "sources"


def test_a_good_server(server, url, folder, make_fetch, waits):
    server.answers[NAME] = [whole(CONTENT)]
    works(make_fetch(), make_request(url, content=CONTENT), folder)
    assert waits == []
    assert len(server.seen[NAME]) == 1


def test_cut_connection_is_resumed_where_it_broke(server, url, folder, make_fetch, waits):
    server.answers[NAME] = [whole(CONTENT, stop_after=100_000), whole(CONTENT)]
    works(make_fetch(), make_request(url, content=CONTENT), folder)
    start = int(server.seen[NAME][1]["Range"].removeprefix("bytes=").removesuffix("-"))
    assert 0 < start <= 100_000
    assert waits == [1.0]


def test_cut_connection_each_time_then_the_next_run_resumes(server, url, folder, make_fetch, waits):
    server.answers[NAME] = [whole(CONTENT, stop_after=70_000)]
    patience = Patience(attempts=2, read_s=1)
    fails(make_fetch(patience=patience), make_request(url), folder, "broke after", "are kept")
    assert "part" in leftovers(folder)
    server.answers[NAME] = [whole(CONTENT)]
    works(make_fetch(), make_request(url), folder)
    assert "Range" in server.seen[NAME][-1]


def test_file_changed_between_two_tries_starts_over(server, url, folder, make_fetch):
    newer = CONTENT.replace(b"ARG", b"BRA")
    server.answers[NAME] = [whole(CONTENT, stop_after=100_000), whole(newer)]
    works(make_fetch(), make_request(url), folder, newer)


def test_without_etag_a_cut_file_is_never_pieced_together(server, url, folder, make_fetch):
    server.answers[NAME] = [whole(CONTENT, stop_after=100_000, tag=""), whole(CONTENT)]
    works(make_fetch(), make_request(url), folder)
    assert "Range" not in server.seen[NAME][1]


def test_part_of_one_address_is_not_continued_from_another(server, url, folder, make_fetch):
    server.answers[NAME] = [whole(CONTENT, stop_after=100_000, tag='"1"')]
    with pytest.raises(SourceError, match="broke"):
        make_fetch(patience=Patience(attempts=1)).get(make_request(url))
    newer = CONTENT.replace(b"ARG", b"BRA")
    server.answers["newer.csv"] = [whole(newer, tag='"1"')]
    works(make_fetch(), make_request(f"{server.url}/newer.csv", NAME), folder, newer)


def test_shorter_file_than_what_was_received_starts_over(server, url, folder, make_fetch):
    server.answers[NAME] = [whole(CONTENT, stop_after=100_000), status(416), whole(CONTENT)]
    works(make_fetch(), make_request(url), folder)


def test_wrong_length(server, url, folder, make_fetch):
    server.answers[NAME] = [wrong_length(CONTENT, len(CONTENT) + 500)]
    fails(make_fetch(), make_request(url), folder, "broke after", "after 4 tries")
    server.answers[NAME] = [whole(CONTENT)]
    works(make_fetch(), make_request(url), folder)


def test_length_too_small_is_caught_by_the_hash(server, url, folder, make_fetch):
    server.answers[NAME] = [wrong_length(CONTENT[:100], 100)]
    fails(make_fetch(), make_request(url, content=CONTENT), folder, "another sha256")


def test_length_too_small_of_json_is_caught_without_a_hash(server, folder, make_fetch):
    file, content = "theme/answer.json", b'{"count": 1, "data": [1]}'
    server.answers[file] = [wrong_length(content[:20], 20), whole(content)]
    request = make_request(f"{server.url}/{file}", file)
    with pytest.raises(SourceError, match="is not JSON, or was cut off"):
        make_fetch().get(request)
    assert finished(folder) == {}
    make_fetch().get(request)
    assert finished(folder)[file] == content


def test_wrong_hash(server, url, folder, make_fetch):
    server.answers[NAME] = [whole(CONTENT[:-4] + b"9.9\n"), whole(CONTENT)]
    request = make_request(url, content=CONTENT)
    fails(make_fetch(), request, folder, "another sha256", "was not kept")
    works(make_fetch(), request, folder)


def test_429_waits_as_long_as_the_server_asks(server, url, folder, make_fetch, waits):
    body = b'{"statusCode": 429, "message": "Rate limit is exceeded. Try again in 2 seconds."}'
    server.answers[NAME] = [status(429, body, Retry_After="2"), whole(CONTENT)]
    works(make_fetch(), make_request(url), folder)
    assert waits == [2.0]


def test_429_with_a_date(server, url, folder, make_fetch, waits):
    later = formatdate(time.time() + 30, usegmt=True)
    server.answers[NAME] = [status(429, Retry_After=later), whole(CONTENT)]
    works(make_fetch(), make_request(url), folder)
    assert 25 < waits[0] <= 30


def test_429_for_hours_says_when_to_come_back(server, url, folder, make_fetch, waits):
    server.answers[NAME] = [status(429, b"quota", Retry_After="7200"), whole(CONTENT)]
    error = fails(make_fetch(), make_request(url), folder, "429", '"quota"', "7200 s")
    assert isinstance(error, RefusedError)
    assert waits == []
    works(make_fetch(), make_request(url), folder)


def test_429_forever_quotes_the_message(server, url, folder, make_fetch, waits):
    server.answers[NAME] = [status(429, b'{"message": "Rate limit is exceeded."}')]
    fails(make_fetch(), make_request(url), folder, "429", '"Rate limit is exceeded."', "4 tries")
    assert waits == [1.0, 2.0, 4.0]


@pytest.mark.parametrize("code", [500, 502, 503])
def test_server_error_then_good(server, url, folder, make_fetch, waits, code):
    server.answers[NAME] = [status(code, b"<title>Oops</title>"), status(code), whole(CONTENT)]
    works(make_fetch(), make_request(url), folder)
    assert waits == [1.0, 2.0]


def test_401_quotes_the_message_and_is_not_repeated(server, url, folder, make_fetch, waits):
    body = b'{"statusCode": 401, "message": "Access denied due to invalid subscription key."}'
    server.answers[NAME] = [status(401, body)]
    fails(make_fetch(), make_request(url, key="0123456789"), folder, "invalid subscription key")
    assert len(server.seen[NAME]) == 1


def test_404_names_the_page(server, url, folder, make_fetch):
    fails(make_fetch(), make_request(url), folder, "404", "by hand")
    assert len(server.seen[NAME]) == 1


def test_web_page_instead_of_csv(server, url, folder, make_fetch):
    page = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>"
    server.answers[NAME] = [whole(page), whole(CONTENT)]
    fails(make_fetch(), make_request(url), folder, "a web page", "Just a moment...")
    works(make_fetch(), make_request(url), folder)


def test_empty_answer(server, url, folder, make_fetch):
    server.answers[NAME] = [whole(b""), whole(CONTENT)]
    fails(make_fetch(), make_request(url), folder, "empty")
    works(make_fetch(), make_request(url), folder)


def test_redirect_to_another_host_is_refused(server, url, folder, make_fetch):
    with run_server() as other:
        other.answers[NAME] = [whole(CONTENT)]
        server.answers[NAME] = [status(302, Location=f"{other.url}/{NAME}")]
        host = other.url.removeprefix("http://")
        fails(make_fetch(), make_request(url), folder, "redirects to another host", host)
        assert other.seen == {}


def test_redirect_to_an_allowed_host_goes_without_the_key(server, url, folder, make_fetch):
    with run_server() as other:
        other.answers[NAME] = [whole(CONTENT)]
        server.answers[NAME] = [status(302, Location=f"{other.url}/{NAME}")]
        hosts = (other.url.removeprefix("http://"),)
        works(make_fetch(), make_request(url, key="0123456789", hosts=hosts), folder)
        assert "Ocp-Apim-Subscription-Key" not in other.seen[NAME][0]
    assert server.seen[NAME][0]["Ocp-Apim-Subscription-Key"] == "0123456789"


def test_redirect_on_the_same_host_is_followed(server, url, folder, make_fetch):
    server.answers[NAME] = [status(301, Location="/moved")]
    server.answers["moved"] = [whole(CONTENT)]
    works(make_fetch(), make_request(url), folder)


def test_mirror_gets_no_key_and_may_redirect_within_itself(server, make_fetch, folder):
    server.answers[f"m/{NAME}"] = [status(302, Location=f"{server.url}/moved")]
    server.answers["moved"] = [whole(CONTENT)]
    mirror = Mirror(url=server.url.replace("://", "://me:pw@") + "/m")
    request = make_request("https://publisher.example/table.csv", key="0123456789")
    works(make_fetch(mirror=mirror), request, folder)
    for seen in server.seen.values():
        assert "Ocp-Apim-Subscription-Key" not in seen[0]


def test_redirects_in_a_circle(server, url, folder, make_fetch):
    server.answers[NAME] = [status(302, Location=f"/{NAME}")]
    fails(make_fetch(), make_request(url), folder, "redirects over 5 times")


def test_slow_server(server, url, folder, make_fetch):
    server.answers[NAME] = [whole(CONTENT, stop_after=100_000, stall=True), whole(CONTENT)]
    works(make_fetch(), make_request(url), folder)
    server.answers["slow.csv"] = [whole(CONTENT, stop_after=0, stall=True)]
    request = make_request(f"{server.url}/slow.csv", "slow.csv")
    with pytest.raises(SourceError, match=r"no byte for 0\.2 s"):
        make_fetch(patience=Patience(attempts=1, read_s=0.2)).get(request)


def test_nobody_listens(folder, make_fetch, waits):
    with run_server() as gone:
        url = f"{gone.url}/{NAME}"
    error = fails(make_fetch(), make_request(url), folder, "no connection", "4 tries")
    assert isinstance(error, RefusedError)
    assert waits == [1.0, 2.0, 4.0]


def test_stopped_after_the_last_byte_asks_for_nothing(server, url, folder, make_fetch, monkeypatch):
    server.answers[NAME] = [whole(CONTENT)]
    with monkeypatch.context() as patch:
        patch.setattr("os.replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            make_fetch().get(make_request(url))
    assert finished(folder) == {}
    works(make_fetch(), make_request(url), folder)
    assert len(server.seen[NAME]) == 1


def test_real_files_through_cuts(server, shared, make_fetch, folder):
    """The files of unvotes, fetched through a mirror that cuts each connection once."""
    names = [f"voting/{path.name}" for path in sorted((SHARED / "voting").glob("un_*.rda"))]
    names.append("voting/UNVotesPublished.RData")
    for name in names:
        content = (shared / name).read_bytes()
        server.answers[name] = [whole(content, stop_after=len(content) // 2), whole(content)]
    outcome = make_fetch(mirror=Mirror(url=server.url)).run("unvotes")
    assert outcome.failed == []
    files = finished(folder)
    for name in names:
        assert files[name] == (shared / name).read_bytes()
        assert len(server.seen[name]) == 2
