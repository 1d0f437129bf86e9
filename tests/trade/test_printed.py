"""The printed tables: every cell read, exactly five balances wrong."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import tables, trade
from analysis.errors import MeasureError


@pytest.fixture(scope="module")
def printed():
    return tables.load("trade/aladi")


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1.102.133", 1102133),
        ("282", 282),
        ("- 9.583", -9583),
        ("- 440", -440),
        ("−12.443", -12443),
        ("---------", None),
        ("-------", None),
        ("", None),
        (None, None),
        (float("nan"), None),
    ],
)
def test_cell_as_printed(cell, value):
    assert trade.parse_printed(cell) == value


@pytest.mark.parametrize("cell", ["1,102", "1.10", "12.3456", "n.a.", "-", "- -", "1 102"])
def test_cell_that_is_no_number_is_refused(cell):
    with pytest.raises(MeasureError, match="neither a number"):
        trade.parse_printed(cell)


@given(st.integers(-(10**9), 10**9))
def test_printing_and_reading_agree(number):
    cell = f"{abs(number):,}".replace(",", ".")
    assert trade.parse_printed(f"- {cell}" if number < 0 else cell) == number


def test_every_cell_reads_as_the_table_says(printed):
    numbers = [trade.parse_printed(cell) for cell in printed["value_as_printed"]]
    stored = [None if pd.isna(v) else int(v) for v in printed["value_thousand_usd"]]
    assert len(numbers) == 180
    assert numbers == stored


def test_exactly_five_balances_are_wrong(printed):
    balances = trade.balances(printed)
    wrong = balances[~balances["verdict"].isin(trade.NO_ERROR)]
    assert wrong[["iso3", "year", "verdict"]].values.tolist() == [
        ["ARG", 2004, "digit error"],
        ["BRA", 2004, "import printed as balance"],
        ["PER", 2002, "digit error"],
        ["PRY", 2003, "export printed as balance"],
        ["URY", 2002, "sign lost"],
    ]
    differences = wrong.set_index("iso3")["difference_thousand_usd"]
    assert differences["ARG"] == 5000
    assert differences["PER"] == 10
    assert balances["verdict"].value_counts().to_dict() == {
        "right": 45, "missing": 10, "digit error": 2, "sign lost": 1,
        "import printed as balance": 1, "export printed as balance": 1,
    }  # fmt: skip


def cells(exports, imports, balance):
    values = {1: exports, 2: imports, 3: balance}
    rows = [(table, "ARG", 2000, value) for table, value in values.items()]
    return pd.DataFrame(rows, columns=["table", "iso3", "year", "value_as_printed"])


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        (("5", "3", "2"), "right"),
        (("5", "3", "---"), "not printed"),
        (("5", "---", "4"), "unfounded"),
        (("---", "3", "---"), "missing"),
        (("3", "5", "2"), "sign lost"),
        (("5", "3", "7"), "digit error"),
    ],
)
def test_verdicts(row, verdict):
    assert trade.balances(cells(*row))["verdict"].tolist() == [verdict]


@settings(deadline=None)
@given(st.integers(0, 10**7), st.integers(0, 10**7))
def test_a_balance_computed_from_its_flows_is_right(exports, imports):
    text = [f"{n:,}".replace(",", ".") for n in (exports, imports, abs(exports - imports))]
    text[2] = f"- {text[2]}" if exports < imports else text[2]
    assert trade.balances(cells(*text))["verdict"].tolist() == ["right"]


def test_cell_that_stands_twice_is_refused():
    frame = cells("5", "3", "2")
    with pytest.raises(MeasureError, match="more than one row for table 1, iso3 ARG, year 2000"):
        trade.balances(pd.concat([frame, frame.head(1)]))


def test_sums_over_the_printed_cells(printed):
    balances = trade.balances(printed)
    flows = ["exports_thousand_usd", "imports_thousand_usd"]
    sums = (balances.groupby("year")[flows].sum() / 1000).round().astype(int)
    assert sums.values.tolist() == [
        [1109, 1198], [1937, 909], [1761, 863], [2096, 1166], [241, 334],
    ]  # fmt: skip
    assert balances.groupby("year")[flows].count().values.tolist() == [
        [12, 12], [12, 12], [10, 10], [10, 9], [5, 6],
    ]  # fmt: skip


def test_2004_is_part_of_a_year_and_mexico_is_off(printed, russia):
    own = trade.flows_by_state(russia, "states")
    compared = trade.compare_printed(trade.balances(printed), own)
    by_year = trade.sum_compared(compared).set_index(["flow", "year"])["ratio"].round(2)
    assert by_year["exports"].tolist() == [0.98, 0.99, 1.0, 1.0, 0.34]
    assert by_year.loc["imports", 2004] == 0.29
    ratio = compared.set_index(["iso3", "flow", "year"])["ratio"]
    assert ratio["ARG", "exports", 2004] - 1 == pytest.approx(-0.64, abs=0.005)
    assert ratio["BRA", "imports", 2004] - 1 == pytest.approx(-0.72, abs=0.005)
    assert ratio["MEX"].max() < 0.2
