"""The commands of ``data`` say what is there, what is wrong and what a build would change."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from analysis.tables import DATA, Catalog

SERIES = "common/us_deflator"
CODE = """
import sys
from analysis.cli.data import data
from analysis.errors import AnalysisError
try:
    data.main(standalone_mode=False)
except AnalysisError as error:
    sys.exit(f"Error: {error}")
"""


@pytest.fixture
def folder(tmp_path):
    """A copy of the data folder that may be damaged."""
    shutil.copytree(DATA, tmp_path / "data", symlinks=True)
    return tmp_path / "data"


@pytest.fixture
def sources(tmp_path):
    """A file like the publisher's: GDP of the USA in current and chained dollars."""
    (tmp_path / "sources/common").mkdir(parents=True)
    table = Catalog(DATA).load(SERIES)
    lines = ["date,level-current,level-chained,change-current,change-chained"]
    for row in table.itertuples():
        current, chained = row.gdp_current_billion_usd, row.gdp_chained_2017_billion_usd
        lines.append(f"{row.year},{current},{chained},,")
    (tmp_path / "sources/common/us_gdp_year.csv").write_text("\n".join(lines) + "\n")
    return tmp_path / "sources"


def data(*arguments, folder=DATA, **variables):
    environment = {name: value for name, value in os.environ.items() if name != "ANALYSIS_SOURCES"}
    return subprocess.run(
        [sys.executable, "-c", CODE, *map(str, arguments)],
        env=environment | {"ANALYSIS_DATA": str(folder), **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


def test_show_has_columns_units_source_vintage_terms_and_faults():
    shown = data("show", "arms/annual_tiv").stdout
    for expected in (
        "tiv_million",
        "million TIV",
        "2026-02-12",
        "Terms: SIPRI's terms",
        "key: supplier, iso3, year",
        "labelled Russia",
        "data cite arms/annual_tiv",
    ):
        assert expected in shown, expected


def test_cite_is_bibtex():
    assert data("cite", "voting/tallies").stdout.startswith("@misc{voting_tallies_1,\n  title = {{")


def test_freshness_names_a_newer_release_and_its_tables():
    shown = data("freshness", "voting/tallies").stdout
    assert "YYYY_MM_DD_ga_voting.csv" in shown
    assert "2025" in shown


def test_faults_of_a_table():
    shown = data("faults", "common/deflator").stdout
    assert "inflation-gdp" in shown
    assert "1 known faults" in shown


@pytest.mark.parametrize("command", ["show", "cite", "faults", "freshness", "build"])
def test_misspelled_table_is_refused_with_the_nearest_name(command, tmp_path):
    run = data(command, "trade/bilatral", ANALYSIS_SOURCES=str(tmp_path))
    assert run.returncode == 1
    assert "did you mean 'trade/bilateral'" in run.stderr


@pytest.mark.slow
def test_check_passes_and_tells_what_it_checked():
    run = data("check")
    assert run.returncode == 0, run.stdout + run.stderr
    assert "agree with data/datapackage.json" in run.stdout
    assert "no deviation (frictionless)" in run.stdout
    assert "rules between tables hold" in run.stdout
    assert "rows by table and state are as expected" in run.stdout


@pytest.mark.slow
def test_check_lists_the_rows_that_break_a_rule_and_the_counts_that_differ(folder):
    """A sealed edit passes its schema; the rules between tables see it."""
    path = folder / "common/historical_states.csv"
    path.write_text(path.read_text().replace("1949,1990", "1991,1990"))
    path = folder / "trade/aladi.csv"
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))
    for name in ("common/historical_states", "trade/aladi"):
        Catalog(folder).seal(name)
    run = data("check", folder=folder)
    assert run.returncode == 1
    assert "periods_do_not_end_before_they_begin: 1 row(s) break it" in run.stdout
    assert "DDR" in run.stdout
    assert "-trade/aladi,all,180,2000,2004\n" in run.stdout
    assert "+trade/aladi,all,179,2000,2004\n" in run.stdout
    assert "data check --accept" in run.stderr
    accepted = data("check", "--accept", folder=folder)
    assert "+trade/aladi,all,179,2000,2004" in accepted.stdout
    assert "rows by table and state are as expected" in accepted.stdout


def test_check_names_all_damaged_tables_at_once(folder):
    for name in ("trade/aladi.csv", "arms/deals.csv"):
        (folder / name).write_bytes((folder / name).read_bytes() + b"x")
    run = data("check", folder=folder)
    assert run.returncode == 1
    assert "2 table(s) cannot be used" in run.stderr
    assert "trade/aladi: the file" in run.stderr
    assert "arms/deals: the file" in run.stderr


def test_build_without_a_folder_says_how_to_name_one():
    run = data("build")
    assert run.returncode == 1
    assert "give --from FOLDER or set ANALYSIS_SOURCES" in run.stderr


def test_build_names_all_missing_files_with_their_tables(tmp_path):
    run = data("build", ANALYSIS_SOURCES=str(tmp_path))
    assert run.returncode == 1
    assert "us_gdp_year.csv, for common/us_deflator\n" in run.stderr
    assert "trade/wits_partner/*.json, for trade/bilateral" in run.stderr


def test_build_from_the_same_file_changes_no_table_but_tells_of_another_source(folder, sources):
    run = data("build", SERIES, "--dry-run", "--from", sources, folder=folder)
    assert run.returncode == 0, run.stderr
    assert "computing common/us_deflator" in run.stderr
    assert "other file: us_gdp_year.csv" in run.stdout  # same numbers, other bytes
    assert "Nothing was replaced" in run.stdout


def test_build_shows_the_differences_and_replaces_only_when_told(folder, sources):
    path = sources / "common/us_gdp_year.csv"
    lines = path.read_text().splitlines(keepends=True)
    year, current, rest = lines[-1].split(",", 2)
    last = f"{year},{float(current) * 2:.1f},{rest}"
    path.write_text("".join([*lines[:-1], last]))
    before = (folder / "datapackage.json").read_bytes()
    variables = {"folder": folder, "ANALYSIS_SOURCES": str(sources)}

    unasked = data("build", SERIES, **variables)
    assert unasked.returncode == 1
    assert f"{SERIES}: gdp_current_billion_usd of {year} from {current} to" in unasked.stdout
    assert "add --yes" in unasked.stderr
    assert (folder / "datapackage.json").read_bytes() == before

    told = data("build", SERIES, "--yes", **variables)
    assert told.returncode == 0, told.stderr
    changed = Catalog(folder).load(SERIES).iloc[-1]["gdp_current_billion_usd"]
    assert changed == pytest.approx(2 * float(current))

    again = data("build", SERIES, "--yes", **variables)
    assert "Nothing differs" in again.stdout


def test_front_of_the_commands_does_not_load_tables():
    code = "import sys, analysis.cli.data; print('pandas' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(run.stdout.lower()) is False
