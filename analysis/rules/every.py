"""Rules for every table: known codes, keys that occur once, years that the source has."""

from __future__ import annotations

import re

import pandas as pd

from analysis.contracts import WORLD
from analysis.rules.rules import Tables, rule
from analysis.tables import primary_key

_CODE_COLUMNS = re.compile(r"(.+_)?iso3|supplier|partner")


@rule("Every code of a state is one of common/states, historical_states or state_names.")
def _codes_are_known(tables: Tables) -> pd.DataFrame:
    known = {
        *tables["common/states"]["iso3"],
        *tables["common/historical_states"]["code"],
        *tables["common/state_names"]["iso3"],
        WORLD,
    }
    rows = []
    for name in tables:
        frame = tables[name]
        for column in [each for each in frame if _CODE_COLUMNS.fullmatch(str(each))]:
            unknown = set(frame[column].dropna()) - known
            rows += [(name, column, code) for code in sorted(unknown)]
    return pd.DataFrame(rows, columns=["table", "column", "value"])


@rule("No state-year, and no other key of a table, occurs twice.")
def _keys_occur_once(tables: Tables) -> pd.DataFrame:
    rows = []
    for name in tables:
        key = primary_key(tables.catalog.resource(name)["schema"])
        frame = tables[name]
        if key:
            twice = frame[key][frame.duplicated(key)]
            rows += [(name, " ".join(map(str, each))) for each in twice.itertuples(index=False)]
    return pd.DataFrame(rows, columns=["table", "key"])


@rule("No year lies outside the span that its source and vintage state.")
def _years_lie_within_their_source(tables: Tables) -> pd.DataFrame:
    rows = []
    for name in tables:
        frame = tables[name]
        if "year" not in frame:
            continue
        if "status" in frame:  # what falls due by contract lies after the last year of a source
            frame = frame[frame["status"] != "scheduled"]
        sources = [
            each
            for each in tables.catalog.resource(name)["sources"]
            if not each.get("optional") or each.get("sha256")  # it was read
        ]
        firsts, lasts = zip(*(_span(s["vintage"], s["retrieved"]) for s in sources), strict=True)
        whole = min(firsts), max(lasts)
        if "vintage" not in frame:
            frame = frame.assign(vintage="")
        for vintage, years in frame.groupby("vintage", sort=True)["year"]:
            first, last = _span(str(vintage), "") if vintage else whole
            outside = years[(years < first) | (years > last)]
            rows += [(name, vintage, year) for year in sorted(set(outside))]
    return pd.DataFrame(rows, columns=["table", "vintage", "year"])


def _span(vintage: str, retrieved: str) -> tuple[int, int]:
    """Return the years that a vintage can hold: as it states, else up to its own date."""
    if span := re.search(r"\b(\d{4})-(\d{4})\b", vintage):
        return int(span[1]), int(span[2])
    if year := re.search(r"\byear (\d{4})\b", vintage):
        return int(year[1]), int(year[1])
    if last := re.search(r"\b(?:years to|release to December|release for) (\d{4})\b", vintage):
        return 0, int(last[1])
    dates = re.findall(r"\b(\d{4})-\d{2}-\d{2}\b", vintage) or re.findall(r"\b\d{4}\b", retrieved)
    return 0, max(map(int, dates), default=9999)
