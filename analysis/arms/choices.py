"""How far a headline depends on the choices made."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.arms.categories import ESTIMATED, without_local_production
from analysis.arms.suppliers import inside
from analysis.arms.vintages import share_by_vintage
from analysis.contracts import SPAN, STATE, STATES, YEAR, Frame, States, takes

UNKNOWN_SUPPLIER = "XXU"
"""Code of the suppliers that SIPRI does not know."""

_MARKED = tuple(f"tiv_{what}_estimated_million" for what in ESTIMATED)
_VOLUMES = ("tiv_million", "tiv_local_production_million", *_MARKED)


@takes(
    imports=Frame("iso3", "supplier", "year", *_VOLUMES, present=_VOLUMES),
    states=STATES,
    first_year=YEAR,
    last_year=YEAR,
    supplier=STATE,
    excluded=States(at_least=0),
    covered=SPAN,
)
def vary_choices(
    imports: pd.DataFrame,
    vintages: pd.DataFrame,
    editions: pd.DataFrame,
    states: Sequence[str],
    first_year: int,
    last_year: int,
    supplier: str,
    excluded: Sequence[str] = (),
    covered: tuple[int, int] | None = None,
) -> pd.DataFrame:
    """Recompute one supplier's share in a window under each other choice, one at a time.

    Parameters
    ----------
    imports : pandas.DataFrame
        As ``arms/imports_by_category``.
    vintages, editions : pandas.DataFrame
        As ``arms/vintages`` and ``arms/editions``.
    states : sequence of str
        ISO3 codes of the recipients.
    first_year, last_year : int
        Ends of the window, both included.
    supplier : str
        ISO3 code.
    excluded : sequence of str, optional
        ISO3 codes of the recipients to leave out as one of the choices.
    covered : (int, int), optional
        First and last year that the imports cover. None: those of their first and last row.

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
        If a frame breaks its contract or the window reaches beyond the years that the table covers.

    Examples
    --------
    >>> row = {"iso3": "VEN", "supplier": "RUS", "year": 2013, "category": "Aircraft",
    ...        "lines": 1, "tiv_million": 10.0, "tiv_local_production_million": 0.0}
    >>> for what in ("order_year", "number", "delivery_year"):
    ...     row |= {f"tiv_{what}_estimated_million": 4.0}
    >>> other = row | {"supplier": "USA", "tiv_delivery_year_estimated_million": 0.0}
    >>> names = ["supplier", "iso3", "year", "source", "vintage", "tiv_million"]
    >>> vintages = pd.DataFrame(columns=names).astype({"year": int, "tiv_million": float})
    >>> editions = pd.DataFrame(columns=["source", "vintage", "first_year", "last_year", "lacks"])
    >>> rows = pd.DataFrame([row, other])
    >>> table = vary_choices(rows, vintages, editions, ["VEN"], 2013, 2013, "RUS")
    >>> table["choice"].tolist()[:2], table["share"].tolist()[0]
    (['baseline', 'without local production'], 0.5)
    """
    if covered is None and len(imports):
        covered = int(imports["year"].min()), int(imports["year"].max())
    rows = imports[imports["iso3"].isin(states)]
    window = inside(rows, first_year, last_year, covered)
    found = [("baseline", window)]
    if excluded:
        scope = ", ".join(excluded) if len(excluded) <= 3 else f"{len(excluded)} states"
        found.append((f"without {scope}", window[~window["iso3"].isin(excluded)]))
    found.append(("without local production", without_local_production(window)))
    known = window[window["supplier"] != UNKNOWN_SUPPLIER]
    found.append(("without unknown suppliers", known))
    for what, marked in zip(ESTIMATED, _MARKED, strict=True):
        firm = window.assign(tiv_million=window["tiv_million"] - window[marked])
        label = what.replace("_", " ")
        found.append((f"only where the {label} is no estimate", firm))
    for years in (-1, 1):
        first, last = first_year + years, last_year + years
        if covered and covered[0] <= first and last <= covered[1]:
            found.append((f"window {first}-{last}", inside(rows, first, last, covered)))
    table = [(choice, *_volumes(part, supplier)) for choice, part in found]
    span = (first_year, last_year)
    by_vintage = share_by_vintage(vintages, editions, states, [span], supplier)
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
