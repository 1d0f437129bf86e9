"""Accepting new outputs: the only code that writes ``notebooks/`` and ``figures/``."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import nbformat

from analysis.reproduce.plan import Run
from analysis.reproduce.run import replace_folder

# Times, paths and versions that change at every run and say nothing about the results.
VOLATILE_METADATA = ("papermill", "execution")


def clean(notebook: Any) -> Any:
    """Remove from an executed notebook what differs between two equal runs.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        The executed notebook; it is changed in place.

    Returns
    -------
    nbformat.NotebookNode
        The same notebook, with its code, outputs, tags and cell ids.
    """
    notebook.metadata.get("language_info", {}).pop("version", None)
    for part in [notebook, *notebook.cells]:
        for key in VOLATILE_METADATA:
            part.metadata.pop(key, None)
    for cell in notebook.cells:
        if not cell.metadata.get("tags", True):
            del cell.metadata["tags"]
    return notebook


def accept(run: Run, figures: Path) -> None:
    """Make the outputs of a run the stored ones.

    Parameters
    ----------
    run : Run
        A finished run at default parameters.
    figures : pathlib.Path
        ``figures/`` of the repository; the notebook's own folder in it is replaced.
    """
    notebook = clean(nbformat.read(run.output, as_version=4))
    temporary = run.notebook.with_name(f".{run.notebook.name}.{os.getpid()}")
    nbformat.write(notebook, temporary)
    new = figures / f".{run.name}.{os.getpid()}"
    shutil.copytree(run.figures / run.name, new)
    replace_folder(new, figures / run.name)
    os.replace(temporary, run.notebook)
