"""One reading of the transfers, made once from the parameters, and the words for it.

Measures take their choices from it, figures their labels, sentences and captions their words, so
that a choice reaches all of them or none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from analysis import countries
from analysis.arms.suppliers import Span, rolling_windows, windows
from analysis.contracts import SPAN, States, takes
from analysis.notebook.reading import BaseReading
from analysis.notebook.words import call, count, join_words, whose
from analysis.study import Rank


@takes(suppliers=States(), covered=SPAN)
def supplier_spans(suppliers: Sequence[str], covered: Span) -> dict[str, Span]:
    """Divide the years that a table covers among a state and those that it continued.

    Parameters
    ----------
    suppliers : sequence of str
        ISO3 codes, the oldest first, as :meth:`analysis.study.Study.lineage` gives them.
    covered : (int, int)
        First and last year that the table covers.

    Returns
    -------
    dict
        Code → its first and last year: each supplier to the year in which it ended (by
        ``common/historical_states``), the next from the year after. A supplier that ended
        before the table begins has no years and no entry.

    Raises
    ------
    MeasureError
        If a code is unknown or given twice.

    Examples
    --------
    >>> supplier_spans(["SUN", "RUS"], (1950, 2025))
    {'SUN': (1950, 1991), 'RUS': (1992, 2025)}
    """
    spans, first = {}, covered[0]
    for supplier in suppliers:
        last = min(countries.last_year(supplier) or covered[1], covered[1])
        if first <= last:
            spans[supplier] = (first, last)
        first = max(first, last + 1)
    return spans


@dataclass(frozen=True)
class Reading(BaseReading):
    """Everything that decides what a number of the transfers is, and what it is called.

    Parameters
    ----------
    study, partner, states
        As :class:`analysis.notebook.reading.BaseReading` has them; the partner is the supplier,
        the states are the recipients.
    first_year, last_year : int
        Years that are shown, both included.
    window : int
        Years in a trailing mean and in a window.
    min_tiv : float
        Least imports in a window, in million TIV, on which a share is shown.
    left_out : tuple of str
        States without which the shares are shown too.
    spans : mapping
        The supplier and the states that it continued, the oldest first → years for which its
        yearly deliveries are known.
    imported : (int, int)
        Years for which imports by supplier are known.
    compared : (int, int)
        Years for which exports of the source are compared.
    series : str
        Table that the yearly deliveries come from.
    holds : frozenset of str
        Tables that hold anything of the supplier's.
    """

    notebook: ClassVar[str] = "arms_transfers"

    first_year: int
    last_year: int
    window: int
    min_tiv: float
    left_out: tuple[str, ...]
    spans: Mapping[str, Span]
    imported: Span
    compared: Span
    series: str
    holds: frozenset[str]

    @property
    def suppliers(self) -> tuple[str, ...]:
        """The states that the partner continued, the oldest first, and the partner."""
        return tuple(self.spans)

    @property
    def covered(self) -> Span:
        """The chosen years for which imports by supplier are known; backwards if there are none."""
        return max(self.first_year, self.imported[0]), min(self.last_year, self.imported[1])

    @property
    def known(self) -> Span:
        """Years for which yearly deliveries of the partner or a predecessor are known."""
        spans = self.spans.values()
        return min(first for first, _ in spans), max(last for _, last in spans)

    @property
    def shown(self) -> Span:
        """The chosen years for which yearly deliveries are known; backwards if there are none."""
        return max(self.first_year, self.known[0]), min(self.last_year, self.known[1])

    @property
    def windows(self) -> list[Span]:
        """Whole windows within the covered years, counted back from the last."""
        return windows(*self.covered, self.window)

    @property
    def rolling(self) -> list[Span]:
        """Whole windows that end in each covered year."""
        return self.rolling_of(self.window)

    @property
    def claimed_ranks(self) -> tuple[Rank, ...]:
        """Places that texts give to some of the states among the partner's buyers."""
        told = self.study.arms.ranks if self.partner == self.study.partner else ()
        return tuple(each for each in told if each.iso3 in self.states)

    @property
    def whose(self) -> str:
        """Whose deliveries: Russia's."""
        return whose(self.partner)

    @property
    def the_suppliers(self) -> str:
        """What sentences call the partner with the states that it continued."""
        return join_words([call(each) for each in self.suppliers], "or")

    @property
    def the_left_out(self) -> str:
        """What sentences call the states that are left out."""
        return join_words([call(each) for each in self.left_out])

    @property
    def years(self) -> str:
        """The chosen years, in words."""
        return year_span(self.first_year, self.last_year)

    @property
    def known_years(self) -> str:
        """Those of the chosen years for which yearly deliveries are known, in words."""
        first, last = self.shown
        return year_span(first, last) if first <= last else "none of the chosen years"

    def rolling_of(self, length: int) -> list[Span]:
        """Return the whole windows of another length that end in each covered year."""
        return rolling_windows(*self.covered, length)

    def has(self, *tables: str) -> bool:
        """Whether every one of some tables of the room holds anything of the partner's."""
        return {f"arms/{table}" for table in tables} <= self.holds

    def says_nothing(self, table: str) -> str:
        """Return the sentence that a table holds nothing of the partner's."""
        return f"The table arms/{table} holds nothing of {self.whose}."

    def records_nothing(self, first_year: int, last_year: int, suppliers: str = "") -> str:
        """Return the sentence that no delivery to the states is recorded in some years."""
        return (
            f"SIPRI records no delivery of major arms from {suppliers or self.the_partner} to "
            f"{self.the_states} in {year_span(first_year, last_year)}."
        )

    def describe(self) -> str:
        """Return the reading in one sentence."""
        suppliers = join_words([call(each) for each in self.suppliers])
        return (
            f"Major arms from {suppliers} to {self.the_states}; years: {self.years}; windows of "
            f"{count(self.window, 'year')}; shares of at least {self.min_tiv:g} million TIV; "
            f"compared without {self.the_left_out}."
        )


def year_span(first: int, last: int) -> str:
    """Write a span of years, or one year.

    Examples
    --------
    >>> year_span(2005, 2009), year_span(2005, 2005)
    ('2005–2009', '2005')
    """
    return f"{first}" if first == last else f"{first}–{last}"
