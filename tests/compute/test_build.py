"""A build writes all tables or none, the same bytes each time, and reports what changed."""

import io
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import types

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import compute as building
from analysis.compute import prepare, to_csv
from analysis.errors import CatalogError, SourceError, StudyError
from analysis.tables import Catalog, sha256
from tests.places import UPSTREAM

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


def build(*arguments, **named):
    """Compute tables and write them; return what changed."""
    prepared = prepare(*arguments, **named)
    prepared.write()
    return prepared.changes


def read_demo(upstream, study):
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
    theme = types.ModuleType("analysis.compute.demo")
    theme.TABLES = {"demo/one": read_demo, "demo/two": read_demo}
    theme.__spec__ = types.SimpleNamespace(name=theme.__name__)
    monkeypatch.setitem(sys.modules, "analysis.compute.demo", theme)
    resources = [
        {
            "name": name,
            "title": name,
            "description": "Demo",
            "path": f"demo/{name[5:]}.csv",
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
    text = (root / "demo/one.csv").read_text()
    assert text == (
        "iso3,year,value_usd,is_whole\nARG,1999,5.0,true\nARG,2000,,true\nCUB,2001,0.1,true\n"
    )
    assert Catalog(root).load("demo/one")["value_usd"].tolist()[2] == 0.1


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
    assert change.largest == (
        "value_usd of CUB 2001 from 0.1 to 0.4",
        "value_usd of ARG 1999 from 5.0 to 5.5",
    )
    assert change.states_gained == ("BRA", "PER")
    assert change.sources_changed == ("demo.csv",)
    assert not change.is_empty
    assert str(change) == (
        "demo/one: 4 rows (3 rows before; 2 added, 1 removed, 2 changed); states gained: BRA, PER; "
        "other source than before: demo.csv; largest change: value_usd of CUB 2001 from 0.1 to 0.4"
    )


def test_states_and_years_that_vanish_are_reported(root, upstream):
    build(upstream, root)
    (upstream / "demo.csv").write_text("iso3,year,value_usd\nARG,2000,\nARG,2003,1\n")
    change, _ = build(upstream, root)
    assert change.states_lost == ("CUB",)
    assert (change.years_gained, change.years_lost) == (("2003",), ("1999", "2001"))


def test_preparing_changes_nothing_until_it_is_written(root, upstream):
    build(upstream, root)
    before = snapshot(root)
    (upstream / "demo.csv").write_text("iso3,year,value_usd\nCUB,2001,0.4\n")
    prepared = prepare(upstream, root)
    assert [change.rows_after for change in prepared.changes] == [1, 1]
    assert snapshot(root) == before
    prepared.write()
    assert len(Catalog(root).load("demo/one")) == 1


def test_progress_is_told_table_by_table(root, upstream):
    told = []
    build(upstream, root, progress=lambda *now: told.append(now))
    assert told == [("demo/one", 0, 2), ("demo/two", 1, 2), ("", 2, 2)]


def in_child(run):
    """Run a function in a child process and return its exit status as the shell has it."""
    child = os.fork()
    if child == 0:
        try:
            run()
            os._exit(0)
        except KeyboardInterrupt:
            os._exit(130)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def interrupt_before(step, folder, signal_number):
    """Send this process a signal before its step-th operation on files of a folder."""
    steps = iter(range(10_000))

    def hook(event, arguments):
        operations = ("open", "os.rename", "os.mkdir", "os.remove", "shutil.rmtree")
        is_here = event in operations and str(arguments[0]).startswith(str(folder))
        if is_here and next(steps) == step:
            os.kill(os.getpid(), signal_number)

    sys.addaudithook(hook)


@pytest.mark.parametrize("signal_number", [signal.SIGKILL, signal.SIGINT])
def test_interrupted_at_any_step_all_tables_are_old_or_all_are_new(root, upstream, signal_number):
    build(upstream, root)
    texts = [
        "iso3,year,value_usd\nCUB,2001,0.4\n",
        "iso3,year,value_usd\nCUB,2001,7\nCUB,2002,8\n",
    ]
    outcomes = []
    for step in range(10_000):
        old = len(Catalog(root).load("demo/one"))
        (upstream / "demo.csv").write_text(texts[step % 2])
        prepared = prepare(upstream, root)
        new = len(texts[step % 2].splitlines()) - 1

        def write(step=step, prepared=prepared):
            interrupt_before(step, root, signal_number)
            prepared.write()

        status = in_child(write)
        if status == 0:
            break
        assert status in (-signal.SIGKILL, 130)
        catalog = Catalog(root)
        rows = {len(catalog.load(name)) for name in ("demo/one", "demo/two")}
        assert rows in ({old}, {new}), step
        assert not (root / ".build").exists()
        outcomes.append("old" if rows == {old} and old != new else "new")
    assert outcomes.count("old") >= 3
    assert outcomes.count("new") >= 3
    build(upstream, root)
    assert [path.name for path in root.glob(".*")] == []  # what the killed ones had staged


def test_full_disk_leaves_the_old_tables_and_says_so(root, upstream):
    build(upstream, root)
    before = snapshot(root)
    (upstream / "demo.csv").write_text("iso3,year,value_usd\nCUB,2001,0.4\n")
    prepared = prepare(upstream, root)

    def write():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))  # bytes: the descriptor is longer
        try:
            prepared.write()
        except CatalogError as error:
            os._exit(7 if "make room" in str(error) else 1)

    assert in_child(write) == 7
    assert snapshot(root) == before
    assert [path.name for path in root.glob(".*")] == []


def test_folder_of_a_build_that_still_runs_is_left_alone(root, upstream):
    running = root / f".build-{os.getppid()}"
    running.mkdir()
    build(upstream, root)
    assert running.is_dir()


def test_only_the_named_tables_are_built(root, upstream):
    assert [each.name for each in build(upstream, root, ["demo/two"])] == ["demo/two"]
    assert not (root / "demo/one.csv").exists()


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
    def fail(folder, study):
        raise SourceError("demo.csv", "is cut")

    sys.modules["analysis.compute.demo"].TABLES["demo/two"] = fail
    with pytest.raises(CatalogError, match=r"demo/two: demo\.csv: is cut"):
        build(upstream, root)
    assert list(snapshot(root)) == ["datapackage.json"]


def test_all_missing_files_are_named_at_once_with_the_tables_that_need_them(root, upstream):
    def rename(descriptor):
        descriptor["resources"][0]["sources"][0]["file"] = "other.csv"
        descriptor["resources"][1]["sources"] += [
            {"title": "Demo", "file": "trade/*.json"},
            {"title": "Demo", "file": "other.csv"},
        ]

    Catalog(root).edit(rename)
    with pytest.raises(SourceError) as caught:
        build(upstream, root)
    lines = str(caught.value).splitlines()
    assert "lacks 2 files" in lines[0]
    assert lines[1:] == ["  other.csv, for demo/one, demo/two", "  trade/*.json, for demo/two"]
    assert list(snapshot(root)) == ["datapackage.json"]


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
    sys.modules["analysis.compute.demo"].TABLES.update(
        {
            name: lambda folder, study: read_demo(folder / "new", study)
            for name in ("demo/one", "demo/two")
        }
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


def test_an_optional_file_may_be_missing_and_is_told_when_it_comes(root, upstream):
    def add(descriptor):
        for each in descriptor["resources"]:
            each["sources"] += [{"title": "Demo", "file": "more/*.json", "optional": "yes"}]

    Catalog(root).edit(add)
    assert build(upstream, root)[0].rows_after == 3
    (upstream / "more").mkdir()
    (upstream / "more/a.json").write_text("{}")
    build(upstream, root)
    (upstream / "more/a.json").write_text("[]")
    assert build(upstream, root)[0].sources_changed == ("more/*.json",)
    assert build(upstream, root)[0].is_empty


def test_the_study_reaches_the_tables(root, upstream):
    def regional(folder, study):
        rows = read_demo(folder, study)
        return rows[rows["iso3"].isin(study.states[:1])]

    sys.modules["analysis.compute.demo"].TABLES["demo/two"] = regional
    assert build(upstream, root, ["demo/two"])[0].rows_after == 2
    with pytest.raises(StudyError, match="russia_lac"):
        build(upstream, root, study="russia_lca")


def test_compiled_table_is_not_built(root, upstream):
    with pytest.raises(CatalogError, match="python -m analysis data seal demo/x"):
        build(upstream, root, ["demo/x"])


def test_table_that_no_module_builds_is_named(root, upstream):
    del sys.modules["analysis.compute.demo"].TABLES["demo/two"]
    with pytest.raises(CatalogError, match=r"demo/two: no function in analysis/compute/demo\.py"):
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
        "import pandas as pd, sys; from analysis.compute import to_csv\n"
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


@pytest.mark.slow
def test_with_every_computed_table_deleted_one_command_rebuilds_data_byte_for_byte(tmp_path):
    if not UPSTREAM.is_dir():
        pytest.skip("the publishers' files are not on this machine")
    copy = tmp_path / "data"
    shutil.copytree(building.DATA, copy)
    compiled = {}
    for each in Catalog(copy).descriptor()["resources"]:
        path = copy / each["path"]
        if each["kind"] == "computed":
            path.unlink()
        else:
            compiled[path] = path.stat().st_mtime_ns
    run = subprocess.run(
        [
            *(sys.executable, "-c"),
            "from analysis.cli.data import data; data()",
            *("build", "--yes"),
        ],
        env=os.environ | {"ANALYSIS_DATA": str(copy), "ANALYSIS_SOURCES": str(UPSTREAM)},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    rebuilt, shipped = snapshot(copy), snapshot(building.DATA)
    assert sorted(rebuilt) == sorted(shipped)
    assert [name for name in shipped if rebuilt[name] != shipped[name]] == []
    assert {path: path.stat().st_mtime_ns for path in compiled} == compiled
