"""A linear effect within states and years, with errors made for few clusters.

The same numbers as a regression with a dummy for every state and year; written as sums over
states, so that thousands of bootstrap samples cost a product of matrices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats  # type: ignore[import-untyped]

from analysis.contracts import Frame, Number, check, takes
from analysis.errors import MeasureError

#: Seed of the bootstrap's weights.
SEED = 20_260_101
#: A variable is taken as fixed by the others if less of its square than this is left.
_TOLERANCE = 1e-10
FEWEST_STATES = 3


class TooLittleError(MeasureError):
    """The sample cannot carry the estimate: too few states, or nothing varies within them."""


@dataclass(frozen=True)
class Within:
    """A linear effect of one cause on one outcome within states and years.

    Parameters
    ----------
    states : numpy.ndarray of str, shape (G,)
        The states (clusters), sorted.
    n_observations, n_years : int
        Size of the sample.
    coefficient : float
        Units of the outcome per unit of the cause.
    partial_correlation : float
        Of outcome and cause, once states, years and controls are taken out of both; -1 to 1.
    collinear : tuple of str
        Controls that states, years and other controls already fix; they are left out.

    Notes
    -----
    With the residuals x̃ and ỹ of cause and outcome on state and year effects and controls (the
    theorem of Frisch, Waugh and Lovell), the coefficient is Σ x̃ỹ / Σ x̃².
    """

    states: np.ndarray
    n_observations: int
    n_years: int
    coefficient: float
    partial_correlation: float
    collinear: tuple[str, ...]
    _cause_squares: np.ndarray  # of each state, shape (G,)
    _products: np.ndarray  # cause times outcome, of each state, shape (G,)
    _cause_loadings: np.ndarray  # on the years and controls, shape (G, P)
    _outcome_on_basis: np.ndarray  # shape (G, P)
    _to_correlation: float
    _n_free: int
    _jackknife: np.ndarray

    @property
    def n_states(self) -> int:
        """Number of states (clusters)."""
        return len(self.states)

    @property
    def standard_error(self) -> float:
        """Standard error by the jackknife over states (CRV3), in the coefficient's units.

        References
        ----------
        J. G. MacKinnon, M. Ø. Nielsen, M. D. Webb (2023), Cluster-robust inference: a guide to
        empirical practice, Journal of Econometrics 232(2), 272-299,
        doi:10.1016/j.jeconom.2022.04.001.
        """
        G = self.n_states
        return float(np.sqrt((G - 1) / G * ((self._jackknife - self.coefficient) ** 2).sum()))

    @property
    def standard_error_crv1(self) -> float:
        """Usual standard error clustered by state (CRV1), with its small-sample factor."""
        scores = self._products - self.coefficient * self._cause_squares
        G, N = self.n_states, self.n_observations
        factor = G / (G - 1) * (N - 1) / (N - self._n_free)
        return float(np.sqrt(factor * (scores**2).sum()) / self._cause_squares.sum())

    @property
    def effective_states(self) -> float:
        """Effective number of states: that many equal ones would carry the same information.

        References
        ----------
        A. V. Carter, K. T. Schnepel, D. G. Steigerwald (2017), Asymptotic behavior of a t-test
        robust to cluster heterogeneity, Review of Economics and Statistics 99(4), 698-709,
        doi:10.1162/REST_a_00639; here with the partial leverage of each state.
        """
        leverage = self._cause_squares / self._cause_squares.sum()
        spread = ((leverage * self.n_states - 1) ** 2).mean()
        return float(self.n_states / (1 + spread))

    @property
    def most_influential(self) -> str:
        """State without which the coefficient moves most."""
        return str(self.states[np.abs(self._jackknife - self.coefficient).argmax()])

    @property
    def without_most_influential(self) -> float:
        """Coefficient without that state."""
        return float(self._jackknife[np.abs(self._jackknife - self.coefficient).argmax()])

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """Return the interval by the jackknife error and Student's t with G - 1 degrees."""
        width = stats.t.ppf((1 + level) / 2, self.n_states - 1) * self.standard_error
        return self.coefficient - width, self.coefficient + width

    def bootstrap(self, weights: np.ndarray, null: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
        """Return estimates and t-values of samples in which the effect is the null's.

        Parameters
        ----------
        weights : numpy.ndarray, shape (B, G)
            +1 or -1 for each sample and state, states in the order of :attr:`states`.
        null : float, optional
            The effect under the null hypothesis.

        Returns
        -------
        tuple of numpy.ndarray, each of shape (B,)
            Partial correlations around the null, and t-values with the CRV1 error, without its
            small-sample factor.

        References
        ----------
        A. C. Cameron, J. B. Gelbach, D. L. Miller (2008), Bootstrap-based improvements for
        inference with clustered errors, Review of Economics and Statistics 90(3), 414-427,
        doi:10.1162/rest.90.3.414 (the restricted wild cluster bootstrap); computed as in
        D. Roodman and others (2019), Fast and wild, Stata Journal 19(1), 4-60,
        doi:10.1177/1536867X19830877.
        """
        # Residuals under the null times the cause, and on the years and controls, by state.
        products = self._products - null * self._cause_squares
        residuals = self._outcome_on_basis - null * self._cause_loadings
        total = self._cause_squares.sum()
        effects = weights @ products / total
        scores = weights * products - (weights @ residuals) @ self._cause_loadings.T
        scores -= effects[:, None] * self._cause_squares
        errors = np.sqrt((scores**2).sum(axis=1)) / total
        t = np.divide(effects, errors, out=np.zeros_like(effects), where=errors > 0)
        return effects * self._to_correlation, t

    def t_value(self, null: float = 0.0) -> float:
        """Return the t-value with the CRV1 error, without its small-sample factor."""
        scores = self._products - self.coefficient * self._cause_squares
        error = np.sqrt((scores**2).sum()) / self._cause_squares.sum()
        return float((self.coefficient - null) / error) if error > 0 else 0.0

    def p_value(self, weights: np.ndarray, null: float = 0.0) -> float:
        """Return the two-sided p-value of the restricted wild cluster bootstrap."""
        drawn = np.abs(self.bootstrap(weights, null)[1])
        found = abs(self.t_value(null))
        # Two draws, all +1 and all -1, give the sample itself back: equal up to rounding.
        return float((1 + (drawn >= found * (1 - 1e-12)).sum()) / (1 + len(drawn)))

    def bootstrap_interval(self, weights: np.ndarray, level: float = 0.95) -> tuple[float, float]:
        """Return the effects that the bootstrap does not reject, by search on both sides.

        Parameters
        ----------
        weights : numpy.ndarray, shape (B, G)
            As for :meth:`bootstrap`.
        level : float, optional
            Confidence level.

        Returns
        -------
        tuple of float
            Lower and upper end; infinite where no effect within 50 standard errors is rejected.
        """
        step = max(self.standard_error, self.standard_error_crv1)
        if not step > 0:
            return self.coefficient, self.coefficient

        def search(sign: int) -> float:
            def is_kept(steps: float) -> bool:
                return self.p_value(weights, self.coefficient + sign * steps * step) > 1 - level

            inside, outside = 0.0, 1.0
            while is_kept(outside):
                inside, outside = outside, 2 * outside
                if outside > 50:
                    return sign * np.inf
            for _ in range(12):
                middle = (inside + outside) / 2
                inside, outside = (middle, outside) if is_kept(middle) else (inside, middle)
            return self.coefficient + sign * outside * step

        return search(-1), search(1)


@takes(draws=Number(at_least=0, is_whole=True))
def draw_weights(states: Sequence[str], draws: int, seed: int = SEED) -> pd.DataFrame:
    """Return +1 or -1 for each draw and state, each as likely (Rademacher weights).

    Parameters
    ----------
    states : sequence of str
        ISO3 codes; their order does not matter.
    draws : int
        Number of bootstrap samples.
    seed : int, optional
        Seed.

    Returns
    -------
    pandas.DataFrame, shape (draws, states)
        Columns sorted by state. Several estimates that share it have the same states turned
        round in the same draw, as their errors would be.
    """
    names = sorted(set(states))
    rng = np.random.default_rng(seed)
    return pd.DataFrame(rng.integers(0, 2, size=(draws, len(names))) * 2.0 - 1, columns=names)


def complete_cases(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Keep rows with all columns, of states and years that have two such rows or more.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns ``iso3``, ``year`` and those named.
    columns : sequence of str
        Columns that must be there.

    Returns
    -------
    pandas.DataFrame
        Sorted by state and year. A state or year with one row says nothing within itself.
    """
    names = list(dict.fromkeys(columns))
    check("complete_cases", {"frame": frame}, frame=Frame("iso3", "year", *names, key=2))
    values, _, place, year = _split(frame, names)
    rows = _complete_rows(values, place, year)
    return frame[["iso3", "year", *names]].iloc[rows].reset_index(drop=True)


def estimate_within(
    frame: pd.DataFrame,
    outcome: str,
    cause: str,
    controls: Sequence[str] = (),
    *,
    jackknife: bool = True,
) -> Within:
    """Estimate a linear effect within states and years.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns ``iso3``, ``year``, outcome, cause and controls; rows with gaps are left out.
    outcome, cause : str
        Names of columns.
    controls : sequence of str, optional
        Names of columns that are held constant.
    jackknife : bool, optional
        Whether to estimate without each state in turn, which the CRV3 error needs.

    Returns
    -------
    Within
        The estimate.

    Raises
    ------
    TooLittleError
        If fewer than three states or two years are left, or the outcome or the cause does not vary
        within states once years and controls are taken out; the message says which.
    MeasureError
        If the frame lacks a column, or a state's year stands in it twice.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> states = ["ARG", "BOL", "BRA", "CHL", "COL", "ECU", "PER", "URY"]
    >>> grid = pd.MultiIndex.from_product([states, range(1990, 1999)], names=["iso3", "year"])
    >>> frame = pd.DataFrame({"x": rng.normal(size=72)}, index=grid).reset_index()
    >>> found = estimate_within(frame.assign(y=2 * frame["x"] + frame["year"]), "y", "x")
    >>> round(found.coefficient, 9), found.n_states
    (2.0, 8)
    """
    names = [outcome, cause, *controls]
    check("estimate_within", {"frame": frame}, frame=Frame("iso3", "year", *names, key=2))
    return estimate_arrays(*_split(frame, names), names=names, jackknife=jackknife)


def estimate_arrays(
    values: np.ndarray,
    states: np.ndarray,
    place: np.ndarray,
    year: np.ndarray,
    *,
    names: Sequence[str],
    jackknife: bool = False,
    bases: dict[tuple, tuple[np.ndarray, list[bool]]] | None = None,
) -> Within:
    """Estimate as :func:`estimate_within` does, from arrays: for many estimates in a row.

    Parameters
    ----------
    values : numpy.ndarray, shape (N, 2 + controls)
        Outcome, cause and controls; rows with gaps (NaN) are left out.
    states : numpy.ndarray of str, shape (S,)
        The states.
    place, year : numpy.ndarray of int, shape (N,)
        Position of the row's state in ``states``, and its year.
    names : sequence of str
        What the columns of ``values`` are called, for messages.
    jackknife : bool, optional
        Whether to estimate without each state in turn, which the CRV3 error needs.
    bases : dict, optional
        Kept between calls on the same rows of states, years and controls: what the effects and
        controls of a sample span is then worked out once.

    Returns
    -------
    Within
        The estimate.

    Raises
    ------
    TooLittleError
        As for :func:`estimate_within`.
    """
    rows = _complete_rows(values, place, year)
    used, place = np.unique(place[rows], return_inverse=True)
    values, year = values[rows], year[rows]
    states, n, years = states[used], len(used), len(np.unique(year))
    outcome, cause, *controls = names
    if n < FEWEST_STATES or years < 2:
        raise TooLittleError(
            f"{n} state(s) and {years} year(s) have outcome, cause and controls together; "
            f"it takes {FEWEST_STATES} states and 2 years"
        )
    key = (rows.tobytes(), *controls)
    basis = None if bases is None else bases.get(key)
    if basis is None:
        basis = _span(values[:, 2:], place, year, n)
        if bases is not None:
            bases[key] = basis
    parts = _fit(values[:, :2], place, n, basis)
    if parts is None:
        raise TooLittleError(_explain_fixed(values, place, n, outcome, cause))
    squares, products, loadings, on_outcome, outcome_squares, kept = parts
    estimates = np.full(n, np.nan)
    if jackknife:
        for each in range(n):
            rest = place != each
            without = place[rest] - (place[rest] > each)
            basis = _span(values[rest, 2:], without, year[rest], n - 1)
            again = _fit(values[rest, :2], without, n - 1, basis)
            # A state that alone carries the cause leaves nothing to estimate: then no error.
            if again is not None:
                estimates[each] = again[1].sum() / again[0].sum()
    correlation = products.sum() / np.sqrt(squares.sum() * outcome_squares)
    return Within(
        states=states,
        n_observations=len(rows),
        n_years=years,
        coefficient=float(products.sum() / squares.sum()),
        partial_correlation=float(np.clip(correlation, -1, 1)),
        collinear=tuple(name for name, is_kept in zip(controls, kept, strict=True) if not is_kept),
        _cause_squares=squares,
        _products=products,
        _cause_loadings=loadings,
        _outcome_on_basis=on_outcome,
        _to_correlation=float(np.sqrt(squares.sum() / outcome_squares)),
        # States nest in the clusters and do not count; years, controls and the cause do.
        _n_free=years + int(sum(kept)) + 1,
        _jackknife=estimates,
    )


def _split(frame: pd.DataFrame, names: Sequence[str]) -> tuple[np.ndarray, ...]:
    """Return values, states, place of each row's state among them, and year."""
    states, place = np.unique(frame["iso3"].to_numpy(dtype=str), return_inverse=True)
    values = frame[list(names)].to_numpy(dtype="float64")
    return values, states, place, frame["year"].to_numpy(dtype=int)


def _complete_rows(values: np.ndarray, place: np.ndarray, year: np.ndarray) -> np.ndarray:
    """Return the rows without gaps, of states and years with two such rows, by state and year."""
    rows = np.flatnonzero(np.isfinite(values).all(axis=1))
    while len(rows):
        keys = (place[rows], year[rows] - year.min())
        many = [np.bincount(key)[key] > 1 for key in keys]
        keep = many[0] & many[1]
        if keep.all():
            break
        rows = rows[keep]
    return rows[np.lexsort((year[rows], place[rows]))]


def _by_state(values: np.ndarray, place: np.ndarray, n: int) -> np.ndarray:
    """Sum the rows of each state; rows are sorted by state, and every state has some."""
    starts = np.searchsorted(place, np.arange(n))
    return np.add.reduceat(values, starts, axis=0)


def _within_state(values: np.ndarray, place: np.ndarray, n: int) -> np.ndarray:
    sizes = np.bincount(place, minlength=n)[:, None]
    return values - (_by_state(values, place, n) / sizes)[place]


def _span(
    others: np.ndarray, place: np.ndarray, year: np.ndarray, n: int
) -> tuple[np.ndarray, list[bool]]:
    """Return what years and controls span within states, and which controls add to it."""
    dummies = (year[:, None] == np.unique(year)[None, :]).astype("float64")
    dummies = _within_state(dummies, place, n)
    # By the small matrix of squares: a fast library of matrices splits tall ones over threads.
    size, turned = np.linalg.eigh(dummies.T @ dummies)
    is_free = size > _TOLERANCE * max(size[-1], 1e-300)
    basis = dummies @ (turned[:, is_free] / np.sqrt(size[is_free]))
    rest = _within_state(others, place, n)
    return extend(basis, rest, (others**2).sum(axis=0), _TOLERANCE)


def extend(
    basis: np.ndarray, columns: np.ndarray, squares: np.ndarray, tolerance: float
) -> tuple[np.ndarray, list[bool]]:
    """Add those columns to an orthonormal basis that it does not span, and say which they are.

    Parameters
    ----------
    basis : numpy.ndarray, shape (N, P)
        Orthonormal columns; may be none.
    columns : numpy.ndarray, shape (N, K)
        What may be added, in order.
    squares : numpy.ndarray, shape (K,)
        Sums of squares that what is left of each column is compared with.
    tolerance : float
        Share of its square that a column must keep.

    Returns
    -------
    tuple of numpy.ndarray and list of bool
        The basis with what was added, and for each column whether it was.
    """
    kept = []
    for column, square in zip(columns.T, squares, strict=True):
        free = column - basis @ (basis.T @ column)
        free -= basis @ (basis.T @ free)
        kept.append(bool(free @ free > tolerance * max(square, 1e-300)))
        if kept[-1]:
            basis = np.hstack([basis, free[:, None] / np.sqrt(free @ free)])
    return basis, kept


def take_out_means(
    values: np.ndarray, frame: pd.DataFrame, fixed: Sequence[str], tolerance: float
) -> np.ndarray:
    """Take the means of every fixed effect out in turn until nothing moves.

    Parameters
    ----------
    values : numpy.ndarray, shape (N, K)
        Columns, without gaps.
    frame : pandas.DataFrame, N rows
        Holds the columns of fixed effects.
    fixed : sequence of str
        Columns whose every value has an effect of its own.
    tolerance : float
        Largest change, over the largest value, that counts as none.

    Returns
    -------
    numpy.ndarray, shape (N, K)
        What is left.
    """
    codes = [np.unique(frame[name].astype(str), return_inverse=True)[1] for name in fixed]
    sizes = [np.bincount(code)[:, None] for code in codes]
    for _ in range(500):
        before = values
        for code, size in zip(codes, sizes, strict=True):
            sums = np.stack([np.bincount(code, column) for column in values.T], axis=1)
            values = values - (sums / size)[code]
        scale = max(float(np.abs(before).max(initial=0)), 1e-300)
        if np.abs(values - before).max(initial=0) < tolerance * scale:
            break
    return values


def _fit(
    values: np.ndarray, place: np.ndarray, n: int, span: tuple[np.ndarray, list[bool]]
) -> tuple | None:
    """Take states, years and controls out of outcome and cause; None if nothing is left."""
    basis, kept = span
    both = _within_state(values, place, n)
    residuals = both - basis @ (basis.T @ both)
    residuals -= basis @ (basis.T @ residuals)
    left_over = (residuals**2).sum(axis=0)
    given = ((values - values.mean(axis=0)) ** 2).sum(axis=0)
    if (left_over <= _TOLERANCE * given).any() or not given.all():
        return None
    outcome, cause = residuals.T
    squares = _by_state(cause**2, place, n)
    products = _by_state(cause * outcome, place, n)
    loadings = _by_state(cause[:, None] * basis, place, n)
    on_outcome = _by_state(outcome[:, None] * basis, place, n)
    return squares, products, loadings, on_outcome, left_over[0], kept


def _explain_fixed(values: np.ndarray, place: np.ndarray, n: int, outcome: str, cause: str) -> str:
    around = np.abs(_within_state(values, place, n)).max(axis=0)
    for name, column in ((cause, 1), (outcome, 0)):
        if around[column] <= _TOLERANCE * max(1.0, np.abs(values[:, column]).max()):
            return f"{name} does not change within any of the {n} states"
    return (
        f"{cause} or {outcome} is fixed by states, years and controls: nothing is left to compare"
    )
