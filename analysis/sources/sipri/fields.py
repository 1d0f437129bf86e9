"""Read the fields of SIPRI's files, and gather what is wrong with them into one error."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import countries
from analysis.errors import CountryError, SourceError

# A damaged header can make every row wrong; more lines than these do not help anyone.
LISTED = 10

AGAIN = "export the file again from armstransfers.sipri.org, and open it in no other program"

UNKNOWN = "is not a state or group that SIPRI is known to print"
ADD = (
    "a name that is right needs a row `sipri,NAME,CODE,NOTE` in "
    "data/common/state_names.csv and `python -m analysis data seal common/state_names`"
)

# TIV are printed with two decimals, TIV of a unit too: a product of n units may differ by this.
HALF_A_CENT = 0.005 + 1e-6


TYPES: dict[str, pd.api.extensions.ExtensionDtype] = {
    "Int64": pd.Int64Dtype(),
    "Float64": pd.Float64Dtype(),
    "boolean": pd.BooleanDtype(),
    "string": pd.StringDtype(),
}


@dataclass
class Faults:
    """What is wrong with a file; raised as one error that tells all of it.

    Attributes
    ----------
    file : pathlib.Path
        The file.
    again : str
        What to do about damage.
    found : list of tuple
        Line, column and problem of each fault.
    """

    file: Path
    again: str = AGAIN
    found: list[tuple[int, str, str]] = field(default_factory=list)

    def add(self, line: int, column: str, problem: str) -> None:
        """Note a fault.

        Parameters
        ----------
        line : int
            Line in the file, counted from 1.
        column : str
            Name of the column, as printed.
        problem : str
            What is wrong there.
        """
        self.found.append((line, column, problem))

    def raise_any(self) -> None:
        """Raise the faults, if there are any.

        Raises
        ------
        SourceError
            At the first fault in the file; the message tells the others too.
        """
        if not self.found:
            return
        (line, column, problem), *others = sorted(self.found)
        more = [f"line {at}, column {name!r}: {what}" for at, name, what in others[: LISTED - 1]]
        if len(others) >= LISTED:
            more.append(f"and {len(others) - len(more)} more faults")
        also = f"; also {'; '.join(more)}" if more else ""
        raise SourceError(
            self.file.name,
            f"{problem}{also}; {advice((what for _, _, what in self.found), self.again)}",
            line=line,
            column=column,
        )


def advice(problems: Iterable[str], again: str = AGAIN) -> str:
    """Return what to do about faults of fields.

    Parameters
    ----------
    problems : iterable of str
        What is wrong.
    again : str
        What to do about damage.

    Returns
    -------
    str
        A name may be new and right; anything else is damage.
    """
    are_names = {UNKNOWN in problem for problem in problems}
    return "; ".join([ADD] * (True in are_names) + [again] * (False in are_names))


def read_column(
    cells: Sequence[str],
    lines: Sequence[int],
    column: str,
    meaning: Callable[[str], Any],
    faults: Faults,
) -> list[Any]:
    """Return what the cells of a column mean. Each distinct cell is read once.

    Parameters
    ----------
    cells : sequence of str
        The cells as printed.
    lines : sequence of int
        Line of each.
    column : str
        Name of the column, as printed.
    meaning : callable
        Cell to value; raises ValueError saying what is wrong.
    faults : Faults
        Where every distinct wrong cell is noted, with all its lines.

    Returns
    -------
    list
        The values; None for cells that are wrong.
    """
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for cell in set(cells):
        try:
            values[cell] = meaning(cell)
        except ValueError as error:
            values[cell], wrong[cell] = None, str(error)
    if wrong:
        where = defaultdict(list)
        for line, cell in zip(lines, cells, strict=True):
            if cell in wrong:
                where[cell].append(line)
        for cell, at in where.items():
            listed = ", ".join(map(str, at[1:LISTED])) + (", …" if len(at) > LISTED else "")
            also = f" (also in line {listed})" if len(at) > 1 else ""
            faults.add(at[0], column, f"{cell!r} {wrong[cell]}{also}")
    return [values[cell] for cell in cells]


def typed(values: Iterable[Any], dtype: str) -> pd.api.extensions.ExtensionArray:
    """Return values as a typed array in which None is missing.

    Parameters
    ----------
    values : iterable
        The values.
    dtype : str
        One of :data:`TYPES`.

    Returns
    -------
    pandas.api.extensions.ExtensionArray
        One item a value.
    """
    # The stubs know each type alone, not one chosen by name.
    return pd.array(list(values), dtype=TYPES[dtype])  # type: ignore[call-overload]


def state(cell: str) -> str:
    """Return the name of a state or group, if SIPRI is known to print it.

    Parameters
    ----------
    cell : str
        Name as printed.

    Returns
    -------
    str
        The name without spaces around it.

    Raises
    ------
    ValueError
        If ``common/state_names`` does not know it.
    """
    name = cell.strip()
    try:
        countries.resolve([name], "sipri")
    except CountryError:
        raise ValueError(UNKNOWN) from None
    return name


def text(cell: str) -> str:
    """Return a text without spaces around it.

    Parameters
    ----------
    cell : str
        As printed.

    Returns
    -------
    str
        The text.

    Raises
    ------
    ValueError
        If it is blank or broken by a control character.
    """
    if not cell.strip():
        raise ValueError("is blank where a text is needed")
    return comment(cell)


def comment(cell: str) -> str:
    """Return a text that may be blank, without spaces around it.

    Parameters
    ----------
    cell : str
        As printed.

    Returns
    -------
    str
        The text.

    Raises
    ------
    ValueError
        If it is broken by a control character.
    """
    if not cell.strip().replace("\t", " ").isprintable():
        raise ValueError("holds a control character")
    return cell.strip()


def whole(cell: str) -> int:
    """Return a whole number.

    Parameters
    ----------
    cell : str
        Digits.

    Returns
    -------
    int
        The number.

    Raises
    ------
    ValueError
        If it is not one, or is impossibly large.
    """
    if not re.fullmatch(r"[0-9]{1,9}", cell):
        raise ValueError("is not a whole number")
    return int(cell)


def tiv(cell: str) -> float:
    """Return a trend-indicator value.

    Parameters
    ----------
    cell : str
        Digits, with or without decimals; never signed, never with an exponent.

    Returns
    -------
    float
        Million TIV.

    Raises
    ------
    ValueError
        If it is not one, or is impossibly large.
    """
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]+)?", cell):
        raise ValueError("is not a TIV in millions")
    return float(cell)


def or_blank(meaning: Callable[[str], Any]) -> Callable[[str], Any]:
    """Let a field be blank: None, which is not zero.

    Parameters
    ----------
    meaning : callable
        Reads a field that is not blank.

    Returns
    -------
    callable
        Reads a field that may be.
    """
    return lambda cell: meaning(cell) if cell else None


def year(first: int, last: int) -> Callable[[str], int]:
    """Return a reader of years.

    Parameters
    ----------
    first, last : int
        The years that are possible.

    Returns
    -------
    callable
        Cell to year; raises ValueError for others.
    """

    def read(cell: str) -> int:
        if not re.fullmatch(r"[0-9]{4}", cell) or not first <= int(cell) <= last:
            raise ValueError(f"is not a year from {first} to {last}")
        return int(cell)

    return read


def years(first: int, last: int) -> Callable[[str], str]:
    """Return a reader of ascending years parted by ``"; "``, or none.

    Parameters
    ----------
    first, last : int
        The years that are possible.

    Returns
    -------
    callable
        Cell to the same text; raises ValueError for others.
    """
    one = year(first, last)

    def read(cell: str) -> str:
        found = [one(each) for each in cell.split("; ")] if cell else []
        if any(later <= earlier for earlier, later in pairwise(found)):
            raise ValueError("does not list years in ascending order")
        return cell

    return read


def choice(values: Mapping[str, Any]) -> Callable[[str], Any]:
    """Return a reader of fields that hold one of a few texts.

    Parameters
    ----------
    values : mapping
        Printed text to its meaning.

    Returns
    -------
    callable
        Cell to meaning; raises ValueError for others.
    """

    def read(cell: str) -> Any:
        if cell not in values:
            raise ValueError(f"is none of {', '.join(map(repr, values))}")
        return values[cell]

    return read
