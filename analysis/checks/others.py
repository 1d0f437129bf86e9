"""Rules for debt, memberships, prices, known faults and the descriptor."""

from __future__ import annotations

import pandas as pd

from analysis.checks.rules import Tables, rule

#: Last year in which the source names the USSR as creditor.
LAST_YEAR_OF_USSR_IN_IDS = 1990


@rule("Every rival report is a row of debt/events.")
def _rival_reports_are_events(tables: Tables) -> pd.DataFrame:
    keys = ["date", "debtor_iso3", "event", "amount", "source"]
    events = tables["debt/events"][keys].drop_duplicates().assign(is_event=True)
    merged = tables["debt/rival_reports"].merge(events, on=keys, how="left")
    return merged.loc[merged["is_event"].isna(), ["occasion", *keys]]


@rule("In International Debt Statistics the USSR is creditor to 1990, Russia from 1991.")
def _creditors_follow_one_another(tables: Tables) -> pd.DataFrame:
    rows = pd.concat([tables["debt/ids_creditor"], tables["debt/ids_creditor_shares"]])
    soviet = rows["counterpart"] == "SUN"
    wrong = soviet != (rows["year"] <= LAST_YEAR_OF_USSR_IN_IDS)
    return rows.loc[wrong, ["iso3", "series", "counterpart", "year", "edition"]]


@rule("A creditor's share is its part of the claims of all, and equals debt/ids_creditor.")
def _shares_are_parts_of_the_world(tables: Tables) -> pd.DataFrame:
    keys = ["iso3", "series", "counterpart", "year", "edition"]
    merged = tables["debt/ids_creditor_shares"].merge(
        tables["debt/ids_creditor"][[*keys, "value_usd"]],
        on=keys,
        how="left",
        suffixes=("", "_creditor"),
    )
    share = 100 * merged["value_usd"] / merged["world_usd"]
    equal = merged["value_usd"] == merged["value_usd_creditor"]
    # A share of claims that are all zero is not defined.
    right = (share - merged["share_pct"]).abs() < 1e-3
    undefined = (merged["world_usd"] == 0) & merged["share_pct"].isna()
    part = (merged["value_usd"] <= merged["world_usd"]) & (right | undefined)
    return merged[~(equal & part)]


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
