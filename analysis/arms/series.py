"""Series of deliveries: complete years, totals, trailing means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.arms.suppliers import rank_within
from analysis.contracts import SPANS, STATES, YEAR, Frame, Number, takes
from analysis.errors import MeasureError

_KEYS = ("supplier", "iso3", "year")
_SERIES = Frame(*_KEYS, "tiv_million", key=3)
_ENDS = {"first_year": ("year", "min"), "last_year": ("year", "max")}
_TOTALS = Frame("supplier", "year", "tiv_million", key=2)
_DELIVERIES = Frame(*_KEYS, "tiv_million", key=3, present=("tiv_million",))


@takes(deliveries=_DELIVERIES, states=STATES, first_year=YEAR, last_year=YEAR, spans=SPANS)
def annual_series(
    deliveries: pd.DataFrame,
    states: Sequence[str],
    first_year: int,
    last_year: int,
    spans: Mapping[str, tuple[int, int]],
) -> pd.DataFrame:
    """Complete the deliveries to a grid of suppliers, states and years.

    Parameters
    ----------
    deliveries : pandas.DataFrame
        Columns ``supplier``, ``iso3``, ``year``, ``tiv_million``; years without a delivery
        have no row.
    states : sequence of str
        ISO3 codes of the recipients.
    first_year, last_year : int
        Ends of the grid, both included.
    spans : mapping
        For each supplier, the first and last year that the source covers, as
        :func:`analysis.arms.supplier_spans` gives them. Other suppliers are left out.

    Returns
    -------
    pandas.DataFrame
        ``len(spans)`` x ``len(states)`` x number of years rows with the four columns, sorted.
        ``tiv_million`` is 0 in covered years without a delivery and missing outside the span.

    Raises
    ------
    MeasureError
        If the frame breaks its contract, or a delivery lies outside its span.

    Examples
    --------
    >>> one = pd.DataFrame(
    ...     {"supplier": ["RUS"], "iso3": ["PER"], "year": [1992], "tiv_million": [29.0]}
    ... )
    >>> annual_series(one, ["PER"], 1991, 1993, {"RUS": (1992, 2025)})["tiv_million"].tolist()
    [nan, 29.0, 0.0]
    """
    keys = list(_KEYS)
    known = deliveries[deliveries["supplier"].isin(spans)]
    pairs = zip(known["supplier"], known["year"], strict=True)
    outside = known[[not _within(supplier, year, spans) for supplier, year in pairs]]
    if len(outside):
        rows = [" ".join(map(str, row)) for row in outside[keys].itertuples(index=False)]
        raise MeasureError(f"deliveries outside the span of their supplier: {'; '.join(rows)}")
    years = range(first_year, last_year + 1)
    grid = pd.MultiIndex.from_product([sorted(spans), sorted(states), years], names=keys)
    filled = known.set_index(keys)["tiv_million"].astype("float64").reindex(grid).fillna(0.0)
    filled[[not _within(supplier, year, spans) for supplier, _, year in grid]] = float("nan")
    return filled.reset_index()


@takes(series=_SERIES)
def total_by_year(series: pd.DataFrame) -> pd.DataFrame:
    """Sum a series over its states.

    Parameters
    ----------
    series : pandas.DataFrame
        As :func:`annual_series` returns it.

    Returns
    -------
    pandas.DataFrame
        Columns ``supplier``, ``year``, ``tiv_million``; missing outside the span.

    Examples
    --------
    >>> two = pd.DataFrame({"supplier": "RUS", "iso3": ["PER", "VEN"], "year": 2011,
    ...                     "tiv_million": [61.5, 270.65]})
    >>> total_by_year(two)["tiv_million"].tolist()
    [332.15]
    """
    by_year = series.groupby(["supplier", "year"])["tiv_million"]
    return by_year.sum(min_count=1).reset_index()


@takes(series=_TOTALS, window=Number(at_least=1, is_whole=True))
def trailing_mean(series: pd.DataFrame, window: int = 5) -> pd.DataFrame:
    r"""Average each year with the years before it, for each supplier alone.

    SIPRI smooths the volume of transfers in this way, with five years [1]_:

    .. math:: m_t = \frac{1}{w} \sum_{k=0}^{w-1} x_{t-k}

    Parameters
    ----------
    series : pandas.DataFrame
        Columns ``supplier``, ``year``, ``tiv_million``, with every year between the first and
        the last once.
    window : int, optional
        Years averaged, the year itself included (1: no smoothing).

    Returns
    -------
    pandas.DataFrame
        The series, sorted, with ``mean_tiv_million``: missing for the first ``window - 1``
        years of a supplier, so that no mean crosses from one supplier to the next.

    Raises
    ------
    MeasureError
        If the window is below 1 or a supplier's years have gaps or doubles.

    References
    ----------
    .. [1] P. D. Wezeman, S. T. Wezeman (2015), "Trends in International Arms Transfers, 2014",
       SIPRI Fact Sheet, March 2015.

    Examples
    --------
    >>> years = pd.DataFrame({"supplier": "RUS", "year": [1992, 1993, 1994],
    ...                       "tiv_million": [29.0, 0.0, 38.0]})
    >>> trailing_mean(years, 2)["mean_tiv_million"].tolist()
    [nan, 14.5, 19.0]
    """
    ordered = series.sort_values(["supplier", "year"], ignore_index=True)
    steps = ordered.groupby("supplier")["year"].diff().dropna()
    if (steps != 1).any():
        raise MeasureError(
            "a trailing mean needs every year once for each supplier; complete the series with "
            "annual_series() and sum it with total_by_year()"
        )
    values = ordered.groupby("supplier")["tiv_million"]
    # A plain sum of each window: pandas' running sums would carry rounding from year to year.
    means = values.transform(lambda each: sum(each.shift(lag) for lag in range(window)) / window)
    return ordered.assign(mean_tiv_million=means)


@takes(annual=_TOTALS)
def supplier_totals(annual: pd.DataFrame) -> pd.DataFrame:
    """Sum each supplier's years and find its largest one.

    Parameters
    ----------
    annual : pandas.DataFrame
        Columns ``supplier``, ``year``, ``tiv_million``; missing years do not count.

    Returns
    -------
    pandas.DataFrame
        One row a supplier with covered years: ``supplier``, ``first_year``, ``last_year``,
        ``years``, ``years_with_deliveries``, ``tiv_million``, ``peak_year`` (the first of
        equal ones; missing if nothing was delivered) and ``peak_tiv_million``.

    Raises
    ------
    MeasureError
        If the frame breaks its contract: :mod:`analysis.contracts`.

    Examples
    --------
    >>> years = pd.DataFrame({"supplier": "RUS", "year": [1992, 1993, 1994],
    ...                       "tiv_million": [29.0, 0.0, 38.0]})
    >>> totals = supplier_totals(years)
    >>> totals[["years", "years_with_deliveries", "tiv_million", "peak_year"]].values.tolist()
    [[3, 2, 67.0, 1994]]
    """
    covered = annual.dropna(subset="tiv_million").sort_values(["supplier", "year"])
    by = covered.assign(delivered=covered["tiv_million"] > 0).groupby("supplier")
    years = {"years": ("year", "size"), "years_with_deliveries": ("delivered", "sum")}
    volumes = {"tiv_million": ("tiv_million", "sum"), "peak_tiv_million": ("tiv_million", "max")}
    table = by.agg(**_ENDS, **years, **volumes)
    peaks = covered.loc[covered.groupby("supplier")["tiv_million"].idxmax()]
    peaks = peaks[peaks["tiv_million"] > 0].set_index("supplier")
    table.insert(5, "peak_year", peaks["year"].astype("Int64").reindex(table.index))
    return table.reset_index()


@takes(series=_SERIES)
def recipient_totals(series: pd.DataFrame) -> pd.DataFrame:
    """Sum what each recipient received from each supplier.

    Parameters
    ----------
    series : pandas.DataFrame
        Columns ``supplier``, ``iso3``, ``year``, ``tiv_million``.

    Returns
    -------
    pandas.DataFrame
        One row a supplier and recipient with a delivery, the largest first: ``supplier``,
        ``iso3``, ``tiv_million``, ``share`` (0 to 1, of the supplier's deliveries in the
        frame), ``rank`` (1: largest), ``first_year`` and ``last_year`` (with a delivery).

    Raises
    ------
    MeasureError
        If the frame breaks its contract: :mod:`analysis.contracts`.

    Examples
    --------
    >>> two = pd.DataFrame({"supplier": "RUS", "iso3": ["PER", "VEN"], "year": 2011,
    ...                     "tiv_million": [25.0, 75.0]})
    >>> recipient_totals(two)[["iso3", "share", "rank"]].values.tolist()
    [['VEN', 0.75, 1], ['PER', 0.25, 2]]
    """
    by = series[series["tiv_million"] > 0].groupby(["supplier", "iso3"])
    table = by.agg(tiv_million=("tiv_million", "sum"), **_ENDS).reset_index()
    ranked = rank_within(["supplier"], "iso3", table)
    return ranked[["supplier", "iso3", "tiv_million", "share", "rank", *_ENDS]]


def _within(supplier: str, year: int, spans: Mapping[str, tuple[int, int]]) -> bool:
    first, last = spans[supplier]
    return first <= year <= last
