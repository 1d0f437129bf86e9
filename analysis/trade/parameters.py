"""Parameters of ``trade_trends.ipynb``."""

from __future__ import annotations

import functools
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, model_validator

from analysis import tables
from analysis.contracts import SIDES
from analysis.errors import nearest
from analysis.notebook.parameters import Parameters, Partner, States, study_of
from analysis.trade.reading import REPORTERS, Reading
from analysis.trade.series import COMPARABLE_SHARE, by_counterpart

#: Sets of territories besides those that a study names.
WITHOUT, ALL = "without", "all"


@functools.cache
def _held() -> dict[str, tuple[range, int | None]]:
    """Return partner → the years of its rows, and the first that it reports for most states."""
    rows = tables.load("trade/bilateral")
    found = {}
    for partner, held in rows.groupby("partner"):
        counts = held[by_counterpart(held)].groupby("year")["iso3"].nunique()
        own = counts.index[counts >= COMPARABLE_SHARE * counts.max()]
        years = range(int(held["year"].min()), int(held["year"].max()) + 1)
        found[str(partner)] = (years, int(own.min()) if len(own) else None)
    return found


def _on_record(partner: str) -> str:
    if partner not in _held():
        raise ValueError(f"trade/bilateral holds nothing of {partner}; it has {', '.join(_held())}")
    return partner


def _partner(information: ValidationInfo) -> str:
    return str(information.data.get("partner", study_of(information).partner))


def _choose_year(value: Any, years: range) -> int:
    try:
        year = int(str(value))
    except ValueError:
        year = years.start - 1
    if year not in years:
        allowed = f"a whole number from {years[0]} to {years[-1]}"
        raise ValueError(f"{value!r} is not allowed; allowed: {allowed}")
    return year


def _year(value: Any, information: ValidationInfo) -> int:
    years, first_own = _held()[_partner(information)]
    if value is None:
        return years[-1] if information.field_name == "last_year" else first_own or years[0]
    return _choose_year(value, years)


def _base_year(value: Any, information: ValidationInfo) -> int:
    prices = tables.load("common/us_cpi")
    whole = prices.loc[~prices["is_part_year"], "year"]
    years = range(int(whole.min()), int(whole.max()) + 1)
    chosen = study_of(information).trade.base_year if value is None else value
    return years[-1] if chosen is None else _choose_year(chosen, years)


def _choose(value: Any, allowed: tuple[str, ...], former: dict[str, str]) -> str:
    if value in allowed:
        return str(value)
    match = former.get(value) or nearest(str(value), allowed)
    hint = f" (did you mean {match!r}?)" if match else ""
    raise ValueError(f"{value!r} is not allowed{hint}; allowed: {', '.join(allowed)}")


def _reporter(value: Any, information: ValidationInfo) -> str:
    partner = _partner(information)
    is_reporting = _held()[partner][1] is not None
    if value is None:
        return SIDES[0] if is_reporting else SIDES[1]
    if not is_reporting and value in (SIDES[0], REPORTERS[-1]):
        raise ValueError(
            f"{value!r} needs reports by {partner}, which are not on record: choose {SIDES[1]!r}"
        )
    return _choose(value, REPORTERS, former={partner: SIDES[0], "partner": SIDES[1]})


def _territories(value: Any, information: ValidationInfo) -> str:
    return _choose(value, (WITHOUT, *study_of(information).trade.territories, ALL), former={})


Year = Annotated[int, BeforeValidator(_year)]


class TradeTrends(Parameters):
    """Parameters of ``trade_trends.ipynb``."""

    notebook: ClassVar[str] = "trade_trends"

    states: States = Field(default="all", validate_default=True)
    partner: Annotated[Partner, AfterValidator(_on_record)] = Field(None, validate_default=True)
    first_year: Year = Field(
        None,
        validate_default=True,
        description="first year of the series; None: the first that the partner reports "
        "for most states",
    )
    last_year: Year = Field(
        None, validate_default=True, description="last year of the series; None: the last on record"
    )
    reporter: Annotated[str, BeforeValidator(_reporter)] = Field(
        None,
        validate_default=True,
        description="whose customs figures: the partner's (counterpart), those of the states "
        "themselves (states), or one figure made of both (reconciled); None: the partner's, if on "
        "record",
    )
    price_basis: Literal["current", "constant"] = Field(
        "current", description="current US dollars, or dollars of base_year by the US CPI"
    )
    base_year: Annotated[int, BeforeValidator(_base_year)] = Field(
        None,
        validate_default=True,
        description="year of the constant dollars; None: the study's, else the newest of prices",
    )
    territories: Annotated[str, BeforeValidator(_territories)] = Field(
        WITHOUT,
        description="the states alone (without), with a set of territories that the study names, "
        "or with all that the partner reports; the whole region only",
    )
    weights: Literal["reliability", "equal"] = Field(
        "reliability", description="how the two reports of a flow are weighted when reconciled"
    )
    cif_fob: float = Field(
        1.06, ge=1, le=1.5, description="what freight makes of a value between the two borders"
    )

    balance_years: int = Field(
        1, ge=1, le=20, description="years in a trailing period of the normalised balance"
    )

    @model_validator(mode="after")
    def _territories_of_whole_region(self) -> TradeTrends:
        if self.territories != WITHOUT and set(self.states) != set(self.setting.states):
            raise ValueError(
                f"territories = {self.territories!r} belong to the whole region: leave states at "
                f"'all', or territories at {WITHOUT!r}"
            )
        return self

    def reading(self) -> Reading:
        """Return the reading that these parameters make.

        Returns
        -------
        Reading
            What measures, figures, captions and sentences take.
        """
        named = dict(self.setting.trade.territories)
        offshore = tables.load("trade/offshore")
        named[ALL] = tuple(sorted(set(offshore.loc[offshore["partner"] == self.partner, "iso3"])))
        return Reading(
            study=self.setting,
            partner=self.partner,
            states=tuple(self.states),
            years=range(self.first_year, self.last_year + 1),
            side=self.reporter,
            territories=named.get(self.territories, ()),
            weights=self.weights,
            cif_fob=self.cif_fob,
            balance_years=self.balance_years,
            base_year=self.base_year if self.price_basis == "constant" else None,
        )
