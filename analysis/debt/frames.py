"""What the measures of debt ask of numbers and frames; see :mod:`analysis.contracts`."""

from __future__ import annotations

from analysis.contracts import Contract, Day, Frame, Number, OneOf, Several
from analysis.debt.day_counts import DAY_COUNTS

#: How sure a report is: a source was read; a source was read and its matter is disputed; the
#: event was proposed or declined and did not happen; no source was found.
STATUSES = ("source_read", "disputed", "proposal", "declined", "unverified")
#: Kinds of event, in the order in which they are shown.
EVENTS = (*("stock", "write_off", "rescheduling", "new_loan", "arms_credit", "payment", "swap"),)
#: Kinds of creditor in the names of the Bank's series, in words.
LENDERS: dict[str, str] = {
    "BLAT": "bilateral official",
    "PROP": "private suppliers",
    "PCBK": "banks",
}
#: Days of valuation, in words.
DAYS: dict[str, str] = {
    "term_start": "one period before the first payment",
    "signature": "on the day of signature",
}

RATE = Number(above=-1, at_most=1, hint="a share a year: 0.05 is 5 %")
"""A rate of interest or discount; above 1 it is per cent taken for a share."""
SHARE = Number(at_least=0, at_most=1, hint="a share: 0.05 is 5 %")
AMOUNT, FROM_ZERO, FINITE = Number(above=0), Number(at_least=0), Number()
COUNT = Number(at_least=1, is_whole=True)
RATES, SHARES = Several(RATE), Several(SHARE)
DAY_COUNT = OneOf(tuple(DAY_COUNTS))
VALUED_AT = OneOf(tuple(DAYS))

PAYMENTS = Frame(
    *("time_years", "payment"),
    present=("time_years", "payment"),
    rules={"time_years": FROM_ZERO, "payment": FROM_ZERO},
)
"""Payments to come; nothing is left to pay where there is none."""


def _schedule(**more: Contract) -> Frame:
    rules = {"time_years": FROM_ZERO, "payment": FROM_ZERO, "principal": FINITE, **more}
    return Frame(*rules, present=tuple(rules), rules=rules)


SCHEDULE = _schedule()
"""Payments with their principal, which is negative where interest is added to the debt."""
BALANCES = _schedule(balance=FROM_ZERO, interest=FINITE)
DATED = Frame("date", "payment", present=("date", "payment"), rules={"date": Day()})

TERMS = Frame(
    *("instrument", "what", "debtor_iso3", "status", "date", "claim", "face", "currency"),
    *("interest_rate_pct", "total_interest", "maturity_years", "grace_years"),
    *("payments_per_year", "first_payment", "stays_pct", "rouble_claim", "roubles_per_dollar"),
    key=1,
    present=("face", "currency", "date"),
    rules={
        **dict.fromkeys(("claim", "face", "maturity_years", "grace_years"), FROM_ZERO),
        **dict.fromkeys(("total_interest", "interest_rate_pct"), FROM_ZERO),
        "payments_per_year": COUNT,
        "stays_pct": Number(at_least=0, at_most=100),
        **dict.fromkeys(("rouble_claim", "roubles_per_dollar"), AMOUNT),
    },
)
"""The table ``debt/terms``: an empty term is one that no source gives."""

REPORTS = Frame(
    *("date", "debtor_iso3", "event", "amount", "currency", "source"),
    rules={"event": OneOf(EVENTS), "amount": FROM_ZERO},
    present=("event",),
)
"""Reports of debt events: the table ``debt/events``."""


def reports_with(*columns: str) -> Frame:
    """Return the contract of reports that need some columns more.

    Parameters
    ----------
    *columns : str
        Their names.

    Returns
    -------
    Frame
        The contract.
    """
    return Frame(
        *REPORTS.columns,
        *columns,
        rules={**REPORTS.rules, "status": OneOf(STATUSES)},
        present=("event",),
    )


CLAIMS = Frame(
    *("iso3", "series", "counterpart", "year", "edition", "value_usd", "status"),
    key=5,
    present=("value_usd",),
    rules={"status": OneOf(("actual", "scheduled"))},
)
"""The table ``debt/ids_creditor``: claims by edition of International Debt Statistics."""
