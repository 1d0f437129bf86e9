"""Figures of trade with a partner: functions that take frames and return the figure."""

from __future__ import annotations

from analysis.trade.figures.balance import draw_balance as draw_balance
from analysis.trade.figures.mirror import draw_mirror_gaps as draw_mirror_gaps
from analysis.trade.figures.mirror import draw_mirror_ratio as draw_mirror_ratio
from analysis.trade.figures.partners import draw_concentration as draw_concentration
from analysis.trade.figures.partners import draw_coverage as draw_coverage
from analysis.trade.figures.partners import draw_partners as draw_partners
from analysis.trade.figures.products import draw_advantages as draw_advantages
from analysis.trade.figures.products import draw_asymmetry as draw_asymmetry
from analysis.trade.figures.products import draw_fit as draw_fit
from analysis.trade.figures.products import draw_structure as draw_structure
from analysis.trade.figures.readings import draw_choices as draw_choices
from analysis.trade.figures.readings import draw_range as draw_range
from analysis.trade.figures.readings import draw_stated as draw_stated
from analysis.trade.figures.series import draw_balances as draw_balances
from analysis.trade.figures.series import draw_flows as draw_flows
from analysis.trade.figures.series import draw_turnover as draw_turnover
from analysis.trade.figures.shares import draw_intensities as draw_intensities
from analysis.trade.figures.shares import draw_shares as draw_shares
