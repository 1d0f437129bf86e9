"""Makes nbval speak to private kernels, and checks the figures that nbval does not see.

pytest loads it through ``addopts`` in ``pyproject.toml``.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbval.kernel
import pytest
from nbval.plugin import IPyNbFile

from analysis.reproduce.kernels import PrivateKernelManager

# nbval has no setting for this; its own kernels would listen on open ports.
nbval.kernel.KernelManager = PrivateKernelManager

_output = pytest.StashKey[str]()


def pytest_configure(config: pytest.Config) -> None:
    """Give the notebooks of this pytest process a figure folder of their own."""
    config.stash[_output] = tempfile.mkdtemp(prefix="analysis-figures-")
    os.environ["ANALYSIS_OUTPUT"] = config.stash[_output]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the figure folder."""
    shutil.rmtree(config.stash[_output], ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Add to each notebook, behind its last cell, a check of what it drew."""
    last = {
        item.parent: index for index, item in enumerate(items) if isinstance(item.parent, IPyNbFile)
    }
    for notebook, index in sorted(last.items(), key=lambda pair: -pair[1]):
        items.insert(index + 1, FiguresItem.from_parent(notebook, name="figures"))


class FiguresItem(pytest.Item):
    """The figures of a notebook equal the stored ones."""

    def runtest(self) -> None:
        """Compare the figures that the cells before this item have drawn."""
        differences = list(self._differences())
        if differences:
            raise AssertionError("\n".join(differences))

    def _differences(self) -> Iterator[str]:
        from analysis.reproduce.verify import cells_of_figures, compare_figures

        notebook = self.parent
        assert isinstance(notebook, IPyNbFile)
        name = notebook.path.stem
        stored = notebook.path.parents[1] / "figures" / name
        fresh = Path(self.config.stash[_output]) / name
        cells = cells_of_figures(notebook.nb)
        for figure, what in compare_figures(stored, fresh):
            yield f"{notebook.path.name}, {cells.get(f'{name}/{figure}', 'In [?]')}: {what}"

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None
    ) -> str:
        """Show the differences without a traceback."""
        return str(excinfo.value)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Name the item after its notebook."""
        return self.path, 0, f"{self.path.name}::figures"
