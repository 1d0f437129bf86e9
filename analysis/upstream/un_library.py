"""UN Digital Library: votes of the General Assembly (record 4060887, the bulk CSV).

One line of the file is the vote of one member state on one adopted resolution; everything else on
the line repeats for each state. :func:`read_votes` returns the file as what it is, a matrix of
states by roll calls, which is some hundred times smaller than its lines.

The file covers adopted resolutions with a recorded vote. Paragraph votes, drafts that failed and
the many resolutions adopted without a vote are not in it.
"""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pc

from analysis.errors import SourceError

YES, ABSTAIN, NO = 1, 2, 3
NOT_VOTING = 0
"""A member that cast no vote: absent, not participating, or without a vote under Article 19."""
NOT_LISTED = -1
"""Not on the list of the roll call: not a member on that day."""

VOTE_CODES = {"Y": YES, "A": ABSTAIN, "N": NO, "X": NOT_VOTING, "": NOT_VOTING}
"""Older exports leave the cell blank where later ones print X."""

HISTORICAL_NAMES = {
    "USSR": "SUN",
    "UNION OF SOVIET SOCIALIST REPUBLICS": "SUN",
    "UNION OF SOVIET SOCIALIST REPUBLICS (USSR)": "SUN",
}
"""Names that decide the code whatever ``ms_code`` says: the USSR is not Russia."""

STATE_COLUMNS = ("ms_code", "ms_name", "ms_vote")
TOTALS = ("total_yes", "total_no", "total_abstentions", "total_non_voting", "total_ms")
ROLL_CALL_COLUMNS = ("date", "session", "resolution", "title", *TOTALS)
REQUIRED = ("undl_id", *STATE_COLUMNS, *ROLL_CALL_COLUMNS)

_SPECIAL = re.compile(r"\((S-\d+)\)")
_SESSION_OPENS = (9, 15)  # the earliest day on which a regular session has opened since 1947


@dataclass(frozen=True)
class Votes:
    """Recorded votes of the General Assembly as a matrix.

    Parameters
    ----------
    roll_calls : pandas.DataFrame
        One row a roll call, in order of date and symbol: undl_id, resolution (symbol), title,
        date, session (as printed: "68", "ES-11"), regular_session (number of the regular session
        in whose twelve months the vote fell), year (of the date), total_yes, total_no,
        total_abstentions, total_non_voting, total_ms (states, as printed).
    states : tuple of str
        Codes of the member states, sorted: ISO3, SUN for the USSR, and the file's own codes for
        other states that no longer exist.
    matrix : numpy.ndarray of int8, shape (len(states), len(roll_calls))
        1 yes, 2 abstain, 3 no, 0 member that did not vote, -1 not on the list.
    """

    roll_calls: pd.DataFrame
    states: tuple[str, ...]
    matrix: np.ndarray

    def of(self, codes: list[str]) -> np.ndarray:
        """Return the rows of some states; a state that is nowhere listed has a row of -1.

        Parameters
        ----------
        codes : list of str
            Codes of states.

        Returns
        -------
        numpy.ndarray of int8, shape (len(codes), number of roll calls)
            Votes in the order of the codes.
        """
        rows = {code: row for row, code in enumerate(self.states)}
        unlisted = np.full(self.matrix.shape[1], NOT_LISTED, dtype=np.int8)
        return np.stack([self.matrix[rows[c]] if c in rows else unlisted for c in codes])


def find_file(folder: Path) -> Path:
    """Return the newest bulk file in a folder; the Library changes its form of name and date.

    Parameters
    ----------
    folder : Path
        Folder that holds ``*ga_voting*.csv`` or ``*ga_voting*.csv.gz``.

    Returns
    -------
    Path
        The last one by name (2025_9_19 and 2026_02_06 are compared as numbers).

    Raises
    ------
    SourceError
        If there is none.
    """
    found = [p for p in folder.glob("*ga_voting*") if p.name.endswith((".csv", ".csv.gz"))]
    if not found:
        raise SourceError(
            str(folder),
            "holds no *ga_voting*.csv; download it from https://digitallibrary.un.org/record/4060887",
        )
    return max(found, key=lambda p: ([int(n) for n in re.findall(r"\d+", p.name)], p.name))


def read_votes(path: Path) -> Votes:
    """Read the bulk CSV, plain or gzip-compressed, of any edition.

    Columns are found by name, so that an edition with or without ``vote_note`` and with other
    columns in any order is read alike.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    Votes
        Roll calls, states and the matrix of votes. Roll calls of the first two special sessions,
        whose session cell is empty, take it from their symbol.

    Raises
    ------
    SourceError
        If the file is not the bulk CSV or is cut short; if a vote, date or state code is not one;
        if a state stands twice on a roll call; if lines of one roll call contradict each other.
    """
    table = _read_table(path)
    columns = {name: _codes(table[name]) for name in (*STATE_COLUMNS, "undl_id", "resolution")}
    line_state = _state_of_line(path, *columns["ms_code"], *columns["ms_name"])
    line_vote = _vote_of_line(path, *columns["ms_vote"])
    line_roll_call, ids = columns["undl_id"]

    first = np.full(len(ids), -1)
    first[line_roll_call[::-1]] = np.arange(table.num_rows)[::-1]
    symbol = columns["resolution"][0]
    if (clash := np.flatnonzero(symbol != symbol[first][line_roll_call])).size:
        raise SourceError(
            path.name,
            f"lines of record {ids[line_roll_call[clash[0]]]} name different resolutions",
            column="resolution",
        )
    roll_calls = _roll_calls(path, table, first)

    used, code_of_line = np.unique(line_state[0], return_inverse=True)
    states, row_of_code = np.unique(np.array(line_state[1])[used], return_inverse=True)
    rows = row_of_code[code_of_line]
    matrix = np.full((len(states), len(ids)), NOT_LISTED, dtype=np.int8)
    cells = rows.astype(np.int64) * len(ids) + line_roll_call
    if (twice := _first_repeat(cells)) is not None:
        raise SourceError(
            path.name,
            f"record {ids[line_roll_call[twice]]} lists {states[rows[twice]]} twice",
            column="ms_code",
        )
    matrix.ravel()[cells] = line_vote

    order = roll_calls.sort_values(["date", "resolution", "undl_id"]).index.to_numpy()
    return Votes(
        roll_calls.loc[order].reset_index(drop=True),
        tuple(str(s) for s in states),
        np.ascontiguousarray(matrix[:, order]),
    )


def regular_session(date: pd.Series) -> pd.Series:
    """Return the regular session in whose twelve months a date falls.

    Session 1 opened in January 1946; since 1947 a session opens in September (a few opened later)
    and runs to the next. Special and emergency special sessions are counted with the regular one
    that they interrupt: resolution ES-11/1 of March 2022 with the 76th.

    Parameters
    ----------
    date : pandas.Series of datetime64
        Days of votes.

    Returns
    -------
    pandas.Series of int64
        Numbers of regular sessions.

    Examples
    --------
    >>> days = pd.to_datetime(pd.Series(["1946-02-09", "2014-03-27", "2022-10-12"]))
    >>> regular_session(days).tolist()
    [1, 68, 77]
    """
    month, day = _SESSION_OPENS
    opened = (date.dt.month > month) | ((date.dt.month == month) & (date.dt.day >= day))
    return (date.dt.year - 1946 + opened.astype("int64")).clip(lower=1)


def _read_table(path: Path) -> pa.Table:
    """Read the needed columns as dictionaries: few distinct values, much less memory."""
    header = _header(path)
    if missing := [name for name in REQUIRED if name not in header]:
        raise SourceError(
            path.name,
            f"is not the UN Digital Library's bulk CSV of General Assembly votes: no column "
            f"{', '.join(missing)}; its columns are {', '.join(header)[:200]}",
        )
    text = pa.dictionary(pa.int32(), pa.string())
    types = {name: text for name in REQUIRED} | {name: pa.float64() for name in TOTALS}
    try:
        return pc.read_csv(
            path,
            parse_options=pc.ParseOptions(newlines_in_values=True),
            convert_options=pc.ConvertOptions(
                include_columns=list(REQUIRED),
                column_types=types,
                strings_can_be_null=False,
            ),
        ).unify_dictionaries()
    except (pa.ArrowInvalid, OSError) as error:
        raise SourceError(path.name, f"cannot be read to its end as CSV: {error}") from error


def _header(path: Path) -> list[str]:
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8-sig") as file:
            return file.readline().strip().replace('"', "").split(",")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise SourceError(path.name, f"cannot be read: {error}") from error


def _codes(column: pa.ChunkedArray) -> tuple[np.ndarray, list[str]]:
    """Return the index of each line's value and the distinct values."""
    if column.num_chunks == 0:
        return np.empty(0, dtype=np.int32), []
    return (
        np.concatenate([chunk.indices.to_numpy() for chunk in column.chunks]),
        column.chunk(0).dictionary.to_pylist(),
    )


def _state_of_line(
    path: Path, code: np.ndarray, codes: list[str], name: np.ndarray, names: list[str]
) -> tuple[np.ndarray, list[str]]:
    """Return each line's index into a list of state codes; names of the USSR decide its code."""
    if bad := [c for c in codes if not re.fullmatch(r"[A-Z]{3}", c)]:
        raise SourceError(
            path.name, f"not three-letter codes: {', '.join(map(repr, bad[:10]))}", column="ms_code"
        )
    forced = np.array([HISTORICAL_NAMES.get(n.strip().upper(), "") for n in names], dtype=object)
    out, all_codes = code.astype(np.int64), list(codes)
    for iso3 in sorted(set(forced) - {""}):
        all_codes.append(iso3)
        out[np.isin(name, np.flatnonzero(forced == iso3))] = len(all_codes) - 1
    return out, all_codes


def _vote_of_line(path: Path, vote: np.ndarray, votes: list[str]) -> np.ndarray:
    if bad := [v for v in votes if v not in VOTE_CODES]:
        raise SourceError(
            path.name,
            f"not a vote: {', '.join(map(repr, bad[:10]))}; votes are Y, N, A, and X or blank",
            column="ms_vote",
        )
    return np.array([VOTE_CODES[v] for v in votes], dtype=np.int8)[vote]


def _roll_calls(path: Path, table: pa.Table, first: np.ndarray) -> pd.DataFrame:
    frame = table.select(["undl_id", *ROLL_CALL_COLUMNS]).take(pa.array(first)).to_pandas()
    for name in ("undl_id", "date", "session", "resolution", "title"):
        frame[name] = frame[name].astype("str")
    date = pd.to_datetime(frame["date"], format="%Y-%m-%d", errors="coerce")
    if date.isna().any():
        bad = frame.loc[date.isna(), "date"].unique()[:5]
        raise SourceError(path.name, f"not dates: {', '.join(map(repr, bad))}", column="date")
    frame["date"] = date
    special = frame["resolution"].str.extract(_SPECIAL, expand=False)
    frame["session"] = frame["session"].mask(frame["session"] == "", special)
    if frame["session"].isna().any():
        bad = frame.loc[frame["session"].isna(), "resolution"].tolist()[:5]
        raise SourceError(path.name, f"no session for {', '.join(bad)}", column="session")
    number = pd.to_numeric(frame["session"], errors="coerce")
    frame["regular_session"] = number.fillna(regular_session(date)).astype("int64")
    frame["year"] = date.dt.year.astype("int64")
    frame[list(TOTALS)] = frame[list(TOTALS)].astype("Int64")
    return frame[
        ["undl_id", "resolution", "title", "date", "session", "regular_session", "year", *TOTALS]
    ]


def _first_repeat(values: np.ndarray) -> int | None:
    """Return the position of a value that has occurred before, or None."""
    order = np.argsort(values, kind="stable")
    repeats = np.flatnonzero(np.diff(values[order]) == 0)
    return int(order[repeats[0] + 1]) if repeats.size else None
