import subprocess
import sys

import pytest

from analysis.cli.main import cli, main
from tests.places import ROOT


def run(capsys, *arguments):
    """Run a command in this process: exit code, standard output, standard error."""
    code = 0
    try:
        main(arguments)
    except SystemExit as stop:
        code = stop.code
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.mark.parametrize("command", sorted(cli.commands))
def test_every_command_has_help(capsys, command):
    code, out, _ = run(capsys, command, "--help")
    assert code == 0
    assert out.startswith(f"Usage: python -m analysis {command}")


def test_an_unknown_command_is_refused(capsys):
    code, _, err = run(capsys, "reproduc")
    assert code == 2
    assert "No such command 'reproduc'" in err


def test_a_misspelled_notebook_starts_nothing(capsys):
    code, out, err = run(capsys, "run", "trade_trend")
    assert (code, out) == (1, "")
    assert "did you mean 'trade_trends'" in err


def test_a_wrong_parameter_starts_no_kernel(capsys):
    code, out, err = run(capsys, "run", "trade_trends", "-p", "first_year", "1800")
    assert (code, out) == (1, "")
    assert err == (
        "Error: trade_trends: first_year: '1800' is not allowed; "
        "allowed: a whole number from 1992 to 2023\n"
    )


def test_parameters_are_listed(capsys):
    code, out, _ = run(capsys, "parameters", "arms_transfers")
    assert code == 0
    assert "window" in out


def test_tables_are_listed_and_shown(capsys):
    code, out, _ = run(capsys, "data", "list")
    assert code == 0 and "trade/aladi" in out.replace("\n", "")
    code, out, _ = run(capsys, "data", "show", "trade/aladi")
    assert code == 0 and "value_thousand_usd" in out
    code, out, _ = run(capsys, "data", "cite", "trade/aladi")
    assert code == 0 and out.startswith("@")


def test_a_misspelled_table_is_answered_with_the_nearest_name(capsys):
    code, _, err = run(capsys, "data", "show", "trade/aladii")
    assert code == 1
    assert "did you mean 'trade/aladi'" in err


def test_starting_the_command_line_is_quick():
    modules = (
        "import sys, analysis.cli.main; print('pandas' in sys.modules, 'papermill' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", modules], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "False False\n"
