"""Voeten's votes in their three forms, against each other and against the UN Digital Library."""

import bz2
import csv
import gzip
import lzma

import numpy as np
import pandas as pd
import pyreadr
import pytest

from analysis.errors import SourceError
from analysis.sources import un_library, unvotes, voeten
from tests.places import UPSTREAM

SHARED = UPSTREAM / "voting"

COLUMNS_2021 = [
    *("rcid", "ccode", "member", "vote", "Country", "Countryname", "year", "session"),
    *("abstain", "yes", "no", "importantvote", "date", "unres", "amend", "para", "short"),
    *("descr", "me", "nu", "di", "hr", "co", "ec", "ident", "resid"),
]
CELLS = {"session": 68, "date": "3/27/2014", "unres": "R/68/262"}
ROWS = [
    {"rcid": 5309, "ccode": 2, "vote": 1} | CELLS,
    {"rcid": 5309, "ccode": 365, "vote": 3} | CELLS,
    {"rcid": 5309, "ccode": 80, "vote": 8} | CELLS,
    {"rcid": 5309, "ccode": 511, "vote": 9} | CELLS,
]


def write(path, rows):
    pyreadr.write_rdata(str(path), pd.DataFrame(rows), df_name="x", compress="gzip")
    return path


def write_2021(path, rows):
    """Write rows in the layout of completeVotes, with the totals that they have."""
    votes = pd.DataFrame(rows)
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS_2021, restval="NA", lineterminator="\n")
        writer.writeheader()
        for row in rows:
            of_call = votes.loc[votes["rcid"] == row["rcid"], "vote"]
            totals = {"yes": 1, "abstain": 2, "no": 3}
            writer.writerow({name: (of_call == code).sum() for name, code in totals.items()} | row)
    return path


def refusal(path):
    with pytest.raises(SourceError) as error:
        voeten.read_published(path)
    return str(error.value)


def test_absent_and_not_a_member_differ(tmp_path):
    votes = voeten.read_published(write(tmp_path / "x.RData", ROWS))
    assert votes.states == ("BLZ", "RUS", "USA")
    assert votes.matrix.tolist() == [[0], [3], [1]]
    assert votes.tells_absence
    assert votes.vintage == "UNVotesPublished; sessions 68 to 68; with absences"


def test_2021_columns_give_the_same_votes(tmp_path):
    votes = voeten.read_published(write_2021(tmp_path / "x.csv", ROWS))
    assert votes.matrix.tolist() == [[0], [3], [1]]
    assert votes.vintage.startswith("completeVotes (2021)")


@pytest.mark.parametrize(
    ("code", "day", "session", "state"),
    [
        (365, "12/20/1991", 46, "SUN"),
        (365, "8/25/1992", 46, "RUS"),
        (345, "12/20/2002", 57, "YUG"),
        (345, "5/8/2006", 60, "SCG"),
        (345, "6/30/2006", 60, "SRB"),
        (651, "12/13/1957", 12, "EGY"),
        (651, "12/12/1958", 13, "UAR"),
        (651, "12/7/1971", 26, "EGY"),
        (678, "12/6/1985", 40, "YEM"),
        (679, "12/6/1995", 50, "YEM"),
        (680, "12/6/1985", 40, "YMD"),
        (713, "12/6/1965", 20, "TWN"),
        (710, "12/6/1975", 30, "CHN"),
    ],
)
def test_one_number_is_the_state_of_the_day(tmp_path, code, day, session, state):
    row = ROWS[0] | {"ccode": code, "date": day, "session": session}
    assert voeten.read_published(write(tmp_path / "x.RData", [row])).states == (state,)


def test_all_unknown_numbers_are_named_at_once(tmp_path):
    rows = [row | {"ccode": row["ccode"] + 1000} for row in ROWS[:2]]
    said = refusal(write(tmp_path / "x.RData", rows + ROWS[2:]))
    assert "row 1: '1002'; row 2: '1365'" in said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"vote": 4}, "column 'vote': not a vote (1, 2, 3, 8, 9): row 1: "),
        ({"session": 0}, "column 'session': not a whole number"),
        ({"rcid": 1.5}, "column 'rcid': not a whole number: row 1: 1.5"),
        ({"unres": "R/68/1"}, "column 'unres': not as on the roll call's first row"),
        ({"ccode": 365}, "a state stands twice on one roll call: row 2: RUS, roll call 5309"),
    ],
)
def test_wrong_cell_is_named(tmp_path, change, said):
    rows = [ROWS[0] | change, *ROWS[1:]]
    assert said in refusal(write(tmp_path / "x.RData", rows))


@pytest.mark.parametrize("day", ["27.3.2014", "3/27/2004", "2/30/2014"])
def test_day_outside_the_session_is_refused(tmp_path, day):
    said = refusal(write(tmp_path / "x.RData", [ROWS[0] | {"date": day}]))
    assert f"column 'date': not a day of the roll call's session: row 1: {day!r}" in said


def test_line_is_named_and_a_missing_one_noticed_in_the_2021_form(tmp_path):
    path = write_2021(tmp_path / "x.csv", [ROWS[0], ROWS[1] | {"vote": 7}])
    assert "x.csv, line 3, column 'vote': not a vote" in refusal(path)
    lines = write_2021(path, ROWS).read_text().splitlines(keepends=True)
    path.write_text("".join(lines[:1] + lines[2:]))
    assert "roll call 5309: yes 1, votes 0" in refusal(path)
    assert voeten.read_published(path, check_totals=False).states == ("BLZ", "RUS")


def test_file_that_lacks_a_column_says_what_it_has(tmp_path):
    path = write(tmp_path / "x.RData", [{"rcid": 1, "ccode": 2}])
    assert "has no column vote, session, date, unres; it has rcid, ccode" in refusal(path)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_r_files_are_read_however_packed_and_refused_if_damaged(tmp_path, pack):
    path = write(tmp_path / "x.RData", ROWS)
    content = gzip.decompress(path.read_bytes())
    path.write_bytes(pack(content))
    assert voeten.read_published(path).matrix.tolist() == [[0], [3], [1]]
    path.write_bytes(pack(content)[:-9])
    assert "cut off" in refusal(path) or "is damaged" in refusal(path)
    path.write_bytes(pack(content) + b"more")
    assert "behind its end" in refusal(path)
    path.write_bytes(pack(b"not R" + content))
    assert "is packed, but not an R file" in refusal(path)
    path.write_bytes(content)
    assert "saved without compression" in refusal(path)


@pytest.fixture(scope="module")
def library():
    if not SHARED.exists():
        pytest.skip("the publishers' files are not beside the repository (../shared)")
    return un_library.read_votes(un_library.find_file(SHARED))


@pytest.fixture(scope="module")
def package():
    if not SHARED.exists():
        pytest.skip("the publishers' files are not beside the repository (../shared)")
    return voeten.read_unvotes(SHARED / "un_votes.rda", SHARED / "un_roll_calls.rda")


@pytest.fixture(scope="module")
def published():
    if not SHARED.exists():
        pytest.skip("the publishers' files are not beside the repository (../shared)")
    return voeten.read_published(SHARED / "UNVotesPublished.RData")


def common(votes, library):
    """Return the columns of roll calls whose symbol occurs once in both sources."""
    ours = votes.roll_calls["resolution"].map(unvotes.symbol_key)
    session, is_part = votes.roll_calls["regular_session"], votes.roll_calls["is_part"]
    ours = ours[(session >= unvotes.FIRST_SYMBOL_SESSION) & ~is_part.fillna(False)].dropna()
    theirs = library.roll_calls["resolution"].map(unvotes.symbol_key).dropna()
    ours, theirs = (keys[~keys.duplicated(keep=False)] for keys in (ours, theirs))
    both = pd.Series(ours.index, ours).to_frame("a").join(pd.Series(theirs.index, theirs, name="b"))
    both = both.dropna().astype(int)
    return both["a"].to_numpy(), both["b"].to_numpy()


def test_real_package_holds_every_vote(package):
    assert package.matrix.shape[1] == 6203
    assert (package.matrix > 0).sum() == 870_109
    assert not package.tells_absence
    assert not (package.matrix == 0).any()
    assert package.vintage == "unvotes; sessions 1 to 74; without absences"


def test_real_publication_holds_every_vote_and_absence(published):
    counts = {code: int((published.matrix == code).sum()) for code in (1, 2, 3, 0)}
    assert counts == {1: 588_800, 2: 95_099, 3: 54_865, 0: 73_328}
    assert sum(counts.values()) + 254_521 == 1_066_613  # the rest: not a member
    assert len(published.roll_calls) == 5429
    assert published.roll_calls["date"].isna().sum() == 1


def test_real_sources_part_states_on_the_same_days(package, published, library):
    for votes in (package, published):
        day = votes.roll_calls["date"]
        for state in ("SUN", "RUS", "YUG", "SCG", "SRB", "UAR"):
            theirs, ours = (
                v.roll_calls.loc[v.of([state])[0] > 0, "regular_session"] for v in (library, votes)
            )
            assert ours.min() - theirs.min() in (0, 1), state
            if state in ("SUN", "YUG", "SCG", "UAR"):
                assert ours.max() == theirs.max(), state
        soviet, russian = votes.of(["SUN", "RUS"]) > 0
        assert day[soviet].max() < day[russian].min()


@pytest.mark.parametrize("source", ["package", "published"])
def test_every_real_state_votes_as_it_does_in_the_library(source, library, request):
    votes = request.getfixturevalue(source)
    at, there = common(votes, library)
    rates, n_equal, n_both = {}, 0, 0
    for state in votes.states:
        one, two = votes.of([state])[0][at], library.of([state])[0][there]
        both = (one > 0) & (two > 0)
        n_equal, n_both = n_equal + (one == two)[both].sum(), n_both + both.sum()
        if both.sum() >= 30:
            rates[state] = (one == two)[both].mean()
    assert len(rates) >= 190
    # A number or name given to the wrong state would agree in 60 to 95 of 100 votes.
    assert min(rates.values()) > 0.96, sorted(rates.items(), key=lambda item: item[1])[:5]
    assert n_equal / n_both > 0.995


def test_known_faults_of_the_real_package(package, library):
    session = package.roll_calls["regular_session"]
    theirs = library.roll_calls["regular_session"]
    in_49 = (package.of(["BRB"])[0] > 0) & (session == 49).to_numpy()
    assert in_49.sum() == 4
    assert ((library.of(["BRB"])[0] > 0) & (theirs == 49).to_numpy()).sum() == 67
    at, there = common(package, library)
    one, two = package.of(["GRD"])[0][at], library.of(["GRD"])[0][there]
    both = (one > 0) & (two > 0) & (session.to_numpy()[at] == 65)
    assert (one == two)[both].mean() == pytest.approx(0.60, abs=0.015)
    symbols = package.roll_calls["resolution"]
    ukraine = package.matrix[:, np.flatnonzero(symbols == "R/68/262")[0]]
    assert [(ukraine == code).sum() for code in (1, 3, 2)] == [100, 11, 58]


def test_real_rows_in_the_2021_columns_give_the_same_votes(published, tmp_path):
    calls = published.roll_calls.iloc[-5:]
    numbers = pd.Series({code: int(n) for n, code in _numbers().items() if n not in ("678", "260")})
    rows = [
        {
            "rcid": call.rcid,
            "ccode": numbers[state],
            "vote": {0: 8, -1: 9}.get(int(vote), int(vote)),
            "session": call.session,
            "date": f"{call.date:%Y-%m-%d}",
            "unres": call.resolution,
        }
        for index, call in zip(calls.index, calls.itertuples(), strict=True)
        for state, vote in zip(published.states, published.matrix[:, index], strict=True)
        if state in numbers
    ]
    votes = voeten.read_published(write_2021(tmp_path / "completeVotes.csv", rows))
    assert np.array_equal(votes.matrix, published.of(votes.states)[:, calls.index])
    assert votes.roll_calls["date"].tolist() == calls["date"].tolist()


def _numbers():
    from analysis import tables

    names = tables.load("common/state_names").query("source == 'cow_number'")
    return dict(zip(names["name"], names["iso3"], strict=True))
