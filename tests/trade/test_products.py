"""Structure, advantage, complementarity, two-way trade: formulas by hand, and check numbers."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import countries, tables, trade
from analysis.contracts import FLOWS
from analysis.errors import MeasureError

FOUR = ["ARG", "BRA", "CUB", "ECU"]
X, M = FLOWS
amounts = st.lists(st.floats(0, 1e6, allow_subnormal=False), min_size=4, max_size=4)


@pytest.fixture(scope="module")
def products():
    return tables.load("trade/product_structure")


@pytest.fixture(scope="module")
def structures():
    return tables.load("trade/world_structure")


def share(products, states, year, flow, product, classification="hs_chapters"):
    rows = trade.structure(products, classification, states, [year])
    found = rows[(rows["flow"] == flow) & (rows["product"] == product)]["share"]
    return round(100 * found.item())


@pytest.mark.parametrize(
    ("state", "flow", "chapter", "per_cent"),
    [
        ("BRA", X, "02", {2005: 51, 2012: 50, 2020: 17}),
        ("BRA", X, "17", {2005: 26}),
        ("BRA", X, "24", {2012: 12}),
        ("BRA", X, "12", {2020: 28}),
        ("BRA", M, "31", {2005: 87, 2012: 72, 2020: 70}),
        ("BRA", M, "27", {2012: 11, 2020: 16}),
        ("ECU", X, "08", {2005: 89, 2012: 70, 2020: 84}),
        ("ECU", X, "06", {2005: 9, 2012: 24, 2020: 4}),
        ("ARG", M, "27", {2012: 62}),
        ("ARG", M, "31", {2012: 32}),
        ("CUB", X, "17", {2005: 77, 2012: 65}),
        ("CUB", X, "99", {2020: 100}),
    ],
)
def test_chapters_equal_the_check_numbers(products, state, flow, chapter, per_cent):
    found = {year: share(products, [state], year, flow, chapter) for year in per_cent}
    assert found == pytest.approx(per_cent, abs=1)


@pytest.mark.parametrize(
    ("flow", "section", "million"),
    [
        (X, "0", (1032, 3913, 4236)),
        (X, "2", (84, 214, 1262)),
        (M, "3", (692, 749, 681)),
        (M, "5", (126, 861, 2233)),
        (M, "6", (118, 296, 1194)),
        (M, "7", (168, 186, 365)),
    ],
)
def test_sections_equal_the_check_numbers(products, flow, section, million):
    rows = trade.structure(products, "sitc_sections", countries.LAC, [1995, 2005, 2015])
    rows = rows[(rows["flow"] == flow) & (rows["product"] == section)].set_index("year")
    assert (rows["value_usd"] / 1e6).tolist() == pytest.approx(million, abs=1)


@pytest.mark.parametrize(
    ("year", "million"),
    [
        (2021, {"310420": 1500, "310540": 922, "310210": 548, "270112": 482, "310230": 434}),
        (2022, {"310420": 2636, "310540": 1706, "271012": 1055, "310210": 732, "310520": 653}),
        (2023, {"271019": 5025, "310420": 1623, "310540": 1376, "271012": 795, "310210": 317}),
    ],
)
def test_brazils_largest_products_equal_the_check_numbers(products, year, million):
    rows = trade.structure(products, "hs6_largest", ["BRA"], [year])
    found = (rows.set_index("product")["value_usd"] / 1e6).drop("other").to_dict()
    assert found == pytest.approx(million, abs=1)


def test_fuels_to_the_region_equal_the_check_numbers():
    table = tables.load("trade/region_chapters")
    rows = table[(table["flow"] == M) & (table["product"] == "27")]
    totals = rows.groupby("year")["region_total_usd"].first() / 1e6
    assert totals.loc[2017:2019].round().tolist() == [975, 1113, 1184]
    assert rows.groupby("year")["share_of_region"].sum().between(0.9999, 1.0001).all()


def test_fertilisers_of_2022_are_thirty_per_cent_of_russias_exports(products, structures):
    totals = tables.load("trade/world_totals")
    bounds = trade.product_bounds(products, structures, totals, "RUS", countries.LAC)
    assert bounds[["product", "year"]].to_numpy().tolist() == [
        ["chemicals", 2005], ["chemicals", 2015], ["metals", 2005], ["metals", 2015],
        ["fertilisers", 2021], ["fertilisers", 2022],
    ]  # fmt: skip
    rows = bounds.set_index(["product", "year"])
    assert rows.loc[("fertilisers", 2021), "whole_usd"] / 1e6 == pytest.approx(12504, abs=2)
    assert rows.loc[("fertilisers", 2022), "whole_usd"] / 1e6 == pytest.approx(19295, abs=2)
    assert rows.loc[("fertilisers", 2022), "part_usd"] / 1e9 == pytest.approx(5.73, abs=0.01)
    assert rows.loc[("fertilisers", 2022), "share"] == pytest.approx(0.297, abs=0.005)
    # All chemicals to the region are an eighth of Russia's: three quarters of fertilisers alone
    # would be worth more than that.
    assert rows.loc[("chemicals", 2015), "part_usd"] / 1e6 == pytest.approx(2233, abs=1)
    assert rows.loc[("chemicals", 2015), "share"] < 0.13
    assert rows.loc[("metals", 2015), "part_usd"] / 1e6 == pytest.approx(1194, abs=1)
    assert rows.loc[("metals", 2015), "share"] < 0.10
    assert rows.loc[("fertilisers", 2022), ["iso3", "n_states", "is_cif"]].tolist() == [
        "BRA", 1, True,
    ]  # fmt: skip
    assert rows.loc[("chemicals", 2015), "n_states"] == 23
    assert not rows.loc[("chemicals", 2015), "is_cif"]


def test_bounds_take_the_total_of_the_wholes_own_source_and_the_states_asked_for():
    part = [
        ("ARG", "RUS", 2010, "RUS", M, "sitc_sections", "5", 0.5, 100.0),
        ("BRA", "RUS", 2010, "RUS", M, "sitc_sections", "5", 0.25, 80.0),
        ("BRA", "RUS", 2011, "RUS", M, "sitc_sections", "5", 0.25, 80.0),
        ("BRA", "RUS", 2010, "BRA", X, "sitc_sections", "5", 1.0, 999.0),
    ]
    names = ["iso3", "partner", "year", "reporter", "flow", "classification", "product", "share"]
    part = pd.DataFrame(part, columns=[*names, "flow_total_usd"])
    world = {"iso3": "RUS", "year": [2010], "flow": "exports_to_world"}
    whole = {"classification": "wits_sections", "product": "Chemicals", "share": 0.1}
    structures = pd.DataFrame({**world, **whole, "source": "wits_summary"})
    totals = pd.DataFrame({**world, "source": ["wits_summary"], "value_usd": 7000.0})
    totals = pd.concat([totals, totals.assign(source="unctad", value_usd=1.0)])
    found = trade.product_bounds(part, structures, totals, "RUS", ["ARG", "BRA"])
    assert found[["year", "part_usd", "whole_usd"]].to_numpy().tolist() == [[2010, 70.0, 700.0]]
    assert found["share"].item() == pytest.approx(0.1)
    alone = trade.product_bounds(part, structures, totals, "RUS", ["BRA"])
    assert alone[["iso3", "n_states", "part_usd"]].to_numpy().tolist() == [["BRA", 1, 20.0]]
    assert trade.product_bounds(part, structures, totals, "CHN", ["BRA"]).empty


def test_products_are_named_with_their_code():
    names = tables.load("trade/product_names")
    labels = trade.label_products(names, "hs_chapters")
    assert labels["31"] == "fertilisers (31)"
    assert labels["other"] == "all other"
    with pytest.raises(MeasureError, match="did you mean 'hs_chapters'"):
        trade.label_products(names, "hs_chapter")


def test_every_product_that_is_listed_has_a_name(products):
    named = tables.load("trade/product_names")
    for classification, rows in products.groupby("classification"):
        labels = trade.label_products(named, classification)
        assert set(rows["product"]) <= set(labels)


def test_advantage_by_hand():
    assert trade.revealed_advantage(0.3, 0.1) == 3
    assert trade.revealed_advantage([0.3, 0.1], [0.1, 0.2]).tolist() == [3.0, 0.5]
    assert pd.isna(trade.revealed_advantage(0.3, 0))
    for shares in ((30, 0.1), (0.3, -0.1), ("0.3", 0.1)):
        with pytest.raises(MeasureError, match="number from 0 to 1"):
            trade.revealed_advantage(*shares)


def test_supplier_exports_fuels_and_metals_beyond_the_worlds_measure(structures):
    rows = structures[structures["classification"] == "wits_sections"]
    found = trade.advantages(rows, ["RUS", "CHL"], [2012]).set_index(["iso3", "product"])["rsca"]
    assert found[("RUS", "Fuels")] > 0.5
    assert found[("RUS", "Metals")] > 0
    assert found[("RUS", "Footwear")] < -0.9
    assert found[("CHL", "Minerals")] > 0.8
    assert trade.advantages(rows, ["HTI"], [2012]).empty


def test_advantage_sets_exports_against_the_worlds_of_the_same_year():
    sold, bought = "exports_to_world", "imports_from_world"
    rows = [
        ("CHL", 2012, sold, "ores", 0.6), ("WLD", 2012, sold, "ores", 0.2),
        ("WLD", 2011, sold, "ores", 0.4), ("CHL", 2012, bought, "ores", 0.1),
        ("CHL", 2012, sold, "shoes", 0.1), ("CHL", 2011, sold, "ores", 0.2),
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["iso3", "year", "flow", "product", "share"])
    found = trade.advantages(frame, ["CHL"], [2011, 2012])
    # Shoes have no share of the world: no advantage is known, rather than none.
    assert found.to_numpy().tolist() == [
        ["CHL", 2012, "ores", 3.0, 0.5], ["CHL", 2011, "ores", 0.5, pytest.approx(-1 / 3)],
    ]  # fmt: skip
    with pytest.raises(MeasureError, match="more than one row"):
        trade.advantages(pd.concat([frame, frame]), ["CHL"], [2011])


def test_complementarity_by_hand():
    assert trade.complementarity([0.5, 0.5, 0], [0, 0.5, 0.5]) == 50
    with pytest.raises(MeasureError, match="same products"):
        trade.complementarity([1.0], [0.5, 0.5])
    with pytest.raises(MeasureError, match="sum to one"):
        trade.complementarity([0.4, 0.5], [0.5, 0.5])


@given(amounts, amounts)
def test_complementarity_is_bounded_and_symmetric(x, m):
    if sum(x) < 1 or sum(m) < 1:
        return
    shares = [[value / sum(each) for value in each] for each in (x, m)]
    index = trade.complementarity(*shares)
    assert -1e-9 <= index <= 100 + 1e-9
    assert index == pytest.approx(trade.complementarity(*reversed(shares)), abs=1e-9)
    assert trade.complementarity(shares[0], shares[0]) == pytest.approx(100)


def test_complementarity_of_russia_and_the_states(structures):
    stages = structures[structures["classification"] == "wits_stages"]
    found = trade.complementarities(stages, "RUS", ["BRA", "HTI"], [2012, 2030])
    assert set(found["iso3"]) == {"BRA"}
    assert set(found["flow"]) == set(FLOWS)
    assert found["complementarity"].between(30, 100).all()
    assert trade.complementarities(stages, "USA", ["BRA"], [2012]).empty


def test_each_flow_sets_the_sellers_exports_against_the_buyers_imports():
    sold, bought = "exports_to_world", "imports_from_world"
    shares = {("ARG", sold): 0.9, ("ARG", bought): 0.4, ("CHN", sold): 0.5, ("CHN", bought): 0.2}
    rows = [
        (iso3, 2000, flow, product, share if product == "raw" else 1 - share)
        for (iso3, flow), share in shares.items()
        for product in ("raw", "made")
    ]
    frame = pd.DataFrame(rows, columns=["iso3", "year", "flow", "product", "share"])
    found = trade.complementarities(frame, "CHN", ["ARG"], [2000]).set_index("flow")
    assert found.loc[X, "complementarity"] == pytest.approx(100 * (1 - 0.7))
    assert found.loc[M, "complementarity"] == pytest.approx(100 * (1 - 0.1))
    # A group that is not reported: the structure is that of the groups that are.
    found = trade.complementarities(frame.drop(index=0), "CHN", ["ARG"], [2000]).set_index("flow")
    assert found.loc[X, "complementarity"] == pytest.approx(100 * (1 - 0.2))


@given(amounts, amounts, st.floats(0.1, 100))
def test_two_way_trade_is_bounded_and_free_of_unit_and_direction(x, m, scale):
    index = trade.grubel_lloyd(x, m)
    if sum(x) + sum(m) == 0:
        assert pd.isna(index)
        return
    assert -1e-12 <= index <= 1
    assert trade.grubel_lloyd(m, x) == pytest.approx(index, abs=1e-12)
    scaled = [[value * scale for value in each] for each in (x, m)]
    assert trade.grubel_lloyd(*scaled) == pytest.approx(index, abs=1e-6)


def test_coarser_groups_never_lower_two_way_trade():
    fine = trade.grubel_lloyd([3, 0, 2], [0, 4, 2])
    coarse = trade.grubel_lloyd([3, 2], [4, 2])
    assert fine == pytest.approx(4 / 11)
    assert coarse > fine


def test_two_way_trade_needs_both_flows_and_known_products():
    rows = [
        ("ARG", 2000, X, "31", 1.0), ("ARG", 2000, M, "31", 3.0), ("ARG", 2000, M, "99", 9.0),
        ("BRA", 2000, X, "31", 1.0),
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["iso3", "year", "flow", "product", "value_usd"])
    found = trade.two_way_trade(frame, unknown=["99"])
    assert found["iso3"].tolist() == ["ARG"]
    assert found["grubel_lloyd"].item() == pytest.approx(0.5)


def test_confidential_cuba_2020_is_no_two_way_trade():
    table = tables.load("trade/two_way")
    chapters = table[table["classification"] == "hs_chapters"]
    assert set(chapters["iso3"]) == set(FOUR)
    assert chapters[(chapters["iso3"] == "CUB") & (chapters["year"] == 2020)].empty
    assert chapters["grubel_lloyd"].max() < 0.08


def test_shares_of_every_flow_sum_to_one(products):
    keys = ["iso3", "year", "reporter", "flow", "classification"]
    sums = products.groupby(keys)["share"].sum()
    # UNCTAD's sections exceed the total it states by up to 4 % for one tiny flow.
    assert ((sums - 1).abs() < 1e-3).mean() > 0.99
    assert sums.between(0.999, 1.04).all()


def test_structure_of_nobody_is_empty(products):
    assert trade.structure(products, "hs_chapters", ["HTI"], [2012]).empty
    assert trade.structure(products, "hs_chapters", ["BRA"], []).empty
    assert trade.leading_products(trade.structure(products, "hs_chapters", ["HTI"], [2012])) == []


def test_structure_sums_values_and_divides_by_the_totals_of_the_states_on_record():
    rows = [
        ("ARG", 2000, X, "hs", "01", 0.5, 100.0), ("ARG", 2000, X, "hs", "02", 0.5, 100.0),
        ("BRA", 2000, X, "hs", "01", 1.0, 300.0), ("BRA", 2000, M, "hs", "01", 1.0, 7.0),
        ("CUB", 2000, X, "hs", "01", 1.0, 900.0), ("BRA", 2001, X, "hs", "01", 1.0, 5.0),
    ]  # fmt: skip
    names = ["iso3", "year", "flow", "classification", "product", "share", "flow_total_usd"]
    frame = pd.DataFrame(rows, columns=names)
    found = trade.structure(frame, "hs", ["ARG", "BRA"], [2000]).set_index(["flow", "product"])
    assert found.loc[(X, "01"), ["value_usd", "share", "n_states"]].tolist() == [350, 0.875, 2]
    assert found.loc[(X, "02"), ["value_usd", "share"]].tolist() == [50, 0.125]
    assert found.loc[(M, "01"), ["value_usd", "n_states"]].tolist() == [7, 1]
    # A second partner's rows in the same table would be summed.
    with pytest.raises(MeasureError, match="more than one row for iso3 ARG"):
        trade.structure(pd.concat([frame, frame]), "hs", ["ARG"], [2000])


def test_products_lead_by_their_share_over_the_years():
    rows = [(2000, "a", 0.5), (2000, "b", 0.2), (2001, "b", 0.6), (2001, "other", 0.9)]
    rows += [(2001, "c", 0.5)]
    shares = pd.DataFrame(rows, columns=["year", "product", "share"])
    assert trade.leading_products(shares, 3) == ["b", "a", "c"]
    assert trade.leading_products(shares, 1) == ["b"]
    with pytest.raises(MeasureError, match="whole number from 1"):
        trade.leading_products(shares, 0)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"iso3": "BRZ"}, "unknown iso3"),
        ({"flow": "export"}, "did you mean 'exports'"),
        ({"share": 3.0}, "share is not from 0 to 1"),
        ({"share": None}, "share"),
        ({"flow_total_usd": -1.0}, "flow_total_usd is negative"),
        ({"product": ""}, "product"),
        ({"year": 2000.5}, "whole numbers"),
    ],
)
def test_damaged_structures_are_refused(change, message):
    row = {"iso3": "BRA", "year": 2000, "flow": X, "classification": "hs", "product": "01"}
    row |= {"share": 1.0, "flow_total_usd": 5.0}
    with pytest.raises(MeasureError, match=message):
        trade.structure(pd.DataFrame([row | change]), "hs", ["BRA"], [2000])


def test_damaged_values_have_no_two_way_trade():
    for lists in (([1.0, -1.0], [1.0, 1.0]), ([1.0], [float("nan")]), ([1.0], [float("inf")])):
        with pytest.raises(MeasureError, match="number from 0"):
            trade.grubel_lloyd(*lists)
    with pytest.raises(MeasureError, match="same products"):
        trade.grubel_lloyd([1.0], [1.0, 2.0])
    rows = [("ARG", 2000, X, "31", 1.0)] * 2
    frame = pd.DataFrame(rows, columns=["iso3", "year", "flow", "product", "value_usd"])
    with pytest.raises(MeasureError, match="more than one row"):
        trade.two_way_trade(frame)
