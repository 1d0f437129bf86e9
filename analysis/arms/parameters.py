"""Parameters of ``arms_transfers.ipynb``."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import Field, ValidationInfo, field_validator

from analysis import tables
from analysis.arms.reading import Reading, supplier_spans
from analysis.notebook.parameters import Parameters, Partner, States, study_of

SERIES, IMPORTS, VINTAGES = "arms/annual_tiv", "arms/imports_by_supplier", "arms/vintages"
"""Tables whose years bound the parameters: yearly deliveries, imports by supplier, exports."""

BY_SUPPLIER = (SERIES, IMPORTS, VINTAGES, "arms/deals", "arms/seed_deals", "arms/supplier_exports")
"""Tables that may hold nothing of a supplier's."""

_FIRST, _LAST = tables.covered_years(SERIES)


class ArmsTransfers(Parameters):
    """Parameters of ``arms_transfers.ipynb``."""

    notebook: ClassVar[str] = "arms_transfers"

    partner: Partner = Field(None, validate_default=True)
    states: States = Field(default="all", validate_default=True)
    first_year: int = Field(_FIRST, ge=_FIRST, le=_LAST, description="first year of the series")
    last_year: int = Field(_LAST, ge=_FIRST, le=_LAST, description="last year of the series")
    window: int = Field(5, ge=1, le=20, description="years in a trailing mean and in a window")
    min_tiv: float = Field(
        10, ge=0, le=10_000, description="least imports in a window, million TIV, for a share"
    )
    leave_out: States = Field(
        default=None,
        validate_default=True,
        description='states that the comparison "with and without" leaves out; None: the study\'s',
    )

    @field_validator("leave_out", mode="before")
    @classmethod
    def _named_by_the_study(cls, value: Any, information: ValidationInfo) -> Any:
        return list(study_of(information).arms.left_out) if value is None else value

    def reading(self) -> Reading:
        """Return the one reading that measures, figures and sentences are handed."""
        lineage = self.setting.lineage(self.partner)
        holds = {name for name in BY_SUPPLIER if tables.load(name)["supplier"].isin(lineage).any()}
        series = SERIES if SERIES in holds else IMPORTS
        same = {"partner", "first_year", "last_year", "window", "min_tiv"}
        return Reading(
            **self.model_dump(include=same),
            study=self.setting,
            states=tuple(self.states),
            left_out=tuple(self.leave_out),
            spans=supplier_spans(lineage, tables.covered_years(series)),
            imported=tables.covered_years(IMPORTS),
            compared=tables.covered_years(VINTAGES),
            series=series,
            holds=frozenset(holds),
        )
