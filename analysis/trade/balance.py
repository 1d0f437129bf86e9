"""The balance of trade as a share of turnover."""

from __future__ import annotations

import pandas as pd

from analysis.contracts import Frame, Number, takes
from analysis.trade.series import FLOWS

_BOTH = [f"{flow}_usd" for flow in FLOWS]


@takes(totals=Frame("year", *_BOTH, "is_comparable", key=1), length=Number(1, 20, is_whole=True))
def normalise_balance(totals: pd.DataFrame, length: int = 1) -> pd.DataFrame:
    r"""Return exports minus imports over their sum, in trailing periods of comparable years.

    .. math:: b_t = \frac{\sum_{k<l} (x_{t-k} - m_{t-k})}{\sum_{k<l} (x_{t-k} + m_{t-k})}

    Parameters
    ----------
    totals : pandas.DataFrame
        From :func:`yearly_totals`: each year once, in order.
    length : int, optional
        Years in a period, :math:`l`, the year itself included; 1 to 20.

    Returns
    -------
    pandas.DataFrame
        ``year`` and ``normalised_balance``, from −1 (the states only buy) to 1 (they only sell);
        missing where a year of the period is not comparable or is not there.

    Raises
    ------
    MeasureError
        If columns are missing, a year stands twice, or the length is not allowed.

    References
    ----------
    M. Mikic and J. Gilbert (2009), *Trade Statistics in Policymaking*, UN ESCAP: normalized trade
    balance.

    Examples
    --------
    >>> totals = pd.DataFrame({"year": [2000, 2001], "exports_usd": [3.0, 1.0],
    ...                        "imports_usd": [1.0, 3.0], "is_comparable": True})
    >>> normalise_balance(totals)["normalised_balance"].tolist()
    [0.5, -0.5]
    >>> normalise_balance(totals, 2)["normalised_balance"].tolist()
    [nan, 0.0]
    """
    span = (totals["year"].min(), totals["year"].max() + 1) if len(totals) else (0,)
    years = range(*map(int, span))
    whole = totals[totals["is_comparable"].astype(bool)].set_index("year")[_BOTH].reindex(years)
    # Not pandas' running sums, which carry rounding from year to year.
    sums = sum((whole.shift(lag) for lag in range(1, length)), start=whole)
    sold, bought = (sums[column] for column in _BOTH)
    found = ((sold - bought) / (sold + bought)).reindex(totals["year"])
    return found.rename("normalised_balance").reset_index()
