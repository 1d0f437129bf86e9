"""World Bank indicators as the ``datasets`` collection packages them: country, code, year, value.

References
----------
World Bank, World Development Indicators, https://datatopics.worldbank.org/world-development-indicators/
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.errors import SourceError
from analysis.sources.series import read_series, refuse_repeated

# By name and by code the Bank's lists end with Zimbabwe.
_LAST = {"Country Code": "ZWE"}
# The world's output is about 10^14 dollars a year.
_LARGEST = 1e15
# One year's prices can rise without limit, but cannot fall by more than all.
_LEAST_GROWTH = -100
_NAMED = 5
#: States with a deflator of which the Bank publishes no consumer prices: what tells the files of
#: the two series apart, whatever they are named, is the first.
WITHOUT_CONSUMER_PRICES = ("ARG", "CUB")


def read_indicator(path: Path) -> pd.DataFrame:
    """Read an indicator that is above zero, such as GDP (NY.GDP.MKTP.CD) or population.

    The file of GDP ends without a line end; whether the last digits of its very last number
    are there cannot be seen.

    Parameters
    ----------
    path : Path
        A file with the columns Country Name, Country Code, Year, Value.

    Returns
    -------
    DataFrame
        ``iso3`` (the Bank's code: states and aggregates, all of them kept), ``year``, ``value``
        in the indicator's unit. A year without a value has no row. ``attrs["vintage"]`` is the
        span of years.

    Raises
    ------
    SourceError
        If the file is absent, cut or of another layout, has a state and year twice, a name with
        two codes, a value of zero or less or beyond all measure.
    """
    return _read(path, "Country Name", "Value", "positive")


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
    table = _read(path, "Country", "Inflation", "number")
    if (mark := WITHOUT_CONSUMER_PRICES[0]) in set(table["iso3"]):
        raise SourceError(
            Path(path).name,
            f"has rows of {mark}, which the series of consumer prices lacks: this is the GDP "
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
    table = _read(path, "Country", "Inflation", "number")
    if (mark := WITHOUT_CONSUMER_PRICES[0]) not in set(table["iso3"]):
        raise SourceError(
            Path(path).name,
            f"has no rows of {mark}, which the GDP deflator has: this is the series of consumer "
            "prices; the publisher may have put right the two swapped names",
        )
    return table


def _read(path: Path, name: str, value: str, kind: str) -> pd.DataFrame:
    file = Path(path).name
    kinds = {name: "text", "Country Code": "code", "Year": "year", value: kind}
    table = read_series(path, kinds, last=_LAST)
    refuse_repeated(table, ["Country Code", "Year"], file)
    _check_names(table, name, file)
    least = 0 if kind == "positive" else _LEAST_GROWTH
    beyond = (table[value] > _LARGEST) | (table[value] < least)
    if beyond.any():
        impossible = table[beyond]
        row = impossible.iloc[0]
        raise SourceError(
            file,
            f"is not possible: {row[value]:g} of {row[name]} in {row['Year']}",
            line=int(impossible.index[0]),
            column=value,
        )
    kept = table[table[value].notna()]
    frame = pd.DataFrame(
        {"iso3": kept["Country Code"], "year": kept["Year"], "value": kept[value]}
    ).reset_index(drop=True)
    frame.attrs = table.attrs
    return frame


def _check_names(table: pd.DataFrame, name: str, file: str) -> None:
    """Refuse a state with two codes, or a code with two names: one of them is mistyped."""
    codes: dict[str, str] = {}
    names: dict[str, str] = {}
    wrong = []
    columns = table[name].tolist(), table["Country Code"].tolist()
    for line, printed, code in zip(table.index, *columns, strict=True):
        if codes.setdefault(printed, code) != code or names.setdefault(code, printed) != printed:
            wrong.append((line, f"{printed!r} with {code}"))
    if wrong:
        listed = ", ".join(f"{pair} (line {line})" for line, pair in wrong[:_NAMED])
        raise SourceError(
            file,
            f"names and codes of states do not go together one to one: {listed}",
            line=wrong[0][0],
            column="Country Code",
        )
