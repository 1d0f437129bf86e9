"""Trade: flows and turnover of states and of the region, by every source and definition."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from analysis import countries, trade
from analysis.claims.ledger import Claim
from analysis.claims.registry import Arguments, Context, method
from analysis.claims.values import number
from analysis.claims.verdicts import Reading
from analysis.trade.sentences import PART_YEAR

#: Whose report, in words.
WHOSE = {"RUS": "Russia's report", "partner": "the states' own reports"}


@method
def flow(claim: Claim, arguments: Arguments, context: Context) -> list[Reading]:
    """Return a flow, the turnover or the balance of states with Russia, as each side reports it.

    Parameters
    ----------
    claim : Claim
        About single states, or about the region (``LAC``).
    arguments : mapping
        ``flow``: ``exports_to_russia``, ``imports_from_russia``, ``turnover`` or ``balance``, seen
        from the state.
    context : Context
        The tables.

    Returns
    -------
    list of Reading
        By both reporters, by other sources and vintages, and as others state it. Over several
        years a level is the mean of the years. A sum of the region that lacks large states is a
        lower bound; with offshore territories it is a definition of its own.
    """
    if claim.value.kind not in ("number", "range"):
        return []
    which = arguments["flow"]
    if "LAC" in (*claim.subjects, *claim.counterparts):
        return _region(claim, which, context)
    return _state(claim, which, context)


def by_state(context: Context, reporter: str) -> pd.DataFrame:
    """Return both flows of every state and year as one side reports them; the texts' for ``text``.

    Parameters
    ----------
    context : Context
        The tables.
    reporter : str
        ``RUS``, ``partner``, or ``text`` for the printed tables, part-years left out.

    Returns
    -------
    pandas.DataFrame
        As :func:`analysis.trade.flows_by_state`.
    """
    if reporter != "text":
        return context.remember(
            f"flows {reporter}",
            lambda: trade.flows_by_state(context.tables["trade/bilateral"], reporter),
        )
    return context.remember("flows text", lambda: _printed(context.tables["trade/aladi"]))


def reporters(context: Context) -> list[tuple[str, bool]]:
    """Return the reporters and whether the reader lets each decide."""
    return [(side, context.options.reporter in ("both", side)) for side in ("RUS", "partner")]


def _printed(aladi: pd.DataFrame) -> pd.DataFrame:
    flows = {1: "exports_to_russia", 2: "imports_from_russia"}
    rows = aladi[aladi["table"].astype(int).isin(flows) & (aladi["year"] < PART_YEAR)]
    rows = rows.dropna(subset=["value_thousand_usd"])
    frame = rows.assign(
        flow=rows["table"].astype(int).map(flows),
        value_usd=1000.0 * rows["value_thousand_usd"].astype("float64"),
        reporter="RUS",
    )
    return trade.flows_by_state(frame, "RUS")


def _flows(context: Context, side: str) -> dict[tuple[str, int], tuple[float, float]]:
    """Return exports to and imports from Russia by state and year, as one side reports them."""
    names = [f"{name}_usd" for name in trade.FLOWS]
    return context.remember(
        f"pairs {side}",
        lambda: {
            (str(iso3), int(year)): (float(exports), float(imports))
            for iso3, year, exports, imports in by_state(context, side)[
                ["iso3", "year", *names]
            ].itertuples(index=False)
        },
    )


def _state(claim: Claim, which: str, context: Context) -> list[Reading]:
    states = [iso3 for iso3 in (*claim.subjects, *claim.counterparts) if iso3 in countries.LAC]
    found = []
    for side, is_chosen in reporters(context):
        flows = _flows(context, side)
        pairs = [
            _add([flows[iso3, year] for iso3 in states if (iso3, year) in flows])
            for year in claim.years
        ]
        value, scale, lacks_flow = _choose([pair for pair in pairs if pair is not None], which)
        if value is None:
            continue
        found.append(
            Reading(
                number(value, claim.value.unit),
                "trade/bilateral",
                f"{', '.join(states)}, {claim.period}, reporter {side}",
                WHOSE[side],
                f"reporter {side}",
                "at_least" if lacks_flow else "exact",
                is_chosen=is_chosen,
                scale=scale,
            )
        )
    found += _others(claim, which, states, context)
    return found + _stated(claim, which, states, context)


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
    place = trade.FLOWS.index(which)
    known = [pair[place] for pair in pairs if not math.isnan(pair[place])]
    return (sum(known) / len(known), None, False) if known else (None, None, False)


def _others(claim: Claim, which: str, states: Sequence[str], context: Context) -> list[Reading]:
    """Return other sources and vintages of the same flows of one state and year."""
    if len(states) != 1 or len(claim.years) != 1:
        return []
    rows = context.rows_by("trade/bilateral_alternatives", "iso3", "year")
    groups: dict[tuple[str, str], list[dict]] = {}
    for row in rows.get((states[0], claim.years[0]), []):
        groups.setdefault((row["reporter"], row["source"]), []).append(row)
    found = []
    for (side, source), group in sorted(groups.items()):
        flows = {row["flow"]: float(row["value_usd"]) for row in group}
        exports, imports = (flows.get(name, math.nan) for name in trade.FLOWS)
        value, scale, lacks_flow = _choose([(exports, imports)], which)
        if value is None or lacks_flow:
            continue
        reporter = "RUS" if side == "RUS" else "partner"
        found.append(
            Reading(
                number(value, claim.value.unit),
                "trade/bilateral_alternatives",
                f"{states[0]}, {claim.period}, reporter {side or 'not stated'}, source {source}",
                WHOSE[reporter],
                f"{source}, {group[0]['vintage']}",
                is_chosen=context.options.reporter in ("both", reporter),
                scale=scale,
            )
        )
    return found


def _stated(claim: Claim, which: str, areas: Sequence[str], context: Context) -> list[Reading]:
    """Return what officials and the press state for the whole year."""
    if len(areas) != 1 or len(claim.years) != 1:
        return []
    rows = context.rows_by("trade/turnover_figures", "area", "flow", "period", "product")
    return [
        Reading(
            number(row["value_usd"], claim.value.unit),
            "trade/turnover_figures",
            f"{row['area']}, {row['period']}, {row['flow']}",
            row["definition"],
            f"{row['reporter']}: {row['source']}",
        )
        for row in rows.get((areas[0], which, str(claim.years[0]), "all"), [])
        if not math.isnan(row["value_usd"])
    ]


def _region(claim: Claim, which: str, context: Context) -> list[Reading]:
    found = []
    region = context.options.region
    for side, is_reporter in reporters(context):
        totals = context.remember(
            f"totals {side}",
            lambda side=side: trade.yearly_totals(  # type: ignore[misc]
                by_state(context, side), countries.LAC, range(1990, 2031)
            ),
        )
        rows = totals[totals["year"].isin(claim.years) & (totals["n_states"] > 0)]
        if rows.empty:
            continue
        value, scale, _ = _choose(_pairs(rows), which)
        if value is None:
            continue
        n_states = int(rows["n_states"].min())
        whole = bool(rows["is_comparable"].all()) and len(rows) == len(claim.years)
        # A state that does not report is missing from the states' own sum; in Russia's, a state
        # without a record is one without trade.
        whole &= side == "RUS" or n_states == len(countries.LAC)
        where = f"{claim.period}, reporter {side}, {n_states} states"
        found.append(
            Reading(
                number(value, claim.value.unit),
                "trade/bilateral",
                where,
                f"{WHOSE[side]}, the 33 states" + ("" if whole else " as far as on record"),
                f"{n_states} of 33 states",
                "exact" if whole else "at_least",
                is_chosen=is_reporter and region in ("states", "both"),
                scale=scale,
            )
        )
        if side == "RUS":
            found += _with_offshore(claim, which, value, where, whole, is_reporter, context)
    found += _region_totals(claim, which, context)
    found += _stated(claim, which, ["LAC"], context)
    if not any(reading.bound == "exact" for reading in found):
        found += _sum_of_stated(claim, which, context)
    return found


def _pairs(frame: pd.DataFrame) -> list[tuple[float, float]]:
    flows = frame[[f"{name}_usd" for name in trade.FLOWS]].astype("float64")
    return [(float(exports), float(imports)) for exports, imports in flows.itertuples(index=False)]


def _with_offshore(
    claim: Claim,
    which: str,
    value: float,
    where: str,
    whole: bool,
    is_chosen: bool,
    context: Context,
) -> list[Reading]:
    frame = context.tables["trade/offshore"]
    rows = frame[frame["year"].isin(claim.years)]
    flows = trade.FLOWS if which == "turnover" else (which,)
    extra = rows.loc[rows["flow"].isin(flows), "value_usd"].sum() / max(1, len(claim.years))
    if not extra or which == "balance":
        return []
    largest = rows.groupby("iso3")["value_usd"].sum().idxmax()
    return [
        Reading(
            number(value + extra, claim.value.unit),
            "trade/offshore",
            f"{where}, with {rows['iso3'].nunique()} territories",
            "Russia's report, the 33 states and offshore territories, "
            f"{countries.name(str(largest))} above all",
            "with offshore territories",
            "exact" if whole else "at_least",
            is_chosen=is_chosen and context.options.region in ("offshore", "both"),
        )
    ]


def _region_totals(claim: Claim, which: str, context: Context) -> list[Reading]:
    frame = context.tables["trade/region_totals"]
    rows = frame[frame["region"].isin(["LCN", "LAC"]) & frame["year"].isin(claim.years)]
    if rows.empty or len(claim.years) != 1:
        return []
    sums = rows.pivot_table(index="year", columns="flow", values="value_usd", aggfunc="sum")
    sums = sums.reindex(columns=list(trade.FLOWS)).rename(columns=lambda flow: f"{flow}_usd")
    value, scale, _ = _choose(_pairs(sums), which)
    if value is None:
        return []
    return [
        Reading(
            number(value, claim.value.unit),
            "trade/region_totals",
            f"region {rows['region'].iloc[0]}, {claim.period}",
            "the region as WITS sums its reporters",
            str(rows["source"].iloc[0]),
            is_chosen=context.options.reporter in ("both", "partner"),
            scale=scale,
        )
    ]


def _sum_of_stated(claim: Claim, which: str, context: Context) -> list[Reading]:
    """Return the sum of what is stated for single states: a lower bound for the region."""
    frame = context.tables["trade/turnover_figures"]
    rows = frame[
        frame["area"].isin(countries.LAC)
        & (frame["flow"] == which)
        & frame["period"].isin([str(year) for year in claim.years])
        & (frame["product"] == "all")
    ].dropna(subset=["value_usd"])
    if rows.empty or len(claim.years) != 1:
        return []
    least = rows.groupby("area")["value_usd"].min()
    return [
        Reading(
            number(float(least.sum()), claim.value.unit),
            "trade/turnover_figures",
            f"{', '.join(least.index)}, {claim.period}, {which}",
            f"stated for {', '.join(countries.name(str(iso3)) for iso3 in least.index)} alone",
            "figures of officials and the press",
            "at_least",
        )
    ]
