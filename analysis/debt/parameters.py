"""Parameters of ``debt.ipynb``."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, model_validator

from analysis import tables
from analysis.debt.claim import OldCurrency
from analysis.debt.day_counts import DAY_COUNTS
from analysis.debt.frames import DAYS, STATUSES
from analysis.debt.instruments import choose_terms
from analysis.debt.reading import Reading
from analysis.errors import MeasureError, unknown
from analysis.notebook.parameters import (
    Parameters,
    States,
    list_once,
    one_or_more,
    split,
    study_of,
)


def _statuses(value: Any) -> Any:
    value = split(value)
    if value == "all":
        return list(STATUSES)
    return [value] if isinstance(value, str) else value


def _instrument(value: Any, information: ValidationInfo) -> Any:
    if value is not None:
        return value
    return study_of(information).debt.instrument or tables.load("debt/terms")["instrument"].iloc[0]


def _edition(value: Any) -> Any:
    return tables.load("debt/ids_creditor")["edition"].max() if value is None else value


def _one_of(kind: str, table: str, column: str) -> AfterValidator:
    """Refuse what is not in a column of a table, when a value is checked."""

    def check(value: str) -> str:
        allowed = sorted(tables.load(table)[column].unique())
        if value not in allowed:
            raise ValueError(unknown(kind, [value], allowed))
        return value

    return AfterValidator(check)


def _known_statuses(values: list[str]) -> list[str]:
    if strangers := [value for value in values if value not in STATUSES]:
        raise ValueError(unknown("status", strangers, STATUSES))
    return values


class Debt(Parameters):
    """Parameters of ``debt.ipynb``. None, where allowed, means: as reported in ``debt/terms``."""

    notebook: ClassVar[str] = "debt"

    debtors: States = Field(default="all", validate_default=True)
    statuses: Annotated[
        list[str],
        BeforeValidator(_statuses),
        AfterValidator(_known_statuses),
        AfterValidator(list_once),
        AfterValidator(one_or_more),
    ] = Field(
        default="all",
        validate_default=True,
        description='"all" or statuses of the reports to draw and to set over product and exports',
    )
    discount_rate: float = Field(0.05, ge=0, le=1, description="per year, 0.05 is 5 %")
    instrument: Annotated[
        str, BeforeValidator(_instrument), _one_of("instrument", "debt/terms", "instrument")
    ] = Field(
        None,
        validate_default=True,
        description="settlement, loan or offer to look into; None: the study's",
    )
    valued_at: Literal[tuple(DAYS)] = Field(  # type: ignore[valid-type]
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
    day_count: Literal[tuple(DAY_COUNTS)] = Field(  # type: ignore[valid-type]
        "actual/365", description="how days become years"
    )
    rouble_rate: float = Field(
        0.6, ge=0.1, le=10, description="old currency per US dollar for claims that are in it"
    )
    edition: Annotated[
        str, BeforeValidator(_edition), _one_of("edition", "debt/ids_creditor", "edition")
    ] = Field(
        None,
        validate_default=True,
        description="edition of International Debt Statistics, one at a time; None: the newest",
    )

    @property
    def chosen_terms(self) -> dict[str, float | None]:
        """The terms that are chosen in place of those reported, by their names in measures."""
        names = ["write_off_share", "payments_per_year", "grace_years", "interest_rate"]
        terms = {name: getattr(self, name) for name in [*names, "stays_share"]}
        return terms | {"maturity_years": self.years}

    @model_validator(mode="after")
    def _terms_can_be(self) -> Debt:
        terms = tables.load("debt/terms")
        try:
            choose_terms(terms, self.instrument, self.day_count, **self.chosen_terms)
        except MeasureError as error:
            raise ValueError(f"instrument = {self.instrument!r}: {error}") from error
        return self

    def reading(self) -> Reading:
        """Return what the notebook reads.

        Returns
        -------
        Reading
            The study, its partner as creditor, and every choice.

        Examples
        --------
        >>> Debt(debtors="CUB").reading().creditors
        ('SUN', 'RUS')
        """
        setting = self.setting
        code, rate = setting.debt.currency, self.rouble_rate
        names = ("discount_rate", "instrument", "valued_at", "worth_of_local", "day_count")
        return Reading(
            study=setting,
            partner=setting.partner,
            creditors=setting.lineage(setting.partner),
            states=tuple(self.debtors),
            statuses=tuple(self.statuses),
            chosen=self.chosen_terms,
            old=OldCurrency(code, setting.debt.currency_name, rate) if code else None,
            **{name: getattr(self, name) for name in names},
            edition=self.edition,
        )
