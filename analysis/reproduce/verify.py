"""Compare a fresh run with what is stored in the repository.

Three things are compared: the outputs of every cell, with nbval's own comparison; the tables of
the figures, as numbers; and the pictures, as pictures. nbval skips pictures, so a changed figure
would otherwise pass in silence.
"""

from __future__ import annotations

import math
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pandas as pd
from matplotlib.testing.compare import compare_images
from nbval.plugin import IPyNbCell, nocolors

from analysis.reproduce.plan import Run

# Numbers in figure tables may differ by this much, relative to their size: platforms round the
# last digits of sums differently. The tables are written with ten digits.
RELATIVE_TOLERANCE = 1e-7
# Below this a number is noise around zero, in whatever unit the figures use.
ABSOLUTE_TOLERANCE = 1e-12
# Root mean square difference of the pixels, 0 to 255. Font rendering differs by less between
# platforms; a line of another colour or width by more.
PICTURE_TOLERANCE = 0.5
# What nbval itself does not compare, see nbval.plugin.IPyNbFile.
NOT_COMPARED = ("metadata", "traceback", "prompt_number", "output_type", "name", "execution_count",
                "image/png", "image/jpeg")  # fmt: skip
FIGURE_NAME = re.compile(r"^Figure ([a-z0-9_]+/[a-z0-9_]+):", re.MULTILINE)
SHOWN_DIFFERENCES = 5
MARKUP = re.compile(r"<style.*?</style>|<[^>]*>", re.DOTALL)


@dataclass(frozen=True)
class Difference:
    """One thing that did not reproduce.

    Parameters
    ----------
    notebook : str
        File name of the notebook.
    cell : str
        The cell as numbered in the notebook, for example ``"In [4]"``.
    what : str
        The output, figure or table cell, with the stored and the fresh value.
    """

    notebook: str
    cell: str
    what: str

    def __str__(self) -> str:
        return f"{self.notebook}, {self.cell}: {self.what}"


def verify(run: Run, stored_figures: Path) -> list[Difference]:
    """Compare a finished run with the stored notebook and figures.

    Parameters
    ----------
    run : Run
        A run at default parameters whose outputs exist.
    stored_figures : pathlib.Path
        Folder of the accepted figures, ``figures/`` of the repository.

    Returns
    -------
    list of Difference
        Empty if everything reproduced.
    """
    stored = nbformat.read(run.notebook, as_version=4)
    fresh = nbformat.read(run.output, as_version=4)
    name = run.notebook.name
    differences = list(compare_outputs(name, stored, fresh))
    cells = cells_of_figures(fresh) | cells_of_figures(stored)
    differences += [
        Difference(name, cells.get(f"{run.name}/{figure}", "In [?]"), what)
        for figure, what in compare_figures(stored_figures / run.name, run.figures / run.name)
    ]
    return differences


def compare_outputs(name: str, stored: Any, fresh: Any) -> Iterator[Difference]:
    """Compare the outputs of all code cells, as nbval does.

    Parameters
    ----------
    name : str
        File name of the notebook.
    stored, fresh : nbformat.NotebookNode
        The notebook in the repository and the one that has just been run.

    Yields
    ------
    Difference
        At most one a cell: the first line that differs.
    """
    old_cells = [cell for cell in stored.cells if cell.cell_type == "code"]
    new_cells = [cell for cell in fresh.cells if cell.cell_type == "code"]
    if [cell.source for cell in old_cells] != [cell.source for cell in new_cells]:
        yield Difference(name, "all cells", "the code differs from that of the stored notebook")
        return
    for number, (old, new) in enumerate(zip(old_cells, new_cells, strict=True), start=1):
        cell = _Cell()
        if not cell.compare_outputs(new.outputs, old.outputs, NOT_COMPARED):
            yield Difference(name, f"In [{number}]", cell.finding())


class _Cell:
    """As much of an nbval cell as its comparison needs; nbval would start a second kernel."""

    compare_outputs = IPyNbCell.compare_outputs
    colors = nocolors
    comparison_traceback: list[str]

    def sanitize(self, text: object) -> object:
        return text

    def format_output_compare(self, key: str, stored: object, fresh: object) -> None:
        # Of a page only the text is quoted, one line a table cell.
        texts = [
            MARKUP.sub("", str(value)) if key == "text/html" else str(value)
            for value in (stored, fresh)
        ]
        old, new = (text.splitlines() for text in texts)
        for number, (a, b) in enumerate(zip(old, new, strict=False), start=1):
            if a != b:
                where = f"{key}, line {number}" if len(old) > 1 else key
                self.comparison_traceback.append(f"{where}: {_first_difference(a, b)}")
                return
        self.comparison_traceback.append(f"{key}: stored {len(old)} lines, now {len(new)}")

    def finding(self) -> str:
        # Where the number of outputs differs, nbval quotes all of them.
        text, _, _ = " ".join(map(str, self.comparison_traceback)).partition("<<<<")
        return " ".join(text.split())


def _first_difference(stored: str, fresh: str, width: int = 60) -> str:
    """Quote two lines around the first place where they differ."""
    at = next(
        (i for i, (a, b) in enumerate(zip(stored, fresh, strict=False)) if a != b),
        min(len(stored), len(fresh)),
    )
    start = max(0, at - width // 2)
    cut = [
        ("…" if start else "")
        + text[start : start + width]
        + ("…" if len(text) > start + width else "")
        for text in (stored, fresh)
    ]
    return f"stored {cut[0]!r}, now {cut[1]!r}"


def cells_of_figures(notebook: Any) -> dict[str, str]:
    """Find which cell of an executed notebook drew which figure.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        An executed notebook.

    Returns
    -------
    dict
        Name of the figure to the cell, for example ``{"debt/timeline": "In [4]"}``.
    """
    found: dict[str, str] = {}
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, cell in enumerate(code, start=1):
        for output in cell.outputs:
            text = output.get("data", {}).get("text/plain", "")
            found |= dict.fromkeys(FIGURE_NAME.findall("".join(text)), f"In [{number}]")
    return found


def compare_figures(stored: Path, fresh: Path) -> Iterator[tuple[str, str]]:
    """Compare two folders of figures: tables as numbers, pictures as pictures.

    Parameters
    ----------
    stored, fresh : pathlib.Path
        Folders with one CSV and one PNG a figure.

    Yields
    ------
    tuple of str
        Name of the figure, and what differs.
    """
    old = {path.name for path in stored.glob("*.*")}
    new = {path.name for path in fresh.glob("*.*")}
    for name in sorted(old ^ new):
        if not name.startswith("."):
            state = "is stored but was not drawn" if name in old else "was drawn but is not stored"
            yield Path(name).stem, f"figures/{stored.name}/{name} {state}"
    for name in sorted(old & new):
        path = f"figures/{stored.name}/{name}"
        if name.endswith(".csv"):
            found = list(compare_tables(stored / name, fresh / name))
            for what in found[:SHOWN_DIFFERENCES]:
                yield Path(name).stem, f"{path}, {what}"
            if len(found) > SHOWN_DIFFERENCES:
                yield Path(name).stem, f"{path}: {len(found) - SHOWN_DIFFERENCES} more differences"
        elif name.endswith(".png"):
            what = compare_pictures(stored / name, fresh / name)
            if what:
                yield Path(name).stem, f"{path}: {what}"


def compare_tables(stored: Path, fresh: Path) -> Iterator[str]:
    """Compare two CSV tables cell by cell.

    Numbers may differ by :data:`RELATIVE_TOLERANCE`; whole numbers and text may not differ at
    all, and a missing value is equal only to a missing value.

    Parameters
    ----------
    stored, fresh : pathlib.Path
        The two files.

    Yields
    ------
    str
        Line, column, stored and fresh value of every difference.
    """
    old, new = (pd.read_csv(path, dtype=str, keep_default_na=False) for path in (stored, fresh))
    if list(old.columns) != list(new.columns):
        yield f"columns: stored {list(old.columns)}, now {list(new.columns)}"
        return
    if len(old) != len(new):
        yield f"rows: stored {len(old)}, now {len(new)}"
        return
    a, b = old.to_numpy(dtype=object), new.to_numpy(dtype=object)
    for row, column in np.argwhere(a != b):
        x, y = str(a[row, column]), str(b[row, column])
        if not _close(x, y):
            where = f"line {row + 2}, column {old.columns[column]!r}"
            yield f"{where}: stored {x or 'missing'}, now {y or 'missing'}"


def _close(a: str, b: str) -> bool:
    """Compare two printed numbers; text that is no number is equal only to itself."""
    if a.lstrip("-").isdigit() and b.lstrip("-").isdigit():
        return int(a) == int(b)
    try:
        return math.isclose(
            float(a), float(b), rel_tol=RELATIVE_TOLERANCE, abs_tol=ABSOLUTE_TOLERANCE
        )
    except ValueError:
        return False


def compare_pictures(stored: Path, fresh: Path) -> str:
    """Compare two pictures.

    Parameters
    ----------
    stored, fresh : pathlib.Path
        PNG files.

    Returns
    -------
    str
        Empty if they agree within :data:`PICTURE_TOLERANCE`, else what differs.
    """
    if stored.read_bytes() == fresh.read_bytes():
        return ""
    # matplotlib writes the difference beside the pictures; neither folder is ours to write to.
    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder) / "stored.png", Path(folder) / "fresh.png"
        shutil.copyfile(stored, old)
        shutil.copyfile(fresh, new)
        try:
            found: Any = compare_images(str(old), str(new), PICTURE_TOLERANCE, in_decorator=True)
        except Exception as error:  # pictures of different sizes
            return f"the pictures cannot be compared: {error}"
    if found is None:
        return ""
    return f"the picture differs (RMS {found['rms']:.1f}, tolerance {PICTURE_TOLERANCE})"
