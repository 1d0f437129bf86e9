"""The tables of claims are what the editions of IDS say, and the check values."""

import json

import pandas as pd
import pytest

from analysis import tables
from analysis.compute import debt, to_csv
from analysis.errors import SourceError
from analysis.study import load_study
from tests.places import SHARED, UPSTREAM

FACTS = SHARED / "facts" / "debt"
CODES = {"087": "RUS", "078": "SUN"}
KEY = ["iso3", "series", "counterpart", "year", "edition"]


@pytest.fixture(scope="module")
def claims():
    return tables.load("debt/ids_creditor")


def stocks(claims, iso3, kind="BLAT", edition="2025-12"):
    """Return a debtor's stocks by year in million USD, Russia's and the USSR's."""
    rows = claims[(claims["iso3"] == iso3) & (claims["edition"] == edition)]
    rows = rows[rows["series"] == f"DT.DOD.{kind}.CD"]
    return rows.set_index("year")["value_usd"].astype("float64") / 1e6


@pytest.mark.parametrize("name", sorted(debt.TABLES))
def test_shipped_table_is_what_the_build_computes(name):
    if not UPSTREAM.exists():
        pytest.skip("the upstream files are not on this machine")
    resource = tables.resource(name)
    content = to_csv(debt.TABLES[name](UPSTREAM, load_study()), name, resource["schema"])
    assert content == (tables.DATA / resource["path"]).read_bytes()


def answer(values, updated="2026-02-11", series="DT.DOD.BLAT.CD"):
    """Return a page of the Bank's interface: debtor, creditor and year to value."""
    data = [
        {
            "variable": [
                {"concept": "Country", "id": debtor, "value": debtor},
                {"concept": "Counterpart-Area", "id": creditor, "value": creditor},
                {"concept": "Series", "id": series, "value": "Bilateral (current US$)"},
                {"concept": "Time", "id": f"YR{year}", "value": str(year)},
            ],
            "value": value,
        }
        for (debtor, creditor, year), value in values.items()
    ]
    counts = {"page": 1, "pages": 1, "per_page": 100, "total": len(data)}
    source = {"id": "6", "name": "IDS", "data": data}
    return json.dumps(counts | {"lastupdated": updated, "source": source})


def test_what_was_fetched_is_an_edition_of_its_own(tmp_path):
    assert debt._fetched(tmp_path) is None
    values = {
        ("NIC", "087", 2023): 5.0,
        ("NIC", "087", 2024): None,
        ("NIC", "087", 2026): 0.0,
        ("PER", "078", 1990): 0.0,  # never owed anything
    }
    (tmp_path / "DT.DOD.BLAT.CD.json").write_text(answer(values))
    table = debt._fetched(tmp_path)
    found = debt._claims(table, "x", load_study())
    columns = ["iso3", "counterpart", "year", "value_usd", "edition", "status"]
    assert found[columns].values.tolist() == [
        ["NIC", "RUS", 2023, 5.0, "2025-12", "actual"],
        ["NIC", "RUS", 2026, 0.0, "2025-12", "scheduled"],
    ]


def test_answers_of_two_updates_are_not_mixed(tmp_path):
    values = {("NIC", "087", 2023): 5.0}
    for kind, updated in (("BLAT", "2025-12-03"), ("PROP", "2024-12-03")):
        series = f"DT.DOD.{kind}.CD"
        (tmp_path / f"{series}.json").write_text(answer(values, updated, series))
    with pytest.raises(SourceError, match="2024-12-03, 2025-12-03"):
        debt._fetched(tmp_path)


def test_claims_equal_the_check_values(claims):
    if not FACTS.exists():
        pytest.skip("the check values are not on this machine")
    facts = pd.read_csv(FACTS / "ids_russia_creditor_lac.csv", dtype={"counterpart": "str"})
    facts = facts.rename(columns={"ids_edition": "edition"}).replace({"counterpart": CODES})
    # The file of the edition of December 2024 was not kept, so that it cannot be rebuilt.
    facts = facts[facts["edition"] != "2024-12"]
    assert len(facts) == 534
    pd.testing.assert_frame_equal(
        claims.sort_values(KEY).reset_index(drop=True),
        facts[claims.columns].sort_values(KEY).reset_index(drop=True),
        check_dtype=False,
        rtol=0,
        atol=0,
    )


def test_shares_equal_the_check_values():
    if not FACTS.exists():
        pytest.skip("the check values are not on this machine")
    facts = pd.read_csv(FACTS / "ids_russia_share_of_creditors_lac.csv")
    columns = {"russia_ussr_usd": "value_usd", "ids_edition": "edition"}
    facts = facts.rename(columns=columns).sort_values(["iso3", "series", "year"])
    shares = tables.load("debt/ids_creditor_shares").sort_values(["iso3", "series", "year"])
    assert len(shares) == 179
    pd.testing.assert_frame_equal(
        shares[facts.columns].reset_index(drop=True),
        facts.reset_index(drop=True),
        check_dtype=False,
        rtol=1e-12,
    )
    # No year has both, so the check values, which add them, compare row by row.
    assert (shares["counterpart"] == "SUN").eq(shares["year"] == 1990).all()


def test_stocks_are_as_noted(claims):
    nicaragua = stocks(claims, "NIC").round(1)
    expected = {1990: 2633.5, 1995: 2836.3, 1996: 344.0, 2001: 414.0, 2003: 355.0, 2004: 0.0}
    assert nicaragua[list(expected)].round(1).to_dict() == pytest.approx(expected, abs=0.5)
    guyana = stocks(claims, "GUY")
    expected = {1990: 8.46, 1993: 7.53, 2004: 1.5, 2005: 0.278, 2012: 0.276, 2013: 0.0}
    assert guyana[list(expected)].to_dict() == pytest.approx(expected, abs=0.005)
    peru = stocks(claims, "PER")
    assert peru.loc[1990:1996].between(525, 545).all()
    assert peru[[1997, 2006]].to_dict() == pytest.approx({1997: 1.64, 2006: 0.0}, abs=0.005)
    assert stocks(claims, "PER", "PROP").loc[1990:1996].between(65, 67.5).all()
    ecuador = stocks(claims, "ECU")
    assert ecuador[[2011, 2016]].to_dict() == pytest.approx({2011: 7.25, 2016: 142.7}, abs=0.05)


def test_buses_for_nicaragua(claims):
    rows = claims[(claims["iso3"] == "NIC") & (claims["edition"] == "2025-12")]
    values = rows.set_index(["series", "year"])["value_usd"]
    assert values["DT.DOD.BLAT.CD", 2023] == 16_908_710
    assert values["DT.DOD.BLAT.CD", 2024] == 12_717_174.9
    assert values["DT.AMT.BLAT.CD", 2023] == 1_654_399.3
    assert values["DT.AMT.BLAT.CD", 2024] == 3_311_675.6


def test_editions_differ_so_they_stand_apart(claims):
    at_the_end_of_2022 = {
        edition: stocks(claims, "ECU", edition=edition).loc[2022]
        for edition in ("2023-12", "2025-12")
    }
    assert at_the_end_of_2022 == pytest.approx({"2023-12": 73.084, "2025-12": 77.433}, abs=5e-4)
    description = tables.Catalog(tables.DATA).describe("debt/ids_creditor")
    assert description is not None
    text = tables.resource("debt/ids_creditor")["description"]
    assert "one edition before adding up" in text
    assert "December 2024 is not in the table" in text


def test_ussr_and_cuba_and_venezuela(claims):
    assert set(claims.loc[claims["counterpart"] == "SUN", "year"]) == {1990}
    assert not {"CUB", "VEN"} & set(claims["iso3"])
    scheduled = claims[claims["status"] == "scheduled"].groupby("edition")["year"].min()
    assert scheduled.to_dict() == {"2023-12": 2023, "2025-12": 2025}
