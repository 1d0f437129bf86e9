"""Debt by creditor: real extracts, lists and answers, and what is refused."""

import json

import pandas as pd
import pyarrow as pa
import pyarrow.feather as feather
import pytest

from analysis.errors import SourceError
from analysis.sources import ids
from tests.places import UPSTREAM

DEBT = UPSTREAM / "debt"
BLAT, SERIES = "DT.DOD.BLAT.CD", "PPG, bilateral (DOD, current US$)"
NAMES = ids.Names(
    debtors={"Nicaragua": "NIC", "Low income": "LIC"},
    groups=frozenset({"LIC"}),
    creditors={"World": "WLD", "Russian Federation": "087", "World Bank-IDA": "905"},
)
ERROR = """\ufeff<?xml version="1.0" encoding="utf-8"?>
<wb:error xmlns:wb="http://www.worldbank.org">
  <wb:message id="175" key="Invalid format">The indicator was not found.</wb:message>
</wb:error>"""


@pytest.fixture(scope="module")
def folder():
    if not DEBT.exists():
        pytest.skip("the upstream files are not on this machine")
    return DEBT


@pytest.fixture(scope="module")
def names(folder):
    return ids.read_names(folder)


def rows(*changes):
    """Return a small extract: what Nicaragua owes to Russia and to all, in two years."""
    frame = pd.DataFrame(
        {
            "country": ["Nicaragua"] * 4,
            "counterpart-area": ["World\xa0", "Russian Federation"] * 2,
            "series": SERIES,
            "time": [2003, 2003, 2004, 2004],
            "value": [9.5, 3.0, 8.0, 0.0],
            "series_code": BLAT,
        }
    )
    for row, column, value in changes:
        frame.loc[row, column] = value
    return frame


def write(tmp_path, frame):
    path = tmp_path / "stocks.feather"
    feather.write_feather(frame, path)
    return path


@pytest.mark.parametrize(
    ("file", "count", "edition"),
    [
        ("ids_stocks_raw_long.feather", 215_598, "2025-12"),
        ("ids_stocks_raw_long_2024-05-24.feather", 208_187, "2023-12"),
    ],
)
def test_stocks_of_each_edition(folder, names, file, count, edition):
    frame = ids.read_stocks(folder / file, names)
    assert len(frame) == count
    assert frame.attrs["vintage"] == edition
    assert set(frame["status"]) == {"actual"}
    assert not frame["counterpart_name"].str.contains("\xa0").any()
    assert {"LMY", "SSA"} <= set(frame.loc[~frame["is_state"], "debtor"])
    assert frame.loc[frame["debtor"] == "NIC", "is_state"].all()
    russia = frame[frame["counterpart"] == "087"]
    assert set(russia["counterpart_name"]) == {"Russian Federation"}
    assert russia["year"].max() == frame.attrs["last_actual_year"]
    assert set(frame.loc[frame["counterpart"] == "078", "year"]) == {1990}


def test_service_parts_actual_from_scheduled(folder, names):
    frame = ids.read_service(folder / "ids_service_raw.feather", names)
    assert len(frame) == 199_888
    assert frame.attrs == {"vintage": "2025-12", "last_actual_year": 2024}
    assert frame.groupby("status")["year"].agg(["min", "max"]).to_numpy().tolist() == [
        [2009, 2024],
        [2025, 2030],
    ]


def test_net_flows_are_an_older_edition(folder, names):
    paths = sorted(folder.glob("DT.*.CD_2000-2025.feather"))
    frame = ids.read_net_flows(paths, names)
    assert len(frame) == 46_372 + 16_251 + 47_951 + 16_218
    assert frame.attrs == {"vintage": "2023-12", "last_actual_year": 2022}
    with pytest.raises(SourceError, match="lack AMT or INT"):
        ids.read_net_flows(paths[:2], names)
    with pytest.raises(SourceError, match="different series"):
        ids.read_net_flows([paths[0], paths[0]], names)


def test_lists_keep_leading_zeros_and_no_padding(folder):
    creditors = ids.read_counterparts(folder / "ids_counterparts.csv").set_index("code")
    assert len(creditors) == 303
    assert creditors.loc[["087", "078"], "iso3"].tolist() == ["RUS", "SUN"]
    assert creditors.loc["913", "name"] == "African Dev. Bank"
    debtors = ids.read_entities(folder / "ids_entities.csv")
    assert debtors["is_state"].sum() == 120
    assert not {"CUB", "VEN"} & set(debtors["code"])
    old = ids.read_location_codes(folder / "ids_location_codes_2020.csv").set_index("name")
    assert old.loc["USSR", "creditor"] == "078"
    assert old.loc["World Bank-IDA", "creditor"] == "905"  # padded in the file


def test_small_extract_is_read(tmp_path):
    frame = ids.read_stocks(write(tmp_path, rows()), NAMES)
    assert frame["counterpart"].tolist() == ["WLD", "087", "WLD", "087"]
    assert frame["value_usd"].tolist() == [9.5, 3.0, 8.0, 0.0]
    assert frame.attrs["vintage"] == "2005-12"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ((0, "country", "Nicaraqua"), "line 1, column 'country': 1 name.* 'Nicaraqua'"),
        ((1, "counterpart-area", "Russia"), "line 2, column 'counterpart-area': .* 'Russia'"),
        ((3, "time", 3021), "line 4, column 'time': is not a year of IDS: 3021"),
        ((3, "time", 2006), "has no row of 2005"),
        ((1, "value", -3.0), "line 2, column 'value': is not possible in USD"),
        ((1, "value", 3.0000001), "line 2, column 'value': is not possible in USD"),
        ((0, "value", 9e15), "line 1, column 'value': is not possible in USD"),
        ((1, "value", 90_000.0), "line 2, column 'value': is more than all creditors"),
        ((1, "value", None), "column 'value'"),
        ((3, "time", 2003), "repeat an earlier one"),
        ((1, "series_code", "DT.DOD.BLAT"), "line 2, column 'series_code': unknown series"),
        ((1, "series", "PPG, bonds (DOD, current US$)"), "line 2, column 'series'"),
        ((0, "counterpart-area", "World Bank-IDA"), "all creditors together, or these are missing"),
    ],
)
def test_fault_is_named_with_its_place(tmp_path, change, problem):
    with pytest.raises(SourceError, match=rf"stocks\.feather, .*{problem}"):
        ids.read_stocks(write(tmp_path, rows(change)), NAMES)


def test_damaged_or_other_file_is_refused(tmp_path):
    path = write(tmp_path, rows())
    content = path.read_bytes()
    for damaged, problem in (
        (content[:-10], "is cut"),
        (content[:40], "is cut"),
        (b"", "not an Arrow file"),
        (b"country,value\n", "not an Arrow file"),
    ):
        path.write_bytes(damaged)
        with pytest.raises(SourceError, match=rf"stocks\.feather: .*{problem}"):
            ids.read_stocks(path, NAMES)
    for frame, problem in (
        (rows().drop(columns="value"), "'value' missing"),
        (rows().rename(columns={"time": "year"}), "'time' missing"),
        (rows().assign(value="3.0"), "column 'value': holds"),
        (rows().assign(series_code="DT.AMT.BLAT.CD", series="PPG, bilateral (AMT, x)"), "DOD"),
        (rows().iloc[:0], "no rows"),
    ):
        with pytest.raises(SourceError, match=problem):
            ids.read_stocks(write(tmp_path, frame), NAMES)


def test_rows_lost_in_the_file_are_noticed(tmp_path):
    table = pa.Table.from_pandas(rows())
    path = tmp_path / "stocks.feather"
    feather.write_feather(table.slice(0, 2), path)  # the header still announces four rows
    with pytest.raises(SourceError, match=r"holds 2 rows, but its header announces \[4\]"):
        ids.read_stocks(path, NAMES)


def cell(code, year, value):
    variables = [
        {"concept": "Time", "id": f"YR{year}", "value": str(year)},
        {"concept": "Counterpart-Area", "id": code, "value": f"Area {code}   "},
        {"concept": "Country", "id": "NIC", "value": "Nicaragua"},
        {"concept": "Series", "id": BLAT, "value": SERIES},
    ]
    return {"variable": variables, "value": value}


def pages(tmp_path, *bodies):
    paths = []
    for number, body in enumerate(bodies, start=1):
        paths.append(tmp_path / f"page{number}.json")
        paths[-1].write_text(body if isinstance(body, str) else json.dumps(body))
    return paths


def answer(page, cells, **changed):
    body = {"page": page, "pages": 2, "per_page": 2, "total": 3, "lastupdated": "2025-12-03"}
    source = {"id": "6", "name": "International Debt Statistics", "data": cells}
    return body | {"source": source} | changed


ONE = answer(1, [cell("087", 1995, 2836.3), cell("078", 1990, 0)])
TWO = answer(2, [cell("087", 2004, None)])


def test_pages_are_joined_and_null_is_missing(tmp_path):
    frame = ids.read_api(pages(tmp_path, TWO, ONE))
    assert frame["counterpart"].tolist() == ["087", "078", "087"]
    assert frame["year"].tolist() == [1995, 1990, 2004]
    assert frame["value"].fillna(-1).tolist() == [2836.3, 0, -1]
    assert set(frame["unit"]) == {"DOD, current US$"}
    assert frame.attrs["vintage"] == "2025-12-03"


@pytest.mark.parametrize(
    ("bodies", "problem"),
    [
        ([ERROR], "error of the World Bank's server.*'The indicator was not found.'"),
        (["<html><body>502</body></html>"], "or a web page"),
        ([ONE], r"page1\.json: page 2 of 2 is missing"),
        ([TWO], r"page 1 of 2 is missing"),
        ([ONE, ONE, TWO], "each once"),
        ([ONE, answer(2, [])], r"page2\.json, .*page 2 of 2 holds 0 cells instead of 1 .total 3"),
        ([ONE, answer(2, TWO["source"]["data"], total=4)], "has 4 where another page has 3"),
        ([ONE, answer(2, [cell("087", 1995, 1)])], "repeats NIC 087 .* 1995 of page1"),
        ([ONE, answer(2, [cell("87", 1996, 1)])], "not a code of Counterpart-Area: '87'"),
        ([ONE, answer(2, [cell("087", 3021, 1)])], "not a code of Time: 'YR3021'"),
        ([ONE, answer(2, [cell("087", 1996, "1")])], "not a possible number or null: '1'"),
        ([ONE, json.dumps(TWO)[:-20]], r"page2\.json.*: is not JSON"),
        ([ONE, json.dumps(TWO).replace("null", "NaN")], "holds NaN, which is no number"),
        ([json.dumps([{"message": [{"id": "120", "value": "not valid"}]}])], "not valid"),
    ],
)
def test_wrong_answer_is_refused(tmp_path, bodies, problem):
    with pytest.raises(SourceError, match=problem):
        ids.read_api(pages(tmp_path, *bodies))


def test_real_answer_with_rows_left_out_is_refused_and_else_read(folder, tmp_path):
    path = folder / "ids_api_response_excerpt.json"
    with pytest.raises(SourceError, match=r"holds 8 cells instead of 63 \(total 63\)"):
        ids.read_api([path])
    body = json.loads(path.read_text()) | {"total": 8}
    frame = ids.read_api(pages(tmp_path, body))
    assert frame["debtor"].unique().tolist() == ["ZMB"]
    assert frame.set_index("year")["value"].dropna().to_dict() == {
        1970: 4.228,
        1971: 6.3818,
        1990: 8.1026,
        2014: 5.6462,
        2023: 0.6947,
        2024: 3.6353,
    }
    assert set(frame["unit"]) == {"%"}
