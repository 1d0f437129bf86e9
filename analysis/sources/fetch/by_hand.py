"""Files that only a person may or can download: say how, and take them from where they lie."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from analysis.errors import SourceError
from analysis.sources.fetch.content import check_content
from analysis.sources.fetch.mirror import VARIABLE, Mirror
from analysis.sources.fetch.sources import Entry, Request
from analysis.sources.fetch.store import RECORD, Copy, Store, file_hash


def take_by_hand(entry: Entry, store: Store, mirror: Mirror, *, force: bool = False) -> list[str]:
    """Take every file that fits from the folder ``ANALYSIS_SOURCES``, or find it in place.

    Parameters
    ----------
    entry : Entry
        A row with ``how`` "by hand"; its file is a pattern.
    store : Store
        Where the files belong.
    mirror : Mirror
        Where they may lie.
    force : bool
        Copy files that are in place already.

    Returns
    -------
    list of str
        One line a file.

    Raises
    ------
    SourceError
        If there is none: with the page, the steps and the place; or if one is not what its name
        says.
    """
    lines = []
    for path in mirror.find(entry.file):
        if path.name.endswith(RECORD):
            continue
        file = str(Path(entry.file).parent / path.name)
        request = Request(entry, file, entry.url, f"by hand: {path.name}")
        is_here = store.fault(request) is None and file_hash(store.path(file)) == file_hash(path)
        if force or not is_here:
            store.take(request, str(path), partial(_copy, path, file))
            lines.append(f"{file}: copied from {path.parent}")
        else:
            lines.append(f"{file}: in place already")
    if lines:
        return lines
    for path in sorted(store.root.glob(entry.file)):
        if path.is_file() and not path.name.endswith((RECORD, RECORD + ".new")):
            file = str(path.relative_to(store.root))
            check_content(path, file)
            lines.append(f"{file}: in place, put there by hand")
    if not lines:
        raise SourceError(
            store.path(entry.file), f"missing, and only to be had by hand: {how(entry)}"
        )
    return lines


def _copy(path: Path, file: str, staging: Path) -> Copy:
    return Copy(path, check_content, file)


def how(entry: Entry) -> str:
    """Return what to do to get a file by hand.

    Parameters
    ----------
    entry : Entry
        A row of the table.

    Returns
    -------
    str
        Page, steps and place, in one line.
    """
    steps = entry.instructions or "download it"
    return (
        f"open {entry.url} – {steps} – then put the file into {Path(entry.file).parent}/ of this "
        f"folder, or set {VARIABLE} to the folder it is in and run this command again"
    )
