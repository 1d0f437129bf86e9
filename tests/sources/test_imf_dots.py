"""IMF DOTS: cells that lost their decimal separator must be caught and named."""

import openpyxl
import pytest

from analysis.errors import SourceError
from analysis.sources import imf_dots
from tests.places import UPSTREAM

FILE = UPSTREAM / "trade/dots/Dataset_CM_2023.xlsx"
HEADER = [
    "Country Name", "Country Code", "Indicator Name", "Indicator Code",
    "Counterpart Country Name", "Counterpart Country Code", "Attribute", 1998, 1999,
]  # fmt: skip
EXPORTS = ["Russia", 922, "…", "TXG_FOB_USD", "Mexico", 273, "Value", "123.5", 71900000]


def write(path, *rows):
    book = openpyxl.Workbook()
    book.active.title = "TradeData"
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


def test_reads_numbers_stored_as_text_and_leaves_out_blanks(tmp_path):
    second = [*EXPORTS[:4], "India", 534, "Value", None, 5]
    frame = imf_dots.read_dots(write(tmp_path / "d.xlsx", HEADER, EXPORTS, second))
    assert frame[["year", "flow", "valuation", "value_usd"]].values.tolist() == [
        [1998, "export", "fob", 123.5],
        [1999, "export", "fob", 71900000.0],
        [1999, "export", "fob", 5.0],
    ]


def test_impossible_cell_is_refused_with_its_place_and_value(tmp_path):
    path = write(tmp_path / "d.xlsx", HEADER, [*EXPORTS[:8], 719279919999999])
    with pytest.raises(SourceError) as caught:
        imf_dots.read_dots(path)
    assert "line 2, column '1999': export Russia–Mexico is 719,279,919,999,999 USD" in str(
        caught.value
    )
    kept = imf_dots.read_dots(path, keep_impossible=True)
    assert kept["is_impossible"].tolist() == [False, True]


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({3: "TMG_FOB_USD"}, "line 2, column 'Indicator Code'"),
        ({8: "n.a."}, "line 2, column '1999': is not a number: 'n.a.'"),
        ({8: -5}, "line 2, column '1999': is negative: -5"),
        ({1: "RUS"}, "line 2, column 'Country Code': is no IMF code: 'RUS'"),
        ({5: None}, "line 2, column 'Counterpart Country Code': is no IMF code"),
        ({6: "Valeu"}, "line 2, column 'Attribute': is not 'Value'"),
    ],
)
def test_unreadable_cell_is_named(tmp_path, change, part):
    row = [change.get(i, cell) for i, cell in enumerate(EXPORTS)]
    with pytest.raises(SourceError, match=part):
        imf_dots.read_dots(write(tmp_path / "d.xlsx", HEADER, row))


def test_sheet_without_years_is_refused(tmp_path):
    with pytest.raises(SourceError, match="no column headed by a year"):
        imf_dots.read_dots(write(tmp_path / "d.xlsx", HEADER[:7], EXPORTS[:7]))


def test_series_twice_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"line 3.*2 row.s. repeat an earlier one: 922 273 1998"):
        imf_dots.read_dots(write(tmp_path / "d.xlsx", HEADER, EXPORTS, EXPORTS))


def test_years_with_a_gap_are_refused(tmp_path):
    header = [*HEADER[:8], 2000]
    with pytest.raises(SourceError, match="not one year after another"):
        imf_dots.read_dots(write(tmp_path / "d.xlsx", header, EXPORTS))


def test_real_file_names_both_corrupted_cells_of_the_region():
    if not FILE.is_file():
        pytest.skip("the publishers' files are not beside the repository")
    with pytest.raises(SourceError) as caught:
        imf_dots.read_dots(FILE)
    assert "line 39, column '1999': export Russia–Mexico is 719,279,919,999,999 USD" in str(
        caught.value
    )
    frame = imf_dots.read_dots(FILE, keep_impossible=True)
    bad = frame[frame["is_impossible"]]
    of_region = bad[
        ((bad["reporter"] == "Russia") | (bad["partner"] == "Russia"))
        & ~bad["reporter"].isin(["India", "China"])
        & ~bad["partner"].isin(["India", "China"])
    ]
    assert imf_dots.describe_impossible(of_region) == [
        "line 39, column '1999': export Russia–Mexico is 719,279,919,999,999 USD",
        "line 49, column '1992': import Uruguay–Russia is 900,999,999,999,999 USD",
    ]
    mexico = frame[(frame["reporter"] == "Mexico") & (frame["partner"] == "Russia")]
    mexico = mexico[mexico["year"] >= 2017].set_index(["flow", "year"])["value_usd"] / 1e6
    assert mexico.loc["import"].round().tolist() == [1549, 2104, 1376, 923]
    assert mexico.loc["export"].round().tolist() == [256, 328, 399, 421]
    assert frame.attrs["vintage"] == "DOTS, 1948-2020"
