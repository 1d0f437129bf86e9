"""One reading of the transfers, and the parameters that it is made from."""

import pytest

from analysis import arms, countries, tables
from analysis.arms.parameters import ArmsTransfers
from analysis.errors import MeasureError, ParameterError


def read(**choices):
    return ArmsTransfers(**choices).reading()


def test_spans_follow_from_the_end_of_the_predecessor():
    assert arms.supplier_spans(["SUN", "RUS"], (1950, 2025)) == {
        "SUN": (1950, 1991),
        "RUS": (1992, 2025),
    }
    assert arms.supplier_spans(["SUN", "RUS"], (1995, 2024)) == {"RUS": (1995, 2024)}
    assert arms.supplier_spans(["SUN"], (1950, 1980)) == {"SUN": (1950, 1980)}
    with pytest.raises(MeasureError, match="names RUS more than once"):
        arms.supplier_spans(["RUS", "RUS"], (1950, 2025))


def test_every_choice_of_the_parameters_reaches_the_reading():
    r = read(states="ALBA", first_year=1998, last_year=2020, window=3, min_tiv=5, leave_out="CUB")
    assert set(r.states) == set(countries.members("ALBA"))
    assert (r.first_year, r.last_year, r.years) == (1998, 2020, "1998–2020")
    assert (r.window, r.min_tiv, r.left_out) == (3, 5, ("CUB",))
    assert r.windows[0] == (2000, 2002)
    assert r.windows[-1] == (2018, 2020)
    assert r.rolling[0] == (1998, 2000)
    assert len(r.rolling) == 21
    assert not r.is_whole_region


def test_without_a_choice_the_study_says_who_is_looked_at_and_left_out():
    r = read()
    assert (r.partner, r.suppliers, r.left_out) == ("RUS", ("SUN", "RUS"), ("VEN",))
    assert (r.series, r.known) == ("arms/annual_tiv", (1950, 2025))
    assert r.is_whole_region
    assert r.the_suppliers == "the USSR or Russia"
    assert r.describe() == (
        "Major arms from the USSR and Russia to the 33 states; years: 1950–2025; windows of 5 "
        "years; shares of at least 10 million TIV; compared without Venezuela."
    )
    assert [claim.iso3 for claim in r.claimed_ranks] == ["VEN"]
    assert read(states="PER").claimed_ranks == ()


@pytest.mark.parametrize("partner", ["USA", "China"])
def test_other_suppliers_are_read_from_the_imports(partner):
    r = read(partner=partner)
    assert r.series == "arms/imports_by_supplier"
    assert r.spans == {r.partner: (1995, 2024)}
    assert r.has("imports_by_supplier", "vintages")
    assert not r.has("deals")
    assert not r.has("imports_by_supplier", "supplier_exports")
    assert r.claimed_ranks == ()
    assert r.known_years == "1995–2024"
    assert r.file("annual") == f"arms_transfers/annual_{r.partner.lower()}"


def test_the_studys_own_partner_has_the_plain_names_of_files():
    assert read(partner="Russia").file("annual") == "arms_transfers/annual"


def test_years_without_imports_give_no_windows():
    r = read(first_year=1950, last_year=1980)
    assert r.windows == r.rolling == r.rolling_of(1) == []
    assert read(partner="CHN", last_year=1980).known_years == "none of the chosen years"
    assert read(partner="CHN", last_year=1995).known_years == "1995"


def test_words_for_one_state_and_for_some():
    assert read(states="KNA").the_states == "Saint Kitts and Nevis"
    assert read(states="PER, VEN").the_states == "these 2 states"
    assert read(states="BHS").records_nothing(2000, 2000) == (
        "SIPRI records no delivery of major arms from Russia to the Bahamas in 2000."
    )


def test_the_bounds_of_years_are_those_of_the_table():
    first, last = tables.covered_years("arms/annual_tiv")
    assert (ArmsTransfers().first_year, ArmsTransfers().last_year) == (first, last)
    with pytest.raises(ParameterError, match=f"a whole number from {first} to {last}"):
        ArmsTransfers(last_year=last + 1)
    with pytest.raises(ParameterError, match="first_year = 2000 is after last_year = 1999"):
        ArmsTransfers(first_year=2000, last_year=1999)


def test_unknown_partners_and_states_are_refused():
    with pytest.raises(ParameterError, match="'Atlantis' is no state"):
        ArmsTransfers(partner="Atlantis")
    with pytest.raises(ParameterError, match="leave_out"):
        ArmsTransfers(leave_out="XYZ")
