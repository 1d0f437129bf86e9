"""Arithmetic between the texts' own numbers: sums, counts, and what two texts say of one thing."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Sequence

from analysis.claims.ledger import Claim
from analysis.claims.registry import Context, method
from analysis.claims.values import Value, number
from analysis.claims.verdicts import Reading
from analysis.errors import CatalogError
from analysis.trade import printed

OPERATIONS = ("sum", "at_least_sum", "count", "growth_percent", "complement_percent", "same")


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
        basis = "own"
        if row["operation"] == "same":
            # Two texts that differ on one thing: a disagreement, not a fault of arithmetic.
            agree = value.dates == claim.value.dates and value.low == claim.value.low
            bound = "part" if agree or _has_evidence(claim, context) else bound
        names = (
            ", ".join(part.shown for part in parts) if len(parts) <= 6 else f"{len(parts)} numbers"
        )
        found.append(
            Reading(
                value,
                "claims/claims",
                f"{row['operation'].replace('_', ' ')} of {row['parts']}",
                definition=f"{row['what']} ({names})",
                source="the texts' own numbers",
                bound=bound,
                basis=basis,
            )
        )
    return found


def _has_evidence(claim: Claim, context: Context) -> bool:
    rows = context.rows_by("claims/evidence", "indicator", "item")
    return (claim.indicator, claim.item) in rows


def _parts(text: str, claim: Claim, context: Context) -> list[Value]:
    """Return the values that a row names: claims, patterns of their names, printed numbers."""
    values: list[Value] = []
    for part in text.split(";"):
        if re.fullmatch(r"-?\d+(\.\d+)?", part):
            values.append(number(float(part) * claim.value.factor, claim.value.unit))
            continue
        names = fnmatch.filter(context.ledger, part)
        names = [name for name in names if name != claim.claim_id]
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
        f"balances of {table}",
        lambda: {
            (row["iso3"], row["year"]): row
            for row in printed.balances(context.tables[table]).to_dict("records")
        },
    )
    keys = [(iso3, year) for iso3 in claim.subjects for year in claim.years]
    found = []
    for row in (cells[key] for key in keys if key in cells):
        where = f"printed exports and imports, {row['iso3']} {row['year']}"
        word = str(row["verdict"])
        if word == "missing":
            continue
        if _is_missing(row["recomputed_thousand_usd"]):
            # Only one flow is printed, and stands as the balance.
            flow = "imports" if word.startswith("import") else "exports"
            thousand, definition = row[f"{flow}_thousand_usd"], "the other flow is not printed"
        else:
            thousand, definition = (
                row["recomputed_thousand_usd"],
                "exports minus imports, as printed",
            )
        is_right = word in printed.NO_ERROR
        found.append(
            Reading(
                number(1000.0 * float(thousand), claim.value.unit),
                table,
                where,
                definition if is_right else f"{definition} ({word})",
                "the texts' own numbers",
                # A balance is equal to the last digit or wrong: no tolerance.
                "exact" if is_right else "other kind",
                "own",
            )
        )
    return found


def _is_missing(cell: object) -> bool:
    return cell is None or cell != cell or str(cell) == "<NA>"
