"""Before and after an event: on the same texts, on all texts, with issues held still."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis import countries
from analysis.notebook.words import call, count
from analysis.voting.reading import Reading, tell_periods


def on_changes(reading: Reading, changed: pd.DataFrame, when: Mapping[str, str]) -> str:
    """Return the region's change at each event, on the same texts and on all.

    Parameters
    ----------
    reading : Reading
        What was chosen.
    changed : pandas.DataFrame
        event, member, partner, texts ("same" or "all"), change, lower, upper and n_texts.
    when : mapping of str to str
        Event → its two periods.

    Returns
    -------
    str
        A line an event and partner.
    """
    rows = changed[changed["member"] == reading.study.region.code]
    lines = []
    for (event, partner), those in rows.groupby(["event", "partner"]):
        by_texts = {str(row["texts"]): row for row in those.to_dict("records")}
        told = [
            _tell(by_texts[texts], words)
            for texts, words in (
                ("same", "on the same {n}"),
                ("all", f"on all texts{reading.about}"),
            )
            if texts in by_texts
        ]
        whom = call(str(partner))
        region = reading.study.region.short
        lines.append(f"- {when[str(event)]}, {region} with {whom}: {', '.join(told)}.")
    if not reading.is_of_all_issues:
        lines.append(
            f"\nThe same texts are not counted by issue: what stands here{reading.about} is of all "
            "its texts, whether they came back or not."
        )
    return "\n".join(lines) or "No change with any of the chosen partners."


def on_two_ways(
    reading: Reading, changed: pd.DataFrame, split: pd.DataFrame, when: Mapping[str, str]
) -> str:
    """Return the change of votes with issues held still beside that with texts held still.

    Parameters
    ----------
    reading : Reading
        What was chosen.
    changed, when
        As for :func:`on_changes`.
    split : pandas.DataFrame
        As :func:`analysis.voting.split_change` returns it at the event whose agenda is parted.

    Returns
    -------
    str
        A line a partner; of the whole region only, since texts are held still for it alone.
    """
    event = reading.agenda_event
    same = changed[
        (changed["member"] == reading.study.region.code) & (changed["texts"] == "same")
    ].set_index(["event", "partner"])["change"]
    by_votes = split.groupby("partner")["by_votes"].sum()
    if event is None or not reading.is_whole or not reading.is_of_all_issues:
        return "Issues and texts held still are compared for the whole region and all issues only."
    return (
        "\n".join(
            f"- {when[event.name]}, {countries.short_name(str(partner))}: with issues held still, "
            "votes "
            f"account for {by_votes[partner]:+.3f} (section 4); with texts held still, for "
            f"{same[event.name, partner]:+.3f}. The rest is texts within issues that came or "
            "went, and "
            "that here each text counts alike."
            for partner in by_votes.index
            if (event.name, partner) in same.index
        )
        or "No partner has both."
    )


def on_single_states(reading: Reading, changed: pd.DataFrame) -> str:
    """Return how many changes of single states are told from none.

    Parameters
    ----------
    reading : Reading
        What was chosen.
    changed : pandas.DataFrame
        As for :func:`on_changes`.

    Returns
    -------
    str
        One sentence.
    """
    single = changed[(changed["texts"] == "same") & changed["member"].isin(list(reading.shown))]
    if single.empty:
        return "No change of a single state on the same texts."
    clear = ((single["lower"] > 0) | (single["upper"] < 0)).sum()
    return (
        f"Of {count(len(single), 'change')} of single states shown here on the same texts, "
        f"{clear} have an interval that leaves zero out."
    )


def tell_events(reading: Reading) -> dict[str, str]:
    """Return the events of the study → their two periods, in words."""
    return {
        event.name: tell_periods(event.before, event.after) for event in reading.study.voting.events
    }


def _tell(row: Mapping[Any, Any], words: str) -> str:
    n = f"{row['n_texts']:.0f} texts" if pd.notna(row.get("n_texts")) else "texts"
    return f"{words.format(n=n)} {row['change']:+.3f} ({row['lower']:+.3f} to {row['upper']:+.3f})"
