"""Rules between the tables, and how many rows each is expected to have.

A schema says what a cell may hold. The rules here say what must hold between rows and between
tables; each is a query that returns the rows that break it.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.rules import arms as arms
from analysis.rules import debt as debt
from analysis.rules import every as every
from analysis.rules import others as others
from analysis.rules import trade as trade
from analysis.rules import voting as voting
from analysis.rules.rules import RULES as RULES
from analysis.rules.rules import Rule as Rule
from analysis.rules.rules import Tables as Tables
from analysis.tables import Catalog


def broken(
    catalog: Catalog, replaced: Mapping[str, pd.DataFrame] | None = None
) -> list[tuple[Rule, pd.DataFrame]]:
    """Return the rules that do not hold, each with the rows that break it.

    Parameters
    ----------
    catalog : Catalog
        The tables.
    replaced : mapping of str to DataFrame, optional
        Frames to use in place of the catalogue's.

    Returns
    -------
    list of (Rule, DataFrame)
        In the order of the rules.

    Examples
    --------
    >>> from analysis.tables import DATA
    >>> broken(Catalog(DATA))
    []
    """
    tables = Tables(catalog, replaced)
    found = [(rule, rule.find(tables)) for rule in RULES.values()]
    return [(rule, rows.reset_index(drop=True)) for rule, rows in found if len(rows)]
