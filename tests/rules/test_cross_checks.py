"""Sources that know nothing of each other agree as far as they can, and differ where it is known.

Bounds are set a little wider than what was found, so that a reader or a table that goes wrong
breaks them, and a newer vintage does not.
"""

import numpy as np
import pandas as pd
import pyreadr
import pytest

from analysis import countries, tables
from analysis.sources import sipri, un_library, unvotes
from analysis.study import load_study
from tests.places import UPSTREAM

needs_upstream = pytest.mark.skipif(
    not UPSTREAM.is_dir(), reason="the publishers' files are not on this machine"
)
REPORT = ["iso3", "partner", "year", "reporter", "flow"]


@pytest.fixture(scope="module")
def votes():
    """Votes of sessions 46-74 in both sources: 33 states, Russia, USA, China, Ukraine.

    Roll calls are matched by the symbol of their resolution, where each source has one vote on it.
    """
    folder = UPSTREAM / "voting"
    library = un_library.read_votes(un_library.find_file(folder))
    calls = unvotes.read_issues(folder / "un_roll_calls.rda", folder / "un_roll_call_issues.rda")
    calls = calls[calls["session"].between(46, 74) & ~calls["is_part"] & calls["key"].notna()]
    calls = calls[~calls["key"].duplicated(keep=False)]
    keys = library.roll_calls["resolution"].map(unvotes.symbol_key)
    column = pd.Series(range(len(keys)), index=keys)
    column = column[~column.index.duplicated(keep=False)]
    calls = calls.assign(column=calls["key"].map(column)).dropna(subset="column")

    codes = tables.load("common/states").set_index("iso2")["iso3"]
    codes = codes.to_dict() | {"CN": "CHN", "UA": "UKR", "US": "USA"}
    theirs = pyreadr.read_r(str(folder / "un_votes.rda"))["un_votes"]
    theirs = theirs.assign(
        rcid=theirs["rcid"].astype("int64"),
        iso3=theirs["country_code"].map(codes),
        unvotes=theirs["vote"].astype("str").map({"yes": 1, "abstain": 2, "no": 3}),
    )
    frame = theirs.dropna(subset="iso3").merge(calls[["rcid", "session", "column"]], on="rcid")
    states = sorted(codes.values())
    row = frame["iso3"].map({state: number for number, state in enumerate(states)})
    frame["library"] = library.of(states)[row, frame["column"].astype("int64")]
    return frame[["iso3", "session", "unvotes", "library"]]


@needs_upstream
@pytest.mark.slow
def test_unvotes_and_the_un_library_agree_on_common_votes(votes):
    common = votes[votes["library"] > 0]
    assert common["iso3"].nunique() == 33 + 4
    assert len(common) > 72_000
    equal = (common["unvotes"] == common["library"]).mean()
    assert 0.9985 <= equal < 0.9995  # neither worse than known, nor the same file read twice


@needs_upstream
@pytest.mark.slow
def test_only_grenada_in_session_65_is_scrambled_in_unvotes(votes):
    common = votes[votes["library"] > 0]
    cells = (common["unvotes"] == common["library"]).groupby([common["iso3"], common["session"]])
    shares = cells.mean()[cells.size() >= 20]
    assert shares[shares < 0.9].index.tolist() == [("GRD", 65)]
    assert shares["GRD", 65] == pytest.approx(0.60, abs=0.02)


@needs_upstream
@pytest.mark.slow
def test_barbados_in_session_49_is_missing_from_unvotes(votes):
    tallies = tables.load("voting/tallies").query("session == 49 and issue == 'all'")
    tallies = tallies[(tallies["iso3"] == "BRB") & (tallies["partner"] == "RUS")]
    absent = tallies["n_listed"] - tallies["n_state_absent"]
    assert absent.sum() == 67
    assert len(votes.query("iso3 == 'BRB' and session == 49")) <= 4


@needs_upstream
def test_the_register_and_the_yearly_deliveries_agree_on_russia():
    """Two exports of one database: the register's deals, and deliveries summed by year."""
    yearly = sipri.read_yearly(sipri.find(UPSTREAM / "arms", "yearly").file)
    yearly = yearly[(yearly["supplier"] == "Russia") & (yearly["year"] >= 1992)]
    codes = pd.Series(countries.resolve(yearly["recipient"], "sipri"), index=yearly.index)
    by_year = yearly.loc[codes.isin(load_study().states), "tiv_million"].sum()
    deals = tables.load("arms/deals").query("supplier == 'RUS'")["tiv_delivered_million"].sum()
    assert round(float(deals)) == 5468
    assert round(float(by_year)) == 5493


def test_deals_add_up_to_the_annual_volumes_of_each_recipient():
    keys = ["supplier", "iso3"]
    deals = tables.load("arms/deals").groupby(keys)["tiv_delivered_million"].sum()
    annual = tables.load("arms/annual_tiv").groupby(keys)["tiv_million"].sum()
    assert sorted(deals.index) == sorted(annual.index)
    difference = (deals / annual - 1).abs()
    assert difference.max() < 0.002
    assert difference[difference > 1e-4].index.tolist() == [("RUS", "VEN"), ("SUN", "CUB")]


@pytest.fixture(scope="module")
def mirror():
    """Flows that both Russia and the state report, in USD."""
    table = tables.load("trade/bilateral").query("partner == 'RUS' and 1996 <= year <= 2016")
    side = table["reporter"].eq("RUS").map({True: "russia", False: "state"})
    return table.pivot_table(
        index=["iso3", "year", "flow"], columns=side, values="value_usd"
    ).dropna()


def test_both_reporters_give_like_totals_each_year(mirror):
    totals = mirror.groupby(["year", "flow"]).sum()
    asymmetry = (totals["russia"] - totals["state"]) / totals.sum(axis=1)
    assert len(asymmetry) == 21 * 2
    assert asymmetry.abs().max() < 0.3
    assert asymmetry.abs().median() < 0.15


def test_states_count_more_imports_than_russia_counts_exports(mirror):
    """Imports are valued CIF, exports FOB: the two flows lean to opposite sides."""
    totals = mirror.groupby("flow").sum()
    ratio = totals["state"] / totals["russia"]
    assert 1.06 < ratio["imports"] < 1.4
    assert 0.75 < ratio["exports"] < 1


def test_both_reporters_rank_flows_alike(mirror):
    positive = mirror[(mirror > 0).all(axis=1)]
    correlation = np.corrcoef(np.log(positive["russia"]), np.log(positive["state"]))[0, 1]
    assert len(positive) > 900
    assert correlation > 0.75


@pytest.fixture(scope="module")
def dots_to_wits():
    """IMF readings over the WITS readings of the same report."""
    others = tables.load("trade/bilateral_alternatives").query("source == 'imf_dots'")
    chosen = tables.load("trade/bilateral").query("source == 'wits_partner'")
    both = others.merge(chosen, on=REPORT, suffixes=("_dots", "_wits")).query("year >= 1996")
    return both.assign(ratio=both["value_usd_dots"] / both["value_usd_wits"])


def test_dots_repeats_wits_where_both_report_alike(dots_to_wits):
    own = dots_to_wits["reporter"] != "RUS"
    fob_imports = own & dots_to_wits["iso3"].isin(["BRA", "MEX"])
    fob_imports &= dots_to_wits["flow"] == "imports"
    same = dots_to_wits[~fob_imports]
    assert len(same) > 150
    assert same.groupby(["iso3", "reporter", "flow"])["ratio"].median().between(0.99, 1.01).all()
    assert same["ratio"].between(0.98, 1.02).mean() > 0.8


def test_dots_adds_six_per_cent_to_imports_reported_fob(dots_to_wits):
    rows = dots_to_wits.query("reporter == iso3 and flow == 'imports'")
    medians = rows.groupby("iso3")["ratio"].median()
    assert medians[["BRA", "MEX"]].round(3).tolist() == [1.06, 1.06]


def test_no_corrupted_cell_of_dots_is_in_a_table():
    """Two cells of the workbook have lost their decimal separator: about 10^14 USD."""
    for name in ("trade/bilateral", "trade/bilateral_alternatives"):
        assert tables.load(name).query("partner == 'RUS'")["value_usd"].max() < 2e10
    keys = [("MEX", 1999, "RUS"), ("URY", 1992, "URY")]
    table = tables.load("trade/bilateral_alternatives").query(
        "source == 'imf_dots' and flow == 'imports'"
    )
    found = set(zip(table["iso3"], table["year"], table["reporter"], strict=True))
    assert not found & set(keys)


def test_customs_service_repeats_comtrade_but_for_the_revised_years():
    others = tables.load("trade/bilateral_alternatives").query("source == 'customs_russia'")
    both = others.merge(tables.load("trade/bilateral"), on=REPORT, suffixes=("_customs", ""))
    ratio = both["value_usd_customs"] / both["value_usd"]
    apart = both[~ratio.between(0.98, 1.05)]
    assert len(both) == 32
    assert set(apart["flow"]) == {"imports"}
    assert 2017 in set(apart["year"])
    assert len(apart) <= 4


def test_no_year_that_indec_corrupted_is_in_a_table():
    frames = [tables.load(n) for n in ("trade/bilateral", "trade/bilateral_alternatives")]
    indec = pd.concat(frames).query("source == 'indec'")
    assert not set(indec["year"]) & {2003, 2006, 2008, 2010}
