"""One old claim at its reported dates: in two currencies, at two dates, and at steady prices."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.contracts import BY_YEAR, takes
from analysis.debt.claim import OldCurrency, annual_growth, at_prices_of, paths_from, reconcile
from analysis.debt.events import one_event, stocks_in_dollars, years_between
from analysis.debt.frames import reports_with
from analysis.study import OldClaim


@dataclass(frozen=True)
class ClaimHistory:
    """What reports say of one claim; amounts in US dollars if not said otherwise.

    Parameters
    ----------
    debtor : str
        ISO3 code.
    in_currency : float
        The claim in the old currency.
    first, settled : float
        The first figure in dollars, and the claim at its settlement.
    written_off, remainder : float
        Of the settlement, as reported.
    then, settled_in, paid_from : int
        Years of the first figure, of the settlement and of the first payment of the rest.
    arithmetic : pandas.DataFrame
        From :func:`analysis.debt.reconcile`.
    slowest, fastest : float
        Growth from the first figure to the settlement, % a year, by the day of the first.
    inflation : float
        Growth of prices between the same years, % a year.
    real_settled, real_paid : float
        The first figure at prices of the two later years.
    stocks : pandas.DataFrame
        From :func:`analysis.debt.events.stocks_in_dollars`.
    paths : pandas.DataFrame
        From :func:`analysis.debt.paths_from`.
    """

    debtor: str
    in_currency: float
    first: float
    settled: float
    written_off: float
    remainder: float
    then: int
    settled_in: int
    paid_from: int
    arithmetic: pd.DataFrame
    slowest: float
    fastest: float
    inflation: float
    real_settled: float
    real_paid: float
    stocks: pd.DataFrame
    paths: pd.DataFrame

    def value(self, place: int) -> float:
        """Return a value of the arithmetic by its row: 2 the rate implied, 4 converted, 6 rest."""
        return float(self.arithmetic["value"].iloc[place])


@takes(events=reports_with("start", "end", "status"), prices=BY_YEAR)
def follow_claim(
    events: pd.DataFrame, dates: OldClaim, old: OldCurrency, prices: pd.Series
) -> ClaimHistory:
    """Return what reports say of one claim at its dates.

    Parameters
    ----------
    events : pandas.DataFrame
        Reports with ``start`` and ``end`` (:func:`analysis.debt.events.with_spans`); those whose
        source was read are taken.
    dates : OldClaim
        The debtor, and the dates of the reports.
    old : OldCurrency
        The currency of the old claim, and the rate to convert it at.
    prices : pandas.Series
        Price level by year.

    Returns
    -------
    ClaimHistory
        The claim.

    Raises
    ------
    MeasureError
        If a date does not name one report, or prices lack a year.

    Examples
    --------
    >>> from analysis import tables
    >>> from analysis.debt.events import with_spans
    >>> from analysis.study import load_study
    >>> cpi = tables.load("common/us_cpi")
    >>> history = follow_claim(
    ...     with_spans(tables.load("debt/events")),
    ...     load_study().debt.old_claim,
    ...     OldCurrency("SUR", "Soviet roubles", 0.6),
    ...     cpi.set_index("year")["cpi_u_1982_84_100"],
    ... )
    >>> round(history.real_settled / 1e9, 1), round(history.fastest, 2)
    (44.2, 1.55)
    """
    rows = events[(events["debtor_iso3"] == dates.debtor) & (events["status"] == "source_read")]
    first, settled, in_currency = (
        one_event(rows, event="stock", date=date)
        for date in (dates.first, dates.settled, dates.in_currency)
    )
    written_off = one_event(rows, event="write_off", date=dates.settled)
    remainder = one_event(rows, event="rescheduling", date=dates.settled)
    payment = one_event(rows, event="rescheduling", date=dates.first_payment)
    then, settled_in, paid_from = (row["start"].year for row in (first, settled, payment))
    shortest, longest = years_between(first, settled)
    slowest, fastest = (
        annual_growth(first["amount"], settled["amount"], years) for years in (longest, shortest)
    )
    # Later debts of the same debtor are smaller than what was left of the old one.
    stocks = rows[(rows["event"] == "stock") & (rows["amount"] > remainder["amount"])]
    return ClaimHistory(
        debtor=dates.debtor,
        in_currency=float(in_currency["amount"]),
        first=float(first["amount"]),
        settled=float(settled["amount"]),
        written_off=float(written_off["amount"]),
        remainder=float(remainder["amount"]),
        then=then,
        settled_in=settled_in,
        paid_from=paid_from,
        arithmetic=reconcile(in_currency["amount"], first["amount"], settled["amount"], old),
        slowest=slowest,
        fastest=fastest,
        inflation=annual_growth(prices[then], prices[settled_in], settled_in - then),
        real_settled=at_prices_of(first["amount"], prices, then, settled_in),
        real_paid=at_prices_of(first["amount"], prices, then, paid_from),
        stocks=stocks_in_dollars(stocks, old),
        paths=paths_from(first["amount"], then, paid_from, (slowest + fastest) / 2, prices),
    )
