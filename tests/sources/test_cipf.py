"""Brazil's trade by partner: repeated totals count once, and shares must follow."""

import openpyxl
import pytest

from analysis.errors import SourceError
from analysis.sources import cipf
from tests.places import UPSTREAM

SHARED = UPSTREAM / "trade"
PRODUCTS = [
    "refYear", "flowCode", "partnerDesc", "cmdCode", "partner_cmd_sum", "partner_cmd_perc",
    "partner_cmd_upper_sum",
]  # fmt: skip
FIRST = [2023, "M", "Russia", "271019", 3, 0.3, 10]
PARTNERS = [None, "refYear", "flowCode", "reporterDesc", "partner_sum", "partner_perc"]


@pytest.fixture
def upstream():
    if not SHARED.is_dir():
        pytest.skip("the publishers' files are not beside the repository")
    return SHARED


def write(path, *rows):
    book = openpyxl.Workbook()
    book.active.title = "Sheet1"
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_total_repeated_on_each_product_counts_once(tmp_path):
    second = [*FIRST[:3], "310420", 1, 0.1, 10]
    path = write(tmp_path / "b.xlsx", PRODUCTS, FIRST, second)
    assert cipf.read_brazil_reports(path).values.tolist() == [["Russia", 2023, "import", 10]]
    assert cipf.read_products(path)["value_usd"].tolist() == [3, 1]


@pytest.mark.parametrize(
    ("second", "part"),
    [
        ([*FIRST[:3], "310420", 1, 0.125, 8], "more than one total for Russia 2023"),
        ([*FIRST[:3], "310420", 2, 0.1, 10], "line 3, column 'partner_cmd_perc': states a share"),
        (FIRST, "1 row.s. repeat an earlier one: Russia 2023 import 271019 .line 3."),
        ([2023, "M", None, "310420", 1, 0.1, 10], "line 3, column 'partnerDesc': is blank"),
    ],
)
def test_rows_that_do_not_go_together_are_refused(tmp_path, second, part):
    with pytest.raises(SourceError, match=part):
        cipf.read_brazil_reports(write(tmp_path / "b.xlsx", PRODUCTS, FIRST, second))


def test_partner_that_reports_twice_is_refused(tmp_path):
    rows = [[1, 2003, "M", "USA", 9, 0.5], [2, 2003, "M", "USA", 9, 0.5]]
    with pytest.raises(SourceError, match=r"line 3.*USA 2003 import \(line 3\)"):
        cipf.read_partner_reports(write(tmp_path / "p.xlsx", PARTNERS, *rows))


def test_partner_that_is_missing_shows_in_the_shares(tmp_path):
    path = write(tmp_path / "p.xlsx", PARTNERS, [1, 2003, "M", "USA", 9, 0.5])
    with pytest.raises(SourceError, match="a row is missing"):
        cipf.read_partner_reports(path)


@pytest.mark.parametrize(
    ("row", "part"),
    [
        ([1, 2003, "Z", "USA", 9, 1], "line 2, column 'flowCode': 'Z'"),
        ([1, 2003, "M", "USA", None, 1], "line 2, column 'partner_sum': is blank"),
        ([1, 1903, "M", "USA", 9, 1], "line 2, column 'refYear': 1903 is outside"),
        ([1, 2003, "M", "USA", -9, 1], "line 2, column 'partner_sum': is negative"),
        ([1, 2003, "M", "USA", 9e13, 1], "line 2, column 'partner_sum': is impossible"),
    ],
)
def test_unreadable_row_is_named(tmp_path, row, part):
    with pytest.raises(SourceError, match=part):
        cipf.read_partner_reports(write(tmp_path / "p.xlsx", PARTNERS, row))


def test_file_without_rows_is_refused(tmp_path):
    with pytest.raises(SourceError, match="no rows below its header"):
        cipf.read_partner_reports(write(tmp_path / "p.xlsx", PARTNERS))


def test_real_file_holds_brazils_record_year(upstream):
    name = "Brazil_3.4_imports_partners_products_HS-AG6-2003-2023.xlsx"
    frame = cipf.read_brazil_reports(upstream / "cipf_comtrade_brazil" / name)
    russia = frame[frame["partner"] == "Russian Federation"].set_index("year")["value_usd"]
    assert russia.loc[2023] == 11134261884
    assert (russia.loc[2017:] / 1e6).round().tolist() == [
        2850, 3647, 3975, 2975, 6228, 8630, 11134,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "flow", "rows", "values"),
    [
        ("Brazil_2.1.1_top_export_partners.xlsx", "import", 3477, [3240, 2471, 2154, 2010, 2223]),
        ("Brazil_3.1.1_top_import_partners.xlsx", "export", 3136, [2658, 2584, 2455, 1994, 5261]),
    ],
)
def test_real_reports_of_russia(upstream, name, flow, rows, values):
    frame = cipf.read_partner_reports(upstream / "comtrade_brazil_rus" / name)
    assert len(frame) == rows
    assert set(frame["flow"]) == {flow}
    russia = frame[frame["reporter"] == "Russian Federation"].set_index("year")["value_usd"]
    assert (russia.loc[2017:2021] / 1e6).round().tolist() == values


@pytest.mark.parametrize(
    ("name", "rows", "by_brazil", "vintage"),
    [
        ("Brazil_3.3_imports_products_partners_HS-AG6-2003-2023.xlsx", 1308, True, "2003-2023"),
        ("Brazil_3.3_imports_products_partners_HS-AG6-2003-2025.xlsx", 2210, False, "2003-2025"),
        ("Brazil_3.4_imports_partners_products_HS-AG6-2003-2023.xlsx", 1050, True, "2003-2023"),
    ],
)
def test_real_products_of_each_edition(upstream, name, rows, by_brazil, vintage):
    frame = cipf.read_products(upstream / "cipf_comtrade_brazil" / name)
    assert len(frame) == rows
    assert set(frame["reporter_is_brazil"]) == {by_brazil}
    assert frame.attrs["vintage"] == f"Comtrade, {vintage}"
    if "_3.4_" in name:
        russia = frame[(frame["counterpart"] == "Russian Federation") & (frame["year"] == 2023)]
        values = russia.set_index("product")["value_usd"] / 1e6
        assert values.loc[["271019", "310420", "310540"]].round().tolist() == [5025, 1623, 1376]
