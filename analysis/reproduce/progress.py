"""One live line a notebook on a terminal; one plain line an event elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from analysis.reproduce.plan import Run
from analysis.reproduce.run import Progress as Callback


@contextmanager
def show_progress(runs: Sequence[Run], workers: int) -> Iterator[Callback]:
    """Show how far each run is.

    Parameters
    ----------
    runs : sequence of Run
        The runs.
    workers : int
        How many run at once; shown once.

    Yields
    ------
    callable
        To be called as ``progress(run, cells_done, cells)``, from any thread.
    """
    console = Console()
    console.print(f"Running {len(runs)} notebook(s), {workers} at a time", highlight=False)
    if not console.is_terminal:
        yield lambda run, done, cells: _print_event(console, run, done, cells)
        return
    columns = (
        TextColumn("{task.fields[name]:<18}"),
        BarColumn(),
        TextColumn("{task.fields[state]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as bars:
        tasks: dict[Path, TaskID] = {
            run.output: bars.add_task("", start=False, total=None, name=run.label, state="waiting")
            for run in runs
        }

        def update(run: Run, done: int, cells: int) -> None:
            task = tasks[run.output]
            if done == 0:
                bars.start_task(task)
            state = "ran" if done == cells else f"cell {done + 1} of {cells}"
            bars.update(task, total=cells, completed=done, state=state)

        yield update


def _print_event(console: Console, run: Run, done: int, cells: int) -> None:
    if done == 0:
        console.print(f"  {run.label}: started", highlight=False)
    elif done == cells:
        console.print(f"  {run.label}: ran {cells} cells", highlight=False)
