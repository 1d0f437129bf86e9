"""The house: who imports whom, what a measure may not do, and what its code may not name."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import grimp
import pytest
import yaml

from analysis import tables
from tests.places import ROOT

QUESTIONS = ("trade", "arms", "voting", "debt", "synthesis", "claims", "briefs")
NOT_MEASURES = ("figures", "sentences", "parameters")


def modules(*rooms):
    """Source files of some rooms."""
    return [path for room in rooms for path in sorted((ROOT / "analysis" / room).rglob("*.py"))]


def name_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_measure(path):
    return not any(part in NOT_MEASURES for part in name_of(path).split("."))


MEASURES = [path for path in modules(*QUESTIONS) if is_measure(path)]


@pytest.fixture(scope="module")
def graph():
    return grimp.build_graph(
        "analysis", include_external_packages=True, exclude_type_checking_imports=True
    )


def test_rooms_import_only_from_the_floors_below():
    """The contracts stand in pyproject.toml, where ``lint-imports`` reads them too."""
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_measures_draw_nothing(graph):
    drawing = [name for name in ("matplotlib", "seaborn") if name in graph.modules]
    assert drawing, "the graph has lost its external packages"
    for path in MEASURES:
        for package in drawing:
            chain = graph.find_shortest_chain(name_of(path), package)
            assert chain is None, " imports ".join(chain)


OPENS = {
    *("open", "read_csv", "read_parquet", "read_excel", "read_feather", "read_json", "read_table"),
    *("read_text", "read_bytes", "write_text", "write_bytes", "urlopen", "savefig", "to_csv"),
    *("load", "load_study"),
}


def test_measures_open_nothing():
    """A measure is handed its frames; only parameters and notebooks find tables."""
    found = []
    for path in MEASURES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if name in OPENS:
                found.append(f"{path.relative_to(ROOT)}:{node.lineno} calls {name}")
    assert not found, "\n".join(found)


def docstrings(tree):
    """Constants that stand alone: docstrings of modules, functions, classes and attributes."""
    for node in ast.walk(tree):
        for each in (
            getattr(node, "body", []) if isinstance(getattr(node, "body", []), list) else []
        ):
            if isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant):
                yield id(each.value)


def words(tree):
    """Every name and text of the code, without docstrings."""
    skipped = set(docstrings(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) not in skipped:
                yield node.lineno, node.value
        elif isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.lineno, node.name


def numbers_that_are_no_years(tree):
    """Yield the numbers of simulations, which only look like years."""
    for node in ast.walk(tree):
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        if isinstance(target, ast.Name) and target.id in ("SEED", "DRAWS", "RESAMPLINGS"):
            yield id(node.value)


@pytest.fixture(scope="module")
def particular():
    """What the code of a question may not name: states, their codes, and what is called after."""
    states = tables.load("common/states")
    past = tables.load("common/historical_states")
    codes = {*states["iso3"], *past["code"], "USA", "CHN", "UKR"}
    names = {*states["name"], *past["name"], "United States", "China", "Ukraine"}
    whole = "|".join(map(re.escape, sorted({*names, *codes}, key=len, reverse=True)))
    parts = "russia|ussr|soviet|moscow|washington|kremlin|ukrain"
    return re.compile(rf"(?<![A-Za-z])(?:{whole})(?![A-Za-z])|(?i:{parts})")


@pytest.mark.parametrize("room", [*QUESTIONS, "notebook"])
def test_code_names_no_state_and_no_partner(particular, room):
    """They come from the study, the parameters or a table; docstrings may give examples."""
    found = []
    for path in modules(room):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for line, text in words(tree):
            hit = particular.search(text)
            if hit:
                found.append(f"{path.relative_to(ROOT)}:{line} names {hit[0]!r}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("room", [*QUESTIONS, "notebook"])
def test_code_names_no_year(room):
    """Spans come from the tables, turning years from the study."""
    found = []
    for path in modules(room):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        skipped = set(docstrings(tree)) | set(numbers_that_are_no_years(tree))
        for node in ast.walk(tree):
            if not isinstance(node, ast.Constant) or id(node) in skipped:
                continue
            # A key such as cow_2001 is the name of a publisher's file.
            year = re.search(r"(?<![\d._])(?:18|19|20)\d\d(?!\d)", str(node.value))
            if year and isinstance(node.value, int | str):
                found.append(f"{path.relative_to(ROOT)}:{node.lineno} names {year[0]}")
    assert not found, "\n".join(found)


def test_the_architecture_shows_the_floors_of_the_contract():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    (floors,) = [each["layers"] for each in settings["contracts"] if each["id"] == "floors"]
    rooms = [
        {name.strip().removeprefix("analysis.") for name in each.split("|")} for each in floors
    ]
    drawn = re.findall(
        r"subgraph f\d+\[.*?\]\n\s*(.*?)\n", (ROOT / "docs/architecture.md").read_text()
    )
    shown = [set(re.findall(r"\w+", each)) for each in reversed(drawn)]
    assert [each for each in rooms if each != {"__main__"}] == shown
    here = {path.stem for path in (ROOT / "analysis").iterdir() if not path.stem.startswith("_")}
    assert set().union(*shown) == here


def test_versions_agree():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    newest = re.search(r"^## (\S+) \((.+)\)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert citation["version"] == version == newest[1]
    assert newest[2] == str(citation.get("date-released", "unreleased"))


def test_the_repository_has_no_links():
    """They break on Windows and in zips, where they become files that hold a path."""
    listed = subprocess.run(
        ["git", "ls-files", "-s"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    assert not [line for line in listed.stdout.splitlines() if line.startswith("120000")]
