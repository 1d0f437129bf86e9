"""The same flow as both sides report it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.contracts import FLOWS, Frame, Number, takes
from analysis.trade.series import (
    AMOUNTS,
    COMPARABLE_SHARE,
    COUNT,
    Reports,
    by_counterpart,
    largest_first,
)

#: Insurance and freight add about this much between an exporter's and an importer's border.
CIF_FOB = 1.06

FREIGHT_FACTOR = Number(at_least=1)
MIRRORED = Frame(
    "iso3", "year", "flow", "exporter_reports_usd", "importer_reports_usd", "gap_usd", key=3
)


@takes(exporter_reports=AMOUNTS, importer_reports=AMOUNTS)
def asymmetry(exporter_reports: float, importer_reports: float) -> float:
    """Return the mirror asymmetry (X − M) / (X + M) of one flow reported twice.

    Parameters
    ----------
    exporter_reports, importer_reports : float
        The same flow as the exporter (X) and the importer (M) report it, same unit.

    Returns
    -------
    float
        From −1 (only the importer sees it) to 1 (only the exporter does). About −0.03 is what
        freight alone makes. NaN if one is missing or both are zero.

    References
    ----------
    G. Gaulier and S. Zignago (2010), BACI, CEPII Working Paper 2010-23.

    Examples
    --------
    >>> asymmetry(3, 1)
    0.5
    """
    total = exporter_reports + importer_reports
    return (exporter_reports - importer_reports) / total if total > 0 else float("nan")


@takes(exporter_reports=AMOUNTS, importer_reports=AMOUNTS, cif_fob=FREIGHT_FACTOR)
def reconcile(exporter_reports: float, importer_reports: float, cif_fob: float = CIF_FOB) -> float:
    """Return one FOB estimate of a flow reported twice: the mean of X and M / cif_fob.

    Parameters
    ----------
    exporter_reports : float
        X, valued FOB. NaN if missing.
    importer_reports : float
        M, valued CIF, same unit. NaN if missing.
    cif_fob : float, default 1.06
        Ratio of CIF to FOB values, 1 if the importer reports FOB.

    Returns
    -------
    float
        The mean; the one that exists if the other is missing; NaN if both are.

    References
    ----------
    G. Gaulier and S. Zignago (2010), BACI, CEPII Working Paper 2010-23, who weight the two by
    each reporter's reliability; equal weights are the simplest case.

    Examples
    --------
    >>> reconcile(100, 106), reconcile(float("nan"), 106)
    (100.0, 100.0)
    """
    pair = np.array([exporter_reports, importer_reports / cif_fob])
    known = pair[~np.isnan(pair)]
    return float(known.mean()) if len(known) else float("nan")


@takes(bilateral=Reports("valuation"), cif_fob=FREIGHT_FACTOR)
def mirror_reports(bilateral: pd.DataFrame, *, cif_fob: float = CIF_FOB) -> pd.DataFrame:
    """Set the two reports of every flow side by side.

    Parameters
    ----------
    bilateral : pandas.DataFrame
        Rows of ``trade/bilateral`` of one partner, ``valuation`` among its columns.
    cif_fob : float, default 1.06
        What freight makes of a value, for the reconciled figure.

    Returns
    -------
    pandas.DataFrame
        One row a state, year and flow that both sides reported: ``iso3, year, flow,
        exporter_reports_usd, importer_reports_usd, gap_usd`` (exporter minus importer),
        ``ratio`` (importer / exporter; NaN if the exporter reports zero), ``asymmetry`` and
        ``reconciled_usd`` (freight taken off unless the importer reports FOB). Flows that one side
        alone reported are not in it.
    """
    keys = ["iso3", "year", "flow"]
    exporter, importer = (bilateral[rows].set_index(keys) for rows in by_side(bilateral))
    columns = {"x": exporter["value_usd"], "m": importer["value_usd"]}
    both = pd.concat(columns, axis=1, join="inner").astype("float64").sort_index()
    is_fob = (importer["valuation"] == "fob").reindex(both.index).to_numpy()
    both = both.reset_index()
    x, m = both["x"], both["m"]
    freight = np.where(is_fob, 1.0, cif_fob)
    return both[keys].assign(
        exporter_reports_usd=x,
        importer_reports_usd=m,
        gap_usd=x - m,
        ratio=m / x.where(x > 0),
        asymmetry=[asymmetry(*pair) for pair in zip(x, m, strict=True)],
        reconciled_usd=[reconcile(*each) for each in zip(x, m, freight, strict=True)],
    )


def by_side(bilateral: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return for each report whether the exporter made it, and whether the importer did."""
    is_importer = by_counterpart(bilateral) == (bilateral["flow"] == FLOWS[0])
    return ~is_importer, is_importer


@takes(mirrored=MIRRORED)
def mirror_by_year(mirrored: pd.DataFrame) -> pd.DataFrame:
    """Sum the flows that both sides reported, by year and flow.

    Parameters
    ----------
    mirrored : pandas.DataFrame
        From :func:`mirror_reports`.

    Returns
    -------
    pandas.DataFrame
        Columns ``year, flow, exporter_reports_usd, importer_reports_usd, n_states, ratio,
        asymmetry, is_comparable``; a year is comparable if it holds at least half as many states
        (:data:`analysis.trade.series.COMPARABLE_SHARE`) as the fullest year of the same flow.
    """
    groups = mirrored.groupby(["year", "flow"])
    sums = groups[["exporter_reports_usd", "importer_reports_usd"]].sum()
    sums = sums.assign(n_states=groups["iso3"].nunique()).reset_index()
    x, m = sums["exporter_reports_usd"], sums["importer_reports_usd"]
    most = sums.groupby("flow")["n_states"].transform("max")
    return sums.assign(
        ratio=m / x.where(x > 0),
        asymmetry=[asymmetry(*pair) for pair in zip(x, m, strict=True)],
        is_comparable=sums["n_states"] >= COMPARABLE_SHARE * most,
    )


@takes(mirrored=MIRRORED, n=COUNT)
def largest_gaps(mirrored: pd.DataFrame, n: int = 15) -> pd.DataFrame:
    """Return each state's largest mirror gap, for the states where it is largest.

    Parameters
    ----------
    mirrored : pandas.DataFrame
        From :func:`mirror_reports`.
    n : int, default 15
        States to return at most.

    Returns
    -------
    pandas.DataFrame
        Rows of ``mirrored``, one a state, by falling size of the gap.
    """
    order = largest_first(mirrored, "gap_usd", "iso3", "year", "flow")
    return order.drop_duplicates("iso3").head(n).reset_index(drop=True)
