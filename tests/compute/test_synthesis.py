"""The table of trade with few partners: rebuilt from the real files, compared with the other."""

import pandas as pd
import pytest

from analysis import countries, tables
from analysis.compute import synthesis as build
from analysis.errors import SourceError
from tests.places import SHARED


def test_build_gives_the_table_that_ships():
    upstream = SHARED / "upstream"
    if not upstream.is_dir():
        pytest.skip("the publishers' files are not beside the repository")
    rebuilt = build.partner_trade(upstream).sort_values(build.KEYS, ignore_index=True)
    pd.testing.assert_frame_equal(
        rebuilt, tables.load("synthesis/partner_trade"), check_dtype=False
    )


def test_flows_are_the_states_view_and_world_sums_all_partners(tmp_path):
    folder = tmp_path / "trade" / "wits_partner"
    folder.mkdir(parents=True)
    for iso3 in countries.LAC:
        (folder / f"{iso3}.json").write_text('{"2000": {"DEU": {"x": 1.0}}}')
    (folder / "PER.json").write_text(
        '{"1991": {"USA": {"x": 9}}, "2000": {"RUS": {"m": 2.0}, "USA": {"x": 3, "m": 4},'
        ' "BUN": {"x": 0.5}}}'
    )
    table = build.partner_trade(tmp_path)
    assert table["iso3"].unique().tolist() == ["PER"]
    rows = table.set_index("partner").drop(columns=["iso3", "year"])
    assert rows.loc["USA"].tolist() == [3000, 4000, 3500, 6000]
    assert pd.isna(rows.loc["RUS", "exports_usd"])
    assert rows.loc["RUS", "imports_usd"] == 2000
    (folder / "PER.json").unlink()
    with pytest.raises(SourceError, match=r"PER\.json"):
        build.partner_trade(tmp_path)


def test_rows_of_russia_equal_those_of_the_bilateral_table():
    ours = tables.load("synthesis/partner_trade").query("partner == 'RUS'")
    other = tables.load("trade/bilateral")
    other = other[(other["reporter"] != "RUS") & (other["source"] == "wits_partner")]
    for ours_name, flow in (
        ("exports_usd", "exports"),
        ("imports_usd", "imports"),
    ):
        rows = other[other["flow"] == flow].set_index(["iso3", "year"])["value_usd"]
        both = ours.set_index(["iso3", "year"])[ours_name].dropna()
        pd.testing.assert_series_equal(
            both.sort_index(), rows.sort_index(), check_names=False, check_dtype=False
        )
