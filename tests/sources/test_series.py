"""Plain series are read cell by cell; blank is missing, not zero."""

import pytest

from analysis.errors import SourceError
from analysis.sources.series import read_series

COLUMNS = {"Name": "text", "Date": "year", "Value": "number"}


def write(tmp_path, text):
    path = tmp_path / "series.csv"
    path.write_bytes(text.encode())
    return path


def test_columns_are_found_by_name_and_typed(tmp_path):
    path = write(tmp_path, "\ufeffDate,Other,Value,Name\r\n2001-01-01,x,1.5,NA\r\n2002,x,,\r\n")
    table = read_series(path, COLUMNS)
    assert table.columns.tolist() == ["Name", "Date", "Value"]
    assert table["Name"].tolist() == ["NA", ""]
    assert table["Date"].tolist() == [2001, 2002]
    assert table["Value"].isna().tolist() == [False, True]


def test_quoted_commas_belong_to_the_cell(tmp_path):
    path = write(tmp_path, 'Name,Date,Value\n"Venezuela, RB",2001,1\n')
    assert read_series(path, COLUMNS)["Name"].tolist() == ["Venezuela, RB"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Name,Date\nA,2001\n", "line 1: .*'Value'"),
        ("Name,Date,Value\nA,2001,1\nB,2001\n", "line 3: has 2 cells instead of 3"),
        ("Name,Date,Value\nA,2001,..\n", r"line 2, column 'Value': is not a number: '\.\.'"),
        ("Name,Date,Value\nA,01,1\n", "line 2, column 'Date': is not a year: '01'"),
        ("Name,Date,Value\n", "no rows after its header"),
        ("", "line 1"),
    ],
)
def test_fault_is_named_with_its_place(tmp_path, text, problem):
    with pytest.raises(SourceError, match=problem):
        read_series(write(tmp_path, text), COLUMNS)
