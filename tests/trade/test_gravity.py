"""The gravity equation against independent estimators, by hand, and what it expects of pairs."""

import shutil
import subprocess

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis import countries, tables
from analysis.errors import MeasureError
from analysis.study import load_study
from analysis.trade import gravity
from analysis.trade.gravity import sentences
from analysis.trade.reading import Reading

READING = Reading(load_study(), "RUS", tuple(countries.LAC), range(1996, 2024))
STATES = ["ARG", "BRA", "CHN", "DEU", "FRA", "GHA", "IND", "RUS", "USA"]


def places(states, seed=0):
    """Distances and flags of made-up states, the same both ways."""
    generator = np.random.default_rng(seed)
    rows = []
    for i, one in enumerate(states):
        for other in states[i:]:
            km = float(generator.uniform(300, 15_000)) if one != other else 100.0
            flags = generator.random(3) < (0.25, 0.2, 0.15)
            rows += [(*ends, km, *flags) for ends in {(one, other), (other, one)}]
    names = ["origin", "destination", "distance_km", "is_contiguous"]
    names += ["is_common_official_language", "is_ever_colony"]
    frame = pd.DataFrame(rows, columns=names).sort_values(names[:2], ignore_index=True)
    km = frame["distance_km"]
    return frame.assign(distance_weighted_km=1.1 * km, distance_capitals_km=0.9 * km)


def world(states=STATES, years=(2000, 2004), seed=0):
    """Flows that follow a gravity equation with errors, and some zeros."""
    generator = np.random.default_rng(seed)
    near = places(states, seed).set_index(["origin", "destination"])["distance_weighted_km"]
    size = {state: generator.lognormal(2, 1) for state in states}
    rows = []
    for year in years:
        for one in states:
            for other in states:
                if one != other:
                    mean = 1e6 * size[one] * size[other] * (near[one, other] / 5_000) ** -0.8
                    flow = mean * generator.lognormal(-0.5, 1) * (generator.random() > 0.12)
                    rows.append((one, other, year, flow, bool(generator.random() < 0.2)))
    names = ["exporter", "importer", "year", "export_usd", "has_agreement"]
    return pd.DataFrame(rows, columns=names)


REGRESSORS = (*gravity.GEOGRAPHY, gravity.AGREEMENT)


@pytest.fixture(scope="module")
def panel():
    return gravity.gravity_panel(world(), places(STATES))


@pytest.fixture(scope="module")
def fit(panel):
    return gravity.fit_ppml(panel, REGRESSORS)


def dummies(panel, regressors=REGRESSORS):
    """The full design, without one importer a year, which the exporters imply."""
    exporters = pd.get_dummies(panel["exporter_year"], dtype=float)
    importers = pd.get_dummies(panel["importer_year"], dtype=float)
    implied = importers.columns.to_series().groupby(lambda name: name.split()[1]).first()
    return pd.concat(
        [panel[list(regressors)], exporters, importers.drop(columns=implied).add_prefix("to ")],
        axis=1,
    )


@pytest.fixture(scope="module")
def independent(panel):
    """Statsmodels' GLM with dummies, clustered by pair."""
    model = sm.GLM(panel["export_usd"] / 1e6, dummies(panel), family=sm.families.Poisson())
    groups = pd.factorize(panel["pair"])[0]
    return model.fit(
        tol=1e-14, maxiter=200, cov_type="cluster",
        cov_kwds={"groups": groups, "use_correction": False},
    )  # fmt: skip


CODES = pd.DataFrame(
    [("place", "BLX", "BEL"), ("size", "BEL", "BLX"), ("size", "LUX", "BLX")],
    columns=["use", "code", "stands_for"],
)
EXPECTED = {"iso3": "BRA", "year": 2000, "flow": "exports", "actual_usd": 1.0}
EXPECTED |= {"expected_usd": 1.0, "expected_lower_usd": 1.0, "expected_upper_usd": 1.0}

# The estimate


def test_coefficients_are_those_of_statsmodels(fit, independent):
    expected = independent.params[list(REGRESSORS)]
    assert fit.coefficients["estimate"].to_numpy() == pytest.approx(expected.to_numpy(), abs=1e-6)
    assert fit.frame["fitted"].to_numpy() / 1e6 == pytest.approx(
        independent.fittedvalues.to_numpy(), rel=1e-6
    )


def test_standard_errors_are_those_of_statsmodels(fit, independent):
    clusters = fit.n_clusters
    assert clusters == 36
    factor = np.sqrt(clusters / (clusters - 1))
    expected = factor * independent.bse[list(REGRESSORS)]
    assert fit.coefficients["std_error"].to_numpy() == pytest.approx(expected, rel=1e-6)
    own = np.sqrt(np.diag(gravity.covariance(fit)))
    assert own == pytest.approx(fit.coefficients["std_error"].to_numpy(), rel=1e-6)


def test_coefficients_are_those_of_plain_reweighted_least_squares(panel, fit):
    design, flows = dummies(panel).to_numpy(), panel["export_usd"].to_numpy() / 1e6
    mean = (flows + flows.mean()) / 2
    for _ in range(100):
        working = np.log(mean) + (flows - mean) / mean
        root = np.sqrt(mean)
        beta = np.linalg.lstsq(design * root[:, None], working * root, rcond=None)[0]
        mean = np.exp(design @ beta)
    assert fit.coefficients["estimate"].to_numpy() == pytest.approx(beta[:5], abs=1e-6)


R_SCRIPT = """
x <- read.csv(file('stdin'))
m <- glm(flow ~ . - 1, family = quasipoisson(), data = x,
         control = glm.control(epsilon = 1e-13, maxit = 200))
stopifnot(m$converged)
cat(sprintf('%.12g', coef(m)[1:5]))
"""


def test_coefficients_are_those_of_r(panel, fit):
    if shutil.which("Rscript") is None:
        pytest.skip("R is not installed")
    ran = subprocess.run(
        ["Rscript", "-e", R_SCRIPT], text=True, capture_output=True, check=True,
        input=dummies(panel).assign(flow=panel["export_usd"] / 1e6).to_csv(index=False),
    )  # fmt: skip
    expected = np.array(ran.stdout.split(), float)
    assert fit.coefficients["estimate"].to_numpy() == pytest.approx(expected, abs=1e-6)


def test_fitted_flows_add_up_to_the_actual_ones(fit):
    for effect in fit.effects:
        sums = fit.frame.groupby(effect)[["export_usd", "fitted"]].sum()
        assert sums["fitted"].to_numpy() == pytest.approx(sums["export_usd"].to_numpy(), rel=1e-9)


def test_one_effect_alone_agrees_too(panel):
    size = panel.assign(log_size=np.random.default_rng(1).standard_normal(len(panel)))
    fit = gravity.fit_ppml(size, ["log_distance", "log_size"], ["year"])
    years = pd.get_dummies(size["year"], dtype=float)
    design = pd.concat([size[["log_distance", "log_size"]], years], axis=1)
    expected = sm.GLM(size["export_usd"] / 1e6, design, family=sm.families.Poisson()).fit(tol=1e-14)
    assert fit.coefficients["estimate"].to_numpy() == pytest.approx(expected.params[:2], abs=1e-6)
    errors = np.sqrt(np.diag(gravity.covariance(fit)))
    assert errors == pytest.approx(fit.coefficients["std_error"].to_numpy(), rel=1e-5)


def test_reset_is_the_clustered_z_of_the_squared_index(panel, fit, independent):
    index = np.log(fit.frame["fitted"])
    square = ((index - index.mean()) / index.std()) ** 2
    design = dummies(panel).assign(square=square)
    wider = sm.GLM(panel["export_usd"] / 1e6, design, family=sm.families.Poisson()).fit(
        tol=1e-14, maxiter=200, cov_type="cluster",
        cov_kwds={"groups": pd.factorize(panel["pair"])[0], "use_correction": False},
    )  # fmt: skip
    z, p_value = gravity.reset_test(fit)
    factor = np.sqrt(fit.n_clusters / (fit.n_clusters - 1))
    assert z == pytest.approx(wider.params["square"] / wider.bse["square"] / factor, rel=1e-5)
    assert p_value == pytest.approx(2 * stats.norm.sf(abs(z)))


@settings(max_examples=8)
@given(st.floats(1e-6, 1e6))
def test_unit_of_flows_moves_the_effects_only(unit):
    panel = gravity.gravity_panel(world(), places(STATES))
    one = gravity.fit_ppml(panel, REGRESSORS)
    other = gravity.fit_ppml(panel.assign(export_usd=unit * panel["export_usd"]), REGRESSORS)
    for name in ("estimate", "std_error"):
        assert other.coefficients[name].to_numpy() == pytest.approx(
            one.coefficients[name].to_numpy(), abs=1e-8
        )
    assert other.frame["fitted"].to_numpy() == pytest.approx(
        unit * one.frame["fitted"].to_numpy(), rel=1e-7
    )


def test_an_exporter_without_any_flow_is_left_out_and_counted(panel):
    silent = panel["exporter_year"].eq("GHA 2000")
    fit = gravity.fit_ppml(
        panel.assign(export_usd=panel["export_usd"].where(~silent, 0.0)), REGRESSORS
    )
    assert fit.n_separated == silent.sum() == 8
    assert "GHA 2000" not in fit.levels["exporter_year"].index
    expected = gravity.expected_flows(fit, panel[silent])
    assert expected.isna().all(axis=None)


def test_a_regressor_that_the_effects_imply_is_named(panel):
    same = panel.assign(is_brazil=panel["exporter"].eq("BRA").astype(float))
    with pytest.raises(MeasureError, match="is_brazil"):
        gravity.fit_ppml(same, ["log_distance", "is_brazil"])


def test_missing_regressors_and_empty_panels_are_refused(panel):
    with pytest.raises(MeasureError, match="log_distance"):
        gravity.fit_ppml(panel.assign(log_distance=np.nan), ["log_distance"])
    with pytest.raises(MeasureError, match="log_distance"):
        gravity.fit_ppml(panel.assign(log_distance=np.inf), ["log_distance"])
    with pytest.raises(MeasureError, match="has no column log_distances"):
        gravity.fit_ppml(panel, ["log_distances"])
    with pytest.raises(MeasureError, match="export_usd"):
        gravity.fit_ppml(panel.assign(export_usd=-1.0), REGRESSORS)
    with pytest.raises(MeasureError, match="pair is missing"):
        gravity.fit_ppml(panel.assign(pair=None), REGRESSORS)
    with pytest.raises(MeasureError, match="one or two columns of effects are estimated, not 3"):
        gravity.fit_ppml(panel, REGRESSORS, ["year", "exporter", "importer"])
    with pytest.raises(MeasureError, match="no rows"):
        gravity.fit_ppml(panel.head(0), REGRESSORS)
    with pytest.raises(MeasureError, match="all flows are zero"):
        gravity.fit_ppml(panel.assign(export_usd=0.0), REGRESSORS)


# What is expected


def test_standard_errors_of_the_expected_are_the_delta_methods(panel, fit, independent):
    rows = panel.iloc[[0, 17, 60, 143]]
    design = dummies(panel).loc[rows.index].to_numpy()
    covariance = independent.cov_params().to_numpy() * fit.n_clusters / (fit.n_clusters - 1)
    found = gravity.expected_flows(fit, rows)
    assert found["expected"].to_numpy() / 1e6 == pytest.approx(
        independent.fittedvalues[rows.index].to_numpy(), rel=1e-6
    )
    expected = np.sqrt(np.einsum("ij,jk,ik->i", design, covariance, design))
    assert found["log_std_error"].to_numpy() == pytest.approx(expected, rel=1e-5)


def test_what_is_left_out_has_no_part_in_what_is_expected():
    flows = world()
    judged = gravity.is_with_region(flows, "RUS", ["ARG", "BRA"])
    assert judged.sum() == 8
    found = []
    for factor in (1.0, 50.0):
        changed = flows.assign(export_usd=flows["export_usd"].where(~judged, factor * 1e6))
        one = gravity.estimate(
            gravity.BENCHMARK, changed, places(STATES), region=["ARG", "BRA"], partner="RUS"
        )
        assert one.years == (2000, 2004)
        found.append(one.expected)
    assert found[0]["expected_usd"].to_numpy() == pytest.approx(found[1]["expected_usd"].to_numpy())
    assert (50 * found[0]["ratio"]).to_numpy() == pytest.approx(found[1]["ratio"].to_numpy())
    assert set(found[0]["flow"]) == {"exports", "imports"}
    assert found[0]["iso3"].tolist() == ["ARG"] * 4 + ["BRA"] * 4


def test_an_exact_gravity_world_is_expected_exactly():
    """Flows that are a_i b_j d^-0.8 are expected one by one, the left-out ones too."""
    near = places(STATES).set_index(["origin", "destination"])["distance_weighted_km"]
    size = {state: 10.0 * (position + 1) for position, state in enumerate(STATES)}
    flows = world()
    flows["export_usd"] = [
        1e6 * size[one] * size[other] ** 0.5 * near[one, other] ** -0.8
        for one, other in zip(flows["exporter"], flows["importer"], strict=True)
    ]
    specification = gravity.Specification("exact", "exact", ("log_distance",))
    panel = gravity.gravity_panel(flows[flows["year"] == 2000], places(STATES))
    judged = gravity.is_with_region(panel, "RUS", ["ARG", "BRA"])
    fit = gravity.fit_ppml(panel[~judged], specification.regressors)
    assert fit.coefficients["estimate"].item() == pytest.approx(-0.8, abs=1e-8)
    found = gravity.compare_with_expected(fit, panel[judged], "RUS")
    assert found["ratio"].to_numpy() == pytest.approx(1.0, abs=1e-7)


def test_percentile_is_the_place_among_pairs_alike(fit, panel):
    rows = panel[gravity.is_with_region(panel, "RUS", ["BRA"])]
    found = gravity.compare_with_expected(fit, rows, "RUS")
    for row in found.itertuples():
        others = fit.frame[fit.frame["year"] == row.year]
        ends = [row.iso3, "RUS"] if row.flow == "exports" else ["RUS", row.iso3]
        own = others[["exporter", "importer"]].isin(["RUS", "BRA"]).all(axis=1)
        flows = rows[["exporter", "importer", "year"]].to_numpy().tolist()
        assert [*ends, row.year] in flows
        ratios = (others["export_usd"] / others["fitted"])[~own]
        # Fewer pairs than are compared with: all of them are.
        assert row.percentile == pytest.approx(100 * (ratios < row.ratio).mean())
        assert row.similar_p50 == pytest.approx(ratios.median())


def test_sums_refuse_two_specifications():
    with pytest.raises(MeasureError, match="more than one row for iso3 BRA, year 2000"):
        gravity.sum_expected(pd.DataFrame([EXPECTED, EXPECTED]), ["BRA"])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"iso3": "BRX"}, "unknown iso3"),
        ({"flow": "export"}, "did you mean 'exports'"),
        ({"year": 2000.5}, "whole numbers"),
        ({"actual_usd": -1.0}, "actual_usd is negative"),
        ({"expected_usd": None}, "expected_usd"),
    ],
)
def test_damaged_expectations_are_refused(change, message):
    with pytest.raises(MeasureError, match=message):
        gravity.sum_expected(pd.DataFrame([EXPECTED | change]), ["BRA"])
    with pytest.raises(MeasureError, match="list of codes"):
        gravity.sum_expected(pd.DataFrame([EXPECTED]), "BRA")


def test_another_partner_is_judged_by_its_own_flows():
    one = gravity.estimate(
        gravity.BENCHMARK, world(), places(STATES), region=["ARG", "BRA"], partner="CHN"
    )
    assert set(one.expected["iso3"]) == {"ARG", "BRA"}
    actual = world().set_index(["exporter", "importer", "year"])["export_usd"]
    for row in one.expected.itertuples():
        ends = (row.iso3, "CHN") if row.flow == "exports" else ("CHN", row.iso3)
        assert row.actual_usd == actual[(*ends, row.year)]
    assert not one.fit.frame[["exporter", "importer"]].isin(["CHN", "BRA"]).all(axis=1).any()
    with pytest.raises(MeasureError, match="unknown state 'chn'"):
        gravity.estimate(gravity.BENCHMARK, world(), places(STATES), region=["ARG"], partner="chn")


def test_specifications_choose_their_years_and_name_pair_and_years():
    by_name = {each.name: each for each in gravity.SPECIFICATIONS}
    recent = by_name["recent"]
    assert recent.choose_years([2012, 2000, 2004, 2008, 2000]) == [2004, 2008, 2012]
    assert recent.name_in("A–B", [2004, 2008, 2012]) == "2004–2012 only"
    assert gravity.BENCHMARK.choose_years([2004, 2000]) == [2000, 2004]
    assert gravity.BENCHMARK.name_in("China–region", [2000]).endswith("China–region flows left out")
    assert by_name["in_sample"].name_in("China–region", [2000]) == "China–region flows left in"
    assert "reports of 2001 (" in by_name["importers_2001"].name_in("x", [2001])
    with pytest.raises(MeasureError, match="size needs GDP"):
        gravity.estimate(by_name["size"], world(), places(STATES), region=["ARG"], partner="RUS")


def test_last_years_alone_are_estimated_on():
    recent = gravity.Specification("recent", "x", ("log_distance",), n_last=1)
    one = gravity.estimate(recent, world(), places(STATES), region=["ARG"], partner="RUS")
    assert one.years == (2004,)
    assert set(one.expected["year"]) == set(one.fit.frame["year"]) == {2004}


# The panel


def test_absent_rows_are_zero_only_for_exporters_that_report():
    flows = pd.DataFrame(
        [("ARG", "BRA", 2000, 5.0), ("BRA", "CHN", 2000, 2.0), ("ARG", "BRA", 2004, 1.0)],
        columns=["exporter", "importer", "year", "export_usd"],
    )
    panel = gravity.gravity_panel(flows, places(STATES))
    rows = panel[["exporter", "importer", "year", "export_usd", "is_added_zero"]]
    # ARG reports in 2000 and CHN imports then; in 2004 nobody but ARG reports.
    assert rows.to_numpy().tolist() == [
        ["ARG", "BRA", 2000, 5.0, False],
        ["ARG", "BRA", 2004, 1.0, False],
        ["ARG", "CHN", 2000, 0.0, True],
        ["BRA", "CHN", 2000, 2.0, False],
    ]
    assert panel["pair"].tolist() == ["ARG-BRA", "ARG-BRA", "ARG-CHN", "BRA-CHN"]
    whole = gravity.gravity_panel(flows, places(STATES), complete=False)
    assert len(whole) == 3


def test_places_without_a_map_drop_out_and_are_measured():
    flows = pd.DataFrame(
        [("ARG", "BRA", 2000, 6.0), ("ARG", "BUN", 2000, 2.0)],
        columns=["exporter", "importer", "year", "export_usd"],
    )
    panel = gravity.gravity_panel(flows, places(STATES))
    assert panel["importer"].tolist() == ["BRA"]
    assert panel.attrs["dropped"] == pytest.approx(0.25)


def test_a_code_without_a_place_stands_where_the_table_says():
    states = ["ARG", "BEL"]
    flows = pd.DataFrame(
        [("ARG", "BLX", 2000, 6.0)], columns=["exporter", "importer", "year", "export_usd"]
    )
    panel = gravity.gravity_panel(flows, places(states), CODES)
    km = places(states).set_index(["origin", "destination"]).loc[("ARG", "BEL")]
    assert np.exp(panel["log_distance"].item()) == pytest.approx(km["distance_weighted_km"])
    assert gravity.gravity_panel(flows, places(states)).empty
    with pytest.raises(MeasureError, match="plaice"):
        gravity.gravity_panel(flows, places(states), CODES.assign(use="plaice"))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("ARG", "ARG", 2000, 1.0), "trades with itself"),
        (("ARG", "BRA", 2000, -1.0), "export_usd is negative at exporter ARG, importer BRA"),
        (("ARG", "BRA", 2000, np.nan), "export_usd is missing at exporter ARG, importer BRA"),
        (("ARG", "CHN", 2000, 1.0), "more than one row for exporter ARG, importer CHN, year 2000"),
        (("ARG", "BRA", 2000.5, 1.0), "whole numbers"),
        (("ARG", None, 2000, 1.0), "importer is missing"),
    ],
)
def test_wrong_flows_are_refused(row, message):
    names = ["exporter", "importer", "year", "export_usd"]
    flows = pd.DataFrame([("ARG", "CHN", 2000, 1.0), row], columns=names)
    with pytest.raises(MeasureError, match=message):
        gravity.gravity_panel(flows, places(STATES))


def test_size_and_remoteness_by_hand():
    states = ["ARG", "BRA", "CHN"]
    gdp = pd.DataFrame({"iso3": states, "year": 2000, "value": [100.0, 400.0, 900.0]})
    flows = world(states, (2000,))
    panel = gravity.add_size(gravity.gravity_panel(flows, places(states)), gdp, places(states))
    km = places(states).set_index(["origin", "destination"])["distance_weighted_km"]
    row = panel[(panel["exporter"] == "ARG") & (panel["importer"] == "BRA")].iloc[0]
    assert row["log_gdp_exporter"] == pytest.approx(np.log(100))
    near = 400 / km["ARG", "BRA"] + 900 / km["ARG", "CHN"]
    assert row["log_remoteness_exporter"] == pytest.approx(-np.log(near))
    without = gravity.add_size(
        gravity.gravity_panel(flows, places(states)), gdp.query("iso3 != 'CHN'"), places(states)
    )
    assert not without[["exporter", "importer"]].eq("CHN").any(axis=None)
    with pytest.raises(MeasureError, match="more than one row for iso3 ARG"):
        gravity.add_size(panel, pd.concat([gdp, gdp.head(1)]), places(states))


def test_states_that_report_as_one_are_of_one_size():
    states = ["ARG", "BEL", "LUX"]
    gdp = pd.DataFrame({"iso3": states, "year": 2000, "value": [100.0, 400.0, 50.0]})
    flows = pd.DataFrame(
        [("ARG", "BLX", 2000, 6.0)], columns=["exporter", "importer", "year", "export_usd"]
    )
    panel = gravity.gravity_panel(flows, places(states), CODES)
    row = gravity.add_size(panel, gdp, places(states), CODES).iloc[0]
    assert row["log_gdp_importer"] == pytest.approx(np.log(450))
    km = places(states).set_index(["origin", "destination"])["distance_weighted_km"]
    assert row["log_remoteness_exporter"] == pytest.approx(-np.log(450 / km["ARG", "BEL"]))


# What ships


@pytest.fixture(scope="module")
def expected():
    return tables.load("trade/gravity_expected")


@pytest.fixture(scope="module")
def coefficients():
    return tables.load("trade/gravity_coefficients")


def test_tables_hold_every_specification(expected, coefficients):
    names = {each.name for each in gravity.SPECIFICATIONS}
    assert set(expected["specification"]) == set(coefficients["specification"]) == names
    assert set(expected["iso3"]) == set(countries.LAC)
    for each in gravity.SPECIFICATIONS:
        rows = expected[expected["specification"] == each.name]
        years = (2001,) if each.source == "cow_2001" else load_study().trade.gravity_years
        assert set(rows["year"]) == set(each.choose_years(years))
        titles = coefficients.loc[coefficients["specification"] == each.name, "title"]
        assert set(titles) == {each.name_in("Russia–region", each.choose_years(years))}
        terms = coefficients[coefficients["specification"] == each.name]["term"]
        assert set(terms) == set(each.regressors)


def test_ratios_and_intervals_follow_from_the_values(expected):
    ratio = expected["actual_usd"] / expected["expected_usd"]
    assert ratio.to_numpy() == pytest.approx(expected["ratio"].to_numpy(), rel=2e-5)
    assert (expected["expected_lower_usd"] < expected["expected_usd"]).all()
    assert (expected["expected_usd"] < expected["expected_upper_usd"]).all()
    assert (expected["lower"] <= expected["ratio"]).all()
    assert (expected["ratio"] <= expected["upper"]).all()


def test_distance_has_its_usual_elasticity_everywhere(coefficients):
    distance = coefficients[coefficients["term"] == "log_distance"].set_index("specification")
    assert distance["estimate"].between(-1.0, -0.6).all()
    assert distance.loc["benchmark", "estimate"] == pytest.approx(-0.770528)
    assert distance.loc["benchmark", "std_error"] == pytest.approx(0.042045, rel=1e-3)
    assert distance.loc["benchmark", "n"] == 209_462
    # Leaving the judged flows in or out hardly moves it: they are few among so many.
    gap = distance.loc["in_sample", "estimate"] - distance.loc["benchmark", "estimate"]
    assert abs(gap) < 0.001


def test_region_buys_less_from_russia_than_expected_in_every_year(expected):
    rows = expected[expected["specification"] == "benchmark"]
    sums = gravity.sum_expected(rows, countries.LAC).set_index(["flow", "year"])
    imports, exports = sums.loc["imports"], sums.loc["exports"]
    assert (imports["upper"] < 1).all()
    assert imports.loc[2012, "ratio"] == pytest.approx(0.2524, abs=1e-4)
    assert imports.loc[2016, "ratio"] == pytest.approx(0.5862, abs=1e-4)
    assert exports.loc[2016, "ratio"] == pytest.approx(0.9956, abs=1e-4)
    assert ((exports["lower"] < 1) & (exports["upper"] > 1)).all()


def test_russias_exports_of_the_panel_are_those_of_the_other_table(expected):
    """Two vintages of the same reports: close in sum, 4 % apart at most before 2012."""
    rows = expected[expected["specification"] == "benchmark"]
    ours = gravity.sum_expected(rows, countries.LAC).set_index(["flow", "year"])["actual_usd"]
    bilateral = tables.load("trade/bilateral").query("reporter == 'RUS' == partner")
    theirs = bilateral.groupby(["flow", "year"])["value_usd"].sum()
    both = (ours / theirs).dropna().loc["imports"]
    assert both.loc[[1996, 2000, 2004, 2008]].between(0.9, 1.1).all()
    # Venezuela 2012: 1,944 million in the earlier vintage, 517 in this one.
    venezuela = rows.query("iso3 == 'VEN' and year == 2012 and flow == 'imports'")
    assert venezuela["actual_usd"].item() / 1e6 == pytest.approx(517, abs=1)


def test_sentences_carry_the_numbers_of_the_tables(expected, coefficients):
    rows = expected[expected["specification"] == "benchmark"]
    text = sentences.on_sums(gravity.sum_expected(rows, countries.LAC), READING)
    assert "0.59 times the expected value in 2016" in text
    assert "leaves out 1 in 1996, 2000, 2004, 2008, 2012, 2016" in text
    pairs = sentences.on_pairs(rows[rows["year"] == 2016], READING)
    assert "Paraguay (exports, 10.1)" in pairs
    assert "Mexico (exports, 0.0718) among the lowest" in pairs
    sums = {
        name: gravity.sum_expected(group, countries.LAC)
        for name, group in expected.groupby("specification")
    }
    assert "exports to Russia: 0.61 (`size`)" in sentences.on_specifications(sums, 2016, READING)
    assert len(gravity.stack_sums(sums)) == sum(map(len, sums.values()))


def sums_of(*rows):
    names = ["year", "flow", "n_states", "actual_usd", "expected_usd", "ratio", "lower", "upper"]
    return pd.DataFrame(rows, columns=names)


def test_sums_name_the_latest_the_lowest_and_the_highest_year():
    sums = sums_of(
        (2004, "exports", 30, 5e6, 10e6, 0.5, 0.4, 0.9),
        (2000, "exports", 28, 30e6, 10e6, 3.0, 1.5, 4.0),
        (2008, "exports", 33, 12.4e6, 10e6, 1.24, 0.8, 1.6),
        (2008, "imports", 1, 5e4, 1e7, 0.005, 0.001, 0.02),
    )
    china = READING.but(partner="CHN")
    assert sentences.on_sums(sums, china) == (
        "**Exports to China** were 1.24 times the expected value in 2008 (95 %: 0.80 to 1.60; 12 "
        "against 10 million USD, 33 states), lowest 0.50 in 2004, highest 3.00 in 2000; the "
        "interval leaves out 1 in 2000, 2004. **Imports from China** were less than a hundredth of "
        "the expected value in 2008 (95 %: 0.00 to 0.02; 0.05 against 10 million USD, 1 state)."
    )
    within = sentences.on_sums(sums.iloc[[2, 2]].assign(year=[2004, 2008]), china)
    assert "; no year's interval leaves out 1." in within
    nothing = sums_of(
        (2004, "imports", 2, 0.0, 10e6, 0.0, 0.0, 0.0), (2008, "imports", 2, 0.0, 12e6, 0, 0, 0)
    )
    assert sentences.on_sums(nothing, china) == (
        "**Imports from China** were nothing in 2 years of the panel, against 12.0 million USD "
        "expected in 2008 (2 states)."
    )


def pairs_of(*rows):
    names = ["iso3", "flow", "ratio", "lower", "upper", "percentile", "actual_usd"]
    return pd.DataFrame(rows, columns=names).assign(year=2016)


def test_pairs_tell_intervals_from_places_among_pairs_alike():
    rows = [
        ("ARG", "exports", 8.0, 2.0, 9.0, 96, 5.0), ("BRA", "imports", 3.0, 1.5, 4.0, 95, 5.0),
        ("CHL", "exports", 0.01, 0.001, 0.5, 4.9, 5.0), ("CUB", "imports", 0.0, 0.0, 0.0, 5, 0.0),
        ("PRY", "exports", 10.12, 3.0, 11.0, 99, 5.0),
    ]  # fmt: skip
    text = sentences.on_pairs(pairs_of(*rows), READING)
    assert text.startswith(
        "In 2016, of 5 flows 2 are below the expected value and 3 above it with their whole "
        "interval."
    )
    assert (
        "only Paraguay (exports, 10.1) and Argentina (exports, 8) stand among the highest 5 %"
        in text
    )
    assert "and Chile (exports, 0.01) among the lowest 5 %. One of the flows is zero" in text
    plain = sentences.on_pairs(pairs_of(rows[1]), READING)
    assert "none stands among the highest 5 %, and none among the lowest 5 %." in plain
    assert "zero" not in plain
    two = sentences.on_pairs(pairs_of(rows[0], rows[3], rows[3]), READING)
    assert "only Argentina (exports, 8) stands among" in two
    assert "2 of the flows are zero" in two


def test_specifications_run_from_the_lowest_to_the_highest():
    row = (2016, "exports", 2, 1.0, 1.0, 0.99, 0.5, 1.5)
    sums = {
        "benchmark": sums_of(row, (2012, "exports", 2, 1, 1, 9.0, 1, 1)),
        "size": sums_of((2016, "exports", 2, 1, 1, 0.61, 1, 1)),
        "capitals": sums_of((2016, "exports", 2, 1, 1, 1.2, 1, 1),
                            (2016, "imports", 2, 1, 1, 5.0, 1, 1)),
    }  # fmt: skip
    assert sentences.on_specifications(sums, 2016, READING) == (
        "Over 3 specifications the ratio of 2016 runs, exports to Russia: 0.61 (`size`) to 1.20 "
        "(`capitals`), benchmark 0.99."
    )
    del sums["benchmark"]
    assert sentences.on_specifications(sums, 2016, READING).endswith("1.20 (`capitals`).")
    same = {name: sums_of((2016, "exports", 1, 0, 1, 0.0, 0, 0)) for name in "ab"}
    assert sentences.on_specifications(same, 2016, READING).endswith(
        "runs, exports to Russia: 0.00 by all."
    )
    assert sentences.on_specifications(sums, 2012, READING) == (
        "Fewer than two specifications reach 2012."
    )


@pytest.mark.parametrize(
    ("p_value", "words"),
    [
        (0.0000246, "The RESET test rejects its form (z = -4.2, p = 2.5e-05): with 209,462 rows"),
        (0.05, "The RESET test finds nothing against its form (p = 0.05)."),
    ],
)
def test_equation_states_distance_fit_and_test(p_value, words):
    row = {"specification": "benchmark", "term": "log_distance", "estimate": -0.770528}
    row |= {"std_error": 0.042045, "n": 209_462, "n_pairs": 24_182, "n_zero": 95_899}
    row |= {"pseudo_r2": 0.9388, "reset_z": -4.2185, "reset_p": p_value}
    text = sentences.on_equation(pd.DataFrame([row, row | {"specification": "size", "n": 1}]))
    assert text.startswith(
        "The benchmark rests on 209,462 flows of 24,182 pairs, 46 % of them zero; twice the "
        "distance takes away 41 % of trade (elasticity -0.77, standard error 0.04). It explains "
        "94 % of the deviance."
    )
    assert words in text


def test_no_states_are_explained(expected):
    nothing = gravity.sum_expected(expected.head(0), ["BRA"])
    assert "no flow of these states" in sentences.on_sums(nothing, READING)
    assert "No flow of these states" in sentences.on_pairs(expected.head(0), READING)
    assert "Fewer than two" in sentences.on_specifications({}, 2016, READING)
    assert gravity.stack_sums({}).empty
