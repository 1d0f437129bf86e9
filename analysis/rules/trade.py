"""Rules for trade."""

from __future__ import annotations

import re

import pandas as pd

from analysis.contracts import WORLD
from analysis.rules.rules import Tables, rule
from analysis.study import load_study

REPORT = ["iso3", "partner", "year", "reporter", "flow"]
#: A flow with the world of this size or more is large, in USD.
LARGE_USD = 25e9


@rule("trade/coverage says covered, and by which source, exactly where trade/bilateral has a row.")
def _coverage_equals_bilateral(tables: Tables) -> pd.DataFrame:
    covered, bilateral = tables["trade/coverage"], tables["trade/bilateral"]
    merged = covered.merge(
        bilateral[[*REPORT, "source"]], on=REPORT, how="outer", suffixes=("", "_bilateral")
    )
    agrees = merged["source"].fillna("") == merged["source_bilateral"].fillna("")
    agrees &= (merged["covered"] == merged["source_bilateral"].notna()).fillna(False)
    return merged[~agrees]


@rule("trade/coverage has each state, partner and year four times: two reporters, two flows.")
def _coverage_has_every_report(tables: Tables) -> pd.DataFrame:
    coverage = tables["trade/coverage"]
    keys = ["iso3", "partner", "year"]
    years = range(coverage["year"].min(), coverage["year"].max() + 1)
    study = load_study()
    every = pd.MultiIndex.from_product([study.states, study.partners, years], names=keys)
    sizes = coverage.groupby(keys).size().reindex(every, fill_value=0)
    return sizes[sizes != 4].rename("rows").reset_index()


@rule("Every source of a reading is in trade/sources, and a chosen one has a rank there.")
def _readings_have_a_source(tables: Tables) -> pd.DataFrame:
    sources = tables["trade/sources"]
    ranked = sources.dropna(subset="rank")["source"]
    rest = tables["trade/bilateral_alternatives"]
    unknown = rest[~rest["source"].isin(sources["source"])]
    chosen = tables["trade/bilateral"]
    found = pd.concat([chosen[~chosen["source"].isin(ranked)], unknown])
    return found[[*REPORT, "source"]]


@rule("Where trade/coverage says that both sides report a flow, trade/bilateral has both values.")
def _mirror_pairs_exist(tables: Tables) -> pd.DataFrame:
    keys = ["iso3", "partner", "year", "flow"]
    both = tables["trade/coverage"].groupby(keys)["covered"].sum() == 2
    values = tables["trade/bilateral"].groupby(keys)["reporter"].nunique()
    found = values.reindex(both[both].index, fill_value=0)
    return found[found != 2].rename("values").reset_index()


@rule("Trade between a state and a partner is reported by one of the two.")
def _reporter_is_a_side(tables: Tables) -> pd.DataFrame:
    frames = [tables[name] for name in ("trade/bilateral", "trade/bilateral_alternatives")]
    rows = pd.concat(frames)[[*REPORT, "source"]]
    return rows[(rows["reporter"] != rows["iso3"]) & (rows["reporter"] != rows["partner"])]


@rule("Each alternative reading stands beside a chosen one from another source.")
def _alternatives_have_a_choice(tables: Tables) -> pd.DataFrame:
    others, chosen = tables["trade/bilateral_alternatives"], tables["trade/bilateral"]
    merged = others.merge(
        chosen[[*REPORT, "source"]], on=REPORT, how="left", suffixes=("", "_chosen")
    )
    # Readings of a source that is never chosen may stand alone.
    ranked = tables["trade/sources"].dropna(subset="rank")["source"]
    alone = merged["source_chosen"].isna() & merged["source"].isin(ranked)
    same = merged["source"] == merged["source_chosen"]
    return merged.loc[alone | same, [*REPORT, "source", "source_chosen"]]


@rule("The printed balances are exports minus imports, but for those listed as known faults.")
def _printed_balances_are_differences(tables: Tables) -> pd.DataFrame:
    values = tables["trade/aladi"].pivot(
        index=["iso3", "year"], columns="table", values="value_thousand_usd"
    )
    recomputed = values[1] - values[2]
    differs = values[3].notna() & ~(values[3] == recomputed).fillna(False)
    faults = tables["common/known_faults"].set_index("fault")["key"]
    listed = re.findall(r"([A-Z]{3}) (\d{4})", str(faults.get("aladi-balances", "")))
    known = {(iso3, int(year)) for iso3, year in listed}
    rows = pd.DataFrame({"printed": values[3], "recomputed": recomputed})[differs].reset_index()
    return rows[[key not in known for key in zip(rows["iso3"], rows["year"], strict=True)]]


@rule("Shares of product groups sum to one in every flow, but for rounding and section totals.")
def _product_shares_sum_to_one(tables: Tables) -> pd.DataFrame:
    keys = [*REPORT, "classification"]
    sums = tables["trade/product_structure"].groupby(keys)["share"].sum().reset_index()
    # UNCTAD's sections exceed the total that it states by up to 4 % in flows of a few dollars.
    most = sums["classification"].map({"sitc_sections": 1.04}).fillna(1.001)
    return sums[(sums["share"] < 0.999) | (sums["share"] > most)]


@rule("Territories are none of the region's states, and their flows stand in no bilateral table.")
def _territories_are_no_states(tables: Tables) -> pd.DataFrame:
    territories = set(tables["trade/offshore"]["iso3"])
    states = set(load_study().states)
    rows = tables["trade/bilateral"]
    both = territories & states
    mixed = rows[rows["iso3"].isin(territories)]
    return pd.concat([pd.DataFrame({"iso3": sorted(both)}), mixed[REPORT]])


@rule("Every source of an economy's world totals is within 35 % of UNCTAD's, for large flows.")
def _world_totals_agree(tables: Tables) -> pd.DataFrame:
    totals = tables["trade/world_totals"]
    keys = ["iso3", "year", "flow"]
    wide = totals.pivot(index=keys, columns="source", values="value_usd")
    rest = totals[totals["source"] != "unctad"].rename(columns={"value_usd": "other_usd"})
    both = rest[[*keys, "source", "other_usd"]].merge(wide["unctad"].reset_index(), on=keys)
    # WITS sums the world over those that reported, and in its first years many did not.
    large = both[(both["unctad"] >= LARGE_USD) & (both["iso3"] != WORLD)]
    return large[~(large["other_usd"] / large["unctad"]).between(0.65, 1.35)]
