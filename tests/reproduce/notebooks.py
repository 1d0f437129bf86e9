"""Tiny notebooks for the tests of the runner."""

from pathlib import Path

import nbformat


def write_notebook(path: Path, *cells: str) -> Path:
    """Write a notebook with these code cells; the first is tagged as its parameters."""
    code = []
    for number, source in enumerate(cells):
        cell = nbformat.v4.new_code_cell(source, id=f"cell-{number}")
        if number == 0:
            cell.metadata["tags"] = ["parameters"]
        code.append(cell)
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=code, metadata={"kernelspec": kernel}), path)
    return path
