"""The catalogue hands out verified, typed tables and says what is wrong with the others."""

import json
import subprocess
import sys

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.catalog import Catalog, check_content, sha256, violations
from analysis.errors import CatalogError

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
        path = tmp_path / "demo" / kind / f"{kind}_table.csv"
        path.parent.mkdir(parents=True)
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
    path = root / "demo/compiled/compiled_table.csv"
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
    path = root / f"demo/{kind}/{kind}_table.csv"
    path.write_bytes(CONTENT.replace(b"0.1", b"0.2"))
    with pytest.raises(CatalogError) as caught:
        Catalog(root).load(f"demo/{kind}_table")
    message = str(caught.value)
    assert sha256(CONTENT)[7:19] in message
    assert sha256(path.read_bytes())[7:19] in message
    assert f"git checkout -- {root.name}/demo/{kind}/{kind}_table.csv" in message
    assert advice in message


def test_missing_file_is_named(root):
    (root / "demo/compiled/compiled_table.csv").unlink()
    with pytest.raises(CatalogError, match=r"compiled/compiled_table\.csv is missing; restore"):
        Catalog(root).load("demo/compiled_table")


@pytest.mark.parametrize("text", [None, "{"])
def test_descriptor_that_is_missing_or_cut_is_named(root, text):
    path = root / "datapackage.json"
    path.unlink() if text is None else path.write_text(text)
    with pytest.raises(CatalogError, match=r"datapackage.json is (missing|not valid JSON)"):
        Catalog(root).tables()


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
        (b"BR,2002", b"AR,2001", "primary key ('AR', '2001') is already on line 3"),
        (b"NA,", b"\xc3,", "line 2 is not UTF-8"),
    ],
)
def test_seal_refuses_what_the_schema_does_not_allow(root, old, new, problem):
    path = root / "demo/compiled/compiled_table.csv"
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
    path = root / "demo/compiled/compiled_table.csv"
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
    code = "from analysis import catalog; print(catalog.tables())"
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
