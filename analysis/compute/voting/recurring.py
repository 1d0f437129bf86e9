"""Votes on the same texts year after year, and before and after 2014 and 2022."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from analysis import countries, voting
from analysis.compute.voting.groups import MIN_N, ORGANISATIONS, REGION
from analysis.compute.voting.source import PARTNERS, Source, read

EVENTS = {
    "2014": ((2009, 2013), (2014, 2018)),
    "2022": ((2017, 2021), (2022, 2025)),
}
"""Years before and after the annexation of Crimea and the invasion of Ukraine."""

PREVIOUS = "previous_session"
TODAY = ("RUS", "USA", "CHN")
"""Partners that exist in all years of the events."""


def recurring_tallies(upstream: Path) -> pd.DataFrame:
    """Count votes on texts that came back, by session, year, state and partner.

    Parameters
    ----------
    upstream : pathlib.Path
        Folder of publishers' files; those on voting are in its subfolder ``voting``.

    Returns
    -------
    pandas.DataFrame
        panel, session, year, iso3, partner and the counts of :func:`analysis.voting.tabulate`.
        Panels: "previous_session" (the text was voted on in the session before, too), "2014" and
        "2022" (voted on in both of :data:`EVENTS`' periods).

    Raises
    ------
    SourceError
        If a file is missing or cannot be read.
    """
    source = read(upstream)
    calls = source.votes.roll_calls
    texts = voting.find_recurring(calls)
    since = calls["regular_session"] - texts["previous_session"]
    panels = {PREVIOUS: since.eq(1).fillna(False).to_numpy(dtype=bool)}
    for event, periods in EVENTS.items():
        both = voting.in_both_periods(texts["text"], calls["year"], *periods)
        panels[event] = both.to_numpy(dtype=bool)
    states, partners = source.votes.of(list(countries.LAC)), source.partners(list(PARTNERS))
    session, year = calls["regular_session"].to_numpy(), calls["year"].to_numpy()
    parts = []
    for panel, chosen in panels.items():
        for s, y in sorted(set(zip(session[chosen].tolist(), year[chosen].tolist(), strict=True))):
            columns = np.flatnonzero(chosen & (session == s) & (year == y))
            counts = voting.tally_with_absence(states[:, columns], partners[:, columns])
            row, column = np.nonzero(counts.sum(axis=(2, 3)))
            part = voting.tabulate(counts[row, column], pd.RangeIndex(len(row)))
            iso3, partner = np.array(countries.LAC)[row], np.array(PARTNERS)[column]
            parts.append(part.assign(panel=panel, session=s, year=y, iso3=iso3, partner=partner))
    return pd.concat(parts, ignore_index=True)


def text_changes(upstream: Path) -> pd.DataFrame:
    """Compute how agreement on the same texts changed in 2014 and in 2022.

    Parameters
    ----------
    upstream : pathlib.Path
        Folder of publishers' files; those on voting are in its subfolder ``voting``.

    Returns
    -------
    pandas.DataFrame
        event, member (a state, or a group with its members at the end of the first year after),
        partner, n_texts, before, after, change, lower, upper: agreement, means over texts. No row
        where fewer than ten texts were voted on in both periods.

    Raises
    ------
    SourceError
        If a file is missing or cannot be read.
    """
    source = read(upstream)
    rows = []
    for event, periods in EVENTS.items():
        votes, texts, is_after = _panel(source, periods)
        partners = source.partners(list(TODAY))[:, votes]
        for partner, theirs in zip(TODAY, partners, strict=True):
            region = voting.change_on_same_texts(
                source.votes.of(list(countries.LAC))[:, votes], theirs, texts, is_after
            )
            named = list(zip((*countries.LAC, REGION), region, strict=True))
            for group in ORGANISATIONS:
                states = source.votes.of(countries.members(group, periods[1][0]))[:, votes]
                found = voting.change_on_same_texts(states, theirs, texts, is_after)
                named.append((group, found[-1]))
            rows += [(event, member, partner, *change) for member, change in named]
    frame = pd.DataFrame(rows, columns=["event", "member", "partner", *voting.Change._fields])
    return frame[frame["n_texts"] >= MIN_N].reset_index(drop=True)


def _panel(
    source: Source, periods: tuple[tuple[int, int], tuple[int, int]]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the roll calls of an event, their texts, and whether each is after it."""
    calls = source.votes.roll_calls
    texts = voting.find_recurring(calls)["text"]
    chosen = voting.in_both_periods(texts, calls["year"], *periods).to_numpy(dtype=bool)
    is_after = calls["year"].between(*periods[1]).to_numpy(dtype=bool)
    return np.flatnonzero(chosen), texts[chosen].to_numpy(), is_after[chosen]
