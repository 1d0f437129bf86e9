"""The same inputs give the same bytes, whatever the locale, time zone and hash seed."""

import os
import subprocess
import sys

import nbformat
import pytest

from analysis.reproduce.accept import clean
from analysis.reproduce.plan import find_notebooks
from tests.places import ROOT

SURROUNDINGS = (
    {"LC_ALL": "C", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "1"},
    {"LC_ALL": "C.UTF-8", "TZ": "America/Caracas", "PYTHONHASHSEED": "2"},
)
RUN = """
import sys
from pathlib import Path
from analysis.reproduce.plan import Run
from analysis.reproduce.run import run_one
result = run_one(Run(Path(sys.argv[1]), Path(sys.argv[2])))
sys.exit(result.error or 0)
"""


@pytest.mark.parametrize("notebook", find_notebooks(), ids=lambda path: path.stem)
def test_the_same_bytes_in_other_surroundings(notebook, tmp_path):
    contents = []
    for number, surroundings in enumerate(SURROUNDINGS):
        folder = tmp_path / str(number)
        subprocess.run(
            [sys.executable, "-c", RUN, str(notebook), str(folder)],
            cwd=ROOT,
            env=os.environ | surroundings,
            check=True,
            timeout=120,
        )
        executed = clean(nbformat.read(folder / notebook.name, as_version=4))
        files = sorted(path for path in (folder / "figures").rglob("*.*"))
        content = {path.name: path.read_bytes() for path in files}
        content[notebook.name] = nbformat.writes(executed).encode()
        contents.append(content)
    one, other = contents
    assert len(one) > 1
    assert [name for name in one if one[name] != other.get(name)] == []
    assert one.keys() == other.keys()
