"""How long reading SIPRI's trade register takes: the bar is one second.

Run it with the register (3.7 MB, 29,056 deals) or a folder that holds it::

    python -m benchmarks.read_sipri_register ../shared/upstream/arms

Each run is a process of its own, since a first read also loads the names of states. Given are
the medians of five runs: the read alone, and with the import of the package and of pandas.
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
from analysis.upstream import sipri
loaded = time.perf_counter()
frame = sipri.read_register(sys.argv[1])
done = time.perf_counter()
print(len(frame), done - loaded, done - start)
"""
PANDAS = """
import sys, time
start = time.perf_counter()
import pandas
loaded = time.perf_counter()
frame = pandas.read_csv(
    sys.argv[1], skiprows=11, header=None, dtype=str, encoding="latin-1", on_bad_lines="skip"
)
done = time.perf_counter()
print(len(frame), done - loaded, done - start)
"""


def measure(program: str, path: Path) -> tuple[int, float, float]:
    """Return rows, and the medians of reading and of reading with imports, in seconds."""
    runs = []
    for _ in range(RUNS):
        done = subprocess.run(
            [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
        )
        runs.append([float(number) for number in done.stdout.split()])
    rows, reads, totals = zip(*runs, strict=True)
    return int(rows[0]), statistics.median(reads), statistics.median(totals)


def main(given: Path) -> int:
    """Print the table; return 1 if the read is slower than the limit."""
    from analysis.upstream import sipri

    path = sipri.find(given, "register").file if given.is_dir() else given
    print(f"{path.name}, {path.stat().st_size / 1e6:.1f} MB; medians of {RUNS} fresh processes\n")
    print("| reader | rows | read, s | with imports, s |\n|---|---|---|---|")
    rows, read, total = measure(OURS, path)
    print(f"| analysis.upstream.sipri.read_register | {rows:,} | {read:.2f} | {total:.2f} |")
    others, plain, with_import = measure(PANDAS, path)
    print(f"| pandas.read_csv, texts alone | {others:,} | {plain:.2f} | {with_import:.2f} |")
    is_kept = read < LIMIT_SECONDS
    print(f"\nlimit for the read: {LIMIT_SECONDS:.1f} s: {'kept' if is_kept else 'missed'}")
    return 0 if is_kept else 1


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m benchmarks.read_sipri_register REGISTER.csv")
    sys.exit(main(Path(sys.argv[1])))
