"""The folder of fetched files: whole files only, each with a note of where and when it came from.

Beside ``un_votes.rda`` stands ``un_votes.rda.retrieved``, a small JSON with address, date, size,
hash and ETag, so that the vintage can be cited. (It does not end in ``.json``: patterns such as
``*.json`` must find the data alone.) What is not finished is in ``.partial/``.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pooch

from analysis.errors import SourceError
from analysis.sources.fetch.redact import without_user
from analysis.sources.fetch.sources import Request

RECORD = ".retrieved"
_KEPT = {"part", "state.json"}


@dataclass(frozen=True)
class Copy:
    """Pooch's hook for a file that is already on this machine.

    Parameters
    ----------
    path : Path
        The file.
    check : callable
        Takes path and name; raises SourceError if the file is not what the name says.
    name : str
        The name that it is to have.
    """

    path: Path
    check: Callable[[Path, str], None]
    name: str

    def __call__(self, url: str, output_file: str, pooch: object, check_only: bool = False) -> None:
        """Copy the file to where pooch wants it.

        Parameters
        ----------
        url, pooch, check_only
            Not used.
        output_file : str
            Path that pooch chose.
        """
        shutil.copyfile(self.path, output_file)
        self.check(Path(output_file), self.name)


class Store:
    """A folder that holds finished files only, whatever stops the program.

    Parameters
    ----------
    root : Path
        The folder; made when the first file comes.
    """

    def __init__(self, root: Path) -> None:
        self.root = Path(root)

    def path(self, file: str) -> Path:
        """Return where a file belongs.

        Parameters
        ----------
        file : str
            Path relative to the folder.

        Returns
        -------
        Path
            Whether or not there is a file.
        """
        return self.root / file

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep a second run out of the folder while the body runs.

        Yields
        ------
        None

        Raises
        ------
        SourceError
            If another run is at work in the folder.
        """
        partial = self.root / ".partial"
        with self._writing(partial):
            partial.mkdir(parents=True, exist_ok=True)
        with (partial / "lock").open("w") as file:
            try:
                # The system frees the lock when its holder dies, however it dies.
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise SourceError(
                    self.root, "another fetch is writing to this folder; wait for it to end"
                ) from None
            yield

    def record(self, file: str) -> dict[str, Any] | None:
        """Return what is recorded of a file.

        Parameters
        ----------
        file : str
            Path relative to the folder.

        Returns
        -------
        dict or None
            ``file, source, url, from, identity, retrieved, copied, bytes, sha256, etag,
            last_modified, terms``; None if there is no readable record.
        """
        return _read_record(self.path(file))

    def fault(self, request: Request) -> str | None:
        """Return why a file cannot be used, or None if it is here and is what was asked for.

        Parameters
        ----------
        request : Request
            What is wanted.

        Returns
        -------
        str or None
            ``"missing"``, or what is wrong.
        """
        path, record = self.path(request.file), self.record(request.file)
        if not path.is_file():
            return "missing"
        digest = file_hash(path)
        if request.entry.sha256:
            return None if digest == request.entry.sha256 else "is not the file of the table"
        if record is None:
            return "has no record of what was asked"
        if record.get("sha256") != digest:
            return "was changed after it was fetched"
        return None if record.get("identity") == request.identity else "answers another question"

    def take(
        self, request: Request, address: str, downloader: Callable[[Path], Any]
    ) -> dict[str, Any]:
        """Receive a file, compare its hash, record it, and put it in its place at once.

        Parameters
        ----------
        request : Request
            What is wanted.
        address : str
            Where it comes from: an address or a path.
        downloader : callable
            From the folder for unfinished work to what pooch takes as ``downloader=``. After the
            call its ``validators`` are recorded, if it has any.

        Returns
        -------
        dict
            The record.

        Raises
        ------
        SourceError
            If the file cannot be had or its hash is another; the folder is as before.
        """
        with self._writing(request.file):
            return self._take(request, address, downloader)

    def _take(
        self, request: Request, address: str, downloader: Callable[[Path], Any]
    ) -> dict[str, Any]:
        pooch.get_logger().setLevel(logging.WARNING)  # it would show addresses
        staging = self.root / ".partial" / hashlib.sha1(request.file.encode()).hexdigest()
        staging.mkdir(parents=True, exist_ok=True)
        for stray in staging.iterdir():  # pooch's own, after a crash
            if stray.name not in _KEPT:
                stray.unlink()
        hook = downloader(staging)
        try:
            done = pooch.retrieve(
                without_user(address),
                known_hash=request.entry.sha256 or None,
                fname="done",
                path=staging,
                downloader=lambda url, output, _: hook(address, output, _),
            )
        except ValueError as error:  # pooch compared the hashes
            if not request.entry.sha256:
                raise
            raise SourceError(
                request.file,
                f"the received file has another sha256 than {request.entry.sha256[:12]}… of the "
                "table of sources; it was not kept: the file was replaced, or damaged on the way; "
                "try again, or get it elsewhere",
            ) from error
        record = self._describe(request, address, Path(done), getattr(hook, "validators", {}))
        target = self.path(request.file)
        target.parent.mkdir(parents=True, exist_ok=True)
        # The record first: a crash in between leaves a hash that does not fit, hence a new try.
        self._write_record(request.file, record)
        os.replace(done, target)
        shutil.rmtree(staging)
        return record

    @contextmanager
    def _writing(self, file: object) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise SourceError(
                file,
                f"cannot be written ({error.strerror or error}); make room or give another folder "
                "with --to; finished files are kept",
            ) from None

    def _describe(
        self, request: Request, address: str, path: Path, validators: dict[str, str | None]
    ) -> dict[str, Any]:
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        local = "://" not in address
        original = (_read_record(Path(address)) or {}) if local else {}
        return {
            "file": request.file,
            "source": request.entry.source,
            "url": request.url,
            "from": without_user(address),
            "identity": request.identity,
            # The date of a copy says nothing of the vintage; the original's record may.
            "retrieved": original.get("retrieved") if local else now,
            "copied": now if local else None,
            "bytes": path.stat().st_size,
            "sha256": file_hash(path),
            "etag": validators.get("etag"),
            "last_modified": validators.get("last_modified"),
            "terms": request.entry.terms,
        }

    def _write_record(self, file: str, record: dict[str, Any]) -> None:
        target = self.path(file + RECORD)
        temporary = target.with_name(target.name + ".new")
        text = json.dumps(record, indent=1, ensure_ascii=False) + "\n"
        temporary.write_text(text, encoding="utf-8")
        os.replace(temporary, target)


def _read_record(path: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(path.with_name(path.name + RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def file_hash(path: Path) -> str:
    """Return the sha256 of a file.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
