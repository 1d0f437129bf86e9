"""Kinds of weapon, local production, and how much of a volume SIPRI estimates."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.contracts import STATE, YEAR, Frame, check, takes
from analysis.errors import MeasureError

#: What SIPRI may mark as an estimate, in the order of the tables' columns.
ESTIMATED = ("order_year", "number", "delivery_year")

#: What it marks → column with the volume that is marked.
MARKED = {what: f"tiv_{what}_estimated_million" for what in ESTIMATED}

_PARTS = ("tiv_million", "tiv_local_production_million")
_VOLUMES = Frame("supplier", "year", "category", "tiv_million", present=("category", "tiv_million"))


@takes(imports=_VOLUMES, supplier=STATE, first_year=YEAR, last_year=YEAR)
def category_series(
    imports: pd.DataFrame, supplier: str, first_year: int, last_year: int
) -> pd.DataFrame:
    """Complete one supplier's deliveries to a grid of categories and years.

    Parameters
    ----------
    imports : pandas.DataFrame
        Columns ``supplier``, ``year``, ``category``, ``tiv_million``, as in
        ``arms/imports_by_category``; all recipients are added up.
    supplier : str
        ISO3 code of the supplier.
    first_year, last_year : int
        Ends of the grid, both included.

    Returns
    -------
    pandas.DataFrame
        ``category``, ``year``, ``tiv_million``, the largest category first; categories that the
        supplier never delivered in these years have no rows, years without a delivery zeros.

    Raises
    ------
    MeasureError
        If the frame breaks its contract: :mod:`analysis.contracts`.

    Examples
    --------
    >>> rows = pd.DataFrame({"supplier": "RUS", "year": [2011, 2013], "category": "Aircraft",
    ...                      "tiv_million": [61.5, 4.0]})
    >>> category_series(rows, "RUS", 2011, 2013)["tiv_million"].tolist()
    [61.5, 0.0, 4.0]
    """
    own, years = imports[imports["supplier"] == supplier], range(first_year, last_year + 1)
    inside = own[own["year"].isin(years)]
    totals = inside.groupby("category")["tiv_million"].sum()
    order = totals[totals > 0].sort_values(ascending=False, kind="stable").index
    grid = pd.MultiIndex.from_product([order, years], names=["category", "year"])
    volumes = inside.groupby(["category", "year"])["tiv_million"].sum().astype("float64")
    return volumes.reindex(grid).fillna(0.0).reset_index()


def category_table(imports: pd.DataFrame, keys: Sequence[str] = ("supplier",)) -> pd.DataFrame:
    """Sum deliveries by kind of weapon within each group, with shares.

    Parameters
    ----------
    imports : pandas.DataFrame
        Columns of ``keys``, ``category`` and ``tiv_million``.
    keys : sequence of str, optional
        Columns that make a group, for example ``("supplier", "iso3")``.

    Returns
    -------
    pandas.DataFrame
        One row a group and category with a volume, the largest first within each group:
        ``keys``, ``category``, ``tiv_million``, ``share`` (0 to 1, of the group).

    Raises
    ------
    MeasureError
        If the frame breaks its contract: :mod:`analysis.contracts`.

    Examples
    --------
    >>> rows = pd.DataFrame({"supplier": "RUS", "category": ["Aircraft", "Missiles"],
    ...                      "tiv_million": [30.0, 10.0]})
    >>> category_table(rows)[["category", "share"]].values.tolist()
    [['Aircraft', 0.75], ['Missiles', 0.25]]
    """
    names = list(keys)
    frame = Frame(*names, "category", "tiv_million", present=("category", "tiv_million"))
    check("category_table", {"imports": imports}, imports=frame)
    table = imports.groupby([*names, "category"])["tiv_million"].sum().reset_index()
    table["tiv_million"] = table["tiv_million"].astype("float64")
    table = table[table["tiv_million"] > 0]
    table["share"] = table["tiv_million"] / table.groupby(names)["tiv_million"].transform("sum")
    order = [True] * len(names) + [False, True]
    return table.sort_values([*names, "share", "category"], ascending=order, ignore_index=True)


def estimated_shares(imports: pd.DataFrame, keys: Sequence[str] = ("supplier",)) -> pd.DataFrame:
    """Tell which part of a volume rests on what SIPRI marks as an estimate.

    Parameters
    ----------
    imports : pandas.DataFrame
        Columns of ``keys`` and the sums of ``arms/imports_by_category``.
    keys : sequence of str, optional
        Columns that make a group.

    Returns
    -------
    pandas.DataFrame
        One row a group: ``keys``, ``lines``, ``tiv_million``; for the year of the order, the
        number and the year of delivery, ``lines_share_<what>`` and ``tiv_share_<what>`` (0 to
        1), and ``tiv_share_local_production``. Shares of a volume of zero are missing.

    Raises
    ------
    MeasureError
        If the frame breaks its contract: :mod:`analysis.contracts`.

    Notes
    -----
    The flags say *that* SIPRI estimates, not by how much it may err: the shares bound nothing.
    A delivery can carry several flags, so the shares of the three kinds must not be added.

    Examples
    --------
    >>> row = {"supplier": "RUS", "lines": 4, "tiv_million": 10.0}
    >>> for what in ("order_year", "number", "delivery_year"):
    ...     row |= {f"lines_{what}_estimated": 1, f"tiv_{what}_estimated_million": 5.0}
    >>> frame = pd.DataFrame([row | {"tiv_local_production_million": 0.0}])
    >>> estimated_shares(frame)[["lines_share_number", "tiv_share_number"]].values.tolist()
    [[0.25, 0.5]]
    """
    names = list(keys)
    lines = {what: f"lines_{what}_estimated" for what in ESTIMATED}
    sums = ["lines", *lines.values(), *_PARTS, *MARKED.values()]
    frame = Frame(*names, *sums, present=sums)
    check("estimated_shares", {"imports": imports}, imports=frame)
    total = imports.groupby(names)[sums].sum().astype("float64")
    table = total[["lines", "tiv_million"]].copy()
    whole_lines, whole = (total[name].where(total[name] > 0) for name in table.columns)
    for what in ESTIMATED:
        table[f"lines_share_{what}"] = total[lines[what]] / whole_lines
        table[f"tiv_share_{what}"] = total[MARKED[what]] / whole
    table["tiv_share_local_production"] = total["tiv_local_production_million"] / whole
    return table.astype({"lines": "Int64"}).reset_index()


@takes(imports=Frame("iso3", "supplier", "year", *_PARTS, present=_PARTS))
def without_local_production(imports: pd.DataFrame) -> pd.DataFrame:
    """Take out what was produced or assembled in the recipient state.

    Parameters
    ----------
    imports : pandas.DataFrame
        Columns ``iso3``, ``supplier``, ``year``, ``tiv_million`` and
        ``tiv_local_production_million``.

    Returns
    -------
    pandas.DataFrame
        ``iso3``, ``supplier``, ``year``, ``tiv_million``: what was delivered whole. Cells that
        were produced locally in full have no row.

    Raises
    ------
    MeasureError
        If the frame breaks its contract, or a part is larger than its whole.

    Examples
    --------
    >>> rows = pd.DataFrame({"iso3": "BRA", "supplier": ["FRA", "USA"], "year": 2010,
    ...                      "tiv_million": [10.0, 5.0],
    ...                      "tiv_local_production_million": [10.0, 2.0]})
    >>> without_local_production(rows)[["supplier", "tiv_million"]].values.tolist()
    [['USA', 3.0]]
    """
    rest = imports["tiv_million"] - imports["tiv_local_production_million"]
    if (rest < -1e-6).any():
        first = imports[rest < -1e-6].iloc[0]
        raise MeasureError(
            f"more was produced locally than delivered: {first['supplier']} to {first['iso3']} "
            f"in {first['year']}"
        )
    keys = ["iso3", "supplier", "year"]
    table = imports.assign(tiv_million=rest).groupby(keys)["tiv_million"].sum().reset_index()
    return table[table["tiv_million"] > 1e-6].reset_index(drop=True)
