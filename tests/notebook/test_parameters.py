"""Parameters: the classes, and the notebooks that declare them."""

import json

import nbformat
import pytest

from analysis.cli.notebooks import NOTEBOOKS
from analysis.errors import ParameterError
from analysis.reproduce.plan import find_notebooks


@pytest.fixture(params=[path.stem for path in find_notebooks()])
def notebook(request):
    (path,) = find_notebooks([request.param])
    return path.stem, nbformat.read(path, as_version=4)


def test_every_notebook_has_a_class():
    assert sorted(NOTEBOOKS) == [path.stem for path in find_notebooks()]


def test_the_parameters_cell_gives_the_declared_names_and_defaults(notebook):
    name, content = notebook
    (cell,) = [c for c in content.cells if "parameters" in c.metadata.get("tags", [])]
    values: dict = {}
    exec(cell.source, values)
    values.pop("__builtins__")
    model = NOTEBOOKS[name]
    assert list(values) == list(model.model_fields)
    assert model(**values) == model()


def test_the_first_call_checks_the_parameters(notebook):
    name, content = notebook
    code = [c for c in content.cells if c.cell_type == "code"]
    assert "parameters" in code[0].metadata["tags"]
    assert f"{NOTEBOOKS[name].__name__}(" in code[1].source


def test_notebooks_define_and_install_nothing(notebook):
    _, content = notebook
    for cell in content.cells:
        if cell.cell_type == "code":
            lines = [line.strip() for line in cell.source.splitlines()]
            assert not [
                line
                for line in lines
                if line.startswith(("def ", "class ", "!", "%pip", "%conda", "while "))
            ]


def test_notebooks_are_stored_with_outputs_and_without_traces_of_the_run(notebook):
    _, content = notebook
    code = [c for c in content.cells if c.cell_type == "code"]
    assert [c.execution_count for c in code] == list(range(1, len(code) + 1))
    text = json.dumps(content.metadata) + json.dumps([c.metadata for c in content.cells])
    assert "papermill" not in text
    assert "version" not in content.metadata["language_info"]
    assert not [o for c in code for o in c.outputs if o.get("name") == "stderr"]
    assert not [o for c in code for o in c.outputs if o.output_type == "error"]


def test_every_field_says_what_it_means():
    for model in NOTEBOOKS.values():
        for name, field in model.model_fields.items():
            assert field.description, f"{model.__name__}.{name}"


def test_a_bad_value_is_named_with_the_allowed_ones():
    with pytest.raises(ParameterError) as raised:
        NOTEBOOKS["un_voting"](measure="agrement")
    message = str(raised.value)
    assert "measure = 'agrement' is not allowed (did you mean 'agreement'?)" in message
    assert "'s_score', 'cohen_kappa' or 'scott_pi'" in message


def test_states_drawn_one_by_one_are_those_chosen_or_six_of_them():
    model = NOTEBOOKS["un_voting"]
    assert model().shown == ["ARG", "BRA", "CUB", "MEX", "NIC", "VEN"]
    assert model(states="BRA,CUB").shown == ["BRA", "CUB"]
    assert model(states="CARICOM").shown == ["ATG", "BHS", "BLZ", "BRB", "DMA", "GRD"]
    assert model(states="BRA", highlight="CUB").shown == ["CUB"]
    with pytest.raises(ParameterError, match="33 states; at most 6"):
        model(highlight="all")


def test_periods_are_read_from_a_command_line_and_refused_if_turned_round():
    model = NOTEBOOKS["un_voting"]
    assert model(before="2009-2013").before == model(before=[2009, 2013]).before == (2009, 2013)
    for wrong in ("2013", "2015-2013", "1900-1910", [2001, 2002, 2003]):
        with pytest.raises(ParameterError, match="before"):
            model(before=wrong)
