"""The computed tables of ``data/debt``: claims of the partner in the Bank's statistics.

Editions of IDS differ in the same year, so they stand side by side and are never joined: whoever
adds up takes one of them first.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd

from analysis import countries
from analysis.errors import SourceError
from analysis.sources import ids
from analysis.study import Study

_STOCKS = ("ids_stocks_raw_long_2024-05-24.feather", "ids_stocks_raw_long.feather")
_SERVICE = "ids_service_raw.feather"
_NET_FLOWS = "DT.*.CD_2000-2025.feather"
_FETCHED = "debt/ids/*.json"


def build_creditor(upstream: Path, study: Study) -> pd.DataFrame:
    """Return claims of the partner and its predecessors on the region, by edition of IDS."""
    folder = upstream / "debt"
    names = ids.read_names(folder)
    tables = [_claims(ids.read_stocks(folder / file, names), file, study) for file in _STOCKS]
    tables.append(_claims(ids.read_service(folder / _SERVICE, names), _SERVICE, study))
    flows = sorted(folder.glob(_NET_FLOWS))
    if not flows:
        raise SourceError(_NET_FLOWS, f"there is no such file in {folder}")
    tables.append(_claims(ids.read_net_flows(flows, names), _NET_FLOWS, study))
    if (fetched := _fetched(folder / "ids")) is not None:
        tables.append(_claims(fetched, _FETCHED, study))
    # Of one edition what was fetched later stands for what an extract has.
    keys = ["iso3", "series", "counterpart", "year", "edition"]
    return pd.concat(tables, ignore_index=True).drop_duplicates(keys, keep="last")


def _fetched(folder: Path) -> pd.DataFrame | None:
    """Return what ``data fetch worldbank-ids`` has brought, in the form of an extract."""
    pages: dict[str, list[Path]] = {}
    for path in sorted(folder.glob("*.json")):
        pages.setdefault(path.stem.partition("_page")[0], []).append(path)
    if not pages:
        return None
    answers = [ids.read_api(paths) for paths in pages.values()]
    dates = {answer.attrs["vintage"] for answer in answers}
    if len(dates) > 1:
        found = ", ".join(sorted(dates))
        raise SourceError(_FETCHED, f"is of more than one update ({found}); fetch all with --force")
    updated = date.fromisoformat(dates.pop())
    # An edition comes each December and is corrected in the months after; it ends with the year
    # before it.
    edition = updated.year if updated.month == 12 else updated.year - 1
    table = pd.concat(answers, ignore_index=True).rename(columns={"value": "value_usd"})
    stated = table.groupby(["debtor", "counterpart", "series"])["value_usd"].transform("max") > 0
    table = table[stated & table["value_usd"].notna()]
    status = (table["year"] < edition).map({True: "actual", False: "scheduled"})
    table = table.assign(status=status)
    table.attrs["vintage"] = f"{edition}-12"
    return table


def build_creditor_shares(upstream: Path, study: Study) -> pd.DataFrame:
    """Return the partner's stocks beside those of all creditors, newest edition."""
    folder = upstream / "debt"
    stocks = ids.read_stocks(folder / _STOCKS[-1], ids.read_names(folder))
    key = ["iso3", "series", "year"]
    claims = _claims(stocks, _STOCKS[-1], study)
    world = stocks[stocks["counterpart"] == ids.WORLD].rename(
        columns={"debtor": "iso3", "value_usd": "world_usd"}
    )
    table = claims.merge(world[[*key, "world_usd"]], on=key, how="left", validate="many_to_one")
    # A share of nothing is not defined: 0 of 0 stays missing.
    share = 100 * table["value_usd"] / table["world_usd"].where(table["world_usd"] > 0)
    table["share_pct"] = share.round(4)
    return table.drop(columns=["status", "source"])


TABLES: dict[str, Callable[[Path, Study], pd.DataFrame]] = {
    "debt/ids_creditor": build_creditor,
    "debt/ids_creditor_shares": build_creditor_shares,
}


def _claims(table: pd.DataFrame, source: str, study: Study) -> pd.DataFrame:
    """Keep what the region's states owe to the partner and to the states that it continued."""
    lineage = study.lineage(study.partner)
    codes = {countries.to_code(state, "ids"): state for state in lineage}
    kept = table[table["debtor"].isin(study.states) & table["counterpart"].isin(codes)]
    if kept.empty:
        raise SourceError(source, f"has no claim of {' or '.join(lineage)} on the region")
    return pd.DataFrame(
        {
            "iso3": kept["debtor"],
            "series": kept["series"],
            "counterpart": kept["counterpart"].map(codes),
            "year": kept["year"],
            "value_usd": kept["value_usd"],
            "edition": table.attrs["vintage"],
            "status": kept["status"],
            "source": source,
        }
    )
