"""Correlates of War trade, as two R packages carry it: pairs of 2001, national totals 1870-2014.

Values are million USD of the time, −9 (and NA) is missing. Code 365 is the Russian Empire and the
USSR to 1991 and Russia after, so it never becomes a state without its year.

References
----------
Barbieri, Keshk and Pollins (2009), Trading Data: Evaluating our Assumptions and Coding Rules,
Conflict Management and Peace Science 26(5), 471-491; Barbieri and Keshk (2016), Correlates of War
Project Trade Data Set Codebook, Version 4.0, https://correlatesofwar.org/data-sets/bilateral-trade/
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis import countries
from analysis.errors import CountryError, SourceError
from analysis.sources.r_columns import check, numbers, read_frame, refuse_repeated

_MISSING = -9
# World exports of 2014 were about 19 million million USD.
_LARGEST = 2e7


def read_pairs(path: Path, year: int = 2001) -> pd.DataFrame:
    """Read dyadic trade of one year.

    Parameters
    ----------
    path : Path
        ``cow_dyadic_2001_trade.rda``: ``flow1`` are imports of the first state from the second,
        ``flow2`` of the second from the first.
    year : int
        The year the file is of, which it does not state itself.

    Returns
    -------
    DataFrame
        One row a direction: ``importer``, ``exporter`` (ISO3), ``year``,
        ``imports_million_usd``, missing where the source has −9.

    Raises
    ------
    SourceError
        If the file is damaged or another, a number is impossible, a flow does not add up to the
        total, a name is unknown (all are listed) or a pair stands twice.
    """
    path = Path(path)
    columns = ["importer1", "importer2", "flow1", "flow2", "total_trade"]
    raw = read_frame(path, "trade", columns)
    first, second, total = (_amounts(path, raw, name) for name in columns[2:])
    check(path, raw, "total_trade", (first + second - total).abs() > 0.01, "sum of flow1 and flow2")
    states = {column: _resolve(path, raw, column) for column in columns[:2]}
    one, other = states["importer1"], states["importer2"]
    frame = pd.concat(
        [
            pd.DataFrame({"importer": one, "exporter": other, "imports_million_usd": first}),
            pd.DataFrame({"importer": other, "exporter": one, "imports_million_usd": second}),
        ]
    ).sort_index(kind="stable")
    check(path, raw, "importer2", one == other, "state other than the first")
    # Both directions of a pair have the file's row as their index.
    refuse_repeated(path, frame, ["importer", "exporter"])
    frame.insert(2, "year", year)
    frame = frame.reset_index(drop=True)
    frame.attrs["vintage"] = f"COW trade 4.0, {year}"
    return frame


def read_totals(path: Path) -> pd.DataFrame:
    """Read national imports and exports.

    Parameters
    ----------
    path : Path
        ``cow_trade_sy.rda`` of the R package peacesciencer.

    Returns
    -------
    DataFrame
        ``cow_code``, ``iso3`` (missing for states whose code this package does not hold: it
        has the 33, Russia, the USSR and other historical states), ``year``,
        ``imports_million_usd``, ``exports_million_usd``, both missing where the source has NA.

    Raises
    ------
    SourceError
        If the file is damaged or another, a number, code or year is impossible, or a state and
        year stands twice.
    """
    path = Path(path)
    raw = read_frame(path, "cow_trade_sy", ["ccode", "year", "imports", "exports"])
    code, year = numbers(path, raw, "ccode"), numbers(path, raw, "year")
    check(path, raw, "ccode", ~code.between(2, 999) | (code % 1 != 0), "code of 2 to 999")
    check(path, raw, "year", ~year.between(1816, 2100) | (year % 1 != 0), "year from 1816")
    frame = pd.DataFrame(
        {
            "cow_code": code.astype("int64"),
            "year": year.astype("int64"),
            "imports_million_usd": _amounts(path, raw, "imports"),
            "exports_million_usd": _amounts(path, raw, "exports"),
        }
    )
    refuse_repeated(path, frame, ["cow_code", "year"])
    frame.insert(1, "iso3", _iso3(frame["cow_code"], frame["year"]))
    frame.attrs["vintage"] = f"COW trade 4.0, {frame['year'].min()}-{frame['year'].max()}"
    return frame


def _amounts(path: Path, raw: pd.DataFrame, column: str) -> pd.Series:
    values = numbers(path, raw, column)
    values = values.mask(values == _MISSING)
    wrong = (values < 0) | (values > _LARGEST)
    check(path, raw, column, wrong, "number of million USD (−9 if missing)")
    return values


def _resolve(path: Path, raw: pd.DataFrame, column: str) -> pd.Series:
    names = raw[column].astype("str")
    known = sorted(set(names))
    try:
        codes = dict(zip(known, countries.resolve(known, "cow"), strict=True))
    except CountryError as error:
        raise SourceError(path.name, str(error), column=column) from error
    return names.map(codes)


def _iso3(codes: pd.Series, years: pd.Series) -> pd.Series:
    found: dict[tuple[int, bool], str | None] = {}
    soviet = years <= 1991
    for code, early in sorted(set(zip(codes, soviet, strict=True))):
        try:
            found[code, early] = countries.from_code(
                [code], "cow", years=[1991 if early else 1992]
            )[0]
        except CountryError:
            found[code, early] = None
    return pd.Series(
        [found[key] for key in zip(codes, soviet, strict=True)], index=codes.index, dtype="str"
    )
