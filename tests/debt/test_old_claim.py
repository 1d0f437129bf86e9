"""One claim at its reported dates."""

import dataclasses

import pandas as pd
import pytest

from analysis import debt, tables
from analysis.debt import events as debt_events
from analysis.errors import MeasureError
from analysis.study import load_study

ROUBLES = debt.OldCurrency("SUR", "Soviet roubles", 0.6)
DATES = load_study("russia_lac").debt.old_claim


@pytest.fixture(scope="module")
def events():
    return debt_events.with_spans(tables.load("debt/events"))


@pytest.fixture(scope="module")
def prices():
    cpi = tables.load("common/us_cpi")
    return cpi[~cpi["is_part_year"]].set_index("year")["cpi_u_1982_84_100"]


def test_the_history_is_that_of_the_note(events, prices):
    history = debt.follow_claim(events, DATES, ROUBLES, prices)
    assert (history.debtor, history.then, history.settled_in, history.paid_from) == (
        *("CUB", 1990, 2013, 2014),
    )
    assert (history.in_currency, history.first, history.settled) == (15.49e9, 24.78e9, 35.2e9)
    assert (history.written_off, history.remainder) == (31.7e9, 3.5e9)
    assert round(history.value(2), 3) == 0.625
    assert round(history.value(4) / 1e9, 1) == 25.8
    assert round(history.value(6) / 1e9, 1) == 9.4
    assert (round(history.slowest, 2), round(history.fastest, 2)) == (1.48, 1.55)
    assert round(history.inflation, 1) == 2.5
    assert (round(history.real_settled / 1e9, 1), round(history.real_paid / 1e9, 1)) == (44.2, 44.9)
    # Debts run up later, of millions, are not part of it.
    assert len(history.stocks) == 7 and history.stocks["value_usd"].min() == 22e9
    assert history.paths["year"].agg(["min", "max"]).tolist() == [1990.5, 2014.5]


def test_a_date_without_a_report_is_refused(events, prices):
    for field in ("in_currency", "first", "settled", "first_payment"):
        dates = DATES.model_copy(update={field: "1900"})
        with pytest.raises(MeasureError, match=r"0 events have event '.*', date '1900'"):
            debt.follow_claim(events, dates, ROUBLES, prices)
    with pytest.raises(MeasureError, match="do not cover 2014"):
        debt.follow_claim(events, DATES, ROUBLES, prices.loc[:2013])
    with pytest.raises(MeasureError, match="must be a Series by year"):
        debt.follow_claim(events, DATES, ROUBLES, prices.to_dict())
    other = dataclasses.replace(ROUBLES, code="XXX")
    with pytest.raises(MeasureError, match="amounts are in SUR; only USD and XXX"):
        debt.follow_claim(events, DATES, other, prices)
    assert isinstance(prices, pd.Series)
