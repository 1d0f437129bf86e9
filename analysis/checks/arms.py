"""Rules for arms transfers."""

from __future__ import annotations

import pandas as pd

from analysis.checks.rules import Tables, rule

RUSSIA, USSR, FIRST_YEAR_OF_RUSSIA = "RUS", "SUN", 1992


@rule("Russia's rows of arms/imports_by_supplier equal arms/annual_tiv where both cover the year.")
def _russian_deliveries_agree(tables: Tables) -> pd.DataFrame:
    imports, annual = tables["arms/imports_by_supplier"], tables["arms/annual_tiv"]
    keys = ["iso3", "year"]
    covered = annual["year"].between(imports["year"].min(), imports["year"].max())
    annual = annual[(annual["supplier"] == RUSSIA) & covered]
    imports = imports[imports["supplier"] == RUSSIA]
    merged = imports[[*keys, "tiv_million"]].merge(
        annual[[*keys, "tiv_million"]], on=keys, how="outer", suffixes=("_imports", "_annual")
    )
    return merged[merged["tiv_million_imports"] != merged["tiv_million_annual"]]


@rule("The USSR delivers to 1991, Russia from 1992.")
def _ussr_ends_where_russia_begins(tables: Tables) -> pd.DataFrame:
    rows = pd.concat(
        [
            tables["arms/annual_tiv"][["supplier", "iso3", "year"]],
            _delivery_years(tables["arms/deals"])[["supplier", "iso3", "year"]],
        ]
    )
    soviet = rows["supplier"] == USSR
    return rows[soviet != (rows["year"] < FIRST_YEAR_OF_RUSSIA)]


@rule("No deal is delivered before the year of its order.")
def _deals_deliver_after_their_order(tables: Tables) -> pd.DataFrame:
    years = _delivery_years(tables["arms/deals"])
    return years[(years["year"] < years["order_year"]).fillna(False)]


@rule("A year in which a deal was delivered has a volume in arms/annual_tiv.")
def _deals_deliver_in_years_with_volume(tables: Tables) -> pd.DataFrame:
    keys = ["supplier", "iso3", "year"]
    merged = _delivery_years(tables["arms/deals"]).merge(
        tables["arms/annual_tiv"][[*keys, "tiv_million"]], on=keys, how="left"
    )
    # The register lists deliveries whose volume rounds to nothing.
    return merged[merged["tiv_million"].isna() & (merged["tiv_delivered_million"] > 0)]


@rule("A year with a volume, up to the register's last, has a deal delivered in it.")
def _volumes_come_from_deals(tables: Tables) -> pd.DataFrame:
    keys = ["supplier", "iso3", "year"]
    years = _delivery_years(tables["arms/deals"])
    annual = tables["arms/annual_tiv"]
    annual = annual[annual["year"] <= years["year"].max()]
    merged = annual.merge(years[keys].drop_duplicates().assign(has_deal=True), on=keys, how="left")
    return merged.loc[merged["has_deal"].isna(), [*keys, "tiv_million"]]


def _delivery_years(deals: pd.DataFrame) -> pd.DataFrame:
    """Return one row a deal and year of delivery."""
    columns = ["deal", "supplier", "iso3", "designation", "order_year", "tiv_delivered_million"]
    years = deals["delivery_years"].str.split("; ")
    rows = deals[columns].assign(year=years).explode("year").dropna(subset="year")
    return rows.astype({"year": "Int64"})
