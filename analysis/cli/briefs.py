"""The command that makes the book of country briefs."""

from __future__ import annotations

import os

import click

from analysis.errors import AnalysisError
from analysis.paths import ROOT

NOTEBOOK = "country_brief"
PREFACE = """\
# Country briefs: {partner} and the states of {region}

One page a state. Every number is computed from the tables in `data/` by
`notebooks/country_brief.ipynb`; a rank of 1 is the highest value among the states that have one,
without any judgement, and a dash is a missing value, never a zero. Sources and terms stand at
the end.
"""


@click.command()
@click.argument("states", nargs=-1)
@click.option("--study", help="A file of studies/ [default: the one that ships its data].")
@click.option("--workers", type=click.IntRange(1), help="Notebooks at once [default: as fit].")
def briefs(states: tuple[str, ...], study: str | None, workers: int | None) -> None:
    """Make the book of country briefs in build/briefs/: a page a state, an index, and a PDF.

    STATES are ISO3 codes or groups; all of the study's by default.
    """
    from analysis import countries
    from analysis.reproduce.book import Entry, write_index
    from analysis.reproduce.plan import find_notebooks
    from analysis.reproduce.progress import show_progress
    from analysis.reproduce.report import write_page
    from analysis.reproduce.run import Run, run_all, workers_that_fit
    from analysis.reproduce.typeset import Page, write_pdf
    from analysis.study import DEFAULT, load_study

    about = load_study(study or DEFAULT)
    title = f"Country briefs: {about.title}"
    folder = ROOT / "build" / "briefs"
    chosen = sorted(countries.select(list(states) or "all", about.states), key=countries.name)
    (notebook,) = find_notebooks([NOTEBOOK])
    given = {"study": study} if study else {}
    runs = [Run(notebook, folder / iso3, {**given, "iso3": iso3}) for iso3 in chosen]
    workers = workers or workers_that_fit(len(runs))
    with show_progress(runs, workers) as progress:
        results = run_all(runs, workers=workers, progress=progress)
    failed = [f"{iso3}: {r.error}" for iso3, r in zip(chosen, results, strict=True) if r.error]
    if failed:
        raise AnalysisError("briefs failed: " + "; ".join(failed))
    done = [
        Entry(countries.name(iso3), result.run.output, write_page(result))
        for iso3, result in zip(chosen, results, strict=True)
    ]
    pages = [Page(entry.notebook, entry.title) for entry in done]
    book = write_pdf(
        pages,
        folder / "briefs.pdf",
        title=title,
        footer="Country briefs",
        preface=PREFACE.format(
            partner=countries.short_name(about.partner), region=about.region.name
        ),
    )
    index = write_index(done, book, title)
    for path in (index, book):
        click.echo(f"{os.path.relpath(path, ROOT)}")
