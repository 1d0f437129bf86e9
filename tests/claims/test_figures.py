"""Plots of the claims audit."""

import matplotlib.colors as mcolors
import matplotlib.pyplot as plt
import pandas as pd
import pytest

from analysis import claims
from analysis.claims import figures as plots
from analysis.claims.ledger import Claim
from analysis.claims.values import number, parse
from analysis.claims.verdicts import (
    CONTRADICTED,
    NO_DATA,
    OFF,
    PLAUSIBLE,
    SUPPORTED,
    VERDICTS,
    Judgement,
    Reading,
    judge,
)
from analysis.errors import MeasureError


@pytest.fixture(autouse=True)
def close():
    yield
    plt.close("all")


def test_bars_add_up_to_the_claims(audit):
    frame = audit.frame
    fig = plots.draw_verdicts(claims.count_by(frame, "text"), claims.count_by(frame, "theme"))
    for ax in fig.axes:
        assert sum(bar.get_width() for bar in ax.patches) == len(frame)


def test_every_verdict_has_its_colour():
    assert set(plots.VERDICT_COLORS) == set(claims.VERDICTS)
    assert len(set(plots.VERDICT_COLORS.values())) == len(claims.VERDICTS)


def test_ratios_draw_a_row_a_claim(audit):
    rows = audit.readings.dropna(subset=["ratio"])
    fig = plots.draw_ratios(rows, ["s1-trade-2014", "s0-ven-petrol-80bn"], 0.05)
    labels = [label.get_text() for label in fig.axes[0].get_yticklabels()]
    assert labels == ["s1-trade-2014", "s0-ven-petrol-80bn"]


def test_readings_draw_the_claim_as_a_line(audit):
    fig = plots.draw_readings(audit["s1-trade-2014"])
    ax = fig.axes[0]
    assert 18.5 in [line.get_xdata()[0] for line in ax.lines]
    assert len(ax.get_yticks()) == len(audit["s1-trade-2014"].comparisons)


@pytest.mark.parametrize(
    "claim_id", ["s0-rio-visit-2002", "s1-un-for-mex", "s3-arms-axis", "s0-trade-partners-rank"]
)
def test_words_are_explained_in_words(audit, claim_id):
    fig = plots.draw_readings(audit[claim_id])
    assert not fig.axes
    assert fig.texts[0].get_text()


def test_nothing_to_draw_is_said(audit):
    frame = audit.frame.iloc[:0]
    nothing = claims.count_by(frame, "text")
    assert "No claim" in plots.draw_verdicts(nothing, nothing).texts[0].get_text()
    assert "No claim" in plots.draw_ratios(audit.readings.iloc[:0], [], 0.05).texts[0].get_text()


def test_every_claim_can_be_drawn(audit):
    """A figure or a sentence for each kind of value and unit."""
    seen: dict[tuple[str, str, str], Judgement] = {}
    for judgement in audit.judgements:
        value = judgement.claim.value
        seen.setdefault((value.kind, value.unit, judgement.verdict), judgement)
    for judgement in seen.values():
        assert plots.draw_readings(judgement)
        plt.close("all")


def tally(**rows):
    return pd.DataFrame(rows, index=VERDICTS).T


COUNTS = tally(s0=[60, 0, 0, 30, 0, 0, 0, 10], s1=[1, 0, 0, 0, 0, 0, 0, 1])


def test_bars_have_their_numbers_and_colours():
    fig = plots.draw_verdicts(COUNTS, COUNTS)
    ax = fig.axes[0]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["s0", "s1"]
    # Numbers stand in bars that are wide enough: not in those of the second row.
    assert [text.get_text() for text in ax.texts] == ["60", "30", "10"]
    assert [text.get_position()[0] for text in ax.texts] == [30, 75, 95]
    assert ax.get_xlim() == (0, 102)
    dark = {text.get_text(): text.get_color() for text in ax.texts}
    assert (dark["60"], dark["10"]) == ("white", "#222222")
    widths = {bar.get_facecolor(): bar.get_width() for bar in ax.patches if bar.get_y() < 0}
    assert widths[mcolors.to_rgba(plots.VERDICT_COLORS[CONTRADICTED])] == 30
    (legend,) = fig.legends
    assert [t.get_text() for t in legend.get_texts()] == [SUPPORTED, CONTRADICTED, NO_DATA]


def test_counts_that_are_none_are_refused():
    with pytest.raises(MeasureError, match="by_text: has no column supported"):
        plots.draw_verdicts(COUNTS.drop(columns=SUPPORTED), COUNTS)
    with pytest.raises(MeasureError, match="supported = -1"):
        plots.draw_verdicts(COUNTS, COUNTS.assign(**{SUPPORTED: -1}))


RATIOS = pd.DataFrame(
    [("a", 1.2, "exact", OFF), ("a", 0.5, "at_least", PLAUSIBLE), ("b", 3.0, "at_most", OFF),
     ("b", -2.0, "exact", CONTRADICTED), ("c", 4.0, "part", PLAUSIBLE)],
    columns=["claim_id", "ratio", "bound", "word"],
)  # fmt: skip


def test_ratios_stand_where_they_are():
    ax = plots.draw_ratios(RATIOS, ["b", "a", "d"], 0.1).axes[0]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["b", "a"]
    points = sorted(tuple(map(float, dots.get_offsets()[0])) for dots in ax.collections)
    assert points == [(0.5, 1), (1.2, 1), (3.0, 0)]
    assert ax.get_xscale() == "log"
    bands = [(patch.get_x(), patch.get_x() + patch.get_width()) for patch in ax.patches]
    assert bands == [pytest.approx((1 / 1.5, 1.5)), pytest.approx((1 / 1.1, 1.1))]
    assert "grey: up to 1.5 times apart" in ax.get_xlabel()


def test_ratios_are_checked():
    with pytest.raises(MeasureError, match="no column bound"):
        plots.draw_ratios(RATIOS.drop(columns="bound"), ["a"], 0.1)
    with pytest.raises(MeasureError, match="'maybe' is not allowed"):
        plots.draw_ratios(RATIOS.assign(word="maybe"), ["a"], 0.1)
    with pytest.raises(MeasureError, match="tolerance = 5 must be a number"):
        plots.draw_ratios(RATIOS, ["a"], 5)


def drawn(value, *readings, unit="USD_million"):
    claim = Claim("x", "s0", "", "trade", "", (), (), "i", "", 2010, 2010, parse(value, unit), "eq")
    fig = plots.draw_readings(judge(claim, readings))
    return fig.axes[0]


def reading(value, **more):
    return Reading(number(value * 1e6, "USD_million"), "t", "rows", **more)


def test_readings_have_their_values_marks_and_labels():
    ax = drawn("100", reading(80, definition="one"), reading(90, is_chosen=False, source="two"),
               reading(50, bound="at_least"))  # fmt: skip
    assert [label.get_text() for label in ax.get_yticklabels()] == ["one", "two", "t"]
    assert [float(dots.get_offsets()[0][0]) for dots in ax.collections] == [80, 90, 50]
    assert [text.get_text() for text in ax.texts] == ["80", "90", "50"]
    filled, hollow, _ = (dots.get_facecolor()[0] for dots in ax.collections)
    assert tuple(hollow) == mcolors.to_rgba("white")
    assert tuple(filled) == mcolors.to_rgba(plots.VERDICT_COLORS[OFF])
    assert ax.get_xlabel() == "Million USD"
    title = ax.get_title() or ax.get_title(loc="left")
    assert title == "x: text 100 million USD (line) – off"
    low, high = ax.get_xlim()
    assert low == 0
    assert high == pytest.approx(116)


def test_far_readings_are_drawn_on_a_logarithmic_axis():
    ax = drawn("1", reading(1000))
    assert (ax.get_xscale(), ax.get_xlabel()) == ("log", "Million USD, logarithmic")
    assert ax.get_xlim() == (0.5, 3000)


def test_negative_readings_are_in_the_picture():
    low, high = drawn("-10", reading(-20), reading(5)).get_xlim()
    assert (low, high) == (pytest.approx(-24), pytest.approx(9))


def test_a_range_is_a_band():
    ax = drawn("18-19", reading(14))
    assert (ax.patches[0].get_x(), ax.patches[0].get_width()) == (18, 1)
