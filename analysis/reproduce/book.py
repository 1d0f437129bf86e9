"""The index of a book: many runs of one notebook, side by side by what they recorded."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from jinja2 import Environment, PackageLoader, StrictUndefined

from analysis.notebook.show import RECORD_MIME


class Entry(NamedTuple):
    """One run of the notebook.

    Parameters
    ----------
    title : str
        What the run is about.
    notebook : pathlib.Path
        The executed notebook.
    page : pathlib.Path
        The same as an HTML page.
    """

    title: str
    notebook: Path
    page: Path


def read_records(notebook: Path) -> dict[str, dict[str, Any]]:
    """Read what an executed notebook recorded.

    Parameters
    ----------
    notebook : pathlib.Path
        The executed notebook.

    Returns
    -------
    dict of str to dict
        By name: ``name``, ``value`` and ``unit``, as given to
        :func:`analysis.notebook.show.record`.
    """
    cells = nbformat.read(notebook, as_version=4).cells
    found = [
        output["data"][RECORD_MIME]
        for cell in cells
        for output in cell.get("outputs", ())
        if RECORD_MIME in output.get("data", {})
    ]
    return {record["name"]: record for record in found}


def write_index(entries: Sequence[Entry], book: Path, title: str) -> Path:
    """Write the index of a book: a row a run, a column a recorded result.

    Parameters
    ----------
    entries : sequence of Entry
        The runs, in order.
    book : pathlib.Path
        The book as PDF; the index goes beside it.
    title : str
        Heading of the index.

    Returns
    -------
    pathlib.Path
        ``index.html``. A run that recorded nothing of a name has a dash there.
    """
    records = [read_records(entry.notebook) for entry in entries]
    folder = book.parent
    text = (
        Environment(
            loader=PackageLoader("analysis.reproduce"), autoescape=True, undefined=StrictUndefined
        )
        .get_template("book.html")
        .render(
            title=title,
            book=book.name,
            names=list(dict.fromkeys(name for found in records for name in found)),
            rows=[
                (entry.title, entry.page.relative_to(folder).as_posix(), found)
                for entry, found in zip(entries, records, strict=True)
            ],
        )
    )
    index = folder / "index.html"
    temporary = index.with_name(f".{index.name}.{os.getpid()}")
    temporary.write_text(text, encoding="utf-8")
    os.replace(temporary, index)
    return index
