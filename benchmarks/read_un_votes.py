"""How fast the UN bulk file becomes a matrix, compared with ``pandas.read_csv`` in the same run.

Usage: ``python -m benchmarks.read_un_votes FOLDER``, where FOLDER holds ``*ga_voting*.csv[.gz]``.
Each reading is a process of its own; the readers take turns, so that what else the machine does
falls on all alike. Imports are not counted.
"""

from __future__ import annotations

import gzip
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from analysis.sources import un_library

ROUNDS = 5
READERS = {
    "pandas.read_csv": "import pandas; read = pandas.read_csv",
    "un_library.read_votes": (
        "from pathlib import Path; from analysis.sources import un_library; "
        "read = lambda path: un_library.read_votes(Path(path))"
    ),
}
MEASURE = """
import json, resource, sys, time, warnings
warnings.simplefilter("ignore")
{setup}
wall, processor = time.perf_counter(), time.process_time()
read(sys.argv[1])
wall, processor = time.perf_counter() - wall, time.process_time() - processor
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
unit = 1 if sys.platform == "darwin" else 1024  # bytes on macOS, kilobytes on Linux
print(json.dumps([wall, processor, peak * unit / 1e6]))
"""


def measure(setup: str, path: Path) -> list[float]:
    """Read a file once in a process of its own; return seconds, processor seconds and peak MB."""
    program = [sys.executable, "-c", MEASURE.format(setup=setup), str(path)]
    done = subprocess.run(program, check=True, capture_output=True, text=True)
    numbers: list[float] = json.loads(done.stdout)
    return numbers


def compare(path: Path, rounds: int = ROUNDS) -> dict[str, list[float]]:
    """Return the median seconds, processor seconds and peak MB of each reader."""
    found: dict[str, list[list[float]]] = {name: [] for name in READERS}
    for _ in range(rounds):
        for name, setup in READERS.items():
            found[name].append(measure(setup, path))
    return {
        name: [statistics.median(each) for each in zip(*runs, strict=True)]
        for name, runs in found.items()
    }


def main(folder: Path) -> None:
    """Print a Markdown table for the file as it is and unpacked (or packed)."""
    print("| file | reader | wall s | processor s | peak MB | times faster (wall, processor) |")
    print("|---|---|---|---|---|---|")
    source = un_library.find_file(folder)
    with tempfile.TemporaryDirectory() as temporary:
        packed = source if source.suffix == ".gz" else Path(temporary) / f"{source.name}.gz"
        plain = Path(temporary) / source.stem if source.suffix == ".gz" else source
        if source is packed:
            with gzip.open(source) as old, plain.open("wb") as new:
                shutil.copyfileobj(old, new, 1 << 20)
        else:
            with source.open("rb") as old, gzip.open(packed, "wb") as new:
                shutil.copyfileobj(old, new, 1 << 20)
        for path in (plain, packed):
            result = compare(path)
            slow = result["pandas.read_csv"]
            for name, (wall, processor, peak) in result.items():
                times = f"{slow[0] / wall:.1f}, {slow[1] / processor:.1f}"
                print(
                    f"| {path.name} | `{name}` | {wall:.2f} | {processor:.2f} | {peak:.0f} "
                    f"| {times} |"
                )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m benchmarks.read_un_votes FOLDER")
    main(Path(sys.argv[1]))
