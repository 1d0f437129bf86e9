"""Arithmetic between the texts' own numbers: sums, counts, and what two texts say of one thing."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Sequence

import pandas as pd

from analysis.claims.ledger import Claim
from analysis.claims.registry import Context, method
from analysis.claims.values import Value, number
from analysis.claims.verdicts import Reading
from analysis.errors import CatalogError
from analysis.trade import printed

OWN = "the texts' own numbers"


@method()
def arithmetic(claim: Claim, context: Context) -> list[Reading]:
    """Return what follows for a claim from other numbers of the texts.

    One a row of ``claims/arithmetic`` for this claim.

    Raises
    ------
    CatalogError
        If a row names an operation or a claim that does not exist.
    """
    rows = context.rows_by("claims/arithmetic", "claim_id")
    found = []
    for row in rows.get((claim.claim_id,), []):
        parts = _parts(row["parts"], claim, context)
        value, bound = _result(row["operation"], parts, claim)
        if row["operation"] == "same":
            # Two texts that differ on one thing: a disagreement, not a fault of arithmetic.
            agree = value.dates == claim.value.dates and value.low == claim.value.low
            evidence = context.rows_by("claims/evidence", "indicator", "item")
            bound = "part" if agree or (claim.indicator, claim.item) in evidence else bound
        listed = ", ".join(part.shown for part in parts)
        said = f"{row['what']} ({listed if len(parts) <= 6 else f'{len(parts)} numbers'})"
        where = f"{row['operation'].replace('_', ' ')} of {row['parts']}"
        found.append(Reading(value, "claims/claims", where, said, OWN, bound, "own"))
    return found


def _parts(text: str, claim: Claim, context: Context) -> list[Value]:
    """Return the values that a row names: claims, patterns of their names, printed numbers."""
    values: list[Value] = []
    for part in text.split(";"):
        if re.fullmatch(r"-?\d+(\.\d+)?", part):
            values.append(number(float(part) * claim.value.factor, claim.value.unit))
            continue
        names = [name for name in fnmatch.filter(context.ledger, part) if name != claim.claim_id]
        if not names:
            raise CatalogError(f"claims/arithmetic, {claim.claim_id}: no claim {part!r}")
        values += [context.ledger[name].value for name in names]
    return values


def _result(operation: str, parts: Sequence[Value], claim: Claim) -> tuple[Value, str]:
    """Return what an operation makes of its parts, and what the result is to the claim."""
    unit, factor = claim.value.unit, claim.value.factor
    if operation == "count":
        return number(len(parts), unit), "exact"
    if operation == "same":
        return parts[0], "exact"
    total = sum(part.low for part in parts)
    if operation == "growth_percent":
        return number(100 * (parts[0].low / (parts[1].low * parts[0].factor) - 1), unit), "exact"
    if operation == "complement_percent":
        return number(100 * factor - total, unit), "exact"
    if operation in ("sum", "at_least_sum"):
        return number(total, unit), "exact" if operation == "sum" else "at_least"
    raise CatalogError(f"claims/arithmetic, {claim.claim_id}: unknown operation {operation!r}")


@method(units=("USD",))
def printed_balance(claim: Claim, context: Context) -> list[Reading]:
    """Return the balance that the printed exports and imports give, for a printed balance.

    Exports minus imports as printed. If only one flow is printed, that flow as a balance that
    nothing supports; then the reading is the other kind.
    """
    printed_in = context.printed(claim)
    if printed_in is None or printed_in["flow"] != "balance":
        return []
    table = printed_in["table"]
    cells = context.remember(
        f"balances of {table}", lambda: printed.balances(context.tables[table])
    )
    rows = cells[cells["iso3"].isin(claim.subjects) & cells["year"].isin(claim.years)]
    found = []
    for row in rows[rows["verdict"] != "missing"].to_dict("records"):
        where = f"printed exports and imports, {row['iso3']} {row['year']}"
        thousand, said = row["recomputed_thousand_usd"], "exports minus imports, as printed"
        if pd.isna(thousand):
            # Only one flow is printed, and stands as the balance.
            flow = "imports" if row["verdict"].startswith("import") else "exports"
            thousand, said = row[f"{flow}_thousand_usd"], "the other flow is not printed"
        # A balance is equal to the last digit or wrong: no tolerance.
        bound = "exact"
        if row["verdict"] not in printed.NO_ERROR:
            said, bound = f"{said} ({row['verdict']})", "other kind"
        value = number(1000.0 * float(thousand), claim.value.unit)
        found.append(Reading(value, table, where, said, OWN, bound, "own"))
    return found
