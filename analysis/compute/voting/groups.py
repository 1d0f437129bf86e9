"""Means and cohesion of the region and its organisations, with intervals over roll calls."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import countries, voting
from analysis.compute.voting.source import Source, partners_of, read, seats
from analysis.study import Study

MIN_N = 10
"""Fewest joint votes of a state and a partner in a year that give a value."""


def mean_intervals(upstream: Path, study: Study) -> pd.DataFrame:
    """Compute means over states of each group with each partner, with 95 % intervals.

    Parameters
    ----------
    upstream, study
        As :func:`analysis.compute.voting.tallies.tallies` takes them.

    Returns
    -------
    pandas.DataFrame
        group, partner, year, measure, mean, lower, upper, n_states, n_roll_calls; no row where
        no state has ten joint votes.

    Raises
    ------
    SourceError
        If a file is missing or cannot be read.
    """
    source = read(upstream)
    names = partners_of(study)
    partners = source.partners(names)
    parts = []
    for group, year, members, columns in _groups(source, study):
        states = source.votes.of(members)[:, columns]
        held_before = _held_before(source, columns)
        for partner, votes in zip(names, partners[:, columns], strict=True):
            if partner in held_before:
                continue
            found = voting.bootstrap_means(
                states, votes, list(voting.MEASURES), seed=[voting.SEED, year], min_n=MIN_N
            )
            parts.append(found.assign(group=group, partner=partner, year=year))
    frame = pd.concat(parts, ignore_index=True)
    return frame[frame["n_states"] > 0].reset_index(drop=True)


def cohesion(upstream: Path, study: Study) -> pd.DataFrame:
    """Compute how united each group votes and how far it is from each partner, by year.

    Parameters
    ----------
    upstream, study
        As :func:`analysis.compute.voting.tallies.tallies` takes them.

    Returns
    -------
    pandas.DataFrame
        group, year, measure, value, lower, upper, n_roll_calls and n_members.

    Raises
    ------
    SourceError
        If a file is missing or cannot be read.
    """
    source = read(upstream)
    names = partners_of(study)
    partners = source.partners(names)
    parts = []
    for group, year, members, columns in _groups(source, study):
        held_before = _held_before(source, columns)
        pairs = zip(names, partners[:, columns], strict=True)
        of = {partner: votes for partner, votes in pairs if partner not in held_before}
        found = voting.summarise_cohesion(
            source.votes.of(members)[:, columns], of, seed=[voting.SEED, year]
        )
        parts.append(found.assign(group=group, year=year, n_members=len(members)))
    return pd.concat(parts, ignore_index=True)


def _groups(source: Source, study: Study) -> Iterator[tuple[str, int, list[str], np.ndarray]]:
    """Yield each group, year, its members in the region (two or more) and its roll calls."""
    years = source.votes.roll_calls["year"].to_numpy()
    for year in sorted(set(years.tolist())):
        for group in (study.region.code, *study.voting.organisations):
            whole = group == study.region.code
            members = list(study.states) if whole else countries.members(group, year)
            if len(members) > 1:
                yield group, year, members, np.flatnonzero(years == year)


def _held_before(source: Source, columns: np.ndarray) -> list[str]:
    """Return the states whose seat another government held in all these roll calls."""
    sessions = source.votes.roll_calls["regular_session"].to_numpy()[columns]
    last = sessions.max(initial=0)
    return [seat["iso3"] for seat in seats() if last < seat["first_session"]]
