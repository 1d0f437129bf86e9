"""The ledger of claims: what the texts state, the method that tests it, and the verdict.

A claim is a row of ``claims/claims``; ``claims/indicators`` binds its indicator to a method of the
registry, which returns readings of the catalogue's tables; one rule turns readings into a verdict.
No verdict is stored. Adding a claim, a text or a figure is one row; a new kind of test is one
function in :mod:`analysis.claims.methods`.
"""

from analysis.claims.audit import (
    Audit,
    agreement,
    audit,
    counts,
    load,
    read,
    weak_points,
)
from analysis.claims.ledger import COMPARATORS, THEMES, Claim, find, select
from analysis.claims.registry import METHODS
from analysis.claims.verdicts import VERDICTS, Judgement, Options, Reading, compare, judge

__all__ = [
    "COMPARATORS",
    "METHODS",
    "THEMES",
    "VERDICTS",
    "Audit",
    "Claim",
    "Judgement",
    "Options",
    "Reading",
    "agreement",
    "audit",
    "compare",
    "counts",
    "find",
    "judge",
    "load",
    "read",
    "select",
    "weak_points",
]
