"""OEC: codes, doubles, and a file that does not know its year."""

import pytest

from analysis import countries
from analysis.errors import SourceError
from analysis.sources import oec
from tests.places import UPSTREAM

HEADER = "exporter_id,exporter_name,importer_id,importer_name,value"


def write(path, *lines):
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return path


def test_pairs_get_capital_codes_and_the_given_year(tmp_path):
    path = write(tmp_path / "o.csv", "rus,Russia,bra,Brazil,11134261884.0")
    assert oec.read_bilateral(path, 2023).values.tolist() == [["RUS", "BRA", 2023, 11134261884.0]]


@pytest.mark.parametrize(
    ("lines", "part"),
    [
        (["rus,Russia,br,Brazil,1"], "line 2, column 'importer_id': is not a three-letter code"),
        (["rus,Russia,bra,Brazil,"], "line 2, column 'value': is blank or impossible"),
        (["rus,Russia,bra,Brazil,-1"], "line 2, column 'value': is negative"),
        (["rus,Russia,bra,Brazil,1e9"], "line 2, column 'value': is not a number: '1e9'"),
        (["rus,Russia,bra,Brazil,9000000000000"], "line 2, column 'value': is blank or impossible"),
        (["rus,Russia,bra,Brazil,1"] * 2, "line 3: RUS–BRA stands here a second time"),
        (["rus,Russia,bra,Brazil"], "line 2: has 4 cells instead of 5"),
        (
            ["rux,Russia,bra,Brazil,1", "rus,Russia,brx,Brazil,1"],
            r"line 2.*2 unknown code\(s\) of states: 'RUX' \(2\), 'BRX' \(3\)",
        ),
    ],
)
def test_unreadable_line_is_named(tmp_path, lines, part):
    with pytest.raises(SourceError, match=part):
        oec.read_bilateral(write(tmp_path / "o.csv", *lines), 2023)


def test_file_cut_within_a_line_is_refused(tmp_path):
    path = write(tmp_path / "o.csv", "rus,Russia,bra,Brazil,11134261884.0")
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(SourceError, match="line 2: has no line end"):
        oec.read_bilateral(path, 2023)


@pytest.mark.parametrize(
    ("year", "pairs", "exports", "imports"),
    [(2022, 27313, 11520, 3272), (2023, 28881, 13387, 3398)],
)
def test_real_files_of_both_years(year, pairs, exports, imports):
    shared = UPSTREAM / "trade/baci_oec"
    if not shared.is_dir():
        pytest.skip("the publishers' files are not beside the repository")
    name = f"bilateral_value_clean_{year - 2000}_withid.csv"
    frame = oec.read_bilateral(shared / name, year)
    assert len(frame) == pairs
    lac = frame["importer"].isin(countries.LAC) & (frame["exporter"] == "RUS")
    assert round(frame[lac]["value_usd"].sum() / 1e6) == exports
    lac = frame["exporter"].isin(countries.LAC) & (frame["importer"] == "RUS")
    assert round(frame[lac]["value_usd"].sum() / 1e6) == imports
