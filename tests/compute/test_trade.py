"""The trade tables: what is chosen, what is left out, and the check values."""

import json

import openpyxl
import pandas as pd
import pytest

from analysis import tables
from analysis.compute import to_csv
from analysis.compute import trade as build
from analysis.compute.trade import readings as chosen
from analysis.countries import to_code
from analysis.errors import CountryError, SourceError
from analysis.study import Region, Study, load_study
from tests.places import SHARED

STUDY = load_study()
KEYS = ["iso3", "partner", "year", "reporter", "flow"]


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


def comtrade_answer(reporter, partner, year, **values):
    """Return an answer of Comtrade's interface: imports of 5 CIF and 4 FOB, exports of 7."""
    row = {
        "typeCode": "C", "freqCode": "A", "refPeriodId": year * 10000 + 101, "refYear": year,
        "period": str(year), "reporterCode": int(to_code(reporter, "comtrade")),
        "reporterISO": reporter, "partnerCode": int(to_code(partner, "comtrade")),
        "partnerISO": partner, "classificationCode": "H6", "cmdCode": "TOTAL", "motCode": 0,
        "partner2Code": 0, "customsCode": "C00", "mosCode": "0",
    }  # fmt: skip
    flows = (("M", {"primaryValue": 5.0, "cifvalue": 5.0, "fobvalue": 4.0}),
             ("X", {"primaryValue": 7.0, "cifvalue": None, "fobvalue": 7.0}))  # fmt: skip
    data = [row | {"flowCode": flow} | value | values for flow, value in flows]
    return json.dumps({"count": len(data), "data": data, "error": ""})


@pytest.fixture
def fetched(tmp_path):
    """A folder with answers that a reader has fetched from Comtrade, and no other file."""
    folder = tmp_path / "trade" / "comtrade"
    folder.mkdir(parents=True)
    (folder / "states.json").write_text(comtrade_answer("PER", "RUS", 2024))
    (folder / "states.json.retrieved").write_text('{"retrieved": "2026-11-20T10:00:00Z"}')
    (folder / "partner.json").write_text(comtrade_answer("RUS", "PER", 2019))
    (folder / "china.json").write_text(comtrade_answer("PER", "CHN", 2024))
    return tmp_path


def test_answers_of_comtrade_close_the_gap_without_an_edit(fetched, monkeypatch):
    monkeypatch.setattr(chosen, "_READERS", {"comtrade": chosen._comtrade})
    rows = build.bilateral(fetched, STUDY).set_index(["partner", "reporter", "flow"])
    found = rows[["iso3", "year", "value_usd", "valuation"]].apply(tuple, axis=1).to_dict()
    assert found == {
        ("CHN", "PER", "exports"): ("PER", 2024, 7.0, "fob"),
        ("CHN", "PER", "imports"): ("PER", 2024, 5.0, "cif"),
        ("RUS", "PER", "exports"): ("PER", 2024, 7.0, "fob"),
        ("RUS", "PER", "imports"): ("PER", 2024, 5.0, "cif"),
        # Russia's own reports, seen from Peru.
        ("RUS", "RUS", "exports"): ("PER", 2019, 5.0, "cif"),
        ("RUS", "RUS", "imports"): ("PER", 2019, 7.0, "fob"),
    }
    assert rows.loc[("RUS", "PER", "exports"), "vintage"] == "Comtrade, retrieved 2026-11-20"
    coverage = build.coverage(fetched, STUDY)
    assert (coverage["year"].min(), coverage["year"].max()) == (2019, 2024)
    assert coverage["covered"].sum() == 6


def test_the_long_series_is_chosen_before_comtrade_and_comtrade_before_the_rest(
    fetched, monkeypatch
):
    frame = pd.DataFrame(
        {"reporter": "PER", "partner": "RUS", "year": 2024, "flow": ["export"], "value_usd": 9.0}
    )
    keys = ("wits_partner", "comtrade", "imf_dots", "oec")
    readers = dict.fromkeys(keys, lambda upstream, study: frame)
    monkeypatch.setattr(chosen, "_READERS", readers | {"comtrade": chosen._comtrade})
    export = "flow == 'exports' and year == 2024 and partner == 'RUS'"
    assert build.bilateral(fetched, STUDY).query(export)["source"].tolist() == ["wits_partner"]
    others = build.bilateral_alternatives(fetched, STUDY).query(export)
    assert others["source"].tolist() == ["comtrade", "imf_dots", "oec"]
    del readers["wits_partner"]
    monkeypatch.setattr(chosen, "_READERS", readers | {"comtrade": chosen._comtrade})
    assert build.bilateral(fetched, STUDY).query(export)["source"].tolist() == ["comtrade"]
    del readers["imf_dots"], readers["comtrade"]
    monkeypatch.setattr(chosen, "_READERS", readers)
    assert build.bilateral(fetched, STUDY).empty  # a source without a rank is never chosen


def test_an_answer_of_comtrade_that_cannot_be_true_stops_the_build(fetched, monkeypatch):
    monkeypatch.setattr(chosen, "_READERS", {"comtrade": chosen._comtrade})
    path = fetched / "trade" / "comtrade" / "states.json"
    path.write_text(comtrade_answer("PER", "RUS", 2024, primaryValue=6.0))
    with pytest.raises(SourceError, match="neither the CIF nor the FOB value"):
        build.bilateral(fetched, STUDY)


def test_every_source_has_a_reader_and_every_reader_a_row():
    table = tables.load("trade/sources").set_index("source")
    assert set(table.index[table["rank"].notna()]) | {"oec"} == set(chosen._READERS)
    assert chosen.source("oec")["note"].startswith("reporter inferred")


def test_cautions_reach_the_readings_that_they_describe(bilateral, alternatives):
    every = pd.concat([bilateral, alternatives])
    noted = every[every["note"].str.contains("former USSR", na=False)]
    assert set(noted["source"]) == {"wits_partner"}
    assert set(noted["year"]) == {1992, 1993}
    assert set(noted["partner"]) == {"RUS"}
    assert (noted["reporter"] == noted["iso3"]).all()
    wits = bilateral[bilateral["source"] == "wits_partner"]
    assert set(wits.loc[wits["reporter"] == "RUS"].query("flow == 'exports'")["valuation"]) == {
        "cif"
    }
    imports = wits[(wits["reporter"] == wits["iso3"]) & (wits["flow"] == "imports")]
    assert set(imports.loc[imports["valuation"] == "fob", "iso3"]) == {"BRA", "MEX"}
    assert set(imports["valuation"].dropna()) == {"fob"}


def test_a_state_that_the_long_series_lacks_while_it_has_others_is_named(tmp_path):
    folder = tmp_path / "trade" / "wits_partner"
    folder.mkdir(parents=True)
    assert chosen.read_wits(tmp_path, STUDY).empty  # a series of other regions says nothing
    (folder / "PER.json").write_text('{"2000": {"USA": {"x": 3}}}')
    with pytest.raises(SourceError, match=r"lacks ARG\.json, ATG\.json"):
        chosen.read_wits(tmp_path, STUDY)


def test_another_study_has_its_own_pairs():
    if not SHARED.joinpath("upstream").is_dir():
        pytest.skip("the publishers' files are not beside the repository")
    region = Region(name="Two states", states=("PER", "VEN"))
    study = Study(name="two", title="Two", partner="CHN", others=("RUS",), region=region)
    rows = build.bilateral(SHARED / "upstream", study)
    assert set(rows["iso3"]) == {"PER", "VEN"}
    assert set(rows["partner"]) == {"CHN", "RUS"}
    assert (rows["reporter"] == rows["iso3"]).sum() == len(rows.query("reporter in ['PER', 'VEN']"))
    peru = rows.query("iso3 == 'PER' and year == 2012 and partner == 'CHN' and flow == 'exports'")
    assert peru["value_usd"].tolist() == [7843946122.0]
    # Without predecessors the files' own first year counts.
    assert rows["year"].min() < 1992


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
        chosen._imf_dots(tmp_path, STUDY)


@pytest.mark.parametrize("name", ["offshore", "product_structure", "two_way", "region_chapters"])
def test_tables_of_products_and_territories_are_rebuilt_byte_for_byte(name):
    upstream = SHARED / "upstream"
    if not upstream.is_dir():
        pytest.skip("the publishers' files are not beside the repository")
    resource = tables.Catalog(tables.DATA).resource(f"trade/{name}")
    content = to_csv(build.TABLES[f"trade/{name}"](upstream, STUDY), name, resource["schema"])
    assert content == (tables.DATA / resource["path"]).read_bytes()
