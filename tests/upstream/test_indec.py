"""INDEC: lost digits are marked, zeros before 1992 are no trade figures."""

from pathlib import Path

import pytest

from analysis.errors import SourceError
from analysis.upstream import indec

FILE = (
    Path(__file__).parents[2].parent
    / "shared/upstream/trade/indec_argentina/exportaciones_anual_Pais.csv"
)


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
        (["Pais,total", "Rusia,1"], "no column headed by a year"),
        (["Pais,2000,2001", "Rusia,1"], "line 2: has 2 cells instead of 3"),
        (["Pais,2000", "Rusia,1.234,5"], "line 2"),
        (["Pais,2000", "Rusia,mil"], "line 2, column '2000': is not a number: 'mil'"),
        (["Pais,2000", "Rusia,-1"], "line 2, column '2000': is negative"),
    ],
)
def test_unreadable_file_is_named(tmp_path, lines, part):
    with pytest.raises(SourceError, match=part):
        indec.read_exports(write(tmp_path / "e.csv", *lines))


def test_real_file_marks_exactly_the_four_corrupted_years():
    if not FILE.is_file():
        pytest.skip("the publishers' files are not beside the repository")
    russia = indec.read_exports(FILE).query("destination == 'Rusia'")
    assert russia[russia["is_isolated_dip"]]["year"].tolist() == [2003, 2006, 2008, 2010]
    assert russia["year"].min() == 1992
