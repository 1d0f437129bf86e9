"""What a reader chooses for an audit: declared here once.

The notebook's parameters inherit these fields, and the command line makes its options from them.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from analysis.notebook.parameters import Parameters, read_side


class Options(Parameters):
    """What claims are judged by: the one reading of an audit.

    Examples
    --------
    >>> options = Options(reporter="states")
    >>> options.lets_decide("states"), options.lets_decide("counterpart")
    (True, False)
    >>> options.with_tolerance(0.1).tolerance
    0.1
    """

    notebook: ClassVar[str] = "claims"

    tolerance: float = Field(
        default=0.05,
        ge=0,
        le=0.5,
        description='share within which numbers agree; "about" doubles it',
    )
    reporter: Annotated[
        Literal["both", "counterpart", "states"],
        BeforeValidator(read_side),
    ] = Field(
        default="both",
        description="whose trade figures decide, the counterpart's or the states'; the others are "
        "still shown",
    )
    region: Literal["states", "offshore", "both"] = Field(
        default="states", description="the states of the region, or these with offshore territories"
    )

    def lets_decide(self, side: str) -> bool:
        """Return whether the figures that a side reports may decide."""
        return self.reporter in ("both", side)

    def with_tolerance(self, tolerance: float) -> Options:
        """Return the same choices with another tolerance, checked like any."""
        chosen = {name: getattr(self, name) for name in Options.model_fields}
        return Options(**{**chosen, "tolerance": tolerance})
