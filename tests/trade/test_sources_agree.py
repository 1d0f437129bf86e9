"""Sources against one another: the check numbers of the notes, from the tables that ship."""

import numpy as np
import pandas as pd
import pytest

from analysis import countries, tables, trade
from analysis.sources import baci
from tests.places import SHARED

X, M = trade.FLOWS


@pytest.fixture(scope="module")
def every():
    names = ("trade/bilateral", "trade/bilateral_alternatives")
    return pd.concat([tables.load(name) for name in names])


def value(every, iso3, years, reporter, flow, source):
    rows = every[
        (every["partner"] == "RUS")
        & (every["iso3"] == iso3)
        & (every["reporter"] == reporter)
        & (every["flow"] == flow)
        & (every["source"] == source)
    ]
    return rows.set_index("year")["value_usd"].reindex(list(years)) / 1e6


@pytest.mark.parametrize(
    ("iso3", "reporter", "flow", "source", "first", "million"),
    [
        ("BRA", "RUS", M, "comtrade_partner_reports", 2017, (2658, 2584, 2455, 1994, 5261)),
        ("BRA", "RUS", X, "comtrade_partner_reports", 2017, (3240, 2471, 2154, 2010, 2223)),
        ("BRA", "BRA", M, "comtrade_brazil", 2017, (2850, 3647, 3975, 2975, 6228, 8630, 11134)),
        ("BRA", "BRA", X, "imf_dots", 2017, (2737, 1655, 1566, 1533)),
        ("ARG", "ARG", X, "indec", 2017, (518.8, 754.0, 650.3, 612.2, 680.0, 498.4, 268.5)),
        ("ARG", "RUS", X, "comtrade_chapters", 2017, (687.8, 851.4, 827.5, 811.2)),
        ("MEX", "RUS", M, "imf_dots", 2017, (1526, 2002, 1478, 1165)),
        ("MEX", "RUS", X, "imf_dots", 2017, (955, 938, 1107, 1018)),
        ("MEX", "MEX", M, "imf_dots", 2017, (1549, 2104, 1376, 923)),
        ("MEX", "MEX", X, "imf_dots", 2017, (256, 328, 399, 421)),
        ("ECU", "RUS", M, "comtrade_chapters", 2017, (228, 356, 398, 215)),
        ("ECU", "RUS", X, "comtrade_chapters", 2017, (1305, 1289, 1285, 1275)),
        ("CUB", "RUS", M, "comtrade_chapters", 2017, (322, 373, 288, 133)),
        ("CUB", "RUS", X, "comtrade_chapters", 2017, (14, 15, 19, 16)),
        ("BRA", "RUS", M, "customs_russia", 2016, (1786, 2032)),
    ],
)
def test_later_years_equal_the_check_numbers(every, iso3, reporter, flow, source, first, million):
    years = range(first, first + len(million))
    assert value(every, iso3, years, reporter, flow, source).tolist() == pytest.approx(
        million, abs=1
    )


def test_region_of_2018_equals_the_check_numbers(every):
    every = trade.pick_partner(every, "RUS")
    rows = every[(every["year"] == 2018) & (every["source"] == "wits_network_2018")]
    russia, own = rows[rows["reporter"] == "RUS"], rows[rows["reporter"] != "RUS"]
    assert russia["iso3"].nunique() == 28
    assert own["iso3"].nunique() == 17
    for side, sold, bought in ((russia, 8306, 7192), (own, 5729, 7380)):
        sums = side.groupby("flow")["value_usd"].sum() / 1e6
        assert sums.to_dict() == pytest.approx({X: sold, M: bought}, abs=1)


def test_russian_customs_and_wits_agree_on_brazil(every):
    years = range(2010, 2017)
    for flow, low, high in ((X, -0.45, 0.25), (M, -0.06, 4.38)):
        wits = value(every, "BRA", years, "RUS", flow, "wits_partner")
        customs = value(every, "BRA", years, "RUS", flow, "customs_russia")
        per_cent = 100 * (customs / wits - 1)
        assert per_cent.min() == pytest.approx(low, abs=0.01)
        assert per_cent.max() == pytest.approx(high, abs=0.01)
    for flow, million in ((M, 5261.1), (X, 2223.1)):
        customs = value(every, "BRA", [2021], "RUS", flow, "customs_russia").item()
        assert customs == pytest.approx(million, abs=0.1)


def test_vintages_of_2016_and_2017_differ_by_a_third(every):
    later = value(every, "BRA", [2016, 2017], "RUS", M, "comtrade_partner_reports")
    assert later.tolist() == pytest.approx([2338, 2658], abs=1)
    customs = value(every, "BRA", [2017], "RUS", M, "customs_russia")
    assert (later / customs).loc[2017] == pytest.approx(1.31, abs=0.005)


def test_brazil_reports_cif_here_and_fob_in_wits(every):
    years = range(2010, 2017)
    cif = value(every, "BRA", years, "BRA", M, "comtrade_brazil")
    per_cent = 100 * (cif / value(every, "BRA", years, "BRA", M, "wits_partner") - 1)
    assert per_cent.min() == pytest.approx(6.1, abs=0.05)
    assert per_cent.max() == pytest.approx(9.9, abs=0.05)
    assert per_cent.mean() == pytest.approx(7.7, abs=0.05)


def test_indec_lies_below_wits_to_2015(every):
    years = range(2011, 2017)
    indec = value(every, "ARG", years, "ARG", X, "indec")
    per_cent = 100 * (indec / value(every, "ARG", years, "ARG", X, "wits_partner") - 1)
    assert per_cent.tolist() == pytest.approx([-6.2, -6.4, -10.1, -12.6, -7.6, 0.3], abs=0.05)


def test_mexicos_exports_are_2_4_to_3_7_times_as_large_by_russia(every):
    years = range(2017, 2021)
    ratio = value(every, "MEX", years, "RUS", X, "imf_dots") / value(
        every, "MEX", years, "MEX", X, "imf_dots"
    )
    assert ratio.min() == pytest.approx(2.4, abs=0.05)
    assert ratio.max() == pytest.approx(3.7, abs=0.05)


def test_argentinas_exports_are_a_fifth_larger_by_russia(every):
    years = range(2017, 2021)
    ratio = value(every, "ARG", years, "RUS", X, "comtrade_chapters") / value(
        every, "ARG", years, "ARG", X, "indec"
    )
    assert ratio.min() == pytest.approx(1.13, abs=0.005)
    assert ratio.max() == pytest.approx(1.33, abs=0.005)


def test_unctad_and_wits_agree_on_totals_but_for_imports_of_brazil_and_russia():
    totals = tables.load("trade/world_totals")
    wide = totals.pivot(index=["iso3", "year", "flow"], columns="source", values="value_usd")
    ratio = (100 * (wide["unctad"] / wide["wits_summary"] - 1)).dropna()

    def of(iso3, flow):
        return ratio.loc[iso3, [2010, 2012, 2015], f"{flow}_world"]

    for iso3 in ("ARG", "ECU", "PRY", "COL"):
        for flow in ("exports_to", "imports_from"):
            assert of(iso3, flow).abs().max() <= 1.75
    assert of("BRA", "exports_to").abs().max() == pytest.approx(2.3, abs=0.1)
    assert of("BRA", "imports_from").between(4.5, 7.5).all()
    assert of("RUS", "imports_from").between(5.5, 9.5).all()
    assert of("RUS", "exports_to").abs().max() <= 0.95
    customs = wide["customs_russia"].loc["RUS", 2021] / 1e6
    assert customs["exports_to_world"] == pytest.approx(493_096, abs=1100)
    assert customs["imports_from_world"] == pytest.approx(293_531, abs=1100)
    unctad = wide["unctad"].loc["RUS", 2021] / 1e6
    assert unctad.tolist() == pytest.approx([494_161, 301_046], abs=1)


def test_baci_of_2014_is_russias_report_of_2014(every):
    path = SHARED / "upstream" / "trade" / "baci_total_2014" / "baci_total.txt"
    if not path.is_file():
        pytest.skip("the publishers' files are not beside the repository")
    frame = baci.read_turnover(path, 2014)
    states = tables.load("common/states")
    codes = dict(zip(states["m49"].astype(int), states["iso3"], strict=True))
    russia_code = next(code for code, iso3 in codes.items() if iso3 == "RUS")
    pairs = frame[(frame["code_a"] == russia_code) | (frame["code_b"] == russia_code)]
    other = pairs["code_a"].where(pairs["code_b"] == russia_code, pairs["code_b"])
    pairs = pairs.assign(iso3=other.map(codes)).dropna(subset=["iso3"])
    pairs = pairs.set_index("iso3")["turnover_usd"]
    pairs = pairs.reindex(countries.LAC).dropna()
    assert len(pairs) == 33
    assert pairs.sum() / 1e6 == pytest.approx(17_165, abs=1)
    rows = trade.pick_partner(every[every["source"] == "wits_partner"], "RUS")
    wits = trade.flows_by_state(rows, "counterpart")
    russia = wits[wits["year"] == 2014].set_index("iso3")["turnover_usd"]
    both = pd.concat([pairs, russia], axis=1, join="inner")
    logs = np.log(both[(both > 0).all(axis=1)])
    assert logs.corr().iloc[0, 1] == pytest.approx(0.997, abs=0.001)
    gap = (logs.iloc[:, 0] - logs.iloc[:, 1]).abs()
    assert gap.median() == pytest.approx(0.023, abs=0.002)
