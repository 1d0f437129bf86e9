"""The audit of the ledger that ships, made once."""

import pytest

from analysis import claims


@pytest.fixture(scope="session")
def audit():
    return claims.audit()


@pytest.fixture(scope="session")
def ledger(audit):
    return audit.frame.set_index("claim_id")
