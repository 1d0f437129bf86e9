"""One reading of the transfers, made once from the parameters, and the words for it.

Measures take their choices from it, figures their labels, sentences and captions their words, so
that a choice reaches all of them or none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis import countries
from analysis.arms.suppliers import rolling_windows, windows
from analysis.contracts import SPAN, States, takes
from analysis.notebook.words import call, capitalize, count, join_words, whose
from analysis.study import Rank, Study


@takes(suppliers=States(), covered=SPAN)
def supplier_spans(
    suppliers: Sequence[str], covered: tuple[int, int]
) -> dict[str, tuple[int, int]]:
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
class Reading:
    """Everything that decides what a number of the transfers is, and what it is called.

    Parameters
    ----------
    study : Study
        Who looks at whom.
    partner : str
        ISO3 code of the supplier that is looked at.
    states : tuple of str
        Recipients.
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

    study: Study
    partner: str
    states: tuple[str, ...]
    first_year: int
    last_year: int
    window: int
    min_tiv: float
    left_out: tuple[str, ...]
    spans: Mapping[str, tuple[int, int]]
    imported: tuple[int, int]
    compared: tuple[int, int]
    series: str
    holds: frozenset[str]

    @property
    def suppliers(self) -> tuple[str, ...]:
        """The states that the partner continued, the oldest first, and the partner."""
        return tuple(self.spans)

    @property
    def covered(self) -> tuple[int, int]:
        """The chosen years for which imports by supplier are known; backwards if there are none."""
        return max(self.first_year, self.imported[0]), min(self.last_year, self.imported[1])

    @property
    def known(self) -> tuple[int, int]:
        """Years for which yearly deliveries of the partner or a predecessor are known."""
        spans = self.spans.values()
        return min(first for first, _ in spans), max(last for _, last in spans)

    @property
    def windows(self) -> list[tuple[int, int]]:
        """Whole windows within the covered years, counted back from the last."""
        return windows(*self.covered, self.window)

    @property
    def rolling(self) -> list[tuple[int, int]]:
        """Whole windows that end in each covered year."""
        return self.rolling_of(self.window)

    @property
    def claimed_ranks(self) -> tuple[Rank, ...]:
        """Places that texts give to some of the states among the partner's buyers."""
        told = self.study.arms.ranks if self.partner == self.study.partner else ()
        return tuple(each for each in told if each.iso3 in self.states)

    @property
    def is_whole_region(self) -> bool:
        """Whether all states of the study are looked at."""
        return set(self.states) == set(self.study.states)

    @property
    def the_partner(self) -> str:
        """What sentences call the partner."""
        return call(self.partner)

    @property
    def whose(self) -> str:
        """Whose deliveries: Russia's."""
        return whose(self.partner)

    @property
    def the_suppliers(self) -> str:
        """What sentences call the partner with the states that it continued."""
        return join_words([call(each) for each in self.suppliers], "or")

    @property
    def the_states(self) -> str:
        """What sentences call the recipients: the 33 states, these 10 states, or one name."""
        if len(self.states) == 1:
            return call(self.states[0])
        return f"{'the' if self.is_whole_region else 'these'} {len(self.states)} states"

    @property
    def years(self) -> str:
        """The chosen years, in words."""
        return year_span(self.first_year, self.last_year)

    @property
    def known_years(self) -> str:
        """Those of the chosen years for which yearly deliveries are known, in words."""
        first, last = max(self.first_year, self.known[0]), min(self.last_year, self.known[1])
        return year_span(first, last) if first <= last else "none of the chosen years"

    def rolling_of(self, length: int) -> list[tuple[int, int]]:
        """Return the whole windows of another length that end in each covered year."""
        return rolling_windows(*self.covered, length)

    def file(self, name: str) -> str:
        """Return the name of a figure's files; the partner's, unless it is the study's own."""
        others = "" if self.partner == self.study.partner else f"_{self.partner.lower()}"
        return f"arms_transfers/{name}{others}"

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
        named = [call(each) for each in self.left_out]
        parts = [
            f"Major arms from {join_words([call(each) for each in self.suppliers])} to "
            f"{self.the_states}",
            f"years: {self.years}",
            f"windows of {count(self.window, 'year')}",
            f"shares of at least {self.min_tiv:g} million TIV",
            f"compared without {join_words(named)}",
        ]
        return capitalize("; ".join(parts)) + "."


def year_span(first: int, last: int) -> str:
    """Write a span of years, or one year.

    Examples
    --------
    >>> year_span(2005, 2009), year_span(2005, 2005)
    ('2005–2009', '2005')
    """
    return f"{first}" if first == last else f"{first}–{last}"
