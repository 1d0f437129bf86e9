"""Brazil's trade by partner: repeated totals count once."""

from pathlib import Path

import openpyxl
import pytest

from analysis.errors import SourceError
from analysis.upstream import cipf

SHARED = Path(__file__).parents[2].parent / "shared/upstream/trade"
PRODUCTS = ["refYear", "flowCode", "partnerDesc", "cmdCode", "partner_cmd_upper_sum"]
FIRST = [2023, "M", "Russia", "27", 9]
PARTNERS = [None, "refYear", "flowCode", "reporterDesc", "partner_sum"]


def write(path, *rows):
    book = openpyxl.Workbook()
    book.active.title = "Sheet1"
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_total_repeated_on_each_product_counts_once(tmp_path):
    path = write(tmp_path / "b.xlsx", PRODUCTS, FIRST, [*FIRST[:3], "31", 9])
    assert cipf.read_brazil_reports(path).values.tolist() == [["Russia", 2023, "import", 9]]


def test_totals_that_differ_are_refused(tmp_path):
    path = write(tmp_path / "b.xlsx", PRODUCTS, FIRST, [*FIRST[:3], "31", 8])
    with pytest.raises(SourceError, match="more than one total for Russia 2023"):
        cipf.read_brazil_reports(path)


def test_partner_that_reports_twice_is_refused(tmp_path):
    path = write(tmp_path / "p.xlsx", PARTNERS, [1, 2003, "M", "USA", 9], [2, 2003, "M", "USA", 9])
    with pytest.raises(SourceError, match="line 3: USA 2003 stands here a second time"):
        cipf.read_partner_reports(path)


@pytest.mark.parametrize(
    ("row", "part"),
    [
        ([1, 2003, "Z", "USA", 9], "line 2, column 'flowCode': 'Z'"),
        ([1, 2003, "M", "USA", None], "line 2, column 'partner_sum': is blank"),
    ],
)
def test_unreadable_row_is_named(tmp_path, row, part):
    with pytest.raises(SourceError, match=part):
        cipf.read_partner_reports(write(tmp_path / "p.xlsx", PARTNERS, row))


def test_real_file_holds_brazils_record_year():
    path = SHARED / "cipf_comtrade_brazil"
    if not path.is_dir():
        pytest.skip("the publishers' files are not beside the repository")
    name = "Brazil_3.4_imports_partners_products_HS-AG6-2003-2023.xlsx"
    frame = cipf.read_brazil_reports(path / name)
    russia = frame[frame["partner"] == "Russian Federation"].set_index("year")["value_usd"]
    assert russia.loc[2023] == 11134261884
    assert (russia.loc[2017:] / 1e6).round().tolist() == [
        2850, 3647, 3975, 2975, 6228, 8630, 11134,
    ]  # fmt: skip
