"""An altered value and an altered plot are both found, and named.

Everything happens in a copy of the checkout: its notebook, figures, tables and code.
"""

import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.places import ROOT

NOTEBOOK = "arms_transfers"
TABLE = "arms/annual_tiv"


@pytest.fixture
def copy(tmp_path):
    for name in ("analysis", "data", "docs", "studies"):
        shutil.copytree(ROOT / name, tmp_path / name, symlinks=True)
    shutil.copytree(ROOT / "figures" / NOTEBOOK, tmp_path / "figures" / NOTEBOOK)
    (tmp_path / "notebooks").mkdir()
    shutil.copy(ROOT / "notebooks" / f"{NOTEBOOK}.ipynb", tmp_path / "notebooks")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def python(copy, *arguments):
    environment = {name: value for name, value in os.environ.items() if name != "ANALYSIS_OUTPUT"}
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=copy,
        env=environment | {"PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def add_to_venezuela_2006(copy, amount):
    """Change one value of the table; the descriptor's hash stays as it was."""
    path = copy / "data" / "arms" / "annual_tiv.csv"
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    (row,) = [r for r in rows if (r["supplier"], r["iso3"], r["year"]) == ("RUS", "VEN", "2006")]
    row["tiv_million"] = str(float(row["tiv_million"]) + amount)
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def reseal(copy, path):
    """Give the descriptor the altered file's hash, as somebody who wants to deceive would."""
    descriptor = copy / "data" / "datapackage.json"
    package = json.loads(descriptor.read_text())
    (resource,) = [r for r in package["resources"] if r["name"] == TABLE]
    resource["hash"] = "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()
    resource["bytes"] = path.stat().st_size
    descriptor.write_text(json.dumps(package))


def test_an_unaltered_copy_reproduces(copy):
    done = python(copy, "analysis", "reproduce", NOTEBOOK)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "reproduced" in done.stdout


def test_a_changed_table_is_refused_by_its_hash(copy):
    add_to_venezuela_2006(copy, 100)
    done = python(copy, "analysis", "reproduce", NOTEBOOK)
    assert done.returncode == 1
    assert "annual_tiv.csv" in done.stdout
    assert "git checkout" in done.stdout
    assert (copy / "build" / "report" / f"{NOTEBOOK}.failed.ipynb").exists()


def test_a_changed_value_is_found_in_outputs_and_figure_tables(copy):
    reseal(copy, add_to_venezuela_2006(copy, 100))
    done = python(copy, "analysis", "reproduce", NOTEBOOK)
    assert done.returncode == 1
    outputs = [line for line in done.stdout.splitlines() if f"{NOTEBOOK}.ipynb, In [" in line]
    assert any("text/plain" in line or "text/html" in line for line in outputs), done.stdout
    assert any("stored 355.5, now 455.5" in line for line in outputs), done.stdout

    tested = python(copy, "pytest", "-q", f"notebooks/{NOTEBOOK}.ipynb")
    assert tested.returncode == 1
    assert f"notebooks/{NOTEBOOK}.ipynb::Cell" in tested.stdout
    assert "stored 355.5, now 455.5" in tested.stdout


def test_a_changed_plot_is_found_though_nbval_skips_pictures(copy):
    style = copy / "analysis" / "notebook" / "style.py"
    text = style.read_text()
    assert '"partner": "#0072B2"' in text
    style.write_text(text.replace('"partner": "#0072B2"', '"partner": "#882255"'))
    done = python(copy, "analysis", "reproduce", NOTEBOOK)
    assert done.returncode == 1
    assert f"figures/{NOTEBOOK}/" in done.stdout
    assert "the picture differs" in done.stdout

    tested = python(copy, "pytest", "-q", f"notebooks/{NOTEBOOK}.ipynb")
    assert tested.returncode == 1
    failed = [line for line in tested.stdout.splitlines() if line.startswith("FAILED")]
    assert [line for line in failed if "::figures" in line] == failed
    assert "the picture differs" in tested.stdout
