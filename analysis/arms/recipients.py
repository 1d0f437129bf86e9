"""A supplier's exports: rank of its recipients, and the place of a region."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.arms.suppliers import inside, rank_in_windows
from analysis.contracts import SPAN, SPANS, STATES, Frame, takes

_EXPORTS = Frame("iso3", "year", "tiv_million", key=2, present=("tiv_million",))


@takes(exports=_EXPORTS, spans=SPANS, covered=SPAN)
def recipient_ranks(
    exports: pd.DataFrame,
    spans: Sequence[tuple[int, int]],
    covered: tuple[int, int] | None = None,
) -> pd.DataFrame:
    """Rank the recipients of one supplier in each window.

    Parameters
    ----------
    exports : pandas.DataFrame
        Columns ``iso3``, ``year``, ``tiv_million``: all recipients of the supplier.
    spans : sequence of (int, int)
        First and last year of each window; windows may overlap.
    covered : (int, int), optional
        First and last year that the table covers. None: those of its first and last row.

    Returns
    -------
    pandas.DataFrame
        One row a window and recipient, the largest first: ``first_year``, ``last_year``,
        ``iso3``, ``tiv_million``, ``share`` (0 to 1, of the supplier's exports), ``rank`` (1:
        largest; equal volumes share the better rank). A window without exports has no rows.

    Raises
    ------
    MeasureError
        If the frame breaks its contract or a window reaches beyond the years that the table covers.

    Examples
    --------
    >>> rows = pd.DataFrame({"iso3": ["IND", "VEN"], "year": 2013,
    ...                      "tiv_million": [3750.25, 883.04]})
    >>> recipient_ranks(rows, [(2013, 2013)])[["iso3", "rank"]].values.tolist()
    [['IND', 1], ['VEN', 2]]
    """
    return rank_in_windows(exports, "iso3", spans, covered)


@takes(exports=_EXPORTS, states=STATES, spans=SPANS, covered=SPAN)
def region_share(
    exports: pd.DataFrame,
    states: Sequence[str],
    spans: Sequence[tuple[int, int]],
    covered: tuple[int, int] | None = None,
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
    covered : (int, int), optional
        First and last year that the table covers. None: those of its first and last row.

    Returns
    -------
    pandas.DataFrame
        One row a window: ``first_year``, ``last_year``, ``tiv_million`` (to the states),
        ``total_tiv_million``, ``share`` (0 to 1; missing if nothing was exported) and
        ``recipients`` (how many of the states received anything).

    Raises
    ------
    MeasureError
        If the frame breaks its contract or a window reaches beyond the years that the table covers.

    Examples
    --------
    >>> rows = pd.DataFrame({"iso3": ["IND", "VEN"], "year": 2013, "tiv_million": [75.0, 25.0]})
    >>> region_share(rows, ["VEN"], [(2013, 2013)])["share"].tolist()
    [0.25]
    """
    rows = []
    for first, last in spans:
        window = inside(exports, first, last, covered)
        own = window[window["iso3"].isin(states) & (window["tiv_million"] > 0)]
        volume, total = float(own["tiv_million"].sum()), float(window["tiv_million"].sum())
        share = volume / total if total > 0 else float("nan")
        rows.append((first, last, volume, total, share, own["iso3"].nunique()))
    columns = ["first_year", "last_year", "tiv_million", "total_tiv_million", "share", "recipients"]
    return pd.DataFrame(rows, columns=columns)
