"""The arms tables: rebuilt from the real exports, compared with independent sums."""

import io
import json

import pandas as pd
import pytest

from analysis import arms, countries, tables
from analysis.compute import arms as build
from analysis.compute import to_csv
from analysis.errors import SourceError
from analysis.sources import sipri
from analysis.study import load_study
from tests.places import SHARED
from tests.sources.test_sipri import DEALS, DELIVERED, DELIVERIES, REGISTER, write

STUDY = load_study()


@pytest.fixture
def shared():
    if not SHARED.is_dir():
        pytest.skip("the publishers' files and check values (../shared) are not here")
    return SHARED


@pytest.fixture
def small(tmp_path):
    """Return a folder with one small export of each kind."""
    folder = tmp_path / "arms"
    folder.mkdir()
    write(folder / "register.csv", REGISTER, DEALS)
    rebels = DELIVERED[0].replace("7,Russia,Peru", "8,Russia,Contras (Nicaragua)*")
    abroad = DELIVERED[0].replace("7,Russia,Peru", "9,Russia,India")
    unknown = DELIVERED[0].replace("7,Russia,Peru", "10,unknown supplier(s),Peru")
    write(folder / "deliveries.csv", DELIVERIES, [*DELIVERED, rebels, abroad, unknown])
    yearly = {
        "Russia": {
            year: {"Cuba": [["1", tiv, "tank", "T-55"]]}
            for year, tiv in (("1991", "1.5"), ("1992", "2"), ("2011", "99"), ("2013", "4"))
        }
    }
    (folder / "yearly_2026-06-16.json").write_text(json.dumps(yearly))
    return tmp_path


def test_years_before_1992_are_soviet_and_covered_years_come_from_deliveries(small):
    table = build.annual_tiv(small, STUDY)
    columns = ["supplier", "iso3", "year", "tiv_million", "source"]
    assert sorted(table[columns].values.tolist()) == [
        ["RUS", "CUB", 1992, 2.0, "yearly"],
        ["RUS", "CUB", 2013, 4.0, "yearly"],
        ["RUS", "PER", 2011, 29.0, "deliveries"],
        ["RUS", "PER", 2012, 14.5, "deliveries"],
        ["SUN", "CUB", 1991, 1.5, "yearly"],
    ]


def test_rebels_and_other_regions_are_left_out_and_unknown_suppliers_have_a_code(small):
    table = build.imports_by_supplier(small, STUDY)
    assert table[["iso3", "supplier", "supplier_name", "year"]].values.tolist() == [
        ["PER", "RUS", "Russia", 2011],
        ["PER", "RUS", "Russia", 2012],
        ["PER", "XXU", "unknown supplier(s)", 2011],
    ]


def test_deals_have_no_comments(small):
    table = build.deals(small, STUDY)
    assert table[["deal", "iso3", "supplier"]].values.tolist() == [
        [1, "CUB", "SUN"],
        [2, "PER", "RUS"],
    ]
    assert "comments" not in table.columns
    assert not table.map(lambda cell: "Mi-171Sh" in str(cell)).any(axis=None)


def test_kinds_and_estimates_are_summed_by_cell(small):
    table = build.imports_by_category(small, STUDY)
    russian = table[table["supplier"] == "RUS"]
    assert russian["lines"].tolist() == [1, 1]
    assert russian["tiv_million"].tolist() == [29.0, 14.5]
    assert set(table["category"]) == {"Aircraft"}
    parts = [name for name in table if name.startswith("tiv_") and name != "tiv_million"]
    assert (table[parts].max(axis=1) <= table["tiv_million"]).all()


def test_lags_add_up(small):
    lags = build.delivery_lags(small, STUDY)
    whole = build.imports_by_supplier(small, STUDY)
    assert lags["tiv_million"].sum() == whole["tiv_million"].sum()
    assert lags["lag_years"].min() >= 0


def test_a_delivery_before_its_order_stops_the_build(small):
    row = DELIVERED[0].replace(",2010,", ",2013,", 1)
    assert row != DELIVERED[0]
    write(small / "arms" / "deliveries.csv", DELIVERIES, [row])
    with pytest.raises(SourceError, match="before the"):
        build.delivery_lags(small, STUDY)


def test_exports_go_to_everyone_in_the_world(small):
    table = build.supplier_exports(small, STUDY)
    assert {"IND", "PER", "XXN"} == set(table["iso3"])


def test_each_export_keeps_its_own_sums(small):
    folder = small / "arms" / "tiv_export_tables_1950-2021"
    folder.mkdir()
    with pytest.raises(SourceError, match="holds no TIV tables"):
        build.vintages(small, STUDY)
    source = SHARED / "upstream" / "arms" / "tiv_export_tables_1950-2021_gen2022-07-28"
    if not source.is_dir():
        pytest.skip("the publishers' files (../shared) are not here")
    (folder / "TIV-Export-BLR.csv").write_bytes(
        (source / "TIV-Export-BLR-1950-2021.csv").read_bytes()
    )
    table = build.vintages(small, STUDY)
    assert set(table["source"]) == {"deliveries", "yearly", "tiv_tables"}
    belarus = table[table["source"] == "tiv_tables"]
    assert set(belarus["supplier"]) == {"BLR"}
    assert 1997 in set(belarus.loc[belarus["iso3"] == "PER", "year"])
    assert table["year"].min() >= 1992
    editions = build.editions(small, STUDY).set_index("source")
    assert set(editions.index) == {"deliveries", "yearly", "tiv_tables"}
    assert editions.loc["tiv_tables", ["first_year", "last_year", "lacks"]].tolist() == [
        *(1992, 2021, "RUS"),
    ]
    assert set(editions.drop("tiv_tables")["lacks"]) == {""}


def test_other_suppliers_of_a_named_deal_are_those_that_deals_does_not_hold(small):
    """Of the claims that ship, one asks for MiG-29 to Peru, ordered in 1994-1997."""
    own = DEALS[0].replace("2010,?", "1996,").replace("Mi-17 ", "MiG-29S")
    lines = [own, own.replace("Russia", "Belarus"), own.replace("Peru,Russia", "Chile,Belarus")]
    write(small / "arms" / "register.csv", REGISTER, [*DEALS, *lines])
    table = build.other_deals(small, STUDY)
    columns = ["deal_claim", "iso3", "supplier", "designation", "number_delivered"]
    assert table[columns].values.tolist() == [["per-mig29-1997", "PER", "BLR", "MiG-29S", 6]]


def test_an_unknown_name_anywhere_in_the_world_stops_the_build(small):
    row = DELIVERED[0].replace("Russia,Peru", "Russia,Atlantis")
    write(small / "arms" / "deliveries.csv", DELIVERIES, [row])
    with pytest.raises(SourceError, match=r"line 13, column 'Recipient': 'Atlantis'"):
        build.imports_by_supplier(small, STUDY)


def test_a_missing_export_stops_the_build(tmp_path):
    (tmp_path / "arms").mkdir()
    for compute in build.TABLES.values():
        with pytest.raises(SourceError, match="no worldwide SIPRI export"):
            compute(tmp_path, STUDY)


@pytest.mark.parametrize("name", sorted(build.TABLES))
def test_the_tables_that_ship_are_what_the_build_computes(shared, name):
    resource = tables.Catalog(tables.DATA).resource(name)
    content = to_csv(build.TABLES[name](shared / "upstream", STUDY), name, resource["schema"])
    assert content == (tables.DATA / resource["path"]).read_bytes()


def test_annual_tiv_agrees_with_independent_sums(shared):
    facts = pd.read_csv(shared / "facts" / "arms" / "russia_ussr_to_lac_annual_tiv.csv")
    facts["tiv_million"] = facts["tiv_long_2026_02"].where(
        facts["year"].between(1995, 2024), facts["tiv_json_2026_06"]
    )
    facts["supplier"] = facts["supplier_label"].map({"Russia": "RUS", "Soviet Union": "SUN"})
    keys = ["supplier", "iso3", "year"]
    expected = facts.dropna(subset="tiv_million").set_index(keys)["tiv_million"].sort_index()
    table = tables.load("arms/annual_tiv").set_index(keys)["tiv_million"].sort_index()
    assert list(table.index) == list(expected.index)
    assert (table - expected).abs().max() < 0.006


def test_imports_agree_with_independent_sums(shared):
    path = shared / "facts" / "arms" / "lac_imports_by_supplier_annual_1995-2024.csv"
    facts = pd.read_csv(path).rename(columns={"supplier": "supplier_name"})
    keys = ["iso3", "supplier_name", "year"]
    expected = facts.set_index(keys)["tiv"].sort_index()
    table = tables.load("arms/imports_by_supplier").set_index(keys)["tiv_million"].sort_index()
    assert list(table.index) == list(expected.index)
    assert (table - expected).abs().max() < 0.006
    assert (len(table), round(table.sum())) == (1_225, 33_602)


def test_deals_agree_with_the_transcribed_rows(shared):
    facts = pd.read_csv(shared / "facts" / "arms" / "russia_ussr_to_lac_register_rows.csv")
    facts["iso3"] = countries.resolve(facts["Recipient"], "sipri")
    table = tables.load("arms/deals")
    assert len(table) == len(facts) == 285
    pairs = {
        "order_year": "Year of order",
        "designation": "Weapon designation",
        "number_delivered": "Number delivered",
        "delivery_years": "Year(s) of delivery",
        "tiv_delivered_million": "SIPRI TIV of delivered weapons",
    }
    ours = table[["iso3", *pairs]].astype({"order_year": int, "number_delivered": int})
    theirs = facts[["iso3", *pairs.values()]].copy()
    theirs["Weapon designation"] = theirs["Weapon designation"].str.strip()
    assert sorted(ours.values.tolist()) == sorted(theirs.values.tolist())
    comments = facts["Comments"].dropna()
    long_comments = comments[comments.str.len() > 15]
    text = (tables.DATA / "arms" / "deals.csv").read_text()
    assert not [comment for comment in long_comments if comment in text]


def test_the_deals_are_far_below_a_tenth_of_the_register(shared):
    register = sipri.read_register(sipri.find(shared / "upstream" / "arms", "register").file)
    assert len(tables.load("arms/deals")) / len(register) < 0.011


def test_the_region_is_below_a_tenth_of_the_deliveries(shared):
    rows = sipri.read_deliveries(sipri.find(shared / "upstream" / "arms", "deliveries").file)
    codes = pd.Series(countries.resolve(rows["recipient"], "sipri"))
    regional = codes.isin(STUDY.states)
    assert regional.mean() < 0.1
    # and what ships of them are sums: fewer rows than the export has
    for name in ("arms/imports_by_category", "arms/delivery_lags"):
        table = tables.load(name)
        assert len(table) < regional.sum()
        assert table["lines"].sum() == regional.sum()


def test_the_exports_compared_cover_the_years_that_the_table_states(shared):
    folder = shared / "upstream" / "arms"
    stated = tables.load("arms/editions").set_index("vintage")
    for export in sipri.find_all(folder, "deliveries"):
        years = sipri.read_deliveries(export.file)["year"]
        own = stated.loc[export.vintage, ["first_year", "last_year"]]
        assert own.tolist() == [years.min(), years.max()]
    first = sipri.recognise(next(iter(sorted(folder.glob(build.TIV_TABLES)))))
    assert stated.loc[first.vintage, "last_year"] == first.years[1]
    assert stated["lacks"].dropna().to_dict() == {first.vintage: "RUS"}
    shipped = tables.load("arms/vintages")
    assert set(shipped["vintage"]) == set(stated.index)


def test_annual_cells_agree_with_every_vintage_within_tolerance():
    """Cells within 4 million TIV or 8 per cent, rows within 7 per cent, of any other export."""
    table = tables.load("arms/vintages").query("supplier == 'RUS'")
    stated = tables.load("arms/editions").set_index("vintage")
    for name, own in table.groupby("vintage"):
        first, last = stated.loc[name, ["first_year", "last_year"]]
        annual = tables.load("arms/annual_tiv").query("supplier == 'RUS'")
        annual = annual[annual["year"].between(first, last)]
        keys = ["iso3", "year"]
        ours, theirs = (
            frame.set_index(keys)["tiv_million"].astype(float) for frame in (annual, own)
        )
        ours, theirs = ours.align(theirs, fill_value=0.0)
        allowed = (0.08 * theirs).clip(lower=4)
        assert ((ours - theirs).abs() <= allowed).all()
        rows = pd.DataFrame({"ours": ours, "theirs": theirs}).groupby("iso3").sum()
        assert ((rows["ours"] - rows["theirs"]).abs() <= 0.07 * rows["theirs"]).all()


def test_the_tables_lie_within_the_years_that_the_descriptor_states():
    annual = tables.load("arms/annual_tiv").groupby("supplier")["year"].agg(["min", "max"])
    spans = arms.supplier_spans(STUDY.lineage("RUS"), tables.covered_years("arms/annual_tiv"))
    assert set(spans) == set(annual.index)
    for supplier, (first, last) in spans.items():
        assert first <= annual.loc[supplier, "min"] <= annual.loc[supplier, "max"] <= last
    years = tables.load("arms/imports_by_supplier")["year"]
    assert (years.min(), years.max()) == tables.covered_years("arms/imports_by_supplier")


def test_the_descriptor_tells_that_no_row_is_a_zero_and_tiv_is_no_money():
    for name in ("arms/annual_tiv", "arms/imports_by_supplier"):
        text = tables.Catalog(tables.DATA).resource(name)["description"]
        assert "a zero, not a gap" in text
        assert "not prices" in text


def test_the_same_rows_in_another_order_give_the_same_bytes(small):
    name = "arms/deals"
    schema = tables.Catalog(tables.DATA).resource(name)["schema"]
    before = to_csv(build.deals(small, STUDY), name, schema)
    write(small / "arms" / "register.csv", REGISTER, DEALS[::-1])
    assert to_csv(build.deals(small, STUDY), name, schema) == before
    assert len(pd.read_csv(io.BytesIO(before))) == 2
