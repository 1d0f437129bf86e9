"""The ledger of claims: what texts state, the method that tests it, and the verdict.

A claim is a row of ``claims/claims``; ``claims/indicators`` binds its indicator to a method of the
registry, which returns readings of the catalogue's tables; one rule turns readings into a verdict.
No verdict is stored. Adding a claim, a text or a figure is one row; a new kind of test is one
function in :mod:`analysis.claims.methods`.
"""

from analysis.claims.audit import Audit as Audit
from analysis.claims.audit import audit as audit
from analysis.claims.audit import count_by as count_by
from analysis.claims.audit import count_reasons as count_reasons
from analysis.claims.audit import load as load
from analysis.claims.audit import name_tally as name_tally
from analysis.claims.audit import pick_inconsistent as pick_inconsistent
from analysis.claims.audit import pick_ratios as pick_ratios
from analysis.claims.audit import pick_weak as pick_weak
from analysis.claims.audit import share_supported as share_supported
from analysis.claims.audit import vary_tolerance as vary_tolerance
from analysis.claims.ledger import select as select
from analysis.claims.options import Options as Options
from analysis.claims.parameters import read as read
from analysis.claims.registry import METHODS as METHODS
from analysis.claims.same_debt import reconcile_same_debt as reconcile_same_debt
from analysis.claims.verdicts import VERDICTS as VERDICTS
