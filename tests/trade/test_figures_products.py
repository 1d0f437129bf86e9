"""Figures of products and of asymmetry: what is drawn is what was measured."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from analysis import countries, tables, trade
from analysis.notebook.style import COLORS
from analysis.study import load_study
from analysis.trade import figures as draw
from analysis.trade.reading import Reading

READING = Reading(load_study(), "RUS", ("ARG", "BRA", "CUB", "ECU"), range(1996, 2024))
X, M = trade.FLOWS


def labels(classification):
    return trade.label_products(tables.load("trade/product_names"), classification)


def texts(fig):
    return [text.get_text() for text in fig.findobj(plt.Text) if text.get_text()]


def assert_inside(fig):
    fig.canvas.draw()
    box, (width, height) = fig.get_tightbbox(), fig.get_size_inches()
    assert box.x0 >= -0.02
    assert box.y0 >= -0.02
    assert box.x1 <= width + 0.02
    assert box.y1 <= height + 0.02


def bars(ax):
    """Return the heights of the bars and their colour by label."""
    return {
        box.get_label(): ([bar.get_height() for bar in box], to_hex(box[0].get_facecolor()))
        for box in ax.containers
    }


def test_each_bar_is_a_share_and_all_of_a_year_reach_a_hundred():
    products = tables.load("trade/product_structure")
    shares = trade.structure(products, "hs_chapters", ["BRA"], [2005, 2012])
    fig = draw.draw_structure(shares, labels("hs_chapters"), READING)
    assert_inside(fig)
    titles = [ax.get_title(loc="left") for ax in fig.axes]
    assert titles == ["Exports to Russia", "Imports from Russia"]
    for ax, flow in zip(fig.axes, trade.FLOWS, strict=True):
        drawn = bars(ax)
        rows = shares[shares["flow"] == flow].set_index(["year", "product"])["share"]
        leaders = trade.leading_products(shares[shares["flow"] == flow], 6)
        assert list(drawn) == [*(labels("hs_chapters")[each] for each in leaders), "all other"]
        for product in leaders:
            heights = [100 * rows.get((year, product), 0.0) for year in (2005, 2012)]
            assert drawn[labels("hs_chapters")[product]][0] == pytest.approx(heights)
        sums = np.sum([heights for heights, _ in drawn.values()], axis=0)
        assert sums == pytest.approx([100, 100])
        assert [tick.get_text() for tick in ax.get_xticklabels()] == ["2005", "2012"]
    assert "fertilisers (31)" in bars(fig.axes[1])


def test_a_product_has_one_colour_in_both_panels_and_no_two_share_one():
    rows = [(2000, X, str(i), 0.1 * (7 - i)) for i in range(6)]
    rows += [(2000, M, str(i), 0.01 * i) for i in range(3, 9)]
    shares = pd.DataFrame(rows, columns=["year", "flow", "product", "share"])
    names = {str(i): f"product {i}" for i in range(9)} | {"other": "all other"}
    left, right = (bars(ax) for ax in draw.draw_structure(shares, names, READING).axes)
    both = left.keys() & right.keys()
    assert both == {"product 3", "product 4", "product 5", "all other"}
    assert all(left[name][1] == right[name][1] for name in both)
    colors = {name: color for name, (_, color) in (left | right).items()}
    assert len(set(colors.values())) == len(colors) == 10
    few = draw.draw_structure(shares[shares["flow"] == M], names, READING.but(partner="CHN"), n=2)
    assert [ax.get_title(loc="left") for ax in few.axes] == ["Imports from China"]
    assert list(bars(few.axes[0])) == ["product 8", "product 7", "all other"]


def test_advantages_stand_in_the_order_of_the_first_state_with_their_numbers():
    rows = [("RUS", "Fuels", 0.71), ("RUS", "Metals", 0.2), ("RUS", "Footwear", -0.9),
            ("BRA", "Fuels", -0.3), ("BRA", "Metals", 0.14), ("ARG", "Footwear", 0.5)]  # fmt: skip
    table = pd.DataFrame(rows, columns=["iso3", "product", "rsca"])
    fig = draw.draw_advantages(table, ["RUS", "BRA"], READING)
    assert_inside(fig)
    ax = fig.axes[0]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["Fuels", "Metals", "Footwear"]
    assert [tick.get_text() for tick in ax.get_xticklabels()] == [
        READING.names["RUS"], READING.names["BRA"],
    ]  # fmt: skip
    at = {(text.get_position()): text.get_text() for text in ax.texts}
    assert at == {(0.5, 0.5): "0.7", (0.5, 1.5): "0.2", (1.5, 1.5): "0.1"}
    grid = ax.collections[0].get_array()
    assert grid.shape == (3, 2)
    assert grid[0].tolist() == [0.71, -0.3]
    assert ax.collections[0].get_clim() == (-1, 1)


def test_many_states_have_no_numbers_in_their_cells():
    structures = tables.load("trade/world_structure")
    rows = structures[structures["classification"] == "wits_sections"]
    table = trade.advantages(rows, ["RUS", *countries.LAC], [2012])
    wide = draw.draw_advantages(table, ["RUS", *countries.LAC[:14]], READING)
    assert not wide.axes[0].texts
    assert_inside(wide)


def test_fit_draws_quartiles_of_the_states_and_a_line_a_state():
    fit = pd.DataFrame(
        {"iso3": list("abcde") * 2, "year": [2000] * 5 + [2001] * 5, "flow": X,
         "complementarity": [10.0, 40, 50, 60, 70, 20, 50, 60, 70, 80]}
    )  # fmt: skip
    two_way = pd.DataFrame(
        {
            "iso3": ["ARG", "BRA", "BRA"],
            "year": [2000, 2000, 2001],
            "grubel_lloyd": [0.01, 0.02, 0.05],
        }
    )
    fig = draw.draw_fit(fit, two_way, READING)
    assert_inside(fig)
    left, right = fig.axes
    assert left.lines[0].get_ydata().tolist() == [50, 60]
    assert left.lines[0].get_color() == COLORS[X]
    band = left.collections[0].get_paths()[0].vertices[:, 1]
    assert (band.min(), band.max()) == (40, 70)
    assert [text.get_text() for text in left.get_legend().get_texts()] == ["exports to Russia"]
    assert {line.get_label(): list(line.get_ydata()) for line in right.lines} == {
        "Argentina": [1.0], "Brazil": [2.0, 5.0],
    }  # fmt: skip
    assert len({line.get_color() for line in right.lines}) == 2
    alone = draw.draw_fit(fit.head(0), two_way, READING)
    assert "no structure on record" in texts(alone)
    assert "no chapters on record" in texts(draw.draw_fit(fit, two_way.head(0), READING))


def test_asymmetry_has_a_row_a_state_and_paints_what_is_missing_grey():
    rows = [("BRA", 2000, X, 0.5), ("ARG", 2001, X, -1.0), ("BRA", 2001, M, 0.1)]
    mirrored = pd.DataFrame(rows, columns=["iso3", "year", "flow", "asymmetry"])
    fig = draw.draw_asymmetry(mirrored, READING)
    assert_inside(fig)
    left, right = fig.axes[:2]
    assert [tick.get_text() for tick in left.get_yticklabels()] == ["Argentina", "Brazil"]
    grid = left.collections[0].get_array().reshape(2, 2)
    assert grid.filled(9).tolist() == [[9, -1], [0.5, 9]]
    assert left.get_title(loc="left") == "Exports to Russia"
    assert right.get_title(loc="left") == "Imports from Russia"
    assert to_hex(left.get_facecolor()) == "#e2e2e2"
    assert left.get_ylim() == (2, 0)


def test_nothing_to_draw_is_explained():
    none = pd.DataFrame(columns=["iso3", "year", "flow", "product", "share", "rsca", "asymmetry"])
    for fig in (
        draw.draw_structure(none, {}, READING),
        draw.draw_advantages(none, [], READING),
        draw.draw_fit(none, none, READING),
        draw.draw_asymmetry(none, READING),
    ):
        assert not fig.axes
        assert texts(fig)[0].endswith(".")
