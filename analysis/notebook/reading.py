"""What every reading has: who is looked at with whom, and what sentences call them.

A reading is made once from the parameters. Measures take numbers from it, figures their labels,
sentences and captions their words, so that a choice reaches all of them or none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from analysis.contracts import SIDES, STATE, YEAR, Contract, Number, OneOf, States
from analysis.notebook.words import call
from analysis.study import Study

RULES: dict[str, Contract] = {
    "partner": STATE,
    "states": States(at_least=0),
    "first_year": YEAR,
    "last_year": YEAR,
    "side": OneOf(SIDES),
    "min_n": Number(at_least=1, is_whole=True),
}
"""What fields that several readings have must be."""


@dataclass(frozen=True)
class BaseReading:
    """Who is looked at, with whom.

    Parameters
    ----------
    study : Study
        Who looks at whom.
    partner : str
        ISO3 code of the state that the region is looked at with.
    states : tuple of str
        ISO3 codes of the states that are looked at.
    """

    notebook: ClassVar[str]

    study: Study
    partner: str
    states: tuple[str, ...]

    @property
    def is_whole_region(self) -> bool:
        """Whether all states of the study are looked at."""
        return set(self.states) == set(self.study.states)

    @property
    def the_partner(self) -> str:
        """What sentences call the partner."""
        return call(self.partner)

    @property
    def the_states(self) -> str:
        """What sentences call the states: the 33 states, these 10 states, or one name."""
        if len(self.states) == 1:
            return call(self.states[0])
        return f"{'the' if self.is_whole_region else 'these'} {len(self.states)} states"

    def file(self, name: str) -> str:
        """Return the name of a figure's files; the partner's, unless it is the study's own."""
        others = "" if self.partner == self.study.partner else f"_{self.partner.lower()}"
        return f"{self.notebook}/{name}{others}"
