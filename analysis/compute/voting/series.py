"""The same states and years from another source, which holds other votes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from analysis import voting
from analysis.compute.voting.source import Source, partners_of, read, seats
from analysis.sources import unvotes
from analysis.sources.rollcalls import NOT_LISTED
from analysis.study import Study

SERIES = ("all", "whole_texts")


def unvotes_tallies(upstream: Path, study: Study) -> pd.DataFrame:
    """Count the votes of the states with the partners in the R package unvotes, by year.

    Parameters
    ----------
    upstream, study
        As :func:`analysis.compute.voting.tallies.tallies` takes them.

    Returns
    -------
    pandas.DataFrame
        series, year, iso3, partner, the nine counts and n. Series "all": every roll call of
        unvotes; "whole_texts": those that are also in the UN Digital Library's file, told by
        symbol or by how all states voted in the same session.

    Raises
    ------
    SourceError
        If a file is missing or cannot be read.
    """
    source = read(upstream)
    calls = source.unvotes.roll_calls
    session, year = calls["regular_session"].to_numpy(), calls["year"].to_numpy()
    names = partners_of(study)
    states = source.unvotes.of(study.states)
    partners = source.unvotes.of(names).copy()
    for seat in seats():
        if seat["iso3"] in names:
            partners[names.index(seat["iso3"]), session < seat["first_session"]] = NOT_LISTED
    chosen = {"all": np.ones(len(calls), dtype=bool), "whole_texts": _in_both(source)}
    parts = []
    for series in SERIES:
        for y in sorted(set(year.tolist())):
            columns = np.flatnonzero(chosen[series] & (year == y))
            counts = voting.tally_votes(states[:, columns], partners[:, columns])
            row, column = np.nonzero(counts.sum(axis=(2, 3)))
            nine = counts[row, column].reshape(-1, 9)
            part = pd.DataFrame(nine, columns=list(voting.COUNTS)).assign(n=nine.sum(axis=1))
            iso3, partner = np.array(study.states)[row], np.array(names)[column]
            parts.append(part.assign(series=series, year=y, iso3=iso3, partner=partner))
    return pd.concat(parts, ignore_index=True)


def _in_both(source: Source) -> np.ndarray:
    """Return which roll calls of unvotes are in the UN Digital Library's file too.

    Roll calls with one symbol in both are the same. Of the others, each of the Library's claims
    the most similar one of its session that no other has claimed: votes on paragraphs carry the
    symbol of their resolution, so that the symbol does not tell there. Of two on which nearly all
    voted alike it matters little which is taken.
    """
    there, here = source.unvotes.roll_calls, source.votes.roll_calls
    states = sorted(set(source.votes.states) & set(source.unvotes.states))
    ours, theirs = source.votes.of(states), source.unvotes.of(states)
    keys = here["resolution"].map(unvotes.symbol_key)
    is_labelled = there["session"].astype("int64") >= unvotes.FIRST_SYMBOL_SESSION
    keys_there = there["resolution"].map(unvotes.symbol_key).where(is_labelled)
    alone = ~keys_there.duplicated(keep=False) & keys_there.notna()
    claimed = (alone & keys_there.isin(keys[~keys.duplicated(keep=False)])).to_numpy().copy()
    is_open = ~keys.isin(keys_there[claimed]).to_numpy()
    for session in sorted(set(here["regular_session"])):
        mine = np.flatnonzero((here["regular_session"] == session) & is_open)
        near = np.flatnonzero(there["regular_session"] == session)
        if not len(near):
            continue
        found = voting.match_roll_calls(ours[:, mine], theirs[:, near], fewest_dissenters=0)
        for candidates in found:
            free = [near[each] for each in candidates if not claimed[near[each]]]
            if free:
                claimed[free[0]] = True
    return claimed
