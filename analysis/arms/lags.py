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
    local = lags["is_local_production"].astype(bool)
    parts = {"all": lags, "not local": lags[~local], "local": lags[local]}
    rows = []
    for production in PRODUCTION:
        for group, cells in parts[production].groupby(names, sort=True):
            years = cells["lag_years"].astype("float64")
            volume = cells["tiv_million"].astype("float64")
            estimated = cells[marked].astype("float64")
            total = volume.sum()
            mean = low = high = share = float("nan")
            if total > 0:
                mean = (years * volume).sum() / total
                high = mean + error_years * estimated.sum() / total
                low = mean - (years.clip(upper=error_years) * estimated).sum() / total
                share = estimated.sum() / total
            median = _median(years, cells["lines"].astype("int64"))
            place = (cells["lines"].sum(), total, median, mean, low, high, share)
            rows.append((*group, production, *place))
    columns = ["lines", "tiv_million", "median_years", "mean_years", "low_years", "high_years"]
    table = pd.DataFrame(
        rows, columns=[*names, "production", *columns, "share_order_year_estimated"]
    )
    order = pd.Categorical(table["production"], PRODUCTION, ordered=True)
    table = table.assign(production=order).sort_values([*names, "production"], ignore_index=True)
    return table.astype({"production": "str", "lines": "Int64"})


def _median(values: pd.Series, counts: pd.Series) -> float:
    """Return the median of values that occur many times each."""
    return float(np.median(np.repeat(values.to_numpy(), counts.to_numpy())))
