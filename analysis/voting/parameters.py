"""Parameters of ``un_voting.ipynb``."""

from __future__ import annotations

import functools
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
)

from analysis import countries, tables
from analysis.errors import nearest
from analysis.notebook.parameters import Parameters, States, split


@functools.cache
def _partners() -> dict[str, str]:
    """Return every name and code of a state that ever was a member of the UN → its code."""
    names = tables.load("common/state_names")
    members = sorted(set(names.loc[names["source"] == "undl", "iso3"]))
    found = {code.casefold(): code for code in members}
    for source in ("english", "undl"):
        rows = names[(names["source"] == source) & names["iso3"].isin(members)]
        for name, code in zip(rows["name"], rows["iso3"], strict=True):
            found.setdefault(name.casefold(), code)
    return {countries.name(code).casefold(): code for code in members} | found


def _partner(value: Any) -> str:
    known = _partners()
    key = str(value).strip().casefold()
    if key in known:
        return known[key]
    match = nearest(key, known)
    hint = f" (did you mean {known[match]}, {countries.name(known[match])}?)" if match else ""
    raise ValueError(
        f"{value!r} is no state that ever voted in the General Assembly{hint}; give ISO3 codes or "
        "English names, of former states too (SUN, CSK, YUG, SCG, DDR, YMD, UAR, ZNZ)"
    )


Partner = Annotated[str, BeforeValidator(_partner)]


def _unique(values: list[str]) -> list[str]:
    if len(set(values)) != len(values) or not values:
        raise ValueError(f"{values} must name at least one partner, each once")
    return values


def _period(value: Any) -> Any:
    """Read ``"2013-2019"`` or ``"2013, 2019"`` as the first and last year of a period."""
    if isinstance(value, str):
        value = [part.strip() for part in value.strip("[]() ").replace("-", ",").split(",")]
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise ValueError(f"{value!r} must be the first and the last year, such as 2013-2019")
    return tuple(value)


def _in_order(years: tuple[int, int]) -> tuple[int, int]:
    first, last = years
    if not 1946 <= first <= last <= 2025:  # the years of the votes
        raise ValueError(f"{first}-{last} must be years from 1946 to 2025, the first one first")
    return years


Period = Annotated[tuple[int, int], BeforeValidator(_period), AfterValidator(_in_order)]


def _at_most_six(states: list[str]) -> list[str]:
    if len(states) > _MOST_SHOWN:
        raise ValueError(f"{len(states)} states; at most {_MOST_SHOWN} can be drawn one by one")
    return states


_MOST_SHOWN = 6
_SHOWN = ("ARG", "BRA", "CUB", "MEX", "NIC", "VEN")


class UNVoting(Parameters):
    """Parameters of ``un_voting.ipynb``."""

    notebook: ClassVar[str] = "un_voting"

    states: States = Field(default="all", validate_default=True)
    partners: Annotated[
        list[Partner],
        BeforeValidator(lambda value: [value] if isinstance(value, str) else value),
        BeforeValidator(split),
        AfterValidator(_unique),
    ] = Field(
        ["SUN", "RUS", "USA", "CHN"],
        description="states to compare the region with: ISO3 codes or English names of any that "
        "ever were members of the UN",
    )
    first_year: int = Field(1946, ge=1946, le=2025, description="first calendar year")
    last_year: int = Field(2025, ge=1946, le=2025, description="last calendar year")
    issue: Literal["all", "me", "nu", "di", "hr", "co", "ec"] = Field(
        "all",
        description="all votes, or Middle East, nuclear, disarmament, human rights, colonialism, "
        "economic development",
    )
    measure: Literal["agreement", "s_score", "cohen_kappa", "scott_pi"] = Field(
        "agreement", description="measure of voting similarity"
    )
    min_n: int = Field(10, ge=1, le=500, description="fewest joint votes that give a value")
    highlight: Annotated[States, AfterValidator(_at_most_six)] | None = Field(
        None,
        description="at most six states to draw one by one; None: those chosen, or six of them",
    )
    before: Period = Field((2013, 2019), description="years before, for the change that is varied")
    after: Period = Field((2021, 2024), description="years after")

    @property
    def shown(self) -> list[str]:
        """States that are drawn one by one."""
        if self.highlight:
            return self.highlight
        if len(self.states) <= _MOST_SHOWN:
            return self.states
        usual = [state for state in _SHOWN if state in self.states]
        return usual or self.states[:_MOST_SHOWN]
