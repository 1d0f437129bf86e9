"""Measures of arms transfers: series, trailing means, dependence, concentration.

All volumes are SIPRI's trend-indicator value (TIV), in millions. It measures the transfer of
military resources and is no price: TIV must not be compared with trade, spending or contracts
in money [1]_. SIPRI counts deliveries of major arms; where a source covers a year, the absence
of a row means that no delivery is recorded, so it is a zero and not a gap.

The Soviet Union (``SUN``) and Russia (``RUS``) are two suppliers and are never added up here.

References
----------
.. [1] P. Holtom, M. Bromley, V. Simmel (2012), "Measuring International Arms Transfers",
   SIPRI Fact Sheet, December 2012.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.errors import MeasureError

# First and last year of deliveries that the tables cover, by supplier. A supplier that did not
# exist has no zeros.
SPANS: dict[str, tuple[int, int]] = {"SUN": (1950, 1991), "RUS": (1992, 2025)}

# Years that the table of imports by supplier covers.
IMPORTS_SPAN = (1995, 2024)


def annual_series(
    deliveries: pd.DataFrame,
    states: Sequence[str],
    first_year: int,
    last_year: int,
    spans: dict[str, tuple[int, int]] = SPANS,
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
    spans : dict, optional
        For each supplier, the first and last year that the source covers.

    Returns
    -------
    pandas.DataFrame
        ``len(spans)`` x ``len(states)`` x number of years rows with the four columns, sorted.
        ``tiv_million`` is 0 in covered years without a delivery and missing outside the span.

    Raises
    ------
    MeasureError
        If columns are missing, a key occurs twice, or a delivery lies outside its span.

    Examples
    --------
    >>> one = pd.DataFrame(
    ...     {"supplier": ["RUS"], "iso3": ["PER"], "year": [1992], "tiv_million": [29.0]}
    ... )
    >>> annual_series(one, ["PER"], 1991, 1993, {"RUS": (1992, 2025)})["tiv_million"].tolist()
    [nan, 29.0, 0.0]
    """
    _require(deliveries, ["supplier", "iso3", "year", "tiv_million"])
    keys = ["supplier", "iso3", "year"]
    known = deliveries[deliveries["supplier"].isin(spans)]
    twice = known[known.duplicated(keys)]
    if len(twice):
        raise MeasureError(f"deliveries hold keys twice: {_rows(twice[keys])}")
    pairs = zip(known["supplier"], known["year"], strict=True)
    outside = known[[not _within(supplier, year, spans) for supplier, year in pairs]]
    if len(outside):
        raise MeasureError(f"deliveries outside the span of their supplier: {_rows(outside[keys])}")
    grid = pd.MultiIndex.from_product(
        [sorted(spans), sorted(states), range(first_year, last_year + 1)], names=keys
    )
    filled = known.set_index(keys)["tiv_million"].astype("float64").reindex(grid).fillna(0.0)
    filled[[not _within(supplier, year, spans) for supplier, _, year in grid]] = float("nan")
    return filled.reset_index()


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
    _require(series, ["supplier", "year", "tiv_million"])
    by_year = series.groupby(["supplier", "year"])["tiv_million"]
    return by_year.sum(min_count=1).reset_index()


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
        years of a supplier, so that no mean crosses from the USSR to Russia.

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
    _require(series, ["supplier", "year", "tiv_million"])
    if window < 1:
        raise MeasureError(f"window = {window} must be at least one year")
    ordered = series.sort_values(["supplier", "year"], ignore_index=True)
    steps = ordered.groupby("supplier")["year"].diff().dropna()
    if (steps != 1).any():
        raise MeasureError(
            "a trailing mean needs every year once for each supplier; complete the series with "
            "annual_series() and sum it with total_by_year()"
        )
    values = ordered.groupby("supplier")["tiv_million"]
    # A plain sum of each window: pandas' running sums would carry rounding from year to year.
    return ordered.assign(
        mean_tiv_million=values.transform(
            lambda each: sum(each.shift(lag) for lag in range(window)) / window
        )
    )


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
        If columns are missing.

    Examples
    --------
    >>> years = pd.DataFrame({"supplier": "RUS", "year": [1992, 1993, 1994],
    ...                       "tiv_million": [29.0, 0.0, 38.0]})
    >>> totals = supplier_totals(years)
    >>> totals[["years", "years_with_deliveries", "tiv_million", "peak_year"]].values.tolist()
    [[3, 2, 67.0, 1994]]
    """
    _require(annual, ["supplier", "year", "tiv_million"])
    covered = annual.dropna(subset="tiv_million").sort_values(["supplier", "year"])
    table = (
        covered.assign(delivered=covered["tiv_million"] > 0)
        .groupby("supplier")
        .agg(
            first_year=("year", "min"),
            last_year=("year", "max"),
            years=("year", "size"),
            years_with_deliveries=("delivered", "sum"),
            tiv_million=("tiv_million", "sum"),
            peak_tiv_million=("tiv_million", "max"),
        )
    )
    peaks = covered.loc[covered.groupby("supplier")["tiv_million"].idxmax()]
    peaks = peaks[peaks["tiv_million"] > 0].set_index("supplier")
    table.insert(5, "peak_year", peaks["year"].astype("Int64").reindex(table.index))
    return table.reset_index()


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
        If columns are missing.

    Examples
    --------
    >>> two = pd.DataFrame({"supplier": "RUS", "iso3": ["PER", "VEN"], "year": 2011,
    ...                     "tiv_million": [25.0, 75.0]})
    >>> recipient_totals(two)[["iso3", "share", "rank"]].values.tolist()
    [['VEN', 0.75, 1], ['PER', 0.25, 2]]
    """
    _require(series, ["supplier", "iso3", "year", "tiv_million"])
    delivered = series[series["tiv_million"] > 0]
    table = (
        delivered.groupby(["supplier", "iso3"])
        .agg(
            tiv_million=("tiv_million", "sum"),
            first_year=("year", "min"),
            last_year=("year", "max"),
        )
        .reset_index()
    )
    volumes = table.groupby("supplier")["tiv_million"]
    table.insert(3, "share", table["tiv_million"] / volumes.transform("sum"))
    table.insert(4, "rank", volumes.rank(ascending=False, method="min").astype("Int64"))
    return table.sort_values(["supplier", "rank", "iso3"], ignore_index=True)


def windows(first_year: int, last_year: int, length: int) -> list[tuple[int, int]]:
    """Cut years into windows of equal length, counted back from the last year.

    Years at the beginning that do not fill a window are left out: a shorter window would not
    compare with the others.

    Parameters
    ----------
    first_year, last_year : int
        Ends of the years, both included.
    length : int
        Years in a window.

    Returns
    -------
    list of (int, int)
        First and last year of each window, the oldest first; empty if the years do not fill
        one.

    Raises
    ------
    MeasureError
        If the length is below 1.

    Examples
    --------
    >>> windows(1994, 2004, 5)
    [(1995, 1999), (2000, 2004)]
    >>> windows(2023, 2024, 5)
    []
    """
    if length < 1:
        raise MeasureError(f"length = {length} must be at least one year")
    ends = range(last_year, first_year + length - 2, -length)
    return [(end - length + 1, end) for end in reversed(ends)]


def supplier_share(
    imports: pd.DataFrame,
    supplier: str,
    states: Sequence[str],
    first_year: int,
    last_year: int,
    min_tiv: float = 0.0,
) -> pd.DataFrame:
    r"""Share of one supplier in what each state received over a window: its dependence.

    .. math:: d_{rs} = \frac{\sum_t x_{rst}}{\sum_s \sum_t x_{rst}}

    SIPRI words dependence on a supplier in this way [1]_.

    Parameters
    ----------
    imports : pandas.DataFrame
        Columns ``iso3``, ``supplier``, ``year``, ``tiv_million``.
    supplier : str
        ISO3 code of the supplier.
    states : sequence of str
        ISO3 codes of the recipients.
    first_year, last_year : int
        Ends of the window, both included.
    min_tiv : float, optional
        Least total, in million TIV, on which a share is given.

    Returns
    -------
    pandas.DataFrame
        One row a state, sorted: ``iso3``, ``tiv_million`` (from the supplier),
        ``total_tiv_million``, ``share`` (0 to 1; missing if the state received nothing or less
        than ``min_tiv``) and ``n`` (years of the window with a delivery from anyone).

    Raises
    ------
    MeasureError
        If columns are missing or the window reaches beyond the years that the table covers.

    References
    ----------
    .. [1] SIPRI, "Trends in International Arms Transfers", yearly fact sheet, tables of
       recipients and their main suppliers.

    Examples
    --------
    >>> rows = pd.DataFrame({"iso3": "PER", "supplier": ["RUS", "ITA"], "year": [2014, 2014],
    ...                      "tiv_million": [58.0, 29.0]})
    >>> supplier_share(rows, "RUS", ["PER"], 2014, 2014)["share"].round(3).tolist()
    [0.667]
    """
    inside = _in_window(imports, first_year, last_year)
    total = inside.groupby("iso3")["tiv_million"].sum()
    own = inside[inside["supplier"] == supplier].groupby("iso3")["tiv_million"].sum()
    years = inside.groupby("iso3")["year"].nunique()
    table = pd.DataFrame(index=pd.Index(sorted(states), name="iso3"))
    table["tiv_million"] = own.astype("float64").reindex(table.index).fillna(0.0)
    table["total_tiv_million"] = total.astype("float64").reindex(table.index).fillna(0.0)
    enough = (table["total_tiv_million"] > 0) & (table["total_tiv_million"] >= min_tiv)
    table["share"] = (table["tiv_million"] / table["total_tiv_million"]).where(enough)
    table["n"] = years.reindex(table.index).fillna(0).astype("Int64")
    return table.reset_index()


def shares_by_window(
    imports: pd.DataFrame,
    supplier: str,
    states: Sequence[str],
    spans: Sequence[tuple[int, int]],
    min_tiv: float = 0.0,
) -> pd.DataFrame:
    """Compute :func:`supplier_share` in each of several windows.

    Parameters
    ----------
    imports, supplier, states, min_tiv
        As :func:`supplier_share` takes them.
    spans : sequence of (int, int)
        First and last year of each window.

    Returns
    -------
    pandas.DataFrame
        Columns ``first_year``, ``last_year`` and those of :func:`supplier_share`, one row a
        window and state; without windows, no rows.

    Raises
    ------
    MeasureError
        If columns are missing or a window reaches beyond the years that the table covers.

    Examples
    --------
    >>> rows = pd.DataFrame({"iso3": "PER", "supplier": ["RUS", "ITA"], "year": [2004, 2014],
    ...                      "tiv_million": [58.0, 29.0]})
    >>> shares = shares_by_window(rows, "RUS", ["PER"], [(2000, 2004), (2010, 2014)])
    >>> shares["share"].tolist()
    [1.0, 0.0]
    """
    tables = []
    for first, last in spans or [IMPORTS_SPAN]:
        table = supplier_share(imports, supplier, states, first, last, min_tiv)
        table.insert(0, "first_year", first)
        table.insert(1, "last_year", last)
        tables.append(table if spans else table.head(0))
    return pd.concat(tables, ignore_index=True)


def window_table(imports: pd.DataFrame, spans: Sequence[tuple[int, int]]) -> pd.DataFrame:
    """Sum what all states of a table received in each window, by supplier.

    Parameters
    ----------
    imports : pandas.DataFrame
        Columns ``iso3``, ``supplier``, ``year``, ``tiv_million``.
    spans : sequence of (int, int)
        First and last year of each window.

    Returns
    -------
    pandas.DataFrame
        One row a window and supplier, the largest first: ``first_year``, ``last_year``,
        ``supplier``, ``tiv_million``, ``share`` (0 to 1, of the window), ``rank`` (1: largest;
        equal volumes share the better rank). A window without deliveries has no rows.

    Raises
    ------
    MeasureError
        If columns are missing or a window reaches beyond the years that the table covers.

    Examples
    --------
    >>> rows = pd.DataFrame({"iso3": "PER", "supplier": ["RUS", "ITA"], "year": [2014, 2014],
    ...                      "tiv_million": [58.0, 29.0]})
    >>> window_table(rows, [(2010, 2014)])[["supplier", "tiv_million", "rank"]].values.tolist()
    [['RUS', 58.0, 1], ['ITA', 29.0, 2]]
    """
    keys = ["first_year", "last_year"]
    # Without windows, the columns of one without rows.
    inside = pd.concat(
        [
            _in_window(imports, first, last).assign(first_year=first, last_year=last)
            for first, last in spans
        ]
        or [imports.head(0).assign(first_year=0, last_year=0)],
    )
    table = inside.groupby([*keys, "supplier"])["tiv_million"].sum().reset_index()
    table["tiv_million"] = table["tiv_million"].astype("float64")
    volumes = table.groupby(keys)["tiv_million"]
    table["share"] = table["tiv_million"] / volumes.transform("sum")
    table["rank"] = volumes.rank(ascending=False, method="min").astype("Int64")
    return table.sort_values(["first_year", "rank", "supplier"], ignore_index=True)


def window_summary(table: pd.DataFrame, supplier: str = "RUS") -> pd.DataFrame:
    r"""Describe each window: total, concentration, and the place of one supplier.

    Concentration is the Herfindahl-Hirschman index of the suppliers' shares [1]_,

    .. math:: H = \sum_s p_s^2,

    from 1/number of suppliers (equal shares) to 1 (one supplier). Suppliers that SIPRI does not
    know count as one.

    Parameters
    ----------
    table : pandas.DataFrame
        As :func:`window_table` returns it.
    supplier : str, optional
        ISO3 code of the supplier to place.

    Returns
    -------
    pandas.DataFrame
        One row a window: ``first_year``, ``last_year``, ``total_tiv_million``,
        ``tiv_million`` (of the supplier; 0 if none), ``share`` (0 to 1), ``rank`` (missing if
        it delivered nothing), ``hhi`` (0 to 1) and ``suppliers`` (how many).

    Raises
    ------
    MeasureError
        If columns are missing.

    References
    ----------
    .. [1] J. P. Dunne, R. P. Smith (2016), "The evolution of concentration in the arms
       market", Economics of Peace and Security Journal 11(1), doi:10.15355/epsj.11.1.12.

    Examples
    --------
    >>> halves = pd.DataFrame({"first_year": 2010, "last_year": 2014, "supplier": ["RUS", "ITA"],
    ...                        "tiv_million": [5.0, 5.0], "share": [0.5, 0.5], "rank": [1, 1]})
    >>> window_summary(halves)[["total_tiv_million", "share", "hhi"]].values.tolist()
    [[10.0, 0.5, 0.5]]
    """
    keys = ["first_year", "last_year"]
    _require(table, [*keys, "supplier", "tiv_million", "share", "rank"])
    by_window = table.assign(square=table["share"] ** 2).groupby(keys)
    summary = by_window.agg(
        total_tiv_million=("tiv_million", "sum"), hhi=("square", "sum"), suppliers=("share", "size")
    )
    own = table[table["supplier"] == supplier].set_index(keys)[["tiv_million", "share", "rank"]]
    summary = summary.join(own).fillna({"tiv_million": 0.0, "share": 0.0})
    order = ["total_tiv_million", "tiv_million", "share", "rank", "hhi", "suppliers"]
    return summary[order].astype({"rank": "Int64", "suppliers": "Int64"}).reset_index()


def with_and_without(
    imports: pd.DataFrame,
    spans: Sequence[tuple[int, int]],
    excluded: Sequence[str],
    supplier: str = "RUS",
) -> pd.DataFrame:
    """Compare one supplier's share of all imports with its share when states are left out.

    Parameters
    ----------
    imports : pandas.DataFrame
        Columns ``iso3``, ``supplier``, ``year``, ``tiv_million``.
    spans : sequence of (int, int)
        First and last year of each window.
    excluded : sequence of str
        ISO3 codes of the recipients to leave out.
    supplier : str, optional
        ISO3 code of the supplier.

    Returns
    -------
    pandas.DataFrame
        As :func:`window_summary`, twice, with a first column ``recipients``: ``all`` and
        ``without <codes>``. Windows without deliveries have no row.

    Raises
    ------
    MeasureError
        If columns are missing or a window reaches beyond the years that the table covers.

    Examples
    --------
    >>> rows = pd.DataFrame({"iso3": ["PER", "VEN"], "supplier": ["ITA", "RUS"], "year": 2014,
    ...                      "tiv_million": [25.0, 75.0]})
    >>> with_and_without(rows, [(2014, 2014)], ["VEN"])[["recipients", "share"]].values.tolist()
    [['all', 0.75], ['without VEN', 0.0]]
    """
    rest = imports[~imports["iso3"].isin(excluded)]
    scopes = {"all": imports, f"without {' '.join(excluded)}": rest}
    tables = []
    for label, rows in scopes.items():
        table = window_summary(window_table(rows, spans), supplier)
        table.insert(0, "recipients", label)
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


def delivered_between(deals: pd.DataFrame, first_year: int, last_year: int) -> pd.DataFrame:
    """Keep the deals with at least one year of delivery in a span, the largest first.

    Parameters
    ----------
    deals : pandas.DataFrame
        Columns ``deal``, ``delivery_years`` (``"2006; 2008"``) and ``tiv_delivered_million``.
    first_year, last_year : int
        Ends of the span, both included.

    Returns
    -------
    pandas.DataFrame
        Rows of ``deals``, whole: their volume may include years outside the span, since the
        register does not divide a deal among its years.

    Raises
    ------
    MeasureError
        If columns are missing.

    Examples
    --------
    >>> two = pd.DataFrame({"deal": [1, 2], "delivery_years": ["1999", "2006; 2008"],
    ...                     "tiv_delivered_million": [3.0, 9.0]})
    >>> delivered_between(two, 2007, 2010)["deal"].tolist()
    [2]
    >>> delivered_between(two, 1990, 2010)["deal"].tolist()
    [2, 1]
    """
    _require(deals, ["deal", "delivery_years", "tiv_delivered_million"])
    inside = [
        number
        for number, printed in enumerate(deals["delivery_years"].fillna("9999"))  # 9999: not yet
        if any(first_year <= int(year) <= last_year for year in printed.split(";"))
    ]
    order = ["tiv_delivered_million", "deal"]
    return deals.take(inside).sort_values(order, ascending=[False, True], ignore_index=True)


def _in_window(imports: pd.DataFrame, first_year: int, last_year: int) -> pd.DataFrame:
    _require(imports, ["iso3", "supplier", "year", "tiv_million"])
    if first_year < IMPORTS_SPAN[0] or last_year > IMPORTS_SPAN[1] or first_year > last_year:
        raise MeasureError(
            f"the window {first_year}-{last_year} must lie within the years that the imports "
            f"cover, {IMPORTS_SPAN[0]}-{IMPORTS_SPAN[1]}"
        )
    return imports[imports["year"].between(first_year, last_year)]


def _within(supplier: str, year: int, spans: dict[str, tuple[int, int]]) -> bool:
    first, last = spans[supplier]
    return first <= year <= last


def _require(frame: pd.DataFrame, columns: list[str]) -> None:
    absent = [column for column in columns if column not in frame.columns]
    if absent:
        raise MeasureError(
            f"the frame lacks {', '.join(absent)}; it has {', '.join(map(str, frame.columns))}"
        )


def _rows(frame: pd.DataFrame) -> str:
    return "; ".join(" ".join(map(str, row)) for row in frame.itertuples(index=False))
