"""What a brief says in words, with every number put in."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis import countries
from analysis.briefs.indicators import list_indicators
from analysis.briefs.reading import Reading
from analysis.notebook.words import count

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
        describe_relations(facts, reading.the_partner),
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
        later = {"broken off": facts["broken_year"], "restored": facts["reestablished_year"]}
        years = "".join(f", {word} {year}" for word, year in later.items() if pd.notna(year))
        head = f"Relations with {partner}, as text {facts['text']} dates them:"
        sentences.append(f"{head} {facts['established_year']}{years}.")
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
    is_past = members["last_year"].notna()
    ends = ("–" + members["last_year"].astype(str)).where(is_past, "")
    named = members["organisation"] + " (" + members["first_year"].astype(str) + ends + ")"
    current, former = ", ".join(named[~is_past]), ", ".join(named[is_past])
    text = f"Member of {current}." if current else "No membership on record."
    return text + (f" Formerly of {former}." if former else "")


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
        latest, *numbers = (
            MISSING if pd.isna(row[name]) else f"{row[name]:,.{digits}f}"
            for name in ("latest_value", "value", "group_median", "region_median")
        )
        rank = MISSING
        if pd.notna(row["rank"]):
            rank = f"{row['rank']} of {row['n_states']}" + ", shared" * bool(row["is_shared"])
        year = MISSING if pd.isna(row["year"]) else str(row["year"])
        latest += "" if latest == MISSING else f" ({row['latest_year']})"
        rows.append((row["label"], row["unit"], year, numbers[0], rank, *numbers[1:], latest))
    columns = ["indicator", "unit", "year", "state", "rank of n", "group median", "region median"]
    return pd.DataFrame(rows, columns=[*columns, "latest"])


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
