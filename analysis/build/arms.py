"""Compute the arms tables from exports of the SIPRI Arms Transfers Database.

What ships is the region's annual sums and a fact table of the Russian and Soviet deals: about
one per cent of SIPRI's register, without its comments.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis import countries
from analysis.upstream import sipri

# The yearly JSON calls the Soviet Union "Russia". For the region the split is clean: in the
# register the last Soviet delivery is of 1991 and the first Russian one of 1992.
FIRST_YEAR_OF_RUSSIA = 1992

# Values are printed with at most four decimals; more are noise of binary sums.
DECIMALS = 4


def annual_tiv(upstream: Path) -> pd.DataFrame:
    """Sum what the USSR and Russia delivered, by recipient and year.

    The years that the deliveries export covers come from it, all others from the yearly JSON.

    Parameters
    ----------
    upstream : pathlib.Path
        Folder of the publishers' files; SIPRI's are in its subfolder ``arms``.

    Returns
    -------
    pandas.DataFrame
        Columns ``supplier`` (``SUN`` or ``RUS``), ``iso3``, ``year``, ``tiv_million``,
        ``source`` (``deliveries`` or ``yearly``) and ``vintage``. A year without a row had no
        recorded delivery.

    Raises
    ------
    SourceError
        If an export is missing, cannot be read, or names a state that is not known.
    """
    deliveries = sipri.read_deliveries(_file(upstream, "deliveries"))
    covered = deliveries["year"].min(), deliveries["year"].max()
    yearly = sipri.read_yearly(_file(upstream, "yearly"))
    soviet = (yearly["supplier"] == "Russia") & (yearly["year"] < FIRST_YEAR_OF_RUSSIA)
    yearly.loc[soviet, "supplier"] = "Soviet Union"
    rows = pd.concat(
        [
            _regional(deliveries).assign(source="deliveries"),
            _regional(yearly[~yearly["year"].between(*covered)]).assign(source="yearly"),
        ],
        ignore_index=True,
    )
    rows = rows[rows["supplier"].isin(["Russia", "Soviet Union"])]
    rows = rows.assign(supplier=countries.resolve(rows["supplier"], "sipri"))
    return _sum(rows, ["supplier", "iso3", "year", "source", "vintage"])


def imports_by_supplier(upstream: Path) -> pd.DataFrame:
    """Sum what each state of the region received, by supplier and year.

    Parameters
    ----------
    upstream : pathlib.Path
        Folder of the publishers' files; SIPRI's are in its subfolder ``arms``.

    Returns
    -------
    pandas.DataFrame
        Columns ``iso3``, ``supplier`` (ISO3; ``XXU`` where SIPRI does not know it),
        ``supplier_name`` (as SIPRI prints it), ``year``, ``vintage``, ``tiv_million``. A year
        without a row had no recorded delivery.

    Raises
    ------
    SourceError
        If the export is missing, cannot be read, or names a state that is not known.
    """
    rows = _regional(sipri.read_deliveries(_file(upstream, "deliveries")))
    rows = rows.rename(columns={"supplier": "supplier_name"})
    rows["supplier"] = countries.resolve(rows["supplier_name"], "sipri")
    return _sum(rows, ["iso3", "supplier", "supplier_name", "year", "vintage"])


def deals(upstream: Path) -> pd.DataFrame:
    """List the deals of the USSR and of Russia with the region, without comments.

    Parameters
    ----------
    upstream : pathlib.Path
        Folder of the publishers' files; SIPRI's are in its subfolder ``arms``.

    Returns
    -------
    pandas.DataFrame
        One row a deal, numbered from 1 in ``deal`` in the order of recipient, supplier, year
        of order and designation. The other columns are those of
        :func:`analysis.upstream.sipri.read_register`, with codes for the two states.

    Raises
    ------
    SourceError
        If the export is missing, cannot be read, or names a state that is not known.
    """
    rows = _regional(sipri.read_register(_file(upstream, "register")))
    rows = rows[rows["supplier"].isin(["Russia", "Soviet Union"])]
    rows = rows.assign(supplier=countries.resolve(rows["supplier"], "sipri"))
    columns = ["iso3", "supplier"] + [
        name for _, name in sipri.REGISTER if name not in ("recipient", "supplier", "comments")
    ]
    # Every column orders the rows, so the numbers do not depend on the order of the file.
    first = ["iso3", "supplier", "order_year", "designation"]
    order = first + [name for name in columns if name not in first]
    rows = rows[[*columns, "vintage"]].sort_values(order, ignore_index=True)
    rows.insert(0, "deal", range(1, len(rows) + 1))
    return rows


def _file(upstream: Path, kind: sipri.Kind) -> Path:
    return sipri.find(Path(upstream) / "arms", kind).file


def _regional(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep the deliveries to the 33 states: not those to rebels or organisations in them.

    Names of the whole world are resolved, so that a renamed state cannot vanish silently.
    """
    rows = rows.assign(iso3=countries.resolve(rows["recipient"], "sipri"))
    return rows[rows["iso3"].isin(countries.LAC)]


def _sum(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    total = rows.groupby(keys, as_index=False, sort=True)["tiv_million"].sum()
    return total.assign(tiv_million=total["tiv_million"].astype("float64").round(DECIMALS))


TABLES = {
    "arms/annual_tiv": annual_tiv,
    "arms/deals": deals,
    "arms/imports_by_supplier": imports_by_supplier,
}
