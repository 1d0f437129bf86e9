"""Plain sentences on a judgement, made from its numbers."""

from __future__ import annotations

import math

from analysis.claims.ledger import Claim
from analysis.claims.values import COUNTED, Value, show_number
from analysis.claims.verdicts import (
    CONTRADICTED,
    INCONSISTENT,
    NO_DATA,
    NOT_TESTABLE,
    OFF,
    OFF_FACTOR,
    PLAUSIBLE,
    SLIP,
    SUPPORTED,
    Comparison,
    Judgement,
)

_COMPARATOR = {"gt": "more than ", "at_least": "at least ", "lt": "at most ", "approx": "about "}
_ONE = {"countries": "country", "memoranda": "memorandum", "aircraft": "aircraft"}
_BOUND = {"at_least": "at least ", "at_most": "at most "}
_SLIP = {1e3: "thousand", 1e6: "million"}


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
    >>> from analysis.claims.values import parse
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
    factor = Value("number", "", unit).factor
    low, high = show_number(value.low / factor), show_number(value.high / factor)
    number = low if low == high else f"{low} to {high}"
    if unit == "sign":
        return {-1.0: "a fall", 0.0: "no steady change", 1.0: "a rise"}.get(value.low, number)
    if unit == "rank":
        return f"place {number}"
    if unit == "percent":
        return f"{number} %"
    if number == "1" and unit in COUNTED:
        return f"1 {_ONE.get(unit, unit.removesuffix('s'))}"
    words = unit_words(unit)
    return f"{number} {words}" if unit != "ratio" else f"{number} times"


def unit_words(unit: str) -> str:
    """Write a unit as people read it.

    Examples
    --------
    >>> unit_words("USD_billion"), unit_words("million_persons"), unit_words("percent")
    ('billion USD', 'million persons', 'per cent')
    """
    if unit in ("USD_per_barrel", "percent"):
        return {"USD_per_barrel": "USD a barrel", "percent": "per cent"}[unit]
    first, _, second = unit.partition("_")
    return f"{second} {first}" if second and first in ("USD", "EUR") else unit.replace("_", " ")


def claimed(claim: Claim) -> str:
    """Write what a claim states, its comparator included.

    Examples
    --------
    >>> from analysis.claims.values import parse
    >>> claim = Claim("x", "", "", "trade", "", (), (), "i", "", 2014, 2015, parse("90", "percent"),
    ...               "gt")
    >>> claimed(claim)
    'more than 90 %'
    """
    before = "" if claim.value.unit == "sign" else _COMPARATOR.get(claim.comparator, "")
    return before + show(claim.value)


def read(comparison: Comparison, claim: Claim) -> str:
    """Write what a reading gives, in the claim's unit, with its definition."""
    reading = comparison.reading
    is_number = claim.value.kind in ("number", "range")
    text = show(reading.value, claim.value.unit if is_number else None)
    text = _BOUND.get(reading.bound, "") + text
    return f"{text} ({reading.definition})" if reading.definition else text


def _range(judgement: Judgement) -> str:
    """Write the range over the readings of a number, if there are several."""
    low, high, count = spread(judgement)
    if count < 2 or low == high:
        return ""
    unit = judgement.claim.value.unit
    both = Value("range", "", unit, low, high)
    return f" Over {count} readings: {show(both)}."


def spread(judgement: Judgement) -> tuple[float, float, int]:
    """Return the lowest and the highest independent reading that is no bound, and how many.

    Parameters
    ----------
    judgement : Judgement
        With its readings.

    Returns
    -------
    tuple of float, float, int
        In the base unit; NaN without readings.
    """
    values = [
        c.reading.value
        for c in judgement.comparisons
        if c.reading.bound == "exact"
        and c.reading.basis == "independent"
        and c.reading.value.kind in ("number", "range")
    ]
    if not values:
        return math.nan, math.nan, 0
    return min(v.low for v in values), max(v.high for v in values), len(values)


def sentence(judgement: Judgement) -> str:
    """Return one plain sentence on a judgement, and a second on the range of readings.

    Parameters
    ----------
    judgement : Judgement
        The judgement.

    Returns
    -------
    str
        Every number in it comes from the claim or a reading.
    """
    claim, first = judgement.claim, judgement.decisive
    verb = "says" if claim.value.kind in ("truth", "text") else "has"
    start = f"The text {verb} {claimed(claim)}"
    if claim.period and claim.value.kind != "dates":
        start += f" {claim.period}" if claim.first_year is None else f" for {claim.period}"
    if judgement.verdict in (NO_DATA, NOT_TESTABLE) or first is None:
        return f"{start}; not tested: {judgement.reason}."
    found = read(first, claim)
    if judgement.verdict == INCONSISTENT:
        why = "the texts' own numbers give" if first.reading.basis == "own" else "data give"
        if "printed twice" in judgement.reason:
            return f"{start}: {judgement.reason}; data give {found}."
        return f"{start}; {why} {found}."
    how = _how_far(judgement, first)
    where = "the text's own numbers give" if first.reading.basis == "own" else "data give"
    if judgement.verdict == PLAUSIBLE:
        why = (
            "which does not decide"
            if judgement.reason == "no reading decides"
            else judgement.reason
        )
        return f"{start}; {where} {found}{how}, {why}.{_range(judgement)}"
    return f"{start}; {where} {found}{how}.{_range(judgement)}"


def _how_far(judgement: Judgement, comparison: Comparison) -> str:
    if comparison.reading.bound in ("other years", "other kind") and comparison.difference:
        return f": {comparison.difference}"
    if comparison.word == SLIP:
        times = _SLIP.get(max(comparison.factor, 1 / comparison.factor), "")
        way = "more" if comparison.factor > 1 else "less"
        rest = comparison.ratio * comparison.factor
        return f": a {times} times {way} would leave a ratio of {rest:.2f}"
    if math.isfinite(comparison.ratio):
        return f", ratio {show_number(comparison.ratio)}"
    return f": {comparison.difference}" if comparison.difference else ""


def would_hold_if(judgement: Judgement) -> str:
    """Say what would have to be true for a claim to hold that the data do not support.

    Parameters
    ----------
    judgement : Judgement
        The judgement.

    Returns
    -------
    str
        A sentence; empty for claims that are supported or have no reading.
    """
    first, claim = judgement.decisive, judgement.claim
    if first is None or judgement.verdict in (SUPPORTED, NO_DATA, NOT_TESTABLE):
        return ""
    order = (SUPPORTED, OFF)
    better = [
        c
        for c in judgement.comparisons
        if c.word in order[: order.index(first.word) if first.word in order else None]
        and c.reading.bound == "exact"
        and c.reading.basis == "independent"
    ]
    if better and judgement.verdict in (OFF, CONTRADICTED):
        best = min(better, key=lambda c: order.index(c.word))
        ratio = f", ratio {show_number(best.ratio)}" if math.isfinite(best.ratio) else ""
        return f"By another definition it is {best.word}: {read(best, claim)}{ratio}."
    reading = first.reading
    if reading.bound == "other kind":
        return f"The event or the sign would have to be another: {reading.definition}."
    if judgement.verdict == INCONSISTENT:
        return f"One of the text's own numbers would have to be another: {reading.definition}."
    if reading.bound == "other years":
        return "The years would have to be those of the reading."
    if reading.bound in ("at_least", "at_most") and first.word != PLAUSIBLE:
        return f"The bound itself would have to be wrong: {read(first, claim)}."
    if reading.bound in ("at_least", "at_most", "part"):
        return f"What the reading leaves out would have to make the difference to {claimed(claim)}."
    if first.word == SLIP:
        factor = max(first.factor, 1 / first.factor)
        way = "larger" if first.factor > 1 else "smaller"
        return f"The unit would have to be a {_SLIP.get(factor, '')} times {way}."
    if math.isfinite(first.ratio) and first.ratio > 0:
        if first.ratio > OFF_FACTOR**2:
            return f"The true figure would have to be {show_number(first.ratio)} times the reading."
        way = "above" if first.ratio > 1 else "below"
        percent = f"{abs(100 * (first.ratio - 1)):.0f}"
        return f"The true figure would have to lie {percent} % {way} the reading."
    if claim.value.kind == "dates" and first.difference:
        return f"The source would have to be wrong by what parts them: {first.difference}."
    return f"The record would have to read {claimed(claim)}."
