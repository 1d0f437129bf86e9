"""Sentences about transfers of arms, captions and recorded results: every number by code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis import countries
from analysis.arms.categories import ESTIMATED
from analysis.arms.named_deals import VERDICTS
from analysis.arms.reading import Reading, year_span
from analysis.arms.suppliers import Span
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
    "rank": {"rank_{iso3}_{last_year}": ("rank", "rank among the recipients")},
    "best_rank": {"best_rank_{iso3}_window": ("rank", "rank among the recipients")},
}
"""Kind of table → name of a result, filled from a row → column with its value, and its unit."""

LINES = {
    "totals": "**{supplier}**, {span}: {tiv_million:,.1f} million TIV, delivered in "
    "{years_with_deliveries} of {years}.",
    "kinds": "- {category}: {tiv_million:,.1f} million TIV, {share}.",
    "estimates": "Of {r.whose} {lines_counted} ({tiv_million:,.1f} million TIV), SIPRI estimates "
    "the number in {lines_share_number} ({tiv_share_number} of the volume), the year of the order "
    "in {lines_share_order_year} ({tiv_share_order_year} of the volume) and the year of delivery "
    "in {lines_share_delivery_year} ({tiv_share_delivery_year} of the volume). Local assembly or "
    "production: {tiv_share_local_production} of the volume.",
    "dependence": "- {iso3}, {span}: {r.the_partner} {share} of {total_tiv_million:,.1f} million "
    "TIV (years with imports: {n}; {range}).",
    "without": "- {span}, {recipients}: {r.the_partner} {share} of {total_tiv_million:,.1f} "
    "million TIV; {range}.",
    "region": "- {span}: {share} of {r.whose} {total_tiv_million:,.0f} million TIV, to "
    "{recipients} of {chosen}.",
    "lags": "- {supplier}: median {median_years:g}, weighted mean {mean_years:.1f} years "
    "({low_years:.1f} to {high_years:.1f}; lines: {lines}).",
    "share_ranges": "- {share_of} share in {span}: {range}.",
    "split": "- {iso3} {year}: split {split_tiv_million:,.1f}, delivered {tiv_million:,.2f} "
    "million TIV.",
}
"""Kind of table → sentence about a row of it, filled from the row and the reading ``r``."""

SHARES = {"share": 1, "tiv_share_local_production": 1} | {
    f"{part}_share_{what}": 0 for part in ("lines", "tiv") for what in ESTIMATED
}
"""Columns of shares → digits after the point of their per cents."""

CAPTIONS = {
    "annual": "Deliveries of major arms by year {suppliers} to {r.the_states}, with the trailing "
    "mean (years in the mean: {r.window}).{apart}",
    "recipients": "Deliveries {suppliers} by recipient and year, logarithmic shades. States that "
    "received nothing are left out.",
    "categories": "{r.whose} deliveries to {r.the_states} by kind of weapon and year.",
    "estimates": "Share of each state's deliveries from {r.the_partner} for which SIPRI marks the "
    "year of the order, the number or the year of delivery as an estimate.",
    "dependence": "{r.whose} share of each state's imports of major arms by window, per cent. No "
    "share under {r.min_tiv:g} million TIV; states without any import are left out.",
    "suppliers": "Imports of major arms by {r.the_states}, by supplier and window, with the "
    "concentration of suppliers.",
    "with_and_without": "{r.whose} share of imports of major arms by window, with and without "
    "{r.the_left_out}.",
    "exports": "{r.the_states} in {r.whose} deliveries to the world by trailing window: the share "
    "together, and the rank of each state that was among the first twenty.",
    "lags": "Years from order to delivery to {r.the_states} by supplier, with and without local "
    "production.",
    "vintages": "{r.whose} deliveries to {r.the_states} as {exports} of SIPRI's have them, and how "
    "far each lies from the newest.",
    "equal_split": "What dividing the register's deals equally among their years gives, and what "
    "was delivered, for the recipient with the largest error.",
    "named_deals": "Deals that the tested texts and the press name: years claimed, years of order "
    "and delivery in the register, and the answer.",
    "contracts": "Contracts with a reported value. Left: the range of reports in money. Right: "
    "what was delivered under them, in TIV. The panels share rows, not a scale.",
    "choices": "{r.whose} share of imports by {r.the_states} {where}, under one other choice at a "
    "time.",
    "deals": "The largest of {deals} delivered in {r.years}",
}
"""Figure, or table of deals → its caption, filled from the reading ``r``."""


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


def caption(figure: str, reading: Reading, n: int = 0, span: Span | None = None) -> str:
    """Return the caption of a figure.

    Parameters
    ----------
    figure : str
        Key of :data:`CAPTIONS`.
    reading : Reading
        The choices.
    n : int, optional
        How many exports or deals there are.
    span : (int, int), optional
        The window that is shown. None: there is none.
    """
    words = {
        "suppliers": join_words([f"from {call(each)}" for each in reading.suppliers]),
        "apart": " Suppliers apart, not one series." if len(reading.suppliers) > 1 else "",
        "where": f"in {year_span(*span)}" if span else "in no window",
        "exports": count(n, "export"),
        "deals": count(n, "deal"),
    }
    return capitalize(CAPTIONS[figure].format(r=reading, **words))


def list_rows(kind: str, rows: pd.DataFrame, reading: Reading) -> list[str]:
    """Say the same of each row of a table.

    Parameters
    ----------
    kind : str
        Key of :data:`LINES`.
    rows : pandas.DataFrame
        The table.
    reading : Reading
        The choices.

    Examples
    --------
    >>> from analysis.arms.parameters import ArmsTransfers
    >>> rows = pd.DataFrame({"category": ["Ships"], "tiv_million": [690.0], "share": [0.25]})
    >>> list_rows("kinds", rows, ArmsTransfers().reading())
    ['- Ships: 690.0 million TIV, 25.0 %.']
    """
    fixed = {"chosen": count(len(reading.states), "chosen state")}
    fixed["share_of"] = capitalize(reading.whose)
    found = []
    for row in rows.to_dict("records"):
        words = {str(name): value for name, value in row.items()} | fixed
        words |= {name: percent(row[name], n) for name, n in SHARES.items() if name in row}
        words |= {name: countries.name(row[name]) for name in ("iso3", "supplier") if name in row}
        if "last_year" in row:
            words["span"] = year_span(row["first_year"], row["last_year"])
        if "years" in row:
            words["years"] = count(row["years"], "year")
        if "lines" in row:
            words["lines_counted"] = count(row["lines"], "line")
        if "exports" in row:
            words["range"] = _range(row)
        found.append(LINES[kind].format(r=reading, **words))
    return found


def on_peaks(totals: pd.DataFrame, estimates: pd.DataFrame) -> list[str]:
    """Name each supplier's largest year, and how much of it rests on an estimated number.

    Parameters
    ----------
    totals : pandas.DataFrame
        As :func:`analysis.arms.supplier_totals` returns it.
    estimates : pandas.DataFrame
        As :func:`analysis.arms.estimated_shares` returns it for the keys ``supplier``, ``year``.
    """
    known = estimates.set_index(["supplier", "year"])["tiv_share_number"]
    found = []
    for row in totals.dropna(subset="peak_year").to_dict("records"):
        share = known.get((row["supplier"], row["peak_year"]))
        basis = "how much of it is estimated is not among the tables"
        if share is not None:
            basis = f"for {percent(share)} of it the number delivered is an estimate of SIPRI's"
        found.append(
            f"The largest year of deliveries from {call(row['supplier'])} is {row['peak_year']}: "
            f"{row['peak_tiv_million']:,.1f} million TIV; {basis}."
        )
    return found


def on_windows(reading: Reading) -> str:
    """Say for which years imports are known, and how many whole windows were chosen."""
    return (
        f"Imports by supplier are known for {year_span(*reading.imported)}; the chosen years hold "
        f"{count(len(reading.windows), 'whole window')} of {count(reading.window, 'year')}."
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
    n, floor = int(shares["share"].notna().sum()), f"{reading.min_tiv:g} million TIV"
    if not n:
        return [f"In no whole window of the chosen years did a state import at least {floor}."]
    return [
        *list_rows("dependence", ranged, reading),
        f"In {len(ranged)} of {count(n, 'pair')} of state and window with at least {floor}, "
        f"{reading.the_partner} supplied half or more.",
    ]


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
    return f"Left out: {reading.the_left_out}; of them among the chosen states: {among}."


def ranks_of(
    claim: Rank, yearly: pd.DataFrame, ranks: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return a buyer's row of the claimed year, and that of its best window.

    Parameters
    ----------
    claim : analysis.study.Rank
        What a text says.
    yearly, ranks : pandas.DataFrame
        As :func:`analysis.arms.recipient_ranks` returns it for single years and for windows.
    """
    of_year = yearly[(yearly["last_year"] == claim.year) & (yearly["iso3"] == claim.iso3)]
    own = ranks[ranks["iso3"] == claim.iso3]
    return of_year, own.sort_values(["rank", "share"], ascending=[True, False]).head(1)


def on_rank(claim: Rank, yearly: pd.DataFrame, ranks: pd.DataFrame) -> list[str]:
    """Set the place that a text gives to a buyer beside its ranks, of the year and of windows.

    Parameters
    ----------
    claim, yearly, ranks
        As :func:`ranks_of` takes them.
    """
    found = []
    of_year, best = ranks_of(claim, yearly, ranks)
    for row in of_year.to_dict("records"):
        is_ahead = (yearly["last_year"] == claim.year) & (yearly["rank"] < row["rank"])
        ahead = [call(each) for each in yearly.loc[is_ahead, "iso3"]]
        found.append(
            f"{claim.text} By deliveries of {claim.year} it has rank {row['rank']} with "
            f"{row['tiv_million']:,.1f} million TIV, after {join_words(ahead) or 'nobody'}."
        )
    for row in best.to_dict("records"):
        span = year_span(row["first_year"], row["last_year"])
        found.append(
            f"The best window of {call(claim.iso3)} is {span}, with rank {row['rank']} and "
            f"{percent(row['share'], 1)} of the deliveries."
        )
    return found


def on_lags(lags: pd.DataFrame, reading: Reading) -> list[str]:
    """List the years from order to delivery of suppliers that have a mean.

    Parameters
    ----------
    lags : pandas.DataFrame
        Rows of :func:`analysis.arms.lag_summary` for all production.
    reading : Reading
        The choices.
    """
    return list_rows("lags", lags.dropna(subset="mean_years"), reading)


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
        alone = "There is nothing to compare it with."
        return f"{named} covers the chosen years: {vintages[0]}. {alone}"
    own = int((revised["suppliers"] == reading.partner).sum())
    return (
        f"{named} are compared: {join_words(vintages)}. They differ in "
        f"{count(own, 'cell')} of state and year; the sums of the lowest and of the highest values "
        f"are {spread['low'].sum():,.1f} and {spread['high'].sum():,.1f} million TIV. Earlier "
        "exports are not among them and may lie outside this range."
    )


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
    counts = count_verdicts(answers).itertuples(index=False)
    loose = int(answers["verdict"].isin(["number not named", "weapon not named"]).sum())
    return [
        *[f"- {verdict}: {deals} of {n}" for verdict, deals in counts],
        f"In {loose} of {n} something was delivered, but the text names no number or no weapon "
        "that the register could contradict: these answers confirm little.",
    ]


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


def _range(row: dict[Any, Any]) -> str:
    """Write a share's range over the exports that give one."""
    if not row["exports"]:
        return "no export gives a share"
    over = f"over {count(row['exports'], 'export')} of SIPRI's"
    return f"{over} {percent(row['share_low'], 1)} to {percent(row['share_high'], 1)}"
