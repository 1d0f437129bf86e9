"""Debt: events on record and creditors' claims in International Debt Statistics."""

from __future__ import annotations

import pandas as pd

from analysis.claims.ledger import Claim
from analysis.claims.registry import Context, method
from analysis.claims.values import number
from analysis.claims.verdicts import Reading
from analysis.debt import convert
from analysis.debt import events as debt_events

#: An agreement may be told under the year after its signature.
SIGNED_BEFORE = 1
#: Another kind of event with an amount this near is the same event under another name …
SAME_AMOUNT = 1.25
#: … if it is one of these.
RENAMED = ("rescheduling", "swap")
#: Series of International Debt Statistics: bilateral official stock, and principal paid on it.
STOCK, PAID = "DT.DOD.BLAT.CD", "DT.AMT.BLAT.CD"


def _events(claim: Claim, context: Context) -> pd.DataFrame:
    """Return the reports on the claim's debtors that are no texts under test, near its years."""
    frame = context.remember(
        "debt events", lambda: debt_events.with_spans(context.tables["debt/events"])
    )
    texts = set(context.tables["claims/texts"]["file"])
    owed = frame["debtor_iso3"].isin(context.states(claim))
    owed &= frame["creditor"].isin(context.lineage(claim))
    rows = frame[owed & ~frame["source"].isin(texts)]
    rows = rows[rows["status"] == "source_read"].dropna(subset=["start", "end"])
    if not len(claim.years):
        return rows.iloc[:0]
    ends = rows["end"].dt.year >= claim.years[0] - SIGNED_BEFORE
    return rows[ends & (rows["start"].dt.year <= claim.years[-1])]


def _reading(value: float, unit: str, row: pd.Series, definition: str, bound: str) -> Reading:
    where = f"{row['debtor_iso3']}, {row['date']}, {row['event']}"
    return Reading(number(value, unit), "debt/events", where, definition, str(row["source"]), bound)


@method(units=("USD", "EUR"), whom={"debt/events": "creditor"})
def debt_amount(claim: Claim, context: Context, *, event: str) -> list[Reading]:
    """Return the amounts that are reported for a kind of debt event.

    One a report. A stock in a currency with agreed rates is converted at each; an amount that is
    only reported as another kind of event is marked so. ``event`` is a kind in ``debt/events``.
    """
    rows = _events(claim, context)
    unit, currency = claim.value.unit, claim.value.quantity
    same = rows[(rows["event"] == event) & rows["amount"].notna()]
    found = []
    for _, row in same[same["currency"] == currency].iterrows():
        at_once = row["start"].year >= claim.years[0] - SIGNED_BEFORE
        if at_once and _is_of_the_years(row, claim, event):
            found.append(_reading(float(row["amount"]), unit, row, str(row["terms"]), "exact"))
    if currency == "USD" and event == "stock":
        rates = context.tables["debt/agreed_rates"]
        for _, row in same.iterrows():
            for rate in rates[rates["currency"] == row["currency"]].to_dict("records"):
                dollars = convert(float(row["amount"]), rate["per_usd"])
                said = (
                    f"{row['amount'] / 1e9:.2f} billion {rate['unit']}s at {rate['per_usd']:g} "
                    f"({rate['name']})"
                )
                found.append(_reading(dollars, unit, row, said, "exact"))
    if found:
        return found
    for _, row in rows[(rows["currency"] == currency) & rows["amount"].notna()].iterrows():
        ratio = claim.value.low / row["amount"] if row["amount"] else 0.0
        if 1 / SAME_AMOUNT <= ratio <= SAME_AMOUNT and row["event"] in RENAMED:
            said = f"reported as {row['event']}, not as {event.replace('_', ' ')}"
            found.append(_reading(float(row["amount"]), unit, row, said, "other kind"))
    return found


def _is_of_the_years(row: pd.Series, claim: Claim, event: str) -> bool:
    """Whether a report is of the claim's years; a balance may be a year older, a loan may not."""
    if event == "stock":
        return True
    # A sum over many years is no single loan.
    return bool(row["end"].year >= claim.years[0] and row["end"].year <= claim.years[-1] + 1)


@method(units=("percent",), whom={"debt/events": "creditor"})
def debt_share(claim: Claim, context: Context, *, event: str) -> list[Reading]:
    """Return one kind of event as a share of the stock at the same date, per cent.

    One a date with both. ``event`` is ``write_off`` or ``rescheduling``.
    """
    rows = _events(claim, context).dropna(subset=["amount"])
    stocks = rows[rows["event"] == "stock"]
    found = []
    for _, row in rows[rows["event"] == event].iterrows():
        base = stocks[(stocks["date"] == row["date"]) & (stocks["currency"] == row["currency"])]
        if len(base):
            share = 100 * float(row["amount"]) / float(base["amount"].iloc[0])
            said = f"{row['amount'] / 1e9:g} of {base['amount'].iloc[0] / 1e9:g} billion"
            found.append(_reading(share, "percent", row, said, "exact"))
    return found


@method(units=("EUR",), whom={"debt/ids_creditor": "counterpart"})
def loan_in_euros(claim: Claim, context: Context) -> list[Reading]:
    """Return a creditor's stock at the end of a year plus what was paid in it, in euros.

    Stock at the year-end rate where one is on record, payments at the mean rate of the year.
    """
    table = context.tables["debt/ids_creditor"]
    states = context.states(claim)
    rows = table[table["iso3"].isin(states) & table["year"].isin(claim.years)]
    rows = rows[(rows["status"] == "actual") & (rows["counterpart"] == context.partner(claim))]
    if rows.empty or len(claim.years) != 1:
        return []
    rows = rows[rows["edition"] == rows["edition"].max()]
    usd = rows.groupby("series")["value_usd"].sum()
    rates = context.tables["common/exchange_rates"]
    mean = rates[(rates["currency_area"] == "Euro") & rates["year"].isin(claim.years)]
    stock, paid = usd.get(STOCK, 0.0), usd.get(PAID, 0.0)
    if mean.empty or not stock:
        return []
    per_usd = float(mean["local_currency_per_usd"].iloc[0])
    at_end, said = _year_end(context, claim.years[0])
    value = stock * (at_end or per_usd) + paid * per_usd
    return [
        Reading(
            number(float(value), "EUR_million"),
            "debt/ids_creditor",
            f"{', '.join(states)}, {claim.period}, {STOCK.removesuffix('.CD')} and "
            f"{PAID.removesuffix('.CD')}, edition {rows['edition'].max()}",
            f"stock at the end of the year {said} and principal paid at the mean rate; bilateral "
            "official debt",
            "International Debt Statistics",
        )
    ]


def _year_end(context: Context, year: int) -> tuple[float, str]:
    """Return euros per dollar at the end of a year, or 0 if no rate is on record."""
    rates = context.tables["debt/year_end_rates"]
    dates = pd.to_datetime(rates["date"].astype(str).str[:10])
    rows = rates[(rates["currency"] == "EUR") & (dates.dt.year == year)]
    if rows.empty:
        return 0.0, "at the mean rate"
    return 1 / float(rows["usd_per_unit"].iloc[-1]), "at the rate of that day"
