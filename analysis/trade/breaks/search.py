"""All that is asked of one series: trend, unknown dates, known years; or why it cannot be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analysis.contracts import Years, takes
from analysis.errors import MeasureError
from analysis.trade.breaks import trends
from analysis.trade.breaks.dates import BreakDates, SupF, bai_perron, sup_f, vary_least_years


@dataclass(frozen=True)
class Turn:
    """What the tests say of one year, as the first of a new regime.

    Parameters
    ----------
    year : int
        The year.
    predictive, classical : FTest or None
        The tests, where both sides have years enough.
    why_not : str
        Why the predictive test cannot be made; empty if it can.
    """

    year: int
    predictive: trends.FTest | None = None
    classical: trends.FTest | None = None
    why_not: str = ""


@dataclass(frozen=True)
class Breaks:
    """What the tests say of one series.

    Parameters
    ----------
    label : str
        What the series is, for figures and sentences.
    series : pandas.Series
        Values by year.
    turns : tuple of Turn
        The years asked about.
    why_not : str
        Why the series cannot be studied; empty if it can.
    trend : LogTrend or None
        With the breaks that BIC chooses.
    sup : SupF or None
        One break at an unknown date.
    dates : BreakDates or None
        Number and dates.
    by_length : pandas.DataFrame or None
        From :func:`analysis.trade.breaks.vary_least_years`.
    """

    label: str
    series: pd.Series = field(repr=False)
    turns: tuple[Turn, ...] = ()
    why_not: str = ""
    trend: trends.LogTrend | None = field(default=None, repr=False)
    sup: SupF | None = field(default=None, repr=False)
    dates: BreakDates | None = field(default=None, repr=False)
    by_length: pd.DataFrame | None = field(default=None, repr=False)

    def turn(self, year: int) -> Turn | None:
        """Return what the tests say of one year; None if it was not asked about."""
        return next((turn for turn in self.turns if turn.year == year), None)


@takes(values=trends.SERIES, turns=Years(0))
def find_breaks(values: pd.Series, label: str, turns: Sequence[int] = ()) -> Breaks:
    """Look for breaks in a series; a series that does not allow it is explained, not refused.

    Parameters
    ----------
    values : pandas.Series
        Values by year (the label); NaN where there is none, or none that is comparable.
    label : str
        What the series is, for example ``"turnover"``.
    turns : sequence of int
        Years to test by themselves, each as the first of a new regime.

    Returns
    -------
    Breaks
        With ``why_not`` if the series is too short, or no logarithm of it exists.

    Raises
    ------
    MeasureError
        If the labels are no years, each once, or a value is no finite number.

    Examples
    --------
    >>> find_breaks(pd.Series({2000: 1.0, 2001: 2.0}), "turnover").why_not
    '2 years are too few to look for a break at an unknown date; it takes 10'
    """
    try:
        series = trends.clean_series(values)
        sup, dates, by_length = sup_f(series), bai_perron(series), vary_least_years(series)
        trend = trends.fit_trend(series, dates.years)
    except MeasureError as error:
        unasked = tuple(Turn(year, why_not=str(error)) for year in turns)
        return Breaks(label, values.dropna(), unasked, str(error))
    asked = tuple(_ask(series, int(year)) for year in turns)
    return Breaks(label, series, asked, "", trend, sup, dates, by_length)


def _ask(series: pd.Series, year: int) -> Turn:
    """Return both tests of one year, or why the predictive one cannot be made."""
    predictive, why_not = _try(trends.predictive_chow, series, year)
    classical, _ = _try(trends.chow, series, year)
    return Turn(year, predictive, classical, why_not)


def _try(
    test: Callable[[pd.Series, int], trends.FTest], series: pd.Series, year: int
) -> tuple[trends.FTest | None, str]:
    try:
        return test(series, year), ""
    except MeasureError as error:
        return None, str(error)


def tabulate_tests(*found: Breaks) -> pd.DataFrame:
    """Return the tests of each series.

    Parameters
    ----------
    *found : Breaks
        From :func:`find_breaks`.

    Returns
    -------
    pandas.DataFrame
        Columns ``series, test, year, f, df, n_after, p_independent, p_persistent`` and the
        autocorrelation of the deviations: ``as_it_is``, ``corrected`` for its bias, and
        ``simulated``, which is no more than :data:`analysis.trade.breaks.MOST_PERSISTENT`.
    """
    rows = []
    for each in found:
        tests: list[tuple[str, str, SupF | trends.FTest]]
        tests = [("sup-F, unknown year", "simulated", each.sup)] if each.sup else []
        tests += [
            (f"{test.kind}, known year", f"{test.df_numerator}, {test.df_denominator}", test)
            for turn in each.turns
            for test in (turn.predictive, turn.classical)
            if test is not None
        ]
        for name, df, test in tests:
            after, kept = int((each.series.index >= test.year).sum()), test.persistence
            rows.append(
                (each.label, name, test.year, test.statistic, df, after, test.p_value,
                 test.p_value_persistent, kept.raw, kept.corrected, kept.simulated)
            )  # fmt: skip
    names = ["series", "test", "year", "f", "df", "n_after", "p_independent", "p_persistent"]
    return pd.DataFrame(rows, columns=[*names, "as_it_is", "corrected", "simulated"])


def tabulate_lengths(*found: Breaks) -> pd.DataFrame:
    """Return what breaks each series has if regimes must be longer.

    Parameters
    ----------
    *found : Breaks
        From :func:`find_breaks`.

    Returns
    -------
    pandas.DataFrame
        Columns ``series, least_years, n_breaks, years``.
    """
    names = ["series", "least_years", "n_breaks", "years"]
    frames = [each.by_length.assign(series=each.label) for each in found
              if each.by_length is not None]  # fmt: skip
    if not frames:
        return pd.DataFrame(columns=names)
    table = pd.concat(frames, ignore_index=True)[names]
    return table.assign(years=[", ".join(map(str, years)) for years in table["years"]])


def tabulate_series(*found: Breaks) -> pd.DataFrame:
    """Return what the figure of each series draws.

    Parameters
    ----------
    *found : Breaks
        From :func:`find_breaks`.

    Returns
    -------
    pandas.DataFrame
        Columns ``series, year, value, fitted, f`` (the Chow F of a break in that year).
    """
    frames = []
    for each in found:
        frame = pd.DataFrame({"value": each.series}).rename_axis("year")
        frame["fitted"] = each.trend.fitted if each.trend else np.nan
        frame["f"] = each.sup.path.set_index("year")["f"] if each.sup else np.nan
        frames.append(frame.reset_index().assign(series=each.label))
    names = ["series", "year", "value", "fitted", "f"]
    return pd.concat(frames, ignore_index=True)[names]
