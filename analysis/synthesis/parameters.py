"""Parameters of ``synthesis.ipynb``."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, ValidationInfo

from analysis import arms, countries, tables
from analysis.contracts import SIDES
from analysis.errors import ParameterError
from analysis.notebook.parameters import Parameters, Partner, States, read_side, split, study_of
from analysis.study import Study
from analysis.synthesis.reading import Reading
from analysis.synthesis.variables import ALIGNMENTS

DELIVERIES, IMPORTS = "arms/annual_tiv", "arms/imports_by_supplier"
"""Tables of deliveries: the study's own suppliers over all years, and every supplier's."""

_FIRST, _LAST = tables.covered_years("trade/world_totals")


Side = Annotated[Literal[SIDES], BeforeValidator(read_side)]  # type: ignore[valid-type]


def _left_out(value: Any, information: ValidationInfo) -> Any:
    """Read "none" as no state at all; everything else as a choice of states."""
    given = split(value)
    if given in ("none", "", None) or (not isinstance(given, str) and not list(given)):
        return []
    try:
        return countries.select(given, study_of(information).states)
    except ParameterError as error:
        raise ValueError(f"{error}; or none") from None


def find_deliveries(study: Study, partner: str) -> tuple[str, dict[str, tuple[int, int]]]:
    """Return the table that holds a partner's deliveries of arms, and which years it covers.

    Parameters
    ----------
    study : Study
        Which states the partner continued.
    partner : str
        ISO3 code.

    Returns
    -------
    tuple of str and dict
        Name of the table; supplier → first and last year, the oldest first.

    Examples
    --------
    >>> from analysis.study import load_study
    >>> find_deliveries(load_study(), "CHN")[0]
    'arms/imports_by_supplier'
    """
    is_there = (tables.load(DELIVERIES)["supplier"] == partner).any()
    name = DELIVERIES if is_there else IMPORTS
    return name, arms.supplier_spans(study.lineage(partner), tables.covered_years(name))


class Synthesis(Parameters):
    """Parameters of ``synthesis.ipynb``."""

    notebook: ClassVar[str] = "synthesis"

    partner: Partner = Field(None, validate_default=True)
    states: States = Field(default="all", validate_default=True)
    leave_out: Annotated[list[str], BeforeValidator(_left_out)] = Field(
        default="none",
        validate_default=True,
        description='"none", or states to leave out of everything, as for states',
    )
    first_year: int = Field(_FIRST, ge=_FIRST, le=_LAST, description="first year of the panel")
    last_year: int = Field(_LAST, ge=_FIRST, le=_LAST, description="last year of the panel")
    reporter: Side = Field(
        SIDES[0], description="whose trade figures: the partner's or those of the states themselves"
    )
    measure: Literal[ALIGNMENTS] = Field(  # type: ignore[valid-type]
        ALIGNMENTS[0], description="measure of alignment in the General Assembly"
    )
    lag: int = Field(1, ge=0, le=10, description="years by which the cause stands before")
    min_n: int = Field(10, ge=1, le=500, description="fewest joint votes of a year for a value")
    draws: int = Field(999, ge=99, le=9999, description="bootstrap samples of the estimates")

    def reading(self) -> Reading:
        """Return the one reading that measures, figures, captions and sentences are handed."""
        deliveries, spans = find_deliveries(self.setting, self.partner)
        same = {"partner", "first_year", "last_year", "measure", "lag", "min_n", "draws"}
        return Reading(
            study=self.setting,
            states=tuple(sorted(set(self.states) - set(self.leave_out))),
            deliveries=deliveries,
            delivered=spans[self.partner],
            side=self.reporter,
            **self.model_dump(include=same),
        )
