"""The upstream files that the descriptor names: are they there, and which bytes were read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from analysis.errors import SourceError


def check_present(upstream: Path, resources: Iterable[dict[str, Any]]) -> None:
    """Refuse a folder that lacks files, naming all of them and who needs them.

    Parameters
    ----------
    upstream : Path
        Folder with the publishers' files.
    resources : iterable of dict
        The descriptor's entries of the tables to build.

    Raises
    ------
    SourceError
        If the folder does not exist, or files are missing.
    """
    if not upstream.is_dir():
        raise SourceError(str(upstream), "is not a folder; give the one with the upstream files")
    needed: dict[str, list[str]] = {}
    for resource in resources:
        for pattern in _patterns(resource, needed=True):
            needed.setdefault(pattern, []).append(resource["name"])
    missing = {each: names for each, names in needed.items() if not find(upstream, each)}
    if missing:
        plural = "s" if len(missing) > 1 else ""
        lines = [f"  {each}, for {', '.join(names)}" for each, names in sorted(missing.items())]
        raise SourceError(
            upstream.name,
            f"lacks {len(missing)} file{plural} that data/datapackage.json names as a source "
            "(key `file`; a newer release of another name is entered there first):\n"
            + "\n".join(lines),
        )


def find(upstream: Path, pattern: str) -> list[Path]:
    """Return the files that a pattern means: by its path, or else in any folder.

    Parameters
    ----------
    upstream : Path
        Folder with the publishers' files.
    pattern : str
        Path or name, with ``*`` where many files are meant.

    Returns
    -------
    list of Path
        Sorted.
    """
    return sorted(upstream.glob(pattern)) or sorted(upstream.rglob(pattern))


def hashes(upstream: Path, resource: dict[str, Any]) -> dict[str, str]:
    """Return the hash of each upstream file that the descriptor names as a source.

    Parameters
    ----------
    upstream : Path
        Folder with the publishers' files, all of them present.
    resource : dict
        The descriptor's entry of a table.

    Returns
    -------
    dict
        File as named → sha256; of many files, the hash of the list of their hashes.

    Raises
    ------
    SourceError
        If a name without a folder means files of different content.
    """
    found = {}
    for pattern in _patterns(resource):
        paths = find(upstream, pattern)
        if not paths:  # an optional file
            continue
        digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]
        if len(set(digests)) == 1:  # one file, or copies of one
            found[pattern] = digests[0]
        elif "*" in pattern:
            pairs = zip(digests, paths, strict=True)
            lines = "".join(f"{digest}  {path.name}\n" for digest, path in pairs)
            found[pattern] = hashlib.sha256(lines.encode()).hexdigest()
        else:
            raise SourceError(
                pattern,
                f"differs between {' and '.join(str(path.parent) for path in paths)}; name the "
                "one meant by its folder in the descriptor",
            )
    return found


def _patterns(resource: dict[str, Any], *, needed: bool = False) -> Iterator[str]:
    """Yield the files of a table's sources; ``optional`` marks those that may be missing."""
    for each in resource["sources"]:
        if each.get("file") and not (needed and each.get("optional")):
            yield each["file"]
