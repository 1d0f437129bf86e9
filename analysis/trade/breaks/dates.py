"""Breaks at dates that are not known beforehand: is there one, how many, when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import pandas as pd
import ruptures  # type: ignore[import-untyped]

from analysis.contracts import Number, Several, takes
from analysis.errors import MeasureError
from analysis.trade.breaks import trends

#: Share of the series at either end in which no break is looked for.
TRIMMING = 0.15
#: A regime has at least one year more than it has coefficients. That is little to date a break by:
#: :func:`vary_least_years` says what other lengths find.
LEAST_YEARS = trends.TERMS + 1
#: Lengths that are tried.
LENGTHS = (LEAST_YEARS, LEAST_YEARS + 1, LEAST_YEARS + 2)
#: Below this a search for a date has more candidates than evidence.
LEAST_SERIES = 10
#: Resamplings behind the interval of a date.
RESAMPLINGS = 1_999

_TRIMMING = Number(at_least=0, below=0.5)
_LENGTH = Number(at_least=LEAST_YEARS, is_whole=True)
_MOST_BREAKS = Number(at_least=0, is_whole=True)


@dataclass(frozen=True)
class SupF:
    """The largest Chow F over all dates.

    Parameters
    ----------
    path : pandas.DataFrame
        ``year`` (first of the second regime), ``f``.
    statistic : float
        The largest F.
    year : int
        Where it is.
    p_value, critical_95 : float
        If the deviations from the trend are independent.
    p_value_persistent, critical_95_persistent : float
        If they are an autoregression as persistent as they look when no break is allowed: the
        cautious reading, since a break left out looks like persistence.
    persistence : Persistence
        That autocorrelation, and the one that is simulated.
    """

    path: pd.DataFrame = field(repr=False)
    statistic: float
    year: int
    p_value: float
    critical_95: float
    p_value_persistent: float
    critical_95_persistent: float
    persistence: trends.Persistence


@dataclass(frozen=True)
class BreakDates:
    """How many breaks, and when.

    Parameters
    ----------
    by_number : pandas.DataFrame
        One row a number of breaks: ``n_breaks, rss, bic, lwz, years`` (of the best dates).
    n_breaks : int
        The number with the least BIC.
    n_breaks_lwz : int
        The number with the least LWZ criterion, which asks for more evidence.
    dates : pandas.DataFrame
        One row a break of the chosen number: ``year`` (first of the new regime), ``first_year`` and
        ``last_year`` of its 95 % interval.
    """

    by_number: pd.DataFrame
    n_breaks: int
    n_breaks_lwz: int
    dates: pd.DataFrame

    @property
    def years(self) -> list[int]:
        """First years of the regimes after the first."""
        return [int(year) for year in self.dates["year"]]


@takes(values=trends.SERIES, trimming=_TRIMMING, least_years=_LENGTH)
def sup_f(values: pd.Series, trimming: float = TRIMMING, least_years: int = LEAST_YEARS) -> SupF:
    """Test for one break of level and growth at an unknown date (Andrews's sup-F).

    Parameters
    ----------
    values : pandas.Series
        Values above zero; the label is the year.
    trimming : float
        Share of the series at either end in which no break is looked for.
    least_years : int
        Years that remain in either regime at least.

    Returns
    -------
    SupF
        The p-values are simulated with the series' own years (fixed regressors, normal deviations,
        :data:`DRAWS` draws of a fixed seed): the asymptotic tables presuppose regressors without
        a trend and a long series, and have neither here.

    Raises
    ------
    MeasureError
        If the series has fewer than :data:`LEAST_SERIES` years, no room for two regimes, or
        follows its trends exactly; if the trimming is not 0 to 0.5.

    References
    ----------
    Andrews (1993), Tests for Parameter Instability and Structural Change With Unknown Change
    Point, Econometrica 61(4), 821-856, doi:10.2307/2951764; Hansen (2000), Testing for structural
    change in conditional models, Journal of Econometrics 97(1), 93-115,
    doi:10.1016/S0304-4076(99)00068-8 (the fixed regressor simulation).

    Examples
    --------
    >>> logs = [*np.arange(10) * 0.1, *(0.9 - 0.1 * np.arange(10))]
    >>> series = pd.Series(np.exp(logs) * 1.0, index=range(1990, 2010))
    >>> sup_f(series * (1 + 0.01 * (series.index % 2))).year
    2000
    """
    series = trends.clean_series(values)
    years, logs = series.index.to_numpy(), np.log(series.to_numpy())
    least = _least(len(years), trimming, least_years)
    path = _f_path(years, least, logs[:, None])[:, 0]
    largest = float(path.max())
    residuals = trends.residual_maker(trends.design(years)) @ logs
    kept = trends.persistence(pd.Series(residuals, index=years))

    def by_chance(persistent: float) -> tuple[float, float]:
        null = _largest_by_chance(tuple(years.tolist()), least, persistent)
        p_value = (1 + np.sum(null >= largest)) / (1 + trends.DRAWS)
        return float(p_value), float(np.quantile(null, 0.95))

    firsts = years[least : len(years) - least + 1]
    table = pd.DataFrame({"year": firsts, "f": path})
    first = int(firsts[path.argmax()])
    return SupF(table, largest, first, *by_chance(0.0), *by_chance(kept.simulated), kept)


@takes(values=trends.SERIES, most_breaks=_MOST_BREAKS, trimming=_TRIMMING, least_years=_LENGTH)
def bai_perron(
    values: pd.Series, most_breaks: int = 3, trimming: float = TRIMMING,
    least_years: int = LEAST_YEARS,
) -> BreakDates:  # fmt: skip
    """Find the number and dates of breaks by least squares over all partitions.

    Parameters
    ----------
    values : pandas.Series
        Values above zero; the label is the year.
    most_breaks : int
        Largest number to consider; fewer if the series has no room for so many.
    trimming : float
        Least share of the series in each regime.
    least_years : int
        Least years in each regime.

    Returns
    -------
    BreakDates
        Partitions by dynamic programming (ruptures), the number by BIC (Yao 1988) with
        m + (m + 1) k parameters for m breaks, and beside it by LWZ. Each date's interval comes
        from :data:`RESAMPLINGS` resamplings of the residuals of the two regimes that it parts,
        the neighbouring dates given.

    Raises
    ------
    MeasureError
        If the series has fewer than :data:`LEAST_SERIES` years or follows its trends exactly; if
        the trimming is not 0 to 0.5.

    References
    ----------
    Bai and Perron (2003), Computation and analysis of multiple structural change models, Journal
    of Applied Econometrics 18(1), 1-22, doi:10.1002/jae.659; Yao (1988), Statistics & Probability
    Letters 6(3), 181-189, doi:10.1016/0167-7152(88)90118-6; Liu, Wu and Zidek (1997), On segmented
    multivariate regression, Statistica Sinica 7, 497-525; Truong, Oudre and Vayatis (2020),
    Selective review of offline change point detection methods, Signal Processing 167, 107299,
    doi:10.1016/j.sigpro.2019.107299.

    Examples
    --------
    >>> logs = [*np.arange(10) * 0.1, *(0.9 - 0.1 * np.arange(10))]
    >>> noise = 0.01 * np.cos(np.arange(20) * 2.4)
    >>> found = bai_perron(pd.Series(np.exp(logs + noise), index=range(1990, 2010)))
    >>> found.n_breaks, found.years
    (1, [2000])
    """
    series = trends.clean_series(values)
    years, logs = series.index.to_numpy(), np.log(series.to_numpy())
    n = len(years)
    least = _least(n, trimming, least_years)
    most = max(0, min(most_breaks, n // least - 1))
    search = ruptures.Dynp(model="linear", min_size=least, jump=1)
    search.fit(np.column_stack([logs, trends.design(years)]))
    rows, ends = [], {}
    for number in range(most + 1):
        positions = [] if number == 0 else [int(end) for end in search.predict(number)[:-1]]
        firsts = [int(years[position]) for position in positions]
        rss = trends.fit_trend(series, firsts).rss
        trends.refuse_exact(rss, n)
        parameters = number + (number + 1) * trends.TERMS
        bic = np.log(rss / n) + parameters * np.log(n) / n
        lwz = np.log(rss / (n - parameters)) + parameters * 0.299 * np.log(n) ** 2.1 / n
        ends[number] = positions
        rows.append((number, rss, float(bic), float(lwz), ", ".join(map(str, firsts))))
    table = pd.DataFrame(rows, columns=["n_breaks", "rss", "bic", "lwz", "years"])
    # Row m is that of m breaks; of equals the fewest.
    chosen, cautious = (int(table[name].to_numpy().argmin()) for name in ("bic", "lwz"))
    borders = [0, *ends[chosen], n]
    dates = []
    for low, middle, high in zip(borders, borders[1:], borders[2:], strict=False):
        first, last = _date_interval(years[low:high], logs[low:high], middle - low, least)
        dates.append((int(years[middle]), first, last))
    names = ["year", "first_year", "last_year"]
    return BreakDates(table, chosen, cautious, pd.DataFrame(dates, columns=names))


@takes(values=trends.SERIES, lengths=Several(_LENGTH))
def vary_least_years(values: pd.Series, lengths: Sequence[int] = LENGTHS) -> pd.DataFrame:
    """Return what breaks are found if regimes must be longer.

    Parameters
    ----------
    values : pandas.Series
        Values above zero; the label is the year.
    lengths : sequence of int
        Least years in each regime, one after the other.

    Returns
    -------
    pandas.DataFrame
        ``least_years, n_breaks, years`` (first years of the regimes after the first), by BIC.

    Raises
    ------
    MeasureError
        As :func:`bai_perron`.
    """
    found = [bai_perron(values, least_years=length) for length in lengths]
    rows = [(least, each.n_breaks, each.years) for least, each in zip(lengths, found, strict=True)]
    return pd.DataFrame(rows, columns=["least_years", "n_breaks", "years"])


def _split_squares(years: np.ndarray, least: int, paths: np.ndarray) -> np.ndarray:
    """Return what two trends leave of paths, one a column, for every date: dates × paths."""
    splits = range(least, len(years) - least + 1)
    return np.array([trends.squares(trends.split_maker(years, each), paths) for each in splits])


def _f_path(years: np.ndarray, least: int, paths: np.ndarray) -> np.ndarray:
    """Return the Chow F of every date: dates × paths."""
    null = trends.squares(trends.residual_maker(trends.design(years)), paths)
    free, left = _split_squares(years, least, paths), len(years) - 2 * trends.TERMS
    trends.refuse_exact(free.min(), len(years))
    return np.asarray(((null - free) / trends.TERMS) / (free / left))


@lru_cache(maxsize=64)
def _largest_by_chance(years: tuple[int, ...], least: int, persistent: float) -> np.ndarray:
    """Return the largest F of series without a break; the same for every series of these years."""
    drawn = trends.simulate_deviations(np.array(years), persistent)
    return np.asarray(_f_path(np.array(years), least, drawn).max(axis=0))


def _date_interval(years: np.ndarray, logs: np.ndarray, split: int, least: int) -> tuple[int, int]:
    """Return the 95 % interval of a single date by resampling residuals."""
    maker = trends.split_maker(years, split)
    residuals = maker @ logs
    fitted = logs - residuals
    # Least squares shrinks residuals; without it the interval would be too short.
    residuals = residuals * np.sqrt(len(years) / max(1, len(years) - 2 * trends.TERMS))
    picks = np.random.default_rng(trends.SEED).integers(0, len(years), (len(years), RESAMPLINGS))
    drawn = fitted[:, None] + (residuals - residuals.mean())[picks]
    chosen = years[least + _split_squares(years, least, drawn).argmin(axis=0)]
    low, high = np.quantile(chosen, [0.025, 0.975], method="closest_observation")
    return int(min(low, years[split])), int(max(high, years[split]))


def _least(n: int, trimming: float, least_years: int) -> int:
    """Return the least years in a regime, or refuse a series without room for two."""
    if n < LEAST_SERIES:
        raise MeasureError(
            f"{n} years are too few to look for a break at an unknown date; it takes {LEAST_SERIES}"
        )
    least = max(least_years, int(trimming * n))
    if 2 * least > n:
        raise MeasureError(f"{n} years have no room for two regimes of {least} years")
    return least
