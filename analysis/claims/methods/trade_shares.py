"""Trade: shares, ranks, balances' signs and trends, from the same series."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis import countries
from analysis.claims.ledger import Claim
from analysis.claims.methods.trade import WHOSE, by_state, reporters
from analysis.claims.registry import Arguments, Context, method
from analysis.claims.values import Value, names, number, truth
from analysis.claims.verdicts import Reading
from analysis.trade.sentences import PART_YEAR

TEXT = "the printed tables"


def _frames(claim: Claim, context: Context) -> list[tuple[str, bool, pd.DataFrame]]:
    """Return the states' flows in the claim's years by reporter, and those that its text prints."""
    sides: list[tuple[str, bool]] = reporters(context)
    if claim.text == "s0":
        sides = [*sides, ("text", True)]
    found = []
    for side, is_chosen in sides:
        frame = by_state(context, side)
        rows = frame[frame["year"].isin(claim.years) & frame["iso3"].isin(countries.LAC)]
        if len(rows):
            found.append((side, is_chosen, rows))
    return found


def _reading(
    value: Value, side: str, is_chosen: bool, rows: str, definition: str = "", bound: str = "exact"
) -> Reading:
    if side == "text":
        return Reading(value, "trade/aladi", rows, definition or TEXT, TEXT, bound, "own")
    whose = WHOSE[side]
    return Reading(
        value,
        "trade/bilateral",
        f"{rows}, reporter {side}",
        f"{whose}: {definition}" if definition else whose,
        f"reporter {side}",
        bound,
        is_chosen=is_chosen,
    )


def _ranking(rows: pd.DataFrame) -> pd.Series:
    """Return mean turnover by state, the largest first."""
    means = rows.groupby("iso3")["turnover_usd"].mean().dropna()
    return means.sort_values(ascending=False, kind="stable")


@method
def turnover_rank(claim: Claim, arguments: Arguments, context: Context) -> list[Reading]:
    """Return the place of a state among Russia's partners, or the states that come after one.

    Parameters
    ----------
    claim : Claim
        A rank of one state; names in order with the item ``after XXX``; or a yes that a state is
        among the first so many, with that number as the item.
    arguments : mapping
        None are used.
    context : Context
        The tables.

    Returns
    -------
    list of Reading
        By mean turnover over the years, by reporter, and in the text's own tables.
    """
    found = []
    for side, is_chosen, rows in _frames(claim, context):
        order = list(_ranking(rows).index)
        where = f"mean turnover, {claim.period}, {len(order)} states"
        if claim.item.startswith("after "):
            first = claim.item.removeprefix("after ")
            rest = order[order.index(first) + 1 :] if first in order else order
            shown = rest[: len(claim.value.names)]
            found.append(
                _reading(names(shown, is_ordered=True), side, is_chosen, where, ", ".join(shown))
            )
            continue
        if claim.subjects[0] not in order:
            continue
        place = order.index(claim.subjects[0]) + 1
        if claim.value.kind == "truth":
            is_so = truth(place <= int(claim.item or 5))
            found.append(_reading(is_so, side, is_chosen, where, f"place {place}"))
        else:
            found.append(_reading(number(place, "rank"), side, is_chosen, where))
    return found


@method
def russian_surplus(claim: Claim, arguments: Arguments, context: Context) -> list[Reading]:
    """Return whether Russia sold more than it bought, or the years in which it did.

    Parameters
    ----------
    claim : Claim
        A yes for every state and year of the claim; with the item ``grows``, for most years, and
        turnover that rose each year; or the years, as names.
    arguments : mapping
        None are used.
    context : Context
        The tables.

    Returns
    -------
    list of Reading
        By reporter, and in the text's own tables.
    """
    found = []
    for side, is_chosen, all_rows in _frames(claim, context):
        rows = all_rows[all_rows["iso3"].isin(claim.subjects)]
        rows = rows.dropna(subset=["exports_to_russia_usd", "imports_from_russia_usd"])
        if rows.empty:
            continue
        is_surplus = rows["imports_from_russia_usd"] > rows["exports_to_russia_usd"]
        where = f"{', '.join(claim.subjects)}, {claim.period}"
        said = f"Russia sold more in {int(is_surplus.sum())} of {len(rows)} state-years"
        if claim.value.kind == "names":
            years = sorted(str(year) for year in rows.loc[is_surplus, "year"])
            found.append(_reading(names(years), side, is_chosen, where, said))
            continue
        is_so = bool(is_surplus.all())
        if claim.item == "grows":
            change = rows.sort_values("year")["turnover_usd"].diff().dropna()
            is_so = bool(is_surplus.mean() > 0.5) and bool((change > 0).all())
            said += f", turnover rose in {int((change > 0).sum())} of {len(change)} years"
        found.append(_reading(truth(is_so), side, is_chosen, where, said))
    return found


@method
def turnover_trend(claim: Claim, arguments: Arguments, context: Context) -> list[Reading]:
    """Return 1 if turnover rose each year, -1 if it fell each year, 0 otherwise.

    Parameters
    ----------
    claim : Claim
        A sign for one state; the part-year of the printed tables is left out.
    arguments : mapping
        None are used.
    context : Context
        The tables.

    Returns
    -------
    list of Reading
        By reporter, and in the text's own tables.
    """
    found = []
    for side, is_chosen, all_rows in _frames(claim, context):
        rows = all_rows[all_rows["iso3"].isin(claim.subjects) & (all_rows["n_flows"] == 2)]
        rows = rows[rows["year"] < PART_YEAR] if side == "text" else rows
        change = np.sign(rows.sort_values("year")["turnover_usd"].diff().dropna())
        if change.empty:
            continue
        sign = int(change.iloc[0]) if change.nunique() == 1 else 0
        said = f"it rose in {int((change > 0).sum())} of {len(change)} years"
        where = f"{', '.join(claim.subjects)}, {claim.period}"
        found.append(_reading(number(sign, "sign"), side, is_chosen, where, said))
    return found


@method
def region_share(claim: Claim, arguments: Arguments, context: Context) -> list[Reading]:
    """Return shares and counts of Russia's partners in the region's turnover.

    Parameters
    ----------
    claim : Claim
        About the region or about states of it.
    arguments : mapping
        ``of``: ``top`` (the first ``n``, per cent), ``partners`` (states with any trade),
        ``even`` (whether each state is below an even share, one of 33), or ``group`` (whether the
        states together pass the item, per cent, in the last comparable year).
    context : Context
        The tables.

    Returns
    -------
    list of Reading
        By reporter.
    """
    of = arguments["of"]
    if of == "group":
        return _group_share(claim, context)
    found = []
    for side, is_chosen, rows in _frames(claim, context):
        if side == "text" and of != "even":
            continue
        where = f"{claim.period}, {rows['iso3'].nunique()} states"
        yearly = rows[rows["turnover_usd"] > 0]
        if of == "partners":
            count = int(yearly.groupby("year")["iso3"].nunique().max())
            bound = "exact" if side == "RUS" else "at_least"
            found.append(
                _reading(number(count, claim.value.unit), side, is_chosen, where, bound=bound)
            )
            continue
        total = yearly.groupby("year")["turnover_usd"].sum()
        if of == "top":
            top = yearly.sort_values("turnover_usd", ascending=False).groupby("year")
            share = (
                100 * top.head(int(arguments["n"])).groupby("year")["turnover_usd"].sum() / total
            )
            value = number(float(share.mean()), "percent")
            found.append(_reading(value, side, is_chosen, where, f"first {arguments['n']} states"))
            continue
        chosen = yearly[yearly["iso3"].isin(claim.subjects)]
        shares = chosen.groupby("iso3")["turnover_usd"].sum() / total.sum()
        if shares.empty:
            continue
        said = ", ".join(f"{iso3} {100 * share:.1f} %" for iso3, share in shares.items())
        is_so = truth(bool((shares < 1 / len(countries.LAC)).all()))
        found.append(_reading(is_so, side, is_chosen, where, said))
    return found


def _group_share(claim: Claim, context: Context) -> list[Reading]:
    found = []
    for side, is_chosen in reporters(context):
        frame = by_state(context, side)
        counts = frame.groupby("year")["iso3"].nunique()
        whole = counts[counts >= 0.8 * len(countries.LAC)]
        if whole.empty or claim.last_year is None:
            continue
        year = int(whole[whole.index <= claim.last_year].index.max())
        rows = frame[frame["year"] == year]
        share = rows.loc[rows["iso3"].isin(claim.subjects), "turnover_usd"].sum()
        percent = 100 * share / rows["turnover_usd"].sum()
        found.append(
            _reading(
                truth(percent > float(claim.item or 50)),
                side,
                is_chosen,
                f"{', '.join(claim.subjects)}, {year}, {len(rows)} states",
                f"{percent:.1f} % of the turnover on record in {year}",
                "exact" if year in claim.years else "part",
            )
        )
    return found


@method
def share_in_turnover(claim: Claim, arguments: Arguments, context: Context) -> list[Reading]:
    """Return Russia's exports as a share of its turnover with a state, per cent.

    Parameters
    ----------
    claim : Claim
        About one state.
    arguments : mapping
        None are used.
    context : Context
        The tables.

    Returns
    -------
    list of Reading
        By reporter.
    """
    found = []
    for side, is_chosen, all_rows in _frames(claim, context):
        rows = all_rows[all_rows["iso3"].isin(claim.states) & (all_rows["n_flows"] == 2)]
        if len(rows):
            share = 100 * rows["imports_from_russia_usd"].sum() / rows["turnover_usd"].sum()
            where = f"{', '.join(claim.states)}, {claim.period}"
            found.append(_reading(number(float(share), "percent"), side, is_chosen, where))
    return found


@method
def share_of_world_trade(claim: Claim, arguments: Arguments, context: Context) -> list[Reading]:
    """Return trade with Russia as a share of a state's trade with the world, per cent.

    Parameters
    ----------
    claim : Claim
        About one state.
    arguments : mapping
        None are used.
    context : Context
        The tables.

    Returns
    -------
    list of Reading
        By reporter, over the world totals of UNCTAD.
    """
    world = context.tables["trade/world_totals"]
    world = world[
        (world["source"] == "unctad")
        & world["iso3"].isin(claim.subjects)
        & world["year"].isin(claim.years)
    ]
    found = []
    for side, is_chosen, all_rows in _frames(claim, context):
        rows = all_rows[all_rows["iso3"].isin(claim.subjects) & (all_rows["n_flows"] == 2)]
        total = world.loc[world["year"].isin(rows["year"]), "value_usd"].sum()
        if len(rows) and total:
            share = 100 * rows["turnover_usd"].sum() / total
            where = f"{', '.join(claim.subjects)}, {claim.period}, over trade/world_totals"
            found.append(_reading(number(float(share), "percent"), side, is_chosen, where))
    return found


@method
def direction(claim: Claim, arguments: Arguments, context: Context) -> list[Reading]:
    """Return whether a flow rose or fell between two years, in a wider area and part of the year.

    Parameters
    ----------
    claim : Claim
        A sign for the region.
    arguments : mapping
        ``flow``, seen from the region.
    context : Context
        The tables.

    Returns
    -------
    list of Reading
        The customs service gives all of America only: shown, never decisive.
    """
    if len(claim.years) < 2:
        return []
    first, last = claim.years[0], claim.years[-1]
    rows = context.rows_by("trade/turnover_figures", "area", "flow")
    stated = {
        row["period"]: row["value_usd"] for row in rows.get(("AMERICAS", arguments["flow"]), [])
    }
    found = []
    for period in sorted(stated):
        months = period[4:]
        if period != f"{first}{months}" or f"{last}{months}" not in stated:
            continue
        change = stated[f"{last}{months}"] / stated[period] - 1
        part = f"months {months.strip('-')}" if months else "whole years"
        found.append(
            Reading(
                number(float(np.sign(change)), "sign"),
                "trade/turnover_figures",
                f"AMERICAS, {period} and {last}{months}",
                f"all of America with the USA and Canada, {part}: {100 * change:+.1f} %",
                "Federal Customs Service of Russia",
                "part",
            )
        )
    return found
