"""Estimate ideal points of all states from two series of General Assembly votes.

``final`` holds the votes on adopted resolutions that the UN Digital Library records. ``all`` adds,
for the sessions up to 1989, what only Voeten's data have: votes on paragraphs, amendments and
motions, and on drafts that failed. What ships is estimates, never the roll calls themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]

from analysis import tables
from analysis.compute.voting.source import read, seats
from analysis.errors import MeasureError
from analysis.sources.rollcalls import Votes
from analysis.sources.voeten import HOLDERS
from analysis.study import Study
from analysis.voting import ideal_points as model

LAST_SESSION_WITH_PARTS = 44
"""1989: afterwards Voeten's data have parts in some sessions and not in others."""
EARLIER = " (earlier holder)"
"""What is added to a state's code while another government held its seat."""
DECIMALS = 3

_LEAST_LIKENESS = 0.9
_SCRAMBLED = 0.85  # a state whose votes in both sources agree less is misplaced in one of them
_FEWEST_TO_JUDGE = 5


@dataclass(frozen=True)
class Series:
    """Roll calls ready to be scaled.

    Parameters
    ----------
    matrix : numpy.ndarray of int8, shape (states, roll calls)
        1 yes, 2 abstain, 3 no, 0 none.
    states : tuple of str
        Names of the rows.
    sessions : numpy.ndarray of int, shape (roll calls,)
        Regular sessions.
    earlier : numpy.ndarray of int, shape (roll calls,)
        Column of the last roll call on the same text; -1 if there is none.
    """

    matrix: np.ndarray
    states: tuple[str, ...]
    sessions: np.ndarray
    earlier: np.ndarray


def ideal_points(upstream: Path, study: Study) -> pd.DataFrame:
    """Estimate the ideal points of all states in both series.

    Parameters
    ----------
    upstream : pathlib.Path
        Folder of publishers' files; those on voting are in its subfolder ``voting``.
    study : Study
        Which states stand high and low on the scale.

    Returns
    -------
    pandas.DataFrame
        series, session, year, iso3, ideal_point, sd, n_votes.

    Raises
    ------
    SourceError
        If a file is missing or cannot be read.
    MeasureError
        If an estimation does not converge.
    """
    source = read(upstream)
    frames = []
    for name in ("all", "final"):
        series = select(source.votes, source.unvotes if name == "all" else None)
        result = estimate(series, polarity=study.voting.polarity)
        if not result.converged:
            raise MeasureError(
                f"ideal points of series {name!r} did not converge: last change "
                f"{result.changes[-1]:.1e} after {len(result.changes)} rounds"
            )
        frames.append(tabulate(result).assign(series=name))
    return pd.concat(frames, ignore_index=True)


def estimate(series: Series, **settings: Any) -> model.IdealPointsResult:
    """Estimate the ideal points of one series.

    Parameters
    ----------
    series : Series
        Roll calls.
    **settings : object
        Other constants for :class:`analysis.voting.ideal_points.IdealPoints` than its own.

    Returns
    -------
    IdealPointsResult
        Estimates.
    """
    table = tables.load("common/successions")
    continued = dict(zip(table["iso3"], table["continues"], strict=True))
    return model.IdealPoints(**settings).fit(
        series.matrix, series.states, series.sessions, series.earlier, continued
    )


def tabulate(result: model.IdealPointsResult) -> pd.DataFrame:
    """Return estimates under the package's codes, rounded to what is reproduced everywhere.

    Parameters
    ----------
    result : IdealPointsResult
        Estimates.

    Returns
    -------
    pandas.DataFrame
        session, year, iso3, ideal_point, sd, n_votes.
    """
    frame = result.estimates
    return pd.DataFrame(
        {
            "session": frame["session"],
            "year": frame["session"] + 1945,
            "iso3": frame["state"].str.removesuffix(EARLIER),
            "ideal_point": frame["ideal_point"].round(DECIMALS) + 0.0,
            "sd": frame["sd"].round(DECIMALS),
            "n_votes": frame["n_votes"],
        }
    )


def select(library: Votes, unvotes: Votes | None) -> Series:
    """Return the roll calls of a series, sources joined and known faults left out.

    What ``voting/left_out`` lists is left out, as in the original. A seat that another government
    held before is two rows.

    Parameters
    ----------
    library : Votes
        Final votes of the UN Digital Library.
    unvotes : Votes, optional
        Votes of the R package unvotes; those up to session 44 that are not in the other source are
        added. None: final votes only.

    Returns
    -------
    Series
        Roll calls in order of session.
    """
    states = list(library.states)
    matrix = np.maximum(library.matrix, 0)
    sessions = library.roll_calls["regular_session"].to_numpy()
    titles = library.roll_calls["title"].to_numpy(dtype=object)
    if unvotes is not None:
        added, session = votes_elsewhere(library, unvotes)
        matrix = np.hstack([matrix, added])
        sessions = np.concatenate([sessions, session])
        titles = np.concatenate([titles, np.full(len(session), "", dtype=object)])
    kept = np.ones(len(sessions), dtype=bool)
    for row in tables.load("voting/left_out").to_dict("records"):
        meant = np.ones(len(sessions), dtype=bool)
        if pd.notna(row["session"]):
            meant = sessions == row["session"]
        if pd.isna(row["iso3"]):
            kept &= ~meant
        elif row["iso3"] in states:
            matrix[states.index(row["iso3"]), meant] = 0
    for seat in seats():
        holder, early = states.index(seat["iso3"]), sessions < seat["first_session"]
        matrix = np.vstack([matrix, np.where(early, matrix[holder], 0)]).astype(np.int8)
        matrix[holder, early] = 0
        states.append(seat["iso3"] + EARLIER)
    kept = np.flatnonzero(kept)
    order = kept[np.argsort(sessions[kept], kind="stable")]
    matrix, sessions = matrix[:, order], sessions[order]
    return Series(
        matrix,
        tuple(states),
        sessions,
        model.find_earlier(titles[order].tolist(), matrix, sessions.tolist()),
    )


def votes_elsewhere(library: Votes, unvotes: Votes) -> tuple[np.ndarray, np.ndarray]:
    """Return the votes up to session 44 that only unvotes has.

    Within each session the roll calls of the two sources are paired, one to one, by how states
    voted; what is left over is what the UN Digital Library does not record. A state whose votes on
    the pairs differ in more than 15 % is misplaced there in that session and left out.

    Parameters
    ----------
    library, unvotes : Votes
        The two sources.

    Returns
    -------
    matrix : numpy.ndarray of int8, shape (states of the library, roll calls)
        Votes.
    sessions : numpy.ndarray of int, shape (roll calls,)
        Sessions.
    """
    theirs = np.maximum(unvotes.of(library.states), 0)
    calls = unvotes.roll_calls["regular_session"].to_numpy()
    for seat in seats():
        # One source calls the seat by its holder, the other by its name.
        early = calls < seat["first_session"]
        held = np.maximum(unvotes.of([HOLDERS[seat["iso3"]]])[0, early], 0)
        theirs[library.states.index(seat["iso3"]), early] = held
    columns, added = [], []
    for session in range(1, LAST_SESSION_WITH_PARTS + 1):
        here = np.flatnonzero(library.roll_calls["regular_session"].to_numpy() == session)
        there = np.flatnonzero(calls == session)
        if not len(here):
            continue
        votes, others = np.maximum(library.matrix[:, here], 0), theirs[:, there]
        likeness = _likeness(votes, others)
        mine, found = linear_sum_assignment(-likeness)
        is_pair = likeness[mine, found] >= _LEAST_LIKENESS
        one, two = votes[:, mine[is_pair]], others[:, found[is_pair]]
        both = (one > 0) & (two > 0)
        share = (both & (one == two)).sum(axis=1) / np.maximum(both.sum(axis=1), 1)
        is_scrambled = (share < _SCRAMBLED) & (both.sum(axis=1) >= _FEWEST_TO_JUDGE)
        rest = np.setdiff1d(np.arange(len(there)), found[is_pair])
        left = others[:, rest].copy()
        left[is_scrambled] = 0
        columns.append(np.full(len(rest), session))
        added.append(left)
    return np.hstack(added).astype(np.int8), np.concatenate(columns)


def _likeness(votes: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return the share of states with the same vote among those that voted on both."""
    both = (votes > 0).T.astype(float) @ (others > 0)
    same = sum((votes == code).T.astype(float) @ (others == code) for code in (1, 2, 3))
    return np.asarray(same) / np.maximum(both, 1)
