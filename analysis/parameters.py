"""Typed parameters of the notebooks, declared once.

The notebook, the command line and whatever runs many notebooks check a parameter against the
same class, so a wrong value is refused before anything is computed, with the allowed values.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from analysis import countries
from analysis.errors import ParameterError, nearest, unknown


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
    reporter: Literal["RUS", "partner"] = Field(
        "RUS", description="whose customs figures: Russia's or those of the states themselves"
    )
    price_basis: Literal["current", "constant"] = Field(
        "current", description="current US dollars, or dollars of base_year by the US CPI"
    )
    base_year: int = Field(2015, ge=1992, le=2024, description="year of the constant dollars")


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


Partner = Literal["RUS", "SUN", "USA", "CHN"]


def _unique(values: list[str]) -> list[str]:
    if len(set(values)) != len(values) or not values:
        raise ValueError(f"{values} must name at least one partner, each once")
    return values


class UNVoting(Parameters):
    """Parameters of ``un_voting.ipynb``."""

    notebook: ClassVar[str] = "un_voting"

    states: States = Field(default="all", validate_default=True)
    partners: Annotated[
        list[Partner],
        BeforeValidator(lambda value: [value] if isinstance(value, str) else value),
        BeforeValidator(_split),
        AfterValidator(_unique),
    ] = Field(["SUN", "RUS", "USA", "CHN"], description="states to compare the region with")
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


class Debt(Parameters):
    """Parameters of ``debt.ipynb``."""

    notebook: ClassVar[str] = "debt"

    discount_rate: float = Field(0.05, ge=0, le=1, description="per year, 0.05 is 5 %")
    write_off_share: float = Field(
        0.9, ge=0, lt=1, description="share of the claim written off; below 1, for 1 leaves nothing"
    )
    years: float = Field(10, gt=0, le=60, description="years over which the rest is paid")
    payments_per_year: Literal[1, 2, 4, 12] = Field(2, description="payments a year")
    grace_years: float = Field(
        0, ge=0, le=30, description="years before the first principal; 0 means no grace"
    )
    first_payment_years: float = Field(
        0.5, ge=0, le=30, description="years from the valuation date to the first payment"
    )
    interest_rate: float = Field(0, ge=0, le=1, description="per year on the rest; 0 as reported")
    rouble_rate: float = Field(
        0.6, ge=0.1, le=10, description="Soviet roubles per US dollar for the claim of 1990"
    )
    debtors: States = Field(default="all", validate_default=True)
    statuses: Annotated[
        list[Status],
        BeforeValidator(_statuses),
        AfterValidator(_status_once),
    ] = Field(
        default="all", validate_default=True, description='"all" or statuses of the ledger to draw'
    )

    @model_validator(mode="after")
    def _schedule_exists(self) -> Debt:
        if self.grace_years >= self.years:
            raise ValueError(
                f"grace_years = {self.grace_years:g} leaves nothing of years = {self.years:g} "
                "for the repayment; allowed: a grace shorter than years"
            )
        payments = self.years * self.payments_per_year
        if abs(payments - round(payments)) > 1e-9 * payments:
            raise ValueError(
                f"years = {self.years:g} with payments_per_year = {self.payments_per_year} is "
                f"{payments:g} payments; allowed: years that give a whole number of payments"
            )
        return self


NOTEBOOKS: dict[str, type[Parameters]] = {
    model.notebook: model for model in (TradeTrends, ArmsTransfers, UNVoting, Debt)
}
