"""Oil: production by state and the price of Brent, as two public collections package them.

References
----------
Our World in Data, Oil production, https://ourworldindata.org/grapher/oil-production-by-country;
US Energy Information Administration, Europe Brent Spot Price FOB,
https://www.eia.gov/dnav/pet/hist/RBRTED.htm
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.errors import SourceError
from analysis.sources.series import read_series, refuse_repeated

# Half a year of the world's production is above it, no state's year is.
_LARGEST_TWH = 60_000


def read_oil_production(path: Path) -> pd.DataFrame:
    """Read oil production by state.

    Parameters
    ----------
    path : Path
        ``oil-production-by-country.csv`` of Our World in Data; rows of continents and groups
        have no code or one that begins with ``OWID_`` and are left out.

    Returns
    -------
    DataFrame
        ``iso3`` (``OWID_USS`` is given as ``SUN``), ``year``, ``oil_production_twh``.
        ``attrs["vintage"]`` is the span of years.

    Raises
    ------
    SourceError
        If the file is absent, cut or of another layout, a state and year stands twice, or a
        number is negative or beyond the world's production.
    """
    file, column = Path(path).name, "Oil production (TWh)"
    kinds = {"Entity": "text", "Code": "text", "Year": "year", column: "number"}
    table = read_series(path, kinds)
    refuse_repeated(table, ["Entity", "Year"], file)
    beyond = (table[column] < 0) | (table[column] > _LARGEST_TWH)
    if beyond.any():
        bad = table[beyond]
        problem = f"is not possible: {bad[column].iloc[0]:g} of {bad['Entity'].iloc[0]}"
        raise SourceError(file, problem, line=int(bad.index[0]), column=column)
    code = table["Code"].replace({"OWID_USS": "SUN"})
    odd = ~code.str.fullmatch("[A-Z]{3}|OWID_[A-Z]{3}|")
    if odd.any():
        problem = f"is not a code of a state: {code[odd].iloc[0]!r}"
        raise SourceError(file, problem, line=int(table.index[odd][0]), column="Code")
    frame = pd.DataFrame({"iso3": code, "year": table["Year"], "oil_production_twh": table[column]})
    frame = frame[code.str.len().eq(3) & frame["oil_production_twh"].notna()]
    refuse_repeated(frame, ["iso3", "year"], file)
    frame.attrs = table.attrs
    return frame.reset_index(drop=True)


def read_brent(path: Path) -> pd.DataFrame:
    """Read the annual mean price of Brent.

    Parameters
    ----------
    path : Path
        ``brent-year.csv``; years are stamped 30 June.

    Returns
    -------
    DataFrame
        ``year``, ``brent_usd_per_barrel``.

    Raises
    ------
    SourceError
        If the file is absent, cut or of another layout, a year is missing or stands twice, or a
        price is not above zero.
    """
    table = read_series(path, {"Date": "date", "Price": "positive"})
    file = Path(path).name
    late = table[~table["Date"].str.endswith("-06-30")]
    if len(late):
        problem = f"is not 30 June, which stands for a year: {late['Date'].iloc[0]}"
        raise SourceError(file, problem, line=int(late.index[0]), column="Date")
    refuse_repeated(table, ["Date"], file)
    high = table[~(table["Price"] < 1000)]
    if len(high):
        problem = f"is not a price in USD a barrel: {high['Price'].iloc[0]}"
        raise SourceError(file, problem, line=int(high.index[0]), column="Price")
    frame = pd.DataFrame(
        {"year": table["Date"].str[:4].astype("int64"), "brent_usd_per_barrel": table["Price"]}
    )
    frame.attrs = table.attrs
    return frame.reset_index(drop=True)
