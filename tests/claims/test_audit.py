"""Verdicts come from tables: change a table, and the verdict changes."""

import dataclasses
import re
from pathlib import Path

import pandas as pd
import pytest

from analysis import claims
from analysis.claims.verdicts import CONTRADICTED, INCONSISTENT, NO_DATA, OFF, SUPPORTED
from analysis.errors import AnalysisError, MeasureError
from analysis.tables import load


def judged(claim_id, replaced=None, options=None):
    found = [claim for claim in claims.load() if claim.claim_id == claim_id]
    return claims.audit(found, options or claims.Options(), replaced=replaced)[claim_id]


def test_a_changed_vote_changes_the_verdict():
    votes = load("voting/landmark_votes")
    is_it = (votes["resolution"] == "A/RES/68/262") & (votes["iso3"] == "MEX")
    assert judged("s1-un-for-mex").verdict == SUPPORTED
    changed = votes.assign(vote=votes["vote"].mask(is_it, "no"))
    tables = {"voting/landmark_votes": changed}
    assert judged("s1-un-for-mex", tables).verdict == CONTRADICTED
    assert judged("s1-un-for-lac13", tables).verdict == CONTRADICTED


def test_a_changed_flow_changes_the_verdict():
    flows = load("trade/bilateral")
    doubled = flows.assign(value_usd=flows["value_usd"] * 18.5 / 16.088)
    assert judged("s1-trade-2014").verdict == OFF
    assert judged("s1-trade-2014", {"trade/bilateral": doubled}).verdict == SUPPORTED


def test_a_changed_cell_changes_the_balance():
    printed = load("trade/aladi")
    is_it = (printed["iso3"] == "ARG") & (printed["year"] == 2000) & (printed["table"] == 1)
    changed = printed.assign(value_as_printed=printed["value_as_printed"].mask(is_it, "103.443"))
    assert judged("s0-t3-arg-2000").verdict == SUPPORTED
    assert judged("s0-t3-arg-2000", {"trade/aladi": changed}).verdict == INCONSISTENT


def test_without_its_evidence_a_claim_has_a_reason():
    empty = load("claims/evidence").iloc[:0]
    found = judged("s1-nic-moskva-2013", {"claims/evidence": empty})
    assert (found.verdict, found.comparisons) == (NO_DATA, ())
    assert "no independent record" in found.reason


def test_a_second_source_makes_a_range():
    rows = load("claims/evidence")
    brics = rows[rows["indicator"] == "ndb_capital"]
    assert len(brics) == 2
    found = judged("s1-brics-100")
    assert found.depends_on_definition
    only = rows.drop(index=brics.index[brics["value"] == "100"])
    assert judged("s1-brics-100", {"claims/evidence": only}).verdict == CONTRADICTED


WORDS = re.compile(
    r"support|contradict|inconsisten|plausib|verdict|testable|slip|\bwrong|\bright\b|likely|correct",
    re.IGNORECASE,
)


@pytest.mark.parametrize(
    "table", ["claims", "texts", "arithmetic", "evidence", "indicators", "diplomatic_relations"]
)
def test_no_verdict_is_stored(table):
    frame = load(f"claims/{table}").astype("object").fillna("")
    offenders = {
        (column, cell)
        for column in frame
        if column not in ("statement", "source", "location")
        for cell in frame[column].astype(str)
        if WORDS.search(cell)
    }
    # What was claimed of a vote is the name of an indicator, not a judgement.
    assert not offenders
    assert not {"verdict", "reading", "result"} & set(frame.columns)


def test_no_method_names_a_claim():
    """Methods serve indicators: none is written for one claim."""
    names = {claim.claim_id for claim in claims.load()}
    for path in sorted(Path(claims.__file__).parent.rglob("*.py")):
        if path.name == "parameters.py":  # the defaults of the notebook name examples
            continue
        text = path.read_text(encoding="utf-8")
        code = re.sub(r'""".*?"""', "", text, flags=re.DOTALL)
        assert not names & set(re.findall(r"s\d-[a-z0-9-]+", code)), path


def test_every_indicator_has_a_method_or_evidence_or_a_reason():
    rows = load("claims/indicators").fillna("")
    evidence = set(load("claims/evidence")["indicator"])
    bound = (rows["methods"] != "") | rows["indicator"].isin(evidence) | (rows["reason"] != "")
    assert bound.all()
    assert {c.indicator for c in claims.load()} <= set(rows["indicator"])


def test_a_reader_chooses_whose_figures_decide():
    russia = judged("s1-col-375", options=claims.Options(reporter="counterpart"))
    states = judged("s1-col-375", options=claims.Options(reporter="states"))
    assert (russia.verdict, states.verdict) == (SUPPORTED, OFF)
    # All readings are shown, whoever decides.
    assert len(russia.comparisons) == len(states.comparisons)


def test_another_tolerance_judges_the_same_readings(audit):
    wide, narrow = audit.at_tolerance(0.2), audit.at_tolerance(0.0)
    assert wide["s1-trade-2014"].verdict == SUPPORTED
    assert wide.tally()[SUPPORTED] > audit.tally()[SUPPORTED] > narrow.tally()[SUPPORTED]
    again = audit.at_tolerance(audit.options.tolerance)
    pd.testing.assert_frame_equal(again.frame, audit.frame)


def test_same_tables_same_frame(audit):
    pd.testing.assert_frame_equal(claims.audit().frame, audit.frame)


def test_counts_hold_every_claim_once(audit):
    for column in ("text", "theme"):
        assert claims.count_by(audit.frame, column).to_numpy().sum() == 473


def test_unknown_claim_names_the_nearest(audit):
    with pytest.raises(AnalysisError, match="did you mean 's1-trade-2014'"):
        audit["s1-trade-2041"]


def test_what_would_have_to_be_true(ledger):
    assert "15 % above the reading" in ledger.loc["s1-trade-2014", "would_hold_if"]
    assert "a thousand times larger" in ledger.loc["s1-bra-mi35-cost", "would_hold_if"]
    assert "off: 5.612 billion USD" in ledger.loc["s0-trade-lac-2002", "would_hold_if"]
    assert "bound" in ledger.loc["s4-imports-2024", "would_hold_if"]
    assert "unit" in ledger.loc["s0-ven-petrol-80bn", "would_hold_if"]
    supported = ledger["verdict"] == SUPPORTED
    assert (ledger.loc[supported, "would_hold_if"] == "").all()


def test_evidence_is_read_for_a_claim_that_asks():
    """A row that answers no claim is dead: it is misspelled or its claim has gone."""
    found = claims.audit()
    used = found.readings.query("table == 'claims/evidence'")["source"]
    rows = load("claims/evidence")[["indicator", "source", "location"]].fillna("")
    rows = rows[rows["indicator"] != "crude_oil_price"]
    labels = {
        "; ".join(p for p in pair if p)
        for pair in zip(rows["source"], rows["location"], strict=True)
    }
    assert labels <= set(used)


def test_no_claims_give_an_empty_frame():
    found = claims.audit([])
    assert found.frame.empty
    assert found.readings.empty
    assert claims.pick_weak(found.frame).empty
    assert not found.frame[found.frame["depends_on_definition"]].columns.empty


def test_counts_refuse_what_is_no_audit(audit):
    frame = audit.frame
    with pytest.raises(MeasureError, match="by = 'claim_id' is not allowed"):
        claims.count_by(frame, "claim_id")
    for count in (claims.pick_weak, claims.share_supported, claims.count_reasons):
        with pytest.raises(MeasureError, match="more than one row for claim_id"):
            count(pd.concat([frame, frame.head(1)]))
        with pytest.raises(MeasureError, match="'maybe' is not allowed"):
            count(frame.assign(verdict="maybe"))
        with pytest.raises(MeasureError, match="no column verdict"):
            count(frame.drop(columns="verdict"))
        with pytest.raises(MeasureError, match="claim_id is missing"):
            count(frame.assign(claim_id=frame["claim_id"].where(frame["text"] != "s1")))


def test_the_tally_has_a_record_a_verdict(audit):
    named = claims.name_tally(audit)
    assert named["claims"] == 473
    assert named["claims_decided"] == 370
    assert named["claims_unit_or_scale_slip"] == 2
    assert named["claims_plausible_not_verifiable"] == 18
    assert sum(named.values()) == 473 + 370 + 473


def test_tolerances_are_varied_with_the_chosen_one(audit):
    few = audit.of([audit["s1-trade-2014"].claim, audit["s1-col-375"].claim])
    steps = claims.vary_tolerance(few.at_tolerance(0.16))
    assert steps["tolerance_pct"].tolist() == pytest.approx([1, 2.5, 5, 10, 16, 20])
    assert steps[SUPPORTED].tolist() == [0, 0, 1, 1, 2, 2]
    assert (steps[list(claims.VERDICTS)].sum(axis=1) == 2).all()
    with pytest.raises(MeasureError, match="tolerance = 3"):
        audit.at_tolerance(3)


def test_reasons_are_counted(audit):
    reasons = claims.count_reasons(audit.frame)
    tally = audit.tally()
    assert reasons["claims"].sum() == tally[NO_DATA] + tally["not testable as printed"]
    assert set(reasons["verdict"]) == {NO_DATA, "not testable as printed"}


def test_cells_are_told_by_their_table_not_by_their_name(audit):
    frame = audit.frame
    assert frame["is_printed"].sum() == 148
    one = audit["s0-t1-arg-2000"].claim
    other = claims.audit([dataclasses.replace(one, text="mine")])
    assert not other.frame["is_printed"].any()
    assert "trade/aladi" not in other.frame["tables"].item()


def test_ratios_are_picked(audit):
    rows = claims.pick_ratios(audit.readings, ["s1-trade-2014", "s1-un-for-mex"])
    assert set(rows["claim_id"]) == {"s1-trade-2014"}
    assert rows["ratio"].notna().all()


def test_wrong_balances_are_picked(audit):
    cells = audit.frame[audit.frame["is_printed"]]
    assert set(claims.pick_inconsistent(cells)["item"]) == {"table 3"}


def test_readings_say_who_reports(audit):
    rows = audit.readings
    rows = rows[rows["table"] == "trade/bilateral"]
    theirs = rows["reading"].str.contains("Russia's report", regex=False)
    assert rows["rows"].str.contains("reporter RUS").equals(theirs)
    assert rows["rows"].str.contains("reporter the states").equals(~theirs)
    assert set(rows["source"]) >= {"reporter RUS", "reporter the states"}
    assert theirs.sum() > 100


def test_a_place_is_given_over_five_years_too(audit):
    found = audit["s1-ven-first-partner"].comparisons
    assert [c.reading.rows.partition(",")[0] for c in found] == [
        "deliveries 2013",
        "deliveries 2009–2013",
    ]
    assert "VEN has" in found[0].reading.definition
