"""Debt: instruments, their value, relief, reports of events, and statistics by creditor.

Amounts keep the unit of the claim they come from (full dollars, roubles, ...). Times are in years
from the day of valuation. Rates are shares (0.05 is five per cent a year); shares of a claim that
come out of a measure are in per cent.

Reports are read in :mod:`analysis.debt.events`, reported terms in
:mod:`analysis.debt.instruments`, statistics by creditor in :mod:`analysis.debt.creditor`; the two
are set side by side in :mod:`analysis.debt.comparisons`.
"""

from __future__ import annotations

from analysis.debt.choices import find_headline as find_headline
from analysis.debt.choices import list_choices as list_choices
from analysis.debt.choices import vary_choices as vary_choices
from analysis.debt.claim import Conversion as Conversion
from analysis.debt.claim import OldCurrency as OldCurrency
from analysis.debt.claim import annual_growth as annual_growth
from analysis.debt.claim import at_prices_of as at_prices_of
from analysis.debt.claim import claim_at_rate as claim_at_rate
from analysis.debt.claim import claims_at_rates as claims_at_rates
from analysis.debt.claim import convert as convert
from analysis.debt.claim import in_dollars as in_dollars
from analysis.debt.claim import paths_from as paths_from
from analysis.debt.claim import reconcile as reconcile
from analysis.debt.comparisons import Rates as Rates
from analysis.debt.comparisons import compare_reports as compare_reports
from analysis.debt.comparisons import loan_in_currency as loan_in_currency
from analysis.debt.dated import dated_schedule as dated_schedule
from analysis.debt.dated import unpaid_on as unpaid_on
from analysis.debt.dated import value_on as value_on
from analysis.debt.day_counts import DAY_COUNTS as DAY_COUNTS
from analysis.debt.day_counts import year_fraction as year_fraction
from analysis.debt.detail import examine as examine
from analysis.debt.old_claim import follow_claim as follow_claim
from analysis.debt.rates import cirr_discount_rate as cirr_discount_rate
from analysis.debt.rates import effective_rate as effective_rate
from analysis.debt.rates import internal_rate as internal_rate
from analysis.debt.rates import nominal_rate as nominal_rate
from analysis.debt.rates import rate_from_interest as rate_from_interest
from analysis.debt.relief import GRANT_ELEMENT_RULES as GRANT_ELEMENT_RULES
from analysis.debt.relief import face_haircut as face_haircut
from analysis.debt.relief import grant_element as grant_element
from analysis.debt.relief import grant_element_closed_form as grant_element_closed_form
from analysis.debt.relief import market_haircut as market_haircut
from analysis.debt.relief import present_value as present_value
from analysis.debt.relief import (
    sturzenegger_zettelmeyer_haircut as sturzenegger_zettelmeyer_haircut,
)
from analysis.debt.schedules import equal_payment_schedule as equal_payment_schedule
from analysis.debt.schedules import equal_principal_schedule as equal_principal_schedule
from analysis.debt.schedules import matured_claim as matured_claim
from analysis.debt.schedules import payment_dates as payment_dates
from analysis.debt.swaps import buy_back_price as buy_back_price
from analysis.debt.swaps import share_that_must_leave as share_that_must_leave
from analysis.debt.swaps import swap_grid as swap_grid
from analysis.debt.swaps import swap_value as swap_value
from analysis.debt.tabulate import haircut_grid as haircut_grid
from analysis.debt.tabulate import relief_by_rate as relief_by_rate
from analysis.debt.tabulate import relief_steps as relief_steps
from analysis.debt.tabulate import value_by_rate as value_by_rate
