"""One list of states; unknown names raise, all at once; the USSR is never Russia."""

import csv

import pandas as pd
import pytest

from analysis import countries, tables
from analysis.errors import CountryError, ParameterError
from analysis.study import Region, Study, load_study
from tests.places import SHARED


def test_the_33_states_are_those_of_the_united_nations_sub_region():
    file = SHARED / "upstream/common/country_codes.csv"
    if not file.exists():
        pytest.skip("the upstream file of country codes is not on this machine")
    with file.open(encoding="utf-8", newline="") as lines:
        expected = {
            row["ISO3166-1-Alpha-3"]: row["M49"].zfill(3)
            for row in csv.DictReader(lines)
            if row["Sub-region Name"] == "Latin America and the Caribbean"
            and row["is_independent"] == "Yes"
        }
    states = tables.load("common/states").dropna(subset="subregion")
    assert dict(zip(states["iso3"], states["m49"], strict=True)) == expected
    assert tuple(sorted(expected)) == countries.LAC
    assert len(countries.LAC) == 33


def test_the_ussr_is_never_russia():
    assert countries.resolve(["USSR", "RUSSIAN FEDERATION"], "undl") == ["SUN", "RUS"]
    assert countries.resolve(["Soviet Union", "Russia"], "sipri") == ["SUN", "RUS"]
    assert countries.from_code(["078", "087"], "ids") == ["SUN", "RUS"]
    names = tables.load("common/state_names")
    soviet = names[names["name"].str.contains("USSR|Soviet", regex=True)]
    assert set(soviet["iso3"]) == {"SUN"}


def test_names_that_are_not_known_are_listed_at_once():
    with pytest.raises(CountryError, match=r"2 name.*'ATLANTIS', 'Brasilia'") as caught:
        countries.resolve(["BRAZIL", "Brasilia", "ATLANTIS", "ATLANTIS"], "undl")
    assert "data/common/state_names.csv" in str(caught.value)


def test_names_are_matched_as_printed():
    with pytest.raises(CountryError):
        countries.resolve(["Brazil"], "undl")  # the Library prints capitals


def test_source_that_is_not_known_is_refused_with_the_nearest():
    with pytest.raises(CountryError, match="did you mean 'sipri'"):
        countries.resolve(["Brazil"], "sippri")


@pytest.mark.parametrize(
    ("values", "system", "expected"),
    [
        ([32, "032", " 862 "], "m49", ["ARG", "ARG", "VEN"]),
        ([40, 160], "cow", ["CUB", "ARG"]),
        ([87], "ids", ["RUS"]),
        (["NI"], "iso2", ["NIC"]),
        (["SUN", "CUB", "USA"], "iso3", ["SUN", "CUB", "USA"]),
    ],
)
def test_codes(values, system, expected):
    assert countries.from_code(values, system) == expected


def test_codes_that_are_not_known_are_listed_at_once():
    with pytest.raises(CountryError, match=r"2 unknown cow code.*998, 999"):
        countries.from_code([40, 999, 998], "cow")


@pytest.mark.parametrize("code", [345, 651])
def test_code_that_means_several_states_is_not_guessed(code):
    with pytest.raises(CountryError, match=str(code)):
        countries.from_code([code], "cow")


def test_code_of_ussr_and_russia_needs_the_year():
    with pytest.raises(CountryError, match="give the years"):
        countries.from_code([365], "cow")
    assert countries.from_code([365, 40, 365], "cow", years=[1991, 1991, 1992]) == [
        "SUN",
        "CUB",
        "RUS",
    ]


def test_code_system_that_is_not_known_is_refused():
    with pytest.raises(ParameterError, match=r"code system 'cows' .did you mean 'cow'"):
        countries.from_code([40], "cows")


@pytest.mark.parametrize(
    ("group", "year", "joined", "left"),
    [
        ("ALBA", 2009, {"ECU", "HND", "VEN"}, {"GRD"}),
        ("ALBA", 2010, {"ECU"}, {"HND"}),  # Honduras left in 2010
        ("ALBA", 2018, {"GRD"}, {"ECU"}),
        ("ALBA", 2004, {"CUB", "VEN"}, {"BOL"}),
        ("MERCOSUR", 2015, {"VEN"}, {"BOL"}),
        ("MERCOSUR", 2024, {"BOL"}, {"VEN"}),
        ("ALADI", 2005, {"CUB"}, {"PAN", "NIC"}),
    ],
)
def test_members_at_the_end_of_a_year(group, year, joined, left):
    members = set(countries.members(group, year))
    assert joined <= members
    assert not left & members


def test_ties_other_than_membership_do_not_count():
    assert "SUR" not in countries.members("ALBA")  # special guest
    assert "RUS" not in countries.members("OAS")  # permanent observer
    assert "NIC" not in countries.members("ALADI")  # accession pending


def test_sub_regions_part_the_33_states():
    parts = [countries.members(each) for each in ("Caribbean", "Central America", "South America")]
    assert sorted(iso3 for part in parts for iso3 in part) == list(countries.LAC)


def test_group_that_is_not_known_is_refused_with_the_nearest():
    with pytest.raises(ParameterError, match="did you mean 'CARICOM'"):
        countries.members("CARICON")


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ("all", list(countries.LAC)),
        ("CUB", ["CUB"]),
        (["VEN", "ARG", "VEN"], ["ARG", "VEN"]),
        ("VEN,ARG", ["ARG", "VEN"]),
        (["PACIFIC_ALLIANCE", "CUB"], ["CHL", "COL", "CUB", "MEX", "PER"]),
        ("BRICS", ["BRA"]),
    ],
)
def test_select(states, expected):
    assert countries.select(states) == expected


@pytest.mark.parametrize(
    ("states", "problem"),
    [
        (["ARQ", "XXX", "ARG"], "'ARQ' .did you mean 'ARG'.., 'XXX'"),
        ("RUS", "not in the region: RUS"),
        ([], "chooses no state"),
        ("RIO_GROUP", "chooses no state"),
    ],
)
def test_select_refuses_what_is_no_state_of_the_region(states, problem):
    with pytest.raises(ParameterError, match=problem):
        countries.select(states)


def test_name_that_is_not_known_is_refused():
    with pytest.raises(CountryError, match="did you mean 'ARG'"):
        countries.name("arg")


def test_every_code_in_the_tables_of_names_has_a_name():
    for code in set(tables.load("common/state_names")["iso3"]):
        assert countries.name(code)


def test_every_member_of_an_organisation_is_a_known_state():
    known = set(tables.load("common/states")["iso3"])
    assert set(tables.load("common/organisations")["iso3"]) <= known


def test_attribute_that_does_not_exist_is_refused():
    with pytest.raises(AttributeError, match="SADC"):
        countries.SADC  # noqa: B018


def test_names_that_are_no_states_have_no_code_and_keep_their_place():
    names = pd.Series(["Resto Mundo", "Rusia", "Peru"], index=[7, 5, 5])
    found = countries.match(names, "indec")
    assert found.index.tolist() == [7, 5, 5]
    assert found.isna().tolist() == [True, False, False]
    assert found.tolist()[1:] == ["RUS", "PER"]
    with pytest.raises(CountryError, match="indec"):
        countries.match(names, "indeck")


def test_codes_of_other_systems_lead_there_and_back():
    for system in ("m49", "cow", "ids", "comtrade"):
        for code, iso3 in countries.codes_of(system).items():
            assert countries.from_code([code], system, years=[2020]) == [iso3], (system, code)
    assert countries.to_code("RUS", "ids") == "087"
    assert countries.to_code("ITA", "comtrade") == "380"  # 381 in older answers
    with pytest.raises(CountryError, match="no ids code of 'USA'"):
        countries.to_code("USA", "ids")
    with pytest.raises(ParameterError, match="code system"):
        countries.to_code("USA", "iso")


def test_a_historical_state_has_a_last_year_and_a_partner_the_next_as_its_first():
    assert countries.last_year("YUG") == 2003
    assert countries.last_year("RUS") is None
    assert load_study().first_year == countries.last_year("SUN") + 1 == 1992
    region = Region(name="One", states=("PER",))
    assert Study(name="one", title="One", partner="CHN", region=region).first_year == 0
