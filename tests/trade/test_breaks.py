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
from analysis.trade.breaks.sentences import compare_known_year, on_breaks, on_known_year


def series_of(logs, first=1996):
    return pd.Series(np.exp(np.asarray(logs, float)), index=range(first, first + len(logs)))


def noise(n, seed=0, scale=0.05):
    return scale * np.random.default_rng(seed).standard_normal(n)


@pytest.fixture(scope="module")
def turnover():
    """Russia-reported turnover of the 33 states, 1996-2016, as in the notes."""
    flows = trade.flows_by_state(tables.load("trade/bilateral"), "RUS")
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


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000), st.floats(1e-6, 1e9))
def test_unit_of_the_series_changes_nothing(seed, unit):
    series = series_of(0.05 * np.arange(16) + noise(16, seed, 0.2))
    one, other = breaks.study_breaks(series, "a"), breaks.study_breaks(unit * series, "a")
    assert other.sup.statistic == pytest.approx(one.sup.statistic, rel=1e-6)
    assert other.sup.p_value == one.sup.p_value
    assert other.dates.years == one.dates.years
    assert other.trend.regimes["growth"].to_numpy() == pytest.approx(
        one.trend.regimes["growth"].to_numpy(), abs=1e-8
    )


def test_the_same_series_gives_the_same_numbers(turnover):
    one, other = (breaks.study_breaks(turnover, "turnover") for _ in range(2))
    pd.testing.assert_frame_equal(breaks.tabulate_tests(one), breaks.tabulate_tests(other))
    pd.testing.assert_frame_equal(breaks.tabulate_regimes(one), breaks.tabulate_regimes(other))


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
    study = breaks.study_breaks(values, "turnover")
    assert why in study.why_not
    assert why in on_breaks(study)
    assert why in on_known_year(study)
    assert compare_known_year(study, study) == ""
    assert breaks.tabulate_tests(study).empty
    assert breaks.tabulate_regimes(study).empty


def test_a_year_twice_is_refused():
    with pytest.raises(MeasureError, match="stands twice"):
        breaks.fit_trend(pd.Series([1.0, 2.0], index=[2000, 2000]))


def test_trimming_beyond_half_is_refused():
    with pytest.raises(MeasureError, match=r"not 0\.7"):
        breaks.sup_f(series_of(noise(20)), trimming=0.7)


# Level and share of the real series


@pytest.fixture(scope="module")
def studies():
    flows = trade.flows_by_state(tables.load("trade/bilateral"), "RUS")
    years = range(1996, 2017)
    world = trade.pick_world(tables.load("trade/world_totals"), "unctad")
    shares = trade.share_of_world_trade(flows, world, countries.LAC, years).set_index("year")
    level = trade.yearly_totals(flows, countries.LAC, years).set_index("year")["turnover_usd"]
    return (
        breaks.study_breaks(level, "turnover"),
        breaks.study_breaks(shares["share_of_russia_turnover"], "share"),
    )


def test_2014_breaks_the_level_and_not_the_share(studies):
    level, share = studies
    assert level.predictive.p_value < 0.05 < share.predictive.p_value
    assert "the share does not" in compare_known_year(level, share)
    assert "only 3 years" in on_known_year(level)


def test_sentences_carry_both_readings(studies):
    level, _ = studies
    text = on_breaks(level)
    assert f"largest F of a single break is {level.sup.statistic:.1f}" in text
    assert "unless the deviations are long swings" in text
    assert "no interval worth the name" in text


def test_tables_hold_a_row_a_regime_and_a_test(studies):
    regimes = breaks.tabulate_regimes(*studies)
    assert len(regimes) == sum(study.dates.n_breaks + 1 for study in studies)
    assert regimes.groupby("series")["n_years"].sum().tolist() == [21, 21]
    tests = breaks.tabulate_tests(*studies)
    assert len(tests) == 6
    assert tests["p_independent"].between(0, 1).all()
    assert len(breaks.tabulate_series(*studies)) == 42
