"""What SIPRI revised between exports, and why a register gives no annual series."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.arms.checks import require
from analysis.arms.deals import equal_split
from analysis.errors import MeasureError

#: First and last year that each export covers, the oldest export first. Russia is not among the
#: TIV tables, which are one file a supplier.
EXPORTS: dict[tuple[str, str], tuple[int, int]] = {
    ("tiv_tables", "2022-07-28"): (1950, 2021),
    ("deliveries", "2025-01-03"): (2000, 2023),
    ("deliveries", "2026-02-12"): (1995, 2024),
    ("yearly", "2026-06-16"): (1992, 2025),
}
WITHOUT_RUSSIA = ("tiv_tables",)

_KEYS = ["source", "vintage"]


def vintage_series(
    vintages: pd.DataFrame,
    states: Sequence[str],
    first_year: int,
    last_year: int,
    suppliers: str = "russia",
) -> pd.DataFrame:
    """Complete what each export has to a grid of years, all states together.

    Parameters
    ----------
    vintages : pandas.DataFrame
        Columns ``suppliers``, ``iso3``, ``year``, ``source``, ``vintage``, ``tiv_million``.
    states : sequence of str
        ISO3 codes of the recipients.
    first_year, last_year : int
        Ends of the grid, both included.
    suppliers : {'russia', 'others'}, optional
        Whose deliveries.

    Returns
    -------
    pandas.DataFrame
        ``source``, ``vintage``, ``year``, ``tiv_million``: 0 in covered years without a
        delivery, missing in years that the export does not cover; the oldest export first.

    Raises
    ------
    MeasureError
        If columns are missing, the group of suppliers or an export is not known.

    Examples
    --------
    >>> one = pd.DataFrame({"suppliers": ["russia"], "iso3": ["VEN"], "year": [2013],
    ...                     "source": ["deliveries"], "vintage": ["2025-01-03"],
    ...                     "tiv_million": [881.44]})
    >>> series = vintage_series(one, ["VEN"], 2013, 2014)
    >>> series.query("vintage == '2025-01-03'")["tiv_million"].tolist()
    [881.44, 0.0]
    """
    rows = _of_suppliers(vintages, suppliers)
    rows = rows[rows["iso3"].isin(states)]
    sums = rows.groupby([*_KEYS, "year"])["tiv_million"].sum()
    parts = []
    for (source, vintage), (first, last) in _exports(suppliers).items():
        years = range(first_year, last_year + 1)
        index = pd.MultiIndex.from_product([[source], [vintage], years], names=[*_KEYS, "year"])
        part = sums.astype("float64").reindex(index).fillna(0.0).reset_index()
        part["tiv_million"] = part["tiv_million"].where(part["year"].between(first, last))
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


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
    require(series, ["vintage", "year", "tiv_million"])
    known = series.dropna(subset="tiv_million").sort_values("vintage", kind="stable")
    by_year = known.groupby("year")["tiv_million"]
    table = by_year.agg(exports="size", low="min", high="max", newest="last")
    return table.reset_index()


def revisions(vintages: pd.DataFrame, threshold: float = 0.05) -> pd.DataFrame:
    """List the cells that differ between exports that cover the same year.

    Parameters
    ----------
    vintages : pandas.DataFrame
        Columns ``suppliers``, ``iso3``, ``year``, ``source``, ``vintage``, ``tiv_million``.
    threshold : float, optional
        Least difference between the lowest and the highest value, in million TIV. The TIV
        tables are rounded to whole millions for each supplier, so for ``others`` a difference
        of less than 0.5 for each supplier means nothing.

    Returns
    -------
    pandas.DataFrame
        One row a cell, the largest difference first: ``suppliers``, ``iso3``, ``year``, ``low``,
        ``high``, ``difference`` (million TIV), ``exports`` (how many cover the year). An export
        that covers the year and has no row counts as 0.

    Raises
    ------
    MeasureError
        If columns are missing or an export is not known.

    Examples
    --------
    >>> two = pd.DataFrame({"suppliers": "russia", "iso3": "VEN", "year": 2024,
    ...                     "source": ["deliveries", "yearly"],
    ...                     "vintage": ["2026-02-12", "2026-06-16"], "tiv_million": [5.0, 6.5]})
    >>> revisions(two)[["low", "high", "difference"]].values.tolist()
    [[5.0, 6.5, 1.5]]
    """
    parts = []
    for suppliers in ("russia", "others"):
        rows = _of_suppliers(vintages, suppliers)
        cells = ["suppliers", "iso3", "year"]
        wide = rows.pivot(index=cells, columns=_KEYS, values="tiv_million").astype("float64")
        wide = wide.reindex(columns=pd.MultiIndex.from_tuples(_exports(suppliers), names=_KEYS))
        years = wide.index.get_level_values("year")
        for export, (first, last) in _exports(suppliers).items():
            wide[export] = wide[export].fillna(0.0).where((years >= first) & (years <= last))
        part = pd.DataFrame(
            {"low": wide.min(axis=1), "high": wide.max(axis=1), "exports": wide.count(axis=1)}
        )
        parts.append(part.reset_index())
    table = pd.concat(parts, ignore_index=True)
    table["difference"] = table["high"] - table["low"]
    table = table[table["difference"] >= threshold]
    order = ["difference", "suppliers", "iso3", "year"]
    table = table.sort_values(order, ascending=[False, True, True, True], ignore_index=True)
    return table[["suppliers", "iso3", "year", "low", "high", "difference", "exports"]]


def share_by_vintage(
    vintages: pd.DataFrame, states: Sequence[str], spans: Sequence[tuple[int, int]]
) -> pd.DataFrame:
    """Russia's share in the states' imports by window, within each export that covers it.

    Parameters
    ----------
    vintages : pandas.DataFrame
        Columns ``suppliers``, ``iso3``, ``year``, ``source``, ``vintage``, ``tiv_million``.
    states : sequence of str
        ISO3 codes of the recipients, taken together.
    spans : sequence of (int, int)
        First and last year of each window.

    Returns
    -------
    pandas.DataFrame
        One row a window and export that covers all of it and holds Russia: ``first_year``,
        ``last_year``, ``source``, ``vintage``, ``tiv_million`` (from Russia),
        ``total_tiv_million``, ``share`` (0 to 1; missing without imports).

    Raises
    ------
    MeasureError
        If columns are missing or an export is not known.

    Notes
    -----
    Numerator and denominator come from the same export: mixing two would show the revision of
    one as a change of the share.

    Examples
    --------
    >>> two = pd.DataFrame({"suppliers": ["russia", "others"], "iso3": "VEN", "year": 2013,
    ...                     "source": "deliveries", "vintage": "2025-01-03",
    ...                     "tiv_million": [75.0, 25.0]})
    >>> share_by_vintage(two, ["VEN"], [(2013, 2013)])["share"].head(1).tolist()
    [0.75]
    """
    groups = {name: _of_suppliers(vintages, name) for name in ("russia", "others")}
    rows = []
    for first, last in spans:
        for (source, vintage), (begin, end) in _exports("russia").items():
            if first < begin or last > end:
                continue
            volumes = {}
            for name, cells in groups.items():
                own = (cells["source"] == source) & (cells["vintage"] == vintage)
                own &= cells["iso3"].isin(states) & cells["year"].between(first, last)
                volumes[name] = float(cells.loc[own, "tiv_million"].sum())
            total = sum(volumes.values())
            share = volumes["russia"] / total if total > 0 else float("nan")
            rows.append((first, last, source, vintage, volumes["russia"], total, share))
    columns = ["first_year", "last_year", *_KEYS, "tiv_million", "total_tiv_million", "share"]
    return pd.DataFrame(rows, columns=columns)


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
    keys = ["first_year", "last_year"]
    require(by_vintage, [*keys, "share"])
    shares = by_vintage.groupby(keys)["share"]
    return shares.agg(exports="count", share_low="min", share_high="max").reset_index()


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
        If columns are missing.

    Examples
    --------
    >>> deal = pd.DataFrame({"supplier": ["RUS"], "iso3": ["VEN"], "tiv_delivered_million": [10.0],
    ...                      "delivery_years": ["2006; 2007"]})
    >>> true = pd.DataFrame({"supplier": "RUS", "iso3": "VEN", "year": [2006, 2007],
    ...                      "tiv_million": [2.0, 8.0]})
    >>> split_errors(deal, true)["error"].tolist()
    [3.0, -3.0]
    """
    keys = ["supplier", "iso3", "year"]
    require(annual, [*keys, "tiv_million"])
    split = equal_split(deals).set_index(keys)["tiv_million"].rename("split_tiv_million")
    true = annual.set_index(keys)["tiv_million"].astype("float64")
    table = pd.concat([split, true], axis=1).fillna(0.0).reset_index()
    last = split.index.get_level_values("year").max() if len(split) else -1
    table = table[table["year"] <= last].astype({"year": "Int64"})
    table["error"] = table["split_tiv_million"] - table["tiv_million"]
    order = table["error"].abs().sort_values(ascending=False, kind="stable").index
    return table.sort_values(keys).loc[order].reset_index(drop=True)


def worst_split(errors: pd.DataFrame, supplier: str = "RUS") -> pd.DataFrame:
    """Keep the years of the recipient for whom the equal split errs most.

    Parameters
    ----------
    errors : pandas.DataFrame
        As :func:`split_errors` returns it.
    supplier : str, optional
        Whose deliveries; if it delivered nothing, those of the other supplier.

    Returns
    -------
    pandas.DataFrame
        Rows of ``errors`` of one supplier and recipient; none if there are none.

    Examples
    --------
    >>> rows = pd.DataFrame({"supplier": "RUS", "iso3": ["VEN", "PER"], "error": [9.0, -1.0]})
    >>> worst_split(rows)["iso3"].tolist()
    ['VEN']
    """
    require(errors, ["supplier", "iso3", "error"])
    own = errors[errors["supplier"] == supplier]
    own = errors if own.empty else own
    if own.empty:
        return own
    worst = own.iloc[int(own["error"].abs().to_numpy().argmax())]
    same = (own["iso3"] == worst["iso3"]) & (own["supplier"] == worst["supplier"])
    return own[same].reset_index(drop=True)


def _exports(suppliers: str) -> dict[tuple[str, str], tuple[int, int]]:
    return {
        export: years
        for export, years in EXPORTS.items()
        if suppliers != "russia" or export[0] not in WITHOUT_RUSSIA
    }


def _of_suppliers(vintages: pd.DataFrame, suppliers: str) -> pd.DataFrame:
    require(vintages, ["suppliers", "iso3", "year", *_KEYS, "tiv_million"])
    if suppliers not in ("russia", "others"):
        raise MeasureError(f"suppliers = {suppliers!r} is neither 'russia' nor 'others'")
    rows = vintages[vintages["suppliers"] == suppliers]
    strangers = set(zip(rows["source"], rows["vintage"], strict=True)) - set(_exports(suppliers))
    if strangers:
        listed = ", ".join(f"{source} of {vintage}" for source, vintage in sorted(strangers))
        raise MeasureError(
            f"the years covered are not known for {listed}; enter them in "
            "analysis.arms.vintages.EXPORTS"
        )
    return rows
