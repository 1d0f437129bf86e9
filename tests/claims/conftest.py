"""The audit of the ledger that ships, made once."""

import pytest

from analysis import claims
from analysis.claims import sentences


@pytest.fixture(scope="session")
def audit():
    return claims.audit()


@pytest.fixture(scope="session")
def ledger(audit):
    return sentences.tell(audit).set_index("claim_id")


HEADER = (
    "claim_id,theme,statement,indicator,value,unit,comparator,subject,counterpart,item,"
    "year_start,year_end"
)


@pytest.fixture
def write(tmp_path):
    """Write a reader's file of claims, one row a string."""

    def one(*rows, header=HEADER):
        path = tmp_path / "mine.csv"
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return path

    return one
