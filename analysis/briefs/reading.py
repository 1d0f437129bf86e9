"""What a brief is asked for, made once from the parameters and handed to everything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from analysis import countries
from analysis.contracts import SIDES, SPANS, STATE, States, check
from analysis.errors import MeasureError, unknown
from analysis.notebook.reading import RULES, BaseReading

Spans = Mapping[str, tuple[int, int]]
"""Supplier → first and last year that a table covers of it."""

_RULES = {**RULES, "iso3": STATE, "group": States(at_least=0), "spans": SPANS}


@dataclass(frozen=True)
class Reading(BaseReading):
    """One state beside its group and its region.

    Parameters
    ----------
    study : Study
        Who looks at whom.
    partner : str
        ISO3 code of the partner whose relations with the state are shown.
    states : tuple of str
        ISO3 codes of the states of the region, among which a state has its rank.
    iso3 : str
        The state, one of these.
    group : tuple of str
        ISO3 codes of the states it is compared with, itself included or not.
    first_year, last_year : int
        Calendar years of the series, both included.
    deliveries : str
        Table of the deliveries of arms.
    spans : mapping of str to tuple of int
        The partner, and the states that it continued → first and last year of deliveries that the
        table covers.
    side : {"counterpart", "states"}
        Whose customs figures.
    min_n : int
        Fewest joint votes of a year that give a value.

    Raises
    ------
    MeasureError
        If a value is not allowed, or the state is none of the region's.
    """

    notebook: ClassVar[str] = "country_brief"

    iso3: str
    group: tuple[str, ...]
    first_year: int
    last_year: int
    deliveries: str
    spans: Spans
    side: str = SIDES[0]
    min_n: int = 10

    def __post_init__(self) -> None:
        """Check every value."""
        check("a brief", vars(self), **_RULES)
        if self.iso3 not in self.states:
            raise MeasureError(unknown("state of the region", [self.iso3], self.states))

    @property
    def lineage(self) -> tuple[str, ...]:
        """The partner with the states that it continued, the oldest first."""
        return self.study.lineage(self.partner)

    @property
    def years(self) -> range:
        """Calendar years of the series."""
        return range(self.first_year, self.last_year + 1)

    @property
    def name(self) -> str:
        """Name of the state."""
        return countries.name(self.iso3)
