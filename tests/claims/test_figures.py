"""Plots of the claims audit."""

import matplotlib.pyplot as plt
import pytest

from analysis import claims
from analysis.claims import figures as plots
from analysis.claims.verdicts import Judgement


@pytest.fixture(scope="module")
def audit():
    return claims.audit()


@pytest.fixture(autouse=True)
def close():
    yield
    plt.close("all")


def test_bars_add_up_to_the_claims(audit):
    frame = audit.frame
    fig = plots.verdicts(claims.counts(frame, "text"), claims.counts(frame, "theme"))
    for ax in fig.axes:
        assert sum(bar.get_width() for bar in ax.patches) == len(frame)


def test_every_verdict_has_its_colour():
    assert set(plots.VERDICT_COLORS) == set(claims.VERDICTS)
    assert len(set(plots.VERDICT_COLORS.values())) == len(claims.VERDICTS)


def test_ratios_draw_a_row_a_claim(audit):
    rows = audit.readings.dropna(subset=["ratio"])
    fig = plots.ratios(rows, ["s1-trade-2014", "s0-ven-petrol-80bn"], 0.05)
    labels = [label.get_text() for label in fig.axes[0].get_yticklabels()]
    assert labels == ["s1-trade-2014", "s0-ven-petrol-80bn"]


def test_readings_draw_the_claim_as_a_line(audit):
    fig = plots.readings(audit["s1-trade-2014"])
    ax = fig.axes[0]
    assert 18.5 in [line.get_xdata()[0] for line in ax.lines]
    assert len(ax.get_yticks()) == len(audit["s1-trade-2014"].comparisons)


@pytest.mark.parametrize(
    "claim_id", ["s0-rio-visit-2002", "s1-un-for-mex", "s3-arms-axis", "s0-trade-partners-rank"]
)
def test_words_are_explained_in_words(audit, claim_id):
    fig = plots.readings(audit[claim_id])
    assert not fig.axes
    assert fig.texts[0].get_text()


def test_nothing_to_draw_is_said(audit):
    frame = audit.frame.iloc[:0]
    nothing = claims.counts(frame, "text")
    assert "No claim" in plots.verdicts(nothing, nothing).texts[0].get_text()
    assert "No claim" in plots.ratios(audit.readings.iloc[:0], [], 0.05).texts[0].get_text()


def test_every_claim_can_be_drawn(audit):
    """A figure or a sentence for each kind of value and unit."""
    seen: dict[tuple[str, str, str], Judgement] = {}
    for judgement in audit.judgements:
        value = judgement.claim.value
        seen.setdefault((value.kind, value.unit, judgement.verdict), judgement)
    for judgement in seen.values():
        assert plots.readings(judgement)
        plt.close("all")
