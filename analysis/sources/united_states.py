"""US statistics as the ``datasets`` collection packages them: BLS, BEA and the Federal Reserve.

References
----------
BLS, Consumer Price Index, https://www.bls.gov/cpi/; BEA, National Income and Product Accounts,
https://www.bea.gov/; Federal Reserve, Foreign Exchange Rates G.5A,
https://www.federalreserve.gov/releases/g5a/
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.errors import SourceError
from analysis.sources.series import read_series, refuse_repeated


def read_consumer_prices(path: Path) -> pd.DataFrame:
    """Read the monthly consumer price index CPI-U (all items, not seasonally adjusted).

    Parameters
    ----------
    path : Path
        A file with the columns Date (first of the month) and Index.

    Returns
    -------
    DataFrame
        ``year``, ``month`` (1–12), ``cpi_u_1982_84_100``; months without a figure are left out.

    Raises
    ------
    SourceError
        If the file is absent, cut or of another layout, or has a month twice or a figure
        that is not above zero.
    """
    table = read_series(path, {"Date": "date", "Index": "positive"}).dropna(subset="Index")
    late = table[~table["Date"].str.endswith("-01")]
    if len(late):
        problem = f"is not the first of a month: {late['Date'].iloc[0]}"
        raise SourceError(Path(path).name, problem, line=int(late.index[0]), column="Date")
    refuse_repeated(table, ["Date"], Path(path).name)
    months = pd.DataFrame(
        {
            "year": table["Date"].str[:4].astype("int64"),
            "month": table["Date"].str[5:7].astype("int64"),
            "cpi_u_1982_84_100": table["Index"],
        }
    )
    months.attrs = table.attrs
    return months.reset_index(drop=True)


def read_gdp(path: Path) -> pd.DataFrame:
    """Read US GDP at current prices and in chained dollars.

    Parameters
    ----------
    path : Path
        A file with the columns date (year), level-current, level-chained.

    Returns
    -------
    DataFrame
        ``year``, ``gdp_current_billion_usd``, ``gdp_chained_2017_billion_usd``.

    Raises
    ------
    SourceError
        If the file is absent, cut or of another layout, has a year twice, or its base
        year is not 2017.
    """
    table = read_series(
        path, {"date": "year", "level-current": "positive", "level-chained": "positive"}
    )
    refuse_repeated(table, ["date"], Path(path).name)
    table.columns = pd.Index(["year", "gdp_current_billion_usd", "gdp_chained_2017_billion_usd"])
    base = table.set_index("year").reindex([2017])
    # In the base year both are the same, up to the rounding of one decimal.
    gap = (base["gdp_current_billion_usd"] - base["gdp_chained_2017_billion_usd"]).abs()
    if not (gap < 0.2).all():
        raise SourceError(Path(path).name, "does not count chained dollars at the prices of 2017")
    return table.reset_index(drop=True)


def read_exchange_rates(path: Path) -> pd.DataFrame:
    """Read annual mean exchange rates to the US dollar.

    Parameters
    ----------
    path : Path
        A file with the columns Date (first day of the year), Country, Exchange rate.

    Returns
    -------
    DataFrame
        ``currency_area`` as printed, ``year``, ``local_currency_per_usd``.

    Raises
    ------
    SourceError
        If the file is absent, cut or of another layout, or has an area and year twice or a
        rate that is not above zero.
    """
    table = read_series(path, {"Country": "text", "Date": "year", "Exchange rate": "positive"})
    table.columns = pd.Index(["currency_area", "year", "local_currency_per_usd"])
    table = table.dropna(subset="local_currency_per_usd")
    refuse_repeated(table, ["currency_area", "year"], Path(path).name)
    return table.reset_index(drop=True)
