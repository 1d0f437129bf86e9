"""One reading of the trade, made once from the parameters, and the words for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from analysis import countries
from analysis.contracts import SIDES, STATE, STATES, YEAR, YEARS, OneOf, States, check
from analysis.notebook.reading import BaseReading
from analysis.notebook.words import capitalize, count, join_words, whose
from analysis.trade.mirror import CIF_FOB, FREIGHT_FACTOR

#: Whose figures may come first: one side's, or one figure made of both.
REPORTERS = (*SIDES, "reconciled")
WEIGHTS = ("reliability", "equal")


@dataclass(frozen=True)
class Reading(BaseReading):
    """Everything that decides what a number of the trade is, and what it is called.

    Parameters
    ----------
    study : Study
        Who looks at whom.
    partner : str
        ISO3 code of the state that the region trades with.
    states : tuple of str
        States that are looked at.
    years : range
        Years that are shown.
    side : {"counterpart", "states", "reconciled"}
        Whose figures come first.
    territories : tuple of str
        Codes of territories that are summed with the states, of the whole region alone.
    weights : {"reliability", "equal"}
        How the two reports of a flow are weighted when reconciled.
    cif_fob : float
        What freight makes of a value between the two borders.
    base_year : int, optional
        Year of the constant dollars. None: current dollars.
    without_outliers : bool
        Whether the outliers named in ``common/known_faults`` are left out.
    balance_years : int
        Years in a trailing period of the normalised balance.

    Raises
    ------
    MeasureError
        If a choice is none of those allowed; with every offender.

    Examples
    --------
    >>> from analysis.study import load_study
    >>> reading = Reading(load_study(), "RUS", ("BRA",), range(2000, 2021), base_year=2015)
    >>> reading.figures(), reading.flow("exports"), reading.the_states, reading.unit
    ("Russia's figures", 'exports to Russia', 'Brazil', 'USD of 2015')
    """

    notebook: ClassVar[str] = "trade_trends"

    years: range
    side: str = SIDES[0]
    territories: tuple[str, ...] = ()
    weights: str = WEIGHTS[0]
    cif_fob: float = CIF_FOB
    base_year: int | None = None
    without_outliers: bool = False
    balance_years: int = 1

    def __post_init__(self) -> None:
        check(
            "Reading", vars(self), partner=STATE, states=STATES, years=YEARS, side=OneOf(REPORTERS),
            territories=States(at_least=0), weights=OneOf(WEIGHTS), cif_fob=FREIGHT_FACTOR,
        )  # fmt: skip
        if self.base_year is not None:
            check("Reading", vars(self), base_year=YEAR)

    def but(self, **changes: object) -> Reading:
        """Return the same reading but for some choices."""
        return replace(self, **changes)  # type: ignore[arg-type]

    @property
    def areas(self) -> tuple[str, ...]:
        """The states and the territories, sorted."""
        return tuple(sorted({*self.states, *self.territories}))

    @property
    def other_side(self) -> str:
        """The side that is set beside the first."""
        return SIDES[1] if self.side == SIDES[0] else SIDES[0]

    @property
    def is_current(self) -> bool:
        """Whether values are in current dollars."""
        return self.base_year is None

    @property
    def unit(self) -> str:
        """What values are in: USD, or USD of a year."""
        return "USD" if self.base_year is None else f"USD of {self.base_year}"

    @property
    def the_areas(self) -> str:
        """What sentences call the states with the territories that are summed with them."""
        if not self.territories:
            return self.the_states
        return f"{self.the_states} and {count(len(self.territories), 'territory', 'territories')}"

    @property
    def names(self) -> dict[str, str]:
        """Name of every state of the study, of its partners and of the territories, by code."""
        codes = {*self.study.states, *self.study.partners, self.partner, *self.areas}
        return {iso3: countries.name(iso3) for iso3 in sorted(codes)}

    def count(self, n: float) -> str:
        """Write how many partners a sum holds: 33 states, or 34 states and territories."""
        return f"{int(n)} {self.partners_word}" if self.territories else count(n, "state")

    @property
    def partners_word(self) -> str:
        """What is counted in a sum: states, or states and territories."""
        return "states and territories" if self.territories else "states"

    def figures(self, side: str | None = None) -> str:
        """Return whose figures a side's are; None: the first side's."""
        side = side or self.side
        if side == SIDES[0]:
            return f"{whose(self.partner)} figures"
        own = "the state's own" if len(self.states) == 1 else "the states' own"
        return f"{own} figures" if side == SIDES[1] else "the reconciled figures"

    def label(self, side: str | None = None) -> str:
        """Return what legends and captions call a side's figures; None: the first side's."""
        side = side or self.side
        return self.figures(side) if side in SIDES else "both reports, reconciled"

    def report(self, side: str) -> str:
        """Return what one report of a side is called: Russia's report, the state's own report."""
        return f"{whose(self.partner)} report" if side == SIDES[0] else "the state's own report"

    def flow(self, flow: str) -> str:
        """Return what a flow is called, seen from the states: exports to Russia."""
        words = {"exports": "exports to", "imports": "imports from"}
        return f"{words[flow]} {self.the_partner}"

    def says_nothing(self, what: str) -> str:
        """Return the sentence that a table holds nothing of the partner."""
        return f"{capitalize(what)} are on record for no trade with {self.the_partner}."

    def describe(self) -> str:
        """Return the reading in one sentence."""
        parts = [
            f"{capitalize(self.the_areas)} with {self.the_partner}",
            f"{self.years[0]}–{self.years[-1]}",
            f"{self.figures()} first",
            f"million {self.unit}",
            f"reconciled with {self.weights} weights and freight of "
            f"{100 * (self.cif_fob - 1):.0f} %",
        ]
        if self.without_outliers:
            parts.append("named outliers left out")
        if self.territories:
            named = [countries.name(each) for each in self.territories]
            parts.append(f"territories: {join_words(named)}")
        return "; ".join(parts) + "."
