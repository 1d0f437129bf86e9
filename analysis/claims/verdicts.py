"""The rule that turns a claim and readings of data into a verdict. It knows no theme.

A reading is one figure that data give for what a claim states. Each is compared with the claim
by the claim's comparator and the tolerance; the verdict follows from these comparisons alone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.claims.ledger import PRINTED_TWICE, Claim
from analysis.claims.options import Options
from analysis.claims.values import COUNTED, Value, show
from analysis.errors import MeasureError
from analysis.notebook.words import count

SUPPORTED = "supported"
OFF = "off"
CONTRADICTED = "contradicted"
SLIP = "unit or scale slip"
INCONSISTENT = "inconsistent within the sources"
PLAUSIBLE = "plausible, not verifiable"
NOT_TESTABLE = "not testable as printed"
#: Not a verdict: the reason says why data cannot give one.
NO_DATA = "no data"

VERDICTS = (SUPPORTED, OFF, SLIP, CONTRADICTED, INCONSISTENT, PLAUSIBLE, NOT_TESTABLE, NO_DATA)

#: Those that data or the texts' own numbers decide, supported first.
DECIDED = VERDICTS[:5]

#: Best first: of several decisive readings, the claim is given the best.
_ORDER = (SUPPORTED, OFF, SLIP, CONTRADICTED)

#: Up to this factor a figure is off; beyond it, contradicted.
OFF_FACTOR = 1.5
#: Factors between units that texts confuse: thousand and million, million and billion, and more.
SLIP_FACTORS = (1e3, 1e6)
#: Rounding of the printed digits excuses at most this share: "1 billion" is not 1.5.
ROUNDING_SHARE = 0.15
#: How far from such a factor a slip may lie.
SLIP_SLACK = 2.5
#: A bound that is met by more than this factor says nothing: it is looked at for a slip.
EMPTY_BOUND = 100.0
#: Shares and rates in per cent agree within this many points, the spread of rival estimates.
POINTS = 0.3
#: A day given to the day agrees within this many days: sources date arrival or talks.
DAYS = 2
#: A date is off by up to this many days; beyond, contradicted.
OFF_DAYS = 31

#: Comparators that bound a number on one side.
_ONE_SIDED = ("gt", "at_least", "lt")
_BOUND_WORDS = {"at_least": "at least ", "at_most": "at most "}

#: What a reading is to the claim.
BOUNDS = {
    "exact": "the figure for what is claimed",
    "at_least": "a lower bound, for example a sum that lacks states",
    "at_most": "an upper bound",
    "part": "a figure of a part, of other years or of a wider area: shown, never decisive",
    "other years": "the same quantity in other years than the claim's",
    "other kind": "the amount is reported as another kind of event than the claim's",
}


@dataclass(frozen=True)
class Reading:
    """One figure that data give for what a claim states.

    Parameters
    ----------
    value : Value
        The figure.
    table : str
        Table of the catalogue, or ``claims/claims`` for the texts' own numbers.
    rows : str
        Which rows, in words that find them.
    definition : str
        What the figure covers, or who reports it.
    source : str
        Source and vintage within the table.
    bound : str
        One of :data:`BOUNDS`.
    basis : str
        ``independent``, or ``own`` for the texts' own numbers.
    is_chosen : bool
        Whether the reader's choice of reporter and region lets it decide.
    is_complete : bool
        For names: whether the list is known to be whole.
    scale : float, optional
        What the tolerance is a share of, if not of the claim itself: the turnover for a balance.
        None for the claim's own size.
    """

    value: Value
    table: str
    rows: str
    definition: str = ""
    source: str = ""
    bound: str = "exact"
    basis: str = "independent"
    is_chosen: bool = True
    is_complete: bool = True
    scale: float | None = None

    @property
    def is_independent(self) -> bool:
        """Whether it is an exact figure that does not come from the texts themselves."""
        return self.bound == "exact" and self.basis == "independent"

    def shown_for(self, claim: Claim) -> str:
        """Write what it gives, in the claim's unit, with its definition."""
        text = show(self.value, claim.value.unit if claim.value.is_number else None)
        text = _BOUND_WORDS.get(self.bound, "") + text
        return f"{text} ({self.definition})" if self.definition else text


@dataclass(frozen=True)
class Comparison:
    """What one reading says of a claim.

    Parameters
    ----------
    reading : Reading
        The reading.
    word : str
        One of :data:`VERDICTS`.
    ratio : float
        Claimed over read, NaN where that is not defined.
    difference : str
        How far apart, in words, for what is not a number.
    factor : float
        For a slip, the factor between the units; else 1.
    """

    reading: Reading
    word: str
    ratio: float = math.nan
    difference: str = ""
    factor: float = 1.0


@dataclass(frozen=True)
class Judgement:
    """A claim with its verdict and everything it rests on.

    Parameters
    ----------
    claim : Claim
        The claim.
    verdict : str
        One of :data:`VERDICTS`.
    reason : str
        Why there is no verdict, or what kind of reading decided.
    comparisons : tuple of Comparison
        All readings, the deciding one first.
    tolerance : str
        The tolerance in words.
    """

    claim: Claim
    verdict: str
    reason: str
    comparisons: tuple[Comparison, ...]
    tolerance: str

    @property
    def decisive(self) -> Comparison | None:
        """The comparison that the verdict rests on; None if there is none."""
        return self.comparisons[0] if self.comparisons else None

    @property
    def depends_on_definition(self) -> bool:
        """Whether another reporter, region or definition gives another word."""
        words = {c.word for c in self.comparisons if c.reading.is_independent}
        return SUPPORTED in words and len(words) > 1

    @property
    def spread(self) -> tuple[float, float, int]:
        """The lowest and the highest independent number that is no bound, and how many there are.

        In the base unit; NaN without such readings.
        """
        exact = [c.reading.value for c in self.comparisons if c.reading.is_independent]
        values = [value for value in exact if value.is_number]
        if not values:
            return math.nan, math.nan, 0
        return min(v.low for v in values), max(v.high for v in values), len(values)


def compare(claim: Claim, reading: Reading, options: Options | None = None) -> Comparison:
    """Compare a claim with one reading.

    Parameters
    ----------
    claim : Claim
        The claim.
    reading : Reading
        A value of the same quantity.
    options : Options, optional
        The tolerance. None for the defaults.

    Returns
    -------
    Comparison
        The word and how far apart they are.

    Raises
    ------
    MeasureError
        If the reading is of another quantity or kind.

    Examples
    --------
    >>> from analysis.claims.ledger import Claim
    >>> from analysis.claims.values import number, parse
    >>> claim = Claim("x", "s1", "", "trade", "", ("RUS",), ("LAC",), "trade_turnover", "", 2014,
    ...               2014, parse("18.5", "USD_billion"), "eq")
    >>> reading = Reading(number(16.09e9, "USD_billion"), "trade/bilateral", "RUS, 2014")
    >>> found = compare(claim, reading)
    >>> found.word, round(found.ratio, 2)
    ('off', 1.15)
    """
    options = options or Options()
    if not claim.value.is_comparable(reading.value):
        raise MeasureError(f"{claim.claim_id}: {_apart(claim, [reading])}")
    kinds = {"number": _numbers, "range": _numbers, "dates": _dates, "names": _names}
    found = kinds.get(claim.value.kind, _words)(claim, reading, options)
    if reading.bound == "part":
        return replace(found, word=PLAUSIBLE)
    if reading.bound == "other years":
        if claim.comparator in _ONE_SIDED or found.word != SUPPORTED:
            return replace(found, word=PLAUSIBLE)
        return replace(found, word=OFF, difference="the same figure, but of other years")
    if reading.bound == "other kind":
        return replace(found, word=CONTRADICTED, difference=reading.definition)
    return found


def judge(
    claim: Claim,
    readings: Sequence[Reading],
    options: Options | None = None,
    *,
    reason: str = "",
    is_opinion: bool = False,
) -> Judgement:
    """Return the verdict on a claim.

    Parameters
    ----------
    claim : Claim
        The claim.
    readings : sequence of Reading
        All that data give for it; those of another quantity or kind are left out.
    options : Options, optional
        Tolerance, reporter, region. None for the defaults.
    reason : str, optional
        Why no data can test a claim of this kind; used if there is no reading.
    is_opinion : bool, optional
        Whether the claim is a judgement that no number could decide.

    Returns
    -------
    Judgement
        The verdict and the readings, the deciding one first.

    Notes
    -----
    In this order: a fault of the print decides; then a disagreement of the text's own numbers;
    then the best of the independent readings that are chosen, unless the claim lies between
    readings that disagree with each other more than it does with them; then readings that bound
    or touch the claim without deciding it (plausible); then the text's own numbers where they
    agree; then nothing.
    """
    options = options or Options()
    usable = [reading for reading in readings if claim.value.is_comparable(reading.value)]
    if readings and not usable:
        reason = _apart(claim, readings)
    comparisons = [compare(claim, reading, options) for reading in usable]

    def done(verdict: str, why: str, first: Comparison | None = None) -> Judgement:
        ordered = sorted(
            comparisons,
            key=lambda c: (c is not first, c.reading.basis != "independent", _rank(c.word)),
        )
        tolerance = describe_tolerance(claim, options, first.reading if first else None)
        return Judgement(claim, verdict, why, tuple(ordered), tolerance)

    if claim.print_fault == PRINTED_TWICE:
        return done(INCONSISTENT, claim.print_fault)
    if claim.print_fault:
        return done(NOT_TESTABLE, claim.print_fault)
    chosen = [c for c in comparisons if c.reading.is_chosen]
    own = [c for c in chosen if c.reading.basis == "own"]
    for comparison in own:
        if comparison.word not in (SUPPORTED, PLAUSIBLE):
            return done(INCONSISTENT, "the text's own numbers", comparison)
    independent = [c for c in chosen if c.reading.basis == "independent"]
    decisive = [c for c in independent if c.word != PLAUSIBLE]
    if decisive:
        best = min(decisive, key=lambda c: (_rank(c.word), _distance(c)))
        if best.word != SUPPORTED and _lies_between(claim, decisive):
            return done(PLAUSIBLE, "the sources disagree, and the claim lies between them", best)
        return done(best.word, "", best)
    if independent:
        # Of several bounds, the nearest says most.
        return done(PLAUSIBLE, "no reading decides", min(independent, key=_distance))
    for comparison in own:
        if comparison.word == SUPPORTED:
            return done(SUPPORTED, "the text's own numbers", comparison)
    if len(chosen) < len(comparisons):
        return done(NO_DATA, "only readings that the options leave out")
    if is_opinion:
        return done(NOT_TESTABLE, reason)
    return done(NO_DATA, reason or "no table has a figure for this subject and period")


def _apart(claim: Claim, readings: Sequence[Reading]) -> str:
    """Say why readings cannot be compared with a claim, and where its unit stands."""
    units = " or ".join(dict.fromkeys(reading.value.quantity for reading in readings))
    tables = ", ".join(dict.fromkeys(reading.table for reading in readings))
    what = f"its unit, {claim.value.unit}, cannot be compared with {units} of {tables}"
    return what + claim.at("unit")


def describe_tolerance(claim: Claim, options: Options, reading: Reading | None = None) -> str:
    """Say in words what counts as equal for a claim.

    Parameters
    ----------
    claim : Claim
        The claim.
    options : Options
        The tolerance.
    reading : Reading, optional
        The deciding reading, which may say what the tolerance is a share of.

    Examples
    --------
    >>> from analysis.claims.values import parse
    >>> claim = Claim("x", "", "", "voting", "", (), (), "unga_for", "", 2014, 2014,
    ...               parse("13", "states"), "count")
    >>> describe_tolerance(claim, Options())
    'none: a count'
    """
    kind = claim.value.kind
    if kind == "dates":
        return f"{DAYS} days for a day; a month or year must contain the date"
    if kind in ("truth", "names", "text"):
        return "none: the same words"
    if _is_exact(claim):
        return "none: a count" if claim.comparator != "rank" else "none: a rank"
    if claim.comparator in _ONE_SIDED:
        return "one-sided: none"
    share = options.tolerance * (2 if claim.comparator == "approx" else 1)
    of_what = "" if reading is None or reading.scale is None else " of the turnover"
    text = f"{100 * share:g} %{of_what}, or rounding of the printed digits"
    return text + (f", or {POINTS:g} points" if claim.value.unit == "percent" else "")


def _rank(word: str) -> int:
    return _ORDER.index(word) if word in _ORDER else len(_ORDER)


def _distance(comparison: Comparison) -> float:
    ratio = comparison.ratio
    if comparison.word == SLIP:
        ratio *= comparison.factor
    return abs(math.log(ratio)) if ratio > 0 and math.isfinite(ratio) else math.inf


def _lies_between(claim: Claim, decisive: Sequence[Comparison]) -> bool:
    """Whether exact readings lie on both sides of a claimed number."""
    if not claim.value.is_number or claim.comparator not in ("eq", "approx"):
        return False
    exact = [c.reading.value for c in decisive if c.reading.bound == "exact"]
    below = [value.low for value in exact if value.high < claim.value.low]
    above = [value.high for value in exact if value.low > claim.value.high]
    return bool(below and above) and max(above) <= OFF_FACTOR**2 * min(below)


def _is_exact(claim: Claim) -> bool:
    counted = claim.value.unit in COUNTED and claim.comparator in ("eq", "count")
    return claim.comparator in ("count", "rank") or claim.value.unit in ("rank", "sign") or counted


def _numbers(claim: Claim, reading: Reading, options: Options) -> Comparison:
    value, read = claim.value, reading.value
    # The nearest points of two ranges.
    if read.low > value.high:
        stated, found = value.high, read.low
    elif read.high < value.low:
        stated, found = value.low, read.high
    else:
        stated = found = min(max(value.low, read.low), value.high)
    is_signed = value.unit == "sign" or stated * found <= 0
    ratio = math.nan if is_signed else stated / found
    if value.unit == "sign":
        return Comparison(reading, SUPPORTED if value.low == read.low else CONTRADICTED)
    if claim.comparator in _ONE_SIDED:
        return _one_sided(claim, reading, ratio)
    size = abs(stated) if reading.scale is None else reading.scale
    share = options.tolerance * (2 if claim.comparator == "approx" else 1)
    rounding = min(value.half_step, ROUNDING_SHARE * size)
    # A ratio such as "twofold" is a round word, not a printed number with a last digit.
    within = max(share * size, 0.0 if value.unit == "ratio" else rounding)
    if value.unit == "percent":
        within = max(within, POINTS, value.half_step)
    if _is_exact(claim):
        within = 0.0
    difference = stated - found
    if reading.bound == "at_least" and stated >= found - within:
        return Comparison(reading, PLAUSIBLE, ratio)
    if reading.bound == "at_most" and stated <= found + within:
        return Comparison(reading, PLAUSIBLE, ratio)
    if abs(difference) <= within * (1 + 1e-9):
        return Comparison(reading, SUPPORTED, ratio)
    if _is_exact(claim):
        return Comparison(reading, CONTRADICTED, ratio)
    return _far(reading, ratio)


def _far(reading: Reading, ratio: float) -> Comparison:
    """Return the word for positive numbers that do not agree."""
    if not math.isfinite(ratio):
        return Comparison(reading, CONTRADICTED, ratio)
    if 1 / OFF_FACTOR <= ratio <= OFF_FACTOR:
        return Comparison(reading, OFF, ratio)
    for slip in (*SLIP_FACTORS, *(1 / factor for factor in SLIP_FACTORS)):
        if reading.bound == "exact" and 1 / SLIP_SLACK <= ratio * slip <= SLIP_SLACK:
            return Comparison(reading, SLIP, ratio, factor=slip)
    return Comparison(reading, CONTRADICTED, ratio)


def _one_sided(claim: Claim, reading: Reading, ratio: float) -> Comparison:
    """Compare with a bound: it holds on one side, and says nothing if it holds by far too much."""
    stated, found = claim.value, reading.value
    is_above = claim.comparator in ("gt", "at_least")
    if is_above:
        holds = found.high > stated.low if claim.comparator == "gt" else found.high >= stated.low
    else:
        holds = found.low <= stated.high
    same, opposite = ("at_least", "at_most") if is_above else ("at_most", "at_least")
    if holds:
        excess = 1 / ratio if is_above else ratio
        if math.isfinite(excess) and excess > EMPTY_BOUND and reading.bound == "exact":
            far = _far(reading, ratio)
            if far.word == SLIP:
                return far
        return Comparison(reading, PLAUSIBLE if reading.bound == opposite else SUPPORTED, ratio)
    if reading.bound == same:
        # A lower bound below the claim, or an upper bound above it, leaves the claim open.
        return Comparison(reading, PLAUSIBLE, ratio)
    return _far(reading, ratio)


def _dates(claim: Claim, reading: Reading, options: Options) -> Comparison:
    stated, found = claim.value.dates, reading.value.dates
    if len(found) == 1:
        found *= len(stated)
    if len(stated) != len(found):
        difference = f"{len(found)} dates, not {len(stated)}"
        return Comparison(reading, CONTRADICTED, difference=difference)
    pairs = zip(stated, found, strict=True)
    gaps = [(a.gap_days(b), a) for a, b in pairs if a is not None and b is not None]
    if not gaps:
        return Comparison(reading, PLAUSIBLE)
    gap, worst = max(gaps, key=lambda pair: abs(pair[0]))
    word = OFF if abs(gap) <= OFF_DAYS else CONTRADICTED
    if abs(gap) <= (DAYS if worst.is_day else 0):
        word = SUPPORTED
    return Comparison(reading, word, difference=_days(gap))


def _days(gap: int) -> str:
    if gap == 0:
        return "the same time"
    size = abs(gap)
    text = count(size, "day") if size <= 62 else f"{size / 30.44:.0f} months"
    if size > 730:
        text = f"{size / 365.25:.0f} years"
    return f"the claim is {text} {'late' if gap > 0 else 'early'}"


def _names(claim: Claim, reading: Reading, options: Options) -> Comparison:
    stated, found = claim.value.names, reading.value.names
    if claim.comparator == "rank":
        word = SUPPORTED if stated == found else CONTRADICTED
        return Comparison(reading, word, difference=f"the order is {', '.join(found)}")
    missing = [name for name in stated if name not in found]
    if not missing:
        return Comparison(reading, SUPPORTED, difference=f"all {len(stated)} found")
    there = len(stated) - len(missing)
    text = f"{there} of {len(stated)} found, not {', '.join(missing)}"
    if not reading.is_complete:
        return Comparison(reading, PLAUSIBLE, difference=text)
    return Comparison(reading, OFF if there / len(stated) >= 0.5 else CONTRADICTED, difference=text)


def _words(claim: Claim, reading: Reading, options: Options) -> Comparison:
    """Compare a word, or a yes or no."""
    same = claim.value.shown.casefold() == reading.value.shown.casefold()
    return Comparison(reading, SUPPORTED if same else CONTRADICTED)
