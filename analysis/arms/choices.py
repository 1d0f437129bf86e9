"""How far a headline depends on the choices made."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.arms.categories import MARKED, without_local_production
from analysis.arms.suppliers import Span, covered_years, cut, share_at
from analysis.arms.vintages import share_by_vintage
from analysis.contracts import SPAN, STATE, STATES, Frame, States, takes

UNKNOWN_SUPPLIER = "XXU"
"""Code of the suppliers that SIPRI does not know."""

_VOLUMES = ("tiv_million", "tiv_local_production_million", *MARKED.values())


_IMPORTS = Frame("iso3", "supplier", "year", *_VOLUMES, present=_VOLUMES)
_ANY = States(at_least=0)


@takes(imports=_IMPORTS, states=STATES, span=SPAN, supplier=STATE, excluded=_ANY, covered=SPAN)
def vary_choices(
    imports: pd.DataFrame,
    vintages: pd.DataFrame,
    editions: pd.DataFrame,
    states: Sequence[str],
    span: Span,
    supplier: str,
    excluded: Sequence[str] = (),
    covered: Span | None = None,
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
    span : (int, int)
        First and last year of the window.
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
    >>> table = vary_choices(rows, vintages, editions, ["VEN"], (2013, 2013), "RUS")
    >>> table["choice"].tolist()[:2], table["share"].tolist()[0]
    (['baseline', 'without local production'], 0.5)
    """
    rows, years = imports[imports["iso3"].isin(states)], covered_years(imports, covered)
    covered = (years[0], years[-1]) if years else None
    window = cut(rows, [span], covered)
    found = {"baseline": window}
    if excluded:
        scope = ", ".join(excluded) if len(excluded) <= 3 else f"{len(excluded)} states"
        found[f"without {scope}"] = window[~window["iso3"].isin(excluded)]
    found["without local production"] = without_local_production(window)
    found["without unknown suppliers"] = window[window["supplier"] != UNKNOWN_SUPPLIER]
    for what, marked in MARKED.items():
        firm = window.assign(tiv_million=window["tiv_million"] - window[marked])
        found[f"only where the {what.replace('_', ' ')} is no estimate"] = firm
    for moved in ((span[0] - 1, span[1] - 1), (span[0] + 1, span[1] + 1)):
        if moved[0] in years and moved[1] in years:
            found[f"window {moved[0]}-{moved[1]}"] = cut(rows, [moved], covered)
    parts = pd.concat([part.assign(choice=choice) for choice, part in found.items()])
    own = parts[parts["supplier"] == supplier]
    varied = share_at(pd.DataFrame({"choice": list(found)}), own, parts).reset_index()
    by_export = share_by_vintage(vintages, editions, states, [span], supplier)
    by_export["choice"] = "export of " + by_export["vintage"]
    result = pd.concat([varied, by_export], ignore_index=True)[list(varied)]
    # Rounded: sums in another order differ by noise, which is no change.
    result["change"] = (result["share"] - result["share"].iloc[0]).round(12)
    return result
