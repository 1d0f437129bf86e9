"""A downloader for pooch that resumes, waits as told, and stays on the host it was sent to.

Pooch's own downloader starts again from nothing, follows any redirect and shows the address in
its errors. This one plugs into the same hook (``downloader=``); pooch goes on to compare the hash
and to move the file.

References
----------
RFC 9110, HTTP Semantics: Range (14.2), If-Range (13.1.5), Retry-After (10.2.3).
https://www.rfc-editor.org/rfc/rfc9110
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
import urllib3
from urllib3.util import Retry

from analysis.errors import SourceError
from analysis.sources.fetch.content import check_content, quote_message
from analysis.sources.fetch.progress import Progress
from analysis.sources.fetch.redact import hide, without_user
from analysis.sources.fetch.sources import Request

_CHUNK = 1 << 16
_REDIRECTS = 5
_PASSING = (408, 425, 429, 500, 502, 503, 504)
_REDIRECTED = (301, 302, 303, 307, 308)
_REFUSING = (401, 403, 407)


@dataclass(frozen=True)
class Patience:
    """How often and how long to try.

    Parameters
    ----------
    attempts : int
        Tries for one file.
    first_wait_s : float
        Wait before the second try, in seconds; each later one doubles it. Without chance, so
        that a run can be repeated.
    longest_wait_s : float
        Wait that is still worth it, in seconds. A server that asks for more ends the run with a
        line that says when to come back.
    connect_s, read_s : float
        Seconds without connection, and without a byte, after which a try counts as failed.
    """

    attempts: int = 5
    first_wait_s: float = 1.0
    longest_wait_s: float = 120.0
    connect_s: float = 10.0
    read_s: float = 60.0


class RefusedError(SourceError):
    """The server cannot be reached or lets nobody in: its other files would fare no better."""


class _PassingError(Exception):
    """What went wrong may pass; ``wait_s`` is the server's wish, if it has one."""

    def __init__(self, problem: str, *, wait_s: float | None = None, refusal: bool = False) -> None:
        super().__init__(problem)
        self.wait_s, self.refusal = wait_s, refusal


class Downloader:
    """Receive one file into a folder of its own; called by pooch.

    Parameters
    ----------
    request : Request
        What is wanted.
    staging : Path
        Folder that keeps ``part`` and ``state.json`` between tries and runs.
    patience : Patience
        Tries and waits.
    progress : Progress
        Told of bytes and waits.
    sleep : callable
        Takes seconds.
    """

    def __init__(
        self,
        request: Request,
        staging: Path,
        patience: Patience,
        progress: Progress,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.request, self.patience, self.progress = request, patience, progress
        self.sleep = sleep
        self.part, self.state_file = staging / "part", staging / "state.json"
        self.validators: dict[str, str | None] = {}

    def __call__(self, url: str, output_file: str, pooch: object, check_only: bool = False) -> None:
        """Receive the file, check its content, and hand it to pooch as ``output_file``.

        Parameters
        ----------
        url : str
            Where to get it.
        output_file : str
            Path that pooch chose.
        pooch : object
            Not used.
        check_only : bool
            Not used: existence is not asked for apart.

        Raises
        ------
        SourceError
            If the file cannot be had, or is not what its name says; nothing is left then.
        RefusedError
            If the server is out of reach or refuses. What was received stays for the next run.
        """
        for attempt in range(1, self.patience.attempts + 1):
            try:
                self._try(url)
                break
            except _PassingError as error:
                self._wait(error, attempt)
        try:
            check_content(self.part, self.request.file)
            if self.request.check:
                self.request.check(self.part, self.request.file)
        except SourceError as error:
            self._forget()
            raise SourceError(
                error.file, hide(error.problem, self.request.secrets), column=error.column
            ) from None
        os.replace(self.part, output_file)

    def _wait(self, error: _PassingError, attempt: int) -> None:
        kind = RefusedError if error.refusal else SourceError
        if attempt == self.patience.attempts:
            tries = f"after {attempt} tries" if attempt > 1 else "at the only try"
            raise kind(
                self.request.file,
                f"{error} ({tries}); run the same command again: finished files and what was "
                "received of this one are kept",
            ) from None
        wait = error.wait_s
        if wait is None:
            wait = self.patience.first_wait_s * 2 ** (attempt - 1)
        if wait > self.patience.longest_wait_s:
            raise RefusedError(
                self.request.file,
                f"{error}; the server asks to wait {wait:.0f} s: run the same command again then, "
                "finished files are kept",
            ) from None
        self.progress.note(f"{self.request.file}: {error}; next try in {wait:g} s")
        self.sleep(wait)

    def _try(self, url: str) -> None:
        state = self._state(url)
        start = self.part.stat().st_size if state else 0
        if state and state["total"] == start:  # stopped after the last byte
            self.validators = state["validators"]
            return
        wanted = {"Accept-Encoding": "identity", "User-Agent": "analysis (research; requests)"}
        if state and start:
            wanted |= {"Range": f"bytes={start}-", "If-Range": state["if_range"]}
        try:
            with requests.Session() as session:
                response = self._open(session, url, wanted)
                with response:
                    self._check_status(response)
                    self._receive(response, url, start)
        except requests.exceptions.SSLError as error:
            raise RefusedError(self.request.file, self._tell(error)) from None
        except (
            requests.Timeout,
            requests.ConnectionError,
            requests.exceptions.ChunkedEncodingError,
        ) as error:
            raise self._broken(error) from None
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            raise SourceError(self.request.file, self._tell(error)) from None

    def _open(
        self, session: requests.Session, url: str, wanted: dict[str, str]
    ) -> requests.Response:
        """Follow redirects by hand: requests would carry a key to any other host."""
        home = _host(url)
        publisher = _host(self.request.url)  # a mirror gets no key
        for _ in range(_REDIRECTS + 1):
            response = session.get(
                url,
                headers=wanted | (self.request.headers if _host(url) == publisher else {}),
                stream=True,
                allow_redirects=False,
                timeout=(self.patience.connect_s, self.patience.read_s),
            )
            if response.status_code not in _REDIRECTED:
                return response
            target = urljoin(url, response.headers.get("Location", ""))
            response.close()
            self._check_redirect(url, target, home)
            url = target
        raise SourceError(self.request.file, f"the address redirects over {_REDIRECTS} times")

    def _check_redirect(self, url: str, target: str, home: str) -> None:
        shown = hide(target.partition("?")[0], self.request.secrets)
        if _host(target) not in (home, *self.request.entry.allowed_hosts):
            raise SourceError(
                self.request.file,
                f"the server redirects to another host, {shown}, and nothing was taken from it; "
                "if the publisher has moved, add the host to allowed_hosts in "
                "data/common/download_sources.csv",
            )
        if url.startswith("https:") and not target.startswith("https:"):
            raise SourceError(self.request.file, f"the server redirects to plain HTTP: {shown}")

    def _check_status(self, response: requests.Response) -> None:
        status = response.status_code
        if status in (200, 206):
            return
        said = quote_message(self._body(response))
        problem = f"the server answered {status} {response.reason}"
        problem = hide(f'{problem}: "{said}"' if said else problem, self.request.secrets)
        if status == 416:  # the file is shorter now than what was received of it
            self._forget()
            raise _PassingError(problem)
        if status in _PASSING:
            raise _PassingError(problem, wait_s=_retry_after(response), refusal=status != 500)
        if status in _REFUSING:
            variable = self.request.entry.key_variable
            advice = f"; is the key in {variable} right?" if variable else ""
            raise RefusedError(self.request.file, problem + advice)
        raise SourceError(
            self.request.file,
            f"{problem}; see {without_user(self.request.entry.url)}, or get the file by hand",
        )

    def _body(self, response: requests.Response) -> str:
        try:
            return next(response.iter_content(4096), b"").decode("utf-8", "replace")
        except requests.RequestException:
            return ""  # the status says enough

    def _receive(self, response: requests.Response, url: str, start: int) -> None:
        if response.status_code == 206:
            found = re.match(r"bytes (\d+)-", response.headers.get("Content-Range", ""))
            if not start or not found or int(found.group(1)) != start:
                self._forget()
                raise _PassingError("the server sent another part of the file than was asked for")
        else:
            start = 0  # the file has changed, or the server sends whole files only
        length = response.headers.get("Content-Length", "")
        # Length and validators of an encoded answer are not those of the bytes that are kept.
        plain = response.headers.get("Content-Encoding", "identity") == "identity"
        total = start + int(length) if plain and length.isdigit() else None
        etag, modified = response.headers.get("ETag"), response.headers.get("Last-Modified")
        self.validators = {"etag": etag, "last_modified": modified}
        strong = etag if etag and not etag.startswith("W/") else modified
        state = {
            "identity": self.request.identity,
            "url": without_user(url),
            "if_range": strong if plain else None,
            "total": total,
            "validators": self.validators,
        }
        if not start:
            # In this order a crash in between leaves an old state with no bytes: none to resume.
            self.part.write_bytes(b"")
            self.state_file.write_text(json.dumps(state), encoding="utf-8")
        size = start
        # Unbuffered: what was received before a crash is on the disk.
        with self.part.open("ab", buffering=0) as file:
            for chunk in response.iter_content(_CHUNK):
                file.write(chunk)
                size += len(chunk)
                self.progress.advance(self.request.file, size, total)
            os.fsync(file.fileno())
        if total is not None and size != total:
            raise _PassingError(f"the server sent {size:,} of {total:,} bytes")

    def _state(self, url: str) -> dict[str, Any] | None:
        """Return the state of an earlier try that can be resumed; otherwise clear the way."""
        try:
            state: dict[str, Any] = json.loads(self.state_file.read_text(encoding="utf-8"))
            same = state["identity"] == self.request.identity and state["url"] == without_user(url)
            if same and state["if_range"] and self.part.stat().st_size:
                return state
        except (OSError, ValueError, KeyError, TypeError):
            pass  # no earlier try, or one that was stopped while it wrote
        self._forget()
        return None

    def _forget(self) -> None:
        for path in (self.part, self.state_file):
            path.unlink(missing_ok=True)

    def _broken(self, error: Exception) -> _PassingError:
        size = 0
        with suppress(OSError):
            size = self.part.stat().st_size
        if isinstance(error, requests.Timeout) or "timed out" in str(error):
            problem = f"no byte for {self.patience.read_s:g} s; {size:,} bytes so far"
            return _PassingError(problem, refusal=not size)
        if size:
            return _PassingError(f"the connection broke after {size:,} bytes")
        return _PassingError(f"no connection: {self._tell(error)}", refusal=True)

    def _tell(self, error: Exception) -> str:
        """Return what an exception of requests says at its core, without addresses or keys."""
        text = hide(error, self.request.secrets)
        reason = re.search(r"(\[(?:Errno|SSL)[^'\")]*)", text)
        told = reason.group(1) if reason else text.partition("(")[0]
        return told.strip() or type(error).__name__


def _host(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2].lower()


def _retry_after(response: requests.Response) -> float | None:
    """Return the seconds that the server asks to wait, given as number or as date."""
    value = response.headers.get("Retry-After")
    try:
        return max(0.0, Retry().parse_retry_after(value)) if value else None
    except urllib3.exceptions.InvalidHeader:
        return None
