"""Debt: instruments, their value, relief, the ledger of events, and statistics by creditor.

Amounts keep the unit of the claim they come from (full dollars, roubles, ...). Times are in years
from the day of valuation. Rates are shares (0.05 is five per cent a year); shares of a claim that
come out of a measure are in per cent.

The ledger is read in :mod:`analysis.debt.events`, reported terms in
:mod:`analysis.debt.instruments`, statistics by creditor in :mod:`analysis.debt.creditor` and
:mod:`analysis.debt.ledger_and_ids`.
"""

from __future__ import annotations

from analysis.debt.claim import (
    ROUBLES_PER_DOLLAR,
    annual_growth,
    at_prices_of,
    convert,
    paths_from,
    reconcile,
)
from analysis.debt.dated import dated_schedule, unpaid_on, value_on
from analysis.debt.day_counts import DAY_COUNTS, year_fraction, years_from
from analysis.debt.instruments import Instrument
from analysis.debt.rates import (
    CIRR_MARGINS,
    GRANT_ELEMENT_RULES,
    GrantElementRule,
    cirr_discount_rate,
    effective_rate,
    internal_rate,
    nominal_rate,
    rate_from_interest,
)
from analysis.debt.relief import (
    GRANT_ELEMENT_RATES,
    face_haircut,
    grant_element,
    grant_element_closed_form,
    market_haircut,
    present_value,
    sturzenegger_zettelmeyer_haircut,
)
from analysis.debt.schedules import (
    Terms,
    equal_payment_schedule,
    equal_principal_schedule,
    matured_claim,
    payment_dates,
)
from analysis.debt.swaps import buy_back_price, share_that_must_leave, swap_grid, swap_value
from analysis.debt.tabulate import (
    TABULATED_RATES,
    TABULATED_YEARS,
    cash_values,
    haircut_grid,
    relief_by_rate,
    relief_steps,
    value_by_rate,
)

__all__ = [
    "CIRR_MARGINS",
    "DAY_COUNTS",
    "GRANT_ELEMENT_RATES",
    "GRANT_ELEMENT_RULES",
    "ROUBLES_PER_DOLLAR",
    "TABULATED_RATES",
    "TABULATED_YEARS",
    "GrantElementRule",
    "Instrument",
    "Terms",
    "annual_growth",
    "at_prices_of",
    "buy_back_price",
    "cash_values",
    "cirr_discount_rate",
    "convert",
    "dated_schedule",
    "effective_rate",
    "equal_payment_schedule",
    "equal_principal_schedule",
    "face_haircut",
    "grant_element",
    "grant_element_closed_form",
    "haircut_grid",
    "internal_rate",
    "market_haircut",
    "matured_claim",
    "nominal_rate",
    "paths_from",
    "payment_dates",
    "present_value",
    "rate_from_interest",
    "reconcile",
    "relief_by_rate",
    "relief_steps",
    "share_that_must_leave",
    "sturzenegger_zettelmeyer_haircut",
    "swap_grid",
    "swap_value",
    "unpaid_on",
    "value_by_rate",
    "value_on",
    "year_fraction",
    "years_from",
]
