"""Breaks: hand-worked F, agreement with statsmodels, brute force and R, size, invariance."""

import itertools
import shutil
import subprocess

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import countries, tables, trade
from analysis.errors import MeasureError
from analysis.trade import breaks
from analysis.trade.breaks.sentences import compare_turn, on_breaks, on_turn


def series_of(logs, first=1996):
    return pd.Series(np.exp(np.asarray(logs, float)), index=range(first, first + len(logs)))


def noise(n, seed=0, scale=0.05):
    return scale * np.random.default_rng(seed).standard_normal(n)


@pytest.fixture(scope="module")
def turnover():
    """Russia-reported turnover of the 33 states, 1996-2016, as in the notes."""
    rows = trade.pick_partner(tables.load("trade/bilateral"), "RUS")
    flows = trade.flows_by_state(rows, "counterpart")
    totals = trade.yearly_totals(flows, countries.LAC, range(1996, 2017))
    return totals.set_index("year")["turnover_usd"]


# Trends


def test_growth_is_that_of_the_series():
    trend = breaks.fit_trend(series_of(0.1 * np.arange(12)))
    assert trend.regimes["growth"].item() == pytest.approx(np.expm1(0.1))
    assert trend.rss == pytest.approx(0, abs=1e-20)


def test_hac_errors_are_those_of_statsmodels():
    series = series_of(0.08 * np.arange(20) + noise(20))
    trend = breaks.fit_trend(series)
    fit = sm.OLS(np.log(series.to_numpy()), sm.add_constant(np.arange(20.0))).fit(
        cov_type="HAC", cov_kwds={"maxlags": trend.lags, "use_correction": True}
    )
    assert trend.lags == 2
    assert trend.regimes["growth_std_error"].item() == pytest.approx(fit.bse[1], rel=1e-9)
    assert trend.regimes["growth"].item() == pytest.approx(np.expm1(fit.params[1]))


def test_trend_runs_on_through_a_missing_year():
    whole = series_of(0.1 * np.arange(12))
    trend = breaks.fit_trend(whole.drop(2000))
    assert trend.regimes["growth"].item() == pytest.approx(np.expm1(0.1))


def test_a_short_regime_has_growth_and_no_interval():
    trend = breaks.fit_trend(series_of([*(0.1 * np.arange(10)), 0.2, 0.0, 0.1]), [2006])
    short = trend.regimes.iloc[1]
    assert short["n"] == 3
    assert np.isfinite(short["growth"])
    assert np.isnan(short["lower"])
    assert np.isnan(short["upper"])


# Known year


def test_chow_by_hand():
    # Regimes (0, 0, 3) and (6, 6, 9): slope 1.5 each, RSS 1.5 each. Together: Sxx = 17.5,
    # Sxy = 33, Syy = 66, so RSS = 66 - 33² / 17.5.
    test = breaks.chow(series_of([0, 0, 3, 6, 6, 9]), 1999)
    assert test.statistic == pytest.approx(((66 - 33**2 / 17.5 - 3.0) / 2) / (3.0 / 2))
    assert (test.df_numerator, test.df_denominator) == (2, 2)
    assert (test.n_before, test.n_after) == (3, 3)


def test_predictive_chow_by_hand():
    # Before: 0, 1, 0, 1 has slope 0.2 and RSS 0.8. With a fifth of 5: mean 1.4, Sxx 10, Sxy 10,
    # Syy 17.2, RSS 7.2. F = (6.4 / 1) / (0.8 / 2) = 16.
    test = breaks.predictive_chow(series_of([0, 1, 0, 1, 5]), 2000)
    assert test.statistic == pytest.approx(16)
    assert (test.df_numerator, test.df_denominator) == (1, 2)
    assert test.p_value == pytest.approx(0.05719, abs=1e-5)


def test_chow_is_the_f_test_of_statsmodels(turnover):
    t = turnover.index.to_numpy() - 2006.0
    after = (turnover.index >= 2010).astype(float)
    design = np.column_stack([np.ones(21), t, after, after * t])
    fit = sm.OLS(np.log(turnover.to_numpy()), design).fit()
    expected = fit.f_test(np.eye(4)[2:])
    test = breaks.chow(turnover, 2010)
    assert test.statistic == pytest.approx(float(np.squeeze(expected.fvalue)), rel=1e-9)
    assert test.p_value == pytest.approx(float(expected.pvalue), rel=1e-9)


def test_predictive_chow_is_the_f_test_of_a_dummy_a_year(turnover):
    t = turnover.index.to_numpy() - 2006.0
    dummies = np.eye(21)[:, -3:]
    fit = sm.OLS(np.log(turnover.to_numpy()), np.column_stack([np.ones(21), t, dummies])).fit()
    expected = fit.f_test(np.eye(5)[2:])
    test = breaks.predictive_chow(turnover, 2014)
    assert test.statistic == pytest.approx(float(np.squeeze(expected.fvalue)), rel=1e-9)
    assert test.p_value == pytest.approx(float(expected.pvalue), rel=1e-9)


def test_2014_has_three_years_and_leaves_the_trend_only_if_deviations_are_independent(turnover):
    test = breaks.predictive_chow(turnover, 2014)
    assert (test.n_before, test.n_after) == (18, 3)
    assert test.statistic == pytest.approx(4.6568, abs=1e-4)
    assert test.p_value == pytest.approx(0.0159, abs=1e-4)
    assert test.p_value_persistent > 0.05


def test_too_short_a_second_regime_names_the_other_test():
    series = series_of(0.1 * np.arange(12) + noise(12))
    with pytest.raises(MeasureError, match="use the predictive test"):
        breaks.chow(series, 2006)
    with pytest.raises(MeasureError, match="there are 12 and 0"):
        breaks.predictive_chow(series, 2020)


def test_persistent_deviations_are_no_less_likely_to_look_like_a_break():
    independent = breaks.simulate_deviations(np.arange(20), 0.0)
    persistent = breaks.simulate_deviations(np.arange(20), 0.8)

    def lag_one(paths):
        return np.corrcoef(paths[:-1].ravel(), paths[1:].ravel())[0, 1]

    assert lag_one(independent) == pytest.approx(0, abs=0.01)
    assert lag_one(persistent) == pytest.approx(0.8, abs=0.01)
    gap = breaks.simulate_deviations(np.array([2000, 2001, 2003]), 0.8)
    assert np.corrcoef(gap[1], gap[2])[0, 1] == pytest.approx(0.64, abs=0.03)


# Unknown dates


def test_path_is_the_chow_test_of_every_date(turnover):
    sup = breaks.sup_f(turnover)
    for row in sup.path.itertuples():
        assert row.f == pytest.approx(breaks.chow(turnover, int(row.year)).statistic, rel=1e-9)
    assert sup.path["year"].tolist() == list(range(1999, 2015))
    assert (sup.year, sup.statistic) == (2005, pytest.approx(11.24639, abs=1e-5))


def test_best_partitions_are_those_of_brute_force(turnover):
    found = breaks.bai_perron(turnover, 3)
    years = turnover.index.tolist()
    for number in (1, 2, 3):
        best = min(
            (breaks.fit_trend(turnover, firsts).rss, firsts)
            for firsts in itertools.combinations(years[3:-2], number)
            if all(b - a >= 3 for a, b in itertools.pairwise([1996, *firsts, 2017]))
        )
        row = found.by_number.iloc[number]
        assert row["rss"] == pytest.approx(best[0])
        assert row["years"] == ", ".join(map(str, best[1]))


R_SCRIPT = """
suppressMessages(library(strucchange))
x <- read.csv(file('stdin'))
cat(Fstats(log(v) ~ t, data = x, from = 0.15)$Fstats / 2, sep = ' '); cat('\\n')
b <- breakpoints(log(v) ~ t, data = x, h = 3)
cat(summary(b)$RSS['RSS', ], sep = ' '); cat('\\n')
cat(summary(b)$RSS['BIC', ], sep = ' '); cat('\\n')
cat(breakpoints(b, breaks = 3)$breakpoints, sep = ' '); cat('\\n')
"""


def test_agrees_with_strucchange(turnover):
    if shutil.which("Rscript") is None:
        pytest.skip("R is not installed")
    table = pd.DataFrame({"t": turnover.index, "v": turnover.to_numpy()})
    ran = subprocess.run(
        ["Rscript", "-e", R_SCRIPT], input=table.to_csv(index=False), text=True,
        capture_output=True, check=False,
    )  # fmt: skip
    if ran.returncode != 0:
        pytest.skip(f"R's package strucchange is not installed: {ran.stderr[-80:]}")
    f, rss, bic, dates = (
        np.array(line.split(), float) for line in ran.stdout.strip().splitlines()[-4:]
    )
    assert breaks.sup_f(turnover).path["f"].to_numpy() == pytest.approx(f, rel=1e-5)
    found = breaks.bai_perron(turnover, 5).by_number
    assert found["rss"].to_numpy() == pytest.approx(rss, rel=1e-5)
    # R's criterion is n times this one and a constant: differences agree.
    assert 21 * np.diff(found["bic"]) == pytest.approx(np.diff(bic), rel=1e-5)
    years = turnover.index[dates.astype(int)]
    assert found["years"][3] == ", ".join(map(str, years))


def test_strucchange_published_values(turnover):
    """The same numbers without R: strucchange 1.5-3 on this series."""
    path = breaks.sup_f(turnover).path.set_index("year")["f"]
    assert path[2005] == pytest.approx(11.2463887, rel=1e-6)
    assert path[2014] == pytest.approx(7.2834546, rel=1e-6)
    rss = breaks.bai_perron(turnover, 3).by_number["rss"]
    assert rss.round(5).tolist() == [1.75075, 0.75363, 0.31210, 0.11238]


def test_known_breaks_are_found_with_their_intervals():
    logs = np.concatenate(
        [0.05 * np.arange(12), 1.2 + 0.25 * np.arange(8), 3.0 - 0.1 * np.arange(9)]
    )
    found = breaks.bai_perron(series_of(logs + noise(29, 3, 0.04)))
    assert found.n_breaks == 2
    assert found.years == [2008, 2016]
    for row in found.dates.itertuples():
        assert row.first_year <= row.year <= row.last_year
        assert row.last_year - row.first_year <= 3


def test_without_a_break_one_is_found_in_about_one_in_twenty():
    generator = np.random.default_rng(7)
    found = [
        breaks.sup_f(series_of(0.05 * np.arange(20) + 0.1 * generator.standard_normal(20))).p_value
        for _ in range(40)
    ]
    # 40 draws at 5 %: at most 7 with probability above 0.998.
    assert sum(p < 0.05 for p in found) <= 7
    assert 0.35 < np.mean(found) < 0.65


def test_persistent_series_without_a_break_are_mostly_spared_by_the_cautious_reading():
    generator = np.random.default_rng(11)
    plain = cautious = 0
    for _ in range(30):
        shocks, path = generator.standard_normal(22), np.zeros(22)
        for year in range(1, 22):
            path[year] = 0.7 * path[year - 1] + 0.1 * shocks[year]
        sup = breaks.sup_f(series_of(0.05 * np.arange(22) + path))
        plain += sup.p_value < 0.05
        cautious += sup.p_value_persistent < 0.05
    assert plain >= 9
    assert cautious <= plain / 2


@settings(max_examples=8)
@given(st.integers(0, 10_000), st.floats(1e-6, 1e9))
def test_unit_of_the_series_changes_nothing(seed, unit):
    series = series_of(0.05 * np.arange(16) + noise(16, seed, 0.2))
    one, other = breaks.find_breaks(series, "a"), breaks.find_breaks(unit * series, "a")
    assert other.sup.statistic == pytest.approx(one.sup.statistic, rel=1e-6)
    assert other.sup.p_value == one.sup.p_value
    assert other.dates.years == one.dates.years
    assert other.trend.regimes["growth"].to_numpy() == pytest.approx(
        one.trend.regimes["growth"].to_numpy(), abs=1e-8
    )


def test_the_same_series_gives_the_same_numbers(turnover):
    one, other = (breaks.find_breaks(turnover, "turnover") for _ in range(2))
    pd.testing.assert_frame_equal(breaks.tabulate_tests(one), breaks.tabulate_tests(other))
    pd.testing.assert_frame_equal(one.trend.regimes, other.trend.regimes)


# What cannot be studied


@pytest.mark.parametrize(
    ("values", "why"),
    [
        (pd.Series(dtype=float), "0 years are too few"),
        (pd.Series({2000: np.nan, 2001: 2.0}), "1 years are too few"),
        (pd.Series(5.0, index=range(2000, 2009)), "9 years are too few"),
        (series_of(np.zeros(12)).where(lambda s: s.index != 2000, 0.0), "not above zero: 2000"),
    ],
)
def test_what_cannot_be_studied_is_explained(values, why):
    found = breaks.find_breaks(values, "turnover", [2004])
    assert why in found.why_not
    assert on_breaks(found) == f"**Turnover**: no test of breaks, since {found.why_not}."
    text = on_turn(found, found.turn(2004))
    assert text == f"**Turnover, 2004**: not tested, since {found.why_not}."
    assert compare_turn(found, found, 2004, "Russia") == ""
    assert found.turn(2005) is None
    assert breaks.tabulate_tests(found).empty
    assert breaks.tabulate_lengths(found).empty
    assert breaks.tabulate_series(found)[["fitted", "f"]].isna().all(axis=None)


GOOD = series_of(0.05 * np.arange(20) + noise(20))
MEASURES = (
    breaks.fit_trend,
    breaks.sup_f,
    breaks.bai_perron,
    breaks.vary_least_years,
    lambda values: breaks.chow(values, 2005),
    lambda values: breaks.predictive_chow(values, 2005),
    lambda values: breaks.find_breaks(values, "x"),
    breaks.persistence,
)


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize(
    ("values", "message"),
    [
        (GOOD.set_axis([2000, *GOOD.index[1:]]), "holds 2000 twice"),
        (GOOD.set_axis(GOOD.index + 0.2), "no year"),
        (GOOD.set_axis(pd.to_datetime([f"{year}-01-01" for year in GOOD.index])), "no year"),
        (GOOD.set_axis([str(year) for year in GOOD.index]), "no year"),
        (GOOD.astype(str), "must hold numbers"),
        (GOOD.replace(GOOD.iloc[3], np.inf), "infinite"),
        (GOOD.tolist(), "must be a Series by year"),
    ],
)
def test_what_is_no_series_by_year_is_refused(measure, values, message):
    with pytest.raises(MeasureError, match=message):
        measure(values)


def test_values_that_have_no_logarithm_are_named():
    values = GOOD.copy()
    values[[1999, 2003]] = 0.0, -1.0
    with pytest.raises(MeasureError, match=r"not above zero: 1999, 2003$"):
        breaks.clean_series(values)


@pytest.mark.parametrize("measure", [breaks.sup_f, breaks.bai_perron])
@pytest.mark.parametrize("trimming", [-1, 0.5, 0.6, 0.7, float("nan"), True])
def test_trimming_is_a_share_below_half(measure, trimming):
    with pytest.raises(MeasureError, match=r"trimming = .* must be a number from 0 below"):
        measure(GOOD, trimming=trimming)


@pytest.mark.parametrize("measure", [breaks.sup_f, breaks.bai_perron])
def test_a_regime_has_room_or_is_refused(measure):
    for least in (2, 3.5, "4"):
        with pytest.raises(MeasureError, match="least_years = "):
            measure(GOOD, least_years=least)
    with pytest.raises(MeasureError, match="20 years have no room for two regimes of 11 years"):
        measure(GOOD, least_years=11)
    measure(GOOD, least_years=10)


def test_exact_trends_have_no_deviations_to_measure_by():
    exact = series_of(0.1 * np.arange(20) + 20)
    for measure in (
        breaks.sup_f,
        breaks.bai_perron,
        lambda values: breaks.chow(values, 2005),
        lambda values: breaks.predictive_chow(values, 2005),
    ):
        with pytest.raises(MeasureError, match="follow their trend exactly"):
            measure(exact)
    assert "exactly" in breaks.find_breaks(exact, "x").why_not
    bent = series_of([*(0.1 * np.arange(10)), *(3 - 0.1 * np.arange(10))])
    assert "exactly" in breaks.find_breaks(bent, "x").why_not
    # Deviations of a millionth are small, and are deviations.
    assert not breaks.find_breaks(series_of(0.1 * np.arange(20) + noise(20, 0, 1e-6)), "x").why_not


def test_a_regime_too_long_changes_what_is_found(turnover):
    lengths = breaks.vary_least_years(turnover)
    assert lengths["least_years"].tolist() == [3, 4, 5]
    for row in lengths.itertuples():
        found = breaks.bai_perron(turnover, least_years=row.least_years)
        assert found.years == row.years
        assert found.n_breaks == row.n_breaks == len(row.years)
        ends = [1996, *found.years, 2017]
        assert all(b - a >= row.least_years for a, b in itertools.pairwise(ends))
    assert breaks.sup_f(turnover, least_years=5).path["year"].tolist() == list(range(2001, 2013))


# Persistence and departure


def test_persistence_is_told_from_its_cap():
    found = breaks.persistence(pd.Series([1.0] * 5 + [-1.0] * 15, index=range(2000, 2020)))
    # 19 pairs of neighbours, one of them of opposite signs.
    assert found.raw == pytest.approx(17 / 19)
    assert found.corrected == pytest.approx((20 * 17 / 19 + 2) / 16)
    assert (found.simulated, found.is_capped) == (0.98, True)
    plain = breaks.Persistence(0.3, 0.5)
    assert (plain.simulated, plain.is_capped) == (0.5, False)
    assert breaks.Persistence(-0.5, -0.3).simulated == 0.0
    assert breaks.Persistence(0.97, 0.98).is_capped is False
    # A gap between 2001 and 2004 makes no pair.
    gap = breaks.persistence(pd.Series([1.0, 1.0, 5.0, 5.0], index=[2000, 2001, 2004, 2005]))
    assert gap.raw == pytest.approx((1 + 25) / (1 + 25))
    assert gap.corrected == gap.raw
    assert breaks.persistence(pd.Series(0.0, index=range(2000, 2010))) == breaks.Persistence(0, 0)


def test_departure_is_the_mean_distance_from_the_earlier_trend():
    logs = np.concatenate([0.1 * np.arange(10), 0.1 * np.arange(10, 13) - 0.5])
    logs[:10] += 0.01 * np.array([1, -1, -1, 1, 0, 0, 1, -1, -1, 1])
    for test in (breaks.predictive_chow, breaks.chow):
        found = test(series_of(logs), 2006)
        assert found.departure == pytest.approx(np.expm1(-0.5), abs=0.02)


# Level and share of the real series


@pytest.fixture(scope="module")
def both():
    rows = trade.pick_partner(tables.load("trade/bilateral"), "RUS")
    flows = trade.flows_by_state(rows, "counterpart")
    years = range(1996, 2017)
    world = trade.pick_world(tables.load("trade/world_totals"), "unctad")
    shares = trade.share_of_world_trade(flows, world, "RUS", countries.LAC, years).set_index("year")
    level = trade.yearly_totals(flows, countries.LAC, years).set_index("year")["turnover_usd"]
    return (
        breaks.find_breaks(level, "turnover", [2014]),
        breaks.find_breaks(shares["share_of_partner_turnover"], "share", [2014]),
    )


def test_2014_breaks_the_level_and_not_the_share(both):
    level, share = (each.turn(2014).predictive for each in both)
    assert level.p_value < 0.05 < share.p_value
    assert level.departure == pytest.approx(-0.474, abs=0.001)
    assert share.departure == pytest.approx(0.154, abs=0.001)


def test_tables_hold_a_row_a_test_and_a_length(both):
    for found in both:
        assert len(found.trend.regimes) == found.dates.n_breaks + 1
        assert found.trend.regimes["n"].sum() == 21
    tests = breaks.tabulate_tests(*both)
    assert len(tests) == 6
    assert tests["p_independent"].between(0, 1).all()
    capped = tests["simulated"] == breaks.MOST_PERSISTENT
    assert (tests.loc[capped, "corrected"] > breaks.MOST_PERSISTENT).all()
    assert (tests.loc[~capped, "corrected"] == tests.loc[~capped, "simulated"]).all()
    assert len(breaks.tabulate_series(*both)) == 42
    lengths = breaks.tabulate_lengths(*both)
    assert lengths["series"].tolist() == ["turnover"] * 3 + ["share"] * 3
    assert lengths["years"][0] == ", ".join(map(str, both[0].dates.years))


# Sentences


def f_test(p_value, departure, *, n_after=4, persistent=0.5):
    kept = breaks.Persistence(0.3, 0.4)
    return breaks.FTest(
        "predictive Chow", 2014, 4.468, n_after, 16, p_value, persistent, 18, n_after, kept,
        departure,
    )  # fmt: skip


def found_with(test=None, *, label="turnover", why_not="", classical=None):
    turn = breaks.Turn(2014, test, classical, why_not)
    return breaks.Breaks(label, GOOD, (turn,))


@pytest.mark.parametrize(
    ("test", "words"),
    [
        (f_test(0.2, -0.513), "51 % below the earlier trend on average, no further than chance "
                              "allows, which does not show that nothing changed."),
        (f_test(0.05, 0.15), "15 % above the earlier trend on average, no further than chance"),
        (f_test(0.013, -0.513, persistent=0.05), "not further than persistent ones would take"),
        (f_test(0.013, -0.513, persistent=0.04), "on average, further than chance allows, also"),
    ],
)  # fmt: skip
def test_a_turn_is_stated_with_size_side_and_level(test, words):
    found = found_with(test)
    text = on_turn(found, found.turns[0])
    assert words in text
    assert "**Turnover, 2014**: the second regime has only 4 years on record, so the pre" in text
    assert "F(4, 16) = 4.47, p = " in text


def test_a_turn_with_many_years_or_none_or_a_second_test():
    long = found_with(f_test(0.0001, 0.2, n_after=10), classical=f_test(0.3, 0.2))
    text = on_turn(long, long.turns[0])
    assert "the second regime has 10 years on record, the predictive test is used" in text
    assert "p < 0.001 (p = 0.500 if deviations persist)" in text
    assert text.endswith("a trend of its own: F(4, 16) = 4.47, p = 0.300 (p = 0.500 if deviations "
                         "persist).")  # fmt: skip
    none = found_with(why_not="none follow")
    assert on_turn(none, none.turns[0]) == "**Turnover, 2014**: not tested, since none follow."
    one = found_with(f_test(0.2, -0.1, n_after=1))
    assert "has only 1 year on record" in on_turn(one, one.turns[0])


@pytest.mark.parametrize(
    ("level", "share", "words"),
    [
        (0.01, 0.4, "the level is further than chance allows. The share is not, but with 4 years a "
                    "test misses much, so that this does not show that it stayed on its trend."),
        (0.4, 0.01, "the share is further than chance allows. The level is not, but with 4 years"),
        (0.01, 0.01, "both are further than chance allows: the trade with the region changed "
                     "course otherwise than China's trade as a whole."),
        (0.4, 0.4, "Neither is further than chance allows, but with 4 years a test misses much: "
                   "that is no evidence that nothing changed."),
    ],
)  # fmt: skip
def test_level_and_share_are_compared_without_reading_absence_into_silence(level, share, words):
    both = (found_with(f_test(level, -0.51)), found_with(f_test(share, 0.15, n_after=5)))
    text = compare_turn(*both, 2014, "China")
    assert text.startswith(
        "From 2014 on the level lies 51 % below its earlier trend on average, the share in all of "
        "China's trade 15 % above its own. "
    )
    assert words in text
    assert compare_turn(*both, 2022, "China") == ""
    assert compare_turn(both[0], found_with(why_not="x"), 2014, "China") == ""


def sup_of(p_value, persistent, kept):
    return breaks.SupF(pd.DataFrame(), 13.82, 2005, p_value, 9.0, persistent, 20.0, kept)


def breaks_of(sup, dates, *, values=GOOD, firsts=(), n_lwz=None):
    rows = pd.DataFrame(dates, columns=["year", "first_year", "last_year"])
    number = len(dates)
    found = breaks.BreakDates(pd.DataFrame(), number, number if n_lwz is None else n_lwz, rows)
    lengths = pd.DataFrame({"least_years": [3, 4], "n_breaks": [2, 0], "years": [[2003, 2009], []]})
    return breaks.Breaks(
        "turnover", values, (), "", breaks.fit_trend(values, firsts), sup, found, lengths
    )


def test_breaks_state_test_dates_growth_and_lengths():
    values = series_of([*(0.1 * np.arange(10)), *(0.9 - 0.2 * np.arange(4))]).drop(1998)
    found = breaks_of(
        sup_of(0.003, 0.47, breaks.Persistence(0.79, 1.07)),
        [(2006, 2005, 2007)], values=values, firsts=[2006], n_lwz=0,
    )  # fmt: skip
    text = on_breaks(found)
    assert text.startswith(
        "**Turnover** (1996–2009, 13 years (1 missing)): the largest F of a single break is 13.8, "
        "for a new regime from 2005 (p = 0.003 if deviations from the trend are independent, p = "
        "0.470 if they persist, with 0.98, the cap of what is simulated (autocorrelation 0.79 as "
        "it is, 1.07 corrected for the bias of short series)): a break, unless the deviations are "
        "long swings around one trend. BIC prefers 1 break (the stricter LWZ prefers 0); first "
        "year of the new regime, with its 95 % interval given the other dates: 2006 (2005–2007). "
        "Growth: +11 % a year in 1996–2005; -18 % a year in 2006–2009. A growth rate over fewer "
        "than 5 years (2006–2009) has no interval worth the name."
    )
    assert text.endswith(
        " The least length of a regime is a choice: with at least 3 years BIC finds 2003 and 2009, "
        "with at least 4 years BIC finds no break."
    )


def test_no_break_found_is_not_called_none():
    silent = sup_of(0.2, 0.5, breaks.Persistence(0.2, 0.31))
    text = on_breaks(breaks_of(silent, []))
    assert "with an autocorrelation of 0.31 (0.20 as it is, 0.31 corrected" in text
    assert (
        "this test finds no break, which does not show that there is none. BIC prefers one" in text
    )
    assert "missing" not in text
    text = on_breaks(breaks_of(silent, [(2006, 2006, 2006)], firsts=[2006]))
    assert "BIC, which is no test, still prefers 1 break (so does LWZ)" in text
    assert "given the other dates: 2006 (that year alone)." in text
    assert "no interval worth the name" not in text
    both = on_breaks(breaks_of(sup_of(0.0004, 0.04, breaks.Persistence(0, 0)), []))
    assert "(p < 0.001 if deviations" in both
    assert "): a break on either reading. BIC" in both
