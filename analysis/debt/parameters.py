"""Parameters of ``debt.ipynb``."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    model_validator,
)

from analysis import tables
from analysis.errors import MeasureError
from analysis.notebook.parameters import Parameters, States, split

# The measures' list, analysis.debt.events.STATUSES, stands a floor above; a test compares them.
Status = Literal["source_read", "disputed", "proposal", "declined", "unverified"]


def _statuses(value: Any) -> Any:
    value = split(value)
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
        from analysis.debt import instruments

        try:
            chosen = instruments.with_terms(
                instruments.read(tables.load("debt/terms"), self.instrument),
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
