"""The trade tables: what is chosen, what is left out, and the check values."""

import openpyxl
import pandas as pd
import pytest

from analysis import tables
from analysis.compute import to_csv
from analysis.compute import trade as build
from analysis.compute.trade.bilateral import KEYS, _imf_dots
from analysis.errors import CountryError
from analysis.study import load_study
from tests.places import SHARED

STUDY = load_study()


@pytest.fixture(scope="module")
def bilateral():
    return tables.load("trade/bilateral")


@pytest.fixture(scope="module")
def alternatives():
    return tables.load("trade/bilateral_alternatives")


@pytest.fixture
def facts():
    folder = SHARED / "facts" / "trade"
    if not folder.is_dir():
        pytest.skip("the check values are not beside the repository")
    return folder


@pytest.fixture(scope="module")
def rebuilt():
    upstream = SHARED / "upstream"
    if not upstream.is_dir():
        pytest.skip("the publishers' files are not beside the repository")
    return build.bilateral(upstream, STUDY)


def test_build_gives_the_table_that_ships(rebuilt, bilateral):
    rebuilt = rebuilt.sort_values(KEYS, ignore_index=True)
    rebuilt = rebuilt.assign(**{c: rebuilt[c].replace("", None) for c in ("valuation", "note")})
    pd.testing.assert_frame_equal(rebuilt, bilateral, check_dtype=False)


def test_one_row_a_key_of_the_33_states_and_no_soviet_years(bilateral):
    assert not bilateral.duplicated(KEYS).any()
    assert set(bilateral["iso3"]) == set(STUDY.states)
    assert bilateral["year"].min() == 1992
    assert set(bilateral["reporter"]) <= {"RUS", *STUDY.states}
    own = bilateral[bilateral["reporter"] != "RUS"]
    assert (own["reporter"] == own["iso3"]).all()


def test_other_partners_have_the_states_own_reports_in_one_vintage(bilateral):
    others = bilateral[bilateral["partner"] != "RUS"]
    assert others.groupby("partner").size().to_dict() == {"CHN": 1341, "USA": 1436}
    assert set(others["source"]) == {"wits_partner"}
    assert (others["reporter"] == others["iso3"]).all()
    assert others["note"].isna().all()
    peru = others.query("iso3 == 'PER' and year == 2012 and partner == 'CHN' and flow == 'exports'")
    assert peru["value_usd"].tolist() == [7843946122.0]


def test_core_years_are_of_one_source(bilateral):
    core = bilateral[bilateral["year"].between(1996, 2016)]
    assert set(core["source"]) == {"wits_partner"}


def test_wits_values_equal_the_check_values(bilateral, facts):
    check = pd.read_csv(facts / "derived_wits_rus_lac_1990_2016.csv").query("year >= 1992")
    by_russia = check["reporter"] == "RUS"
    exports = (check["flow"] == "X") != by_russia
    check = pd.DataFrame(
        {
            "iso3": check["partner"].where(by_russia, check["reporter"]),
            "partner": "RUS",
            "year": check["year"],
            "reporter": check["reporter"],
            "flow": exports.map({True: "exports", False: "imports"}),
            "check_usd": check["value_thousand_usd"] * 1000,
        }
    )
    ours = bilateral[(bilateral["source"] == "wits_partner") & (bilateral["partner"] == "RUS")]
    both = ours.merge(check, on=KEYS, how="outer", indicator=True)
    assert (both["_merge"] == "both").all()
    assert len(both) == 2477
    assert ((both["value_usd"] - both["check_usd"]).abs() < 0.01).all()


CHECK_NAMES = {
    "cipf_rus_rep": "comtrade_partner_reports",
    "cipf_bra_rep": "comtrade_brazil",
    "comtrade_hs2": "comtrade_chapters",
    "dots": "imf_dots",
    "fcs_96stran": "customs_russia",
    "baci_oec": "oec",
}


def test_later_readings_equal_the_check_values(bilateral, alternatives, facts):
    check = pd.read_csv(facts / "derived_rus_lac_2017_2023.csv")
    check = check[check["iso3"] != "LCN"]
    check = check.assign(
        partner="RUS",
        source=check["source"].replace(CHECK_NAMES),
        reporter=check["reporter"].where(check["reporter"] == "RUS", check["iso3"]),
        flow=check["flow"].map({"M": "exports", "X": "imports"}),
    )
    ours = pd.concat([bilateral, alternatives]).query("year >= 2017")
    both = ours.merge(check, on=[*KEYS, "source"], how="outer", indicator=True)
    lacking = both[both["_merge"] != "both"]
    # OEC's Mexico is left out on purpose: a fraction of what Mexico's central bank states.
    assert set(zip(lacking["iso3"], lacking["source"], strict=True)) == {("MEX", "oec")}
    shared = both[both["_merge"] == "both"]
    assert len(shared) == 265
    assert ((shared["value_usd_x"] / shared["value_usd_y"] - 1).abs() < 1e-6).all()


def test_oec_is_never_chosen_and_never_mexico(bilateral, alternatives):
    assert "oec" not in set(bilateral["source"])
    assert "MEX" not in set(alternatives[alternatives["source"] == "oec"]["iso3"])
    assert (alternatives["source"] == "oec").sum() == 64


def test_corrupted_cells_are_in_neither_table(bilateral, alternatives):
    every = pd.concat([bilateral, alternatives])
    assert every.loc[every["partner"] == "RUS", "value_usd"].max() < 1.2e10
    indec = every[every["source"] == "indec"]
    assert not set(indec["year"]) & {2003, 2006, 2008, 2010}
    dots = every[(every["source"] == "imf_dots") & (every["year"] == 1999)]
    kept = dots[(dots["iso3"] == "MEX") & (dots["reporter"] == "RUS")]
    assert set(kept["flow"]) == {"exports"}


def test_alternatives_hold_no_reading_that_was_chosen(bilateral, alternatives):
    keys = [*KEYS, "source"]
    assert alternatives.merge(bilateral, on=keys).empty
    assert not alternatives.duplicated(keys).any()


def test_brazil_and_mexico_report_imports_fob(bilateral, alternatives):
    imf = alternatives[alternatives["source"] == "imf_dots"]
    both = bilateral.merge(imf, on=KEYS, suffixes=("", "_imf"))
    both = both[both["reporter"].isin(["BRA", "MEX"]) & both["year"].between(2000, 2016)]
    imports = both[both["flow"] == "imports"]
    ratio = imports["value_usd_imf"] / imports["value_usd"]
    assert len(imports) == 34
    assert ratio.median() == pytest.approx(1.06, abs=1e-4)
    assert set(imports["valuation"]) == {"fob"}


def test_coverage_has_every_combination_and_agrees_with_the_values(bilateral):
    coverage = tables.load("trade/coverage")
    assert len(coverage) == 33 * 3 * 32 * 2 * 2
    assert not coverage.duplicated(KEYS).any()
    covered = coverage[coverage["covered"].astype(bool)]
    assert len(covered) == len(bilateral) == len(covered.merge(bilateral, on=[*KEYS, "source"]))
    assert coverage[~coverage["covered"].astype(bool)]["source"].isna().all()


def test_coverage_by_year_is_what_is_claimed():
    coverage = tables.load("trade/coverage")
    covered = coverage[coverage["covered"].astype(bool)]
    states = covered.groupby("year")["iso3"].nunique()
    # All 33 appear in 1996-2016, and nearly all in each single year.
    assert covered[covered["year"].between(1996, 2016)]["iso3"].nunique() == 33
    assert states.loc[1996:2016].min() >= 31
    assert states.loc[2018] == 29
    assert states.loc[[2017, 2019, 2020]].tolist() == [6, 6, 6]
    assert states.loc[2021:2023].tolist() == [2, 2, 2]


def test_region_totals_are_the_check_values_and_stand_apart():
    totals = tables.load("trade/region_totals")
    lcn = totals[totals["region"] == "LCN"].set_index("flow")["value_usd"] / 1e6
    assert lcn.round(1).to_dict() == {"exports": 4863.2, "imports": 13740.8}
    america = totals[totals["region"] == "AMERICAS"]["value_usd"] / 1e6
    assert america.round().tolist() == [16844, 20545, 14995, 12243]


def test_unknown_state_in_a_source_is_named_not_dropped(tmp_path):
    header = ["Country Name", "Country Code", "Indicator Code", "Counterpart Country Name"]
    header += ["Counterpart Country Code", "Attribute", 2000]
    book = openpyxl.Workbook()
    book.active.title = "TradeData"
    book.active.append(header)
    book.active.append(["Russia", 922, "TXG_FOB_USD", "Atlantis", 999, "Value", 1])
    (tmp_path / "trade" / "dots").mkdir(parents=True)
    book.save(tmp_path / "trade" / "dots" / "Dataset_CM_2023.xlsx")
    with pytest.raises(CountryError, match="Atlantis"):
        _imf_dots(tmp_path, STUDY)


@pytest.mark.parametrize("name", ["offshore", "product_structure", "two_way", "region_chapters"])
def test_tables_of_products_and_territories_are_rebuilt_byte_for_byte(name):
    upstream = SHARED / "upstream"
    if not upstream.is_dir():
        pytest.skip("the publishers' files are not beside the repository")
    resource = tables.Catalog(tables.DATA).resource(f"trade/{name}")
    content = to_csv(build.TABLES[f"trade/{name}"](upstream, STUDY), name, resource["schema"])
    assert content == (tables.DATA / resource["path"]).read_bytes()
