"""Log-linear trends, and tests of a break in a year that is known beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy import stats  # type: ignore[import-untyped]
from statsmodels.regression.linear_model import OLS  # type: ignore[import-untyped]

from analysis.contracts import YEAR, ByYear, Number, Several, takes
from analysis.errors import MeasureError

#: Coefficients of a trend: level and growth.
TERMS = 2
#: Draws of a simulated distribution; its standard error at p = 0.05 is 0.003.
DRAWS = 4_999
#: Seed of every simulation here, so that the same series has the same p-value.
SEED = 1993
#: HAC errors of a regime of fewer years look precise because they have next to nothing to measure.
LEAST_FOR_INTERVAL = 5
#: Largest autocorrelation that is simulated: above it deviations wander off and there is no trend.
MOST_PERSISTENT = 0.98
#: Deviations smaller than this share of the values are the rounding of a computer, not of trade.
LEAST_DEVIATION = 1e-9

SERIES = ByYear(at_least=0)


@dataclass(frozen=True)
class Persistence:
    """How far deviations from a trend last into the next year.

    Parameters
    ----------
    raw : float
        Their first-order autocorrelation.
    corrected : float
        With the bias corrected by which deviations from an *estimated* trend look less persistent
        than they are. May be one or more: then no trend is told from a wandering series.
    """

    raw: float
    corrected: float

    @property
    def simulated(self) -> float:
        """The corrected one, within 0 and :data:`MOST_PERSISTENT`, that p-values rest on."""
        return float(np.clip(self.corrected, 0.0, MOST_PERSISTENT))

    @property
    def is_capped(self) -> bool:
        """Whether that is the cap, and no estimate."""
        return self.corrected > MOST_PERSISTENT


@dataclass(frozen=True)
class FTest:
    """An F test of one null hypothesis.

    Parameters
    ----------
    kind : str
        Which test.
    year : int
        First year of the second regime.
    statistic : float
        F.
    df_numerator, df_denominator : int
        Degrees of freedom.
    p_value : float
        If the deviations from the trend are independent and normal.
    p_value_persistent : float
        If they are an autoregression of order one: simulated, with the persistence of the
        residuals that the denominator rests on.
    n_before, n_after : int
        Years in either regime.
    persistence : Persistence
        Of those residuals.
    departure : float
        How far the second regime lies from the first's trend on average (geometric), as a share of
        it: -0.2 is 20 % below.
    """

    kind: str
    year: int
    statistic: float
    df_numerator: int
    df_denominator: int
    p_value: float
    p_value_persistent: float
    n_before: int
    n_after: int
    persistence: Persistence
    departure: float


@dataclass(frozen=True)
class LogTrend:
    """A log-linear trend with breaks in given years, log V = a + b t in each regime.

    Parameters
    ----------
    regimes : pandas.DataFrame
        One row a regime: ``first_year, last_year, n``, ``growth`` a year (share), ``lower``,
        ``upper`` (95 %, HAC errors) and ``growth_std_error`` of b; the last three are missing in
        a regime of fewer than :data:`LEAST_FOR_INTERVAL` years.
    fitted : pandas.Series
        Fitted values by year, in the unit of the series.
    residuals : pandas.Series
        Of the logarithms.
    rss : float
        Sum of squared residuals of the logarithms.
    lags : int
        Lags of the HAC errors.
    """

    regimes: pd.DataFrame
    fitted: pd.Series = field(repr=False)
    residuals: pd.Series = field(repr=False)
    rss: float
    lags: int


@takes(values=SERIES)
def clean_series(values: pd.Series) -> pd.Series:
    """Return a series by year without its gaps, after checking that its logarithm exists.

    Parameters
    ----------
    values : pandas.Series
        Values above zero; the label is the year.

    Returns
    -------
    pandas.Series
        Floats in order of the year. A year without a value is left out: the trend runs on in
        calendar time.

    Raises
    ------
    MeasureError
        If the labels are no years, each once, or a value is zero, negative or infinite; all such
        years are named.
    """
    series = values.dropna().astype("float64").sort_index()
    wrong = series.index[~(series > 0)]
    if len(wrong):
        years = ", ".join(f"{year:.0f}" for year in wrong)
        raise MeasureError(f"no logarithm of a value that is not above zero: {years}")
    return series.set_axis(series.index.astype(int))


def design(years: np.ndarray) -> np.ndarray:
    """Return the regressors of a trend: a constant and the year, counted from the middle.

    Parameters
    ----------
    years : numpy.ndarray
        Years.

    Returns
    -------
    numpy.ndarray
        Shape (n, 2).
    """
    return np.column_stack([np.ones(len(years)), np.asarray(years) - np.mean(years)])


def residual_maker(regressors: np.ndarray) -> np.ndarray:
    """Return the matrix that turns values into their residuals on the regressors.

    Parameters
    ----------
    regressors : numpy.ndarray
        Shape (n, k).

    Returns
    -------
    numpy.ndarray
        Shape (n, n), symmetric and idempotent.
    """
    return np.eye(len(regressors)) - regressors @ np.linalg.pinv(regressors)


@takes(values=SERIES, breaks=Several(YEAR, at_least=0))
def fit_trend(values: pd.Series, breaks: Sequence[int] = ()) -> LogTrend:
    """Fit log V = a + b t in each regime by least squares, with HAC errors.

    Parameters
    ----------
    values : pandas.Series
        Values above zero; the label is the year.
    breaks : sequence of int
        First year of each regime after the first.

    Returns
    -------
    LogTrend
        Growth a year is exp(b) − 1. The errors are Newey and West's with
        ⌊4 (n / 100)^(2/9)⌋ lags, at least one, and t quantiles.

    Raises
    ------
    MeasureError
        As :func:`clean_series`, or if a regime has fewer than two years.

    References
    ----------
    Newey and West (1987), Econometrica 55(3), 703-708, doi:10.2307/1913610.

    Examples
    --------
    >>> doubling = pd.Series({year: 2.0 ** (year - 2000) for year in range(2000, 2010)})
    >>> round(fit_trend(doubling).regimes["growth"].item(), 10)
    1.0
    """
    series = clean_series(values)
    years = series.index.to_numpy()
    regime = np.searchsorted(sorted(breaks), years, side="right")
    sizes = np.bincount(regime, minlength=len(breaks) + 1)
    if (sizes < TERMS).any():
        raise MeasureError(
            f"a trend needs {TERMS} years in each regime; breaks in {list(breaks)} leave {sizes}"
        )
    matrix = np.zeros((len(years), TERMS * len(sizes)))
    for number in range(len(sizes)):
        inside = regime == number
        matrix[inside, TERMS * number : TERMS * (number + 1)] = design(years[inside])
    lags = max(1, int(4 * (len(years) / 100) ** (2 / 9)))
    plain = OLS(np.log(series.to_numpy()), matrix).fit()
    left = len(years) - matrix.shape[1]
    if left > 0:
        robust = plain.get_robustcov_results("HAC", maxlags=lags, use_correction=True, use_t=True)
        errors, quantile = np.asarray(robust.bse), stats.t.ppf(0.975, left)
    else:
        errors, quantile = np.full(matrix.shape[1], np.nan), np.nan
    rows = []
    for number, size in enumerate(sizes):
        inside = years[regime == number]
        slope, error = plain.params[TERMS * number + 1], errors[TERMS * number + 1]
        error = error if size >= LEAST_FOR_INTERVAL else np.nan
        ends = np.expm1([slope, slope - quantile * error, slope + quantile * error])
        rows.append((int(inside.min()), int(inside.max()), int(size), *map(float, ends), error))
    names = ["first_year", "last_year", "n", "growth", "lower", "upper", "growth_std_error"]
    fitted, residuals = (
        pd.Series(each, index=series.index) for each in (np.exp(plain.fittedvalues), plain.resid)
    )
    regimes = pd.DataFrame(rows, columns=names)
    return LogTrend(regimes, fitted, residuals, float(plain.ssr), lags)


@takes(residuals=SERIES)
def persistence(residuals: pd.Series) -> Persistence:
    """Return the first-order autocorrelation of deviations from a trend, raw and corrected.

    Parameters
    ----------
    residuals : pandas.Series
        Deviations in order; the label is the year, and only years that follow one another count.

    Returns
    -------
    Persistence
        Deviations from an *estimated* trend look less persistent than they are, by about
        (2 + 4ρ) / n; the corrected one has that much added.

    References
    ----------
    Orcutt and Winokur (1969), First Order Autoregression: Inference, Estimation, and Prediction,
    Econometrica 37(1), 1-14, doi:10.2307/1909199.

    Examples
    --------
    >>> persistence(pd.Series([1.0, -1.0] * 5, index=range(2000, 2010))).simulated
    0.0
    >>> found = persistence(pd.Series([1.0] * 5 + [-1.0] * 15, index=range(2000, 2020)))
    >>> round(found.raw, 2), round(found.corrected, 2), found.simulated, found.is_capped
    (0.89, 1.24, 0.98, True)
    """
    following = np.diff(residuals.index.to_numpy()) == 1
    before, after = residuals.to_numpy()[:-1][following], residuals.to_numpy()[1:][following]
    total = float(np.sum(before**2))
    if total == 0:
        return Persistence(0.0, 0.0)
    raw, n = float(np.sum(before * after)) / total, len(residuals)
    return Persistence(raw, (n * raw + 2) / (n - 4) if n > 4 else raw)


@takes(persistent=Number(at_least=0, below=1))
def simulate_deviations(years: np.ndarray, persistent: float, seed: int = SEED) -> np.ndarray:
    """Return simulated deviations of unit innovations, independent or autoregressive.

    Parameters
    ----------
    years : numpy.ndarray
        Years, in order; a gap lets the deviation fade for as long.
    persistent : float
        First-order autocorrelation, 0 for independent deviations.
    seed : int
        Seed of the generator.

    Returns
    -------
    numpy.ndarray
        Shape (n, :data:`DRAWS`).
    """
    shocks = np.random.default_rng(seed).standard_normal((len(years), DRAWS))
    if persistent == 0:
        return shocks
    paths = np.empty_like(shocks)
    spread = 1 / np.sqrt(1 - persistent**2)
    paths[0] = spread * shocks[0]
    for row in range(1, len(years)):
        kept = persistent ** (years[row] - years[row - 1])
        paths[row] = kept * paths[row - 1] + spread * np.sqrt(1 - kept**2) * shocks[row]
    return paths


@takes(values=SERIES, year=YEAR)
def chow(values: pd.Series, year: int) -> FTest:
    """Test whether level and growth change in a year (Chow's test, both regimes estimated).

    Parameters
    ----------
    values : pandas.Series
        Values above zero; the label is the year.
    year : int
        First year of the second regime.

    Returns
    -------
    FTest
        F = [(RSS_p − RSS_1 − RSS_2) / k] / [(RSS_1 + RSS_2) / (n − 2k)] with k = 2.

    Raises
    ------
    MeasureError
        If a regime has no more than k years: its own trend would leave no residual, and
        :func:`predictive_chow` is the test. If the values follow the trends exactly.

    References
    ----------
    Chow (1960), Tests of Equality Between Sets of Coefficients in Two Linear Regressions,
    Econometrica 28(3), 591-605, doi:10.2307/1910133.

    Examples
    --------
    >>> logs = [0, 1, 2, 3.3, 8, 7, 6, 5.2]
    >>> series = pd.Series(np.exp(logs), index=range(2000, 2008))
    >>> round(chow(series, 2004).statistic, 1)
    1062.0
    """
    years, logs, n_before = _read(values, year)
    n_after = len(years) - n_before
    if min(n_before, n_after) <= TERMS:
        raise MeasureError(
            f"a break in {year} leaves regimes of {n_before} and {n_after} years; each needs "
            f"more than {TERMS}: use the predictive test"
        )
    free = split_maker(years, n_before)
    residuals = pd.Series(free @ logs, index=years)
    return _test(
        "Chow", year, years, logs, n_before, free, TERMS, len(years) - 2 * TERMS, residuals
    )


@takes(values=SERIES, year=YEAR)
def predictive_chow(values: pd.Series, year: int) -> FTest:
    """Test whether the years from one on lie where the trend before them leads.

    Parameters
    ----------
    values : pandas.Series
        Values above zero; the label is the year.
    year : int
        First year to be predicted.

    Returns
    -------
    FTest
        F = [(RSS_p − RSS_1) / n_2] / [RSS_1 / (n_1 − k)] with k = 2, for a second regime of any
        length, even of one year: nothing is estimated on it.

    Raises
    ------
    MeasureError
        If there are no more than k years before, or none from the year on, or the years before
        follow their trend exactly.

    References
    ----------
    Chow (1960), doi:10.2307/1910133, section 4.

    Examples
    --------
    >>> series = pd.Series(np.exp([0, 1, 0, 1, 5.0]), index=range(2000, 2005))
    >>> test = predictive_chow(series, 2004)
    >>> round(test.statistic, 4), test.df_numerator, test.df_denominator
    (16.0, 1, 2)
    """
    years, logs, n_before = _read(values, year)
    n_after = len(years) - n_before
    if n_before <= TERMS or n_after == 0:
        raise MeasureError(
            f"a prediction for {year} and after needs more than {TERMS} years before and one "
            f"after; there are {n_before} and {n_after}"
        )
    free = np.zeros((len(years), len(years)))
    free[:n_before, :n_before] = residual_maker(design(years[:n_before]))
    residuals = pd.Series((free @ logs)[:n_before], index=years[:n_before])
    return _test(
        "predictive Chow", year, years, logs, n_before, free, n_after, n_before - TERMS, residuals
    )


def split_maker(years: np.ndarray, split: int) -> np.ndarray:
    """Return the matrix that turns values into residuals on the trends of two regimes.

    Parameters
    ----------
    years : numpy.ndarray
        Years in order.
    split : int
        How many of them are in the first regime.

    Returns
    -------
    numpy.ndarray
        Shape (n, n), symmetric and idempotent.
    """
    maker = np.zeros((len(years), len(years)))
    for part in (slice(None, split), slice(split, None)):
        maker[part, part] = residual_maker(design(years[part]))
    return maker


def squares(maker: np.ndarray, paths: np.ndarray) -> np.ndarray:
    """Return the sums of squared residuals of paths, one a column.

    Parameters
    ----------
    maker : numpy.ndarray
        From :func:`residual_maker` or :func:`split_maker`, shape (n, n).
    paths : numpy.ndarray
        Shape (n, m).

    Returns
    -------
    numpy.ndarray
        Shape (m,).
    """
    return np.asarray(np.sum((maker @ paths) ** 2, axis=0))


def refuse_exact(rss: float, n: int) -> None:
    """Refuse deviations that are nothing but rounding: F would divide rounding by rounding.

    Parameters
    ----------
    rss : float
        Sum of the squared deviations of the logarithms.
    n : int
        Of how many years.

    Raises
    ------
    MeasureError
        If their root mean square is below :data:`LEAST_DEVIATION`.
    """
    if rss <= n * LEAST_DEVIATION**2:
        raise MeasureError(
            "the values follow their trend exactly, and without deviations there is nothing to "
            "measure a break against"
        )


def _read(values: pd.Series, year: int) -> tuple[np.ndarray, np.ndarray, int]:
    """Return years, logarithms, and how many years lie before one."""
    series = clean_series(values)
    years = series.index.to_numpy()
    return years, np.log(series.to_numpy()), int((years < year).sum())


def _test(
    kind: str, year: int, years: np.ndarray, logs: np.ndarray, n_before: int, free: np.ndarray,
    numerator: int, denominator: int, residuals: pd.Series,
) -> FTest:  # fmt: skip
    """Return the F test of one trend against residuals that are free to break."""
    whole = residual_maker(design(years))

    def f(paths: np.ndarray) -> np.ndarray:
        null, kept = squares(whole, paths), squares(free, paths)
        return np.asarray(((null - kept) / numerator) / (kept / denominator))

    column = logs[:, None]
    refuse_exact(squares(free, column).item(), len(residuals))
    statistic = f(column).item()
    kept = persistence(residuals)
    null = f(simulate_deviations(years, kept.simulated))
    slope, level = np.polyfit(years[:n_before] - years[0], logs[:n_before], 1)
    gap = logs[n_before:] - (level + slope * (years[n_before:] - years[0]))
    return FTest(
        kind, int(year), statistic, numerator, denominator,
        float(stats.f.sf(statistic, numerator, denominator)),
        float((1 + np.sum(null >= statistic)) / (1 + DRAWS)),
        n_before, len(years) - n_before, kept, float(np.expm1(gap.mean())),
    )  # fmt: skip
