"""Debt relief: schedules, present values, haircuts, grant elements, and the ledger of events.

Amounts keep the unit of the claim they come from (full dollars, roubles, ...). Times are in years
from the day of valuation. Rates are shares (0.05 is five per cent a year); shares of a claim that
come out of a measure are in per cent. The ledger is read in :mod:`analysis.debt.events`.
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
    "GRANT_ELEMENT_RATES",
    "ROUBLES_PER_DOLLAR",
    "TABULATED_RATES",
    "TABULATED_YEARS",
    "Terms",
    "annual_growth",
    "at_prices_of",
    "cash_values",
    "convert",
    "equal_payment_schedule",
    "equal_principal_schedule",
    "face_haircut",
    "grant_element",
    "grant_element_closed_form",
    "haircut_grid",
    "market_haircut",
    "matured_claim",
    "paths_from",
    "payment_dates",
    "present_value",
    "reconcile",
    "relief_by_rate",
    "relief_steps",
    "sturzenegger_zettelmeyer_haircut",
    "value_by_rate",
]
