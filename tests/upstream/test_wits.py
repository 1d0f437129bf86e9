"""WITS: three kinds of file, and what must not be taken for one."""

import json
from pathlib import Path

import openpyxl
import pytest

from analysis.errors import SourceError
from analysis.upstream import wits

SHARED = Path(__file__).parents[2].parent / "shared" / "upstream" / "trade"

NETWORK = """*Vertices 3
   1 "BRA"  0.1 0.2 0.5
   2 "RUS"  0.1 0.2 0.5
   3 "ZAF"  0.1 0.2 0.5
*Arcs
1	2	10
2	1	20
1	2	30
2	1	40
"""


@pytest.fixture
def upstream():
    if not SHARED.is_dir():
        pytest.skip("the publishers' files are not beside the repository")
    return SHARED


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def test_partner_json_gives_one_row_a_recorded_flow_in_dollars(tmp_path):
    path = write(tmp_path / "BRA.json", json.dumps({"2016": {"RUS": {"x": 2.5}, "ARG": {"m": 1}}}))
    frame = wits.read_partner_json(path, {"RUS"})
    assert frame.values.tolist() == [["BRA", "RUS", 2016, "export", 2500.0]]
    assert len(wits.read_partner_json(path)) == 2


@pytest.mark.parametrize(
    ("name", "text", "part"),
    [
        ("brazil.json", "{}", "ISO3"),
        ("BRA.json", "{", "not JSON"),
        ("BRA.json", '{"all": {}}', "year as each key"),
        ("BRA.json", '{"2016": {"RUS": {"z": 1}}}', "2016/RUS/z"),
        ("BRA.json", '{"2016": {"RUS": {"x": -1}}}', "zero or more: -1"),
        ("BRA.json", '{"2016": {"RUS": {"x": "1"}}}', "zero or more: '1'"),
    ],
)
def test_partner_json_that_is_none_is_refused(tmp_path, name, text, part):
    with pytest.raises(SourceError, match=part):
        wits.read_partner_json(write(tmp_path / name, text))


def test_partner_json_that_is_absent_is_named(tmp_path):
    with pytest.raises(SourceError, match=r"BRA\.json: there is no such file"):
        wits.read_partner_json(tmp_path / "BRA.json")


def test_network_reads_the_second_block_as_imports(tmp_path):
    frame = wits.read_network(write(tmp_path / "2018.net", NETWORK), 2018)
    assert frame[["reporter", "partner", "flow", "value_usd"]].values.tolist() == [
        ["BRA", "RUS", "export", 10000.0],
        ["RUS", "BRA", "export", 20000.0],
        ["BRA", "RUS", "import", 30000.0],
        ["RUS", "BRA", "import", 40000.0],
    ]


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("1\t2\t30\n2\t1\t40\n", "", r"1 block\(s\)"),
        ("2\t1\t40\n", "2\t1\t40\n1\t2\t30\n", r"3 block\(s\)"),
        ("1\t2\t10", "1\t9\t10", "line 6: is not an arc"),
        ("1\t2\t10", "1\t2\tten", "line 6, column 'weight': is not a number: 'ten'"),
        ("1\t2\t10", "1\t2\t-10", "negative"),
        ('"ZAF"', "ZAF", "line 4: is not a vertex"),
    ],
)
def test_network_that_cannot_be_read_names_the_line(tmp_path, old, new, part):
    with pytest.raises(SourceError, match=part):
        wits.read_network(write(tmp_path / "2018.net", NETWORK.replace(old, new)), 2018)


def write_book(path, rows):
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Partner")
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


HEADER = ["Import (US$ Thousand)", "Year", "Partner Name", "Reporter Name", "Export (US$ Thousand)"]


def test_partner_table_finds_columns_by_name_in_any_order(tmp_path):
    path = write_book(tmp_path / "p.xlsx", [HEADER, [3, 2022, " World", "Region", None]])
    rows = wits.read_partner_table(path).values.tolist()
    assert rows == [["Region", "World", 2022, "import", 3000.0]]


def test_partner_table_without_a_column_names_it(tmp_path):
    path = write_book(tmp_path / "p.xlsx", [HEADER[:-1]])
    with pytest.raises(SourceError, match=r"line 1: column\(s\) 'Export \(US\$ Thousand\)'"):
        wits.read_partner_table(path)


def test_partner_table_with_text_for_a_number_names_the_cell(tmp_path):
    path = write_book(tmp_path / "p.xlsx", [HEADER, ["n/a", 2022, "World", "Region", 1]])
    with pytest.raises(SourceError, match=r"line 2, column 'Import .*is not a number: 'n/a'"):
        wits.read_partner_table(path)


def test_workbook_without_the_sheet_names_those_it_has(tmp_path):
    openpyxl.Workbook().save(tmp_path / "p.xlsx")
    with pytest.raises(SourceError, match=r"unknown worksheet 'Partner'.*allowed: Sheet"):
        wits.read_partner_table(tmp_path / "p.xlsx")


def test_file_that_is_no_workbook_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"not a readable \.xlsx"):
        wits.read_partner_table(write(tmp_path / "p.xlsx", "text"))


def test_real_network_has_its_border_where_the_reporters_start_again(upstream):
    frame = wits.read_network(upstream / "wits_network_2018" / "2018.net", 2018)
    assert frame["flow"].value_counts().to_dict() == {"import": 16442, "export": 14710}
    brazil = frame[(frame["reporter"] == "RUS") & (frame["partner"] == "BRA")]
    assert (brazil["value_usd"] / 1e6).round().tolist() == [2584, 2471]


def test_real_region_table_holds_the_check_values(upstream):
    frame = wits.read_partner_table(upstream / "wits_lcn_2022" / "WITS-Partner.xlsx")
    russia = frame[frame["partner"] == "Russian Federation"].set_index("flow")["value_usd"] / 1e6
    assert russia.round(1).to_dict() == {"export": 4863.2, "import": 13740.8}
