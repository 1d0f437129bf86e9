"""A build writes all tables or none, the same bytes each time, and reports what changed."""

import io
import json
import os
import subprocess
import sys
import types

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import build as building
from analysis.build import build, to_csv
from analysis.catalog import Catalog, sha256
from analysis.errors import CatalogError, SourceError

SCHEMA = {
    "fields": [
        {"name": "iso3", "type": "string"},
        {"name": "year", "type": "integer"},
        {"name": "value_usd", "type": "number", "constraints": {"minimum": 0}},
        {"name": "is_whole", "type": "boolean"},
    ],
    "primaryKey": ["iso3", "year"],
    "missingValues": [""],
}


def read_demo(upstream):
    return pd.read_csv(upstream / "demo.csv").assign(is_whole=True)


@pytest.fixture
def upstream(tmp_path):
    folder = tmp_path / "upstream"
    folder.mkdir()
    (folder / "demo.csv").write_text("iso3,year,value_usd\nCUB,2001,0.1\nARG,2000,\nARG,1999,5\n")
    return folder


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A data folder with the computed tables demo/one and demo/two and a compiled one."""
    theme = types.ModuleType("analysis.build.demo")
    theme.TABLES = {"demo/one": read_demo, "demo/two": read_demo}
    theme.__spec__ = types.SimpleNamespace(name=theme.__name__)
    monkeypatch.setitem(sys.modules, "analysis.build.demo", theme)
    resources = [
        {
            "name": name,
            "path": f"demo/{kind}/{name[5:]}.csv",
            "kind": kind,
            "bytes": 0,
            "hash": "",
            "schema": SCHEMA,
            "sources": [{"title": "Demo", "file": "demo.csv"}],
            "licenses": [],
        }
        for name, kind in (
            ("demo/one", "computed"),
            ("demo/two", "computed"),
            ("demo/x", "compiled"),
        )
    ]
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "datapackage.json").write_text(json.dumps({"resources": resources}))
    return folder


def snapshot(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_table_is_sorted_typed_and_readable(root, upstream):
    build(upstream, root)
    text = (root / "demo/computed/one.csv").read_text()
    assert text == (
        "iso3,year,value_usd,is_whole\nARG,1999,5.0,true\nARG,2000,,true\nCUB,2001,0.1,true\n"
    )
    assert Catalog(root).load("demo/one")["value_usd"].tolist()[2] == 0.1


def test_link_leads_to_the_file(root, upstream):
    build(upstream, root)
    assert os.readlink(root / "demo/one.csv") == "computed/one.csv"


def test_hash_of_the_file_read_is_recorded(root, upstream):
    build(upstream, root)
    (source,) = Catalog(root).resource("demo/one")["sources"]
    assert f"sha256:{source['sha256']}" == sha256((upstream / "demo.csv").read_bytes())


def test_second_build_changes_nothing(root, upstream):
    build(upstream, root)
    before = snapshot(root)
    changes = build(upstream, root)
    assert snapshot(root) == before
    assert [(each.added, each.removed, each.changed) for each in changes] == [(0, 0, 0)] * 2


def test_changes_are_reported(root, upstream):
    assert build(upstream, root)[0].rows_before is None
    (upstream / "demo.csv").write_text(
        "iso3,year,value_usd\nCUB,2001,0.4\nARG,1999,5.5\nBRA,2000,1\nPER,2000,1\n"
    )
    change, _ = build(upstream, root)
    counts = (change.rows_before, change.rows_after, change.added, change.removed, change.changed)
    assert counts == (3, 4, 2, 1, 2)
    assert change.largest == "value_usd of CUB 2001 from 0.1 to 0.4"
    assert change.sources_changed == ("demo.csv",)
    assert str(change) == (
        "demo/one: 4 rows (3 rows before; 2 added, 1 removed, 2 changed); largest change: "
        "value_usd of CUB 2001 from 0.1 to 0.4; other source than before: demo.csv"
    )


def test_only_the_named_tables_are_built(root, upstream):
    assert [each.name for each in build(upstream, root, ["demo/two"])] == ["demo/two"]
    assert not (root / "demo/computed/one.csv").exists()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("iso3,year,value_usd\nCUB,2001,-1\n", "line 2, column 'value_usd': '-1.0' is below 0"),
        ("iso3,year,value_usd\nCUB,2001,1\nCUB,2001,2\n", "is already on line 2"),
        ("iso3,year,value_usd\nCUB,2001.5,1\n", "column 'year' is not of type integer"),
        ("iso3,year,value_usd\nCUB,,1\n", "has a missing value"),
        ("iso3,year\nCUB,2001\n", "built with the columns iso3, year, is_whole"),
    ],
)
def test_nothing_is_written_if_a_table_breaks_its_schema(root, upstream, text, problem):
    build(upstream, root)
    before = snapshot(root)
    (upstream / "demo.csv").write_text(text)
    with pytest.raises(CatalogError) as caught:
        build(upstream, root)
    assert "2 tables could not be built; nothing was written" in str(caught.value)
    assert str(caught.value).count(problem) == 2
    assert snapshot(root) == before


def test_all_failures_are_told_and_none_is_written(root, upstream):
    def fail(folder):
        raise SourceError("demo.csv", "is cut")

    sys.modules["analysis.build.demo"].TABLES["demo/two"] = fail
    with pytest.raises(CatalogError, match=r"demo/two: demo\.csv: is cut"):
        build(upstream, root)
    assert list(snapshot(root)) == ["datapackage.json"]


def test_source_file_that_the_descriptor_names_must_be_there(root, upstream):
    def rename(descriptor):
        descriptor["resources"][0]["sources"][0]["file"] = "other.csv"

    Catalog(root).edit(rename)
    with pytest.raises(CatalogError, match=r"other\.csv: is named as a source of demo/one"):
        build(upstream, root)


def test_source_file_that_exists_twice_with_other_content_is_refused(root, upstream):
    (upstream / "old").mkdir()
    (upstream / "old/demo.csv").write_text("other")

    def name_without_folder(descriptor):
        for each in descriptor["resources"]:
            each["sources"][0]["file"] = "dem?.csv"

    Catalog(root).edit(name_without_folder)
    assert build(upstream, root)  # found at the top: the one meant
    (upstream / "new").mkdir()
    (upstream / "demo.csv").rename(upstream / "new/demo.csv")
    sys.modules["analysis.build.demo"].TABLES.update(
        {name: lambda folder: read_demo(folder / "new") for name in ("demo/one", "demo/two")}
    )
    with pytest.raises(CatalogError, match="differs between"):
        build(upstream, root)


def test_many_files_have_one_hash_that_any_of_them_changes(root, upstream):
    def name_all(descriptor):
        for each in descriptor["resources"]:
            each["sources"][0]["file"] = "*.csv"

    Catalog(root).edit(name_all)
    (upstream / "second.csv").write_text("a")
    build(upstream, root)
    (upstream / "second.csv").write_text("b")
    assert build(upstream, root)[0].sources_changed == ("*.csv",)


def test_compiled_table_is_not_built(root, upstream):
    with pytest.raises(CatalogError, match="python -m analysis data seal demo/x"):
        build(upstream, root, ["demo/x"])


def test_table_that_no_module_builds_is_named(root, upstream):
    del sys.modules["analysis.build.demo"].TABLES["demo/two"]
    with pytest.raises(CatalogError, match=r"demo/two: no function in analysis/build/demo\.py"):
        build(upstream, root)


def test_folder_that_is_missing_is_named(root, tmp_path):
    with pytest.raises(SourceError, match="nowhere: is not a folder"):
        build(tmp_path / "nowhere", root)


def test_computed_table_needs_a_primary_key():
    with pytest.raises(CatalogError, match="needs a primary key"):
        to_csv(
            pd.DataFrame({"a": ["x"]}), "demo/one", {"fields": [{"name": "a", "type": "string"}]}
        )


def test_dates_are_written_as_the_standard_has_them():
    fields = [{"name": "signed", "type": "date"}]
    frame = pd.DataFrame({"signed": ["2001-02-03", "1999-12-31"]})
    content = to_csv(frame, "demo/one", {"fields": fields, "primaryKey": "signed"})
    assert content == b"signed\n1999-12-31\n2001-02-03\n"


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=20))
def test_numbers_come_back_to_the_last_bit(values):
    fields = [{"name": "row", "type": "integer"}, {"name": "x", "type": "number"}]
    frame = pd.DataFrame({"row": range(len(values)), "x": values})
    content = to_csv(frame, "demo/one", {"fields": fields, "primaryKey": ["row"]})
    assert pd.read_csv(io.BytesIO(content))["x"].tolist() == values


@pytest.mark.parametrize("variables", [{"TZ": "Asia/Kolkata"}, {"LC_ALL": "de_DE.UTF-8"}, {}])
def test_bytes_do_not_depend_on_the_machine(variables):
    code = (
        "import pandas as pd, sys; from analysis.build import to_csv\n"
        "fields = [{'name': 'd', 'type': 'date'}, {'name': 'x', 'type': 'number'}]\n"
        "frame = pd.DataFrame({'d': ['2001-01-01', '2000-01-01'], 'x': [0.1 + 0.2, 1e22]})\n"
        "schema = {'fields': fields, 'primaryKey': ['d']}\n"
        "sys.stdout.buffer.write(to_csv(frame, 'demo/one', schema))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], env={"PATH": "", **variables}, capture_output=True, check=True
    )
    assert run.stdout == b"d,x\n2000-01-01,1e+22\n2001-01-01,0.30000000000000004\n"


def test_every_computed_table_that_ships_has_its_function():
    catalog = Catalog(building.DATA)
    for name in catalog.tables():
        if catalog.resource(name)["kind"] == "computed":
            assert callable(building.builder(name))
