"""INDEC: lost digits are marked, zeros before 1992 are no trade figures."""

import pytest

from analysis.errors import SourceError
from analysis.sources import indec
from tests.places import UPSTREAM

SHARED = UPSTREAM / "trade/indec_argentina"


@pytest.fixture
def folder():
    if not SHARED.is_dir():
        pytest.skip("the publishers' files are not beside the repository")
    return SHARED


def write(path, *lines):
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_isolated_dip_is_marked_and_zero_has_no_row(tmp_path):
    path = write(tmp_path / "e.csv", "Pais,1991,1992,1993,1994,1995", "Rusia,0,100,19,90,30")
    frame = indec.read_exports(path)
    assert frame["year"].tolist() == [1992, 1993, 1994, 1995]
    # The last year has one neighbour only: a fall at the end may be real.
    assert frame["is_isolated_dip"].tolist() == [False, True, False, False]


@pytest.mark.parametrize(
    ("lines", "part"),
    [
        (["Destino,2000", "Rusia,1"], "line 1: column\\(s\\) 'Pais' missing"),
        (["Pais,total", "Rusia,1"], "line 1: has a column that is not headed by a year: 'total'"),
        (["Pais", "Rusia"], "no column headed by a year"),
        (["Pais,2000,2002", "Rusia,1,2"], "not one after another"),
        (["Pais,2000", "Rusia,9000000000000"], "line 2, column '2000': is impossible"),
        (["Pais,2000", "Rusia,1", "Rusia,2"], "line 3.*repeat an earlier one: Rusia"),
        (["Pais,2000", "7usia,1"], "line 2, column 'Pais': is not a name"),
        (["Pais,2000,2001", "Rusia,1"], "line 2: has 2 cells instead of 3"),
        (["Pais,2000", "Rusia,1.234,5"], "line 2"),
        (["Pais,2000", "Rusia,mil"], "line 2, column '2000': is not a number: 'mil'"),
        (["Pais,2000", "Rusia,-1"], "line 2, column '2000': is negative"),
    ],
)
def test_unreadable_file_is_named(tmp_path, lines, part):
    with pytest.raises(SourceError, match=part):
        indec.read_exports(write(tmp_path / "e.csv", *lines))


def test_totals_below_a_region_are_refused(tmp_path):
    path = write(tmp_path / "t.csv", "Total,2000", "Total exportaciones,5", "Total Africa,6")
    with pytest.raises(SourceError, match="column '2000': Total Africa exceeds all exports"):
        indec.read_totals(path)
    with pytest.raises(SourceError, match="no line 'Total exportaciones'"):
        indec.read_totals(write(tmp_path / "t.csv", "Total,2000", "Total Africa,6"))


def test_months_need_their_names(tmp_path):
    path = write(tmp_path / "m.csv", 'Pais,"May , 2018","June , 2018"', "Rusia,1,0")
    frame = indec.read_monthly(path)
    assert frame.values.tolist() == [["Rusia", 2018, 5, 1.0], ["Rusia", 2018, 6, 0.0]]
    assert frame.attrs["vintage"] == "INDEC, 2018-05 to 2018-06"
    with pytest.raises(SourceError, match=r"not headed by a month.*'Mayo , 2018'"):
        indec.read_monthly(write(tmp_path / "m.csv", 'Pais,"Mayo , 2018"', "Rusia,1"))


def test_year_that_lost_a_digit_differs_from_its_months(folder, tmp_path):
    text = (folder / "exportaciones_anual_Pais.csv").read_text(encoding="utf-8")
    path = tmp_path / "e.csv"
    path.write_text(text.replace("268514569.9", "26851456.99"), encoding="utf-8")
    monthly = indec.read_monthly(folder / "exportaciones_mensual_Pais.csv")
    apart = indec.compare_months(indec.read_exports(path), monthly)
    assert apart[["destination", "year"]].values.tolist() == [["Rusia", 2023]]


def test_real_years_mark_exactly_the_four_corrupted_ones(folder):
    frame = indec.read_exports(folder / "exportaciones_anual_Pais.csv")
    russia = frame[frame["destination"] == "Rusia"]
    assert russia[russia["is_isolated_dip"]]["year"].tolist() == [2003, 2006, 2008, 2010]
    assert russia["year"].min() == 1992
    assert (russia.set_index("year")["value_usd"].loc[2017:] / 1e6).round(1).tolist() == [
        518.8, 754.0, 650.3, 612.2, 680.0, 498.4, 268.5,
    ]  # fmt: skip


def test_real_months_sum_to_the_real_years(folder):
    yearly = indec.read_exports(folder / "exportaciones_anual_Pais.csv")
    monthly = indec.read_monthly(folder / "exportaciones_mensual_Pais.csv")
    assert len(monthly) == 46 * 72
    assert indec.compare_months(yearly, monthly).empty


def test_real_destinations_overlap_and_are_no_total(folder):
    yearly = indec.read_exports(folder / "exportaciones_anual_Pais.csv")
    totals = indec.read_totals(folder / "exportaciones_anual_Totales.csv")
    assert len(totals) == 5 * 34
    whole = totals[totals["region"] == "Total exportaciones"].set_index("year")["value_usd"]
    sums = yearly.groupby("year")["value_usd"].sum()
    assert (sums / whole).between(1.1, 1.4).all()
