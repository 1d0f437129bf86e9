"""Debt: events of the ledger and creditors' claims in International Debt Statistics."""

from __future__ import annotations

import pandas as pd

from analysis.claims.ledger import Claim
from analysis.claims.registry import Arguments, Context, method
from analysis.claims.values import number
from analysis.claims.verdicts import Reading
from analysis.debt import ROUBLES_PER_DOLLAR, convert
from analysis.debt import events as debt_events

#: An agreement may be told under the year after its signature.
SIGNED_BEFORE = 1
#: Another kind of event with an amount this near is the same event under another name.
SAME_AMOUNT = 1.25


def _events(claim: Claim, context: Context) -> pd.DataFrame:
    """Return the reports on the claim's debtors that are no texts under test, near its years."""
    frame = context.remember(
        "debt events", lambda: debt_events.with_spans(context.tables["debt/events"])
    )
    texts = set(context.tables["claims/texts"]["file"])
    rows = frame[frame["debtor_iso3"].isin(claim.states) & ~frame["source"].isin(texts)]
    rows = rows[rows["status"] == "source_read"].dropna(subset=["start", "end"])
    if not len(claim.years):
        return rows.iloc[:0]
    ends = rows["end"].dt.year >= claim.years[0] - SIGNED_BEFORE
    return rows[ends & (rows["start"].dt.year <= claim.years[-1])]


def _reading(claim: Claim, value: float, row: pd.Series, definition: str, bound: str) -> Reading:
    where = f"{row['debtor_iso3']}, {row['date']}, {row['event']}"
    return Reading(
        number(value, claim.value.unit), "debt/events", where, definition, str(row["source"]), bound
    )


@method
def debt_amount(claim: Claim, arguments: Arguments, context: Context) -> list[Reading]:
    """Return the amounts that are reported for a kind of debt event.

    Parameters
    ----------
    claim : Claim
        An amount in dollars or euros.
    arguments : mapping
        ``event``: kind in ``debt/events``.
    context : Context
        The tables.

    Returns
    -------
    list of Reading
        One a report. A claim in Soviet roubles is converted at each agreed rate; an amount that is
        only reported as another kind of event is marked so.
    """
    rows = _events(claim, context)
    currency = claim.value.quantity
    same = rows[(rows["event"] == arguments["event"]) & rows["amount"].notna()]
    found = []
    for _, row in same[same["currency"] == currency].iterrows():
        at_once = row["start"].year >= claim.years[0] - SIGNED_BEFORE
        if at_once and _is_of_the_years(row, claim, arguments["event"]):
            found.append(_reading(claim, float(row["amount"]), row, str(row["terms"]), "exact"))
    if currency == "USD" and arguments["event"] == "stock":
        for _, row in same[same["currency"] == "SUR"].iterrows():
            for name, rate in ROUBLES_PER_DOLLAR.items():
                if name == "transferable":
                    continue
                dollars = convert(float(row["amount"]), rate)
                said = f"{row['amount'] / 1e9:.2f} billion Soviet roubles at {rate:g} ({name})"
                found.append(_reading(claim, dollars, row, said, "exact"))
    if found:
        return found
    for _, row in rows[(rows["currency"] == currency) & rows["amount"].notna()].iterrows():
        ratio = claim.value.low / row["amount"] if row["amount"] else 0.0
        if 1 / SAME_AMOUNT <= ratio <= SAME_AMOUNT and row["event"] in ("rescheduling", "swap"):
            said = f"reported as {row['event']}, not as {arguments['event'].replace('_', ' ')}"
            found.append(_reading(claim, float(row["amount"]), row, said, "other kind"))
    return found


def _is_of_the_years(row: pd.Series, claim: Claim, event: str) -> bool:
    """Whether a report is of the claim's years; a balance may be a year older, a loan may not."""
    if event == "stock":
        return True
    # A sum over many years is no single loan.
    return bool(row["end"].year >= claim.years[0] and row["end"].year <= claim.years[-1] + 1)


@method
def debt_share(claim: Claim, arguments: Arguments, context: Context) -> list[Reading]:
    """Return one kind of event as a share of the claim at the same date, per cent.

    Parameters
    ----------
    claim : Claim
        A share.
    arguments : mapping
        ``event``: ``write_off`` or ``rescheduling``.
    context : Context
        The tables.

    Returns
    -------
    list of Reading
        One a date with both.
    """
    rows = _events(claim, context).dropna(subset=["amount"])
    stocks = rows[rows["event"] == "stock"]
    found = []
    for _, row in rows[rows["event"] == arguments["event"]].iterrows():
        base = stocks[(stocks["date"] == row["date"]) & (stocks["currency"] == row["currency"])]
        if len(base):
            share = 100 * float(row["amount"]) / float(base["amount"].iloc[0])
            said = f"{row['amount'] / 1e9:g} of {base['amount'].iloc[0] / 1e9:g} billion"
            found.append(_reading(claim, share, row, said, "exact"))
    return found


@method
def loan_in_euros(claim: Claim, arguments: Arguments, context: Context) -> list[Reading]:
    """Return a creditor's stock at the end of a year plus what was paid in it, in euros.

    Parameters
    ----------
    claim : Claim
        An amount in euros, of one year.
    arguments : mapping
        None are used.
    context : Context
        The tables.

    Returns
    -------
    list of Reading
        Stock at the year-end rate where one is on record, payments at the mean rate of the year.
    """
    table = context.tables["debt/ids_creditor"]
    rows = table[table["iso3"].isin(claim.states) & table["year"].isin(claim.years)]
    rows = rows[(rows["status"] == "actual") & (rows["counterpart"] == "RUS")]
    if rows.empty or len(claim.years) != 1:
        return []
    rows = rows[rows["edition"] == rows["edition"].max()]
    usd = rows.groupby("series")["value_usd"].sum()
    rates = context.tables["common/exchange_rates"]
    mean = rates[(rates["currency_area"] == "Euro") & rates["year"].isin(claim.years)]
    stock, paid = usd.get("DT.DOD.BLAT.CD", 0.0), usd.get("DT.AMT.BLAT.CD", 0.0)
    if mean.empty or not stock:
        return []
    per_usd = float(mean["local_currency_per_usd"].iloc[0])
    at_end, said = _year_end(context, claim.years[0])
    stock_rate = at_end or per_usd
    value = stock * stock_rate + paid * per_usd
    return [
        Reading(
            number(float(value), claim.value.unit),
            "debt/ids_creditor",
            f"{', '.join(claim.states)}, {claim.period}, DT.DOD.BLAT and DT.AMT.BLAT, edition "
            f"{rows['edition'].max()}",
            f"stock at the end of the year {said} and principal paid at the mean rate; bilateral "
            "official debt",
            "International Debt Statistics",
        )
    ]


def _year_end(context: Context, year: int) -> tuple[float, str]:
    """Return euros per dollar at the end of a year, or 0 if no rate is on record."""
    if "debt/year_end_rates" not in list(context.tables):
        return 0.0, "at the mean rate"
    rates = context.tables["debt/year_end_rates"]
    dates = pd.to_datetime(rates["date"].astype(str).str[:10])
    rows = rates[(rates["currency"] == "EUR") & (dates.dt.year == year)]
    if rows.empty:
        return 0.0, "at the mean rate"
    return 1 / float(rows["usd_per_unit"].iloc[-1]), "at the rate of that day"
