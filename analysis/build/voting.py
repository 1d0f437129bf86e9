"""Compute the voting tables from the UN Digital Library's bulk file and unvotes' issue codes.

What ships is counts of pairs of states, never the roll calls themselves.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from analysis import catalog, countries, voting
from analysis.errors import SourceError
from analysis.upstream import un_library, unvotes

PARTNERS = ("RUS", "SUN", "USA", "CHN")
ISSUES = ("all", *unvotes.ISSUES)
LISTED = ("n_listed", "n_state_absent", "n_partner_absent")


def tallies(upstream: Path) -> pd.DataFrame:
    """Count the votes of the 33 states with four partners, by session, year and issue.

    Parameters
    ----------
    upstream : pathlib.Path
        Folder of publishers' files; those on voting are in its subfolder ``voting``.

    Returns
    -------
    pandas.DataFrame
        session, year, iso3, partner, issue, the nine counts of
        :data:`analysis.voting.COUNTS`, n (both voted), n_listed (both were members),
        n_state_absent and n_partner_absent (of these, one did not vote). Rows of ``all`` exist
        wherever both were members; rows of an issue wherever both voted.

    Raises
    ------
    SourceError
        If a file is missing or cannot be read.
    """
    votes, issues = _read(upstream)
    states = votes.of(list(countries.LAC))
    partners = votes.of(list(PARTNERS))
    partners[PARTNERS.index("CHN"), _republic_of_china_in_session_26(votes.roll_calls)] = (
        un_library.NOT_LISTED
    )
    session, year = votes.roll_calls["regular_session"], votes.roll_calls["year"]
    groups = {
        (s, y, issue): columns
        for s, y in sorted(set(zip(session, year, strict=True)))
        for issue in ISSUES
        if (columns := ((session == s) & (year == y) & issues[issue]).to_numpy()).any()
    }
    numbers = np.concatenate([_tally(states[:, c], partners[:, c]) for c in groups.values()])
    index = pd.MultiIndex.from_tuples(
        [(*group, state, p) for group in groups for state in countries.LAC for p in PARTNERS],
        names=["session", "year", "issue", "iso3", "partner"],
    )
    frame = pd.DataFrame(numbers, index, [*voting.COUNTS, "n", *LISTED]).reset_index()
    exists = frame["n"].where(frame["issue"] != "all", frame["n_listed"]) > 0
    keys = ["session", "year", "iso3", "partner", "issue"]
    return frame.loc[exists, [*keys, *voting.COUNTS, "n", *LISTED]].reset_index(drop=True)


def coding(upstream: Path) -> pd.DataFrame:
    """Count the roll calls of each session and year, and those that have issue codes.

    Parameters
    ----------
    upstream : pathlib.Path
        Folder of publishers' files; those on voting are in its subfolder ``voting``.

    Returns
    -------
    pandas.DataFrame
        session, year, first_date, last_date, n_roll_calls, n_special (in special and emergency
        special sessions), n_matched (found in unvotes by symbol), n_coded (with at least one
        issue), n_me … n_ec.

    Raises
    ------
    SourceError
        If a file is missing or cannot be read.
    """
    votes, issues = _read(upstream)
    codes = list(unvotes.ISSUES)
    rows = votes.roll_calls.assign(
        is_special=votes.roll_calls["session"].str.contains("S"),
        is_matched=issues["is_matched"],
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
            n_coded=("is_coded", "sum"),
            **{f"n_{code}": (code, "sum") for code in codes},
        )
        .reset_index()
        .rename(columns={"regular_session": "session"})
    )


def landmark_totals(upstream: Path) -> pd.DataFrame:
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
    symbols = sorted(catalog.load("voting/landmark_votes")["resolution"].unique())
    if missing := [symbol for symbol in symbols if symbol not in roll_calls.index]:
        raise SourceError(file.name, f"holds no vote on {', '.join(missing)}")
    return roll_calls.loc[symbols, list(un_library.TOTALS)].reset_index()


def _read(upstream: Path) -> tuple[un_library.Votes, pd.DataFrame]:
    """Return the votes and, roll call by roll call, whether each issue code applies."""
    folder = upstream / "voting"
    votes = un_library.read_votes(un_library.find_file(folder))
    coded = unvotes.read_issues(folder / "un_roll_calls.rda", folder / "un_roll_call_issues.rda")
    issues = unvotes.match_issues(votes.roll_calls["resolution"], coded)
    return votes, issues.assign(all=True)


def _republic_of_china_in_session_26(roll_calls: pd.DataFrame) -> np.ndarray:
    """Return where session 26 had begun but China's seat was not yet the People's Republic's.

    Left out, so that from session 26 on every vote is the People's Republic's.
    """
    session = roll_calls["regular_session"] == voting.FIRST_SESSION_OF_PEOPLES_CHINA
    return (session & (roll_calls["date"] < "1971-10-25")).to_numpy()


def _tally(states: np.ndarray, partners: np.ndarray) -> np.ndarray:
    """Return one row a pair: the nine counts, their sum, and how often one was absent."""
    nine = voting.tally_votes(states, partners).reshape(-1, 9)
    listed, partner_listed = [(votes >= 0).astype(int) for votes in (states, partners)]
    absent, partner_absent = [
        (votes == un_library.NOT_VOTING).astype(int) for votes in (states, partners)
    ]
    pairs = (listed @ partner_listed.T, absent @ partner_listed.T, listed @ partner_absent.T)
    return np.column_stack([nine, nine.sum(axis=1), *[counts.ravel() for counts in pairs]])


TABLES = {
    "voting/coding": coding,
    "voting/landmark_totals": landmark_totals,
    "voting/tallies": tallies,
}
