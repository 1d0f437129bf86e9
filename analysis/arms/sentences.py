"""Sentences about transfers of arms, captions and recorded results: every number by code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis import countries
from analysis.arms.named_deals import VERDICTS
from analysis.arms.reading import Reading, year_span
from analysis.notebook.words import call, capitalize, count, join_words, percent, spans
from analysis.study import Rank

HALF = 0.5
"""From this share on a state is said to depend on a supplier."""

_TIV, _SHARE, _INDEX = "million TIV", "share, 0 to 1", "index, 0 to 1"

RESULTS: dict[str, dict[str, tuple[str, str]]] = {
    "totals": {
        "deliveries_{supplier}": ("tiv_million", _TIV),
        "peak_year_{supplier}": ("peak_year", "year"),
        "peak_{supplier}": ("peak_tiv_million", _TIV),
    },
    "largest": {
        "largest_recipient_{supplier}": ("iso3", "ISO3"),
        "largest_recipient_share_{supplier}": ("share", _SHARE),
    },
    "kinds": {"{partner}_{category}": ("tiv_million", _TIV)},
    "estimates": {
        f"estimated_{what}_share": (f"tiv_share_{what}", "share of volume, 0 to 1")
        for what in ("number", "order_year", "delivery_year")
    },
    "dependence": {"share_{iso3}_{first_year}_{last_year}": ("share", _SHARE)},
    "windows": {
        "imports_{first_year}_{last_year}": ("total_tiv_million", _TIV),
        "{partner}_share_{first_year}_{last_year}": ("share", _SHARE),
        "{partner}_rank_{first_year}_{last_year}": ("rank", "rank, 1 is the largest"),
        "hhi_{first_year}_{last_year}": ("hhi", _INDEX),
        "hhi_normalized_{first_year}_{last_year}": ("hhi_normalized", _INDEX),
    },
    "without": {"{partner}_share_without_{first_year}_{last_year}": ("share", _SHARE)},
    "region": {"region_share_{first_year}_{last_year}": ("share", _SHARE)},
    "lags": {"lag_{supplier}": ("mean_years", "years, weighted by TIV")},
    "lags_not_local": {"lag_{supplier}_not_local": ("mean_years", "years, weighted by TIV")},
    "lags_of_recipients": {"lag_{partner}_{iso3}": ("mean_years", "years, weighted by TIV")},
    "share_ranges": {
        "share_low_{first_year}_{last_year}": ("share_low", _SHARE),
        "share_high_{first_year}_{last_year}": ("share_high", _SHARE),
    },
    "split": {"split_error_{iso3}_{year}": ("error", _TIV)},
    "verdicts": {"named_deals_{verdict}": ("deals", "named deals")},
}
"""Kind of table → name of a result, filled from a row → column with its value, and its unit."""


def results(kind: str, rows: pd.DataFrame, reading: Reading) -> Iterator[tuple[str, Any, str]]:
    """Yield what a table's rows give to be recorded: name, value, unit.

    Parameters
    ----------
    kind : str
        Key of :data:`RESULTS`.
    rows : pandas.DataFrame
        The table.
    reading : Reading
        The choices; its partner's code stands in names.

    Examples
    --------
    >>> from analysis.arms.parameters import ArmsTransfers
    >>> rows = pd.DataFrame({"category": ["Air-defence systems"], "tiv_million": [690.0]})
    >>> list(results("kinds", rows, ArmsTransfers().reading()))
    [('rus_air_defence_systems', 690.0, 'million TIV')]
    """
    for row in rows.to_dict("records"):
        filled = {"partner": reading.partner} | {str(name): str(row[name]) for name in row}
        for template, (column, unit) in RESULTS[kind].items():
            name = template.format(**filled).lower().replace(" ", "_").replace("-", "_")
            yield name, row[column], unit


def caption(figure: str, reading: Reading) -> str:
    """Return the caption of a figure.

    Parameters
    ----------
    figure : str
        Name of the figure's files.
    reading : Reading
        The choices.
    """
    own, states = reading.whose, reading.the_states
    suppliers = join_words([f"from {call(each)}" for each in reading.suppliers])
    apart = " Suppliers apart, not one series." if len(reading.suppliers) > 1 else ""
    left_out = join_words([call(each) for each in reading.left_out])
    captions = {
        "annual": f"Deliveries of major arms by year {suppliers} to {states}, with the trailing "
        f"mean (years in the mean: {reading.window}).{apart}",
        "recipients": f"Deliveries {suppliers} by recipient and year, logarithmic shades. States "
        "that received nothing are left out.",
        "categories": f"{own} deliveries to {states} by kind of weapon and year.",
        "estimates": f"Share of each state's deliveries from {reading.the_partner} for which SIPRI "
        "marks the year of the order, the number or the year of delivery as an estimate.",
        "dependence": f"{own} share of each state's imports of major arms by window, per cent. "
        f"No share under {reading.min_tiv:g} million TIV; states without any import are left out.",
        "suppliers": f"Imports of major arms by {states}, by supplier and window, with the "
        "concentration of suppliers.",
        "with_and_without": f"{own} share of imports of major arms by window, with and without "
        f"{left_out}.",
        "exports": f"{capitalize(states)} in {own} deliveries to the world by trailing window: "
        "the share together, and the rank of each state that was among the first twenty.",
        "lags": f"Years from order to delivery to {states} by supplier, with and without local "
        "production.",
        "equal_split": "What dividing the register's deals equally among their years gives, and "
        "what was delivered, for the recipient with the largest error.",
        "named_deals": "Deals that the tested texts and the press name: years claimed, years of "
        "order and delivery in the register, and the answer.",
        "contracts": "Contracts with a reported value. Left: the range of reports in money. "
        "Right: what was delivered under them, in TIV. The panels share rows, not a scale.",
    }
    return capitalize(captions[figure])


def caption_vintages(editions: pd.DataFrame, reading: Reading) -> str:
    """Return the caption of the figure of exports: how many hold the partner, and since when."""
    n = editions[["source", "vintage"]].drop_duplicates().shape[0]
    return capitalize(
        f"{reading.whose} deliveries to {reading.the_states} as {count(n, 'export')} of SIPRI's "
        "have them, and how far each lies from the newest."
    )


def caption_choices(span: tuple[int, int] | None, reading: Reading) -> str:
    """Return the caption of the figure of other choices."""
    where = f"in {year_span(*span)}" if span else "in no window"
    return capitalize(
        f"{reading.whose} share of imports by {reading.the_states} {where}, under one other "
        "choice at a time."
    )


def on_totals(totals: pd.DataFrame) -> list[str]:
    """Say what each supplier delivered in all, and in how many years.

    Parameters
    ----------
    totals : pandas.DataFrame
        As :func:`analysis.arms.supplier_totals` returns it.
    """
    return [
        f"**{countries.name(row['supplier'])}**, {year_span(row['first_year'], row['last_year'])}: "
        f"{row['tiv_million']:,.1f} million TIV, delivered in {row['years_with_deliveries']} of "
        f"{count(row['years'], 'year')}."
        for row in totals.to_dict("records")
    ]


def on_peaks(totals: pd.DataFrame, estimates: pd.DataFrame) -> list[str]:
    """Name each supplier's largest year, and how much of it rests on an estimated number.

    Parameters
    ----------
    totals : pandas.DataFrame
        As :func:`analysis.arms.supplier_totals` returns it.
    estimates : pandas.DataFrame
        As :func:`analysis.arms.estimated_shares` returns it for the keys ``supplier``, ``year``.
    """
    found = []
    for row in totals.dropna(subset="peak_year").to_dict("records"):
        at = estimates[
            (estimates["supplier"] == row["supplier"]) & (estimates["year"] == row["peak_year"])
        ]
        basis = (
            f"; for {percent(at['tiv_share_number'].iloc[0])} of it the number delivered is an "
            "estimate of SIPRI's"
            if len(at)
            else "; how much of it is estimated is not among the tables"
        )
        found.append(
            f"The largest year of deliveries from {call(row['supplier'])} is {row['peak_year']}: "
            f"{row['peak_tiv_million']:,.1f} million TIV{basis}."
        )
    return found


def on_kinds(kinds: pd.DataFrame) -> list[str]:
    """List the kinds of weapon with their volumes and shares, the largest first."""
    return [
        f"- {row['category']}: {row['tiv_million']:,.1f} million TIV, {percent(row['share'], 1)}."
        for row in kinds.to_dict("records")
    ]


def on_estimates(shares: pd.DataFrame, reading: Reading) -> list[str]:
    """Say which parts of the partner's lines and volume SIPRI marks as estimates.

    Parameters
    ----------
    shares : pandas.DataFrame
        As :func:`analysis.arms.estimated_shares` returns it, for the partner.
    reading : Reading
        The choices.
    """
    found = []
    for row in shares.to_dict("records"):
        parts = [
            f"the {words} in {percent(row[f'lines_share_{what}'])} "
            f"({percent(row[f'tiv_share_{what}'])} of the volume)"
            for what, words in (
                ("number", "number"),
                ("order_year", "year of the order"),
                ("delivery_year", "year of delivery"),
            )
        ]
        found.append(
            f"Of {reading.whose} {count(row['lines'], 'line')} ({row['tiv_million']:,.1f} million "
            f"TIV), SIPRI estimates {join_words(parts)}. Local assembly or production: "
            f"{percent(row['tiv_share_local_production'], 1)} of the volume."
        )
    return found


def on_windows(reading: Reading) -> str:
    """Say for which years imports are known, and how many whole windows were chosen."""
    n = len(reading.windows)
    return (
        f"Imports by supplier are known for {year_span(*reading.imported)}; the chosen years hold "
        f"{count(n, 'whole window')} of {count(reading.window, 'year')}."
    )


def on_dependence(shares: pd.DataFrame, ranged: pd.DataFrame, reading: Reading) -> list[str]:
    """List the states and windows in which the partner supplied half or more, then count them.

    Parameters
    ----------
    shares : pandas.DataFrame
        As :func:`analysis.arms.supplier_share` returns it.
    ranged : pandas.DataFrame
        Its rows from :data:`HALF` on, as :func:`analysis.arms.add_ranges` returns them.
    reading : Reading
        The choices.
    """
    found = [
        f"- {countries.name(row['iso3'])}, {year_span(row['first_year'], row['last_year'])}: "
        f"{reading.the_partner} {percent(row['share'], 1)} of {row['total_tiv_million']:,.1f} "
        f"million TIV (years with imports: {row['n']}; {_range(row)})."
        for row in ranged.to_dict("records")
    ]
    n, floor = int(shares["share"].notna().sum()), f"{reading.min_tiv:g} million TIV"
    if not n:
        return [f"In no whole window of the chosen years did a state import at least {floor}."]
    found.append(
        f"In {len(ranged)} of {count(n, 'pair')} of state and window with at least {floor}, "
        f"{reading.the_partner} supplied half or more."
    )
    return found


def on_first(trailing: pd.DataFrame, reading: Reading) -> str:
    """Say in how many trailing windows the partner is the first supplier.

    Parameters
    ----------
    trailing : pandas.DataFrame
        As :func:`analysis.arms.window_summary` returns it for windows that end in each year.
    reading : Reading
        The choices.
    """
    first = trailing.loc[trailing["rank"] == 1, "last_year"]
    where = f": those that end in {spans(first)}" if len(first) else ""
    return (
        f"Windows of {count(reading.window, 'year')} can end in "
        f"{count(len(reading.rolling), 'year')}; in {len(first)} of them {reading.the_partner} is "
        f"the first supplier{where}."
    )


def on_left_out(reading: Reading) -> str:
    """Say which states are left out of the comparison, and how many of them were chosen."""
    among = len(set(reading.left_out) & set(reading.states))
    return (
        f"Left out: {join_words([call(each) for each in reading.left_out])}; of them among the "
        f"chosen states: {among}."
    )


def on_without(rest: pd.DataFrame, ranges: pd.DataFrame, reading: Reading) -> list[str]:
    """List the partner's share by window without some states, with its range over exports.

    Parameters
    ----------
    rest : pandas.DataFrame
        Rows of :func:`analysis.arms.with_and_without` without the states.
    ranges : pandas.DataFrame
        As :func:`analysis.arms.share_range` returns it for the same states.
    reading : Reading
        The choices.
    """
    return [
        f"- {year_span(row['first_year'], row['last_year'])}, {row['recipients']}: "
        f"{reading.the_partner} {percent(row['share'], 1)} of {row['total_tiv_million']:,.1f} "
        f"million TIV; {_range(row)}."
        for row in rest.merge(ranges, on=["first_year", "last_year"]).to_dict("records")
    ]


def on_region(region: pd.DataFrame, reading: Reading) -> list[str]:
    """List the states' share in the partner's deliveries to the world by window.

    Parameters
    ----------
    region : pandas.DataFrame
        As :func:`analysis.arms.region_share` returns it.
    reading : Reading
        The choices.
    """
    return [
        f"- {year_span(row['first_year'], row['last_year'])}: {percent(row['share'], 1)} of "
        f"{reading.whose} {row['total_tiv_million']:,.0f} million TIV, to {row['recipients']} of "
        f"{count(len(reading.states), 'chosen state')}."
        for row in region.to_dict("records")
    ]


def on_rank(claim: Rank, yearly: pd.DataFrame, ranks: pd.DataFrame) -> list[str]:
    """Set the place that a text gives to a buyer beside its ranks, of the year and of windows.

    Parameters
    ----------
    claim : analysis.study.Rank
        What the text says.
    yearly, ranks : pandas.DataFrame
        As :func:`analysis.arms.recipient_ranks` returns it for single years and for windows.
    """
    found = []
    of_year, best = _ranks_of(claim, yearly, ranks)
    for row in of_year.to_dict("records"):
        is_ahead = (yearly["last_year"] == claim.year) & (yearly["rank"] < row["rank"])
        ahead = [call(each) for each in yearly.loc[is_ahead, "iso3"]]
        found.append(
            f"{claim.text} By deliveries of {claim.year} it has rank {row['rank']} with "
            f"{row['tiv_million']:,.1f} million TIV, after {join_words(ahead) or 'nobody'}."
        )
    for row in best.to_dict("records"):
        found.append(
            f"The best window of {call(claim.iso3)} is "
            f"{year_span(row['first_year'], row['last_year'])}, with rank {row['rank']} and "
            f"{percent(row['share'], 1)} of the deliveries."
        )
    return found


def rank_results(
    claim: Rank, yearly: pd.DataFrame, ranks: pd.DataFrame
) -> Iterator[tuple[str, Any, str]]:
    """Yield the ranks that :func:`on_rank` tells, to be recorded: name, value, unit."""
    of_year, best = _ranks_of(claim, yearly, ranks)
    names = (f"rank_{claim.iso3}_{claim.year}", f"best_rank_{claim.iso3}_window")
    for name, rows in zip(names, (of_year, best), strict=True):
        for rank in rows["rank"]:
            yield name.lower(), rank, "rank among the recipients"


def _ranks_of(
    claim: Rank, yearly: pd.DataFrame, ranks: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return a buyer's row of the claimed year, and that of its best window."""
    of_year = yearly[(yearly["last_year"] == claim.year) & (yearly["iso3"] == claim.iso3)]
    own = ranks[ranks["iso3"] == claim.iso3]
    return of_year, own.sort_values(["rank", "share"], ascending=[True, False]).head(1)


def on_lags(lags: pd.DataFrame) -> list[str]:
    """List the years from order to delivery of some suppliers: median, mean and its range.

    Parameters
    ----------
    lags : pandas.DataFrame
        Rows of :func:`analysis.arms.lag_summary` for all production.
    """
    return [
        f"- {countries.name(row['supplier'])}: median {row['median_years']:g}, weighted mean "
        f"{row['mean_years']:.1f} years ({row['low_years']:.1f} to {row['high_years']:.1f}; "
        f"lines: {row['lines']})."
        for row in lags.dropna(subset="mean_years").to_dict("records")
    ]


def on_revisions(
    revised: pd.DataFrame, spread: pd.DataFrame, series: pd.DataFrame, reading: Reading
) -> str:
    """Say how many cells differ between the exports compared, and how far the sums lie apart.

    Parameters
    ----------
    revised : pandas.DataFrame
        As :func:`analysis.arms.revisions` returns it.
    spread : pandas.DataFrame
        As :func:`analysis.arms.vintage_range` returns it.
    series : pandas.DataFrame
        As :func:`analysis.arms.vintage_series` returns it.
    reading : Reading
        The choices.
    """
    vintages = sorted(series.dropna(subset="tiv_million")["vintage"].unique())
    if not vintages:
        return f"None of the exports that hold {reading.the_partner} covers the chosen years."
    named = f"{count(len(vintages), 'export')} with {reading.whose} deliveries"
    if len(vintages) == 1:
        return (
            f"{named} covers the chosen years: {vintages[0]}. There is nothing to compare it with."
        )
    own = int((revised["suppliers"] == reading.partner).sum())
    return (
        f"{named} are compared: {join_words(vintages)}. They differ in "
        f"{count(own, 'cell')} of state and year; the sums of the lowest and of the highest values "
        f"are {spread['low'].sum():,.1f} and {spread['high'].sum():,.1f} million TIV. Earlier "
        "exports are not among them and may lie outside this range."
    )


def on_share_ranges(ranges: pd.DataFrame, reading: Reading) -> list[str]:
    """List the range of the partner's share over the exports, by window."""
    return [
        f"- {capitalize(reading.whose)} share in {year_span(row['first_year'], row['last_year'])}: "
        f"{_range(row)}."
        for row in ranges.to_dict("records")
    ]


def on_split(worst: pd.DataFrame) -> list[str]:
    """List what an equal split gives for single years, and what was delivered."""
    return [
        f"- {countries.name(row['iso3'])} {row['year']}: split {row['split_tiv_million']:,.1f}, "
        f"delivered {row['tiv_million']:,.2f} million TIV."
        for row in worst.to_dict("records")
    ]


def count_verdicts(answers: pd.DataFrame) -> pd.DataFrame:
    """Count the answers of each verdict, zeros included: ``verdict``, ``deals``."""
    counts = answers["verdict"].value_counts().reindex(VERDICTS, fill_value=0)
    return counts.rename_axis("verdict").rename("deals").reset_index()


def on_verdicts(answers: pd.DataFrame, reading: Reading) -> list[str]:
    """Count the named deals by verdict, and say how many could have been contradicted.

    Parameters
    ----------
    answers : pandas.DataFrame
        As :func:`analysis.arms.answer_deals` returns it.
    reading : Reading
        The choices.
    """
    n = len(answers)
    if not n:
        named = f"{reading.the_suppliers} with {reading.the_states}"
        return [f"The texts name no deal of {named} in {reading.years}."]
    found = [
        f"- {row['verdict']}: {row['deals']} of {n}"
        for row in count_verdicts(answers).to_dict("records")
    ]
    loose = int(answers["verdict"].isin(["number not named", "weapon not named"]).sum())
    found.append(
        f"In {loose} of {n} something was delivered, but the text names no number or no weapon "
        "that the register could contradict: these answers confirm little."
    )
    return found


def on_other_suppliers(answers: pd.DataFrame, others: pd.DataFrame) -> list[str]:
    """Say who delivered what a text gives to another supplier, with the table's own note.

    Parameters
    ----------
    answers : pandas.DataFrame
        As :func:`analysis.arms.answer_deals` returns it.
    others : pandas.DataFrame
        As ``arms/other_deals``.
    """
    found = []
    for row in answers[answers["verdict"] == "other supplier"].to_dict("records"):
        lines = others[others["deal_claim"] == row["deal_claim"]]
        named = [
            f"{each['number_delivered']} {each['designation']} from {call(each['supplier'])} "
            f"({each['delivery_years']}, {each['tiv_delivered_million']:,.1f} million TIV)"
            for each in lines.to_dict("records")
        ]
        note = "" if pd.isna(row["note"]) else f" Note: {row['note']}."
        found.append(
            f"- {call(row['iso3'])}, {row['statement']}: no such delivery from "
            f"{call(row['supplier'])}, but SIPRI's register has {join_words(named)}.{note}"
        )
    return found


def on_choices(varied: pd.DataFrame) -> list[str]:
    """Say how far the share moves under other choices, and which moves it most.

    Parameters
    ----------
    varied : pandas.DataFrame
        Rows of :func:`analysis.arms.vary_choices` with a share; the first is the baseline.
    """
    if varied.empty:
        return []
    share = varied["share"]
    most = varied.sort_values("change", key=abs, ascending=False, kind="stable").iloc[0]
    return [
        f"Baseline {percent(share.iloc[0], 1)}; over {count(len(varied), 'choice')} "
        f"{percent(share.min(), 1)} to {percent(share.max(), 1)}. The choice that matters most: "
        f"{most['choice']}."
    ]


def on_largest(deals: pd.DataFrame, reading: Reading) -> str:
    """Return the caption of the table of the largest deals."""
    return f"The largest of {count(len(deals), 'deal')} delivered in {reading.years}"


def _range(row: dict[Any, Any]) -> str:
    """Write a share's range over the exports that give one."""
    if not row["exports"]:
        return "no export gives a share"
    over = f"over {count(row['exports'], 'export')} of SIPRI's"
    return f"{over} {percent(row['share_low'], 1)} to {percent(row['share_high'], 1)}"
