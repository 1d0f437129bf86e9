"""BACI: each pair once, without direction."""

import pytest

from analysis.errors import SourceError
from analysis.sources import baci, wits
from tests.places import UPSTREAM

SHARED = UPSTREAM / "trade"


def write(path, text):
    path.write_text(text)
    return path


def test_pair_is_ordered_by_code(tmp_path):
    path = write(tmp_path / "b.txt", "643 76 2.5\n4 12 48.134\n")
    assert baci.read_turnover(path, 2014).values.tolist() == [
        [76, 643, 2014, 2500.0],
        [4, 12, 2014, 48134.0],
    ]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("643 76 2.5\n76 643 2.5\n", "line 2: 76-643 is one economy, or a pair that stands above"),
        ("76 76 2.5\n", "line 1: 76-76"),
        ("76 643\n", "line 1: is not two codes"),
        ("76 643 -1\n", "line 1: is not two codes"),
        ("76 643 2.5", "line 1: has no line end"),
        ("76 643 9000000000\n", "line 1, column 'value': is impossible"),
        ("\n", "line 1: is not two codes"),
        ("", "holds nothing"),
    ],
)
def test_line_that_cannot_be_true_is_named(tmp_path, text, part):
    with pytest.raises(SourceError, match=part):
        baci.read_turnover(write(tmp_path / "b.txt", text), 2014)


def test_real_turnover_is_that_of_2014():
    if not SHARED.is_dir():
        pytest.skip("the publishers' files are not beside the repository")
    frame = baci.read_turnover(SHARED / "baci_total_2014" / "baci_total.txt", 2014)
    assert len(frame) == 16446
    pair = frame[(frame["code_a"] == 76) & (frame["code_b"] == 643)]["turnover_usd"].item()
    brazil = wits.read_partner_json(SHARED / "wits_partner" / "RUS.json", {"BRA"})
    reported = brazil[brazil["year"] == 2014]["value_usd"].sum()
    assert pair / reported == pytest.approx(1, abs=0.1)
