"""World Bank indicators as the ``datasets`` collection packages them: country, code, year, value.

References
----------
World Bank, World Development Indicators, https://datatopics.worldbank.org/world-development-indicators/
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.errors import SourceError
from analysis.upstream.series import read_series


def read_indicator(path: Path) -> pd.DataFrame:
    """Read an indicator such as GDP (NY.GDP.MKTP.CD) or population (SP.POP.TOTL).

    Parameters
    ----------
    path : Path
        A file with the columns Country Name, Country Code, Year, Value.

    Returns
    -------
    DataFrame
        ``iso3`` (the Bank's code: states and aggregates), ``year``, ``value`` in the
        indicator's unit.

    Raises
    ------
    SourceError
        If the file is absent, cut or of another layout, or has a state and year twice.
    """
    return _read(path, "Country Code", "Value")


def read_consumer_prices(path: Path) -> pd.DataFrame:
    """Read inflation of consumer prices (FP.CPI.TOTL.ZG).

    Parameters
    ----------
    path : Path
        The file of ``datasets/inflation`` that is *named* ``inflation-gdp``: its two files carry
        each other's name.

    Returns
    -------
    DataFrame
        ``iso3``, ``year``, ``value`` (per cent a year).

    Raises
    ------
    SourceError
        As for :func:`read_indicator`, or if the file holds the GDP deflator, as it will once
        the names are put right.
    """
    table = _read(path, "Country Code", "Inflation")
    # The Bank publishes no consumer prices for Argentina, but does publish its deflator.
    if "ARG" in set(table["iso3"]):
        raise SourceError(
            Path(path).name,
            "has rows of Argentina, which the series of consumer prices lacks: this is the GDP "
            "deflator; the publisher may have put right the two swapped names",
        )
    return table


def read_deflator_growth(path: Path) -> pd.DataFrame:
    """Read the growth of the GDP deflator (NY.GDP.DEFL.KD.ZG).

    Parameters
    ----------
    path : Path
        The file of ``datasets/inflation`` that is *named* ``inflation-consumer``.

    Returns
    -------
    DataFrame
        ``iso3``, ``year``, ``value`` (per cent a year).

    Raises
    ------
    SourceError
        As for :func:`read_indicator`, or if the file holds consumer prices.
    """
    table = _read(path, "Country Code", "Inflation")
    if "ARG" not in set(table["iso3"]):
        raise SourceError(
            Path(path).name,
            "has no rows of Argentina, which the GDP deflator has: this is the series of consumer "
            "prices; the publisher may have put right the two swapped names",
        )
    return table


def _read(path: Path, code: str, value: str) -> pd.DataFrame:
    table = read_series(path, {code: "text", "Year": "year", value: "number"})
    table.columns = pd.Index(["iso3", "year", "value"])
    table = table.dropna(subset="value")
    twice = table[table.duplicated(["iso3", "year"])]
    if len(twice):
        row = twice.iloc[0]
        raise SourceError(
            Path(path).name, f"has {row['iso3']} {row['year']} twice ({len(twice)} such rows)"
        )
    return table.reset_index(drop=True)
