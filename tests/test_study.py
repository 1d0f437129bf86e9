"""Studies: the one that ships, and files of readers that are refused with every fault."""

import pytest

from analysis import study as studies
from analysis.errors import StudyError
from analysis.study import list_studies, load_study


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(studies, "STUDIES", tmp_path)
    load_study.cache_clear()
    yield tmp_path
    load_study.cache_clear()


AFRICA = """
name = "brics_pair"
title = "India and Brazil"
partner = "IND"
[region]
name = "Brazil"
states = ["BRA"]
"""


def test_the_study_that_ships_is_of_33_states():
    study = load_study()
    assert (study.partner, study.predecessors, study.others) == ("RUS", ("SUN",), ("USA", "CHN"))
    assert len(study.states) == 33 and {"CUB", "VEN", "KNA"} <= set(study.states)
    assert study.partners == ("RUS", "USA", "CHN")


def test_only_the_studys_partner_continues_a_state():
    study = load_study()
    assert study.lineage("RUS") == ("SUN", "RUS")
    assert study.lineage("USA") == ("USA",)


def test_a_reader_writes_a_study_of_any_pair(folder):
    (folder / "brics_pair.toml").write_text(AFRICA)
    study = load_study("brics_pair")
    assert study.states == ("BRA",)
    assert study.partners == ("IND",)
    assert study.lineage("IND") == ("IND",)
    assert list_studies() == ["brics_pair"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"IND"', '"INX"', "partner: unknown code of a state: 'INX'"),
        ('["BRA"]', '["BRA", "BRA"]', "names a state more than once"),
        ('states = ["BRA"]', "", "give either where or states"),
        ('states = ["BRA"]', 'where = "Latin Americas"', "is no region of common/states"),
        ('states = ["BRA"]', 'states = ["BRA"]\ngroups = ["MERCOSURE"]', "did you mean 'MERCOSUR'"),
        ('title = "India and Brazil"', "", "title: field required"),
        ('partner = "IND"', 'partner = "IND"\npartnr = "USA"', "unknown key 'partnr'"),
        ('"brics_pair"', '"other"', "name = 'other' must be that of the file"),
        ("[region]", "[region", "cannot be read"),
    ],
)
def test_a_wrong_study_says_which_key_and_why(folder, old, new, said):
    (folder / "brics_pair.toml").write_text(AFRICA.replace(old, new, 1))
    with pytest.raises(StudyError, match=r"studies/brics_pair\.toml") as caught:
        load_study("brics_pair")
    assert said in str(caught.value)


def test_an_unknown_study_is_answered_with_the_nearest_name():
    with pytest.raises(StudyError, match="did you mean 'russia_lac'"):
        load_study("rusia_lac")


def test_no_name_leads_out_of_the_folder(folder):
    (folder.parent / "evil.toml").write_text(AFRICA)
    with pytest.raises(StudyError, match="unknown study"):
        load_study("../evil")
