"""Suppliers of a window of years: dependence, rank, concentration."""

from __future__ import annotations

from collections.abc import Sequence

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

_IMPORTS = Frame("iso3", "supplier", "year", "tiv_million", key=3, present=("tiv_million",))
_LENGTH = Number(at_least=1, is_whole=True)
_NO_LESS = Number(at_least=0)


@takes(first_year=YEAR, last_year=YEAR, length=_LENGTH)
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
    ends = range(last_year, first_year + length - 2, -length)
    return [(end - length + 1, end) for end in reversed(ends)]


@takes(first_year=YEAR, last_year=YEAR, length=_LENGTH)
def rolling_windows(first_year: int, last_year: int, length: int) -> list[tuple[int, int]]:
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


@takes(
    imports=_IMPORTS,
    supplier=STATE,
    states=STATES,
    first_year=YEAR,
    last_year=YEAR,
    min_tiv=_NO_LESS,
    covered=SPAN,
)
def supplier_share(
    imports: pd.DataFrame,
    supplier: str,
    states: Sequence[str],
    first_year: int,
    last_year: int,
    min_tiv: float = 0.0,
    covered: tuple[int, int] | None = None,
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
    covered : (int, int), optional
        First and last year that the table covers. None: those of its first and last row.

    Returns
    -------
    pandas.DataFrame
        One row a state, sorted: ``iso3``, ``tiv_million`` (from the supplier),
        ``total_tiv_million``, ``share`` (0 to 1; missing if the state received nothing or less
        than ``min_tiv``) and ``n`` (years of the window with a delivery from anyone).

    Raises
    ------
    MeasureError
        If the frame breaks its contract or the window reaches beyond the years covered.

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
    rows = inside(imports, first_year, last_year, covered)
    total = rows.groupby("iso3")["tiv_million"].sum()
    own = rows[rows["supplier"] == supplier].groupby("iso3")["tiv_million"].sum()
    years = rows.groupby("iso3")["year"].nunique()
    table = pd.DataFrame(index=pd.Index(sorted(states), name="iso3"))
    table["tiv_million"] = own.astype("float64").reindex(table.index).fillna(0.0)
    table["total_tiv_million"] = total.astype("float64").reindex(table.index).fillna(0.0)
    enough = (table["total_tiv_million"] > 0) & (table["total_tiv_million"] >= min_tiv)
    table["share"] = (table["tiv_million"] / table["total_tiv_million"]).where(enough)
    table["n"] = years.reindex(table.index).fillna(0).astype("Int64")
    return table.reset_index()


@takes(imports=_IMPORTS, supplier=STATE, states=STATES, spans=SPANS)
def shares_by_window(
    imports: pd.DataFrame,
    supplier: str,
    states: Sequence[str],
    spans: Sequence[tuple[int, int]],
    min_tiv: float = 0.0,
    covered: tuple[int, int] | None = None,
) -> pd.DataFrame:
    """Compute :func:`supplier_share` in each of several windows.

    Parameters
    ----------
    imports, supplier, states, min_tiv, covered
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
        If the frame breaks its contract or a window reaches beyond the years that the table covers.

    Examples
    --------
    >>> rows = pd.DataFrame({"iso3": "PER", "supplier": ["RUS", "ITA"], "year": [2004, 2014],
    ...                      "tiv_million": [58.0, 29.0]})
    >>> spans = [(2000, 2004), (2010, 2014)]
    >>> shares = shares_by_window(rows, "RUS", ["PER"], spans, covered=(1995, 2024))
    >>> shares["share"].tolist()
    [1.0, 0.0]
    """
    tables = [
        supplier_share(imports, supplier, states, first, last, min_tiv, covered).assign(
            first_year=first, last_year=last
        )
        for first, last in spans
    ]
    columns = ["first_year", "last_year", "iso3", "tiv_million", "total_tiv_million", "share", "n"]
    if not tables:
        return pd.DataFrame(columns=columns).astype(dict.fromkeys(columns[3:6], "float64"))
    return pd.concat(tables, ignore_index=True)[columns]


@takes(imports=_IMPORTS, spans=SPANS, covered=SPAN)
def window_table(
    imports: pd.DataFrame,
    spans: Sequence[tuple[int, int]],
    covered: tuple[int, int] | None = None,
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


_WINDOWS = Frame(
    *("first_year", "last_year", "supplier", "tiv_million", "share", "rank"),
    key=3,
    present=("tiv_million",),
)


@takes(table=_WINDOWS, supplier=STATE)
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
    keys = ["first_year", "last_year"]
    by_window = table.assign(square=table["share"] ** 2).groupby(keys)
    summary = by_window.agg(
        total_tiv_million=("tiv_million", "sum"), hhi=("square", "sum"), suppliers=("share", "size")
    )
    own = table[table["supplier"] == supplier].set_index(keys)[["tiv_million", "share", "rank"]]
    summary = summary.join(own).fillna({"tiv_million": 0.0, "share": 0.0})
    least = 1 / summary["suppliers"].astype("float64")
    several = summary["suppliers"] > 1
    normalized = (summary["hhi"] - least) / (1 - least).where(several)
    # Equal shares give 0, not the noise of their squares.
    summary["hhi_normalized"] = normalized.clip(lower=0.0)
    order = ["total_tiv_million", "tiv_million", "share", "rank", "hhi", "hhi_normalized"]
    order += ["suppliers"]
    return summary[order].astype({"rank": "Int64", "suppliers": "Int64"}).reset_index()


@takes(imports=_IMPORTS, spans=SPANS, excluded=STATES, supplier=STATE, covered=SPAN)
def with_and_without(
    imports: pd.DataFrame,
    spans: Sequence[tuple[int, int]],
    excluded: Sequence[str],
    supplier: str,
    covered: tuple[int, int] | None = None,
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
    tables = []
    for label, rows in scopes.items():
        table = window_summary(window_table(rows, spans, covered), supplier)
        table.insert(0, "recipients", label)
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


def rank_in_windows(
    rows: pd.DataFrame,
    by: str,
    spans: Sequence[tuple[int, int]],
    covered: tuple[int, int] | None = None,
) -> pd.DataFrame:
    """Sum and rank what is in each window by a column, the largest first; with shares."""
    keys = ["first_year", "last_year"]
    parts = [
        inside(rows, first, last, covered).assign(first_year=first, last_year=last)
        for first, last in spans
    ]
    # Without windows, the columns of one without rows.
    whole = pd.concat(parts or [rows.head(0).assign(first_year=0, last_year=0)])
    table = whole.groupby([*keys, by])["tiv_million"].sum().reset_index()
    table["tiv_million"] = table["tiv_million"].astype("float64")
    volumes = table.groupby(keys)["tiv_million"]
    table["share"] = table["tiv_million"] / volumes.transform("sum")
    table["rank"] = volumes.rank(ascending=False, method="min").astype("Int64")
    return table.sort_values([*keys, "rank", by], ignore_index=True)


def inside(
    rows: pd.DataFrame, first_year: int, last_year: int, covered: tuple[int, int] | None = None
) -> pd.DataFrame:
    """Keep the rows of a window, or raise if the table does not cover it whole."""
    if covered is None and len(rows):
        covered = int(rows["year"].min()), int(rows["year"].max())
    has = range(covered[0], covered[1] + 1) if covered else ()
    check_coverage("the deliveries", has, range(first_year, last_year + 1))
    return rows[rows["year"].between(first_year, last_year)]
