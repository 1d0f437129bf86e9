"""UNCTADstat: merchandise trade of every economy, and flows by section of the SITC."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from analysis.errors import SourceError
from analysis.sources.cells import (
    IMPOSSIBLE_USD,
    read_value,
    read_year,
    refuse_unknown_codes,
)
from analysis.sources.series import read_table, read_text, refuse_repeated

FIRST_YEAR, LAST_YEAR = 1948, 2099
_FLOWS = {("01", "Imports"): "import", ("02", "Exports"): "export"}
_VALUE = "US$ at current prices in millions"
#: Why a value may be missing. Not zero: an economy that did not exist, or does not publish.
_REASONS = ("Not applicable", "Not publishable")
#: A note is one of these, or several parted by a full stop.
_FOOTNOTES = {
    "Estimated",
    "Break",
    "Data refers to South Africa Customs Union",
    "Synchronized with WTO",
}
_SECTIONS = (
    "All", "SITC0_Food", "SITC1_BevTobacco", "SITC2_Crude", "SITC3_MineralFuels",
    "SITC4_AnimalVegOils", "SITC5_Chemicals", "SITC6_Manuf", "SITC7_Machinery", "SITC8_Misc",
    "SITC9_Commodities",
)  # fmt: skip


def read_totals(path: Path) -> pd.DataFrame:
    """Read exports and imports of every economy with the world.

    Parameters
    ----------
    path : pathlib.Path
        ``US_TradeMerchTotal.csv``; million USD.

    Returns
    -------
    pandas.DataFrame
        Columns ``m49, economy, is_group, year, flow, value_usd, is_estimated``: three digits for
        an economy (the USSR is 810, Russia 643), four for a group; a value that is not given has
        no row.

    Raises
    ------
    SourceError
        If the file is cut, a column is missing, a code, flow or note is unknown, a blank value
        has no reason or a row stands twice.
    """
    path = Path(path)
    names = ["Year", "Economy", "Economy Label", "Flow", "Flow Label", _VALUE]
    names += [f"{_VALUE} Footnote", f"{_VALUE} Missing value"]
    lines, at = read_table(path, read_text(path), names)
    found = []
    seen: dict[tuple[str, int, str], int] = {}
    labels: dict[str, str] = {}
    for line, row in enumerate(lines[1:], start=2):
        cells = (row[at[name]] for name in names)
        year_cell, code, label, flow_code, flow_label, value, note, reason = cells
        year = read_year(year_cell, path, line, "Year", FIRST_YEAR, LAST_YEAR)
        if not re.fullmatch(r"\d{1,4}", code, re.ASCII):
            raise SourceError(path, f"is no code: {code!r}", line=line, column="Economy")
        code = code if len(code) == 4 else code.zfill(3)
        if labels.setdefault(code, label) != label:
            problem = f"{code} is {label!r} here and {labels[code]!r} above"
            raise SourceError(path, problem, line=line, column="Economy Label")
        flow = _FLOWS.get((flow_code.zfill(2), flow_label))
        if flow is None:
            problem = f"{flow_code!r} {flow_label!r} is neither 01 Imports nor 02 Exports"
            raise SourceError(path, problem, line=line, column="Flow")
        if note and not set(note.split(". ")) <= _FOOTNOTES:
            raise SourceError(path, f"is an unknown note: {note!r}", line=line, column=names[6])
        key = (code, year, flow)
        if key in seen:
            problem = f"repeats line {seen[key]}: {label} {year} {flow}"
            raise SourceError(path, problem, line=line)
        seen[key] = line
        usd = read_value(value, path, line, _VALUE, unit=1e6)
        if (usd is None) != (reason in _REASONS) or (usd is not None and reason):
            problem = f"value {value!r} and reason {reason!r} do not go together"
            raise SourceError(path, problem, line=line, column=_VALUE)
        if usd is not None:
            estimated = note.startswith("Estimated")
            found.append((code, label.strip(), len(code) == 4, year, flow, usd, estimated))
    columns = ["m49", "economy", "is_group", "year", "flow", "value_usd", "is_estimated"]
    frame = pd.DataFrame(found, columns=columns)
    frame.attrs["vintage"] = f"UNCTADstat, {frame['year'].min()}-{frame['year'].max()}"
    return frame


def read_sections(path: Path) -> pd.DataFrame:
    """Read exporter-reported flows by section of the SITC.

    Parameters
    ----------
    path : pathlib.Path
        ``unctad_sitc_rus_lac.csv``, a cut of files by year and section; thousand USD.

    Returns
    -------
    pandas.DataFrame
        Columns ``exporter, importer, year, section, value_usd``; section ``All`` is the total
        (not always the sum, some sections being unrecorded).

    Raises
    ------
    SourceError
        If the file is cut, a column is missing, a code or section is unknown or a row stands
        twice.
    """
    path = Path(path)
    names = ["file_year", "section", "exporter", "importer", "edgewidth"]
    lines, at = read_table(path, read_text(path), names)
    found = []
    places: dict[str, object] = {}
    for line, row in enumerate(lines[1:], start=2):
        short, section, exporter, importer, value = (row[at[name]] for name in names)
        if not re.fullmatch(r"\d\d", short, re.ASCII):
            problem = f"is not a year of two digits: {short!r}"
            raise SourceError(path, problem, line=line, column="file_year")
        if section not in _SECTIONS:
            raise SourceError(path, f"is no section: {section!r}", line=line, column="section")
        usd = read_value(value, path, line, "edgewidth", unit=1000)
        if usd is None or usd > IMPOSSIBLE_USD:
            raise SourceError(path, "is blank or impossible", line=line, column="edgewidth")
        places.setdefault(exporter, line)
        places.setdefault(importer, line)
        year = int(short) + (1900 if int(short) >= FIRST_YEAR % 100 else 2000)
        found.append((exporter, importer, year, section, usd))
    refuse_unknown_codes(places, path, "exporter or importer")
    columns = ["exporter", "importer", "year", "section", "value_usd"]
    frame = pd.DataFrame(found, columns=columns, index=pd.RangeIndex(2, len(found) + 2))
    refuse_repeated(frame, columns[:4], str(path))
    frame.attrs["vintage"] = f"UNCTADstat, {', '.join(map(str, sorted(set(frame['year']))))}"
    return frame.reset_index(drop=True)
