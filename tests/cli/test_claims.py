"""The commands claims check, show and report."""

import csv
import io
import json

import pytest
from click.testing import CliRunner

from analysis.cli.claims import claims
from analysis.errors import AnalysisError


def run(*arguments):
    return CliRunner().invoke(claims, arguments, catch_exceptions=False)


def test_check_counts_the_ledger():
    result = run("check")
    assert result.exit_code == 0
    assert "473 claims, every cell can be read" in result.output


def test_show_has_readings_and_tolerance():
    result = run("show", "s0-trade-lac-2002")
    assert "s0-trade-lac-2002: contradicted" in result.output
    assert "5.612 billion USD" in result.output
    assert "left out by the options" in result.output
    assert "Tolerance: 5 %" in result.output


def test_show_takes_the_options():
    assert (
        "s0-trade-lac-2002: off" in run("show", "s0-trade-lac-2002", "--region", "offshore").output
    )


def test_show_names_the_nearest():
    with pytest.raises(AnalysisError, match="did you mean 's1-trade-2014'"):
        run("show", "s1-trade-2041")


def test_report_as_csv_and_json_hold_every_claim():
    rows = list(csv.DictReader(io.StringIO(run("report", "--format", "csv").stdout)))
    records = json.loads(run("report", "--format", "json").stdout)
    assert len(rows) == len(records) == 473
    assert [row["verdict"] for row in rows] == [record["verdict"] for record in records]


def test_report_can_be_narrowed():
    rows = json.loads(
        run("report", "--format", "json", "--theme", "voting", "--verdict", "contradicted").stdout
    )
    assert [row["claim_id"] for row in rows] == ["s1-un-abstain-lac4"]
    with pytest.raises(AnalysisError, match="did you mean 'voting'"):
        run("report", "--theme", "votin")


def test_report_of_a_readers_file(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(
        "claim_id,theme,statement,indicator,value,unit,comparator,subject,item\n"
        "a,voting,x,unga_vote,no,vote,eq,MEX,A/RES/68/262\n",
        encoding="utf-8",
    )
    output = run("report", str(path)).output
    assert "contradicted" in output
    assert "1 claim;" in output


@pytest.mark.parametrize("command", ["check", "show", "report"])
def test_help_says_what_the_arguments_are(command):
    assert "FILE" in run(command, "--help").output
