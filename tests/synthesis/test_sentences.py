"""Sentences and answers: numbers are put in, readings follow from them by rule."""

import numpy as np
import pandas as pd
import pytest

from analysis import synthesis
from analysis.contracts import SIDES
from analysis.errors import MeasureError
from analysis.synthesis import sentences
from tests.synthesis.made import CODES, READING, make_reading
from tests.synthesis.test_curve import make_panel
from tests.synthesis.test_theses import compare, concentrate, make_dyads


def make_estimates(panel, draws=99):
    weights = synthesis.draw_weights(panel["iso3"], draws)
    panel = panel.assign(tiv_million=np.exp(panel["asinh_tiv_sum"]), is_member=1.0)
    given = (READING.alignments, 0, weights)
    to_votes = synthesis.estimate_votes(panel, ["any_arms", "is_member"], *given)
    from_votes = synthesis.estimate_flows(panel, ["tiv_million"], *given)
    return panel, to_votes, from_votes


def test_estimates_have_steps_intervals_and_reasons():
    panel, to_votes, from_votes = make_estimates(make_panel(1, effect=0.8))
    panel["agreement_usa"] = np.nan
    row = to_votes[(to_votes["cause"] == "any_arms") & (to_votes["partner"] == "RUS")].iloc[0]
    assert row["effect"] == pytest.approx(row["coefficient"] * row["step"])
    assert row["low"] < row["effect"] < row["high"]
    assert row["step"] == pytest.approx(1, abs=0.25)  # hidden 1, noise 0.3, means taken out
    alba = to_votes[to_votes["cause"] == "is_member"]
    assert alba["effect"].isna().all()
    assert alba.iloc[0]["reason"].startswith("is_member does not change within any")
    flow = from_votes[from_votes["partner"] == "RUS"].iloc[0]
    assert flow["effect"] == pytest.approx(np.exp(flow["coefficient"] * flow["step"]))
    assert flow["low"] > 1
    assert from_votes[from_votes["partner"] == "CHN"]["reason"].str.len().item() > 0
    text = sentences.on_estimates(to_votes, "RUS", READING)
    assert f"{row['effect']:+.4f}" in text
    assert "not estimable, is_member does not change" in text


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
    assert sentences.on_power(power.iloc[:0], READING).startswith("Nothing could be estimated")


def test_answers_are_read_by_rule():
    _, to_votes, from_votes = make_estimates(make_panel(3, effect=0.8))
    listed = synthesis.list_specifications("arms", READING, ["agreement"], [0])
    curves = {"arms": synthesis.estimate_curve(make_panel(3, effect=0.8), listed, 199)}
    periods = {"trade": compare(make_dyads(3.0, noise=0.1), "ratio")}
    dyads = make_dyads(3.0)
    is_one = (dyads["partner"] == "RUS") & (dyads["iso3"] == CODES[0])
    concentration = concentrate(dyads.assign(value=dyads["value"].where(~is_one, 1e4)))
    kinds = {"trade": "ratio"}
    answers = synthesis.list_answers(
        periods, kinds, concentration, to_votes, from_votes, curves, READING
    )
    shown = sentences.present_answers(answers, READING)
    rows = shown.set_index("statement")
    readings = rows["reading"]
    assert readings["Votes go with arms, within states"] == "found"
    assert readings["Russia gains on the United States in trade, 2001–2013"] == "found"
    assert readings["Russia gains on China in trade, 2014–2018"] == "opposite"
    assert readings["Votes move towards Russia after member of ALBA"] == "not estimable"
    theses = rows["thesis"]
    assert theses["Russia gains on the United States in trade, 2001–2013"] == "Return after 2000"
    assert theses["Russia gains on the United States in trade, 2014–2018"] == "Turn in 2014"
    assert theses["Russia gains on China in trade, 2001–2013"] == "Alternative partners"
    assert theses["China gains on the United States in trade, 2014–2018"] == "Alternative partners"
    change = periods["trade"].iloc[0]
    number = rows["number"]["Russia gains on the United States in trade, 2001–2013"]
    assert number == f"× {change['change']:.3g} ({change['low']:.3g} to {change['high']:.3g})"
    # One state has nearly all of the trade with Russia.
    other = "Russia's trade is more concentrated than that of the United States"
    means = concentration.groupby("partner")["hhi"].mean()
    number = f"100% of years; mean index {means['RUS']:.2f} against {means['USA']:.2f}"
    assert (readings[other], rows["number"][other]) == ("mostly", number)
    assert means["RUS"] > 0.9 > 0.2 > means["USA"]
    assert shown["thesis"].tolist() == sorted(
        shown["thesis"],
        key=[
            "Politics before economics", "Few partners", "Return after 2000", "Turn in 2014",
            "Alternative partners",
        ].index,
    )  # fmt: skip


def test_few_states_and_no_number_are_read_as_such():
    few = {"arms": compare(make_dyads(2.0, states=5), "ratio")}
    none = {"arms": compare(make_dyads(2.0, states=2), "difference")}
    empty = pd.DataFrame(columns=["partner", "year", "n_states", "hhi", "top_share"])
    blank = pd.DataFrame(columns=["direction", "partner", "cause", "outcome"])
    for periods, kind, word in ((few, "ratio", "too few states"), (none, "difference", "not est")):
        answers = synthesis.list_answers(periods, {"arms": kind}, empty, blank, blank, {}, READING)
        assert answers["reading"].str.startswith(word).all()
        numbers = sentences.present_answers(answers, READING)["number"]
        assert (numbers.str.startswith("× ") if kind == "ratio" else numbers == "–").all()


def test_a_comparison_that_lies_below_the_neutral_value_is_opposite():
    dyads = make_dyads(1 / 3, noise=0.1)
    answers = synthesis.list_answers(
        {"trade": compare(dyads, "ratio")}, {"trade": "ratio"}, concentrate(dyads),
        *[pd.DataFrame(columns=["direction", "partner", "cause", "outcome"])] * 2, {}, READING,
    )  # fmt: skip
    row = answers[(answers["period"] == "2001–2013") & (answers["against"] == "USA")].iloc[0]
    assert (row["partner"], row["reading"]) == ("RUS", "opposite")
    assert row["high"] < row["neutral"] == 1


def test_a_curve_that_chance_gives_too_is_not_called_found():
    listed = synthesis.list_specifications("arms", READING, ["agreement"], [0])
    curve = synthesis.estimate_curve(make_panel(7), listed, 199)
    assert curve.joint_p_value() >= 0.05
    text = sentences.on_curve(curve, "arms")
    assert "not told from those of samples without any effect: that is no proof" in text
    assert f"allowing for three tests p = {curve.joint_p_value():.3f}" in text
    r = curve.specifications["partial_correlation"]
    assert f"median **{r.median():+.3f}**; {(r > 0).mean():.0%} positive" in text
    strong = synthesis.estimate_curve(make_panel(3, effect=0.8), listed, 199)
    assert "seldom give such a curve" in sentences.on_curve(strong, "arms")
    assert "No specification" in sentences.on_curve(
        synthesis.estimate_curve(make_panel(7).iloc[:2], listed, 99), "arms"
    )


def test_an_empty_panel_is_said():
    panel = make_panel(1).iloc[:0]
    counts = synthesis.count_coverage(panel, ["agreement_rus"])
    assert "No state is left" in sentences.on_panel(panel, counts, READING)


def test_stacked_frames_keep_their_keys():
    frames = {"a": pd.DataFrame({"x": [1]}), "b": pd.DataFrame({"x": []})}
    assert synthesis.stack(frames, "key").values.tolist() == [["a", 1]]
    assert synthesis.stack({"b": frames["b"]}, "key").columns.tolist() == ["key", "x"]


def test_states_beyond_the_partner_are_counted():
    rows = [("RUS", 0.0), ("USA", 3.0), ("CUB", -1.0), ("PER", 1.0), ("ARG", 2.0), ("NIC", -0.5)]
    points = pd.DataFrame(rows, columns=["iso3", "ideal_point"])
    points = points.assign(session=55, year=2000, series="final")
    panel = pd.DataFrame({"iso3": ["CUB", "PER", "ARG", "NIC", "CHL"], "year": 2000})
    text = sentences.on_sides(points, panel, READING)
    assert "In **50%** of the state-years the state stands beyond Russia, seen from the" in text
    nothing = "No ideal points for these states and years."
    assert sentences.on_sides(points, panel.assign(year=1999), READING) == nothing
    assert sentences.on_sides(points[points["iso3"] != "RUS"], panel, READING) == nothing
    assert sentences.on_sides(None, panel, READING) == nothing


def test_concentration_says_how_often_the_largest_hold_their_share():
    years = [2000, 2001]
    rows = [
        (partner, year, 30, hhi, share)
        for partner, hhi, shares in (
            ("RUS", 0.25, (0.95, 0.85)), ("USA", 0.5, (0.9, 0.99)), ("CHN", 0.2, (0.7, 0.8)),
            ("size", 0.3, (0.91, 0.92)),
        )
        for year, share in zip(years, shares, strict=True)
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["partner", "year", "n_states", "hhi", "top_share"])
    text = sentences.on_concentration(frame, READING)
    assert "Russia 0.25 and 90.0%; the United States 0.50 and 94.5%; China 0.20 and 75.0%" in text
    assert "the states' trade with the whole world 0.30 and 91.5%" in text
    assert "hold more than 90 % of the trade with Russia in 1 of 2 years" in text
    assert "whole world in 2. (2 years; states that report, 33 at most.)" in text
    assert "with Russia, the United States and China." in sentences.on_concentration(
        frame.iloc[:0], READING
    )


def test_the_turn_counts_years_whose_interval_leaves_out_zero():
    trace = pd.DataFrame(
        {
            "year": [2011, 2012, 2013, 2014, 2015, 2016],
            "difference": [0.1, -0.2, 0.0, 0.3, -0.5, 9.0],
            "low": [-1.0, -0.3, 0.0, 0.1, -0.6, 8.0],
            "high": [1.0, -0.1, 0.0, 0.5, -0.4, 10.0],
            "n_states": [10, 10, 10, 10, 10, 4],
        }
    )
    text = sentences.on_turn(trace, "Trade", 2014)
    assert "against 2013: before, -0.200 to +0.100 in 2 year(s), 1 of them" in text
    # 2016 has fewer than half of the states.
    assert "from 2014, -0.500 to +0.300 in 2 year(s), 2 of them" in text


def test_periods_are_told_with_their_numbers():
    full = compare(make_dyads(3.0, noise=0.1), "ratio")
    row = full.iloc[0]
    text = sentences.on_periods(full, "Trade", "ratio")
    assert (
        "Russia against the United States, 2001–2013 after 1992–2000: "
        f"× {row['change']:.3g} ({row['low']:.3g} to {row['high']:.3g}), 12 states"
    ) in text


def test_captions_and_another_partner_follow_the_reading():
    reading = make_reading(partner="CHN", lag=3, measure="ideal_point")
    votes = pd.DataFrame(
        {"resolution": ["A/RES/68/262"], "date": [pd.Timestamp("2014-03-27")], "iso3": ["ARG"],
         "vote": ["yes"]}
    )  # fmt: skip
    captions = sentences.write_captions(reading, votes)
    assert "3 year(s) after" in captions["estimates"]
    assert captions["curve_arms"].startswith("Votes with China and arms")
    assert "A/RES/68/262" in captions["turn"] and "difference to 2013" in captions["turn"]
    assert captions["periods"].startswith("How China and the United States gained")
    assert sentences.name_alignment_table(reading) == "voting/ideal_points"
    panel = pd.DataFrame({"iso3": ["ARG"], "year": [2000], "ideal_point_chn": [np.nan]})
    counts = synthesis.count_coverage(panel, ["ideal_point_chn"])
    text = sentences.on_panel(panel, counts, reading)
    assert "No closeness of ideal points with China is on record" in text
    asked = sentences.on_question(reading)
    assert asked.startswith(
        "**The partner is China**, set beside Russia and the United States; the 33 states, "
        "1992–2024; trade in the panel by China's figures. Theses: Politics before economics; "
    )
    assert asked.endswith("The texts speak of Russia; here the same is asked of China.")
    ours = sentences.on_question(make_reading(reporter="states", states="BOL"))
    assert ours.startswith("**The partner is Russia**, set beside the United States and China; Bol")
    assert "by the states' figures" in ours and ours.endswith("; Alternative partners.")


def test_choices_are_called_by_their_names():
    table = pd.DataFrame({"choice": ["reporter", "reporter", "lag"], "value": [*SIDES, "1"]})
    shown = sentences.present_choices(table, READING)["value"].tolist()
    assert shown == ["Russia's figures", "the states' figures", "1"]


def test_estimates_refuse_weights_of_other_states_and_gaps_in_a_sample():
    panel = make_panel(1)
    weights = synthesis.draw_weights([CODES[0], CODES[1]], 99)
    for estimate, columns in (
        (synthesis.estimate_votes, ["any_arms"]), (synthesis.estimate_flows, ["tiv_million"]),
    ):  # fmt: skip
        with pytest.raises(MeasureError, match="weights: has no column"):
            estimate(panel, columns, READING.alignments, 0, weights)
        with pytest.raises(MeasureError, match=r"years = 0\.5"):
            estimate(panel, columns, READING.alignments, 0.5, weights)
    with pytest.raises(MeasureError, match="log_gdp is missing"):
        synthesis.step_of(panel.assign(log_gdp=np.nan), "log_gdp")
    assert synthesis.step_of(panel.assign(x=1.0), "x") == 1.0
    steps = panel.assign(x=panel["year"] % 2 * 2.0 - 1)[["iso3", "year", "x"]]
    # Years alone move it: nothing is left within states and years; within states all of it.
    assert synthesis.step_of(steps, "x") == pytest.approx(0, abs=1e-12)
    assert synthesis.step_of(steps, "x", ["iso3"]) == pytest.approx(1.0)


def test_differences_are_told_with_their_sign_and_factors_as_such():
    dyads = make_dyads(1.5, noise=0.1)
    changes = compare(dyads.assign(value=np.log(dyads["value"])), "difference")
    row = changes.iloc[0]
    text = sentences.on_periods(changes, "Votes", "difference")
    assert f"{row['change']:+.4f} ({row['low']:+.4f} to {row['high']:+.4f}), 12 states" in text
    assert "×" not in text
    assert synthesis.NEUTRAL == {
        "Poisson": 1, "ratio": 1, "least squares": 0, "difference": 0
    }  # fmt: skip
