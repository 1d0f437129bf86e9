"""How far a headline depends on the choices made."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.arms.categories import ESTIMATED, without_local_production
from analysis.arms.checks import require
from analysis.arms.suppliers import IMPORTS_SPAN, inside
from analysis.arms.vintages import share_by_vintage

UNKNOWN_SUPPLIER = "XXU"


def share_sensitivity(
    imports: pd.DataFrame,
    vintages: pd.DataFrame,
    states: Sequence[str],
    first_year: int,
    last_year: int,
    excluded: Sequence[str] = (),
    supplier: str = "RUS",
) -> pd.DataFrame:
    """Recompute one supplier's share in a window under each other choice, one at a time.

    Parameters
    ----------
    imports : pandas.DataFrame
        As ``arms/imports_by_category``.
    vintages : pandas.DataFrame
        As ``arms/vintages``; used if the supplier is Russia.
    states : sequence of str
        ISO3 codes of the recipients.
    first_year, last_year : int
        Ends of the window, both included.
    excluded : sequence of str, optional
        ISO3 codes of the recipients to leave out as one of the choices.
    supplier : str, optional
        ISO3 code.

    Returns
    -------
    pandas.DataFrame
        One row a choice, the baseline first: ``choice``, ``tiv_million`` (of the supplier),
        ``total_tiv_million``, ``share`` (0 to 1; missing without imports), ``change`` (share
        less that of the baseline). Windows moved by a year that the table does not cover are
        left out, as are exports that do not cover the window.

    Raises
    ------
    MeasureError
        If columns are missing or the window reaches beyond the years that the table covers.

    Examples
    --------
    >>> row = {"iso3": "VEN", "supplier": "RUS", "year": 2013, "category": "Aircraft",
    ...        "lines": 1, "tiv_million": 10.0, "tiv_local_production_million": 0.0}
    >>> for what in ("order_year", "number", "delivery_year"):
    ...     row |= {f"tiv_{what}_estimated_million": 4.0}
    >>> other = row | {"supplier": "USA", "tiv_delivery_year_estimated_million": 0.0}
    >>> none = pd.DataFrame(columns=["suppliers", "iso3", "year", "source", "vintage",
    ...                              "tiv_million"])
    >>> table = share_sensitivity(pd.DataFrame([row, other]), none, ["VEN"], 2013, 2013)
    >>> table["choice"].tolist()[:2], table["share"].tolist()[0]
    (['baseline', 'without local production'], 0.5)
    """
    volumes = ["tiv_million", "tiv_local_production_million"]
    require(imports, ["iso3", "supplier", "year", *volumes])
    rows = imports[imports["iso3"].isin(states)]
    window = inside(rows, first_year, last_year)
    found = [("baseline", window)]
    if excluded:
        scope = ", ".join(excluded) if len(excluded) <= 3 else f"{len(excluded)} states"
        found.append((f"without {scope}", window[~window["iso3"].isin(excluded)]))
    found.append(("without local production", without_local_production(window)))
    known = window[window["supplier"] != UNKNOWN_SUPPLIER]
    found.append(("without unknown suppliers", known))
    for what in ESTIMATED:
        marked = f"tiv_{what}_estimated_million"
        require(imports, [marked])
        firm = window.assign(tiv_million=window["tiv_million"] - window[marked])
        label = what.replace("_", " ")
        found.append((f"only where the {label} is no estimate", firm))
    for years in (-1, 1):
        first, last = first_year + years, last_year + years
        if first >= IMPORTS_SPAN[0] and last <= IMPORTS_SPAN[1]:
            found.append((f"window {first}-{last}", inside(rows, first, last)))
    table = [(choice, *_volumes(part, supplier)) for choice, part in found]
    if supplier == "RUS":
        by_vintage = share_by_vintage(vintages, states, [(first_year, last_year)])
        for each in by_vintage.to_dict("records"):
            choice = f"export of {each['vintage']}"
            table.append((choice, each["tiv_million"], each["total_tiv_million"]))
    columns = ["choice", "tiv_million", "total_tiv_million"]
    result = pd.DataFrame(table, columns=columns)
    total = result["total_tiv_million"]
    result["share"] = result["tiv_million"] / total.where(total > 0)
    # Rounded: sums in another order differ by noise, which is no change.
    result["change"] = (result["share"] - result["share"].iloc[0]).round(12)
    return result


def _volumes(rows: pd.DataFrame, supplier: str) -> tuple[float, float]:
    own = rows.loc[rows["supplier"] == supplier, "tiv_million"].sum()
    return float(own), float(rows["tiv_million"].sum())
