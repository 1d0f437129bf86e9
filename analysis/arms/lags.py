"""Years between an order and its deliveries."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.contracts import Frame, Number, check, takes

PRODUCTION = ("all", "not local", "local")


@takes(error_years=Number(at_least=0))
def lag_summary(
    lags: pd.DataFrame, keys: Sequence[str] = ("supplier",), error_years: float = 1.0
) -> pd.DataFrame:
    r"""Describe the years from order to delivery in each group.

    The mean is weighted by volume, so that a ship counts for more than a spare missile:

    .. math:: \bar\ell = \frac{\sum_i x_i \ell_i}{\sum_i x_i}

    Local production, under a licence that may run for decades, is shown apart. No standard
    measure of this lag was found in the literature; the definition is this package's.

    Parameters
    ----------
    lags : pandas.DataFrame
        Columns of ``keys`` and those of ``arms/delivery_lags``: one row a group, kind of
        production and lag.
    keys : sequence of str, optional
        Columns that make a group.
    error_years : float, optional
        By how many years an estimated year of order may be wrong, for the range.

    Returns
    -------
    pandas.DataFrame
        One row a group and production (``all``, ``not local``, ``local``) with deliveries:
        ``keys``, ``production``, ``lines``, ``tiv_million``, ``median_years`` (of lines),
        ``mean_years`` (weighted by volume; missing if the volume is 0), ``low_years`` and
        ``high_years`` (the mean if every estimated year of order were ``error_years`` later or
        earlier, and no lag below zero), and ``share_order_year_estimated`` (of the volume, 0 to
        1).

    Raises
    ------
    MeasureError
        If columns are missing, ``error_years`` is negative, or a lag is.

    Examples
    --------
    >>> rows = pd.DataFrame({"supplier": "FRA", "is_local_production": [False, True],
    ...                      "lag_years": [2, 12], "lines": [3, 1], "tiv_million": [10.0, 30.0],
    ...                      "tiv_order_year_estimated_million": [5.0, 0.0]})
    >>> lag_summary(rows)[["production", "median_years", "mean_years"]].values.tolist()
    [['all', 2.0, 9.5], ['not local', 2.0, 2.0], ['local', 12.0, 12.0]]
    """
    names = list(keys)
    marked = "tiv_order_year_estimated_million"
    values = ("is_local_production", "lag_years", "lines", "tiv_million", marked)
    no_less = Number(at_least=0)  # no delivery lies before its order
    frame = Frame(*names, *values, present=values, rules={"lag_years": no_less, "lines": no_less})
    check("lag_summary", {"lags": lags}, lags=frame)
    local = np.where(lags["is_local_production"].astype(bool), "local", "not local")
    both = [lags.assign(production="all"), lags.assign(production=local)]
    parts = pd.concat(both, ignore_index=True)
    parts["production"] = pd.Categorical(parts["production"], PRODUCTION)
    parts = parts.astype({"lag_years": "float64", "tiv_million": "float64", marked: "float64"})
    later = parts["lag_years"].clip(upper=error_years)  # no lag falls below zero
    parts["mean_years"] = parts["lag_years"] * parts["tiv_million"]
    parts["low_years"] = parts["mean_years"] - later * parts[marked]
    parts["high_years"] = parts["mean_years"] + error_years * parts[marked]
    groups = [*names, "production"]
    means = ["mean_years", "low_years", "high_years"]
    table = parts.groupby(groups, observed=True)[["lines", "tiv_million", *means, marked]].sum()
    total = table["tiv_million"].where(table["tiv_million"] > 0)
    table[[*means, marked]] = table[[*means, marked]].div(total, axis=0)
    lines = parts.loc[parts.index.repeat(parts["lines"].astype("int64"))]
    table.insert(2, "median_years", lines.groupby(groups, observed=True)["lag_years"].median())
    table = table.rename(columns={marked: "share_order_year_estimated"}).reset_index()
    return table.astype({"production": "str", "lines": "Int64"})
