"""Parameters of ``arms_transfers.ipynb``."""

from __future__ import annotations

from typing import ClassVar

from pydantic import (
    Field,
)

from analysis.notebook.parameters import Parameters, States


class ArmsTransfers(Parameters):
    """Parameters of ``arms_transfers.ipynb``."""

    notebook: ClassVar[str] = "arms_transfers"

    states: States = Field(default="all", validate_default=True)
    first_year: int = Field(1950, ge=1950, le=2025, description="first year of the series")
    last_year: int = Field(2025, ge=1950, le=2025, description="last year of the series")
    window: int = Field(5, ge=1, le=20, description="years in a trailing mean and in a window")
    min_tiv: float = Field(
        10, ge=0, le=10_000, description="least imports in a window, million TIV, for a share"
    )
    leave_out: States = Field(
        default="VEN",
        validate_default=True,
        description='states that the comparison "with and without" leaves out',
    )
