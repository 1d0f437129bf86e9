"""What a gravity equation expects of any pair, and how surely, by the delta method."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import linalg, sparse  # type: ignore[import-untyped]
from scipy.sparse import csgraph  # type: ignore[import-untyped]

from analysis.trade.gravity.estimate import CLUSTER, OUTCOME, PoissonFit


def expected_flows(fit: PoissonFit, rows: pd.DataFrame) -> pd.DataFrame:
    """Return what the equation expects of pairs, in the estimation or not, with standard errors.

    Parameters
    ----------
    fit : PoissonFit
        From :func:`fit_ppml`.
    rows : pandas.DataFrame
        The columns of the regressors and effects.

    Returns
    -------
    pandas.DataFrame
        Index of ``rows``; ``expected`` in the unit of the outcome and ``log_std_error``, the
        standard error of its logarithm: the delta method on coefficients *and* effects, with the
        same clusters. NaN where an effect was not estimated.

    Notes
    -----
    With H the Hessian, S the sums of the scores by cluster and x the row, the variance of the
    logarithm is |S H⁻¹ x|² · G / (G − 1).
    """
    logs = rows[list(fit.regressors)].to_numpy("float64") @ fit.coefficients["estimate"].to_numpy()
    for column in fit.effects:
        logs = logs + rows[column].map(fit.levels[column]).to_numpy("float64")
    usable = ~np.isnan(logs)
    errors = np.full(len(rows), np.nan)
    if usable.any():
        sandwich = _Sandwich(fit)
        columns = sandwich.design.matrix(rows[usable]).T.toarray()
        # Not every row of a level that is implied by the others: its effect is zero there.
        errors[usable] = np.sqrt((sandwich.scores_at(columns) ** 2).sum(axis=0))
    return pd.DataFrame({"expected": np.exp(logs), "log_std_error": errors}, index=rows.index)


def sum_log_error(fit: PoissonFit, rows: pd.DataFrame) -> float:
    """Return the standard error of the logarithm of the sum of expected flows.

    Parameters
    ----------
    fit : PoissonFit
        From :func:`fit_ppml`.
    rows : pandas.DataFrame
        The columns of the regressors and effects; all effects have been estimated.

    Returns
    -------
    float
        By the delta method, with what the flows have in common: never more than the mean of their
        own errors, weighted by the flows.
    """
    mean = expected_flows(fit, rows)["expected"].to_numpy()
    sandwich = _Sandwich(fit)
    slope = sandwich.design.matrix(rows).T @ (mean / mean.sum())
    return float(np.sqrt((sandwich.scores_at(slope[:, None]) ** 2).sum()))


def covariance(fit: PoissonFit) -> np.ndarray:
    """Return the clustered covariance of the coefficients, from the full set of dummies.

    Parameters
    ----------
    fit : PoissonFit
        From :func:`fit_ppml`.

    Returns
    -------
    numpy.ndarray
        Square, in the order of ``fit.regressors``; the factor is G / (G − 1).
    """
    sandwich = _Sandwich(fit)
    scores = sandwich.scores_at(np.eye(len(sandwich.scale))[:, : len(fit.regressors)])
    return scores.T @ scores


class _Design:
    """The matrix of regressors and dummies, without the dummies that the others imply."""

    def __init__(self, fit: PoissonFit) -> None:
        self.fit = fit
        self.columns: dict[str, pd.Index] = {}
        for position, column in enumerate(fit.effects):
            levels = fit.levels[column].index
            if position == 1:
                levels = levels.difference(self._implied(), sort=True)
            self.columns[column] = levels

    def _implied(self) -> list[str]:
        """Return one level of the second effect for each connected set of rows."""
        first, second = (
            pd.Categorical(self.fit.frame[c], categories=self.fit.levels[c].index)
            for c in self.fit.effects
        )
        shape = (len(first.categories), len(second.categories))
        links = sparse.coo_matrix((np.ones(len(first)), (first.codes, second.codes)), shape)
        both = sparse.bmat([[None, links], [links.T, None]])
        _, label = csgraph.connected_components(both, directed=False)
        ends = pd.Series(second.categories).groupby(label[shape[0] :]).first()
        return ends.tolist()

    def matrix(self, rows: pd.DataFrame) -> sparse.csr_matrix:
        blocks = [sparse.csr_matrix(rows[list(self.fit.regressors)].to_numpy("float64"))]
        for column, levels in self.columns.items():
            code = levels.get_indexer(pd.Index(rows[column]))
            present = code >= 0
            entries = (np.ones(present.sum()), (np.flatnonzero(present), code[present]))
            blocks.append(sparse.csr_matrix(entries, shape=(len(rows), len(levels))))
        return sparse.csr_matrix(sparse.hstack(blocks))


class _Sandwich:
    """Hessian and clustered scores of a fit."""

    def __init__(self, fit: PoissonFit) -> None:
        self.design = _Design(fit)
        matrix = self.design.matrix(fit.frame)
        mean = fit.frame["fitted"].to_numpy()
        hessian = (matrix.T @ matrix.multiply(mean[:, None]).tocsr()).toarray()
        # Effects of large and small traders differ by powers of ten: scale before solving.
        self.scale = 1 / np.sqrt(np.diag(hessian))
        self.factor = linalg.cho_factor(hessian * np.outer(self.scale, self.scale))
        code, clusters = pd.factorize(fit.frame[CLUSTER], sort=True)
        shape = (len(clusters), len(mean))
        gather = sparse.csr_matrix((np.ones(len(mean)), (code, np.arange(len(mean)))), shape)
        error = fit.frame[OUTCOME].to_numpy("float64") - mean
        self.scores = gather @ matrix.multiply(error[:, None]).tocsr()
        self.adjust = np.sqrt(len(clusters) / (len(clusters) - 1))

    def scores_at(self, columns: np.ndarray) -> np.ndarray:
        """Return S H⁻¹ columns, adjusted: clusters × columns."""
        solved = linalg.cho_solve(self.factor, columns * self.scale[:, None])
        return self.adjust * (self.scores @ (solved * self.scale[:, None]))
