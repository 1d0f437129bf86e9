"""Every table that ships is whole, described, cited, licensed and where its name says."""

import re

import pandas as pd
import pytest

from analysis import tables
from tests.places import FACTS

DATA = tables.DATA
TABLES = tables.tables()


@pytest.fixture(params=TABLES)
def resource(request):
    return tables.resource(request.param)


def test_hash_and_every_cell_hold(resource):
    tables.Catalog(tables.DATA).check(resource["name"])
    assert resource["bytes"] == (DATA / resource["path"]).stat().st_size
    assert len(tables.load(resource["name"]))


def test_the_file_lies_plainly_where_its_name_says(resource):
    assert resource["kind"] in ("compiled", "computed")
    assert resource["path"] in (f"{resource['name']}.csv", f"{resource['name']}.parquet")
    path = DATA / resource["path"]
    assert path.is_file() and not path.is_symlink()


def test_sources_and_terms_are_stated(resource):
    assert resource["title"]
    assert resource["description"]
    assert resource["sources"]
    for source in resource["sources"]:
        assert source["title"]
        assert source["citation"]
        assert source["vintage"]
        assert source["retrieved"]
    assert resource["licenses"]
    for licence in resource["licenses"]:
        assert licence["name"]
        assert licence["title"]


def test_computed_table_names_the_files_read(resource):
    if resource["kind"] == "computed":
        read = [each for each in resource["sources"] if "file" in each]
        hashes = [each.get("sha256", "") for each in read if "optional" not in each]
        assert hashes
        assert all(re.fullmatch("[0-9a-f]{64}", each) for each in hashes)
        assert resource["schema"]["primaryKey"]


def test_every_column_is_described_and_every_quantity_has_a_unit(resource):
    for field in resource["schema"]["fields"]:
        assert field["description"], field["name"]
        is_key = field["name"] in resource["schema"].get("primaryKey", [])
        counts = field["type"] == "number" or (field["type"] == "integer" and not is_key)
        if counts and "year" not in field["name"]:
            assert field.get("unit"), field["name"]


def test_every_file_is_in_the_descriptor():
    shipped = {path.relative_to(DATA).as_posix() for path in DATA.glob("*/**/*") if path.is_file()}
    assert shipped == {tables.resource(name)["path"] for name in TABLES}


def test_nothing_tells_of_the_machine_that_built_it():
    pattern = re.compile(r"/(?:tmp|home|root|Users)/")
    for name in ("datapackage.json", "README.md", "LICENSE.md"):
        assert not pattern.search((DATA / name).read_text(encoding="utf-8")), name


def test_no_file_is_a_publishers_own():
    """Whatever is shipped is compiled or computed; the largest is far below any register."""
    for name in TABLES:
        assert tables.resource(name)["bytes"] < 8_000_000, name


@pytest.mark.slow
def test_descriptor_and_tables_follow_the_standard():
    tables.Catalog(tables.DATA).validate()


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("common/organisations", 161),
        ("debt/events", 87),
        ("trade/aladi", 180),
        ("trade/turnover_figures", 116),
        ("voting/landmark_votes", 19 * 37),
    ],
)
def test_row_counts_of_compiled_tables(name, rows):
    assert len(tables.load(name)) == rows


def test_cells_of_the_seed_article_stand_as_printed():
    printed = tables.load("trade/aladi")["value_as_printed"]
    assert {"1.102.133", "- 12.433", "---------"} <= set(printed.dropna())


def test_printed_cells_and_numbers_agree():
    table = tables.load("trade/aladi")
    digits = table["value_as_printed"].str.replace(r"[. ]", "", regex=True)
    numbers = pd.to_numeric(digits.where(table["value_thousand_usd"].notna())).astype("Int64")
    pd.testing.assert_series_equal(numbers, table["value_thousand_usd"], check_names=False)


@pytest.mark.parametrize(
    ("name", "file", "renamed"),
    [
        ("trade/aladi", "trade/aladi_2000_2004", {"country_iso3": "iso3"}),
        ("voting/landmark_votes", "voting/landmark_votes", {"country_iso3": "iso3"}),
        ("common/organisations", "common/memberships", {"org": "organisation"}),
    ],
)
def test_compiled_table_came_over_cell_by_cell(name, file, renamed):
    """Holds until a table is edited in the repository; then its edit is the truth."""
    if not (FACTS / f"{file}.csv").exists():
        pytest.skip("the tables that these were compiled from are not on this machine")
    expected = pd.read_csv(FACTS / f"{file}.csv", dtype="str", keep_default_na=False)
    found = pd.read_csv(DATA / f"{name}.csv", dtype="str", keep_default_na=False)
    expected = expected.rename(columns=renamed)
    assert sorted(map(tuple, found[expected.columns].to_numpy())) == sorted(
        map(tuple, expected.to_numpy())
    )


def test_landmark_votes_have_every_state_for_every_resolution():
    votes = tables.load("voting/landmark_votes")
    assert votes.groupby("resolution")["iso3"].nunique().tolist() == [37] * 19
    states = set(tables.load("common/states").dropna(subset="subregion")["iso3"])
    assert set(votes["iso3"]) == states | {"CHN", "RUS", "UKR", "USA"}


def test_known_faults_name_tables_and_notebooks_that_exist():
    faults = tables.load("common/known_faults")
    assert len(faults) >= 40
    notebooks = {path.stem for path in (DATA.parent / "notebooks").glob("*.ipynb")}
    for column, known in (("tables", set(TABLES)), ("notebooks", notebooks)):
        named = set(faults[column].dropna().str.split(";").explode())
        assert named <= known, column
    touched = faults["notebooks"].notna()
    assert faults.loc[touched, "tables"].notna().all()  # no figure without its table


def test_every_file_of_a_computed_table_has_its_release():
    files = {
        source["file"]
        for name in TABLES
        if tables.resource(name)["kind"] == "computed"
        for source in tables.resource(name)["sources"]
        if "file" in source
    }
    assert files <= set(tables.load("common/releases")["file"])


def test_names_are_in_the_order_of_source_and_name():
    names = tables.load("common/state_names")
    rows = list(zip(names["source"], names["name"], strict=True))
    assert rows == sorted(rows)
