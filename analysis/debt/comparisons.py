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
        days = pd.DatetimeIndex(self.year_end["date"])
        ends = self.year_end[(self.year_end["currency"] == currency) & (days.year == year)]
        average = self.average[
            self.average["currency_area"].isin(ends["currency_area"])
            & (self.average["year"] == year)
        ]
        if len(ends) != 1 or len(average) != 1:
            raise MeasureError(
                f"{currency} in {year} has {len(ends)} rates of the last day and {len(average)} "
                "means; one of each is needed"
            )
        return (
            1 / float(ends["usd_per_unit"].iloc[0]),
            float(average["local_currency_per_usd"].iloc[0]),
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
        stock, principal = (
            _cell(rows, debtor, amount, year, lender) for amount in (STOCK, PRINCIPAL)
        )
        at_end, mean = rates.per_dollar(currency, year)
        paid += principal * mean
        found.append(
            (year, stock, stock * at_end, principal, principal * mean, stock * at_end + paid)
        )
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
    found = []
    for _, matter in comparisons[comparisons["stock_year"] <= last].iterrows():
        reported = _amount(events, matter, "event")
        if pd.notna(matter["less_event"]):
            reported -= _amount(events, matter, "less_event")
        found.append((reported, _stated(rows, matter, rates), matter["why_apart"]))
    table = pd.DataFrame(found, columns=["reported", "stated", "why_apart"])
    gap = table["stated"] - table["reported"]
    share = 100 * gap / table["reported"].where(table["reported"] > 0)
    agrees = (share.abs() <= AGREES_WITHIN_PCT) | ((table["reported"] == 0) & (gap == 0))
    named = comparisons.loc[comparisons["stock_year"] <= last].reset_index(drop=True)
    return named[["comparison", "debtor_iso3", "matter"]].assign(
        reported=table["reported"],
        stated=table["stated"],
        unit=named["unit"],
        gap=gap,
        gap_pct=share,
        reading=table["why_apart"]
        .astype("object")
        .where(table["why_apart"].notna(), agrees.map({True: "agrees", False: "unexplained"})),
    )


def _amount(events: pd.DataFrame, matter: pd.Series, column: str) -> float:
    key = {"event": matter[column], "date": matter[f"{column}_date"]}
    return float(one_event(events, debtor_iso3=matter["debtor_iso3"], **key)["amount"])


def _stated(rows: pd.DataFrame, matter: pd.Series, rates: Rates) -> float:
    """Return stocks less earlier stocks plus principal paid, in the unit of the matter."""
    debtor, last = matter["debtor_iso3"], int(matter["stock_year"])
    total = 0.0
    for lender in matter["lenders"].split(";"):
        signs = {matter["stock_year"]: 1, matter["less_stock_year"]: -1}
        for year, sign in signs.items():
            if pd.notna(year):
                at_end, _ = rates.per_dollar(matter["unit"], int(year))
                total += sign * _cell(rows, debtor, STOCK, int(year), lender) * at_end
        if pd.notna(matter["principal_from"]):
            paid = rows[
                (rows["iso3"] == debtor)
                & (rows["lender"] == lender)
                & (rows["amount"] == PRINCIPAL)
                & (rows["status"] == "actual")
                & rows["year"].between(int(matter["principal_from"]), last)
            ]
            for line in paid.itertuples():
                _, mean = rates.per_dollar(matter["unit"], int(line.year))
                total += float(line.value_usd) * mean
    return total


def _cell(rows: pd.DataFrame, iso3: str, amount: str, year: int, lender: str) -> float:
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
