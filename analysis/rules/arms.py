"""Rules for arms transfers."""

from __future__ import annotations

import re

import pandas as pd

from analysis.rules.rules import Tables, rule
from analysis.study import load_study

KEYS = ["supplier", "iso3", "year"]


@rule("The partner has one volume in arms/imports_by_supplier and in arms/annual_tiv of a year.")
def _partner_deliveries_agree(tables: Tables) -> pd.DataFrame:
    imports, annual = tables["arms/imports_by_supplier"], tables["arms/annual_tiv"]
    annual = annual[annual["year"].between(imports["year"].min(), imports["year"].max())]
    merged = imports[[*KEYS, "tiv_million"]].merge(
        annual[[*KEYS, "tiv_million"]], on=KEYS, how="outer", suffixes=("_imports", "_annual")
    )
    merged = merged[merged["supplier"] == load_study().partner]
    return merged[merged["tiv_million_imports"] != merged["tiv_million_annual"]]


@rule("The states that the partner continued deliver before its first year, the partner from it.")
def _predecessors_end_where_the_partner_begins(tables: Tables) -> pd.DataFrame:
    study = load_study()
    delivered = (tables["arms/annual_tiv"], _delivery_years(tables["arms/deals"]))
    rows = pd.concat([table[KEYS] for table in delivered])
    early = rows["supplier"].isin(study.predecessors)
    return rows[early != (rows["year"] < study.first_year)]


@rule("No deal is delivered before the year of its order.")
def _deals_deliver_after_their_order(tables: Tables) -> pd.DataFrame:
    years = _delivery_years(tables["arms/deals"])
    return years[(years["year"] < years["order_year"]).fillna(False)]


@rule("A year in which a deal was delivered has a volume in arms/annual_tiv.")
def _deals_deliver_in_years_with_volume(tables: Tables) -> pd.DataFrame:
    annual = tables["arms/annual_tiv"][[*KEYS, "tiv_million"]]
    merged = _delivery_years(tables["arms/deals"]).merge(annual, on=KEYS, how="left")
    # The register lists deliveries whose volume rounds to nothing.
    return merged[merged["tiv_million"].isna() & (merged["tiv_delivered_million"] > 0)]


@rule("A year with a volume, up to the register's last, has a deal delivered in it.")
def _volumes_come_from_deals(tables: Tables) -> pd.DataFrame:
    years = _delivery_years(tables["arms/deals"])
    annual = tables["arms/annual_tiv"]
    annual = annual[annual["year"] <= years["year"].max()]
    merged = annual.merge(years[KEYS].drop_duplicates().assign(has_deal=True), on=KEYS, how="left")
    return merged.loc[merged["has_deal"].isna(), [*KEYS, "tiv_million"]]


@rule("Categories of arms/imports_by_category add up to arms/imports_by_supplier.")
def _categories_add_up(tables: Tables) -> pd.DataFrame:
    keys = ["iso3", "supplier", "year"]
    return _differing(tables["arms/imports_by_category"], tables["arms/imports_by_supplier"], keys)


@rule("Lags of arms/delivery_lags add up to arms/imports_by_supplier.")
def _lags_add_up(tables: Tables) -> pd.DataFrame:
    keys = ["iso3", "supplier"]
    return _differing(tables["arms/delivery_lags"], tables["arms/imports_by_supplier"], keys)


@rule("A supplier's exports to the region are its rows of arms/imports_by_supplier.")
def _exports_are_imports(tables: Tables) -> pd.DataFrame:
    exports, imports = tables["arms/supplier_exports"], tables["arms/imports_by_supplier"]
    exports = exports[exports["iso3"].isin(load_study().states)]
    imports = imports[imports["supplier"].isin(exports["supplier"])]
    return _differing(exports, imports, KEYS)


@rule("The vintage of arms/imports_by_supplier is one of arms/vintages, with the same sums.")
def _vintages_hold_the_imports(tables: Tables) -> pd.DataFrame:
    imports, vintages = tables["arms/imports_by_supplier"], tables["arms/vintages"]
    same = (vintages["source"] == "deliveries") & vintages["vintage"].isin(imports["vintage"])
    return _differing(vintages[same], imports, KEYS)


@rule("Every row of arms/vintages lies within the years of its export in arms/editions.")
def _vintages_lie_in_their_editions(tables: Tables) -> pd.DataFrame:
    keys = ["source", "vintage"]
    merged = tables["arms/vintages"].merge(tables["arms/editions"], on=keys, how="left")
    inside = (merged["year"] >= merged["first_year"]) & (merged["year"] <= merged["last_year"])
    return merged.loc[~inside.fillna(value=False), [*keys, *KEYS]]


@rule("No part that SIPRI estimates or that was produced locally is larger than the whole.")
def _parts_are_no_larger_than_the_whole(tables: Tables) -> pd.DataFrame:
    table = tables["arms/imports_by_category"]
    wholes = {"tiv": "tiv_million", "lines": "lines"}
    parts = [
        table[part] > table[whole] + 1e-9
        for stem, whole in wholes.items()
        for part in table.columns
        if part.startswith(f"{stem}_") and part != whole
    ]
    return table[pd.concat(parts, axis=1).any(axis=1)]


@rule("Every item of a contract is one line of arms/deals, ordered in or next to its years.")
def _items_are_deals(tables: Tables) -> pd.DataFrame:
    deals = tables["arms/deals"]
    rows = []
    contracts = tables["arms/contract_values"].dropna(subset="items").query("items != '*'")
    for contract in contracts.to_dict("records"):
        first, last = contract["first_year"] - 1, contract["last_year"] + 1
        near = deals[
            (deals["supplier"] == contract["supplier"])
            & (deals["iso3"] == contract["iso3"])
            & deals["order_year"].between(first, last)
        ]
        for item in contract["items"].split("; "):
            designation, number = item.rsplit(":", 1)
            named = near["designation"] == designation
            found = (named & (near["number_ordered"] == int(number))).sum()
            if found != 1:
                rows.append((contract["contract"], contract["source"], item, found))
    return pd.DataFrame(rows, columns=["contract", "source", "item", "deals"])


@rule("A claimed deal within SIPRI's scope has a pattern and years to search, and no other has.")
def _claims_can_be_searched(tables: Tables) -> pd.DataFrame:
    claims = tables["arms/seed_deals"]
    query = claims[["weapon_pattern", "order_first_year", "order_last_year"]]
    whole, none = query.notna().all(axis=1), query.isna().all(axis=1)
    compiles = query["weapon_pattern"].map(_compiles, na_action="ignore").fillna(value=True)
    in_scope = claims["is_in_scope"].astype(bool)
    right = (in_scope & whole & compiles.astype(bool)) | (~in_scope & none)
    return claims.loc[~right, ["deal_claim", "weapon_pattern"]]


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _differing(left: pd.DataFrame, right: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return the keys whose volumes differ by more than rounding, or that one table lacks."""
    sums = [table.groupby(keys)["tiv_million"].sum() for table in (left, right)]
    merged = pd.concat(sums, axis=1, keys=["tiv_million", "tiv_million_imports"]).reset_index()
    apart = (merged["tiv_million"] - merged["tiv_million_imports"]).abs()
    return merged[~(apart <= 0.001).fillna(value=False)]


def _delivery_years(deals: pd.DataFrame) -> pd.DataFrame:
    """Return one row a deal and year of delivery."""
    columns = ["deal", "supplier", "iso3", "designation", "order_year", "tiv_delivered_million"]
    years = deals["delivery_years"].str.split("; ")
    rows = deals[columns].assign(year=years).explode("year").dropna(subset="year")
    return rows.astype({"year": "Int64"})
