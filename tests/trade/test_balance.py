"""The normalised balance: hand-worked cases, its sentence and its figure."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import trade
from analysis.errors import MeasureError
from analysis.trade import figures as draw
from analysis.trade import sentences


def totals_of(exports, imports, comparable=True, first=2000):
    years = range(first, first + len(exports))
    frame = pd.DataFrame({"year": years, "exports_usd": exports, "imports_usd": imports})
    return frame.assign(is_comparable=comparable)


def test_periods_add_flows_not_shares():
    found = trade.normalise_balance(totals_of([9.0, 1.0], [1.0, 1.0]), 2)
    assert found["normalised_balance"].tolist()[1] == pytest.approx((10 - 2) / 12)


def test_a_year_that_is_not_comparable_takes_its_periods_with_it():
    frame = totals_of([1.0, 1.0, 1.0, 1.0], [0.0] * 4, comparable=[True, False, True, True])
    found = trade.normalise_balance(frame, 2)["normalised_balance"]
    assert found.isna().tolist() == [True, True, True, False]


def test_a_missing_year_is_a_gap_not_a_neighbour():
    frame = totals_of([1.0, 1.0], [3.0, 3.0]).assign(year=[2000, 2002])
    assert trade.normalise_balance(frame, 2)["normalised_balance"].isna().all()


@given(
    st.lists(st.tuples(st.floats(0, 1e12), st.floats(1, 1e12)), min_size=1, max_size=12),
    st.integers(1, 5),
)
def test_it_lies_between_minus_one_and_one_and_turns_with_the_flows(flows, length):
    sold, bought = map(list, zip(*flows, strict=True))
    one = trade.normalise_balance(totals_of(sold, bought), length)["normalised_balance"]
    other = trade.normalise_balance(totals_of(bought, sold), length)["normalised_balance"]
    assert one.dropna().between(-1, 1).all()
    np.testing.assert_allclose(one, -other, atol=1e-12)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda f: f.drop(columns="imports_usd"), "imports_usd"),
        (lambda f: pd.concat([f, f]), "more than one row"),
        (lambda f: f.assign(exports_usd=-1.0), "negative"),
        (lambda f: f.assign(year=2000.5), "whole numbers"),
    ],
)
def test_damaged_totals_are_refused(damage, said):
    with pytest.raises(MeasureError, match=said):
        trade.normalise_balance(damage(totals_of([1.0], [1.0])))


@pytest.mark.parametrize("length", [0, 21, 1.5, True])
def test_an_odd_length_is_refused(length):
    with pytest.raises(MeasureError, match="length"):
        trade.normalise_balance(totals_of([1.0], [1.0]), length)


def test_the_sentence_counts_surpluses_and_names_both_ends(reading):
    balance = trade.normalise_balance(totals_of([3.0, 1.0, 2.0], [1.0, 3.0, 2.0]))
    text = sentences.on_balance(balance, reading)
    assert "sold more to Russia than they bought in 1 of 3 periods of 1 year" in text
    assert "**-0.50** of turnover (to 2001) and **+0.50** (to 2000)" in text
    longer = sentences.on_balance(balance.iloc[:0], reading.but(balance_years=3))
    assert longer == "No comparable period of 3 years is on record, so that there is no balance."


def test_the_figure_draws_each_side_on_one_scale(reading):
    frame = trade.normalise_balance(totals_of([3.0, 1.0], [1.0, 3.0]))
    fig = draw.draw_balance({"states": frame, "counterpart": frame}, reading)
    (ax,) = fig.axes
    drawn = {line.get_label(): line.get_ydata() for line in ax.lines if len(line.get_xdata()) == 2}
    assert list(drawn["Russia's figures"]) == [0.5, -0.5]
    assert ax.get_ylim() == (-1, 1) and "imports from Russia" in ax.get_ylabel()
    nothing = frame.assign(normalised_balance=np.nan)
    assert draw.draw_balance({"states": nothing}, reading).texts[0].get_text().startswith("No comp")
