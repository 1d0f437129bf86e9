"""Plots of the debt notebook, one idea a module."""

from __future__ import annotations

from analysis.debt.figures.creditor import draw_burden as draw_burden
from analysis.debt.figures.creditor import draw_editions as draw_editions
from analysis.debt.figures.creditor import draw_service as draw_service
from analysis.debt.figures.creditor import draw_stocks as draw_stocks
from analysis.debt.figures.events import draw_report_ranges as draw_report_ranges
from analysis.debt.figures.events import draw_timeline as draw_timeline
from analysis.debt.figures.instruments import draw_choices as draw_choices
from analysis.debt.figures.instruments import draw_spells as draw_spells
from analysis.debt.figures.instruments import draw_swap as draw_swap
from analysis.debt.figures.instruments import draw_values as draw_values
from analysis.debt.figures.settlement import draw_claim as draw_claim
from analysis.debt.figures.settlement import draw_payments as draw_payments
from analysis.debt.figures.settlement import draw_rates_and_terms as draw_rates_and_terms
from analysis.debt.figures.settlement import draw_waterfall as draw_waterfall
