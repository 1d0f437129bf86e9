"""UNCTAD: reasons for blanks, groups apart from economies, sections."""

import pytest

from analysis.errors import SourceError
from analysis.sources import unctad
from tests.places import UPSTREAM

SHARED = UPSTREAM / "trade"
VALUE = "US$ at current prices in millions"
HEADER = (
    f"Year,Economy,Economy Label,Flow,Flow Label,{VALUE},{VALUE} Footnote,{VALUE} Missing value"
)
RUSSIA = '2021,643,"Russian Federation",02,"Exports",494161.5,,'


def write(path, *lines):
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return path


def test_value_that_is_not_given_has_no_row(tmp_path):
    path = write(
        tmp_path / "u.csv",
        RUSSIA,
        '1948,643,"Russian Federation",01,"Imports",,,Not applicable',
        '2021,84,"Belize",01,"Imports",0,Estimated,',
        '2021,5120,"A group",01,"Imports",1,,',
    )
    assert unctad.read_totals(path).values.tolist() == [
        ["643", "Russian Federation", False, 2021, "export", 494161500000.0, False],
        ["084", "Belize", False, 2021, "import", 0.0, True],
        ["5120", "A group", True, 2021, "import", 1000000.0, False],
    ]


@pytest.mark.parametrize(
    ("lines", "part"),
    [
        ([RUSSIA, RUSSIA], "line 3: repeats line 2"),
        ([RUSSIA.replace("02", "01")], "column 'Flow': '01' 'Exports' is neither"),
        ([RUSSIA.replace("494161.5", "")], "value '' and reason '' do not go together"),
        ([RUSSIA + "Not applicable"], "do not go together"),
        ([RUSSIA.replace("643", "6x3")], "column 'Economy': is no code"),
        ([RUSSIA, '2020,643,"Russia",02,"Exports",1,,'], "'Russian Federation' above"),
        ([RUSSIA.replace(",,", ",Guess,")], "is an unknown note: 'Guess'"),
        ([RUSSIA.replace("2021", "1921")], "1921 is outside the years"),
    ],
)
def test_row_that_cannot_be_true_is_named(tmp_path, lines, part):
    with pytest.raises(SourceError, match=part):
        unctad.read_totals(write(tmp_path / "u.csv", *lines))


@pytest.mark.skipif(
    not SHARED.is_dir(), reason="the publishers' files are not beside the repository"
)
def test_real_totals_keep_the_ussr_and_russia_apart():
    frame = unctad.read_totals(SHARED / "unctad_totals" / "US_TradeMerchTotal.csv")
    assert frame.attrs["vintage"] == "UNCTADstat, 1948-2024"
    assert len(frame) == 40304
    years = frame.groupby("m49")["year"].agg(["min", "max"])
    assert years.loc["810"].tolist() == [1948, 1991]
    assert years.loc["643"].tolist() == [1992, 2024]
    russia = frame[(frame["m49"] == "643") & (frame["year"] == 2021)].set_index("flow")["value_usd"]
    assert (russia / 1e6).round().to_dict() == {"export": 494161, "import": 301046}


@pytest.mark.skipif(
    not SHARED.is_dir(), reason="the publishers' files are not beside the repository"
)
def test_real_sections_are_the_check_values():
    frame = unctad.read_sections(SHARED / "unctad_sitc_rus_lac.csv")
    assert len(frame) == 1011
    sums = (
        frame.assign(to_russia=frame["importer"] == "RUS")
        .groupby(["to_russia", "section", "year"])["value_usd"]
        .sum()
        / 1e6
    )
    assert sums.loc[True, "SITC0_Food"].round().tolist() == [1032, 3913, 4236]
    assert sums.loc[True, "SITC2_Crude"].round().tolist() == [84, 214, 1262]
    assert sums.loc[False, "SITC3_MineralFuels"].round().tolist() == [692, 749, 681]
    assert sums.loc[False, "SITC5_Chemicals"].round().tolist() == [126, 861, 2233]
    assert sums.loc[False, "SITC6_Manuf"].round().tolist() == [118, 296, 1194]


def test_sections_of_an_unknown_state_are_named(tmp_path):
    path = tmp_path / "s.csv"
    path.write_text("file_year,section,exporter,importer,edgewidth\n95,All,ARX,RUS,1\n")
    with pytest.raises(SourceError, match=r"line 2.*unknown code.*'ARX'"):
        unctad.read_sections(path)
