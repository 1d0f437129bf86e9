"""Damaged files of the trade publishers are refused or read rightly: 2,000 cases a publisher."""

import functools
import json
import re

import openpyxl
import pytest

from analysis.sources import (
    baci,
    cipf,
    comtrade,
    comtrade_collections,
    customs_russia,
    imf_dots,
    indec,
    oec,
    unctad,
    wits,
)
from tests.places import UPSTREAM
from tests.sources import fuzz

TRADE = UPSTREAM / "trade"
pytestmark = pytest.mark.skipif(
    not TRADE.is_dir(), reason="the publishers' files are not beside the repository"
)

SHEET_MARK = "=== "
#: Damage to cells; a workbook itself cannot lose its end or change its line ends.
CELLS = (
    "flip_byte",
    "flip_character",
    "insert_characters",
    "drop_line",
    "repeat_line",
    "join_lines",
    "rename_column",
)


def lines_of(name, wanted, header=1):
    """Return the header of a real file and those of its lines that are wanted."""
    lines = (TRADE / name).read_bytes().splitlines(keepends=True)
    chosen = [line for line in lines[header:] if wanted(line.decode("latin-1"))]
    assert len(chosen) >= 4, name
    return b"".join([*lines[:header], *chosen])


def rows_a_line(rows):
    """Return how many rows of the result may change if each line of the file is so many."""

    def may_change(mutation, original, mutated):
        limit = fuzz._allowed(mutation, original, mutated)
        return None if limit is None else limit * rows

    return may_change


def at_most(rows):
    """Return a limit for files whose parts do not stand on lines of their own."""

    def may_change(mutation, original, mutated):
        limit = fuzz._allowed(mutation, original, mutated)
        return None if limit is None else rows

    return may_change


# Files of text


def partners():
    years = json.loads((TRADE / "wits_partner" / "BRA.json").read_text())
    codes = ("RUS", "ARG", "USA", "SVR", "BUN", "CHN")
    some = {
        year: {code: years[year][code] for code in codes if code in years[year]}
        for year in ("1972", "1973", "1974", "2014", "2015", "2016")
    }
    # The files jump over no more than twenty years.
    some["1994"] = {"RUS": years["1994"]["RUS"]}
    return json.dumps(some).encode()


def network():
    codes = ("ARG", "BRA", "CHL", "DEU", "RUS", "USA")
    lines = (TRADE / "wits_network_2018" / "2018.net").read_text().splitlines()
    numbers = {}
    vertices = []
    arcs = []
    for line in lines[1:]:
        parts = line.split()
        if len(parts) > 3 and parts[1].strip('"') in codes:
            numbers[parts[0]] = str(len(numbers) + 1)
            vertices.append(line.replace(parts[0], numbers[parts[0]], 1))
        elif len(parts) == 3 and parts[0] in numbers and parts[1] in numbers:
            arcs.append("\t".join([numbers[parts[0]], numbers[parts[1]], parts[2]]))
    text = "\r\n".join([f"*Vertices {len(vertices)}", *vertices, "*Arcs", *arcs, ""])
    return text.encode()


def summary():
    # Lines of these begin a group: totals, products, and a partner with a letter of Latin-1.
    kept = re.compile(
        r"\.\.\.,Development|All Products,(Export|Import),(Exports|Imports) \(in"
        r"|Russian|Cura|World,(Fuels|Footwear),Export|World,All Products,Tariff"
    )
    return lines_of("wits_summary/en_SUR_AllYears_WITS_Trade_Summary.CSV", kept.search)


def chapters():
    content = json.loads((TRADE / "comtrade_hs2_rus" / "192.json").read_text())
    some = {
        flow: [item for item in content[flow] if item["year"] in (2019, 2020)][:400]
        for flow in content
    }
    return json.dumps(some, separators=(",", ":")).encode()


def start_of(name, lines=25):
    return lambda: b"".join((TRADE / name).read_bytes().splitlines(keepends=True)[:lines])


def whole(name):
    return lambda: (TRADE / name).read_bytes()


def some_destinations(name, columns=None):
    names = ("Rusia", "Angola", "Venezuela", "Taiwan", "Total")

    def cut():
        content = lines_of(name, lambda line: line.split(",")[0].startswith(names))
        lines = content.decode().splitlines()
        # The real file has no line end after its last line.
        return "\n".join(lines).encode()

    return cut


read_network = functools.partial(wits.read_network, year=2018)
read_oec = functools.partial(oec.read_bilateral, year=2022)
read_baci = functools.partial(baci.read_turnover, year=2014)

API = "comtrade_api"
SUMMARY = "en_SUR_AllYears_WITS_Trade_Summary.CSV"
INDEC = "indec_argentina/exportaciones"
LEGACY = "comtrade_hs27_39_40_rus_lac/cut_rus_lac_hs27_39_40.csv"

TEXTS = {
    # A year, moved, takes its partners along; a partner has two flows.
    "wits partners": (wits.read_partner_json, partners, "BRA.json", 800, at_most(12)),
    # The code of a vertex reaches all of its arcs: five partners, two flows, both directions.
    "wits network": (read_network, network, "2018.net", 500, at_most(20)),
    "wits summary": (wits.read_summary, summary, SUMMARY, 600, rows_a_line(28)),
    "comtrade answer": (
        comtrade.read_response,
        whole(f"{API}/get_C_A_HS-60a6ad.json"),
        "a.json",
        500,
        None,
    ),
    "comtrade legacy": (comtrade.read_legacy, start_of(LEGACY), "legacy.csv", 400, None),
    # A list of a flow, or the records of a partner, stand on one line.
    "comtrade chapters": (
        comtrade_collections.read_chapters,
        chapters,
        "192.json",
        300,
        at_most(2),
    ),
    "indec years": (
        indec.read_exports,
        some_destinations(f"{INDEC}_anual_Pais.csv"),
        "e.csv",
        1000,
        rows_a_line(34),
    ),
    "oec": (
        read_oec,
        lambda: lines_of(
            "baci_oec/bilateral_value_clean_22_withid.csv",
            re.compile("^(rus,.*,(bra|chl|per|cub|mex|usa),|(bra|chl|per),.*,rus,)").search,
        ),
        "oec.csv",
        2200,
        None,
    ),
    "unctad totals": (
        unctad.read_totals,
        lambda: lines_of(
            "unctad_totals/US_TradeMerchTotal.csv",
            re.compile(r"^(1991|1992|2023),(643|810|076|028|0000|5100|710),").search,
        ),
        "u.csv",
        1600,
        None,
    ),
    "unctad sections": (
        unctad.read_sections,
        start_of("unctad_sitc_rus_lac.csv"),
        "s.csv",
        600,
        None,
    ),
    "baci": (read_baci, start_of("baci_total_2014/baci_total.txt"), "b.txt", 2200, None),
}


@pytest.mark.parametrize("case", TEXTS)
def test_damaged_text(case, tmp_path):
    read, original, name, cases, may_change = TEXTS[case]
    fuzz.check_reader(read, original(), name, tmp_path, cases=cases, may_change=may_change)


# Workbooks


def cells_of(name, *sheets, lines=None, columns=None):
    """Return real cells as text, a line a row, so that single cells can be damaged."""
    book = openpyxl.load_workbook(TRADE / name, read_only=True, data_only=True)
    text = []
    for sheet in sheets:
        text.append(f"{SHEET_MARK}{sheet}")
        for number, row in enumerate(book[sheet].iter_rows(values_only=True), start=1):
            if lines is None or lines(number, row):
                cells = row if columns is None else [row[column] for column in columns]
                text.append(
                    "\t".join(
                        "" if cell is None else str(cell).replace("\n", " ") for cell in cells
                    )
                )
    return ("\n".join(text) + "\n").encode()


def as_workbook(path):
    """Write such text as the workbook beside it."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    sheet = None
    for line in path.read_text(encoding="utf-8", errors="replace").split("\n"):
        line = re.sub(r"[\x00-\x08\x0b-\x1f]", "", line)
        if line.startswith(SHEET_MARK):
            sheet = book.create_sheet(
                re.sub(r"[\\*?:/\[\]]", "", line[len(SHEET_MARK) :])[:30] or "x"
            )
        elif sheet is not None:
            sheet.append([as_cell(cell) for cell in line.split("\t")])
    if sheet is None:
        book.create_sheet("none")
    book.save(path.with_suffix(".xlsx"))
    return path.with_suffix(".xlsx")


def as_cell(text):
    if re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?(e-?\d{1,2})?", text, re.ASCII):
        return float(text) if "." in text or "e" in text else int(text)
    return text or None


def first_lines(count):
    return lambda number, row: number <= count


def dots():
    return cells_of(
        "dots/Dataset_CM_2023.xlsx",
        "TradeData",
        lines=lambda number, row: number == 1 or {"Russia", "Brazil"} == {row[0], row[4]},
        columns=[*range(7), *range(67, 73)],
    )


def partner_reports():
    # Shares are of the whole year, so that the year must be whole.
    return cells_of(
        "comtrade_brazil_rus/Brazil_3.1.1_top_import_partners.xlsx",
        "Sheet1",
        lines=lambda number, row: number == 1 or row[1] == 2025,
    )


def monthly():
    return cells_of(
        "fcs_russia/96stran.xlsx",
        "Экспорт",
        "Импорт",
        lines=lambda number, row: number < 6 or number > 200,
        columns=[0, 11, 19, 23],
    )


PRODUCTS = "cipf_comtrade_brazil/Brazil_3.4_imports_partners_products_HS-AG6-2003-2023.xlsx"
LATER = "cipf_comtrade_brazil/Brazil_3.3_imports_products_partners_HS-AG6-2003-2025.xlsx"
REGION = functools.partial(
    cells_of,
    "wits_lcn_2022/WITS-Partner.xlsx",
    "Partner",
    lines=first_lines(20),
    columns=[0, 1, 2, 9, 10],
)
CONTINENTS = functools.partial(cells_of, "fcs_russia/strany092024.xlsx", "1")
STRUCTURE = functools.partial(cells_of, "fcs_russia/struktura122023.xlsx", "структура")
RELEASE = functools.partial(cells_of, "fcs_russia/WEB_UTSA_04.xlsx", "1", columns=range(7))
YEARS = functools.partial(cells_of, "fcs_russia/94itog.xlsx", "2016", "2017", "2018")

#: Reader, cells, cases with damaged cells, cases with a damaged file, rows that may change.
BOOKS = {
    "wits region": (wits.read_partner_table, REGION, 100, 300, rows_a_line(2)),
    "dots": (imf_dots.read_dots, dots, 300, 1900, rows_a_line(6)),
    "cipf partners": (cipf.read_partner_reports, partner_reports, 100, 600, None),
    "cipf products": (
        cipf.read_brazil_reports,
        lambda: cells_of(PRODUCTS, "Sheet1", lines=first_lines(21)),
        100,
        500,
        None,
    ),
    "cipf later products": (
        cipf.read_products,
        lambda: cells_of(LATER, "Sheet1", lines=first_lines(21)),
        100,
        500,
        None,
    ),
    "customs months": (customs_russia.read_monthly, monthly, 100, 600, rows_a_line(3)),
    "customs continents": (customs_russia.read_continents, CONTINENTS, 100, 500, rows_a_line(4)),
    "customs structure": (customs_russia.read_groups, STRUCTURE, 80, 300, rows_a_line(4)),
    "customs release": (customs_russia.read_cumulative, RELEASE, 60, 300, rows_a_line(4)),
    "customs years": (customs_russia.read_totals, YEARS, 60, 200, rows_a_line(1)),
}


@pytest.mark.parametrize("case", BOOKS)
def test_damaged_cells(case, tmp_path):
    read, original, cases, _, may_change = BOOKS[case]
    fuzz.check_reader(
        lambda path: read(as_workbook(path)),
        original(),
        "cells.txt",
        tmp_path,
        cases=cases,
        mutations=CELLS,
        may_change=may_change,
    )


@pytest.mark.parametrize("case", BOOKS)
def test_damaged_workbook(case, tmp_path):
    read, original, _, cases, _ = BOOKS[case]
    (tmp_path / "cells.txt").write_bytes(original())
    content = as_workbook(tmp_path / "cells.txt").read_bytes()
    fuzz.check_reader(
        read,
        content,
        "book.xlsx",
        tmp_path,
        cases=cases,
        mutations=fuzz.BINARY,
        # Check sums cover every cell: nothing that is read may differ.
        may_change=at_most(0),
    )


def test_damaged_xls(tmp_path):
    fuzz.check_reader(
        customs_russia.read_cumulative,
        (TRADE / "fcs_russia" / "WEB_UTSA_04_1.xls").read_bytes(),
        "release.xls",
        tmp_path,
        cases=200,
        mutations=fuzz.BINARY,
        # This format has no check sums. Sums catch what is above their rounding.
        may_change=at_most(2),
    )
