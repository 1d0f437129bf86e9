"""Who looks at whom: a partner, states that it continued, and a region; read from ``studies/``.

A study is data. No measure, figure or sentence names a state or a partner: they take them from
here, from the parameters, or from a table.
"""

from __future__ import annotations

import functools
import os
import tomllib
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from analysis import countries
from analysis.errors import StudyError, unknown
from analysis.paths import ROOT

# The environment variable serves tests and readers with studies of their own.
STUDIES = Path(os.environ.get("ANALYSIS_STUDIES") or ROOT / "studies")

DEFAULT = "russia_lac"
"""The study that ships its data."""


def _known(codes: list[str]) -> list[str]:
    strangers = [code for code in codes if code not in countries.codes()]
    if strangers:
        raise ValueError(f"unknown code of a state: {', '.join(map(repr, strangers))}")
    if len(set(codes)) != len(codes):
        raise ValueError(f"{codes} names a state more than once")
    return codes


def _known_one(code: str) -> str:
    return _known([code])[0]


Code = Annotated[str, AfterValidator(_known_one)]
Codes = Annotated[tuple[str, ...], AfterValidator(lambda codes: tuple(_known(list(codes))))]


def _in_order(years: tuple[int, ...]) -> tuple[int, ...]:
    if list(years) != sorted(set(years)):
        raise ValueError(f"{list(years)} must be years in order, each once")
    return years


Year = Annotated[int, Field(ge=1800, le=2200)]
Years = Annotated[tuple[Year, ...], AfterValidator(_in_order)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Region(_Part):
    """The states that are looked at, and how they are grouped and drawn."""

    name: str = Field(description="name of the region, in headings")
    short: str = Field("the region", description="what sentences call it")
    code: str = Field("REGION", description="what tables call it, where groups have a column")
    where: str | None = Field(None, description="region of common/states whose states are meant")
    states: Codes = Field((), description="the states by ISO3 code, where no region names them")
    groups: tuple[str, ...] = Field((), description="groups that notebooks compare, in order")
    drawn: Codes = Field((), description="states with a line of their own where not all fit")
    codes: tuple[str, ...] = Field(
        (), description="what tables call the region as a whole; the first is what claims call it"
    )

    @model_validator(mode="after")
    def _has_states(self) -> Region:
        if bool(self.where) == bool(self.states):
            raise ValueError("give either where or states")
        if self.where and not countries.in_region(self.where):
            raise ValueError(f"where = {self.where!r} is no region of common/states")
        strangers = [group for group in self.groups if group not in countries.GROUPS]
        if strangers:
            raise ValueError(unknown("group of states", strangers, countries.GROUPS))
        return self


class Trade(_Part):
    """What is particular to the trade of a partner with the region."""

    periods: tuple[tuple[Year, Year], ...] = Field(
        (), description="spans whose growth is stated beside that of all years"
    )
    recorded_years: Years = Field((), description="years whose results are recorded by name")
    territories: dict[str, Codes] = Field(
        {}, description="sets of territories that may be summed with the region, by their name"
    )
    turns: Years = Field((), description="years whose break with the trend before them is tested")
    gravity_years: Years = Field((), description="years of the panel that gravity is estimated on")
    base_year: Year | None = Field(
        None, description="year of constant dollars; None: the newest whole year of prices"
    )


class Rank(_Part):
    """A place among the partner's buyers of arms that a text gives to a state."""

    iso3: Code = Field(description="the state")
    year: Year = Field(description="the year that the text speaks of")
    text: str = Field(description="what the text says, in one sentence")


class Arms(_Part):
    """What is particular to the transfers of arms to the region."""

    left_out: Codes = Field((), description="states without which the shares are shown too")
    suppliers: Codes = Field((), description="suppliers told beside the partner, in order")
    ranks: tuple[Rank, ...] = Field((), description="places that texts give to states")


class OldClaim(_Part):
    """One claim of the partner at several dates, each named as debt/events writes it."""

    debtor: Code = Field(description="the debtor")
    in_currency: str = Field(description="date of the stock in the currency of the old claims")
    first: str = Field(description="date of the first stock in dollars")
    settled: str = Field(description="date of the stock, write-off and rest at the settlement")
    first_payment: str = Field(description="date of the first payment of the rest")
    rest: str = Field(description="what the part that no source explains may be, in words")


class Debt(_Part):
    """What is particular to the partner's claims on the region."""

    currency: str | None = Field(None, description="ISO 4217 code in which old claims were kept")
    currency_name: str = Field("the old currency", description="what sentences call it, plural")
    old_claim: OldClaim | None = Field(None, description="a claim told at several dates")
    instrument: str | None = Field(None, description="row of debt/terms that is looked into")


class SameDebt(_Part):
    """Two claims of claims/claims that state the debt of debt.old_claim in dollars."""

    earlier: str = Field(description="claim that states it at the earlier date")
    later: str = Field(description="claim that states it at the later date")
    rate: str = Field(description="rate that parts them: its name in debt/agreed_rates")


class Claims(_Part):
    """What the audit of claims asks of the texts that ship."""

    explain: tuple[str, ...] = Field((), description="claims explained with a figure each")
    same_debt: SameDebt | None = Field(None, description="one debt, stated by two claims")


class Step(_Part):
    """A year from which the texts say that something changed."""

    name: str = Field(pattern=r"^[a-z][a-z_]*$", description="what records call it")
    first_year: Year = Field(description="first year of the period after it")
    thesis: str = Field(description="the thesis that it tests, as tables call it")


class Theses(_Part):
    """What the texts claim, in a form that one panel of states and years can test."""

    first_year: Year = Field(description="first year of the first period")
    steps: tuple[Step, ...] = Field(description="later periods, in order of time")
    politics: str = Field(description="the thesis that votes go with trade and arms")
    concentration: str = Field(description="the thesis that dealings are with few states")
    alternatives: str = Field(description="the thesis that other partners gain")
    group: str = Field(description="organisation whose membership is the yardstick")
    resolution: str = Field(description="resolution whose vote parts the states")
    left_out: tuple[Codes, ...] = Field((), description="states that the curve is tried without")
    later_from: Year = Field(description="first year of the curve's later part")
    largest: int = Field(ge=1, description="how many states' share of all is shown")
    largest_share: float = Field(gt=0, lt=1, description="what the texts say that they hold")

    @model_validator(mode="after")
    def _in_order(self) -> Theses:
        years = [self.first_year, *(step.first_year for step in self.steps)]
        if sorted(set(years)) != years:
            raise ValueError(f"the periods' first years {years} must rise")
        if self.group not in countries.GROUPS:
            raise ValueError(unknown("group of states", [self.group], countries.GROUPS))
        return self


Period = tuple[int, int]
"""First and last year, both included."""


class Event(_Part):
    """A year from which something may have changed, and the years compared around it."""

    name: str = Field(description="key of the event in the tables")
    before: Period = Field(description="first and last year before")
    after: Period = Field(description="first and last year after")


class Voting(_Part):
    """What notebooks on votes ask of this partner and region."""

    events: tuple[Event, ...] = Field((), description="events that panels of one text surround")
    agenda_event: str | None = Field(None, description="event whose change is parted by issue")
    before: Period | None = Field(None, description="years before, for the change that is varied")
    after: Period | None = Field(None, description="years after")
    periods_from: int | None = Field(
        None, description="a year with which a five-year period begins"
    )
    told_years: tuple[int, ...] = Field((), description="years whose means are told one by one")
    compared_year: int | None = Field(None, description="year in which sets of votes are compared")
    polarity: tuple[Code, Code] | None = Field(
        None, description="two states, the first of which stands high on the scale of positions"
    )
    blocs: tuple[str, ...] = Field((), description="organisations whose unity is shown, in order")
    organisations: tuple[str, ...] = Field(
        (), description="organisations whose means and unity are computed"
    )
    beside: Codes = Field((), description="states of no region beneath the landmark votes")

    @model_validator(mode="after")
    def _knows_its_event(self) -> Voting:
        names = [event.name for event in self.events]
        if self.agenda_event is not None and self.agenda_event not in names:
            raise ValueError(unknown("event", [self.agenda_event], names))
        return self


class Study(_Part):
    """A study: one partner, the states that it continued, and a region.

    Parameters
    ----------
    **values
        The keys of a file of ``studies/``.

    Examples
    --------
    >>> study = load_study("russia_lac")
    >>> study.partner, study.predecessors, len(study.states)
    ('RUS', ('SUN',), 33)
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$", description="name of the file without .toml")
    title: str = Field(description="title of the study")
    partner: Code = Field(description="state whose relations with the region are studied")
    predecessors: Codes = Field(
        (), description="states that the partner continued; shown beside it, never merged with it"
    )
    others: Codes = Field((), description="states that the partner is compared with")
    currency_areas: tuple[str, ...] = Field(
        (), description="currencies whose rates are kept, as the Federal Reserve names their areas"
    )
    region: Region
    trade: Trade = Trade()
    arms: Arms = Arms()
    voting: Voting = Voting()
    debt: Debt = Debt()
    claims: Claims = Claims()
    theses: Theses | None = Field(None, description="what the synthesis tests; None: nothing")
    brief: Code | None = Field(None, description="state of the brief that ships; None: the first")

    @property
    def states(self) -> tuple[str, ...]:
        """ISO3 codes of the region's states, sorted."""
        return self.region.states or countries.in_region(str(self.region.where))

    @property
    def partners(self) -> tuple[str, ...]:
        """The partner, then those that it is compared with."""
        return (self.partner, *self.others)

    @property
    def first_year(self) -> int:
        """First year of the partner as a state of its own: the one after its predecessors' last.

        0 for a partner that continued none.
        """
        return max((countries.last_year(code) or 0 for code in self.predecessors), default=-1) + 1

    def lineage(self, partner: str) -> tuple[str, ...]:
        """Return a partner with the states that it continued, the oldest first.

        Parameters
        ----------
        partner : str
            ISO3 code.

        Returns
        -------
        tuple of str
            For the study's partner its predecessors and itself; for others the partner alone.
        """
        return (*self.predecessors, partner) if partner == self.partner else (partner,)


def list_studies() -> list[str]:
    """Return the names of the studies in ``studies/``, sorted."""
    return sorted(path.stem for path in STUDIES.glob("*.toml"))


@functools.cache
def load_study(name: str = DEFAULT) -> Study:
    """Read and check a study.

    Parameters
    ----------
    name : str, optional
        Name of a file in ``studies/`` without its ending.

    Returns
    -------
    Study
        The study.

    Raises
    ------
    StudyError
        If there is no such study, or its file is not TOML or breaks the schema; the message
        names every key concerned.
    """
    path = STUDIES / f"{name}.toml"
    if name not in list_studies():
        raise StudyError(unknown("study", [name], list_studies()))
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise StudyError(f"studies/{path.name} cannot be read: {error}") from None
    try:
        study = Study(**values)
    except ValidationError as error:
        lines = [_explain(item) for item in error.errors()]
        raise StudyError(f"studies/{path.name}: " + "; ".join(lines)) from None
    if study.name != name:
        raise StudyError(f"studies/{path.name}: name = {study.name!r} must be that of the file")
    return study


def _explain(item: Any) -> str:
    key = ".".join(map(str, item["loc"]))
    if item["type"] == "extra_forbidden":
        return f"unknown key {key!r}"
    if item["type"] == "value_error":
        return f"{key}: {item['ctx']['error']}"
    return f"{key}: {item['msg'][0].lower()}{item['msg'][1:]}"
