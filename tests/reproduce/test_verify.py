import matplotlib.pyplot as plt
import nbformat
import pytest

from analysis.reproduce.verify import (
    cells_of_figures,
    compare_figures,
    compare_outputs,
    compare_pictures,
    compare_tables,
)


def table(path, text):
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("stored", "fresh", "expected"),
    [
        ("1.5", "1.5", None),
        ("1.5", "1.50000000001", None),
        ("1.5", "1.5001", "line 2, column 'v_usd': stored 1.5, now 1.5001"),
        ("100000001", "100000002", "stored 100000001, now 100000002"),
        ("", "0", "stored missing, now 0"),
        ("3", "", "stored 3, now missing"),
        ("ARG", "BRA", "stored ARG, now BRA"),
        ("0", "1e-17", None),
        ("nan", "1.0", "stored nan, now 1.0"),
    ],
)
def test_tables_are_compared_as_numbers(tmp_path, stored, fresh, expected):
    old = table(tmp_path / "old.csv", f"year,v_usd\n2000,{stored}\n")
    new = table(tmp_path / "new.csv", f"year,v_usd\n2000,{fresh}\n")
    found = list(compare_tables(old, new))
    assert found == [] if expected is None else expected in found[0]


def test_rows_and_columns_must_agree(tmp_path):
    old = table(tmp_path / "old.csv", "a,b\n1,2\n")
    assert "rows: stored 1, now 2" in next(
        compare_tables(old, table(tmp_path / "n", "a,b\n1,2\n1,2\n"))
    )
    assert "columns" in next(compare_tables(old, table(tmp_path / "n", "a,c\n1,2\n")))


def draw(path, **line):
    fig, ax = plt.subplots()
    ax.plot([1, 2, 3], [1, 4, 2], **line)
    fig.savefig(path, metadata={"Software": None})
    plt.close(fig)
    return path


def test_a_changed_line_is_a_changed_picture(tmp_path):
    old = draw(tmp_path / "old.png")
    assert compare_pictures(old, draw(tmp_path / "same.png")) == ""
    assert "RMS" in compare_pictures(old, draw(tmp_path / "new.png", color="C1"))
    assert "RMS" in compare_pictures(old, draw(tmp_path / "new.png", linestyle="--"))


def test_pictures_of_other_sizes_differ(tmp_path):
    old = draw(tmp_path / "old.png")
    fig = plt.figure(figsize=(2, 2))
    fig.savefig(tmp_path / "new.png")
    plt.close(fig)
    assert compare_pictures(old, tmp_path / "new.png")


def test_missing_and_new_figures_are_named(tmp_path):
    old, new = tmp_path / "stored" / "debt", tmp_path / "fresh" / "debt"
    old.mkdir(parents=True)
    new.mkdir(parents=True)
    table(old / "gone.csv", "a\n1\n")
    table(new / "added.csv", "a\n1\n")
    found = dict(compare_figures(old, new))
    assert "is stored but was not drawn" in found["gone"]
    assert "was drawn but is not stored" in found["added"]


def executed(*texts):
    cells = []
    for text in texts:
        cell = nbformat.v4.new_code_cell("x")
        cell.outputs = [nbformat.v4.new_output("display_data", data={"text/plain": text})]
        cells.append(cell)
    return nbformat.v4.new_notebook(cells=cells)


def test_outputs_are_compared_with_cell_line_and_value():
    stored, fresh = executed("a", "Sum\n12.5 USD"), executed("a", "Sum\n12.6 USD")
    (found,) = compare_outputs("debt.ipynb", stored, fresh)
    assert str(found) == (
        "debt.ipynb, In [2]: text/plain, line 2: stored '12.5 USD', now '12.6 USD'"
    )
    assert list(compare_outputs("debt.ipynb", stored, stored)) == []


def test_an_output_that_vanished_is_found():
    fresh = executed("a")
    fresh.cells[0].outputs = []
    (found,) = compare_outputs("debt.ipynb", executed("a"), fresh)
    assert "Missing output" in found.what


def test_changed_code_is_not_compared_cell_by_cell():
    fresh = executed("a")
    fresh.cells[0].source = "y"
    (found,) = compare_outputs("debt.ipynb", executed("a"), fresh)
    assert "the code differs" in found.what


def test_figures_are_traced_to_their_cells():
    notebook = executed("nothing", "Figure debt/timeline: Events.")
    assert cells_of_figures(notebook) == {"debt/timeline": "In [2]"}


def test_a_record_that_vanished_is_a_difference():
    """nbval then quotes all outputs of the kind, which need not be texts."""
    record = {"name": "turnover", "value": 1.0, "unit": "USD"}
    stored, fresh = executed("one"), executed("one")
    for notebook, copies in ((stored, 2), (fresh, 1)):
        data = {"application/vnd.analysis.record+json": record}
        output = nbformat.v4.new_output("display_data", data=data)
        notebook.cells[0].outputs += [output] * copies
    (found,) = compare_outputs("debt.ipynb", stored, fresh)
    assert "dissimilar number of outputs" in str(found) and "record+json" in str(found)
