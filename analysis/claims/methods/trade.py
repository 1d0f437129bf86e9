"""Trade: flows and turnover of states and of the region, by every source and definition.

Claims name a flow as their subject sees it; tables hold it as the state of the region does. What
the partner sells is what the states buy.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

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
        faults = context.tables["common/known_faults"]
        tables = context.pick("claims/printed_tables", text=[text], flow=FLOWS)
        for printed in tables.to_dict("records"):
            cells = context.pick(printed["table"], partner=[partner])
            is_of_it = cells["table"].astype(int) == printed["number"]
            is_whole = ~cells["year"].isin(trade.part_years(faults, printed["table"]))
            cells = cells[is_of_it & is_whole].dropna(subset=["value_thousand_usd"])
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

    def stated(self, areas: Sequence[str]) -> pd.DataFrame:
        """Return what officials and the press state of some areas for the whole period."""
        rows = self.context.pick(
            "trade/turnover_figures",
            partner=[self.partner],
            area=areas,
            flow=[self.flow],
            period=[self.claim.period],
            product=["all"],
        )
        return rows.dropna(subset=["value_usd"])

    def read(self, flows: pd.DataFrame, *where: str, **more: Any) -> list[Reading]:
        """Return the reading of the flows of each year; none if they do not give what is asked."""
        value, scale, lacks_flow = _choose(flows, self.flow)
        if math.isnan(value):
            return []
        found = self.reading(value, *where, scale=scale, **more)
        return [replace(found, bound="at_least") if lacks_flow and found.is_independent else found]

    def reading(
        self, value: float, table: str, rows: str, definition: str, source: str, **more: Any
    ) -> Reading:
        """Return a reading of a sum in dollars; a balance is that of the subject."""
        is_turned = self.flow == "balance" and self.context.is_told_by_partner(self.claim)
        shown = number(-value if is_turned else value, self.claim.value.unit)
        n_years = len(self.claim.years)
        mean = f", mean of {n_years} years" if n_years > 1 else ""
        return Reading(shown, table, rows, f"{definition}{mean}", source, **more)


def _choose(flows: pd.DataFrame, which: str) -> tuple[float, float | None, bool]:
    """Return the mean over the years, what a tolerance is a share of, and whether a flow lacks.

    The mean is NaN if no year has what is asked.
    """
    if which in FLOWS:
        return float(flows[f"{which}_usd"].mean()), None, False
    pairs = flows[[f"{flow}_usd" for flow in FLOWS]].astype("float64")
    exports, imports = (pairs.dropna()[name] for name in pairs)
    size = float((exports + imports).mean())
    if which == "balance":
        return float((exports - imports).mean()), size, False
    if len(exports):
        return size, None, False
    return float(pairs.sum(axis=1, min_count=1).sum(min_count=1)) / max(1, len(pairs)), None, True


def _state(asked: _Asked) -> list[Reading]:
    claim, context = asked.claim, asked.context
    states = context.states(claim)
    found = []
    for side in SIDES:
        frame = by_state(context, asked.partner, side)
        rows = frame[frame["iso3"].isin(states) & frame["year"].isin(claim.years)]
        years = rows.groupby("year")[[f"{flow}_usd" for flow in FLOWS]].sum(min_count=1)
        # A sum that lacks a state is a lower bound; a mean that lacks a year is one of others.
        lacks_state = len(rows) < len(states) * len(claim.years)
        bound = "at_least" if lacks_state else "exact"
        found += asked.read(
            years,
            "trade/bilateral",
            f"{', '.join(states)}, {claim.period}, {asked.who(side)}",
            context.call_side(side, claim),
            asked.who(side),
            bound="part" if len(years) < len(claim.years) else bound,
            is_chosen=context.options.lets_decide(side),
        )
    if len(states) != 1 or len(claim.years) != 1:
        return found
    return found + _others(asked, states[0]) + _stated(asked, states[0])


def _others(asked: _Asked, iso3: str) -> list[Reading]:
    """Return other sources and vintages of the same flows of one state and year."""
    claim, context = asked.claim, asked.context
    table = "trade/bilateral_alternatives"
    rows = context.pick(table, partner=[asked.partner], iso3=[iso3], year=claim.years)
    found = []
    for (reporter, source), group in rows.groupby(["reporter", "source"]):
        side = SIDES[reporter != asked.partner]
        found += asked.read(
            trade.widen(group).dropna(subset=[f"{flow}_usd" for flow in asked.flows]),
            table,
            f"{iso3}, {claim.period}, reporter {reporter or 'not stated'}, source {source}",
            context.call_side(side, claim),
            f"{source}, {group['vintage'].iloc[0]}",
            is_chosen=context.options.lets_decide(side),
        )
    return found


def _stated(asked: _Asked, area: str) -> list[Reading]:
    return [
        asked.reading(
            row["value_usd"],
            "trade/turnover_figures",
            f"{row['area']}, {row['period']}, {row['flow']}",
            row["definition"],
            f"{row['reporter']}: {row['source']}",
        )
        for row in asked.stated([area]).to_dict("records")
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
        n_states = rows["n_states"].min()
        # A state that does not report is missing from the states' own sum; in the partner's, a
        # state without a record is one without trade.
        is_whole = rows["is_comparable"].all() and len(rows) == len(claim.years)
        is_whole &= side == SIDES[0] or n_states == len(states)
        lets_decide = context.options.lets_decide(side)
        sums = asked.read(
            rows,
            "trade/bilateral",
            f"{claim.period}, {asked.who(side)}, {n_states} states",
            f"{context.call_side(side, claim)}, the {len(states)} states"
            + ("" if is_whole else " as far as on record"),
            f"{n_states} of {len(states)} states",
            bound="exact" if is_whole else "at_least",
            is_chosen=lets_decide and context.options.region in ("states", "both"),
        )
        found += sums
        if side == SIDES[0]:
            found += [more for each in sums for more in _with_offshore(asked, each)]
    if len(claim.years) != 1:
        return found
    found += _region_totals(asked)
    found += _stated(asked, context.study.region.codes[0])
    if not any(reading.bound == "exact" for reading in found):
        found += _sum_of_stated(asked)
    return found


def _with_offshore(asked: _Asked, without: Reading) -> list[Reading]:
    claim, context = asked.claim, asked.context
    rows = context.pick("trade/offshore", partner=[asked.partner], year=claim.years)
    extra = rows.loc[rows["flow"].isin(asked.flows), "value_usd"].sum() / max(1, len(claim.years))
    if not extra or asked.flow == "balance":
        return []
    largest = countries.name(str(rows.groupby("iso3")["value_usd"].sum().idxmax()))
    return [
        asked.reading(
            without.value.low + extra,
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
    codes, table = context.study.region.codes, "trade/region_totals"
    rows = context.pick(table, region=codes, partner=[asked.partner], year=claim.years)
    if rows.empty:
        return []
    sums = rows.groupby(["year", "flow"])["value_usd"].sum().unstack()
    first = rows.iloc[0]
    return asked.read(
        sums.reindex(columns=list(FLOWS)).add_suffix("_usd"),
        table,
        f"region {first['region']}, {claim.period}",
        first["note"],
        first["source"],
        is_chosen=context.options.lets_decide(SIDES[1]),
    )


def _sum_of_stated(asked: _Asked) -> list[Reading]:
    """Return the sum of what is stated for single states: a lower bound for the region."""
    least = asked.stated(asked.context.study.states).groupby("area")["value_usd"].min()
    if least.empty:
        return []
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
