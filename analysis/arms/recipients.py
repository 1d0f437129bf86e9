"""A supplier's exports: rank of its recipients, and the place of a region."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.arms.checks import require
from analysis.arms.suppliers import inside


def recipient_ranks(exports: pd.DataFrame, spans: Sequence[tuple[int, int]]) -> pd.DataFrame:
    """Rank the recipients of one supplier in each window.

    Parameters
    ----------
    exports : pandas.DataFrame
        Columns ``iso3``, ``year``, ``tiv_million``: all recipients of the supplier.
    spans : sequence of (int, int)
        First and last year of each window; windows may overlap.

    Returns
    -------
    pandas.DataFrame
        One row a window and recipient, the largest first: ``first_year``, ``last_year``,
        ``iso3``, ``tiv_million``, ``share`` (0 to 1, of the supplier's exports), ``rank`` (1:
        largest; equal volumes share the better rank). A window without exports has no rows.

    Raises
    ------
    MeasureError
        If columns are missing or a window reaches beyond the years that the table covers.

    Examples
    --------
    >>> rows = pd.DataFrame({"iso3": ["IND", "VEN"], "year": 2013,
    ...                      "tiv_million": [3750.25, 883.04]})
    >>> recipient_ranks(rows, [(2013, 2013)])[["iso3", "rank"]].values.tolist()
    [['IND', 1], ['VEN', 2]]
    """
    require(exports, ["iso3", "year", "tiv_million"])
    keys = ["first_year", "last_year"]
    rows = pd.concat(
        [
            inside(exports, first, last).assign(first_year=first, last_year=last)
            for first, last in spans
        ]
        or [exports.head(0).assign(first_year=0, last_year=0)],
    )
    table = rows.groupby([*keys, "iso3"])["tiv_million"].sum().reset_index()
    table["tiv_million"] = table["tiv_million"].astype("float64")
    volumes = table.groupby(keys)["tiv_million"]
    table["share"] = table["tiv_million"] / volumes.transform("sum")
    table["rank"] = volumes.rank(ascending=False, method="min").astype("Int64")
    return table.sort_values([*keys, "rank", "iso3"], ignore_index=True)


def region_share(
    exports: pd.DataFrame, states: Sequence[str], spans: Sequence[tuple[int, int]]
) -> pd.DataFrame:
    """Share of some states, taken together, in all exports of one supplier.

    Parameters
    ----------
    exports : pandas.DataFrame
        Columns ``iso3``, ``year``, ``tiv_million``: all recipients of the supplier.
    states : sequence of str
        ISO3 codes.
    spans : sequence of (int, int)
        First and last year of each window; windows may overlap.

    Returns
    -------
    pandas.DataFrame
        One row a window: ``first_year``, ``last_year``, ``tiv_million`` (to the states),
        ``total_tiv_million``, ``share`` (0 to 1; missing if nothing was exported) and
        ``recipients`` (how many of the states received anything).

    Raises
    ------
    MeasureError
        If columns are missing or a window reaches beyond the years that the table covers.

    Examples
    --------
    >>> rows = pd.DataFrame({"iso3": ["IND", "VEN"], "year": 2013, "tiv_million": [75.0, 25.0]})
    >>> region_share(rows, ["VEN"], [(2013, 2013)])["share"].tolist()
    [0.25]
    """
    require(exports, ["iso3", "year", "tiv_million"])
    rows = []
    for first, last in spans:
        window = inside(exports, first, last)
        own = window[window["iso3"].isin(states) & (window["tiv_million"] > 0)]
        volume, total = float(own["tiv_million"].sum()), float(window["tiv_million"].sum())
        share = volume / total if total > 0 else float("nan")
        rows.append((first, last, volume, total, share, own["iso3"].nunique()))
    columns = ["first_year", "last_year", "tiv_million", "total_tiv_million", "share", "recipients"]
    return pd.DataFrame(rows, columns=columns)
