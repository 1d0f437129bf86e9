"""Parameters of ``un_voting.ipynb``."""

from __future__ import annotations

import functools
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, model_validator

from analysis import countries, tables
from analysis.errors import MeasureError, nearest, unknown
from analysis.notebook.parameters import (
    Parameters,
    States,
    list_once,
    one_or_more,
    split,
    study_of,
)
from analysis.voting.periods import keep_apart
from analysis.voting.reading import Reading
from analysis.voting.tallies import UNCODED, WHOLE

_MOST_SHOWN = 6


@functools.cache
def _members() -> dict[str, str]:
    """Return every name and code of a state that ever was a member of the UN → its code."""
    names = tables.load("common/state_names")
    printed = names[names["source"] == "undl"]
    found = dict(zip(printed["name"].str.casefold(), printed["iso3"], strict=True))
    for code in sorted(set(printed["iso3"])):
        known = (code, countries.name(code), countries.short_name(code))
        found |= {each.casefold(): code for each in known}
    return found


def _member(value: Any) -> str:
    known, key = _members(), str(value).strip().casefold()
    if key in known:
        return known[key]
    match = nearest(key, known)
    hint = f" (did you mean {known[match]}, {countries.name(known[match])}?)" if match else ""
    past = tables.load("common/historical_states")["code"]
    former = ", ".join(code for code in past if code.casefold() in known)
    raise ValueError(
        f"{value!r} is no state that ever voted in the General Assembly{hint}; give ISO3 codes or "
        f"English names, of former states too ({former})"
    )


def _compared(value: Any, information: ValidationInfo) -> list[str]:
    """Read the states compared; None: those of the study. The partner is always one of them."""
    study, partner = study_of(information), information.data.get("partner")
    if value is None:
        given = [each for one in study.partners for each in study.lineage(one)]
    else:
        parts = split(value)
        given = [_member(each) for each in ([parts] if isinstance(parts, str) else parts)]
    return given if partner is None or partner in given else [partner, *given]


@functools.cache
def _span() -> range:
    """Return the calendar years of the votes."""
    years = tables.load("voting/coding")["year"]
    return range(int(years.min()), int(years.max()) + 1)


def _year(value: int | None, information: ValidationInfo) -> int:
    span = _span()
    if value is None:
        return span[0] if information.field_name == "first_year" else span[-1]
    if value not in span:
        raise ValueError(f"{value} is not in the years of the votes, {span[0]} to {span[-1]}")
    return value


@functools.cache
def _issues() -> dict[str, str]:
    """Return issues → what they are called, in order."""
    table = tables.load("voting/issues").sort_values("place")
    return dict(zip(table["issue"], table["title"], strict=True))


def _issue(value: str) -> str:
    allowed = [WHOLE, *(each for each in _issues() if each != UNCODED)]
    if value not in allowed:
        raise ValueError(unknown("issue", [value], allowed))
    return value


def _period(value: Any, information: ValidationInfo) -> Any:
    """Read ``"2013-2019"`` or ``"2013, 2019"`` as a first and a last year; None: the study's."""
    if value is None:
        value = getattr(study_of(information).voting, str(information.field_name))
        if value is None:
            raise ValueError("this study names no such years; give the first and the last one")
    if isinstance(value, str):
        value = [part.strip() for part in value.strip("[]() ").replace("-", ",").split(",")]
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise ValueError(f"{value!r} must be the first and the last year")
    return tuple(value)


def _in_order(years: tuple[int, int]) -> tuple[int, int]:
    span, (first, last) = _span(), years
    if not span[0] <= first <= last <= span[-1]:
        raise ValueError(
            f"{first}-{last} must be years from {span[0]} to {span[-1]}, the first one first"
        )
    return years


Compared = Annotated[
    list[str], BeforeValidator(_compared), AfterValidator(list_once), AfterValidator(one_or_more)
]
Period = Annotated[tuple[int, int], BeforeValidator(_period), AfterValidator(_in_order)]
Year = Annotated[int | None, AfterValidator(_year)]


def _few(states: list[str]) -> list[str]:
    if len(states) > _MOST_SHOWN:
        raise ValueError(f"{len(states)} states; at most {_MOST_SHOWN} can be drawn one by one")
    return states


class UNVoting(Parameters):
    """Parameters of ``un_voting.ipynb``."""

    notebook: ClassVar[str] = "un_voting"

    states: States = Field(default="all", validate_default=True)
    partner: Annotated[str, BeforeValidator(lambda v: v and _member(v))] | None = Field(
        None,
        description="state that the story of the states is told with; None: the study's, or the "
        "first compared if that is not among them",
    )
    partners: Compared = Field(
        None,  # type: ignore[arg-type]  # the study's, by the validator
        description="states to compare the region with: ISO3 codes or English names of any that "
        "ever were members of the UN; None: the study's",
    )
    first_year: Year = Field(None, description="first calendar year; None: the first with votes")
    last_year: Year = Field(None, description="last calendar year; None: the last with votes")
    issue: Annotated[str, AfterValidator(_issue)] = Field(
        WHOLE,
        description="all votes, or Middle East (me), nuclear (nu), disarmament (di), human rights "
        "(hr), colonialism (co), economic development (ec)",
    )
    measure: Literal["agreement", "s_score", "cohen_kappa", "scott_pi"] = Field(
        "agreement", description="measure of voting similarity"
    )
    min_n: int = Field(10, ge=1, le=500, description="fewest joint votes that give a value")
    highlight: Annotated[States, AfterValidator(_few)] | None = Field(
        None,
        description="at most six states to draw one by one; None: those chosen, or the study's",
    )
    before: Period = Field(  # type: ignore[assignment]  # the study's, by the validator
        None, description="years before, for the change that is varied; None: the study's"
    )
    after: Period = Field(  # type: ignore[assignment]
        None, description="years after; None: the study's"
    )

    @model_validator(mode="after")
    def _periods_apart(self) -> UNVoting:
        try:
            keep_apart(self.before, self.after)
        except MeasureError as error:
            raise ValueError(str(error)) from None
        return self

    @property
    def shown(self) -> list[str]:
        """States that are drawn one by one."""
        if self.highlight:
            return self.highlight
        if len(self.states) <= _MOST_SHOWN:
            return self.states
        usual = [state for state in self.setting.region.drawn if state in self.states]
        return (usual or self.states)[:_MOST_SHOWN]

    def reading(self) -> Reading:
        """Return the reading of the votes that these parameters choose."""
        usual = self.setting.partner if self.setting.partner in self.partners else self.partners[0]
        return Reading(
            study=self.setting,
            partner=self.partner or usual,
            partners=tuple(self.partners),
            states=tuple(self.states),
            shown=tuple(self.shown),
            years=range(self.first_year or _span()[0], (self.last_year or _span()[-1]) + 1),
            span=_span(),
            issue=self.issue,
            measure=self.measure,
            min_n=self.min_n,
            before=self.before,
            after=self.after,
            issues=_issues(),
            detailed=tuple(tables.load("voting/tallies")["partner"].unique()),
        )
