"""Parameters of ``country_brief.ipynb``."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from analysis import countries, tables
from analysis.briefs.reading import Reading
from analysis.contracts import SIDES
from analysis.notebook.parameters import Parameters, split, study_of
from analysis.synthesis.parameters import DELIVERIES, Side, find_deliveries

_FIRST, _LAST = tables.covered_years(DELIVERIES)
_SERIES = tables.covered_years("trade/world_totals")


def _one_state(value: Any, information: ValidationInfo) -> Any:
    study = study_of(information)
    first = study.brief or study.states[0]
    given = first if value is None else value.upper() if isinstance(value, str) else value
    found = countries.select(given, study.states)
    if len(found) != 1:
        raise ValueError(f"{value!r} is {len(found)} states; a brief is about one, such as {first}")
    return found[0]


class CountryBrief(Parameters):
    """Parameters of ``country_brief.ipynb``."""

    notebook: ClassVar[str] = "country_brief"

    iso3: Annotated[str, BeforeValidator(_one_state)] = Field(
        None, validate_default=True, description="ISO3 code of the state; None: the study's"
    )
    group: list[str] = Field(
        default="own subregion",
        validate_default=True,
        description='states to compare with: "own subregion", or as in the other notebooks',
    )
    first_year: int = Field(_SERIES[0], ge=_FIRST, le=_LAST, description="first year of the series")
    last_year: int = Field(_SERIES[1], ge=_FIRST, le=_LAST, description="last year of the series")
    reporter: Side = Field(
        SIDES[0], description="whose customs figures: the partner's or the state's own"
    )
    min_n: int = Field(10, ge=1, le=500, description="fewest joint votes that give a value")

    @field_validator("group", mode="before")
    @classmethod
    def _own_subregion(cls, value: Any, information: ValidationInfo) -> Any:
        state = information.data.get("iso3")
        if value == "own subregion":
            return countries.members(countries.subregion(state)) if state else []
        return countries.select(split(value), study_of(information).states)

    def reading(self) -> Reading:
        """Return the one reading that measures, figures, captions and sentences are handed."""
        deliveries, spans = find_deliveries(self.setting, self.setting.partner)
        return Reading(
            study=self.setting,
            partner=self.setting.partner,
            states=self.setting.states,
            group=tuple(self.group),
            deliveries=deliveries,
            spans=spans,
            side=self.reporter,
            **self.model_dump(include={"iso3", "first_year", "last_year", "min_n"}),
        )
