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


def test_help_has_its_examples_line_by_line():
    text = run("--help").output
    assert "\\b" not in text
    assert "\b" not in text
    lines = [line.strip() for line in text.splitlines()]
    assert "python -m analysis claims check my_claims.csv" in lines
    assert "python -m analysis claims show s1-trade-2014" in lines


def test_options_are_those_of_an_audit():
    from analysis.claims import Options

    for command in ("show", "report"):
        text = " ".join(run(command, "--help").output.split())
        for name, field in Options.model_fields.items():
            assert f"--{name}" in text
            assert str(field.description)[1:].split(";")[0] in text
            assert f"[default: {field.default}]" in text
    assert "--reporter [both|counterpart|states]" in " ".join(run("show", "--help").output.split())


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--reporter", "RUS"), "write 'counterpart'"),
        (("--reporter", "partner"), "write 'states'"),
        (("--tolerance", "2"), "a number from 0 to 0.5"),
        (("--region", "all"), "allowed: 'states', 'offshore' or 'both'"),
        (("--study", "x"), "unknown study 'x'"),
    ],
)
def test_wrong_options_are_refused(options, message):
    with pytest.raises(AnalysisError, match=message):
        run("show", "s1-trade-2014", *options)


def test_a_wrong_unit_does_not_stop_the_report(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(
        "claim_id,theme,statement,indicator,value,unit,comparator,subject,counterpart,"
        "year_start,year_end\n"
        "a,arms,x,arms_import_rank,1,percent,eq,VEN,RUS,2013,2013\n"
        "b,trade,x,trade_turnover,744,USD_million,approx,CHL,RUS,2013,2013\n",
        encoding="utf-8",
    )
    rows = json.loads(run("report", str(path), "--format", "json").stdout)
    assert [row["verdict"] for row in rows] == ["no data", "supported"]
    assert "mine.csv, line 2, column 'unit'" in rows[0]["reason"]
    checked = run("check", str(path)).output
    assert "2 claims, every cell can be read; 1 have readings" in checked
    assert "mine.csv, line 2, column 'unit'" in checked


def test_indicators_say_what_tests_them():
    text = " ".join(run("indicators", "visa_free", "sanctions").output.split())
    assert "visa_free" in text
    assert "boolean, states, countries" in text
    assert "RUS" in text
    assert "claims/evidence alone" in text
    with pytest.raises(AnalysisError, match="did you mean 'visa_free'"):
        run("indicators", "visa_fre")
    assert len(run("indicators").output.splitlines()) > 150


@pytest.mark.parametrize("command", ["check", "show", "report"])
def test_help_says_what_the_arguments_are(command):
    assert "FILE" in run(command, "--help").output
