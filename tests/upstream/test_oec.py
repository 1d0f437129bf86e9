"""OEC: codes, doubles, and a file that does not know its year."""

import pytest

from analysis.errors import SourceError
from analysis.upstream import oec

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
        (["rus,Russia,bra,Brazil,"], "line 2, column 'value': is blank or negative"),
        (["rus,Russia,bra,Brazil,1"] * 2, "line 3: RUS–BRA stands here a second time"),
    ],
)
def test_unreadable_line_is_named(tmp_path, lines, part):
    with pytest.raises(SourceError, match=part):
        oec.read_bilateral(write(tmp_path / "o.csv", *lines), 2023)
