"""Running notebooks with papermill: several at once, in one process, interruptible."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import psutil
from papermill.exceptions import PapermillExecutionError
from papermill.execute import execute_notebook
from traitlets.config import Config

from analysis.reproduce import engine, kernels
from analysis.reproduce.plan import Run

# A kernel with pandas and seaborn holds about 200 MB; the rest is room for the data.
MEMORY_PER_KERNEL = 1_000_000_000

Progress = Callable[[Run, int, int], None]


@dataclass(frozen=True)
class Result:
    """What became of one run.

    Parameters
    ----------
    run : Run
        The run.
    seconds : float
        Wall time.
    error : str
        Empty if every cell ran; else the cell, the exception and its message.
    """

    run: Run
    seconds: float
    error: str = ""


def workers_that_fit(runs: int) -> int:
    """Return how many notebooks to run at once: bounded by cores, memory and the runs.

    Parameters
    ----------
    runs : int
        Number of notebooks to run.

    Returns
    -------
    int
        At least 1.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = psutil.virtual_memory().available // MEMORY_PER_KERNEL
    return max(1, min(cores or 1, memory, runs))


def run_all(
    runs: Sequence[Run], *, workers: int | None = None, progress: Progress | None = None
) -> list[Result]:
    """Run notebooks, several at once.

    Parameters
    ----------
    runs : sequence of Run
        What to run.
    workers : int, optional
        How many at once. None lets cores and memory decide.
    progress : callable, optional
        Called as ``progress(run, cells_done, cells)`` from the threads that run the notebooks.

    Returns
    -------
    list of Result
        In the order of `runs`. A notebook that fails does not stop the others.

    Raises
    ------
    KeyboardInterrupt
        On Ctrl-C or SIGTERM: the kernels are dead by then and unfinished outputs are removed.
    """
    # Every error is in a Result; papermill would print it a second time.
    logging.getLogger("papermill").setLevel(logging.CRITICAL)
    kernels.allow_again()
    with (
        _terminate_like_interrupt(),
        ThreadPoolExecutor(workers or workers_that_fit(len(runs))) as pool,
    ):
        futures = [pool.submit(run_one, run, progress) for run in runs]
        try:
            waiting = set(futures)
            while waiting:
                # A short wait, so that Ctrl-C is noticed at once.
                _, waiting = wait(waiting, timeout=0.2)
        except KeyboardInterrupt:
            for future in futures:
                future.cancel()
            while not all(future.done() for future in futures):
                kernels.kill_all()
                wait(futures, timeout=0.2)
            raise
    return [future.result() for future in futures]


def run_one(run: Run, progress: Progress | None = None) -> Result:
    """Run one notebook in a kernel of its own.

    The notebook and its figures appear in the run's folder only when all cells have run. If a
    cell fails, the notebook up to that cell is kept as ``<name>.failed.ipynb``.

    Parameters
    ----------
    run : Run
        What to run.
    progress : callable, optional
        Called as ``progress(run, cells_done, cells)``.

    Returns
    -------
    Result
        Time, and the error if there was one.
    """
    start = time.monotonic()
    _remove_leftovers(run)
    partial = run.folder / f".{run.name}.partial-{os.getpid()}"
    partial.mkdir(parents=True, exist_ok=True)
    failed = run.output.with_suffix(".failed.ipynb")
    failed.unlink(missing_ok=True)
    try:
        error = _execute(run, partial, progress)
        executed = partial / run.notebook.name
        if error:
            if executed.exists() and not kernels.is_stopping():
                os.replace(executed, failed)
        else:
            replace_folder(partial / "figures" / run.name, run.figures / run.name)
            os.replace(executed, run.output)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return Result(run, time.monotonic() - start, error)


def _execute(run: Run, partial: Path, progress: Progress | None) -> str:
    # papermill adds a cell that sets the parameters.
    cells = len(nbformat.read(run.notebook, as_version=4).cells) + bool(run.parameters)

    def report(cell: Any, cell_index: int) -> None:
        if progress:
            progress(run, cell_index, cells)

    settings = Config()
    settings.AsyncPrivateKernelManager.extra_environment = {
        "ANALYSIS_OUTPUT": str(partial / "figures")
    }
    try:
        execute_notebook(
            run.notebook,
            partial / run.notebook.name,
            parameters=dict(run.parameters),
            engine_name=engine.NAME,
            kernel_name="python3",
            progress_bar=False,
            # Not papermill's cwd: that changes the directory of the whole process.
            resources={"metadata": {"path": str(run.notebook.parent)}},
            kernel_manager_class=kernels.AsyncPrivateKernelManager,
            config=settings,
            shutdown_kernel="immediate",
            on_cell_start=report,
        )
    except PapermillExecutionError as error:
        return f"In [{error.exec_count}]: {error.ename}: {error.evalue}"
    except Exception as error:  # a dead kernel, a full disk: the other notebooks go on
        return f"{type(error).__name__}: {error}"
    if progress:
        progress(run, cells, cells)
    return ""


def _remove_leftovers(run: Run) -> None:
    """Remove the unfinished outputs of a process that was killed outright."""
    for folder in run.folder.glob(f".{run.name}.partial-*"):
        if not psutil.pid_exists(int(folder.name.rpartition("-")[2])):
            shutil.rmtree(folder, ignore_errors=True)


def replace_folder(new: Path, old: Path) -> None:
    """Put one folder in the place of another, which stays whole until the new one is there.

    Parameters
    ----------
    new : pathlib.Path
        The folder to move; made empty if there is none.
    old : pathlib.Path
        Where it goes, on the same disk.
    """
    new.mkdir(parents=True, exist_ok=True)
    old.parent.mkdir(parents=True, exist_ok=True)
    retired = new.with_name(f".{new.name}.retired")
    if old.exists():
        os.replace(old, retired)
    os.replace(new, old)
    shutil.rmtree(retired, ignore_errors=True)


@contextmanager
def _terminate_like_interrupt() -> Iterator[None]:
    """Treat SIGTERM and a closed terminal like Ctrl-C, so that kernels are never left behind."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(signum: int, frame: Any) -> None:
        raise KeyboardInterrupt

    # SIGINT too: a shell starts background jobs with it ignored.
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, interrupt) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
