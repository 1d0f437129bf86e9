"""Rules for the votes."""

from __future__ import annotations

import pandas as pd

from analysis.rules.rules import Tables, rule
from analysis.study import load_study

CHOICES = ("yes", "abstain", "no")
COUNTS = tuple(f"{state}_{partner}" for state in CHOICES for partner in CHOICES)
ABSENCES = (*(f"{c}_absent" for c in CHOICES), *(f"absent_{c}" for c in (*CHOICES, "absent")))
#: How far apart the two votes of each of the nine counts are.
DISTANCES = dict(zip(COUNTS, (0, 1, 2, 1, 0, 1, 2, 1, 0), strict=True))
FEWEST_JOINT_VOTES = 10
ROUNDING = 1e-6
KEYS = ["session", "year", "iso3", "partner"]
PARTS = ["total_yes", "total_no", "total_abstentions", "total_non_voting"]
ISSUES = ("me", "nu", "di", "hr", "co", "ec")


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


@rule("n and the seven counts of absence make n_listed.")
def _absences_sum_to_n_listed(tables: Tables) -> pd.DataFrame:
    tallies = tables["voting/tallies"]
    total = tallies[["n", *ABSENCES]].sum(axis=1)
    wrong = total != tallies["n_listed"]
    return _tallies(tallies.assign(sum_of_counts=total), wrong, ["sum_of_counts"])


@rule("Shares of the issues and of what is uncoded add up to all joint votes and all agreement.")
def _shares_of_issues_add_up(tables: Tables) -> pd.DataFrame:
    tallies = tables["voting/tallies"]
    whole = tallies[tallies["issue"] == "all"].set_index(KEYS)[["n_share", "agreement_share"]]
    parts = tallies[tallies["issue"] != "all"].groupby(KEYS)[["n_share", "agreement_share"]].sum()
    off = (whole - parts.reindex(whole.index, fill_value=0.0)).abs().max(axis=1)
    return whole[off > ROUNDING].reset_index()


@rule("A pair has the same counts in both tables of tallies, and read from either side.")
def _tables_of_tallies_agree(tables: Tables) -> pd.DataFrame:
    everyone = tables["voting/partner_tallies"].set_index(KEYS)
    four = tables["voting/tallies"].query("issue == 'all'").set_index(KEYS)
    columns = [*COUNTS, *ABSENCES]
    here = everyone.reindex(four.index)[columns]
    wrong = four[(here != four[columns]).fillna(True).any(axis=1).to_numpy()].reset_index()
    within = everyone[everyone.index.isin(set(four.index.get_level_values("iso3")), level=3)]
    within = within[columns].reset_index()
    turned = {c: "_".join(c.split("_")[::-1]) for c in columns}
    other = within.rename(columns={**turned, "iso3": "partner", "partner": "iso3"})
    both = within.merge(other, on=KEYS, how="outer", suffixes=("", "_turned"))
    differs = [(both[c] != both[f"{c}_turned"]).fillna(True) for c in columns]
    unequal = both[pd.concat(differs, axis=1).any(axis=1)]
    return pd.concat([wrong[KEYS], unequal[KEYS]], ignore_index=True)


@rule("No pair voted more often on recurring texts than on all.")
def _recurring_texts_are_some_of_all(tables: Tables) -> pd.DataFrame:
    recurring, tallies = tables["voting/recurring_tallies"], tables["voting/tallies"]
    whole = tallies[tallies["issue"] == "all"]
    merged = recurring.merge(whole, on=KEYS, how="left", suffixes=("", "_all"))
    columns = ["n", *COUNTS, *ABSENCES]
    more = pd.concat([~(merged[c] <= merged[f"{c}_all"]).fillna(False) for c in columns], axis=1)
    return merged.loc[more.any(axis=1), ["panel", *KEYS, "n", "n_all"]]


@rule("The region's mean agreement is that of the tallies, and lies within its interval.")
def _means_are_those_of_the_tallies(tables: Tables) -> pd.DataFrame:
    means, tallies = tables["voting/mean_intervals"], tables["voting/tallies"]
    keys = ["year", "partner"]
    rows = tallies[(tallies["issue"] == "all")]
    for seat in tables["voting/seats"].itertuples():
        # While another government held the seat its votes are no reading of the partner.
        early = (rows["partner"] == seat.iso3) & (rows["session"] < seat.first_session)
        rows = rows[~early]
    sums = rows.groupby([*keys, "iso3"], as_index=False)[list(COUNTS)].sum()
    n = sums[list(COUNTS)].sum(axis=1)
    distance = sum(sums[count] * steps for count, steps in DISTANCES.items())
    sums = sums.assign(expected=(1 - distance / (2 * n)).astype("float64"))
    expected = sums[n >= FEWEST_JOINT_VOTES].groupby(keys, as_index=False)["expected"].mean()
    region = means[(means["group"] == load_study().region.code) & (means["measure"] == "agreement")]
    region = region.merge(expected, on=keys, how="left")
    wrong = ~((region["mean"] - region["expected"]).abs() < ROUNDING)
    wrong |= (region["mean"] < region["lower"]) | (region["mean"] > region["upper"])
    return region.loc[wrong, [*keys, "mean", "lower", "upper", "expected"]]


@rule("Ends of intervals are in order, and a change on the same texts is after less before.")
def _intervals_are_in_order(tables: Tables) -> pd.DataFrame:
    parts = []
    for name in ("voting/mean_intervals", "voting/cohesion", "voting/text_changes"):
        frame = tables[name]
        wrong = frame["lower"] > frame["upper"]
        if "change" in frame:
            off = (frame["after"] - frame["before"] - frame["change"]).abs()
            wrong |= off > ROUNDING
        found = frame.loc[wrong, ["lower", "upper"]]
        parts.append(found.assign(table=name, row=found.index))
    return pd.concat(parts, ignore_index=True)


@rule("No tally counts more roll calls than its session, year and issue had.")
def _tallies_stay_within_the_roll_calls(tables: Tables) -> pd.DataFrame:
    tallies, coding = tables["voting/tallies"], tables["voting/coding"]
    counts = coding.rename(columns={f"n_{issue}": issue for issue in ISSUES})
    counts = counts.assign(uncoded=counts["n_roll_calls"] - counts["n_coded"])
    counts = counts.rename(columns={"n_roll_calls": "all"}).melt(
        ["session", "year"], ["all", *ISSUES, "uncoded"], "issue", "n_held"
    )
    merged = tallies.merge(counts, on=["session", "year", "issue"], how="left")
    wrong = ~(merged["n_listed"] <= merged["n_held"]).fillna(False)
    return _tallies(merged, wrong, ["n_listed", "n_held"])


@rule("No pair voted more often on an issue than on all.")
def _issues_stay_within_all(tables: Tables) -> pd.DataFrame:
    tallies = tables["voting/tallies"]
    whole = tallies.loc[tallies["issue"] == "all", [*KEYS, "n"]]
    merged = tallies.merge(whole, on=KEYS, how="left", suffixes=("", "_all"))
    wrong = ~(merged["n"] <= merged["n_all"]).fillna(False)
    return _tallies(merged, wrong, ["n_all"])


@rule("Coded roll calls are matched ones, matched ones are held ones, and dates are of the year.")
def _coding_adds_up(tables: Tables) -> pd.DataFrame:
    coding = tables["voting/coding"]
    issues = coding[[f"n_{issue}" for issue in ISSUES]]
    dates = coding[["first_date", "last_date"]].apply(lambda column: column.dt.year)
    wrong = (coding[["n_matched", "n_special"]].max(axis=1) > coding["n_roll_calls"]) | (
        (coding["n_coded"] > coding["n_matched"])
        | ~coding["n_coded"].between(issues.max(axis=1), issues.sum(axis=1))
        | (dates.ne(coding["year"], axis=0)).any(axis=1)
        | (coding["first_date"] > coding["last_date"])
    )
    return coding[wrong]


@rule("Yes, no, abstention and not voting make the number of member states.")
def _landmark_totals_are_the_members(tables: Tables) -> pd.DataFrame:
    totals = tables["voting/landmark_totals"]
    return totals[totals[PARTS].sum(axis=1) != totals["total_ms"]]


@rule("Totals of votes are those that the United Nations announced.")
def _totals_are_as_announced(tables: Tables) -> pd.DataFrame:
    parts = PARTS[:3]
    counted = tables["voting/landmark_totals"][["resolution", *parts]]
    announced = tables["voting/announced_totals"]
    merged = announced.merge(counted, on="resolution", how="left", suffixes=("_announced", ""))
    differs = [(merged[part] != merged[f"{part}_announced"]).fillna(value=True) for part in parts]
    return merged[pd.concat(differs, axis=1).any(axis=1)]


@rule("The listed states' votes on a landmark resolution are no more than all members' votes.")
def _landmark_votes_stay_within_the_totals(tables: Tables) -> pd.DataFrame:
    votes, totals = tables["voting/landmark_votes"], tables["voting/landmark_totals"]
    counts = votes.groupby(["resolution", "vote"]).size().unstack(fill_value=0)
    merged = counts.reset_index().merge(totals, on="resolution", how="outer")
    pairs = zip(("yes", "no", "abstain", "absent"), PARTS, strict=True)
    more = [~(merged[vote] <= merged[total]).fillna(False) for vote, total in pairs]
    return merged[pd.concat(more, axis=1).any(axis=1)]


def _tallies(frame: pd.DataFrame, wrong: pd.Series, columns: list[str]) -> pd.DataFrame:
    return frame.loc[wrong.to_numpy(), [*KEYS, "issue", "n", *columns]]
