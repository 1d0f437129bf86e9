"""Parameters of the voting notebook: who is compared, which years, and what is refused."""

import pytest

from analysis import tables
from analysis.errors import ParameterError
from analysis.voting import MEASURES
from analysis.voting.parameters import UNVoting


def read(**choices):
    return UNVoting(**choices).reading()


def test_usual_choices_are_the_studys_and_the_tables():
    reading = read()
    assert reading.partner == "RUS"
    assert reading.partners == ("SUN", "RUS", "USA", "CHN")
    assert (reading.years[0], reading.years[-1]) == (1946, 2025)
    assert (reading.before, reading.after) == ((2013, 2019), (2021, 2024))
    assert list(reading.issues) == ["me", "nu", "di", "hr", "co", "ec", "uncoded"]
    assert set(reading.detailed) == {"RUS", "SUN", "USA", "CHN"}
    assert reading.is_as_shipped


def test_span_of_years_is_that_of_the_votes():
    years = tables.load("voting/coding")["year"]
    assert read().span == range(years.min(), years.max() + 1)
    with pytest.raises(ParameterError, match="1900 is not in the years of the votes, 1946 to"):
        UNVoting(first_year=1900)
    with pytest.raises(ParameterError, match="first_year = 2020 is after last_year = 2010"):
        UNVoting(first_year=2020, last_year=2010)


@pytest.mark.parametrize(
    ("choices", "partner", "partners", "lineage", "other"),
    [
        ({"partner": "China"}, "CHN", ("SUN", "RUS", "USA", "CHN"), ("CHN",), "RUS"),
        ({"partner": "India"}, "IND", ("IND", "SUN", "RUS", "USA", "CHN"), ("IND",), "RUS"),
        ({"partners": "Ukraine"}, "UKR", ("UKR",), ("UKR",), "RUS"),
        ({"partners": ["USA", "RUS"]}, "RUS", ("USA", "RUS"), ("RUS",), "USA"),
        ({"partners": "USA, ussr"}, "USA", ("USA", "SUN"), ("USA",), "RUS"),
        ({"partners": ["USA"], "partner": "China"}, "CHN", ("CHN", "USA"), ("CHN",), "RUS"),
    ],
)
def test_the_partner_of_the_story_is_always_one_of_those_compared(
    choices, partner, partners, lineage, other
):
    reading = read(**choices)
    assert reading.partner == partner
    assert reading.partners == partners
    assert reading.lineage == lineage
    assert reading.other == other


@pytest.mark.parametrize("name", ["Brazil", "brazil", "BRA", ["BRA"], "BRA,"])
def test_states_are_read_by_name_as_partners_are(name):
    assert UNVoting(states=name).states == ["BRA"]


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"states": "USA"}, r"not in the region: USA \(United States\)"),
        ({"states": "Brasil"}, "unknown state or group 'Brasil'"),
        ({"partners": "Ukrain"}, r"did you mean UKR, Ukraine\?.*SUN"),
        ({"partners": ["PSE"]}, "'PSE' is no state that ever voted"),
        ({"partner": "Rusia"}, "did you mean RUS"),
        ({"partners": []}, "the list is empty"),
        ({"partners": ["USA", "usa"]}, "more than once"),
        ({"issue": "nuc"}, r"unknown issue 'nuc' \(did you mean 'nu'\?\)"),
        ({"issue": "uncoded"}, "unknown issue 'uncoded'"),
        ({"measure": "agrement"}, r"did you mean 'agreement'\?"),
        ({"min_n": 0}, "min_n = 0 is not allowed"),
        ({"before": [2019]}, "before: .* must be the first and the last year"),
        ({"before": "1900-1910"}, "before: 1900-1910 must be years from 1946"),
        ({"before": [2013, 2022]}, "after = 2021-2024 must begin after before = 2013-2022"),
        ({"before": "2021-2024", "after": "2013-2019"}, "must begin after"),
        ({"study": "russia"}, "unknown study 'russia'"),
        ({"partner_": "RUS"}, "did you mean 'partner'"),
    ],
)
def test_what_cannot_be_meant_is_refused(choices, message):
    with pytest.raises(ParameterError, match=message):
        UNVoting(**choices)


def test_measures_to_choose_from_are_the_four_usual_ones():
    for name in MEASURES:
        assert UNVoting(measure=name).reading().scale == MEASURES[name].label
