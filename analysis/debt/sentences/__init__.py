"""What the debt notebook says: each paragraph with its numbers, one idea a module."""

from __future__ import annotations

from analysis.debt.sentences.claim import caption_claim as caption_claim
from analysis.debt.sentences.claim import list_arithmetic as list_arithmetic
from analysis.debt.sentences.claim import list_at_rates as list_at_rates
from analysis.debt.sentences.claim import on_arithmetic as on_arithmetic
from analysis.debt.sentences.claim import on_growth as on_growth
from analysis.debt.sentences.claim import on_rates as on_rates
from analysis.debt.sentences.claim import on_settlement as on_settlement
from analysis.debt.sentences.creditor import NOTE_ON_COMPARISONS as NOTE_ON_COMPARISONS
from analysis.debt.sentences.creditor import caption_burden as caption_burden
from analysis.debt.sentences.creditor import caption_service as caption_service
from analysis.debt.sentences.creditor import caption_stocks as caption_stocks
from analysis.debt.sentences.creditor import list_burden as list_burden
from analysis.debt.sentences.creditor import list_comparisons as list_comparisons
from analysis.debt.sentences.creditor import note_burden as note_burden
from analysis.debt.sentences.creditor import on_burden as on_burden
from analysis.debt.sentences.creditor import on_comparisons as on_comparisons
from analysis.debt.sentences.creditor import on_coverage as on_coverage
from analysis.debt.sentences.creditor import on_editions as on_editions
from analysis.debt.sentences.creditor import on_schedule as on_schedule
from analysis.debt.sentences.creditor import on_stocks as on_stocks
from analysis.debt.sentences.detail import NOTE_ON_MEASURES as NOTE_ON_MEASURES
from analysis.debt.sentences.detail import caption_choices as caption_choices
from analysis.debt.sentences.detail import caption_measures as caption_measures
from analysis.debt.sentences.detail import caption_payments as caption_payments
from analysis.debt.sentences.detail import caption_swap as caption_swap
from analysis.debt.sentences.detail import list_choice_ranges as list_choice_ranges
from analysis.debt.sentences.detail import list_measures as list_measures
from analysis.debt.sentences.detail import on_choices as on_choices
from analysis.debt.sentences.detail import on_detail as on_detail
from analysis.debt.sentences.detail import on_payments as on_payments
from analysis.debt.sentences.detail import on_relief as on_relief
from analysis.debt.sentences.detail import on_swap as on_swap
from analysis.debt.sentences.detail import on_terms as on_terms
from analysis.debt.sentences.events import list_statements as list_statements
from analysis.debt.sentences.events import list_undated as list_undated
from analysis.debt.sentences.events import on_ranges as on_ranges
from analysis.debt.sentences.events import on_reports as on_reports
from analysis.debt.sentences.events import on_statements as on_statements
from analysis.debt.sentences.instruments import PLURAL as PLURAL
from analysis.debt.sentences.instruments import caption_values as caption_values
from analysis.debt.sentences.instruments import list_values as list_values
from analysis.debt.sentences.instruments import on_implied as on_implied
from analysis.debt.sentences.instruments import on_values as on_values
