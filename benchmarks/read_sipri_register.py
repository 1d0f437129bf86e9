"""How long reading SIPRI's trade register takes: the bar is one second.

Run it with the register (3.7 MB, 29,056 deals) or a folder that holds it::

    python -m benchmarks.read_sipri_register ../shared/upstream/arms

Each run is a process of its own, since a first read also loads the names of states. Given are
the medians of five runs: the read by the clock and in processor time, which other programs do
not stretch and by which the bar is judged, and the read with the import of package and pandas.
For comparison, pandas alone splits the file into columns of text, without joining torn rows,
types, checks or names.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from pathlib import Path

RUNS = 5
LIMIT_SECONDS = 1.0

OURS = """
import sys, time
start = time.perf_counter()
from analysis.sources import sipri
loaded, before = time.perf_counter(), time.process_time()
frame = sipri.read_register(sys.argv[1])
done = time.perf_counter()
print(len(frame), done - loaded, time.process_time() - before, done - start)
"""
PANDAS = """
import sys, time
start = time.perf_counter()
import pandas
loaded, before = time.perf_counter(), time.process_time()
frame = pandas.read_csv(
    sys.argv[1], skiprows=11, header=None, dtype=str, encoding="latin-1", on_bad_lines="skip"
)
done = time.perf_counter()
print(len(frame), done - loaded, time.process_time() - before, done - start)
"""


def measure(program: str, path: Path) -> tuple[int, list[float]]:
    """Return rows, and medians in seconds: reading, its processor time, with imports."""
    runs = []
    for _ in range(RUNS):
        done = subprocess.run(
            [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
        )
        runs.append([float(number) for number in done.stdout.split()])
    rows, *seconds = zip(*runs, strict=True)
    return int(rows[0]), [statistics.median(each) for each in seconds]


def main(given: Path) -> int:
    """Print the table; return 1 if the read is slower than the limit."""
    from analysis.sources import sipri

    path = sipri.find(given, "register").file if given.is_dir() else given
    print(f"{path.name}, {path.stat().st_size / 1e6:.1f} MB; medians of {RUNS} fresh processes\n")
    print("| reader | rows | read, s | processor, s | with imports, s |\n|---|---|---|---|---|")
    programs = {"analysis.sources.sipri.read_register": OURS, "pandas.read_csv, texts": PANDAS}
    for name, program in programs.items():
        rows, seconds = measure(program, path)
        print(f"| {name} | {rows:,} | {' | '.join(f'{each:.2f}' for each in seconds)} |")
        if program is OURS:
            is_kept = seconds[1] < LIMIT_SECONDS
    print(f"\nlimit: {LIMIT_SECONDS:.1f} s of processor time: {'kept' if is_kept else 'missed'}")
    return 0 if is_kept else 1


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m benchmarks.read_sipri_register REGISTER.csv")
    sys.exit(main(Path(sys.argv[1])))
