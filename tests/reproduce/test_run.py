import os
import signal
import subprocess
import sys
import textwrap
import time

import nbformat
import psutil

from analysis.reproduce.plan import Run
from analysis.reproduce.run import run_all, run_one, workers_that_fit
from tests.reproduce.notebooks import write_notebook


def test_parameters_reach_the_notebook_and_figures_their_folder(tmp_path):
    notebook = write_notebook(
        tmp_path / "notebooks" / "tiny.ipynb",
        "x = 1",
        "import os, pathlib\n"
        "folder = pathlib.Path(os.environ['ANALYSIS_OUTPUT']) / 'tiny'\n"
        "folder.mkdir(parents=True)\n"
        "_ = (folder / 'a.csv').write_text('x\\n')\n"
        "print(x, pathlib.Path.cwd().name)",
    )
    run = Run(notebook, tmp_path / "out", {"x": 5})
    assert run_one(run).error == ""
    outputs = nbformat.read(run.output, as_version=4).cells[-1].outputs
    assert outputs[0].text == "5 notebooks\n"
    assert (run.figures / "tiny" / "a.csv").exists()
    assert sorted(path.name for path in run.folder.iterdir()) == ["figures", "tiny.ipynb"]


def test_kernels_are_spoken_to_over_private_sockets(tmp_path):
    source = (
        "import json, os, stat, pathlib, ipykernel\n"
        "file = pathlib.Path(ipykernel.get_connection_file())\n"
        "print(json.loads(file.read_text())['transport'], oct(file.parent.stat().st_mode & 0o777))"
    )
    run = Run(write_notebook(tmp_path / "a.ipynb", "", source), tmp_path / "out")
    assert run_one(run).error == ""
    outputs = nbformat.read(run.output, as_version=4).cells[-1].outputs
    # One stream, hence no warning on the error stream either.
    assert [output.text for output in outputs] == ["ipc 0o700\n"]


def test_a_failed_notebook_is_kept_and_the_others_go_on(tmp_path):
    bad = write_notebook(tmp_path / "bad.ipynb", "x = 1", "raise ValueError('no such state')")
    good = write_notebook(tmp_path / "good.ipynb", "x = 1")
    results = run_all([Run(bad, tmp_path / "out"), Run(good, tmp_path / "out")])
    assert results[0].error == "In [2]: ValueError: no such state"
    assert results[1].error == ""
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["bad.failed.ipynb", "figures", "good.ipynb"]


def test_a_failure_leaves_the_last_good_output_alone(tmp_path):
    run = Run(write_notebook(tmp_path / "a.ipynb", "x = 1"), tmp_path / "out")
    run_one(run)
    before = run.output.read_bytes()
    write_notebook(tmp_path / "a.ipynb", "1 / 0")
    assert "ZeroDivisionError" in run_one(run).error
    assert run.output.read_bytes() == before


def test_a_dead_kernel_is_reported(tmp_path):
    bad = write_notebook(tmp_path / "bad.ipynb", "", "import os; os.abort()")
    assert "DeadKernelError" in run_one(Run(bad, tmp_path / "out")).error


def test_at_least_one_worker():
    assert workers_that_fit(1) == 1
    assert workers_that_fit(100) >= 1


def _start_slow_run(tmp_path):
    notebook = write_notebook(
        tmp_path / "slow.ipynb",
        "import os, pathlib, subprocess, time",
        "child = subprocess.Popen(['sleep', '60'])\n"
        "pids = f'{os.getpid()} {child.pid}'\n"
        f"_ = pathlib.Path({str(tmp_path / 'pids')!r}).write_text(pids)\n"
        "time.sleep(60)",
    )
    script = f"""
        from pathlib import Path
        from analysis.reproduce.plan import Run
        from analysis.reproduce.run import run_all
        try:
            run_all([Run(Path({str(notebook)!r}), Path({str(tmp_path / "out")!r}))])
        except KeyboardInterrupt:
            raise SystemExit(130)
    """
    process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)])
    pids = tmp_path / "pids"
    _wait_until(lambda: pids.exists() and len(pids.read_text().split()) == 2)
    return process, [int(pid) for pid in pids.read_text().split()]


def _wait_until(condition, seconds=40):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "timed out"
        time.sleep(0.05)


def _is_alive(pid):
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def test_ctrl_c_leaves_no_kernel_and_no_half_written_output(tmp_path):
    process, pids = _start_slow_run(tmp_path)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 130
    _wait_until(lambda: not any(_is_alive(pid) for pid in pids), seconds=5)
    assert list((tmp_path / "out").iterdir()) == []


def test_the_leftovers_of_a_killed_run_are_removed_by_the_next(tmp_path):
    process, (kernel, child) = _start_slow_run(tmp_path)
    process.kill()
    process.wait(timeout=20)
    # The kernel notices by itself that its parent is gone.
    _wait_until(lambda: not _is_alive(kernel), seconds=20)
    if _is_alive(child):
        os.kill(child, signal.SIGKILL)
    assert len(list((tmp_path / "out").glob(".slow.partial-*"))) == 1
    write_notebook(tmp_path / "slow.ipynb", "x = 1")
    run_one(Run(tmp_path / "slow.ipynb", tmp_path / "out"))
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["figures", "slow.ipynb"]
