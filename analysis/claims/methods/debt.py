"""Debt: events on record and creditors' claims in International Debt Statistics."""

from __future__ import annotations

from collections.abc import Iterable

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
        for _, row in same.iterrows():
            rates = context.pick("debt/agreed_rates", currency=[row["currency"]])
            for rate in rates.to_dict("records"):
                dollars = convert(float(row["amount"]), rate["per_usd"])
                stock = f"{row['amount'] / 1e9:.2f} billion {rate['unit']}s"
                said = f"{stock} at {rate['per_usd']:g} ({rate['name']})"
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
    # A sum over many years is no single loan.
    return event == "stock" or claim.years[0] <= row["end"].year <= claim.years[-1] + 1


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
    table, states, partner = "debt/ids_creditor", context.states(claim), context.partner(claim)
    among: dict[str, Iterable[object]] = {"status": ["actual"], "counterpart": [partner]}
    rows = context.pick(table, iso3=states, year=claim.years, **among)
    if rows.empty or len(claim.years) != 1:
        return []
    rows = rows[rows["edition"] == rows["edition"].max()]
    usd = rows.groupby("series")["value_usd"].sum()
    mean = context.pick("common/exchange_rates", currency_area=["Euro"], year=claim.years)
    stock, paid = usd.get(STOCK, 0.0), usd.get(PAID, 0.0)
    if mean.empty or not stock:
        return []
    per_usd = float(mean["local_currency_per_usd"].iloc[0])
    at_end, said = _year_end(context, claim.years[0])
    value = number(float(stock * (at_end or per_usd) + paid * per_usd), "EUR_million")
    series = " and ".join(name.removesuffix(".CD") for name in (STOCK, PAID))
    where = f"{', '.join(states)}, {claim.period}, {series}, edition {rows['edition'].max()}"
    said = (
        f"stock at the end of the year {said} and principal paid at the mean rate; bilateral "
        "official debt"
    )
    return [Reading(value, table, where, said, "International Debt Statistics")]


def _year_end(context: Context, year: int) -> tuple[float, str]:
    """Return euros per dollar at the end of a year, or 0 if no rate is on record."""
    rows = context.pick("debt/year_end_rates", currency=["EUR"])
    rows = rows[rows["date"].astype(str).str[:4] == str(year)]
    if rows.empty:
        return 0.0, "at the mean rate"
    return 1 / float(rows["usd_per_unit"].iloc[-1]), "at the rate of that day"
