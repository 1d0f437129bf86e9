"""Unknown, doubled, missing or mistyped input never becomes a number."""

import numpy as np
import pandas as pd
import pytest

from analysis import arms, tables
from analysis.errors import MeasureError
from tests.arms.frames import COVERED, SPANS, imported
from tests.arms.test_categories import cells


@pytest.fixture(scope="module")
def vintages():
    return tables.load("arms/vintages"), tables.load("arms/editions")


def damage(frame, change, where):
    """Return a copy of a frame with a value of one row changed."""
    column, value = change
    copy = frame.astype({column: "object"}) if isinstance(value, str) or value is None else frame
    copy = copy.copy()
    copy.loc[where(copy).idxmax(), column] = value
    return copy


def is_venezuela(frame):
    return (frame["iso3"] == "VEN") & (frame["supplier"] == "RUS") & (frame["year"] == 2007)


def test_a_state_named_twice_is_not_counted_twice(annual):
    """355.5 million TIV in 2006, not 711."""
    once = arms.annual_series(annual, ["VEN"], 2006, 2006, SPANS)
    assert once["tiv_million"].sum() == 355.5
    with pytest.raises(MeasureError, match="states names VEN more than once"):
        arms.annual_series(annual, ["VEN", "VEN"], 2006, 2006, SPANS)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("tiv_million", np.nan), "tiv_million is missing at supplier RUS, iso3 VEN, year 2007"),
        (("tiv_million", -1.0), "tiv_million is negative at supplier RUS, iso3 VEN, year 2007"),
        (("supplier", "rus"), r"unknown supplier 'rus' \(did you mean 'RUS'\?\)"),
        (("supplier", None), "supplier is missing at iso3 VEN, year 2007"),
        (("iso3", "Venezuela"), "unknown iso3 'Venezuela'"),
    ],
)
def test_a_damaged_delivery_is_no_zero(annual, change, words):
    with pytest.raises(MeasureError, match=words):
        arms.annual_series(damage(annual, change, is_venezuela), ["VEN"], 2006, 2007, SPANS)


@pytest.mark.parametrize(
    ("states", "words"),
    [
        ("VEN", "= 'VEN' must be a list of codes"),
        (["Venezuela"], "unknown state 'Venezuela'"),
        ([], "must name at least 1"),
    ],
)
def test_states_are_a_list_of_codes(annual, imports, vintages, states, words):
    calls = [
        lambda: arms.annual_series(annual, states, 2006, 2007, SPANS),
        lambda: arms.supplier_share(imports, "RUS", states, [(2005, 2009)]),
        lambda: arms.with_and_without(imports, [(2005, 2009)], states, "RUS"),
        lambda: arms.vintage_series(*vintages, states, 2005, 2009, "RUS"),
        lambda: arms.share_by_vintage(*vintages, states, [(2005, 2009)], "RUS"),
        lambda: arms.vary_choices(
            tables.load("arms/imports_by_category"), *vintages, states, (2005, 2009), "RUS"
        ),
        lambda: arms.region_share(tables.load("arms/supplier_exports"), states, [(2005, 2009)]),
    ]
    for call in calls:
        with pytest.raises(MeasureError, match=words):
            call()


def test_a_supplier_in_small_letters_has_no_share_of_zero(imports, vintages):
    """The share of RUS is 90.4 per cent."""
    whole = arms.supplier_share(imports, "RUS", ["VEN"], [(2005, 2009)])["share"]
    assert whole.round(3).tolist() == [0.904]
    window = arms.window_table(imports, [(2005, 2009)])
    deals = pd.DataFrame({"supplier": ["RUS"], "iso3": "VEN", "error": 1.0})
    calls = [
        lambda: arms.supplier_share(imports, "rus", ["VEN"], [(2005, 2009)]),
        lambda: arms.window_summary(window, "rus"),
        lambda: arms.with_and_without(imports, [(2005, 2009)], ["VEN"], "rus"),
        lambda: arms.vintage_series(*vintages, ["VEN"], 2005, 2009, "rus"),
        lambda: arms.revisions(*vintages, "rus"),
        lambda: arms.share_by_vintage(*vintages, ["VEN"], [(2005, 2009)], "rus"),
        lambda: arms.worst_split(deals, "rus"),
        lambda: arms.supplier_spans(["rus"], COVERED),
        lambda: arms.category_series(cells(), "rus", 2005, 2009),
    ]
    for call in calls:
        with pytest.raises(MeasureError, match="'rus'"):
            call()


def test_a_missing_supplier_does_not_raise_the_share_of_the_others(imports):
    """Russia has 26.2 per cent of 2005-2009, and 29.7 if rows without a supplier vanish."""
    lost = imports.assign(
        supplier=imports["supplier"].mask(imports["supplier"] == "ITA").astype("object")
    )
    with pytest.raises(MeasureError, match="supplier is missing"):
        arms.window_table(lost, [(2005, 2009)])
    window = arms.window_summary(arms.window_table(imports, [(2005, 2009)]), "RUS")
    assert window["share"].round(3).tolist() == [0.262]


def test_negative_volumes_have_no_concentration():
    rows = imported(("PER", "RUS", 2000, 3.0), ("PER", "USA", 2000, -1.0))
    with pytest.raises(MeasureError, match=r"tiv_million is negative at .*supplier USA"):
        arms.window_table(rows, [(2000, 2000)])
    table = arms.window_table(imported(("PER", "RUS", 2000, 3.0)), [(2000, 2000)])
    with pytest.raises(MeasureError, match="share is not from 0 to 1"):
        arms.window_summary(table.assign(share=1.5), "RUS")


def test_a_file_that_ends_in_2023_is_not_summed_as_if_whole(imports):
    """The window 2020-2024 has 3,446.0 million TIV, the first four of its years 2,802."""
    short = imports[imports["year"] <= 2023]
    assert short.loc[short["year"] >= 2020, "tiv_million"].sum() == pytest.approx(2_802, abs=0.5)
    exports = tables.load("arms/supplier_exports").query("year <= 2023")
    span = [(2020, 2024)]
    for call in (
        lambda: arms.window_table(short, span),
        lambda: arms.supplier_share(short, "USA", ["PER"], span),
        lambda: arms.with_and_without(short, span, ["VEN"], "USA"),
        lambda: arms.recipient_ranks(exports, span),
        lambda: arms.region_share(exports, ["PER"], span),
    ):
        with pytest.raises(MeasureError, match=r"do not cover 2024 \(they cover 1995 to 2023\)"):
            call()


def test_doubled_rows_are_not_summed(imports, annual, vintages):
    twice = pd.concat([imports, imports.head(1)])
    for call in (
        lambda: arms.window_table(twice, [(2005, 2009)]),
        lambda: arms.supplier_share(twice, "RUS", ["VEN"], [(2005, 2009)]),
        lambda: arms.revisions(pd.concat([vintages[0], vintages[0].head(1)]), vintages[1], "RUS"),
        lambda: arms.total_by_year(pd.concat([annual, annual.head(1)])),
        lambda: arms.recipient_totals(pd.concat([annual, annual.head(1)])),
    ):
        with pytest.raises(MeasureError, match="more than one row for"):
            call()


@pytest.mark.parametrize("column", ["iso3", "supplier", "year", "tiv_million"])
def test_a_column_that_is_absent_is_named(imports, column):
    with pytest.raises(MeasureError, match=f"has no column {column}"):
        arms.window_table(imports.drop(columns=column), [(2005, 2009)])


def test_years_and_spans_are_whole_and_in_order(imports, annual):
    for spans, words in (
        ([(2009, 2005)], "ends before it begins"),
        ([2005], "must be a first and a last year"),
        ([(2005.5, 2009)], "must be a first and a last year"),
    ):
        with pytest.raises(MeasureError, match=words):
            arms.window_table(imports, spans)
    with pytest.raises(MeasureError, match="year must hold whole numbers"):
        halves = annual.assign(year=annual["year"].astype(float) + 0.5)
        arms.annual_series(halves, ["VEN"], 2006, 2007, SPANS)
    with pytest.raises(MeasureError, match="is no year"):
        arms.windows("1995", 2024, 5)


def test_shares_of_other_frames_are_refused_alike():
    table = cells(("PER", "RUS", 2001, "Missiles", 4.0, 1.0, 0.0))
    for call in (
        lambda: arms.category_table(table.assign(tiv_million=-1.0)),
        lambda: arms.estimated_shares(table.assign(tiv_million=np.nan)),
        lambda: arms.category_table(table.drop(columns="category")),
        lambda: arms.estimated_shares(table, ["nobody"]),
        lambda: arms.without_local_production(table.assign(iso3="Peru")),
        lambda: arms.delivered_between(pd.DataFrame({"deal": [1]}), 1995, 2024),
        lambda: arms.equal_split(pd.DataFrame({"supplier": ["RUS"]})),
        lambda: arms.overlapping(table.assign(year=np.nan), 1995, 2024, ("year", "year")),
        lambda: arms.answer_deals(pd.DataFrame({"deal_claim": ["a"]}), pd.DataFrame()),
        lambda: arms.contract_table(pd.DataFrame({"contract": ["a"]}), pd.DataFrame()),
    ):
        with pytest.raises(MeasureError):
            call()


def test_every_public_measure_has_contracts():
    """But for those that check columns named by the caller."""
    named_by_caller = {"category_table", "estimated_shares"}
    for name, measure in vars(arms).items():
        public = callable(measure) and not isinstance(measure, type) and not name.startswith("_")
        if public and name not in named_by_caller:
            assert getattr(measure, "contracts", None), name
