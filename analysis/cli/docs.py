"""The command that writes what is generated in ``docs/``: the glossary and the schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from analysis.paths import ROOT

DOCS = ROOT / "docs"


@click.command("docs")
@click.option("--check", is_flag=True, help="Write nothing; fail if a file would change.")
def write_docs(check: bool) -> None:
    """Write docs/glossary.md and docs/schemas/ anew from docstrings, tables and declarations."""
    from analysis.errors import AnalysisError
    from analysis.tables import replace_file

    changed = []
    for path, text in render():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            changed.append(path.relative_to(ROOT).as_posix())
            if not check:
                replace_file(path, text.encode())
    if check and changed:
        raise AnalysisError(f"not up to date: {', '.join(changed)}; run `./run_all.sh docs`")
    click.echo("\n".join(f"{name}: written" for name in changed) or "docs/: unchanged")


def render(folder: Path = DOCS) -> Iterator[tuple[Path, str]]:
    """Return every generated file with its content.

    Parameters
    ----------
    folder : pathlib.Path, optional
        Where the files belong.

    Yields
    ------
    tuple of (pathlib.Path, str)
        The glossary, the JSON Schema of a study, and one of each notebook's parameters.
    """
    from analysis.cli import glossary
    from analysis.cli.notebooks import NOTEBOOKS
    from analysis.study import Study

    yield folder / "glossary.md", glossary.render()
    yield folder / "schemas" / "study.json", _json(Study.model_json_schema())
    for name, model in NOTEBOOKS.items():
        yield folder / "schemas" / f"{name}.json", _json(model.model_json_schema())


def _json(schema: dict[str, Any]) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
