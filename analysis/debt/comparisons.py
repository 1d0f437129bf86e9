"""What single reports say, beside what International Debt Statistics has on the same matter.

Which report is set beside which figures is a row of the table ``debt/comparisons``.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from analysis.contracts import STATE, STATES, YEARS, Frame, OneOf, check, takes
from analysis.debt.creditor import PRINCIPAL, STOCK, one_edition
from analysis.debt.events import one_event
from analysis.debt.frames import AMOUNT, CLAIMS, EVENTS, REPORTS
from analysis.errors import MeasureError

#: Difference, % of the report's figure, up to which the two are said to agree.
AGREES_WITHIN_PCT = 1.0

_YEAR_END = Frame(
    *("date", "currency", "currency_area", "usd_per_unit"), rules={"usd_per_unit": AMOUNT}
)
_AVERAGE = Frame(
    *("currency_area", "year", "local_currency_per_usd"),
    key=2,
    rules={"local_currency_per_usd": AMOUNT},
)


@dataclass(frozen=True)
class Rates:
    """Rates of the dollar, by which amounts are carried in other currencies.

    Parameters
    ----------
    year_end : pandas.DataFrame
        The table ``debt/year_end_rates``: ``date``, ``currency``, ``currency_area``,
        ``usd_per_unit``.
    average : pandas.DataFrame
        The table ``common/exchange_rates``: ``currency_area``, ``year``,
        ``local_currency_per_usd``.
    """

    year_end: pd.DataFrame
    average: pd.DataFrame

    def __post_init__(self) -> None:
        check("Rates", vars(self), year_end=_YEAR_END, average=_AVERAGE)

    def per_dollar(self, currency: str, year: int) -> tuple[float, float]:
        """Return units of a currency per dollar on the last day of a year, and its mean.

        Parameters
        ----------
        currency : str
            ISO 4217 code.
        year : int
            Calendar year.

        Returns
        -------
        at_end, mean : float
            Units per dollar.

        Raises
        ------
        MeasureError
            If one of the rates is not known.

        Examples
        --------
        >>> from analysis import tables
        >>> tables_ = (tables.load("debt/year_end_rates"), tables.load("common/exchange_rates"))
        >>> [round(rate, 4) for rate in Rates(*tables_).per_dollar("EUR", 2023)]
        [0.905, 0.9245]
        """
        if currency == "USD":
            return 1.0, 1.0
        is_year = pd.DatetimeIndex(self.year_end["date"]).year == year
        ends = self.year_end[is_year & (self.year_end["currency"] == currency)]
        means = self.average[self.average["year"] == year]
        means = means[means["currency_area"].isin(ends["currency_area"])]
        if len(ends) != 1 or len(means) != 1:
            raise MeasureError(
                f"{currency} in {year} has {len(ends)} rates of the last day and {len(means)} "
                "means; one of each is needed"
            )
        return 1 / float(ends["usd_per_unit"].iloc[0]), float(
            means["local_currency_per_usd"].iloc[0]
        )


@takes(claims=CLAIMS, debtor=STATE, creditors=STATES, years=YEARS)
def loan_in_currency(
    claims: pd.DataFrame,
    edition: str,
    rates: Rates,
    *,
    debtor: str,
    creditors: Collection[str],
    currency: str,
    years: Collection[int],
    lender: str = "BLAT",
) -> pd.DataFrame:
    """Return stocks and principal of one debtor and lender in the currency of a loan.

    A loan in another currency keeps round numbers in it while its dollars move with the rate.

    Parameters
    ----------
    claims : pandas.DataFrame
        The table ``debt/ids_creditor``.
    edition : str
        An edition in which the years are past.
    rates : Rates
        Of the last days and means of the years.
    debtor : str
        ISO3 code.
    creditors : collection of str
        ISO3 codes.
    currency : str
        ISO 4217 code.
    years : collection of int
        Years, rising; drawings are counted from the first.
    lender : str
        A key of :data:`analysis.debt.frames.LENDERS`.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``stock_usd``, ``stock`` (at the rate of the last day), ``principal_usd``,
        ``principal`` (at the mean rate of the year) and ``drawn`` (stock plus all principal of
        the years up to then); the last three but one in units of the currency.

    Raises
    ------
    MeasureError
        If the edition or a rate lacks one of the years.

    Examples
    --------
    >>> from analysis import tables
    >>> rates = Rates(tables.load("debt/year_end_rates"), tables.load("common/exchange_rates"))
    >>> loan = loan_in_currency(
    ...     tables.load("debt/ids_creditor"), "2025-12", rates, debtor="NIC", creditors=["RUS"],
    ...     currency="EUR", years=[2023, 2024],
    ... )
    >>> (loan["stock"] / 1e6).round(3).tolist()
    [15.302, 12.241]
    """
    rows = one_edition(claims, edition)
    rows = rows[rows["counterpart"].isin(list(creditors))]
    found, paid = [], 0.0
    for year in years:
        owed, repaid = (_cell(rows, debtor, each, year, lender) for each in (STOCK, PRINCIPAL))
        at_end, mean = rates.per_dollar(currency, year)
        stock, principal = owed * at_end, repaid * mean
        paid += principal
        found.append((year, owed, stock, repaid, principal, stock + paid))
    columns = ["year", "stock_usd", "stock", "principal_usd", "principal", "drawn"]
    return pd.DataFrame(found, columns=columns)


COMPARISONS = Frame(
    *("comparison", "debtor_iso3", "matter", "unit", "event", "event_date", "less_event"),
    *("less_event_date", "lenders", "stock_year", "less_stock_year", "principal_from"),
    "why_apart",
    key=1,
    present=("matter", "unit", "event", "event_date", "lenders", "stock_year"),
    rules={"event": OneOf(EVENTS), "less_event": OneOf(EVENTS)},
)
"""The table ``debt/comparisons``."""


@takes(comparisons=COMPARISONS, claims=CLAIMS, events=REPORTS, creditors=STATES)
def compare_reports(
    comparisons: pd.DataFrame,
    claims: pd.DataFrame,
    events: pd.DataFrame,
    edition: str,
    rates: Rates,
    *,
    creditors: Collection[str],
) -> pd.DataFrame:
    """Return what reports and International Debt Statistics have on the same matters.

    Parameters
    ----------
    comparisons : pandas.DataFrame
        The table ``debt/comparisons``: what is compared with what.
    claims : pandas.DataFrame
        The table ``debt/ids_creditor``.
    events : pandas.DataFrame
        The table ``debt/events``.
    edition : str
        Edition of the statistics. Matters of a year that it does not reach are left out.
    rates : Rates
        For matters in another currency than the dollar.
    creditors : collection of str
        ISO3 codes of the creditors in the statistics.

    Returns
    -------
    pandas.DataFrame
        ``comparison``, ``debtor_iso3``, ``matter``, ``reported``, ``stated`` (in the
        statistics), ``unit`` (ISO 4217), ``gap`` (stated less reported), ``gap_pct`` (of the
        report) and ``reading``: ``agrees`` within :data:`AGREES_WITHIN_PCT`, ``unexplained``, or
        why the two are not one quantity.

    Raises
    ------
    MeasureError
        If a report, a figure of the edition or a rate is missing.

    Examples
    --------
    >>> from analysis import tables
    >>> names = ["debt/comparisons", "debt/ids_creditor", "debt/events"]
    >>> matters, claims, events = (tables.load(name) for name in names)
    >>> rates = Rates(tables.load("debt/year_end_rates"), tables.load("common/exchange_rates"))
    >>> table = compare_reports(matters, claims, events, "2025-12", rates, creditors=["RUS"])
    >>> table.loc[table["reading"] == "unexplained", "debtor_iso3"].tolist()
    ['ECU']
    """
    rows = one_edition(claims, edition)
    rows = rows[rows["counterpart"].isin(list(creditors))]
    last = rows.loc[rows["status"] == "actual", "year"].max()
    matters = comparisons[comparisons["stock_year"] <= last].reset_index(drop=True)
    found = [
        (_reported(events, matter), _stated(rows, matter, rates))
        for _, matter in matters.iterrows()
    ]
    figures = pd.DataFrame(found, columns=["reported", "stated"], dtype="float64")
    reported, gap = figures["reported"], figures["stated"] - figures["reported"]
    gap_pct = 100 * gap / reported.where(reported > 0)
    agrees = (gap_pct.abs() <= AGREES_WITHIN_PCT) | ((reported == 0) & (gap == 0))
    judged = agrees.map({True: "agrees", False: "unexplained"}).astype("object")
    why = matters["why_apart"].astype("object")
    table = matters.join(figures).assign(
        gap=gap, gap_pct=gap_pct, reading=why.where(why.notna(), judged)
    )
    columns = ["comparison", "debtor_iso3", "matter", "reported", "stated", "unit"]
    return table[[*columns, "gap", "gap_pct", "reading"]]


def _reported(events: pd.DataFrame, matter: pd.Series) -> float:
    """Return what the report of a matter says, less what another says, if one is named."""
    amounts = [0.0, 0.0]
    for place, name in enumerate(("event", "less_event")):
        if pd.notna(matter[name]):
            key = {"debtor_iso3": matter["debtor_iso3"], "event": matter[name]}
            report = one_event(events, **key, date=matter[f"{name}_date"])
            amounts[place] = float(report["amount"])
    return amounts[0] - amounts[1]


def _stated(rows: pd.DataFrame, matter: pd.Series, rates: Rates) -> float:
    """Return stocks less earlier stocks plus principal paid, in the unit of the matter."""
    debtor, unit = matter["debtor_iso3"], matter["unit"]
    total = 0.0
    for lender in matter["lenders"].split(";"):
        for year, sign in ((matter["stock_year"], 1), (matter["less_stock_year"], -1)):
            if pd.notna(year):
                stock = _cell(rows, debtor, STOCK, int(year), lender)
                total += sign * stock * rates.per_dollar(unit, int(year))[0]
        if pd.notna(matter["principal_from"]):
            years = (rows["year"] >= matter["principal_from"]) & (rows["status"] == "actual")
            years &= rows["year"] <= matter["stock_year"]
            for line in rows[years & _is_cell(rows, debtor, PRINCIPAL, lender)].itertuples():
                total += float(line.value_usd) * rates.per_dollar(unit, int(line.year))[1]
    return total


def _is_cell(rows: pd.DataFrame, iso3: str, amount: str, lender: str) -> pd.Series:
    return (rows["iso3"] == iso3) & (rows["amount"] == amount) & (rows["lender"] == lender)


def _cell(rows: pd.DataFrame, iso3: str, amount: str, year: int, lender: str) -> float:
    is_cell = _is_cell(rows, iso3, amount, lender) & (rows["year"] == year)
    found = rows.loc[is_cell, "value_usd"]
    if len(found) != 1:
        raise MeasureError(
            f"the edition has {len(found)} figures of {iso3}, {amount}, {lender}, {year}; one is "
            "needed: take an edition that reaches this year"
        )
    return float(found.iloc[0])
