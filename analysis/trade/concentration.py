"""How concentrated trade is on few partners."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.contracts import STATES, YEARS, takes
from analysis.trade.series import AMOUNTS, BY_STATE, COUNT, complete_years


@takes(values=AMOUNTS)
def herfindahl(values: Sequence[float], *, normalised: bool = False) -> float:
    """Return the Herfindahl–Hirschman index of shares, Σ sᵢ².

    Parameters
    ----------
    values : sequence of float
        Trade with each partner, in any one unit. NaN are left out, not counted as zero.
    normalised : bool, default False
        Return (H − 1/n) / (1 − 1/n) instead, which is 0 for equal shares whatever n, n being the
        number of partners with a positive value.

    Returns
    -------
    float
        From 1/n (equal shares) to 1 (one partner); normalised from 0 to 1, and NaN for a single
        partner. NaN if nothing was traded.

    Raises
    ------
    MeasureError
        If a value is negative.

    References
    ----------
    A. O. Hirschman (1964), The paternity of an index, American Economic Review 54(5), 761-762.

    Examples
    --------
    >>> round(herfindahl([2, 1, 1]), 4), round(herfindahl([2, 1, 1], normalised=True), 4)
    (0.375, 0.0625)
    """
    shares = _shares(values)
    if not len(shares):
        return float("nan")
    index = float((shares**2).sum())
    if not normalised:
        return index
    n = len(shares)
    return float("nan") if n == 1 else max(0.0, (index - 1 / n) / (1 - 1 / n))


@takes(values=AMOUNTS, k=COUNT)
def concentration_ratio(values: Sequence[float], k: int) -> float:
    """Return the share of the k largest partners.

    Parameters
    ----------
    values : sequence of float
        Trade with each partner, in any one unit. NaN are left out.
    k : int
        Number of partners, one or more.

    Returns
    -------
    float
        A share from 0 to 1; 1 if there are no more than k partners, NaN if nothing was traded.

    Raises
    ------
    MeasureError
        If k is below one or a value is negative.

    Examples
    --------
    >>> concentration_ratio([5, 3, 2], 2)
    0.8
    """
    shares = _shares(values)
    return float(min(1.0, np.sort(shares)[::-1][:k].sum())) if len(shares) else float("nan")


def _shares(values: Sequence[float]) -> np.ndarray:
    """Return the shares of the positive values, which sum to one."""
    array = np.asarray(values, dtype="float64")
    array = array[~np.isnan(array)]
    if not array.any():
        return array[:0]
    # Scaled by the largest first: a sum of tiny or huge values keeps its precision.
    array = array[array > 0] / array.max()
    array = array[array > 0]
    return array / array.sum()


@takes(n_states=COUNT)
def leading_partners(n_states: int) -> int:
    """Return how many partners the concentration ratio counts: 12, or half of a small group.

    Parameters
    ----------
    n_states : int
        States looked at.

    Returns
    -------
    int
        12 for 24 states and more (the whole region); fewer than that would leave next to none.

    Examples
    --------
    >>> leading_partners(33), leading_partners(10), leading_partners(1)
    (12, 5, 1)
    """
    return min(12, max(1, n_states // 2))


@takes(by_state=BY_STATE, states=STATES, years=YEARS, k=COUNT)
def measure_concentration(
    by_state: pd.DataFrame,
    states: Sequence[str],
    years: Sequence[int],
    *,
    k: int | None = None,
) -> pd.DataFrame:
    """Return how concentrated the turnover is on few partners, by year.

    Parameters
    ----------
    by_state : pandas.DataFrame
        From :func:`flows_by_state`.
    states : sequence of str
        ISO3 codes of the partners to look at.
    years : sequence of int
        Years to show; a year without any figure has NaN.
    k : int, optional
        Partners in the top share. None takes the :func:`leading_partners`.

    Returns
    -------
    pandas.DataFrame
        One row a year: ``year, hhi, hhi_normalised, top_share, n_states, usual_share,
        is_comparable``.
    """
    leaders = leading_partners(len(states)) if k is None else k
    chosen = by_state[by_state["iso3"].isin(states)]
    value = "turnover_usd"
    frame = chosen.groupby("year").agg(
        hhi=(value, herfindahl),
        hhi_normalised=(value, lambda values: herfindahl(values, normalised=True)),
        top_share=(value, lambda values: concentration_ratio(values, leaders)),
        n_states=(value, "count"),
    )
    return complete_years(frame, chosen, states, years)


#: Partners in the ratios that are listed.
RATIOS = (1, 2, 4, 8, 12)


@takes(by_state=BY_STATE, states=STATES, years=YEARS)
def concentration_ratios(
    by_state: pd.DataFrame, states: Sequence[str], years: Sequence[int]
) -> pd.DataFrame:
    """Return the shares of the largest partners, per cent, in the first, middle and last years.

    Parameters
    ----------
    by_state : pandas.DataFrame
        From :func:`analysis.trade.flows_by_state`.
    states : sequence of str
        Partners to look at.
    years : sequence of int
        Years; those that are comparable count.

    Returns
    -------
    pandas.DataFrame
        ``partners, first_comparable, median, last_comparable, lowest, highest``, a row each of
        :data:`RATIOS` that is below the number of partners.
    """
    rows = []
    for k in [k for k in RATIOS if k < max(2, len(states))]:
        frame = measure_concentration(by_state, states, years, k=k)
        shares = 100 * frame.loc[frame["is_comparable"], "top_share"].dropna()
        if len(shares):
            ends = shares.iloc[0], shares.median(), shares.iloc[-1]
            rows.append((k, *ends, shares.min(), shares.max()))
    names = ["partners", "first_comparable", "median", "last_comparable", "lowest", "highest"]
    return pd.DataFrame(rows, columns=names)
