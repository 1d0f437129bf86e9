"""The computed tables of ``data/debt``: claims of Russia and the USSR in the Bank's statistics.

Editions of IDS differ in the same year, so they stand side by side and are never joined: whoever
adds up takes one of them first.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from analysis import countries
from analysis.errors import SourceError
from analysis.sources import ids

_STOCKS = ("ids_stocks_raw_long_2024-05-24.feather", "ids_stocks_raw_long.feather")
_SERVICE = "ids_service_raw.feather"
_NET_FLOWS = "DT.*.CD_2000-2025.feather"


def build_creditor(upstream: Path) -> pd.DataFrame:
    """Return claims of Russia and the USSR on the region, by edition of IDS."""
    folder = upstream / "debt"
    names = ids.read_names(folder)
    tables = [_claims(ids.read_stocks(folder / file, names), file) for file in _STOCKS]
    tables.append(_claims(ids.read_service(folder / _SERVICE, names), _SERVICE))
    flows = sorted(folder.glob(_NET_FLOWS))
    if not flows:
        raise SourceError(_NET_FLOWS, f"there is no such file in {folder}")
    tables.append(_claims(ids.read_net_flows(flows, names), _NET_FLOWS))
    return pd.concat(tables, ignore_index=True)


def build_creditor_shares(upstream: Path) -> pd.DataFrame:
    """Return Russia's and the USSR's stocks beside those of all creditors, newest edition."""
    folder = upstream / "debt"
    stocks = ids.read_stocks(folder / _STOCKS[-1], ids.read_names(folder))
    key = ["iso3", "series", "year"]
    claims = _claims(stocks, _STOCKS[-1])
    world = stocks[stocks["counterpart"] == ids.WORLD].rename(
        columns={"debtor": "iso3", "value_usd": "world_usd"}
    )
    table = claims.merge(world[[*key, "world_usd"]], on=key, how="left", validate="many_to_one")
    # A share of nothing is not defined: 0 of 0 stays missing.
    share = 100 * table["value_usd"] / table["world_usd"].where(table["world_usd"] > 0)
    table["share_pct"] = share.round(4)
    return table.drop(columns=["status", "source"])


TABLES: dict[str, Callable[[Path], pd.DataFrame]] = {
    "debt/ids_creditor": build_creditor,
    "debt/ids_creditor_shares": build_creditor_shares,
}


def _claims(table: pd.DataFrame, source: str) -> pd.DataFrame:
    """Keep what the region's states owe to Russia and the USSR."""
    region = table["debtor"].isin(countries.LAC)
    creditor = table["counterpart"].isin([ids.RUSSIA, ids.USSR])
    kept = table[region & creditor]
    if kept.empty:
        raise SourceError(source, "has no claim of Russia or the USSR on the region")
    return pd.DataFrame(
        {
            "iso3": kept["debtor"],
            "series": kept["series"],
            "counterpart": countries.from_code(kept["counterpart"], "ids"),
            "year": kept["year"],
            "value_usd": kept["value_usd"],
            "edition": table.attrs["vintage"],
            "status": kept["status"],
            "source": source,
        }
    )
