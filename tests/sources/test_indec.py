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


def test_real_years_mark_exactly_the_four_corrupted_ones(folder):
    frame = indec.read_exports(folder / "exportaciones_anual_Pais.csv")
    russia = frame[frame["destination"] == "Rusia"]
    assert russia[russia["is_isolated_dip"]]["year"].tolist() == [2003, 2006, 2008, 2010]
    assert russia["year"].min() == 1992
    assert (russia.set_index("year")["value_usd"].loc[2017:] / 1e6).round(1).tolist() == [
        518.8, 754.0, 650.3, 612.2, 680.0, 498.4, 268.5,
    ]  # fmt: skip
