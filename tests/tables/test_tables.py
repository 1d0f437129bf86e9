"""The catalogue hands out verified, typed tables and says what is wrong with the others."""

import json
import random
import subprocess
import sys

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import CatalogError
from analysis.tables import DATA, Catalog, check_content, sha256, violations
from tests.sources.fuzz import MUTATIONS, check_reader

SCHEMA = {
    "fields": [
        {"name": "iso2", "type": "string", "constraints": {"required": True}},
        {"name": "year", "type": "integer", "constraints": {"minimum": 1990, "maximum": 2030}},
        {"name": "share", "type": "number", "constraints": {"minimum": 0}},
        {"name": "is_whole", "type": "boolean"},
        {"name": "signed", "type": "date"},
    ],
    "primaryKey": ["iso2", "year"],
    "missingValues": ["", "n/a"],
}
CONTENT = (
    b"iso2,year,share,is_whole,signed\n"
    b"NA,2000,0.1,true,2001-02-03\n"
    b"AR,2001,,false,\n"
    b"BR,2002,n/a,,1999-12-31\n"
)


@pytest.fixture
def root(tmp_path):
    """A data folder with one compiled and one computed table."""
    resources = []
    for kind in ("compiled", "computed"):
        path = tmp_path / "demo" / f"{kind}_table.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(CONTENT)
        resources.append(
            {
                "name": f"demo/{kind}_table",
                "title": "Demo",
                "description": "One row a state and year",
                "path": str(path.relative_to(tmp_path)),
                "kind": kind,
                "bytes": len(CONTENT),
                "hash": sha256(CONTENT),
                "schema": SCHEMA,
                "sources": [
                    {
                        "title": "Trade & debt",
                        "path": "https://example.org/a",
                        "citation": "Somebody",
                        "vintage": "2026-01",
                        "retrieved": "2026-02-03",
                    }
                ],
                "licenses": [{"name": "CC0-1.0", "title": "Public domain"}],
            }
        )
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": resources}))
    return tmp_path


def test_columns_get_the_types_of_the_schema(root):
    frame = Catalog(root).load("demo/compiled_table")
    types = ["str", "Int64", "float64", "boolean", "datetime64[s]"]
    assert frame.dtypes.astype(str).tolist() == types
    assert frame["year"].tolist() == [2000, 2001, 2002]
    assert frame["is_whole"].tolist() == [True, False, pd.NA]
    assert frame["signed"].tolist() == [
        pd.Timestamp("2001-02-03"),
        pd.NaT,
        pd.Timestamp("1999-12-31"),
    ]


def test_only_the_schemas_missing_values_are_missing(root):
    frame = Catalog(root).load("demo/compiled_table")
    assert frame["iso2"].tolist() == ["NA", "AR", "BR"]  # NA is Namibia
    assert frame["share"].isna().tolist() == [False, True, True]


def test_numbers_are_read_to_the_last_digit(root):
    value = 109490000000.12345
    path = root / "demo/compiled_table.csv"
    path.write_text(f"iso2,year,share,is_whole,signed\nAR,2000,{value!r},,\n")
    Catalog(root).seal("demo/compiled_table")
    assert Catalog(root).load("demo/compiled_table").loc[0, "share"] == value


def test_misspelled_table_is_refused_with_the_nearest_name(root):
    with pytest.raises(CatalogError, match="did you mean 'demo/compiled_table'"):
        Catalog(root).load("demo/compild_table")


@pytest.mark.parametrize(
    ("kind", "advice"),
    [
        ("compiled", "python -m analysis data seal demo/compiled_table"),
        ("computed", "python -m analysis data build --from FOLDER demo/computed_table"),
    ],
)
def test_changed_file_is_refused_with_both_hashes_and_what_to_do(root, kind, advice):
    path = root / f"demo/{kind}_table.csv"
    path.write_bytes(CONTENT.replace(b"0.1", b"0.2"))
    with pytest.raises(CatalogError) as caught:
        Catalog(root).load(f"demo/{kind}_table")
    message = str(caught.value)
    assert sha256(CONTENT)[7:19] in message
    assert sha256(path.read_bytes())[7:19] in message
    assert f"git checkout -- {root.name}/demo/{kind}_table.csv" in message
    assert advice in message


def test_missing_file_is_named(root):
    (root / "demo/compiled_table.csv").unlink()
    with pytest.raises(CatalogError, match=r"demo/compiled_table\.csv is missing; restore"):
        Catalog(root).load("demo/compiled_table")


@pytest.mark.parametrize("content", [None, b"{", b"\xff", b"[" * 100_000, b'"\\ud800"'])
def test_descriptor_that_is_missing_or_no_json_is_named(root, content):
    path = root / "datapackage.json"
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(CatalogError, match=r"datapackage.json is (missing|not valid JSON)"):
        Catalog(root).tables()


def test_descriptor_that_is_a_folder_is_named(root):
    (root / "datapackage.json").unlink()
    (root / "datapackage.json").mkdir()
    with pytest.raises(CatalogError, match="cannot be opened"):
        Catalog(root).tables()


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda d: d.pop("resources"), "it has no list 'resources'"),
        (lambda d: d["resources"][0].pop("hash"), "demo/compiled_table: 'hash' is missing"),
        (lambda d: d["resources"][0].update(bytes="1"), "'bytes' is not a whole number"),
        (lambda d: d["resources"][0].update(name="demo"), "demo: its name is not of the form"),
        (lambda d: d["resources"][0].update(name="demo/computed_table"), "more than once"),
        (lambda d: d["resources"][0].update(path="../secret.csv"), "does not lead into the folder"),
        (lambda d: d["resources"][0].update(path="/etc/passwd"), "does not lead into the folder"),
        (lambda d: d["resources"][0].update(kind="found"), "neither compiled nor computed"),
        (lambda d: d["resources"].append(7), "resource 3: '7' is not an object"),
        (lambda d: d["resources"][0]["sources"][0].pop("title"), "sources: 'title' is missing"),
        (lambda d: d["resources"][0]["sources"][0].update(file=1), "sources: 'file' is not a text"),
        (lambda d: d["resources"][0]["schema"].pop("fields"), "no list 'fields'"),
        (lambda d: d["resources"][0]["schema"]["fields"].append({}), "schema: 'name' is missing"),
        (lambda d: d["resources"][0]["schema"].update(primaryKey=["x"]), "no column for the"),
        (lambda d: d["resources"][0]["schema"].update(missingValues=""), "not a list of texts"),
        (lambda d: d["resources"][0]["schema"].update(missingValues=["year"]), "name of a column"),
        (lambda d: d["resources"][0]["schema"]["fields"][0].update(unit=1), "as it should be"),
        (
            lambda d: d["resources"][0]["schema"]["fields"][0].update(constraints={"pattern": "("}),
            "a constraint of column 'iso2' has no sense",
        ),
        (
            lambda d: d["resources"][0]["schema"]["fields"].append(
                {"name": "year", "type": "date"}
            ),
            "names a column twice",
        ),
    ],
)
def test_descriptor_that_lacks_what_tables_need_says_what(root, change, problem):
    descriptor = json.loads((root / "datapackage.json").read_text())
    change(descriptor)
    (root / "datapackage.json").write_text(json.dumps(descriptor))
    with pytest.raises(CatalogError) as caught:
        Catalog(root).load("demo/compiled_table")
    assert problem in str(caught.value)
    assert "git checkout" in str(caught.value)


def use(catalog, rng):
    """Do with a catalogue all that one can do with it, for one table."""
    catalog.faults()
    name = rng.choice(catalog.tables())
    catalog.describe(name)
    catalog.sources()
    catalog.cite(name)
    catalog.check(name)
    catalog.load(name)


def replace_node(descriptor, rng):
    """Put something else somewhere in a descriptor."""
    node = descriptor
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        key = rng.choice(keys)
        if not isinstance(node[key], (dict, list)) or not node[key] or rng.random() < 0.15:
            break
        node = node[key]
    if rng.random() < 0.3:
        del node[key]
    else:
        node[key] = rng.choice(
            [
                *(None, True, 0, -1, 1e308, float("nan"), 10**400, "", "x", "year", "\x00"),
                *("../x", "\ud800", "*", [], {}, [[]], [{}], {"name": 1}, ["x"], "integer", "date"),
                node[key] if isinstance(node[key], list) else [node[key]],
            ]
        )
    return descriptor


@pytest.fixture
def small(tmp_path):
    """A data folder with the descriptor of four small tables of the real one."""
    names = ("common/known_faults", "common/us_cpi", "common/states", "voting/coding")
    for theme in ("common", "voting"):
        (tmp_path / theme).symlink_to(DATA / theme)
    descriptor = Catalog(DATA).descriptor()
    descriptor["resources"] = [r for r in descriptor["resources"] if r["name"] in names]
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor, indent=2))
    return tmp_path


def test_damaged_descriptor_gives_the_tables_or_a_catalog_error(small):
    path = small / "datapackage.json"
    original = path.read_bytes()
    use(Catalog(small), random.Random(0))
    outcomes = {"read": 0, "refused": 0}
    for case in range(300):
        rng = random.Random(case)
        if case % 2:
            damaged = json.dumps(replace_node(json.loads(original), rng)).encode()
        else:
            damaged = rng.choice(list(MUTATIONS.values()))(original, rng)
        path.write_bytes(damaged)
        try:
            use(Catalog(small), rng)
            outcomes["read"] += 1
        except CatalogError as error:
            assert str(error), case
            outcomes["refused"] += 1
        except Exception as error:
            pytest.fail(f"case {case}: {type(error).__name__}: {error}")
    assert min(outcomes.values()) > 50, outcomes


@pytest.mark.parametrize("name", ["voting/coding", "common/known_faults", "trade/aladi"])
def test_damaged_table_whose_hash_agrees_is_read_by_its_schema_or_refused(name, tmp_path):
    resource = Catalog(DATA).resource(name)
    target = tmp_path / resource["path"]
    target.parent.mkdir(parents=True)
    lines = (DATA / resource["path"]).read_bytes().splitlines(keepends=True)

    def read(path):
        content = path.read_bytes()
        target.write_bytes(content)
        resource["hash"] = sha256(content)
        (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [resource]}))
        catalog = Catalog(tmp_path)
        catalog.check(name)
        return catalog.load(name)

    check_reader(read, b"".join(lines[:40]), "table.csv", tmp_path, cases=400)


def test_damaged_table_is_never_read(root):
    path = root / "demo/compiled_table.csv"
    for case in range(200):
        rng = random.Random(case)
        damaged = rng.choice(list(MUTATIONS.values()))(CONTENT, rng)
        path.write_bytes(damaged)
        if damaged != CONTENT:
            with pytest.raises(CatalogError, match="has changed"):
                Catalog(root).load("demo/compiled_table")


def test_faults_are_those_that_touch_a_table():
    catalog = Catalog(DATA)
    assert len(catalog.faults()) == len(catalog.load("common/known_faults"))
    assert "wits-panama-2013" in set(catalog.faults("trade/bilateral")["fault"])
    both = catalog.faults("trade/bilateral", "voting/tallies")
    assert {"wits-panama-2013", "unvotes-grenada-65"} <= set(both["fault"])
    assert both["fault"].is_unique
    # A name that begins like another is another table.
    assert "oec-mexico" not in set(catalog.faults("trade/bilateral")["fault"])


def test_faults_of_an_unknown_table_are_refused():
    with pytest.raises(CatalogError, match="did you mean 'trade/bilateral'"):
        Catalog(DATA).faults("trade/bilatral")


def test_freshness_has_a_row_for_each_source_and_names_what_is_newer():
    frame = Catalog(DATA).freshness()
    assert len(frame) == len(Catalog(DATA).sources())
    row = frame[frame["table"] == "arms/imports_by_supplier"].iloc[0]
    assert row["last_year"] == 2024
    assert row["vintage"] == "2026-02-12"
    assert "12 February 2026" in row["newer_release"]
    assert row["url"].startswith("https://")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (b"iso2,year", b"code,year", "missing 'iso2'; unexpected 'code'"),
        (b"iso2,year", b"year,iso2", "in the order year, iso2"),
        (b"AR,2001,,", b"AR,2001,", "line 3 has not 5 cells"),
        (b"AR,2001", b"AR,200x", "line 3, column 'year': '200x' is not of type integer"),
        (b"AR,2001", b"AR,1985", "line 3, column 'year': '1985' is below 1990"),
        (b"AR,2001", b",2001", "line 3, column 'iso2': '' is missing but required"),
        (b"0.1", b"-0.1", "line 2, column 'share': '-0.1' is below 0"),
        (b"0.1", b"nan", "line 2, column 'share': 'nan' is not of type number"),
        (b"true", b"yes", "line 2, column 'is_whole': 'yes' is not of type boolean"),
        (b"1999-12-31", b"before 1999", "line 4, column 'signed': 'before 1999' is not of type"),
        (b"1999-12-31", b"1999-02-30", "line 4, column 'signed': '1999-02-30' is not of type"),
        (b"1999-12-31", b"1999-W01-1", "line 4, column 'signed': '1999-W01-1' is not of type"),
        (b"0.1", b"1e999", "line 2, column 'share': '1e999' is not of type number"),
        (b"AR,2001", "AR,٢٠٠١".encode(), "line 3, column 'year': '٢٠٠١' is not of type integer"),
        (b"AR,2001", b"AR," + b"9" * 30, "is not of type integer"),
        (b"AR,2001", b'"AR,2001', "the row from line 3 is not CSV"),
        (b"BR,2002", b"AR,2001", "primary key ('AR', '2001') is already on line 3"),
        (b"NA,", b"\xc3,", "line 2 is not UTF-8"),
    ],
)
def test_seal_refuses_what_the_schema_does_not_allow(root, old, new, problem):
    path = root / "demo/compiled_table.csv"
    path.write_bytes(CONTENT.replace(old, new, 1))
    before = (root / "datapackage.json").read_bytes()
    with pytest.raises(CatalogError) as caught:
        Catalog(root).seal("demo/compiled_table")
    assert problem in str(caught.value)
    assert (root / "datapackage.json").read_bytes() == before


def test_column_of_another_type_names_the_cell_on_load(root):
    descriptor = json.loads((root / "datapackage.json").read_text())
    descriptor["resources"][0]["schema"]["fields"][2]["type"] = "integer"
    (root / "datapackage.json").write_text(json.dumps(descriptor))
    with pytest.raises(
        CatalogError, match=r"line 2, column 'share': '0\.1' is not of type integer"
    ):
        Catalog(root).load("demo/compiled_table")


def test_sealed_edit_is_accepted(root):
    path = root / "demo/compiled_table.csv"
    path.write_bytes(CONTENT.replace(b"0.1", b"0.2"))
    Catalog(root).seal("demo/compiled_table")
    assert Catalog(root).load("demo/compiled_table").loc[0, "share"] == 0.2
    assert Catalog(root).resource("demo/compiled_table")["bytes"] == len(CONTENT)


def test_computed_table_cannot_be_sealed(root):
    with pytest.raises(CatalogError, match="computed"):
        Catalog(root).seal("demo/computed_table")


def test_all_offenders_are_counted_and_the_first_twenty_shown():
    content = b"iso2,year,share,is_whole,signed\n" + b"".join(
        b"AR,%d,x,,\n" % year for year in range(1990, 2020)
    )
    with pytest.raises(CatalogError) as caught:
        check_content("demo/table", content, SCHEMA)
    assert "30 invalid values" in str(caught.value)
    assert str(caught.value).count("column 'share'") == 20
    assert str(caught.value).endswith("… and 10 more")


def test_line_numbers_hold_after_a_cell_of_several_lines():
    schema = {"fields": [{"name": "note", "type": "string"}, {"name": "n", "type": "integer"}]}
    found = violations("demo/table", 'note,n\n"one\ntwo",1\nthree,x\n', schema)
    assert found == [(4, "n", "'x' is not of type integer")]


@pytest.mark.parametrize(
    ("limits", "cell", "allowed"),
    [
        ({"enum": [1, 2]}, "2", True),
        ({"enum": [1, 2]}, "3", False),
        ({"maximum": 5}, "6", False),
        ({"pattern": "[0-9]{2}"}, "12", True),
        ({"pattern": "[0-9]{2}"}, "123", False),
        ({"minLength": 2}, "1", False),
        ({"maxLength": 2}, "123", False),
    ],
)
def test_constraints(limits, cell, allowed):
    schema = {"fields": [{"name": "n", "type": "integer", "constraints": limits}]}
    assert (violations("demo/table", f"n\n{cell}\n", schema) == []) is allowed


def test_unique_column_names_the_line_of_its_twin():
    field = {"name": "code", "type": "string", "constraints": {"unique": True}}
    found = violations("demo/table", "code\nA\nB\nA\n", {"fields": [field]})
    assert found == [(4, "code", "'A' is already on line 2")]


@pytest.mark.parametrize(
    ("change", "problem"),
    [({"type": "geopoint"}, "type of column 'n'"), ({"constraints": {"min": 1}}, "constraint")],
)
def test_schema_that_cannot_be_checked_is_refused(change, problem):
    with pytest.raises(CatalogError, match=f"unknown {problem}"):
        violations("demo/table", "n\n1\n", {"fields": [{"name": "n", "type": "integer", **change}]})


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_every_finite_float_is_a_number(values):
    schema = {"fields": [{"name": "x", "type": "number"}]}
    text = "x\n" + "".join(f"{value!r}\n" for value in values)
    assert violations("demo/table", text, schema) == []


def test_sources_have_a_row_for_each_table_and_source(root):
    frame = Catalog(root).sources()
    assert frame["table"].tolist() == ["demo/compiled_table", "demo/computed_table"]
    row = frame.iloc[0].to_dict()
    assert row["url"] == "https://example.org/a"
    assert row["licence"] == "Public domain"


def test_describe_has_a_row_for_each_column(root):
    frame = Catalog(root).describe("demo/compiled_table")
    assert frame["column"].tolist() == ["iso2", "year", "share", "is_whole", "signed"]


def test_citation_is_bibtex_with_escaped_signs(root):
    entry = Catalog(root).cite("demo/compiled_table")
    assert entry.startswith("@misc{demo_compiled_table_1,\n  title = {{Trade \\& debt}}")
    assert "Somebody. Vintage: 2026-01. Retrieved: 2026-02-03" in entry


def test_environment_variable_names_another_folder(root):
    code = "from analysis import tables; print(tables.tables())"
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={"ANALYSIS_DATA": str(root), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "['demo/compiled_table', 'demo/computed_table']"


def test_an_interrupted_write_leaves_the_old_descriptor(root):
    before = (root / "datapackage.json").read_bytes()

    def fail(descriptor):
        descriptor["resources"].clear()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Catalog(root).edit(fail)
    assert (root / "datapackage.json").read_bytes() == before
    assert sorted(path.name for path in root.iterdir()) == ["datapackage.json", "demo"]
