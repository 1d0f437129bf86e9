"""The UN Digital Library's votes with unvotes' issue codes: the input of every voting table."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis import tables, voting
from analysis.sources import un_library, unvotes, voeten
from analysis.sources.rollcalls import NOT_LISTED, Votes
from analysis.study import Study

ISSUES = ("all", *unvotes.ISSUES, voting.UNCODED)


def partners_of(study: Study) -> list[str]:
    """Return the partners that every table has; ``voting/partner_tallies`` has all.

    Parameters
    ----------
    study : Study
        The study.

    Returns
    -------
    list of str
        The partner, the states that it continued, those that it is compared with.
    """
    return [study.partner, *study.predecessors, *study.others]


def seats() -> list[dict[str, Any]]:
    """Return the seats that another government held before, as ``voting/seats`` has them."""
    table = tables.load("voting/seats")
    return [dict(zip(table.columns, row, strict=True)) for row in table.itertuples(index=False)]


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
        """Return the votes of partners, of each only while one government held its seat.

        In the session in which a seat changed hands votes before that day are left out, so that
        from that session on every vote is the present holder's.

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
        calls = self.votes.roll_calls
        for seat in seats():
            if seat["iso3"] in codes:
                session = calls["regular_session"] == seat["first_session"]
                early = (session & (calls["date"] < seat["first_date"])).to_numpy()
                votes[codes.index(seat["iso3"]), early] = NOT_LISTED
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
