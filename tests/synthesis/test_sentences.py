"""Sentences and answers: numbers are put in, readings follow from them by rule."""

import numpy as np
import pandas as pd
import pytest

from analysis import synthesis
from analysis.synthesis import sentences
from tests.synthesis.test_curve import make_panel
from tests.synthesis.test_theses import make_dyads


def make_estimates(panel, draws=99):
    weights = synthesis.draw_weights(panel["iso3"], draws)
    panel = panel.assign(tiv_million=np.exp(panel["asinh_tiv_sum"]), is_alba=1.0)
    to_votes = synthesis.estimate_votes(panel, ["any_arms", "is_alba"], "agreement", 0, weights)
    from_votes = synthesis.estimate_flows(panel, ["tiv_million"], "agreement", 0, weights)
    return panel, to_votes, from_votes


def test_estimates_have_steps_intervals_and_reasons():
    panel, to_votes, from_votes = make_estimates(make_panel(1, effect=0.8))
    panel["agreement_usa"] = np.nan
    row = to_votes[(to_votes["cause"] == "any_arms") & (to_votes["partner"] == "RUS")].iloc[0]
    assert row["effect"] == pytest.approx(row["coefficient"] * row["step"])
    assert row["low"] < row["effect"] < row["high"]
    assert row["step"] == pytest.approx(1, abs=0.25)  # hidden 1, noise 0.3, means taken out
    alba = to_votes[to_votes["cause"] == "is_alba"]
    assert alba["effect"].isna().all()
    assert alba.iloc[0]["reason"].startswith("is_alba does not change within any")
    flow = from_votes[from_votes["partner"] == "RUS"].iloc[0]
    assert flow["effect"] == pytest.approx(np.exp(flow["coefficient"] * flow["step"]))
    assert flow["low"] > 1
    assert from_votes[from_votes["partner"] == "CHN"]["reason"].str.len().item() > 0
    text = sentences.on_estimates(to_votes)
    assert f"{row['effect']:+.4f}" in text
    assert "not estimable, is_alba does not change" in text


def test_power_follows_from_the_error():
    panel, to_votes, _ = make_estimates(make_panel(2))
    power = synthesis.state_power(to_votes, panel)
    row = power[power["partner"] == "RUS"].iloc[0]
    # G = 12: quantiles of Student's t with 11 degrees, from a printed table.
    assert row["smallest_detectable"] / row["standard_error"] == pytest.approx(
        2.201 + 0.876, abs=2e-3
    )
    width = row["excluded_beyond"] - abs(row["effect"])
    assert width / row["standard_error"] == pytest.approx(1.796, abs=1e-3)
    assert row["excluded_beyond_in_sd"] == pytest.approx(row["excluded_beyond"] / row["outcome_sd"])
    assert sentences.on_power(power.iloc[:0]).startswith("Nothing could be estimated")


def test_answers_are_read_by_rule():
    _, to_votes, from_votes = make_estimates(make_panel(3, effect=0.8))
    listed = synthesis.list_specifications("arms", ["agreement"], [0])
    curves = {"arms": synthesis.estimate_curve(make_panel(3, effect=0.8), listed, 199)}
    periods = {"trade": synthesis.compare_periods(make_dyads(3.0, noise=0.1), "ratio")}
    concentration = synthesis.concentrate_by_partner(make_dyads(3.0))
    answers = sentences.list_answers(periods, concentration, to_votes, from_votes, curves)
    readings = answers.set_index("statement")["reading"]
    assert readings["Votes go with arms, within states"] == "found"
    assert readings["Russia gains on the USA in trade, 2001–2013"] == "found"
    assert readings["Russia gains on China in trade, 2014–2018"] == "opposite"
    assert readings["Votes move towards Russia after member of ALBA"] == "not estimable"
    assert answers["thesis"].tolist() == sorted(
        answers["thesis"],
        key=[
            "Politics before economics", "Few partners", "Return after 2000", "Turn in 2014",
            "Alternative partners",
        ].index,
    )  # fmt: skip


def test_a_curve_that_chance_gives_too_is_not_called_found():
    listed = synthesis.list_specifications("arms", ["agreement"], [0])
    curve = synthesis.estimate_curve(make_panel(7), listed, 199)
    assert curve.joint_p_value() >= 0.05
    assert "samples without any effect give too" in sentences.on_curve(curve, "arms")
    assert "No specification" in sentences.on_curve(
        synthesis.estimate_curve(make_panel(7).iloc[:2], listed, 99), "arms"
    )


def test_an_empty_panel_is_said():
    panel = make_panel(1).iloc[:0]
    counts = synthesis.count_coverage(panel, ["agreement_rus"])
    assert "No state is left" in sentences.on_panel(panel, counts)


def test_stacked_frames_keep_their_keys():
    frames = {"a": pd.DataFrame({"x": [1]}), "b": pd.DataFrame({"x": []})}
    assert synthesis.stack(frames, "key").values.tolist() == [["a", 1]]
    assert synthesis.stack({"b": frames["b"]}, "key").columns.tolist() == ["key", "x"]


def test_states_beyond_russia_are_counted():
    rows = [("RUS", 0.0), ("USA", 3.0), ("CUB", -1.0), ("PER", 1.0), ("ARG", 2.0), ("NIC", -0.5)]
    points = pd.DataFrame(rows, columns=["iso3", "ideal_point"]).assign(session=55, series="final")
    panel = pd.DataFrame({"iso3": ["CUB", "PER", "ARG", "NIC", "CHL"], "year": 2000})
    assert "In **50%** of the state-years" in sentences.on_sides(points, panel)
    assert sentences.on_sides(points, panel.assign(year=1999)) == ""
    assert sentences.on_sides(points[points["iso3"] != "RUS"], panel) == ""
