"""World Bank, International Debt Statistics (IDS): external public debt by creditor.

Creditors ("counterpart areas") have codes of three characters with leading zeros, kept as text:
Russia is ``087``, the USSR ``078``, the world ``WLD``. Cuba and Venezuela are not among the
debtors. The tables hold public and publicly guaranteed debt (PPG) by kind of creditor: bilateral
(BLAT), multilateral (MLAT), bonds (PBND), banks (PCBK) and other private (PROP); DOD is the
stock at the end of the year, AMT principal and INT interest paid, all in current USD.

A release ("edition") of December holds actual figures to the year before and, for payments, what
falls due later by contract. Editions differ in the past as well: take one before adding up.

References
----------
World Bank, International Debt Statistics, https://www.worldbank.org/en/programs/debt-statistics/ids
"""

from analysis.sources.ids.api import read_api as read_api
from analysis.sources.ids.extracts import read_net_flows as read_net_flows
from analysis.sources.ids.extracts import read_service as read_service
from analysis.sources.ids.extracts import read_stocks as read_stocks
from analysis.sources.ids.lists import Names as Names
from analysis.sources.ids.lists import read_counterparts as read_counterparts
from analysis.sources.ids.lists import read_entities as read_entities
from analysis.sources.ids.lists import read_location_codes as read_location_codes
from analysis.sources.ids.lists import read_names as read_names

WORLD = "WLD"
