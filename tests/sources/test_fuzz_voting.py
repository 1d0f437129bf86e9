"""Damaged files of votes: the right matrix or the project's exception, never anything else.

Damaged bytes of a packed R file are caught by its checksum before R's format is parsed at all. What
that guard holds back, content that is damaged but packed with a right checksum, is tried as well,
in a process of its own: a crash of the parser would end that process, and the test would say so.
"""

import bz2
import csv
import gzip
import io
import random
import subprocess
import sys

import pyreadr
import pytest

from analysis.sources import un_library, unvotes, voeten
from tests.places import UPSTREAM
from tests.sources import fuzz

SHARED = UPSTREAM / "voting"


def bulk_cut(states=9, records=4):
    """Return some records of the real bulk file, of a few states, with totals to match."""
    path = un_library.find_file(SHARED)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        header = list(rows.fieldnames)
        kept: dict[str, list] = {}
        for row in rows:
            record = kept.setdefault(row["undl_id"], [])
            if len(record) < states:
                record.append(row)
            if len(kept) > records:
                break
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, header, lineterminator="\n")
    writer.writeheader()
    for record in list(kept.values())[:records]:
        votes = [row["ms_vote"] for row in record]
        totals = {
            "total_yes": votes.count("Y"),
            "total_no": votes.count("N"),
            "total_abstentions": votes.count("A"),
            "total_non_voting": votes.count("X"),
            "total_ms": len(votes),
        }
        writer.writerows(row | {name: f"{n}.0" for name, n in totals.items()} for row in record)
    return out.getvalue().encode()


def published_cut():
    """Return the first rows of the real publication: a part of the first roll call."""
    return pyreadr.read_r(str(SHARED / "UNVotesPublished.RData"))["x"].iloc[:60]


def r_file(frame, name, tmp_path):
    path = tmp_path / f"{name}.RData"
    pyreadr.write_rdata(str(path), frame, df_name=name, compress="gzip")
    return path.read_bytes()


@pytest.fixture(scope="module", autouse=True)
def _real():
    if not SHARED.exists():
        pytest.skip("the publishers' files are not beside the repository (../shared)")


@pytest.fixture(scope="module")
def published():
    return published_cut()


def test_bulk_file(tmp_path):
    outcomes = fuzz.check_reader(un_library.read_votes, bulk_cut(), "ga_voting.csv", tmp_path)
    assert outcomes["refused"] > 1000


def test_bulk_file_with_its_columns_in_another_order(tmp_path):
    rows = list(csv.reader(io.StringIO(bulk_cut(5, 3).decode(), newline="")))
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(reversed(row) for row in rows)
    content = out.getvalue().encode()
    fuzz.check_reader(un_library.read_votes, content, "ga_voting.csv", tmp_path, cases=300)


def test_packed_bulk_file(tmp_path):
    fuzz.check_reader(
        un_library.read_votes,
        gzip.compress(bulk_cut()),
        "ga_voting.csv.gz",
        tmp_path,
        cases=500,
        mutations=fuzz.BINARY,
        may_change=lambda *_: 0,
    )


def test_2021_votes_as_csv(published, tmp_path):
    frame = published.copy()
    for name, code in (("yes", 1), ("no", 3), ("abstain", 2)):
        frame[name] = frame["vote"].eq(code).groupby(frame["rcid"]).transform("sum")
    content = frame.to_csv(index=False, na_rep="NA", lineterminator="\n").encode()
    fuzz.check_reader(voeten.read_published, content, "completeVotes.csv", tmp_path, cases=400)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
def test_published_votes(published, pack, tmp_path):
    content = pack(gzip.decompress(r_file(published, "x", tmp_path)))
    fuzz.check_reader(
        voeten.read_published,
        content,
        "votes.RData",
        tmp_path,
        cases=800,
        mutations=fuzz.BINARY,
        may_change=lambda *_: 0,
    )


def test_roll_calls_and_issues(tmp_path):
    calls = pyreadr.read_r(str(SHARED / "un_roll_calls.rda"))["un_roll_calls"].iloc[70:100]
    coded = pyreadr.read_r(str(SHARED / "un_roll_call_issues.rda"))["un_roll_call_issues"]
    coded = coded[coded["rcid"].isin(calls["rcid"])].astype({"issue": "str"})
    issues = tmp_path / "issues.rda"
    issues.write_bytes(r_file(coded, "un_roll_call_issues", tmp_path))
    fuzz.check_reader(
        lambda path: unvotes.read_issues(path, issues),
        r_file(calls.astype({"date": "str"}), "un_roll_calls", tmp_path),
        "calls.rda",
        tmp_path,
        cases=1000,
        mutations=fuzz.BINARY,
        may_change=lambda *_: 0,
    )


def test_votes_of_the_package(published, tmp_path):
    calls = pyreadr.read_r(str(SHARED / "un_roll_calls.rda"))["un_roll_calls"].iloc[:2]
    roll_calls = tmp_path / "calls.rda"
    roll_calls.write_bytes(r_file(calls.astype({"date": "str"}), "un_roll_calls", tmp_path))
    frame = published.rename(columns={"ccode": "country"})
    names = {2: "United States", 20: "Canada", 40: "Cuba", 365: "Russia", 160: "Argentina"}
    words = {1: "yes", 2: "abstain", 3: "no"}
    frame = frame[frame["country"].isin(names) & frame["vote"].isin(words)]
    frame = frame.assign(country=frame["country"].map(names), vote=frame["vote"].map(words))
    fuzz.check_reader(
        lambda path: voeten.read_unvotes(path, roll_calls),
        r_file(frame[["rcid", "country", "vote"]], "un_votes", tmp_path),
        "un_votes.rda",
        tmp_path,
        cases=1000,
        mutations=fuzz.BINARY,
        may_change=lambda *_: 0,
    )


TRY_ALL = """
import sys
from pathlib import Path
from analysis.errors import AnalysisError
from analysis.sources import voeten
for path in sorted(Path(sys.argv[1]).iterdir()):
    print(path.name, end=" ", flush=True)
    try:
        votes = voeten.read_published(path)
    except AnalysisError:
        print("refused", flush=True)
    else:
        print("read", votes.matrix.size, flush=True)
"""


def test_content_damaged_before_it_was_packed_does_not_crash_the_parser(published, tmp_path):
    content = gzip.decompress(r_file(published[:20], "x", tmp_path))
    folder = tmp_path / "damaged"
    folder.mkdir()
    for case in range(600):
        rng = random.Random(case)
        mutation = fuzz.MUTATIONS[fuzz.BINARY[case % len(fuzz.BINARY)]]
        (folder / f"{case:04}.RData").write_bytes(gzip.compress(mutation(content, rng), 1))
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", TRY_ALL, str(folder)],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, f"{done.stdout.splitlines()[-1:]}\n{done.stderr[-2000:]}"
    assert len(done.stdout.splitlines()) == 600
