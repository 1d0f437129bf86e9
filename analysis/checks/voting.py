"""Rules for the votes."""

from __future__ import annotations

import pandas as pd

from analysis.checks.rules import Tables, rule

COUNTS = (
    *("yes_yes", "yes_abstain", "yes_no"),
    *("abstain_yes", "abstain_abstain", "abstain_no"),
    *("no_yes", "no_abstain", "no_no"),
)
ISSUES = ("me", "nu", "di", "hr", "co", "ec")
#: How the members voted on resolution 68/262 of 27 March 2014.
TALLY_OF_68_262 = {"total_yes": 100, "total_no": 11, "total_abstentions": 58}


@rule("The nine counts of a tally sum to n.")
def _tallies_sum_to_n(tables: Tables) -> pd.DataFrame:
    tallies = tables["voting/tallies"]
    total = tallies[list(COUNTS)].sum(axis=1)
    return _tallies(tallies.assign(sum_of_counts=total), total != tallies["n"], ["sum_of_counts"])


@rule("What n lacks to n_listed lies between the larger of both absences and their sum.")
def _absences_explain_what_n_lacks(tables: Tables) -> pd.DataFrame:
    tallies = tables["voting/tallies"]
    lacks = tallies["n_listed"] - tallies["n"]
    absent = tallies[["n_state_absent", "n_partner_absent"]]
    wrong = (lacks < absent.max(axis=1)) | (lacks > absent.sum(axis=1))
    return _tallies(tallies, wrong, ["n_listed", *absent.columns])


@rule("No tally counts more roll calls than its session, year and issue had.")
def _tallies_stay_within_the_roll_calls(tables: Tables) -> pd.DataFrame:
    tallies, coding = tables["voting/tallies"], tables["voting/coding"]
    counts = coding.rename(columns={f"n_{issue}": issue for issue in ISSUES})
    counts = counts.rename(columns={"n_roll_calls": "all"}).melt(
        ["session", "year"], ["all", *ISSUES], "issue", "n_held"
    )
    merged = tallies.merge(counts, on=["session", "year", "issue"], how="left")
    wrong = ~(merged["n_listed"] <= merged["n_held"]).fillna(False)
    return _tallies(merged, wrong, ["n_listed", "n_held"])


@rule("No pair voted more often on an issue than on all.")
def _issues_stay_within_all(tables: Tables) -> pd.DataFrame:
    tallies = tables["voting/tallies"]
    keys = ["session", "year", "iso3", "partner"]
    whole = tallies.loc[tallies["issue"] == "all", [*keys, "n"]]
    merged = tallies.merge(whole, on=keys, how="left", suffixes=("", "_all"))
    wrong = ~(merged["n"] <= merged["n_all"]).fillna(False)
    return _tallies(merged, wrong, ["n_all"])


@rule("Coded roll calls are matched ones, matched ones are held ones, and dates are of the year.")
def _coding_adds_up(tables: Tables) -> pd.DataFrame:
    coding = tables["voting/coding"]
    issues = coding[[f"n_{issue}" for issue in ISSUES]]
    dates = coding[["first_date", "last_date"]].apply(lambda column: column.dt.year)
    wrong = (
        (coding["n_matched"] > coding["n_roll_calls"])
        | (coding["n_special"] > coding["n_roll_calls"])
        | (coding["n_coded"] > coding["n_matched"])
        | (issues.max(axis=1) > coding["n_coded"])
        | (issues.sum(axis=1) < coding["n_coded"])
        | (dates.ne(coding["year"], axis=0)).any(axis=1)
        | (coding["first_date"] > coding["last_date"])
    )
    return coding[wrong]


@rule("Yes, no, abstention and not voting make the number of member states.")
def _landmark_totals_are_the_members(tables: Tables) -> pd.DataFrame:
    totals = tables["voting/landmark_totals"]
    parts = ["total_yes", "total_no", "total_abstentions", "total_non_voting"]
    return totals[totals[parts].sum(axis=1) != totals["total_ms"]]


@rule("Resolution 68/262 was adopted by 100 votes to 11 with 58 abstentions.")
def _resolution_68_262_is_as_announced(tables: Tables) -> pd.DataFrame:
    totals = tables["voting/landmark_totals"]
    row = totals[totals["resolution"] == "A/RES/68/262"]
    if row.empty:
        return pd.DataFrame([{"resolution": "A/RES/68/262", "problem": "is missing"}])
    wrong = (row[list(TALLY_OF_68_262)] != pd.Series(TALLY_OF_68_262)).any(axis=1)
    return row[wrong]


@rule("The listed states' votes on a landmark resolution are no more than all members' votes.")
def _landmark_votes_stay_within_the_totals(tables: Tables) -> pd.DataFrame:
    votes, totals = tables["voting/landmark_votes"], tables["voting/landmark_totals"]
    counts = votes.groupby(["resolution", "vote"]).size().unstack(fill_value=0)
    merged = counts.reset_index().merge(totals, on="resolution", how="outer")
    pairs = {
        "yes": "total_yes",
        "no": "total_no",
        "abstain": "total_abstentions",
        "absent": "total_non_voting",
    }
    wrong = pd.concat(
        [~(merged[vote] <= merged[total]).fillna(False) for vote, total in pairs.items()], axis=1
    )
    return merged[wrong.any(axis=1)]


def _tallies(frame: pd.DataFrame, wrong: pd.Series, columns: list[str]) -> pd.DataFrame:
    keys = ["session", "year", "iso3", "partner", "issue", "n"]
    return frame.loc[wrong.to_numpy(), [*keys, *columns]]
