"""Votes on the same texts year after year, and before and after the study's events."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from analysis import countries, voting
from analysis.compute.voting.groups import MIN_N
from analysis.compute.voting.source import Source, partners_of, read
from analysis.study import Event, Study

PREVIOUS = "previous_session"


def recurring_tallies(upstream: Path, study: Study) -> pd.DataFrame:
    """Count votes on texts that came back, by session, year, state and partner.

    Parameters
    ----------
    upstream, study
        As :func:`analysis.compute.voting.tallies.tallies` takes them.

    Returns
    -------
    pandas.DataFrame
        panel, session, year, iso3, partner and the counts of :func:`analysis.voting.tabulate`.
        Panels: "previous_session" (the text was voted on in the session before, too), and one for
        each event of the study (voted on both before and after it).

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
    for event in study.voting.events:
        both = voting.in_both_periods(texts["text"], calls["year"], event.before, event.after)
        panels[event.name] = both.to_numpy(dtype=bool)
    names = partners_of(study)
    states, partners = source.votes.of(study.states), source.partners(names)
    session, year = calls["regular_session"].to_numpy(), calls["year"].to_numpy()
    parts = []
    for panel, chosen in panels.items():
        for s, y in sorted(set(zip(session[chosen].tolist(), year[chosen].tolist(), strict=True))):
            columns = np.flatnonzero(chosen & (session == s) & (year == y))
            counts = voting.tally_with_absence(states[:, columns], partners[:, columns])
            row, column = np.nonzero(counts.sum(axis=(2, 3)))
            part = voting.tabulate(counts[row, column], pd.RangeIndex(len(row)))
            iso3, partner = np.array(study.states)[row], np.array(names)[column]
            parts.append(part.assign(panel=panel, session=s, year=y, iso3=iso3, partner=partner))
    return pd.concat(parts, ignore_index=True)


def text_changes(upstream: Path, study: Study) -> pd.DataFrame:
    """Compute how agreement on the same texts changed with each event of the study.

    Parameters
    ----------
    upstream, study
        As :func:`analysis.compute.voting.tallies.tallies` takes them.

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
    for event in study.voting.events:
        votes, texts, is_after = _panel(source, event)
        partners = source.partners(list(study.partners))[:, votes]
        for partner, theirs in zip(study.partners, partners, strict=True):
            region = voting.change_on_same_texts(
                source.votes.of(study.states)[:, votes], theirs, texts, is_after
            )
            named = list(zip((*study.states, study.region.code), region, strict=True))
            for group in study.voting.organisations:
                states = source.votes.of(countries.members(group, event.after[0]))[:, votes]
                found = voting.change_on_same_texts(states, theirs, texts, is_after)
                named.append((group, found[-1]))
            rows += [(event.name, member, partner, *change) for member, change in named]
    frame = pd.DataFrame(rows, columns=["event", "member", "partner", *voting.Change._fields])
    return frame[frame["n_texts"] >= MIN_N].reset_index(drop=True)


def _panel(source: Source, event: Event) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the roll calls of an event, their texts, and whether each is after it."""
    calls = source.votes.roll_calls
    texts = voting.find_recurring(calls)["text"]
    both = voting.in_both_periods(texts, calls["year"], event.before, event.after)
    chosen = both.to_numpy(dtype=bool)
    is_after = calls["year"].between(*event.after).to_numpy(dtype=bool)
    return np.flatnonzero(chosen), texts[chosen].to_numpy(), is_after[chosen]
