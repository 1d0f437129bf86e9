"""Erik Voeten's votes of the General Assembly, in the three forms in which they circulate.

- ``un_votes.rda`` with ``un_roll_calls.rda`` of the R package unvotes (sessions 1 to 74): only
  yes, abstain and no; an absent member and a non-member look alike.
- ``UNVotesPublished.RData`` (sessions 1 to 70): also 8 absent and 9 not a member.
- ``completeVotes`` of 2021, as CSV or R file: more columns, among them the totals.

Unlike the UN Digital Library's file they hold votes on paragraphs, amendments and motions, in some
sessions and not in others. All are returned as :class:`analysis.sources.rollcalls.Votes`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import countries
from analysis.errors import CountryError, SourceError
from analysis.sources.csv_file import listing, read_rows, refuse, refuse_where
from analysis.sources.rdata import read_frame
from analysis.sources.rollcalls import ABSTAIN, NO, NOT_LISTED, NOT_VOTING, YES, Votes

CODES = {1: YES, 2: ABSTAIN, 3: NO, 8: NOT_VOTING, 9: NOT_LISTED}
WORDS = {"yes": YES, "abstain": ABSTAIN, "no": NO}
REQUIRED = ("rcid", "ccode", "vote", "session", "date", "unres")
TOTALS = {"yes": YES, "no": NO, "abstain": ABSTAIN}
"""Columns of the 2021 form with the number of states that voted so."""

# One number or name in the source, several states in this package: last day and state.
PERIODS = {
    "RUS": (("1991-12-25", "SUN"),),
    "SRB": (("2003-02-03", "YUG"), ("2006-06-03", "SCG")),
    "EGY": (("1958-02-21", "EGY"), ("1971-09-01", "UAR")),
}
#: Seats that unvotes calls by their holder of the day: today's state, code of the earlier holder.
HOLDERS = {"CHN": "TWN"}
ADVICE = "Voeten's votes are at https://doi.org/10.7910/DVN/LEJUQZ"


def read_unvotes(votes: Path, roll_calls: Path) -> Votes:
    """Read the two tables of the R package unvotes.

    Parameters
    ----------
    votes : Path
        ``un_votes.rda``.
    roll_calls : Path
        ``un_roll_calls.rda``.

    Returns
    -------
    Votes
        Roll calls in order of rcid: rcid, resolution (as printed; empty, or repeated by votes on
        parts), title (the short text), date, session, regular_session, year, is_part (vote on a
        paragraph or an amendment). ``tells_absence`` is false.

    Raises
    ------
    SourceError
        If a file is damaged or another one; if a vote, session or date is none; if names of
        states are unknown; if a state stands twice on a roll call, or a roll call is not listed.
    """
    cast = read_frame(votes, ("rcid", "country", "vote"), "un_votes")
    names = ("rcid", "session", "date", "unres", "amend", "para", "short")
    calls = read_frame(roll_calls, names, "un_roll_calls")
    calls = _roll_calls(roll_calls.name, calls, np.arange(1, len(calls) + 1), "row")
    code = cast["vote"].astype("object").map(WORDS)
    rows = np.arange(1, len(cast) + 1)
    refuse_where(votes.name, code.isna(), cast["vote"], rows, "not yes, abstain or no", "row")
    return _votes(
        votes.name,
        calls,
        _whole(votes.name, cast["rcid"], rows, "row"),
        cast["country"].astype("str"),
        code.to_numpy(dtype=np.int8),
        rows,
        source="unvotes",
        unit="row",
        edition="unvotes",
    )


def read_published(path: Path, *, check_totals: bool = True) -> Votes:
    """Read ``UNVotesPublished.RData`` or ``completeVotes``, from an R file or a CSV.

    Parameters
    ----------
    path : Path
        The file; ``.csv`` and ``.csv.gz`` are read as CSV.
    check_totals : bool
        Whether totals, where the file has them, must equal the votes it lists. False reads an
        excerpt.

    Returns
    -------
    Votes
        Roll calls in order of rcid, as :func:`read_unvotes` returns them; is_part is missing
        where the file does not say.

    Raises
    ------
    SourceError
        As :func:`read_unvotes`; also if numbers of states are unknown, if rows of one roll call
        contradict each other, or if totals differ from the votes.
    """
    if path.name.endswith((".csv", ".csv.gz")):
        frame, rows = read_rows(path, REQUIRED, ADVICE)
        unit, lines = "line", np.array(rows)
        frame = frame.mask(frame.isin(["", "NA"]))
    else:
        frame = read_frame(path, REQUIRED)
        unit, lines = "row", np.arange(1, len(frame) + 1)
    name = path.name
    whole = {c: _whole(name, frame[c], lines, unit) for c in ("rcid", "ccode", "vote", "session")}
    code = whole["vote"].map(CODES)
    refuse_where(name, code.isna(), frame["vote"], lines, "not a vote (1, 2, 3, 8, 9)", unit)
    totals = [column for column in TOTALS if column in frame]
    described = ["session", "date", "unres", "amend", "para", "short", *totals]
    frame = frame.assign(**whole)
    calls = frame[["rcid", *(column for column in described if column in frame)]]
    first = ~calls["rcid"].duplicated()
    _refuse_contradictions(name, calls, first, lines, unit)
    listed = _roll_calls(name, calls[first], lines[first.to_numpy()], unit)
    votes = _votes(
        name,
        listed.drop(columns=totals),
        whole["rcid"],
        whole["ccode"].astype("str"),
        code.to_numpy(dtype=np.int8),
        lines,
        source="cow_number",
        unit=unit,
        edition="completeVotes (2021)" if totals else "UNVotesPublished",
    )
    if check_totals and totals:
        _check_totals(name, votes.matrix, listed, totals)
    return votes


def _whole(name: str, column: pd.Series, lines: np.ndarray, unit: str) -> pd.Series:
    number = pd.to_numeric(column, errors="coerce").astype("float64")
    is_whole = number.between(1, 10**7) & (number % 1 == 0)
    refuse_where(name, ~is_whole, column, lines, "not a whole number", unit)
    return number.astype("int64")


def _refuse_contradictions(
    name: str, calls: pd.DataFrame, first: pd.Series, lines: np.ndarray, unit: str
) -> None:
    leading = calls[first].set_index("rcid")
    for column in leading.columns:
        expected = calls["rcid"].map(leading[column])
        same = calls[column].eq(expected) | (calls[column].isna() & expected.isna())
        refuse_where(name, ~same, calls[column], lines, "not as on the roll call's first row", unit)


def _roll_calls(name: str, calls: pd.DataFrame, lines: np.ndarray, unit: str) -> pd.DataFrame:
    """Return roll calls in order of rcid."""
    rcid = _whole(name, calls["rcid"], lines, unit)
    refuse_where(name, rcid.duplicated(), calls["rcid"], lines, "roll call listed before", unit)
    session = _whole(name, calls["session"], lines, unit)
    date = _dates(calls["date"])
    # The source's dates are weeks off, two roll calls' by a year; one has none.
    wrong = ~(date.dt.year - 1945 - session).between(-1, 2) & calls["date"].notna()
    refuse_where(name, wrong, calls["date"], lines, "not a day of the roll call's session", unit)
    frame = pd.DataFrame(
        {
            "rcid": rcid,
            "resolution": calls["unres"].fillna("").astype("str"),
            "title": calls["short"].fillna("").astype("str") if "short" in calls else "",
            "date": date,
            "session": session.astype("str"),
            "regular_session": session,
            "year": date.dt.year.astype("Int64"),
            "is_part": _is_part(calls),
        }
    )
    for column in TOTALS:
        if column in calls:
            frame[column] = pd.to_numeric(calls[column], errors="coerce")
    return frame.sort_values("rcid").reset_index(drop=True)


def _dates(column: pd.Series) -> pd.Series:
    """Read days written month/day/year or year-month-day; others become missing."""
    text = column.astype("object").map(str, na_action="ignore").astype("str")
    american = pd.to_datetime(text, format="%m/%d/%Y", errors="coerce")
    return american.fillna(pd.to_datetime(text, format="%Y-%m-%d", errors="coerce"))


def _is_part(calls: pd.DataFrame) -> pd.Series:
    if not {"amend", "para"} <= set(calls.columns):
        return pd.Series(pd.NA, index=calls.index, dtype="boolean")
    flags = calls[["amend", "para"]].apply(pd.to_numeric, errors="coerce")
    return flags.eq(1).any(axis="columns").astype("boolean")


def _votes(
    name: str,
    calls: pd.DataFrame,
    rcid: pd.Series,
    printed: pd.Series,
    code: np.ndarray,
    lines: np.ndarray,
    *,
    source: str,
    unit: str,
    edition: str,
) -> Votes:
    """Put the votes into a matrix."""
    position = rcid.map(pd.Series(calls.index, index=calls["rcid"]))
    refuse_where(name, position.isna(), rcid, lines, "no such roll call", unit)
    column = position.to_numpy(dtype=np.int64)
    number, distinct = pd.factorize(printed)
    known = _known(name, distinct, number, lines, source, unit)
    state_of_call = {state: _state_on(state, calls) for state in sorted(set(known))}
    states = sorted(set().union(*state_of_call.values()))
    row_of = {state: row for row, state in enumerate(states)}
    rows_of = {s: np.array([row_of[e] for e in each]) for s, each in state_of_call.items()}
    row = np.stack([rows_of[state] for state in known])[number, column]
    # A non-member's rows are dropped: the Germanies and Yemens share a code in turn.
    is_listed = code != NOT_LISTED
    cell = row * len(calls) + column
    repeated = pd.Series(cell[is_listed]).duplicated().to_numpy()
    at = np.flatnonzero(is_listed)[repeated].tolist()
    refuse(
        name,
        [(int(lines[i]), f"{states[row[i]]}, roll call {rcid.iloc[i]}") for i in at],
        "a state stands twice on one roll call",
        unit=unit,
    )
    matrix = np.full((len(states), len(calls)), NOT_LISTED, dtype=np.int8)
    matrix[row[is_listed], column[is_listed]] = code[is_listed]
    voted = (matrix != NOT_LISTED).any(axis=1)
    absence = bool((code == NOT_VOTING).any())
    span = f"sessions {calls['regular_session'].min()} to {calls['regular_session'].max()}"
    return Votes(
        calls,
        tuple(np.array(states)[voted].tolist()),
        matrix[voted],
        f"{edition}; {span}; {'with' if absence else 'without'} absences",
        absence,
    )


def _known(
    name: str, distinct: pd.Index, number: np.ndarray, lines: np.ndarray, source: str, unit: str
) -> list[str]:
    """Return the state of each printed name or number; list all unknown ones with their rows."""
    found, problems = [], []
    for i, each in enumerate(distinct):
        try:
            found += countries.resolve([each], source)
        except CountryError:
            at = np.flatnonzero(number == i)
            more = f" (and {len(at) - 1} more)" if len(at) > 1 else ""
            problems.append(f"{unit} {lines[at[0]]}{more}: {each!r}")
    if problems:
        raise SourceError(
            name,
            f"unknown states: {listing(problems)}. If they are right, add rows "
            f"`{source},NAME,ISO3,NOTE` to data/common/state_names.csv",
        )
    return found


def _state_on(state: str, calls: pd.DataFrame) -> list[str]:
    """Return what a state was on the day of each roll call."""
    if state not in PERIODS:
        return [state] * len(calls)
    # One roll call lacks its date: a session's votes fall mostly in December.
    december = pd.to_datetime((calls["regular_session"] + 1945).astype("str") + "-12-01")
    day = calls["date"].fillna(december)
    names = pd.Series(state, index=calls.index)
    for last_day, name in reversed(PERIODS[state]):
        names = names.mask(day <= pd.Timestamp(last_day), name)
    return names.tolist()


def _check_totals(
    name: str, matrix: np.ndarray, calls: pd.DataFrame, totals: Sequence[str]
) -> None:
    found = []
    for column in totals:
        counted = (matrix == TOTALS[column]).sum(axis=0)
        for i in np.flatnonzero(counted != calls[column].to_numpy(dtype="float64")).tolist():
            said = f"{column} {calls[column].iloc[i]}, votes {counted[i]}"
            found.append((int(calls["rcid"].iloc[i]), said))
    refuse(
        name,
        sorted(found),
        "totals differ from the votes listed; rows are missing or damaged, fetch the file again "
        "(an excerpt is read with check_totals=False)",
        unit="roll call",
    )
