"""What is to be run: notebooks, parameters, and where the outputs go."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.errors import ParameterError, unknown
from analysis.paths import ROOT


@dataclass(frozen=True)
class Run:
    """One notebook with one set of parameters.

    Parameters
    ----------
    notebook : pathlib.Path
        The notebook in the repository.
    folder : pathlib.Path
        Folder that receives the executed notebook and, in ``figures/``, what it draws.
    parameters : mapping
        Values that differ from the notebook's own defaults.
    """

    notebook: Path
    folder: Path
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Name of the notebook without its ending."""
        return self.notebook.stem

    @property
    def label(self) -> str:
        """What to call the run where several of one notebook go on."""
        return " ".join([self.name, *(str(value) for value in self.parameters.values())])

    @property
    def output(self) -> Path:
        """The executed notebook."""
        return self.folder / self.notebook.name

    @property
    def figures(self) -> Path:
        """Folder of the figures, by notebook."""
        return self.folder / "figures"


def find_notebooks(names: Iterable[str] = (), root: Path = ROOT) -> list[Path]:
    """Return the notebooks of the package, or those named.

    Parameters
    ----------
    names : iterable of str, optional
        Names, file names or paths of notebooks. Empty means all.
    root : pathlib.Path, optional
        The repository.

    Returns
    -------
    list of pathlib.Path
        Sorted by name.

    Raises
    ------
    ParameterError
        If a name is not that of a notebook.
    """
    found = {path.stem: path for path in sorted((root / "notebooks").glob("*.ipynb"))}
    wanted = [Path(name).name.removesuffix(".ipynb") for name in names]
    missing = [name for name in wanted if name not in found]
    if missing:
        raise ParameterError(unknown("notebook", missing, found))
    return [found[name] for name in dict.fromkeys(wanted)] if wanted else list(found.values())


def plan_defaults(names: Iterable[str], folder: Path, root: Path = ROOT) -> list[Run]:
    """Plan the named notebooks (all, if none is named) at their default parameters.

    Parameters
    ----------
    names : iterable of str
        Notebooks; see :func:`find_notebooks`.
    folder : pathlib.Path
        Folder of all outputs.
    root : pathlib.Path, optional
        The repository.

    Returns
    -------
    list of Run
        One a notebook.
    """
    return [Run(path, folder) for path in find_notebooks(names, root)]


def plan_variant(name: str, parameters: Mapping[str, Any], root: Path = ROOT) -> Run:
    """Plan one notebook with other parameters, in a folder of its own under ``build/runs``.

    Parameters
    ----------
    name : str
        The notebook.
    parameters : mapping
        Values to set, checked and typed.
    root : pathlib.Path, optional
        The repository.

    Returns
    -------
    Run
        The run; the same parameters always give the same folder.
    """
    (notebook,) = find_notebooks([name], root)
    return Run(notebook, root / "build" / "runs" / notebook.stem / _label(parameters), parameters)


def _label(parameters: Mapping[str, Any]) -> str:
    """Name a folder after parameters: readable, short, and different for different values."""
    if not parameters:
        return "default"
    exact = repr(sorted(parameters.items()))
    text = "_".join(f"{key}-{value}" for key, value in sorted(parameters.items()))
    readable = re.sub(r"[^A-Za-z0-9.]+", "-", text).strip("-")
    if len(readable) <= 60:
        return readable
    return f"{readable[:48]}-{hashlib.sha256(exact.encode()).hexdigest()[:8]}"
