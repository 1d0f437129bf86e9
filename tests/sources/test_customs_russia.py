"""Russian customs: mixed alphabets, months, continents."""

import openpyxl
import pytest

from analysis.errors import SourceError
from analysis.sources import customs_russia
from tests.places import UPSTREAM

SHARED = UPSTREAM / "trade/fcs_russia"
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


@pytest.mark.parametrize(
    ("rows", "part"),
    [
        ([[2020], ["январь", 1, 1], ["март", 1, 1]], "2020-03 does not follow the month above"),
        ([[2020], ["январь", 1, None]], "line 5, column 'Казахстан'.*is blank"),
        ([[2020], ["январь", 1, -1]], "line 5, column 'Казахстан': is negative"),
        ([[2020], ["янв", 1, 1]], "line 5: .*is neither a year nor a month: 'янв'"),
        ([[2020], ["февраль", 1, 1]], "does not begin with a January"),
        ([[1020], ["январь", 1, 1]], "1020 is outside the years"),
    ],
)
def test_months_that_cannot_be_right_are_named(tmp_path, rows, part):
    rows = [row + [None] * (3 - len(row)) for row in rows]
    with pytest.raises(SourceError, match=part):
        customs_russia.read_monthly(write_monthly(tmp_path / "96stran.xlsx", rows))


def test_partner_in_latin_letters_is_refused(tmp_path):
    path = write_monthly(tmp_path / "96stran.xlsx", [], header=(None, "Брaзилия", "Brazil"))
    with pytest.raises(SourceError, match="not in Cyrillic: Вrаzil"):
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
        ("strany042024.xlsx", {2023: False, 2024: False}, [3451, 4816, 5542, 4496]),
        ("strany092024.xlsx", {2023: False, 2024: False}, [9130, 9212, 11425, 10489]),
    ],
)
def test_real_continents_tell_whole_years_from_parts(name, whole, values):
    frame = customs_russia.read_continents(SHARED / name)
    america = frame[frame["continent"] == "АМЕРИКА"]
    assert america.groupby("year")["is_whole_year"].all().to_dict() == whole
    assert (america["value_usd"] / 1e6).round().tolist() == values


@pytest.mark.skipif(
    not SHARED.is_dir(), reason="the publishers' files are not beside the repository"
)
@pytest.mark.parametrize(
    ("name", "years", "total", "rows"),
    [
        ("WEB_UTSA_04_3.xls", [2016, 2017], [285772, 357083], 48),
        ("WEB_UTSA_04_2.xls", [2017, 2018], [357817, 449964], 48),
        ("WEB_UTSA_04_1.xls", [2018, 2019], [449617, 422777], 48),
        ("WEB_UTSA_04.xls", [2019, 2020], [424468, 336394], 48),
        ("WEB_UTSA_04.xlsx", [2020, 2021], [337105, 491580], 48),
    ],
)
def test_real_releases_of_months_in_both_formats(name, years, total, rows):
    frame = customs_russia.read_cumulative(SHARED / name)
    assert len(frame) == rows
    exports = frame[frame["flow"] == "export"].groupby("year")["value_usd"].sum() / 1e6
    assert exports.index.tolist() == years
    assert exports.round().tolist() == total
    assert frame.attrs["vintage"] == f"release of {years[1]}"


@pytest.mark.skipif(
    not SHARED.is_dir(), reason="the publishers' files are not beside the repository"
)
def test_real_totals_have_every_year():
    frame = customs_russia.read_totals(SHARED / "94itog.xlsx")
    world = frame[frame["partner"] == "world"].set_index(["flow", "year"])["value_usd"] / 1e6
    assert world.loc["export"].index.tolist() == list(range(1994, 2022))
    assert world.loc["export", 2021] == 493096
    assert world.loc["import", 2021] == 293531


@pytest.mark.skipif(
    not SHARED.is_dir(), reason="the publishers' files are not beside the repository"
)
def test_real_groups_of_goods_of_both_kinds():
    chapters = customs_russia.read_groups(SHARED / "publikatsiya_tstv_2022.xlsx")
    exports = chapters[chapters["flow"] == "export"].set_index(["chapters", "year"])["value_usd"]
    assert (exports.loc["31"] / 1e6).round().tolist() == [12504, 19295]
    groups = customs_russia.read_groups(SHARED / "struktura122023.xlsx")
    total = groups[groups["chapters"] == ""].set_index(["flow", "year"])["value_usd"] / 1e9
    assert total.loc["export"].tolist() == [592.487, 425.088]


@pytest.mark.skipif(
    not SHARED.is_dir(), reason="the publishers' files are not beside the repository"
)
@pytest.mark.parametrize(
    ("reader", "name", "sheet", "cell", "value", "part"),
    [
        ("read_continents", "strany122023.xlsx", "1", "B9", 29.04, "continents sum to"),
        ("read_continents", "strany122023.xlsx", "1", "A9", "АЗИЯЯ", "line 9: is no continent"),
        ("read_continents", "strany122023.xlsx", "1", "C9", None, "line 9, column.*is blank"),
        ("read_groups", "struktura122023.xlsx", "структура", "B9", 39.1, "do not|not to"),
        ("read_totals", "94itog.xlsx", "2001", "B6", 1, "the parts of export 2001 do not sum"),
        ("read_totals", "94itog.xlsx", "2001", "B7", "много", "is not a number: 'много'"),
        ("read_cumulative", "WEB_UTSA_04.xlsx", "1", "B29", 1, "do not sum to the turnover"),
        ("read_cumulative", "WEB_UTSA_04.xlsx", "1", "A29", "мартъ", "'январь-март' is missing"),
    ],
)
def test_changed_cell_shows_in_the_totals(tmp_path, reader, name, sheet, cell, value, part):
    book = openpyxl.load_workbook(SHARED / name, data_only=True)
    book[sheet][cell] = value
    book.save(tmp_path / name)
    with pytest.raises(SourceError, match=part):
        getattr(customs_russia, reader)(tmp_path / name)


def test_continents_without_flows_are_refused(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "1"
    book.active.append(["Весь мир", 1])
    book.save(tmp_path / "strany.xlsx")
    with pytest.raises(SourceError, match="Экспорт"):
        customs_russia.read_continents(tmp_path / "strany.xlsx")
