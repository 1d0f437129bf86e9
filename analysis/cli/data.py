"""The commands ``data …``: look at, check, seal and rebuild the tables that ship."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from analysis.cli.fetch import fetch
from analysis.errors import AnalysisError, CatalogError, SourceError

if TYPE_CHECKING:
    import pandas as pd

    from analysis.compute import Progress as Report
    from analysis.compute import TableChange
    from analysis.tables import Catalog

SOURCES = "ANALYSIS_SOURCES"


@click.group()
def data() -> None:
    """List, show, cite, check, seal and rebuild the tables that ship; fetch their sources."""


data.add_command(fetch)


@data.command("list")
def list_tables() -> None:
    """List the tables with their kind, rows and title."""
    catalog = _catalog()
    table = Table("table", "kind", "rows", "title")
    for name in catalog.tables():
        resource = catalog.resource(name)
        table.add_row(name, resource["kind"], f"{len(catalog.load(name)):,}", resource["title"])
    _console().print(table)


@data.command()
@click.argument("name")
def show(name: str) -> None:
    """Show what table NAME holds: columns, units, sources, vintage, terms, known faults."""
    from analysis.tables import primary_key

    catalog, console = _catalog(), _console()
    resource, frame = catalog.resource(name), catalog.load(name)
    console.print(f"{name}: {resource['title']}", markup=False, style="bold")
    key = ", ".join(primary_key(resource["schema"])) or "none"
    console.print(f"{resource['kind']}, {len(frame):,} rows, key: {key}", markup=False)
    console.print(f"\n{resource['description']}\n", markup=False)
    console.print(_shown(catalog.describe(name)))
    sources = catalog.sources(name)
    console.print(_shown(sources[["title", "citation", "vintage", "retrieved", "url"]]))
    for licence in resource["licenses"]:
        console.print(f"Terms: {licence.get('title', licence['name'])}", markup=False)
        if licence.get("path"):
            console.print(f"       {licence['path']}", markup=False)
    faults = catalog.faults(name)
    if len(faults):
        console.print("\nKnown faults of the sources:")
        console.print(_shown(faults[["key", "problem", "treatment"]]))
    console.print(f"\nCite it: python -m analysis data cite {name}", markup=False)


@data.command()
@click.argument("names", nargs=-1)
def faults(names: tuple[str, ...]) -> None:
    """List the known faults of the sources, or those that touch tables NAMES."""
    found = _catalog().faults(*names)
    _console().print(_shown(found[["source", "key", "problem", "treatment", "reference"]]))
    click.echo(f"{len(found)} known faults; all columns: data/common/known_faults.csv")


@data.command()
@click.argument("names", nargs=-1)
def freshness(names: tuple[str, ...]) -> None:
    """Show vintage and last year of tables NAMES (default: all) and what a newer release is."""
    catalog = _catalog()
    for name in names:
        catalog.resource(name)
    frame = catalog.freshness()
    if names:
        frame = frame[frame["table"].isin(names)]
    # A source of several tables stands once, with the tables that it is read into.
    keys = ["source", "vintage", "newer_release", "url"]
    grouped = frame.fillna({"newer_release": "", "url": ""}).groupby(keys, sort=False)
    rows = grouped["table"].agg("\n".join).to_frame("tables").join(grouped["last_year"].max())
    columns = ["tables", "last_year", "source", "vintage", "newer_release", "url"]
    _console().print(_shown(rows.reset_index()[columns]))


@data.command()
@click.argument("name")
def cite(name: str) -> None:
    """Print how to cite the sources of table NAME, as BibTeX."""
    click.echo(_catalog().cite(name))


@data.command()
@click.argument("name")
def seal(name: str) -> None:
    """Record a compiled table NAME that was edited on purpose, after checking it."""
    _catalog().seal(name)
    click.echo(f"{name}: checked and sealed; review the change with: git diff -- data")


@data.command()
@click.option("--accept", is_flag=True, help="Store the present numbers of rows as expected.")
def check(accept: bool) -> None:
    """Check all tables: hash and schema, the standard, rules between them, expected rows."""
    from analysis.rules import RULES, broken, expectations

    catalog, console = _catalog(), _console()
    if accept:
        for line in expectations.accept(catalog):
            click.echo(line)
        click.echo(f"Review with: git diff -- data/{expectations.FILE}")
    problems = []
    for name in catalog.tables():
        try:
            catalog.check(name)
        except CatalogError as error:
            problems.append(str(error))
    if problems:
        raise CatalogError("\n".join([f"{len(problems)} table(s) cannot be used:", *problems]))
    click.echo(f"{len(catalog.tables())} tables agree with data/datapackage.json")
    try:
        catalog.validate()
        click.echo("the Data Package standard: no deviation (frictionless)")
    except CatalogError as error:
        problems.append(str(error))
    offenders = broken(catalog)
    for rule, rows in offenders:
        console.print(f"{rule.name}: {len(rows)} row(s) break it. {rule.sentence}", style="red")
        console.print(_shown(rows))
        problems.append(f"{rule.name}: {len(rows)} row(s)")
    click.echo(f"{len(RULES) - len(offenders)} of {len(RULES)} rules between tables hold")
    differences = expectations.differences(catalog)
    for line in differences:
        click.echo(line)
    if differences:
        problems.append(
            f"{len(differences)} line(s) differ from data/{expectations.FILE} (- expected, "
            "+ found); if that is meant: `python -m analysis data check --accept`"
        )
    else:
        click.echo("rows by table and state are as expected")
    if problems:
        raise CatalogError("\n".join(["the tables do not pass:", *problems]))


@data.command()
@click.argument("names", nargs=-1)
@click.option(
    "--from",
    "folder",
    type=click.Path(path_type=Path),
    help=f"Folder with the publishers' files [default: ${SOURCES}].",
)
@click.option("--study", help="Whose partner and states [default: the study that ships its data].")
@click.option("--yes", is_flag=True, help="Replace the tables without asking.")
@click.option("--dry-run", is_flag=True, help="Show what would change and leave it.")
def build(
    names: tuple[str, ...], folder: Path | None, study: str | None, yes: bool, dry_run: bool
) -> None:
    """Rebuild the computed tables NAMES (default: all) from the publishers' files.

    What differs from the tables that ship is shown before anything is replaced.
    """
    from analysis.compute import prepare
    from analysis.study import DEFAULT

    catalog = _catalog()
    with _show_progress() as progress:
        prepared = prepare(_folder(folder), catalog.root, names or None, progress, study or DEFAULT)
    console = _console()
    _show_changes(prepared.changes, console)
    if all(change.is_empty for change in prepared.changes):
        click.echo("Nothing differs: the tables are what these files give.")
        return
    if dry_run:
        click.echo("Nothing was replaced (--dry-run).")
        return
    if not yes:
        if not sys.stdin.isatty():
            raise AnalysisError("nothing was replaced: add --yes where nobody can be asked")
        click.confirm("Replace the tables?", abort=True)
    prepared.write()
    click.echo(
        f"{len(prepared.changes)} tables replaced; check them with `python -m analysis data check` "
        "and review them with `git diff -- data`"
    )


def _folder(given: Path | None) -> Path:
    """Return the folder with the publishers' files, from the option or the environment."""
    if given is not None:
        return given
    if not os.environ.get(SOURCES):
        raise SourceError(
            "data build",
            f"needs the folder with the publishers' files: give --from FOLDER or set {SOURCES}; "
            "`python -m analysis data show TABLE` names each table's sources",
        )
    return Path(os.environ[SOURCES])


def _show_changes(changes: Sequence[TableChange], console: Console) -> None:
    table = Table("table", "rows", "added", "removed", "changed", "states, years, sources")
    for change in changes:
        if change.is_empty:
            continue
        notes = [
            f"{label} {', '.join(values)}"
            for label, values in (
                ("+ states", change.states_gained),
                ("− states", change.states_lost),
                ("+ years", change.years_gained),
                ("− years", change.years_lost),
                ("other file:", change.sources_changed),
            )
            if values
        ]
        rows = f"{change.rows_after:,}"
        if change.rows_before is None:
            rows += " (new)"
        elif change.rows_before != change.rows_after:
            rows = f"{change.rows_before:,} → {rows}"
        counts = (change.added, change.removed, change.changed)
        table.add_row(change.name, rows, *(f"{each:,}" for each in counts), "\n".join(notes))
    if table.row_count:
        console.print(table)
    for change in changes:
        for line in change.largest:
            console.print(f"{change.name}: {line}", markup=False, highlight=False)
    console.print(
        f"{sum(change.is_empty for change in changes)} of {len(changes)} tables are unchanged"
    )


@contextmanager
def _show_progress() -> Iterator[Report]:
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda name, done, total: click.echo(f"computing {name}", err=True) if name else None
        return
    columns = (
        TextColumn("{task.description:<32}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("")
        yield lambda name, done, total: bar.update(
            task, description=name, completed=done, total=total
        )


def _shown(frame: pd.DataFrame) -> Table:
    """Return a frame as a table for the terminal; missing values are dashes."""
    table = Table(show_lines=True)
    for column in frame.columns:
        table.add_column(str(column).replace("_", " "), overflow="fold")
    for row in frame.astype(object).where(frame.notna(), "–").itertuples(index=False):
        table.add_row(*(str(cell).replace("[", r"\[") for cell in row))
    return table


def _catalog() -> Catalog:
    from analysis.tables import DATA, Catalog

    return Catalog(DATA)


def _console() -> Console:
    return Console(width=None if sys.stdout.isatty() else 160)
