import pytest

from analysis.cli.notebooks import check_parameters
from analysis.errors import ParameterError
from analysis.reproduce.plan import find_notebooks, plan_variant
from tests.reproduce.notebooks import write_notebook


def test_notebooks_are_found_by_name_file_or_path(tmp_path):
    path = write_notebook(tmp_path / "notebooks" / "debt.ipynb", "")
    write_notebook(tmp_path / "notebooks" / "un_voting.ipynb", "")
    for name in ("debt", "debt.ipynb", "notebooks/debt.ipynb"):
        assert find_notebooks([name], tmp_path) == [path]
    assert len(find_notebooks([], tmp_path)) == 2


def test_a_misspelled_notebook_is_refused_with_the_nearest_name(tmp_path):
    write_notebook(tmp_path / "notebooks" / "un_voting.ipynb", "")
    with pytest.raises(ParameterError, match=r"'un_votin' \(did you mean 'un_voting'\?\)"):
        find_notebooks(["un_votin"], tmp_path)


def test_parameters_get_their_types():
    assert check_parameters("trade_trends", {"first_year": "2001"}) == {"first_year": 2001}


def test_groups_are_handed_on_by_name():
    assert check_parameters("trade_trends", {"states": "ALBA"}) == {"states": "ALBA"}


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"frist_year": "2001"}, "did you mean 'first_year'"),
        ({"first_year": "1800"}, "allowed: a whole number from 1992 to 2023"),
        ({"reporter": "RUS"}, "did you mean 'counterpart'"),
        ({"states": "ARQ"}, "ARQ"),
        ({"first_year": "2010", "last_year": "2001"}, "first_year = 2010 is after last_year"),
    ],
)
def test_wrong_parameters_are_refused_with_what_is_allowed(values, message):
    with pytest.raises(ParameterError, match=message):
        check_parameters("trade_trends", values)


def test_every_bad_parameter_is_named_at_once():
    with pytest.raises(ParameterError) as raised:
        check_parameters("arms_transfers", {"window": "0", "first_year": "x", "colour": "red"})
    assert all(name in str(raised.value) for name in ("window", "first_year", "colour"))


def test_each_variant_has_a_folder_of_its_own(tmp_path):
    write_notebook(tmp_path / "notebooks" / "trade_trends.ipynb", "")
    values = [{}, {"states": "ALBA"}, {"states": "ARG,BRA"}, {"states": "ARG"}, {"last_year": 2000}]
    folders = {plan_variant("trade_trends", value, tmp_path).folder for value in values}
    assert len(folders) == len(values)
    long = {"states": "ARG,BOL,BRA,CHL,COL,CUB,ECU,MEX,NIC,PER,PRY,URY,VEN,HTI,DOM,JAM"}
    assert len(plan_variant("trade_trends", long, tmp_path).folder.name) < 80
