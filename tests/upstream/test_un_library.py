"""The UN Digital Library's bulk CSV: what the reader accepts, refuses and returns."""

import csv
import gzip
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.errors import SourceError
from analysis.upstream import un_library

SHARED = Path(__file__).parents[2].parent / "shared" / "upstream" / "voting"

HEADER = [
    *("undl_id", "ms_code", "ms_name", "ms_vote", "date", "session", "resolution", "draft"),
    *("committee_report", "meeting", "title", "agenda_title", "subjects", "vote_note"),
    *("total_yes", "total_no", "total_abstentions", "total_non_voting", "total_ms", "undl_link"),
]


def line(**cells):
    base = {
        "undl_id": "1",
        "ms_code": "ARG",
        "ms_name": "ARGENTINA",
        "ms_vote": "Y",
        "date": "2014-03-27",
        "session": "68",
        "resolution": "A/RES/68/262",
        "title": "Territorial integrity of Ukraine, once more",
        "total_yes": "1.0",
        "total_no": "0.0",
        "total_abstentions": "0.0",
        "total_non_voting": "1.0",
        "total_ms": "2.0",
    }
    return base | cells


LINES = [
    line(),
    line(ms_code="BRA", ms_name="BRAZIL", ms_vote="A"),
    line(undl_id="2", resolution="A/RES/68/1", date="2013-10-01", ms_vote="N"),
    line(
        undl_id="2",
        resolution="A/RES/68/1",
        date="2013-10-01",
        ms_vote="X",
        ms_code="RUS",
        ms_name="RUSSIAN FEDERATION",
    ),
]


def write(path, lines, header=HEADER):
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "wt", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, header, restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(lines)
    return path


def votes_of(votes):
    return {state: row.tolist() for state, row in zip(votes.states, votes.matrix, strict=True)}


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz"])
def test_votes_become_a_matrix_in_order_of_date(tmp_path, name):
    votes = un_library.read_votes(write(tmp_path / name, LINES))
    assert votes.roll_calls["resolution"].tolist() == ["A/RES/68/1", "A/RES/68/262"]
    assert votes_of(votes) == {"ARG": [3, 1], "BRA": [-1, 2], "RUS": [0, -1]}
    assert votes.matrix.dtype == np.int8
    assert votes.roll_calls["total_non_voting"].tolist() == [1, 1]


def test_columns_are_found_by_name(tmp_path):
    with_note = un_library.read_votes(write(tmp_path / "a.csv", LINES))
    header = [name for name in reversed(HEADER) if name != "vote_note"]
    without_note = un_library.read_votes(write(tmp_path / "b.csv", LINES, header))
    pd.testing.assert_frame_equal(with_note.roll_calls, without_note.roll_calls)
    assert np.array_equal(with_note.matrix, without_note.matrix)


def test_blank_vote_is_not_voting_as_x_is(tmp_path):
    lines = [row | {"ms_vote": row["ms_vote"].replace("X", "")} for row in LINES]
    assert votes_of(un_library.read_votes(write(tmp_path / "a.csv", lines)))["RUS"] == [0, -1]


def test_namibia_is_not_missing_and_titles_keep_commas_and_line_breaks(tmp_path):
    rows = [line(ms_code="NAM", ms_name="NA", title='One, "two"\nthree')]
    votes = un_library.read_votes(write(tmp_path / "a.csv", rows))
    assert votes.states == ("NAM",)
    assert votes.roll_calls["title"].item() == 'One, "two"\nthree'


def test_ussr_is_not_russia_whatever_its_code(tmp_path):
    rows = [line(ms_code="RUS", ms_name="USSR", date="1990-12-01", session="45")]
    assert un_library.read_votes(write(tmp_path / "a.csv", rows)).states == ("SUN",)


def test_special_session_without_session_cell_takes_it_from_its_symbol(tmp_path):
    rows = [line(session="", resolution="A/RES/104(S-1)", date="1947-05-05")]
    calls = un_library.read_votes(write(tmp_path / "a.csv", rows)).roll_calls
    assert (calls["session"].item(), calls["regular_session"].item()) == ("S-1", 1)


def test_emergency_session_counts_with_the_regular_one_it_interrupts(tmp_path):
    rows = [line(session="ES-11", resolution="A/RES/ES-11/4", date="2022-10-12")]
    calls = un_library.read_votes(write(tmp_path / "a.csv", rows)).roll_calls
    assert calls["regular_session"].item() == 77


def test_rows_of_states_asked_for_in_their_order(tmp_path):
    votes = un_library.read_votes(write(tmp_path / "a.csv", LINES))
    assert votes.of(["RUS", "SUN", "ARG"]).tolist() == [[0, -1], [-1, -1], [3, 1]]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ms_vote": "Z"}, "column 'ms_vote': not a vote: 'Z'"),
        ({"ms_code": "argentina"}, "column 'ms_code': not three-letter codes: 'argentina'"),
        ({"date": "27/03/2014"}, "column 'date': not dates: '27/03/2014'"),
        ({"session": ""}, "column 'session': no session for A/RES/68/262"),
        ({"total_yes": "many"}, "cannot be read to its end as CSV"),
    ],
)
def test_wrong_cell_is_named(tmp_path, change, said):
    with pytest.raises(SourceError) as error:
        un_library.read_votes(write(tmp_path / "a.csv", [line(**change)]))
    assert said in str(error.value)


def test_state_twice_on_one_roll_call_is_refused(tmp_path):
    with pytest.raises(SourceError, match="record 1 lists ARG twice"):
        un_library.read_votes(write(tmp_path / "a.csv", [line(), line(ms_vote="N")]))


def test_record_with_two_symbols_is_refused(tmp_path):
    rows = [line(), line(ms_code="BRA", resolution="A/RES/68/9")]
    with pytest.raises(SourceError, match="record 1 name different resolutions"):
        un_library.read_votes(write(tmp_path / "a.csv", rows))


def test_other_file_is_refused_with_the_columns_it_lacks(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("<html><head>\n<title>Not found</title>\n")
    with pytest.raises(SourceError, match="no column undl_id, ms_code"):
        un_library.read_votes(path)


def test_file_cut_short_is_refused(tmp_path):
    path = write(tmp_path / "a.csv.gz", LINES * 1)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(SourceError, match=r"a\.csv\.gz: cannot be read"):
        un_library.read_votes(path)


def test_newest_edition_in_a_folder_is_taken(tmp_path):
    for name in ("2025_9_19_ga_voting.csv", "2026_02_06_ga_voting.csv", "2025_10_01_ga_voting.csv"):
        (tmp_path / name).touch()
    assert un_library.find_file(tmp_path).name == "2026_02_06_ga_voting.csv"


def test_folder_without_the_file_says_where_to_get_it(tmp_path):
    with pytest.raises(SourceError, match="record/4060887"):
        un_library.find_file(tmp_path)


@pytest.fixture(scope="module")
def real():
    if not SHARED.exists():
        pytest.skip("the publishers' files are not beside the repository (../shared)")
    return un_library.read_votes(un_library.find_file(SHARED))


def test_real_file_gives_every_vote(real):
    assert real.matrix.shape == (201, 5539)
    assert (real.matrix >= 0).sum() == 917_380


def test_real_file_adds_up_to_its_own_totals(real):
    for column, code in {
        "total_yes": un_library.YES,
        "total_no": un_library.NO,
        "total_abstentions": un_library.ABSTAIN,
        "total_non_voting": un_library.NOT_VOTING,
    }.items():
        counted = (real.matrix == code).sum(axis=0)
        assert np.array_equal(counted, real.roll_calls[column].to_numpy(dtype=int)), column


def test_real_file_has_the_ussr_until_1991_and_russia_from_1992(real):
    days = real.roll_calls["date"]
    soviet, russian = real.of(["SUN", "RUS"]) >= 0
    assert str(days[soviet].max().date()) == "1991-12-20"
    assert str(days[russian].min().date()) == "1992-08-25"


def test_real_record_on_ukraine_2014(real):
    at = real.roll_calls["resolution"].eq("A/RES/68/262").to_numpy()
    totals = real.roll_calls.loc[at, list(un_library.TOTALS)].iloc[0].tolist()
    assert totals == [100, 11, 58, 24, 193]


def test_real_header_of_another_edition_is_read():
    if not SHARED.exists():
        pytest.skip("the publishers' files are not beside the repository (../shared)")
    votes = un_library.read_votes(SHARED / "undl_bulk_header_sample.csv")
    assert votes_of(votes) == {"AFG": [1], "BEN": [0]}
