"""Trade of the region with Russia, the USA, China and the world, from the states' own reports."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis import countries
from analysis.sources import wits

FIRST_YEAR = 1992
#: The partners that are compared.
PARTNERS = ("RUS", "USA", "CHN")
KEYS = ["iso3", "year", "partner"]


def partner_trade(upstream: Path) -> pd.DataFrame:
    """Build ``synthesis/partner_trade``: what each state reports of its trade with few partners.

    One source and one vintage throughout, so that partners can be compared with each other.

    Parameters
    ----------
    upstream : pathlib.Path
        Folder with the publishers' files; WITS is in ``trade/wits_partner``.

    Returns
    -------
    pandas.DataFrame
        Columns ``iso3, year, partner, exports_usd, imports_usd, world_exports_usd,
        world_imports_usd``; the last two are the sums over all partners on record, areas not
        specified included, the same for each partner. A flow that is not on record is missing,
        not zero.

    Raises
    ------
    SourceError
        If a file is missing or cannot be read.
    """
    folder = Path(upstream) / "trade" / "wits_partner"
    rows = pd.concat(
        [wits.read_partner_json(folder / f"{iso3}.json") for iso3 in sorted(countries.LAC)]
    )
    rows = rows[rows["year"] >= FIRST_YEAR].rename(columns={"reporter": "iso3"})
    world = _by_flow(rows.groupby(["iso3", "year", "flow"])["value_usd"].sum(), "world_")
    partners = rows[rows["partner"].isin(PARTNERS)].set_index([*KEYS, "flow"])["value_usd"]
    return _by_flow(partners).reset_index().merge(world.reset_index(), on=["iso3", "year"])


def _by_flow(values: pd.Series, prefix: str = "") -> pd.DataFrame:
    wide = values.unstack("flow").reindex(columns=["export", "import"]).round(2).sort_index()
    return wide.set_axis([f"{prefix}exports_usd", f"{prefix}imports_usd"], axis=1)


TABLES = {"synthesis/partner_trade": partner_trade}
