"""The report: executed notebooks as pages, and an index that says what reproduced."""

from __future__ import annotations

import logging
import os
import platform
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import Any

import nbformat
from jinja2 import Environment, PackageLoader, StrictUndefined
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from analysis.errors import AnalysisError
from analysis.reproduce.run import Result
from analysis.reproduce.verify import Difference

# What nbconvert writes where it finds no description; it does not look for one in outputs.
NO_DESCRIPTION = "No description has been provided for this image"
PACKAGES_SHOWN = ("pandas", "numpy", "matplotlib", "seaborn", "papermill", "nbval")


@dataclass(frozen=True)
class Verdict:
    """What one notebook's run came to.

    Parameters
    ----------
    result : Result
        The run with its time and error.
    differences : sequence of Difference
        What did not reproduce; empty for a run that was not compared or that reproduced.
    """

    result: Result
    differences: Sequence[Difference] = ()

    @property
    def word(self) -> str:
        """One of ``reproduced``, ``differs`` and ``failed``."""
        if self.result.error:
            return "failed"
        return "differs" if self.differences else "reproduced"

    @property
    def title(self) -> str:
        """The notebook's own title, or its name."""
        notebook = nbformat.read(self.result.run.notebook, as_version=4)
        first = notebook.cells[0].source if notebook.cells else ""
        heading = first.splitlines()[0] if first.startswith("# ") else self.result.run.name
        return heading.removeprefix("# ")

    @property
    def page(self) -> Path:
        """Where to look: the page, or the notebook up to the cell that failed."""
        output = self.result.run.output
        return output.with_suffix(".failed.ipynb" if self.result.error else ".html")

    @property
    def figures(self) -> list[str]:
        """Names of the figures that the notebook drew, without endings; none if it failed."""
        if self.result.error:
            # What lies in the folder is left from an earlier run.
            return []
        folder = self.result.run.figures / self.result.run.name
        return sorted(path.stem for path in folder.glob("*.png"))


def write_page(result: Result) -> Path:
    """Write an executed notebook as one readable HTML page beside it.

    Parameters
    ----------
    result : Result
        A run without error.

    Returns
    -------
    pathlib.Path
        The page.
    """
    notebook = nbformat.read(result.run.output, as_version=4)
    page = result.run.output.with_suffix(".html")
    exporter = HTMLExporter(
        template_name="lab", exclude_input_prompt=True, exclude_output_prompt=True
    )
    # It warns that pictures have no description; they get theirs just below.
    exporter.log = logging.getLogger("analysis.reproduce.report")
    exporter.log.setLevel(logging.ERROR)
    body, _ = exporter.from_notebook_node(notebook)
    for caption in _captions(notebook):
        body = body.replace(f'alt="{NO_DESCRIPTION}"', f'alt="{escape(caption)}"', 1)
    # In the notebook the links lead to the accepted figures, here to those of this run.
    body = body.replace('href="../figures/', 'href="figures/')
    body = _with_documents(body, result.run.notebook.parent.parent / "docs", page.parent)
    switch = _templates().get_template("switch.html").render(name=result.run.name)
    body = re.sub(r"<body[^>]*>", lambda tag: tag.group() + switch, body, count=1)
    _write(page, body)
    return page


def _with_documents(body: str, documents: Path, folder: Path) -> str:
    """Write the documents that a page links to beside it, and lead the links there."""
    for name in sorted(set(re.findall(r'href="\.\./docs/([\w-]+)\.md', body))):
        source = documents / f"{name}.md"
        if not source.exists():
            raise AnalysisError(
                f"the page links to {source}, which is not there; restore it with git, or write "
                "the glossary with `python -m analysis docs`"
            )
        text = source.read_text(encoding="utf-8")
        content = MarkdownWithMath(IPythonRenderer(escape=True)).render(text)
        document = _templates().get_template("document.html").render(name=name, content=content)
        _write(folder / f"{name}.html", document)
    return re.sub(r'href="\.\./docs/([\w-]+)\.md', r'href="\1.html', body)


def _captions(notebook: Any) -> list[str]:
    """Descriptions of the pictures of a notebook, in order."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    pictures = [output for output in outputs if "image/png" in output.get("data", {})]
    return [picture.data.get("text/plain", NO_DESCRIPTION) for picture in pictures]


def write_index(verdicts: Sequence[Verdict], folder: Path, seconds: float) -> Path:
    """Write the index of a report.

    Parameters
    ----------
    verdicts : sequence of Verdict
        One a notebook.
    folder : pathlib.Path
        The report's folder, which holds the pages and figures.
    seconds : float
        Wall time of the whole run.

    Returns
    -------
    pathlib.Path
        ``index.html``.
    """
    text = (
        _templates()
        .get_template("index.html")
        .render(
            verdicts=verdicts,
            seconds=seconds,
            python=platform.python_version(),
            system=f"{platform.system()} {platform.machine()}",
            packages={name: version(name) for name in PACKAGES_SHOWN},
        )
    )
    index = folder / "index.html"
    _write(index, text)
    return index


def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("analysis.reproduce"), autoescape=True, undefined=StrictUndefined
    )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_text(text, encoding="utf-8")
    os.replace(temporary, path)
