"""Opinion, arrivals, visas and visits."""

from __future__ import annotations

import itertools

import pandas as pd

from analysis import countries
from analysis.claims.ledger import Claim
from analysis.claims.registry import Context, method, read_item
from analysis.claims.values import Span, Value, number, parse_date, truth
from analysis.claims.verdicts import Reading

HALVES = {"H1": ("01", "06"), "H2": ("07", "12")}
QUARTERS = {f"Q{n}": (f"{3 * n - 2:02d}", f"{3 * n:02d}") for n in range(1, 5)}


@method(units=("percent",), whom={"claims/favourability": "partner"})
def opinion(claim: Claim, context: Context, *, view: str) -> list[Reading]:
    """Return the share of a survey's respondents with a view of the partner, per cent.

    One a survey. ``view`` is ``favourable`` or ``unfavourable``; strong and weak views are added.
    """
    table, partner = "claims/favourability", context.lineage(claim)
    found = []
    rows = context.pick(table, partner=partner, iso3=claim.subjects, year=claim.years)
    for row in rows.to_dict("records"):
        share = number(float(row[f"very_{view}_pct"] + row[f"somewhat_{view}_pct"]), "percent")
        said = f"very or somewhat {view}, of {row['n_respondents']} respondents"
        where = f"{row['iso3']}, {row['year']}"
        found.append(Reading(share, table, where, said, "Pew Research Center"))
    return found


def _period(text: str) -> Span:
    """Read a period of ``claims/arrivals``: a year, a half, a quarter, months."""
    for word, (first, last) in {**HALVES, **QUARTERS}.items():
        if text.endswith(f"-{word}"):
            return parse_date(f"{text[:4]}-{first}/{text[:4]}-{last}")
    return parse_date(text)


def _arrivals(claim: Claim, context: Context) -> pd.DataFrame:
    states, partner = context.states(claim), context.lineage(claim)
    rows = context.pick("claims/arrivals", partner=partner, iso3=states)
    return rows.assign(span=pd.Series([_period(text) for text in rows["period"]], rows.index))


_PART = "a part of a year"
_BOUND = {"exact": "exact", "approx": "exact", "at_least": "at_least"}


@method(units=("persons",), whom={"claims/arrivals": "partner"})
def arrivals(claim: Claim, context: Context) -> list[Reading]:
    """Return arrivals of tourists from the partner in a period: the item (``2024-H1``) or the year.

    One a source. A count of part of the period is a lower bound; what a cumulative count
    leaves for the period is shown, but does not decide: its parts are rounded.
    """
    if not len(claim.years):
        return []
    asked = read_item(claim, lambda item: _period(item or str(claim.years[0])), _PART)
    rows = _arrivals(claim, context)
    found = []
    for row in rows.to_dict("records"):
        span: Span = row["span"]
        if span.is_same(asked):
            bound = _BOUND[row["precision"]]
        elif asked.first <= span.first and span.last <= asked.last:
            bound = "at_least"
        else:
            continue
        found.append(_arrival(row, float(row["arrivals_persons"]), bound, ""))
    return found + _left_over(asked, rows)


def _arrival(row: dict, value: float, bound: str, said: str) -> Reading:
    where = f"{row['iso3']}, {row['period']}"
    how = f"{row['period']}, {row['precision'].replace('_', ' ')}; {row['note']}".rstrip("; ")
    shown = number(value, "persons")
    return Reading(shown, "claims/arrivals", where, said or how, row["source"], bound)


def _left_over(asked: Span, rows: pd.DataFrame) -> list[Reading]:
    """Return what cumulative counts leave for a period once the counts before it are taken off."""
    found = []
    firsts, lasts = ([getattr(span, end) for span in rows["span"]] for end in ("first", "last"))
    rows = rows.assign(first=firsts, last=lasts)
    for whole in rows[(rows["first"] < asked.first) & (rows["last"] >= asked.last)].to_dict(
        "records"
    ):
        # What ends before the period asked for is never the whole count itself.
        inside = rows[(rows["first"] >= whole["first"]) & (rows["last"] < asked.first)]
        if len(inside):
            left = float(whole["arrivals_persons"] - inside["arrivals_persons"].sum())
            taken = ", ".join(f"{p.arrivals_persons:,} ({p.period})" for p in inside.itertuples())
            said = f"{whole['arrivals_persons']:,} in {whole['period']} less {taken}: at most"
            found.append(_arrival(whole, left, "part", said))
    return found


@method(units=("ratio",), whom={"claims/arrivals": "partner"})
def arrivals_ratio(claim: Claim, context: Context) -> list[Reading]:
    """Return arrivals of the last year of a claim over those of its first.

    One a pair of counts of the same part of the year: the item (``H1``), or whole years.
    """
    if len(claim.years) < 2:
        return []
    ends = (claim.years[0], claim.years[-1])
    spans = read_item(
        claim, lambda item: [_period(f"{year}-{item}".rstrip("-")) for year in ends], _PART
    )
    rows = _arrivals(claim, context).to_dict("records")
    first, last = ([row for row in rows if row["span"].is_same(span)] for span in spans)
    found = []
    for before, after in itertools.product(first, last):
        ratio = number(after["arrivals_persons"] / before["arrivals_persons"], "ratio")
        where = f"{after['iso3']}, {before['period']} and {after['period']}"
        said = f"{after['arrivals_persons']:,} over {before['arrivals_persons']:,}"
        found.append(Reading(ratio, "claims/arrivals", where, said, after["source"]))
    return found


@method(units=("boolean", "states", "countries"), whom={"claims/visa_waivers": "partner"})
def visa_waiver(claim: Claim, context: Context) -> list[Reading]:
    """Return how many states have a visa waiver with the partner, or whether those named have.

    As of the date of the table, whatever the claim's year.
    """
    table = context.pick("claims/visa_waivers", partner=context.lineage(claim))
    date = pd.Timestamp(table["as_of_date"].max())
    rows = table[table["iso3"].isin(context.states(claim))]
    if rows.empty:
        return []
    has = rows["has_visa_waiver"].astype(bool)
    without = ", ".join(countries.name(str(iso3)) for iso3 in rows.loc[~has, "iso3"])
    is_count = claim.value.is_number
    value = number(int(has.sum()), claim.value.unit) if is_count else truth(bool(has.all()))
    said = f"as of {date:%Y-%m-%d}; without: {without or 'none'}"
    source = "; ".join(rows["source"].unique())
    return [Reading(value, "claims/visa_waivers", f"{len(rows)} states", said, source)]


def _visits(claim: Claim, context: Context) -> pd.DataFrame:
    leader = {"leader": [claim.item]} if claim.item else {}
    partner = context.lineage(claim)
    return context.pick("claims/visits", partner=partner, iso3=claim.subjects, **leader)


@method(units=("date", "year"), whom={"claims/visits": "partner"})
def visit_date(claim: Claim, context: Context) -> list[Reading]:
    """Return the trip of a state's leader to the partner that is nearest to a claimed date.

    With how many there were; the item is the leader's name, as in the table.
    """
    rows = _visits(claim, context)
    asked = claim.value.dates[0] if claim.value.dates else None
    if rows.empty or asked is None:
        return []
    days = rows[["start_date", "end_date"]].itertuples(index=False)
    spans = [parse_date(f"{start:%Y-%m-%d}/{end:%Y-%m-%d}") for start, end in days]
    nearest = min(spans, key=lambda span: abs(span.gap_days(asked)))
    value = Value("dates", nearest.shown, "date", dates=(nearest,))
    first = f"{min(span.first for span in spans):%Y-%m-%d}"
    said = f"nearest of {len(spans)} trips on record, the first on {first}"
    where = f"{', '.join(claim.subjects)}, {claim.item or 'any leader'}"
    return [Reading(value, "claims/visits", where, said, "COLT")]


@method(units=("visits", "rank"), whom={"claims/visits": "partner"})
def visit_count(claim: Claim, context: Context) -> list[Reading]:
    """Return how often a state's leader went to the partner, or the state's place by that number.

    Trips that began in the claim's years, among the states on record.
    """
    table = context.pick("claims/visits", partner=context.lineage(claim))
    within = table[table["start_date"].dt.year.isin(claim.years)]
    counts = within.groupby("iso3").size().sort_values(ascending=False, kind="stable")
    said = ", ".join(f"{iso3} {n}" for iso3, n in counts.items())
    if claim.value.unit == "rank":
        if claim.subjects[0] not in counts.index:
            return []
        value = number(int((counts > counts[claim.subjects[0]]).sum()) + 1, "rank")
        return [Reading(value, "claims/visits", claim.period, f"states on record: {said}", "COLT")]
    if not set(claim.subjects) & set(table["iso3"]):
        return []
    rows = _visits(claim, context)
    count = int(rows["start_date"].dt.year.isin(claim.years).sum())
    where = f"{', '.join(claim.subjects)}, {claim.item or 'any leader'}, {claim.period}"
    return [Reading(number(count, claim.value.unit), "claims/visits", where, said, "COLT")]
