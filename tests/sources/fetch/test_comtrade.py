"""Comtrade by year: the cap is an error, errors are quoted, finished years are not asked again."""

import json

import pandas as pd
import pytest

from analysis import countries
from analysis.errors import ParameterError, SourceError
from analysis.sources.fetch.comtrade import Query, check_answer, list_requests, read_years
from analysis.sources.fetch.sources import Entry
from analysis.study import load_study
from tests.sources.fetch.conftest import finished
from tests.sources.fetch.server import status, whole

STUDY = load_study()
KEY = "secret/0123456789+abcdef"


def query(years, states=STUDY.states, **more):
    return Query(years, states, STUDY, **more)


def answer(rows, count=None):
    data = [{"refYear": 2014, "primaryValue": 1.0}] * rows
    return json.dumps({"count": rows if count is None else count, "data": data, "error": ""})


@pytest.fixture
def entry(server):
    root = server.url
    return Entry(
        "comtrade", "trade/comtrade/*.json", "interface", root, "", "COMTRADE_KEY", (), "terms", ""
    )


def fetch_all(entry, query, fetch):
    return [fetch.get(request) for request in list_requests(entry, query)]


def test_two_requests_a_year_at_the_pace_of_the_limits(server, entry, make_fetch, waits, tmp_path):
    server.answers["*"] = [whole(answer(3).encode())]
    fetch = make_fetch(clock=lambda: 0.0)
    lines = fetch_all(entry, query([2013, 2014]), fetch)
    assert len(lines) == 4
    assert waits == [1.0, 1.0, 1.0]
    assert sorted(name for name in finished(tmp_path / "sources") if name.endswith(".json")) == [
        f"trade/comtrade/{side}_{year}_TOTAL.json"
        for side in ("RUS-reports", "states-report-RUS")
        for year in (2013, 2014)
    ]
    first = next(path for path in server.seen if "period=2013" in path)
    assert first.startswith("public/v1/preview/C/A/HS?reportercode=643&partnerCode=")
    for wanted in ("motCode=0", "partner2Code=0", "customsCode=C00", "cmdCode=TOTAL"):
        assert wanted in first


def test_finished_years_are_not_asked_again(server, entry, make_fetch):
    good, years = whole(answer(3).encode()), [2013, 2014, 2015]
    server.answers["*"] = [good, good, good, status(401, b'{"message": "Access denied"}'), good]
    requests = list(list_requests(entry, query(years, ["ARG"])))
    with pytest.raises(SourceError, match="Access denied"):
        for request in requests:
            make_fetch().get(request)
    lines = [make_fetch().get(request) for request in requests]
    assert [("here already" in line) for line in lines] == [True] * 3 + [False] * 3
    assert sum(map(len, server.seen.values())) == 7


def test_key_is_sent_in_the_header_and_lifts_the_cap(server, entry, make_fetch, monkeypatch):
    monkeypatch.setenv("COMTRADE_KEY", KEY)
    server.answers["*"] = [whole(answer(500).encode())]
    fetch_all(entry, query([2014], ["ARG"]), make_fetch())
    for path, headers in server.seen.items():
        assert path.startswith("data/v1/get/C/A/HS?reporterCode=")
        assert KEY not in path
        assert headers[0]["Ocp-Apim-Subscription-Key"] == KEY


def test_count_at_the_cap_is_an_error_that_says_how_to_split(server, entry, make_fetch, tmp_path):
    server.answers["*"] = [whole(answer(500).encode())]
    with pytest.raises(SourceError) as caught:
        fetch_all(entry, query([2014], commodity="AG2"), make_fetch())
    for advice in ("rows are missing", "--flow X", "--states", "--commodity", "COMTRADE_KEY"):
        assert advice in str(caught.value)
    assert finished(tmp_path / "sources") == {}


@pytest.mark.parametrize("rows", [100_000, 250_000])
def test_caps_of_the_key(tmp_path, rows):
    path = tmp_path / "answer.json"
    path.write_text(f'{{"count": {rows}, "data": [{",".join(["0"] * rows)}]}}')
    with pytest.raises(SourceError, match="is the cap") as caught:
        check_answer(path, path.name, has_key=True)
    assert "COMTRADE_KEY" not in str(caught.value)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (answer(3, count=4), "counts 4 rows and holds 3"),
        ('{"statusCode": 404, "message": "Resource not found"}', '"Resource not found"'),
        ('{"count": 0, "data": [], "error": "Invalid reporter"}', '"Invalid reporter"'),
        ("[]", "without data"),
    ],
)
def test_answers_that_are_none(tmp_path, body, words):
    path = tmp_path / "answer.json"
    path.write_text(body)
    with pytest.raises(SourceError, match=words):
        check_answer(path, path.name)


def test_real_answers_pass(shared):
    folder = shared / "trade" / "comtrade_api"
    for name in ("get_C_A_HS-60a6ad.json", "bulk_empty_HS-a503f3.json"):
        check_answer(folder / name, name)


def test_no_question_replaces_the_answer_to_another(entry):
    queries = [
        query([2014]),
        query([2014], ["ARG"]),
        query([2014], ["ARG", "BRA", "CHL", "COL", "CUB"]),
        query([2014], ["ARG", "BRA", "CHL", "COL", "ECU"]),
        query([2014], flow="X"),
        query([2014], commodity="AG2"),
        query([2015]),
        query([2014], commodity=",".join(str(code) for code in range(10, 60))),
    ]
    names = [request.file for query in queries for request in list_requests(entry, query)]
    assert len(set(names)) == len(names) == 16
    assert max(map(len, names)) < 100


def test_codes_of_the_region_are_comtrades_own(shared):
    table = pd.read_csv(shared / "trade" / "comtrade_api" / "reporter.csv", dtype=str)
    theirs = table[table["isGroup"] == "False"].set_index("reporterCodeIsoAlpha3")["reporterCode"]
    for iso3 in (*STUDY.states, *STUDY.partners):
        assert countries.to_code(iso3, "comtrade") in theirs.loc[[iso3]].tolist()
    assert countries.to_code("USA", "comtrade") == "842"  # not M49


def test_another_partner_has_names_of_its_own(entry):
    asked = list(list_requests(entry, query([2014], partner="CHN")))
    assert [request.file for request in asked] == [
        "trade/comtrade/CHN-reports_2014_TOTAL.json",
        "trade/comtrade/states-report-CHN_2014_TOTAL.json",
    ]
    assert "reportercode=156&" in asked[0].url
    assert "partnerCode=156&" in asked[1].url


@pytest.mark.parametrize("text", ["", "94", "2014-", "2016-1996", "1996–2016", "2014-2015-2016"])
def test_years_that_are_none(text):
    with pytest.raises(ParameterError, match="not of the form"):
        read_years(text)
