"""Issue codes of unvotes and how they pass to the UN Digital Library's resolutions."""

import pandas as pd
import pyreadr
import pytest

from analysis.errors import SourceError
from analysis.sources import un_library, unvotes
from tests.places import UPSTREAM

SHARED = UPSTREAM / "voting"


def coded(*rows):
    frame = pd.DataFrame(rows, columns=["symbol", "is_part", "codes"])
    frame["key"] = frame["symbol"].map(unvotes.symbol_key)
    for issue in unvotes.ISSUES:
        frame[issue] = [issue in codes for codes in frame["codes"]]
    return frame


def issues_of(symbol, frame):
    row = unvotes.match_issues(pd.Series([symbol]), frame).iloc[0]
    return [issue for issue in unvotes.ISSUES if row[issue]] if row["is_matched"] else None


@pytest.mark.parametrize(
    ("library", "unvotes_form"),
    [
        ("A/RES/68/262", "R/68/262"),
        ("A/RES/71/5", "A/RES/71/5"),
        ("A/RES/2775(XXVI)[A]", "R/26/2775A"),
        ("A/RES/34/93A", "R/34/93A"),
        ("A/RES/50/38[B-XII]", "R/50/38B/XII"),
        ("A/RES/42/209[C]", "R/42/209/C"),
        ("A/RES/39/236[SectionXI]", "R/39/236/XI"),
        ("A/RES/36//235IX", "R/36/235/IX"),
        ("A/RES/ES-10/19", "A/RES/ES-10/19"),
        ("A/RES/1889(XVIII)", "R/18/1889"),
        ("A/RES/3541(XXX)", "R/30/3541"),
    ],
)
def test_both_forms_of_a_symbol_have_one_key(library, unvotes_form):
    assert unvotes.symbol_key(library) == unvotes.symbol_key(unvotes_form) is not None


@pytest.mark.parametrize(
    "symbol", ["", "R/6444A", "R/10 65", "SS/5", "A/RES/79/XX", "A/DEC/80/506"]
)
def test_what_is_no_symbol_has_no_key(symbol):
    assert unvotes.symbol_key(symbol) is None


def test_resolutions_of_two_sessions_are_not_confused():
    frame = coded(("R/62/38", False, ["nu"]))
    assert issues_of("A/RES/62/38", frame) == ["nu"]
    assert issues_of("A/RES/61/38", frame) is None


def test_matched_without_codes_differs_from_unmatched():
    frame = coded(("R/62/38", False, []))
    assert issues_of("A/RES/62/38", frame) == []
    assert issues_of("A/RES/62/39", frame) is None


def test_codes_of_the_whole_text_count_before_those_of_paragraphs():
    frame = coded(("R/53/77S", True, ["di", "ec"]), ("R/53/77S", False, ["di", "co"]))
    assert issues_of("A/RES/53/77S", frame) == ["di", "co"]


def test_codes_of_a_paragraph_count_where_nothing_else_is_there():
    assert issues_of("A/RES/53/77S", coded(("R/53/77S", True, ["di"]))) == ["di"]


def test_letters_for_votes_on_one_resolution_pass_on_only_codes_they_share():
    same = coded(("R/26/2754A", False, ["ec"]), ("R/26/2754B", False, ["ec"]))
    differ = coded(("R/26/2754A", False, ["ec"]), ("R/26/2754B", False, []))
    assert issues_of("A/RES/2754(XXVI)", same) == ["ec"]
    assert issues_of("A/RES/2754(XXVI)", differ) is None


def write_rda(path, name, frame):
    pyreadr.write_rdata(str(path), frame, df_name=name, compress="gzip")
    return path


def test_wrong_r_file_is_refused_with_what_it_holds(tmp_path):
    path = write_rda(tmp_path / "x.rda", "un_votes", pd.DataFrame({"rcid": [1.0]}))
    with pytest.raises(SourceError, match="un_roll_calls but un_votes"):
        unvotes.read_issues(path, path)


def test_file_that_is_no_r_file_is_refused(tmp_path):
    path = tmp_path / "x.rda"
    path.write_text("<html>")
    with pytest.raises(SourceError, match="is not an R file"):
        unvotes.read_issues(path, path)


def test_missing_file_is_refused(tmp_path):
    with pytest.raises(SourceError, match="cannot be opened: No such file"):
        unvotes.read_issues(tmp_path / "no.rda", tmp_path / "no.rda")


def test_unknown_issue_is_refused(tmp_path):
    calls = pd.DataFrame(
        {"rcid": [1.0], "session": [68.0], "unres": ["R/68/1"], "amend": [0.0], "para": [0.0]}
    )
    one = write_rda(tmp_path / "a.rda", "un_roll_calls", calls)
    two = write_rda(
        tmp_path / "b.rda",
        "un_roll_call_issues",
        pd.DataFrame({"rcid": [1.0], "short_name": ["zz"]}),
    )
    with pytest.raises(SourceError, match="unknown issue codes zz"):
        unvotes.read_issues(one, two)


@pytest.fixture(scope="module")
def real():
    if not SHARED.exists():
        pytest.skip("the publishers' files are not beside the repository (../shared)")
    return unvotes.read_issues(SHARED / "un_roll_calls.rda", SHARED / "un_roll_call_issues.rda")


def test_real_files_hold_every_roll_call_and_code(real):
    assert len(real) == 6203
    assert real["symbol"].eq("").sum() == 159
    assert real[list(unvotes.ISSUES)].to_numpy().sum() == 5745


def test_pages_of_early_records_are_not_taken_for_symbols(real):
    assert real.loc[real["session"] < 18, "key"].isna().all()
    assert real.loc[real["session"].between(40, 74), "key"].notna().mean() > 0.99


def test_match_is_nearly_complete_from_1976_to_2020(real):
    calls = un_library.read_votes(un_library.find_file(SHARED)).roll_calls
    matched = unvotes.match_issues(calls["resolution"], real)["is_matched"]
    between = calls["regular_session"].between(31, 74)
    assert matched[between].mean() == pytest.approx(0.966, abs=0.001)
    assert not matched[calls["regular_session"] > 74].any()
