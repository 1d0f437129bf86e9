"""World Bank indicators: real files, and what is refused."""

import shutil

import pytest

from analysis.errors import SourceError
from analysis.sources import worldbank
from tests.places import UPSTREAM

HEADER = "Country Name,Country Code,Year,Value\r\n"
ROWS = "Brazil,BRA,2000,5\r\nBrazil,BRA,2001,6\r\nZimbabwe,ZWE,2000,7\r\nZimbabwe,ZWE,2001,8\r\n"


def upstream(name):
    if not UPSTREAM.exists():
        pytest.skip("the upstream files are not on this machine")
    return UPSTREAM / name


def write(tmp_path, text):
    path = tmp_path / "gdp.csv"
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize(
    ("read", "name", "rows", "vintage"),
    [
        (worldbank.read_indicator, "wb_gdp_current_usd.csv", 13979, "1960-2023"),
        (worldbank.read_indicator, "wb_population.csv", 17195, "1960-2024"),
        (worldbank.read_consumer_prices, "datasets_inflation_inflation-gdp.csv", 11182, None),
        (worldbank.read_deflator_growth, "datasets_inflation_inflation-consumer.csv", 13778, None),
    ],
)
def test_real_file_is_read_whole(read, name, rows, vintage):
    frame = read(upstream(f"common/{name}"))
    assert len(frame) == rows
    assert frame["iso3"].iloc[-1] == "ZWE"
    assert vintage in (None, frame.attrs["vintage"])


def test_real_file_cut_within_a_number_is_refused(tmp_path):
    content = upstream("common/wb_gdp_current_usd.csv").read_bytes()
    for end in (content.index(b"RUS,2001") + 14, content.rindex(b"ZWE,2022") + 14):
        path = tmp_path / "cut.csv"
        path.write_bytes(content[:end])
        with pytest.raises(SourceError, match=r"no line end: the file is cut"):
            worldbank.read_indicator(path)


def test_whole_file_may_lack_the_last_line_end_after_the_last_state_and_year(tmp_path):
    assert len(worldbank.read_indicator(write(tmp_path, HEADER + ROWS.removesuffix("\r\n")))) == 4


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("Value", "Amount", "line 1: .*'Value' missing"),
        ("BRA,2000", "BRA,3021", "line 2, column 'Year': is not a year: '3021'"),
        ("BRA,2000", "BRA,1921", "line 2: has no row of 1922 to 1999 but one of 1921"),
        ("BRA,2000,5", "BRA,2000,-5", "line 2, column 'Value': is not a number above zero: '-5'"),
        ("BRA,2000,5", "BRA,2000,5e16", "line 2, column 'Value': is not possible"),
        ("BRA,2001,6", "BRA,2000,6", r"line 3, .*repeat an earlier one: BRA 2000 \(line 3\)"),
        ("Brazil,BRA,2001", "Brazil,BRX,2001", "line 3, .*'Brazil' with BRX"),
        ("Brazil,BRA,2001", "Brasil,BRA,2001", "line 3, .*'Brasil' with BRA"),
        ("BRA,2000", "bra,2000", "line 2, .*not a code of three capital letters: 'bra'"),
        (",5\r\n", ",5_0\r\n", "line 2, column 'Value'"),
        (",5\r\n", ",x\r\n", "line 2, column 'Value'"),
        ("Brazil,BRA,2001", '"Brazil,BRA,2001', "line 3: is not a line of CSV"),
        ("Zimbabwe,ZWE,2001,8\r\n", "Zimbabwe,ZWE,200", "line 5: has 3 cells instead of 4"),
    ],
)
def test_fault_is_named_with_its_place(tmp_path, old, new, problem):
    text = HEADER + ROWS
    assert old in text
    path = write(tmp_path, text.replace(old, new, 1))
    with pytest.raises(SourceError, match=rf"gdp\.csv, {problem}"):
        worldbank.read_indicator(path)


def test_all_wrong_cells_are_named_at_once(tmp_path):
    text = (HEADER + ROWS).replace(",5", ",?").replace(",7", ",-7")
    with pytest.raises(SourceError, match="2 cells are wrong, among them line 4 'Value'"):
        worldbank.read_indicator(write(tmp_path, text))


@pytest.mark.parametrize("encoding", ["utf-16", "cp037", "latin-1"])
def test_other_encoding_is_refused(tmp_path, encoding):
    path = tmp_path / "gdp.csv"
    path.write_bytes((HEADER + ROWS.replace("Brazil", "Côte")).encode(encoding))
    with pytest.raises(SourceError, match=r"gdp\.csv"):
        worldbank.read_indicator(path)


def test_swapped_names_are_noticed_on_the_real_files(tmp_path):
    for read, name in (
        (worldbank.read_consumer_prices, "consumer"),
        (worldbank.read_deflator_growth, "gdp"),
    ):
        path = tmp_path / "inflation.csv"
        shutil.copy(upstream(f"common/datasets_inflation_inflation-{name}.csv"), path)
        with pytest.raises(SourceError, match="rows of ARG"):
            read(path)
