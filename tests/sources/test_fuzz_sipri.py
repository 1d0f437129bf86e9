"""SIPRI's readers on mutated cuts of the real files, at least 2,000 cases a reader."""

import json
import re

import pandas as pd
import pytest

from analysis.sources import sipri
from tests.places import UPSTREAM
from tests.sources import fuzz

SHARED = UPSTREAM / "arms"
REGISTER_2024 = "sipri_trade_register_all_1950-2023_gen2024-10-21.csv"
REGISTER_2026 = "sipri_trade_register_china_exports_2000-2025_gen2026-07-14.csv"
DELIVERIES_2025 = "sipri_deliveries_long_2000-2023_gen2025-01-03.csv"
DELIVERIES_2026 = "sipri_deliveries_long_1995-2024_gen2026-02-12.csv"
TIV_2022 = "tiv_export_tables_1950-2021_gen2022-07-28/TIV-Export-NIC-1950-2021.csv"
TIV_2026 = "sipri_tiv_table_china_exports_2000-2025_gen2026-07-14.csv"
YEARLY = "armsTransfers_1950-2025_bewelge_2026-06-16.json"


def real(name):
    path = SHARED / name
    if not path.is_file():
        pytest.skip("the publishers' files (../shared/upstream/arms) are not here")
    return path


def as_rows(read):
    """Return a reader that gives each row as one text, which the harness compares faster.

    Columns and their types are compared here instead.
    """
    types = {}

    def read_rows(path):
        frame = read(path)
        assert len(frame), "no rows, and no complaint"
        assert types.setdefault("first", dict(frame.dtypes)) == dict(frame.dtypes)
        return pd.DataFrame(
            {"row": map(str, zip(*(frame[name].tolist() for name in frame), strict=True))}
        )

    return read_rows


def head_may_reach_all(header_line, rows_per_line=1):
    """Let title and date change every row (scope, vintage); a line below it, its own rows."""

    def may_change(mutation, original, mutated):
        heads = [content.split(b"\n")[:header_line] for content in (original, mutated)]
        if heads[0] != heads[1] and mutation not in ("change_line_ends", "cut_off"):
            return None
        limit = fuzz._allowed(mutation, original, mutated)
        return None if limit is None else limit * rows_per_line

    return may_change


def cut_lines(name, wanted):
    """Return the preamble, the header, the first rows, rows with certain bytes, and the last."""
    lines = real(name).read_bytes().splitlines(keepends=True)
    rows = lines[12:]
    odd = [at for at, row in enumerate(rows) if re.search(wanted, row)][:3]
    kept = sorted({*range(5), *odd, *(at + 1 for at in odd), len(rows) - 1})
    return b"".join(lines[:12] + [rows[at] for at in kept])


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        (REGISTER_2024, rb"\r\n|[\x80-\xff]"),  # the two torn rows, Latin-1
        (REGISTER_2026, rb"[\x80-\xff]"),  # UTF-8
    ],
)
def test_register(tmp_path, name, wanted):
    content = cut_lines(name, wanted)
    assert re.search(wanted, content)
    may_change = head_may_reach_all(12)
    fuzz.check_reader(
        as_rows(sipri.read_register), content, "r.csv", tmp_path, cases=1000, may_change=may_change
    )


@pytest.mark.parametrize("name", [DELIVERIES_2025, DELIVERIES_2026])
def test_deliveries(tmp_path, name):
    content = cut_lines(name, rb"Second hand but modernized")
    may_change = head_may_reach_all(12)
    fuzz.check_reader(
        as_rows(sipri.read_deliveries),
        content,
        "d.csv",
        tmp_path,
        cases=1000,
        may_change=may_change,
    )


def test_tiv_table_of_2022(tmp_path):
    may_change = head_may_reach_all(11, rows_per_line=72)
    content = real(TIV_2022).read_bytes()
    fuzz.check_reader(
        as_rows(sipri.read_tiv_table), content, "t.csv", tmp_path, may_change=may_change
    )


def test_tiv_table_of_2026(tmp_path):
    lines = real(TIV_2026).read_text().rstrip("\n").splitlines()
    head, rows = lines[:10], [line.split(",") for line in lines[10:]]
    kept = [row for row in rows[:-1] if row[0] in ("Venezuela", "Bolivia", "Peru", "Bahamas")]
    # A cut has totals of its own.
    years = range(1, 28)
    total = [sum(int(row[at] or 0) for row in kept) for at in years]
    blank = [not any(row[at] for row in kept) for at in years]
    printed = ["" if empty else str(value) for value, empty in zip(total, blank, strict=True)]
    for row in kept:
        share = 100 * int(row[27]) / total[-1]
        row[28] = row[30] = f"{share:.0f}%" if share >= 10 else f"{share:.1f}%"
    closing = [rows[-1][0], *printed, "100%", printed[-1], ""]
    content = "\n".join([*head, *(",".join(row) for row in [*kept, closing]), ""]).encode()
    may_change = head_may_reach_all(10, rows_per_line=26)
    # The last line names the supplier, who stands in every row.
    fuzz.check_reader(
        as_rows(sipri.read_tiv_table), content, "t.csv", tmp_path, may_change=may_change
    )


def test_yearly(tmp_path):
    content = json.loads(real(YEARLY).read_bytes())
    cut = {
        supplier: {
            year: {
                recipient: deliveries[:2]
                for recipient, deliveries in list(content[supplier][year].items())[:2]
            }
            for year in list(content[supplier])[:4]
        }
        for supplier in ("Russia", "United States", "Germany (FRG)")
    }
    text = json.dumps(cut, separators=(",", ":")).encode()
    fuzz.check_reader(as_rows(sipri.read_yearly), text, "y_2026-06-16.json", tmp_path)
