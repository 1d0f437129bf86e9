"""UN Comtrade: answers that are data, empty, cut or errors; the retired service; the lists."""

import json

import pytest

from analysis.errors import SourceError
from analysis.sources import comtrade
from tests.places import UPSTREAM

SHARED = UPSTREAM / "trade"


@pytest.fixture
def upstream():
    if not SHARED.is_dir():
        pytest.skip("the publishers' files are not beside the repository")
    return SHARED


def row(**changes):
    return {
        "typeCode": "C", "freqCode": "A", "refPeriodId": 20220101, "refYear": 2022,
        "period": "2022", "reporterCode": 76, "reporterISO": "BRA", "flowCode": "M",
        "partnerCode": 643, "partnerISO": "RUS", "partner2Code": 0, "classificationCode": "H6",
        "cmdCode": "TOTAL", "customsCode": "C00", "mosCode": "0", "motCode": 0,
        "cifvalue": 8630.0, "fobvalue": None, "primaryValue": 8630.0, **changes,
    }  # fmt: skip


def write(path, *rows, **changes):
    answer = {"elapsedTime": "0.2 secs", "count": len(rows), "data": list(rows), "error": ""}
    path.write_text(json.dumps({**answer, **changes}), encoding="utf-8")
    return path


def test_answer_becomes_flows_in_dollars(tmp_path):
    path = write(tmp_path / "a.json", row(), row(flowCode="X", cifvalue=None, fobvalue=8630.0))
    frame = comtrade.read_response(path)
    assert frame["flow"].tolist() == ["import", "export"]
    assert frame["value_usd"].tolist() == [8630.0, 8630.0]
    # A value that was not given is missing, not zero.
    assert frame["fob_usd"].isna().tolist() == [True, False]
    assert frame.attrs["vintage"] == "Comtrade API v1, classification H6"


def test_no_data_is_an_empty_frame_of_the_same_kinds(tmp_path):
    empty = comtrade.read_response(write(tmp_path / "a.json"))
    full = comtrade.read_response(write(tmp_path / "b.json", row()))
    assert empty.empty
    assert (empty.dtypes == full.dtypes).all()


@pytest.mark.parametrize(
    ("body", "part"),
    [
        (
            {"statusCode": 401, "message": "Access denied due to missing subscription key."},
            "status 401: 'Access denied.*give a valid key",
        ),
        (
            {"statusCode": 429, "message": "Rate limit is exceeded. Try again in 2 seconds."},
            "status 429.*2 seconds.*wait as long as it says",
        ),
        ({"message": "Internal server error"}, "is an error, status none"),
        ({"count": 0, "data": [], "error": "Calculation failed"}, "states an error: 'Calculation"),
        ({"count": 3, "data": []}, "states 3 rows and holds 0: it is cut"),
        ({"count": None, "data": []}, "no list 'data' with its 'count'"),
        ([], "is not an object"),
    ],
)
def test_error_bodies_are_no_data(tmp_path, body, part):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(body), encoding="utf-8")
    with pytest.raises(SourceError, match=part):
        comtrade.read_response(path)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("<html><body>Service unavailable</body></html>", "web page or XML"),
        ('{"count": 1, "data": [{"typeCode": "C"', "the file may be cut"),
        ('{"count": NaN, "data": []}', "holds NaN"),
        ('{"count": 0, "count": 0, "data": []}', "'count' twice"),
    ],
)
def test_other_bodies_are_refused(tmp_path, text, part):
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=part):
        comtrade.read_response(path)


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({}, "exactly 500 rows.*a few partners or products at a time"),
        ({"period": "2021"}, "one period at a time \\(2 are in it: 2021 to 2022\\)"),
        ({"reporterCode": 484}, "a few reporters at a time \\(2 are in it\\)"),
    ],
)
def test_answer_of_as_many_rows_as_the_cap_says_how_to_split(tmp_path, changes, part):
    with pytest.raises(SourceError, match=part):
        comtrade.read_response(write(tmp_path / "a.json", *[row()] * 499, row(**changes)))


def test_cap_of_another_endpoint_can_be_given(tmp_path):
    path = write(tmp_path / "a.json", row(), row(flowCode="X"))
    with pytest.raises(SourceError, match="exactly 2 rows"):
        comtrade.read_response(path, caps=(2,))


def test_flows_split_by_transport_would_double_and_are_refused_or_left_out(tmp_path):
    by_sea = row(motCode=2100, primaryValue=8000.0, cifvalue=8000.0)
    path = write(tmp_path / "a.json", row(), by_sea, row(flowCode="X", partner2Code=276))
    with pytest.raises(SourceError, match=r"by motCode, partner2Code.*motCode=0&partner2Code=0"):
        comtrade.read_response(path)
    assert comtrade.read_response(path, only_totals=True)["value_usd"].tolist() == [8630.0]


def test_same_flow_twice_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"1 flow\(s\) twice: import BRA-RUS 2022 TOTAL"):
        comtrade.read_response(write(tmp_path / "a.json", row(), row()))


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"freqCode": "M"}, r"data\[0\]/freqCode"),
        ({"refYear": 2021}, r"data\[0\]/period: '2022', 20220101 and 2021 are not one year"),
        ({"flowCode": "Z"}, "unknown flow 'Z'"),
        ({"primaryValue": -1}, "not a possible value: -1"),
        ({"primaryValue": 86.3}, "86.3 is neither the CIF nor the FOB value"),
        ({"primaryValue": None}, "not a possible value: None"),
        ({"cmdCode": "27x"}, "is no product: '27x'"),
        ({"partnerISO": "RUX"}, "partnerISO.: 'RUX' is coded 643, which is RUS"),
        ({"partnerISO": None, "partnerCode": 4321}, "4321 not known; ask with includeDesc=true"),
        ({"partnerCode": 699}, "'RUS' is coded 699, which is IND"),
    ],
)
def test_field_that_cannot_be_true_is_named(tmp_path, changes, part):
    with pytest.raises(SourceError, match=part):
        comtrade.read_response(write(tmp_path / "a.json", row(**changes)))


def test_codes_alone_are_resolved_by_comtrades_own_list(tmp_path):
    rows = [row(partnerISO=None, partnerCode=code) for code in (643, 699, 251, 381, 842, 757)]
    frame = comtrade.read_response(write(tmp_path / "a.json", *rows))
    assert frame["partner"].tolist() == ["RUS", "IND", "FRA", "ITA", "USA", "CHE"]


def test_real_answers(upstream):
    folder = upstream / "comtrade_api"
    frame = comtrade.read_response(folder / "get_C_A_HS-60a6ad.json")
    assert frame["value_usd"].tolist() == [
        6804128143.0, 74251272075.0, 6115764185.0, 68047133397.0,
    ]  # fmt: skip
    assert set(frame["reporter"]) == {"CHN"}
    assert comtrade.read_response(folder / "bulk_empty_HS-a503f3.json").empty


def test_listing_is_not_taken_for_data(upstream):
    with pytest.raises(SourceError, match=r"data\[0\].*lacks .*primaryValue"):
        comtrade.read_response(upstream / "comtrade_api" / "bulk_listing_HS-4f1d0f.json")


LEGACY = (
    "Classification,Year,Period,Period Desc.,Aggregate Level,Is Leaf Code,Trade Flow Code,"
    "Trade Flow,Reporter Code,Reporter,Reporter ISO,Partner Code,Partner,Partner ISO,"
    "Commodity Code,Commodity,Qty Unit Code,Qty Unit,Qty,Netweight (kg),Trade Value (US$),Flag\n"
    "S3,2008,2008,2008,1,0,1,Import,4,Afghanistan,AFG,0,World,WLD,0,Food and live animals,1,"
    "No Quantity,,,309541080,0\n"
)


def test_legacy_file_with_all_columns(tmp_path):
    path = tmp_path / "legacy.csv"
    path.write_text(LEGACY)
    frame = comtrade.read_legacy(path)
    assert frame.iloc[0, :7].tolist() == [
        "AFG", "W00", 2008, "import", "S3", "0", 309541080.0,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        (",1,Import,", ",2,Import,", "line 2, column 'Trade Flow': 'import' with code '2'"),
        ("AFG", "AFX", "'AFX'"),
        ("309541080", "-309541080", "negative"),
        ("309541080", "", "column 'Trade Value .US..': is blank"),
        ("Trade Value", "Value", "'Trade Value .US..' missing"),
        (
            "Flag\n",
            "Flag\nNo data matches your query or your query is too complex.\n",
            "ask for less",
        ),
        (",0\n", ",0", "has no line end"),
        ("Period Desc.", "2nd Partner Code", "splits the flow: '2008'"),
    ],
)
def test_legacy_file_that_cannot_be_true_is_refused(tmp_path, old, new, part):
    assert old in LEGACY
    path = tmp_path / "legacy.csv"
    path.write_text(LEGACY.replace(old, new))
    with pytest.raises(SourceError, match=part):
        comtrade.read_legacy(path)


def test_real_legacy_cut_holds_russian_fuels(upstream):
    name = "cut_rus_lac_hs27_39_40.csv"
    frame = comtrade.read_legacy(upstream / "comtrade_hs27_39_40_rus_lac" / name)
    assert len(frame) == 638
    fuels = frame[(frame["product"] == "27") & (frame["flow"] == "export")]
    sums = fuels.groupby("year")["value_usd"].sum() / 1e6
    assert sums.loc[2017:2019].round().tolist() == [975, 1113, 1184]
