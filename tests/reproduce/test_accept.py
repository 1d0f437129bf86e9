import nbformat

from analysis.reproduce.accept import accept
from analysis.reproduce.plan import Run
from analysis.reproduce.run import run_one
from analysis.reproduce.verify import verify
from tests.reproduce.notebooks import write_notebook
from tests.reproduce.test_report import DRAW


def test_what_is_accepted_reproduces(tmp_path):
    run = Run(write_notebook(tmp_path / "tiny.ipynb", "x = 1", DRAW, "x"), tmp_path / "out")
    run_one(run)
    figures = tmp_path / "figures"
    assert verify(run, figures) != []
    accept(run, figures)
    assert sorted(path.name for path in (figures / "tiny").iterdir()) == [
        "line.csv",
        "line.png",
        "line.svg",
    ]
    assert run_one(run).error == ""
    assert verify(run, figures) == []


def test_accepting_twice_changes_no_byte(tmp_path):
    run = Run(write_notebook(tmp_path / "tiny.ipynb", "x = 1", DRAW), tmp_path / "out")
    contents = []
    for _ in range(2):
        run_one(run)
        accept(run, tmp_path / "figures")
        contents.append(run.notebook.read_bytes())
    assert contents[0] == contents[1]


def test_figures_that_are_no_longer_drawn_disappear(tmp_path):
    run = Run(write_notebook(tmp_path / "tiny.ipynb", "x = 1", DRAW), tmp_path / "out")
    run_one(run)
    accept(run, tmp_path / "figures")
    write_notebook(tmp_path / "tiny.ipynb", "x = 1", DRAW.replace("tiny/line", "tiny/curve"))
    run_one(run)
    accept(run, tmp_path / "figures")
    names = {path.stem for path in (tmp_path / "figures" / "tiny").iterdir()}
    assert names == {"curve"}


def test_traces_of_the_run_are_removed(tmp_path):
    run = Run(write_notebook(tmp_path / "tiny.ipynb", "x = 1"), tmp_path / "out")
    run_one(run)
    accept(run, tmp_path / "figures")
    notebook = nbformat.read(run.notebook, as_version=4)
    assert "papermill" not in notebook.metadata
    assert "version" not in notebook.metadata.language_info
    assert notebook.cells[0].metadata == {"tags": ["parameters"]}
