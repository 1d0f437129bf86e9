"""Typed parameters of the notebooks, declared once.

The notebook, the command line and whatever runs many notebooks check a parameter against the
same class, so a wrong value is refused before anything is computed, with the allowed values.
"""

from __future__ import annotations

import functools
from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from analysis import catalog, countries
from analysis.errors import MeasureError, ParameterError, nearest, unknown


def _split(value: Any) -> Any:
    """Read ``"ARG, BRA"`` from a command line as a list; leave everything else alone."""
    if isinstance(value, str) and "," in value:
        return [part.strip() for part in value.strip("[]() ").split(",") if part.strip()]
    return value


States = Annotated[
    list[str],
    BeforeValidator(lambda value: countries.select(_split(value))),
    Field(description='"all", a group such as "ALBA", an ISO3 code, or a list of these'),
]


class Parameters(BaseModel):
    """Base of the notebooks' parameters.

    Raises
    ------
    ParameterError
        If a parameter is unknown or has a value that is not allowed. The message names every
        bad value and what is allowed.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)
    notebook: ClassVar[str]

    def __init__(self, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as error:
            lines = [self._explain(item) for item in error.errors()]
            raise ParameterError(f"{self.notebook}: " + "; ".join(lines)) from None

    @classmethod
    def _explain(cls, item: Any) -> str:
        name = str(item["loc"][0]) if item["loc"] else ""
        given = item["input"]
        if item["type"] == "extra_forbidden":
            return unknown("parameter", [name], cls.model_fields)
        if item["type"] == "value_error":
            return f"{name}: {item['ctx']['error']}" if name else str(item["ctx"]["error"])
        if item["type"] == "literal_error":
            allowed = item["ctx"]["expected"]
            match = nearest(str(given), allowed.replace("'", "").replace(" or ", ", ").split(", "))
            hint = f" (did you mean {match!r}?)" if match else ""
            return f"{name} = {given!r} is not allowed{hint}; allowed: {allowed}"
        if item["type"] == "missing":
            return f"{name} is missing"
        allowed = cls._range(name) or f"{item['msg'][0].lower()}{item['msg'][1:]}"
        return f"{name} = {given!r} is not allowed; allowed: {allowed}"

    @classmethod
    def _range(cls, name: str) -> str:
        """Say which numbers a field takes, or nothing if the field has no bounds."""
        field = cls.model_fields[name]
        kind = getattr(field.annotation, "__name__", "")
        words = {"Ge": "from", "Gt": "above", "Le": "to", "Lt": "below"}
        bounds = [
            f"{words[type(bound).__name__]} {getattr(bound, type(bound).__name__.lower())}"
            for bound in field.metadata
            if type(bound).__name__ in words
        ]
        whole = "a whole number " if kind == "int" else "a number "
        return whole + " ".join(bounds) if bounds else ""

    @model_validator(mode="after")
    def _years_in_order(self) -> Parameters:
        first, last = getattr(self, "first_year", None), getattr(self, "last_year", None)
        if first is not None and last is not None and first > last:
            raise ValueError(f"first_year = {first} is after last_year = {last}")
        return self


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


@functools.cache
def _partners() -> dict[str, str]:
    """Return every name and code of a state that ever was a member of the UN → its code."""
    names = catalog.load("common/state_names")
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
        BeforeValidator(_split),
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


# The measures' list, analysis.debt.events.STATUSES, stands a floor above; a test compares them.
Status = Literal["source_read", "disputed", "proposal", "declined", "unverified"]


def _statuses(value: Any) -> Any:
    value = _split(value)
    if value == "all":
        return list(get_args(Status))
    return [value] if isinstance(value, str) else value


def _status_once(values: list[str]) -> list[str]:
    if len(set(values)) != len(values) or not values:
        raise ValueError(f"{values} must name at least one status, each once")
    return values


# Names of debt/terms that the notebook can look into; a test compares them with the table.
InstrumentName = Literal[
    "arg-2015-chihuido",
    "arg-2016-chihuido",
    "bol-2009-request",
    "bol-2010-offer",
    "cub-2006-loan",
    "cub-2006-loan-other-report",
    "cub-2006-rescheduling",
    "cub-2009-20m",
    "cub-2009-aircraft",
    "cub-2009-leasing",
    "cub-2009-machinery",
    "cub-2013-first-report",
    "cub-2013-settlement",
    "cub-2015-power-loan",
    "cub-2015-steel-loan",
    "cub-2019-arms-credit",
    "cub-2021-arrears",
    "cub-2021-protocols",
    "cub-2023-goods-loan",
    "cub-2023-power-deferred",
    "cub-2023-power-interest",
    "cub-2024-oil-loans",
    "ecu-2010-toachi",
    "guy-2004-relief",
    "guy-2013-cancellation",
    "nic-1996-settlement",
    "nic-2004-cancellation",
    "nic-2023-buses",
    "per-1996-buy-back",
    "ven-2008-arms-credit",
    "ven-2009-arms-credit",
    "ven-2011-credit",
    "ven-2016-consolidation",
    "ven-2016-other-report",
    "ven-2017-restructuring",
]


class Debt(Parameters):
    """Parameters of ``debt.ipynb``. None, where allowed, means: as reported in ``debt/terms``."""

    notebook: ClassVar[str] = "debt"

    debtors: States = Field(default="all", validate_default=True)
    statuses: Annotated[
        list[Status],
        BeforeValidator(_statuses),
        AfterValidator(_status_once),
    ] = Field(
        default="all", validate_default=True, description='"all" or statuses of the ledger to draw'
    )
    discount_rate: float = Field(0.05, ge=0, le=1, description="per year, 0.05 is 5 %")
    instrument: InstrumentName = Field(
        "cub-2013-settlement", description="settlement, loan or offer to look into"
    )
    valued_at: Literal["term_start", "signature"] = Field(
        "term_start",
        description="day of valuation: one period before the first payment, or signature",
    )
    write_off_share: float | None = Field(
        None, ge=0, lt=1, description="share of the claim written off; None: as reported"
    )
    years: float | None = Field(
        None, gt=0, le=60, description="years over which the rest is paid; None: as reported"
    )
    payments_per_year: Literal[1, 2, 4, 12] | None = Field(
        None, description="payments a year; None: as reported, else 2"
    )
    grace_years: float | None = Field(
        None, ge=0, le=30, description="years before the first principal; None: as reported, else 0"
    )
    interest_rate: float | None = Field(
        None, ge=0, le=1, description="per year on the rest; None: as reported, else 0"
    )
    stays_share: float | None = Field(
        None,
        ge=0,
        le=1,
        description="share of payments that stay with the debtor; None: as reported, else 0",
    )
    worth_of_local: float = Field(
        0, ge=0, le=1, description="cash worth to the creditor of a unit that stays there"
    )
    day_count: Literal["actual/365", "actual/360", "30E/360", "actual/actual"] = Field(
        "actual/365", description="how days become years"
    )
    rouble_rate: float = Field(
        0.6, ge=0.1, le=10, description="Soviet roubles per US dollar for the claim of 1990"
    )
    edition: Literal["2023-12", "2025-12"] = Field(
        "2025-12", description="edition of International Debt Statistics; one at a time"
    )

    @model_validator(mode="after")
    def _schedule_exists(self) -> Debt:
        grace, years = self.grace_years, self.years
        if grace is not None and years is not None and grace >= years:
            raise ValueError(
                f"grace_years = {grace:g} leaves nothing of years = {years:g} "
                "for the repayment; allowed: a grace shorter than years"
            )
        payments = (years or 1) * (self.payments_per_year or 2)
        if abs(payments - round(payments)) > 1e-9 * payments:
            raise ValueError(
                f"years = {years:g} with payments_per_year = {self.payments_per_year or 2} is "
                f"{payments:g} payments; allowed: years that give a whole number of payments"
            )
        self._fits_reported_terms()
        return self

    def _fits_reported_terms(self) -> None:
        """Refuse terms that cannot stand beside those that are reported."""
        # Imported here: only this class needs measures, which stand a floor above.
        from analysis import catalog
        from analysis.debt import instruments

        try:
            chosen = instruments.with_terms(
                instruments.read(catalog.load("debt/terms"), self.instrument),
                write_off_share=self.write_off_share,
                maturity_years=self.years,
                payments_per_year=self.payments_per_year,
                grace_years=self.grace_years,
                interest_rate=self.interest_rate,
            )
            if chosen.maturity_years is not None:
                chosen.schedule()
        except MeasureError as error:
            raise ValueError(f"instrument = {self.instrument!r}: {error}") from error


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
        return countries.select(_split(value))


def _left_out(value: Any) -> Any:
    """Read "none" as no state at all; everything else as a choice of states."""
    given = _split(value)
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


# The lists of analysis.claims stand floors above; a test compares them.
Theme = Literal["trade", "arms", "voting", "debt", "diplomacy", "macro", "people"]


def _themes(value: Any) -> Any:
    value = _split(value)
    if value == "all":
        return list(get_args(Theme))
    return [value] if isinstance(value, str) else value


def _once_each(values: list[str]) -> list[str]:
    if len(set(values)) != len(values):
        raise ValueError(f"{values} names something more than once")
    return values


def _named(values: list[str]) -> list[str]:
    if not values:
        raise ValueError("the list is empty; name at least one")
    return values


class ClaimsAudit(Parameters):
    """Parameters of ``claims_audit.ipynb``."""

    notebook: ClassVar[str] = "claims_audit"

    texts: Annotated[
        list[str],
        BeforeValidator(lambda value: [value] if isinstance(value, str) else value),
        BeforeValidator(_split),
        AfterValidator(_once_each),
        AfterValidator(_named),
    ] = Field(["all"], description='"all" or keys of texts, as in claims/texts: s0, s1, …')
    themes: Annotated[
        list[Theme], BeforeValidator(_themes), AfterValidator(_once_each), AfterValidator(_named)
    ] = Field(default="all", validate_default=True, description='"all" or a list of themes')
    tolerance: float = Field(
        0.05, ge=0, le=0.5, description='share within which numbers agree; "about" doubles it'
    )
    reporter: Literal["both", "RUS", "partner"] = Field(
        "both", description="whose trade figures decide; the others are still shown"
    )
    region: Literal["states", "offshore", "both"] = Field(
        "states", description="the 33 states, or these with offshore territories"
    )
    explain: Annotated[
        list[str],
        BeforeValidator(lambda value: [value] if isinstance(value, str) else value),
        BeforeValidator(_split),
        AfterValidator(_once_each),
    ] = Field(
        [
            "s0-trade-lac-2002",
            "s1-trade-2014",
            "s4-imports-2024",
            "s1-un-abstain-lac4",
            "s0-ven-petrol-80bn",
            "s1-bra-mi35-cost",
        ],
        description="claims to explain with a figure each",
    )


NOTEBOOKS: dict[str, type[Parameters]] = {
    model.notebook: model
    for model in (TradeTrends, ArmsTransfers, UNVoting, Debt, CountryBrief, ClaimsAudit, Synthesis)
}
