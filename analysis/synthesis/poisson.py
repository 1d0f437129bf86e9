"""Poisson pseudo-maximum likelihood with fixed effects: for trade and arms, whose zeros count."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats  # type: ignore[import-untyped]

from analysis.contracts import Frame, Number, check
from analysis.synthesis.within import FEWEST_STATES, TooLittleError, extend, take_out_means

_STEPS = 200
_TOLERANCE = 1e-12


@dataclass(frozen=True)
class Poisson:
    """Effects on the logarithm of an expected value, states and years held fixed.

    Parameters
    ----------
    effects : pandas.DataFrame
        By cause: ``coefficient`` (change of the log of the expected value per unit),
        ``standard_error`` (clustered, CRV1), ``low``, ``high`` (95 %, Student's t with as many
        degrees as the fewest clusters less one) and ``p_value``.
    n_observations, n_states : int
        What is left once those that a fixed effect explains alone are taken out: a state that
        never had any trade or arms says nothing about when.
    n_separated : int
        Rows left out for that reason.
    score_p_value : float
        Of the first cause, by the score bootstrap; missing where it was not asked for.
    collinear : tuple of str
        Causes that the fixed effects or other causes already determine.
    """

    effects: pd.DataFrame
    n_observations: int
    n_states: int
    n_separated: int
    score_p_value: float
    collinear: tuple[str, ...]


def estimate_poisson(
    frame: pd.DataFrame,
    outcome: str,
    causes: Sequence[str],
    fixed: Sequence[str] = ("iso3", "year"),
    weights: pd.DataFrame | None = None,
    clusters: Sequence[str] = ("iso3",),
) -> Poisson:
    """Estimate by Poisson pseudo-maximum likelihood with fixed effects.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns ``iso3``, the outcome (zero or more), the causes and the fixed effects; rows with
        gaps are left out.
    outcome : str
        Name of a column in any unit: a factor changes nothing but the fixed effects.
    causes : sequence of str
        Names of columns; the first one is tested by the score bootstrap.
    fixed : sequence of str, optional
        Columns whose every value has an effect of its own.
    weights : pandas.DataFrame, optional
        From :func:`analysis.synthesis.draw_weights`, for the score bootstrap. None skips it.
    clusters : sequence of str, optional
        Columns within whose values the errors may depend on each other: states, or states and
        years where a cause is the same for all states of a year.

    Returns
    -------
    Poisson
        The estimate.

    Raises
    ------
    TooLittleError
        If fewer than three states are left, or nothing of the causes.
    MeasureError
        If a column is missing or the outcome is negative somewhere.

    References
    ----------
    J. M. C. Santos Silva, S. Tenreyro (2006), The log of gravity, Review of Economics and
    Statistics 88(4), 641-658, doi:10.1162/rest.88.4.641. S. Correia, P. Guimarães, T. Zylkin
    (2019), Verifying the existence of maximum likelihood estimates for generalized linear models,
    arXiv:1903.01633 (rows that a fixed effect separates). P. Kline, A. Santos (2012), A score
    based approach to wild bootstrap inference, Journal of Econometric Methods 1(1), 23-41,
    doi:10.1515/2156-6674.1006.
    """
    # The compiled parts are slow to load and needed here alone.
    import pyfixest

    names = list(dict.fromkeys(["iso3", *clusters, *fixed, outcome, *causes]))
    needed = Frame(*names, rules={outcome: Number(at_least=0)})
    check("estimate_poisson", {"frame": frame}, frame=needed)
    rows = frame[names].dropna().sort_values(list(dict.fromkeys(["iso3", *fixed])))
    rows = rows.reset_index(drop=True)
    given = len(rows)
    rows = _drop_empty(rows, outcome, fixed)
    # Large numbers (dollars) and small ones take the same number of steps.
    rows[outcome] = rows[outcome] / (rows[outcome].mean() if len(rows) else 1)
    states = rows["iso3"].nunique()
    if states < FEWEST_STATES:
        raise TooLittleError(
            f"{states} state(s) have any {outcome} together with {', '.join(causes)}; "
            f"it takes {FEWEST_STATES}"
        )
    free = _independent(rows, causes, fixed)
    if not free:
        raise TooLittleError(
            f"{', '.join(causes)} do(es) not vary beyond the fixed effects ({', '.join(fixed)})"
        )
    with warnings.catch_warnings():
        # It warns of rows that fixed effects explain alone; they are counted below.
        warnings.simplefilter("ignore")
        try:
            model = pyfixest.fepois(
                f"{outcome} ~ {' + '.join(free)} | {' + '.join(fixed)}",
                rows,
                vcov={"CRV1": "+".join(clusters)},
                iwls_maxiter=_STEPS,
                # At the usual tolerances the errors hang on the machine from the sixth digit on.
                iwls_tol=_TOLERANCE,
                demeaner=pyfixest.MapDemeaner(fixef_tol=_TOLERANCE),
            )
            coefficients, errors = model.coef(), model.se()
        except (RuntimeError, ValueError, np.linalg.LinAlgError) as error:
            raise TooLittleError(f"the likelihood of {outcome} has no maximum: {error}") from error
    if coefficients.empty or not np.isfinite(coefficients.to_numpy()).all():
        raise TooLittleError(f"the likelihood of {outcome} has no maximum in {', '.join(free)}")
    used = model._data
    n_states = int(used["iso3"].nunique())
    free_degrees = min(int(used[name].nunique()) for name in clusters) - 1
    quantile = stats.t.ppf(0.975, free_degrees)
    effects = pd.DataFrame({"coefficient": coefficients, "standard_error": errors}).reindex(free)
    effects["low"] = effects["coefficient"] - quantile * effects["standard_error"]
    effects["high"] = effects["coefficient"] + quantile * effects["standard_error"]
    t = (effects["coefficient"] / effects["standard_error"]).abs()
    effects["p_value"] = 2 * stats.t.sf(t, free_degrees)
    score = float("nan")
    if weights is not None and causes[0] in free:
        score = _score_p_value(used, outcome, free, fixed, weights)
    return Poisson(
        effects=effects.rename_axis("cause"),
        n_observations=len(used),
        n_states=n_states,
        n_separated=given - len(used),
        score_p_value=score,
        collinear=tuple(name for name in causes if name not in free),
    )


def _drop_empty(rows: pd.DataFrame, outcome: str, fixed: Sequence[str]) -> pd.DataFrame:
    """Leave out fixed effects with nothing but zeros, or a single row, until there are none."""
    while True:
        keep = pd.Series(True, index=rows.index)
        for name in fixed:
            groups = rows.groupby(name)[outcome]
            keep &= (groups.transform("sum") > 0) & (groups.transform("size") > 1)
        if keep.all():
            return rows.copy()
        rows = rows[keep]


def write_dummies(rows: pd.DataFrame, fixed: Sequence[str]) -> np.ndarray:
    """Return a column of 0 and 1 for every value of every fixed effect.

    Parameters
    ----------
    rows : pandas.DataFrame
        Holds the columns of fixed effects.
    fixed : sequence of str
        Columns whose every value has an effect of its own.

    Returns
    -------
    numpy.ndarray, shape (rows, values)
        The columns.
    """
    return pd.get_dummies(rows[list(fixed)].astype(str), dtype="float64").to_numpy()


def _project(values: np.ndarray, design: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Return what the design gives of the values, by least squares with weights."""
    root = np.sqrt(weight)[:, None]
    return design @ np.linalg.lstsq(design * root, values * root, rcond=1e-12)[0]


def _independent(rows: pd.DataFrame, causes: Sequence[str], fixed: Sequence[str]) -> list[str]:
    """Return the causes that the fixed effects and earlier causes do not determine."""
    raw = rows[list(causes)].to_numpy(dtype="float64")
    centred = raw - raw.mean(axis=0)
    # Enough to tell what is left from nothing; the estimate itself does not rest on it.
    values = take_out_means(centred, rows, fixed, 1e-7)
    kept = extend(np.empty((len(rows), 0)), values, (centred**2).sum(axis=0), 1e-6)[1]
    return [name for name, is_free in zip(causes, kept, strict=True) if is_free]


def _score_p_value(
    used: pd.DataFrame,
    outcome: str,
    causes: Sequence[str],
    fixed: Sequence[str],
    weights: pd.DataFrame,
) -> float:
    """Turn round the states' scores of the first cause, at the fit in which it has no effect."""
    y = used[outcome].to_numpy(dtype="float64")
    design = write_dummies(used, fixed)
    if len(causes) > 1:
        others = used[list(causes[1:])].to_numpy(dtype="float64")
        spread = others.std(axis=0)
        centred = (others - others.mean(axis=0)) / np.where(spread > 0, spread, 1)
        design = np.hstack([design, centred])
    mu = (y + y.mean()) / 2
    eta = np.log(mu)
    for _ in range(_STEPS):
        working = eta + (y - mu) / mu
        fitted = np.clip(_project(working[:, None], design, mu)[:, 0], -30, 30)
        moved = np.abs(fitted - eta).max()
        eta, mu = fitted, np.exp(fitted)
        if moved < 1e-9:
            break
    cause = used[[causes[0]]].to_numpy(dtype="float64")
    free = (cause - _project(cause, design, mu))[:, 0]
    states, place = np.unique(used["iso3"].to_numpy(dtype=str), return_inverse=True)
    scores = np.bincount(place, free * (y - mu), minlength=len(states))
    drawn = np.abs(weights[list(states)].to_numpy() @ scores)
    return float((1 + (drawn >= abs(scores.sum()) * (1 - 1e-9)).sum()) / (1 + len(drawn)))
