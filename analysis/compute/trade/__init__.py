"""Trade tables: each function turns the publishers' files into one table of a study.

Flows with the partner are seen from the state, whoever counts them; flows with the world from the
economy itself.
"""

from __future__ import annotations

from analysis.compute import gravity
from analysis.compute.trade.products import product_structure, region_chapters, two_way
from analysis.compute.trade.readings import (
    bilateral,
    bilateral_alternatives,
    coverage,
    region_totals,
)
from analysis.compute.trade.reliability import mirror_reliability
from analysis.compute.trade.world import offshore, world_structure, world_totals

TABLES = {
    "trade/bilateral": bilateral,
    "trade/bilateral_alternatives": bilateral_alternatives,
    "trade/coverage": coverage,
    **gravity.TABLES,
    "trade/mirror_reliability": mirror_reliability,
    "trade/offshore": offshore,
    "trade/product_structure": product_structure,
    "trade/region_chapters": region_chapters,
    "trade/region_totals": region_totals,
    "trade/two_way": two_way,
    "trade/world_structure": world_structure,
    "trade/world_totals": world_totals,
}
