"""Deals of the register."""

from __future__ import annotations

import pandas as pd

from analysis.arms.checks import require


def delivered_between(deals: pd.DataFrame, first_year: int, last_year: int) -> pd.DataFrame:
    """Keep the deals with at least one year of delivery in a span, the largest first.

    Parameters
    ----------
    deals : pandas.DataFrame
        Columns ``deal``, ``delivery_years`` (``"2006; 2008"``) and ``tiv_delivered_million``.
    first_year, last_year : int
        Ends of the span, both included.

    Returns
    -------
    pandas.DataFrame
        Rows of ``deals``, whole: their volume may include years outside the span, since the
        register does not divide a deal among its years.

    Raises
    ------
    MeasureError
        If columns are missing.

    Examples
    --------
    >>> two = pd.DataFrame({"deal": [1, 2], "delivery_years": ["1999", "2006; 2008"],
    ...                     "tiv_delivered_million": [3.0, 9.0]})
    >>> delivered_between(two, 2007, 2010)["deal"].tolist()
    [2]
    >>> delivered_between(two, 1990, 2010)["deal"].tolist()
    [2, 1]
    """
    require(deals, ["deal", "delivery_years", "tiv_delivered_million"])
    inside = [
        number
        for number, printed in enumerate(deals["delivery_years"].fillna("9999"))  # 9999: not yet
        if any(first_year <= int(year) <= last_year for year in printed.split(";"))
    ]
    order = ["tiv_delivered_million", "deal"]
    return deals.take(inside).sort_values(order, ascending=[False, True], ignore_index=True)
