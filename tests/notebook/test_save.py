import base64

import pandas as pd
import pytest

from analysis.errors import AnalysisError
from analysis.notebook.save import empty, output_folder
from analysis.notebook.save import save as save_figure
from tests.display import displayed

TABLE = pd.DataFrame({"year": [2000, 2001], "value_usd": [1.0, None]})


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("ANALYSIS_OUTPUT", str(tmp_path))
    return tmp_path


def save(name="debt/line", color="#0072B2"):
    fig = empty("nothing to draw")
    ax = fig.add_subplot()
    ax.plot(TABLE["year"], TABLE["value_usd"], color=color)
    return displayed(save_figure, fig, name, TABLE, caption="A line.", source="debt/events")


def test_picture_vector_and_table_lie_beside_each_other(folder):
    save()
    assert sorted(path.name for path in (folder / "debt").iterdir()) == [
        "line.csv",
        "line.png",
        "line.svg",
    ]
    assert (folder / "debt" / "line.csv").read_text() == "year,value_usd\n2000,1\n2001,\n"


def test_the_same_figure_gives_the_same_bytes(folder):
    save()
    first = {path.name: path.read_bytes() for path in (folder / "debt").iterdir()}
    save()
    assert first == {path.name: path.read_bytes() for path in (folder / "debt").iterdir()}


def test_the_notebook_shows_the_saved_file_and_names_it(folder):
    picture, caption = save()
    png = base64.b64decode(picture.data["image/png"])
    assert png == (folder / "debt" / "line.png").read_bytes()
    assert picture.data["text/plain"] == "Figure debt/line: A line. Source: debt/events."
    assert caption.data["text/plain"] == "figures/debt/line.csv: 2 rows, year, value_usd"


@pytest.mark.parametrize("name", ["line", "debt/Line", "debt/a/b", "../line", "debt/a b"])
def test_other_names_are_refused(folder, name):
    with pytest.raises(AnalysisError, match="must be '<notebook>/<figure>'"):
        save(name)


def test_accepted_figures_are_never_written_from_a_notebook(monkeypatch):
    monkeypatch.delenv("ANALYSIS_OUTPUT", raising=False)
    assert output_folder().parts[-2:] == ("build", "figures")
