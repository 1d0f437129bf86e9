"""What the trade tables say, in sentences that carry their own numbers.

Every function takes results of the measures and the reading that they were made with, and returns
one paragraph of Markdown. Where the chosen states and years have no figures, the paragraph says so.
"""

from __future__ import annotations

from analysis.trade.sentences.balance import on_balance as on_balance
from analysis.trade.sentences.mirror import on_known_gaps as on_known_gaps
from analysis.trade.sentences.mirror import on_mirror as on_mirror
from analysis.trade.sentences.mirror import on_readings as on_readings
from analysis.trade.sentences.mirror import on_reliability as on_reliability
from analysis.trade.sentences.partners import on_concentration as on_concentration
from analysis.trade.sentences.partners import on_coverage as on_coverage
from analysis.trade.sentences.partners import on_partners as on_partners
from analysis.trade.sentences.printed import on_balances as on_balances
from analysis.trade.sentences.printed import on_part_year as on_part_year
from analysis.trade.sentences.products import on_advantages as on_advantages
from analysis.trade.sentences.products import on_bounds as on_bounds
from analysis.trade.sentences.products import on_fit as on_fit
from analysis.trade.sentences.products import on_structure as on_structure
from analysis.trade.sentences.readings import on_band as on_band
from analysis.trade.sentences.readings import on_choices as on_choices
from analysis.trade.sentences.readings import on_range as on_range
from analysis.trade.sentences.readings import on_recent as on_recent
from analysis.trade.sentences.series import on_flows as on_flows
from analysis.trade.sentences.series import on_growth as on_growth
from analysis.trade.sentences.series import on_stated as on_stated
from analysis.trade.sentences.series import on_turnover as on_turnover
from analysis.trade.sentences.shares import on_intensities as on_intensities
from analysis.trade.sentences.shares import on_shares as on_shares
