"""A papermill engine that writes the executed notebook once, when it is done or has failed.

papermill's own writes the whole notebook before and after every cell: a third of the time of a
notebook with many figures. What a killed run leaves behind is removed anyway.
"""

from __future__ import annotations

from typing import Any

from papermill.engines import NBClientEngine, papermill_engines

NAME = "written-once"


class WrittenOnce(NBClientEngine):
    """papermill's nbclient engine without the writing between cells."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **settings: Any) -> None:
        """Execute the cells; papermill's caller writes the notebook afterwards.

        Parameters
        ----------
        nb_man : papermill.engines.NotebookExecutionManager
            The notebook and where it goes.
        kernel_name : str
            The kernel.
        **settings
            For nbclient.
        """
        path, nb_man.output_path = nb_man.output_path, None
        try:
            super().execute_managed_notebook(nb_man, kernel_name, **settings)
        finally:
            nb_man.output_path = path


papermill_engines.register(NAME, WrittenOnce)
