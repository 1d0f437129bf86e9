"""What the ledger of events reports, beside what International Debt Statistics has of it."""

from __future__ import annotations

import pandas as pd

from analysis.debt.creditor import PRINCIPAL, STOCK, drawn_at_least, one_edition
from analysis.debt.events import one_event
from analysis.errors import MeasureError

#: Difference, % of the ledger's figure, up to which the two are said to agree.
AGREES_WITHIN_PCT = 1.0
#: Instalments that fit the payments on the Nicaraguan buses: principal of 2023 is one of them,
#: that of 2024 two.
BUS_INSTALMENTS = 11


def _cell(rows: pd.DataFrame, iso3: str, amount: str, year: int, lender: str = "BLAT") -> float:
    found = rows[
        (rows["iso3"] == iso3)
        & (rows["amount"] == amount)
        & (rows["year"] == year)
        & (rows["lender"] == lender)
    ]["value_usd"]
    if len(found) != 1:
        raise MeasureError(
            f"the edition has {len(found)} figures of {iso3}, {amount}, {lender}, {year}; one is "
            "needed: take an edition that reaches this year"
        )
    return float(found.iloc[0])


def euros_of_buses(
    claims: pd.DataFrame, edition: str, year_end_rates: pd.DataFrame, average_rates: pd.DataFrame
) -> pd.DataFrame:
    """Return Nicaragua's stocks and principal of 2023 and 2024 in euros.

    A loan in euros keeps round numbers in euros while its dollars move with the exchange rate.

    Parameters
    ----------
    claims : pandas.DataFrame
        The table ``debt/ids_creditor``.
    edition : str
        An edition with the years 2023 and 2024 paid.
    year_end_rates : pandas.DataFrame
        The table ``debt/year_end_rates``: ``date``, ``currency``, ``usd_per_unit``.
    average_rates : pandas.DataFrame
        The table ``common/exchange_rates``: ``currency_area``, ``year``,
        ``local_currency_per_usd``.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``stock_usd``, ``stock_eur`` (at the rate of the last day), ``principal_usd``,
        ``principal_eur`` (at the mean rate of the year) and ``drawn_eur`` (stock plus all
        principal up to then).

    Raises
    ------
    MeasureError
        If the edition or a rate lacks one of the years.

    Examples
    --------
    >>> from analysis import tables
    >>> names = ["debt/ids_creditor", "debt/year_end_rates", "common/exchange_rates"]
    >>> claims, at_end, mean = (tables.load(name) for name in names)
    >>> (euros_of_buses(claims, "2025-12", at_end, mean)["stock_eur"] / 1e6).round(3).tolist()
    [15.302, 12.241]
    """
    rows = one_edition(claims, edition)
    euro = year_end_rates[year_end_rates["currency"] == "EUR"]
    at_end = euro.set_index(pd.DatetimeIndex(euro["date"]).year)["usd_per_unit"]
    average = average_rates[average_rates["currency_area"] == "Euro"]
    eur_per_usd = average.set_index("year")["local_currency_per_usd"]
    found, paid = [], 0.0
    for year in (2023, 2024):
        if year not in at_end.index or year not in eur_per_usd.index:
            raise MeasureError(
                f"there is no euro rate of {year}; both a last and a mean are needed"
            )
        stock, principal = (_cell(rows, "NIC", each, year) for each in (STOCK, PRINCIPAL))
        stock_eur, principal_eur = stock / at_end[year], principal * eur_per_usd[year]
        paid += principal_eur
        found.append((year, stock, stock_eur, principal, principal_eur, stock_eur + paid))
    columns = ["year", "stock_usd", "stock_eur", "principal_usd", "principal_eur", "drawn_eur"]
    return pd.DataFrame(found, columns=columns)


def compare_with_ledger(
    claims: pd.DataFrame,
    events: pd.DataFrame,
    edition: str,
    year_end_rates: pd.DataFrame,
    average_rates: pd.DataFrame,
) -> pd.DataFrame:
    """Return what the ledger and International Debt Statistics have on the same matters.

    Parameters
    ----------
    claims, edition, year_end_rates, average_rates
        As in :func:`euros_of_buses`. An edition that ends before 2024 has no row for the buses.
    events : pandas.DataFrame
        The ledger ``debt/events``.

    Returns
    -------
    pandas.DataFrame
        ``debtor_iso3``, ``matter``, ``ledger``, ``ids``, ``unit`` (USD or EUR), ``gap`` (IDS
        less ledger), ``gap_pct`` (of the ledger's figure) and ``reading``: ``agrees`` within
        :data:`AGREES_WITHIN_PCT`, ``unexplained``, or why the two are not one quantity.

    Raises
    ------
    MeasureError
        If a row of the ledger or a figure of the edition is missing.

    Examples
    --------
    >>> from analysis import tables
    >>> names = ["debt/ids_creditor", "debt/events", "debt/year_end_rates", "common/exchange_rates"]
    >>> claims, events, at_end, mean = (tables.load(name) for name in names)
    >>> table = compare_with_ledger(claims, events, "2025-12", at_end, mean)
    >>> table.loc[table["reading"] == "unexplained", "debtor_iso3"].tolist()
    ['ECU']
    """
    rows = one_edition(claims, edition)

    def ledger(debtor: str, event: str, date: str) -> float:
        return float(one_event(events, debtor_iso3=debtor, event=event, date=date)["amount"])

    def both_lenders(year: int) -> float:
        return sum(_cell(rows, "PER", STOCK, year, lender) for lender in ("BLAT", "PROP"))

    guyana = ledger("GUY", "stock", "2004-12-22") - ledger("GUY", "write_off", "2004-12-22")
    peru = both_lenders(1996)
    found: list[tuple[str, str, float, float, str, str]] = []

    def add(debtor: str, matter: str, reported: float, stated: float, reading: str = "") -> None:
        unit = "EUR" if "buses" in matter else "USD"
        found.append((debtor, matter, reported, stated, unit, reading))

    add(
        "NIC",
        "left after the agreement of April 1996; stock at the end of 1996",
        ledger("NIC", "rescheduling", "1996-04-19"),
        _cell(rows, "NIC", STOCK, 1996),
    )
    add(
        "NIC",
        "owed after the cancellation of July 2004; stock at the end of 2004",
        0.0,
        _cell(rows, "NIC", STOCK, 2004),
    )
    if (rows["status"].eq("actual") & rows["year"].eq(2024)).any():
        buses = euros_of_buses(claims, edition, year_end_rates, average_rates)
        add(
            "NIC",
            "loan for buses, 2023; stock at the end of 2023 and principal paid in it",
            ledger("NIC", "new_loan", "2023-Q1"),
            float(buses["drawn_eur"].iloc[0]),
        )
    add(
        "GUY",
        "left of the claim of December 2004; stock at the end of 2005",
        guyana,
        _cell(rows, "GUY", STOCK, 2005),
    )
    add(
        "GUY",
        "cancelled in February 2013; stock at the end of 2012",
        ledger("GUY", "write_off", "2013-02-01"),
        _cell(rows, "GUY", STOCK, 2012),
    )
    add(
        "PER",
        "claim before the buy-back of June 1996; bilateral and suppliers' stocks, end of 1996",
        ledger("PER", "stock", "1990s"),
        peru,
        "two rates: the ledger converts over 600 million roubles at about 0.6",
    )
    add(
        "PER",
        "paid for the debt, as the Peruvian side put it; stocks that ended in 1997",
        ledger("PER", "payment", "1990s"),
        peru - both_lenders(1997),
        "a price and the debt that it ended, not one quantity",
    )
    add(
        "ECU",
        "Toachi-Pilatón credit; stock at the end of 2016 and principal paid by then",
        ledger("ECU", "new_loan", "2010-12-28"),
        drawn_at_least(claims, edition, "ECU", 2016),
    )
    columns = ["debtor_iso3", "matter", "ledger", "ids", "unit", "reading"]
    table = pd.DataFrame(found, columns=columns)
    gap = table["ids"] - table["ledger"]
    share = 100 * gap / table["ledger"].where(table["ledger"] > 0)
    agrees = (share.abs() <= AGREES_WITHIN_PCT) | ((table["ledger"] == 0) & (gap == 0))
    judged = agrees.map({True: "agrees", False: "unexplained"})
    reading = table["reading"].where(table["reading"] != "", judged)
    table = table.drop(columns="reading").assign(gap=gap, gap_pct=share, reading=reading)
    return table
