"""Poisson with fixed effects: agrees with dummies, drops what is explained, knows its limits."""

import numpy as np
import pandas as pd
import pytest

from analysis import synthesis
from analysis.errors import MeasureError
from analysis.synthesis import TooLittleError
from tests.synthesis.made import CODES
from tests.synthesis.test_within import make_panel


def make_counts(seed=0, effect=0.3, **options):
    frame = make_panel(seed, **options)
    rng = np.random.default_rng(seed)
    level = frame["iso3"].map(CODES.index) / 5 + (frame["year"] - 2005) / 10
    frame["v"] = np.exp(level + effect * frame["x"]) * rng.gamma(2, 0.5, len(frame))
    frame.loc[rng.random(len(frame)) < 0.2, "v"] = 0.0
    return frame


@pytest.mark.parametrize("seed", range(3))
def test_coefficients_agree_with_dummies_in_statsmodels(seed):
    import statsmodels.api as sm

    frame = make_counts(seed)
    found = synthesis.estimate_poisson(frame, "v", ["x", "z"])
    dummies = pd.get_dummies(frame[["iso3", "year"]].astype(str), drop_first=True, dtype=float)
    design = sm.add_constant(pd.concat([frame[["x", "z"]], dummies], axis=1))
    model = sm.GLM(frame["v"], design, family=sm.families.Poisson()).fit(tol=1e-12, maxiter=200)
    states = frame["iso3"].nunique()
    clustered = {"groups": pd.factorize(frame["iso3"])[0], "use_correction": False}
    model = model.model.fit(tol=1e-12, maxiter=200, cov_type="cluster", cov_kwds=clustered)
    # States nest in the clusters and do not count; years and causes do.
    n, k = len(frame), frame["year"].nunique() + 2
    factor = np.sqrt(states / (states - 1) * (n - 1) / (n - k))
    for name in ("x", "z"):
        row = found.effects.loc[name]
        assert row["coefficient"] == pytest.approx(model.params[name], abs=1e-6)
        assert row["standard_error"] == pytest.approx(factor * model.bse[name], rel=1e-6)


def test_an_exact_effect_is_found_and_units_do_not_matter():
    frame = make_panel(1)
    frame["v"] = np.exp(0.5 * frame["x"] + (frame["year"] - 2005) / 7)
    found = synthesis.estimate_poisson(frame, "v", ["x"])
    assert found.effects.loc["x", "coefficient"] == pytest.approx(0.5, abs=1e-7)
    other = synthesis.estimate_poisson(frame.assign(v=frame["v"] * 1e9), "v", ["x"])
    assert other.effects.loc["x", "coefficient"] == pytest.approx(0.5, abs=1e-7)


def test_states_without_any_flow_are_left_out_and_counted():
    frame = make_counts(2)
    frame.loc[frame["iso3"] == CODES[3], "v"] = 0.0
    found = synthesis.estimate_poisson(frame, "v", ["x"])
    assert found.n_states == 13
    assert found.n_separated == (frame["iso3"] == CODES[3]).sum()
    rest = synthesis.estimate_poisson(frame[frame["iso3"] != CODES[3]], "v", ["x"])
    pd.testing.assert_frame_equal(found.effects, rest.effects)


def test_the_score_bootstrap_rejects_a_true_null_about_as_often_as_it_says():
    rejected = []
    for seed in range(60):
        frame = make_counts(seed, effect=0.0, states=12, years=6)
        weights = synthesis.draw_weights(frame["iso3"], 199, seed)
        found = synthesis.estimate_poisson(frame, "v", ["x"], weights=weights)
        rejected.append(found.score_p_value < 0.1)
    assert np.mean(rejected) <= 0.22


def test_the_score_bootstrap_sees_a_large_effect():
    frame = make_counts(5, effect=1.0)
    weights = synthesis.draw_weights(frame["iso3"], 499)
    assert synthesis.estimate_poisson(frame, "v", ["x", "z"], weights=weights).score_p_value < 0.05


def test_what_cannot_be_estimated_says_why():
    frame = make_counts()
    with pytest.raises(MeasureError, match=r"v = -1\.0 must be a number from 0"):
        synthesis.estimate_poisson(frame.assign(v=-1.0), "v", ["x"])
    with pytest.raises(TooLittleError, match="0 state"):
        synthesis.estimate_poisson(frame.assign(v=0.0), "v", ["x"])
    with pytest.raises(TooLittleError, match="beyond the fixed effects"):
        synthesis.estimate_poisson(frame.assign(x=frame["year"] * 1.0), "v", ["x"])
    double = frame.assign(double=frame["x"] * 3)
    assert synthesis.estimate_poisson(double, "v", ["x", "double"]).collinear == ("double",)


def test_infinite_and_absent_columns_are_refused():
    frame = make_counts()
    with pytest.raises(MeasureError, match="inf"):
        synthesis.estimate_poisson(frame.assign(v=np.inf), "v", ["x"])
    with pytest.raises(MeasureError, match="no column w"):
        synthesis.estimate_poisson(frame, "w", ["x"])
