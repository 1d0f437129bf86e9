"""All that is asked of one series: trend, unknown dates, a known year; or why it cannot be."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analysis.errors import MeasureError
from analysis.trade.breaks.dates import BreakDates, SupF, bai_perron, sup_f
from analysis.trade.breaks.trends import FTest, LogTrend, chow, clean_series, fit_trend
from analysis.trade.breaks.trends import predictive_chow as _predictive


@dataclass(frozen=True)
class BreakStudy:
    """What the tests say of one series.

    Parameters
    ----------
    label : str
        What the series is, for figures and sentences.
    series : pandas.Series
        Values by year.
    known_year : int
        The year asked about.
    why_not : str
        Why the series cannot be studied; empty if it can.
    trend : LogTrend or None
        With the breaks that BIC chooses.
    one_trend : LogTrend or None
        Without breaks.
    sup : SupF or None
        One break at an unknown date.
    dates : BreakDates or None
        Number and dates.
    predictive, classical : FTest or None
        Tests of the known year, where both sides have years enough.
    """

    label: str
    series: pd.Series = field(repr=False)
    known_year: int
    why_not: str = ""
    trend: LogTrend | None = field(default=None, repr=False)
    one_trend: LogTrend | None = field(default=None, repr=False)
    sup: SupF | None = field(default=None, repr=False)
    dates: BreakDates | None = field(default=None, repr=False)
    predictive: FTest | None = None
    classical: FTest | None = None


def study_breaks(
    values: pd.Series, label: str, known_year: int = 2014, most_breaks: int = 3
) -> BreakStudy:
    """Look for breaks in a series; a series that does not allow it is explained, not refused.

    Parameters
    ----------
    values : pandas.Series
        Values by year (the label); NaN where there is none, or none that is comparable.
    label : str
        What the series is, for example ``"turnover"``.
    known_year : int
        A year to test by itself, as the first of a new regime.
    most_breaks : int
        Largest number of breaks to consider.

    Returns
    -------
    BreakStudy
        With ``why_not`` if the series is too short, or no logarithm of it exists.

    Examples
    --------
    >>> study_breaks(pd.Series({2000: 1.0, 2001: 2.0}), "turnover").why_not
    '2 years are too few to look for a break at an unknown date; it takes 10'
    """
    try:
        series = clean_series(values)
        sup, dates = sup_f(series), bai_perron(series, most_breaks)
        trend, one_trend = fit_trend(series, dates.years), fit_trend(series)
    except MeasureError as error:
        kept = values.dropna()
        return BreakStudy(label, kept, known_year, why_not=str(error))
    tests: list[FTest | None] = []
    for test in (_predictive, chow):
        try:
            tests.append(test(series, known_year))
        except MeasureError:
            tests.append(None)
    return BreakStudy(label, series, known_year, "", trend, one_trend, sup, dates, *tests)


def tabulate_regimes(*studies: BreakStudy) -> pd.DataFrame:
    """Return the regimes between the breaks of each series.

    Parameters
    ----------
    *studies : BreakStudy
        From :func:`study_breaks`.

    Returns
    -------
    pandas.DataFrame
        Columns ``series, first_year, last_year, n_years, growth, lower, upper`` (shares a year,
        95 % with HAC errors) and ``break_from, break_to``, the interval of the date at which the
        regime begins (missing for the first).
    """
    names = ["series", "first_year", "last_year", "n_years", "growth", "lower", "upper"]
    names += ["break_from", "break_to"]
    rows = []
    for study in studies:
        if study.trend is None or study.dates is None:
            continue
        spans = [
            (pd.NA, pd.NA),
            *study.dates.dates[["first_year", "last_year"]].to_numpy().tolist(),
        ]
        regimes = study.trend.regimes.itertuples(index=False)
        for regime, span in zip(regimes, spans, strict=True):
            rows.append((study.label, *tuple(regime)[:6], *span))
    frame = pd.DataFrame(rows, columns=names)
    return frame.astype({"break_from": "Int64", "break_to": "Int64"})


def tabulate_tests(*studies: BreakStudy) -> pd.DataFrame:
    """Return the tests of each series.

    Parameters
    ----------
    *studies : BreakStudy
        From :func:`study_breaks`.

    Returns
    -------
    pandas.DataFrame
        Columns ``series, test, year, f, df, n_after, p_independent, p_persistent``.
    """
    rows = []
    for study in studies:
        if study.sup is not None:
            sup = study.sup
            after = int((study.series.index >= sup.year).sum())
            rows.append(
                (study.label, "sup-F, unknown year", sup.year, sup.statistic, "simulated", after,
                 sup.p_value, sup.p_value_persistent)
            )  # fmt: skip
        for test in (study.predictive, study.classical):
            if test is not None:
                df = f"{test.df_numerator}, {test.df_denominator}"
                rows.append(
                    (study.label, f"{test.kind}, known year", test.year, test.statistic, df,
                     test.n_after, test.p_value, test.p_value_persistent)
                )  # fmt: skip
    names = ["series", "test", "year", "f", "df", "n_after", "p_independent", "p_persistent"]
    return pd.DataFrame(rows, columns=names)


def tabulate_series(*studies: BreakStudy) -> pd.DataFrame:
    """Return what the figure of each series draws.

    Parameters
    ----------
    *studies : BreakStudy
        From :func:`study_breaks`.

    Returns
    -------
    pandas.DataFrame
        Columns ``series, year, value, fitted, f`` (the Chow F of a break in that year).
    """
    frames = []
    for study in studies:
        frame = pd.DataFrame({"value": study.series}).rename_axis("year")
        has_trend = study.trend is not None and study.sup is not None
        frame["fitted"] = study.trend.fitted if has_trend and study.trend else np.nan
        frame["f"] = study.sup.path.set_index("year")["f"] if has_trend and study.sup else np.nan
        frames.append(frame.reset_index().assign(series=study.label))
    names = ["series", "year", "value", "fitted", "f"]
    return pd.concat(frames, ignore_index=True)[names] if frames else pd.DataFrame(columns=names)
