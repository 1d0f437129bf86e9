"""Compound growth between comparable years."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.contracts import Frame, Number, Several, Years, takes
from analysis.trade.series import AMOUNTS

#: First and last years of periods.
PERIODS = Several(Years(at_least=2), at_least=0)


@takes(first_value=AMOUNTS, last_value=AMOUNTS, years=Number(above=0))
def cagr(first_value: float, last_value: float, years: float) -> float:
    """Return the compound annual growth rate, (last / first)^(1 / years) − 1.

    Parameters
    ----------
    first_value, last_value : float
        Values at both ends, in the same unit. NaN if missing.
    years : float
        Years between them.

    Returns
    -------
    float
        Growth a year as a share (0.10 is 10 %). NaN if a value is missing or the first is zero.

    Raises
    ------
    MeasureError
        If the span is not positive or a value is negative.

    Examples
    --------
    >>> round(cagr(100, 121, 2), 10)
    0.1
    """
    if not first_value > 0 or np.isnan(last_value):
        return float("nan")
    return float((last_value / first_value) ** (1 / years) - 1)


@takes(totals=Frame("year", "is_comparable", key=1), usual=PERIODS)
def trend_periods(totals: pd.DataFrame, usual: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the periods whose growth is worth stating: the whole span, then the usual ones.

    Parameters
    ----------
    totals : pandas.DataFrame
        From :func:`yearly_totals`.
    usual : sequence of (int, int)
        Periods that are stated wherever they can be, such as the study's.

    Returns
    -------
    list of (int, int)
        First and last comparable year, and those of the usual ones that lie between them.
    """
    years = totals.loc[totals["is_comparable"], "year"]
    if len(years) < 2:
        return []
    whole = (int(years.min()), int(years.max()))
    inside = [(a, b) for a, b in usual if whole[0] <= a and b <= whole[1] and (a, b) != whole]
    return [whole, *inside]


@takes(totals=Frame("year", "n_states", "is_comparable", key=1), periods=PERIODS)
def growth_table(
    totals: pd.DataFrame, periods: Sequence[tuple[int, int]], value: str = "turnover_usd"
) -> pd.DataFrame:
    """Return compound annual growth between the ends of each period.

    Parameters
    ----------
    totals : pandas.DataFrame
        From :func:`yearly_totals`.
    periods : sequence of (int, int)
        First and last year of each period.
    value : str, default "turnover_usd"
        Column to measure.

    Returns
    -------
    pandas.DataFrame
        Columns ``first_year, last_year, first_value_usd, last_value_usd, n_first, n_last,
        cagr``; the growth is NaN where an end is missing or not comparable.
    """
    by_year = totals.set_index("year")
    rows = []
    for first, last in periods:
        ends = by_year.reindex([first, last])
        usable = ends["is_comparable"].fillna(False).astype(bool).all()
        start, end = (float(number) for number in ends[value])
        n_first, n_last = (int(n) for n in ends["n_states"].fillna(0))
        rate = cagr(start, end, last - first) if usable else float("nan")
        rows.append((first, last, start, end, n_first, n_last, rate))
    names = ["first_year", "last_year", "first_value_usd", "last_value_usd"]
    return pd.DataFrame(rows, columns=[*names, "n_first", "n_last", "cagr"])


@takes(growth=Frame("first_year", "last_year", "first_value_usd", "last_value_usd", key=2))
def present_growth(growth: pd.DataFrame) -> pd.DataFrame:
    """Return the growth table as people read it: periods, millions, per cent.

    Parameters
    ----------
    growth : pandas.DataFrame
        From :func:`growth_table`.

    Returns
    -------
    pandas.DataFrame
        Columns ``period, first_million_usd, last_million_usd, states_first, states_last,
        growth_per_cent_a_year``.

    Examples
    --------
    >>> names = ["first_year", "last_year", "first_value_usd", "last_value_usd", "n_first",
    ...          "n_last", "cagr"]
    >>> growth = pd.DataFrame([(2002, 2013, 1e6, 2e6, 3, 3, 0.065)], columns=names)
    >>> present_growth(growth).values.tolist()
    [['2002–2013', 1.0, 2.0, 3, 3, 6.5]]
    """
    return pd.DataFrame(
        {
            "period": growth["first_year"].astype(str) + "–" + growth["last_year"].astype(str),
            "first_million_usd": growth["first_value_usd"] / 1e6,
            "last_million_usd": growth["last_value_usd"] / 1e6,
            "states_first": growth["n_first"],
            "states_last": growth["n_last"],
            "growth_per_cent_a_year": 100 * growth["cagr"],
        }
    )
