"""Measures of voting similarity: formulas, bounds, and the numbers of published sources."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import tables, voting
from analysis.errors import MeasureError

DISTANCES = sorted(voting.DISTANCES)
counts = st.lists(st.integers(0, 200), min_size=9, max_size=9).filter(lambda c: sum(c) > 0)
vectors = st.integers(1, 60).flatmap(
    lambda n: st.tuples(*[st.lists(st.integers(0, 3), min_size=n, max_size=n)] * 2)
)


def frame(*rows):
    table = pd.DataFrame(list(rows), columns=list(voting.COUNTS))
    return table.assign(n=table.sum(axis="columns"))


def value(measure, row, *args):
    return measure(frame(row), *args).item()


def shape(row):
    return np.reshape(row, (3, 3))


def swap(row):
    return np.reshape(row, (3, 3)).T.ravel().tolist()


def haege(x, y, kind):
    """Häge's formulas on the votes themselves, as his programme writes them."""
    x, y = np.array(x, dtype=float), np.array(y, dtype=float)
    n, d2 = len(x), ((x - y) ** 2).sum()
    s1, s2, ss = x.sum(), y.sum(), (x**2).sum() + (y**2).sum()
    below = ss - (2 * s1 * s2 / n if kind == "kappa" else (s1 + s2) ** 2 / (2 * n))
    return 1 - d2 / below if below > 1e-9 else np.nan


@given(vectors)
def test_tallies_give_what_the_votes_themselves_give(votes):
    tally = voting.tally_votes(*[np.array([v]) for v in votes])[0, 0].ravel()
    both = [(x, y) for x, y in zip(*votes, strict=True) if x and y]
    assert tally.sum() == len(both)
    if not both:
        assert np.isnan(value(voting.agreement, tally))
        return
    x, y = (np.array(v) for v in zip(*both, strict=True))
    assert value(voting.agreement, tally) == pytest.approx(1 - np.abs(x - y).mean() / 2)
    assert value(voting.s_score, tally, "squared") == pytest.approx(1 - ((x - y) ** 2).mean() / 2)
    for measure, kind in ((voting.cohen_kappa, "kappa"), (voting.scott_pi, "pi")):
        assert value(measure, tally) == pytest.approx(haege(x, y, kind), nan_ok=True, abs=1e-9)


@given(counts)
def test_s_is_the_agreement_stretched(row):
    assert value(voting.s_score, row) == pytest.approx(2 * value(voting.agreement, row) - 1)


@given(counts, st.sampled_from(sorted(voting.MEASURES)))
def test_pair_can_be_read_either_way(row, name):
    found, turned = (voting.measure_counts(shape(each), name) for each in (row, swap(row)))
    assert found == pytest.approx(turned, nan_ok=True)


@given(counts, st.sampled_from(sorted(voting.MEASURES)))
def test_values_stay_within_their_scale(row, name):
    measure = voting.MEASURES[name]
    found = voting.measure_counts(shape(row), name)
    assert np.isnan(found) or measure.lowest - 1e-9 <= found <= 1 + 1e-9


@given(counts, st.integers(2, 9), st.sampled_from(sorted(voting.MEASURES)))
def test_measures_depend_on_shares_alone(row, times, name):
    found, many = (voting.measure_counts(n * shape(row), name) for n in (1, times))
    assert many == pytest.approx(found, nan_ok=True)


@given(counts, st.sampled_from(sorted(voting.MEASURES)))
def test_yes_and_no_can_trade_places(row, name):
    found = voting.measure_counts(shape(row), name)
    mirrored = voting.measure_counts(shape(row)[::-1, ::-1], name)
    assert mirrored == pytest.approx(found, nan_ok=True)


@given(st.lists(st.integers(0, 50), min_size=3, max_size=3).filter(lambda c: sum(map(bool, c)) > 1))
def test_identical_votes_with_variation_give_one(diagonal):
    for name in voting.MEASURES:
        assert voting.measure_counts(np.diag(diagonal), name) == pytest.approx(1), name


@given(counts, st.sampled_from(DISTANCES))
def test_pi_is_never_above_kappa(row, distance):
    kappa, pi = value(voting.cohen_kappa, row, distance), value(voting.scott_pi, row, distance)
    assert np.isnan(kappa) or pi <= kappa + 1e-9


@given(st.lists(st.integers(1, 40), min_size=3, max_size=3), st.sampled_from(DISTANCES))
def test_independent_votes_give_kappa_zero(shares, distance):
    row = np.outer(shares, shares[::-1]).ravel()
    assert value(voting.cohen_kappa, row, distance) == pytest.approx(0, abs=1e-9)


def test_one_opposed_vote_gives_zero_and_one_abstention_half():
    opposed, beside = [0, 0, 1, 0, 0, 0, 0, 0, 0], [0, 1, 0, 0, 0, 0, 0, 0, 0]
    assert value(voting.agreement, opposed) == 0
    assert value(voting.agreement, beside) == 0.5


def test_nominal_kappa_of_a_table_worked_by_hand():
    # 200 cases; the diagonal is .70 of them, the marginals make .50*.60 + .30*.30 + .20*.10 = .41.
    row = [88, 14, 18, 10, 40, 10, 2, 6, 12]
    assert value(voting.cohen_kappa, row, "nominal") == pytest.approx((0.70 - 0.41) / (1 - 0.41))


def test_no_joint_vote_is_missing_not_zero():
    for name in voting.ALL_MEASURES:
        assert np.isnan(voting.score(frame([0] * 9), name)["value"].item()), name


def test_no_variation_is_missing_unless_asked_otherwise():
    always_yes = [7, 0, 0, 0, 0, 0, 0, 0, 0]
    assert value(voting.agreement, always_yes) == 1
    for measure in (voting.cohen_kappa, voting.scott_pi):
        assert np.isnan(value(measure, always_yes))
        assert measure(frame(always_yes), zero_denominator=0.0).item() == 0


def test_functions_of_one_measure_give_what_the_table_of_measures_gives():
    row = [88, 14, 18, 10, 40, 10, 2, 6, 12]
    of = {
        "agreement": voting.agreement(frame(row)),
        "agreement_two": voting.agreement(frame(row), categories=2),
        "s_score_squared": voting.s_score(frame(row), "squared"),
        "s_score_two": voting.s_score(frame(row), categories=2),
        "cohen_kappa": voting.cohen_kappa(frame(row)),
        "cohen_kappa_absolute": voting.cohen_kappa(frame(row), "absolute"),
        "cohen_kappa_nominal": voting.cohen_kappa(frame(row), "nominal"),
        "scott_pi_two": voting.scott_pi(frame(row), categories=2),
        "coincidence": voting.coincidence(frame(row)),
        "coincidence_two": voting.coincidence(frame(row), "without_abstentions"),
    }
    for name, found in of.items():
        assert found.item() == voting.score(frame(row), name)["value"].item(), name


def test_kappa_of_the_agreements_own_distances_is_what_lies_beyond_its_chance():
    split = voting.split_chance(frame([88, 14, 18, 10, 40, 10, 2, 6, 12])).iloc[0]
    beyond = (split["agreement"] - split["agreement_by_chance"]) / (
        1 - split["agreement_by_chance"]
    )
    assert split["cohen_kappa_absolute"] == pytest.approx(beyond)


def test_scale_of_a_measure_follows_from_its_formula():
    ends = {name: (each.lowest, each.middle) for name, each in voting.ALL_MEASURES.items()}
    assert ends["agreement"] == ends["coincidence_two"] == (0, 0.5)
    assert ends["s_score_two"] == ends["scott_pi_nominal"] == (-1, 0)
    assert voting.ALL_MEASURES["cohen_kappa"].label == "Cohen's kappa, -1 to 1"
    assert voting.ALL_MEASURES["agreement_two"].title == "Agreement without abstentions"
    assert [voting.ALL_MEASURES[name].categories for name in ("agreement", "agreement_two")] == [
        3,
        2,
    ]


def test_sums_keep_apart_only_what_is_named():
    rows = frame([1] * 9, [2] * 9, [4] * 9).assign(
        session=[1, 2, 2], year=[1999, 1999, 2000], iso3="ARG", n_listed=10
    )
    by_year = voting.sum_tallies(rows, ["year", "iso3"])
    assert by_year[["year", "n", "n_listed"]].values.tolist() == [[1999, 27, 20], [2000, 36, 10]]
    assert list(by_year.columns) == ["year", "iso3", *voting.COUNTS, "n", "n_listed"]


def test_overlapping_issues_are_not_added_up():
    rows = frame([1] * 9, [1] * 9).assign(year=1999, issue=["all", "me"])
    with pytest.raises(MeasureError, match="cannot be added up"):
        voting.sum_tallies(rows, ["year"])


def test_too_few_joint_votes_give_no_value():
    scores = voting.score(frame([1] * 9, [2] * 9).assign(iso3=["ARG", "BRA"]), min_n=10)
    assert scores["value"].isna().tolist() == [True, False]
    assert scores["n"].tolist() == [9, 18]


def test_region_counts_every_state_alike():
    scores = pd.DataFrame(
        {"year": 1999, "partner": "RUS", "iso3": ["ARG", "BRA", "CUB"], "n": [90, 10, 1]}
    ).assign(value=[0.8, 0.6, np.nan])
    row = voting.summarise_region(scores).iloc[0]
    assert (row["n_states"], row["n_left_out"], row["median_n"]) == (2, 1, 50)
    assert row["mean"] == pytest.approx(0.7)
    assert row["sd"] == pytest.approx(np.std([0.8, 0.6], ddof=1))
    assert (row["low"], row["high"]) == pytest.approx((0.62, 0.78))


def test_region_of_one_state_has_no_spread():
    scores = pd.DataFrame({"year": [1999], "partner": "RUS", "iso3": "ARG", "n": 90, "value": 0.8})
    row = voting.summarise_region(scores).iloc[0]
    assert row["mean"] == 0.8
    assert np.isnan(row["sd"])


def test_only_a_last_year_that_ends_early_is_partial():
    coding = pd.DataFrame(
        {
            "session": [2, 78, 79, 80],
            "year": [1947, 2024, 2024, 2025],
            "n_roll_calls": [13, 20, 100, 34],
            "last_date": pd.to_datetime(["1947-11-29", "2024-07-01", "2024-12-24", "2025-10-29"]),
        }
    )
    years = voting.flag_years(coding)
    assert years["n_roll_calls"].tolist() == [13, 120, 34]
    assert years["is_partial"].tolist() == [False, False, True]


@pytest.fixture(scope="module")
def tallies():
    return tables.load("voting/tallies")


def by_year(tallies, partner, **options):
    rows = voting.select_tallies(
        tallies,
        tables.load("voting/seats"),
        states=sorted(set(tallies["iso3"])),
        partners=[partner],
        first_year=1946,
        last_year=2025,
        **options,
    )
    return voting.sum_tallies(rows, ["year", "iso3", "partner"])


@pytest.mark.parametrize(
    ("partner", "expected"),
    [
        (
            "RUS",
            {1995: 0.7423, 2005: 0.8272, 2015: 0.6963, 2019: 0.7423, 2020: 0.7495}
            | {2021: 0.6957, 2022: 0.6516, 2023: 0.5868, 2024: 0.6091, 2025: 0.8283},
        ),
        (
            "USA",
            {1995: 0.3892, 2005: 0.2232, 2015: 0.2918, 2019: 0.2470, 2020: 0.2606}
            | {2021: 0.3120, 2022: 0.4169, 2023: 0.3814, 2024: 0.3983, 2025: 0.1260},
        ),
    ],
)
def test_regional_agreement_is_that_of_independent_calculations(tallies, partner, expected):
    means = voting.summarise_region(voting.score(by_year(tallies, partner))).set_index("year")
    assert means.loc[list(expected), "mean"].round(4).to_dict() == expected


def test_states_that_did_not_vote_have_no_value(tallies):
    scores = voting.score(by_year(tallies, "RUS")).set_index(["iso3", "year"])
    assert scores.loc[("VEN", 2023), "n"] == 0
    assert np.isnan(scores.loc[("VEN", 2023), "value"])
    assert np.isnan(scores.loc[("DOM", 1995), "value"])


def test_votes_of_a_seats_earlier_holder_are_left_out(tallies):
    seats = tables.load("voting/seats")
    assert by_year(tallies, "CHN")["year"].min() == 1971
    assert tallies.loc[tallies["partner"] == "CHN", "year"].min() == 1946
    assert by_year(tallies, "USA")["year"].min() == 1946
    years = {"first_year": 1970, "last_year": 1972}
    rows = voting.select_tallies(tallies, states=["CUB"], partners=["CHN"], seats=seats, **years)
    assert rows.index.tolist() == list(range(len(rows)))


def test_further_partners_are_added_once(tallies):
    wider = tables.load("voting/partner_tallies").query("year == 2010")
    both = voting.add_partners(tallies.query("year == 2010"), wider, ["IND"])
    assert set(both["partner"]) == {"RUS", "USA", "CHN", "IND"}
    with pytest.raises(MeasureError, match="hold RUS already"):
        voting.add_partners(tallies, wider, ["IND", "RUS"])


def test_ussr_and_russia_never_share_a_year(tallies):
    assert by_year(tallies, "SUN")["year"].max() == 1991
    assert by_year(tallies, "RUS")["year"].min() == 1992


@pytest.mark.parametrize("name", voting.MEASURES)
def test_every_measure_takes_the_table_that_ships(name):
    rows = tables.load("voting/tallies").query("issue == 'hr' and year == 2010")
    scores = voting.score(rows, name)
    assert scores["value"].notna().any()
    assert list(scores.columns) == ["session", "year", "iso3", "partner", "issue", "n", "value"]


def test_extremes_name_the_years_of_each_partner():
    summary = pd.DataFrame(
        {"year": [2001, 2002, 2003], "partner": "RUS", "mean": [0.5, 0.9, 0.7], "n_states": 3}
    )
    found = voting.find_extremes(summary).set_index("which")["year"].to_dict()
    assert found == {"first": 2001, "last": 2003, "lowest": 2001, "highest": 2002}


def test_chance_of_two_sides_that_keep_their_habits():
    # The state says yes in 3 of 4, the partner in 2 of 4 votes; no abstentions.
    split = voting.split_chance(frame([2, 0, 1, 0, 0, 0, 0, 0, 1])).iloc[0]
    assert split["state_yes"] == 0.75
    assert split["partner_yes"] == 0.5
    assert split["agreement_by_chance"] == pytest.approx(0.75 * 0.5 + 0.25 * 0.5)
    assert split["agreement"] == 0.75


def test_landmark_votes_of_the_region_are_counted_as_in_the_record():
    votes = tables.load("voting/landmark_votes").query("iso3 not in ['RUS', 'UKR', 'USA', 'CHN']")
    counted = voting.count_landmarks(votes).set_index("resolution")
    kinds = ["yes", "no", "abstain", "absent"]
    assert counted.loc["A/RES/68/262", kinds].tolist() == [13, 4, 14, 2]
    assert counted.loc["A/RES/ES-11/1", kinds].tolist() == [28, 0, 4, 1]
    assert counted.loc["A/RES/80/4", kinds].tolist() == [26, 2, 2, 3]
    assert len(counted) == 19


def test_what_seed_001_tells_of_68_262_is_short_by_ten_abstentions():
    votes = tables.load("voting/landmark_votes").query(
        "resolution == 'A/RES/68/262' and iso3 not in ['RUS', 'UKR', 'USA', 'CHN']"
    )
    table = voting.compare_with_record(tables.load("voting/claims_68_262"), votes)
    numbers = table.set_index(["version", "vote"])["n_states"]
    assert numbers["told"].to_dict() == {"no": 4, "yes": 13, "abstain": 4, "not told": 12}
    assert numbers["recorded"].to_dict() == {"no": 4, "yes": 13, "abstain": 14, "absent": 2}


def test_years_without_a_value_are_listed_with_their_votes():
    scores = pd.DataFrame(
        {
            "year": [2001, 2003, 2001],
            "iso3": ["DMA", "DMA", "BRA"],
            "partner": "RUS",
            "n": [3, 7, 70],
            "value": [np.nan, np.nan, 0.7],
        }
    )
    assert voting.list_left_out(scores).values.tolist() == [["DMA", "RUS", 2, 2001, 2003, 7]]
