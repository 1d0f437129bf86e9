"""The UN Digital Library's bulk CSV: what the reader accepts, refuses and returns."""

import csv
import gzip
import io

import numpy as np
import pandas as pd
import pytest

from analysis.errors import SourceError
from analysis.sources import un_library
from tests.places import UPSTREAM

SHARED = UPSTREAM / "voting"

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


def with_totals(lines, form="{}.0"):
    """Give each line the totals of its record, unless it has its own."""
    done = []
    for each in lines:
        votes = [other["ms_vote"] for other in lines if other["undl_id"] == each["undl_id"]]
        counts = [
            sum(vote in letters for vote in votes) for letters in (["Y"], ["N"], ["A"], ["X", ""])
        ]
        names = ("total_yes", "total_no", "total_abstentions", "total_non_voting", "total_ms")
        totals = zip(names, [*counts, len(votes)], strict=True)
        done.append({name: form.format(number) for name, number in totals} | each)
    return done


def text(lines, header=HEADER):
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, header, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(with_totals(lines))
    return out.getvalue()


def write(path, lines, header=HEADER):
    content = text(lines, header).encode()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


def refusal(path, lines=None, **options):
    if lines is not None:
        write(path, lines)
    with pytest.raises(SourceError) as error:
        un_library.read_votes(path, **options)
    return str(error.value)


def votes_of(votes):
    return {state: row.tolist() for state, row in zip(votes.states, votes.matrix, strict=True)}


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz"])
def test_votes_become_a_matrix_in_order_of_date(tmp_path, name):
    votes = un_library.read_votes(write(tmp_path / name, LINES))
    assert votes.roll_calls["resolution"].tolist() == ["A/RES/68/1", "A/RES/68/262"]
    assert votes_of(votes) == {"ARG": [3, 1], "BRA": [-1, 2], "RUS": [0, -1]}
    assert votes.matrix.dtype == np.int8
    assert votes.roll_calls["total_non_voting"].tolist() == [1, 0]


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
    rows = [line(ms_code="NAM", ms_name="NAMIBIA", title='One, "two"\nthree')]
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
        ({"ms_vote": "Z"}, "line 2, column 'ms_vote': not a vote (Y, N, A, X or blank): 'Z'"),
        ({"ms_vote": "YES"}, "line 2, column 'ms_vote': not a vote (Y, N, A, X or blank): a word"),
        ({"ms_code": "BRA"}, "line 2: code 'BRA' with the name 'ARGENTINA', which is ARG"),
        ({"ms_name": "ATLANTIS"}, "line 2: unknown name 'ATLANTIS' with code 'ARG'"),
        ({"date": "27/03/2014"}, "line 2, column 'date': not a date (year-month-day)"),
        ({"date": "1914-03-27"}, "line 2, column 'date': not a date (year-month-day) since 1946"),
        ({"date": "2014-02-30"}, "line 2, column 'date': not a date"),
        (
            {"date": "2024-03-27"},
            "column 'session': not the session of the vote: '68' for A/RES/68",
        ),
        ({"session": ""}, "line 2, column 'session': not the session of the vote: ''"),
        ({"resolution": ""}, "line 2, column 'resolution': no symbol"),
        ({"undl_id": "A1"}, "line 2, column 'undl_id': not the number of a record: 'A1'"),
        ({"total_yes": "many"}, "line 2, column 'total_yes': not a number of states: 'many'"),
        ({"total_yes": "1.5"}, "line 2, column 'total_yes': not a number of states: '1.5'"),
        ({"total_ms": ""}, "line 2, column 'total_ms': not a number of states: ''"),
        ({"total_no": "3"}, "line 2: totals differ from the votes listed"),
    ],
)
def test_wrong_cell_is_named(tmp_path, change, said):
    assert said in refusal(tmp_path / "a.csv", [line(**change)])


def test_all_wrong_states_are_named_at_once_with_their_lines(tmp_path):
    rows = [line(ms_name="ATLANTIS"), line(ms_code="CHL"), line(ms_code="QQQ", ms_name="BRAZIL")]
    said = refusal(tmp_path / "a.csv", [*rows, line(undl_id="2", ms_name="ATLANTIS")])
    assert "line 2 (and 1 more): unknown name 'ATLANTIS' with code 'ARG'" in said
    assert "line 3: code 'CHL' with the name 'ARGENTINA', which is ARG" in said
    assert "line 4: code 'QQQ' with the name 'BRAZIL', which is BRA" in said


def test_lines_are_counted_below_titles_with_line_breaks(tmp_path):
    rows = [line(title="One\ntwo"), line(ms_code="BRA", ms_name="BRAZIL", title="One\ntwo")]
    said = refusal(tmp_path / "a.csv", [*rows, line(undl_id="2", ms_vote="Z")])
    assert said.startswith("a.csv, line 6, column 'ms_vote'")


def test_state_twice_on_one_roll_call_is_refused(tmp_path):
    said = refusal(tmp_path / "a.csv", [line(), line(undl_id="2"), line(ms_vote="N")])
    assert "line 4, column 'ms_code'" in said
    assert "record 1 lists ARG as line 2" in said


def test_lines_of_a_record_that_contradict_each_other_are_refused(tmp_path):
    rows = [line(), line(ms_code="BRA", ms_name="BRAZIL", resolution="A/RES/68/9")]
    said = refusal(tmp_path / "a.csv", rows)
    assert "line 3" in said
    assert "record 1 has another resolution than on line 2" in said


def test_missing_line_is_noticed_and_its_roll_call_named(tmp_path):
    lines = text(LINES).splitlines(keepends=True)
    path = tmp_path / "a.csv"
    path.write_text("".join(lines[:2] + lines[3:]))
    said = refusal(path)
    assert "line 2: A/RES/68/262 (record 1): total_abstentions 1, votes 0" in said
    assert "total_ms 2, votes 1" in said
    assert "record 2" not in said


def test_excerpt_is_read_when_asked_for(tmp_path):
    path = write(tmp_path / "a.csv", [line(total_yes="120.0", total_ms="193")])
    assert votes_of(un_library.read_votes(path, check_totals=False)) == {"ARG": [1]}


@pytest.mark.parametrize("form", ["{}", "{}.0", "{}."])
def test_totals_may_be_written_as_floats(tmp_path, form):
    path = write(tmp_path / "a.csv", with_totals(LINES, form))
    assert un_library.read_votes(path).roll_calls["total_ms"].tolist() == [2, 2]


@pytest.mark.parametrize("change", ["\r\n", "\n\n", "mark", "quotes"])
def test_other_writers_of_csv_are_read_alike(tmp_path, change):
    plain = text(LINES)
    if change == "quotes":
        rows = csv.reader(io.StringIO(plain))
        out = io.StringIO(newline="")
        csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)
        plain = out.getvalue()
    else:
        plain = "\ufeff" + plain if change == "mark" else plain.replace("\n", change)
    path = tmp_path / "a.csv"
    path.write_bytes(plain.encode())
    expected = {"ARG": [3, 1], "BRA": [-1, 2], "RUS": [0, -1]}
    assert votes_of(un_library.read_votes(path)) == expected


def test_record_whose_lines_lie_apart_is_one_roll_call(tmp_path):
    rows = [LINES[0], LINES[2], LINES[1], LINES[3]]
    whole, apart = (
        un_library.read_votes(write(tmp_path / name, each))
        for name, each in (("a.csv", LINES), ("b.csv", rows))
    )
    assert np.array_equal(whole.matrix, apart.matrix)


def test_columns_that_are_not_needed_may_differ_within_a_record(tmp_path):
    rows = [LINES[0] | {"vote_note": "Later advised it had meant to abstain"}, *LINES[1:]]
    assert votes_of(un_library.read_votes(write(tmp_path / "a.csv", rows)))["ARG"] == [3, 1]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"<html><head>\n<title>Not found</title>\n", "seems to be a web page"),
        (b'{"error": "no"}', "seems to be JSON"),
        (b"PK\x03\x04\x00\x00", "seems to be a zip archive or Excel workbook"),
        (text(LINES).replace(",", ";").encode(), "parted by semicolons"),
        (text(LINES).replace("\n", "\r").encode(), "carriage returns alone"),
        (text(LINES).encode("utf-16"), "is not UTF-8 (UTF-16?)"),
        (text(LINES).encode("cp037"), "is not UTF-8 text with commas"),
        (text(LINES).replace("ms_name", "name").encode(), "bulk CSV with other columns"),
        (text(LINES).replace("draft", "title").encode(), "has two columns title"),
        (b"rcid,ccode,vote\n3,2,1\n", "seems to be Voeten's votes"),
        (b"when,what\n", "its columns are when, what"),
        (text([]).encode(), "has a header but no votes"),
        (text([])[:-1].encode(), "ends within its first line"),
    ],
)
def test_other_file_is_refused_with_what_it_seems_to_be(tmp_path, content, said):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert said in refusal(path)


def test_missing_file_is_refused(tmp_path):
    assert "cannot be opened: No such file" in refusal(tmp_path / "none.csv")


def test_wrong_encoding_is_named_with_its_line(tmp_path):
    rows = [line(), line(ms_code="CIV", ms_name="CÔTE D'IVOIRE")]
    path = tmp_path / "a.csv"
    path.write_bytes(text(rows).encode("latin-1"))
    said = refusal(path)
    assert "line 3" in said
    assert "save the file as UTF-8" in said
    path.write_bytes(text([line(title="Çeşme")]).encode("iso8859-9"))
    assert "a.csv, line 2: is not UTF-8" in refusal(path)


def test_packed_file_cut_short_is_refused_whatever_its_name(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(gzip.compress(text(LINES).encode())[:-30])
    assert "a.csv: cannot be unpacked to its end" in refusal(path)


@pytest.mark.parametrize("end", [-1, -3, -40, -200])
def test_plain_file_cut_short_is_refused(tmp_path, end):
    path = tmp_path / "a.csv"
    whole = text([row | {"undl_link": "https://x.org/1"} for row in LINES])
    path.write_text(whole[:end])
    assert "line" in refusal(path)


def test_quote_that_is_never_closed_is_named(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(text(LINES).replace('once more"', "once more", 1))
    assert "a.csv, line" in refusal(path)


def test_columns_in_another_order_are_checked_as_well(tmp_path):
    path = tmp_path / "a.csv"
    header = list(reversed(HEADER))
    path.write_text(text(LINES, header) + "1,2,3\n")
    assert "a.csv, line 6: has 3 fields, the header 20" in refusal(path)
    path.write_bytes(text([line(title="Ç")], header).encode("latin-1"))
    assert "is not UTF-8" in refusal(path)


def test_vintage_is_that_of_the_name_the_columns_and_the_dates(tmp_path):
    votes = un_library.read_votes(write(tmp_path / "2025_9_19_ga_voting.csv", LINES))
    assert votes.vintage == (
        "edition of 2025-09-19, with vote_note; votes of 2013-10-01 to 2014-03-27"
    )
    header = [name for name in HEADER if name != "vote_note"]
    votes = un_library.read_votes(write(tmp_path / "ga_voting.csv", LINES, header))
    assert votes.vintage.startswith("undated edition, without vote_note")


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


def test_real_header_of_another_edition_is_read_as_the_excerpt_it_is():
    if not SHARED.exists():
        pytest.skip("the publishers' files are not beside the repository (../shared)")
    path = SHARED / "undl_bulk_header_sample.csv"
    assert "total_ms 193, votes 2" in refusal(path)
    assert votes_of(un_library.read_votes(path, check_totals=False)) == {"AFG": [1], "BEN": [0]}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("undl_ga_votes_wide_1946_2025.csv.gz", "has a column a state"),
        ("undl_ga_resolutions_1946_2025.csv.gz", "seems to be the list of resolutions"),
        ("undl_ms_names.csv", "seems to be the list of names of states"),
        ("un_votes.rda", "seems to be an R file"),
        ("undl_bulk_2026_02_06_description.md", "is another table"),
    ],
)
def test_real_files_of_other_kinds_are_refused(name, said):
    if not SHARED.exists():
        pytest.skip("the publishers' files are not beside the repository (../shared)")
    assert said in refusal(SHARED / name)
