"""Ideal points against the R packages' samplers, on the same votes in the same run.

Usage: ``python -m benchmarks.ideal_points FOLDER``, where FOLDER holds the publishers' files of
voting. R with MCMCpack and pscl is needed. The samplers take yes or not, so that all get votes
dichotomised (yes against abstention and no). Seconds are processor time of the estimation alone,
without starting R or Python and without compiling.

The dynamic sampler needs minutes for a few states: it gets thirty states and the twenty most
divided roll calls of each of twenty sessions. It has no prior that pulls every position to the
middle, so that ours is made wide. Speed at equal error is measured on simulated votes of that
size and of a larger one: seconds until the mean of the sampler's draws comes as near to the truth
as ours, and stays so; the first half of the draws so far is burn-in.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.sources import un_library
from analysis.voting.ideal_points import IdealPoints, simulate_votes

SCRIPT = Path(__file__).with_suffix(".R")
SESSION = 73
SESSIONS = range(55, 75)
STATES = (
    *("ARG", "AUS", "BRA", "CAN", "CHE", "CHL", "CHN", "COL", "CRI", "CUB"),
    *("DEU", "EGY", "ESP", "FRA", "GBR", "IDN", "IND", "IRN", "ISR", "JPN"),
    *("MEX", "NGA", "NOR", "PAK", "POL", "RUS", "SWE", "TUR", "UKR", "USA"),
)
A_SESSION = 20
WITHOUT_PULL = {"position_sd": 10.0}
SIMULATED = ((30, A_SESSION, 500), (60, 3 * A_SESSION, 300))
"""States, roll calls a session and steps of the sampler, with simulated votes."""


@dataclass(frozen=True)
class Draws:
    """Draws of a sampler: a row a draw, a column a position; and its seconds."""

    kept: np.ndarray
    columns: list[str]
    seconds: float
    burnin_share: float


def sample(
    model: str, votes: np.ndarray, sessions: np.ndarray, burnin: int, draws: int, thin: int
) -> Draws:
    """Run an R sampler on votes (1 yes, 2 or 3 not, 0 none)."""
    with tempfile.TemporaryDirectory() as folder:
        names = [str(Path(folder) / each) for each in ("votes.csv", "sessions.csv", "out.csv")]
        answer = {0: "", 1: "1", 2: "0", 3: "0"}
        rows = [",".join(answer[int(each)] for each in row) for row in votes]
        Path(names[0]).write_text("\n".join(rows) + "\n")
        numbers = np.unique(sessions, return_inverse=True)[1] + 1
        Path(names[1]).write_text("\n".join(map(str, numbers)) + "\n")
        command = ["Rscript", str(SCRIPT), model, *names, str(burnin), str(draws), str(thin), "1"]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        kept = pd.read_csv(names[2])
    seconds = float(done.stdout.split()[-1])
    return Draws(kept.to_numpy(), list(kept), seconds, burnin / (burnin + draws))


def ours(
    votes: np.ndarray, states: list[str], sessions: np.ndarray, **settings: float
) -> tuple[np.ndarray, float]:
    """Return positions (session by state, missing where none) and seconds of processor time."""
    binary = np.where(votes == 1, 1, np.where(votes > 0, 3, 0))
    model = IdealPoints(
        **settings,
        polarity=None,
        session_scale="equal",
        standard_errors=False,
        tolerance=1e-3,
    )
    start = time.process_time()
    result = model.fit(binary, states, sessions)
    seconds = time.process_time() - start
    table = result.estimates.pivot(index="session", columns="state", values="ideal_point")
    return table.reindex(columns=states).to_numpy(), seconds


def by_session(draws: Draws, n_states: int, sessions: np.ndarray) -> np.ndarray:
    """Return draws as (draw, session, state), missing where a state has no position."""
    numbers = np.unique(sessions)
    out = np.full((len(draws.kept), len(numbers), n_states), np.nan)
    for column, name in enumerate(draws.columns):
        state, when = name.removeprefix("theta.S").split(".t")
        out[:, int(when) - 1, int(state) - 1] = draws.kept[:, column]
    return out


def standard(positions: np.ndarray) -> np.ndarray:
    """Return positions with mean 0 and standard deviation 1."""
    return (positions - np.nanmean(positions)) / np.nanstd(positions)


def correlate(one: np.ndarray, two: np.ndarray) -> float:
    """Return the absolute correlation: the axis has no sign of its own."""
    both = np.isfinite(one) & np.isfinite(two)
    return float(abs(np.corrcoef(one[both], two[both])[0, 1]))


def error(found: np.ndarray, truth: np.ndarray) -> float:
    """Return the root mean square error of standardised positions, whatever their sign."""
    both = np.isfinite(found)
    one = standard(found)[both]
    two = standard(np.where(both, truth, np.nan))[both]
    return float(min(np.sqrt(np.mean((sign * one - two) ** 2)) for sign in (1, -1)))


def row(*cells: object) -> None:
    """Print a row of the table."""
    print(f"| {' | '.join(map(str, cells))} |", flush=True)


def main(folder: Path) -> None:
    """Print the table."""
    votes = un_library.read_votes(un_library.find_file(folder))
    session = votes.roll_calls["regular_session"].to_numpy()
    warm = simulate_votes(10, 2, 10, seed=1)
    ours(warm.votes, warm.states, warm.sessions)  # compiles

    row(
        "votes",
        "sampler",
        "correlation (within sessions)",
        "its seconds",
        "our seconds",
        "times faster",
    )
    row(*["---"] * 6)
    here = np.maximum(votes.matrix[:, session == SESSION], 0)
    used = (here > 0).sum(axis=1) >= 20
    yes = (here[used] == 1).sum(axis=0)
    divided = (yes > 1) & (yes < (here[used] > 0).sum(axis=0) - 1)
    here = here[used][:, divided]
    names = [state for state, is_used in zip(votes.states, used, strict=True) if is_used]
    found, seconds = ours(here, names, np.full(here.shape[1], SESSION))
    label = f"session {SESSION}: {here.shape[0]} states, {here.shape[1]} roll calls"
    for model, title in (("irt1d", "MCMCpack::MCMCirt1d"), ("ideal", "pscl::ideal")):
        draws = sample(model, here, np.full(here.shape[1], 1), 300, 1000, 10)
        fit = correlate(found[0], draws.kept.mean(axis=0))
        row(label, title, f"{fit:.3f}", f"{draws.seconds:.1f}", f"{seconds:.2f}", "-")

    columns = []
    chosen = np.maximum(votes.of(STATES), 0)
    for each in SESSIONS:
        at = np.flatnonzero(session == each)
        yes = (chosen[:, at] == 1).sum(axis=0)
        no = (chosen[:, at] > 1).sum(axis=0)
        columns.append(np.sort(at[np.argsort(-np.minimum(yes, no), kind="stable")[:A_SESSION]]))
    at = np.concatenate(columns)
    found, seconds = ours(chosen[:, at], list(STATES), session[at], **WITHOUT_PULL)
    draws = sample("dynamic", chosen[:, at], session[at], 300, 600, 10)
    mean = by_session(draws, len(STATES), session[at]).mean(axis=0)
    within = np.mean([correlate(*pair) for pair in zip(found, mean, strict=True)])
    label = f"sessions {SESSIONS[0]}-{SESSIONS[-1]}: {len(STATES)} states, {len(at)} roll calls"
    row(
        label,
        "MCMCpack::MCMCdynamicIRT1d",
        f"{correlate(found, mean):.3f} ({within:.3f})",
        f"{draws.seconds:.1f}",
        f"{seconds:.2f}",
        f"{draws.seconds / seconds:.0f}",
    )
    for size in SIMULATED:
        equal_error(*size)


def equal_error(n_states: int, a_session: int, steps: int) -> None:
    """Print how long the dynamic sampler takes to come as near to simulated truth as we do."""
    drawn = simulate_votes(n_states, len(SESSIONS), a_session, seed=4, share_recurring=0.0)
    truth = drawn.truth.pivot(index="session", columns="state", values="position").to_numpy()
    found, seconds = ours(drawn.votes, drawn.states, drawn.sessions, **WITHOUT_PULL)
    draws = sample("dynamic", drawn.votes, drawn.sessions, 0, steps, 5)
    positions = by_session(draws, n_states, drawn.sessions)
    target, reached = error(found, truth), None
    for count in range(4, len(positions) + 1, 2):
        if error(positions[count // 2 : count].mean(axis=0), truth) > target:
            reached = None
        elif reached is None:
            reached = draws.seconds * count / len(positions)
    last = error(positions[len(positions) // 2 :].mean(axis=0), truth)
    print(
        f"\nsimulated, {n_states} states, {len(SESSIONS)} sessions of {a_session} roll calls: "
        f"our error {target:.3f} in {seconds:.2f} s; the dynamic sampler's "
        + (
            f"is as small after {reached:.1f} s: {reached / seconds:.0f} times as long, "
            f"and {last:.3f} in the end"
            if reached
            else f"is {last:.3f} after {draws.seconds:.0f} s, "
            f"{draws.seconds / seconds:.0f} times as long, and not yet as small"
        )
    )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m benchmarks.ideal_points FOLDER")
    main(Path(sys.argv[1]))
