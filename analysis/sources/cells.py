"""Cells of the publishers' tables: columns by name, numbers, and where reading failed."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence

from analysis import countries
from analysis.errors import CountryError, SourceError

#: No two states have traded this much one way in a year (China to the USA: about 0.6e12 USD).
#: A bilateral value above it has lost its decimal separator or its unit.
IMPOSSIBLE_USD = 1e12
#: The trade of all states together is about 2.5e13 USD a year.
IMPOSSIBLE_WORLD_USD = 1e14
#: No source has a later year; a mistyped century is caught by it.
LAST_YEAR = 2099

# Text cells hold plain decimals: an exponent or an underscore there is damage.
_DECIMAL = re.compile(r"[+-]?\d+(\.\d*)?", re.ASCII)
_NAMED = 8  # unknown values that a message names by place


def refuse_unknown_codes(
    places: Mapping[str, object], file: object, column: str, also: Iterable[str] = ()
) -> None:
    """Refuse codes of states that nothing is known of, all of them at once.

    Parameters
    ----------
    places : mapping of str to object
        ISO3 code → where it first stands (a line, or a path within JSON).
    file, column : object, str
        For the message.
    also : iterable of str
        Codes that the publisher has beyond the states: regions, "not specified".

    Raises
    ------
    SourceError
        If any code is neither a state's nor one of ``also``.
    """
    codes = set(places) - set(also)
    try:
        countries.from_code(sorted(codes), "iso3")
        return
    except CountryError:
        wrong = [code for code in places if code in codes and not _is_known(code)]
    named = ", ".join(f"{code!r} ({places[code]})" for code in wrong[:_NAMED])
    first = places[wrong[0]]
    raise SourceError(
        file,
        f"{len(wrong)} unknown code(s) of states: {named}; if a code is right, add it to "
        "data/common/state_names.csv under 'english'",
        line=first if isinstance(first, int) else None,
        column=column,
    )


def _is_known(code: str) -> bool:
    try:
        countries.from_code([code], "iso3")
    except CountryError:
        return False
    return True


def find_columns(
    header: Sequence[object], names: Iterable[str], file: object, line: int
) -> dict[str, int]:
    """Return the position of each named column.

    Parameters
    ----------
    header : sequence
        The cells of the header line.
    names : iterable of str
        The columns that are needed.
    file, line : object, int
        Where the header stands, for the message.

    Returns
    -------
    dict of str to int
        Column name to position.

    Raises
    ------
    SourceError
        If a column is missing or stands twice; all missing ones are named at once.

    Examples
    --------
    >>> find_columns(["year", "value"], ["value"], "a.csv", 1)
    {'value': 1}
    """
    names = list(names)
    given = [str(cell).strip() if cell is not None else "" for cell in header]
    missing = [name for name in names if name not in given]
    if missing:
        raise SourceError(
            file,
            f"column(s) {', '.join(map(repr, missing))} missing; found: "
            f"{', '.join(repr(name) for name in given if name)}",
            line=line,
        )
    twice = [name for name in names if given.count(name) > 1]
    if twice:
        raise SourceError(file, f"column(s) {', '.join(map(repr, twice))} stand twice", line=line)
    return {name: given.index(name) for name in names}


def read_number(cell: object, file: object, line: int, column: object) -> float | None:
    """Return a cell as a number, None if it is blank.

    Parameters
    ----------
    cell : object
        A number, a number stored as text, or blank.
    file, line, column : object, int, object
        Where the cell stands, for the message.

    Returns
    -------
    float or None
        The number; None for a blank cell, which is not zero.

    Raises
    ------
    SourceError
        If the cell holds something else; text must be a plain decimal.

    Examples
    --------
    >>> read_number("421942832.3", "dots.xlsx", 11, 1996)
    421942832.3
    >>> read_number("  ", "dots.xlsx", 11, 1997) is None
    True
    """
    text = "" if cell is None else str(cell).strip()
    if not text:
        return None
    if isinstance(cell, int | float) and not isinstance(cell, bool) and math.isfinite(cell):
        return float(cell)
    if not isinstance(cell, str) or not _DECIMAL.fullmatch(text):
        raise SourceError(file, f"is not a number: {text!r}", line=line, column=str(column))
    return float(text)


def read_value(
    cell: object, file: object, line: int, column: object, *, unit: float = 1.0
) -> float | None:
    """Return a value of trade in USD, None if the cell is blank.

    Parameters
    ----------
    cell, file, line, column : object
        As in :func:`read_number`.
    unit : float, default 1.0
        USD that one unit of the cell stands for, such as 1e6.

    Returns
    -------
    float or None
        USD, to the cent.

    Raises
    ------
    SourceError
        If the cell holds no number, a negative one, or more than is traded in the world.

    Examples
    --------
    >>> read_value("2.5", "t.csv", 2, "value", unit=1000)
    2500.0
    """
    value = read_number(cell, file, line, column)
    if value is None:
        return None
    if value < 0:
        raise SourceError(file, f"is negative: {cell}", line=line, column=str(column))
    if value * unit > IMPOSSIBLE_WORLD_USD:
        raise SourceError(
            file, f"{cell} is more than the whole world trades", line=line, column=str(column)
        )
    return round(value * unit, 2)


def read_year(
    cell: object, file: object, line: int | None, column: object, first: int, last: int
) -> int:
    """Return a cell as a year within the span of the source.

    Parameters
    ----------
    cell, file, line, column : object
        As in :func:`read_number`.
    first, last : int
        Years that the source can have.

    Returns
    -------
    int
        The year.

    Raises
    ------
    SourceError
        If the cell is no year, or one outside the span.

    Examples
    --------
    >>> read_year("2016", "t.csv", 2, "Year", 1962, 2050)
    2016
    """
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
    if isinstance(cell, bool) or not re.fullmatch(r"\d{4}", text, re.ASCII):
        raise SourceError(file, f"is not a year: {cell!r}", line=line, column=str(column))
    if not first <= int(text) <= last:
        problem = f"{text} is outside the years of this source, {first} to {last}"
        raise SourceError(file, problem, line=line, column=str(column))
    return int(text)
