"""The words of a reading follow its choices."""

import pytest

from analysis import trade
from analysis.errors import MeasureError, ParameterError
from analysis.study import load_study
from analysis.trade.parameters import TradeTrends

STUDY = load_study("russia_lac")


def test_words_of_the_partner(reading):
    usa = reading.but(partner="USA")
    assert (reading.flow("exports"), reading.flow("imports")) == (
        "exports to Russia",
        "imports from Russia",
    )
    assert usa.flow("imports") == "imports from the United States"
    assert (usa.figures("counterpart"), usa.report("counterpart")) == (
        "the United States' figures",
        "the United States' report",
    )
    assert reading.report("states") == "the state's own report"
    assert usa.says_nothing("printed tables") == (
        "Printed tables are on record for no trade with the United States."
    )


def test_words_of_the_sides(reading):
    assert [reading.figures(side) for side in trade.REPORTERS] == [
        "Russia's figures", "the states' own figures", "the reconciled figures",
    ]  # fmt: skip
    assert reading.label("reconciled") == "both reports, reconciled"
    assert reading.label() == "Russia's figures"
    assert reading.but(states=("KNA",)).figures("states") == "the state's own figures"
    assert [reading.but(side=side).other_side for side in trade.REPORTERS] == [
        "states", "counterpart", "counterpart",
    ]  # fmt: skip


def test_words_of_the_states_and_territories(reading):
    assert reading.the_states == "the 33 states"
    assert reading.but(states=("ARG", "BRA")).the_states == "these 2 states"
    assert reading.but(states=("BRA",)).the_areas == "Brazil"
    one, two = reading.but(territories=("VGB",)), reading.but(territories=("CYM", "VGB"))
    assert one.the_areas == "the 33 states and 1 territory"
    assert two.the_areas == "the 33 states and 2 territories"
    assert two.areas == tuple(sorted([*reading.states, "CYM", "VGB"]))
    assert (reading.count(1), one.count(34)) == ("1 state", "34 states and territories")
    assert one.names["VGB"] == "British Virgin Islands"
    assert "VGB" not in reading.names


def test_unit_and_file_follow_the_choices(reading):
    assert (reading.unit, reading.is_current) == ("USD", True)
    assert reading.but(base_year=2010).unit == "USD of 2010"
    assert reading.file("flows") == "trade_trends/flows"
    assert reading.but(partner="CHN").file("flows") == "trade_trends/flows_chn"


def test_description_names_every_choice(reading):
    every = reading.but(
        partner="CHN", side="reconciled", weights="equal", cif_fob=1.1, base_year=2015,
        territories=("VGB",), without_outliers=True,
    )  # fmt: skip
    assert every.describe() == (
        "The 33 states and 1 territory with China; 1996–2023; the reconciled figures first; "
        "million USD of 2015; reconciled with equal weights and freight of 10 %; named outliers "
        "left out; territories: British Virgin Islands."
    )


def test_parameters_make_the_reading(reading):
    assert TradeTrends().reading() == reading
    chosen = TradeTrends(
        states="ALBA", first_year=2000, last_year="2010", reporter="reconciled", weights="equal",
        cif_fob=1.1, price_basis="constant", base_year=2012,
    ).reading()  # fmt: skip
    assert chosen == trade.Reading(
        STUDY, "RUS", chosen.states, range(2000, 2011), "reconciled", (), "equal", 1.1, 2012
    )
    assert len(chosen.states) == 10
    assert TradeTrends(territories="bvi").reading().territories == ("VGB",)
    assert len(TradeTrends(territories="all").reading().territories) == 12


def test_constant_dollars_are_those_of_the_study_or_of_the_newest_prices(monkeypatch):
    chosen = {"price_basis": "constant"}
    assert TradeTrends(**chosen).reading().base_year == STUDY.trade.base_year == 2015
    bare = STUDY.model_copy(update={"trade": STUDY.trade.model_copy(update={"base_year": None})})
    monkeypatch.setattr("analysis.trade.parameters.study_of", lambda information: bare)
    assert TradeTrends(**chosen).base_year == 2024


def test_another_partner_brings_its_own_years_and_side():
    china = TradeTrends(partner="China").reading()
    assert (china.partner, china.side) == ("CHN", "states")
    assert (china.years[0], china.years[-1]) == (1992, 2016)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"first_year": 1800}, "first_year: 1800 is not allowed; allowed: .* from 1992 to 2023"),
        ({"partner": "CHN", "last_year": 2020}, "whole number from 1992 to 2016"),
        ({"first_year": "x"}, "'x' is not allowed"),
        ({"base_year": 1900}, "allowed: a whole number from 1913 to 2024"),
        ({"first_year": 2010, "last_year": 2000}, "first_year = 2010 is after last_year = 2000"),
        ({"reporter": "RUS"}, r"'RUS' is not allowed \(did you mean 'counterpart'\?\)"),
        ({"reporter": "partner"}, r"'partner' is not allowed \(did you mean 'states'\?\)"),
        ({"reporter": "reconcild"}, "did you mean 'reconciled'"),
        ({"partner": "USA", "reporter": "reconciled"}, "needs reports by USA.*choose 'states'"),
        ({"partner": "USA", "reporter": "counterpart"}, "needs reports by USA"),
        ({"partner": "IND"}, "holds nothing of IND; it has CHN, RUS, USA"),
        ({"territories": "bv"}, "did you mean 'bvi'.*allowed: without, bvi, all"),
        ({"territories": "all", "states": "BRA"}, "belong to the whole region"),
        ({"cif_fob": 0.9}, "cif_fob = 0.9 is not allowed"),
        ({"weights": "same"}, "weights = 'same' is not allowed"),
    ],
)
def test_parameters_without_meaning_are_refused(values, said):
    with pytest.raises(ParameterError, match=said):
        TradeTrends(**values)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"side": "RUS"}, "side = 'RUS' is not allowed"),
        ({"partner": "Russia"}, "partner = 'Russia'"),
        ({"states": "BRA"}, "states .*must be a list of codes"),
        ({"states": ("BRA", "BRA")}, "states names BRA more than once"),
        ({"years": range(0)}, "years is empty"),
        ({"territories": ("XXX",)}, "unknown state 'XXX'"),
        ({"weights": "same"}, "weights = 'same'"),
        ({"cif_fob": 0.5}, r"cif_fob = 0\.5 must be a number from 1"),
        ({"base_year": 2015.5}, r"base_year = 2015\.5 is no year"),
    ],
)
def test_readings_without_meaning_are_refused(reading, changes, said):
    with pytest.raises(MeasureError, match=f"Reading: .*{said}"):
        reading.but(**changes)


def test_every_offending_choice_is_named(reading):
    with pytest.raises(MeasureError, match=r"partner = 'XX'.*side = 'me'.*cif_fob = 0"):
        reading.but(partner="XX", side="me", cif_fob=0)


def test_evidence_of_another_partner_is_refused(reading, evidence_of):
    with pytest.raises(MeasureError, match="holds nothing of RUS; it has CHN"):
        trade.read_flows(reading, evidence_of("CHN"))
