"""Rules for debt."""

from __future__ import annotations

import pandas as pd

from analysis.rules.rules import Tables, rule
from analysis.study import load_study


@rule("Every rival report is a row of debt/events.")
def _rival_reports_are_events(tables: Tables) -> pd.DataFrame:
    keys = ["date", "debtor_iso3", "event", "amount", "source"]
    events = tables["debt/events"][keys].drop_duplicates().assign(is_event=True)
    merged = tables["debt/rival_reports"].merge(events, on=keys, how="left")
    return merged.loc[merged["is_event"].isna(), ["occasion", *keys]]


@rule("Claims of the states that the partner continued end before its own begin.")
def _creditors_follow_one_another(tables: Tables) -> pd.DataFrame:
    study = load_study()
    rows = pd.concat([tables["debt/ids_creditor"], tables["debt/ids_creditor_shares"]])
    early = rows["counterpart"].isin(study.predecessors)
    wrong = early & (rows["year"] >= rows.loc[~early, "year"].min())
    wrong |= ~rows["counterpart"].isin(study.lineage(study.partner))
    return rows.loc[wrong, ["iso3", "series", "counterpart", "year", "edition"]]


@rule("A creditor's share is its part of the claims of all, and equals debt/ids_creditor.")
def _shares_are_parts_of_the_world(tables: Tables) -> pd.DataFrame:
    keys = ["iso3", "series", "counterpart", "year", "edition"]
    shares, claims = tables["debt/ids_creditor_shares"], tables["debt/ids_creditor"]
    claims = claims[[*keys, "value_usd"]]
    merged = shares.merge(claims, on=keys, how="left", suffixes=("", "_creditor"))
    share = 100 * merged["value_usd"] / merged["world_usd"]
    equal = merged["value_usd"] == merged["value_usd_creditor"]
    # A share of claims that are all zero is not defined.
    right = (share - merged["share_pct"]).abs() < 1e-3
    undefined = (merged["world_usd"] == 0) & merged["share_pct"].isna()
    part = (merged["value_usd"] <= merged["world_usd"]) & (right | undefined)
    return merged[~(equal & part)]


@rule("Every row of debt/terms reads one row of debt/events, of the same debtor and currency.")
def _terms_are_events(tables: Tables) -> pd.DataFrame:
    events = tables["debt/events"].rename(columns={"date": "event_date", "amount": "event_amount"})
    keys = ["debtor_iso3", "event", "event_date", "event_amount", "source"]
    rows = tables["debt/terms"]
    merged = rows.merge(
        events[[*keys, "currency"]], on=keys, how="left", suffixes=("", "_of_event"), indicator=True
    )
    wrong = (merged["_merge"] != "both") | (merged["currency"] != merged["currency_of_event"])
    return merged.loc[wrong, ["instrument", *keys]]


@rule("A face in debt/terms is the reported amount, its rounding, or what a write-off left.")
def _faces_follow_from_reports(tables: Tables) -> pd.DataFrame:
    rows = tables["debt/terms"]
    left = rows["claim"] - rows["event_amount"]
    # Reports round what is left by up to 1 per cent (3.5 for 3.52 billion).
    near = (rows["face"] - rows["event_amount"]).abs() <= 0.01 * rows["face"]
    near_left = (rows["face"] - left).abs() <= 0.07 * rows["face"] + 0.01
    right = near | ((rows["event"] == "write_off") & near_left) | rows["event_amount"].isna()
    return rows.loc[~right.fillna(False), ["instrument", "claim", "face", "event_amount"]]


@rule("In debt/terms a settlement has a claim and nothing else has one; no face is above it.")
def _settlements_have_claims(tables: Tables) -> pd.DataFrame:
    rows = tables["debt/terms"]
    has = rows["claim"].notna() == (rows["kind"] == "settlement")
    wrong = ~has | (rows["face"] > rows["claim"].fillna(rows["face"]))
    return rows.loc[wrong, ["instrument", "kind", "claim", "face"]]


@rule("In debt/terms grace ends before the term does, and there is a whole number of payments.")
def _terms_can_be(tables: Tables) -> pd.DataFrame:
    rows = tables["debt/terms"]
    paid_later = rows["maturity_years"] > 0
    late = paid_later & (rows["grace_years"] >= rows["maturity_years"])
    count = rows["maturity_years"] * rows["payments_per_year"].astype("float64").fillna(2)
    broken = (count - count.round()).abs() > 1e-9
    wrong = late.fillna(False) | broken.fillna(False)
    columns = ["instrument", "maturity_years", "grace_years", "payments_per_year"]
    return rows.loc[wrong, columns]


@rule("Every event that debt/comparisons or debt/terms names by kind and date is one report.")
def _named_events_are_reports(tables: Tables) -> pd.DataFrame:
    matters, terms = tables["debt/comparisons"], tables["debt/terms"]
    less = matters.dropna(subset="less_event")
    paid = terms.dropna(subset="interest_event_date")
    keys = ["debtor_iso3", "event", "date"]
    named = [
        matters.assign(date=matters["event_date"]),
        less.assign(event=less["less_event"], date=less["less_event_date"]),
        paid.assign(
            comparison=paid["instrument"], event="payment", date=paid["interest_event_date"]
        ),
    ]
    rows = pd.concat([each[["comparison", *keys]] for each in named])
    reports = tables["debt/events"].groupby(keys).size().rename("reports").reset_index()
    merged = rows.merge(reports, on=keys, how="left")
    return merged[merged["reports"] != 1]
