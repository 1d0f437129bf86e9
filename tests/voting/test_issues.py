"""Parts of the agreement by issue add up to the whole."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import countries, tables, voting
from analysis.errors import MeasureError

few = settings(max_examples=40, deadline=None)


@few
@given(st.integers(0, 10_000))
def test_shares_add_up_to_all_votes_and_all_agreement(seed):
    rng = np.random.default_rng(seed)
    issues = pd.DataFrame(rng.random((30, 4)) < 0.3, columns=["me", "nu", "di", "hr"])
    x, y = rng.integers(-1, 4, (2, 3, 30))
    shares = voting.share_issues(issues)
    assert np.allclose(shares.sum(axis="columns"), 1)
    parts = [voting.agreement_in_shares(x, y, shares[c].to_numpy()) for c in shares]
    n, agreed = (sum(each) for each in zip(*parts, strict=True))
    for i in range(3):
        for j in range(3):
            both = (x[i] > 0) & (y[j] > 0)
            assert n[i, j] == pytest.approx(both.sum())
            expected = (1 - np.abs(x[i] - y[j])[both] / 2).sum()
            assert agreed[i, j] == pytest.approx(expected)


def rows(years=(1995, 2019), partners=("RUS", "USA")):
    return voting.select_tallies(
        tables.load("voting/tallies"),
        tables.load("voting/seats"),
        states=countries.LAC,
        partners=partners,
        first_year=years[0],
        last_year=years[1],
        issue=None,
    )


def test_contributions_add_up_to_the_agreement_of_all_votes():
    tallies = rows()
    found = voting.decompose(tallies)
    groups = found.groupby(["year", "partner"])
    whole = voting.sum_tallies(tallies[tallies["issue"] == "all"], ["year", "partner"])
    expected = voting.agreement(whole).to_numpy()
    assert groups["contribution"].sum().to_numpy() == pytest.approx(expected, abs=1e-9)
    assert groups["weight"].sum().to_numpy() == pytest.approx(1, abs=1e-9)
    assert set(found["issue"]) == {"me", "nu", "di", "hr", "co", "ec", "uncoded"}


def test_after_the_last_coded_session_all_is_uncoded():
    found = voting.decompose(rows((2021, 2025)))
    assert set(found["issue"]) == {voting.UNCODED}
    assert (found["weight"] == 1).all()


def test_missing_class_is_refused():
    tallies = rows((2005, 2005))
    with pytest.raises(MeasureError, match="do not add up"):
        voting.decompose(tallies[tallies["issue"] != voting.UNCODED])


def test_nothing_gives_nothing():
    assert voting.decompose(rows()[:0]).empty


def test_change_is_one_of_votes_and_one_of_the_agenda():
    found = voting.decompose(rows())
    one, two = (found[(found["partner"] == "USA") & (found["year"] == y)] for y in (1995, 2005))
    parts = voting.decompose_change(one, two)
    total = two["total"].iloc[0] - one["total"].iloc[0]
    assert parts[["by_votes", "by_agenda"]].sum().sum() == pytest.approx(total)
    same = voting.decompose_change(one, one)
    assert np.allclose(same[["by_votes", "by_agenda"]], 0)


def test_issue_that_one_period_lacks_belongs_to_the_agenda():
    before = pd.DataFrame({"issue": ["me"], "weight": [1.0], "agreement": [0.8]})
    after = pd.DataFrame({"issue": ["me", "hr"], "weight": [0.5, 0.5], "agreement": [0.8, 0.2]})
    parts = voting.decompose_change(before, after).set_index("issue")
    assert parts["by_votes"].tolist() == [0, 0]
    assert parts["by_agenda"].sum() == pytest.approx(0.5 - 0.8)


def test_issues_are_summarised_by_period_without_what_is_uncoded():
    rows = voting.select_tallies(
        tables.load("voting/tallies"),
        tables.load("voting/seats"),
        states=["ARG", "BRA"],
        partners=["RUS"],
        first_year=2012,
        last_year=2018,
        issue=None,
    )
    found = voting.summarise_issues(rows, "agreement", 10, 1992, 5)
    assert set(found["issue"]) == {"me", "nu", "di", "hr", "co", "ec"}
    assert sorted(set(found["period"])) == [2012, 2017]
    of_rights = rows[(rows["issue"] == "hr") & rows["year"].between(2012, 2016)]
    values = voting.agreement(voting.sum_tallies(of_rights, ["iso3"]))
    row = found.query("issue == 'hr' and period == 2012").iloc[0]
    assert row["mean"] == pytest.approx(values.mean())
    assert row["n_states"] == 2


def test_issues_that_ship_have_names_in_one_order():
    names = tables.load("voting/issues").sort_values("place")
    assert names["issue"].tolist() == ["me", "nu", "di", "hr", "co", "ec", voting.UNCODED]
    assert set(tables.load("voting/tallies")["issue"]) - {voting.WHOLE} == set(names["issue"])
