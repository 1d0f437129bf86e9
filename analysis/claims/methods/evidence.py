"""Figures that were read elsewhere: ``claims/evidence``, tested like any other table."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analysis.claims.ledger import Claim
from analysis.claims.registry import Context, method
from analysis.claims.values import number, parse
from analysis.claims.verdicts import Reading


@method()
def evidence(claim: Claim, context: Context) -> list[Reading]:
    """Return the figures of ``claims/evidence`` for the same indicator, parties, item and years.

    One a row. A row without years, for example the date of an event, speaks to any year.
    """
    parties = (frozenset(claim.subjects), frozenset(claim.counterparts))
    rows = context.rows_by("claims/evidence", "indicator", "item")
    found, years_read = [], set()
    for row in rows.get((claim.indicator, claim.item), []):
        if (_split(row["subject"]), _split(row["counterpart"])) != parties:
            continue
        if not _speaks_to(row, claim):
            continue
        value, bound = parse(row["value"], row["unit"]), row["bound"]
        if bound == "exact" and _is_of_other_years(row["figure_years"], claim):
            bound = "other years"
        years = f", figure of {row['figure_years']}" if row["figure_years"] else ""
        where = f"{claim.indicator}, {', '.join(claim.subjects)}, {row['value']}{years}"
        source = "; ".join(part for part in (row["source"], row["location"]) if part)
        said, is_whole = row["definition"], bool(row["is_complete"])
        found.append(
            Reading(value, "claims/evidence", where, said, source, bound, is_complete=is_whole)
        )
        years_read.add(row["figure_years"])
    if len(claim.years) > 1 and years_read == {str(year) for year in claim.years}:
        # One figure a year for a claim on all of them: the mean decides, the years are shown.
        mean = sum(reading.value.low for reading in found) / len(found)
        parts = [replace(reading, bound="part") for reading in found]
        value = number(mean, claim.value.unit)
        definition = "mean of " + "; ".join(reading.definition for reading in found)
        found = [replace(found[0], value=value, definition=definition), *parts]
    return found


def _split(cell: str) -> frozenset[str]:
    return frozenset(cell.split(";")) - {""}


def _speaks_to(row: dict, claim: Claim) -> bool:
    if pd.isna(row["year_start"]) or claim.first_year is None or claim.last_year is None:
        return True
    return bool(row["year_start"] <= claim.last_year and row["year_end"] >= claim.first_year)


def _is_of_other_years(figure_years: str, claim: Claim) -> bool:
    if not figure_years or claim.first_year is None or claim.last_year is None:
        return False
    first, _, last = figure_years.partition("-")
    return int(first) < claim.first_year or int(last or first) > claim.last_year
