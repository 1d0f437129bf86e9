"""run_all.sh as a stranger meets it: help, no Python, wrong Python, no network, second call."""

import os
import shutil
import stat
import subprocess
import sys
import time

import pytest

from tests.places import ROOT

TOOLS = ("bash", "dirname", "grep", "mkdir", "cat", "cmp", "cp", "rm", "env", "printf")


def call(*arguments, cwd=ROOT, script=ROOT / "run_all.sh", **environment):
    return subprocess.run(
        ["bash", str(script), *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def clone(tmp_path):
    """A checkout without an environment, in a folder with a space in its name."""
    folder = tmp_path / "a clone"
    folder.mkdir()
    for name in ("run_all.sh", "requirements.lock", "environment.yml", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    return folder


@pytest.fixture
def tools(tmp_path):
    """A PATH with the usual tools and no Python."""
    folder = tmp_path / "tools"
    folder.mkdir()
    for name in TOOLS:
        (folder / name).symlink_to(shutil.which(name))
    return folder


def executable(path, text):
    path.write_text(text)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_help_from_another_folder(tmp_path):
    done = call("--help", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith("Usage: ./run_all.sh")


def test_no_python(clone, tools):
    done = call("setup", script=clone / "run_all.sh", PATH=str(tools))
    assert done.returncode == 1
    assert "no Python found: install Python 3.11, 3.12 or 3.13" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_wrong_python(clone, tools):
    # Stands for an old Python: it fails the check and prints its version.
    executable(tools / "python3", "#!/bin/sh\ncase $2 in *platform*) echo 3.9.2;; *) exit 1;; esac")
    done = call("setup", script=clone / "run_all.sh", PATH=str(tools))
    assert done.returncode == 1
    assert "no suitable Python: python3 is 3.9.2; install Python 3.11, 3.12 or 3.13" in done.stderr


def test_python_named_by_the_user_is_not_replaced_by_another(clone):
    done = call("setup", script=clone / "run_all.sh", PYTHON="/nowhere/python")
    assert done.returncode == 1
    assert "PYTHON=/nowhere/python cannot be used" in done.stderr


def test_no_network(clone):
    # A real pip and a port of this machine on which nothing listens.
    done = call(
        "setup",
        script=clone / "run_all.sh",
        PYTHON=sys.executable,
        PIP_INDEX_URL="http://127.0.0.1:9/simple",
        PIP_EXTRA_INDEX_URL="",
        PIP_RETRIES="0",
        PIP_CONFIG_FILE=os.devnull,
        PIP_NO_CACHE_DIR="1",
    )
    assert done.returncode == 1
    assert "the packages cannot be downloaded: is there a network" in done.stderr
    # Half an environment is not taken for a whole one.
    assert not (clone / ".venv" / "made-from").exists()


def test_unknown_kind_of_environment(clone):
    done = call("setup", script=clone / "run_all.sh", RUN_ENV="docker")
    assert "RUN_ENV=docker is not known; use RUN_ENV=conda" in done.stderr


def test_conda_is_asked_for_but_missing(clone, tools):
    done = call("setup", script=clone / "run_all.sh", PATH=str(tools), RUN_ENV="conda")
    assert done.returncode == 1
    assert "none of micromamba, mamba and conda was found" in done.stderr


@pytest.mark.parametrize(
    ("tool", "words"), [("micromamba", "create --yes"), ("conda", "env create --yes")]
)
def test_conda_tools_are_called_with_their_own_words(clone, tools, tool, words):
    # conda's channels cannot be reached in tests: this checks the call, not conda.
    executable(tools / tool, f'#!/bin/sh\necho "$@" >> "{clone}/calls"\nexit 1\n')
    done = call("setup", script=clone / "run_all.sh", PATH=str(tools), RUN_ENV="conda")
    assert done.returncode == 1
    called = (clone / "calls").read_text()
    assert called.startswith(words)
    assert f"--file {clone}/environment.yml" in called


@pytest.mark.skipif(
    not (ROOT / ".venv" / "made-from").exists(), reason="not run from the environment of run_all.sh"
)
def test_a_second_call_does_not_install_again():
    start = time.monotonic()
    done = call("setup")
    assert time.monotonic() - start < 1
    assert done.returncode == 0
    assert "Setting up" not in done.stderr


def test_the_script_is_clean():
    shellcheck = shutil.which("shellcheck")
    if not shellcheck:
        pytest.skip("shellcheck is not installed")
    subprocess.run([shellcheck, str(ROOT / "run_all.sh")], check=True)
