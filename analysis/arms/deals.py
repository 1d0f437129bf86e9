"""Deals of the register."""

from __future__ import annotations

import pandas as pd

from analysis.contracts import YEAR, Frame, takes

_DEALS = Frame("deal", "delivery_years", "tiv_delivered_million", key=1)
_SPLIT = Frame("supplier", "iso3", "delivery_years", "tiv_delivered_million")


@takes(deals=_DEALS, first_year=YEAR, last_year=YEAR)
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
        If the frame breaks its contract: :mod:`analysis.contracts`.

    Examples
    --------
    >>> two = pd.DataFrame({"deal": [1, 2], "delivery_years": ["1999", "2006; 2008"],
    ...                     "tiv_delivered_million": [3.0, 9.0]})
    >>> delivered_between(two, 2007, 2010)["deal"].tolist()
    [2]
    >>> delivered_between(two, 1990, 2010)["deal"].tolist()
    [2, 1]
    """
    years = [set(years_in(printed)) for printed in deals["delivery_years"]]
    inside = deals.loc[[not each.isdisjoint(range(first_year, last_year + 1)) for each in years]]
    order = ["tiv_delivered_million", "deal"]
    return inside.sort_values(order, ascending=[False, True], ignore_index=True)


def years_in(printed: str | None) -> list[int]:
    """Return the years that the register prints for a deal, in order; none for none.

    Examples
    --------
    >>> years_in("2006; 2008"), years_in(None)
    ([2006, 2008], [])
    """
    return [] if pd.isna(printed) else sorted(int(year) for year in str(printed).split(";"))


@takes(deals=_SPLIT)
def equal_split(deals: pd.DataFrame) -> pd.DataFrame:
    """Divide each deal equally among its years of delivery: **an estimate known to be wrong**.

    The register lists the years of delivery, not what came in each. Dividing equally keeps the
    sum over all years and gets single years wrong: for Venezuela 575 and 520 million TIV in
    2006 and 2007 instead of 355.5 and 740.25. The function exists to show that error
    (:func:`analysis.arms.split_errors`); annual figures come from ``arms/annual_tiv``.

    Parameters
    ----------
    deals : pandas.DataFrame
        Columns ``supplier``, ``iso3``, ``delivery_years`` and ``tiv_delivered_million``.

    Returns
    -------
    pandas.DataFrame
        One row a supplier, recipient and year: ``supplier``, ``iso3``, ``year``,
        ``tiv_million``. Deals without a delivery have none.

    Raises
    ------
    MeasureError
        If the frame breaks its contract: :mod:`analysis.contracts`.

    Examples
    --------
    >>> two = pd.DataFrame({"supplier": "RUS", "iso3": "VEN", "tiv_delivered_million": [9.0, 1.0],
    ...                     "delivery_years": ["2006; 2007; 2008", "2008"]})
    >>> equal_split(two)["tiv_million"].tolist()
    [3.0, 3.0, 4.0]
    """
    rows = deals.dropna(subset="delivery_years")
    years = rows["delivery_years"].map(years_in)
    parts = rows["tiv_delivered_million"].astype("float64") / years.map(len).astype("float64")
    split = rows[["supplier", "iso3"]].assign(year=years, tiv_million=parts).explode("year")
    split["year"] = split["year"].astype("int64")
    keys = ["supplier", "iso3", "year"]
    return split.groupby(keys)["tiv_million"].sum().reset_index()
