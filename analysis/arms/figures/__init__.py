"""Plots of arms transfers. All volumes are SIPRI's trend-indicator value (TIV), not money."""

from analysis.arms.figures.rows import draw_choices as draw_choices
from analysis.arms.figures.rows import draw_contracts as draw_contracts
from analysis.arms.figures.rows import draw_estimates as draw_estimates
from analysis.arms.figures.rows import draw_lags as draw_lags
from analysis.arms.figures.rows import draw_named_deals as draw_named_deals
from analysis.arms.figures.windows import draw_shares as draw_shares
from analysis.arms.figures.windows import draw_suppliers as draw_suppliers
from analysis.arms.figures.windows import draw_with_and_without as draw_with_and_without
from analysis.arms.figures.years import draw_annual as draw_annual
from analysis.arms.figures.years import draw_categories as draw_categories
from analysis.arms.figures.years import draw_exports as draw_exports
from analysis.arms.figures.years import draw_recipients as draw_recipients
from analysis.arms.figures.years import draw_split_errors as draw_split_errors
from analysis.arms.figures.years import draw_vintages as draw_vintages
