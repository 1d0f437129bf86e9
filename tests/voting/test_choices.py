"""Every combination of choices, and the levels that the notes give for 2005."""

import pandas as pd
import pytest

from analysis import countries, tables, voting
from analysis.voting import choices

ALL = dict(states=countries.LAC, partners=["RUS", "USA"], first_year=1946, last_year=2025)


@pytest.fixture(scope="module")
def items():
    recurring = tables.load("voting/recurring_tallies")
    unvotes = tables.load("voting/unvotes_tallies")
    return {
        "final": voting.select_tallies(
            tables.load("voting/tallies"), tables.load("voting/seats"), **ALL
        ),
        "recurring": voting.select_tallies(
            recurring[recurring["panel"] == "previous_session"], tables.load("voting/seats"), **ALL
        ),
        "unvotes": voting.select_tallies(
            unvotes[unvotes["series"] == "all"], tables.load("voting/seats"), **ALL
        ),
    }


@pytest.fixture(scope="module")
def varied(items):
    return choices.vary_choices(items, (2013, 2019), (2021, 2024))


def test_2005_moves_with_the_texts_and_with_absence_as_in_the_notes(items):
    found = choices.vary_choices(
        items, (2005, 2005), (2006, 2006), measures=["agreement"], minima=[1]
    ).set_index(["partner", "items", "absence"])["before"]
    assert found["USA", "unvotes", "missing"] == pytest.approx(0.2748, abs=5e-5)
    assert found["USA", "final", "missing"] == pytest.approx(0.2232, abs=5e-5)
    assert found["RUS", "final", "missing"] == pytest.approx(0.8272, abs=5e-5)
    assert found["RUS", "final", "abstention"] == pytest.approx(0.803, abs=5e-4)


def test_every_combination_has_one_row(varied):
    keys = ["partner", "items", "measure", "absence", "min_n"]
    assert not varied.duplicated(keys).any()
    by_items = varied.groupby("items").size()
    per_rule = 2 * len(choices.MEASURES_VARIED) * 3
    assert by_items.to_dict() == {
        "final": 3 * per_rule,
        "recurring": 3 * per_rule,
        "unvotes": per_rule,
    }


def test_value_is_the_mean_over_years_of_the_mean_over_states(items, varied):
    rows = voting.sum_tallies(items["final"], ["year", "iso3", "partner"])
    scores = voting.score(rows, "agreement", 10)
    by_year = scores[scores["partner"] == "RUS"].groupby("year")["value"].mean()
    chosen = varied.query(
        "partner == 'RUS' and items == 'final' and measure == 'agreement' and min_n == 10 "
        "and absence == 'missing'"
    ).iloc[0]
    assert chosen["before"] == pytest.approx(by_year.loc[2013:2019].mean(), abs=1e-12)
    assert chosen["after"] == pytest.approx(by_year.loc[2021:2024].mean(), abs=1e-12)


def test_period_that_a_source_does_not_reach_has_no_value(varied):
    unvotes = varied[varied["items"] == "unvotes"]
    assert unvotes["before"].notna().all()
    assert unvotes[["after", "change"]].isna().all().all()


def test_change_of_scale_puts_s_beside_the_agreement(items):
    found = choices.vary_choices(
        {"final": items["final"]},
        (2013, 2019),
        (2021, 2024),
        measures=["agreement", "s_score"],
        absences=["missing"],
        minima=[10],
    )
    by = found.pivot(index="partner", columns="measure", values="change_of_scale")
    assert by["agreement"].to_numpy() == pytest.approx(by["s_score"].to_numpy(), abs=1e-12)


def test_partial_years_do_not_count(items):
    one, two = (
        choices.vary_choices(
            {"final": items["final"]},
            (2019, 2020),
            years,
            measures=["agreement"],
            absences=["missing"],
            minima=[10],
            partial_years=[2025],
        )
        for years in ((2021, 2024), (2021, 2025))
    )
    pd.testing.assert_frame_equal(one, two)


def test_nothing_to_vary_gives_an_empty_table(items):
    nothing = {"final": items["final"][:0]}
    assert choices.vary_choices({}, (2001, 2002), (2003, 2004)).empty
    assert choices.vary_choices(nothing, (2001, 2002), (2003, 2004)).empty


def test_sets_of_votes_are_aligned_where_first_and_last_have_a_year(items):
    rows = items["final"].query("year in [2005, 2006]")
    other = items["unvotes"].query("year == 2005")
    summary = voting.summarise_sets({"final": rows, "all": other}, "agreement")
    wide = voting.align_sets(summary)
    assert wide["year"].tolist() == [2005, 2005]
    assert wide.set_index("partner")["all"]["USA"] == pytest.approx(0.2748, abs=5e-5)
    assert wide.set_index("partner")["final"]["USA"] == pytest.approx(0.2232, abs=5e-5)
    assert wide["whole_texts"].isna().all()


def test_absence_is_read_by_each_rule(items):
    rows = voting.sum_tallies(items["final"].query("year == 2005"), ["year", "iso3", "partner"])
    by_rule = voting.summarise_absence(rows, "agreement").set_index("partner")
    assert by_rule.loc["RUS", "missing"] == pytest.approx(0.8272, abs=5e-5)
    assert by_rule.loc["RUS", "abstention"] == pytest.approx(0.803, abs=5e-4)
    assert by_rule["year"].tolist() == [2005, 2005]
