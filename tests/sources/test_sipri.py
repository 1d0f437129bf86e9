"""SIPRI's exports: each kind, each vintage's quirks, and every way to be wrong."""

import functools
import json
import re
import time

import pandas as pd
import pytest

from analysis import countries
from analysis.errors import SourceError
from analysis.sources import sipri
from tests.places import UPSTREAM

SHARED = UPSTREAM / "arms"

TITLE = "Transfers of major conventional arms from All countries  to All countries . Deals with x"
REGISTER = (
    "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,"
    "Number delivered, ,Year(s) of delivery,status,Comments,SIPRI TIV per unit,"
    "SIPRI TIV for total order,SIPRI TIV of delivered weapons"
)
DEALS = [
    "Peru,Russia,2010,?,6,,Mi-17 ,transport helicopter,6,,2011; 2012,New,Mi-171Sh version,"
    "7.25,43.5,43.5",
    "Cuba,Soviet Union,1975,,,,Münch,tank,0,?,,Second hand,,0.4,,0",
]
DELIVERIES = (
    "SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,"
    "Order date,Order date is estimate,Numbers delivered,Numbers delivered is estimate,"
    "Delivery year,Delivery year is estimate,Status,SIPRI estimate,TIV deal unit,"
    "TIV delivery values,Local production"
)
DELIVERED = [
    "7,Russia,Peru,Mi-17,transport helicopter,Aircraft,2010,Yes,4,No,2011,,New,7.25,7.25,29,No",
    "7,Russia,Peru,Mi-17,transport helicopter,Aircraft,2010,Yes,2,No,2012,No,New,7.25,7.25,14.5,No",
]


def write(path, header, rows, *, date="21 Oct 2024 7:31:24 AM", end="\n", encoding="utf-8", **kw):
    """Write an export as SIPRI's website would."""
    preamble = [
        kw.get("title", TITLE),
        *["text"] * 7,
        "",
        "Source: SIPRI",
        f"Data generated: {date}",
    ]
    path.write_bytes((end.join([*preamble, header, *rows]) + end).encode(encoding))
    return path


@functools.cache  # the real files take half a second each
def read(path):
    return getattr(sipri, f"read_{sipri.recognise(path).kind}")(path)


@pytest.fixture
def real():
    if not SHARED.is_dir():
        pytest.skip("the publishers' files (../shared/upstream/arms) are not here")
    return SHARED


def test_register_gives_names_to_the_three_columns_without_one(tmp_path):
    frame = sipri.read_register(write(tmp_path / "r.csv", REGISTER, DEALS))
    flags = ["is_order_year_estimated", "is_number_ordered_estimated"]
    flags.append("is_number_delivered_estimated")
    assert frame[flags].values.tolist() == [[True, False, False], [False, False, True]]


def test_register_types_and_missing_values(tmp_path):
    frame = sipri.read_register(write(tmp_path / "r.csv", REGISTER, DEALS))
    first, second = frame.to_dict("records")
    assert first["designation"] == "Mi-17"  # the closing space is gone
    assert first["delivery_years"] == "2011; 2012"
    assert (first["order_year"], first["tiv_ordered_million"], first["status"]) == (
        2010,
        43.5,
        "new",
    )
    assert frame[["number_ordered", "tiv_ordered_million"]].iloc[1].isna().all()
    assert (second["number_delivered"], second["status"]) == (0, "second_hand")


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "utf-8-sig"])
def test_encoding_is_recognised(tmp_path, encoding):
    path = write(tmp_path / "r.csv", REGISTER, DEALS, encoding=encoding)
    assert sipri.read_register(path)["designation"].tolist() == ["Mi-17", "Münch"]


def test_a_row_torn_by_a_line_break_in_its_comment_is_joined(tmp_path):
    torn = DEALS[0].replace("Mi-171Sh version,", "Mi-171Sh\r\n,")
    whole = sipri.read_register(write(tmp_path / "whole.csv", REGISTER, DEALS))
    joined = sipri.read_register(write(tmp_path / "torn.csv", REGISTER, [torn, DEALS[1]]))
    assert joined["comments"][0] == "Mi-171Sh"
    pd.testing.assert_frame_equal(joined.drop(columns="comments"), whole.drop(columns="comments"))


def test_a_register_saved_with_crlf_reads_the_same(tmp_path):
    pd.testing.assert_frame_equal(
        sipri.read_register(write(tmp_path / "a.csv", REGISTER, DEALS)),
        sipri.read_register(write(tmp_path / "b.csv", REGISTER, DEALS, end="\r\n")),
    )


def test_register_of_2026_renames_a_column_and_leaves_it_blank(tmp_path):
    header = REGISTER.replace("Number delivered", "Deliveries in the Year Range")
    path = write(tmp_path / "r.csv", header, [DEALS[1].replace("tank,0,", "tank,,")])
    assert sipri.read_register(path)["number_delivered"].isna().all()


def test_deliveries_with_stray_semicolons_and_crlf_read_the_same(tmp_path):
    plain = sipri.read_deliveries(write(tmp_path / "a.csv", DELIVERIES, DELIVERED))
    stray = write(tmp_path / "b.csv", DELIVERIES, DELIVERED, end=";\r\n")
    pd.testing.assert_frame_equal(plain, sipri.read_deliveries(stray))
    assert plain["tiv_million"].sum() == 43.5
    assert plain["is_year_estimated"].tolist() == [pd.NA, False]


@pytest.mark.parametrize(
    ("printed", "vintage"),
    [("21 Oct 2024 7:31:24 AM", "2024-10-21"), ("3 Jan 2025 9:16:02 PM", "2025-01-03")],
)
def test_vintage_is_the_date_generated(tmp_path, printed, vintage):
    path = write(tmp_path / "r.csv", REGISTER, DEALS, date=printed)
    assert sipri.recognise(path).vintage == vintage
    assert set(sipri.read_register(path)["vintage"]) == {vintage}


def test_find_takes_the_newest_worldwide_export_of_the_kind(tmp_path):
    write(tmp_path / "old.csv", REGISTER, DEALS, date="1 Feb 2023 1:00:00 AM")
    write(tmp_path / "new.csv", REGISTER, DEALS)
    china = TITLE.replace("from All countries", "from China")
    write(tmp_path / "china.csv", REGISTER, DEALS, date="14 Jul 2026 1:00:00 AM", title=china)
    write(tmp_path / "other.csv", DELIVERIES, DELIVERED, date="14 Jul 2026 1:00:00 AM")
    (tmp_path / "MANIFEST.csv").write_text("file,sha256\n")
    assert sipri.find(tmp_path, "register").file.name == "new.csv"


def test_find_says_what_it_passed_over(tmp_path):
    write(tmp_path / "deliveries.csv", DELIVERIES, DELIVERED)
    with pytest.raises(SourceError, match=r"kind 'register'; passed over: deliveries\.csv"):
        sipri.find(tmp_path, "register")


def test_the_wrong_kind_is_named_with_the_reader_to_use(tmp_path):
    path = write(tmp_path / "d.csv", DELIVERIES, DELIVERED)
    with pytest.raises(
        SourceError, match=r"deliveries export where a register .*read_deliveries\(\)"
    ):
        sipri.read_register(path)


def test_a_file_of_someone_else_is_refused(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("iso3,year\nPER,2011\n")
    with pytest.raises(SourceError, match="line 1: is not an export of the SIPRI"):
        sipri.recognise(path)


def test_a_file_cut_in_the_preamble_is_refused(tmp_path):
    path = tmp_path / "cut.csv"
    path.write_text(f"{TITLE}\ntext\n")
    with pytest.raises(SourceError, match="ends before the header"):
        sipri.recognise(path)


def test_a_file_cut_within_a_row_is_refused_with_its_line(tmp_path):
    path = write(tmp_path / "r.csv", REGISTER, DEALS)
    path.write_bytes(path.read_bytes()[:-12])
    with pytest.raises(SourceError, match="line 14: has no end of the last line: the file is cut"):
        sipri.read_register(path)
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(SourceError, match="line 14: has 12 fields where 16"):
        sipri.read_register(path)


def test_a_changed_header_names_what_is_gone_and_what_is_new(tmp_path):
    path = write(tmp_path / "r.csv", REGISTER.replace("status", "Condition"), DEALS)
    with pytest.raises(SourceError, match=r"line 12: .*missing: 'status'; new: 'Condition'"):
        sipri.recognise(path)


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        (("2010,?", "201o,?"), "Year of order"),
        (("2010,?", "2010,x"), "flag after Year of order"),
        (("2011; 2012", "2011, 2012"), None),
        (("2011; 2012", "2011-2012"), "Year(s) of delivery"),
        ((",New,", ",Used,"), "status"),
        (("43.5,43.5", "43.5,4e3"), "SIPRI TIV of delivered weapons"),
    ],
)
def test_a_field_that_cannot_be_read_is_named_with_line_and_column(tmp_path, wrong, column):
    path = write(tmp_path / "r.csv", REGISTER, [DEALS[1], DEALS[0].replace(*wrong)])
    with pytest.raises(SourceError) as caught:
        sipri.read_register(path)
    assert (caught.value.line, caught.value.column) == (14, column)


def test_a_deal_twice_in_one_year_is_refused(tmp_path):
    path = write(tmp_path / "d.csv", DELIVERIES, [DELIVERED[0], DELIVERED[0]])
    with pytest.raises(SourceError, match="twice in one year: 7 in 2011"):
        sipri.read_deliveries(path)


def test_yearly_keeps_the_names_as_printed(tmp_path):
    path = tmp_path / "arms_2026-06-16.json"
    path.write_text(json.dumps({"Russia": {"1962": {"Cuba": [["2", "5.5", "tank", "T-34"]]}}}))
    frame = sipri.read_yearly(path)
    row = ["Russia", "Cuba", 1962, 2, 5.5, "tank", "T-34", "2026-06-16"]
    assert frame.values.tolist() == [row]


@pytest.mark.parametrize(
    "content",
    [
        '{"Russia": {"1962": {"Cuba": [["2", "5.5"',
        "[]",
        '{"name": "x", "resources": []}',
        '{"Russia": {"Cuba": {"1962": []}}}',
        '{"Russia": {"1962": {"Cuba": [["2", "tank", "T-34"]]}}}',
        '{"Russia": {"1962": {"Cuba": [["2", "many", "tank", "T-34"]]}}}',
    ],
)
def test_yearly_refuses_a_cut_or_other_json(tmp_path, content):
    path = tmp_path / "x.json"
    path.write_text(content)
    with pytest.raises(SourceError):
        sipri.read_yearly(path)


def test_a_missing_file_is_a_source_error(tmp_path):
    for reader in (sipri.read_register, sipri.read_deliveries):
        with pytest.raises(SourceError, match="cannot be read"):
            reader(tmp_path / "none.csv")
    with pytest.raises(SourceError, match="there is no such file"):
        sipri.read_yearly(tmp_path / "none.json")


def test_the_real_register(real):
    export = sipri.find(real, "register")
    frame = read(export.file)
    assert (export.vintage, export.encoding) == ("2024-10-21", "latin-1")
    assert len(frame) == 29_056
    assert frame["is_order_year_estimated"].sum() == 15_412
    assert frame["is_number_ordered_estimated"].sum() == 12_092
    assert frame["is_number_delivered_estimated"].sum() == 16_250
    undelivered = frame["number_delivered"] == 0
    assert undelivered.sum() == 1_105
    assert (frame.loc[undelivered, "delivery_years"] == "").all()


def test_the_real_register_is_read_in_under_a_second(real):
    path = sipri.find(real, "register").file
    start = time.process_time()  # not stretched by what else the machine does
    sipri.read_register(path)
    assert time.process_time() - start < 1


def test_the_real_register_splits_the_ussr_from_russia_at_1991_for_the_region(real):
    frame = read(sipri.find(real, "register").file)
    iso3 = pd.Series(countries.resolve(frame["recipient"], "sipri"))
    frame = frame[iso3.isin(countries.LAC).to_numpy()]
    years = frame.assign(year=frame["delivery_years"].str.split("; ")).explode("year")
    assert years.loc[years["supplier"] == "Soviet Union", "year"].max() == "1991"
    assert years.loc[years["supplier"] == "Russia", "year"].replace("", pd.NA).min() == "1992"


def test_the_real_register_of_july_2026(real):
    path = real / "sipri_trade_register_china_exports_2000-2025_gen2026-07-14.csv"
    export = sipri.recognise(path)
    assert (export.vintage, export.encoding, export.suppliers) == ("2026-07-14", "utf-8", "China")
    assert not export.is_worldwide
    frame = read(path)
    assert len(frame) == 692
    assert frame["number_delivered"].isna().sum() == 17


@pytest.mark.parametrize(
    ("name", "rows", "vintage"),
    [
        ("sipri_deliveries_long_1995-2024_gen2026-02-12.csv", 25_024, "2026-02-12"),
        ("sipri_deliveries_long_2000-2023_gen2025-01-03.csv", 20_480, "2025-01-03"),
    ],
)
def test_the_real_deliveries(real, name, rows, vintage):
    frame = read(real / name)
    assert (len(frame), set(frame["vintage"])) == (rows, {vintage})
    # The rule of SIPRI's arithmetic: number x value of a new unit x condition.
    factor = frame["status"].map({"new": 1.0, "second_hand": 0.4, "second_hand_modernized": 0.66})
    product = frame["number_delivered"] * frame["tiv_unit_new_million"] * factor
    assert ((product - frame["tiv_million"]).abs() < 0.011).mean() > 0.9998


def test_the_real_yearly_exports(real):
    frame = sipri.read_yearly(sipri.find(real, "yearly").file)
    assert len(frame) == 60_229
    assert (frame["year"].min(), frame["year"].max()) == (1950, 2025)
    assert "Soviet Union" not in set(frame["supplier"])


def test_every_name_in_the_real_files_is_known(real):
    for path in sorted([*real.glob("sipri_*deliveries*.csv"), *real.glob("*register*.csv")]):
        frame = read(path)
        names = set(frame["recipient"]) | set(frame["supplier"])
        assert len(countries.resolve(sorted(names), "sipri")) == len(names)


def test_every_fault_of_a_file_is_told_at_once_with_its_lines(tmp_path):
    wrong = [
        DEALS[0].replace("Peru,Russia", "Atlantis,Russia"),
        DEALS[1],
        DEALS[0].replace("Peru,Russia", "Atlantis,Mordor"),
        DEALS[0].replace("2011; 2012", "2012; 2011"),
    ]
    with pytest.raises(SourceError) as caught:
        sipri.read_register(write(tmp_path / "r.csv", REGISTER, wrong))
    assert (caught.value.line, caught.value.column) == (13, "Recipient")
    message = str(caught.value)
    assert "'Atlantis' is not a state or group that SIPRI is known to print" in message
    assert "(also in line 15)" in message
    assert "line 15, column 'Supplier': 'Mordor'" in message
    assert "line 16, column 'Year(s) of delivery': '2012; 2011' does not list years in" in message
    assert "data/common/state_names.csv" in message
    assert "export the file again from armstransfers.sipri.org" in message


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (("43.5,43.5", "43.5,34.5"), "34.5 is not 6 times 7.25"),
        (("2011; 2012", ""), "a number without years"),
        (("2011; 2012", "2011; 2025"), "'2011; 2025' is not a year from 1950 to 2024"),
        (("2010,?", "1810,?"), "'1810' is not a year from 1900 to 2024"),
        (("7.25", "-7.25"), "'-7.25' is not a TIV"),
        (("Mi-17 ,", " ,"), "is blank where a text is needed"),
    ],
)
def test_values_that_cannot_be_are_refused(tmp_path, wrong, problem):
    path = write(tmp_path / "r.csv", REGISTER, [DEALS[1], DEALS[0].replace(*wrong)])
    with pytest.raises(SourceError, match=re.escape(problem)) as caught:
        sipri.read_register(path)
    assert caught.value.line == 14


def test_a_file_in_two_encodings_or_none_is_refused_with_its_line(tmp_path):
    path = write(tmp_path / "r.csv", REGISTER, [DEALS[0].replace("Mi-17", "Mi-17 ü"), DEALS[1]])
    path.write_bytes(path.read_bytes().replace("Münch".encode(), b"M\xfcnch"))
    with pytest.raises(SourceError, match="line 14: mixes UTF-8 with another encoding"):
        sipri.read_register(path)
    write(path, REGISTER, DEALS, encoding="utf-16")
    with pytest.raises(SourceError, match="line 1: is not text in UTF-8 or Latin-1"):
        sipri.read_register(path)


def test_columns_are_found_by_name(tmp_path):
    header, row = DELIVERIES.split(","), DELIVERED[0].split(",")
    moved = write(tmp_path / "b.csv", ",".join(header[::-1]), [",".join(row[::-1])])
    plain = write(tmp_path / "a.csv", DELIVERIES, [DELIVERED[0]])
    pd.testing.assert_frame_equal(sipri.read_deliveries(moved), sipri.read_deliveries(plain))


def test_find_does_not_pass_over_a_damaged_export(tmp_path):
    write(tmp_path / "old.csv", REGISTER, DEALS, date="1 Feb 2023 1:00:00 AM")
    write(tmp_path / "new.csv", REGISTER.replace("status", "Condition"), DEALS)
    with pytest.raises(SourceError, match=r"new\.csv, line 12"):
        sipri.find(tmp_path, "register")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ('{"Russia": {"1962": {"Cuba": []}}}', "lists no deliveries"),
        ('{"Russia": {"1962": {}}}', "a year without recipients"),
        (
            '{"Russia": {"1962": {"Cuba": [["1", "1", "t", "T"]]}, "1962": {}}}',
            "'1962' twice in one object",
        ),
        (
            '{"Rusia": {"1962": {"Cubba": [["1", "1e3", "t", "T"]]}}}',
            "supplier: 'Rusia' is not a state .*'Cubba' is not a state .*'1e3' is not a TIV",
        ),
    ],
)
def test_yearly_tells_every_fault(tmp_path, content, problem):
    path = tmp_path / "x.json"
    path.write_text(content)
    with pytest.raises(SourceError, match=problem):
        sipri.read_yearly(path)


def tiv_2022(supplier="Soviet Union", total="3"):
    """Write a TIV table as SIPRI's website did in 2022."""
    preamble = [f'"TIV of arms exports from {supplier}, 1990-1992",,,,', *["text,,,,"] * 7]
    rows = ["Cuba,1,,0,2", "Peru,2,,,2", ",,,,,", f"Total,{total},,0,4"]
    return "\n".join([*preamble, "Generated: 28 July 2022,,,,", ",,,,", HEADER, *rows, ""])


HEADER = ",1990,1991,1992,Total"


def test_tiv_table_keeps_blank_and_zero_apart(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(tiv_2022())
    frame = sipri.read_tiv_table(path)
    assert frame["supplier"].unique().tolist() == ["Soviet Union"]
    assert frame["tiv_million"].tolist() == [1, pd.NA, 0, 2, pd.NA, pd.NA]
    assert frame["is_below_half"].tolist() == [False, pd.NA, True, False, pd.NA, pd.NA]
    assert frame["vintage"].unique().tolist() == ["2022-07-28"]


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("Total,3,", "Total,5,", 15, "the total is 5, but its 2 parts add up to 3"),
        ("Cuba,1,,0,2", "Cuba,1,,0,4", 12, "the total is 4, but its 2 parts add up to 1"),
        ("Cuba,1,,", "Cuba,1,1,", 15, "the total is blank, but its 1 parts add up to 1"),
        ("Peru,2", "Cuba,2", 13, "'Cuba' stands twice, first in line 12"),
        ("Peru,2", "Peruu,2", 13, "'Peruu' is not a state or group"),
        ("Peru,2,", "Peru,2.5,", 13, "'2.5' is not a TIV in whole millions"),
        ("Peru,2,,", "Peru,2,", 13, "has 4 fields where 5 are expected"),
        (",1991,", ",1993,", 11, "has another header than a SIPRI TIV table"),
        ("Total,3,,0,4\n", "", 14, "the row 'Total': the file is cut"),
        ("28 July", "32 July", 9, "should give the date generated"),
        ("1990-1992", "1992-1990", 1, "asks for the years 1992 to 1990"),
    ],
)
def test_tiv_table_refuses_what_cannot_be(tmp_path, old, new, line, problem):
    path = tmp_path / "t.csv"
    path.write_text(tiv_2022().replace(old, new))
    with pytest.raises(SourceError, match=re.escape(problem)) as caught:
        sipri.read_tiv_table(path)
    assert caught.value.line == line


def test_the_132_real_tiv_tables_of_2022(real):
    paths = sorted((real / "tiv_export_tables_1950-2021_gen2022-07-28").glob("*.csv"))
    assert len(paths) == 132
    frame = pd.concat([sipri.read_tiv_table(path) for path in paths])
    assert frame["supplier"].nunique() == 132
    assert {"Russia", "Soviet Union"}.isdisjoint(frame["supplier"])
    assert set(frame["vintage"]) == {"2022-07-28"}
    assert len(frame) == 2_758 * 72
    # Totals that the files themselves print: Germany 90,060, Chile 181. Parts are rounded.
    total = frame.groupby("supplier")["tiv_million"].sum()
    assert abs(total["Germany"] - 90_060) < 1_000
    assert abs(total["Chile"] - 181) < 20
    chile = frame[(frame["supplier"] == "Chile") & (frame["recipient"] == "Panama")]
    printed = chile.dropna(subset="tiv_million").set_index("year")["tiv_million"]
    assert printed.to_dict() == {1988: 1, 1989: 2, 2002: 0}


def test_the_real_tiv_table_of_2026(real):
    path = real / "sipri_tiv_table_china_exports_2000-2025_gen2026-07-14.csv"
    export = sipri.recognise(path)
    assert (export.kind, export.suppliers, export.vintage) == ("tiv_table", "China", "2026-07-14")
    frame = sipri.read_tiv_table(path).set_index(["recipient", "year"])
    assert frame.loc[("Venezuela", 2010), "tiv_million"] == 89
    assert pd.isna(frame.loc[("Venezuela", 2000), "tiv_million"])
    assert frame.loc[("Tanzania", 2006), "is_below_half"]  # printed "0 "
    # The register of the same day, summed, gives the same; rounded to millions there.
    register = sipri.read_register(
        real / "sipri_trade_register_china_exports_2000-2025_gen2026-07-14.csv"
    )
    assert abs(frame["tiv_million"].sum() - register["tiv_delivered_million"].sum()) < 50


def test_the_wrong_kind_of_tiv_table_is_named(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(tiv_2022())
    with pytest.raises(SourceError, match=r"tiv_table export where .* read_tiv_table\(\)"):
        sipri.read_register(path)
