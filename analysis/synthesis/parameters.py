"""Parameters of ``synthesis.ipynb``."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    BeforeValidator,
    Field,
)

from analysis import countries
from analysis.errors import ParameterError
from analysis.notebook.parameters import Parameters, States, split


def _left_out(value: Any) -> Any:
    """Read "none" as no state at all; everything else as a choice of states."""
    given = split(value)
    if given in ("none", "", None) or (not isinstance(given, str) and not list(given)):
        return []
    try:
        return countries.select(given)
    except ParameterError as error:
        raise ValueError(f"{error}; or none") from None


class Synthesis(Parameters):
    """Parameters of ``synthesis.ipynb``."""

    notebook: ClassVar[str] = "synthesis"

    states: States = Field(default="all", validate_default=True)
    leave_out: Annotated[list[str], BeforeValidator(_left_out)] = Field(
        default="none",
        validate_default=True,
        description='"none", or states to leave out of everything, as for states',
    )
    first_year: int = Field(1992, ge=1992, le=2024, description="first year of the panel")
    last_year: int = Field(2024, ge=1992, le=2024, description="last year of the panel")
    reporter: Literal["RUS", "partner"] = Field(
        "RUS", description="whose trade figures: Russia's or those of the states themselves"
    )
    measure: Literal["agreement", "s_score", "cohen_kappa", "scott_pi", "ideal_point"] = Field(
        "agreement", description="measure of alignment in the General Assembly"
    )
    lag: int = Field(1, ge=0, le=10, description="years by which the cause stands before")
    min_n: int = Field(10, ge=1, le=500, description="fewest joint votes of a year for a value")
    draws: int = Field(999, ge=99, le=9999, description="bootstrap samples of the estimates")
