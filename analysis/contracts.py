"""What a measure asks of its arguments, declared once beside it and checked before it runs.

A column has one meaning, unit and range wherever it stands, so its rule follows from its name:
``iso3`` is a known code, ``year`` a whole number, ``value_usd`` a finite amount that is not
negative. A measure declares which columns its frame must have and which of them form its key::

    @takes(deliveries=Frame("supplier", "iso3", "year", "tiv_million", key=3), states=STATES)
    def annual_series(deliveries, states, ...):

Unknown, doubled, missing or mistyped input is refused with every offender; it never becomes a
number. The checks read, and change nothing.
"""

from __future__ import annotations

import functools
import inspect
import numbers
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypeVar

import numpy as np
import pandas as pd
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from analysis import countries
from analysis.errors import MeasureError, nearest, unknown

F = TypeVar("F", bound=Callable[..., Any])

SHOWN = 10
"""Offenders named in one message; the rest are counted."""

FLOWS = ("exports", "imports")
"""Flows as the state of the region sees them, whoever reports."""

SIDES = ("counterpart", "states")
"""Whose report of a flow: the partner's, or the states' own."""

WORLD = "WLD"
"""Code of the world as a whole, in tables of what economies trade with it."""

FIRST_YEAR, LAST_YEAR = 1800, 2200

_CODES = frozenset(
    {
        "iso3",
        "partner",
        "supplier",
        "counterpart",
        "debtor_iso3",
        "creditor",
        "exporter",
        "importer",
    }
)
_CHOICES: dict[str, tuple[str, ...]] = {"flow": FLOWS}
_KEYS = frozenset({*_CODES, *_CHOICES, "year", "session", "reporter", "issue", "product", "group"})
_AMOUNTS = ("_usd", "_million", "_billion")
_COUNTS = ("n_",)
_SIGNED = ("balance", "difference", "change", "gap", "net_", "residual", "deviation")


class Contract(Protocol):
    """Something that an argument must satisfy."""

    def problems(self, value: Any) -> list[str]:
        """Return what is wrong with a value, in words; nothing if it may pass."""
        ...


def takes(**contracts: Contract) -> Callable[[F], F]:
    """Check arguments of a function before it runs.

    Parameters
    ----------
    **contracts : Contract
        By name of the parameter. None, where it is a parameter's default, always passes.

    Returns
    -------
    callable
        A decorator. The function keeps its signature and docstring, and lists its contracts in
        the attribute ``contracts``.

    Raises
    ------
    MeasureError
        By the decorated function, with every offender of every argument.

    Examples
    --------
    >>> @takes(share=Number(at_least=0, at_most=1))
    ... def halve(share):
    ...     return share / 2
    >>> halve(3)
    Traceback (most recent call last):
    analysis.errors.MeasureError: halve: share = 3 must be a number from 0 to 1
    """

    def decorate(function: F) -> F:
        signature = inspect.signature(function)
        strangers = [name for name in contracts if name not in signature.parameters]
        if strangers:
            raise TypeError(f"{function.__name__} has no parameter {', '.join(strangers)}")

        @functools.wraps(function)
        def checked(*args: Any, **kwargs: Any) -> Any:
            given = signature.bind(*args, **kwargs).arguments
            is_default = {
                name: value is None and signature.parameters[name].default is None
                for name, value in given.items()
            }
            check(
                function.__qualname__.split(".<locals>.")[-1].removesuffix(".__init__"),
                given,
                **{n: c for n, c in contracts.items() if not is_default.get(n, True)},
            )
            return function(*args, **kwargs)

        checked.contracts = contracts  # type: ignore[attr-defined]
        return checked  # type: ignore[return-value]

    return decorate


def check(what: str, given: Mapping[str, Any], **contracts: Contract) -> None:
    """Check values against contracts that are known only when they are there.

    Parameters
    ----------
    what : str
        What asks for them, for the message.
    given : mapping of str to object
        Name → value.
    **contracts : Contract
        Name → contract.

    Raises
    ------
    MeasureError
        With every offender of every value.

    Examples
    --------
    >>> check("spread", {"column": "x"}, column=OneOf(("y",)))
    Traceback (most recent call last):
    analysis.errors.MeasureError: spread: column = 'x' is not allowed; allowed: y
    """
    found = []
    for name, contract in contracts.items():
        joiner = ": " if isinstance(contract, Frame | Tables) else " "
        found += [f"{name}{joiner}{problem}" for problem in contract.problems(given[name])]
    if found:
        raise MeasureError(f"{what}: " + "; ".join(found))


class Frame:
    """A frame with columns of known meaning, and at most one row a key.

    Parameters
    ----------
    *columns : str
        Columns it must have; the rule of each follows from its name.
    key : int or sequence of str, optional
        Columns that name a row: the first so many of ``columns``, or by name. 0: no key.
    present : sequence of str, optional
        Columns of values in which none may be missing. Codes, flows, years and the key never
        may; an amount or a share may, if it does not stand here.
    rules : mapping of str to Contract, optional
        Rules of columns whose name does not tell them, as a contract of each value.
    signed : sequence of str, optional
        Columns of amounts that may be negative.
    at_least : int, optional
        The fewest rows that it may have.
    optional : sequence of str, optional
        Columns of codes or flows that may be missing: empty means any.

    Examples
    --------
    >>> flows = Frame("iso3", "year", "flow", "value_usd", key=3)
    >>> rows = [("ARG", 2000, "export", 3.0), ("BRX", 2000, "imports", -1.0)]
    >>> bad = pd.DataFrame(rows, columns=["iso3", "year", "flow", "value_usd"])
    >>> for problem in flows.problems(bad):
    ...     print(problem)
    unknown iso3 'BRX' (did you mean 'LBR'?)
    unknown flow 'export' (did you mean 'exports'?); allowed: exports, imports
    value_usd is negative at iso3 BRX, year 2000, flow imports
    """

    def __init__(
        self,
        *columns: str,
        key: int | Sequence[str] = 0,
        present: Sequence[str] = (),
        rules: dict[str, Contract] | None = None,
        signed: Sequence[str] = (),
        at_least: int = 0,
        optional: Sequence[str] = (),
    ) -> None:
        self.columns = columns
        self.key = list(columns[:key]) if isinstance(key, int) else list(key)
        self.present = frozenset(present)
        self.rules = rules or {}
        self.signed = frozenset(signed)
        self.at_least = at_least
        self.optional = frozenset(optional)

    def problems(self, value: Any) -> list[str]:
        """Return what is wrong with a frame, in words."""
        if not isinstance(value, pd.DataFrame):
            return [f"must be a DataFrame, not {type(value).__name__}"]
        absent = [column for column in self.columns if column not in value.columns]
        if absent:
            return [
                f"has no column {', '.join(absent)}; it has {', '.join(map(str, value.columns))}"
            ]
        twice = sorted({str(c) for c in value.columns[value.columns.duplicated()]})
        if twice:
            return [f"has more than one column {', '.join(twice)}"]
        if len(value) < self.at_least:
            return [f"has {len(value)} rows; at least {self.at_least} are needed"]
        found = []
        for column in self.columns:
            found += self._column_problems(value, column)
        if self.key and not found:
            doubled = value.duplicated(self.key, keep=False).to_numpy()
            if doubled.any():
                rows = value.loc[doubled, self.key].drop_duplicates()
                found.append(f"more than one row for {_rows(rows)}")
        return found

    def _column_problems(self, frame: pd.DataFrame, column: str) -> list[str]:
        values = frame[column]
        is_missing = values.isna().to_numpy()
        must_be = column in self.present or column in self.key or column in _KEYS - self.optional
        if must_be and is_missing.any():
            return [f"{column} is missing at {self._where(frame, is_missing, column)}"]
        known = values[~is_missing]
        if known.empty:
            return []
        if column in self.rules:
            return [f"{column} {each}" for each in self._each(known, self.rules[column])]
        if column in _CODES:
            return _unknown_codes(column, known)
        if column in _CHOICES:
            strangers = sorted({str(each) for each in known.unique()} - set(_CHOICES[column]))
            return [unknown(column, strangers, _CHOICES[column])] if strangers else []
        if column == "session" or is_year(column):
            return _not_whole(column, known)
        return self._number_problems(frame, column)

    def _each(self, known: pd.Series, contract: Contract) -> list[str]:
        if isinstance(contract, Number) and is_numeric_dtype(known) and not is_bool_dtype(known):
            known = known[~contract.allows(known.to_numpy(dtype="float64"))]
        found: dict[str, None] = {}
        for value in known.unique():
            value = value.item() if isinstance(value, np.generic) else value
            found.update(dict.fromkeys(contract.problems(value)))
        return list(found)[:SHOWN]

    def _number_problems(self, frame: pd.DataFrame, column: str) -> list[str]:
        is_amount = column.endswith(_AMOUNTS) or column.startswith(_COUNTS)
        is_share = column == "share" or column.endswith("_share")
        if not (is_amount or is_share):
            return []
        values = frame[column]
        if is_bool_dtype(values) or not is_numeric_dtype(values):
            return [f"{column} must hold numbers, not {values.dtype}"]
        numbers_ = values.to_numpy(dtype="float64", na_value=np.nan)
        if np.isinf(numbers_).any():
            return [f"{column} is infinite at {self._where(frame, np.isinf(numbers_), column)}"]
        signed = column in self.signed or any(word in column for word in _SIGNED)
        if is_amount and not signed and (numbers_ < 0).any():
            return [f"{column} is negative at {self._where(frame, numbers_ < 0, column)}"]
        outside = (numbers_ < 0) | (numbers_ > 1 + 1e-9)
        if is_share and not signed and outside.any():
            return [f"{column} is not from 0 to 1 at {self._where(frame, outside, column)}"]
        return []

    def _where(self, frame: pd.DataFrame, rows: np.ndarray, column: str) -> str:
        names = [each for each in self.columns if each in _KEYS and each != column]
        return _rows(frame.loc[rows, names]) if names else f"{int(rows.sum())} rows"


class Tables:
    """Tables by their names, each of them a frame with its own contract.

    Parameters
    ----------
    frames : mapping of str to Frame
        Tables that must be there.
    optional : mapping of str to Frame, optional
        Tables that may be missing.
    """

    def __init__(
        self, frames: Mapping[str, Frame], optional: Mapping[str, Frame] | None = None
    ) -> None:
        self.frames, self.optional = frames, optional or {}

    def problems(self, value: Any) -> list[str]:
        """Return what is wrong with the tables, in words."""
        if not isinstance(value, Mapping):
            return [f"must be a mapping of tables by name, not {type(value).__name__}"]
        absent = [name for name in self.frames if name not in value]
        if absent:
            return [f"has no table {', '.join(absent)}"]
        there = {**self.frames, **{n: f for n, f in self.optional.items() if n in value}}
        return [f"{name} {each}" for name, f in there.items() for each in f.problems(value[name])]


@dataclass(frozen=True)
class States:
    """Codes of states: a list, each known and given once.

    Parameters
    ----------
    at_least : int, optional
        The fewest that may be given.
    """

    at_least: int = 1

    def problems(self, value: Any) -> list[str]:
        """Return what is wrong with a list of codes, in words."""
        if isinstance(value, str) or not isinstance(value, Iterable):
            return [f"= {value!r} must be a list of codes, such as ['VEN']"]
        codes = list(value)
        if len(codes) < self.at_least:
            return [f"must name at least {self.at_least}"]
        twice = sorted({str(each) for each in codes if codes.count(each) > 1})
        return _unknown_codes("state", codes) + (
            [f"names {', '.join(twice)} more than once"] if twice else []
        )


@dataclass(frozen=True)
class State:
    """The code of one state, of today or historical."""

    def problems(self, value: Any) -> list[str]:
        """Return what is wrong with a code, in words."""
        return [f"= {value!r}: {each}" for each in _unknown_codes("state", [value])]


@dataclass(frozen=True)
class Years:
    """Calendar years: whole numbers, each once.

    Parameters
    ----------
    at_least : int, optional
        The fewest that may be given.
    """

    at_least: int = 1

    def problems(self, value: Any) -> list[str]:
        """Return what is wrong with years, in words."""
        if isinstance(value, str) or not isinstance(value, Iterable):
            return [f"= {value!r} must be a list or range of years"]
        years = list(value)
        if len(years) < self.at_least:
            return ["is empty" if not years else f"must name at least {self.at_least}"]
        found = [each for year in years for each in Year().problems(year)]
        twice = sorted({int(each) for each in years if years.count(each) > 1}) if not found else []
        return found[:SHOWN] + ([f"holds {', '.join(map(str, twice))} twice"] if twice else [])


@dataclass(frozen=True)
class Year:
    """A calendar year: a whole number."""

    def problems(self, value: Any) -> list[str]:
        """Return what is wrong with a year, in words."""
        whole = isinstance(value, numbers.Real) and not isinstance(value, bool | np.bool_)
        if whole and float(value).is_integer() and FIRST_YEAR <= value <= LAST_YEAR:
            return []
        return [f"= {value!r} is no year: a whole number from {FIRST_YEAR} to {LAST_YEAR}"]


@dataclass(frozen=True)
class Span:
    """A first and a last year, both included: two whole numbers in order."""

    def problems(self, value: Any) -> list[str]:
        """Return what is wrong with a span, in words."""
        pair = list(value) if isinstance(value, tuple | list) else []
        if len(pair) == 2 and not [each for year in pair for each in Year().problems(year)]:
            return [] if pair[0] <= pair[1] else [f"= {value!r} ends before it begins"]
        return [f"= {value!r} must be a first and a last year, such as (2005, 2009)"]


@dataclass(frozen=True)
class Spans:
    """Spans of years: a list of them, or one for each code of a mapping; none is allowed."""

    def problems(self, value: Any) -> list[str]:
        """Return what is wrong with spans, in words."""
        if isinstance(value, str) or not isinstance(value, Iterable):
            return [f"= {value!r} must be a list of first and last years"]
        codes = _unknown_codes("state", value) if isinstance(value, Mapping) else []
        spans = value.values() if isinstance(value, Mapping) else value
        return codes + [each for span in spans for each in Span().problems(span)][:SHOWN]


@dataclass(frozen=True)
class OneOf:
    """One of some names.

    Parameters
    ----------
    allowed : tuple of str
        The names.
    """

    allowed: tuple[str, ...]

    def problems(self, value: Any) -> list[str]:
        """Return what is wrong with a name, in words."""
        if isinstance(value, str) and value in self.allowed:
            return []
        match = nearest(str(value), self.allowed)
        hint = f" (did you mean {match!r}?)" if match else ""
        return [f"= {value!r} is not allowed{hint}; allowed: {', '.join(self.allowed)}"]


@dataclass(frozen=True)
class Number:
    """A finite number within bounds.

    Parameters
    ----------
    at_least, at_most, above, below : float, optional
        Bounds; None: no such bound.
    is_whole : bool, optional
        Whether it must be a whole number.
    hint : str, optional
        What to say besides the bounds, such as the unit.
    """

    at_least: float | None = None
    at_most: float | None = None
    above: float | None = None
    below: float | None = None
    is_whole: bool = False
    hint: str = ""

    def allows(self, values: np.ndarray) -> np.ndarray:
        """Return which of some numbers (of dtype float64) may pass."""
        inside = np.isfinite(values)
        if self.at_least is not None:
            inside &= values >= self.at_least
        if self.at_most is not None:
            inside &= values <= self.at_most
        if self.above is not None:
            inside &= values > self.above
        if self.below is not None:
            inside &= values < self.below
        return inside & (values == np.floor(values)) if self.is_whole else inside

    def problems(self, value: Any) -> list[str]:
        """Return what is wrong with a number, in words."""
        is_number = isinstance(value, numbers.Real) and not isinstance(value, bool | np.bool_)
        if is_number and self.allows(np.array(float(value))):
            return []
        words = {
            "from": self.at_least,
            "above": self.above,
            "to": self.at_most,
            "below": self.below,
        }
        bounds = [f"{word} {bound:g}" for word, bound in words.items() if bound is not None]
        kind = "a whole number" if self.is_whole else "a number"
        hint = f" ({self.hint})" if self.hint else ""
        return [f"= {value!r} must be {' '.join([kind, *bounds])}{hint}"]


@dataclass(frozen=True)
class Day:
    """A day: a timestamp that is not missing."""

    def problems(self, value: Any) -> list[str]:
        """Return what is wrong with a day, in words."""
        if isinstance(value, date) and not pd.isna(value):
            return []
        return [f"= {value!r} must be a day (a pandas.Timestamp)"]


@dataclass(frozen=True)
class Several:
    """A list of values, or a mapping's values, each under one contract.

    Parameters
    ----------
    each : Contract
        What each value must satisfy.
    at_least : int, optional
        The fewest that may be given.
    """

    each: Contract
    at_least: int = 1

    def problems(self, value: Any) -> list[str]:
        """Return what is wrong with a list of values, in words."""
        if isinstance(value, str) or not isinstance(value, Collection):
            return [f"= {value!r} must be a list"]
        values = list(value.values()) if isinstance(value, Mapping) else list(value)
        if len(values) < self.at_least:
            return [f"must have at least {self.at_least}"]
        found = [problem for one in values for problem in self.each.problems(one)]
        return list(dict.fromkeys(found))[:SHOWN]


@dataclass(frozen=True)
class Numbers:
    """One number, or an array, series or list of them, within bounds.

    Parameters
    ----------
    at_least, at_most : float, optional
        Bounds; None: no such bound.
    may_lack : bool, optional
        Whether a value may be missing.
    """

    at_least: float | None = None
    at_most: float | None = None
    may_lack: bool = False

    def problems(self, value: Any) -> list[str]:
        """Return what is wrong with numbers, in words."""
        values = list(value) if isinstance(value, Iterable) and not isinstance(value, str) else None
        each = [value] if values is None else values
        each = [one for one in each if not (self.may_lack and _is_missing(one))]
        rule = Number(self.at_least, self.at_most)
        found = [problem for one in each for problem in rule.problems(one)]
        shown = list(dict.fromkeys(found))[:SHOWN]
        return shown if values is None else [f"holds {each.removeprefix('= ')}" for each in shown]


@dataclass(frozen=True)
class ByYear:
    """A series of numbers by calendar year, each year once; a value may be missing.

    Parameters
    ----------
    at_least : int, optional
        The fewest years that may be given.
    """

    at_least: int = 1

    def problems(self, value: Any) -> list[str]:
        """Return what is wrong with a series, in words."""
        if not isinstance(value, pd.Series):
            return [f"must be a Series by year, not {type(value).__name__}"]
        found = Years(self.at_least).problems(value.index)
        if is_bool_dtype(value) or not is_numeric_dtype(value):
            return [*found, f"must hold numbers, not {value.dtype}"]
        if np.isinf(value.to_numpy(dtype="float64", na_value=np.nan)).any():
            found.append("holds an infinite number")
        return found


@dataclass(frozen=True)
class Label:
    """A name: text that is not empty."""

    def problems(self, value: Any) -> list[str]:
        """Return what is wrong with a name, in words."""
        return [] if isinstance(value, str) and value.strip() else [f"= {value!r} must be a name"]


@dataclass(frozen=True)
class Economy:
    """The code of a state, or of the world as a whole."""

    def problems(self, value: Any) -> list[str]:
        """Return what is wrong with a code, in words."""
        return [] if value == WORLD else State().problems(value)


@dataclass(frozen=True)
class Array:
    """An array of numbers.

    Parameters
    ----------
    dimensions : int
        How many it has.
    is_whole : bool, optional
        Whether it must hold whole numbers; else missing values (nan) may stand in it.
    at_least, at_most : float, optional
        Bounds; None: no such bound.
    """

    dimensions: int
    is_whole: bool = False
    at_least: float | None = None
    at_most: float | None = None

    def problems(self, value: Any) -> list[str]:
        """Return what is wrong with an array, in words."""
        kind = "whole numbers" if self.is_whole else "numbers"
        if not isinstance(value, np.ndarray) or value.ndim != self.dimensions:
            given = getattr(value, "shape", type(value).__name__)
            return [f"must be an array of {self.dimensions} dimension(s), not {given}"]
        if not np.issubdtype(value.dtype, np.integer if self.is_whole else np.number):
            return [f"must hold {kind}, not {value.dtype}"]
        outside = np.zeros(value.shape, dtype=bool)
        if self.at_least is not None:
            outside |= value < self.at_least
        if self.at_most is not None:
            outside |= value > self.at_most
        if not outside.any():
            return []
        bounds = [
            f"{word} {bound:g}"
            for word, bound in (("from", self.at_least), ("to", self.at_most))
            if bound is not None
        ]
        shown = ", ".join(map(str, np.unique(value[outside])[:SHOWN].tolist()))
        return [f"must hold {kind} {' '.join(bounds)}, not {shown}"]


STATES, STATE, YEARS, YEAR = States(), State(), Years(), Year()
SPAN, SPANS = Span(), Spans()
BY_YEAR, LABEL, ECONOMY = ByYear(), Label(), Economy()


def is_year(column: str) -> bool:
    """Return whether a column holds calendar years, by the package's names.

    Parameters
    ----------
    column : str
        Its name. Counts of years are named ``years`` or ``n_years``, rates ``…_a_year``.

    Returns
    -------
    bool
        True for ``year``, for what ends in ``_year``, and for headings such as "year of order".

    Examples
    --------
    >>> is_year("first_year"), is_year("year of order"), is_year("growth_a_year"), is_year("years")
    (True, True, False, False)
    """
    return re.fullmatch(r"(?!.*_(?:a|per)_year$)(?:.*[_ ])?year(?: of .*)?", column) is not None


def check_coverage(what: str, has: Iterable[int], wants: Iterable[int]) -> None:
    """Refuse a window of years that the data do not cover whole.

    Parameters
    ----------
    what : str
        What the years are of, for the message.
    has : iterable of int
        Years that the data cover.
    wants : iterable of int
        Years of the window.

    Raises
    ------
    MeasureError
        If a year of the window is not covered: a sum over it would be that of fewer years.

    Examples
    --------
    >>> check_coverage("deliveries", range(1950, 2024), range(2020, 2025))
    Traceback (most recent call last):
    analysis.errors.MeasureError: deliveries do not cover 2024 (they cover 1950 to 2023)
    """
    covered = set(has)
    absent = [year for year in wants if year not in covered]
    if absent:
        span = f"{min(covered)} to {max(covered)}" if covered else "no year"
        shown = ", ".join(map(str, absent[:SHOWN])) + (" …" if len(absent) > SHOWN else "")
        raise MeasureError(f"{what} do not cover {shown} (they cover {span})")


def _is_missing(value: Any) -> bool:
    return bool(pd.api.types.is_scalar(value) and pd.isna(value))


def _unknown_codes(column: str, values: Iterable[Any]) -> list[str]:
    codes = values.unique() if isinstance(values, pd.Series) else list(values)
    known = countries.codes()
    strangers = [each for each in codes if not (isinstance(each, str) and each in known)]
    if not strangers:
        return []
    parts = []
    for each in strangers[:SHOWN]:
        match = nearest(str(each), known)
        parts.append(f"{each!r}" + (f" (did you mean {match!r}?)" if match else ""))
    more = f" and {len(strangers) - SHOWN} more" if len(strangers) > SHOWN else ""
    return [f"unknown {column} {', '.join(parts)}{more}"]


def _not_whole(column: str, known: pd.Series) -> list[str]:
    if is_bool_dtype(known) or not is_numeric_dtype(known):
        return [f"{column} must hold whole numbers, not {known.dtype}"]
    values = known.to_numpy(dtype="float64")
    low, high = (FIRST_YEAR, LAST_YEAR) if is_year(column) else (1, LAST_YEAR)
    bad = ~((values == np.floor(values)) & (values >= low) & (values <= high))
    if not bad.any():
        return []
    shown = ", ".join(f"{each:g}" for each in pd.unique(values[bad])[:SHOWN])
    return [f"{column} must hold whole numbers from {low} to {high}, not {shown}"]


def _rows(frame: pd.DataFrame) -> str:
    rows = [
        ", ".join(f"{name} {value}" for name, value in zip(frame.columns, row, strict=True))
        for row in frame.head(SHOWN).itertuples(index=False)
    ]
    more = f" and {len(frame) - SHOWN} more" if len(frame) > SHOWN else ""
    return "; ".join(rows) + more
