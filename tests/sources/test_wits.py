"""WITS: three kinds of file, and what must not be taken for one."""

import json

import openpyxl
import pytest

from analysis import countries
from analysis.errors import SourceError
from analysis.sources import wits
from tests.places import UPSTREAM

SHARED = UPSTREAM / "trade"

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
        ("BRA.json", '{"2016": {"RUS": {"x": true}}}', "zero or more: True"),
        ("BRA.json", '{"2016": {"RUS": {"x": 1e12}}}', "not a possible number"),
        ("BRA.json", '{"2016": {"RUS": {"x": NaN}}}', "holds NaN"),
        ("BRA.json", '{"2016": {"RUS": {"x": 1, "x": 2}}}', "'x' twice in one object"),
        ("BRA.json", '{"2016": {"RUX": {"x": 1}, "BRX": {}}}', "is not an object of flows"),
        ("BRA.json", '{"2016": {"RUX": {"x": 1}, "BRX": {"m": 1}}}', "2 unknown .*'BRX'.*'RUX'"),
        ("BRA.json", '{"1916": {"RUS": {"x": 1}}}', "1916 is outside the years"),
        ("BRA.json", '{"1976": {"RUS": {"x": 1}}, "2076": {"RUS": {"x": 1}}}', "100 years after"),
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
        ("1\t2\t10", "1\t3\t10\n1\t3\t10", "line 7: BRA-ZAF stands twice"),
        ("1\t2\t10\n", "1\t2\t10\n3\t2\t10\n", "ZAF stand.s. in only one of the blocks"),
        ("1\t2\t10", "1\t1\t10", "line 6: is not an arc between two"),
        ("2\t1\t40\n", "2\t1\t4", "line 9: has no line end"),
        ("Vertices 3", "Vertices 4", "3 vertices stand above instead of 4"),
        ("*Vertices", "Vertices", "line 1: is not '.Vertices'"),
        ("ZAF", "ZAX", "unknown code.*'ZAX'"),
        ('"ZAF"', "ZAF", "line 4: is not the next vertex"),
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


SUMMARY = "en_BRA_AllYears_WITS_Trade_Summary.CSV"
SUMMARY_TEXT = """Reporter,Partner,Product categories,Indicator Type,Indicator,2015,2014
Brazil, World,All Products,Export,Exports (in US$ Mil),      200.00,
Brazil,...,...,Development,"GNI per capita, Atlas method (current US$)",  9990.00,      0.00
Brazil,Cura\xe7ao,All Products,Export,Trade (US$ Mil)-Top 5 Export Partner,   50.00,
Brazil,Cura\xe7ao,All Products,Export,Partner share(%)-Top 5 Export Partner,   25.00,
""".replace("\n", "\r\n")


def test_summary_leaves_out_blanks_and_keeps_zeros(tmp_path):
    (tmp_path / SUMMARY).write_bytes(SUMMARY_TEXT.encode("latin-1"))
    frame = wits.read_summary(tmp_path / SUMMARY)
    assert frame[["reporter", "partner", "year", "value", "unit"]].values.tolist() == [
        ["BRA", "World", 2015, 200.0, "million USD"],
        ["BRA", "", 2015, 9990.0, "USD"],
        ["BRA", "", 2014, 0.0, "USD"],
        ["BRA", "Curaçao", 2015, 50.0, "million USD"],
        ["BRA", "Curaçao", 2015, 25.0, "%"],
    ]
    assert frame.attrs["vintage"] == "WITS summary, 2014-2015"


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("   50.00", "   80.00", "is 80.0, but 25.0 % of 200.0 is 50.00"),
        ("   50.00", "   50", "line 4, column '2015': is not a number with two decimals: '50'"),
        ("   25.00,", ",", "without its share"),
        ("   50.00,", ",", "without its value"),
        ("Exports (in", "Exporte (in", r"unknown indicator 'Exporte .in US\$ Mil.' .did you mean"),
        ("2015,2014", "2015,2013", "line 1: the columns of years are not one year after another"),
        ("Partner,", "Partners,", "line 1: column.s. 'Partner' missing"),
        ("Brazil,...", "Brasil,...", "more than one reporter: 'Brasil', 'Brazil'"),
        ("25.00,\r\n", "25.00,", "has no line end"),
        ("25.00,\r\n", "25.00\r\n", "line 5: has 6 cells instead of 7"),
    ],
)
def test_summary_that_is_damaged_names_the_place(tmp_path, old, new, part):
    assert old in SUMMARY_TEXT
    (tmp_path / SUMMARY).write_bytes(SUMMARY_TEXT.replace(old, new, 1).encode("latin-1"))
    with pytest.raises(SourceError, match=part):
        wits.read_summary(tmp_path / SUMMARY)


def test_summary_that_was_converted_is_refused(tmp_path):
    (tmp_path / SUMMARY).write_bytes(SUMMARY_TEXT.encode("utf-8"))
    with pytest.raises(SourceError, match="converted to UTF-8"):
        wits.read_summary(tmp_path / SUMMARY)
    with pytest.raises(SourceError, match="file name"):
        wits.read_summary(tmp_path / "brazil.csv")


def test_partner_table_that_cannot_be_true_is_refused(tmp_path):
    row = [3, 2022, "World", "Region", 1]
    with pytest.raises(SourceError, match=r"line 3.*repeat an earlier one"):
        wits.read_partner_table(write_book(tmp_path / "p.xlsx", [HEADER, row, row]))
    with pytest.raises(SourceError, match=r"line 2, column 'Import .*is negative: -3"):
        wits.read_partner_table(write_book(tmp_path / "p.xlsx", [HEADER, [-3, *row[1:]]]))
    with pytest.raises(SourceError, match="line 2, column 'Partner Name': is blank"):
        wits.read_partner_table(write_book(tmp_path / "p.xlsx", [HEADER, [3, 2022, None, "R", 1]]))
    with pytest.raises(SourceError, match="no values below its header"):
        wits.read_partner_table(write_book(tmp_path / "p.xlsx", [HEADER]))


def test_real_partner_files_are_all_read(upstream):
    files = sorted((upstream / "wits_partner").glob("*.json"))
    assert len(files) == 35
    for file in files:
        frame = wits.read_partner_json(file, {"RUS", "SVR", "USA"})
        assert set(frame["reporter"]) == {file.stem}
        # The USSR has a code of its own, to 1974.
        assert not (frame[frame["partner"] == "SVR"]["year"] > 1974).any()
    russia = wits.read_partner_json(upstream / "wits_partner" / "RUS.json", set(countries.LAC))
    assert russia.attrs["vintage"] == "WITS partner data, 1996-2016"
    turnover = russia.groupby("year")["value_usd"].sum() / 1e6
    assert turnover.round().loc[[1996, 2002, 2012, 2013, 2014, 2016]].tolist() == [
        2394, 3048, 16148, 18659, 16088, 12076,
    ]  # fmt: skip


def test_real_summaries_are_all_read(upstream):
    files = sorted((upstream / "wits_summary").glob("*.CSV"))
    assert len(files) == 35
    frames = {file.name[3:6]: wits.read_summary(file) for file in files}
    assert {frame.attrs["vintage"] for frame in frames.values()} == {"WITS summary, 1988-2015"}
    ecuador = frames["ECU"]
    russia = ecuador[(ecuador["partner"] == "Russian Federation") & (ecuador["unit"] != "%")]
    # Among the first five partners in two years only: the others are not zeros.
    assert russia[["year", "value"]].values.tolist() == [[2013, 817.41], [2003, 260.82]]
    assert "Curaçao" in set(frames["VEN"]["partner"]) | set(frames["SUR"]["partner"]) | set(
        frames["TTO"]["partner"]
    )


def test_real_network_has_its_border_where_the_reporters_start_again(upstream):
    frame = wits.read_network(upstream / "wits_network_2018" / "2018.net", 2018)
    assert frame["flow"].value_counts().to_dict() == {"import": 16442, "export": 14710}
    brazil = frame[(frame["reporter"] == "RUS") & (frame["partner"] == "BRA")]
    assert (brazil["value_usd"] / 1e6).round().tolist() == [2584, 2471]


def test_real_region_table_holds_the_check_values(upstream):
    frame = wits.read_partner_table(upstream / "wits_lcn_2022" / "WITS-Partner.xlsx")
    russia = frame[frame["partner"] == "Russian Federation"].set_index("flow")["value_usd"] / 1e6
    assert russia.round(1).to_dict() == {"export": 4863.2, "import": 13740.8}
