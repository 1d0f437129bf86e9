"""The voting tables: built from the real files, and true to themselves."""

from pathlib import Path

import pandas as pd
import pytest

from analysis import catalog, voting
from analysis.build import voting as build
from analysis.upstream import un_library, unvotes

SHARED = Path(__file__).parents[2].parent / "shared" / "upstream"


@pytest.fixture(scope="module")
def tallies():
    return catalog.load("voting/tallies")


@pytest.fixture(scope="module")
def coding():
    return catalog.load("voting/coding")


def test_nine_counts_add_up_to_n(tallies):
    assert (tallies[list(voting.COUNTS)].sum(axis="columns") == tallies["n"]).all()


def test_absence_accounts_for_the_rest_of_what_is_listed(tallies):
    rows = tallies[tallies["issue"] == "all"]
    absent = rows["n_listed"] - rows["n"]
    assert (absent <= rows["n_state_absent"] + rows["n_partner_absent"]).all()
    assert (absent >= rows[["n_state_absent", "n_partner_absent"]].max(axis="columns")).all()


def test_no_issue_has_more_votes_than_all(tallies):
    keys = ["session", "year", "iso3", "partner"]
    wide = tallies.pivot(index=keys, columns="issue", values="n").fillna(0)
    for issue in unvotes.ISSUES:
        assert (wide[issue] <= wide["all"]).all()


def test_states_and_partners_are_complete(tallies):
    assert tallies["iso3"].nunique() == 33
    assert set(tallies["partner"]) == set(build.PARTNERS)
    assert set(tallies["session"]) == set(range(1, 81)) - {19}


def test_session_and_year_are_both_exact(tallies, coding):
    rows = tallies.query("iso3 == 'ARG' and partner == 'USA' and issue == 'all'")
    merged = rows.merge(coding, on=["session", "year"], how="outer", validate="one_to_one")
    assert (merged["n_listed"] == merged["n_roll_calls"]).all()


def test_coding_counts_every_roll_call_once(coding):
    assert coding["n_roll_calls"].sum() == 5539
    assert (coding["n_coded"] <= coding["n_matched"]).all()
    assert (coding["n_matched"] <= coding["n_roll_calls"]).all()
    assert coding.loc[coding["session"] > unvotes.LAST_CODED_SESSION, "n_coded"].sum() == 0


def test_table_is_small_and_holds_no_roll_call():
    path = catalog.DATA / catalog.Catalog(catalog.DATA).resource("voting/tallies")["path"]
    assert path.stat().st_size < 3_000_000
    assert "resolution" not in catalog.load("voting/tallies").columns


def test_landmark_totals_cover_the_landmark_votes():
    totals = catalog.load("voting/landmark_totals").set_index("resolution")
    assert set(totals.index) == set(catalog.load("voting/landmark_votes")["resolution"])
    assert totals.loc["A/RES/68/262"].tolist() == [100, 11, 58, 24, 193]
    parts = ["total_yes", "total_no", "total_abstentions", "total_non_voting"]
    assert (totals[parts].sum(axis="columns") == totals["total_ms"]).all()


def test_landmark_votes_are_those_of_the_roll_calls():
    if not SHARED.exists():
        pytest.skip("the publishers' files are not beside the repository (../shared)")
    votes = un_library.read_votes(un_library.find_file(SHARED / "voting"))
    names = {1: "yes", 2: "abstain", 3: "no", 0: "absent"}
    matrix = pd.DataFrame(votes.matrix, index=votes.states, columns=votes.roll_calls["resolution"])
    rows = catalog.load("voting/landmark_votes")
    found = [names[matrix.loc[s, r]] for s, r in zip(rows["iso3"], rows["resolution"], strict=True)]
    assert found == rows["vote"].tolist()


def test_tables_are_those_that_the_build_makes():
    if not SHARED.exists():
        pytest.skip("the publishers' files are not beside the repository (../shared)")
    for name in ("tallies", "coding", "landmark_totals"):
        shipped = catalog.load(f"voting/{name}")
        resource = catalog.Catalog(catalog.DATA).resource(f"voting/{name}")
        built = getattr(build, name)(SHARED).sort_values(resource["schema"]["primaryKey"])
        pd.testing.assert_frame_equal(
            built.reset_index(drop=True), shipped, check_dtype=False, obj=name
        )


def test_agreement_of_one_pair_and_year_is_that_of_its_votes():
    if not SHARED.exists():
        pytest.skip("the publishers' files are not beside the repository (../shared)")
    votes = un_library.read_votes(un_library.find_file(SHARED / "voting"))
    brazil, russia = votes.of(["BRA", "RUS"]).astype(int)
    both = (brazil > 0) & (russia > 0) & (votes.roll_calls["year"] == 2015).to_numpy()
    expected = 1 - abs(brazil - russia)[both].mean() / 2
    rows = voting.select_tallies(
        catalog.load("voting/tallies"),
        states=["BRA"],
        partners=["RUS"],
        first_year=2015,
        last_year=2015,
    )
    scores = voting.score(voting.sum_tallies(rows, ["year", "iso3", "partner"]))
    assert scores["n"].item() == both.sum()
    assert scores["value"].item() == pytest.approx(expected)
