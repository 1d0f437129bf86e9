"""Parameters of the debt notebook, and the reading that is made of them."""

import pytest

from analysis import tables
from analysis.debt.frames import STATUSES
from analysis.debt.parameters import Debt
from analysis.errors import ParameterError


def test_defaults_come_from_the_study_and_the_tables():
    p = Debt()
    assert p.statuses == list(STATUSES)
    assert len(p.debtors) == 33
    assert p.instrument == p.setting.debt.instrument == "cub-2013-settlement"
    assert p.edition == tables.load("debt/ids_creditor")["edition"].max() == "2025-12"
    assert Debt(statuses="disputed").statuses == ["disputed"]
    assert Debt(statuses="disputed, proposal").statuses == ["disputed", "proposal"]


def test_every_row_of_the_table_of_terms_can_be_looked_into():
    for name in tables.load("debt/terms")["instrument"]:
        assert Debt(instrument=name).reading().instrument == name


@pytest.mark.parametrize(
    ("values", "named"),
    [
        (
            {"grace_years": 10, "years": 10},
            "grace_years = 10 leaves nothing of maturity_years = 10",
        ),
        ({"grace_years": 10}, "leaves nothing of maturity_years = 10"),
        ({"instrument": "cub-2006-loan", "write_off_share": 0.5}, "no older claim"),
        ({"instrument": "cub-2013-settlment"}, "did you mean 'cub-2013-settlement'"),
        ({"edition": "2024-12"}, "unknown edition.*allowed: 2023-12, 2025-12"),
        ({"years": 0.3}, r"0\.6 payments"),
        ({"write_off_share": 1}, "write_off_share"),
        ({"discount_rate": -0.1}, "discount_rate"),
        ({"discount_rate": 5}, "discount_rate"),
        ({"payments_per_year": 3}, "payments_per_year"),
        ({"rouble_rate": 0}, "rouble_rate"),
        ({"valued_at": "signatur"}, "did you mean 'signature'"),
        ({"day_count": "actual/366"}, "day_count"),
        ({"statuses": ["disputd"]}, "did you mean 'disputed'"),
        ({"statuses": []}, "the list is empty"),
        ({"statuses": ["disputed", "disputed"]}, "more than once"),
        ({"debtors": "CUBX"}, "CUB"),
        ({"study": "russia_asia"}, "unknown study"),
    ],
)
def test_impossible_parameters_are_refused_in_plain_words(values, named):
    with pytest.raises(ParameterError, match=named):
        Debt(**values)


def test_a_reading_holds_every_choice():
    values = {
        "debtors": "CUB, NIC",
        "statuses": "disputed",
        "discount_rate": 0.08,
        "instrument": "nic-1996-settlement",
        "valued_at": "signature",
        "write_off_share": 0.5,
        "years": 12,
        "payments_per_year": 4,
        "grace_years": 2,
        "interest_rate": 0.03,
        "stays_share": 0.25,
        "worth_of_local": 0.5,
        "day_count": "30E/360",
        "rouble_rate": 0.64,
        "edition": "2023-12",
    }
    reading = Debt(**values).reading()
    assert set(values) == set(Debt.model_fields) - {"study"}  # each reaches the reading
    assert (reading.partner, reading.creditors) == ("RUS", ("SUN", "RUS"))
    assert (reading.states, reading.statuses) == (("CUB", "NIC"), ("disputed",))
    assert (reading.discount_rate, reading.rate) == (0.08, "8 %")
    assert (reading.valued_at, reading.day) == ("signature", "on the day of signature")
    assert reading.chosen == {
        "write_off_share": 0.5,
        "maturity_years": 12,
        "payments_per_year": 4,
        "grace_years": 2,
        "interest_rate": 0.03,
        "stays_share": 0.25,
    }
    assert (reading.worth_of_local, reading.day_count) == (0.5, "30E/360")
    assert (reading.old.code, reading.old.per_dollar) == ("SUR", 0.64)
    assert (reading.instrument, reading.edition) == ("nic-1996-settlement", "2023-12")
    assert reading.lineage == "Russia and the USSR"
