"""Against the opinion that the compilers of the evidence noted beside each figure."""

import csv
from collections import Counter

import pytest

from analysis.claims.verdicts import (
    CONTRADICTED,
    INCONSISTENT,
    NO_DATA,
    OFF,
    PLAUSIBLE,
    SLIP,
    SUPPORTED,
)
from tests.places import FACTS

FILE = FACTS / "claims" / "evidence.csv"

#: Their word → the verdicts that say the same in this package's finer words. "Partly" is off by a
#: little, right in part, or one of several definitions; what has no figure gives no verdict.
SAME = {
    "supported": {SUPPORTED},
    "contradicted": {CONTRADICTED, OFF, SLIP, INCONSISTENT},
    "partly": {OFF, PLAUSIBLE, INCONSISTENT, SUPPORTED, NO_DATA},
    "inconclusive": {PLAUSIBLE, OFF, NO_DATA},
}

#: Seven million packs by July 2023 are a lower bound for what was supplied by the end of 2024.
OTHERWISE = {"s4-insulin-85": PLAUSIBLE}


def opinions():
    if not FILE.exists():
        pytest.skip("the compilers' opinions are not beside the repository (../shared)")
    with FILE.open(encoding="utf-8") as file:
        return {row["claim_id"]: row["reading"].split(":")[0] for row in csv.DictReader(file)}


def test_every_opinion_is_met_or_named(ledger):
    differs = {
        claim_id: ledger.loc[claim_id, "verdict"]
        for claim_id, opinion in opinions().items()
        if ledger.loc[claim_id, "verdict"] not in SAME[opinion]
    }
    assert differs == OTHERWISE


def test_supported_and_contradicted_are_never_confused(ledger):
    pairs = Counter(
        (opinion, ledger.loc[claim_id, "verdict"]) for claim_id, opinion in opinions().items()
    )
    assert pairs["supported", SUPPORTED] == 118
    assert pairs["supported", CONTRADICTED] == pairs["contradicted", SUPPORTED] == 0
