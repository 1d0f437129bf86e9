"""What is to be run: notebooks, parameters, and where the outputs go."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.errors import ParameterError, unknown
from analysis.parameters import NOTEBOOKS

ROOT = Path(__file__).resolve().parents[2]


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


def check_parameters(notebook: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Check parameters against those that the notebook declares, before a kernel starts.

    Parameters
    ----------
    notebook : str
        Name of the notebook without its ending.
    values : mapping
        Parameters as typed on the command line or given by a caller.

    Returns
    -------
    dict
        The given parameters with their proper types, ready for papermill.

    Raises
    ------
    ParameterError
        If one is unknown or not allowed.

    Examples
    --------
    >>> check_parameters("arms_transfers", {"window": "7"})
    {'window': 7}
    """
    checked = NOTEBOOKS[notebook](**values).model_dump()
    # Lists go on as they were given: a notebook may name a group that it would not recognise
    # from its members.
    return {
        name: value if isinstance(checked[name], list) else checked[name]
        for name, value in values.items()
    }


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
        Values to set.
    root : pathlib.Path, optional
        The repository.

    Returns
    -------
    Run
        The run; the same parameters always give the same folder.
    """
    (notebook,) = find_notebooks([name], root)
    checked = check_parameters(notebook.stem, parameters)
    return Run(notebook, root / "build" / "runs" / notebook.stem / _label(checked), checked)


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
