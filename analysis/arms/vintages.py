"""What SIPRI revised between exports, and why a register gives no annual series."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from analysis.arms.deals import equal_split
from analysis.arms.suppliers import WINDOW, Span, repeat, share_at
from analysis.contracts import SPANS, STATE, STATES, YEAR, Contract, Frame, Number, takes
from analysis.errors import MeasureError

_EXPORT = ["source", "vintage"]
_CELL = ("supplier", "iso3", "year")
_CELLS = Frame(*_CELL, "tiv_million", key=3, present=("tiv_million",))
_TABLES: dict[str, Contract] = {
    "vintages": Frame(*_CELL, *_EXPORT, "tiv_million", key=5, present=("tiv_million",)),
    "editions": Frame(*_EXPORT, *WINDOW, "lacks", key=2),
    "supplier": STATE,
}


@takes(states=STATES, first_year=YEAR, last_year=YEAR, **_TABLES)
def vintage_series(
    vintages: pd.DataFrame,
    editions: pd.DataFrame,
    states: Sequence[str],
    first_year: int,
    last_year: int,
    supplier: str,
) -> pd.DataFrame:
    """Complete what each export has to a grid of years, all states together.

    Parameters
    ----------
    vintages : pandas.DataFrame
        Columns ``supplier``, ``iso3``, ``year``, ``source``, ``vintage``, ``tiv_million``.
    editions : pandas.DataFrame
        The exports: ``source``, ``vintage``, ``first_year``, ``last_year``,
        ``lacks`` (codes of suppliers that an export does not hold), as ``arms/editions``.
    states : sequence of str
        ISO3 codes of the recipients.
    first_year, last_year : int
        Ends of the grid, both included.
    supplier : str
        ISO3 code: whose deliveries.

    Returns
    -------
    pandas.DataFrame
        ``source``, ``vintage``, ``year``, ``tiv_million``: 0 in covered years without a
        delivery, missing in years that the export does not cover; the oldest export first.
        Exports that lack the supplier are left out.

    Raises
    ------
    MeasureError
        If a frame breaks its contract or an export is not known.

    Examples
    --------
    >>> exports = pd.DataFrame({"source": ["deliveries"], "vintage": ["2025-01-03"],
    ...                         "first_year": 2000, "last_year": 2023, "lacks": None})
    >>> one = pd.DataFrame({"supplier": ["RUS"], "iso3": ["VEN"], "year": [2013],
    ...                     "source": ["deliveries"], "vintage": ["2025-01-03"],
    ...                     "tiv_million": [881.44]})
    >>> vintage_series(one, exports, ["VEN"], 2013, 2014, "RUS")["tiv_million"].tolist()
    [881.44, 0.0]
    """
    rows = vintages[(vintages["supplier"] == supplier) & vintages["iso3"].isin(states)]
    years = pd.DataFrame({"year": range(first_year, last_year + 1)})
    return _complete(_exports(vintages, editions, {supplier}), years, rows)


@takes(series=Frame("vintage", "year", "tiv_million"))
def vintage_range(series: pd.DataFrame) -> pd.DataFrame:
    """Find the lowest and the highest value of each year among the exports that cover it.

    Parameters
    ----------
    series : pandas.DataFrame
        As :func:`vintage_series` returns it.

    Returns
    -------
    pandas.DataFrame
        One row a year that any export covers: ``year``, ``exports`` (how many), ``low``,
        ``high``, ``newest`` (of the newest export that covers it), all in million TIV.

    Examples
    --------
    >>> two = pd.DataFrame({"source": "deliveries", "vintage": ["2025-01-03", "2026-02-12"],
    ...                     "year": 2013, "tiv_million": [881.44, 883.04]})
    >>> vintage_range(two)[["exports", "low", "high", "newest"]].values.tolist()
    [[2.0, 881.44, 883.04, 883.04]]
    """
    known = series.dropna(subset="tiv_million").sort_values("vintage", kind="stable")
    by_year = known.groupby("year")["tiv_million"]
    return by_year.agg(exports="size", low="min", high="max", newest="last").reset_index()


@takes(threshold=Number(at_least=0), **_TABLES)
def revisions(
    vintages: pd.DataFrame, editions: pd.DataFrame, supplier: str, threshold: float = 0.05
) -> pd.DataFrame:
    """List the cells that differ between exports that cover the same year.

    Parameters
    ----------
    vintages : pandas.DataFrame
        Columns ``supplier``, ``iso3``, ``year``, ``source``, ``vintage``, ``tiv_million``.
    editions : pandas.DataFrame
        The exports: ``source``, ``vintage``, ``first_year``, ``last_year``,
        ``lacks`` (codes of suppliers that an export does not hold), as ``arms/editions``.
    supplier : str
        ISO3 code of the supplier that is set apart from all others.
    threshold : float, optional
        Least difference between the lowest and the highest value, in million TIV. The TIV
        tables are rounded to whole millions for each supplier, so for ``others`` a difference
        of less than 0.5 for each supplier means nothing.

    Returns
    -------
    pandas.DataFrame
        One row a cell, the largest difference first: ``suppliers`` (the code, or ``others``
        together), ``iso3``, ``year``, ``low``, ``high``, ``difference`` (million TIV),
        ``exports`` (how many cover the year). An export that covers the year and has no row
        counts as 0; one that lacks a supplier is not compared.

    Raises
    ------
    MeasureError
        If a frame breaks its contract or an export is not known.

    Examples
    --------
    >>> exports = pd.DataFrame({"source": ["deliveries", "yearly"], "first_year": 2000,
    ...                         "vintage": ["2026-02-12", "2026-06-16"], "last_year": 2024,
    ...                         "lacks": None})
    >>> two = pd.DataFrame({"supplier": "RUS", "iso3": "VEN", "year": 2024,
    ...                     "source": ["deliveries", "yearly"],
    ...                     "vintage": ["2026-02-12", "2026-06-16"], "tiv_million": [5.0, 6.5]})
    >>> revisions(two, exports, "RUS")[["low", "high", "difference"]].values.tolist()
    [[5.0, 6.5, 1.5]]
    """
    others = (set(vintages["supplier"]) | _lacking(editions)) - {supplier}
    parts = []
    for label, group in ((supplier, {supplier}), ("others", others)):
        rows = vintages[vintages["supplier"].isin(group)]
        cells = rows[["iso3", "year"]].drop_duplicates()
        known = _complete(_exports(vintages, editions, group), cells, rows)
        volumes = known.groupby(["iso3", "year"])["tiv_million"]
        part = volumes.agg(low="min", high="max", exports="count")
        parts.append(part.reset_index().assign(suppliers=label))
    table = pd.concat(parts, ignore_index=True)
    table["difference"] = table["high"] - table["low"]
    table = table[table["difference"] >= threshold]
    order = ["difference", "suppliers", "iso3", "year"]
    table = table.sort_values(order, ascending=[False, True, True, True], ignore_index=True)
    return table[["suppliers", "iso3", "year", "low", "high", "difference", "exports"]]


@takes(states=STATES, spans=SPANS, **_TABLES)
def share_by_vintage(
    vintages: pd.DataFrame,
    editions: pd.DataFrame,
    states: Sequence[str],
    spans: Sequence[Span],
    supplier: str,
) -> pd.DataFrame:
    """Share of a supplier in the states' imports by window, within each export that covers it.

    Parameters
    ----------
    vintages : pandas.DataFrame
        Columns ``supplier``, ``iso3``, ``year``, ``source``, ``vintage``, ``tiv_million``.
    editions : pandas.DataFrame
        The exports: ``source``, ``vintage``, ``first_year``, ``last_year``,
        ``lacks`` (codes of suppliers that an export does not hold), as ``arms/editions``.
    states : sequence of str
        ISO3 codes of the recipients, taken together.
    spans : sequence of (int, int)
        First and last year of each window.
    supplier : str
        ISO3 code.

    Returns
    -------
    pandas.DataFrame
        One row a window and export that covers all of it and lacks no supplier: ``first_year``,
        ``last_year``, ``source``, ``vintage``, ``tiv_million`` (from the supplier),
        ``total_tiv_million``, ``share`` (0 to 1; missing without imports).

    Raises
    ------
    MeasureError
        If a frame breaks its contract or an export is not known.

    Notes
    -----
    Numerator and denominator come from the same export: mixing two would show the revision of
    one as a change of the share.

    Examples
    --------
    >>> exports = pd.DataFrame({"source": ["deliveries"], "vintage": ["2025-01-03"],
    ...                         "first_year": 2000, "last_year": 2023, "lacks": None})
    >>> two = pd.DataFrame({"supplier": ["RUS", "USA"], "iso3": "VEN", "year": 2013,
    ...                     "source": "deliveries", "vintage": "2025-01-03",
    ...                     "tiv_million": [75.0, 25.0]})
    >>> share_by_vintage(two, exports, ["VEN"], [(2013, 2013)], "RUS")["share"].tolist()
    [0.75]
    """
    exports = _exports(vintages, editions, _lacking(editions))
    pairs = pd.DataFrame(spans, columns=WINDOW).merge(exports, "cross", suffixes=("", "_known"))
    is_whole = pairs["first_year_known"] <= pairs["first_year"]
    is_whole &= pairs["last_year"] <= pairs["last_year_known"]
    rows = repeat(vintages[vintages["iso3"].isin(states)], spans)
    own = rows[rows["supplier"] == supplier]
    return share_at(pairs.loc[is_whole, [*WINDOW, *_EXPORT]], own, rows).reset_index()


@takes(by_vintage=Frame("first_year", "last_year", "share"))
def share_range(by_vintage: pd.DataFrame) -> pd.DataFrame:
    """Find the range of a share over the exports, for each window.

    Parameters
    ----------
    by_vintage : pandas.DataFrame
        As :func:`share_by_vintage` returns it.

    Returns
    -------
    pandas.DataFrame
        One row a window: ``first_year``, ``last_year``, ``exports`` (how many give a share),
        ``share_low``, ``share_high`` (missing if none does).

    Examples
    --------
    >>> two = pd.DataFrame({"first_year": 2010, "last_year": 2014, "share": [0.28, 0.29]})
    >>> share_range(two).values.tolist()
    [[2010.0, 2014.0, 2.0, 0.28, 0.29]]
    """
    shares = by_vintage.groupby(WINDOW)["share"]
    return shares.agg(exports="count", share_low="min", share_high="max").reset_index()


@takes(shares=Frame("iso3", "first_year", "last_year", "share"), supplier=STATE)
def add_ranges(
    shares: pd.DataFrame, vintages: pd.DataFrame, editions: pd.DataFrame, supplier: str
) -> pd.DataFrame:
    """Add to each state's share in a window its range over the exports that cover the window.

    Parameters
    ----------
    shares : pandas.DataFrame
        As :func:`analysis.arms.supplier_share` returns it.
    vintages, editions, supplier
        As :func:`share_by_vintage` takes them.

    Returns
    -------
    pandas.DataFrame
        ``shares`` with ``exports`` (how many give a share), ``share_low`` and ``share_high``.

    Raises
    ------
    MeasureError
        If a frame breaks its contract or an export is not known.
    """
    rows = [
        share_by_vintage(vintages, editions, [iso3], [(first, last)], supplier)["share"]
        for iso3, first, last in shares[["iso3", *WINDOW]].itertuples(index=False)
    ]
    return shares.assign(
        exports=[int(each.count()) for each in rows],
        share_low=[each.min() for each in rows],
        share_high=[each.max() for each in rows],
    )


@takes(annual=_CELLS)
def split_errors(deals: pd.DataFrame, annual: pd.DataFrame) -> pd.DataFrame:
    """Compare an equal division of the register's deals with the years SIPRI gives.

    Parameters
    ----------
    deals : pandas.DataFrame
        The register, columns as :func:`analysis.arms.equal_split` needs.
    annual : pandas.DataFrame
        Columns ``supplier``, ``iso3``, ``year``, ``tiv_million``: the true years.

    Returns
    -------
    pandas.DataFrame
        One row a supplier, recipient and year that either has, up to the last year of the
        register, the largest error first: ``supplier``, ``iso3``, ``year``,
        ``split_tiv_million``, ``tiv_million``, ``error`` (the difference, million TIV). Part of
        an error may be a revision between the two exports.

    Raises
    ------
    MeasureError
        If a frame breaks its contract: :mod:`analysis.contracts`.

    Examples
    --------
    >>> deal = pd.DataFrame({"supplier": ["RUS"], "iso3": ["VEN"], "tiv_delivered_million": [10.0],
    ...                      "delivery_years": ["2006; 2007"]})
    >>> true = pd.DataFrame({"supplier": "RUS", "iso3": "VEN", "year": [2006, 2007],
    ...                      "tiv_million": [2.0, 8.0]})
    >>> split_errors(deal, true)["error"].tolist()
    [3.0, -3.0]
    """
    keys = list(_CELL)
    split = equal_split(deals).set_index(keys)["tiv_million"].rename("split_tiv_million")
    true = annual.set_index(keys)["tiv_million"].astype("float64")
    table = pd.concat([split, true], axis=1).fillna(0.0).reset_index()
    last = split.index.get_level_values("year").max() if len(split) else -1
    table = table[table["year"] <= last].astype({"year": "Int64"})
    table["error"] = table["split_tiv_million"] - table["tiv_million"]
    order = table["error"].abs().sort_values(ascending=False, kind="stable").index
    return table.sort_values(keys).loc[order].reset_index(drop=True)


@takes(errors=Frame("supplier", "iso3", "error"), supplier=STATE)
def worst_split(errors: pd.DataFrame, supplier: str) -> pd.DataFrame:
    """Keep the years of the recipient for whom the equal split errs most.

    Parameters
    ----------
    errors : pandas.DataFrame
        As :func:`split_errors` returns it.
    supplier : str
        Whose deliveries; if it delivered nothing, those of the other supplier.

    Returns
    -------
    pandas.DataFrame
        Rows of ``errors`` of one supplier and recipient; none if there are none.

    Examples
    --------
    >>> rows = pd.DataFrame({"supplier": "RUS", "iso3": ["VEN", "PER"], "error": [9.0, -1.0]})
    >>> worst_split(rows, "RUS")["iso3"].tolist()
    ['VEN']
    """
    own = errors[errors["supplier"] == supplier]
    own = errors if own.empty else own
    if own.empty:
        return own
    worst = own.iloc[int(own["error"].abs().to_numpy().argmax())]
    same = (own["iso3"] == worst["iso3"]) & (own["supplier"] == worst["supplier"])
    return own[same].reset_index(drop=True)


def _exports(
    vintages: pd.DataFrame, editions: pd.DataFrame, suppliers: Collection[str]
) -> pd.DataFrame:
    """Return the exports that lack none of some suppliers, the oldest first, with their years."""
    known = set(zip(editions["source"], editions["vintage"], strict=True))
    strangers = set(zip(vintages["source"], vintages["vintage"], strict=True)) - known
    if strangers:
        listed = ", ".join(f"{source} of {vintage}" for source, vintage in sorted(strangers))
        raise MeasureError(f"the table of editions has no years for {listed}")
    holds = editions["lacks"].map(lambda printed: _codes(printed).isdisjoint(suppliers))
    return editions[holds.astype(bool)].sort_values(["vintage", "source"])[[*_EXPORT, *WINDOW]]


def _complete(exports: pd.DataFrame, cells: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Sum what each export has of some cells: 0 without a row, missing in years not covered."""
    keys = [*_EXPORT, *cells]
    table = exports.merge(cells, "cross")
    places = pd.MultiIndex.from_frame(table[keys])
    sums = rows.groupby(keys)["tiv_million"].sum().astype("float64").reindex(places).fillna(0.0)
    is_covered = table["year"].between(table["first_year"], table["last_year"])
    table["tiv_million"] = pd.Series(sums.to_numpy(), table.index).where(is_covered)
    return table[[*keys, "tiv_million"]]


def _lacking(editions: pd.DataFrame) -> set[str]:
    return set().union(*map(_codes, editions["lacks"]))


def _codes(printed: str | None) -> set[str]:
    return set() if pd.isna(printed) else set(str(printed).split("; "))
