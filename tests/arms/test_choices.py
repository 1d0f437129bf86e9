"""A headline under other choices."""

import numpy as np
import pytest

from analysis import arms, countries
from tests.arms.frames import COVERED
from tests.arms.test_categories import cells


def tables_of(table):
    return table("imports_by_category"), table("vintages"), table("editions")


def test_each_choice_by_hand(table):
    none = table("vintages").head(0)
    rows = cells(
        ("VEN", "RUS", 2010, "Aircraft", 6.0, 6.0, 0.0),
        ("PER", "RUS", 2010, "Aircraft", 2.0, 0.0, 2.0),
        ("PER", "XXU", 2010, "Aircraft", 2.0, 0.0, 0.0),
        ("PER", "USA", 2011, "Aircraft", 2.0, 0.0, 0.0),
    )
    found = arms.vary_choices(
        rows, none, table("editions"), ["PER", "VEN"], (2010, 2011), "RUS", ["VEN"], COVERED
    )
    shares = found.set_index("choice")["share"].round(4).to_dict()
    assert shares["baseline"] == round(8 / 12, 4)
    assert shares["without VEN"] == round(2 / 6, 4)
    assert shares["without local production"] == 0.6
    assert shares["without unknown suppliers"] == 0.8
    assert shares["only where the number is no estimate"] == round(2 / 6, 4)
    assert shares["window 2009-2010"] == 0.8
    assert shares["window 2011-2012"] == 0.0


def test_the_headline_stands_on_venezuela(table):
    found = arms.vary_choices(
        *tables_of(table), countries.LAC, (2010, 2014), "RUS", ["VEN"]
    ).set_index("choice")
    assert round(found.loc["baseline", "share"] * 100, 1) == 28.2
    assert round(found.loc["without VEN", "share"] * 100, 1) == 7.1
    assert found["change"].abs().idxmax() == "without VEN"
    assert found.loc["export of 2026-02-12", "change"] == 0
    assert found.loc["without local production", "share"] > found.loc["baseline", "share"]


def test_windows_at_the_edge_are_not_moved_beyond_it(table):
    for years, absent in (((1995, 1999), "1994-1998"), ((2020, 2024), "2021-2025")):
        found = arms.vary_choices(*tables_of(table), ["PER"], years, "RUS")
        assert f"window {absent}" not in set(found["choice"])


def test_without_imports_there_is_no_share(table):
    found = arms.vary_choices(*tables_of(table), ["DMA"], (2010, 2014), "RUS", ["VEN"])
    assert found["share"].isna().all()
    np.testing.assert_equal(found["total_tiv_million"].sum(), 0.0)


def test_every_supplier_is_varied_over_the_exports_that_hold_all(table):
    found = arms.vary_choices(*tables_of(table), ["PER"], (2010, 2014), "USA")
    exports = [each for each in found["choice"] if each.startswith("export")]
    assert exports == [f"export of {day}" for day in ("2025-01-03", "2026-02-12", "2026-06-16")]
    assert found["share"].iloc[0] == pytest.approx(
        found["tiv_million"].iloc[0] / found["total_tiv_million"].iloc[0]
    )
