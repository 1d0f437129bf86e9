"""What a claim or a reading states: a number, a range, dates, a yes or no, names, or words."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass

from analysis.errors import MeasureError, unknown

#: Unit → quantity and factor to the quantity's base unit. Quantities are never converted into one
#: another: a claim in euros is compared with readings in euros.
UNITS: Mapping[str, tuple[str, float]] = {
    "USD_thousand": ("USD", 1e3),
    "USD_million": ("USD", 1e6),
    "USD_billion": ("USD", 1e9),
    "USD": ("USD", 1.0),
    "EUR_million": ("EUR", 1e6),
    "USD_per_barrel": ("USD per barrel", 1.0),
    "percent": ("percent", 1.0),
    "ratio": ("ratio", 1.0),
    "sign": ("sign", 1.0),
    "rank": ("rank", 1.0),
    "persons": ("persons", 1.0),
    "million_persons": ("persons", 1e6),
    "barrels": ("barrels", 1.0),
    "billion_barrels": ("barrels", 1e9),
    "million_packs": ("packs", 1e6),
    "thousand_tonnes": ("tonnes", 1e3),
    "MW": ("MW", 1.0),
    "km": ("km", 1.0),
    "years": ("years", 1.0),
}

#: Things that are counted: two counts of different things are not compared.
COUNTED = (
    *("agreements", "contracts", "documents", "memoranda", "projects"),
    *("aircraft", "helicopters", "types", "vehicles"),
    *("countries", "organisations", "states"),
    *("meetings", "postponements", "visits"),
)

#: Units whose values are not numbers → kind of value.
WORDS: Mapping[str, str] = {
    "boolean": "truth",
    "date": "dates",
    "year": "dates",
    "list": "names",
    "vote": "text",
    "place": "text",
    "document": "text",
    "words": "text",
}

ALL_UNITS = (*UNITS, *COUNTED, *WORDS)

#: Words that a value of a unit may be, where others would never agree with a record.
ALLOWED_WORDS: Mapping[str, tuple[str, ...]] = {"vote": ("yes", "no", "abstain", "absent")}

_ONE = {"countries": "country", "memoranda": "memorandum", "aircraft": "aircraft"}
_NUMBER = r"-?\d+(?:\.\d+)?"
_DATE = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"


@dataclass(frozen=True)
class Span:
    """Days from the first to the last that a date means; a year is a span of a year.

    Parameters
    ----------
    first, last : datetime.date
        Both are part of the span.
    shown : str
        The date as written.
    """

    first: datetime.date
    last: datetime.date
    shown: str

    @property
    def is_day(self) -> bool:
        """Whether every part is given to the day."""
        return all(len(part) == 10 for part in self.shown.split("/"))

    def is_same(self, other: Span) -> bool:
        """Return whether both mean the same days, however they are written."""
        return (self.first, self.last) == (other.first, other.last)

    def gap_days(self, other: Span) -> int:
        """Return the days from the other span to this: 0 if they share one, below 0 if earlier."""
        if self.first > other.last:
            return (self.first - other.last).days
        if other.first > self.last:
            return (self.last - other.first).days
        return 0


@dataclass(frozen=True)
class Value:
    """A stated value in the base unit of its quantity.

    Parameters
    ----------
    kind : str
        ``number``, ``range``, ``dates``, ``truth``, ``names`` or ``text``.
    shown : str
        As written.
    unit : str
        One of :data:`ALL_UNITS`.
    low, high : float
        Number or both ends of a range, in the base unit; NaN for other kinds.
    half_step : float
        Half of the last printed digit, in the base unit: what rounding alone may have moved.
    dates : tuple of Span or None
        Dates, None where one is not given.
    names : tuple of str
        Names in the order written, or the words of a text.
    truth : bool
        For ``truth``.
    """

    kind: str
    shown: str
    unit: str
    low: float = float("nan")
    high: float = float("nan")
    half_step: float = 0.0
    dates: tuple[Span | None, ...] = ()
    names: tuple[str, ...] = ()
    truth: bool = False

    @property
    def quantity(self) -> str:
        """What is measured or counted, for example ``USD`` or ``states``."""
        return UNITS[self.unit][0] if self.unit in UNITS else self.unit

    @property
    def factor(self) -> float:
        """Base units in one unit."""
        return factor_of(self.unit)

    @property
    def is_number(self) -> bool:
        """Whether it is a number or a range of numbers."""
        return self.kind in ("number", "range")

    def is_comparable(self, other: Value) -> bool:
        """Whether both are numbers of the same quantity, or words of the same kind."""
        if self.is_number and other.is_number:
            return self.quantity == other.quantity
        return self.kind == other.kind


def factor_of(unit: str) -> float:
    """Return how many base units of its quantity one of a unit is."""
    return UNITS[unit][1] if unit in UNITS else 1.0


def parse_date(text: str) -> Span:
    """Read a year, month, day or a span of two of these.

    Parameters
    ----------
    text : str
        For example ``"1990"``, ``"2004-06"``, ``"2000-12-14/2000-12-17"``.

    Returns
    -------
    Span
        From the first to the last day that is meant.

    Raises
    ------
    MeasureError
        If the text is none of these or no date of the calendar.

    Examples
    --------
    >>> span = parse_date("2004-06")
    >>> span.first.isoformat(), span.last.isoformat()
    ('2004-06-01', '2004-06-30')
    """
    if not re.fullmatch(f"{_DATE}(/{_DATE})?", text):
        raise MeasureError(
            f"{text!r} is not a date; write YYYY, YYYY-MM, YYYY-MM-DD, or two of these with a / "
            "between"
        )
    ends = text.split("/")
    try:
        first = datetime.date.fromisoformat(f"{ends[0]}-01-01"[:10])
        last = _last_day(ends[-1])
    except ValueError:
        raise MeasureError(f"{text!r} is no date of the calendar") from None
    if last < first:
        raise MeasureError(f"{text!r} ends before it begins")
    return Span(first, last, text)


def parse(text: str, unit: str) -> Value:
    """Read a value as a claim or an evidence row writes it.

    Parameters
    ----------
    text : str
        A number (``18.5``), a range (``18-19``), dates (``1945-03-14;1952-06``), ``1`` or ``0`` for
        a boolean, names with semicolons between, or a word, as the unit asks.
    unit : str
        One of :data:`ALL_UNITS`.

    Returns
    -------
    Value
        The value in the base unit of its quantity.

    Raises
    ------
    MeasureError
        If the unit is unknown or the text is not a value of that unit.

    Examples
    --------
    >>> parse("18.5", "USD_billion").low
    18500000000.0
    >>> parse("CUB;VEN", "list").names
    ('CUB', 'VEN')
    """
    text = text.strip()
    if unit not in ALL_UNITS:
        raise MeasureError(unknown("unit", [unit], ALL_UNITS))
    if not text:
        raise MeasureError("the value is empty")
    kind = WORDS.get(unit, "number")
    if kind == "truth":
        if text not in ("0", "1"):
            raise MeasureError(f"{text!r} is neither 1 (yes) nor 0 (no)")
        return Value("truth", text, unit, truth=text == "1")
    if kind == "dates":
        # A bar parts two values that a text gives for one date.
        dates = (parse_date(part) if part else None for part in re.split(r"[;|]", text))
        return Value("dates", text, unit, dates=tuple(dates))
    if kind in ("names", "text"):
        names = tuple(part.strip() for part in text.split(";")) if kind == "names" else (text,)
        if not all(names) or len(set(names)) != len(names):
            raise MeasureError(f"{text!r} is not a list of different names with ; between them")
        if unit in ALLOWED_WORDS and text not in ALLOWED_WORDS[unit]:
            raise MeasureError(unknown(unit, [text], ALLOWED_WORDS[unit]))
        return Value(kind, text, unit, names=names)
    factor = factor_of(unit)
    if found := re.fullmatch(f"({_NUMBER})-({_NUMBER})", text):
        low, high = (float(number) * factor for number in found.groups())
        if low > high:
            raise MeasureError(f"the range {text!r} ends before it begins")
        return Value("range", text, unit, low, high, _half_step(found[2]) * factor)
    if not re.fullmatch(_NUMBER, text):
        hint = "; write decimals with a point" if "," in text else ""
        raise MeasureError(f"{text!r} is not a number or a range of numbers, as {unit} needs{hint}")
    number = float(text) * factor
    return Value("number", text, unit, number, number, _half_step(text) * factor)


def number(value: float, unit: str) -> Value:
    """Return a computed number as a value.

    Parameters
    ----------
    value : float
        In the base unit of the quantity, for example US dollars.
    unit : str
        Unit that it is shown in.

    Returns
    -------
    Value
        Without rounding: what was computed is compared as it is.

    Examples
    --------
    >>> number(1.5e9, "USD_billion").shown
    '1.5'
    """
    return Value("number", show_number(value / factor_of(unit)), unit, float(value), float(value))


def truth(is_so: bool) -> Value:
    """Return a computed yes or no as a value."""
    return Value("truth", "1" if is_so else "0", "boolean", truth=bool(is_so))


def names(found: list[str], *, is_ordered: bool = False) -> Value:
    """Return computed names as a value, sorted unless their order means something."""
    ordered = tuple(found if is_ordered else sorted(found))
    return Value("names", ";".join(ordered), "list", names=ordered)


def show_number(number: float) -> str:
    """Write a number with four digits that mean something, thousands parted.

    Examples
    --------
    >>> [show_number(x) for x in (18659.2, 16.0884, 0.0279, 24, -12.443)]
    ['18,659', '16.09', '0.0279', '24', '-12.44']
    """
    if number == 0:
        return "0"
    magnitude = abs(number)
    if magnitude >= 1000:
        return f"{number:,.0f}"
    digits = 4 if magnitude >= 1 else 3
    return f"{number:.{digits}g}" if magnitude >= 1e-4 else f"{number:.2e}"


def show(value: Value, unit: str | None = None) -> str:
    """Write a value with its unit as people read it.

    Parameters
    ----------
    value : Value
        The value.
    unit : str, optional
        Unit to write it in, of the same quantity. None for its own.

    Returns
    -------
    str
        For example ``18.5 billion USD``.

    Examples
    --------
    >>> show(parse("18.5", "USD_billion")), show(parse("1", "boolean"))
    ('18.5 billion USD', 'yes')
    """
    if value.kind == "truth":
        return "yes" if value.truth else "no"
    if value.kind == "names":
        return ", ".join(value.names) or "none"
    if value.kind == "dates":
        days = [part or "not read" for part in value.shown.split(";")]
        return ", ".join(days).replace("|", " or ").replace("/", " to ")
    if value.kind == "text":
        return value.shown
    unit = unit or value.unit
    low, high = (show_number(end / factor_of(unit)) for end in (value.low, value.high))
    number = low if low == high else f"{low} to {high}"
    if unit == "sign":
        return {-1.0: "a fall", 0.0: "no steady change", 1.0: "a rise"}.get(value.low, number)
    if unit == "rank":
        return f"place {number}"
    if unit == "percent":
        return f"{number} %"
    if number == "1" and unit in COUNTED:
        return f"1 {_ONE.get(unit, unit.removesuffix('s'))}"
    return f"{number} {'times' if unit == 'ratio' else write_unit(unit)}"


def write_unit(unit: str) -> str:
    """Write a unit as people read it.

    Examples
    --------
    >>> write_unit("USD_billion"), write_unit("million_persons"), write_unit("percent")
    ('billion USD', 'million persons', 'per cent')
    """
    if unit in ("USD_per_barrel", "percent"):
        return {"USD_per_barrel": "USD a barrel", "percent": "per cent"}[unit]
    first, _, second = unit.partition("_")
    return f"{second} {first}" if second and first in ("USD", "EUR") else unit.replace("_", " ")


def _half_step(text: str) -> float:
    """Return half of the last printed digit of a number."""
    return 0.5 * 10.0 ** -len(text.partition(".")[2])


def _last_day(text: str) -> datetime.date:
    parts = [int(part) for part in text.split("-")]
    year, month = (*parts, 12)[:2]
    day = parts[2] if len(parts) == 3 else calendar.monthrange(year, month)[1]
    return datetime.date(year, month, day)
