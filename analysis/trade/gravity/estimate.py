"""Poisson pseudo-maximum likelihood with fixed effects."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy import stats  # type: ignore[import-untyped]

from analysis.contracts import LABEL, Contract, Frame, Number, check
from analysis.errors import MeasureError

#: Columns of the panel: the flow, and both states in either order.
OUTCOME, CLUSTER = "export_usd", "pair"

_TOLERANCE = 1e-12
_MOST_SWEEPS = 20_000


@dataclass(frozen=True)
class PoissonFit:
    """A gravity equation estimated by PPML.

    Parameters
    ----------
    coefficients : pandas.DataFrame
        Index ``term``; ``estimate``, ``std_error`` (clustered).
    regressors, effects : tuple of str
        Columns of the panel: those with a coefficient, and those with one effect a level.
    frame : pandas.DataFrame
        The rows that were estimated on, with ``fitted`` in the unit of the outcome.
    levels : dict
        Column of effects → level → log of its effect.
    n_separated : int
        Rows left out because all flows of their exporter or importer and year are zero, so that
        the likelihood has no maximum for that effect.
    """

    coefficients: pd.DataFrame
    regressors: tuple[str, ...]
    effects: tuple[str, ...]
    frame: pd.DataFrame = field(repr=False)
    levels: dict[str, pd.Series] = field(repr=False)
    n_separated: int = 0

    @property
    def n(self) -> int:
        """Rows."""
        return len(self.frame)

    @property
    def n_clusters(self) -> int:
        """Clusters (pairs of states)."""
        return int(self.frame[CLUSTER].nunique())

    @property
    def n_zero(self) -> int:
        """Rows with a flow of zero."""
        return int((self.frame[OUTCOME] == 0).sum())

    @property
    def squared_correlation(self) -> float:
        """Squared correlation of actual and fitted flows, the R² of Santos Silva and Tenreyro."""
        return float(np.corrcoef(self.frame[OUTCOME], self.frame["fitted"])[0, 1] ** 2)

    @property
    def pseudo_r2(self) -> float:
        """Share of the deviance from a common mean that the equation takes away."""
        actual, fitted = (self.frame[name].to_numpy() for name in (OUTCOME, "fitted"))
        common = np.full(actual.size, actual.mean())
        return 1 - _deviance(actual, fitted) / _deviance(actual, common)


def fit_ppml(
    panel: pd.DataFrame,
    regressors: Sequence[str],
    effects: Sequence[str] = ("exporter_year", "importer_year"),
) -> PoissonFit:
    """Estimate E[flow] = exp(effects + regressors · β) by Poisson pseudo-maximum likelihood.

    Parameters
    ----------
    panel : pandas.DataFrame
        From :func:`analysis.trade.gravity.gravity_panel`. Zeros of its flow, :data:`OUTCOME`,
        stay in; both directions of a pair are one cluster, :data:`CLUSTER`.
    regressors : sequence of str
        Columns with a coefficient each.
    effects : sequence of str
        One or two columns with one effect a level.

    Returns
    -------
    PoissonFit
        Coefficients, standard errors clustered with the factor G / (G − 1), effects, fitted flows.

    Raises
    ------
    MeasureError
        If the panel is empty or lacks a column, a value is missing, infinite or no number, a flow
        is negative, a regressor is collinear with the effects, or the estimate did not converge.

    Notes
    -----
    The coefficients are pyfixest's. Given them, the effects solve the two sets of adding-up
    conditions (each exporter's and importer's fitted flows sum to its actual ones), which are
    iterated to a relative error of 1e-12.

    References
    ----------
    Santos Silva and Tenreyro (2006), The Log of Gravity, Review of Economics and Statistics 88(4),
    641-658, doi:10.1162/rest.88.4.641; Fally (2015), Structural gravity and fixed effects, Journal
    of International Economics 97(1), 76-85, doi:10.1016/j.jinteco.2015.05.005; Correia, Guimarães
    and Zylkin (2020), Fast Poisson estimation with high-dimensional fixed effects, Stata Journal
    20(1), 95-115, doi:10.1177/1536867X20909691.
    """
    import pyfixest

    regressors, effects = tuple(regressors), tuple(effects)
    if panel.empty:
        raise MeasureError("a gravity equation cannot be estimated on no rows")
    if not 1 <= len(effects) <= 2:
        raise MeasureError(f"one or two columns of effects are estimated, not {len(effects)}")
    numeric = panel.select_dtypes("number").columns
    rules: dict[str, Contract] = {
        **dict.fromkeys(regressors, Number()), OUTCOME: Number(at_least=0),
        **{each: Number() if each in numeric else LABEL for each in (*effects, CLUSTER)},
    }  # fmt: skip
    check("fit_ppml", {"panel": panel}, panel=Frame(*rules, present=list(rules), rules=rules))
    kept = drop_separated(panel, effects, OUTCOME)
    # The unit of the flow changes the effects only; near one it is kindest to the iteration.
    scaled = kept.assign(scaled_outcome=kept[OUTCOME] / float(kept[OUTCOME].mean()))
    formula = f"scaled_outcome ~ {' + '.join(regressors)} | {' + '.join(effects)}"
    with warnings.catch_warnings():
        # It warns of the tolerance's old name; the new one differs between its releases.
        warnings.simplefilter("ignore")
        fitted = pyfixest.fepois(
            formula, scaled, vcov={"CRV1": CLUSTER}, ssc=pyfixest.ssc(k_adj=False, G_adj=True),
            fixef_rm="none", iwls_tol=1e-10, fixef_tol=1e-8, iwls_maxiter=100, store_data=False,
        )  # fmt: skip
    if not fitted.convergence:
        raise MeasureError("the Poisson estimate did not converge; a regressor may separate zeros")
    found = fitted.coef().reindex(list(regressors))
    if found.isna().any():
        names = ", ".join(found.index[found.isna()])
        raise MeasureError(f"{names}: cannot be told apart from the effects {', '.join(effects)}")
    errors = fitted.se().reindex(list(regressors))
    coefficients = pd.DataFrame({"estimate": found, "std_error": errors}).rename_axis("term")
    levels, means = _solve_effects(kept, regressors, effects, found.to_numpy())
    n_separated = len(panel) - len(kept)
    kept = kept.assign(fitted=means)
    return PoissonFit(coefficients, regressors, effects, kept, levels, n_separated)


def drop_separated(panel: pd.DataFrame, effects: Sequence[str], outcome: str) -> pd.DataFrame:
    """Leave out levels of the effects whose flows are all zero, until there are none.

    Parameters
    ----------
    panel : pandas.DataFrame
        Rows.
    effects : sequence of str
        Columns of the effects.
    outcome : str
        Column of the flow.

    Returns
    -------
    pandas.DataFrame
        The rows left. An effect of a level without any flow is minus infinity: it fits its rows
        perfectly and says nothing of the coefficients.

    Raises
    ------
    MeasureError
        If no row with a flow is left.

    Examples
    --------
    >>> rows = pd.DataFrame({"who": ["A", "A", "B"], "flow": [1.0, 0.0, 0.0]})
    >>> drop_separated(rows, ["who"], "flow")["who"].tolist()
    ['A', 'A']
    """
    kept = panel
    while True:
        alive = pd.Series(True, index=kept.index)
        for column in effects:
            alive &= kept[outcome].groupby(kept[column]).transform("sum") > 0
        if alive.all():
            break
        kept = kept[alive]
    if kept.empty:
        raise MeasureError("all flows are zero: there is nothing to estimate")
    return kept.reset_index(drop=True)


def reset_test(fit: PoissonFit) -> tuple[float, float]:
    """Test the form of the equation: add the squared linear index, and see whether it matters.

    Parameters
    ----------
    fit : PoissonFit
        From :func:`fit_ppml`.

    Returns
    -------
    statistic, p_value : float
        z of the added term, clustered, and its two-sided p-value. A small p-value says that the
        form is not right, not which one would be.

    References
    ----------
    Ramsey (1969), Tests for specification errors, Journal of the Royal Statistical Society B
    31(2), 350-371; as in Santos Silva and Tenreyro (2006), doi:10.1162/rest.88.4.641.
    """
    index = np.log(fit.frame["fitted"])
    # Centred and scaled, so that the square is not the index itself in other clothes.
    square = ((index - index.mean()) / index.std()) ** 2
    frame, regressors = fit.frame.assign(squared_index=square), [*fit.regressors, "squared_index"]
    row = fit_ppml(frame, regressors, fit.effects).coefficients.iloc[-1]
    z = float(np.divide(row["estimate"], row["std_error"]))
    return z, float(2 * stats.norm.sf(abs(z)))


def _deviance(actual: np.ndarray, mean: np.ndarray) -> float:
    with np.errstate(divide="ignore", invalid="ignore"):
        log_part = np.where(actual > 0, actual * np.log(actual / mean), 0.0)
    return float(2 * np.sum(log_part - (actual - mean)))


def _solve_effects(
    frame: pd.DataFrame, regressors: Sequence[str], effects: Sequence[str], beta: np.ndarray
) -> tuple[dict[str, pd.Series], np.ndarray]:
    """Return the logs of the effects and the fitted flows, given the coefficients."""
    base = np.exp(frame[list(regressors)].to_numpy("float64") @ beta)
    actual = frame[OUTCOME].to_numpy("float64")
    codes, names = zip(*(pd.factorize(frame[each], sort=True) for each in effects), strict=True)
    totals = [np.bincount(code, actual) for code in codes]
    sizes = [np.ones(len(level)) for level in names]
    for _ in range(_MOST_SWEEPS):
        change = 0.0
        for position, code in enumerate(codes):
            rest = base
            for other, other_code in enumerate(codes):
                if other != position:
                    rest = rest * sizes[other][other_code]
            new = totals[position] / np.bincount(code, rest)
            change = max(change, float(np.max(np.abs(new / sizes[position] - 1))))
            sizes[position] = new
        if change < _TOLERANCE:
            break
    else:
        raise MeasureError("the effects of exporters and importers did not converge")
    means = base
    for code, size in zip(codes, sizes, strict=True):
        means = means * size[code]
    logs = {
        column: pd.Series(np.log(size), index=pd.Index(level, name=column))
        for column, size, level in zip(effects, sizes, names, strict=True)
    }
    return logs, means
