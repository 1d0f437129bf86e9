"""Brazil's trade by partner, tabulated from UN Comtrade by the CIPF collection (``.xlsx``).

Two kinds of file: what the *partners* report about Brazil (one row a year and partner), and what
Brazil reports about its partners (five leading products a year, with the partner's total repeated
on each row).
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.errors import SourceError
from analysis.upstream.cells import find_columns, read_number, read_sheet

_FLOWS = {"M": "import", "X": "export"}


def _read(path: Path, names: list[str], value: str) -> pd.DataFrame:
    """Return the named columns with ``year``, ``flow`` and ``value_usd`` made from them."""
    rows = read_sheet(path, "Sheet1")
    at = find_columns(rows[0] if rows else [], ["refYear", "flowCode", value, *names], path, 1)
    found = []
    for line, row in enumerate(rows[1:], start=2):
        year = read_number(row[at["refYear"]], path, line, "refYear")
        usd = read_number(row[at[value]], path, line, value)
        code = row[at["flowCode"]]
        if year is None or usd is None:
            raise SourceError(path, "is blank", line=line, column="refYear" if not year else value)
        if code not in _FLOWS:
            raise SourceError(path, f"{code!r} is neither M nor X", line=line, column="flowCode")
        found.append([line, int(year), _FLOWS[code], usd, *(row[at[name]] for name in names)])
    return pd.DataFrame(found, columns=["line", "year", "flow", "value_usd", *names])


def read_partner_reports(path: Path) -> pd.DataFrame:
    """Read what Brazil's partners report about their trade with Brazil.

    Parameters
    ----------
    path : pathlib.Path
        ``Brazil_2.1.1_top_export_partners.xlsx`` (partners' imports from Brazil) or
        ``Brazil_3.1.1_top_import_partners.xlsx`` (partners' exports to Brazil); USD.

    Returns
    -------
    pandas.DataFrame
        Columns ``reporter, year, flow, value_usd``: reporter as Comtrade names it, flow from the
        reporter's view.

    Raises
    ------
    SourceError
        If a column is missing, a cell is unreadable or a reporter has two rows for one year.
    """
    frame = _read(path, ["reporterDesc"], "partner_sum").rename(
        columns={"reporterDesc": "reporter"}
    )
    twice = frame[frame.duplicated(["reporter", "year", "flow"])]
    if len(twice):
        first = twice.iloc[0]
        problem = f"{first['reporter']} {first['year']} stands here a second time"
        raise SourceError(path, problem, line=int(first["line"]))
    return frame[["reporter", "year", "flow", "value_usd"]]


def read_brazil_reports(path: Path) -> pd.DataFrame:
    """Read what Brazil reports about its partners, one total a year and partner.

    Parameters
    ----------
    path : pathlib.Path
        ``Brazil_3.4_imports_partners_products_HS-AG6-….xlsx``; USD, imports valued CIF.

    Returns
    -------
    pandas.DataFrame
        Columns ``partner, year, flow, value_usd``: partner as Comtrade names it, flow from
        Brazil's view.

    Raises
    ------
    SourceError
        If the rows of one partner and year state different totals.
    """
    frame = _read(path, ["partnerDesc"], "partner_cmd_upper_sum").rename(
        columns={"partnerDesc": "partner"}
    )
    keys = ["partner", "year", "flow"]
    totals = frame.groupby(keys, sort=True)["value_usd"].nunique()
    if (totals > 1).any():
        named = ", ".join(f"{partner} {year}" for partner, year, _ in totals[totals > 1].index)
        raise SourceError(path, f"states more than one total for {named}")
    return frame.drop_duplicates(keys)[[*keys, "value_usd"]].reset_index(drop=True)
