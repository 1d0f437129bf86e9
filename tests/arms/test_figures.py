"""Plots of arms transfers: what is drawn is what the tables hold, and nothing is cut off."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.text import Text

from analysis import arms, countries, tables
from analysis.arms import figures as plots
from analysis.notebook.style import COLORS

WINDOWS = arms.windows(1995, 2024, 5)


@pytest.fixture(autouse=True)
def _close():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def imports():
    return tables.load("arms/imports_by_supplier")


def series(states, first=1950, last=2025):
    return arms.annual_series(tables.load("arms/annual_tiv"), states, first, last)


def annual(states, window=5, first=1950, last=2025):
    table = arms.trailing_mean(arms.total_by_year(series(states, 1950, last)), window)
    return table[table["year"] >= first]


def words(fig):
    return [text.get_text() for text in fig.findobj(Text) if text.get_text()]


def more_plots(states, window=5):
    """Return the plots of kinds, customers, lags, vintages, named deals and choices."""
    names = ("imports_by_category", "delivery_lags", "deals", "seed_deals", "annual_tiv")
    loaded = {name: tables.load(f"arms/{name}") for name in names}
    own = {name: table[table["iso3"].isin(states)] for name, table in loaded.items()}
    kinds, deals = own["imports_by_category"], own["deals"]
    vintages, exports = tables.load("arms/vintages"), tables.load("arms/supplier_exports")
    rolling = arms.rolling_windows(1995, 2024, window)
    errors = arms.split_errors(deals, own["annual_tiv"])
    values = tables.load("arms/contract_values").query("iso3 in @states")
    choices = arms.share_sensitivity(kinds, vintages, states, 2010, 2014, ["VEN"])
    russian = kinds[kinds["supplier"] == "RUS"]
    return {
        "categories": plots.categories(
            arms.category_series(kinds, "RUS", 1995, 2024), "RUS", 1995, 2024
        ),
        "estimates": plots.estimates(arms.estimated_shares(russian, ["iso3"]), "Russia"),
        "exports": plots.exports(
            arms.region_share(exports, states, rolling),
            arms.recipient_ranks(exports, rolling),
            states,
        ),
        "lags": plots.lags(arms.lag_summary(own["delivery_lags"])),
        "vintages": plots.vintages(arms.vintage_series(vintages, states, 1992, 2025)),
        "split": plots.split_errors(arms.worst_split(errors)),
        "named": plots.named_deals(arms.answer_deals(own["seed_deals"], deals)),
        "contracts": plots.contracts(arms.contract_table(values, deals)),
        "sensitivity": plots.sensitivity(choices),
    }


def all_plots(states, window=5):
    imports = tables.load("arms/imports_by_supplier")
    imports = imports[imports["iso3"].isin(states)]
    windows = arms.windows(1995, 2024, window)
    table = arms.window_table(imports, windows)
    return [
        plots.annual(annual(states, window), window),
        plots.recipients(series(states)),
        plots.shares(arms.shares_by_window(imports, "RUS", states, windows, 10), 10),
        plots.suppliers(table, arms.window_summary(table), windows),
        plots.with_and_without(arms.with_and_without(imports, windows, ["VEN"]), windows),
    ]


def test_annual_draws_every_year_in_its_suppliers_colour():
    table = annual(countries.LAC)
    ax = plots.annual(table, 5).axes[0]
    heights = {
        to_hex(bars.patches[0].get_facecolor()): sum(bar.get_height() for bar in bars)
        for bars in ax.containers
    }
    assert heights == {
        COLORS[supplier].lower(): pytest.approx(rows["tiv_million"].sum())
        for supplier, rows in table.dropna(subset="tiv_million").groupby("supplier")
    }


def test_no_line_joins_the_ussr_and_russia():
    ax = plots.annual(annual(countries.LAC), 5).axes[0]
    lines = {to_hex(line.get_color()): line for line in ax.lines[:2]}
    assert lines[COLORS["SUN"].lower()].get_xdata().max() == 1991
    assert lines[COLORS["RUS"].lower()].get_xdata().min() == 1992


def test_a_window_of_one_year_has_no_mean_to_draw():
    labels = words(plots.annual(annual(["VEN"], 1), 1))
    assert not [label for label in labels if "mean" in label]


def test_recipients_are_one_cell_a_delivery_with_the_largest_on_top():
    table = series(countries.LAC)
    ax = plots.recipients(table).axes[0]
    assert len(ax.patches) == (table["tiv_million"] > 0).sum()
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names[0] == "Cuba"
    assert len(names) == table.loc[table["tiv_million"] > 0, "iso3"].nunique()


def test_shares_print_per_cents_and_hide_those_under_the_floor(imports):
    table = arms.shares_by_window(imports, "RUS", ["CUB", "VEN"], WINDOWS, 10)
    printed = [text.get_text() for text in plots.shares(table, 10).axes[0].texts]
    assert printed == ["30", "0", "90", "68", "0", "0"]  # Cuba's 8 million TIV give none


def test_a_share_that_rounds_to_zero_is_not_shown_as_none(imports):
    table = arms.shares_by_window(imports, "RUS", ["ARG"], [(1995, 1999)], 10)
    assert 0 < table["share"].iloc[0] < 0.005
    assert "<1" in words(plots.shares(table, 10))


def test_stacked_bars_add_up_to_all_imports(imports):
    table = arms.window_table(imports, WINDOWS)
    summary = arms.window_summary(table)
    top, bottom = plots.suppliers(table, summary, WINDOWS).axes
    stacked = np.zeros(len(WINDOWS))
    for bars in top.containers:
        stacked += [bar.get_height() for bar in bars]
    np.testing.assert_allclose(stacked, summary["total_tiv_million"])
    np.testing.assert_allclose(bottom.lines[0].get_ydata(), summary["hhi"])


def test_a_window_without_imports_keeps_its_place(imports):
    cuba = imports[imports["iso3"] == "CUB"]
    table = arms.window_table(cuba, WINDOWS)
    fig = plots.suppliers(table, arms.window_summary(table), WINDOWS)
    hhi = fig.axes[1].lines[0].get_ydata()
    np.testing.assert_equal(hhi, [np.nan, 1.0, np.nan, np.nan, np.nan, np.nan])
    compared = arms.with_and_without(cuba, WINDOWS, ["VEN"])
    line = plots.with_and_without(compared, WINDOWS).axes[0].lines[0]
    assert np.isfinite(line.get_ydata()).sum() == 1


def test_two_equal_lines_are_drawn_once_and_said_to_be_equal(imports):
    peru = imports[imports["iso3"] == "PER"]
    fig = plots.with_and_without(arms.with_and_without(peru, WINDOWS, ["VEN"]), WINDOWS)
    assert "all chosen states, and the same without Venezuela" in words(fig)


def test_nothing_to_draw_is_explained():
    texts = [" ".join(words(fig)) for fig in all_plots(["DMA"])]
    assert all("SIPRI records no delivery of major arms" in text for text in texts)
    assert "1950–2025" in texts[0]
    assert "1995–2024" in texts[2]
    nothing = arms.shares_by_window(
        pd.DataFrame({"iso3": [], "supplier": [], "year": [], "tiv_million": []}),
        "RUS",
        ["DMA"],
        [],
    )
    assert "no whole window" in " ".join(words(plots.shares(nothing, 10)))


@pytest.mark.parametrize(
    ("states", "window"),
    [(countries.LAC, 5), (["VEN"], 3), (["ATG", "CUB"], 1), (["BHS"], 3), (countries.LAC, 20)],
)
def test_nothing_is_cut_off_at_the_edge(states, window):
    for number, fig in enumerate(all_plots(states, window)):
        fig.canvas.draw()
        picture = np.asarray(fig.canvas.buffer_rgba())[:, :, :3]
        edges = [picture[0], picture[-1], picture[:, 0], picture[:, -1]]
        assert all((edge == 255).all() for edge in edges), f"plot {number}"


# Kinds, customers, lags, vintages, named deals, contracts, choices


def heights(ax):
    return sum(bar.get_height() for bars in ax.containers for bar in bars)


def test_kinds_stack_up_to_all_deliveries():
    table = tables.load("arms/imports_by_category")
    series = arms.category_series(table, "RUS", 1995, 2024)
    ax = plots.categories(series, "RUS", 1995, 2024).axes[0]
    whole = table.loc[table["supplier"] == "RUS", "tiv_million"].sum()
    assert heights(ax) == pytest.approx(whole)
    assert "outside" in " ".join(words(plots.categories(series.head(0), "RUS", 2025, 2024)))


def test_money_and_volume_have_axes_of_their_own():
    fig = more_plots(["BRA", "NIC"])["contracts"]
    money, volume = fig.axes
    assert "US dollars" in money.get_xlabel()
    assert "not money" in volume.get_xlabel()
    assert not money.get_shared_x_axes().joined(money, volume)
    assert len(fig.axes) == 2  # no second scale over either


def test_the_split_shows_both_bars_of_each_year():
    ax = more_plots(["VEN"])["split"].axes[0]
    split, true = ([bar.get_height() for bar in bars] for bars in ax.containers)
    assert 355.5 in true
    assert 740.25 in true
    assert sum(split) == pytest.approx(3_914, abs=1)


def test_named_deals_show_their_verdicts():
    answers = arms.answer_deals(
        tables.load("arms/seed_deals").query("iso3 == 'BRA'"),
        tables.load("arms/deals").query("iso3 == 'BRA'"),
    )
    shown = [text.get_text() for text in plots.named_deals(answers).axes[0].texts]
    assert sorted(shown) == sorted(answers["verdict"])


def test_ranks_are_drawn_with_the_first_on_top():
    bottom = more_plots(["VEN"])["exports"].axes[1]
    low, high = bottom.get_ylim()
    assert low > high
    line = bottom.lines[0]
    assert np.nanmin(line.get_ydata()) == 4  # Venezuela's best window


def test_other_choices_are_one_dot_each_with_the_baseline_first():
    table = arms.share_sensitivity(
        tables.load("arms/imports_by_category"),
        tables.load("arms/vintages"),
        countries.LAC,
        2010,
        2014,
        ["VEN"],
    )
    ax = plots.sensitivity(table).axes[0]
    dots = next(line for line in ax.lines if line.get_marker() == "o")
    np.testing.assert_allclose(dots.get_xdata(), table["share"] * 100)


def test_what_has_nothing_to_draw_says_so():
    texts = {name: " ".join(words(fig)) for name, fig in more_plots(["DMA"]).items()}
    assert "none of the chosen states" in texts.pop("exports")
    for name, text in texts.items():
        assert any(word in text for word in ("no ", "No ")), name
    nothing = arms.vintage_series(tables.load("arms/vintages"), ["VEN"], 1992, 1980)
    assert "None of the exports" in " ".join(words(plots.vintages(nothing)))
    windows = arms.region_share(tables.load("arms/supplier_exports"), ["VEN"], [])
    ranks = arms.recipient_ranks(tables.load("arms/supplier_exports"), [])
    assert "no whole window" in " ".join(words(plots.exports(windows, ranks, ["VEN"])))


@pytest.mark.parametrize("states", [countries.LAC, ["CUB"], ["PER", "MEX"]])
def test_nothing_of_the_others_is_cut_off_at_the_edge(states):
    for name, fig in more_plots(states).items():
        fig.canvas.draw()
        picture = np.asarray(fig.canvas.buffer_rgba())[:, :, :3]
        edges = [picture[0], picture[-1], picture[:, 0], picture[:, -1]]
        assert all((edge == 255).all() for edge in edges), name
