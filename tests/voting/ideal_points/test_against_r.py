"""One session of yes-or-not votes against the sampler of R's MCMCpack."""

import shutil
import subprocess

import numpy as np
import pytest

from analysis.voting.ideal_points import simulate_votes


def test_positions_are_those_of_mcmcpack():
    if shutil.which("Rscript") is None:
        pytest.skip("R is not installed: no comparison with MCMCpack")
    has_package = ["Rscript", "-e", "quit(status = !requireNamespace('MCMCpack', quietly = TRUE))"]
    if subprocess.run(has_package, capture_output=True).returncode:
        pytest.skip("R has no package MCMCpack: no comparison with it")
    from benchmarks.ideal_points import correlate, ours, sample

    drawn = simulate_votes(40, 1, 60, seed=8)
    draws = sample("irt1d", drawn.votes, drawn.sessions, 200, 1000, 10)
    found, _ = ours(drawn.votes, drawn.states, drawn.sessions)
    assert correlate(found[0], draws.kept.mean(axis=0)) > 0.98
    truth = drawn.truth["position"].to_numpy()
    assert correlate(found[0], truth) == pytest.approx(
        correlate(draws.kept.mean(axis=0), truth), abs=0.02
    )
    assert np.isfinite(found).all()
