"""Trade: shares, ranks, balances' signs and trends, from the same series."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.claims.ledger import Claim
from analysis.claims.methods.trade import BILATERAL, as_states_see, by_state, printed_flows
from analysis.claims.registry import Context, method, read_item
from analysis.claims.values import Value, names, number, truth
from analysis.claims.verdicts import Reading
from analysis.contracts import SIDES
from analysis.notebook.words import call, capitalize

#: The side of the tables that a claim's own text prints.
PRINTED = "printed"
#: A year is whole enough for a group's share if this share of the region is on record.
WHOLE_SHARE = 0.8


@dataclass(frozen=True)
class _Side:
    """The states' flows in the claim's years, as one side reports or the text prints them."""

    side: str
    claim: Claim
    context: Context
    rows: pd.DataFrame

    @property
    def of_claim(self) -> pd.DataFrame:
        """The rows of the states that the claim names."""
        return self.rows[self.rows["iso3"].isin(self.context.states(self.claim))]

    def reading(
        self, value: Value, where: str, definition: str = "", bound: str = "exact"
    ) -> Reading:
        if self.side == PRINTED:
            text = "the printed tables"
            printed = self.context.rows_by("claims/printed_tables", "text")[(self.claim.text,)]
            table = ", ".join(dict.fromkeys(row["table"] for row in printed))
            return Reading(value, table, where, definition or text, text, bound, "own")
        whose = self.context.call_side(self.side, self.claim)
        who = self.context.partner(self.claim) if self.side == SIDES[0] else "the states"
        said = f"{whose}: {definition}" if definition else whose
        what = ("trade/bilateral", f"{where}, reporter {who}", said, f"reporter {who}", bound)
        return Reading(value, *what, is_chosen=self.context.options.lets_decide(self.side))


def _sides(claim: Claim, context: Context) -> list[_Side]:
    """Return each reporter's flows in the claim's years, and those that its text prints."""
    partner = context.partner(claim)
    frames = {side: by_state(context, partner, side) for side in SIDES}
    printed = printed_flows(context, partner, claim.text)
    if printed is not None:
        frames[PRINTED] = printed
    found = []
    for side, frame in frames.items():
        is_asked = frame["year"].isin(claim.years) & frame["iso3"].isin(context.study.states)
        if is_asked.any():
            found.append(_Side(side, claim, context, frame[is_asked]))
    return found


def _where(claim: Claim, context: Context) -> str:
    return f"{', '.join(context.states(claim))}, {claim.period}"


def _ranking(rows: pd.DataFrame) -> list[str]:
    """Return the states by mean turnover, the largest first."""
    means = rows.groupby("iso3")["turnover_usd"].mean().dropna()
    return list(means.sort_values(ascending=False, kind="stable").index)


@method(units=("rank", "list", "boolean"), whom=BILATERAL)
def turnover_rank(claim: Claim, context: Context) -> list[Reading]:
    """Return the place of a state among those that the partner trades with, or their order.

    By mean turnover over the years, by reporter, and in the text's own tables. Names are the first
    ones, or with the item ``after XXX`` those that follow that state; a yes says that a state is
    among the first so many, with that number as the item.
    """
    found = []
    for side in _sides(claim, context):
        order = _ranking(side.rows)
        where = f"mean turnover, {claim.period}, {len(order)} states"
        if claim.value.kind == "names":
            after = re.fullmatch("after (.+)", claim.item)
            start = order.index(after[1]) + 1 if after and after[1] in order else 0
            shown = order[start : start + len(claim.value.names)]
            found.append(side.reading(names(shown, is_ordered=True), where, ", ".join(shown)))
            continue
        states = context.states(claim)
        if len(states) != 1 or states[0] not in order:
            continue
        place = order.index(states[0]) + 1
        if claim.value.kind == "number":
            found.append(side.reading(number(place, "rank"), where))
        elif claim.item:
            is_so = place <= read_item(claim, int, "a number of states")
            found.append(side.reading(truth(is_so), where, f"place {place}"))
    return found


@method(units=("boolean", "list"), whom=BILATERAL)
def counterpart_surplus(claim: Claim, context: Context) -> list[Reading]:
    """Return whether the counterpart sold more than it bought, or the years in which it did.

    By reporter, and in the text's own tables: a yes for every state and year of the claim; with the
    item ``grows``, for most years, and turnover that rose each year; or the years, as names.
    """
    is_partner = not context.is_told_by_partner(claim)
    seller = capitalize(call(context.partner(claim))) if is_partner else "The region's side"
    found = []
    for side in _sides(claim, context):
        rows = side.of_claim.dropna(subset=["exports_usd", "imports_usd"])
        if rows.empty:
            continue
        balance = rows["exports_usd"] - rows["imports_usd"]
        is_surplus = balance < 0 if is_partner else balance > 0
        where = _where(claim, context)
        said = f"{seller} sold more in {int(is_surplus.sum())} of {len(rows)} state-years"
        if claim.value.kind == "names":
            years = sorted(str(year) for year in rows.loc[is_surplus, "year"])
            found.append(side.reading(names(years), where, said))
            continue
        is_so = bool(is_surplus.all())
        if claim.item == "grows":
            change = rows.sort_values("year")["turnover_usd"].diff().dropna()
            is_so = bool(is_surplus.mean() > 0.5) and bool((change > 0).all())
            said += f", turnover rose in {int((change > 0).sum())} of {len(change)} years"
        found.append(side.reading(truth(is_so), where, said))
    return found


@method(units=("sign",), whom=BILATERAL)
def turnover_trend(claim: Claim, context: Context) -> list[Reading]:
    """Return 1 if the turnover of a state rose each year, -1 if it fell each year, 0 otherwise.

    By reporter, and in the text's own tables.
    """
    found = []
    for side in _sides(claim, context):
        rows = side.of_claim[side.of_claim["n_flows"] == 2]
        change = np.sign(rows.sort_values("year")["turnover_usd"].diff().dropna())
        if change.empty or len(context.states(claim)) != 1:
            continue
        sign = int(change.iloc[0]) if change.nunique() == 1 else 0
        said = f"it rose in {int((change > 0).sum())} of {len(change)} years"
        found.append(side.reading(number(sign, "sign"), _where(claim, context), said))
    return found


@method(units=("boolean", "percent", "states", "countries"), whom=BILATERAL)
def region_share(claim: Claim, context: Context, *, of: str, n: str = "") -> list[Reading]:
    """Return shares and counts of states in the region's turnover with the partner, by reporter.

    ``of`` is ``top`` (the first ``n``, per cent), ``partners`` (states with any trade), ``even``
    (whether each state named is below an even share), or ``group`` (whether the states named pass
    the item, per cent, in the last comparable year).
    """
    if of == "group":
        return _group_share(claim, context)
    found = []
    for side in _sides(claim, context):
        if side.side == PRINTED and of != "even":
            continue
        where = f"{claim.period}, {side.rows['iso3'].nunique()} states"
        yearly = side.rows[side.rows["turnover_usd"] > 0]
        if of == "partners":
            count = number(int(yearly.groupby("year")["iso3"].nunique().max()), claim.value.unit)
            bound = "exact" if side.side == SIDES[0] else "at_least"
            found.append(side.reading(count, where, bound=bound))
            continue
        total = yearly.groupby("year")["turnover_usd"].sum()
        if of == "top":
            first = yearly.sort_values("turnover_usd", ascending=False).groupby("year").head(int(n))
            share = 100 * first.groupby("year")["turnover_usd"].sum() / total
            value = number(float(share.mean()), "percent")
            found.append(side.reading(value, where, f"first {n} states"))
            continue
        chosen = yearly[yearly["iso3"].isin(context.states(claim))]
        shares = chosen.groupby("iso3")["turnover_usd"].sum() / total.sum()
        if shares.empty:
            continue
        said = ", ".join(f"{iso3} {100 * share:.1f} %" for iso3, share in shares.items())
        is_so = truth(bool((shares < 1 / len(context.study.states)).all()))
        found.append(side.reading(is_so, where, said))
    return found


def _group_share(claim: Claim, context: Context) -> list[Reading]:
    if claim.last_year is None or not claim.item:
        return []
    found = []
    for name in SIDES:
        frame = by_state(context, context.partner(claim), name)
        frame = frame[frame["iso3"].isin(context.study.states)]
        counts = frame[frame["year"] <= claim.last_year].groupby("year")["iso3"].nunique()
        whole = counts[counts >= WHOLE_SHARE * len(context.study.states)]
        if whole.empty:
            continue
        year = int(whole.index.max())
        side = _Side(name, claim, context, frame[frame["year"] == year])
        turnover = side.of_claim["turnover_usd"].sum()
        percent = 100 * turnover / side.rows["turnover_usd"].sum()
        is_so = truth(percent > read_item(claim, float, "a share in per cent"))
        where = f"{', '.join(context.states(claim))}, {year}, {len(side.rows)} states"
        said = f"{percent:.1f} % of the turnover on record in {year}"
        found.append(side.reading(is_so, where, said, "exact" if year in claim.years else "part"))
    return found


@method(units=("percent",), whom=BILATERAL)
def share_in_turnover(claim: Claim, context: Context) -> list[Reading]:
    """Return the subject's exports as a share of its turnover with the counterpart, per cent.

    By reporter.
    """
    exports = f"{as_states_see(claim, context, 'exports')}_usd"
    found = []
    for side in _sides(claim, context):
        rows = side.of_claim[side.of_claim["n_flows"] == 2]
        if len(rows):
            share = 100 * rows[exports].sum() / rows["turnover_usd"].sum()
            found.append(side.reading(number(float(share), "percent"), _where(claim, context)))
    return found


@method(units=("percent",), whom=BILATERAL)
def share_of_world_trade(claim: Claim, context: Context) -> list[Reading]:
    """Return trade with the partner as a share of a state's trade with the world, per cent.

    By reporter, over the world totals of UNCTAD.
    """
    among: dict[str, Any] = {"iso3": claim.subjects, "year": claim.years, "source": ["unctad"]}
    world = context.pick("trade/world_totals", **among)
    found = []
    for side in _sides(claim, context):
        rows = side.rows[side.rows["iso3"].isin(claim.subjects) & (side.rows["n_flows"] == 2)]
        total = world.loc[world["year"].isin(rows["year"]), "value_usd"].sum()
        if len(rows) and total:
            share = 100 * rows["turnover_usd"].sum() / total
            where = f"{', '.join(claim.subjects)}, {claim.period}, over trade/world_totals"
            found.append(side.reading(number(float(share), "percent"), where))
    return found


@method(units=("sign",), whom={"trade/turnover_figures": "partner"})
def direction(claim: Claim, context: Context, *, flow: str, area: str) -> list[Reading]:
    """Return whether a flow rose or fell between two years, in a wider area and part of the year.

    What is stated for ``area`` only is shown, and never decides. ``flow`` is that of the subject.
    """
    if len(claim.years) < 2:
        return []
    first, last = claim.years[0], claim.years[-1]
    table, flow = "trade/turnover_figures", as_states_see(claim, context, flow)
    among: dict[str, Any] = {"area": [area], "flow": [flow], "product": ["all"]}
    rows = context.pick(table, partner=[context.partner(claim)], **among)
    stated = {row["period"]: row for row in rows.to_dict("records")}
    found = []
    for period in sorted(stated):
        months = period[4:]
        if period != f"{first}{months}" or f"{last}{months}" not in stated:
            continue
        row = stated[f"{last}{months}"]
        change = row["value_usd"] / stated[period]["value_usd"] - 1
        part = f"months {months.strip('-')}" if months else "whole years"
        where = f"{area}, {period} and {last}{months}"
        said = f"{row['definition']}, {part}: {100 * change:+.1f} %"
        value, source = (
            number(float(np.sign(change)), "sign"),
            f"{row['reporter']}: {row['source']}",
        )
        found.append(Reading(value, table, where, said, source, "part"))
    return found
