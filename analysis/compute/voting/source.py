"""The UN Digital Library's votes with unvotes' issue codes: the input of every voting table."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import voting
from analysis.sources import un_library, unvotes, voeten
from analysis.sources.rollcalls import NOT_LISTED, Votes

PARTNERS = ("RUS", "SUN", "USA", "CHN")
"""The partners that every table has; ``voting/partner_tallies`` has all."""

ISSUES = ("all", *unvotes.ISSUES, voting.UNCODED)


@dataclass(frozen=True)
class Source:
    """Votes and, roll call by roll call, whether each issue applies.

    Parameters
    ----------
    votes : Votes
        Of the UN Digital Library's bulk file.
    unvotes : Votes
        Of the R package unvotes: votes on paragraphs, amendments and motions too.
    issues : pandas.DataFrame
        is_matched, is_matched_by_votes and one boolean column for each of :data:`ISSUES`.
    by_symbol, by_votes : pandas.DataFrame
        is_matched and the six issues, by either way of matching alone.
    shares : pandas.DataFrame
        In which share each roll call counts for each of :data:`ISSUES`.
    """

    votes: Votes
    unvotes: Votes
    issues: pd.DataFrame
    by_symbol: pd.DataFrame
    by_votes: pd.DataFrame
    shares: pd.DataFrame

    def partners(self, codes: list[str]) -> np.ndarray:
        """Return the votes of partners, China's only while one government held its seat.

        In session 26 the seat changed hands: votes before that day are left out, so that from
        session 26 on every vote is the People's Republic's.

        Parameters
        ----------
        codes : list of str
            Codes of states.

        Returns
        -------
        numpy.ndarray of int8, shape (len(codes), number of roll calls)
            Votes in the order of the codes.
        """
        votes = self.votes.of(codes).copy()
        if "CHN" in codes:
            calls = self.votes.roll_calls
            session = calls["regular_session"] == voting.FIRST_SESSION_OF_PEOPLES_CHINA
            early = (session & (calls["date"] < "1971-10-25")).to_numpy()
            votes[codes.index("CHN"), early] = NOT_LISTED
        return votes


def read(upstream: Path) -> Source:
    """Read the votes and pass the issue codes on to them.

    Parameters
    ----------
    upstream : pathlib.Path
        Folder of publishers' files; those on voting are in its subfolder ``voting``.

    Returns
    -------
    Source
        Votes and issues.

    Raises
    ------
    SourceError
        If a file is missing or cannot be read.
    """
    folder = upstream / "voting"
    files = sorted(path for path in folder.glob("*") if path.is_file())
    stamp = tuple((p.name, p.stat().st_mtime_ns, p.stat().st_size) for p in files)
    return _read(folder, stamp)


@functools.lru_cache(maxsize=1)
def _read(folder: Path, stamp: tuple[tuple[str, int, int], ...]) -> Source:
    """Read once for all tables of a build; the stamp tells files that have changed."""
    votes = un_library.read_votes(un_library.find_file(folder))
    coded = unvotes.read_issues(folder / "un_roll_calls.rda", folder / "un_roll_call_issues.rda")
    everything = voeten.read_unvotes(folder / "un_votes.rda", folder / "un_roll_calls.rda")
    codes = list(unvotes.ISSUES)
    by_symbol = unvotes.match_issues(votes.roll_calls["resolution"], coded)
    states = sorted(set(votes.states) & set(everything.states))
    by_votes = voting.match_codes(
        votes.of(states),
        votes.roll_calls["regular_session"].to_numpy(),
        everything.of(states),
        coded.set_index("rcid")
        .loc[everything.roll_calls["rcid"], codes]
        .assign(session=everything.roll_calls["regular_session"].to_numpy()),
    )
    # The symbol decides where there is one; how states voted, where unvotes prints none.
    issues = by_symbol.where(by_symbol["is_matched"], by_votes)
    is_coded = issues[codes].any(axis="columns")
    issues = issues.assign(
        is_matched_by_votes=issues["is_matched"] & ~by_symbol["is_matched"],
        all=True,
        **{voting.UNCODED: ~is_coded},
    )
    shares = voting.share_issues(issues[codes]).assign(all=1.0)
    return Source(votes, everything, issues, by_symbol, by_votes, shares)
