"""How reliably the partner and the region's states report, from the flows among them all."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.compute.trade.readings import read_wits, source
from analysis.study import Study
from analysis.trade.reliability import estimate_reliability


def mirror_pairs(upstream: Path, study: Study) -> pd.DataFrame:
    """Set both reports of every flow among the partner and the states side by side.

    The partner's flows alone would be a star, in which nobody can say whether it or a state is at
    fault; the states' trade with one another closes the network. Years are those for which the
    partner reports its own trade.

    Parameters
    ----------
    upstream : pathlib.Path
        Folder with the publishers' files.
    study : Study
        Whose states and partner.

    Returns
    -------
    pandas.DataFrame
        ``exporter, importer, year, exporter_reports_usd, importer_reports_usd``.
    """
    among = {study.partner, *study.states}
    rows = read_wits(upstream, study, among)
    rows = rows[rows["reporter"].isin(among)]
    own = rows[(rows["reporter"] == study.partner) & (rows["year"] >= study.first_year)]
    rows = rows[rows["year"].between(own["year"].min(), own["year"].max())]
    keys, sides = ["exporter", "importer", "year"], []
    for flow, side, other in (("export", *keys[:2]), ("import", *keys[1::-1])):
        value = f"{side}_reports_usd"
        named = rows[rows["flow"] == flow].rename(
            columns={"reporter": side, "partner": other, "value_usd": value}
        )
        sides.append(named[[*keys, value]])
    both = sides[0].merge(sides[1], on=keys)
    return both[both["exporter"] != both["importer"]].sort_values(keys, ignore_index=True)


def mirror_reliability(upstream: Path, study: Study) -> pd.DataFrame:
    """Build ``trade/mirror_reliability``: expected gap of each state's reports by side.

    Parameters
    ----------
    upstream : pathlib.Path
        Folder with the publishers' files.
    study : Study
        Whose states and partner.

    Returns
    -------
    pandas.DataFrame
        ``iso3, side, deviation, standard_error, n_flows, vintage``.
    """
    pairs = mirror_pairs(upstream, study)
    frame = estimate_reliability(pairs)
    edition, _, _ = source("wits_partner")["vintage"].partition(",")
    return frame.assign(
        deviation=frame["deviation"].round(4),
        standard_error=frame["standard_error"].round(4),
        vintage=f"{edition}, years {pairs['year'].min()}-{pairs['year'].max()}",
    )
