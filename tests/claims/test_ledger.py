"""Claims as rows: the ledger that ships, and a reader's own file."""

import pandas as pd
import pytest

from analysis import claims, tables
from analysis.errors import AnalysisError, ParameterError, SourceError

HEADER = (
    "claim_id,theme,statement,indicator,value,unit,comparator,subject,counterpart,"
    "year_start,year_end"
)
ROW = "mine-1,trade,Trade with Chile,trade_turnover,744,USD_million,approx,CHL,RUS,2013,2013"


@pytest.fixture
def write(tmp_path):
    def one(*rows, header=HEADER):
        path = tmp_path / "mine.csv"
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return path

    return one


def test_the_ledger_has_473_claims_of_five_texts():
    found = claims.load()
    counts = pd.Series([claim.text for claim in found]).value_counts()
    assert counts.to_dict() == {"s0": 288, "s1": 114, "s4": 57, "s2": 11, "s3": 3}
    themes = pd.Series([claim.theme for claim in found]).value_counts()
    assert themes["trade"] == 234
    assert themes["diplomacy"] == 136


def test_cells_of_the_ledger_are_the_printed_tables():
    """148 of the 180 cells hold a number, and each is a claim with that number."""
    printed = tables.load("trade/aladi").dropna(subset=["value_thousand_usd"])
    expected = {
        (f"table {row.table}", row.iso3, row.year): 1000 * row.value_thousand_usd
        for row in printed.itertuples()
    }
    found = {
        (claim.item, claim.subjects[0], claim.first_year): claim.value.low
        for claim in claims.load()
        if claim.item.startswith("table ")
    }
    assert len(found) == 148
    assert found == expected


def test_texts_of_the_ledger_are_described():
    assert {c.text for c in claims.load()} == set(tables.load("claims/texts")["text"])


def test_a_readers_file_is_judged_like_the_ledger(write):
    (claim,) = claims.read(write(ROW))
    found = claims.audit([claim])["mine-1"]
    assert found.verdict == "supported"
    assert found.decisive.reading.table == "trade/bilateral"


@pytest.mark.parametrize(
    ("old", "new", "column", "message"),
    [
        ("trade_turnover", "trade_turnovr", "indicator", "did you mean 'trade_turnover'"),
        ("USD_million", "USD_milion", "unit", "did you mean 'USD_million'"),
        ("approx", "aprox", "comparator", "did you mean 'approx'"),
        ("CHL,RUS", "CHI,RUS", "subject", "unknown code 'CHI'"),
        ("2013,2013", "2013,2011", "year_end", "before year_start"),
        ("2013,2013", "13,2013", "year_start", "not a year"),
        ("744", "7,44", "", "cells where the header has"),
        ("744", "seven", "value", "not a number"),
        ("mine-1,trade", "mine-1,trad", "theme", "did you mean 'trade'"),
        ("Trade with Chile", "", "statement", "is empty"),
    ],
)
def test_faults_have_line_and_column(write, old, new, column, message):
    path = write(ROW, ROW.replace("mine-1", "mine-2").replace(old, new).replace("mine-1", "mine-2"))
    if old.startswith("mine-1"):
        path = write(ROW, ROW.replace(old, new.replace("mine-1", "mine-2")))
    with pytest.raises(SourceError, match=message) as caught:
        claims.read(path)
    assert caught.value.line == 3
    assert (caught.value.column or "") == column


def test_every_fault_is_listed_at_once(write):
    bad = ROW.replace("trade_turnover", "x").replace("USD_million", "y")
    with pytest.raises(AnalysisError, match="3 faults") as caught:
        claims.read(write(ROW, bad))
    assert "stands in line 2 too" in str(caught.value)


def test_headers_are_checked(write):
    with pytest.raises(
        SourceError, match=r"unknown column 'comparater' .did you mean 'comparator'"
    ):
        claims.read(write(ROW, header=HEADER.replace("comparator", "comparater")))
    with pytest.raises(SourceError, match="lacks the column"):
        claims.read(write("a", header="claim_id"))


def test_files_that_are_no_tables(tmp_path):
    with pytest.raises(SourceError, match="cannot be read"):
        claims.read(tmp_path / "none.csv")
    (tmp_path / "latin.csv").write_bytes(b"claim_id,\xe9\n")
    with pytest.raises(SourceError, match="not UTF-8"):
        claims.read(tmp_path / "latin.csv")
    (tmp_path / "empty.csv").write_bytes(b"")
    with pytest.raises(SourceError, match="empty"):
        claims.read(tmp_path / "empty.csv")


def test_selection_by_text_and_theme():
    everything = claims.load()
    assert {c.text for c in claims.select(everything, ["s4"], ["macro"])} == {"s4"}
    assert len(claims.select(everything, ["all"], ["voting"])) == 24
    assert claims.select(everything, ["s3"], ["voting"]) == []
    with pytest.raises(ParameterError, match="unknown text 's9'"):
        claims.select(everything, ["s9"], ["voting"])


def test_parties_are_states_the_region_and_those_of_the_table(write):
    assert [c.counterparts for c in claims.read(write(ROW.replace("CHL,RUS", "LAC,EAEU")))] == [
        ("EAEU",)
    ]
    with pytest.raises(SourceError, match="unknown code 'LCN'"):
        claims.read(write(ROW.replace("CHL,RUS", "LCN,RUS")))


def test_a_decimal_comma_has_a_hint(write):
    with pytest.raises(SourceError, match="write decimals with a point"):
        claims.read(write(ROW.replace("744", '"7,44"')))


@pytest.mark.parametrize(
    ("years", "period", "n_years"),
    [
        ("2013,2013", "2013", 1),
        ("2013,2015", "2013–2015", 3),
        (",2015", "to 2015", 0),
        (",", "", 0),
    ],
)
def test_a_period_is_written_as_it_is_given(write, years, period, n_years):
    (claim,) = claims.read(write(ROW.replace("2013,2013", years)))
    assert (claim.period, len(claim.years)) == (period, n_years)


def test_a_claim_is_shown_with_its_comparator(write):
    rows = [
        ROW.replace("approx", comparator).replace("mine-1", f"mine-{n}")
        for n, comparator in enumerate(("eq", "approx", "gt", "at_least", "lt"))
    ]
    assert [claim.shown for claim in claims.read(write(*rows))] == [
        "744 million USD",
        "about 744 million USD",
        "more than 744 million USD",
        "at least 744 million USD",
        "at most 744 million USD",
    ]
