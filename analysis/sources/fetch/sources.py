"""What can be fetched and what must be fetched by hand: the table ``common/download_sources``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from analysis import tables
from analysis.errors import ParameterError, unknown

TABLE = "common/download_sources"


@dataclass(frozen=True)
class Entry:
    """One row of the table: a file, or the files of one interface.

    Parameters
    ----------
    source : str
        Key of the source, for example ``"unvotes"``.
    file : str
        Where it goes, relative to the folder: a path, or a pattern if ``how`` is not
        ``"download"``.
    how : {"download", "interface", "by hand"}
        Whether the publisher's file is fetched, asked for piece by piece, or left to the user.
    url : str
        Address of the file, root of the interface, or page to open.
    sha256 : str
        Hash of the file; empty if the publisher changes it.
    key_variable : str
        Environment variable that holds the key; empty if there is none.
    allowed_hosts : tuple of str
        Other hosts to which the address may lead.
    terms : str
        Terms of use in one line.
    instructions : str
        What to do by hand.
    """

    source: str
    file: str
    how: str
    url: str
    sha256: str
    key_variable: str
    allowed_hosts: tuple[str, ...]
    terms: str
    instructions: str


@dataclass(frozen=True)
class Request:
    """One file to have in the folder.

    Parameters
    ----------
    entry : Entry
        The row that it belongs to.
    file : str
        Path relative to the folder.
    url : str
        The publisher's address of it.
    identity : str
        What the file answers. Two requests of one identity may use different addresses.
    headers : dict
        Sent to the publisher's host only, never to a mirror. They may hold a key.
    secrets : tuple of str
        What must not be shown.
    check : callable, optional
        Takes the path of the received file and its name; raises SourceError if it is no answer.
    interval_s : float
        Shortest time between two requests to the host, in seconds.
    """

    entry: Entry
    file: str
    url: str
    identity: str
    headers: dict[str, str] = field(default_factory=dict, repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    check: Callable[[Path, str], None] | None = None
    interval_s: float = 0.0


def read_entries() -> list[Entry]:
    """Return every row of the table of sources, in its order.

    Returns
    -------
    list of Entry
        Rows sorted by source and file.

    Examples
    --------
    >>> sorted({entry.how for entry in read_entries()})
    ['by hand', 'download', 'interface']
    """
    frame = tables.load(TABLE).fillna("")
    entries = []
    for row in frame.to_dict("records"):
        cells = {str(name): str(value) for name, value in row.items()}
        hosts = tuple(cells.pop("allowed_hosts").split())
        entries.append(Entry(**cells, allowed_hosts=hosts))
    return entries


def find(source: str) -> list[Entry]:
    """Return the rows of one source.

    Parameters
    ----------
    source : str
        For example ``"unvotes"``.

    Returns
    -------
    list of Entry
        At least one.

    Raises
    ------
    ParameterError
        If there is no such source; the message has the nearest name and the list.
    """
    entries = read_entries()
    chosen = [entry for entry in entries if entry.source == source]
    if not chosen:
        names = sorted({entry.source for entry in entries})
        raise ParameterError(unknown("source", [source], names))
    return chosen
