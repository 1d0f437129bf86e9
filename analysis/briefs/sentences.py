"""What a brief says in words, with every number put in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis import countries
from analysis.briefs.indicators import list_indicators
from analysis.briefs.reading import Reading
from analysis.notebook.words import call, count

MISSING = "–"


def on_state(facts: pd.Series, organisations: pd.DataFrame, reading: Reading) -> str:
    """Introduce a state: where it is, its relations, its organisations, its group.

    Parameters
    ----------
    facts : pandas.Series
        From :func:`analysis.briefs.find_relations`.
    organisations : pandas.DataFrame
        From :func:`analysis.briefs.list_memberships`.
    reading : Reading
        The state and its group.

    Returns
    -------
    str
        One paragraph.
    """
    sentences = [
        f"**{reading.name}** ({reading.iso3}, {countries.subregion(reading.iso3)}).",
        describe_relations(facts, call(reading.partner)),
        describe_memberships(organisations),
        f"Compared with {count(len(reading.group), 'state')}: {', '.join(reading.group)}.",
    ]
    return " ".join(each for each in sentences if each)


def describe_relations(facts: pd.Series, partner: str) -> str:
    """Put a state's diplomatic relations into sentences.

    Parameters
    ----------
    facts : pandas.Series
        From :func:`analysis.briefs.find_relations`.
    partner : str
        What a sentence calls the partner.

    Returns
    -------
    str
        Sentences in which every number is from the facts; what is missing is left out.
    """
    sentences = []
    if pd.notna(facts["established_year"]):
        text = f"Relations with {partner}, as text {facts['text']} dates them: "
        text += str(facts["established_year"])
        if pd.notna(facts["broken_year"]):
            text += f", broken off {facts['broken_year']}"
        if pd.notna(facts["reestablished_year"]):
            text += f", restored {facts['reestablished_year']}"
        sentences.append(f"{text}.")
    if pd.notna(facts["has_visa_waiver"]):
        word = "Visas are waived" if facts["has_visa_waiver"] else "Visas are not waived"
        sentences.append(f"{word} (as of {str(facts['as_of_date'])[:10]}).")
    if pd.notna(facts["n_visits"]):
        sentences.append(
            f"Its leaders' visits to {partner} on record: {facts['n_visits']}, the last in "
            f"{str(facts['last_visit'])[:4]}."
        )
    return " ".join(sentences)


def describe_memberships(organisations: pd.DataFrame) -> str:
    """Put a state's organisations into sentences.

    Parameters
    ----------
    organisations : pandas.DataFrame
        From :func:`analysis.briefs.list_memberships`.

    Returns
    -------
    str
        Current memberships with the year of joining, then former ones with their years.
    """
    members = organisations[organisations["status"] == "member"]
    current = [
        f"{row.organisation} ({row.first_year})"
        for row in members[members["last_year"].isna()].itertuples()
    ]
    former = [
        f"{row.organisation} ({row.first_year}–{row.last_year})"
        for row in members.dropna(subset="last_year").itertuples()
    ]
    text = f"Member of {', '.join(current)}." if current else "No membership on record."
    return text + (f" Formerly of {', '.join(former)}." if former else "")


def count_verdicts(audited: pd.DataFrame) -> str:
    """Count verdicts in words.

    Parameters
    ----------
    audited : pandas.DataFrame
        A column verdict.

    Returns
    -------
    str
        For example ``"supported 12, contradicted 3"``; "none" without any row.
    """
    counts = audited["verdict"].value_counts()
    parts = [f"{verdict} {n}" for verdict, n in sorted(counts.items(), key=lambda x: (-x[1], x[0]))]
    return ", ".join(parts) or "none"


def present_comparison(comparison: pd.DataFrame, reading: Reading) -> pd.DataFrame:
    """Write a comparison out as people read it, each number with its own digits.

    Parameters
    ----------
    comparison : pandas.DataFrame
        From :func:`analysis.briefs.compare`.
    reading : Reading
        Whose indicators they are.

    Returns
    -------
    pandas.DataFrame
        indicator, unit, year, state, rank, group median, region median, latest: text, with a
        dash for what is missing.
    """
    indicators = list_indicators(reading)
    rows = []
    for row in comparison.to_dict("records"):
        digits = indicators[row["indicator"]].digits
        latest = _number(row["latest_value"], digits)
        rows.append(
            {
                "indicator": row["label"],
                "unit": row["unit"],
                "year": MISSING if pd.isna(row["year"]) else str(row["year"]),
                "state": _number(row["value"], digits),
                "rank of n": MISSING
                if pd.isna(row["rank"])
                else f"{row['rank']} of {row['n_states']}",
                "group median": _number(row["group_median"], digits),
                "region median": _number(row["region_median"], digits),
                "latest": latest if latest == MISSING else f"{latest} ({row['latest_year']})",
            }
        )
    return pd.DataFrame(rows)


def on_missing(comparison: pd.DataFrame) -> str:
    """Name the indicators without any value.

    Parameters
    ----------
    comparison : pandas.DataFrame
        From :func:`analysis.briefs.compare`.

    Returns
    -------
    str
        One sentence.
    """
    without = comparison.loc[comparison["latest_value"].isna(), "label"]
    return f"Without any value in these years: {', '.join(without) or 'none'}."


def on_claims(audited: pd.DataFrame, reading: Reading) -> str:
    """Count the claims about a state and their verdicts.

    Parameters
    ----------
    audited : pandas.DataFrame
        A column verdict.
    reading : Reading
        The state.

    Returns
    -------
    str
        Two sentences.
    """
    return f"Claims about {reading.name}: {len(audited)}. Verdicts: {count_verdicts(audited)}."


def write_captions(
    reading: Reading, n_deals: int, n_events: int, shown: Sequence[int]
) -> dict[str, str]:
    """Return the captions of the figure and the tables.

    Parameters
    ----------
    reading : Reading
        The state and its years.
    n_deals, n_events : int
        Deals and reports on debt on record.
    shown : sequence of int
        How many of either are listed.

    Returns
    -------
    dict of str to str
        What is shown → its caption.
    """
    since = min((first for first, _ in reading.spans.values()), default=reading.first_year)
    return {
        "portrait": f"{reading.name}: trade, arms, votes and ideal point, "
        f"{reading.first_year}–{reading.last_year}, and its landmark votes.",
        "deals": f"Largest {shown[0]} of {count(n_deals, 'deal')} in SIPRI's register since "
        f"{since}, million TIV",
        "events": f"Latest {shown[1]} of {count(n_events, 'dated report')} on debt; rival reports "
        "stand side by side",
    }


def _number(value: Any, digits: int) -> str:
    return MISSING if pd.isna(value) else f"{value:,.{digits}f}"
