"""Readings and evidence that the tests of trade share."""

import matplotlib.pyplot as plt
import pytest

from analysis import tables, trade
from analysis.study import load_study

STUDY = load_study("russia_lac")


@pytest.fixture(scope="session")
def prices():
    cpi = tables.load("common/us_cpi").query("not is_part_year")
    return cpi.set_index("year")["cpi_u_1982_84_100"]


@pytest.fixture(scope="session")
def evidence_of(prices):
    """Return a function: partner → the tables of every reading with it."""
    found = {}

    def read(partner):
        if partner not in found:
            found[partner] = trade.Evidence(
                trade.pick_partner(tables.load("trade/bilateral"), partner),
                tables.load("trade/offshore"),
                tables.load("trade/mirror_reliability"),
                prices,
                tables.load("common/known_faults"),
            )
        return found[partner]

    return read


@pytest.fixture(scope="session")
def evidence(evidence_of):
    return evidence_of("RUS")


@pytest.fixture(scope="session")
def russia(evidence):
    """The rows of trade/bilateral with Russia."""
    return evidence.bilateral


@pytest.fixture(scope="session")
def reading():
    """All states with Russia, 1996 to 2023, by Russia's figures."""
    return trade.Reading(STUDY, "RUS", STUDY.states, range(1996, 2024))


@pytest.fixture(scope="session")
def totals(reading, evidence):
    return {side: trade.read_totals(reading.but(side=side), evidence) for side in trade.REPORTERS}


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")
