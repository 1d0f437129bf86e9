"""UN Digital Library: votes of the General Assembly (record 4060887, the bulk CSV).

One line of the file is the vote of one member state on one adopted resolution; everything else on
the line repeats for each state. :func:`read_votes` returns the file as what it is, a matrix of
states by roll calls, which is some hundred times smaller than its lines.

The file covers adopted resolutions with a recorded vote. Paragraph votes, drafts that failed and
the many resolutions adopted without a vote are not in it.

Three tables derived from the Library's records are read too: votes with a column a state, the
resolutions with their totals, and the names of states at the time of the vote.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import countries
from analysis.errors import CountryError, SourceError
from analysis.sources.csv_file import (
    UNPACKING_ERRORS,
    broken,
    listing,
    open_packed,
    read_header,
    refuse,
    refuse_where,
)
from analysis.sources.repeated_lines import Run, column_order, read_runs
from analysis.sources.rollcalls import (
    ABSTAIN,
    NO,
    NOT_LISTED,
    NOT_VOTING,
    YES,
    Votes,
    regular_session,
)

VOTE_CODES = {"Y": YES, "A": ABSTAIN, "N": NO, "X": NOT_VOTING}
"""Older exports leave the cell blank where later ones print X."""

OTHER_CODES = {
    "BLR": ("BYS",),
    "MMR": ("BUR",),
    "BEN": ("DHY",),
    "BFA": ("HVO",),
    "COD": ("ZAR",),
    "TLS": ("TMP",),
    "ROU": ("ROM",),
    "SUN": ("RUS",),
    "UAR": ("EGY",),
    "YUG": ("SRB", "SCG"),
    "SCG": ("SRB", "YUG"),
    "YMD": ("YEM",),
    "ZNZ": ("TZA", "EAZ"),
}
"""Codes other than its own under which a state may stand: those that ISO 3166-3 withdrew with an
older name, and the successor's. The name at the time of the vote decides which state it is."""

STATE_COLUMNS = ("ms_code", "ms_name", "ms_vote")
TOTALS = ("total_yes", "total_no", "total_abstentions", "total_non_voting", "total_ms")
ROLL_CALL_COLUMNS = ("date", "session", "resolution", "title", *TOTALS)
REQUIRED = ("undl_id", *STATE_COLUMNS, *ROLL_CALL_COLUMNS)
WEB = "https://digitallibrary.un.org/record/4060887"
ADVICE = f"the votes of the General Assembly are at {WEB}"

_SPECIAL = re.compile(r"\((S-\d+)\)")
_SESSION = re.compile(r"\d{1,3}|E?S-\d{1,2}")
_WHOLE = re.compile(r"\d{1,4}(?:\.0*)?")


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
        raise SourceError(str(folder), f"holds no *ga_voting*.csv; download it from {WEB}")
    return max(found, key=lambda p: ([int(n) for n in re.findall(r"\d+", p.name)], p.name))


def read_votes(path: Path, *, check_totals: bool = True) -> Votes:
    """Read the bulk CSV, plain or gzip-compressed, of any edition.

    Columns are found by name, so that an edition with or without ``vote_note`` and with other
    columns in any order is read alike.

    Parameters
    ----------
    path : Path
        The file.
    check_totals : bool
        Whether each roll call's totals must equal the votes that the file lists for it, which
        shows lines that are missing. False reads an excerpt.

    Returns
    -------
    Votes
        Roll calls, in order of date and symbol: undl_id, resolution, title, date, session,
        regular_session, year, total_yes, total_no, total_abstentions, total_non_voting and
        total_ms (number of states, as printed). Roll calls of the first two special sessions,
        whose session cell is empty, take it from their symbol.

    Raises
    ------
    SourceError
        If the file is another one, cut off or not UTF-8; if votes, dates, totals, names or codes
        of states are none or contradict each other (all are listed with their lines); if a state
        stands twice on a roll call; if totals differ from the votes.
    """
    with open_packed(path) as file:
        header = read_header(file, path.name, REQUIRED, ADVICE)
        try:
            runs = list(read_runs(file, path.name, header))
        except UNPACKING_ERRORS as error:
            raise broken(path.name, error) from error
    if not runs:
        raise SourceError(path.name, "has a header but no votes; download it again")
    roll_calls, column_of_run = _roll_calls(path.name, runs, column_order(header))
    states, rows = _states(path.name, runs)
    votes = _codes_of_votes(path.name, runs)
    by_roll_call = np.full((len(roll_calls), len(states)), NOT_LISTED, dtype=np.int8)
    columns = np.repeat(column_of_run, [len(row) for row in rows])
    by_roll_call[columns, np.concatenate(rows)] = np.concatenate(votes)
    if (by_roll_call != NOT_LISTED).sum() < sum(len(row) for row in rows):
        _refuse_repeats(path.name, runs, rows, column_of_run, states)
    matrix = by_roll_call.T
    if check_totals:
        _check_totals(path.name, matrix, roll_calls)
    order = roll_calls.sort_values(["date", "resolution", "undl_id"]).index.to_numpy()
    return Votes(
        roll_calls.loc[order].drop(columns="line").reset_index(drop=True),
        tuple(states),
        np.ascontiguousarray(matrix[:, order]),
        _vintage(path.name, header, roll_calls["date"]),
    )


def _vintage(name: str, header: list[str], date: pd.Series) -> str:
    found = re.search(r"(?<!\d)((?:19|20)\d\d)[_-](\d{1,2})[_-](\d{1,2})(?!\d)", name)
    edition = "edition of {}-{:0>2}-{:0>2}".format(*found.groups()) if found else "undated edition"
    note = "with" if "vote_note" in header else "without"
    return f"{edition}, {note} vote_note; {_span(date)}"


def _span(date: pd.Series) -> str:
    return f"votes of {date.min():%Y-%m-%d} to {date.max():%Y-%m-%d}"


def _roll_calls(name: str, runs: list[Run], columns: list[str]) -> tuple[pd.DataFrame, list[int]]:
    """Return one row a record, with its first line, and the record of each run."""
    at = [columns.index(column) for column in ("undl_id", *ROLL_CALL_COLUMNS)]
    records: dict[str, int] = {}
    first: list[tuple[int, list[str]]] = []
    column_of_run, clashes = [], []
    for run in runs:
        fields = [run.fields[i] for i in at]
        number = records.setdefault(fields[0], len(first))
        if number == len(first):
            first.append((run.line, fields))
        elif first[number][1] != fields:
            line, before = first[number]
            cells = zip(ROLL_CALL_COLUMNS, before[1:], fields[1:], strict=True)
            differ = ", ".join(column for column, one, two in cells if one != two)
            said = f"record {fields[0]} has another {differ} than on line {line}"
            clashes.append((run.line, said))
        column_of_run.append(number)
    refuse(name, clashes, "lines of one record contradict each other")
    lines = [line for line, _ in first]
    frame = pd.DataFrame(
        [fields for _, fields in first], columns=["undl_id", *ROLL_CALL_COLUMNS], dtype="str"
    )
    wrong = ~frame["undl_id"].str.fullmatch("[0-9]+")
    refuse_where(name, wrong, frame["undl_id"], lines, "not the number of a record")
    date = _dates(name, frame["date"], lines)
    special = frame["resolution"].str.extract(_SPECIAL, expand=False)
    session = frame["session"].mask(frame["session"] == "", special).fillna("")
    printed = pd.to_numeric(session, errors="coerce").where(session.str.fullmatch(r"\d+"))
    by_date = regular_session(date)
    wrong = ~session.str.fullmatch(_SESSION) | ((printed - by_date).abs() > 1)
    found = (
        (lines[i], f"{session[i]!r} for {frame['resolution'][i]} of {date[i]:%Y-%m-%d}")
        for i in np.flatnonzero(wrong)
    )
    refuse(name, found, "not the session of the vote", "session")
    empty = np.flatnonzero(frame["resolution"] == "")
    refuse(name, ((lines[i], "blank") for i in empty), "no symbol", "resolution")
    frame["date"], frame["session"] = date, session
    frame["regular_session"] = printed.fillna(by_date).astype("int64")
    frame["year"] = date.dt.year.astype("int64")
    frame["line"] = lines
    for total in TOTALS:
        frame[total] = pd.array(_totals(name, frame[total].tolist(), lines, total), dtype="Int64")
    order = ["undl_id", "resolution", "title", "date", "session", "regular_session", "year"]
    return frame[[*order, *TOTALS, "line"]], column_of_run


def _dates(name: str, column: pd.Series, lines: Sequence[int]) -> pd.Series:
    date = pd.to_datetime(column, format="%Y-%m-%d", errors="coerce")
    date = date.where(column.str.fullmatch(r"\d{4}-\d\d-\d\d") & (date.dt.year >= 1946))
    refuse_where(name, date.isna(), column, lines, "not a date (year-month-day) since 1946")
    return date


def _totals(name: str, texts: list[str], lines: Sequence[int], column: str) -> list[int]:
    distinct = set(texts)
    numbers = {text: int(text.split(".")[0]) for text in distinct if _WHOLE.fullmatch(text)}
    if len(numbers) < len(distinct):
        found = [(n, repr(t)) for n, t in zip(lines, texts, strict=True) if t not in numbers]
        refuse(name, found, "not a number of states", column)
    return [numbers[text] for text in texts]


def _states(name: str, runs: list[Run]) -> tuple[list[str], list[np.ndarray]]:
    """Return the codes of all states, sorted, and the rows of the matrix for each run."""
    lists = {id(run.states): run.states for run in runs}
    distinct = sorted({state for states in lists.values() for state in states})
    printed = []
    for state in distinct:
        try:
            code, ms_name, _ = next(csv.reader([state.decode()], strict=True))
        except (UnicodeDecodeError, csv.Error, ValueError) as error:
            raise SourceError(
                name,
                f"{_lines_of(runs, state)}: {state!r} is not the code and name of a state in "
                "UTF-8; save the file as UTF-8",
                column="ms_name",
            ) from error
        printed.append((code, ms_name))
    codes = _resolve(name, printed, lambda i: _lines_of(runs, distinct[i]))
    states = sorted(set(codes))
    row_of_code = {code: row for row, code in enumerate(states)}
    row_of_state = {s: row_of_code[code] for s, code in zip(distinct, codes, strict=True)}
    rows = {key: np.array([row_of_state[s] for s in each]) for key, each in lists.items()}
    return states, [rows[id(run.states)] for run in runs]


def _resolve(
    name: str, printed: Sequence[tuple[str, str]], where: Callable[[int], str]
) -> list[str]:
    """Return the state of each code and name; raise one error for all that are not right."""
    known = _known_names({ms_name for _, ms_name in printed})
    problems = []
    for i, (code, ms_name) in enumerate(printed):
        state = known.get(ms_name)
        if state is None:
            problems.append(f"{where(i)}: unknown name {ms_name!r} with code {code!r}")
        elif code != state and code not in OTHER_CODES.get(state, ()):
            problems.append(
                f"{where(i)}: code {code!r} with the name {ms_name!r}, which is {state}"
            )
    if problems:
        raise SourceError(
            name,
            f"codes and names of states: {listing(problems)}. If they are right, add rows "
            "`undl,NAME,ISO3,NOTE` to data/common/state_names.csv",
            column="ms_code",
        )
    return [known[ms_name] for _, ms_name in printed]


def _known_names(names: set[str]) -> dict[str, str]:
    found = {}
    for name in names:
        try:
            found[name] = countries.resolve([name], "undl")[0]
        except CountryError:
            continue
    return found


def _lines_of(runs: list[Run], state: bytes) -> str:
    """Return the first line on which a state stands, and on how many more."""
    lines = [
        run.line + i * run.height
        for run in runs
        for i, each in enumerate(run.states)
        if each == state
    ]
    more = f" (and {len(lines) - 1} more)" if len(lines) > 1 else ""
    return f"line {lines[0]}{more}"


def _codes_of_votes(name: str, runs: list[Run]) -> list[np.ndarray]:
    table = np.full(256, NOT_LISTED, dtype=np.int8)
    for letter, code in VOTE_CODES.items():
        table[ord(letter)] = code
    votes = [table[run.votes] for run in runs]
    if (np.concatenate(votes) == NOT_LISTED).any():
        found = [
            (run.line + i * run.height, repr(chr(run.votes[i])) if run.votes[i] else "a word")
            for run, codes in zip(runs, votes, strict=True)
            for i in np.flatnonzero(codes == NOT_LISTED).tolist()
        ]
        refuse(name, found, "not a vote (Y, N, A, X or blank)", "ms_vote")
    return votes


def _refuse_repeats(
    name: str, runs: list[Run], rows: list[np.ndarray], column_of_run: list[int], states: list[str]
) -> None:
    seen: dict[tuple[int, int], int] = {}
    found = []
    for run, row, column in zip(runs, rows, column_of_run, strict=True):
        for i, each in enumerate(row.tolist()):
            line = run.line + i * run.height
            first = seen.setdefault((each, column), line)
            if first != line:
                found.append((line, f"record {run.fields[0]} lists {states[each]} as line {first}"))
    refuse(name, found, "a state stands twice on one roll call", "ms_code")


def _check_totals(name: str, matrix: np.ndarray, roll_calls: pd.DataFrame) -> None:
    counted = {
        "total_yes": matrix == YES,
        "total_no": matrix == NO,
        "total_abstentions": matrix == ABSTAIN,
        "total_non_voting": matrix == NOT_VOTING,
        "total_ms": matrix != NOT_LISTED,
    }
    found = []
    for column, cells in counted.items():
        number = cells.sum(axis=0)
        for i in np.flatnonzero(number != roll_calls[column].to_numpy(dtype=np.int64)):
            call = roll_calls.iloc[i]
            said = f"{call['resolution']} (record {call['undl_id']})"
            found.append((int(call["line"]), f"{said}: {column} {call[column]}, votes {number[i]}"))
    refuse(
        name,
        sorted(found),
        "totals differ from the votes listed; lines are missing or damaged, fetch the file again "
        "(an excerpt is read with check_totals=False)",
    )
