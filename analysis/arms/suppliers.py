"""Suppliers and recipients in windows of years: dependence, rank, concentration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis.contracts import (
    SPAN,
    SPANS,
    STATE,
    STATES,
    YEAR,
    Frame,
    Number,
    check_coverage,
    takes,
)

Span = tuple[int, int]

WINDOW = ["first_year", "last_year"]
"""Columns that name a window."""

_IMPORTS = Frame("iso3", "supplier", "year", "tiv_million", key=3, present=("tiv_million",))
_EXPORTS = Frame("iso3", "year", "tiv_million", key=2, present=("tiv_million",))
_SPANS: dict[str, Any] = {"spans": SPANS, "covered": SPAN}
_YEARS: dict[str, Any] = dict.fromkeys(WINDOW, YEAR) | {"length": Number(at_least=1, is_whole=True)}


@takes(**_YEARS)
def windows(first_year: int, last_year: int, length: int) -> list[Span]:
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
    return rolling_windows(first_year, last_year, length)[::-length][::-1]


@takes(**_YEARS)
def rolling_windows(first_year: int, last_year: int, length: int) -> list[Span]:
    """List the windows of a length that end in each year.

    Parameters
    ----------
    first_year, last_year : int
        Ends of the years, both included.
    length : int
        Years in a window.

    Returns
    -------
    list of (int, int)
        First and last year of each whole window, the oldest first; empty if there is none.

    Raises
    ------
    MeasureError
        If the length is below 1.

    Examples
    --------
    >>> rolling_windows(1995, 2001, 5)
    [(1995, 1999), (1996, 2000), (1997, 2001)]
    """
    return [(end - length + 1, end) for end in range(first_year + length - 1, last_year + 1)]


@takes(imports=_IMPORTS, supplier=STATE, states=STATES, min_tiv=Number(at_least=0), **_SPANS)
def supplier_share(
    imports: pd.DataFrame,
    supplier: str,
    states: Sequence[str],
    spans: Sequence[Span],
    min_tiv: float = 0.0,
    covered: Span | None = None,
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
    spans : sequence of (int, int)
        First and last year of each window.
    min_tiv : float, optional
        Least total, in million TIV, on which a share is given.
    covered : (int, int), optional
        First and last year that the table covers. None: those of its first and last row.

    Returns
    -------
    pandas.DataFrame
        One row a window and state, the states sorted: ``first_year``, ``last_year``, ``iso3``,
        ``tiv_million`` (from the supplier), ``total_tiv_million``, ``share`` (0 to 1; missing if
        the state received nothing or less than ``min_tiv``) and ``n`` (years of the window with
        a delivery from anyone); without windows, no rows.

    Raises
    ------
    MeasureError
        If the frame breaks its contract or a window reaches beyond the years that the table covers.

    References
    ----------
    .. [1] SIPRI, "Trends in International Arms Transfers", yearly fact sheet, tables of
       recipients and their main suppliers.

    Examples
    --------
    >>> rows = pd.DataFrame({"iso3": "PER", "supplier": ["RUS", "ITA"], "year": [2014, 2014],
    ...                      "tiv_million": [58.0, 29.0]})
    >>> supplier_share(rows, "RUS", ["PER"], [(2014, 2014)])["share"].round(3).tolist()
    [0.667]
    """
    rows = cut(imports, spans, covered)
    recipients = pd.Series(sorted(states), name="iso3")
    cells = pd.DataFrame(spans, columns=WINDOW).merge(recipients, "cross")
    table = share_at(cells, rows[rows["supplier"] == supplier], rows)
    table["share"] = table["share"].where(table["total_tiv_million"] >= min_tiv)
    years = rows.groupby(list(cells))["year"].nunique()
    return table.assign(n=years).fillna({"n": 0}).astype({"n": "Int64"}).reset_index()


@takes(imports=_IMPORTS, **_SPANS)
def window_table(
    imports: pd.DataFrame, spans: Sequence[Span], covered: Span | None = None
) -> pd.DataFrame:
    """Sum what all states of a table received in each window, by supplier.

    Parameters
    ----------
    imports : pandas.DataFrame
        Columns ``iso3``, ``supplier``, ``year``, ``tiv_million``.
    spans : sequence of (int, int)
        First and last year of each window.
    covered : (int, int), optional
        First and last year that the table covers. None: those of its first and last row.

    Returns
    -------
    pandas.DataFrame
        One row a window and supplier, the largest first: ``first_year``, ``last_year``,
        ``supplier``, ``tiv_million``, ``share`` (0 to 1, of the window), ``rank`` (1: largest;
        equal volumes share the better rank). A window without deliveries has no rows.

    Raises
    ------
    MeasureError
        If the frame breaks its contract or a window reaches beyond the years that the table covers.

    Examples
    --------
    >>> rows = pd.DataFrame({"iso3": "PER", "supplier": ["RUS", "ITA"], "year": [2014, 2014],
    ...                      "tiv_million": [58.0, 29.0]})
    >>> window_table(rows, [(2014, 2014)])[["supplier", "tiv_million", "rank"]].values.tolist()
    [['RUS', 58.0, 1], ['ITA', 29.0, 2]]
    """
    return rank_in_windows(imports, "supplier", spans, covered)


_RANKED = Frame(
    *(*WINDOW, "supplier", "tiv_million", "share", "rank"), key=3, present=("tiv_million",)
)


@takes(table=_RANKED, supplier=STATE)
def window_summary(table: pd.DataFrame, supplier: str) -> pd.DataFrame:
    r"""Describe each window: total, concentration, and the place of one supplier.

    Concentration is the Herfindahl-Hirschman index of the suppliers' shares [1]_,

    .. math:: H = \sum_s p_s^2,

    from 1/number of suppliers (equal shares) to 1 (one supplier). The normalised index,

    .. math:: H^* = \frac{H - 1/N}{1 - 1/N},

    runs from 0 to 1 whatever their number N, and is not defined for one supplier.
    Suppliers that SIPRI does not know count as one.

    Parameters
    ----------
    table : pandas.DataFrame
        As :func:`window_table` returns it.
    supplier : str
        ISO3 code of the supplier to place.

    Returns
    -------
    pandas.DataFrame
        One row a window: ``first_year``, ``last_year``, ``total_tiv_million``,
        ``tiv_million`` (of the supplier; 0 if none), ``share`` (0 to 1), ``rank`` (missing if
        it delivered nothing), ``hhi`` (0 to 1), ``hhi_normalized`` (0 to 1; missing with one
        supplier) and ``suppliers`` (how many).

    Raises
    ------
    MeasureError
        If the frame breaks its contract: :mod:`analysis.contracts`.

    References
    ----------
    .. [1] J. P. Dunne, R. P. Smith (2016), "The evolution of concentration in the arms
       market", Economics of Peace and Security Journal 11(1), doi:10.15355/epsj.11.1.12.

    Examples
    --------
    >>> halves = pd.DataFrame({"first_year": 2010, "last_year": 2014, "supplier": ["RUS", "ITA"],
    ...                        "tiv_million": [5.0, 5.0], "share": [0.5, 0.5], "rank": [1, 1]})
    >>> window_summary(halves, "RUS")[["total_tiv_million", "share", "hhi"]].values.tolist()
    [[10.0, 0.5, 0.5]]
    """
    by_window = table.assign(square=table["share"] ** 2).groupby(WINDOW)
    summary = by_window.agg(
        total_tiv_million=("tiv_million", "sum"), hhi=("square", "sum"), suppliers=("share", "size")
    )
    own = table[table["supplier"] == supplier].set_index(WINDOW)[["tiv_million", "share", "rank"]]
    summary = summary.join(own).fillna({"tiv_million": 0.0, "share": 0.0})
    least = 1 / summary["suppliers"].astype("float64")
    normalized = (summary["hhi"] - least) / (1 - least).where(summary["suppliers"] > 1)
    # Equal shares give 0, not the noise of their squares.
    summary["hhi_normalized"] = normalized.clip(lower=0.0)
    order = ["total_tiv_million", "tiv_million", "share", "rank", "hhi", "hhi_normalized"]
    whole = {"rank": "Int64", "suppliers": "Int64"}
    return summary[[*order, "suppliers"]].astype(whole).reset_index()


@takes(imports=_IMPORTS, excluded=STATES, supplier=STATE, **_SPANS)
def with_and_without(
    imports: pd.DataFrame,
    spans: Sequence[Span],
    excluded: Sequence[str],
    supplier: str,
    covered: Span | None = None,
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
    supplier : str
        ISO3 code of the supplier.
    covered : (int, int), optional
        First and last year that the table covers. None: those of its first and last row.

    Returns
    -------
    pandas.DataFrame
        As :func:`window_summary`, twice, with a first column ``recipients``: ``all`` and
        ``without <codes>``. Windows without deliveries have no row.

    Raises
    ------
    MeasureError
        If the frame breaks its contract or a window reaches beyond the years that the table covers.

    Examples
    --------
    >>> rows = pd.DataFrame({"iso3": ["PER", "VEN"], "supplier": ["ITA", "RUS"], "year": 2014,
    ...                      "tiv_million": [25.0, 75.0]})
    >>> compared = with_and_without(rows, [(2014, 2014)], ["VEN"], "RUS")
    >>> compared[["recipients", "share"]].values.tolist()
    [['all', 0.75], ['without VEN', 0.0]]
    """
    rest = imports[~imports["iso3"].isin(excluded)]
    scopes = {"all": imports, f"without {' '.join(excluded)}": rest}
    tables = {
        label: window_summary(window_table(rows, spans, covered), supplier)
        for label, rows in scopes.items()
    }
    return pd.concat(tables, names=["recipients", None]).reset_index(0).reset_index(drop=True)


@takes(exports=_EXPORTS, **_SPANS)
def recipient_ranks(
    exports: pd.DataFrame, spans: Sequence[Span], covered: Span | None = None
) -> pd.DataFrame:
    """Rank the recipients of one supplier in each window.

    Parameters
    ----------
    exports : pandas.DataFrame
        Columns ``iso3``, ``year``, ``tiv_million``: all recipients of the supplier.
    spans : sequence of (int, int)
        First and last year of each window; windows may overlap.
    covered : (int, int), optional
        First and last year that the table covers. None: those of its first and last row.

    Returns
    -------
    pandas.DataFrame
        One row a window and recipient, the largest first: ``first_year``, ``last_year``,
        ``iso3``, ``tiv_million``, ``share`` (0 to 1, of the supplier's exports), ``rank`` (1:
        largest; equal volumes share the better rank). A window without exports has no rows.

    Raises
    ------
    MeasureError
        If the frame breaks its contract or a window reaches beyond the years that the table covers.

    Examples
    --------
    >>> rows = pd.DataFrame({"iso3": ["IND", "VEN"], "year": 2013,
    ...                      "tiv_million": [3750.25, 883.04]})
    >>> recipient_ranks(rows, [(2013, 2013)])[["iso3", "rank"]].values.tolist()
    [['IND', 1], ['VEN', 2]]
    """
    return rank_in_windows(exports, "iso3", spans, covered)


@takes(exports=_EXPORTS, states=STATES, **_SPANS)
def region_share(
    exports: pd.DataFrame, states: Sequence[str], spans: Sequence[Span], covered: Span | None = None
) -> pd.DataFrame:
    """Share of some states, taken together, in all exports of one supplier.

    Parameters
    ----------
    exports : pandas.DataFrame
        Columns ``iso3``, ``year``, ``tiv_million``: all recipients of the supplier.
    states : sequence of str
        ISO3 codes.
    spans : sequence of (int, int)
        First and last year of each window; windows may overlap.
    covered : (int, int), optional
        First and last year that the table covers. None: those of its first and last row.

    Returns
    -------
    pandas.DataFrame
        One row a window: ``first_year``, ``last_year``, ``tiv_million`` (to the states),
        ``total_tiv_million``, ``share`` (0 to 1; missing if nothing was exported) and
        ``recipients`` (how many of the states received anything).

    Raises
    ------
    MeasureError
        If the frame breaks its contract or a window reaches beyond the years that the table covers.

    Examples
    --------
    >>> rows = pd.DataFrame({"iso3": ["IND", "VEN"], "year": 2013, "tiv_million": [75.0, 25.0]})
    >>> region_share(rows, ["VEN"], [(2013, 2013)])["share"].tolist()
    [0.25]
    """
    rows = cut(exports, spans, covered)
    own = rows[rows["iso3"].isin(states) & (rows["tiv_million"] > 0)]
    table = share_at(pd.DataFrame(spans, columns=WINDOW), own, rows)
    table["recipients"] = own.groupby(WINDOW)["iso3"].nunique()
    return table.fillna({"recipients": 0}).astype({"recipients": "int64"}).reset_index()


def rank_in_windows(
    rows: pd.DataFrame, by: str, spans: Sequence[Span], covered: Span | None = None
) -> pd.DataFrame:
    """Sum and rank what is in each window by a column, the largest first; with shares."""
    whole = cut(rows, spans, covered)
    return rank_within(WINDOW, by, whole.groupby([*WINDOW, by])["tiv_million"].sum().reset_index())


def rank_within(groups: list[str], by: str, table: pd.DataFrame) -> pd.DataFrame:
    """Add each row's share and rank in its group, and sort: the largest first, then by a column."""
    table = table.astype({"tiv_million": "float64"})
    volumes = table.groupby(groups)["tiv_million"]
    table["share"] = table["tiv_million"] / volumes.transform("sum")
    table["rank"] = volumes.rank(ascending=False, method="min").astype("Int64")
    return table.sort_values([*groups, "rank", by], ignore_index=True)


def share_at(places: pd.DataFrame, own: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Sum some of the rows and all of them at each place, with the share of the former."""
    keys = list(places)
    table = places.set_index(keys)
    for name, part in {"tiv_million": own, "total_tiv_million": rows}.items():
        table[name] = part.groupby(keys)["tiv_million"].sum().astype("float64")
    table = table.fillna(0.0)
    total = table["total_tiv_million"]
    return table.assign(share=table["tiv_million"] / total.where(total > 0))


def cut(rows: pd.DataFrame, spans: Sequence[Span], covered: Span | None = None) -> pd.DataFrame:
    """Return the rows of each window with its years, or raise if one is not covered whole."""
    has = covered_years(rows, covered)
    for first, last in spans:
        check_coverage("the deliveries", has, range(first, last + 1))
    return repeat(rows, spans)


def covered_years(rows: pd.DataFrame, covered: Span | None) -> range:
    """Return the years that a table covers: those given, or from its first to its last row."""
    if covered is None and len(rows):
        covered = int(rows["year"].min()), int(rows["year"].max())
    return range(covered[0], covered[1] + 1) if covered else range(0)


def repeat(rows: pd.DataFrame, spans: Sequence[Span]) -> pd.DataFrame:
    """Return the rows of each window with its first and last year; windows may overlap."""
    parts = [
        rows[rows["year"].between(first, last)].assign(first_year=first, last_year=last)
        for first, last in spans
    ]
    # Without windows, the columns of one without rows.
    return pd.concat(parts or [rows.head(0).assign(first_year=0, last_year=0)])
