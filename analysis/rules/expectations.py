"""How many rows each table has, as a stored text that is reviewed when it changes."""

from __future__ import annotations

import difflib
from pathlib import Path

import pandas as pd

from analysis.errors import CatalogError
from analysis.tables import Catalog, replace_file

FILE = "expectations.csv"
_WHOLE = "all"
#: The first of these columns that a table has holds its states.
STATE_COLUMNS = ("iso3", "debtor_iso3", "currency_area", "region")
#: A dictionary: its rows are names, not observations of states.
_WITHOUT_STATES = ("common/state_names",)


def count(catalog: Catalog) -> str:
    """Return the rows and the span of years of each table, whole and state by state.

    Parameters
    ----------
    catalog : Catalog
        The tables.

    Returns
    -------
    str
        CSV with the columns ``table, state, rows, first_year, last_year``; state ``all`` is the
        whole table.

    Examples
    --------
    >>> from analysis.tables import DATA
    >>> count(Catalog(DATA)).splitlines()[:2]
    ['table,state,rows,first_year,last_year', 'arms/annual_tiv,all,123,1960,2017']
    """
    parts = []
    for name in catalog.tables():
        frame = catalog.load(name)
        states = next((each for each in STATE_COLUMNS if each in frame), None)
        groups = [(_WHOLE, frame)]
        if states and name not in _WITHOUT_STATES:
            groups += [(str(code), rows) for code, rows in frame.groupby(states, sort=True)]
        for state, rows in groups:
            years = rows["year"] if "year" in rows else pd.Series(dtype="Int64")
            first, last = (years.min(), years.max()) if len(years) else ("", "")
            parts.append((name, state, len(rows), first, last))
    columns = ["table", "state", "rows", "first_year", "last_year"]
    return pd.DataFrame(parts, columns=columns).to_csv(index=False, lineterminator="\n")


def differences(catalog: Catalog) -> list[str]:
    """Return what differs between the stored expectations and the tables.

    Parameters
    ----------
    catalog : Catalog
        The tables.

    Returns
    -------
    list of str
        Lines of a unified diff without context: ``-`` expected, ``+`` found. Empty if they agree.

    Raises
    ------
    CatalogError
        If the stored expectations are missing or not text.
    """
    path = Path(catalog.root, FILE)
    try:
        stored = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogError(
            f"{path} cannot be read ({error}); restore it with `git checkout -- data/{FILE}` or "
            "write it with `python -m analysis data check --accept`"
        ) from None
    return _diff(stored, count(catalog))


def accept(catalog: Catalog) -> list[str]:
    """Store the tables' counts as the expected ones.

    Parameters
    ----------
    catalog : Catalog
        The tables.

    Returns
    -------
    list of str
        What changed in the stored text, as in :func:`differences`.
    """
    path = Path(catalog.root, FILE)
    stored = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
    found = count(catalog)
    replace_file(path, found.encode())
    return _diff(stored, found)


def _diff(stored: str, found: str) -> list[str]:
    lines = difflib.unified_diff(stored.splitlines(), found.splitlines(), lineterm="", n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]
