"""Sentences on votes: their numbers, and every branch that they can take."""

import numpy as np
import pandas as pd
import pytest

from analysis import tables, voting
from analysis.errors import AnalysisError
from analysis.voting import sentences
from analysis.voting.parameters import UNVoting


def read(**choices):
    return UNVoting(**choices).reading()


READING = read()
WHEN = {"2014": "2009–2013 to 2014–2018"}


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        (
            {},
            "How often do the 33 states of Latin America and the Caribbean vote as Russia does, "
            "and "
            "as the USSR did, beside the United States and China? Years 1946–2025; agreement, 0 to",
        ),
        (
            {"states": "Brazil", "partners": "Ukraine", "issue": "nu", "first_year": 2001},
            "How often does Brazil vote on nuclear weapons as Ukraine does? Years 2001–2025;",
        ),
        (
            {"states": "MERCOSUR", "partner": "China", "partners": ["USA"], "measure": "scott_pi"},
            "How often do 5 states of Latin America and the Caribbean vote as China does, beside "
            "the "
            "United States? Years 1946–2025; Scott's pi, -1 to 1.",
        ),
    ],
)
def test_question_names_states_partner_and_those_beside(choices, expected):
    assert expected in sentences.on_question(read(**choices))


def told(reading, scores, n_roll_calls=13):
    years = pd.DataFrame(
        {
            "year": [2024, 2025],
            "n_roll_calls": [n_roll_calls, 34],
            "n_coded": [10, 0],
            "n_nu": [7, 0],
            "last_date": pd.to_datetime(["2024-12-24", "2025-10-29"]),
            "is_partial": [False, True],
        }
    )
    tallies = pd.DataFrame({"n": [1200, 34]})
    seats = tables.load("voting/seats")
    return sentences.on_votes(reading, years, tallies, pd.DataFrame({"value": scores}), seats)


def test_votes_are_counted_with_what_has_a_value_and_what_has_none():
    text = told(READING, [0.5, 0.7, np.nan])
    assert "**47** recorded votes, 1,234 joint votes of pairs." in text
    assert "2 pairs of state and partner in a year have a value; 1 have none: fewer than 10" in text
    assert "**2025 is not comparable.** Its 34 votes end on 29 October 2025" in text
    assert "China counts from October 1971." in text
    assert "Earlier votes under this name are the Republic of China's and are left out." in text
    assert "Nothing to measure" not in text
    assert "coded as" not in text


def test_chosen_issue_reaches_what_is_said_of_the_votes():
    text = told(read(issue="nu", partners=["India", "RUS"]), [0.5])
    assert "joint votes of pairs on nuclear weapons." in text
    assert "7 are coded as nuclear weapons; the last coded vote is of 2024" in text
    assert "only, not for India." in text
    assert "China counts" not in text


def test_empty_choice_is_one_explained_sentence():
    text = told(read(partners=["CHN", "USA"]), [np.nan])
    assert (
        "**Nothing to measure.** None of the chosen states has 10 joint votes with China or the "
        "United States in any of these years" in text
    )


def test_means_are_told_with_intervals_states_and_half_votes():
    row = {"year": 2025, "partner": "SUN", "mean": 0.61234, "lower": 0.5, "upper": 0.7}
    row |= {"n_states": 1, "median_n": 70.5, "is_from_roll_calls": True}
    text = sentences.on_means(READING, pd.DataFrame([row]), [2025])
    assert text == (
        "- 2025, USSR: mean 0.612 (0.500 to 0.700); 1 state, median of 70.5 joint votes "
        "(incomplete year)."
    )
    wide = pd.DataFrame([row | {"is_from_roll_calls": False}])
    assert "rather too wide" in sentences.on_means(READING, wide, [])
    assert sentences.on_means(READING, wide[:0], []) == "No mean in the years told here."


def test_width_is_half_the_interval():
    rows = pd.DataFrame({"partner": "RUS", "lower": [0.1, 0.2, 0.3], "upper": [0.3, 0.6, 0.9]})
    assert "Russia 0.200." in sentences.on_width(rows)
    assert sentences.on_width(rows[:0]) == "No state shown has a value."


def test_chance_states_both_weightings_of_kappa():
    counts = dict.fromkeys(voting.COUNTS, 0) | {"yes_yes": 6, "yes_abstain": 2, "no_no": 2}
    pooled = pd.DataFrame([counts | {"partner": "RUS", "n": 10}])
    chance = voting.measure_chance(pooled)
    row = chance.iloc[0]
    text = sentences.on_chance(chance)
    assert f"agreement {row['agreement']:.3f}; the two sides' habits alone would give" in text
    beyond = (row["agreement"] - row["agreement_by_chance"]) / (1 - row["agreement_by_chance"])
    assert f"kappa {beyond:.3f} with the agreement's own distances" in text
    assert f"{row['cohen_kappa']:.3f} with squared ones" in text
    assert "say yes in 80% and the partner in 60%" in text
    assert sentences.on_chance(chance[:0]) == "No joint vote in a complete year."


def test_ends_name_the_outermost_first_with_their_votes():
    scores = pd.DataFrame(
        {"year": 2024, "iso3": ["ARG", "BRA", "CUB", "MEX"], "n": [81, 80, 79, 28]}
    ).assign(value=[0.3, 0.6, 0.9, 0.8], partner="RUS")
    ends = voting.find_ends(scores, n=2)
    assert ends["iso3"].tolist() == ["ARG", "BRA", "CUB", "MEX"]
    assert ends["rank"].tolist() == [1, 2, 1, 2]
    text = sentences.on_ends(READING, ends)
    assert "Lowest with Russia in 2024: Argentina 0.300 (n = 81), Brazil 0.600 (n = 80)." in text
    assert "Highest with Russia in 2024: Cuba 0.900 (n = 79), Mexico 0.800 (n = 28)." in text
    assert "where n is small" in text
    assert sentences.on_ends(READING, ends[:0]) == "No state has a value in a complete year."


def test_coding_counts_the_chosen_years_alone():
    coding = pd.DataFrame(
        {"year": [2000, 2001], "n_roll_calls": 1500, "n_matched": [1400, 9], "n_coded": [900, 8]}
    )
    text = sentences.on_coding(read(last_year=2000), coding)
    assert text == (
        "Of 1,500 recorded votes in these years, 1,400 were found in the coded data and 900 have "
        "at "
        "least one issue."
    )


def parts(weights):
    """Shares of an issue and of what is uncoded, of one partner in two periods."""
    rows = [
        (period, "RUS", issue, w, w, 0.5, w / 2, 0.5)
        for period, w in zip((2012, 2017), weights, strict=True)
        for issue, w in (("hr", 1 - w), ("uncoded", w))
        if w
    ]
    columns = ["period", "partner", "issue", "n_share", "weight", "agreement", "contribution"]
    return pd.DataFrame(rows, columns=[*columns, "total"])


def test_contributions_name_the_main_issue_and_what_is_not_coded():
    some = parts((0.2, 0.4))
    text = sentences.on_contributions(READING, some, voting.find_main_issues(some))
    assert "- Russia, the five years from 2017: of the issues named, human rights adds most" in text
    assert "(60 % of the joint votes, agreement on them 0.500)" in text
    assert "From 2017, votes without a code are 40 % to 40 % of the joint votes." in text
    none = parts((0.2, 1.0))
    none = none[none["n_share"] > 0]
    text = sentences.on_contributions(READING, none, voting.find_main_issues(none))
    assert "the five years from 2012" in text
    assert "From 2017, 100 % of the joint votes have no code" in text
    empty = some[:0]
    assert sentences.on_contributions(READING, empty, empty) == "No joint votes by issue."


def test_agenda_and_votes_add_up():
    split = pd.DataFrame(
        {"partner": "CHN", "issue": ["hr", "me"], "by_votes": [-0.02, -0.01]}
    ).assign(by_agenda=[0.005, 0.0], change=[-0.015, -0.01])
    assert sentences.on_agenda(split) == (
        "- China: -0.025, of which -0.030 by other votes and +0.005 by another agenda."
    )
    assert "in both periods" in sentences.on_agenda(split[:0])


def test_unity_lists_the_least_united_first():
    rows = pd.DataFrame(
        {"group": ["LAC", "ALBA"], "measure": "agreement_index", "value": [0.9, 0.7]}
    ).assign(year=2024, lower=0.6, upper=0.95, n_members=[33, 1])
    lines = sentences.on_unity(READING, rows).split("\n")
    assert lines[0] == "- ALBA, 2024: agreement index 0.700 (0.600 to 0.950), 1 member."
    assert lines[1].startswith("- the region, 2024: agreement index 0.900")
    assert "None of the groups" in sentences.on_unity(READING, rows[:0])


def test_series_are_compared_by_correlation_and_distance():
    both = pd.DataFrame({"all": [0.0, 1.0, 2.5], "final": [0.0, 1.1, 2.0]})
    text = sentences.on_series(both)
    assert f"correlate at {both['all'].corr(both['final']):.3f}" in text
    assert "median difference is 0.100, the largest 0.50" in text
    assert "Too few" in sentences.on_series(both[:2])


def changed(texts=("same", "all"), member="LAC"):
    rows = [
        {"event": "2014", "member": member, "partner": "RUS", "texts": each, "n_texts": n}
        | {"change": change, "lower": change - 0.01, "upper": change + 0.02}
        for each, n, change in (("same", 80.0, -0.03), ("all", np.nan, -0.07))
        if each in texts
    ]
    return pd.DataFrame(rows)


def test_changes_are_told_on_the_same_and_on_all_texts():
    text = sentences.on_changes(READING, changed(), WHEN)
    assert text == (
        "- 2009–2013 to 2014–2018, the region with Russia: on the same 80 texts -0.030 (-0.040 to "
        "-0.010), on all texts -0.070 (-0.080 to -0.050)."
    )
    of_issue = sentences.on_changes(read(issue="hr"), changed(["all"]), WHEN)
    assert "on all texts on human rights -0.070" in of_issue
    assert "The same texts are not counted by issue" in of_issue
    assert sentences.on_changes(READING, changed()[:0], WHEN) == (
        "No change with any of the chosen partners."
    )


def test_two_ways_of_holding_the_agenda_still_stand_side_by_side():
    split = pd.DataFrame({"partner": "RUS", "by_votes": [-0.05, -0.02]})
    text = sentences.on_two_ways(READING, changed(), split, WHEN)
    assert "with issues held still, votes account for -0.070 (section 4)" in text
    assert "with texts held still, for -0.030" in text
    alone = sentences.on_two_ways(READING, changed(["all"]), split, WHEN)
    assert alone == "No partner has both."
    for choices in ({"states": "BRA"}, {"issue": "hr"}):
        text = sentences.on_two_ways(read(**choices), changed(), split, WHEN)
        assert text.startswith("Issues and texts held still are compared for the whole region")


def test_single_states_count_where_zero_is_left_out():
    brazil = read(states="Brazil")
    one = changed(["same"], "BRA")
    assert sentences.on_single_states(brazil, one).startswith("Of 1 change of single states")
    assert "1 have an interval that leaves zero out" in sentences.on_single_states(brazil, one)
    around = one.assign(lower=-0.1, upper=0.1)
    assert "0 have an interval" in sentences.on_single_states(brazil, around)
    assert "No change of a single state" in sentences.on_single_states(brazil, changed())


def test_events_are_told_by_their_periods():
    assert sentences.tell_events(READING) == {
        "2014": "2009–2013 to 2014–2018",
        "2022": "2017–2021 to 2022–2025",
    }


@pytest.fixture(scope="module")
def resolution():
    votes = tables.load("voting/landmark_votes")
    return voting.choose_landmarks(votes, READING.study.states, "A/RES/68/262")


def test_vote_as_told_and_as_recorded(resolution):
    claims = tables.load("voting/claims_68_262")
    assert sentences.on_told(claims, "seed 001") == (
        "**As told** (seed 001, lines 420–427): of the region 4 of the 11 against, 13 for, 4 of "
        "the "
        "58 abstained."
    )
    world = tables.load("voting/landmark_totals").set_index("resolution").loc["A/RES/68/262"]
    text = sentences.on_record(claims, resolution, world)
    assert "**As recorded**: 100 for, 11 against, 58 abstained, 24 did not vote." in text
    assert "**14 of the 58 that abstained**, and 2 did not vote." in text
    assert "- Against: Bolivia, Cuba, Nicaragua, Venezuela." in text
    assert "The names given for the votes in favour are all correct." in text
    assert "The number of abstentions told is short by 10." in text


def test_wrong_names_and_too_many_are_told(resolution):
    claims = tables.load("voting/claims_68_262").assign(
        states=[None, "BOL;CUB", None], n_region=[15, 4, 13]
    )
    world = tables.load("voting/landmark_totals").set_index("resolution").loc["A/RES/68/262"]
    text = sentences.on_record(claims, resolution, world)
    assert "The names given for the votes against are not all correct." in text
    assert "The number of abstentions told is too high by 1." in text


def test_sets_of_votes_are_told_in_the_studys_year_and_over_all_years():
    wide = pd.DataFrame(
        {"partner": "USA", "year": [2004, 2005], "all": [0.3, 0.275], "whole_texts": 0.25}
    ).assign(final=[0.29, 0.223])
    summary = pd.DataFrame({"partner": ["USA"], "year": [2005], "mean": [0.2191]})
    text = sentences.on_sets(READING, wide, summary)
    assert "- 2005, United States: **0.275** on all votes of unvotes, **0.223** on final" in text
    assert (
        "what the Library lacks 0.250. With the minimum of joint votes used above, 10: 0.219."
        in text
    )
    assert "differ by 0.031 in the median year and by 0.052 in 2005." in text
    assert "With the minimum" not in sentences.on_sets(READING, wide, summary[:0])
    assert "share no year" in sentences.on_sets(READING, wide[:0], summary)
    of_issue = sentences.on_sets(read(issue="hr"), wide, summary)
    assert of_issue == "unvotes is not counted by issue here: nothing to compare on human rights."


def test_absence_adds_its_median():
    by_rule = pd.DataFrame({"partner": "CHN", "missing": [0.8, 0.8, 0.8]})
    by_rule = by_rule.assign(abstention=[0.81, 0.79, 0.82])
    assert sentences.on_absence(by_rule).endswith("adds: China +0.010.")
    assert "No year" in sentences.on_absence(by_rule[:0])


def varied():
    keys = {"partner": "RUS", "absence": "missing", "measure": "agreement"}
    rows = [
        keys | {"items": items, "min_n": n, "change": change, "before": 0.7, "after": 0.7 + change}
        for items, n, change in (
            ("final votes", 10, -0.1),
            ("final votes", 1, -0.2),
            ("recurring texts", 1, 0.3),
            ("recurring texts", 10, -0.05),
        )
    ]
    return pd.DataFrame(rows)


def test_varied_choices_count_falls_and_tell_the_notebooks_own():
    falls = voting.count_falls(varied(), READING.headline)
    assert falls.iloc[0].tolist() == ["RUS", 4, 0.75, pytest.approx(-0.1)]
    text = sentences.on_varied(READING, varied())
    assert "- Russia: 4 combinations, 75% of them falls and 25% rises; with the choices" in text
    assert (
        "of this notebook -0.100. Agreement alone: final votes -0.150, recurring texts +0.125."
        in (text)
    )
    other = sentences.on_varied(read(min_n=30), varied())
    assert "with the choices of this notebook no value." in other
    nothing = sentences.on_varied(read(issue="nu"), varied()[:0])
    assert nothing == (
        "No partner has a value on nuclear weapons in every year of 2013–2019 and of 2021–2024."
    )


def test_ranges_hold_the_lowest_and_the_highest():
    row = voting.summarise_ranges(varied()).loc[("Russia", "Agreement")]
    assert (row["change min"], row["change max"]) == pytest.approx((-0.2, 0.3))


def test_claims_are_counted_by_verdict():
    audited = pd.DataFrame(
        {"verdict": ["supported", "supported", "contradicted"], "sentence": ["a", "b", "It is 3."]}
    )
    text = sentences.on_claims(audited)
    assert text == "3 claims: 2 supported and 1 contradicted. Contradicted: It is 3."
    assert "Contradicted:" not in sentences.on_claims(audited[:2])


def test_captions_follow_issue_partner_and_periods():
    nuclear = read(issue="nu", partner="China", before="2001-2002", after="2003-2004", min_n=7)
    assert "on nuclear weapons, by year" in sentences.caption("region", nuclear)
    assert "from China's and Russia's" in sentences.caption("blocs", nuclear)
    assert "over all issues." in sentences.caption("blocs", nuclear)
    assert "over all issues" not in sentences.caption("blocs", READING)
    assert "on all texts (hollow)" in sentences.caption("changes", nuclear)
    assert "(filled) and on all texts" in sentences.caption("changes", READING)
    text = sentences.caption("sensitivity", nuclear)
    assert "2001–2002 to 2003–2004" in text
    assert "(1, 7, 10, 30)" in text
    assert "periods of" not in sentences.caption("issues", nuclear)
    assert "at least 7 joint votes" in sentences.caption("issues", nuclear)
    assert "final votes alone" in sentences.caption("item_mix", nuclear)


def test_sources_follow_the_partners():
    assert sentences.source("measures", READING) == "voting/tallies"
    assert sentences.source("measures", read(partners="India")) == "voting/partner_tallies"
    both = sentences.source("measures", read(partners=["India", "RUS"]))
    assert both == "voting/tallies, voting/partner_tallies"
    with pytest.raises(AnalysisError, match="did you mean 'region'"):
        sentences.caption("regions", READING)
