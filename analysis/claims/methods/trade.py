"""Trade: flows and turnover of states and of the region, by every source and definition.

Claims name a flow as their subject sees it; tables hold it as the state of the region does. What
the partner sells is what the states buy.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis import countries, trade
from analysis.claims.ledger import Claim
from analysis.claims.registry import Context, method
from analysis.claims.values import number
from analysis.claims.verdicts import Reading
from analysis.contracts import FLOWS, SIDES

BILATERAL = {"trade/bilateral": "partner"}
_PARTNERS_VIEW = dict(zip(FLOWS, reversed(FLOWS), strict=True))


@method(units=("USD",), whom=BILATERAL)
def flow(claim: Claim, context: Context, *, flow: str) -> list[Reading]:
    """Return a flow, the turnover or the balance between states and the partner, by each side.

    By both reporters, by other sources and vintages, and as others state it. Over several years a
    level is the mean of the years. A sum of the region that lacks large states is a lower bound;
    with offshore territories it is a definition of its own. ``flow`` is ``exports``, ``imports``,
    ``turnover`` or ``balance`` of the subject.
    """
    asked = _Asked(claim, context, flow)
    return _region(asked) if context.is_regional(claim) else _state(asked)


def as_states_see(claim: Claim, context: Context, flow: str) -> str:
    """Return a flow of a claim's subject as the states of the region see it."""
    return _PARTNERS_VIEW.get(flow, flow) if context.is_told_by_partner(claim) else flow


def by_state(context: Context, partner: str, side: str) -> pd.DataFrame:
    """Return both flows of every state and year with a partner, as one side reports them."""
    return context.remember(
        f"flows {partner} {side}",
        lambda: trade.flows_by_state(
            trade.pick_partner(context.tables["trade/bilateral"], partner), side
        ),
    )


def printed_flows(context: Context, partner: str, text: str) -> pd.DataFrame | None:
    """Return both flows as a text prints them, part-years left out; None if it prints none."""

    def read() -> pd.DataFrame | None:
        found = []
        for printed in context.tables["claims/printed_tables"].to_dict("records"):
            if printed["text"] != text or printed["flow"] not in FLOWS:
                continue
            cells = context.tables[printed["table"]].dropna(subset=["value_thousand_usd"])
            is_of_it = cells["table"].astype(int) == printed["number"]
            is_whole = cells["year"] <= printed["last_whole_year"]
            cells = cells[is_of_it & is_whole & (cells["partner"] == partner)]
            usd = 1000.0 * cells["value_thousand_usd"].astype("float64")
            found.append(cells.assign(flow=printed["flow"], value_usd=usd))
        return trade.widen(pd.concat(found)) if found else None

    return context.remember(f"printed {partner} {text}", read)


@dataclass(frozen=True)
class _Asked:
    """What a claim asks of trade, as the states of the region see it."""

    claim: Claim
    context: Context
    flow_of_subject: str

    @property
    def flow(self) -> str:
        return as_states_see(self.claim, self.context, self.flow_of_subject)

    @property
    def partner(self) -> str:
        return self.context.partner(self.claim)

    @property
    def flows(self) -> tuple[str, ...]:
        """The flows that the asked one is made of."""
        return (self.flow,) if self.flow in FLOWS else FLOWS

    def who(self, side: str) -> str:
        """Say who reports: a code, or the states."""
        return f"reporter {self.partner if side == SIDES[0] else 'the states'}"

    def reading(
        self,
        value: float,
        table: str,
        rows: str,
        definition: str,
        source: str,
        *,
        bound: str = "exact",
        is_chosen: bool = True,
        scale: float | None = None,
    ) -> Reading:
        """Return a reading of a sum in dollars; a balance is that of the subject."""
        is_turned = self.flow == "balance" and self.context.is_told_by_partner(self.claim)
        shown = number(-value if is_turned else value, self.claim.value.unit)
        n_years = len(self.claim.years)
        mean = f", mean of {n_years} years" if n_years > 1 else ""
        return Reading(
            shown,
            table,
            rows,
            f"{definition}{mean}",
            source,
            bound,
            is_chosen=is_chosen,
            scale=scale,
        )


def _pairs_by_state(asked: _Asked, side: str) -> dict[tuple[str, int], tuple[float, float]]:
    """Return exports and imports by state and year, as one side reports them."""

    def index() -> dict[tuple[str, int], tuple[float, float]]:
        frame = by_state(asked.context, asked.partner, side)
        keys = zip(frame["iso3"].map(str), frame["year"].map(int), strict=True)
        return dict(zip(keys, _pairs(frame), strict=True))

    return asked.context.remember(f"pairs {asked.partner} {side}", index)


def _pairs(frame: pd.DataFrame) -> list[tuple[float, float]]:
    flows = frame[[f"{name}_usd" for name in FLOWS]].astype("float64")
    return [(float(exports), float(imports)) for exports, imports in flows.itertuples(index=False)]


def _state(asked: _Asked) -> list[Reading]:
    claim, context = asked.claim, asked.context
    states = context.states(claim)
    found = []
    for side in SIDES:
        flows = _pairs_by_state(asked, side)
        years = [[flows.get((iso3, year)) for iso3 in states] for year in claim.years]
        sums = [_add([pair for pair in pairs if pair is not None]) for pairs in years]
        known = [pair for pair in sums if pair is not None]
        value, scale, lacks_flow = _choose(known, asked.flow)
        if value is None:
            continue
        # A sum that lacks a state is a lower bound; a mean that lacks a year is one of others.
        lacks_state = any(None in pairs for pairs in years)
        bound = "part" if len(known) < len(sums) else "at_least" if lacks_state else "exact"
        found.append(
            asked.reading(
                value,
                "trade/bilateral",
                f"{', '.join(states)}, {claim.period}, {asked.who(side)}",
                context.call_side(side, claim),
                asked.who(side),
                bound="at_least" if lacks_flow and bound == "exact" else bound,
                is_chosen=context.options.lets_decide(side),
                scale=scale,
            )
        )
    if len(states) != 1 or len(claim.years) != 1:
        return found
    return found + _others(asked, states[0]) + _stated(asked, states[0])


def _add(pairs: Sequence[tuple[float, float]]) -> tuple[float, float] | None:
    """Add flows of several states; a flow that none of them has on record stays missing."""
    if not pairs:
        return None
    columns = [
        [value for value in column if not math.isnan(value)] for column in zip(*pairs, strict=True)
    ]
    exports, imports = (sum(column) if column else math.nan for column in columns)
    return exports, imports


def _choose(
    pairs: Sequence[tuple[float, float]], which: str
) -> tuple[float | None, float | None, bool]:
    """Return the mean over the years, what a tolerance is a share of, and whether a flow lacks."""
    both = [pair for pair in pairs if not math.isnan(sum(pair))]
    if which in ("balance", "turnover"):
        if both:
            size = sum(exports + imports for exports, imports in both) / len(both)
            if which == "turnover":
                return size, None, False
            return sum(exports - imports for exports, imports in both) / len(both), size, False
        known = [value for pair in pairs for value in pair if not math.isnan(value)]
        if which == "balance" or not known:
            return None, None, False
        return sum(known) / len(pairs), None, True
    place = FLOWS.index(which)
    known = [pair[place] for pair in pairs if not math.isnan(pair[place])]
    return (sum(known) / len(known), None, False) if known else (None, None, False)


def _others(asked: _Asked, iso3: str) -> list[Reading]:
    """Return other sources and vintages of the same flows of one state and year."""
    claim, context = asked.claim, asked.context
    rows = context.rows_by("trade/bilateral_alternatives", "partner", "iso3", "year")
    groups: dict[tuple[str, str], list[dict]] = {}
    for row in rows.get((asked.partner, iso3, claim.years[0]), []):
        groups.setdefault((row["reporter"], row["source"]), []).append(row)
    found = []
    for (reporter, source), group in sorted(groups.items()):
        flows = {row["flow"]: float(row["value_usd"]) for row in group}
        exports, imports = (flows.get(name, math.nan) for name in FLOWS)
        value, scale, lacks_flow = _choose([(exports, imports)], asked.flow)
        if value is None or lacks_flow:
            continue
        side = SIDES[reporter != asked.partner]
        found.append(
            asked.reading(
                value,
                "trade/bilateral_alternatives",
                f"{iso3}, {claim.period}, reporter {reporter or 'not stated'}, source {source}",
                context.call_side(side, claim),
                f"{source}, {group[0]['vintage']}",
                is_chosen=context.options.lets_decide(side),
                scale=scale,
            )
        )
    return found


def _stated(asked: _Asked, area: str) -> list[Reading]:
    """Return what officials and the press state for the whole year."""
    rows = asked.context.rows_by(
        "trade/turnover_figures", "partner", "area", "flow", "period", "product"
    )
    key = (asked.partner, area, asked.flow, asked.claim.period, "all")
    return [
        asked.reading(
            row["value_usd"],
            "trade/turnover_figures",
            f"{row['area']}, {row['period']}, {row['flow']}",
            row["definition"],
            f"{row['reporter']}: {row['source']}",
        )
        for row in rows.get(key, [])
        if not math.isnan(row["value_usd"])
    ]


def _region(asked: _Asked) -> list[Reading]:
    claim, context = asked.claim, asked.context
    states = context.study.states
    found = []
    for side in SIDES:
        frame = by_state(context, asked.partner, side)
        if frame.empty:
            continue
        totals = context.remember(
            f"totals {asked.partner} {side}",
            lambda frame=frame: trade.yearly_totals(  # type: ignore[misc]
                frame, states, sorted(frame["year"].unique())
            ),
        )
        rows = totals[totals["year"].isin(claim.years) & (totals["n_states"] > 0)]
        if rows.empty:
            continue
        value, scale, _ = _choose(_pairs(rows), asked.flow)
        if value is None:
            continue
        n_states = int(rows["n_states"].min())
        whole = bool(rows["is_comparable"].all()) and len(rows) == len(claim.years)
        # A state that does not report is missing from the states' own sum; in the partner's, a
        # state without a record is one without trade.
        whole &= side == SIDES[0] or n_states == len(states)
        lets_decide = context.options.lets_decide(side)
        sum_of_states = asked.reading(
            value,
            "trade/bilateral",
            f"{claim.period}, {asked.who(side)}, {n_states} states",
            f"{context.call_side(side, claim)}, the {len(states)} states"
            + ("" if whole else " as far as on record"),
            f"{n_states} of {len(states)} states",
            bound="exact" if whole else "at_least",
            is_chosen=lets_decide and context.options.region in ("states", "both"),
            scale=scale,
        )
        found.append(sum_of_states)
        if side == SIDES[0]:
            found += _with_offshore(asked, value, sum_of_states)
    if len(claim.years) != 1:
        return found
    found += _region_totals(asked)
    found += _stated(asked, context.study.region.codes[0])
    if not any(reading.bound == "exact" for reading in found):
        found += _sum_of_stated(asked)
    return found


def _with_offshore(asked: _Asked, value: float, without: Reading) -> list[Reading]:
    claim, context = asked.claim, asked.context
    frame = context.tables["trade/offshore"]
    rows = frame[(frame["partner"] == asked.partner) & frame["year"].isin(claim.years)]
    extra = rows.loc[rows["flow"].isin(asked.flows), "value_usd"].sum() / max(1, len(claim.years))
    if not extra or asked.flow == "balance":
        return []
    largest = countries.name(str(rows.groupby("iso3")["value_usd"].sum().idxmax()))
    return [
        asked.reading(
            value + extra,
            "trade/offshore",
            f"{without.rows}, with {rows['iso3'].nunique()} territories",
            f"{context.call_side(SIDES[0], claim)}, the {len(context.study.states)} states and "
            f"offshore territories, {largest} above all",
            "with offshore territories",
            bound=without.bound,
            is_chosen=context.options.lets_decide(SIDES[0])
            and context.options.region in ("offshore", "both"),
        )
    ]


def _region_totals(asked: _Asked) -> list[Reading]:
    """Return what sources sum for the region as they define it."""
    claim, context = asked.claim, asked.context
    frame = context.tables["trade/region_totals"]
    is_theirs = frame["region"].isin(context.study.region.codes) & (
        frame["partner"] == asked.partner
    )
    rows = frame[is_theirs & frame["year"].isin(claim.years)]
    sums = rows.pivot_table(index="year", columns="flow", values="value_usd", aggfunc="sum")
    sums = sums.reindex(columns=list(FLOWS)).rename(columns=lambda flow: f"{flow}_usd")
    value, scale, _ = _choose(_pairs(sums), asked.flow)
    if value is None:
        return []
    return [
        asked.reading(
            value,
            "trade/region_totals",
            f"region {rows['region'].iloc[0]}, {claim.period}",
            str(rows["note"].iloc[0]),
            str(rows["source"].iloc[0]),
            is_chosen=context.options.lets_decide(SIDES[1]),
            scale=scale,
        )
    ]


def _sum_of_stated(asked: _Asked) -> list[Reading]:
    """Return the sum of what is stated for single states: a lower bound for the region."""
    frame = asked.context.tables["trade/turnover_figures"]
    rows = frame[
        frame["area"].isin(asked.context.study.states)
        & (frame["partner"] == asked.partner)
        & (frame["flow"] == asked.flow)
        & (frame["period"] == asked.claim.period)
        & (frame["product"] == "all")
    ].dropna(subset=["value_usd"])
    if rows.empty:
        return []
    least = rows.groupby("area")["value_usd"].min()
    return [
        asked.reading(
            float(least.sum()),
            "trade/turnover_figures",
            f"{', '.join(least.index)}, {asked.claim.period}, {asked.flow}",
            f"stated for {', '.join(countries.name(str(iso3)) for iso3 in least.index)} alone",
            "figures of officials and the press",
            bound="at_least",
        )
    ]
