"""What is asked of the panel, made once from the parameters and handed to everything."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from itertools import combinations
from typing import ClassVar

from analysis.contracts import SIDES, SPAN, Contract, Number, OneOf, check
from analysis.errors import MeasureError
from analysis.notebook.reading import RULES, BaseReading
from analysis.notebook.words import call, join_words
from analysis.study import Theses
from analysis.synthesis.variables import (
    ALIGNMENTS,
    Variable,
    alignment_column,
    describe_variables,
    name_side,
)

_RULES: dict[str, Contract] = {
    "delivered": SPAN,
    "measure": OneOf(ALIGNMENTS),
    **dict.fromkeys(("lag", "draws"), Number(at_least=0, is_whole=True)),
    **RULES,
}


@dataclass(frozen=True)
class Reading(BaseReading):
    """One reading of the panel.

    Parameters
    ----------
    study : Study
        Who looks at whom, and the theses.
    partner : str
        ISO3 code of the partner whose relations are tested.
    states : tuple of str
        ISO3 codes of the states, sorted; may be empty.
    first_year, last_year : int
        Calendar years of the panel, both included.
    deliveries : str
        Table of the partner's deliveries of arms.
    delivered : (int, int)
        First and last year that it covers of the partner.
    side : {"counterpart", "states"}
        Whose trade figures.
    measure : str
        Measure of alignment, one of :data:`ALIGNMENTS`.
    lag : int
        Years by which a cause stands before its effect.
    min_n : int
        Fewest joint votes of a year that give an alignment.
    draws : int
        Bootstrap samples of the estimates.

    Raises
    ------
    MeasureError
        If a value is not allowed, or the study has no theses.
    """

    notebook: ClassVar[str] = "synthesis"

    first_year: int
    last_year: int
    deliveries: str
    delivered: tuple[int, int]
    side: str = SIDES[0]
    measure: str = ALIGNMENTS[0]
    lag: int = 1
    min_n: int = 10
    draws: int = 999

    def __post_init__(self) -> None:
        """Check every value."""
        check("the synthesis", vars(self), **_RULES)
        if self.study.theses is None:
            raise MeasureError(f"studies/{self.study.name}.toml has no section [theses] to test")

    @property
    def theses(self) -> Theses:
        """What the texts claim."""
        assert self.study.theses is not None
        return self.study.theses

    @property
    def years(self) -> range:
        """Calendar years of the panel."""
        return range(self.first_year, self.last_year + 1)

    @property
    def others(self) -> tuple[str, ...]:
        """The partners that it is compared with, in the study's order."""
        return tuple(each for each in self.study.partners if each != self.partner)

    @property
    def partners(self) -> tuple[str, ...]:
        """The partner, then those that it is compared with."""
        return (self.partner, *self.others)

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """A partner and the one it is measured against, for every two of them."""
        return (
            *((self.partner, other) for other in self.others),
            *((later, earlier) for earlier, later in combinations(self.others, 2)),
        )

    @property
    def steps(self) -> dict[str, int]:
        """Name of each step that the texts speak of → first year of the period after it."""
        return {step.name: step.first_year for step in self.theses.steps}

    @functools.cached_property
    def variables(self) -> dict[str, Variable]:
        """Column of the panel → label and unit."""
        return describe_variables(self.partners, self.theses.group)

    @property
    def alignments(self) -> dict[str, str]:
        """Partner → the panel's column of the alignment with it."""
        return {partner: alignment_column(self.measure, partner) for partner in self.partners}

    @property
    def alignment(self) -> str:
        """The panel's column of the alignment with the partner."""
        return self.alignments[self.partner]

    @property
    def turnover(self) -> str:
        """The panel's column of the trade with the partner, in USD."""
        return f"turnover_{self.side}_usd"

    @property
    def causes(self) -> tuple[str, ...]:
        """Columns of the panel that may move votes."""
        return (f"log_turnover_{self.side}", "any_arms", "is_member")

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Columns of the panel that votes may move."""
        return (self.turnover, "tiv_million")

    @property
    def traced(self) -> dict[str, str]:
        """Columns of the panel that are followed around the vote → what they are called."""
        it = self.the_partner
        return {self.causes[0]: f"Trade with {it}, log", self.alignment: f"Votes with {it}"}

    @property
    def shown(self) -> tuple[str, ...]:
        """Columns of the panel whose coverage is shown."""
        shares = (f"trade_share_{self.side}_pct", f"trade_to_gdp_{self.side}_pct")
        arms = ("tiv_sum_million", "arms_share_pct")
        return (self.alignment, self.turnover, *shares, *arms, "log_gdp", "log_population")

    @property
    def samples(self) -> dict[str, tuple[str, ...]]:
        """Samples of the curve: name → states left out."""
        return {"all states": ()} | {
            f"without {join_words([call(iso3) for iso3 in states])}": states
            for states in self.theses.left_out
        }

    @property
    def periods(self) -> dict[str, int]:
        """Periods of the curve: name → first year."""
        later = self.theses.later_from
        return {"all years": self.first_year, f"from {later}": later}

    def label(self, column: str) -> str:
        """Return what a sentence calls a column of the panel."""
        return self.variables[column].label

    def name_choice(self, choice: str, value: str) -> str:
        """Return what a figure or table calls a choice of the curve."""
        return name_side(value, self.partner) if choice == "reporter" and value else value
