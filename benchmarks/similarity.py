"""How fast the similarity of all pairs of states is measured, against a join and a loop in R.

Usage: ``python -m benchmarks.similarity FOLDER``, where FOLDER holds ``*ga_voting*.csv[.gz]``.
In one run: every pair of every session by matrix products, once agreement alone and once all
measures; a straightforward pandas self-join of one session; a plain loop over the pairs of the
same session in R, if ``Rscript`` is installed. They take turns, each in a process of its own, and
the agreement of all pairs of that session must be the same to 1e-12. Times a pair are of
processor time, which other work on the machine changes least.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from analysis.sources import un_library

ROUNDS = 5
SESSION = 75
PROGRAM = """
import json, resource, sys, time
import numpy as np
import pandas as pd
from analysis import voting
file = np.load(sys.argv[1])
matrix, states, sessions = file["matrix"], file["states"].tolist(), file["sessions"]
session, result = int(sys.argv[2]), sys.argv[3]
{setup}
start, processor = time.perf_counter(), time.process_time()
{run}
seconds, processor = time.perf_counter() - start, time.process_time() - processor
{after}
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
unit = 1 if sys.platform == "darwin" else 1024  # bytes on macOS, kilobytes on Linux
print(json.dumps([seconds, processor, int(pairs), peak * unit / 1e6]))
"""
ALL = """
pairs = sum(int((np.triu(n, 1) > 0).sum()) for n in found.n)
np.save(result, np.triu(found.of("agreement", session).to_numpy(), 1))
"""
JOIN_SETUP = """
here = pd.DataFrame(matrix[:, sessions == session], index=states)
votes = here.rename_axis("state").reset_index().melt("state", var_name="roll_call")
votes = votes[votes["value"].isin([1, 2, 3])]
"""
JOIN = """
both = votes.merge(votes, on="roll_call", suffixes=("", "_partner"))
both = both[both["state"] < both["state_partner"]]
both["agreement"] = 1 - (both["value"] - both["value_partner"]).abs() / 2
table = both.groupby(["state", "state_partner"])["agreement"].mean()
"""
JOIN_AFTER = """
pairs = len(table)
square = table.unstack().reindex(index=states, columns=states).to_numpy()
np.save(result, np.nan_to_num(square))
"""
WAYS = {
    "`compare_all_pairs`, agreement, all sessions": (
        "",
        "found = voting.compare_all_pairs(matrix, states, sessions, ['agreement'])",
        ALL,
    ),
    "`compare_all_pairs`, 15 measures, all sessions": (
        "",
        "found = voting.compare_all_pairs(matrix, states, sessions)",
        ALL,
    ),
    "pandas self-join, agreement, one session": (JOIN_SETUP, JOIN, JOIN_AFTER),
}
IN_R = "loop in R, agreement, one session"


def measure(way: str, data: Path, result: Path) -> list[float]:
    """Run one way in a process of its own; return seconds, processor seconds, pairs and peak MB."""
    setup, run, after = WAYS[way]
    program = PROGRAM.format(setup=setup, run=run, after=after)
    command = [sys.executable, "-c", program, str(data), str(SESSION), str(result)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    numbers: list[float] = json.loads(done.stdout)
    return numbers


def measure_in_r(votes: Path, result: Path, pairs: float) -> list[float]:
    """Run the loop in R; return seconds, processor seconds and pairs, and no memory."""
    loop = Path(__file__).with_name("similarity_loop.R")
    command = ["Rscript", "--vanilla", str(loop), str(votes), str(result)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return [*map(float, done.stdout.split()), pairs, float("nan")]


def main(folder: Path) -> None:
    """Print a Markdown table."""
    votes = un_library.read_votes(un_library.find_file(folder))
    sessions = votes.roll_calls["regular_session"].to_numpy()
    runs: dict[str, list[list[float]]] = {way: [] for way in WAYS}
    agreement: dict[str, np.ndarray] = {}
    with tempfile.TemporaryDirectory() as temporary:
        data, result = Path(temporary, "votes.npz"), Path(temporary, "result.npy")
        np.savez(data, matrix=votes.matrix, states=np.array(votes.states), sessions=sessions)
        csv = Path(temporary, "votes.csv")
        np.savetxt(csv, votes.matrix[:, sessions == SESSION], fmt="%d", delimiter=",")
        for _ in range(ROUNDS):
            for way in WAYS:
                runs[way].append(measure(way, data, result))
                agreement[way] = np.nan_to_num(np.load(result))
            if shutil.which("Rscript"):
                there = Path(temporary, "result.csv")
                pairs = runs["pandas self-join, agreement, one session"][-1][2]
                runs.setdefault(IN_R, []).append(measure_in_r(csv, there, pairs))
                read = np.genfromtxt(there, delimiter=",", filling_values=np.nan)
                agreement[IN_R] = np.nan_to_num(read)
            else:
                print("Rscript is not installed: no loop in R", file=sys.stderr)
    first, *others = agreement.values()
    for other in others:
        np.testing.assert_allclose(other, first, rtol=0, atol=1e-12)
    medians = {
        way: [statistics.median(each) for each in zip(*found, strict=True)]
        for way, found in runs.items()
    }
    _, seconds, n_pairs, _ = medians["pandas self-join, agreement, one session"]
    per_pair = seconds / n_pairs
    print("| way | pairs | s | processor s | µs a pair | times faster than the join | peak MB |")
    print("|---|---|---|---|---|---|---|")
    for way, (wall, seconds, pairs, peak) in medians.items():
        faster = f"{per_pair / (seconds / pairs):,.1f}"
        memory = f"{peak:.0f}" if np.isfinite(peak) else "–"
        print(
            f"| {way} | {pairs:,.0f} | {wall:.2f} | {seconds:.2f} | {1e6 * seconds / pairs:.2f} "
            f"| {faster} | {memory} |"
        )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m benchmarks.similarity FOLDER")
    main(Path(sys.argv[1]))
