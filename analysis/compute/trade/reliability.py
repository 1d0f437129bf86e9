"""How reliably Russia and the 33 states report, from the flows among all 34 of them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis import countries
from analysis.sources import wits
from analysis.trade.reliability import estimate_reliability

FIRST_YEAR, LAST_YEAR = 1996, 2016
RUSSIA = "RUS"
VINTAGE = "WITS of 2017, years 1996-2016"


def mirror_pairs(upstream: Path) -> pd.DataFrame:
    """Set both reports of every flow among Russia and the 33 states side by side.

    Russia's partners alone would be a star, in which nobody can say whether Russia or the partner
    is at fault; the states' trade with one another closes the network.

    Parameters
    ----------
    upstream : pathlib.Path
        Folder with the publishers' files.

    Returns
    -------
    pandas.DataFrame
        ``exporter, importer, year, exporter_reports_usd, importer_reports_usd``.
    """
    folder = Path(upstream) / "trade" / "wits_partner"
    states = sorted({*countries.LAC, RUSSIA})
    frames = [wits.read_partner_json(folder / f"{iso3}.json", set(states)) for iso3 in states]
    rows = pd.concat(frames)
    rows = rows[rows["year"].between(FIRST_YEAR, LAST_YEAR)]
    names = ["exporter", "importer"]
    exports = rows[rows["flow"] == "export"].rename(
        columns={"reporter": "exporter", "partner": "importer", "value_usd": "exporter_reports_usd"}
    )
    imports = rows[rows["flow"] == "import"].rename(
        columns={"reporter": "importer", "partner": "exporter", "value_usd": "importer_reports_usd"}
    )
    keys = [*names, "year"]
    both = exports[[*keys, "exporter_reports_usd"]].merge(
        imports[[*keys, "importer_reports_usd"]], on=keys
    )
    return both[both["exporter"] != both["importer"]].sort_values(keys, ignore_index=True)


def mirror_reliability(upstream: Path) -> pd.DataFrame:
    """Build ``trade/mirror_reliability``: expected gap of each state's reports by side.

    Parameters
    ----------
    upstream : pathlib.Path
        Folder with the publishers' files.

    Returns
    -------
    pandas.DataFrame
        ``iso3, side, deviation, standard_error, n_flows, vintage``.
    """
    frame = estimate_reliability(mirror_pairs(upstream))
    return frame.assign(
        deviation=frame["deviation"].round(4),
        standard_error=frame["standard_error"].round(4),
        vintage=VINTAGE,
    )
