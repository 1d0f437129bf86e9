"""Parameters of ``trade_trends.ipynb``."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import (
    Field,
)

from analysis.notebook.parameters import Parameters, States


class TradeTrends(Parameters):
    """Parameters of ``trade_trends.ipynb``."""

    notebook: ClassVar[str] = "trade_trends"

    states: States = Field(default="all", validate_default=True)
    first_year: int = Field(1996, ge=1992, le=2023, description="first year of the series")
    last_year: int = Field(2023, ge=1992, le=2023, description="last year of the series")
    reporter: Literal["RUS", "partner", "reconciled"] = Field(
        "RUS",
        description="whose customs figures: Russia's, those of the states themselves, or one "
        "figure made of both",
    )
    price_basis: Literal["current", "constant"] = Field(
        "current", description="current US dollars, or dollars of base_year by the US CPI"
    )
    base_year: int = Field(2015, ge=1992, le=2024, description="year of the constant dollars")
    territories: Literal["without", "bvi", "all"] = Field(
        "without",
        description="the 33 states alone, with the British Virgin Islands, or with all territories "
        "that Russia reports; the whole region only",
    )
    weights: Literal["reliability", "equal"] = Field(
        "reliability", description="how the two reports of a flow are weighted when reconciled"
    )
    cif_fob: float = Field(
        1.06, ge=1, le=1.5, description="what freight makes of a value between the two borders"
    )
