"""Effects within states: known ones are found, other estimators agree, errors behave."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import synthesis
from analysis.errors import MeasureError
from analysis.synthesis import TooLittleError
from tests.synthesis.made import CODES, EXACT


def make_panel(seed=0, states=14, years=12, effect=0.0, holes=0.2):
    """Return an unbalanced panel with effects of states and years and errors that last."""
    rng = np.random.default_rng(seed)
    names = CODES[:states]
    grid = pd.MultiIndex.from_product([names, range(2000, 2000 + years)], names=["iso3", "year"])
    frame = pd.DataFrame(index=grid).reset_index()
    place = np.repeat(np.arange(states), years)
    own, moment = (
        rng.normal(size=states)[place],
        rng.normal(size=years)[np.tile(range(years), states)],
    )
    lasting = rng.normal(size=states)[place] * (frame["year"] - 2005) / 5
    frame["z"] = rng.normal(size=len(frame)) + own
    frame["x"] = rng.normal(size=len(frame)) + own + moment + 0.5 * frame["z"]
    frame["y"] = effect * frame["x"] + own - moment + frame["z"] + lasting
    frame["y"] += rng.normal(size=len(frame))
    return frame[rng.random(len(frame)) > holes].reset_index(drop=True)


def test_an_exact_effect_is_found_exactly():
    frame = make_panel(effect=0)
    frame["y"] = 0.7 * frame["x"] + frame["year"] * 3 + frame["iso3"].map(CODES.index)
    found = synthesis.estimate_within(frame, "y", "x")
    assert found.coefficient == pytest.approx(0.7, abs=1e-10)
    assert found.partial_correlation == pytest.approx(1)
    assert found.standard_error == pytest.approx(0, abs=1e-9)


def test_a_case_worked_by_hand():
    """Two by three: without the means of rows and columns x is ±(1, -1, 0), y twice that."""
    frame = pd.DataFrame(
        {
            "iso3": [code for code in CODES[:3] for _ in range(3)],
            "year": [2001, 2002, 2003] * 3,
            "x": [1.0, 0, 0, 0, 1, 0, 0, 0, 1],
            "y": [2.0, 0, 1, 0, 2, 0, 1, 0, 2],
        }
    )
    # x within: 1 - 1/3 - 1/3 + 1/3 = 2/3 on the diagonal, -1/3 off it: squares 9·(1/9) + 3·(3/9).
    # Of y the diagonal sums to 6, the rest to 2: Σ x·y = 2/3·6 - 1/3·2 = 10/3; Σ x² = 2.
    assert synthesis.estimate_within(frame, "y", "x").coefficient == pytest.approx(10 / 3 / 2)


@pytest.mark.parametrize("controls", [[], ["z"]])
@pytest.mark.parametrize("seed", range(3))
def test_coefficients_and_errors_agree_with_pyfixest_and_statsmodels(seed, controls):
    import pyfixest
    import statsmodels.api as sm

    frame = make_panel(seed, effect=0.4)
    found = synthesis.estimate_within(frame, "y", "x", controls)
    formula = f"y ~ {' + '.join(['x', *controls])} | iso3 + year"
    # Its default tolerance leaves differences of 1e-9, not the same in every environment.
    other = pyfixest.feols(formula, frame, vcov={"CRV1": "iso3"}, demeaner=EXACT)
    assert found.coefficient == pytest.approx(other.coef()["x"], abs=1e-9)
    assert found.standard_error_crv1 == pytest.approx(other.se()["x"], rel=1e-8)
    plain = pyfixest.ssc(k_adj=False, G_adj=False)
    third = pyfixest.feols(formula, frame, vcov={"CRV3": "iso3"}, ssc=plain, demeaner=EXACT)
    # The jackknife error has the factor (G - 1)/G, which pyfixest leaves to its options.
    factor = np.sqrt((found.n_states - 1) / found.n_states)
    assert found.standard_error == pytest.approx(factor * third.se()["x"], rel=1e-8)
    rows = synthesis.complete_cases(frame, ["y", "x", *controls])
    dummies = pd.get_dummies(rows[["iso3", "year"]].astype(str), drop_first=True, dtype=float)
    design = sm.add_constant(pd.concat([rows[["x", *controls]], dummies], axis=1))
    assert found.coefficient == pytest.approx(sm.OLS(rows["y"], design).fit().params["x"], abs=1e-6)


def test_the_bootstrap_equals_one_that_estimates_every_sample_anew():
    frame = make_panel(4, states=8, years=6, effect=0.3)
    found = synthesis.estimate_within(frame, "y", "x", ["z"])
    weights = synthesis.draw_weights(found.states, 20)
    rows = synthesis.complete_cases(frame, ["y", "x", "z"])
    without = rows.assign(y=rows["y"] - 0.1 * rows["x"])
    # Residuals under the null of 0.1 by brute force, from a regression without x.
    dummies = pd.get_dummies(rows[["iso3", "year"]].astype(str), dtype=float)
    design = np.column_stack([dummies, rows["z"]])
    fitted = design @ np.linalg.lstsq(design, without["y"], rcond=None)[0]
    rest = without["y"] - fitted
    expected = []
    for draw in weights.to_dict("records"):
        turned = rest * rows["iso3"].map(draw)
        again = synthesis.estimate_within(rows.assign(y=fitted + turned), "y", "x", ["z"])
        expected.append(again.t_value())
    correlations, t = found.bootstrap(weights.to_numpy(), null=0.1)
    np.testing.assert_allclose(t, expected, rtol=1e-8)
    assert correlations.shape == (20,)


@pytest.mark.parametrize("errors", ["p_value", "interval"])
def test_tests_of_a_true_null_reject_about_as_often_as_they_say(errors):
    """200 panels without an effect, errors that last within states: 5 % and 10 %, give or take."""
    rejected = []
    for seed in range(200):
        panel, by_bootstrap = make_panel(seed, states=12, years=8), errors == "p_value"
        found = synthesis.estimate_within(panel, "y", "x", ["z"], jackknife=not by_bootstrap)
        if not by_bootstrap:
            low, high = found.interval(0.9)
            rejected.append(not low <= 0 <= high)
        else:
            weights = synthesis.draw_weights(found.states, 199, seed).to_numpy()
            rejected.append(found.p_value(weights) < 0.1)
    # Binomial with p = 0.1: 0.05 to 0.16 holds 99 % of the time.
    assert 0.05 <= np.mean(rejected) <= 0.16


def test_an_interval_holds_what_its_test_does_not_reject():
    found = synthesis.estimate_within(make_panel(2, effect=0.5), "y", "x", ["z"])
    weights = synthesis.draw_weights(found.states, 499).to_numpy()
    low, high = found.bootstrap_interval(weights)
    assert low < found.coefficient < high
    width = high - low
    for inside in (low + 0.02 * width, high - 0.02 * width):
        assert found.p_value(weights, inside) > 0.05
    for outside in (low - 0.05 * width, high + 0.05 * width):
        assert found.p_value(weights, outside) <= 0.05


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    scale=st.floats(1e-6, 1e6),
    shift=st.floats(-1e3, 1e3),
)
def test_units_and_order_do_not_matter(seed, scale, shift):
    frame = make_panel(seed, states=6, years=6, effect=0.3)
    first = synthesis.estimate_within(frame, "y", "x", ["z"])
    other = frame.sample(frac=1, random_state=seed)
    other = other.assign(x=other["x"] * scale + shift * scale)
    second = synthesis.estimate_within(other, "y", "x", ["z"])
    assert second.coefficient * scale == pytest.approx(first.coefficient, rel=1e-6, abs=1e-9)
    assert second.partial_correlation == pytest.approx(first.partial_correlation, abs=1e-7)
    assert -1 <= first.partial_correlation <= 1
    assert second.effective_states == pytest.approx(first.effective_states, rel=1e-6)
    assert 1 <= first.effective_states <= first.n_states + 1e-9
    weights = synthesis.draw_weights(first.states, 99).to_numpy()
    assert second.p_value(weights) == pytest.approx(first.p_value(weights))


def test_one_state_with_all_the_change_counts_as_one():
    frame = make_panel(0, holes=0)
    frame["x"] = np.where(frame["iso3"] == CODES[0], frame["x"], 0.0)
    found = synthesis.estimate_within(frame, "y", "x")
    # Year effects spread a little of it over the others.
    assert found.effective_states < 1.5
    assert found.most_influential == CODES[0]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"x": 1.0}, "x does not change within any"),
        ({"y": 1.0}, "y does not change within any"),
        ({"x": np.nan}, r"0 state\(s\)"),
    ],
)
def test_what_cannot_be_estimated_says_why(change, message):
    with pytest.raises(TooLittleError, match=message):
        synthesis.estimate_within(make_panel().assign(**change), "y", "x")


def test_a_cause_that_years_fix_is_refused_and_collinear_controls_are_named():
    frame = make_panel()
    with pytest.raises(TooLittleError, match="fixed by states, years and controls"):
        synthesis.estimate_within(frame.assign(x=frame["year"] ** 2.0), "y", "x")
    with_double = frame.assign(double=2 * frame["z"], steady=frame["year"] * 1.0)
    found = synthesis.estimate_within(with_double, "y", "x", ["z", "double", "steady"])
    assert found.collinear == ("double", "steady")
    plain = synthesis.estimate_within(frame, "y", "x", ["z"])
    assert found.coefficient == pytest.approx(plain.coefficient)


def test_states_and_years_with_one_row_are_left_out():
    frame = make_panel(holes=0).query("iso3 != @CODES[1] or year == 2003")
    frame.loc[(frame["year"] == 2011) & (frame["iso3"] != CODES[2]), "y"] = np.nan
    rows = synthesis.complete_cases(frame, ["y", "x"])
    assert CODES[1] not in set(rows["iso3"])
    assert 2011 not in set(rows["year"])


def test_weights_do_not_hang_on_the_order_of_states():
    first, second = (
        synthesis.draw_weights(["PER", "ARG"], 50),
        synthesis.draw_weights(["ARG", "PER"], 50),
    )
    pd.testing.assert_frame_equal(first, second)
    assert set(np.unique(first)) == {-1.0, 1.0}


def damage(frame, kind):
    if kind == "gone":
        return frame.drop(columns="z")
    if kind == "twice":
        return pd.concat([frame, frame.head(1)])
    if kind == "stranger":
        return frame.replace({"iso3": {CODES[0]: "ARX"}})
    if kind == "half":
        return frame.assign(year=frame["year"] + 0.5)
    return frame.assign(iso3=frame["iso3"].mask(frame.index == 3))


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("gone", "has no column z"),
        ("twice", f"more than one row for iso3 {CODES[0]}, year"),
        ("stranger", "unknown iso3 'ARX'"),
        ("half", "year must hold whole numbers"),
        ("hole", "iso3 is missing"),
    ],
)
def test_a_damaged_frame_is_refused(kind, message):
    frame = damage(make_panel(), kind)
    with pytest.raises(MeasureError, match=message):
        synthesis.estimate_within(frame, "y", "x", ["z"])
    with pytest.raises(MeasureError, match=message):
        synthesis.complete_cases(frame, ["y", "x", "z"])


def test_an_interval_at_another_level_is_students():
    found = synthesis.estimate_within(make_panel(4, states=14), "y", "x", ["z"])
    low, high = found.interval(0.9)
    # 14 states: 13 degrees of freedom, from a printed table.
    assert (high - low) / 2 / found.standard_error == pytest.approx(1.771, abs=1e-3)
    assert (high + low) / 2 == pytest.approx(found.coefficient)


@pytest.mark.parametrize("draws", [-1, 1.5, True, "9"])
def test_a_number_of_draws_that_is_none_is_refused(draws):
    with pytest.raises(MeasureError, match="draws"):
        synthesis.draw_weights(["PER"], draws)
