"""Counts of pairs of states, of roll calls and of the landmark votes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import tables, voting
from analysis.compute.voting.source import ISSUES, Source, partners_of, read
from analysis.errors import SourceError
from analysis.sources import un_library, unvotes
from analysis.study import Study

KEYS = ["session", "year", "iso3", "partner", "issue"]


def tallies(upstream: Path, study: Study) -> pd.DataFrame:
    """Count the votes of the states with the partners, by session, year and issue.

    Parameters
    ----------
    upstream : pathlib.Path
        Folder of publishers' files; those on voting are in its subfolder ``voting``.
    study : Study
        Whose states and partners.

    Returns
    -------
    pandas.DataFrame
        session, year, iso3, partner, issue, and the counts of
        :func:`analysis.voting.tabulate`. Rows of ``all`` exist wherever both were members; rows
        of an issue wherever both voted.

    Raises
    ------
    SourceError
        If a file is missing or cannot be read.
    """
    return _count(read(upstream), study.states, partners_of(study), ISSUES)


def partner_tallies(upstream: Path, study: Study) -> pd.DataFrame:
    """Count the votes of the states with every state that ever voted, by session and year.

    Parameters
    ----------
    upstream, study
        As :func:`tallies` takes them.

    Returns
    -------
    pandas.DataFrame
        As :func:`tallies`, of the issue ``all`` alone; without pairs of a state with itself.

    Raises
    ------
    SourceError
        If a file is missing or cannot be read.
    """
    source = read(upstream)
    frame = _count(source, study.states, source.votes.states, ("all",))
    return frame[frame["iso3"] != frame["partner"]].reset_index(drop=True)


def coding(upstream: Path, _study: Study) -> pd.DataFrame:
    """Count the roll calls of each session and year, and those that have issue codes.

    Parameters
    ----------
    upstream : pathlib.Path
        Folder of publishers' files; those on voting are in its subfolder ``voting``.

    Returns
    -------
    pandas.DataFrame
        session, year, first_date, last_date, n_roll_calls, n_special (in special and emergency
        special sessions), n_matched (found in unvotes), n_matched_by_votes (of these, by how
        states voted, not by symbol), n_coded (with at least one issue), n_me … n_ec.

    Raises
    ------
    SourceError
        If a file is missing or cannot be read.
    """
    source = read(upstream)
    votes, issues = source.votes, source.issues
    codes = list(unvotes.ISSUES)
    rows = votes.roll_calls.assign(
        is_special=votes.roll_calls["session"].str.contains("S"),
        is_matched=issues["is_matched"],
        is_matched_by_votes=issues["is_matched_by_votes"],
        is_coded=issues[codes].any(axis="columns"),
    ).join(issues[codes])
    return (
        rows.groupby(["regular_session", "year"])
        .agg(
            first_date=("date", "min"),
            last_date=("date", "max"),
            n_roll_calls=("undl_id", "size"),
            n_special=("is_special", "sum"),
            n_matched=("is_matched", "sum"),
            n_matched_by_votes=("is_matched_by_votes", "sum"),
            n_coded=("is_coded", "sum"),
            **{f"n_{code}": (code, "sum") for code in codes},
        )
        .reset_index()
        .rename(columns={"regular_session": "session"})
    )


def landmark_totals(upstream: Path, _study: Study) -> pd.DataFrame:
    """Return the totals of all member states on the landmark resolutions.

    Parameters
    ----------
    upstream : pathlib.Path
        Folder of publishers' files; those on voting are in its subfolder ``voting``.

    Returns
    -------
    pandas.DataFrame
        resolution, total_yes, total_no, total_abstentions, total_non_voting, total_ms (member
        states), for each resolution of ``voting/landmark_votes``.

    Raises
    ------
    SourceError
        If a file is missing or cannot be read, or holds no vote on one of the resolutions.
    """
    file = un_library.find_file(upstream / "voting")
    roll_calls = un_library.read_votes(file).roll_calls.set_index("resolution")
    symbols = sorted(tables.load("voting/landmark_votes")["resolution"].unique())
    if missing := [symbol for symbol in symbols if symbol not in roll_calls.index]:
        raise SourceError(file.name, f"holds no vote on {', '.join(missing)}")
    return roll_calls.loc[symbols, list(un_library.TOTALS)].reset_index()


def _count(
    source: Source, codes: Sequence[str], partners: Sequence[str], issues: tuple[str, ...]
) -> pd.DataFrame:
    calls = source.votes.roll_calls
    states, others = source.votes.of(codes), source.partners(list(partners))
    session, year = calls["regular_session"], calls["year"]
    groups = {
        (s, y, issue): columns
        for s, y in sorted(set(zip(session, year, strict=True)))
        for issue in issues
        if (columns := ((session == s) & (year == y) & source.issues[issue]).to_numpy()).any()
    }
    parts = []
    for (s, y, issue), columns in groups.items():
        counts = voting.tally_with_absence(states[:, columns], others[:, columns])
        exists = counts[..., :3, :3].sum(axis=(2, 3)) if issue != "all" else counts.sum(axis=(2, 3))
        row, column = np.nonzero(exists)
        part = voting.tabulate(counts[row, column], pd.RangeIndex(len(row)))
        if len(issues) > 1:
            share = source.shares[issue].to_numpy()[columns]
            in_shares = voting.agreement_in_shares(states[:, columns], others[:, columns], share)
            for name, values in zip(("n_share", voting.AGREEMENT_SHARE), in_shares, strict=True):
                # Shares are halves, thirds …: sums of them are told apart at nine digits.
                part[name] = values[row, column].round(9)
        iso3, partner = np.array(codes)[row], np.array(partners)[column]
        parts.append(part.assign(session=s, year=y, issue=issue, iso3=iso3, partner=partner))
    frame = pd.concat(parts, ignore_index=True)
    return frame[[*KEYS, *(c for c in frame if c not in KEYS)]]
