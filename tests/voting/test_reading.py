"""The reading: what follows from the choices, and what it is called."""

import dataclasses

import pytest

from analysis import countries
from analysis.voting import tell_periods
from analysis.voting.parameters import UNVoting


def read(**choices):
    return UNVoting(**choices).reading()


def test_words_follow_measure_and_issue():
    reading = read(measure="cohen_kappa", issue="hr")
    assert reading.label == "Cohen's kappa"
    assert reading.scale == "Cohen's kappa, -1 to 1"
    assert reading.about == " on human rights"
    assert read().about == ""


@pytest.mark.parametrize(
    "choices", [{"states": "BRA"}, {"issue": "nu"}, {"min_n": 9}, {"states": "MERCOSUR"}]
)
def test_shipped_means_are_those_of_the_usual_choices_alone(choices):
    assert read().is_as_shipped
    assert not read(**choices).is_as_shipped


def test_partners_counted_by_issue_are_told_from_the_others():
    reading = read(partners=["India", "RUS", "SUN"])
    assert reading.counted == ("RUS", "SUN")
    assert reading.further == ("IND",)
    assert reading.lineage == ("SUN", "RUS")


def test_groups_are_those_of_the_chosen_states_with_their_names():
    assert read(states="Brazil").groups == {"LAC": "the region", "MERCOSUR": "Mercosur"}
    labels = read(states="Brazil").labels
    assert list(labels.items())[-1] == ("BRA", "Brazil")


def test_members_of_groups_are_those_after_the_event():
    reading = read(states="Venezuela", highlight="Cuba")
    event = reading.agenda_event
    assert event.name == "2014"
    members = reading.members(event)
    assert len(members["LAC"]) == 33
    assert members["ALBA"] == countries.members("ALBA", 2014)
    assert "ECU" in members["ALBA"]
    assert members["CUB"] == ["CUB"]


def test_years_told_are_those_of_the_study_and_the_last_two():
    reading = read()
    assert reading.told_years(range(1990, 2011)) == [1995, 2005, 2009, 2010]
    assert reading.told_years([2013]) == [2013]
    assert reading.told_years([]) == []


def test_choice_and_headline_hold_what_was_chosen():
    reading = read(first_year=2000, last_year=2010, min_n=5, states="BRA")
    assert reading.choice == {
        "states": ("BRA",),
        "partners": reading.partners,
        "first_year": 2000,
        "last_year": 2010,
    }
    assert reading.choice_of_all_years["first_year"] == reading.span[0]
    assert reading.headline == {
        "items": "final votes",
        "measure": "agreement",
        "absence": "missing",
        "min_n": 5,
    }


def test_study_without_votes_of_its_own_has_plain_choices():
    study = read().study
    bare = study.model_copy(update={"voting": type(study.voting)()})
    reading = dataclasses.replace(read(), study=bare)
    assert reading.agenda_event is None
    assert reading.periods_from == reading.span[0]
    assert reading.blocs == study.region.groups
    assert reading.told_years(range(2001, 2011)) == [2009, 2010]


def test_periods_are_told_with_their_ends():
    assert tell_periods((2009, 2013), (2014, 2018)) == "2009–2013 to 2014–2018"
