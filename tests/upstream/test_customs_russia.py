"""Russian customs: mixed alphabets, months, continents."""

from pathlib import Path

import openpyxl
import pytest

from analysis.errors import SourceError
from analysis.upstream import customs_russia

SHARED = Path(__file__).parents[2].parent / "shared/upstream/trade/fcs_russia"
MONTHS = customs_russia._MONTHS
MIXED = "Бр\u0061зилия"  # with a Latin "a", as published


def write_monthly(path, rows, header=(None, MIXED, "Казахстан")):
    book = openpyxl.Workbook()
    for name in ("Экспорт", "Импорт"):
        sheet = book.create_sheet(name)
        for row in [["Название"], ["(млн доллалов США)"], list(header), *rows]:
            sheet.append(row)
    book.save(path)
    return path


def test_latin_lookalikes_in_headers_do_not_matter(tmp_path):
    rows = [[2020], *([f"  {month}", 1.5, "…"] for month in MONTHS), [2021], ["январь", 2, "…"]]
    monthly = customs_russia.read_monthly(write_monthly(tmp_path / "96stran.xlsx", rows))
    assert set(monthly["partner"]) == {"Бразилия"}
    years = customs_russia.sum_years(monthly)
    assert years.values.tolist() == [
        ["Бразилия", 2020, "export", 18e6],
        ["Бразилия", 2020, "import", 18e6],
    ]


def test_unreadable_month_names_line_and_partner(tmp_path):
    path = write_monthly(tmp_path / "96stran.xlsx", [[2020], ["январь", "много", 1]])
    with pytest.raises(SourceError, match="line 5, column 'Бразилия': is not a number: 'много'"):
        customs_russia.read_monthly(path)


def test_month_before_any_year_is_refused(tmp_path):
    path = write_monthly(tmp_path / "96stran.xlsx", [["январь", 1, 1]])
    with pytest.raises(SourceError, match="month before any year"):
        customs_russia.read_monthly(path)


def test_sheet_without_partners_is_refused(tmp_path):
    path = write_monthly(tmp_path / "96stran.xlsx", [], header=(None, None))
    with pytest.raises(SourceError, match="no header line of partners"):
        customs_russia.read_monthly(path)


@pytest.mark.skipif(
    not SHARED.is_dir(), reason="the publishers' files are not beside the repository"
)
def test_real_file_equals_the_check_values_of_2021():
    years = customs_russia.sum_years(customs_russia.read_monthly(SHARED / "96stran.xlsx"))
    brazil = years[(years["partner"] == "Бразилия") & (years["year"] == 2021)]
    assert (brazil.set_index("flow")["value_usd"] / 1e6).round(1).to_dict() == {
        "export": 5261.1,
        "import": 2223.1,
    }


@pytest.mark.skipif(
    not SHARED.is_dir(), reason="the publishers' files are not beside the repository"
)
@pytest.mark.parametrize(
    ("name", "whole", "values"),
    [
        ("strany122023.xlsx", {2022: True, 2023: True}, [20545, 12243, 16844, 14995]),
        ("strany092024.xlsx", {2023: False, 2024: False}, [9130, 9212, 11425, 10489]),
    ],
)
def test_real_continents_tell_whole_years_from_parts(name, whole, values):
    frame = customs_russia.read_continents(SHARED / name)
    america = frame[frame["continent"] == "АМЕРИКА"]
    assert america.groupby("year")["is_whole_year"].all().to_dict() == whole
    assert (america["value_usd"] / 1e6).round().tolist() == values


def test_continents_without_flows_are_refused(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "1"
    book.active.append(["Весь мир", 1])
    book.save(tmp_path / "strany.xlsx")
    with pytest.raises(SourceError, match="Экспорт"):
        customs_russia.read_continents(tmp_path / "strany.xlsx")
