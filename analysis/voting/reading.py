"""One reading of the votes, made once from the parameters, and the words for it.

Measures take numbers from it, figures their labels, sentences and captions their words, so that a
choice reaches all of them or none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from analysis import countries
from analysis.notebook.reading import BaseReading
from analysis.study import Event
from analysis.voting.choices import FINAL
from analysis.voting.measures import ALL_MEASURES
from analysis.voting.tallies import WHOLE, Years

SHIPPED_MIN_N = 10
"""Fewest joint votes with which ``voting/mean_intervals`` and ``voting/text_changes`` are made."""

FIVE = 5
"""Years taken together where one has too few votes on an issue."""


@dataclass(frozen=True)
class Reading(BaseReading):
    """Everything that decides what a number of the votes is, and what it is called.

    Parameters
    ----------
    study : Study
        Who looks at whom.
    partner : str
        ISO3 code of the state that the story of the region's states is told with.
    partners : tuple of str
        States that the region is compared with, in the order chosen; the partner is one.
    states : tuple of str
        States that are looked at.
    shown : tuple of str
        Those of them that are drawn one by one.
    years : range
        Calendar years that are looked at.
    span : range
        Calendar years that the tables have.
    issue : str
        "all", or an issue.
    measure : str
        A key of :data:`analysis.voting.MEASURES`.
    min_n : int
        Fewest joint votes that give a value.
    before, after : tuple of int
        First and last year of two periods.
    issues : mapping of str to str
        Issue → what it is called, in order, the class of what is uncoded last.
    detailed : tuple of str
        Partners whose votes are counted by issue too.

    Examples
    --------
    >>> from analysis.voting.parameters import UNVoting
    >>> reading = UNVoting(issue="nu", states="MERCOSUR").reading()
    >>> reading.partner, reading.lineage, reading.about, reading.label
    ('RUS', ('SUN', 'RUS'), ' on nuclear weapons', 'Agreement')
    """

    notebook: ClassVar[str] = "un_voting"

    partners: tuple[str, ...]
    shown: tuple[str, ...]
    years: range
    span: range
    issue: str
    measure: str
    min_n: int
    before: Years
    after: Years
    issues: Mapping[str, str]
    detailed: tuple[str, ...]

    @property
    def choice(self) -> dict[str, Any]:
        """States, partners and years, as :func:`analysis.voting.select_tallies` takes them."""
        years = {"first_year": self.years[0], "last_year": self.years[-1]}
        return {"states": self.states, "partners": self.partners} | years

    @property
    def choice_of_all_years(self) -> dict[str, Any]:
        """The same for every year of the tables."""
        return self.choice | {"first_year": self.span[0], "last_year": self.span[-1]}

    @property
    def lineage(self) -> tuple[str, ...]:
        """The partner, and before it those it continued that are compared too."""
        return tuple(each for each in self.study.lineage(self.partner) if each in self.partners)

    @property
    def counted(self) -> tuple[str, ...]:
        """Partners whose votes are counted by issue too."""
        return tuple(each for each in self.partners if each in self.detailed)

    @property
    def further(self) -> tuple[str, ...]:
        """Partners whose votes are counted over all issues only."""
        return tuple(each for each in self.partners if each not in self.detailed)

    @property
    def other(self) -> str | None:
        """The first partner of the study that is not of the partner's lineage."""
        own = self.study.lineage(self.partner)
        return next((each for each in self.study.partners if each not in own), None)

    @property
    def is_of_all_issues(self) -> bool:
        """Whether votes on every issue count."""
        return self.issue == WHOLE

    @property
    def is_as_shipped(self) -> bool:
        """Whether the means of ``voting/mean_intervals`` are means of these choices."""
        return self.is_whole_region and self.is_of_all_issues and self.min_n == SHIPPED_MIN_N

    @property
    def label(self) -> str:
        """What the measure is called at the beginning of a sentence."""
        return ALL_MEASURES[self.measure].title

    @property
    def scale(self) -> str:
        """Name and scale of the measure, the unit of its values."""
        return ALL_MEASURES[self.measure].label

    @property
    def about(self) -> str:
        """What the votes are on, to follow "votes"; nothing for all of them."""
        return "" if self.is_of_all_issues else f" on {self.issues[self.issue]}"

    @property
    def headline(self) -> dict[str, Any]:
        """Set of texts, measure, rule for absence and minimum of all but what is varied."""
        own = {"measure": self.measure, "min_n": self.min_n}
        return {"items": FINAL, "absence": "missing"} | own

    @property
    def periods_from(self) -> int:
        """A year with which a period of five begins."""
        return self.study.voting.periods_from or self.span[0]

    @property
    def agenda_event(self) -> Event | None:
        """The event whose change is parted by issue."""
        own = self.study.voting
        return next((each for each in own.events if each.name == own.agenda_event), None)

    @property
    def blocs(self) -> tuple[str, ...]:
        """Organisations of the study whose unity is shown."""
        return self.study.voting.blocs or self.study.region.groups

    @property
    def groups(self) -> dict[str, str]:
        """The region, and organisations that one of the states belongs to → their names."""
        near = [each for each in self.blocs if {*countries.members(each)} & {*self.states}]
        return {self.study.region.code: self.study.region.short} | {
            g: countries.group_name(g) for g in near
        }

    @property
    def labels(self) -> dict[str, str]:
        """The groups, then the states drawn one by one → their names."""
        return self.groups | {iso3: countries.name(iso3) for iso3 in self.shown}

    def members(self, event: Event) -> dict[str, list[str]]:
        """Return the states of each group and state of the labels after an event."""
        region, first = self.study.region.code, event.after[0]
        of_groups = {each: countries.members(each, first) for each in self.groups if each != region}
        alone = {iso3: [iso3] for iso3 in self.shown}
        return {region: list(self.study.states)} | of_groups | alone

    def told_years(self, years: Iterable[int]) -> list[int]:
        """Return the years that are told one by one: those of the study, and the last two."""
        known = sorted({int(year) for year in years})
        return sorted({*(set(self.study.voting.told_years) & set(known)), *known[-2:]})


def tell_periods(before: Years, after: Years) -> str:
    """Write two periods: 2009–2013 to 2014–2018."""
    return f"{before[0]}–{before[1]} to {after[0]}–{after[1]}"
