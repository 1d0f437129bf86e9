"""Read a large CSV whose lines repeat: one line a state, the rest of it the same for a record.

Of the 390 bytes of an average line only the vote is news: record, date, title and totals repeat
from line to line, and the list of states from record to record. So the next record's lines are
foretold from its first line and the last list of states, and compared with the file in one step;
only the bytes of the votes may differ. Lines that are not as foretold are read one by one. Every
byte is compared or parsed, none is skipped.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple

import numpy as np

from analysis.errors import SourceError
from analysis.sources.csv_file import check_width, not_utf8

LEADING = ("undl_id", "ms_code", "ms_name", "ms_vote")
"""Columns that differ within a record or name it; the file must begin with them."""

_CHUNK = 1 << 19
_LONGEST_ROW = 1 << 20
_FIELD = rb'(?:[^,"\r\n]*|"(?:[^"\r\n]|"")*")'
_HEAD = re.compile(rb"(%s,)(%s,%s,)(%s)(?=,)" % ((_FIELD,) * 4))
_EMPTY_LINE = re.compile(rb"\r?\n")


class Run(NamedTuple):
    """Lines of one record that follow each other.

    Parameters
    ----------
    line : int
        Number of the first line in the file.
    height : int
        Lines that each row takes (more than one if a quoted field holds line breaks).
    states : list of bytes
        ``code,name,`` of each row as printed. Records with the same list share one object.
    votes : numpy.ndarray of uint8
        The vote of each row: the letter, X if the cell is blank, 0 if it is longer than a letter.
    fields : list of str
        All fields of the first row. Those after the vote are the same in every row.
    """

    line: int
    height: int
    states: list[bytes]
    votes: np.ndarray
    fields: list[str]


def read_runs(file: BinaryIO, name: str, header: list[str]) -> Iterator[Run]:
    """Read the rows below the header.

    Parameters
    ----------
    file : binary file
        Stands at the first line below the header.
    name : str
        Name of the file for messages.
    header : list of str
        Names of the columns; if :data:`LEADING` are not the first, the rows are put in that order
        (slower). ``fields`` are in the order of :func:`column_order`.

    Yields
    ------
    Run
        The rows, in the order of the file.

    Raises
    ------
    SourceError
        If a row has another number of fields than the header, is not UTF-8, or does not end.
    """
    if tuple(header[: len(LEADING)]) == LEADING:
        chunks: Iterable[bytes] = iter(lambda: file.read(_CHUNK), b"")
    else:
        chunks = _reordered(file, name, header)
    states: list[bytes] = []
    expected = _Expected(states)
    data, line = bytearray(), 2
    for chunk in itertools.chain(chunks, [b""]):
        is_last = not chunk
        data += chunk
        at, end = 0, data.rfind(b"\n") + 1
        while at < end:
            if empty := _EMPTY_LINE.match(data, at):
                at, line = empty.end(), line + 1
                continue
            head = _HEAD.match(data, at)
            if head is None:
                raise SourceError(name, f"does not begin with {', '.join(LEADING)}", line=line)
            stop = _end_of_row(data, head.end())
            if not stop and (is_last or len(data) - at > _LONGEST_ROW):
                raise SourceError(name, "a quote that opens here is not closed", line=line)
            record, tail = head.group(1), bytes(data[head.end() : stop])
            size = expected.size(record, tail)
            if not stop or (at + size > len(data) and not is_last):
                break  # wait for the rest of these rows
            fields = _fields(data[at:stop], name, line, len(header))
            height = tail.count(b"\n")
            votes = expected.votes(data, at, size, record, tail)
            if votes is None:
                states, votes, size = _row_by_row(data, at, record, tail)
                expected = _Expected(states)
            yield Run(line, height, states, votes, fields)
            at, line = at + size, line + height * len(states)
        del data[:at]
    if data:
        raise SourceError(name, "the file ends within this line; fetch it again", line=line)


def column_order(header: list[str]) -> list[str]:
    """Return the columns in the order in which :func:`read_runs` gives the fields.

    Parameters
    ----------
    header : list of str
        Names of the columns in the file.

    Returns
    -------
    list of str
        :data:`LEADING`, then the others as they stand.

    Examples
    --------
    >>> column_order(["date", "ms_vote", "ms_name", "ms_code", "undl_id"])
    ['undl_id', 'ms_code', 'ms_name', 'ms_vote', 'date']
    """
    return [*LEADING, *(column for column in header if column not in LEADING)]


class _Expected:
    """What the rows of the next record look like if it lists the same states."""

    def __init__(self, states: list[bytes]) -> None:
        self.rows = [state + b"Y" for state in states]
        self.number = np.arange(len(states))
        self.ends = np.cumsum([len(row) for row in self.rows], dtype=np.int64)
        self.length = int(self.ends[-1]) if states else 0

    def size(self, record: bytes, tail: bytes) -> int:
        """Return the number of bytes."""
        return self.length + len(self.rows) * (len(record) + len(tail))

    def votes(
        self, data: bytearray, at: int, size: int, record: bytes, tail: bytes
    ) -> np.ndarray | None:
        """Return the votes of the rows from ``at``, or None if anything else in them differs."""
        if not size or at + size > len(data) or not data.startswith(tail, at + size - len(tail)):
            return None
        where = self.ends + (at - 1 + len(record)) + self.number * (len(record) + len(tail))
        view = np.frombuffer(data, dtype=np.uint8)
        votes = view[where]
        view[where] = ord("Y")
        # The first row begins with the record, and the tail was compared above.
        if data.startswith((tail + record).join(self.rows), at + len(record)):
            return votes
        view[where] = votes
        return None


def _row_by_row(
    data: bytearray, at: int, record: bytes, tail: bytes
) -> tuple[list[bytes], np.ndarray, int]:
    """Return states, votes and size of the rows from ``at`` that share record and tail."""
    states, votes, start = [], bytearray(), at
    while (
        data.startswith(record, at)
        and (head := _HEAD.match(data, at))
        and data.startswith(tail, head.end())
    ):
        states.append(head.group(2))
        vote = head.group(3).strip(b'"') or b"X"
        votes += vote if len(vote) == 1 else b"\0"
        at = head.end() + len(tail)
    return states, np.frombuffer(bytes(votes), dtype=np.uint8), at - start


def _end_of_row(data: bytearray, start: int) -> int:
    """Return where a row ends, behind its line break; 0 if a quote is still open."""
    end = data.find(b"\n", start) + 1
    quotes = data.count(b'"', start, end)
    while end and quotes % 2:
        following = data.find(b"\n", end) + 1
        quotes += data.count(b'"', end, following)
        end = following
    return end


def _fields(row: bytearray, name: str, line: int, number: int) -> list[str]:
    try:
        rows = list(csv.reader([row.decode()], strict=True))
    except UnicodeDecodeError as error:
        raise not_utf8(name, error, line) from error
    except csv.Error as error:
        raise SourceError(name, f"is not CSV: {error}", line=line) from error
    if len(rows) != 1 or len(rows[0]) != number:
        raise SourceError(
            name,
            f"has {len(rows[0])} fields, the header {number}; the file is damaged or cut off here",
            line=line,
        )
    return rows[0]


def _reordered(file: BinaryIO, name: str, header: list[str]) -> Iterator[bytes]:
    """Yield the rows with the leading columns first; every row keeps its lines."""
    order = [header.index(column) for column in column_order(header)]
    rows = csv.reader(io.TextIOWrapper(file, "utf-8", newline=""), strict=True)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    try:
        for row in rows:
            if row:
                check_width(name, row, len(header), rows.line_num + 1)
            writer.writerow([row[i] for i in order] if row else [])
            if out.tell() > _CHUNK:
                yield out.getvalue().encode()
                out.seek(0)
                out.truncate()
    except UnicodeDecodeError as error:
        raise not_utf8(name, error, rows.line_num + 2) from error
    except csv.Error as error:
        raise SourceError(name, f"is not CSV: {error}", line=rows.line_num + 1) from error
    yield out.getvalue().encode()
