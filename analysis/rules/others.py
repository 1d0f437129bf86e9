"""Rules for memberships, prices, known faults and the descriptor."""

from __future__ import annotations

import pandas as pd

from analysis.rules.rules import Tables, rule


@rule("No membership ends before it begins, and no historical state either.")
def _periods_do_not_end_before_they_begin(tables: Tables) -> pd.DataFrame:
    members = tables["common/organisations"][["organisation", "iso3", "start", "end"]]
    members = members.dropna(subset=["start", "end"])
    # Dates are as precise as the source: compared to the precision that both have.
    early = [
        end[: min(len(start), len(end))] < start[: min(len(start), len(end))]
        for start, end in zip(members["start"], members["end"], strict=True)
    ]
    states = tables["common/historical_states"][["code", "first_year", "last_year"]]
    return pd.concat([members[early], states[states["last_year"] < states["first_year"]]])


@rule("The US deflator is current over chained GDP, and a year of under 12 months a part-year.")
def _deflators_follow_from_their_parts(tables: Tables) -> pd.DataFrame:
    deflator, prices = tables["common/us_deflator"], tables["common/us_cpi"]
    ratio = deflator["gdp_current_billion_usd"] / deflator["gdp_chained_2017_billion_usd"]
    wrong = (100 * ratio - deflator["deflator_2017_100"]).abs() > 1e-4
    part = prices["is_part_year"] != (prices["months"] < 12)
    return pd.concat([deflator[wrong], prices[part]])


@rule("Every table that common/known_faults names exists.")
def _faults_name_tables(tables: Tables) -> pd.DataFrame:
    faults = tables["common/known_faults"][["fault", "tables"]].dropna()
    rows = faults.assign(table=faults["tables"].str.split(";")).explode("table")
    return rows.loc[~rows["table"].isin(list(tables)), ["fault", "table"]]


@rule("Every upstream file of a computed table is in common/releases.")
def _source_files_have_a_release(tables: Tables) -> pd.DataFrame:
    resources = [tables.catalog.resource(name) for name in tables]
    sources = [
        (resource["name"], source["file"])
        for resource in resources
        for source in resource["sources"]
        if source.get("file") and resource["kind"] == "computed"
    ]
    rows = pd.DataFrame(sources, columns=["table", "file"])
    return rows[~rows["file"].isin(tables["common/releases"]["file"])]
