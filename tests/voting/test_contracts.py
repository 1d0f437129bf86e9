"""What the measures refuse: damaged tallies, votes of other archives, unknown names."""

import re

import numpy as np
import pandas as pd
import pytest

from analysis import voting
from analysis.errors import MeasureError

BASE = pd.DataFrame(
    [
        dict.fromkeys((*voting.COUNTS, *voting.ABSENCES), 1)
        | {"year": year, "iso3": iso3, "partner": "RUS", "n": 9, "issue": issue}
        | {"n_share": 9.0, "agreement_share": 4.5, "session": year - 1945}
        for year in (2001, 2002)
        for iso3 in ("ARG", "BRA")
        for issue in ("all",)
    ]
)
VOTES = np.array([[1, 2, 3], [3, 2, 1]])
ONE = np.array([1, 2, 3])
SEATS = pd.DataFrame({"iso3": ["CHN"], "first_session": [26]})
CHOICE = {"states": ["ARG"], "partners": ["RUS"], "first_year": 2001, "last_year": 2002}

OF_COUNTS = {
    "agreement": voting.agreement,
    "s_score": voting.s_score,
    "cohen_kappa": voting.cohen_kappa,
    "scott_pi": voting.scott_pi,
    "coincidence": voting.coincidence,
    "split_chance": voting.split_chance,
    "score": voting.score,
    "treat_absence": voting.treat_absence,
    "sum_tallies": lambda t: voting.sum_tallies(t, ["year"]),
    "bootstrap_tallies": lambda t: voting.bootstrap_tallies(t, draws=2),
}
OF_PAIRS = {
    "select_tallies": lambda t: voting.select_tallies(t, SEATS, **CHOICE),
    "estimate_means": lambda t: voting.estimate_means(t, "agreement", 1),
    "summarise_means": lambda t: voting.summarise_means(t, "agreement", 1),
    "summarise_measures": lambda t: voting.summarise_measures(t, ["agreement"], 1),
    "summarise_absence": lambda t: voting.summarise_absence(t, "agreement"),
    "summarise_sets": lambda t: voting.summarise_sets({"x": t}, "agreement"),
    "compare_periods": lambda t: voting.compare_periods(t, (2001, 2001), (2002, 2002)),
    "vary_choices": lambda t: voting.vary_choices({"x": t}, (2001, 2001), (2002, 2002)),
    "split_change": lambda t: voting.split_change(t, (2001, 2001), (2002, 2002)),
    "summarise_issues": lambda t: voting.summarise_issues(t, "agreement", 1, 2001, 5),
    "add_partners": lambda t: voting.add_partners(t, BASE, ["IND"]),
}
COUNT_DAMAGE = {
    "has no column no_no": lambda t: t.drop(columns="no_no"),
    "no_no is missing": lambda t: t.assign(no_no=[np.nan, 1, 1, 1]),
    "no_no = -1": lambda t: t.assign(no_no=-1),
    "no_no = 1.5": lambda t: t.assign(no_no=1.5),
    "no_no = 'x'": lambda t: t.assign(no_no="x"),
    "must be a DataFrame": lambda t: t.to_dict("records"),
}
PAIR_DAMAGE = {
    "unknown iso3 'BRX'": lambda t: t.assign(iso3="BRX"),
    "unknown partner 'Russia'": lambda t: t.assign(partner="Russia"),
    "iso3 is missing": lambda t: t.assign(iso3=[None, "ARG", "BRA", "CUB"]),
    "year": lambda t: t.assign(year=2001.5),
}


@pytest.mark.parametrize("message", COUNT_DAMAGE)
@pytest.mark.parametrize("name", [*OF_COUNTS, *OF_PAIRS])
def test_damaged_counts_never_become_a_number(name, message):
    with pytest.raises(MeasureError, match=re.escape(message)):
        (OF_COUNTS | OF_PAIRS)[name](COUNT_DAMAGE[message](BASE))


@pytest.mark.parametrize("message", PAIR_DAMAGE)
@pytest.mark.parametrize("name", OF_PAIRS)
def test_unknown_states_and_years_never_become_a_number(name, message):
    with pytest.raises(MeasureError, match=re.escape(message)):
        OF_PAIRS[name](PAIR_DAMAGE[message](BASE))


OF_VOTES = {
    "tally_votes": lambda v: voting.tally_votes(v, VOTES),
    "tally_with_absence": lambda v: voting.tally_with_absence(VOTES, v),
    "rice_index": voting.rice_index,
    "agreement_index": voting.agreement_index,
    "distance_to": lambda v: voting.distance_to(v, ONE),
    "summarise_cohesion": lambda v: voting.summarise_cohesion(v, {"RUS": ONE}, draws=2),
    "bootstrap_means": lambda v: voting.bootstrap_means(v, ONE, draws=2),
    "match_roll_calls": lambda v: voting.match_roll_calls(v, VOTES),
    "agreement_in_shares": lambda v: voting.agreement_in_shares(v, VOTES, np.ones(3)),
    "compare_all_pairs": lambda v: voting.compare_all_pairs(v, ["ARG", "BRA"], ONE, ["agreement"]),
    "change_on_same_texts": lambda v: voting.change_on_same_texts(
        v, ONE, np.array(list("aab")), np.array([False, True, True]), draws=2
    ),
    "measure_votes": lambda v: voting.measure_votes(v[0], ONE),
    "joint_votes": lambda v: voting.joint_votes(ONE, v[0]),
    "weighted_s_score": lambda v: voting.weighted_s_score(v[0], ONE, np.ones(3)),
}


@pytest.mark.parametrize("name", OF_VOTES)
def test_votes_coded_otherwise_are_refused(name):
    OF_VOTES[name](VOTES)
    for wrong, message in (
        (np.where(VOTES == 3, 9, VOTES), "to 3, not 9"),
        (VOTES.astype(float), "must hold whole numbers, not float64"),
        (VOTES.astype(str), "must hold whole numbers"),
    ):
        with pytest.raises(MeasureError, match=message):
            OF_VOTES[name](wrong)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: voting.score(BASE, "agrement"), "did you mean 'agreement'"),
        (lambda: voting.score(BASE, min_n=-1), "min_n = -1 must be a whole number from 0"),
        (lambda: voting.s_score(BASE, "square"), "did you mean 'squared'"),
        (lambda: voting.agreement(BASE, categories=4), "categories = 4"),
        (lambda: voting.coincidence(BASE, "since_2018"), "allowed: with_abstentions"),
        (lambda: voting.measure_counts(np.ones((3, 3)), "x"), "measure = 'x' is not allowed"),
        (lambda: voting.treat_absence(BASE, "abstentions"), "did you mean 'abstention'"),
        (lambda: voting.sum_tallies(BASE, "year"), "by = 'year' must be a list"),
        (lambda: voting.add_period(BASE, 0, 2001), "years = 0 must be a whole number from 1"),
        (
            lambda: voting.select_tallies(BASE, SEATS, **CHOICE | {"states": "ARG"}),
            "states = 'ARG' must be a list of codes",
        ),
        (
            lambda: voting.select_tallies(BASE, SEATS, **CHOICE | {"partners": ["RUX"]}),
            "unknown state 'RUX'",
        ),
        (
            lambda: voting.select_tallies(BASE, SEATS, **CHOICE, issue="nuclear"),
            "unknown issue 'nuclear'",
        ),
        (
            lambda: voting.select_tallies(
                BASE, **CHOICE, seats=pd.DataFrame({"iso3": ["CHN"] * 2, "first_session": [26, 27]})
            ),
            "more than one row for iso3 CHN",
        ),
        (
            lambda: voting.match_roll_calls(VOTES, VOTES, least_similarity=2),
            "least_similarity = 2 must be a number from 0 to 1",
        ),
        (lambda: voting.bootstrap_tallies(BASE, draws=0), "draws = 0"),
        (lambda: voting.bootstrap_shares(np.ones(3), level=1), "level = 1"),
        (lambda: voting.add_band(pd.DataFrame({"sd": [1.0]})), "has no column ideal_point"),
        (
            lambda: voting.summarise_region(pd.DataFrame({"iso3": ["XX"], "n": 1, "value": 1.0})),
            "unknown iso3 'XX'",
        ),
        (
            lambda: voting.change_on_same_texts(VOTES, ONE, np.array(["a"]), np.ones(3, bool)),
            "must agree",
        ),
    ],
)
def test_unknown_names_and_numbers_without_meaning_are_refused(call, message):
    with pytest.raises(MeasureError, match=re.escape(message)):
        call()


def test_doubled_rows_are_refused():
    twice = pd.concat([BASE, BASE])
    summary = voting.summarise_means(BASE, "agreement", 1)
    with pytest.raises(MeasureError, match="more than one row for partner RUS, year 2001"):
        voting.find_extremes(pd.concat([summary, summary]))
    with pytest.raises(MeasureError, match="more than one row for year 2001"):
        voting.list_left_out(voting.score(twice))
