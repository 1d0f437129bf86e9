"""Plots of arms transfers: what is drawn is what the tables hold, and nothing is cut off."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.text import Text

from analysis import arms, countries, tables
from analysis.arms import figures as plots
from analysis.arms.parameters import ArmsTransfers
from analysis.notebook.style import COLORS, COMPARED
from tests.arms.frames import COVERED, SPANS, WINDOWS


@pytest.fixture(autouse=True)
def _close():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def imports():
    return tables.load("arms/imports_by_supplier")


def read(states="all", window=5, **choices):
    return ArmsTransfers(states=states, window=window, **choices).reading()


def series(states, first=1950, last=2025):
    return arms.annual_series(tables.load("arms/annual_tiv"), states, first, last, SPANS)


def annual(states, window=5, first=1950, last=2025):
    table = arms.trailing_mean(arms.total_by_year(series(states, 1950, last)), window)
    return table[table["year"] >= first]


def words(fig):
    return [text.get_text() for text in fig.findobj(Text) if text.get_text()]


def more_plots(states, window=5, partner=None):
    """Return the plots of kinds, customers, lags, vintages, named deals and choices."""
    r = read(states, window, partner=partner)
    names = ("imports_by_category", "delivery_lags", "deals", "seed_deals", "annual_tiv")
    loaded = {name: tables.load(f"arms/{name}") for name in names}
    own = {name: table[table["iso3"].isin(states)] for name, table in loaded.items()}
    kinds, deals = own["imports_by_category"], own["deals"]
    deals = deals[deals["supplier"].isin(r.suppliers)]
    claims = own["seed_deals"]
    claims = claims[claims["supplier"].isin(r.suppliers)]
    vintages, editions = tables.load("arms/vintages"), tables.load("arms/editions")
    exports = tables.load("arms/supplier_exports").query("supplier == @r.partner")
    rolling = r.rolling if len(exports) else []
    errors = arms.split_errors(deals, own["annual_tiv"].query("supplier in @r.suppliers"))
    values = tables.load("arms/contract_values").query("iso3 in @states")
    values = values[values["supplier"].isin(r.suppliers)]
    choices = arms.vary_choices(
        kinds, vintages, editions, states, (2010, 2014), r.partner, ["VEN"], COVERED
    )
    mine = kinds[kinds["supplier"] == r.partner]
    by_export = arms.vintage_series(vintages, editions, states, 1992, 2025, r.partner)
    return {
        "categories": plots.draw_categories(arms.category_series(kinds, r.partner, *COVERED), r),
        "estimates": plots.draw_estimates(arms.estimated_shares(mine, ["iso3"]), r),
        "exports": plots.draw_exports(
            arms.region_share(exports, states, rolling, COVERED),
            arms.recipient_ranks(exports, rolling, COVERED),
            r,
        ),
        "lags": plots.draw_lags(arms.lag_summary(own["delivery_lags"]), r),
        "vintages": plots.draw_vintages(by_export, r),
        "split": plots.draw_split_errors(arms.worst_split(errors, r.partner), r),
        "named": plots.draw_named_deals(arms.answer_deals(claims, deals), r),
        "contracts": plots.draw_contracts(arms.contract_table(values, deals), r),
        "choices": plots.draw_choices(choices, r),
    }


def all_plots(states, window=5):
    r = read(states, window)
    imports = tables.load("arms/imports_by_supplier")
    imports = imports[imports["iso3"].isin(states)]
    table = arms.window_table(imports, r.windows, COVERED)
    shares = arms.supplier_share(imports, "RUS", states, r.windows, 10, COVERED)
    compared = arms.with_and_without(imports, r.windows, ["VEN"], "RUS", COVERED)
    return [
        plots.draw_annual(annual(states, window), r),
        plots.draw_recipients(series(states), r),
        plots.draw_shares(shares, r),
        plots.draw_suppliers(table, arms.window_summary(table, "RUS"), r),
        plots.draw_with_and_without(compared, r),
    ]


PARTS = {"RUS": "partner", "SUN": "predecessor"}


def test_annual_draws_every_year_in_its_suppliers_colour():
    table = annual(countries.LAC)
    ax = plots.draw_annual(table, read()).axes[0]
    heights = {
        to_hex(bars.patches[0].get_facecolor()): sum(bar.get_height() for bar in bars)
        for bars in ax.containers
    }
    assert heights == {
        COLORS[PARTS[supplier]].lower(): pytest.approx(rows["tiv_million"].sum())
        for supplier, rows in table.dropna(subset="tiv_million").groupby("supplier")
    }


def test_no_line_joins_the_ussr_and_russia():
    ax = plots.draw_annual(annual(countries.LAC), read()).axes[0]
    lines = {to_hex(line.get_color()): line for line in ax.lines[:2]}
    assert lines[COLORS["predecessor"].lower()].get_xdata().max() == 1991
    assert lines[COLORS["partner"].lower()].get_xdata().min() == 1992
    assert ax.lines[2].get_xdata() == [1991.5, 1991.5]  # where one follows the other


def test_a_window_of_one_year_has_no_mean_to_draw():
    labels = words(plots.draw_annual(annual(["VEN"], 1), read(["VEN"], 1)))
    assert not [label for label in labels if "mean" in label]


def test_recipients_are_one_cell_a_delivery_with_the_largest_on_top():
    table = series(countries.LAC)
    ax = plots.draw_recipients(table, read()).axes[0]
    assert len(ax.patches) == (table["tiv_million"] > 0).sum()
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names[0] == "Cuba"
    assert len(names) == table.loc[table["tiv_million"] > 0, "iso3"].nunique()


def test_shares_print_per_cents_and_hide_those_under_the_floor(imports):
    table = arms.supplier_share(imports, "RUS", ["CUB", "VEN"], WINDOWS, 10)
    printed = [text.get_text() for text in plots.draw_shares(table, read()).axes[0].texts]
    assert printed == ["30", "0", "90", "68", "0", "0"]  # Cuba's 8 million TIV give none


def test_a_share_that_rounds_to_zero_is_not_shown_as_none(imports):
    table = arms.supplier_share(imports, "RUS", ["ARG"], [(1995, 1999)], 10)
    assert 0 < table["share"].iloc[0] < 0.005
    assert "<1" in words(plots.draw_shares(table, read()))


def test_stacked_bars_add_up_to_all_imports(imports):
    table = arms.window_table(imports, WINDOWS)
    summary = arms.window_summary(table, "RUS")
    top, bottom = plots.draw_suppliers(table, summary, read()).axes
    stacked = np.zeros(len(WINDOWS))
    for bars in top.containers:
        stacked += [bar.get_height() for bar in bars]
    np.testing.assert_allclose(stacked, summary["total_tiv_million"])
    np.testing.assert_allclose(bottom.lines[0].get_ydata(), summary["hhi"])


def test_a_window_without_imports_keeps_its_place(imports):
    cuba = imports[imports["iso3"] == "CUB"]
    table = arms.window_table(cuba, WINDOWS, COVERED)
    fig = plots.draw_suppliers(table, arms.window_summary(table, "RUS"), read(["CUB"]))
    hhi = fig.axes[1].lines[0].get_ydata()
    np.testing.assert_equal(hhi, [np.nan, 1.0, np.nan, np.nan, np.nan, np.nan])
    compared = arms.with_and_without(cuba, WINDOWS, ["VEN"], "RUS", COVERED)
    line = plots.draw_with_and_without(compared, read(["CUB"])).axes[0].lines[0]
    assert np.isfinite(line.get_ydata()).sum() == 1


def test_two_equal_lines_are_drawn_once_and_said_to_be_equal(imports):
    peru = imports[imports["iso3"] == "PER"]
    compared = arms.with_and_without(peru, WINDOWS, ["VEN"], "RUS", COVERED)
    fig = plots.draw_with_and_without(compared, read(["PER"]))
    assert "all chosen states, and the same without Venezuela" in words(fig)


def test_nothing_to_draw_is_explained():
    texts = [" ".join(words(fig)) for fig in all_plots(["DMA"])]
    assert all("SIPRI records no delivery of major arms" in text for text in texts)
    assert "1950–2025" in texts[0]
    assert "1995–2024" in texts[2]
    nothing = arms.supplier_share(
        pd.DataFrame({"iso3": [], "supplier": [], "year": [], "tiv_million": []}),
        "RUS",
        ["DMA"],
        [],
    )
    assert "no whole window" in " ".join(words(plots.draw_shares(nothing, read(last_year=1980))))


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
    ax = plots.draw_categories(series, read()).axes[0]
    whole = table.loc[table["supplier"] == "RUS", "tiv_million"].sum()
    assert heights(ax) == pytest.approx(whole)
    assert "outside" in " ".join(
        words(plots.draw_categories(series.head(0), read(first_year=2025)))
    )


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
    shown = [
        text.get_text() for text in plots.draw_named_deals(answers, read(["BRA"])).axes[0].texts
    ]
    assert sorted(shown) == sorted(answers["verdict"])


def test_ranks_are_drawn_with_the_first_on_top():
    bottom = more_plots(["VEN"])["exports"].axes[1]
    low, high = bottom.get_ylim()
    assert low > high
    line = bottom.lines[0]
    assert np.nanmin(line.get_ydata()) == 4  # Venezuela's best window
    assert bottom.get_yticks().tolist() == [1, 5, 10, 15, 20]
    assert (low, high) == (20.7, 0.3)


def test_other_choices_are_one_dot_each_with_the_baseline_first():
    names = ("imports_by_category", "vintages", "editions")
    table = arms.vary_choices(
        *(tables.load(f"arms/{name}") for name in names),
        countries.LAC,
        (2010, 2014),
        "RUS",
        ["VEN"],
    )
    ax = plots.draw_choices(table, read()).axes[0]
    dots = next(line for line in ax.lines if line.get_marker() == "o")
    np.testing.assert_allclose(dots.get_xdata(), table["share"] * 100)


def test_what_has_nothing_to_draw_says_so():
    texts = {name: " ".join(words(fig)) for name, fig in more_plots(["DMA"]).items()}
    assert "none of the chosen states" in texts.pop("exports")
    for name, text in texts.items():
        assert any(word in text for word in ("no ", "No ")), name
    nothing = arms.vintage_series(
        tables.load("arms/vintages"), tables.load("arms/editions"), ["VEN"], 1992, 1980, "RUS"
    )
    assert "None of the exports" in " ".join(words(plots.draw_vintages(nothing, read())))
    windows = arms.region_share(tables.load("arms/supplier_exports"), ["VEN"], [])
    ranks = arms.recipient_ranks(tables.load("arms/supplier_exports"), [])
    assert "no whole window" in " ".join(words(plots.draw_exports(windows, ranks, read(["VEN"]))))


@pytest.mark.parametrize("states", [countries.LAC, ["CUB"], ["PER", "MEX"]])
def test_nothing_of_the_others_is_cut_off_at_the_edge(states):
    for name, fig in more_plots(states).items():
        fig.canvas.draw()
        picture = np.asarray(fig.canvas.buffer_rgba())[:, :, :3]
        edges = [picture[0], picture[-1], picture[:, 0], picture[:, -1]]
        assert all((edge == 255).all() for edge in edges), name


# Other suppliers


def test_another_supplier_has_its_colour_and_its_years_alone():
    r = read(partner="China")
    imports = tables.load("arms/imports_by_supplier")
    table = arms.annual_series(imports, r.states, 1950, 2025, r.spans)
    ax = plots.draw_annual(arms.trailing_mean(arms.total_by_year(table), 5), r).axes[0]
    (bars,) = ax.containers
    assert to_hex(bars.patches[0].get_facecolor()) == COMPARED[1].lower()
    assert heights(ax) == pytest.approx(
        imports.loc[imports["supplier"] == "CHN", "tiv_million"].sum()
    )
    assert ax.get_xlim() == (1994.2, 2024.8)  # other years are not known, and no zeros
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels == ["China, year", "China, mean of 5 years"]
    map_ = plots.draw_recipients(table, r).axes[0]
    assert map_.get_yticklabels()[0].get_text() == "Venezuela"
    assert len(map_.patches) == (table["tiv_million"] > 0).sum()


def test_a_supplier_without_a_part_in_the_study_is_marked():
    r = read(partner="France")
    imports = tables.load("arms/imports_by_supplier")
    table = arms.window_table(imports, r.windows, COVERED)
    top = plots.draw_suppliers(table, arms.window_summary(table, "FRA"), r).axes[0]
    labels = [text.get_text() for text in top.get_legend().get_texts()]
    assert labels[-1] == "France"
    assert to_hex(top.containers[0].patches[0].get_facecolor()) == COLORS["accent"].lower()


def test_what_no_table_holds_of_a_supplier_is_said_and_not_drawn_as_nothing():
    texts = {name: " ".join(words(fig)) for name, fig in more_plots(["VEN"], partner="USA").items()}
    nothing = "holds nothing of the United States'."
    assert texts["exports"] == f"The table arms/supplier_exports {nothing}"
    assert texts["named"] == f"The table arms/seed_deals {nothing}"
    assert texts["split"] == texts["contracts"] == f"The table arms/deals {nothing}"
    assert "the United States' share of imports, per cent" in texts["choices"].replace("The", "the")


def test_years_that_are_not_known_are_not_said_to_be_without_deliveries():
    r = read(partner="CHN", last_year=1980)
    imports = tables.load("arms/imports_by_supplier")
    table = arms.annual_series(imports, r.states, 1950, 1980, r.spans)
    for fig in (
        plots.draw_annual(arms.trailing_mean(arms.total_by_year(table), 5), r),
        plots.draw_recipients(table, r),
    ):
        text = " ".join(words(fig)).replace("\n", " ")
        assert "outside those for which deliveries from China are known by year, 1995–2024" in text
