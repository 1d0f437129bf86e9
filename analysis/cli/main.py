"""Every command. ``run_all.sh`` prepares the environment and calls this."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from analysis.cli.briefs import briefs
from analysis.cli.claims import claims
from analysis.cli.data import data
from analysis.cli.docs import write_docs
from analysis.errors import AnalysisError
from analysis.paths import ROOT

if TYPE_CHECKING:
    from analysis.reproduce.plan import Run
    from analysis.reproduce.run import Result

INTERRUPTED = 130


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Reproducible research on Russia's relations with Latin America and the Caribbean."""


@cli.command()
@click.argument("notebooks", nargs=-1)
@click.option("--workers", type=click.IntRange(1), help="Notebooks at once [default: as fit].")
def reproduce(notebooks: tuple[str, ...], workers: int | None) -> None:
    """Run NOTEBOOKS (default: all), verify them, and write the report to build/report/."""
    from analysis.reproduce.plan import plan_defaults
    from analysis.reproduce.report import Verdict, write_index, write_page
    from analysis.reproduce.verify import verify

    folder = ROOT / "build" / "report"
    start = time.monotonic()
    verdicts = []
    for result in _run(plan_defaults(notebooks, folder), workers):
        if result.error:
            verdicts.append(Verdict(result))
        else:
            write_page(result)
            verdicts.append(Verdict(result, verify(result.run, ROOT / "figures")))
    index = write_index(verdicts, folder, time.monotonic() - start)
    _finish([(verdict.result, verdict.word, verdict.page) for verdict in verdicts])
    for verdict in verdicts:
        for difference in verdict.differences:
            click.secho(str(difference), fg="red")
    click.echo(f"Report: {index.relative_to(ROOT)}")
    if any(verdict.word != "reproduced" for verdict in verdicts):
        sys.exit(1)


@cli.command()
@click.argument("notebook")
@click.option(
    "-p",
    "parameters",
    type=(str, str),
    multiple=True,
    metavar="NAME VALUE",
    help="Set a parameter; may be repeated. Lists are written ARG,BRA.",
)
def run(notebook: str, parameters: tuple[tuple[str, str], ...]) -> None:
    """Run one NOTEBOOK with other parameters; the outputs go to build/runs/."""
    from analysis.cli.notebooks import check_parameters
    from analysis.reproduce.plan import find_notebooks, plan_variant
    from analysis.reproduce.report import Verdict, write_page

    (path,) = find_notebooks([notebook])
    checked = check_parameters(path.stem, dict(parameters))
    (result,) = _run([plan_variant(path.stem, checked)], 1)
    if not result.error:
        write_page(result)
    _finish([(result, "failed" if result.error else "done", Verdict(result).page)])
    if result.error:
        sys.exit(1)


@cli.command()
@click.argument("notebooks", nargs=-1)
def update(notebooks: tuple[str, ...]) -> None:
    """Re-execute NOTEBOOKS (default: all) and accept their outputs and figures."""
    from analysis.reproduce.accept import accept
    from analysis.reproduce.plan import plan_defaults
    from analysis.reproduce.report import Verdict
    from analysis.reproduce.verify import verify

    rows = []
    for result in _run(plan_defaults(notebooks, ROOT / "build" / "update"), None):
        if result.error:
            rows.append((result, "failed", Verdict(result).page))
            continue
        differences = verify(result.run, ROOT / "figures")
        for difference in differences:
            click.echo(f"changed: {difference}")
        accept(result.run, ROOT / "figures")
        rows.append((result, "changed" if differences else "unchanged", result.run.notebook))
    _finish(rows)
    click.echo("Review with: git diff -- notebooks figures")
    if any(word == "failed" for _, word, _ in rows):
        sys.exit(1)


@cli.command()
@click.argument("notebook", required=False)
def parameters(notebook: str | None) -> None:
    """List the parameters of NOTEBOOK (default: of all) with their defaults and meaning."""
    from analysis.cli.notebooks import NOTEBOOKS
    from analysis.reproduce.plan import find_notebooks

    console = Console()
    names = [path.stem for path in find_notebooks([notebook] if notebook else [])]
    for name in names:
        table = Table("parameter", "default", "meaning", title=name, title_justify="left")
        for field, information in NOTEBOOKS[name].model_fields.items():
            table.add_row(field, str(information.default), information.description or "")
        console.print(table)


@cli.command(context_settings={"ignore_unknown_options": True})
@click.option(
    "--coverage", is_flag=True, help="Say which lines no test reaches, and fail below 90 %."
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(coverage: bool, arguments: tuple[str, ...]) -> None:
    """Run all tests: code style, types, pytest, and nbval over every notebook.

    ARGUMENTS go to pytest, and the checks of style and types are then left out.
    """
    measured = ["--cov=analysis", "--cov-report=term:skip-covered"] if coverage else []
    checks = [["-m", "pytest", *measured, *arguments]]
    if not arguments:
        checks = [
            ["-m", "ruff", "check"],
            ["-m", "ruff", "format", "--check"],
            ["-m", "mypy"],
            ["-m", "pytest", "-n", "auto", "--dist", "loadfile", *measured],
        ]
    failed = []
    for check in checks:
        click.echo(f"$ python {' '.join(check)}")
        if subprocess.run([sys.executable, *check], cwd=ROOT, check=False).returncode:
            failed.append(check[1])
    if failed:
        raise AnalysisError(f"failed: {', '.join(failed)}; see above")


@cli.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def lab(arguments: tuple[str, ...]) -> None:
    """Open JupyterLab at the notebooks, on this machine only, with its token."""
    command = [
        *(sys.executable, "-m", "jupyterlab"),
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.root_dir={ROOT}",
        "--LabApp.default_url=/lab/tree/notebooks",
        *arguments,
    ]
    os.execv(sys.executable, command)


cli.add_command(briefs)
cli.add_command(claims)
cli.add_command(data)
cli.add_command(write_docs)


def _run(runs: Sequence[Run], workers: int | None) -> list[Result]:
    from analysis.reproduce.progress import show_progress
    from analysis.reproduce.run import run_all, workers_that_fit

    workers = workers or workers_that_fit(len(runs))
    with show_progress(runs, workers) as progress:
        return run_all(runs, workers=workers, progress=progress)


def _finish(rows: Sequence[tuple[Result, str, Path]]) -> None:
    """Print the closing table: notebook, time, verdict, where to look."""
    table = Table("notebook", "time", "verdict", "where to look")
    for result, word, path in rows:
        style = "bold red" if word in ("failed", "differs") else "green"
        shown = f"[{style}]{word}[/]"
        table.add_row(
            result.run.name, f"{result.seconds:.1f} s", shown, str(path.relative_to(ROOT))
        )
    Console(width=None if sys.stdout.isatty() else 160).print(table)
    for result, _, _ in rows:
        if result.error:
            click.secho(f"{result.run.notebook.name}, {result.error}", fg="red")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and turn the package's errors into one line and an exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        The command line without the program's name. None takes it from ``sys.argv``.
    """
    # A kernel of this name in the user's own folder must not shadow the environment's.
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    try:
        cli.main(arguments, prog_name="python -m analysis", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except AnalysisError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)
    except (KeyboardInterrupt, click.Abort):
        click.echo(
            "Interrupted. Finished outputs are complete; unfinished ones were removed.", err=True
        )
        sys.exit(INTERRUPTED)
