"""The command ``data fetch``."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from analysis.errors import AnalysisError, ParameterError
from analysis.paths import ROOT

if TYPE_CHECKING:
    from analysis.sources.fetch.comtrade import Query
    from analysis.study import Study


@click.command("fetch")
@click.argument("sources", nargs=-1, metavar="[SOURCE]…")
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=ROOT / "build" / "sources",
    help="Folder for the files, laid out for `data build --from` [default: build/sources].",
)
@click.option("--offline", is_flag=True, help="Use no network; say what is missing.")
@click.option("--force", is_flag=True, help="Fetch again what is here already.")
@click.option("--timeout", type=click.FloatRange(0.1), default=60.0, help="Seconds without a byte.")
@click.option("--study", "name", help="Whose partner and region [default: the one that ships].")
@click.option("--years", default="", help="comtrade: 2014 or 1996-2016 [default: all].")
@click.option("--partner", help="comtrade: another partner of the study, such as CHN.")
@click.option("--states", default="all", help="comtrade: ARG,BRA or a group [default: all].")
@click.option("--flow", type=click.Choice(["X", "M", "M,X"]), default="M,X", help="comtrade.")
@click.option("--commodity", default="TOTAL", help="comtrade: TOTAL, AG2, or HS codes.")
def fetch(
    sources: tuple[str, ...],
    folder: Path,
    offline: bool,
    force: bool,
    timeout: float,
    name: str | None,
    years: str,
    partner: str | None,
    states: str,
    flow: str,
    commodity: str,
) -> None:
    """Fetch the publishers' files of SOURCE; without one, list the sources.

    Files come whole or not at all; a second run goes on where the first was stopped.
    ANALYSIS_SOURCES names a folder or an address to take them from instead. Keys come from the
    environment (COMTRADE_KEY). Some sources must be downloaded by hand: the list says which.
    """
    if not sources:
        _list_sources()
        return
    from analysis.sources.fetch.download import Patience
    from analysis.sources.fetch.mirror import read_mirror
    from analysis.sources.fetch.progress import show_progress
    from analysis.sources.fetch.run import Fetch
    from analysis.sources.fetch.sources import find
    from analysis.sources.fetch.store import Store
    from analysis.study import DEFAULT, load_study

    for source in sources:
        find(source)  # all names are known before the first byte is fetched
    study, query = load_study(name or DEFAULT), None
    if "comtrade" in sources:
        query = _read_query(study, partner, years, states, flow, commodity)
    failed = []
    with show_progress() as progress:
        run = Fetch(
            Store(folder),
            read_mirror(),
            offline=offline,
            force=force,
            patience=Patience(read_s=timeout, connect_s=min(timeout, 10.0)),
            progress=progress,
            report=click.echo,
            study=study,
        )
        for source in sources:
            failed += run.run(source, query).failed
    if failed:
        raise AnalysisError("\n".join(failed))


def _read_query(
    study: Study, partner: str | None, years: str, states: str, flow: str, commodity: str
) -> Query:
    from analysis import countries
    from analysis.errors import unknown
    from analysis.sources.comtrade import FIRST_YEAR
    from analysis.sources.fetch.comtrade import Query, read_years

    codes = commodity.split(",")
    if not all(code.isalnum() and code.isascii() for code in codes):
        raise ParameterError(f"commodity {commodity!r} is not TOTAL, AG2, AG4, AG6 or HS codes")
    if partner and partner not in study.partners:
        raise ParameterError(unknown("partner", [partner], study.partners))
    chosen = countries.select(states, study.states)
    # The year before this one is the last for which anyone can have reported.
    span = f"{max(FIRST_YEAR, study.first_year)}-{date.today().year - 1}"
    return Query(read_years(years or span), chosen, study, flow, commodity, partner)


def _list_sources() -> None:
    from rich.console import Console
    from rich.table import Table

    from analysis.sources.fetch.sources import read_entries

    table = Table("source", "how", "files", "key", "terms")
    rows: dict[tuple[str, str, str, str], int] = {}
    for entry in read_entries():
        key = f"{entry.key_variable}" + (" (set)" if os.environ.get(entry.key_variable) else "")
        row = (entry.source, entry.how, key, entry.terms)
        rows[row] = rows.get(row, 0) + 1
    for (source, how, key, terms), count in rows.items():
        number = str(count) if how == "download" else "–"
        table.add_row(source, how, number, key if key.strip() else "", terms)
    Console().print(table)
