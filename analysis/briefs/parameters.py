"""Parameters of ``country_brief.ipynb``."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    BeforeValidator,
    Field,
    ValidationInfo,
    field_validator,
)

from analysis import countries
from analysis.notebook.parameters import Parameters, split


def _one_state(value: Any) -> Any:
    found = countries.select(value.upper() if isinstance(value, str) else value)
    if len(found) != 1:
        raise ValueError(f"{value!r} is {len(found)} states; a brief is about one, such as BRA")
    return found[0]


class CountryBrief(Parameters):
    """Parameters of ``country_brief.ipynb``."""

    notebook: ClassVar[str] = "country_brief"

    iso3: Annotated[str, BeforeValidator(_one_state)] = Field(
        "BRA", description="ISO3 code of the state"
    )
    group: list[str] = Field(
        default="own subregion",
        validate_default=True,
        description='states to compare with: "own subregion", or as in the other notebooks',
    )
    first_year: int = Field(1992, ge=1950, le=2024, description="first year of the series")
    last_year: int = Field(2024, ge=1992, le=2025, description="last year of the series")
    reporter: Literal["RUS", "partner"] = Field(
        "RUS", description="whose customs figures: Russia's or the state's own"
    )
    min_n: int = Field(10, ge=1, le=500, description="fewest joint votes that give a value")

    @field_validator("group", mode="before")
    @classmethod
    def _own_subregion(cls, value: Any, information: ValidationInfo) -> Any:
        state = information.data.get("iso3")
        if value == "own subregion":
            return countries.members(countries.subregion(state)) if state else []
        return countries.select(split(value))
