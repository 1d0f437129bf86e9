"""The specification curve: every combination once, known effects, joint tests that keep level."""

import numpy as np
import pandas as pd
import pytest

from analysis import synthesis
from analysis.errors import MeasureError
from analysis.synthesis import curve as curves
from tests.synthesis.made import CODES, READING, make_reading


def make_panel(seed, effect=0.0, states=12):
    """Return a panel with all columns of the arms curve; all causes hold one hidden variable."""
    rng = np.random.default_rng(seed)
    rest = [code for code in CODES if code not in ("CUB", "VEN")]
    names = sorted(["CUB", "VEN", *rest[: states - 2]])
    grid = pd.MultiIndex.from_product([names, range(1996, 2012)], names=["iso3", "year"])
    panel = pd.DataFrame(index=grid, columns=list(READING.variables), dtype="float64")
    hidden = rng.normal(size=len(grid))
    for name in ("any_arms", "asinh_tiv_sum", "arms_share_pct"):
        panel[name] = hidden + 0.3 * rng.normal(size=len(grid))
    noise = rng.normal(size=len(grid)) + np.repeat(rng.normal(size=states), 16)
    for name in ("agreement_rus", "cohen_kappa_rus", "scott_pi_rus", "ideal_point_rus"):
        panel[name] = effect * hidden + noise + 0.3 * rng.normal(size=len(grid))
    panel["log_gdp"], panel["log_population"] = rng.normal(size=(2, len(grid)))
    return panel.reset_index()


def test_every_combination_is_listed_once():
    arms = synthesis.list_specifications("arms", READING)
    assert len(arms) == 4 * 3 * 3 * 3 * 2 * 2
    trade = synthesis.list_specifications("trade", READING)
    assert len(trade) == 4 * 6 * 3 * 3 * 2 * 2
    assert set(trade["reporter"]) == {"counterpart", "states"}
    rows = trade[(trade["scale"] == "log of trade") & (trade["reporter"] == "states")]
    assert set(rows["cause"]) == {"log_turnover_states"}
    assert not arms.duplicated().any()
    assert "s_score" not in set(arms["alignment"])
    assert set(arms["cause"]) <= set(READING.variables)
    with pytest.raises(MeasureError, match="debt"):
        synthesis.list_specifications("debt", READING)


def test_estimates_equal_single_ones_and_are_sorted():
    panel = make_panel(1, effect=0.5)
    found = synthesis.estimate_curve(
        panel, synthesis.list_specifications("arms", READING), draws=99
    )
    rows = found.specifications
    assert len(rows) + len(found.left_out) == 432
    assert rows["partial_correlation"].is_monotonic_increasing
    row = rows[
        (rows["alignment"] == "scott_pi") & (rows["scale"] == "any arms in 5 years")
        & (rows["lag"] == 1) & (rows["sample"] == "without Venezuela and Cuba")
        & (rows["controls"] == "GDP and population") & (rows["period"] == "from 2000")
    ].iloc[0]  # fmt: skip
    frame = panel.assign(before=synthesis.lag(panel, "any_arms", 1))
    frame = frame[~frame["iso3"].isin(["CUB", "VEN"]) & (frame["year"] >= 2000)]
    one = synthesis.estimate_within(frame, "scott_pi_rus", "before", ["log_gdp", "log_population"])
    assert row["coefficient"] == pytest.approx(one.coefficient, rel=1e-9)
    assert row["partial_correlation"] == pytest.approx(one.partial_correlation, rel=1e-9)
    weights = synthesis.draw_weights(panel["iso3"], 99)[list(one.states)].to_numpy()
    assert row["p_value"] == pytest.approx(one.p_value(weights))


def test_a_real_effect_is_seen_by_all_three_tests_and_its_choice_is_found():
    panel = make_panel(3, effect=0.8)
    found = synthesis.estimate_curve(
        panel, synthesis.list_specifications("arms", READING, lags=[0]), 199
    )
    tests = found.joint_tests()
    assert (tests["p_value"] < 0.05).all()
    assert (tests["value"] > tests["null_high"]).all()
    assert found.joint_p_value() == pytest.approx(3 * tests["p_value"].min())
    shares = found.by_choice().set_index(["choice", "value"])["share_significant"]
    assert shares["alignment", "agreement"] == 1


def test_joint_tests_of_a_true_null_reject_about_as_often_as_they_say():
    listed = synthesis.list_specifications("arms", READING, ["agreement"], [0, 1])
    rejected = []
    for seed in range(60):
        found = synthesis.estimate_curve(make_panel(seed), listed, draws=99)
        rejected.append((found.joint_tests()["p_value"] < 0.1).to_numpy())
    # Binomial with n = 60 and p = 0.1: at most 14 of 60 in 99.9 % of cases.
    assert (np.mean(rejected, axis=0) <= 14 / 60).all()
    assert np.mean(rejected) > 0


def test_a_sample_without_venezuela_and_cuba_is_estimated_once():
    panel = make_panel(2).query("iso3 not in ['VEN', 'CUB']")
    listed = synthesis.list_specifications("arms", READING, ["agreement"], [1])
    found = synthesis.estimate_curve(panel, listed, draws=99)
    assert len(found.specifications) == len(listed) / 3
    assert found.left_out["reason"].str.startswith("the same as another").all()


def test_a_missing_alignment_and_a_small_panel_leave_reasons_not_errors():
    panel = make_panel(1).assign(ideal_point_rus=np.nan)
    listed = synthesis.list_specifications("arms", READING, ["ideal_point", "agreement"], [1])
    found = synthesis.estimate_curve(panel, listed, draws=99)
    assert set(found.specifications["alignment"]) == {"agreement"}
    nothing = synthesis.estimate_curve(panel[panel["iso3"] == "ARG"], listed, draws=99)
    assert nothing.specifications.empty
    assert len(nothing.left_out) == len(listed)
    assert nothing.joint_tests().empty
    assert np.isnan(nothing.joint_p_value())
    assert nothing.by_choice().empty
    summary = synthesis.summarise_curves({"arms": nothing})
    assert summary["n_specifications"].item() == 0
    assert np.isnan(summary["median"].item())


def test_the_same_panel_in_another_order_gives_the_same_curve():
    panel = make_panel(5)
    listed = synthesis.list_specifications("arms", READING, ["agreement"], [1])
    first = synthesis.estimate_curve(panel, listed, 99).specifications
    second = synthesis.estimate_curve(panel.sample(frac=1, random_state=1), listed, 99)
    pd.testing.assert_frame_equal(first, second.specifications)
    assert list(first.columns[: len(curves.CHOICES)]) == list(curves.CHOICES)


def test_samples_and_periods_are_those_of_the_study():
    listed = synthesis.list_specifications("arms", READING, ["agreement"], [1])
    left_out = dict(zip(listed["sample"], listed["left_out"], strict=True))
    assert left_out == {
        "all states": (), "without Venezuela": ("VEN",),
        "without Venezuela and Cuba": ("VEN", "CUB"),
    }  # fmt: skip
    first = dict(zip(listed["period"], listed["first_year"], strict=True))
    assert first == {"all years": 1992, "from 2000": 2000}


def test_the_lag_and_the_partner_asked_for_are_in_the_curve():
    reading = make_reading(lag=5, partner="CHN")
    listed = synthesis.list_specifications("arms", reading)
    assert sorted(set(listed["lag"])) == [0, 1, 3, 5]
    assert set(listed["outcome"]) == {
        "agreement_chn", "cohen_kappa_chn", "scott_pi_chn", "ideal_point_chn"
    }  # fmt: skip


def test_shares_of_a_summary_are_counted():
    curve = synthesis.Curve(
        pd.DataFrame(
            {"partial_correlation": [-0.2, 0.1, 0.3, 0.4], "p_value": [0.01, 0.5, 0.04, 0.05]}
        ),
        pd.DataFrame({"reason": ["one"]}),
        *(np.zeros((1, 4)), np.zeros((1, 4)), np.zeros(4)),
    )
    row = synthesis.summarise_curves({"trade": curve}).iloc[0]
    assert (row["n_specifications"], row["n_left_out"], row["median"]) == (4, 1, 0.2)
    assert (row["low"], row["high"]) == pytest.approx((-0.11, 0.37))
    assert row["share_positive"] == 0.75
    # A p-value of exactly 5 % does not count.
    assert row["share_significant_positive"] == 0.25
    assert row["share_significant_negative"] == 0.25
