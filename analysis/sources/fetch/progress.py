"""Where the user sees bytes and waits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID


class Progress:
    """Say nothing; the base of what does."""

    def advance(self, file: str, done: int, total: int | None) -> None:
        """Take note of bytes received.

        Parameters
        ----------
        file : str
            The file.
        done, total : int
            Bytes received so far, and in all. None if the server does not say.
        """

    def note(self, text: str) -> None:
        """Take note of something worth a line, such as a wait.

        Parameters
        ----------
        text : str
            The line.
        """


class BarProgress(Progress):
    """Draw a bar for the file under way, on standard error.

    Parameters
    ----------
    bars : rich.progress.Progress
        Draws.
    """

    def __init__(self, bars: Bars) -> None:
        self.bars = bars
        self.tasks: dict[str, TaskID] = {}

    def advance(self, file: str, done: int, total: int | None) -> None:
        """See :meth:`Progress.advance`."""
        if file not in self.tasks:
            for task in self.tasks.values():  # one bar: the file under way
                self.bars.remove_task(task)
            self.tasks = {file: self.bars.add_task(file, total=total)}
        self.bars.update(self.tasks[file], completed=done, total=total)

    def note(self, text: str) -> None:
        """See :meth:`Progress.note`."""
        self.bars.console.print(text, markup=False, highlight=False, soft_wrap=True)


@contextmanager
def show_progress() -> Iterator[Progress]:
    """Draw bars while the body runs; where there is no terminal, only notes are printed.

    Yields
    ------
    Progress
        To be told of bytes and waits.
    """
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Bars(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        yield BarProgress(bars)
